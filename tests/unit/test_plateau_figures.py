"""The figures of the plateau show what their tables say, and something else where they do."""

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
import pytest
from matplotlib.colors import to_hex

from hardtotrain.figures.edges import at_edge, limits
from hardtotrain.figures.experiment_data import ExperimentData
from hardtotrain.figures.map import crossing, draw_map
from hardtotrain.figures.plateau import draw_plateau
from hardtotrain.figures.plateau_length import POINTS, draw_plateau_length
from hardtotrain.figures.style import use_style
from hardtotrain.figures.wall import EXCEPTION, LEFT, STAYED, draw_wall

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
                "experiment": "e",
                "network": name,
                "hidden_layers": depth,
                "layers": "-".join(["784", *["30"] * depth, "10"]),
                "activation": "sigmoid",
                "scheme": "scaled_gaussian",
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
        for name in ("networks", "plateau", "accuracy"):
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
    found = [axes.get_legend() for axes in figure.axes]
    return [text.get_text() for one in found if one for text in one.get_texts()]


def test_a_course_is_the_median_of_its_replicates_and_the_last_cost_of_one_that_ended(study):
    courses = [{0: 9, 1: 3, 10: 3, 100: 1}, {0: 9, 1: 4, 10: 2}, {0: 9, 1: 5, 10: 3, 100: 3}]
    study.network("a", 2, [50, 5, 80], 40, 45, courses=courses)
    above, _ = study.draw(draw_plateau).axes
    course = above.lines[0]
    assert course.get_xydata().tolist() == [[1, 4], [10, 3], [100, 2]]
    corners = {tuple(corner) for corner in above.collections[0].get_paths()[0].vertices}
    assert corners >= {(1, 3), (1, 5), (100, 1), (100, 3)}
    assert "one answer for every image: 3.000" in texts(above)


def test_every_replicate_and_both_predictions_stand_in_the_row_of_their_network(study):
    study.network("a", 2, [50, 60], 40, 45)
    study.network("b", 3, [500, 700], 300, 350)
    _, below = study.draw(draw_plateau).axes
    assert points(below, "o") == [[50, 0], [60, 0], [500, 1], [700, 1]]
    assert points(below, "D") == [[45, 0], [350, 1]]
    assert points(below, "|") == [[40, 0], [300, 1]]
    labels = [label.get_text() for label in below.get_yticklabels()]
    assert labels == ["2 hidden layers", "3 hidden layers"]
    assert texts(below) == []


def test_what_does_not_leave_stands_at_the_edge_and_it_says_so(study):
    study.network("a", 6, [500, np.nan], np.nan, np.nan, decay=5)
    study.network("b", 6, [800, 900], 700, 750, decay=0)
    _, below = study.draw(draw_plateau).axes
    _, upper = below.get_xlim()
    edge = float(at_edge(np.nan, upper))
    assert points(below, "o") == [[500, 0], [800, 1], [900, 1], [edge, 0]]
    assert points(below, "D") == [[750, 1], [edge, 0]] and points(below, "|")[1] == [edge, 0]
    assert edge > PLANNED and texts(below) == ["not within its training"]
    # Depth is not what they differ in: they go by their names.
    assert [label.get_text() for label in below.get_yticklabels()] == ["a", "b"]


def test_what_has_no_prediction_has_no_marks_of_one(study):
    study.network("shallow", 1, [50], np.nan, 45)
    study.network("momentum", 2, [50], np.nan, np.nan, growth=np.nan)
    _, below = study.draw(draw_plateau).axes
    assert points(below, "D") == [[45, 0]] and points(below, "|") == []
    assert texts(below) == []


def test_of_very_many_replicates_a_part_is_shown_and_told(study):
    for name in ("one", "two"):
        study.network(name, 2, [40.0] * POINTS, formula=50, start=45)
    formula, _ = study.draw(draw_plateau_length).axes
    assert (
        sum(len(line.get_xdata()) for line in formula.lines if line.get_marker() == "o") == POINTS
    )
    said = [text.get_text() for text in formula.get_legend().get_texts()]
    assert f"{POINTS} of {2 * POINTS} replicates" in said


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
    labels = ["2 hidden layers", "3 hidden layers", "as predicted", "not within its training"]
    assert legend(figure) == labels


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
    assert len(legend(figure)) == 9 and {"2 hidden layers", "21 hidden layers"} < set(
        legend(figure)
    )


def bars(axes, colour: str) -> list[tuple[float, float, float]]:
    """Height, start and end of every bar of a colour."""
    found = [lines for lines in axes.collections if to_hex(lines.get_color()[0]) == colour]
    segments = [segment for lines in found for segment in lines.get_segments()]
    return [(y, start, end) for (start, y), (end, _) in segments]


