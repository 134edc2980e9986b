"""Formulas are MathML of what their LaTeX says."""

from xml.etree import ElementTree

from markupsafe import Markup

from hardtotrain.report.formulas import formula

MATHML = "{http://www.w3.org/1998/Math/MathML}"


def test_a_formula_is_mathml_that_a_page_takes_as_it_is():
    written = formula(r"\frac{\partial C}{\partial b_1} \le \frac{1}{4}")
    assert isinstance(written, Markup)
    math = ElementTree.fromstring(written)
    assert (math.tag, math.get("displaystyle")) == (f"{MATHML}math", "true")
    assert ["".join(part.itertext()) for part in math.iter(f"{MATHML}mfrac")] == ["∂C∂b1", "14"]
    assert "".join(math.itertext()) == "∂C∂b1≤14"


def test_what_is_less_in_a_formula_is_no_markup():
    assert "".join(ElementTree.fromstring(formula("a < b")).itertext()) == "a<b"


def test_a_line_may_end_before_an_equals_sign_and_before_a_product():
    written = formula(r"g = \prod_{l=1}^k a_l \cdot b \cdot c")
    parts = list(ElementTree.fromstring(f"<p>{written}</p>"))
    assert ["".join(part.itertext()) for part in parts] == ["g", "=∏l=1kal", "·b", "·c"]
    assert [part.tail for part in parts] == [" ", " ", " ", None]


def test_a_formula_may_stand_in_a_sentence():
    assert ElementTree.fromstring(formula("w = 100", "inline")).get("display") == "inline"
