"""Words in both languages of the report."""

from typing import NamedTuple


class Text(NamedTuple):
    """The same in both languages."""

    en: str
    zh: str

    def __str__(self) -> str:
        """The English, which figures draw and the page translates."""
        return self.en


def joined(texts: list[Text]) -> Text:
    """Several in a row, with the comma of each language."""
    return Text(", ".join(text.en for text in texts), "，".join(text.zh for text in texts))
