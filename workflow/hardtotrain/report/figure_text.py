"""The words inside a figure in both languages of the report."""

import re
from xml.etree.ElementTree import Element, SubElement

from hardtotrain.report.language import Phrase, Strings

TEXT = "{http://www.w3.org/2000/svg}text"
TSPAN = "{http://www.w3.org/2000/svg}tspan"

# What stands around a figure and not in it.
AROUND = ("figures.title_", "figures.alt_", "figures.caption_")


class FigureText:
    """Finds the words that figures draw, where `layer {layer}` stands for every layer."""

    def __init__(self, strings: Strings) -> None:
        """Makes a pattern of each English text that figures have.

        Args:
            strings: The table.
        """
        self.strings = strings
        self.patterns = {
            key: pattern(text["en"])
            for key, text in strings.texts.items()
            if key.startswith("figures.") and not key.startswith(AROUND)
        }

    def phrase(self, text: str) -> Phrase | None:
        """A text of a figure in both languages, None where it is a name, a number or a formula."""
        for key, found in self.patterns.items():
            if match := found.fullmatch(text):
                return self.strings(key, **match.groupdict())
        return None

    def add_chinese(self, svg: Element) -> None:
        """Puts both languages into each text of a figure that has two."""
        for text in svg.iter(TEXT):
            phrase = self.phrase(text.text or "")
            if phrase:
                text.text = None
                for language in ("en", "zh"):
                    tspan = SubElement(text, TSPAN, {"lang": language, "data-switch": ""})
                    tspan.text = getattr(phrase, language).unescape()


def pattern(text: str) -> re.Pattern:
    """What matches a text with anything in the place of its placeholders."""
    return re.compile(re.sub(r"\\{(\w+)\\}", r"(?P<\1>.+)", re.escape(text)))
