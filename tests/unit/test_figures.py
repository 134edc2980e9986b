"""Which figures a study gets, and what is on them."""

import subprocess
import sys
from itertools import pairwise
from pathlib import Path
from xml.etree import ElementTree

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
import pytest
from small_study import (
    CURVES,
    SHAPES,
    START,
    SmallStudy,
    WrittenStudy,
    autoencoder,
    book_network,
    book_study,
    one_experiment,
)

from hardtotrain.figures.accuracy import MEAN
from hardtotrain.figures.catalogue import FIGURES
from hardtotrain.figures.colours import INK, PUBLISHED_COLOUR
from hardtotrain.figures.drawings import draw
from hardtotrain.figures.labels import text_width
from hardtotrain.figures.selection import figures_of
from hardtotrain.figures.style import TEXT, WIDTH, colours_of_layers, save_svg, use_style
from hardtotrain.formats import spoken

pytestmark = pytest.mark.xdist_group("small studies")

SVG = "{http://www.w3.org/2000/svg}"

TANH = {"layers": book_network(2), "activation": "tanh", "initialiser": "glorot_uniform"}
OTHER_ACTIVATIONS = SmallStudy(
    one_experiment(book_network(2), TANH, [784, 10])
    | one_experiment(book_network(2), TANH, name="start", epochs=0)
)


class Drawn:
    """A figure that was drawn and saved: its axes, and its SVG."""

    def __init__(self, study: WrittenStudy, figure: str, experiment: str, folder: Path) -> None:
        use_style()
        drawn = draw(figure, study.data(experiment))
        path = folder / f"{figure}.svg"
        save_svg(drawn, path)
        self.axes = drawn.axes
        self.svg = path.read_text(encoding="utf-8")
        self.tree = ElementTree.fromstring(self.svg)
        self.texts = ["".join(text.itertext()) for text in self.tree.iter(f"{SVG}text")]
        self.legend = [
            text.get_text()
            for axes in drawn.axes
            if axes.get_legend()
            for text in axes.get_legend().get_texts()
        ]
        plt.close(drawn)

    def lines(self, **properties) -> list:
        """The lines that have these properties and at least one point to show."""
        return [
            line
            for axes in self.axes
            for line in axes.lines
            if all(getattr(line, f"get_{key}")() == value for key, value in properties.items())
            and any(y == y and x == x for x, y in line.get_xydata())
        ]


@pytest.fixture(scope="module", name="draw")
def drawing(written, tmp_path_factory):
    """Draws one figure of one experiment of a study."""

    def drawn(study, figure: str, experiment: str = "depth") -> Drawn:
        if not isinstance(study, WrittenStudy):
            study = written(study)
        return Drawn(study, figure, experiment, tmp_path_factory.mktemp("figure"))

    return drawn


def figures_in(study: SmallStudy) -> list[str]:
    """What a study gets of the figures that are tested here, as `figure experiment`."""
    figures = figures_of(study.networks.to_dict("records"))
    return [" ".join(pair) for pair in figures if pair[0] in MEASURED]


@pytest.mark.parametrize(
    ("experiments", "expected"),
    [
        ({"a": ([1], 30)}, ["accuracy a"]),
        ({"a": ([0, 1], 0)}, []),
        ({"a": ([2], 0)}, ["neurons a", "initial_speed a", "mean_field a"]),
        (
            {"a": ([2], 30)},
            [
                *("neurons a", "initial_speed a"),
                *("accuracy a", "learning_speed a", "slope_factors a", "mean_field a"),
            ],
        ),
        (
            {"a": ([1], 30), "b": ([1, 2], 0)},
            ["accuracy a", "neurons b", "initial_speed b", "mean_field b"],
        ),
        (
            {"a": ([1, 2], 30), "b": ([1], 5), "c": ([3], 7)},
            [
                *("neurons a", "initial_speed a"),
                *("accuracy a", "learning_speed a", "slope_factors a", "mean_field a"),
                *("accuracy b", "accuracy c", "learning_speed c"),
            ],
        ),
        # Mean-field theory is of the start: every experiment without training shows it.
        (
            {"a": ([2], 0), "b": ([3], 0), "c": ([2], 30)},
            [
                *("neurons a", "initial_speed a", "mean_field a", "mean_field b"),
                *("accuracy c", "learning_speed c", "slope_factors c"),
            ],
        ),
    ],
)
def test_a_study_gets_the_figures_that_it_can_fill(experiments, expected):
    study = SmallStudy(
        {
            name: {"epochs": epochs, "networks": [book_network(depth) for depth in depths]}
            for name, (depths, epochs) in experiments.items()
        }
    )
    assert figures_in(study) == expected


