"""The textbook's loop, one example at a time: the one that the tests hold the engine against."""

from textbook_network import TextbookNetwork

from benchmarks.work import LEARNING_RATE, Work, one_hot


class Training:
    """`network2.SGD` of the book, in float64; it feeds each image forward twice, to stay simple."""

    def __init__(self, work: Work) -> None:
        self.work = work
        self.orders = work.orders()
        self.training = examples(work.training)
        self.validation = examples(work.validation)
        start = work.network()
        self.network = TextbookNetwork(
            [W[0].T for W in start.weights], [b[0] for b in start.biases]
        )

    def train_epoch(self) -> None:
        """One epoch of one network."""
        (order,) = next(self.orders)
        size = self.work.batch_size
        for start in range(0, len(order), size):
            batch = [self.training[index] for index in order[start : start + size]]
            self.network.update_mini_batch(batch, LEARNING_RATE, self.work.decay)

    def watch(self) -> tuple[float, float]:
        """Cost and accuracy on the validation images."""
        cost = sum(self.network.example_cost(x, y) for x, y in self.validation)
        correct = sum(
            self.network.feedforward(x)[1][-1].argmax() == y.argmax() for x, y in self.validation
        )
        return cost / len(self.validation), correct / len(self.validation)


def examples(dataset):
    """Images and labels as the textbook's pairs (x, y) of columns in float64."""
    return [
        (image.reshape(-1, 1) / 256, y.reshape(-1, 1).astype(float))
        for image, y in zip(dataset.images, one_hot(dataset.labels), strict=True)
    ]
