"""The table of published errors: which networks stand beside the paper's, and with what error."""

from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from network_rows import book_row

from hardtotrain.roles.plain_layers import PLAIN
from hardtotrain.tables.published_errors import published_error_table
from hardtotrain.tables.schemas.accuracies import PUBLISHED_ERRORS

PUBLISHED = Path(__file__).parents[2] / "workflow" / "published"
TANH = book_row(
    "784-100-100-100-100-100-10",
    experiment="activations",
    network="tanh",
    activation="tanh",
    initialiser="glorot_uniform",
    cost="log_likelihood",
)


def accuracies(*networks: str, experiment="activations", mean=0.94, low=0.93, high=0.96):
    """The rows of four replicates, of which those for test after the last epoch are in question."""
    return pd.DataFrame(
        [
            {
                "experiment": experiment,
                "network": network,
                "replicates": 4,
                "split": split,
                "statistic": statistic,
                "mean": mean - other,
                "ci_low": low - other,
                "ci_high": high - other,
            }
            for network in networks
            for split, statistic, other in (
                ("training", "last_epoch", 0.4),
                ("test", "last_epoch", 0),
                ("test", "last_five", 0.2),
                ("validation", "last_epoch", 0.3),
            )
        ]
    )


def tabulate(*networks: dict, trained: pd.DataFrame | None = None) -> pd.DataFrame:
    if trained is None:
        trained = accuracies(*(network["network"] for network in networks))
    return published_error_table(pd.DataFrame(networks), trained, PUBLISHED)


def test_the_error_is_what_is_missing_from_the_test_accuracy_after_the_last_epoch():
    table = tabulate(TANH)
    assert table.columns.tolist() == PUBLISHED_ERRORS.names
    [row] = table.itertuples()
    assert (row.network, row.width, row.replicates) == ("tanh", 100, 4)
    # The lower end of the accuracy is the upper end of the error.
    assert (row.test_error, row.ci_low, row.ci_high) == pytest.approx((0.06, 0.04, 0.07))
    assert (row.published, row.published_width) == (pytest.approx(0.0164), 1000)


@pytest.mark.parametrize(
    ("activation", "initialiser", "percent"),
    [
        ("softsign", "standard_uniform", 1.64),
        ("softsign", "glorot_uniform", 1.72),
        ("tanh", "standard_uniform", 1.76),
        ("tanh", "glorot_uniform", 1.64),
        ("sigmoid", "standard_uniform", 2.21),
    ],
)
def test_published_errors_are_those_of_the_paper_s_table(activation, initialiser, percent):
    [row] = tabulate(TANH | {"activation": activation, "initialiser": initialiser}).itertuples()
    assert (row.activation, row.initialiser) == (activation, initialiser)
    assert row.published == pytest.approx(percent / 100)


@pytest.mark.parametrize(
    "other",
    [
        {"dataset": "fashion-mnist"},
        {"layers": "784-100-100-100-100-10", "hidden_layers": 4},
        {"activation": "relu"},
        {"activation": "sigmoid"},  # its normalised initialiser is not in the paper's table
        {"initialiser": "orthogonal"},
        {"initialiser": "glorot_uniform weight_scale-2"},
        {"cost": "cross_entropy"},
        {"frozen_layers": "1"},
        *({setting: "another"} for setting in PLAIN),
        {"layers": "784-100-100-100-100-50-10"},
    ],
    ids=str,
)
def test_a_network_of_another_kind_is_left_out(other):
    table = tabulate(TANH, TANH | {"network": "other"} | other)
    assert table["network"].tolist() == ["tanh"]


def test_networks_of_any_width_stand_beside_it_in_the_order_of_the_study():
    widths = {"wide": 1000, "narrow": 30, "between": 300}
    networks = [
        TANH | {"network": name, "layers": "-".join(["784", *[str(width)] * 5, "10"])}
        for name, width in widths.items()
    ]
    table = tabulate(*networks, trained=accuracies("between", "narrow", "wide"))
    assert dict(zip(table["network"], table["width"], strict=True)) == widths
    assert table["network"].tolist() == list(widths)


def test_networks_that_do_not_train_are_left_out():
    table = tabulate(TANH | {"network": "untrained"}, TANH, trained=accuracies("tanh"))
    assert table["network"].tolist() == ["tanh"]


def test_a_network_whose_replicates_all_diverged_keeps_its_row_without_numbers():
    trained = accuracies("tanh", mean=np.nan, low=np.nan, high=np.nan).assign(replicates=0)
    table = tabulate(TANH, trained=trained)
    assert table["replicates"].tolist() == [0] and table["published"].notna().all()
    assert table[["test_error", "ci_low", "ci_high"]].isna().all(axis=None)


def test_the_same_network_in_two_experiments_stays_apart():
    again = TANH | {"experiment": "again"}
    trained = pd.concat([accuracies("tanh", experiment="again", mean=0.9), accuracies("tanh")])
    table = tabulate(TANH, again, trained=trained)
    assert table["experiment"].tolist() == ["activations", "again"]
    assert table["test_error"].tolist() == pytest.approx([0.06, 0.1])


def test_other_networks_and_the_order_of_rows_change_nothing_to_the_bit():
    other = TANH | {"network": "softsign", "activation": "softsign"}
    trained = accuracies("softsign", "tanh").sample(frac=1, random_state=0)
    among = tabulate(other, TANH, trained=trained).query("network == 'tanh'")
    pd.testing.assert_frame_equal(among.reset_index(drop=True), tabulate(TANH), check_exact=True)


def test_without_such_a_network_the_table_is_empty_and_has_its_columns():
    table = tabulate(TANH | {"cost": "quadratic"})
    assert table.empty and table.columns.tolist() == PUBLISHED_ERRORS.names
