"""The page says what the tables say, whole and safe for a study of any shape."""

import base64
import hashlib
import re
import shutil
from dataclasses import replace
from itertools import pairwise

import pytest
import yaml
from rendered_page import Page, untrue, words
from small_study import CLAIMS, EXAMPLES, POINT, PROVENANCE, SHAPES_OF_PAGES, TEMPLATES

from hardtotrain.figures.selection import figures_of
from hardtotrain.network_words import words_of
from hardtotrain.report.config_changes import Change
from hardtotrain.report.page import render
from hardtotrain.report.provenance import Provenance, RuleTime
from hardtotrain.report.story import SCENES as STORY
from hardtotrain.report.study import Study
from hardtotrain.tables.schemas.catalogue import SCHEMAS

pytestmark = pytest.mark.xdist_group("small studies")

BOOK, DEFAULT = "the book's", "as the default"
every_shape = pytest.mark.parametrize("shape", SHAPES_OF_PAGES)

HOSTILE = [
    "<script>alert(1)</script>",
    '"\' onmouseover="alert(1)" x=\'',
    "</h3></section></main><img src=x onerror=alert(1)>",
    "{{ 7 * 7 }} {% raw %} &amp; &lt;b&gt;",
    "هل يساعد العمق؟ \u202e123",
    "W" * 200,
]
# What a kind of interval is called has a number in it that is no result.
CALLED = "95%"
FILE_OR_KEY = re.compile(r"\w+\.(?:csv|svg|json|ya?ml|npz|html)\b|[a-z]+_[a-z]+")


@pytest.fixture(scope="module")
def page_of(written):
    """Its page."""
    known = {}

    def page(shape: str) -> Page:
        if shape not in known:
            known[shape] = Page(written(shape).page())
        return known[shape]

    return page


@pytest.fixture
def study(written) -> Study:
    """A study of the book's shape, to be changed."""
    return written(BOOK).study()


def rendered(study: Study, provenance: Provenance = PROVENANCE) -> Page:
    figures = figures_of(study.tables["networks"].to_dict("records"))
    return Page(render(study, provenance, dict.fromkeys(figures, POINT), TEMPLATES))


@every_shape
def test_every_number_is_that_of_its_table(written, page_of, shape):
    numbers = page_of(shape).numbers()
    assert len(numbers) > 10
    assert untrue(numbers, written(shape).folder / "tables") == []


def story(page: Page, language: str, *without: str) -> str:
    """What is read with the folds closed, but for the words of the config."""
    told = (words(scene, language, {"details", "bdi", *without}) for scene in page.scenes)
    return "\n".join(told)


@pytest.mark.parametrize("language", ["en", "zh"])
@every_shape
def test_every_number_of_the_story_is_one_of_a_table(written, page_of, shape, language):
    text = story(page_of(shape), language, "data", "math", "figure").replace(CALLED, "")
    networks = written(shape).tables()["networks"].to_dict("records")
    study = written(shape).study()
    across = [words_of(network, networks[0]) for network in networks]
    names = [*study.names.values(), *study.changes.values(), *across]
    parts = {part for name in names for part in re.split("[,，] ?", getattr(name, language))}
    for part in sorted(parts, key=len, reverse=True):
        text = text.replace(part, "")
    assert re.findall(r".{0,40}\d.{0,20}", text) == []


@every_shape
def test_the_story_has_no_machine_name_no_file_and_no_key(written, page_of, shape):
    text = "".join(story(page_of(shape), language) for language in ("en", "zh"))
    assert FILE_OR_KEY.findall(text) == []
    # Some studies have networks that nothing but their names tells apart.
    if shape != "hostile names":
        names = written(shape).tables()["networks"]["network"].astype(str)
        assert [name for name in names if name in text] == []


def test_the_story_keeps_to_its_budget(page_of):
    page = page_of(DEFAULT)
    assert len(story(page, "en").split()) <= 3500
    shown = [figure for scene in page.scenes for figure in scene.iter("figure")]
    assert len(shown) <= 12 and len(page.scenes) <= 13
    rows = [len(list(table.iter("tr"))) for scene in page.scenes for table in scene.iter("table")]
    assert max(rows, default=0) <= 7


HEADINGS = {f"h{level}" for level in range(1, 7)}


