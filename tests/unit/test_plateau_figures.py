"""The figures of the plateau show what their tables say, and something else where they do."""

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
import pytest
from matplotlib.colors import to_hex
from matplotlib.patches import Rectangle, StepPatch
from network_rows import networks_table

from hardtotrain.figures.edges import at_edge, limits
from hardtotrain.figures.experiment_data import ExperimentData
from hardtotrain.figures.map import draw_map, frontier
from hardtotrain.figures.plateau import draw_plateau
from hardtotrain.figures.plateau_length import POINTS, draw_plateau_length
from hardtotrain.figures.style import use_style
from hardtotrain.figures.wall import AS_PREDICTED, EXCEPTION, STEP, draw_wall

PLANNED = 10_000


class Study:
    """Tables of one experiment, written network by network."""

    def __init__(self, folder) -> None:
        self.folder, self.runs = folder, []
        self.networks, self.plateau, self.accuracy = [], [], []

    def network(
        self, name, depth, lengths, formula=None, start=None, scale=1, decay=0, growth=1e-3,
        accuracy=0.9, courses=({1: 5, 100: 3},),
    ):  # fmt: skip
        self.networks.append(
            {
                "network": name,
                "hidden_layers": depth,
                "layers": "-".join(["784", *["30"] * depth, "10"]),
                "bias_sd": 0.0,
                "weight_scale": scale,
                "initialiser": f"weight_scale-{scale}",
                "regularisation": decay,
                "updates": PLANNED,
            }
        )

        def right(prediction, length, predictable):
            should_leave = pd.notna(prediction) and prediction <= PLANNED
            return should_leave == pd.notna(length) if predictable else None

        predictable = pd.notna(growth)
        for replicate, length in enumerate(lengths):
            self.plateau.append(
                {
                    "experiment": "e",
                    "network": name,
                    "hidden_layers": depth,
                    "replicate": replicate,
                    "updates_to_leave": length,
                    "updates_made": PLANNED,
                    "updates_planned": PLANNED,
                    "plateau_cost": 3.0,
                    "predicted_formula": formula,
                    "predicted_from_start": start,
                    "growth": growth,
                    "weight_decay": decay,
                    "weight_scale": scale,
                    "formula_right": right(formula, length, predictable and depth > 1),
                    "from_start_right": right(start, length, predictable),
                }
            )
        self.accuracy.append(
            {
                "experiment": "e",
                "network": name,
                "split": "validation",
                "statistic": "last_epoch",
                "replicates": len(lengths),
                "mean": accuracy,
            }
        )
        rows = [
            (replicate, update, cost)
            for replicate, course in enumerate(courses)
            for update, cost in course.items()
        ]
        path = self.folder / "e" / name / "updates.csv"
        path.parent.mkdir(parents=True)
        columns = ["replicate", "update", "probe_cost"]
        pd.DataFrame(rows, columns=columns).to_csv(path, index=False)
        self.runs.append(path)

    def draw(self, figure):
        networks_table("e", self.networks).to_csv(self.folder / "networks.csv", index=False)
        for name in ("plateau", "accuracy"):
            table = pd.DataFrame(getattr(self, name))
            table.to_csv(self.folder / f"{name}.csv", index=False)
        use_style()
        drawn = figure(ExperimentData("e", self.folder, self.runs, self.folder))
        plt.close(drawn)
        return drawn


@pytest.fixture
def study(tmp_path):
    return Study(tmp_path)


def points(axes, marker: str) -> list[list[float]]:
    """The points of all lines that have a marker, sorted."""
    lines = [line for line in axes.lines if line.get_marker() == marker]
    return sorted(point for line in lines for point in line.get_xydata().tolist())


def texts(axes) -> list[str]:
    return [text.get_text() for text in axes.texts]


def legend(figure) -> list[str]:
    return [text.get_text() for one in figure.legends for text in one.get_texts()]


def test_a_course_is_the_median_of_its_replicates_and_the_last_cost_of_one_that_ended(study):
    courses = [{0: 9, 1: 3, 10: 3, 100: 1}, {0: 9, 1: 4, 10: 2}, {0: 9, 1: 5, 10: 3, 100: 3}]
    study.network("a", 2, [50, 5, 80], 40, 45, courses=courses)
    above, _ = study.draw(draw_plateau).axes
    course = above.lines[0]
    assert course.get_xydata().tolist() == [[1, 4], [10, 3], [100, 2]]
    corners = {tuple(corner) for corner in above.collections[0].get_paths()[0].vertices}
    assert corners >= {(1, 3), (1, 5), (100, 1), (100, 3)}
    assert "the plateau: one answer for every image, 3.00" in texts(above)


def test_every_replicate_and_both_predictions_stand_in_the_row_of_their_network(study):
    study.network("a", 2, [50, 60], 40, 45)
    study.network("b", 3, [500, 700], 300, 350)
    _, below = study.draw(draw_plateau).axes
    assert points(below, "o") == [[50, 0], [60, 0], [500, 1], [700, 1]]
    assert points(below, "D") == [[45, 0], [350, 1]]
    assert points(below, "|") == [[40, 0], [300, 1]]
    assert texts(below) == ["2 hidden layers", "3 hidden layers"]


