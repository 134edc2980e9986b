"""Histograms of activations and gradients: pooled over replicates, before and after training."""

import matplotlib.pyplot as plt
import pandas as pd
import pytest
from matplotlib.colors import to_hex
from matplotlib.patches import StepPatch
from network_rows import networks_table

from hardtotrain.figures.experiment_data import ExperimentData
from hardtotrain.figures.histograms import AFTER, BEFORE, draw_histograms
from hardtotrain.figures.style import colours_of_layers, use_style

COLUMNS = ["replicate", "epoch", "layer", "quantity", "low", "high", "share"]


def bins(quantity: str, *shares: float, replicate=0, epoch=0, layer=1, start=0.0) -> list[tuple]:
    """Rows of the bins of width 0.5 that begin at `start`; empty ones have none."""
    return [
        (replicate, epoch, layer, quantity, start + position / 2, start + (position + 1) / 2, share)
        for position, share in enumerate(shares)
        if share
    ]


@pytest.fixture
def draw(tmp_path):
    """Draws networks, given as name, activation function, epochs and recorded rows."""

    def draw(*networks: tuple[str, str, int, list[tuple]]):
        runs = []
        for name, _, _, rows in networks:
            path = tmp_path / "start" / name / "histograms.csv"
            path.parent.mkdir(parents=True, exist_ok=True)
            pd.DataFrame(rows, columns=COLUMNS).to_csv(path, index=False)
            runs.append(path)
        columns = ("network", "activation", "epochs")
        changes = [
            {**dict(zip(columns, network, strict=False)), "hidden_layers": 1 if network[3] else 0}
            for network in networks
        ]
        networks_table("start", changes).to_csv(tmp_path / "networks.csv", index=False)
        use_style()
        figure = draw_histograms(ExperimentData("start", tmp_path, runs, tmp_path))
        plt.close(figure)
        return figure

    return draw


def steps(axes, style=None) -> list[StepPatch]:
    return [
        patch for patch in axes.patches if style is None or patch.get_linewidth() == style["lw"]
    ]


def drawn(patch: StepPatch) -> dict[float, float]:
    """The heights that are not 0, by the lower edge of their bins."""
    heights, edges, _ = patch.get_data()
    return {low: height for low, height in zip(edges, heights, strict=False) if height}


def legend(figure) -> list[str]:
    [legend] = figure.legends
    return [text.get_text() for text in legend.get_texts()]


def titles(figure) -> list[str]:
    return [text.get_text() for axes in figure.axes[::3] for text in axes.texts]


def test_each_quantity_of_each_network_has_a_panel_and_each_layer_a_line(draw):
    rows = [
        row
        for layer in (1, 2, 3)
        for number, quantity in enumerate(("weight_gradient", "delta", "activation"))
        for row in bins(quantity, 0.25, 0.75, layer=layer, start=layer + 10 * number)
    ]
    figure = draw(("a", "tanh", 0, rows), ("b", "tanh", 0, rows))
    assert titles(figure) == ["1 hidden layer, a", "1 hidden layer, b"]
    labels = ["activation", "log₁₀ |δ|", "log₁₀ |∂C/∂W|"]
    assert [axes.get_xlabel() for axes in figure.axes] == labels * 2
    colours = colours_of_layers([1, 2, 3])
    for axes, number in zip(figure.axes, (2, 1, 0) * 2, strict=True):
        for layer, patch in zip((1, 2, 3), steps(axes), strict=True):
            low = layer + 10 * number
            assert drawn(patch) == pytest.approx({low: 0.25, low + 0.5: 0.75})
            assert to_hex(patch.get_edgecolor()) == colours[layer]


def test_shares_are_the_mean_over_all_replicates_even_those_without_a_value_there(draw):
    rows = [
        *bins("delta", 0.5, 0.5, replicate=0),
        *bins("delta", 0, 0.25, 0.75, replicate=1),
        *bins("activation", 1, replicate=2),  # of which every δ is 0
    ]
    [patch] = steps(draw(("a", "relu", 0, rows)).axes[1])
    assert drawn(patch) == pytest.approx({0: 0.5 / 3, 0.5: 0.25, 1: 0.25})


def test_an_empty_bin_between_filled_ones_is_drawn_as_empty(draw):
    rows = [*bins("delta", 0.5, 0, 0, 0.5, layer=1), *bins("delta", 0, 1, layer=2)]
    first, second = steps(draw(("a", "tanh", 0, rows)).axes[1])
    assert first.get_data().edges.tolist() == [0, 0.5, 1, 1.5, 2]
    assert first.get_data().values.tolist() == [0.5, 0, 0, 0.5]
    assert second.get_data().values.tolist() == [0, 1, 0, 0]


def test_the_start_is_pale_the_end_of_training_strong_and_nothing_between_is_drawn(draw):
    rows = [
        *bins("delta", 1, epoch=0),
        *bins("delta", 0, 1, epoch=5),
        *bins("delta", 0, 0, 1, epoch=9),
    ]
    figure = draw(("a", "tanh", 9, rows))
    panel = figure.axes[1]
    assert [drawn(patch) for patch in steps(panel, BEFORE)] == [{0: 1}]
    assert [drawn(patch) for patch in steps(panel, AFTER)] == [{1: 1}]
    assert len(steps(panel)) == 2
    assert legend(figure) == ["layer 1", "before training", "after training"]


@pytest.mark.parametrize("epochs", [0, 9])  # 9: every replicate diverged before the last epoch
def test_without_a_last_epoch_only_the_start_is_drawn(draw, epochs):
    figure = draw(("a", "tanh", epochs, bins("delta", 1)))
    assert len(steps(figure.axes[1], BEFORE)) == len(steps(figure.axes[1])) == 1
    assert legend(figure) == ["layer 1", "before training"]


def test_gradients_share_their_axes_and_activations_those_of_their_function(draw):
    def network(name, activation, start):
        rows = [row for q in ("activation", "delta") for row in bins(q, 0.5, 0.5, start=start)]
        return name, activation, 0, rows

    figure = draw(network("a", "tanh", -1), network("b", "relu", 4), network("c", "tanh", 0))
    a, b, c = (axes.get_xlim() for axes in figure.axes[::3])
    assert a == c and a != b
    assert a[0] < -1 and a[1] > 1 and a[1] < 4
    deltas = {axes.get_xlim() for axes in figure.axes[1::3]}
    [(low, high)] = deltas
    assert low < -1 and high > 5


def test_tails_too_thin_to_be_seen_do_not_widen_the_axes(draw):
    rows = [*bins("delta", 0.996), *bins("delta", 0.004, start=-20)]
    [patch] = steps(draw(("a", "tanh", 0, rows)).axes[1])
    assert drawn(patch) == {0: 0.996}


def test_the_order_of_the_rows_is_immaterial(draw):
    rows = [
        row
        for replicate, share in enumerate((0.1, 0.2, 0.3, 0.7))
        for row in bins("delta", share, 1 - share, replicate=replicate)
    ]
    [patch] = steps(draw(("a", "tanh", 0, rows)).axes[1])
    [again] = steps(draw(("a", "tanh", 0, rows[::-1])).axes[1])
    assert drawn(patch) == drawn(again)


@pytest.mark.filterwarnings("error")
def test_a_network_without_hidden_layers_has_no_panel_and_changes_nothing(draw):
    deep = ("deep", "tanh", 0, bins("delta", 0.25, 0.75))
    figure = draw(("shallow", "tanh", 0, []), deep)
    assert titles(figure) == ["1 hidden layer"]
    [patch] = steps(figure.axes[1])
    assert drawn(patch) == {0: 0.25, 0.5: 0.75}