@every_shape
def test_the_page_is_whole_and_needs_nothing_from_outside(page_of, shape):
    page = page_of(shape)
    identifiers = page.values("id")
    assert len(set(identifiers)) == len(identifiers)
    links = page.values("href", "xlink:href")
    assert links and {link[:1] for link in links} == {"#"}
    assert {link[1:] for link in links} <= set(identifiers)
    assert page.values("src", "srcset", "data", "action", "poster") == []
    assert "url(http" not in page.html and "@import" not in page.html
    scenes = [scene.get("id") for scene in page.scenes]
    assert scenes == [name for name in STORY if name in scenes]
    [contents] = page.all("nav")
    listed = [link.get("href") for link in contents.iter("a")]
    assert listed == [f"#{name}" for name in [*scenes, "evidence"]]
    for language in ("en", "zh"):
        text = page.text(language=language)
        # As where something to be said is not there.
        assert not re.search(r"\b(None|undefined)\b|\(\s*\)|（\s*）|[,;:，；：]\s*[.。]", text)
        assert shape == "hostile names" or not re.search(r"\bnan\b", text)
    levels = [int(e.tag[1]) for e in page.all() if e.tag in HEADINGS]
    assert levels[0] == 1 and levels.count(1) == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))
    assert {e.get("scope") for e in page.all("th")} == {"col", "row"}
    named = [e for e in page.all() if e.get("role") in ("region", "img")]
    assert named and all(e.get("aria-label") for e in named)


def test_each_figure_stands_once_with_ids_of_its_own_in_the_colours_of_the_theme(written, page_of):
    page = page_of(BOOK)
    figures = [figure.get("id") for figure in page.all("figure")]
    assert sorted(figures) == sorted(f"figure-{n}-{of}" for n, of in written(BOOK).figures())
    markers, clips = page.values("xlink:href"), page.values("clip-path")
    assert len(set(markers)) == len(set(clips)) == len(figures)
    assert {clip.removeprefix("url(#").removesuffix(")") for clip in clips} <= {*page.values("id")}
    assert "<?xml" not in page.html and "<!DOCTYPE" not in page.html
    assert set(page.values("style")) == {"stroke: var(--series-1)"}
    style = "".join(e.text for e in page.all("style"))
    for name in ("ink", "quiet", "rule", "published", *(f"series-{n}" for n in range(1, 7))):
        assert len(re.findall(rf"--{name}: light-dark\(#\w+, #\w+\);", style)) == 1


def test_in_each_language_everything_is_said_in_it(page_of):
    page = page_of(BOOK)
    quoted = {"svg", "bdi", "code", "pre", "cite", "ul", "th", "dd", "h3", "math"}
    chinese = words(page.root, "zh", {*quoted, "title"})
    # What a table of the evidence is, its schema says in English.
    for schema in SCHEMAS.values():
        chinese = chinese.replace(schema.title[1:], "")
    assert len(re.findall(r"[\u4e00-\u9fff]", chinese)) > 500
    assert re.findall(r"[A-Za-z]+ [a-z]+ [a-z]+", chinese) == []
    # A word of the note, quoted.
    english = words(page.root, "en", quoted).replace("最终层", "")
    assert re.findall(r".{0,20}[\u4e00-\u9fff].{0,20}", english) == []


def both(text: str) -> dict[str, str]:
    return {"en": text, "zh": text}


def with_words(study: Study, text: str) -> Page:
    """The page of a study whose config says a text wherever it may say one."""
    said = {"question": both(text), "answer": both(text)}
    untold = dict.fromkeys(["section", "remark", "untestable"], both(text))
    published = {"value": 0.5, "source": both(text)}
    claims = [
        {**claim.model_dump(), **untold, "english": text, "chinese": text, "published": published}
        for claim in CLAIMS
    ]
    titled = {name: {"title": both(text), "questions": [said]} for name in study.words}
    config = {"seed": 7, "experiments": {text: {"networks": [[784, 10], {"name": text}]}}}
    changes = [Change(f"experiments.{text}", text, text), Change(text, None, "8")]
    provenance = replace(PROVENANCE, config=config, changes=changes)
    return rendered(Study(study.tables, claims, titled, EXAMPLES), provenance)


@pytest.mark.parametrize("text", HOSTILE)
def test_words_of_the_config_are_text_wherever_they_stand(study, text):
    page, control = with_words(study, text), with_words(study, "plain")
    said = " ".join(text.split())
    assert page.text().count(said) > 3 * len(CLAIMS)
    assert page.text("questions").count(said) == 2 * len(study.words)
    structure = [[(e.tag, *sorted(e.attrib)) for e in each.all()] for each in (page, control)]
    assert structure[0] == structure[1]
    # Whichever way its script runs, it must not turn the text around it.
    outside = words(page.root, "en", {"bdi", "pre"})
    assert said not in outside
    config = yaml.safe_load(page.by_id("config-yaml").text)
    assert list(config["experiments"]) == [text]


def test_what_the_config_says_twice_by_an_anchor_is_written_out():
    depths = [6, 10]
    config = replace(PROVENANCE, config={"wide": depths, "narrow": depths}).config_yaml
    assert config == "wide: [6, 10]\nnarrow: [6, 10]\n"


