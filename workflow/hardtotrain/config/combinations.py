"""Settings that are valid one by one but cannot go together."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby, pairwise

from hardtotrain.config.allowed_names import LONGEST_NAME, REPETITIVE
from hardtotrain.config.demand import (
    MOST_BYTES,
    MOST_ROWS,
    MOST_ROWS_TOGETHER,
    bytes_needed,
    rows_recorded,
)
from hardtotrain.config.plan import PlannedNetwork
from hardtotrain.config.problems import Problem, quote, shown
from hardtotrain.config.study import Shape
from hardtotrain.layer_sizes import write_layers

# Snakemake looks at every job before it starts the first; with more that takes hours.
MOST_JOBS = 100_000


def impossible_combinations(networks: Sequence[PlannedNetwork], shape: Shape) -> list[Problem]:
    """Every mistake that shows only once all settings of the networks are known.

    Args:
        networks: Those of a study, in the order of the config.
        shape: Of the data that they are to fit.
    """
    entries = [list(made) for _, made in groupby(networks, key=path_of)]
    problems = [problem for entry in entries for problem in within_entry(entry, shape)]
    return [*problems, *names_used_twice(networks), *too_demanding_together(networks)]


def path_of(network: PlannedNetwork) -> tuple[str | int, ...]:
    """Where the entry that makes a network stands in the config."""
    return ("experiments", network.experiment, "networks", network.position)


def within_entry(networks: Sequence[PlannedNetwork], shape: Shape) -> Iterator[Problem]:
    """Mistakes of the networks that one entry makes.

    A mistake that several combinations of a sweep have is told once, of the first that has it.
    """
    having = defaultdict(list)
    for network in networks:
        for keys, found, expected in [*misfits(network, shape), *within_network(network)]:
            having[keys, found].append((network.name, expected))
    for (keys, found), ((name, expected), *others) in having.items():
        where = in_brackets(shown(name), and_more(others)) if len(networks) > 1 else ""
        yield Problem((*path_of(networks[0]), *keys), f"{found}; {expected}{where}")


def misfits(network: PlannedNetwork, shape: Shape) -> Iterator[tuple[tuple[str, ...], str, str]]:
    """First and last layers that do not fit the data, as within_network has it."""
    layers = network.settings["layers"]
    if layers[0] != shape.pixels or layers[-1] not in (shape.classes, shape.pixels):
        yield (
            ("layers",),
            quote(layers),
            f"expected the first layer to be {shape.pixels}, as data.pixels is, and the last layer "
            f"to be {shape.classes}, as data.classes is, or {shape.pixels} again",
        )


def within_network(network: PlannedNetwork) -> Iterator[tuple[tuple[str, ...], str, str]]:
    """Mistakes of one network by itself.

    Yields:
        The key of the entry, if it is one; what was found; what was expected.
    """
    settings = network.settings
    if settings["batch_size"] > settings["images"]:
        yield (
            ("batch_size",),
            str(settings["batch_size"]),
            f"expected at most the number of training images, {settings['images']}",
        )
    layers = len(settings["layers"]) - 1
    for layer in settings["frozen_layers"]:
        if layer > layers:
            expected = f"expected a layer from 1 to {layers}, the output layer"
            yield ("frozen_layers",), str(layer), expected
    if settings["epochs"] and set(settings["frozen_layers"]) >= set(range(1, layers + 1)):
        yield (
            ("frozen_layers",),
            "every layer is frozen",
            "expected at least one to train (or epochs: 0)",
        )
    yield from misplaced_layers(settings)
    if settings["ends"] == "plateau_left" and not settings["record"]["updates"]:
        yield (
            ("ends",),
            "'plateau_left'",
            "expected record: {updates: 20} too, or another number from 1, so that the training "
            "is looked at",
        )
    if network.task == "reconstruct" and settings["cost"] == "log_likelihood":
        yield (
            ("cost",),
            "'log_likelihood'",
            "expected cross_entropy or quadratic where the outputs are pixels, which do not sum "
            "to 1",
        )
    if len(network.name) > LONGEST_NAME:
        yield (
            (),
            f"its name would have more than {LONGEST_NAME} characters",
            "expected an entry with a name: of its own",
        )
    elif REPETITIVE.search(network.name):
        yield (
            (),
            "its name would end in twenty times the same",
            "expected an entry with a name: of its own",
        )
    yield from too_demanding(network)


def misplaced_layers(settings: Mapping) -> Iterator[tuple[tuple[str, ...], str, str]]:
    """Normalisation and skip connections that these settings leave nothing to do."""
    _, *hidden, _ = settings["layers"]
    if settings["skip_connections"] and not any(a == b for a, b in pairwise(hidden)):
        yield (
            ("skip_connections",),
            "true",
            "expected a hidden layer as wide as the one before, for a connection to skip",
        )
    if settings["normalisation"] == "layer" and 1 in hidden:
        yield (
            ("normalisation",),
            "'layer'",
            "expected hidden layers of two neurons or more, as each is compared with the others",
        )
    if settings["normalisation"] == "batch":
        size, images = settings["batch_size"], settings["images"]
        for key, found, is_alone in (
            ("batch_size", size, settings["epochs"] and (size == 1 or images % size == 1)),
            ("probe_images", settings["probe_images"], settings["probe_images"] == 1),
        ):
            if is_alone:
                yield (
                    (key,),
                    str(found),
                    "expected no image to be alone, as normalisation: batch compares it with the "
                    f"others of its mini-batch (images: {images})",
                )


def too_demanding(network: PlannedNetwork) -> Iterator[tuple[tuple[str, ...], str, str]]:
    """What a network asks too much of, as within_network has it."""
    needed = bytes_needed(network)
    if needed > MOST_BYTES:
        yield (
            (),
            "takes too much memory",
            f"expected at most {gigabytes(MOST_BYTES)}, and {network.replicates} replicates of "
            f"{shown(write_layers(network.settings['layers']))}, "
            f"{min(network.replicates, network.replicates_per_job)} a job, take "
            f"{gigabytes(needed)}; make layers smaller, or replicates, replicates_per_job, "
            "batch_size, images or probe_images",
        )
        return
    for table, rows in rows_recorded(network).items():
        if rows > MOST_ROWS:
            yield (
                ("record", table),
                "records too much",
                f"expected a {table}.csv of at most {MOST_ROWS:,} rows, and it would have {rows:,};"
                " make the interval in epochs larger",
            )


def gigabytes(count: int) -> str:
    """A number of bytes as a reader takes it in."""
    return f"{count / 1e9:,.0f} GB"


def names_used_twice(networks: Sequence[PlannedNetwork]) -> Iterator[Problem]:
    """Networks whose results would share a folder, also where case does not tell names apart."""
    first: dict[tuple[str, str], PlannedNetwork] = {}
    clashes = defaultdict(list)
    for network in networks:
        other = first.setdefault((network.experiment, network.name.casefold()), network)
        if other is not network:
            clashes[path_of(network), other.position].append(network.name)
    for (path, position), (name, *others) in clashes.items():
        if path[-1] == position:
            message = f"makes {name!r} twice; expected combinations that differ"
        else:
            message = (
                f"{name!r} is the name of networks[{position}] already; "
                "expected another architecture or setting, or a name of its own"
            )
        yield Problem(path, message + in_brackets(and_more(others)))


def too_demanding_together(networks: Sequence[PlannedNetwork]) -> Iterator[Problem]:
    """What networks ask too much of that may each be well by itself."""
    jobs = sum(-(-network.replicates // network.replicates_per_job) for network in networks)
    if jobs > MOST_JOBS:
        yield Problem(
            ("experiments",),
            f"make {jobs:,} training jobs; expected at most {MOST_JOBS:,}: more replicates_per_job,"
            " fewer replicates or networks",
        )
    by_network = [rows_recorded(network).values() for network in networks]
    rows = sum(sum(counts) for counts in by_network if max(counts) <= MOST_ROWS)
    if rows > MOST_ROWS_TOGETHER:
        yield Problem(
            ("experiments",),
            f"record {rows:,} rows; expected at most {MOST_ROWS_TOGETHER:,}: larger intervals in "
            "record, fewer replicates or networks",
        )


def and_more(others: Sequence) -> str:
    """How many more combinations are meant than the one that is told, or nothing."""
    return f"and {len(others):,} more" if others else ""


def in_brackets(*texts: str) -> str:
    """What is added to a message; nothing where there are no texts."""
    words = " ".join(filter(None, texts))
    return f" ({words})" if words else ""
