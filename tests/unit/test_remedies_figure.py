"""The figure of remedies: a row for each change, a cell for each depth, and what theory says."""

import matplotlib.pyplot as plt
import pandas as pd
import pytest
from matplotlib.patches import Rectangle
from small_study import CHANGES, REMEDIES, TEMPLATES, SmallStudy, remedies_study

from hardtotrain.figures.experiment_data import ExperimentData
from hardtotrain.figures.remedies import HIGH, MOST, draw_remedies
from hardtotrain.figures.shades import shade
from hardtotrain.figures.style import WIDTH, use_style
from hardtotrain.report.figure_text import FigureText
from hardtotrain.report.study import Study
from hardtotrain.tables.remedies import LEARNED

ACCURACIES = [0.1135, 0.1, 0.951, 0.93, 1.0, 0.5]
FACTORS = [(0.2264, 0.225), (0.3, 0.3), (1.006, None), (9, 9), (None, None), (9, 9)]
RATES = [{"optimiser": {"learning_rate": 0.001 * number}} for number in range(1, 20)]


@pytest.fixture
def draw(tmp_path):
    """Draws some networks with their accuracies, and what a layer makes of their errors."""

    def draw(study: SmallStudy, accuracies=ACCURACIES, factors=FACTORS):
        networks = study.networks
        networks.to_csv(tmp_path / "networks.csv", index=False)
        key = ["experiment", "network", "hidden_layers"]
        factors = pd.DataFrame(factors, columns=["factor_per_layer", "predicted_factor"])
        mean = pd.Series(accuracies, dtype=float)
        remedies = pd.concat([networks[key], factors], axis="columns")
        remedies.assign(learned=mean > LEARNED).to_csv(tmp_path / "remedies.csv", index=False)
        networks[key].assign(
            split="validation",
            statistic="last_epoch",
            replicates=4,
            mean=mean,
        ).to_csv(tmp_path / "accuracy.csv", index=False)
        use_style()
        figure = draw_remedies(ExperimentData("remedies", tmp_path, [], tmp_path))
        figure.canvas.draw()
        plt.close(figure)
        return figure.axes[0]

    return draw


def placed(axes) -> dict[tuple[float, float], str]:
    """What stands in cells, by column and row."""
    return {
        (text.xy[0], text.xy[1] - HIGH / 2): text.get_text()
        for text in axes.texts
        if text.get_ha() == "center" and text.xy[1] > 0
    }


def cells(axes) -> dict[tuple[int, float], tuple]:
    """The colour of each cell, by column and row."""
    return {
        (round(cell.get_x()), cell.get_y()): cell.get_facecolor()
        for cell in axes.patches
        if isinstance(cell, Rectangle)
    }


def texts(axes) -> list[str]:
    return [text.get_text() for text in axes.texts]


def test_every_cell_has_its_accuracy_and_its_shade(draw):
    axes = draw(remedies_study(*CHANGES))

    places = [(column, row) for row in range(3) for column in range(2)]
    assert placed(axes) == dict(zip(places, ["11", "10", "95", "93", "100", "50"], strict=True))
    shades = [pytest.approx(shade(accuracy)) for accuracy in ACCURACIES]
    assert cells(axes) == dict(zip(places, shades, strict=True))


def test_a_row_says_what_it_changes_and_what_a_layer_makes_of_errors_in_the_shallowest(draw):
    axes = draw(remedies_study(*CHANGES))

    lines = {
        row: [
            t.get_text()
            for t in axes.texts
            if t.get_ha() == "left" and row - 0.5 < t.xy[1] < row + 0.5
        ]
        for row in range(3)
    }
    assert lines == {
        0: ["nothing changed", "× 0.226", "theory × 0.225"],
        1: ["skip connections", "× 1.01"],
        2: ["ReLU, batch normalisation, learning rate 0.01"],
    }
    assert "learned: reads more than half of the images" in texts(axes)
    marks = [
        (line.get_marker(), line.get_ydata()[0] - HIGH / 2)
        for line in axes.lines
        if line.get_marker() in "o|"
    ]
    assert marks == [("o", 0), ("o", 1), ("|", 0)]


def test_the_scale_of_factors_shows_which_are_smaller_and_larger_than_one(draw):
    axes = draw(remedies_study(*CHANGES), factors=[(0.5, 2.0)] * 6)

    shrink, grow = (
        next(line.get_xdata()[0] for line in axes.lines if line.get_marker() == marker)
        for marker in "o|"
    )
    [one] = [text.xy[0] for text in axes.texts if text.get_text() == "× 1"]
    assert shrink < one < grow