def figures_that_differ(change: dict, layers: list[int], epochs: int = 30) -> set[str]:
    """What a study gets for two networks that differ, without what holds of any network."""
    study = SmallStudy(one_experiment(layers, {"layers": layers, **change}, epochs=epochs))
    start = {"neurons", "initial_speed", "slope_factors", "mean_field"}
    return {figure.removesuffix(" depth") for figure in figures_in(study)} - start


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({"epochs": 10}, {"learning_speed"}),
        ({"activation": "tanh"}, {"activations", "histograms"}),
        ({"initialiser": "he"}, {"training_cost", "activations"}),
        ({"initialiser": {"weight_scale": 2}}, {"training_cost", "activations"}),
        ({"optimiser": {"learning_rate": 0.5}}, {"training_cost"}),
        ({"optimiser": {"method": "nesterov"}}, {"training_cost"}),
        ({"optimiser": {"momentum": 0.5}}, {"training_cost"}),
        ({"optimiser": {"momentum_schedule": "sutskever_2013"}}, {"training_cost"}),
        ({"frozen_layers": [1]}, set()),
        ({"regularisation": 0}, set()),
        ({"batch_size": 20}, set()),
        ({"cost": "quadratic"}, set()),
    ],
)
def test_what_its_networks_differ_in_decides_on_the_figures_of_an_experiment(change, expected):
    assert figures_that_differ(change, book_network(2)) == {"accuracy"} | expected
    # Without training there are no curves, and histograms of the start alone.
    untrained = expected & {"histograms"}
    if "epochs" not in change:
        assert figures_that_differ(change, book_network(2), epochs=0) == untrained


def test_more_layers_than_there_are_colours_are_not_shown_by_colour():
    tanh = {"activation": "tanh"}
    assert figures_that_differ(tanh, book_network(6)) == {"accuracy", "activations", "histograms"}
    assert figures_that_differ(tanh, book_network(7)) == {"accuracy"}


def test_autoencoders_show_their_costs_and_no_accuracy():
    momentum = {"layers": autoencoder(2), "optimiser": {"method": "momentum"}}
    experiments = (
        one_experiment(autoencoder(1), name="alone")
        | one_experiment(autoencoder(2), momentum, name="differ")
        | one_experiment(autoencoder(1), book_network(1), name="beside")
    )
    assert figures_in(SmallStudy(experiments)) == [
        "training_cost alone",
        *("neurons differ", "initial_speed differ"),
        *("training_cost differ", "slope_factors differ"),
        *("accuracy beside", "training_cost beside"),
    ]


PLATEAU = {"regularisation": 0, "record": {"updates": 10}}
DECAYS = [{"layers": book_network(k), "regularisation": d} for k in (2, 3) for d in (1, 5)]
SCALES = [
    {"layers": book_network(k), "initialiser": {"weight_scale": w}} for k in (2, 3) for w in (1, 4)
]
DEPTHS = [book_network(k) for k in (1, 2, 3)]
COURSES, LENGTHS = {"plateau", "plateau_length"}, {"plateau_length"}


@pytest.mark.parametrize(
    ("networks", "changes", "expected"),
    [
        (DEPTHS, {}, {"accuracy", "learning_speed", *COURSES}),
        # Who ends where it leaves its plateau has no accuracy and no speeds to show.
        (DEPTHS, {"ends": "plateau_left"}, COURSES),
        (DEPTHS, {"record": {}}, {"accuracy", "learning_speed"}),
        (DEPTHS, {"epochs": 0}, set()),
        ([autoencoder(3)], {}, {"training_cost", "learning_speed"}),
        ([book_network(3)], {}, {"accuracy", "learning_speed", "plateau"}),
        # Theory predicts plain gradient descent alone.
        (DEPTHS, {"optimiser": {"method": "momentum"}}, {"accuracy", "learning_speed", "plateau"}),
        ([book_network(k) for k in range(1, 10)], {"ends": "plateau_left"}, LENGTHS),
        (DECAYS, {"ends": "plateau_left"}, {"wall", *LENGTHS}),
        (DECAYS, {}, {"wall", *LENGTHS}),
        (DECAYS[:2], {"ends": "plateau_left"}, COURSES),
        (SCALES, {}, {"map", *LENGTHS}),
        # Without one of the four it is no grid.
        (SCALES[:3], {"ends": "plateau_left"}, {"activations", *COURSES}),
        (SCALES, {"ends": "plateau_left"}, {"activations", *COURSES}),
        ([*DECAYS[:2], *SCALES[2:]], {"ends": "plateau_left"}, {"activations", *COURSES}),
    ],
)
def test_what_is_recorded_of_the_plateau_is_shown_by_what_the_networks_differ_in(
    networks, changes, expected
):
    study = SmallStudy(one_experiment(*networks, **{**PLATEAU, **changes}))
    start = {"neurons", "initial_speed", "slope_factors", "mean_field"}
    assert {figure.split()[0] for figure in figures_in(study)} - start == expected


