"""The activations of the hidden layers against epoch: what is drawn of which network."""

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
import pytest
from network_rows import networks_table

from hardtotrain.figures.activations import draw_activations
from hardtotrain.figures.experiment_data import ExperimentData
from hardtotrain.figures.style import TEXT, colours_of_layers, use_style

EPOCHS = [0, 5, 10]


def levels_of(network: str, layers: int, experiment: str = "activations") -> list[dict]:
    """Layer l starts at 0.1 l and rises by 0.01 l an epoch, with a spread of 0.02 l."""
    return [
        {
            "experiment": experiment,
            "network": network,
            "epoch": epoch,
            "layer": layer,
            "mean": layer * (0.1 + 0.01 * epoch),
            "sd": 0.02 * layer,
            "p98": layer * (0.15 + 0.01 * epoch),
        }
        for epoch in EPOCHS
        for layer in range(1, layers + 1)
    ]


@pytest.fixture
def draw(tmp_path):
    """Draws networks, given as name, activation function and number of hidden layers."""

    def draw(*networks: tuple[str, str, int]):
        rows = levels_of("elsewhere", 9, experiment="depth")
        for name, _, layers in networks:
            rows += levels_of(name, layers)
        pd.DataFrame(rows).to_csv(tmp_path / "activation_levels.csv", index=False)
        networks_table(
            "activations",
            [
                {"network": name, "activation": activation, "hidden_layers": layers}
                for name, activation, layers in networks
            ],
        ).to_csv(tmp_path / "networks.csv", index=False)
        use_style()
        figure = draw_activations(ExperimentData("activations", tmp_path, [], tmp_path))
        plt.close(figure)
        return figure

    return draw


def panels(figure) -> list:
    return [axes for axes in figure.axes if axes.axison]


def test_every_layer_has_its_mean_its_spread_and_its_98th_percentile(draw):
    figure = draw(("wide", "sigmoid", 2), ("deep", "sigmoid", 4))
    titles = [axes.get_title(loc="left") for axes in figure.axes]
    assert titles == ["2 hidden layers", "4 hidden layers"]
    colours = colours_of_layers([1, 2, 3, 4])
    for axes, layers in zip(figure.axes, (2, 4), strict=True):
        means = [line for line in axes.lines if line.get_linestyle() == "-"]
        highest = [line for line in axes.lines if line.get_linestyle() == "--"]
        assert len(means) == len(highest) == len(axes.collections) == layers
        for layer, mean, p98, band in zip(
            range(1, layers + 1), means, highest, axes.collections, strict=True
        ):
            assert mean.get_color() == p98.get_color() == colours[layer]
            assert list(mean.get_xdata()) == EPOCHS
            assert mean.get_ydata() == pytest.approx(layer * np.array([0.1, 0.15, 0.2]))
            assert p98.get_ydata() == pytest.approx(layer * np.array([0.15, 0.2, 0.25]))
            [outline] = band.get_paths()
            edges = outline.vertices[:, 1]
            assert edges.min() == pytest.approx(layer * (0.1 - 0.02))
            assert edges.max() == pytest.approx(layer * (0.2 + 0.02))


def test_networks_with_the_same_activation_function_share_their_axis(draw):
    networks = [("a", "tanh", 1), ("b", "relu", 4), ("c", "tanh", 2), ("d", "relu", 2)]
    a, b, c, d = (axes.get_ylim() for axes in draw(*networks).axes)
    assert a == c and b == d and a != b


@pytest.mark.parametrize("count", [1, 2, 3, 10])
def test_every_network_has_a_panel_and_the_lowest_of_each_column_name_the_epoch(draw, count):
    names = [f"network {number}" for number in range(count)]
    figure = draw(*((name, "sigmoid", 2) for name in names))
    words = [f"2 hidden layers, {name}" for name in names] if count > 1 else ["2 hidden layers"]
    assert [axes.get_title(loc="left") for axes in panels(figure)] == words
    named = [axes for axes in panels(figure) if axes.get_xlabel() == "epoch"]
    assert named == panels(figure)[-1:]  # their words are long, so that there is one column
    for axes in named:
        assert any(tick.label1.get_visible() for tick in axes.xaxis.get_major_ticks())


def test_short_words_leave_room_for_two_columns_with_an_axis_each(draw):
    figure = draw(*((str(layers), "sigmoid", layers) for layers in (2, 3, 4)))
    first, second, third = panels(figure)
    assert first.get_position().y0 == second.get_position().y0 > third.get_position().y0
    assert [axes.get_xlabel() for axes in (first, second, third)] == ["", "epoch", "epoch"]


def test_the_layers_are_named_at_the_ends_of_their_curves_none_upon_another(draw):
    figure = draw(("wide", "sigmoid", 2), ("deep", "tanh", 5))
    for axes, layers in zip(figure.axes, (2, 5), strict=True):
        names = [text for text in axes.texts if text.get_text().startswith("layer")]
        assert [name.get_text() for name in names] == [f"layer {n}" for n in range(1, layers + 1)]
        figure.canvas.draw()
        heights = [name.get_window_extent().y0 for name in names]
        assert all(np.diff(heights) > TEXT)
    [legend] = figure.legends
    assert [text.get_text() for text in legend.get_texts()] == [
        "mean activation",
        "± standard deviation",
        "98th percentile",
    ]
