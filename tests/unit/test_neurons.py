"""The signed mean bias gradient of every neuron."""

import pytest

from hardtotrain.measures.neurons import neuron_gradients


@pytest.mark.parametrize("cost", ["cross_entropy", "quadratic", "log_likelihood"])
def test_every_neuron_has_the_mean_bias_gradient_of_the_textbook(probed, cost):
    probe, textbook, examples = probed(layers=(6, 5, 4, 3), cost=cost)
    _, bias_gradients = textbook.mean_gradients(examples)
    expected = [
        (layer, neuron, gradient)
        for layer, column in enumerate(bias_gradients, start=1)
        for neuron, gradient in enumerate(column[:, 0], start=1)
    ]
    rows = list(neuron_gradients(probe))
    assert [row[:2] for row in rows] == [row[:2] for row in expected]
    assert [row[2] for row in rows] == pytest.approx([row[2] for row in expected], rel=1e-10)
    assert {gradient > 0 for _, _, gradient in rows} == {True, False}