def test_slope_factors_are_those_of_the_first_deep_sigmoid_networks_that_train():
    tanh = {"layers": book_network(2), "activation": "tanh"}
    sigmoid = {"layers": book_network(2), "activation": "sigmoid"}
    experiments = (
        one_experiment(sigmoid, name="untrained", epochs=0)
        | one_experiment(book_network(1), name="shallow")
        | one_experiment(tanh, name="tanh")
        | one_experiment(tanh, sigmoid, name="both")
        | one_experiment(sigmoid, name="later")
    )
    shown = [figure for figure in figures_in(SmallStudy(experiments)) if "slope" in figure]
    assert shown == ["slope_factors both"]
    del experiments["both"], experiments["later"]
    assert not any("slope" in figure for figure in figures_in(SmallStudy(experiments)))


def test_what_holds_before_training_is_shown_of_the_experiment_with_most_replicates():
    study = book_study()
    assert "neurons initial_speed" in figures_in(study)
    few = study.networks
    few["replicates"] = few["experiment"].map({"depth": 9}).fillna(2).astype(int)
    assert ("neurons", "depth") in figures_of(few.to_dict("records"))


def test_shallow_networks_never_show_the_start_however_many_replicates_they_have():
    study = SmallStudy(
        {
            "wide": {**START, "replicates": 99, "networks": [book_network(1)]},
            "deep": {**START, "replicates": 2, "networks": [book_network(2)]},
        }
    )
    assert figures_in(study) == ["neurons deep", "initial_speed deep", "mean_field deep"]


# Which networks of its experiment a figure names.
NAMED = {
    "accuracy": lambda network: network.epochs > 0 and network.task == "classify",
    "training_cost": lambda network: network.epochs > 0,
    "neurons": lambda network: False,
    "initial_speed": lambda network: network.hidden_layers > 0,
    "learning_speed": lambda network: network.hidden_layers > 1,
    "plateau": lambda network: network.experiment == "limit",
    "plateau_length": lambda network: False,
    "wall": lambda network: False,
    "map": lambda network: False,
    "remedies": lambda network: False,
    "slope_factors": lambda network: network.activation == "sigmoid" and network.hidden_layers > 0,
    "mean_field": lambda network: network.task == "classify",
    "activations": lambda network: network.hidden_layers > 0,
    "histograms": lambda network: network.hidden_layers > 0,
}
MEASURED = {
    "accuracy": "validation accuracy after the last epoch (%)",
    "training_cost": "training cost",
    "neurons": "learning speed |∂C/∂b|",
    "initial_speed": "learning speed ‖∂C/∂b‖ before training",
    "learning_speed": "learning speed ‖∂C/∂b‖",
    "plateau": "cost of the probe images",
    "plateau_length": "updates until it leaves",
    "wall": "weight decay λ/n",
    "map": "validation accuracy (%)",
    "remedies": "validation accuracy (%)",
    "slope_factors": "|w σ′(z)| after training",
    "mean_field": "root mean square ‖δ‖",
    "activations": "mean activation",
    "histograms": "log₁₀ |δ|",
}


