"""What a network asks of a machine: memory, and rows of what is recorded.

So that a size mistyped, as a layer of 1,000,000 neurons, is told at once and not by a job that dies
of it. The numbers are those of the arrays that the code holds; what else it needs is small.
"""

from itertools import pairwise

from hardtotrain.config.plan import PlannedNetwork

FLOAT32, FLOAT64 = 4, 8  # bytes

# Of one job. Laptops have it; the book's networks need a hundredth.
MOST_BYTES = 8 * 10**9

# Of one CSV of a network: about a gigabyte, and some more while it is read.
MOST_ROWS = 10_000_000

# Images that go through all replicates at once to measure costs and accuracies.
MONITORED_IMAGES = 1000

# Of so many replicates the tables are made in float64, and for one of them Jacobians of so many
# images are decomposed, in copies.
TABULATED_REPLICATES, DECOMPOSED_IMAGES = 20, 30

# At most so many bins are filled in the three histograms of a layer.
BINS = 360


def bytes_needed(network: PlannedNetwork) -> int:
    """How much memory the hungriest job of a network needs: about, and at least."""
    return max(bytes_to_train(network), bytes_to_tabulate(network))


def bytes_to_train(network: PlannedNetwork) -> int:
    """Memory of a training job: weights and velocities, a mini-batch, and what is measured."""
    settings = network.settings
    layers, neurons = settings["layers"], sum(settings["layers"])
    stacked = min(network.replicates, network.replicates_per_job)
    kept = weights(layers) * (1 if settings["optimiser"]["method"] == "sgd" else 2)
    # Activation, error and slope of each neuron; of the widest layer and the next in a measurement.
    batch = 3 * neurons * min(settings["batch_size"], settings["images"])
    monitored = 2 * max(layers[1:]) * MONITORED_IMAGES
    probed = 3 * neurons * settings["probe_images"]
    return FLOAT32 * (stacked * (kept + batch + monitored) + probed)


def bytes_to_tabulate(network: PlannedNetwork) -> int:
    """Memory of the tables of a network, and so of joining its replicates."""
    layers = network.settings["layers"]
    joined = 2 * FLOAT32 * network.replicates * weights(layers)
    copied = FLOAT64 * min(network.replicates, TABULATED_REPLICATES) * weights(layers)
    jacobians = 2 * FLOAT64 * DECOMPOSED_IMAGES * weights(layers[1:-1])
    return joined + copied + jacobians


def weights(layers: list[int]) -> int:
    """How many weights there are between layers of these sizes."""
    return sum(n_in * n_out for n_in, n_out in pairwise(layers))


def rows_recorded(network: PlannedNetwork) -> dict[str, int]:
    """How many rows each CSV of what is recorded will have, at most."""
    settings = network.settings
    hidden, last = len(settings["layers"]) - 2, 1
    rows_of_a_look = {
        "history": 1,
        "gradients": hidden + last,
        "neurons": sum(settings["layers"][1:]),
        "activations": hidden,
        "propagation": hidden,
        "histograms": hidden * BINS,
    }
    return {
        table: network.replicates * rows * (settings["epochs"] // settings["record"][table] + 2)
        for table, rows in rows_of_a_look.items()
    }
