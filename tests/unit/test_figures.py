"""Which figures a study gets, and what is on them."""

import subprocess
import sys
from pathlib import Path
from xml.etree import ElementTree

import matplotlib.pyplot as plt
import pytest
from small_study import (
    CURVES,
    SHAPES,
    START,
    SmallStudy,
    WrittenStudy,
    book_network,
    book_study,
    one_experiment,
)

from hardtotrain.figures.catalogue import FIGURES
from hardtotrain.figures.selection import figures_of
from hardtotrain.figures.style import INK, colours_of_layers, save_svg, use_style

SVG = "{http://www.w3.org/2000/svg}"


class Drawn:
    """A figure that was drawn and saved: its axes, and its SVG."""

    def __init__(self, study: WrittenStudy, figure: str, experiment: str, folder: Path) -> None:
        use_style()
        drawn = FIGURES[figure](study.data(experiment))
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


@pytest.fixture(scope="module")
def written(tmp_path_factory):
    """A small study, by its shape or as it is, written once."""
    known = {}

    def write(study: SmallStudy | str) -> WrittenStudy:
        if isinstance(study, SmallStudy):
            return WrittenStudy(study, tmp_path_factory.mktemp("study"))
        if study not in known:
            known[study] = WrittenStudy(SHAPES[study], tmp_path_factory.mktemp("study"))
        return known[study]

    return write


@pytest.fixture(scope="module")
def draw(written, tmp_path_factory):
    """Draws one figure of one experiment of a study."""

    def draw(study, figure: str, experiment: str = "depth") -> Drawn:
        return Drawn(written(study), figure, experiment, tmp_path_factory.mktemp("figure"))

    return draw