# A warning would be text in the log that nobody reads, or a mark that is silently missing.
@pytest.mark.filterwarnings("error")
@pytest.mark.parametrize("shape", [*SHAPES, "other activations"])
def test_every_figure_of_every_shape_of_study_is_drawn_with_text_as_text(draw, written, shape):
    study = written(OTHER_ACTIVATIONS if shape == "other activations" else shape)
    diverged = {name for name, lost in study.shape.diverged.items() if len(lost) > 1}
    for figure, experiment in study.figures():
        drawn = draw(study, figure, experiment)
        assert drawn.tree.tag == f"{SVG}svg"
        if figure not in MEASURED:
            continue
        assert MEASURED[figure] in drawn.texts
        networks = study.shape.networks.query("experiment == @experiment").itertuples()
        named = {network.network for network in networks if NAMED[figure](network)}
        # Weights that are not finite have no factors; the other figures name their network.
        named -= diverged if figure == "slope_factors" else set()
        words = study.data(experiment).words()
        # Of many networks some have a panel, which the figure says.
        if not any(text.endswith(f" of {len(words)} networks") for text in drawn.texts):
            assert {words[name] for name in named} <= set(drawn.texts)


@pytest.mark.parametrize("figure", FIGURES)
def test_every_figure_is_one_that_a_study_can_get(figure):
    studies = [*SHAPES.values(), OTHER_ACTIVATIONS]
    assert any(figure in dict(figures_of(study.networks.to_dict("records"))) for study in studies)


UGLY = "text.usetex: True\npath.sketch: 1, 100, 2\nfont.family: fantasy\nlines.linewidth: 7\n"
RUN_SCRIPT = """
import runpy, sys
from pathlib import Path
from types import SimpleNamespace
script, tables, published, *rest = sys.argv[1:]
runs, output = rest[: rest.index("figures")], rest[rest.index("figures") + 1 :]
files = SimpleNamespace(tables=[f"{tables}/a.csv"], published=[f"{published}/a.csv"], runs=runs)
for figure in output:
    Path(figure).parent.mkdir(exist_ok=True)
job = SimpleNamespace(log=["draw.log"], input=files, output=output)
runpy.run_path(script, {"snakemake": job})
"""


@pytest.mark.parametrize(
    ("place", "settings", "shapes"),
    [
        pytest.param(
            "matplotlibrc",
            UGLY,
            [OTHER_ACTIVATIONS, "as the default"],
            id="in the folder of the study, all figures",
        ),
        pytest.param("home/matplotlib/matplotlibrc", UGLY, ["one network"], id="at home"),
        pytest.param("home/matplotlib/matplotlibrc", "# 宋体", ["one network"], id="not in UTF-8"),
        pytest.param("elsewhere/matplotlibrc", UGLY, ["one network"], id="named by MATPLOTLIBRC"),
    ],
)
def test_the_script_draws_the_same_bytes_whatever_the_user_set_for_matplotlib(
    written, draw, tmp_path, pytestconfig, place, settings, shapes
):
    (tmp_path / place).parent.mkdir(parents=True, exist_ok=True)
    (tmp_path / place).write_text(settings, encoding="gb18030")
    workflow = pytestconfig.rootpath / "workflow"
    drawn = set()
    for study in map(written, shapes):
        once = {name: experiment for name, experiment in study.figures() if name not in drawn}
        here = {name: draw(study, name, experiment).svg for name, experiment in once.items()}
        paths = {name: f"{experiment}/{name}.svg" for name, experiment in once.items()}
        data = study.data("depth")
        arguments = [data.tables, data.published, *data.runs, "figures", *paths.values()]
        subprocess.run(
            [sys.executable, "-c", RUN_SCRIPT, workflow / "scripts" / "draw.py", *arguments],
            cwd=tmp_path,
            env={
                "PYTHONPATH": str(workflow),
                "PYTHONHASHSEED": "1",  # sets of text go round in another order with another seed
                "PATH": "",
                "XDG_CONFIG_HOME": str(tmp_path / "home"),
                "MATPLOTLIBRC": str(tmp_path / "elsewhere"),
                "MPLBACKEND": "module://a_notebook_that_is_not_here",
            },
            check=True,
        )
        there = {
            name: (tmp_path / path).read_text(encoding="utf-8") for name, path in paths.items()
        }
        assert there == here
        drawn |= set(here)
    assert len(shapes) == 1 or drawn == set(FIGURES)


