"""JAX: an epoch compiled as one scan, over replicates by vmap, with the data on the device."""

import os
from functools import partial

os.environ["XLA_FLAGS"] = (  # before XLA starts: one thread
    "--xla_cpu_multi_thread_eigen=false intra_op_parallelism_threads=1"
)

import jax
import jax.numpy as jnp

from benchmarks.work import LEARNING_RATE, Work, one_hot, pixels


class Training:
    """`jit`, `grad`, `vmap` and `lax.scan` on a list of (W, b)."""

    def __init__(self, work: Work) -> None:
        self.work = work
        self.orders = work.orders()
        self.training = arrays(work.training)
        self.validation = arrays(work.validation)
        start = work.network()
        self.network = [
            (jnp.asarray(W), jnp.asarray(b[:, 0]))
            for W, b in zip(start.weights, start.biases, strict=True)
        ]

    def train_epoch(self) -> None:
        """One epoch of all replicates."""
        order = next(self.orders)
        batches = jnp.asarray(order).reshape(self.work.replicates, -1, self.work.batch_size)
        self.network = trained(self.network, batches, *self.training, self.work.decay)
        jax.block_until_ready(self.network)

    def watch(self) -> tuple[float, float]:
        """Cost and accuracy of the first replicate on the validation images."""
        costs, accuracies = quality(self.network, *self.validation)
        return float(costs[0]), float(accuracies[0])


def arrays(dataset):
    """Pixels and targets on the device."""
    return jnp.asarray(pixels(dataset.images)), jnp.asarray(one_hot(dataset.labels))


def weighted_output(network, images):
    """z^L of one replicate."""
    *hidden, (W_last, b_last) = network
    a = images
    for W, b in hidden:
        a = jax.nn.sigmoid(a @ W + b)
    return a @ W_last + b_last


def cost(network, images, targets):
    """Cross-entropy Σ_j [ln(1 + e^z_j) − y_j z_j], averaged over images."""
    z = weighted_output(network, images)
    return (jnp.logaddexp(0, z) - targets * z).sum(axis=1).mean()


@partial(jax.jit, donate_argnums=0)
@partial(jax.vmap, in_axes=(0, 0, None, None, None))
def trained(network, batches, images, targets, decay):
    """One replicate after the mini-batches whose images `batches` (steps, m) names."""

    def step(network, batch):
        gradients = jax.grad(cost)(network, images[batch], targets[batch])
        return [
            (W - LEARNING_RATE * (W_gradient + decay * W), b - LEARNING_RATE * b_gradient)
            for (W, b), (W_gradient, b_gradient) in zip(network, gradients, strict=True)
        ], None

    return jax.lax.scan(step, network, batches)[0]


@jax.jit
@partial(jax.vmap, in_axes=(0, None, None))
def quality(network, images, targets):
    """Cost and accuracy of one replicate."""
    z = weighted_output(network, images)
    accuracy = (z.argmax(axis=1) == targets.argmax(axis=1)).mean()
    return cost(network, images, targets), accuracy
