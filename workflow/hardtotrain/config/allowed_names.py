"""Which names a config may give: they become folders, and targets on the command line."""

import re

# Of a folder: with its parents and files a path then fits every common file system.
LONGEST_NAME = 120

REPETITIVE = re.compile(r"(.+)\1{19}$")

# What `snakemake TARGET` already means something else for.
RESERVED_NAMES = {
    "all",
    "data",
    "train",
    "tables",
    "figures",
    "report",
    "download",
    "train_replicates",
    "train_network",
    "join_replicates",
    "predict_plateau",
    "join_predictions",
    "tabulate_networks",
    "tabulate",
    "join_tables",
    "draw_figures_across_experiments",
    "judge",
    "bundle_vega",
    "chart",
    "render",
}

# The rule that draws the figures of an experiment is called so.
RESERVED_BEGINNING = "draw_figures_of_"


def check_repetition(name: str) -> str:
    """Snakemake takes what ends in twenty times the same for a rule that feeds itself."""
    if REPETITIVE.search(name):
        raise ValueError("expected a name that does not end in twenty times the same")
    return name


def check_experiment_name(name: str) -> str:
    """An experiment's name is a target on the command line and a folder of the results."""
    if not re.fullmatch(r"[a-z][a-z0-9_]{0,59}", name):
        raise ValueError(
            "expected a name of at most 60 lower-case letters, digits and _, a letter first"
        )
    if name in RESERVED_NAMES or name.startswith(RESERVED_BEGINNING):
        raise ValueError(f"expected a name that is not a target of the workflow ({name})")
    return check_repetition(name)


def check_folder_name(name: str) -> str:
    """The names of networks and of the data set are folders of the results."""
    if not re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9._-]*", name) or len(name) > LONGEST_NAME:
        raise ValueError(
            f"expected a name of at most {LONGEST_NAME} letters, digits, '.', '-' and '_', "
            "a letter or digit first"
        )
    return check_repetition(name)
