"""How fast each layer would learn: norms of the gradient, layer by layer."""

from collections.abc import Iterator

import numpy as np

from hardtotrain.measures.probe import Probe

# The measures of speed, the book's first, each with what is said of it in gradients.csv. What the
# page calls them stands in report/words/speeds.yaml: a change there trains nothing again.
MEANINGS = {
    "bias_gradient_norm": "norm of the mean gradient, the book's speed",
    "bias_gradient_rms": "root mean square over images of the norm of each image's gradient",
    "weight_gradient_norm": "Frobenius",
    "relative_update": "η ‖∇W‖ / ‖W‖; 0 for a frozen layer",
}
SPEEDS = list(MEANINGS)

COLUMNS = ("layer", "kind", *SPEEDS, "decay_gradient_norm")


def learning_speeds(probe: Probe) -> Iterator[tuple]:
    """The speeds of every layer; C is the unregularised cost on the probe images.

    - bias_gradient_norm: ‖mean over images of ∂C/∂b^l‖, the speed of Nielsen's chapter 5;
      where a layer is normalised its β stands in the bias's place.
    - bias_gradient_rms: √(mean over images of ‖∂C_x/∂b^l‖²), blind to cancellation between images.
    - weight_gradient_norm: ‖∂C/∂W^l‖, Frobenius.
    - relative_update: η ‖∂C/∂W^l‖ / ‖W^l‖, how far one gradient step moves the weights for their
      size; 0 for a frozen layer.

    And beside them decay_gradient_norm: (λ/n) ‖W^l‖, the norm of the gradient of the L2 term, which
    the speeds leave out.

    Yields:
        One row of COLUMNS a layer.
    """
    for (layer, kind), rate in zip(probe.layers(), probe.learning_rates, strict=True):
        a, delta = probe.activations[layer - 1], probe.deltas[layer - 1]
        error = probe.weight_errors[layer - 1]
        weight_gradient_norm = np.linalg.norm((error.T @ a).astype(float)) / len(delta)
        weight_norm = np.linalg.norm(probe.weights[layer - 1].astype(float))
        yield (
            layer,
            kind,
            np.linalg.norm(delta.mean(axis=0, dtype=float)),
            np.sqrt(np.square(delta, dtype=float).sum() / len(delta)),
            weight_gradient_norm,
            rate * weight_gradient_norm / weight_norm,
            probe.decay * weight_norm,
        )
