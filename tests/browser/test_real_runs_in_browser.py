"""Reports of real runs in a real browser: the default study, and what users may make of it."""

import shutil
from collections.abc import Mapping
from pathlib import Path

import pytest
import yaml
from small_study import LONGEST_EXPERIMENT, LONGEST_NAME
from test_charts_in_browser import draw_all
from test_report_in_browser import barriers, printed

from hardtotrain.config.load import load_study
from hardtotrain.data.dataset import open_dataset
from hardtotrain.engine.storage import save_network
from hardtotrain.measures.recorded_training import record_training
from tests.needs import lacking
from tests.workflow.workspace import PROJECT, TRAINING, Workspace, rules

NARROW, WIDE = ({"width": width, "height": 900} for width in (360, 1280))
HOSTILE = "هل <script>alert(1)</script> & \"'${x}'\" {{ y }} 🧠 " + "W" * 150
MEGABYTES = {"default": 3, "a hundred networks": 5}
# How far down the story of the default study goes, by the width of the window.
PIXELS = {380: 22_000, 1280: 14_000}


def config_of(experiments: Mapping, folder: Path, checksums: Mapping, **more) -> dict:
    """A config that trains as little as possible."""
    return {
        "seed": 0,
        "replicates": 1,
        "data": {"name": "mnist", "sources": [{"folder": str(folder)}], "sha256": dict(checksums)},
        "defaults": {"images": 500, "probe_images": 50, "epochs": 1},
        "experiments": dict(experiments),
        "claims": [],
    } | more


def hundred_networks() -> list[list[int]]:
    """Of one to five hidden layers."""
    return [[784, *[8 + width] * depth, 10] for width in range(20) for depth in range(1, 6)]


def hostile_experiments() -> dict:
    names = ["007", "1e5", "NA", "a..b", "history.csv", LONGEST_NAME]
    return {
        "true": {"title": HOSTILE, "networks": [{"layers": [784, 9, 9, 10], "name": names[0]}]},
        LONGEST_EXPERIMENT: {
            "title": {"en": HOSTILE, "zh": HOSTILE},
            "networks": [
                {"layers": [784, 8 + number, 8, 10], "name": name}
                for number, name in enumerate(names)
            ],
        },
    }


def hostile_claim() -> dict:
    words = dict.fromkeys(["section", "english", "chinese", "remark"], HOSTILE)
    return words | {
        "id": "order",
        "statistic": "learning_speed_ratio",
        "where": {"experiment": "true", "network": "007", "from_layer": 1, "to_layer": 2},
        "rule": {"above": 1},
    }


@pytest.fixture(scope="module")
def configs(mnist_folder, mnist_checksums) -> dict[str, dict]:
    """What is run here, beside the default study."""
    quick = yaml.safe_load(
        (PROJECT / "config" / "examples" / "quick.yaml").read_text(encoding="utf-8")
    )
    data = quick["data"] | {"sources": [{"folder": str(mnist_folder)}]}
    of_mnist = (mnist_folder, mnist_checksums)
    return {
        "quick": quick | {"data": data},
        "one network": config_of({"depth": {"networks": [[784, 9, 9, 10]]}}, *of_mnist),
        "hostile names": config_of(
            hostile_experiments(), *of_mnist, claims=[hostile_claim()], replicates=2
        ),
        "a hundred networks": config_of({"depth": {"networks": hundred_networks()}}, *of_mnist),
    }


def train_here(workspace: Workspace, config: Mapping, mnist: Path) -> None:
    """Trains as the jobs of the workflow do, all in this process: so many would take minutes."""
    data = shutil.copytree(mnist, workspace.results / "data" / "mnist")
    dataset = open_dataset(data)
    for network in load_study(config)[1].networks:
        folder = workspace.results / "runs" / network.experiment / network.name
        folder.mkdir(parents=True)
        trained, tables = record_training(network.settings, [0], dataset, report=lambda line: None)
        save_network(trained, folder / "network.npz")
        for name, table in tables.items():
            table.to_csv(folder / f"{name}.csv", index=False, float_format="%.9g")
    assert TRAINING not in rules(workspace.wanted(config=config))


@pytest.fixture(scope="module")
def addresses(tmp_path_factory, configs, mnist_folder) -> dict[str, str]:
    """The reports as files; that of the default study is the one that `make report` left."""
    reports = {"default": PROJECT / "results" / "report.html"}
    for name, config in configs.items():
        workspace = Workspace.new(tmp_path_factory.mktemp("run") / "workspace")
        if name == "a hundred networks":
            train_here(workspace, config, mnist_folder)
        run = workspace.snakemake(config=config, cores=2)
        assert run.exit_code == 0, run.said
        reports[name] = workspace.results / "report.html"
    return {name: path.as_uri() for name, path in reports.items()}