def test_what_has_learned_has_an_edge_of_its_own(draw):
    axes = draw(remedies_study(*CHANGES))

    edges = [cell.get_linewidth() for cell in axes.patches if isinstance(cell, Rectangle)]
    assert [edge == max(edges) for edge in edges] == [accuracy > LEARNED for accuracy in ACCURACIES]


@pytest.mark.parametrize("lost", [None, float("nan")])
def test_a_network_that_diverged_has_a_dash_and_no_colour(draw, lost):
    axes = draw(remedies_study(*CHANGES), [*ACCURACIES[:3], lost, *ACCURACIES[4:]])

    assert placed(axes)[1, 1] == "–"
    assert set(cells(axes)) == {(0, 0), (1, 0), (0, 1), (0, 2), (1, 2)}


def test_of_many_changes_the_first_are_shown_and_it_is_said(draw):
    many = draw(remedies_study({}, *RATES), [0.5] * 40, [(0.5, 0.5)] * 40)
    few = draw(remedies_study({}, *RATES[: MOST - 1]), [0.5] * 32, [(0.5, 0.5)] * 32)

    assert len(cells(many)) == len(cells(few)) == 2 * MOST
    assert "16 of 20 changes" in texts(many)
    assert not any("changes" in text for text in texts(few))


def test_many_depths_are_shown_by_colour_alone(draw):
    networks = [
        {"layers": [784, *[4] * depth, 10], **change}
        for change in CHANGES
        for depth in range(3, 33)
    ]
    study = SmallStudy({"remedies": {**REMEDIES, "networks": networks}})

    axes = draw(study, [0.5] * 90, [(0.5, 0.5)] * 90)

    assert len(cells(axes)) == 90 and not placed(axes)
    depths = [text.get_text() for text in axes.texts if text.get_ha() == "center"]
    assert depths[:-1] == [str(depth) for depth in range(3, 33, 3)]
    assert [text.get_text() for text in axes.get_legend().get_texts()] == ["10", "50", "90"]


LONG = {
    "activation": "leaky_relu",
    "initialiser": "glorot_uniform",
    "normalisation": "batch",
    "optimiser": {"method": "momentum", "momentum_schedule": "sutskever_2013"},
}


@pytest.mark.parametrize("changes", [CHANGES, [{}, *RATES[:18], LONG], [{}, LONG, *RATES]])
def test_no_text_leaves_the_figure_and_none_stands_upon_another(draw, changes):
    networks = 2 * len(changes)
    axes = draw(remedies_study(*changes), [1.0] * networks, [(1234.5, 0.000123)] * networks)

    width, height = axes.figure.get_size_inches() * axes.figure.dpi
    boxes = [text.get_window_extent() for text in axes.texts]
    assert width == pytest.approx(WIDTH * axes.figure.dpi)
    assert all(box.x0 >= 0 and box.x1 <= width for box in boxes)
    assert all(box.y0 >= 0 and box.y1 <= height for box in boxes)
    # Lines are less high than their boxes, which have room for accents.
    lines = [box.shrunk(1, 0.6) for box in boxes]
    upon = [
        (a.get_text(), b.get_text())
        for i, a in enumerate(axes.texts)
        for j, b in enumerate(axes.texts)
        if i < j and lines[i].overlaps(lines[j])
    ]
    assert upon == []


def test_all_of_it_has_chinese_words(draw):
    study = remedies_study({}, *CHANGES[1:], *RATES)
    axes = draw(study, [0.5] * 44, [(0.5, 0.5)] * 44)
    changes = Study({"networks": study.networks}, [], {}, None).changes.values()

    said = FigureText(TEMPLATES / "words", changes)

    numbers = {text for text in texts(axes) if text.isdigit() or text.startswith("×")}
    chinese = {text: said.chinese(text) for text in texts(axes) if text not in numbers}
    assert None not in chinese.values()
    assert chinese["16 of 22 changes"] == "22 种改动中的 16 种"
    assert chinese["mean of 4 starts"] == "4 次初始化的均值"
    assert chinese["nothing changed"] == "未作改动"
    assert chinese["ReLU, batch normalisation, learning rate 0.01"] == "ReLU，批归一化，学习率 0.01"
