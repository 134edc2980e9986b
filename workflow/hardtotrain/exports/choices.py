"""Writes what a config may choose from into config/README.md."""

from collections.abc import Mapping
from pathlib import Path

from hardtotrain.config.choices import (
    ACTIVATIONS,
    COSTS,
    INITIALISERS,
    MOMENTUM_SCHEDULES,
    NORMALISATIONS,
    OPTIMISERS,
)

README = Path(__file__).parents[3] / "config" / "README.md"
HEADING = "| key | choice | meaning |\n|---|---|---|\n"
CHOICES = {
    "activation": ACTIVATIONS,
    "normalisation": NORMALISATIONS,
    "initialiser.scheme": INITIALISERS,
    "cost": COSTS,
    "optimiser.method": OPTIMISERS,
    "optimiser.momentum_schedule": MOMENTUM_SCHEDULES,
}


def with_choices(readme: str, choices: Mapping[str, Mapping[str, str]] = CHOICES) -> str:
    """A page with its table of choices made anew.

    Args:
        readme: The page; its table ends at the first empty line.
        choices: By key of the config, the names that it may have and what each means.
    """
    before, _, after = readme.partition(HEADING)
    rows = [
        f"| `{key}` | `{name}` | {meaning} |\n"
        for key, names in choices.items()
        for name, meaning in names.items()
    ]
    return before + HEADING + "".join(rows) + "\n" + after.partition("\n\n")[2]


if __name__ == "__main__":
    README.write_text(with_choices(README.read_text(encoding="utf-8")), encoding="utf-8")
