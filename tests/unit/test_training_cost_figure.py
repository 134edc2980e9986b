"""The training cost against epoch: median and range of the replicates that finished."""

import matplotlib.pyplot as plt
import pandas as pd
import pytest

from hardtotrain.figures.experiment_data import ExperimentData
from hardtotrain.figures.style import INK, use_style
from hardtotrain.figures.training_cost import draw_training_cost


@pytest.fixture
def draw(tmp_path):
    """Draws networks by the costs of their replicates at each epoch; None is a divergence."""

    def draw(epochs: int = 2, **networks: list[list[float | None]]):
        runs = []
        for network, replicates in networks.items():
            path = tmp_path / "momentum" / network / "history.csv"
            path.parent.mkdir(parents=True)
            rows = [
                (replicate, epoch, cost, "diverged" if cost is None else "ok")
                for replicate, costs in enumerate(replicates)
                for epoch, cost in enumerate(costs)
            ]
            columns = ["replicate", "epoch", "training_cost", "status"]
            pd.DataFrame(rows, columns=columns).to_csv(path, index=False)
            runs.append(path)
        planned = [
            ("momentum", network, 0 if network == "untrained" else epochs) for network in networks
        ]
        columns = ["experiment", "network", "epochs"]
        pd.DataFrame(planned, columns=columns).to_csv(tmp_path / "networks.csv", index=False)
        use_style()
        figure = draw_training_cost(ExperimentData("momentum", tmp_path, runs, tmp_path))
        plt.close(figure)
        [axes] = figure.axes
        return axes

    return draw


def names(axes) -> list[str]:
    return [text.get_text() for text in axes.get_legend().get_texts()]


def test_a_network_is_the_median_of_its_replicates_within_their_range(draw):
    axes = draw(sgd=[[4, 2, 1], [8, 1, 0.5], [5, 3, 0.1]])
    assert axes.get_yscale() == "log"
    [line] = axes.lines
    assert line.get_xydata().tolist() == [[0, 5], [1, 2], [2, 0.5]]
    [band] = axes.collections
    corners = {tuple(corner) for corner in band.get_paths()[0].vertices}
    assert corners == {(0, 4), (0, 8), (1, 1), (1, 3), (2, 0.1), (2, 1)}


def test_replicates_that_diverged_are_left_out_from_the_start(draw):
    axes = draw(sgd=[[4, 2, 1], [100, 900, None], [6, 4, 3]], diverged=[[7, None], [8, None]])
    drawn = [line.get_ydata().tolist() for line in axes.lines if len(line.get_ydata())]
    assert drawn == [[5, 3, 2]]
    assert names(axes)[:2] == ["sgd", "diverged"]


@pytest.mark.filterwarnings("error")
def test_without_a_finished_replicate_there_is_a_name_and_no_line(draw):
    axes = draw(diverged=[[7, 8, None]])
    assert not any(len(line.get_ydata()) for line in axes.lines)
    assert names(axes)[0] == "diverged"


def test_untrained_networks_have_no_cost_to_follow(draw):
    axes = draw(sgd=[[4, 2, 1]], untrained=[[4]])
    assert names(axes) == ["sgd", "median of replicates", "their whole range"]


def test_ten_networks_are_told_apart_by_colour_and_dash(draw):
    axes = draw(epochs=1, **{f"network {n}": [[9 + n, 1 + n]] for n in range(10)})
    looks = [(line.get_color(), line.get_linestyle()) for line in axes.lines]
    assert len(set(looks)) == 10
    keys = axes.get_legend().get_lines()
    assert [(key.get_color(), key.get_linestyle()) for key in keys[:10]] == looks
    assert names(axes)[:10] == [f"network {n}" for n in range(10)]  # in the order of the config
    assert all(key.get_color() == INK for key in keys[10:])


def test_the_legend_stands_below_the_axes(draw):
    axes = draw(sgd=[[4, 2, 1]])
    axes.figure.canvas.draw()
    assert axes.get_legend().get_window_extent().y1 < axes.get_window_extent().y0