def test_what_does_not_leave_stands_at_the_edge_and_it_says_so(study):
    study.network("a", 6, [500, np.nan], np.nan, np.nan, decay=5)
    study.network("b", 6, [800, 900], 700, 750, decay=0)
    _, below = study.draw(draw_plateau).axes
    _, upper = below.get_xlim()
    edge = float(at_edge(np.nan, upper))
    assert points(below, "o") == [[500, 0], [800, 1], [900, 1], [edge, 0]]
    assert points(below, "D") == [[750, 1], [edge, 0]] and points(below, "|")[1] == [edge, 0]
    assert edge > PLANNED
    # They are called by a letter at their lines, which stands at their words too.
    words = ["weight decay λ = 5", "a", "no weight decay", "b"]
    assert texts(below) == ["not within its training", *words]


def test_what_has_no_prediction_has_no_marks_of_one(study):
    study.network("shallow", 1, [50], np.nan, 45)
    study.network("momentum", 2, [50], np.nan, np.nan, growth=np.nan)
    _, below = study.draw(draw_plateau).axes
    assert points(below, "D") == [[45, 0]] and points(below, "|") == []


def test_how_much_longer_a_layer_makes_it_is_said_of_a_series_of_depths_alone(study):
    for depth, length in ((1, 7), (2, 10), (3, 50), (4, 90)):
        study.network(f"n{depth}", depth, [length, length], 40, 45)
    _, below = study.draw(draw_plateau).axes
    assert "each further layer: × 3.0" in texts(below)
    study.network("n6", 6, [900], 40, 45)
    assert not any("each" in text for text in texts(study.draw(draw_plateau).axes[1]))


def test_of_very_many_replicates_a_part_is_shown_and_told(study):
    for name in ("one", "two"):
        study.network(name, 2, [40.0] * POINTS, formula=50, start=45)
    formula, _ = study.draw(draw_plateau_length).axes
    assert (
        sum(len(line.get_xdata()) for line in formula.lines if line.get_marker() == "o") == POINTS
    )
    assert f"{POINTS} of {2 * POINTS} replicates" in legend(formula.figure)


def test_lengths_stand_beside_either_prediction_of_them(study):
    study.network("a", 2, [50, 60], 40, 45)
    study.network("b", 3, [500, np.nan], 300, np.nan)
    figure = study.draw(draw_plateau_length)
    formula, start = figure.axes
    edge = float(at_edge(np.nan, formula.get_ylim()[1]))
    assert points(formula, "o") == [[40, 50], [40, 60], [300, 500], [300, edge]]
    assert points(start, "o") == [[45, 50], [45, 60], [edge, 500], [edge, edge]]
    hollow = [line for line in formula.lines if line.get_markerfacecolor() == "none"]
    assert [line.get_xydata().tolist() for line in hollow if len(line.get_xdata())] == [
        [[300, edge]]
    ]
    diagonal = formula.lines[0].get_xydata()
    assert (diagonal[:, 0] == diagonal[:, 1]).all()
    assert legend(figure) == ["2", "3"]
    assert texts(formula) == texts(start) == ["as predicted", "not within its training"]


def test_predictions_beyond_the_training_are_of_no_length_in_it(study):
    study.network("a", 2, [50], PLANNED + 1, 45)
    study.network("b", 2, [50], 1e-3, 45, scale=30)
    formula, _ = study.draw(draw_plateau_length).axes
    edge = float(at_edge(np.nan, formula.get_ylim()[1]))
    assert points(formula, "o") == [[1, 50], [edge, 50]]


def test_more_depths_than_colours_are_shades_and_the_legend_has_some_of_them(study):
    for depth in range(2, 22):
        study.network(f"n{depth}", depth, [depth], depth, depth)
    figure = study.draw(draw_plateau_length)
    colours = {line.get_color() for line in figure.axes[0].lines[1:] if len(line.get_xdata())}
    assert len(colours) == 20
    assert len(legend(figure)) == 8 and {"2", "21"} < set(legend(figure))


def dots(axes, colour: str, full: bool) -> list[list[float]]:
    """Where the dots of a colour are that are full, or hollow."""
    return [
        point
        for found in axes.collections[1:]
        for point in found.get_offsets().tolist()
        if to_hex(found.get_edgecolor()[0]) == colour and (len(found.get_facecolor()) > 0) == full
    ]