def test_the_opening_shows_three_depths_and_what_was_measured_in_any_experiment(written, draw):
    depth = one_experiment(book_network(1), book_network(10), epochs=0)
    study = written(SmallStudy(depth | {"start": {**START, "networks": [book_network(4)]}}))
    drawn = draw(study, "opening")
    table = study.data("depth").table("speeds_by_depth")
    for axes, layers in zip(drawn.axes, (1, 4, 10), strict=True):
        predicted = table.loc[table["hidden_layers"] == layers, "predicted"]
        dots, rings = axes.lines
        assert dots.get_ydata() == pytest.approx((predicted / predicted.max()).to_list())
        assert len(rings.get_xdata()) == layers and rings.get_color() == "none"
    ratios = study.tables()["learning_speed_ratios"].query("measure == 'bias_gradient_norm'")
    ratio = ratios.query("experiment == 'start' and from_layer == 1 and to_layer == 4")["median"]
    assert f"{spoken(ratio.item())}× slower" in drawn.texts


@pytest.mark.parametrize(
    ("ratio", "text"),
    [
        (0.0423, "0.0423"),
        (4.778, "4.78"),
        (99.96, "100"),
        (119.5, "120"),
        (1_541_773, "1,540,000"),
        (1.19e13, "1.2×10¹³"),
    ],
)
def test_a_ratio_is_told_to_three_digits(ratio, text):
    assert spoken(ratio) == text


BROKEN = SmallStudy(one_experiment(book_network(2), epochs=2), diverged={"784-30-30-10": range(3)})


def test_speeds_that_break_off_before_the_first_epoch_are_points_on_the_whole_axis(draw, tmp_path):
    drawn = draw(WrittenStudy(BROKEN, tmp_path), "learning_speed")
    [axes] = drawn.axes
    assert [list(line.get_xdata()) for line in drawn.lines(marker="o")] == [[0], [0]]
    assert list(axes.get_xticks()) == [0, 1, 2] and axes.get_xlim()[1] >= 2
    assert {"layer 1", "layer 2"} <= set(drawn.texts)


def test_a_picture_ends_at_the_last_epoch_that_was_recorded_or_else_at_the_planned_one(tmp_path):
    networks = "784-30-30-10", "784-30-30-30-10"
    study = WrittenStudy(SmallStudy({"depth": {"networks": list(networks), "epochs": 9}}), tmp_path)
    recorded = pd.DataFrame({"network": [networks[0], *networks], "epoch": [4, 0, 0]})
    ends = study.data("depth").last_epochs(recorded)
    assert ends.to_dict() == dict(zip(networks, (4, 9), strict=True))


def test_where_nothing_finished_accuracy_has_its_whole_axis_and_no_key(draw, tmp_path):
    drawn = draw(WrittenStudy(BROKEN, tmp_path), "accuracy")
    [axes] = drawn.axes
    assert axes.get_xlim() == (0, 100)
    assert drawn.legend == [] and "all diverged" in drawn.texts
    assert not any("nan" in text for text in drawn.texts)


@pytest.mark.parametrize(
    "networks", [[book_network(2)], [book_network(2), TANH]], ids=["words beside", "words above"]
)
@pytest.mark.parametrize("epochs", [3, 30], ids=["nothing published", "published"])
def test_the_key_of_accuracies_stays_in_the_figure(draw, tmp_path, networks, epochs):
    study = SmallStudy(one_experiment(*networks, epochs=epochs))
    drawn = draw(WrittenStudy(study, tmp_path), "accuracy")
    key = [text for text in drawn.tree.iter(f"{SVG}text") if text.text in drawn.legend]
    assert len(key) == len(drawn.legend) > 0
    for text in key:
        assert float(text.get("x")) + text_width(text.text, "normal") < 72 * WIDTH + 1


def test_an_axis_too_short_for_two_powers_of_ten_has_numbers_between(draw, tmp_path):
    study = WrittenStudy(SmallStudy(one_experiment(book_network(2), epochs=0)), tmp_path)
    assert {"0.1", "0.2"} <= set(draw(study, "initial_speed").texts)


def test_what_a_plateau_s_panels_measure_stands_clear_above_their_headings(draw, tmp_path):
    short = {**PLATEAU, "images": 1000, "batch_size": 1000, "epochs": 500}
    study = SmallStudy(one_experiment(book_network(2), book_network(3), **short))
    drawn = draw(WrittenStudy(study, tmp_path), "plateau_length")
    heights = {text.text: float(text.get("y")) for text in drawn.tree.iter(f"{SVG}text")}
    assert heights["predicted by the formula"] - heights["updates until it leaves"] > TEXT
    assert heights["hidden layers"] - heights["predicted updates"] > TEXT