@pytest.mark.parametrize(
    ("experiments", "expected"),
    [
        ({"a": ([1], 30)}, ["accuracy a"]),
        ({"a": ([0, 1], 0)}, []),
        ({"a": ([2], 0)}, ["neurons a", "initial_speed a", "mean_field a"]),
        (
            {"a": ([2], 30)},
            ["accuracy a", "neurons a", "initial_speed a", "mean_field a", "learning_speed a"],
        ),
        (
            {"a": ([1], 30), "b": ([1, 2], 0)},
            ["accuracy a", "neurons b", "initial_speed b", "mean_field b"],
        ),
        (
            {"a": ([1, 2], 30), "b": ([1], 5), "c": ([3], 7)},
            [
                *("accuracy a", "accuracy b", "accuracy c"),
                *("neurons a", "initial_speed a", "mean_field a"),
                *("learning_speed a", "learning_speed c"),
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
    assert [f"{figure} {name}" for figure, name in figures_of(study.networks)] == expected


def test_what_holds_before_training_is_shown_of_the_experiment_with_most_replicates():
    networks = book_study().networks
    assert ("neurons", "initial_speed") in figures_of(networks)
    few = networks.assign(replicates=networks["experiment"].map({"depth": 9}).fillna(2).astype(int))
    assert ("neurons", "depth") in figures_of(few)


def test_shallow_networks_never_show_the_start_however_many_replicates_they_have():
    study = SmallStudy(
        {
            "wide": {**START, "replicates": 99, "networks": [book_network(1)]},
            "deep": {**START, "replicates": 2, "networks": [book_network(2)]},
        }
    )
    assert figures_of(study.networks) == [
        ("neurons", "deep"),
        ("initial_speed", "deep"),
        ("mean_field", "deep"),
    ]


@pytest.mark.parametrize(
    "shape",
    [
        "only shallow",
        "one replicate",
        "the first network diverged",
        "everything diverged",
        "six hidden layers",
        "hostile names",
        "a name that reads as a number",
    ],
)
# A warning would be text in the log that nobody reads, or a mark that is silently missing.
@pytest.mark.filterwarnings("error")
def test_every_figure_of_every_shape_of_study_is_drawn_with_text_as_text(written, draw, shape):
    study = written(shape)
    assert study.figures()
    for figure, experiment in study.figures():
        if experiment == "learning_speed":
            continue  # of the kinds that the experiment `depth` has, with one network less
        drawn = draw(shape, figure, experiment)
        assert drawn.tree.tag == f"{SVG}svg"
        shown = "\n".join(drawn.texts)
        if figure != "neurons":
            networks = study.study.networks.query("experiment == @experiment")
            if figure == "learning_speed":
                networks = networks.query("hidden_layers > 1")
            elif figure == "initial_speed":
                networks = networks.query("hidden_layers > 0")
            assert set(networks["network"]) <= set(drawn.texts)
        axis = {"accuracy": "validation accuracy", "mean_field": "‖δ‖"}.get(figure, "∂C/∂b")
        assert axis in shown


def test_figures_drawn_twice_are_the_same_to_the_byte_in_this_and_in_fresh_processes(
    written, draw, tmp_path
):
    study = written("one network")
    figures = study.figures()
    assert len(figures) == len(FIGURES)
    here = {figure: draw("one network", figure, name).svg for figure, name in figures}
    assert here == {figure: draw("one network", figure, name).svg for figure, name in figures}
    program = """
import sys
from pathlib import Path
from hardtotrain.figures.catalogue import FIGURES
from hardtotrain.figures.experiment_data import ExperimentData
from hardtotrain.figures.style import save_svg, use_style
folder, published, *runs = map(Path, sys.argv[1:])
for name, draw in FIGURES.items():
    use_style()
    data = ExperimentData("depth", folder / "tables", runs, published)
    save_svg(draw(data), Path(f"{name}.svg"))
"""
    data = study.data("depth")
    library = Path(sys.modules["hardtotrain"].__file__).parents[1]
    for hash_seed in ("1", "2"):
        # Sets of text go round in another order with another seed.
        subprocess.run(
            [sys.executable, "-c", program, study.folder, data.published, *data.runs],
            cwd=tmp_path,
            env={"PYTHONPATH": str(library), "PYTHONHASHSEED": hash_seed, "PATH": ""},
            check=True,
        )
        assert {p.stem: p.read_text(encoding="utf-8") for p in tmp_path.glob("*.svg")} == here


def test_accuracy_shows_every_finished_replicate_its_mean_interval_and_the_published(draw):
    drawn = draw("some diverged", "accuracy")
    assert drawn.legend == [
        "one replicate",
        "mean, 95% interval",
        "published: note",
        "published: book",
    ]
    dots = [len(collection.get_offsets()) for collection in drawn.axes[0].collections]
    assert [count for count in dots if count] == [3, 2, 3, 3]
    means = [line.get_xdata()[0] for line in drawn.lines(marker="o")]
    accuracy = [95.4, 95.8, 96.2, 96.6]
    assert means == pytest.approx(accuracy, abs=0.4) and means == sorted(means)
    for mean, bar in zip(means, drawn.lines(linewidth=2.5), strict=True):
        assert bar.get_xdata()[0] < mean < bar.get_xdata()[1]
    note = [line.get_xdata()[0] for line in drawn.lines(marker="s")]
    book = [line.get_xdata()[0] for line in drawn.lines(marker="D")]
    assert note == pytest.approx([96.47, 96.80, 96.42, 96.28])
    assert book == pytest.approx([96.48, 96.90, 96.57, 96.53])


def test_accuracy_shows_nothing_of_a_network_whose_replicates_all_diverged(draw):
    drawn = draw("the first network diverged", "accuracy")
    # Its replicates were fine before they diverged: those accuracies are not of a trained network.
    [axes] = drawn.axes
    dots = [c.get_offsets() for c in axes.collections if len(c.get_offsets())]
    assert [round(row) for of_network in dots for row in of_network[:, 1]] == [
        *(1, 1, 1),
        *(2, 2, 2),
        *(3, 3, 3),
    ]
    assert [line.get_ydata()[0] for line in drawn.lines(marker="o")] == [1, 2, 3]
    assert axes.get_yticklabels()[0].get_text() == "784-30-10"
    # The published value is there all the same, and inside the axes.
    assert axes.get_ylim() == (3.5, -0.5)
    assert len(drawn.lines(marker="D")) == 4


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
        assert any("published: book" in label for label in drawn.legend) == published
        if figure == "learning_speed":
            assert bool(drawn.lines(linestyle="--", linewidth=1)) == published
        else:
            assert bool(drawn.lines(marker="D")) == published


def test_the_start_shows_every_replicate_of_every_layer_its_median_and_the_book_s_value(draw):
    drawn = draw("the book's", "initial_speed", "initial_speed")
    assert [axes.get_title(loc="left") for axes in drawn.axes] == [
        "784-30-30-10",
        "784-30-30-30-10",
        "784-30-30-30-30-10",
    ]
    for axes, layers in zip(drawn.axes, (2, 3, 4), strict=True):
        assert axes.get_yscale() == "log"
        assert [len(c.get_offsets()) for c in axes.collections] == [5] * layers
        medians = [line.get_ydata()[0] for line in axes.lines if line.get_color() == INK]
        assert len(medians) == layers and medians == sorted(medians)
        assert len([line for line in axes.lines if line.get_marker() == "D"]) == layers
    book = [line.get_ydata()[0] for line in drawn.axes[0].lines if line.get_marker() == "D"]
    assert book == pytest.approx([0.07, 0.31])


@pytest.mark.parametrize(("shape", "layers"), [("one network", [2]), ("six hidden layers", [6, 3])])
def test_every_hidden_layer_has_a_curve_of_its_own(draw, shape, layers):
    drawn = draw(shape, "learning_speed")
    assert [axes.get_title(loc="left").count("-") - 1 for axes in drawn.axes] == layers
    for axes, count in zip(drawn.axes, layers, strict=True):
        curves = [line for line in axes.lines if len(line.get_xdata())]
        assert len(curves) == count
        colours = list(colours_of_layers(list(range(1, count + 1))).values())
        assert [line.get_color() for line in curves] == colours
        assert all(list(line.get_xdata()) == [0, 15, 30] for line in curves)
        assert len(axes.collections) == count  # the ranges of the replicates
    assert drawn.legend[: max(layers)] == [f"layer {n}" for n in range(1, max(layers) + 1)]


def test_the_book_s_curves_are_drawn_at_every_epoch_that_both_have(draw):
    study = SmallStudy(one_experiment(book_network(2), **CURVES))
    dashed = draw(study, "learning_speed").lines(linestyle="--", linewidth=1)
    assert [list(line.get_xdata()) for line in dashed] == [[50, 250, 499]] * 2


def test_bars_show_every_hidden_neuron_of_the_first_deep_network(draw, written):
    drawn = draw("six hidden layers", "neurons")
    neurons = written("six hidden layers").recorded("neurons").query("replicate == 0")
    bars, spreads = drawn.axes[:6], drawn.axes[6:]
    for layer, (axes, spread) in enumerate(zip(bars, spreads, strict=True), start=1):
        expected = neurons.query("network == '784-30-30-30-30-30-30-10' and layer == @layer")
        heights = [bar.get_height() for bar in axes.patches]
        assert heights == pytest.approx(expected["bias_gradient"].abs().tolist())
        assert axes.get_title(loc="left") == f"hidden layer {layer}"
        assert sum(bar.get_height() for bar in spread.patches) == pytest.approx(1)


@pytest.mark.parametrize(("activation", "ticks"), [("sigmoid", 6), ("tanh", 0)])
def test_the_book_s_neurons_are_ticked_where_they_are_those_of_the_network(draw, activation, ticks):
    drawn = draw(SmallStudy(one_experiment(book_network(2), activation=activation)), "neurons")
    for spread in drawn.axes[2:]:
        assert sum(len(rug.get_segments()) for rug in spread.collections) == ticks
