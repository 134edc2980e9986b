"""Writes the settings of a network, and the names they may have, into config/README.md."""

from collections.abc import Iterator
from pathlib import Path

from pydantic import BaseModel

from hardtotrain.config import choices
from hardtotrain.config.settings import Settings
from hardtotrain.exports.table_docs import with_parts

README = Path(__file__).parents[3] / "config" / "README.md"
CHOICES = {
    "activation": choices.ACTIVATIONS,
    "normalisation": choices.NORMALISATIONS,
    "initialiser.scheme": choices.INITIALISERS,
    "cost": choices.COSTS,
    "optimiser.method": choices.OPTIMISERS,
    "optimiser.momentum_schedule": choices.MOMENTUM_SCHEDULES,
}


def parts() -> list[str]:
    """What the page says of settings, in the order in which it does: keys, then choices."""
    keys = "".join(
        f"| `{key}` | {default} | {meaning} |\n" for key, default, meaning in settings(Settings())
    )
    chosen = "".join(
        f"| `{key}` | `{name}` | {meaning} |\n"
        for key, names in CHOICES.items()
        for name, meaning in names.items()
    )
    return [
        f"| key | default | meaning |\n|---|---|---|\n{keys}",
        f"| key | choice | meaning |\n|---|---|---|\n{chosen}",
    ]


def settings(defaults: BaseModel, prefix: str = "") -> Iterator[tuple[str, str, str]]:
    """The key, default and meaning of each setting, those of inner mappings after their own.

    Args:
        defaults: Settings as they are if the config says nothing.
        prefix: What stands before their keys.
    """
    for key, field in type(defaults).model_fields.items():
        value = getattr(defaults, key)
        if isinstance(value, BaseModel):
            yield f"{prefix}{key}", "see below", field.description
            yield from settings(value, f"{prefix}{key}.")
        else:
            yield f"{prefix}{key}", spelt(value), field.description


def spelt(value: object) -> str:
    """A default as the page has it."""
    if value is None:
        return "unset"
    if isinstance(value, str | bool | list):
        return f"`{str(value).lower()}`"
    return f"{value:g}" if isinstance(value, float) else str(value)


if __name__ == "__main__":
    README.write_text(with_parts(README.read_text(encoding="utf-8"), parts()), encoding="utf-8")