def test_a_dot_of_the_wall_is_full_if_its_replicate_leaves_and_orange_if_it_should_not(study):
    study.network("a", 2, [50, 60], 40, 45, decay=1e-3, growth=4e-3)
    study.network("b", 2, [np.nan, 50], np.nan, 45, decay=1e-2, growth=4e-3)
    study.network("c", 5, [np.nan, np.nan], np.nan, 45, decay=1e-2, growth=5e-4)
    [axes] = study.draw(draw_wall).axes
    low, high = 0.5 * STEP, -0.5 * STEP
    assert dots(axes, AS_PREDICTED, full=True) == [[high, 1e-3], [low, 1e-3]]
    # Depths stand side by side, whatever lies between them; those that leave stand first.
    hollow = [[low, 1e-2], [1 + high, 1e-2], [1 + low, 1e-2]]
    assert dots(axes, AS_PREDICTED, full=False) == hollow
    assert dots(axes, EXCEPTION, full=True) == [[high, 1e-2]]
    assert dots(axes, EXCEPTION, full=False) == []
    assert [label.get_text() for label in axes.get_xticklabels()] == ["2", "5"]
    [wall] = axes.lines
    assert wall.get_xydata().tolist() == [[0, 4e-3], [1, 5e-4]]
    sides = ["predicted wall", "predicted to stay", "predicted to leave"]
    assert texts(axes) == [*sides, "the formula was wrong"]
    assert [text.get_text() for text in axes.get_legend().get_texts()] == [
        "left its plateau",
        "stayed on it",
    ]


def test_a_wall_that_holds_has_no_exceptions_and_no_decay_is_below_every_other(study):
    study.network("a", 2, [50], 40, 45, decay=0)
    study.network("b", 3, [np.nan], np.nan, np.nan, decay=1e-2)
    [axes] = study.draw(draw_wall).axes
    assert not dots(axes, EXCEPTION, full=True) and "the formula was wrong" not in texts(axes)
    [[_, height]] = dots(axes, AS_PREDICTED, full=True)
    assert 0 < height < 1e-2
    assert axes.get_yticklabels()[0].get_text() == "0"


def test_the_map_has_a_cell_for_each_network_and_both_of_its_borders(study):
    # Predicted lengths 10 to 10^6 at 10^4 updates: the border lies between the two scales.
    for depth, slow in ((2, 1e2), (6, 1e6)):
        study.network(f"{depth}-1", depth, [np.nan], slow, slow, scale=1, accuracy=0.1 * depth)
        study.network(f"{depth}-4", depth, [50], 1e2, 1e2, scale=4, accuracy=0.9)
        study.network(f"{depth}-30", depth, [50], 1e1, 1e1, scale=30, accuracy=0.1)
    [axes] = study.draw(draw_map).axes
    strength = [patch.get_facecolor()[3] for patch in axes.patches if isinstance(patch, Rectangle)]
    assert np.argsort(strength, kind="stable").tolist() == [4, 5, 0, 1, 2, 3]
    assert [text for text in texts(axes) if text.isdigit()] == ["20", "60", "90", "90", "10", "10"]
    assert [label.get_text() for label in axes.get_xticklabels()] == ["2", "6"]
    assert [label.get_text() for label in axes.get_yticklabels()] == ["× 1", "× 4", "× 30"]
    [border] = [patch for patch in axes.patches if isinstance(patch, StepPatch)]
    assert border.get_data().values.tolist() == [-0.5, 0.5]
    [critical] = axes.lines  # σ_w = 10.15
    assert critical.get_ydata()[0] == 1.5 and "× 10.1" in texts(axes)
    assert {"too large:", "should learn", "too small:"} <= set(texts(axes))


def test_a_map_without_predictions_or_beside_the_critical_weights_has_no_borders(study):
    for depth in (2, 6):
        for scale in (1, 2):
            study.network(f"{depth}-{scale}", depth, [np.nan], scale=scale, growth=np.nan)
    [axes] = study.draw(draw_map).axes
    assert not axes.lines and not any(isinstance(patch, StepPatch) for patch in axes.patches)
    assert not any("should" in text or "too" in text for text in texts(axes))


def test_a_large_map_has_colours_and_no_numbers(study):
    for depth in range(2, 22):
        for scale in np.linspace(1, 30, 20):
            study.network(f"{depth}-{scale}", depth, [50], 40, 45, scale=scale)
    [axes] = study.draw(draw_map).axes
    assert not any(text.isdigit() for text in texts(axes))
    assert sum(isinstance(patch, Rectangle) for patch in axes.patches) == 400
    assert [text.get_text() for text in axes.get_legend().get_texts()] == ["10", "50", "90"]


@pytest.mark.parametrize(
    ("longer", "height"),
    [
        ([True, False, False], 0.5),
        ([False, False], -0.5),
        ([True, True], 1.5),
        ([True, False, True], 0.5),
    ],
)
def test_the_border_of_a_depth_is_below_the_first_plateau_that_ends_in_time(longer, height):
    assert frontier(np.array(longer)) == height


def test_limits_hold_what_is_finite_and_the_edge_lies_beyond_it():
    lower, upper = limits([1, np.nan, 0], [[100, np.inf]])
    assert lower < 1 and 100 < at_edge(np.inf, upper) < upper
    assert at_edge([5, np.nan], upper).tolist() == [5, at_edge(np.nan, upper)]
    assert limits([np.nan]) == (1, 10)
