"""Templates say everything in English and in Chinese, side by side."""

import re

import pytest
from jinja2 import Environment, TemplateSyntaxError
from markupsafe import Markup
from small_study import TEMPLATES

from hardtotrain.bilingual import Text
from hardtotrain.report.language import LANGUAGES, BothLanguages, Phrase, joined, phrase
from hardtotrain.report.words import read_words

BOTH = re.compile(r"\{% en %\}(.*?)\{% zh %\}(.*?)\{% end %\}", flags=re.DOTALL)
TEXTS = {
    f"{path.stem}.{name}": text
    for path in sorted(TEMPLATES.glob("words/*.yaml"))
    for name, text in read_words(path).items()
}


def rendered(template: str, **values) -> str:
    environment = Environment(extensions=[BothLanguages], autoescape=True)
    return environment.from_string(template).render(values)


def test_what_is_said_twice_is_marked_by_its_languages():
    assert rendered("<b>{% en %}One{% zh %}一{% end %}</b>") == (
        '<b><span lang="en" data-switch>One</span><span lang="zh" data-switch>一</span></b>'
    )


def test_what_stands_inside_follows_the_language_around_it():
    name = phrase(Text("a < b", "甲 < 乙"))
    inside = "{% macro m() %}{% en %}m{% zh %}么{% end %}{% endmacro %}"
    told = rendered(
        inside + "{% en %}of {{ n }} {{ m() }}{% zh %}{{ n }}的{{ m() }}{% end %}", n=name
    )
    assert '<span lang="en" data-switch>of a &lt; b m</span>' in told
    assert '<span lang="zh" data-switch>甲 &lt; 乙的么</span>' in told
    assert rendered("{{ n }}", n=name).count("data-switch") == 2
    same = phrase(Text("784-30-10 <", "784-30-10 <"))
    assert rendered("{{ n }}", n=same) == "784-30-10 &lt;"


def test_a_line_break_between_chinese_words_is_no_space():
    told = rendered("{% en %}one\ntwo{% zh %}一，\n二\nthree\n（四）{% end %}")
    assert "one\ntwo" in told and "一，二\nthree（四）" in told


@pytest.mark.parametrize("template", ["{% en %}One{% end %}", "{% en %}One{% zh %}一"])
def test_a_text_without_both_languages_is_refused(template):
    with pytest.raises(TemplateSyntaxError):
        rendered(template)


def test_an_attribute_holds_the_words_without_their_markup():
    said = Phrase(Markup("a <b>&lt;b&gt;</b> &#34;"), Markup("甲 <em>&amp;</em>"))
    assert said.attribute("aria-label") == (
        'aria-label="a &lt;b&gt; &#34;" data-aria-label-zh="甲 &amp;"'
    )
    assert phrase(Text('"1"', '"1"')).attribute("title") == 'title="&#34;1&#34;"'


@pytest.mark.parametrize(
    ("items", "en", "zh"),
    [
        (["a"], "a", "a"),
        (["a", "b"], "a and b", "a 和 b"),
        (["a", "<", Phrase(Markup("c"), Markup("丙"))], "a, &lt; and c", "a、&lt; 和 丙"),
    ],
)
def test_a_list_is_told_in_words(items, en, zh):
    assert joined(items) == Phrase(en, zh)


@pytest.mark.parametrize("text", ["{en: a}", "{en: a, zh: 甲, fr: b}", "a"])
def test_a_word_without_exactly_both_languages_is_refused(tmp_path, text):
    path = tmp_path / "words.yaml"
    path.write_text(f"greeting: {text}", encoding="utf-8")
    with pytest.raises(ValueError, match=r"words.yaml: greeting needs the languages"):
        read_words(path)


@pytest.mark.parametrize("key", TEXTS)
def test_a_word_has_the_same_values_and_markup_in_both_languages(key):
    en, zh = (TEXTS[key][language] for language in LANGUAGES)
    for part in (r"\{\w+", r"</?\w+[^>]*>"):
        assert set(re.findall(part, en)) == set(re.findall(part, zh))


CHINESE = r"[\u4e00-\u9fff]"
PLACES = [path.relative_to(TEMPLATES) for path in sorted(TEMPLATES.rglob("*.jinja"))]


@pytest.mark.parametrize("place", PLACES, ids=str)
def test_a_template_says_the_same_numbers_in_both_languages_and_each_in_its_own(place):
    template = (TEMPLATES / place).read_text(encoding="utf-8")
    for en, zh in BOTH.findall(template):
        cells = [sorted(set(re.findall(r"\.cell\([^)]*\)", text))) for text in (en, zh)]
        assert cells[0] == cells[1], en
        bare = [re.sub(r"\{\{.*?\}\}|\{%.*?%\}|<[^>]+>", "·", text) for text in (en, zh)]
        assert not re.search(r"[A-Za-z]+ [a-z]+ [a-z]+", bare[1]), zh
        # Full-width marks beside Chinese words, and no space between them.
        assert not re.search(rf"{CHINESE} *[,;:?!]|{CHINESE} +{CHINESE}", bare[1]), zh
