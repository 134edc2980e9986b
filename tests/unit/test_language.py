"""Everything that the page says stands in one table, in English and in Chinese."""

import re

import pytest
from markupsafe import Markup
from small_study import TEMPLATES

from hardtotrain.report.figure_text import FigureText
from hardtotrain.report.language import Phrase, Strings, StringsError, phrase_of, spaced

STRINGS = Strings(TEMPLATES / "strings")
CODE = [
    *TEMPLATES.rglob("*.jinja"),
    *TEMPLATES.parent.glob("hardtotrain/report/**/*.py"),
    TEMPLATES / "script.js",
]
HOSTILE = '<b onclick="x">&'


@pytest.fixture
def strings(tmp_path):
    """The table of one file, words.yaml, with some texts."""

    def table(text: str) -> Strings:
        (tmp_path / "words.yaml").write_text(text, encoding="utf-8")
        return Strings(tmp_path)

    return table


GREETING = """
greeting: {en: "Good <em>morning</em>, {name}", zh: "{name}，早上<em>好</em>"}
layers:
  en: {one: "{count} layer of {name}", other: "{count:,} layers of {name}"}
  zh: "{name} 的 {count:,} 层"
"""


def test_a_text_is_html_and_what_is_put_into_it_is_text(strings):
    said = strings(GREETING)("words.greeting", name=HOSTILE)
    escaped = "&lt;b onclick=&#34;x&#34;&gt;&amp;"
    assert said.en == f"Good <em>morning</em>, {escaped}"
    assert said.zh == f"{escaped}，早上<em>好</em>"


def test_a_phrase_in_a_phrase_gives_each_language_its_own(strings):
    t = strings(GREETING)
    inner = t("words.layers", count=2, name=Markup("<b>net</b>"))
    said = t("words.greeting", name=inner)
    assert said.en == "Good <em>morning</em>, 2 layers of <b>net</b>"
    assert said.zh == "<b>net</b> 的 2 层，早上<em>好</em>"


@pytest.mark.parametrize(
    ("count", "en", "zh"),
    [(0, "0 layers", "0 层"), (1, "1 layer", "1 层"), (1000, "1,000 layers", "1,000 层")],
)
def test_english_has_a_form_for_one_and_chinese_has_one_form(strings, count, en, zh):
    said = strings(GREETING)("words.layers", count=count, name="a")
    assert said == Phrase(Markup(f"{en} of a"), Markup(f"a 的 {zh}"))


@pytest.mark.parametrize(
    ("key", "values", "told"),
    [
        ("words.farewell", {}, "no text words.farewell"),
        ("other.greeting", {"name": "a"}, "no text other.greeting"),
        ("words.greeting", {}, r"words.greeting needs values for \['name'\], got \[\]"),
        ("words.greeting", {"name": 1, "age": 2}, r"got \['age', 'name'\]"),
        ("words.layers", {"name": "a"}, r"words.layers needs values for \['count', 'name'\]"),
    ],
)
def test_a_text_that_is_not_there_or_does_not_fit_is_named(strings, key, values, told):
    with pytest.raises(StringsError, match=told):
        strings(GREETING)(key, **values)


@pytest.mark.parametrize("text", ["{en: a}", "{en: a, zh: 甲, fr: b}", "a"])
def test_a_text_without_exactly_both_languages_is_refused(strings, text):
    with pytest.raises(StringsError, match=r"words.yaml: greeting needs the languages"):
        strings(f"greeting: {text}")


def test_a_line_break_between_chinese_words_is_no_space(strings):
    folded = "a:\n  en: >-\n    one\n    two\n  zh: >-\n    一，\n    二\n    three\n    （四）\n"
    assert strings(folded)("words.a") == Phrase("one two", "一，二 three（四）")


def test_both_languages_are_written_each_marked_by_its_own():
    assert Phrase(Markup("one <b>two</b>"), Markup("一")).__html__() == (
        '<span lang="en" data-switch>one <b>two</b></span><span lang="zh" data-switch>一</span>'
    )
    assert phrase_of("784-30-10 <").__html__() == "784-30-10 &lt;"


def test_an_attribute_holds_the_words_without_their_markup():
    phrase = Phrase(Markup("a <b>&lt;b&gt;</b> &#34;"), Markup("甲 <em>&amp;</em>"))
    assert phrase.attribute("aria-label") == (
        'aria-label="a &lt;b&gt; &#34;" data-aria-label-zh="甲 &amp;"'
    )
    assert phrase_of('"1"').attribute("aria-label") == 'aria-label="&#34;1&#34;"'


@pytest.mark.parametrize(
    ("items", "en", "zh"),
    [
        (["a"], "a", "a"),
        (["a", "b"], "a and b", "a 和 b"),
        (["a", "<", Phrase("c", "丙")], "a, &lt; and c", "a、&lt; 和丙"),
    ],
)
def test_a_list_is_told_in_words(items, en, zh):
    assert STRINGS.join(items) == Phrase(en, zh)


def test_the_space_between_two_sentences_is_english():
    first, second = (Phrase(Markup(en), Markup(zh)) for en, zh in [("A.", "甲。"), ("B.", "乙。")])
    page = spaced(f"<p><strong>{first.__html__()}</strong>\n{second.__html__()} {first.en}</p>")
    languages = {
        language: re.sub(r"<[^>]+>", "", re.sub(rf'<span lang="{other}".*?</span>', "", page))
        for language, other in (("en", "zh"), ("zh", "en"))
    }
    assert languages == {"en": "A. B. A.", "zh": "甲。乙。 A."}


@pytest.mark.parametrize("key", STRINGS.texts)
def test_a_text_has_the_same_values_and_markup_in_both_languages(key):
    en, zh = STRINGS.texts[key]["en"], STRINGS.texts[key]["zh"]
    whole = en if isinstance(en, str) else en["other"]
    for part in (r"\{\w+", r"</?\w+[^>]*>"):
        assert set(re.findall(part, whole)) == set(re.findall(part, zh))
    # What has no Chinese in it has no English either, or is a name.
    bare = re.sub(r"\{.*?\}|<[^>]+>", "", zh)
    assert re.search(r"[\u4e00-\u9fff]", zh) or zh == en or not re.search(r"[A-Za-z]{2}", bare)


def test_every_text_is_used_and_every_text_that_is_used_is_there():
    files = {key.partition(".")[0] for key in STRINGS.texts}
    code = "\n".join(path.read_text(encoding="utf-8") for path in CODE)
    named = {
        name for name in re.findall(r'"(\w+\.\w*)["{]', code) if name.partition(".")[0] in files
    }
    # Where the code chooses one of several texts it names how they begin.
    used = {name: [key for key in STRINGS.texts if key.startswith(name)] for name in named}
    used |= {key: [key] for key in named & STRINGS.texts.keys()}
    assert [name for name, keys in used.items() if not keys] == []
    # The script names its words without the file. What figures say, the figures ask for.
    script = (TEMPLATES / "script.js").read_text(encoding="utf-8")
    of_script = {f"controls.{name}" for name in re.findall(r'"(\w+)"', script)}
    unused = STRINGS.texts.keys() - of_script - set().union(*used.values())
    assert {key for key in unused if key not in FigureText(STRINGS).patterns} == set()