def test_medians_stand_to_the_right_of_the_dots_and_of_the_book_s_marks(draw, tmp_path):
    study = SmallStudy(one_experiment(book_network(2), epochs=0), slowdown=20)
    drawn = draw(WrittenStudy(study, tmp_path), "initial_speed")
    [axes] = drawn.axes
    [book] = [line.get_xdata() for line in published(drawn, "D")]
    [named] = [text.xy for text in axes.texts if text.get_text().startswith("median")]
    dots = np.concatenate([dots.get_offsets()[:, 0] for dots in axes.collections])
    assert dots.min() < book[0] == named[0]


def published(drawn, marker: str) -> list:
    """The marks of a source, without what lies behind them."""
    return [line for line in drawn.lines(marker=marker) if line.get_mec() == PUBLISHED_COLOUR]


def test_accuracy_shows_every_finished_replicate_its_mean_interval_and_the_published(draw):
    drawn = draw("some diverged", "accuracy")
    legend = ["one replicate (n = 2–3)", "mean, 95% interval", "the note", "the book"]
    assert drawn.legend == legend
    dots, *means = drawn.lines(marker="o")
    assert list(np.round(dots.get_ydata())) == [0, 0, 0, 1, 1, 2, 2, 2, 3, 3, 3]
    means = [line.get_xdata()[0] for line in means]
    accuracy = [95.4, 95.8, 96.2, 96.6]
    assert means == pytest.approx(accuracy, abs=0.4) and means == sorted(means)
    for mean, bar in zip(means, drawn.lines(linewidth=MEAN["lw"]), strict=True):
        assert bar.get_xdata()[0] < mean < bar.get_xdata()[1]
    assert {f"{mean:.1f}" for mean in means} <= set(drawn.texts)
    [note] = [line.get_xdata() for line in published(drawn, "s")]
    [book] = [line.get_xdata() for line in published(drawn, "D")]
    assert note == pytest.approx([96.47, 96.80, 96.42, 96.28])
    assert book == pytest.approx([96.48, 96.90, 96.57, 96.53])


def test_accuracy_shows_nothing_of_a_network_whose_replicates_all_diverged(draw):
    drawn = draw("the first network diverged", "accuracy")
    # Its replicates were fine before they diverged: those accuracies are not of a trained network.
    [axes] = drawn.axes
    dots, *means = drawn.lines(marker="o")
    assert list(np.round(dots.get_ydata())) == [1, 1, 1, 2, 2, 2, 3, 3, 3]
    assert [line.get_ydata()[0] for line in means] == [1, 2, 3]
    assert {"1 hidden layer", "all diverged"} <= set(drawn.texts)
    # The published value is there all the same, and inside the axes.
    assert axes.get_ylim() == (3.6, -0.5)
    [book] = published(drawn, "D")
    assert len(book.get_xdata()) == 4


@pytest.mark.parametrize(
    ("figure", "book", "other"),
    [
        ("accuracy", {}, {"batch_size": 20}),
        ("initial_speed", {}, {"activation": "tanh"}),
        ("learning_speed", CURVES, {**CURVES, "batch_size": 20}),
    ],
)
def test_published_marks_appear_only_where_there_are_published_values(draw, figure, book, other):
    for settings, published in ((book, True), (other, False)):
        drawn = draw(SmallStudy(one_experiment(book_network(2), **settings)), figure)
        assert any("the book" in text for text in drawn.texts) == published
        if figure == "learning_speed":
            assert bool(drawn.lines(linestyle="--", linewidth=1)) == published
        else:
            assert bool(drawn.lines(marker="D")) == published


def test_the_start_shows_every_replicate_of_every_layer_its_median_and_the_book_s_value(draw):
    drawn = draw("the book's", "initial_speed", "initial_speed")
    assert [axes.get_title(loc="left") for axes in drawn.axes] == [
        "2 hidden layers",
        "3 hidden layers",
        "4 hidden layers",
    ]
    for axes, layers in zip(drawn.axes, (2, 3, 4), strict=True):
        assert axes.get_xscale() == "log"
        assert [len(c.get_offsets()) for c in axes.collections] == [5] * layers
        medians = [line.get_xdata()[0] for line in axes.lines if line.get_color() == INK]
        assert len(medians) == layers and medians == sorted(medians)
        steps = [text.get_text() for text in axes.texts if text.get_text().startswith("×")]
        expected = [f"× {after / before:.1f}" for before, after in pairwise(medians)]
        assert steps == expected
    books = published(drawn, "D")
    assert [list(book.get_ydata()) for book in books] == [[0, 1], [0, 1, 2], [0, 1, 2, 3]]
    assert books[0].get_xdata() == pytest.approx([0.07, 0.31])
    assert "◇ the book 0.07" in drawn.texts


