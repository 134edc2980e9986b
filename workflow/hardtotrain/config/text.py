"""Words of the config that the report shows: one text, or one in each language of the report."""

from typing import Annotated

from pydantic import BeforeValidator, Field

from hardtotrain.config.settings import Model

NotEmpty = Annotated[str, Field(min_length=1)]


class BothLanguages(Model):
    """The same in both languages of the report."""

    en: NotEmpty = Field(description="In English.")
    zh: NotEmpty = Field(description="In Chinese.")


def one_text_is_enough(value: object) -> object:
    """Reads `title: text` as `title: {en: text, zh: text}`."""
    if value == "":
        raise ValueError("expected text that is not empty")
    if isinstance(value, str):
        return {"en": value, "zh": value}
    if not isinstance(value, dict):
        raise ValueError(
            "expected text, or a mapping with en: and zh:; put text in quotes if it looks like a "
            "number"
        )
    return value


Text = Annotated[
    BothLanguages,
    BeforeValidator(one_text_is_enough, json_schema_input_type=NotEmpty | BothLanguages),
]