def policy_and_scripts(html: str) -> tuple[dict[str, str], list[str]]:
    """The directives of a page's Content-Security-Policy, and the texts of its scripts."""
    [policy] = re.findall(r'http-equiv="Content-Security-Policy" content="([^"]+)"', html)
    scripts = re.findall(r'<script(?: type="module")?>(.*?)</script>', html, flags=re.DOTALL)
    return dict(d.strip().split(" ", 1) for d in policy.split(";")), scripts


def test_a_policy_forbids_the_page_to_load_or_run_anything_but_its_own_scripts(study, tmp_path):
    templates = shutil.copytree(TEMPLATES, tmp_path / "report")
    before = render(study, PROVENANCE, {}, templates)
    source = templates / "script.js"
    source.write_text(source.read_text(encoding="utf-8") + " ", encoding="utf-8")
    sources = []
    for html in (before, render(study, PROVENANCE, {}, templates)):
        directives, scripts = policy_and_scripts(html)
        digests = [hashlib.sha256(script.encode("utf-8")).digest() for script in scripts]
        sources.append([f"'sha256-{base64.b64encode(d).decode('ascii')}'" for d in digests])
        assert directives == {
            "default-src": "'none'",
            "script-src": " ".join(sources[-1]),
            "style-src": "'unsafe-inline'",
            "img-src": "data:",
        }
    (early, script), (early_too, changed) = sources
    assert early == early_too and script != changed


@pytest.mark.parametrize(
    ("origin", "said"),
    [
        ({"commit": "ab" * 20}, "commit abababababab Software"),
        ({"uncommitted_changes": True}, "commit 0123456789ab, with uncommitted changes"),
        ({"commit": None, "uncommitted_changes": None}, "outside a git checkout"),
        ({"rule_times": [RuleTime("judge", 12, 3456.78)]}, "judge 12 3,456.8"),
        ({"changes": []}, "make report makes it again"),
        ({"changes": []}, "The default study, unchanged."),
        ({"changes": [], "commit": None}, "nothing tells whether that file was changed"),
        ({"changes": [Change("seed", "3", "0")]}, "seed: 3 in place of 0"),
        ({"changes": [Change("a.b[4]", "[784, 10]", None)]}, "a.b[4]: added [784, 10]"),
        ({"changes": [Change(k, None, "8") for k in "ab"]}, "left out: a, b"),
        (
            {"config": {"experiments": {"mine": {}}}, "changes": [Change("experiments", "", "")]},
            "another study: experiments mine",
        ),
    ],
)
def test_how_the_results_came_to_be_is_told(study, origin, said):
    assert said in rendered(study, replace(PROVENANCE, **origin)).text("evidence")


def test_the_page_is_cited_as_the_citation_file_says(page_of):
    path = TEMPLATES.parents[1] / "CITATION.cff"
    citation = yaml.safe_load(path.read_text(encoding="utf-8"))
    cited = dict(re.findall(r"(\w+) = \{+(.*?)\}+,? ", page_of(BOOK).text("bibtex")))
    assert cited == {
        "title": citation["title"],
        "author": " and ".join(author["name"] for author in citation["authors"]),
        "year": citation["date-released"][:4],
        "version": citation["version"],
    }


@pytest.mark.parametrize(("replicates", "warned"), [(1, True), (5, True), (6, False)])
def test_few_replicates_are_warned_of(study, replicates, warned):
    networks = study.tables["networks"].assign(replicates=8)
    # One network is enough, wherever it stands.
    networks.loc[len(networks) - 2, "replicates"] = replicates
    study.tables["networks"] = networks
    said = "With fewer than six replicates such an interval is no wider than their range"
    assert (said in rendered(study).text("methods")) == warned


def test_questions_stand_first_each_with_its_answer_folded(study):
    asked = {"en": "Which <b>layer?", "zh": "哪一层？"}, {"en": "The first.", "zh": "第一层。"}
    study.words["depth"]["questions"] = [dict(zip(("question", "answer"), asked, strict=True))] * 2
    page = rendered(study)
    assert page.all("section")[0].get("id") == "questions"
    assert page.text("questions").count("Which <b>layer? Answer The first.") == 2
    assert page.text("questions", "zh").count("哪一层？ 答案 第一层。") == 2
    assert "The first." not in words(page.by_id("questions"), "en", {"details"})
    assert rendered(replace_words(study)).by_id("questions") is None


def replace_words(study: Study) -> Study:
    untold = {name: {"title": None, "questions": []} for name in study.words}
    return Study(study.tables, study.claims, untold, EXAMPLES)


def test_a_study_without_claims_has_no_scene_of_them(study):
    study.claims = []
    page = rendered(study)
    assert page.by_id("claims") is None and page.by_id("evidence") is not None
