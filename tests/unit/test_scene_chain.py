"""Why would a gradient vanish? What is said of the factors is what they are."""

import pytest
from rendered_scene import network, study_from, told

from hardtotrain.tables.theory_checks import theory_check_table

CHECKS = theory_check_table().to_dict("records")


def factors(experiment: str, below: float, largest: float = 0.0, hidden_layers: int = 3) -> dict:
    """A row of slope_factors.csv."""
    name = network(experiment, hidden_layers)["network"]
    row = {"experiment": experiment, "network": name, "layer": 2, "kind": "hidden"}
    return row | {"replicates": 8, "below_quarter": below, "at_least_one": largest}


def chain(*rows, jacobians=(), language: str = "en", **start) -> str:
    """What the scene says of a study that trains a network, and draws the same many times."""
    networks = [network("train", 3, epochs=30, replicates=8), network("start", 3, **start)]
    study = study_from(
        networks=networks, slope_factors=rows, jacobians=jacobians, theory_checks=CHECKS
    )
    return told("chain", study, language)


def test_shares_are_told_before_and_after_training():
    said = chain(factors("start", 1), factors("train", 0.93))
    assert (
        "in the untrained networks above, all are below a quarter: the standard deviation" in said
    )
    assert "After training at least 93.00% in each layer are, and none reaches one." in said
    zh = chain(factors("start", 1), factors("train", 0.93), language="zh")
    assert (
        "未训练的网络中全部如此（输入越多，初始权重的标准差取得越小）；训练之后各层至少有 93.00%，"
        in zh
    )


@pytest.mark.parametrize("start", [{"scheme": "large_gaussian"}, {"weight_scale": 100.0}])
def test_weights_are_not_said_to_be_drawn_small_where_they_are_not(start):
    assert "all are below a quarter. After training" in chain(
        factors("start", 1), factors("train", 0.93), **start
    )


def test_a_factor_that_reaches_one_is_not_denied():
    assert "none reaches one" not in chain(factors("train", 0.93, 0.001))


def test_errors_are_said_to_grow_only_where_they_do_though_no_factor_reaches_one():
    name = {"experiment": "train", "network": network("train", 3)["network"], "hidden_layers": 3}
    grow = {**name, "ci_low": -0.2, "ci_high": -0.1, "layer_singular_value_largest": 1.48}
    shrink = {**grow, "ci_low": 0.6, "ci_high": 0.7}
    small, large = factors("train", 0.93), factors("train", 0.93, 0.001)
    assert "In the trained networks with 3 hidden layers it does" in chain(small, jacobians=[grow])
    assert "it does" not in chain(small, jacobians=[shrink])
    assert "it does" not in chain(large, jacobians=[grow])


def test_a_study_without_deep_sigmoids_has_no_chain():
    assert not chain()
