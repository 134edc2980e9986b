"""Which neurons learn? The sentence follows the shares, their intervals and the starts."""

import pytest
from rendered_scene import network, study_from, told


def neurons(
    share: float, low: float | None, high: float | None, language: str = "en", ordered: int = 123
) -> str:
    """What the scene says of one network with three hidden layers."""
    name = {"experiment": "start", "network": network("start", 3)["network"]}
    pairs = [
        {**name, "from_layer": layer, "to_layer": layer + 1, "replicates": 200, "share": share}
        | {"ci_low": low, "ci_high": high}
        for layer in (1, 2)
    ]
    order = {**name, "replicates": 200, "ordered": ordered, "share": 0.6}
    networks = [network("start", 3)]
    study = study_from(networks=networks, neuron_order=pairs, initial_order=[order])
    return told("neurons", study, language)


@pytest.mark.parametrize(
    ("share", "low", "high", "en", "zh"),
    [
        (0.85, 0.84, 0.86, "Mostly those of the later layers", "主要是靠近输出的各层神经元"),
        (0.15, 0.14, 0.16, "Mostly those of the earlier layers", "主要是靠近输入的各层神经元"),
        (0.52, 0.49, 0.55, "No layer’s neurons are ahead", "没有哪一层的神经元始终领先"),
        (0.85, None, None, "One start alone cannot tell", "只有一次初始化"),
    ],
)
def test_whose_neurons_are_ahead_is_what_the_intervals_show(share, low, high, en, zh):
    assert en in neurons(share, low, high)
    assert zh in neurons(share, low, high, "zh")


def test_a_bound_for_all_neighbouring_layers_is_said_on_the_side_that_it_bounds():
    assert "the share is at least 85.00%" in neurons(0.85, 0.84, 0.86)
    assert "the share is at most 15.00%" in neurons(0.15, 0.14, 0.16)
    assert "the share is" not in neurons(0.52, 0.49, 0.55)


def test_the_starts_in_which_layers_are_in_order_are_counted():
    assert "In 123 of 200 starts with 3 hidden layers" in neurons(0.85, 0.84, 0.86)
    assert "200 次随机初始化中有 123 次，每个隐藏层" in neurons(0.85, 0.84, 0.86, "zh")
    assert "In all 200 starts with 3" in neurons(0.85, 0.84, 0.86, ordered=200)
    assert "200 次随机初始化无一例外" in neurons(0.85, 0.84, 0.86, "zh", 200)


def test_without_two_hidden_layers_there_is_nothing_to_compare():
    assert not told("neurons", study_from(networks=[network("start", 1)]))
