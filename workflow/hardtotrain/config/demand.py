"""What a network asks of a machine, memory and rows of what is recorded, and of the data.

So that a size mistyped, as a layer of 1,000,000 neurons, is told at once and not by a job that dies
of it. The numbers are those of the arrays that the code holds; what else it needs is small.
"""

from collections.abc import Callable
from itertools import pairwise
from typing import Any

from hardtotrain.config.amounts import DECOMPOSED_IMAGES, FILLED_BINS, MONITORED_IMAGES
from hardtotrain.config.plan import Place, Plan, PlannedNetwork
from hardtotrain.config.study import Shape

BYTE, FLOAT32, FLOAT64, INT64 = 1, 4, 8, 8  # bytes

# Python with its libraries and the validation and test images; on a cluster two Snakemakes, 120 MB
# each, add to it.
MEGABYTES_TO_START = 1000

# How many numbers an optimiser keeps for each weight, itself included.
KEPT = {"sgd": 1, "momentum": 2, "nesterov": 2, "adam": 4}

# Of one job. Laptops have it; the book's networks need a hundredth.
MOST_BYTES = 8 * 10**9

# Of one CSV of a network, which a job holds until it is written: a few gigabytes. And of all CSVs
# of a study on disk: some 25 GB.
MOST_ROWS = 10_000_000
MOST_ROWS_TOGETHER = 500_000_000


def bytes_needed(network: PlannedNetwork) -> int:
    """How much memory the hungriest job of a network needs: about, and at least."""
    predicting = bytes_to_predict(network.settings["layers"][0]) if network.is_watched else 0
    return max(bytes_to_train(network), bytes_to_tabulate(network), predicting)


def bytes_to_train(network: PlannedNetwork) -> int:
    """Memory of a training job: weights and velocities, images, and what is measured."""
    settings = network.settings
    layers, neurons = settings["layers"], sum(settings["layers"])
    stacked = min(network.replicates, network.replicates_per_job)
    kept = weights(layers) * KEPT[settings["optimiser"]["method"]]
    # Weighted input and activation of each neuron, and the errors of both.
    batch = 4 * neurons * min(settings["batch_size"], settings["images"])
    monitored = 2 * sum(layers[1:]) * MONITORED_IMAGES
    # The probe images go through a copy of one replicate after the other.
    probed = weights(layers) + 4 * neurons * settings["probe_images"]
    # Its pixels and targets, and its place in the order of each replicate.
    image = BYTE * layers[0] + FLOAT32 * layers[-1] + INT64 * stacked
    return FLOAT32 * (stacked * (kept + batch + monitored) + probed) + image * settings["images"]


def megabytes_to_train(plan: Plan) -> Callable[[Place], int]:
    """What a cluster is asked for a training job at a place, the start of its programs included."""

    def at(place: Place) -> int:
        return MEGABYTES_TO_START + bytes_to_train(plan.network(place)) // 10**6

    return at


def bytes_to_tabulate(network: PlannedNetwork) -> int:
    """Memory of the jobs that look at all replicates of a network: theory does so in float64."""
    layers = network.settings["layers"]
    replicates = (FLOAT32 + FLOAT64) * network.replicates * weights(layers)
    jacobians = 2 * FLOAT64 * DECOMPOSED_IMAGES * weights(layers[1:-1])
    images = 2 * FLOAT64 * layers[0] * network.settings["probe_images"]  # and their squares
    return replicates + jacobians + images


def bytes_to_predict(pixels: int) -> int:
    """Memory of the job that predicts plateaus: the covariance of the pixels and its components."""
    return 5 * FLOAT64 * pixels**2


def megabytes_to_predict(pixels: int) -> int:
    """What a cluster is asked for such a job, the start of its programs included."""
    return MEGABYTES_TO_START + bytes_to_predict(pixels) // 10**6


def weights(layers: list[int]) -> int:
    """How many weights there are between layers of these sizes."""
    return sum(n_in * n_out for n_in, n_out in pairwise(layers))


def asked_of_data(plan: Plan, shape: Shape) -> Callable[..., dict[str, Any]]:
    """Gives what the networks of a study ask of its data, as `check_fit` takes it.

    A function, as Snakemake takes for no reason to run a job again what one makes of its output:
    one network more needs no other data.
    """

    def asked(wildcards: object = None, output: object = None) -> dict[str, Any]:
        return {
            "pixels": shape.pixels,
            "classes": shape.classes,
            "images": plan.most_images(),
        }

    return asked


def rows_recorded(network: PlannedNetwork) -> dict[str, int]:
    """How many rows each CSV of what is recorded will have, if no replicate ends early."""
    settings = network.settings
    hidden, last, epochs = len(settings["layers"]) - 2, 1, settings["epochs"]
    rows_of_an_epoch = {
        "history": 1,
        "gradients": hidden + last,
        "neurons": sum(settings["layers"][1:]),
        "activations": hidden,
        "propagation": hidden,
        "histograms": hidden * FILLED_BINS,
    }
    return {
        table: network.replicates * rows * (1 + -(-epochs // settings["record"][table]))
        for table, rows in rows_of_an_epoch.items()
    }
