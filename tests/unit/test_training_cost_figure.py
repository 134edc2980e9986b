"""The training cost against epoch: median and range of the replicates that finished."""

import matplotlib.pyplot as plt
import pandas as pd
import pytest
from network_rows import networks_table

from hardtotrain.figures.experiment_data import ExperimentData
from hardtotrain.figures.labels import lay_out
from hardtotrain.figures.style import use_style
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
            {"network": network, "epochs": 0 if network == "untrained" else epochs}
            for network in networks
        ]
        networks_table("momentum", planned).to_csv(tmp_path / "networks.csv", index=False)
        use_style()
        figure = draw_training_cost(ExperimentData("momentum", tmp_path, runs, tmp_path))
        plt.close(figure)
        [axes] = figure.axes
        return axes

    return draw


def names(axes) -> list[str]:
    """What is written beside or below the panel, the letters of the lines left out."""
    return [text.get_text() for text in axes.texts if len(text.get_text()) > 1]


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
    assert names(axes) == ["2 hidden layers, sgd", "2 hidden layers, diverged"]


@pytest.mark.filterwarnings("error")
def test_without_a_finished_replicate_there_is_a_name_and_no_line(draw):
    axes = draw(diverged=[[7, 8, None]])
    assert not any(len(line.get_ydata()) for line in axes.lines)
    assert names(axes) == ["2 hidden layers"]
    lay_out(axes.figure)


def test_untrained_networks_have_no_cost_to_follow(draw):
    axes = draw(sgd=[[4, 2, 1]], untrained=[[4]])
    assert names(axes) == ["2 epochs"]  # at the end of its line


def test_ten_networks_are_told_apart_by_colour_and_dash(draw):
    axes = draw(epochs=1, **{f"network {n}": [[9 + n, 1 + n]] for n in range(10)})
    looks = [(line.get_color(), line.get_linestyle()) for line in axes.lines]
    assert len(set(looks)) == 10
    # In the order of the config, each beside the letter that stands at the end of its line.
    assert names(axes) == [f"2 hidden layers, network {n}" for n in range(10)]
    letters = [text for text in axes.texts if len(text.get_text()) == 1]
    assert [letter.get_text() for letter in letters] == list("abcdefghij" * 2)
    assert [letter.get_color() for letter in letters[:10]] == [colour for colour, _ in looks]