def test_a_bar_of_the_wall_is_full_as_far_as_replicates_leave(study):
    study.network("a", 2, [50, 60], 40, 45, decay=1e-3, growth=4e-3)
    study.network("b", 2, [50, np.nan], np.nan, 45, decay=1e-2, growth=4e-3)
    study.network("c", 3, [np.nan, np.nan], np.nan, 45, decay=1e-2, growth=5e-4)
    figure = study.draw(draw_wall)
    [axes] = figure.axes
    whole, full = bars(axes, STAYED), bars(axes, LEFT)
    assert [y for y, _, _ in whole] == [1e-3, 1e-2, 1e-2]
    shares = [
        (end - start) / (whole_end - whole_start)
        for (_, start, end), (_, whole_start, whole_end) in zip(full, whole, strict=True)
    ]
    assert shares == pytest.approx([1, 0.5, 0])
    [wall] = axes.lines
    assert wall.get_xydata().tolist() == [[2, 4e-3], [3, 5e-4]]
    # One replicate of b leaves, and should not.
    assert [y for y, _, _ in bars(axes, EXCEPTION)] == [1e-2]
    assert "not all as predicted" in legend(figure)
    assert texts(axes) == ["100%", "50%", "0%"]


def test_a_wall_that_holds_has_no_exceptions_and_no_decay_is_below_every_other(study):
    study.network("a", 2, [50], 40, 45, decay=0)
    study.network("b", 3, [np.nan], np.nan, np.nan, decay=1e-2)
    figure = study.draw(draw_wall)
    [axes] = figure.axes
    assert not bars(axes, EXCEPTION) and "not all as predicted" not in legend(figure)
    assert 0 < bars(axes, STAYED)[0][0] < 1e-2
    assert axes.get_yticklabels()[0].get_text() == "0"


def test_the_map_has_a_cell_for_each_network_and_both_of_its_borders(study):
    # Predicted lengths 10 to 10^6 at 10^4 updates: the border lies between the two scales.
    for depth, slow in ((2, 1e2), (6, 1e6)):
        study.network(f"{depth}-1", depth, [np.nan], slow, slow, scale=1, accuracy=0.1 * depth)
        study.network(f"{depth}-4", depth, [50], 1e2, 1e2, scale=4, accuracy=0.9)
        study.network(f"{depth}-30", depth, [50], 1e1, 1e1, scale=30, accuracy=0.1)
    figure = study.draw(draw_map)
    axes = figure.axes[0]
    cells = np.asarray(axes.collections[0].get_array()).reshape(3, 2)
    assert cells == pytest.approx(np.array([[20, 60], [90, 90], [10, 10]]))
    assert texts(axes) == ["20", "60", "90", "90", "10", "10"]
    assert [label.get_text() for label in axes.get_xticklabels()] == ["2", "6"]
    assert [label.get_text() for label in axes.get_yticklabels()] == ["1", "4", "30"]
    border, critical = axes.lines
    assert border.get_ydata() == pytest.approx([-0.5, 0.5])
    # σ_w = 10.15, a little above the middle of 4 and 30 by logarithms.
    assert critical.get_ydata()[0] == pytest.approx(1 + np.log(10.149 / 4) / np.log(7.5), abs=1e-3)


def test_a_map_without_predictions_or_beside_the_critical_weights_has_no_borders(study):
    for depth in (2, 6):
        for scale in (1, 2):
            study.network(f"{depth}-{scale}", depth, [np.nan], scale=scale, growth=np.nan)
    figure = study.draw(draw_map)
    assert not figure.axes[0].lines and legend(figure) == []


def test_a_large_map_has_colours_and_no_numbers(study):
    for depth in range(2, 22):
        for scale in np.linspace(1, 30, 20):
            study.network(f"{depth}-{scale}", depth, [50], 40, 45, scale=scale)
    axes = study.draw(draw_map).axes[0]
    assert texts(axes) == [] and axes.collections[0].get_array().size == 400


@pytest.mark.parametrize(
    ("longer", "height"),
    [
        ([2, 1, -1, -3], 1.5),
        ([3, -1], 0.75),
        ([np.inf, -1], 0.5),
        ([-1, -2], -0.5),
        ([2, 1], 1.5),
        ([1, 0], 1.0),
    ],
)
def test_the_border_of_a_depth_is_where_the_plateau_is_as_long_as_the_training(longer, height):
    assert crossing(np.array(longer, float)) == height


def test_limits_hold_what_is_finite_and_the_edge_lies_beyond_it():
    lower, upper = limits([1, np.nan, 0], [[100, np.inf]])
    assert lower < 1 and 100 < at_edge(np.inf, upper) < upper
    assert at_edge([5, np.nan], upper).tolist() == [5, at_edge(np.nan, upper)]
    assert limits([np.nan]) == (1, 10)
