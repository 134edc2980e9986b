"""Words of the config that the report shows: one text, or one in each language of the report."""

from typing import Annotated

from pydantic import AfterValidator, BeforeValidator, Field

from hardtotrain.config.settings import Model

# Characters of one text; an answer of several paragraphs has as many.
LONGEST_TEXT = 2_000


def check_words(words: str) -> str:
    """There is something to read, and no more than a reader can be asked to."""
    if not words.strip():
        raise ValueError("expected text that is not empty")
    if len(words) > LONGEST_TEXT:
        raise ValueError(f"expected at most {LONGEST_TEXT:,} characters, these are {len(words):,}")
    return words


Words = Annotated[
    str,
    AfterValidator(check_words),
    Field(json_schema_extra={"minLength": 1, "maxLength": LONGEST_TEXT}),
]


class BothLanguages(Model):
    """The same in both languages of the report."""

    en: Words = Field(description="In English.")
    zh: Words = Field(description="In Chinese.")


def one_text_is_enough(value: object) -> object:
    """Reads `title: text` as `title: {en: text, zh: text}`."""
    if isinstance(value, str):
        return dict.fromkeys(("en", "zh"), check_words(value))
    if not isinstance(value, dict):
        raise ValueError(
            "expected text, or a mapping with en: and zh:; put text in quotes if it looks like a "
            "number"
        )
    return value


Text = Annotated[
    BothLanguages,
    BeforeValidator(one_text_is_enough, json_schema_input_type=Words | BothLanguages),
]
