"""What a run found is told as the page tells it: how its story begins and how it ends."""

import pytest
from rendered_page import Page, answer
from small_study import SHAPES, WrittenStudy

from hardtotrain.report.summary import summary


def scene(question: str, finding: str) -> str:
    return f"""<section id="a" class="scene"><h2>{question}</h2>
<p class="finding">{finding}</p><aside>An aside.</aside><p>More.</p></section>"""


@pytest.fixture
def told(tmp_path):
    """What is told of a page of some scenes, but for where it lies."""

    def lines(*scenes: str) -> list[str]:
        page = tmp_path / "report.html"
        page.write_text(
            "<header><h1>Why?</h1></header>" + "".join(scenes) + "<section><h2>Evidence</h2>",
            encoding="utf-8",
        )
        where, *said = summary(page).splitlines()
        assert where == f"Report: {page}"
        return said

    return lines


def test_the_first_two_scenes_and_the_last_are_told(told):
    scenes = [scene(f"Q{number}?", f"A{number}.") for number in range(4)]
    assert told(*scenes) == ["Q0? A0.", "Q1? A1.", "Q3? A3."]
    # Of fewer none is told twice.
    assert told(*scenes[:2]) == ["Q0? A0.", "Q1? A1."]
    assert told(scenes[0]) == ["Q0? A0."]
    assert told() == []


def test_questions_to_a_class_are_no_scene(told):
    asked = '<section id="questions" class="scene"><h2>Questions</h2><p>Write first.</p></section>'
    scenes = [scene(f"Q{number}?", f"A{number}.") for number in range(3)]
    assert told(asked, *scenes) == ["Q0? A0.", "Q1? A1.", "Q2? A2."]


def test_english_is_told_on_one_line_without_its_markup(told):
    both = '<span lang="en" data-switch>{}</span><span lang="zh" data-switch>{}</span>'
    finding = both.format('Yes: <data value="0.5">50</data>% &lt;\nof it.', "有：<span>百</span>。")
    assert told(scene(both.format("Does it?", "有吗？"), finding)) == ["Does it? Yes: 50% < of it."]


def test_what_a_study_found_is_told_in_the_words_of_its_page(tmp_path):
    html = WrittenStudy(SHAPES["the book's"], tmp_path).page()
    page = tmp_path / "report.html"
    page.write_text(html, encoding="utf-8")
    _, *said = summary(page).splitlines()
    assert said[0] == answer(Page(html).scenes[0])