@pytest.mark.parametrize(
    ("shape", "networks", "layers"),
    [
        ("one network", ["2 hidden layers"], [2]),
        (
            "six hidden layers",
            ["6 hidden layers, 30 neurons wide", "3 hidden layers, 100–20–10 neurons wide"],
            [6, 3],
        ),
    ],
)
def test_every_hidden_layer_has_a_curve_of_its_own(draw, shape, networks, layers):
    drawn = draw(shape, "learning_speed")
    assert [axes.get_title(loc="left") for axes in drawn.axes] == networks
    for axes, count in zip(drawn.axes, layers, strict=True):
        curves = [line for line in axes.lines if len(line.get_xdata())]
        assert len(curves) == count
        colours = list(colours_of_layers(list(range(1, count + 1))).values())
        assert [line.get_color() for line in curves] == colours
        assert all(list(line.get_xdata()) == [0, 15, 30] for line in curves)
        assert len(axes.collections) == 2  # the ranges of the first layer and the last
        named = {text.get_text() for text in axes.texts}
        assert {f"layer {n}" for n in range(1, count + 1)} <= named


MANY = [[784, 8 + width, 8, 10] for width in range(13)]


@pytest.mark.parametrize(
    ("figure", "panels"), [("initial_speed", 4), ("learning_speed", 10), ("slope_factors", 10)]
)
def test_of_more_networks_than_can_be_compared_some_have_panels_and_it_says_so(
    draw, written, figure, panels
):
    drawn = draw(written(SmallStudy(one_experiment(*MANY))), figure)
    networks = ["8 neurons wide", *(f"{width + 8} and 8 neurons" for width in range(1, 13))]
    titles = [axes.get_title(loc="left") for axes in drawn.axes]
    shown = [title for title in titles if title in networks]
    assert len(shown) == panels
    assert shown == sorted(shown, key=networks.index)
    assert {networks[0], networks[-1]} <= set(shown)
    assert f"{panels} of 13 networks" in drawn.texts
    assert not any("of 3 networks" in text for text in draw("the book's", figure).texts)


def test_the_book_s_curves_are_drawn_at_every_epoch_that_both_have(draw):
    study = SmallStudy(one_experiment(book_network(2), **CURVES))
    dashed = draw(study, "learning_speed").lines(linestyle="--", linewidth=1)
    assert [list(line.get_xdata()) for line in dashed] == [[50, 250, 499]] * 2


def test_bars_show_every_hidden_neuron_of_the_first_deep_network(draw, written):
    drawn = draw("six hidden layers", "neurons")
    neurons = written("six hidden layers").recorded("neurons").query("replicate == 0")
    *bars, spread = drawn.axes
    assert [axes.get_title(loc="left") for axes in bars] == [f"layer {n}" for n in range(1, 7)]
    outlines = [patch for patch in spread.patches if not patch.get_fill()]
    for number, (axes, outline) in enumerate(zip(bars, outlines, strict=True), start=1):
        rows = (neurons["network"] == "784-6x30-10") & (neurons["layer"] == number)
        expected = neurons.loc[rows, "bias_gradient"]
        heights = [bar.get_height() for bar in axes.patches]
        assert heights == pytest.approx(sorted(expected.abs(), reverse=True))
        assert sum(outline.get_data().values) == pytest.approx(1)


@pytest.mark.parametrize(("activation", "ticks"), [("sigmoid", 6), ("tanh", 0)])
def test_the_book_s_neurons_are_ticked_where_they_are_those_of_the_network(draw, activation, ticks):
    drawn = draw(SmallStudy(one_experiment(book_network(2), activation=activation)), "neurons")
    marks = [line for line in drawn.axes[2].lines if line.get_marker() == "|"]
    assert [len(line.get_xdata()) for line in marks] == ([ticks] * 2 if ticks else [])
    assert ("the book’s neurons, layer 2" in drawn.texts) == bool(ticks)
