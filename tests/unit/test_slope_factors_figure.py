"""The figure of slope factors: σ′ and its bound, the escape, and the bars of every layer."""

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
import pytest
from network_rows import networks_table

from hardtotrain.figures.experiment_data import ExperimentData
from hardtotrain.figures.slope_factors import draw_slope_factors
from hardtotrain.figures.style import save_svg, use_style

QUANTILES = ["q02", "q25", "q50", "q75", "q98"]


def rows(network: str, layers: int, scale: float, experiment: str = "depth") -> list[dict]:
    """Layers 2 … L, each with ten times smaller factors than the one before."""
    return [
        {"experiment": experiment, "network": network, "layer": layer}
        | {"kind": "output" if layer == layers else "hidden"}
        | {q: scale * 10.0 ** (i - layer) for i, q in enumerate(QUANTILES)}
        for layer in range(2, layers + 1)
    ]


@pytest.fixture
def draw(tmp_path):
    def draw(table: list[dict]):
        use_style()
        pd.DataFrame(table).to_csv(tmp_path / "slope_factors.csv", index=False)
        layers = {row["network"]: row["layer"] - 1 for row in table if row["experiment"] == "depth"}
        changes = [{"network": name, "hidden_layers": count} for name, count in layers.items()]
        planned = networks_table("depth", changes or [{}])
        planned.to_csv(tmp_path / "networks.csv", index=False)
        figure = draw_slope_factors(ExperimentData("depth", tmp_path, [], tmp_path))
        save_svg(figure, tmp_path / "figure.svg")
        plt.close(figure)
        return figure.axes, (tmp_path / "figure.svg").read_text(encoding="utf-8")

    return draw


def test_a_panel_a_network_has_the_bars_of_its_layers(draw):
    other = rows("other", 4, 1.0, experiment="momentum")
    (slope, escape, *panels), svg = draw([*rows("deep", 4, 0.5), *other, *rows("10", 3, 7.0)])
    z, curve = slope.lines[0].get_data()
    assert (z.min(), z.max(), curve.max()) == (-4, 4, 0.25)
    assert slope.lines[1].get_ydata()[0] == 0.25
    w, width = escape.lines[0].get_data()
    assert width.max() == pytest.approx(0.45, abs=0.005)
    assert w[width.argmax()] == pytest.approx(6.9, abs=0.1)
    titles = [axes.get_title(loc="left") for axes in panels]
    assert titles == ["3 hidden layers", "2 hidden layers"]
    for axes, layers, scale in zip(panels, ([2, 3, 4], [2, 3]), (0.5, 7.0), strict=True):
        expected = pd.DataFrame(rows("any", layers[-1], scale))
        for bars, ends in zip(axes.collections, (["q02", "q98"], ["q25", "q75"]), strict=True):
            drawn = np.array(bars.get_segments())
            np.testing.assert_allclose(drawn[:, :, 0], expected[ends])
            np.testing.assert_array_equal(drawn[:, 0, 1], layers)
        medians, quarter, one = axes.lines
        np.testing.assert_allclose(medians.get_xdata(), expected["q50"])
        assert (quarter.get_xdata()[0], one.get_xdata()[0]) == (0.25, 1)
        assert axes.get_xscale() == "log"
        labels = [label.get_text() for label in axes.get_yticklabels()]
        assert labels == [*(f"layer {layer}" for layer in layers[:-1]), "output"]
        top, bottom = axes.transData.transform([[1, layers[0]], [1, layers[-1]]])[:, 1]
        assert top > bottom
    assert "momentum" not in svg


def test_sparse_weights_whose_lower_quantiles_are_zero_are_drawn(draw):
    table = [row | {"q02": 0.0, "q25": 0.0} for row in rows("sparse", 3, 0.5)]
    (_, _, panel), _ = draw(table)
    low, high = panel.get_xlim()
    assert 0 < low < 0.5 * 0.1 and high > 1  # the smaller of the two medians
    starts = [segment[0] for bars in panel.collections for segment in bars.get_segments()]
    assert np.all(panel.transAxes.inverted().transform(panel.transData.transform(starts))[:, 0] < 0)


def test_an_experiment_whose_networks_all_diverged_has_an_empty_panel(draw):
    (slope, _, panel), _ = draw(rows("other", 3, 0.5, experiment="momentum"))
    assert len(slope.lines) == 2
    assert not panel.lines and not panel.collections and not panel.texts


def test_the_same_table_draws_the_same_bytes(draw):
    table = [*rows("deep", 5, 0.5), *rows("wide", 3, 0.2)]
    assert draw(table)[1] == draw(table)[1]
