"""The words inside a figure in both languages of the report."""

import re
from collections.abc import Iterable, Mapping
from pathlib import Path
from xml.etree.ElementTree import Element, SubElement

from hardtotrain.bilingual import Text
from hardtotrain.figures.catalogue import FIGURES
from hardtotrain.report.words import read_words

TEXT = "{http://www.w3.org/2000/svg}text"
TSPAN = "{http://www.w3.org/2000/svg}tspan"


class FigureText:
    """Finds the words that figures draw, where `layer {layer}` stands for every layer."""

    def __init__(self, words: Path, names: Iterable[Text]) -> None:
        """Makes a pattern of each English text that figures have.

        Args:
            words: The folder with figures.yaml, the words that several figures draw.
            names: What networks are called.
        """
        shared = [Text(**text) for text in read_words(words / "figures.yaml").values()]
        own = [Text(en, zh) for figure in FIGURES.values() for en, zh in figure.words.items()]
        self.names: Mapping[str, str] = {name.en: name.zh for name in names}
        self.patterns = [(pattern(text.en), text.zh) for text in [*shared, *own]]

    def chinese(self, text: str) -> str | None:
        """A text of a figure in Chinese, None where it is a name, a number or a formula."""
        if text in self.names:
            return self.names[text]
        for found, chinese in self.patterns:
            if match := found.fullmatch(text):
                # What stands in a placeholder may be what a network is called.
                parts = {key: self.names.get(part, part) for key, part in match.groupdict().items()}
                return chinese.format(**parts)
        return None

    def add_chinese(self, svg: Element) -> None:
        """Puts both languages into each text of a figure that has two."""
        for text in svg.iter(TEXT):
            english = text.text or ""
            chinese = self.chinese(english)
            if chinese is not None and chinese != english:
                text.text = None
                for language, words in (("en", english), ("zh", chinese)):
                    tspan = SubElement(text, TSPAN, {"lang": language, "data-switch": ""})
                    tspan.text = words


def pattern(text: str) -> re.Pattern:
    """What matches a text with anything in the place of its placeholders."""
    return re.compile(re.sub(r"\\{(\w+)\\}", r"(?P<\1>.+)", re.escape(text)))