@pytest.fixture(params=["default", "quick", "one network", "hostile names", "a hundred networks"])
def name(request) -> str:
    """The run whose report is looked at."""
    if request.param == "default" and not (PROJECT / "results" / "report.html").exists():
        lacking("there is no report of the default study: run `make report`")
    return request.param


@pytest.mark.parametrize(("viewport", "language"), [(NARROW, "en"), (WIDE, "zh")])
def test_the_report_is_whole_and_quiet_and_stays_in_its_width(
    opened, addresses, name, viewport, language
):
    query = f"?lang={language}"
    with opened(name, viewport, query=query) as page:
        draw_all(page)
        page.wait_for_load_state("networkidle")
        assert page.requested == [addresses[name] + query]
        assert page.noticed == []
        assert page.evaluate("document.documentElement.scrollWidth") <= viewport["width"]
        broken = page.evaluate(
            """() => [...document.querySelectorAll('a[href^="#"]')]
                .filter(a => !document.getElementById(a.getAttribute('href').slice(1)))
                .map(a => a.outerHTML)"""
        )
        assert broken == []
        ids = page.evaluate("() => [...document.querySelectorAll('[id]')].map(e => e.id)")
        assert len(ids) == len(set(ids))
        shown = page.inner_text("body")
        assert not any(leak in shown for leak in ("undefined", "NaN", "[object", "{{ n"))


@pytest.mark.parametrize(("viewport", "scheme"), [(WIDE, "light"), (NARROW, "dark")])
def test_axe_finds_no_barrier(opened, axe, name, viewport, scheme):
    with opened(name, viewport, scheme, "?lang=zh" if scheme == "light" else "") as page:
        draw_all(page)
        assert barriers(page, axe) == []


@pytest.mark.parametrize(
    ("name", "language"),
    [("default", "en"), ("default", "zh"), ("a hundred networks", "zh")],
    indirect=["name"],
)
def test_on_paper_every_heading_is_there_and_what_the_screen_folds(
    opened, pdftotext, tmp_path, name, language
):
    folds = "#evidence details:has(table)"
    with opened(name, query=f"?lang={language}") as page:
        headings, cells = page.locator("h1, h2").all_inner_texts(), []
        for is_open in (True, False):
            page.eval_on_selector_all(folds, f"all => all.forEach(e => e.open = {is_open:d})")
            cells += page.locator(f"{folds} td:visible").all_inner_texts()
        page.pdf(path=tmp_path / "report.pdf", format="A4")
    assert len(cells) > 20
    text = "".join(printed(pdftotext, tmp_path / "report.pdf"))
    together = "".join(text.split())
    assert [heading for heading in headings if "".join(heading.split()) not in together] == []
    # A word may be broken over two lines, and a name of several over more.
    words = {word for cell in cells for word in cell.split() if "_" not in word}
    assert [word for word in words - set(text.split()) if word not in together] == []


@pytest.mark.parametrize("name", ["default"], indirect=True)
@pytest.mark.parametrize("width", PIXELS)
def test_the_story_of_the_default_study_keeps_to_its_length(opened, name, width):
    with opened(name, {"width": width, "height": 900}) as page:
        draw_all(page)
        page.eval_on_selector_all("details", "all => all.forEach(e => e.open = false)")
        assert page.locator("#evidence").evaluate("e => e.offsetTop") <= PIXELS[width]


# How large each text is that stands in a plot: in pixels, those that are too small.
SMALL_TEXT = """least => [...document.querySelectorAll('.scene .plot svg text')]
    .map(e => [parseFloat(getComputedStyle(e).fontSize) * e.getScreenCTM().a, e.textContent])
    .filter(([size]) => size < least)"""


@pytest.mark.parametrize("name", ["default"], indirect=True)
def test_text_in_the_figures_of_the_story_can_be_read_on_a_telephone(opened, name):
    with opened(name, {"width": 380, "height": 900}, java_script_enabled=False) as page:
        assert page.locator(".scene .plot svg").count() > 10
        assert page.evaluate(SMALL_TEXT, 11) == []


@pytest.mark.parametrize("name", MEGABYTES, indirect=True)
def test_the_file_stays_small(addresses, name):
    report = Path(addresses[name].removeprefix("file://"))
    assert report.stat().st_size < MEGABYTES[name] * 1e6
    # Of many networks the charts show a selection.
    assert report.with_name("charts.json").stat().st_size < 500_000


def test_hostile_words_are_text_wherever_they_stand(opened):
    with opened("hostile names") as page:
        draw_all(page)
        # The words, those of the charts, the charts and the script that answers.
        assert page.locator("body script").count() == 4
        shown = page.inner_text("body")
        for part in ("<script>alert(1)</script>", "${x}", "{{ y }}", "🧠", "هل"):
            assert part in shown
        assert page.noticed == []
