"""PyTorch, eager, as its tutorials train a network."""

import torch
from torch import nn
from torch.nn.functional import binary_cross_entropy_with_logits

from benchmarks.work import LEARNING_RATE, Work, one_hot, pixels


class Training:
    """`nn.Sequential` and `optim.SGD` on tensors that stay in memory as float32."""

    def __init__(self, work: Work) -> None:
        torch.set_num_threads(1)
        self.work = work
        self.orders = work.orders()
        self.training = tensors(work.training)
        self.validation = tensors(work.validation)
        self.labels = torch.from_numpy(work.validation.labels.astype("int64"))
        self.network = sequential(work)
        parameters = dict(self.network.named_parameters())
        self.optimiser = torch.optim.SGD(
            [
                {
                    "params": [p for name, p in parameters.items() if name.endswith("weight")],
                    "weight_decay": work.decay,
                },
                {"params": [p for name, p in parameters.items() if name.endswith("bias")]},
            ],
            lr=LEARNING_RATE,
        )

    def train_epoch(self) -> None:
        """One epoch of one network."""
        (order,) = next(self.orders)
        images, targets = self.training
        for batch in torch.from_numpy(order).split(self.work.batch_size):
            self.optimiser.zero_grad()
            cost(self.network(images[batch]), targets[batch]).backward()
            self.optimiser.step()

    @torch.inference_mode()
    def watch(self) -> tuple[float, float]:
        """Cost and accuracy on the validation images."""
        images, targets = self.validation
        z = self.network(images)
        accuracy = (z.argmax(dim=1) == self.labels).float().mean()
        return cost(z, targets).item(), accuracy.item()


def sequential(work: Work) -> nn.Sequential:
    """The first replicate as modules; the output layer's sigmoid belongs to the cost."""
    start = work.network()
    modules = []
    for W, b in zip(start.weights, start.biases, strict=True):
        linear = nn.Linear(W.shape[1], W.shape[2])
        linear.weight.data.copy_(torch.from_numpy(W[0].T))
        linear.bias.data.copy_(torch.from_numpy(b[0, 0]))
        modules += [linear, nn.Sigmoid()]
    return nn.Sequential(*modules[:-1])


def tensors(dataset):
    """Pixels and targets."""
    return torch.from_numpy(pixels(dataset.images)), torch.from_numpy(one_hot(dataset.labels))


def cost(z: torch.Tensor, y: torch.Tensor) -> torch.Tensor:
    """Cross-entropy, summed over outputs and averaged over images."""
    return binary_cross_entropy_with_logits(z, y, reduction="sum") / len(z)
