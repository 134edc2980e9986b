"""The report's words in English and Chinese, from one table."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from string import Formatter

import yaml
from markupsafe import Markup, escape

from hardtotrain.figures.catalogue import FIGURES

LANGUAGES = ("en", "zh")

# YAML turns a line break into a space, and some stand beside placeholders: Chinese has none between
# its words.
CHINESE = "[\u2018-\u201d\u2026\u3000-\u303f\u4e00-\u9fff\uff00-\uffef]"
FULL_WIDTH = "[\u3000-\u303f\uff00-\uff65]"
FOLDED = re.compile(f"(?<={CHINESE}) (?={CHINESE})|(?<={FULL_WIDTH}) | (?={FULL_WIDTH})")

BETWEEN_SENTENCES = re.compile(r'(</span>(?:</\w+>)?)\s+<span lang="en" data-switch>')


class StringsError(ValueError):
    """The table of strings, or what asks it for one, is wrong."""


@dataclass(frozen=True)
class Phrase:
    """What the page says, in both languages; a template writes both and the page shows one.

    Attributes:
        en: The English HTML.
        zh: The Chinese HTML.
    """

    en: Markup
    zh: Markup

    def __html__(self) -> str:
        if self.en == self.zh:
            return self.en
        return Markup("").join(
            Markup('<span lang="{}" data-switch>{}</span>').format(language, text)
            for language, text in (("en", self.en), ("zh", self.zh))
        )

    def attribute(self, name: str) -> Markup:
        """An attribute in English, and beside it the Chinese that the script puts in its place."""
        en, zh = self.en.striptags(), self.zh.striptags()
        written = Markup('{}="{}"').format(name, en)
        return written if en == zh else written + Markup(' data-{}-zh="{}"').format(name, zh)


class Strings:
    """The table of strings: `strings("answer.helps")` is the text `helps` of answer.yaml.

    What is said of a single figure stands in `figures.catalogue.FIGURES`: `figures.caption_wall`.

    A text is HTML and may have `{placeholders}`. The English of a text with a number may be a pair
    of `one` and `other`, between which the value of `count` chooses.
    """

    def __init__(self, folder: Path) -> None:
        """Reads the table.

        Args:
            folder: YAML files that map a name to the text in each language.

        Raises:
            StringsError: Where a text does not have exactly the languages of the page.
        """
        self.texts: dict[str, dict[str, str | Mapping[str, str]]] = {}
        for path in sorted(folder.glob("*.yaml")):
            for name, text in yaml.safe_load(path.read_text(encoding="utf-8")).items():
                if not isinstance(text, dict) or set(text) != set(LANGUAGES):
                    raise StringsError(f"{path}: {name} needs the languages {LANGUAGES}")
                zh = FOLDED.sub("", text["zh"])
                self.texts[f"{path.stem}.{name}"] = {"en": text["en"], "zh": zh}
        for figure in FIGURES.values():
            self.texts[f"figures.alt_{figure.name}"] = figure.alt._asdict()
            self.texts[f"figures.caption_{figure.name}"] = figure.caption._asdict()
            if figure.published:
                self.texts[f"figures.caption_published_{figure.name}"] = figure.published._asdict()
            for en, zh in figure.words.items():
                self.texts[f"figures.{en}"] = {"en": en, "zh": zh}

    def __call__(self, key: str, /, **values: object) -> Phrase:
        """A text with its placeholders filled.

        Args:
            key: The file and the name of the text, as answer.helps.
            values: One for each placeholder. HTML stays as it is, other text is escaped, and of a
                phrase each language gets its own.

        Raises:
            StringsError: Where there is no such text, or its placeholders are others.
        """
        if key not in self.texts:
            raise StringsError(f"no text {key} in the strings of the report")
        if set(values) != self.placeholders(key):
            raise StringsError(
                f"the text {key} needs values for {sorted(self.placeholders(key))}, "
                f"got {sorted(values)}"
            )
        en, zh = self.texts[key]["en"], self.texts[key]["zh"]
        if not isinstance(en, str):
            en = en["one" if values["count"] == 1 else "other"]
        return Phrase(filled(en, "en", values), filled(zh, "zh", values))

    def words(self, file: str) -> dict[str, dict[str, str]]:
        """The texts of one file by language and name, for the page's script."""
        return {
            language: {
                key.removeprefix(f"{file}."): text[language]
                for key, text in self.texts.items()
                if key.startswith(f"{file}.")
            }
            for language in LANGUAGES
        }

    def placeholders(self, key: str) -> set[str]:
        """The names of the values that a text needs."""
        en, zh = self.texts[key]["en"], self.texts[key]["zh"]
        if isinstance(en, str):
            return placeholders(en) | placeholders(zh)
        return placeholders(zh).union({"count"}, *map(placeholders, en.values()))

    def join(self, items: Iterable[object]) -> Phrase:
        """A list in words: a, b and c."""
        *others, last = items
        if not others:
            return phrase_of(last)
        first = others[0]
        for following in others[1:]:
            first = self("page.comma", first=first, following=following)
        return self("page.and", first=first, last=last)


def phrase_of(value: object) -> Phrase:
    """A value that reads the same in both languages; a phrase stays what it is."""
    return value if isinstance(value, Phrase) else Phrase(escape(value), escape(value))


def placeholders(text: str) -> set[str]:
    """The names in braces."""
    return {name for _, name, _, _ in Formatter().parse(text) if name is not None}


def filled(text: str, language: str, values: Mapping[str, object]) -> Markup:
    """A text of one language with its values."""
    own = {
        name: getattr(value, language) if isinstance(value, Phrase) else value
        for name, value in values.items()
    }
    text = Markup(text).format(**own)
    return Markup(FOLDED.sub("", text)) if language == "zh" else text


def spaced(page: str) -> str:
    """A page in which the space between two phrases is English: Chinese sentences have none."""
    return BETWEEN_SENTENCES.sub(r'\1<span lang="en" data-switch> ', page)
