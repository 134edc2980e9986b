"""The four equations of backpropagation (Nielsen, chapter 2) on stacked mini-batches."""

import numpy as np

from hardtotrain.engine.network import Network


class Backpropagation:
    """Activations and errors of one mini-batch, in buffers that are made once and used again.

    Attributes:
        activations: a^0 … a^L, arrays (R, m, n_l). The caller fills a^0 with the images.
        deltas: δ^1 … δ^L = ∂C/∂z of every example, arrays (R, m, n_l).
        columns: For each layer its input a^{l−1} and error δ^l, as lists of transposed views, one a
            replicate: the form in which BLAS multiplies them.
        ones: A row of m ones, which sums errors over the mini-batch.
    """

    def __init__(self, network: Network, batch_size: int) -> None:
        """Makes the buffers.

        Args:
            network: Its weights and biases are read anew at every call.
            batch_size: m, the number of examples a replicate sees at once.
        """
        dtype = network.weights[0].dtype
        shapes = [(network.replicates, batch_size, n) for n in network.layers]
        self.network = network
        self.activations = [np.empty(shape, dtype) for shape in shapes]
        self.deltas = [np.empty(shape, dtype) for shape in shapes[1:]]
        self.columns = [
            ([a_r.T for a_r in a], [delta_r.T for delta_r in delta])
            for a, delta in zip(self.activations, self.deltas, strict=False)
        ]
        self.ones = np.ones((1, batch_size), dtype)
        self._slopes = [np.empty(shape, dtype) for shape in shapes[1:-1]]
        self._transposed_weights = [W.transpose(0, 2, 1) for W in network.weights]

    def feedforward(self) -> None:
        """a^l = σ(a^{l−1} W^l + b^l), from the images in `activations[0]` to the output."""
        network = self.network
        for W, b, a, next_a in zip(
            network.weights, network.biases, self.activations, self.activations[1:], strict=False
        ):
            np.matmul(a, W, out=next_a)
            next_a += b
            if next_a is self.activations[-1]:
                network.cost.apply_output(next_a)
            else:
                network.activation.apply(next_a)

    def backpropagate(self, targets: np.ndarray, scale: float = 1) -> None:
        """δ^L = ∂C/∂z^L, then δ^l = δ^{l+1} (W^{l+1})ᵀ ⊙ σ′(z^l) down to l = 1.

        Args:
            targets: y of every example, shape (R, m, n_L) or broadcastable to it.
            scale: A factor on δ^L and so, as every δ is linear in the next, on all of them.
        """
        network = self.network
        network.cost.output_error(self.activations[-1], targets, self.deltas[-1])
        self.deltas[-1] *= scale
        for index in reversed(range(len(self.deltas) - 1)):
            delta, slope = self.deltas[index], self._slopes[index]
            np.matmul(self.deltas[index + 1], self._transposed_weights[index + 1], out=delta)
            network.activation.derivative(self.activations[index + 1], slope)
            delta *= slope
