"""The page in English and Chinese: templates say both, the page shows one.

In a template `{% en %}With one layer{% zh %}有一层时{% end %}` says the same twice; what stands in
braces inside follows the language around it.
"""

import re
from collections.abc import Callable, Iterable
from contextvars import ContextVar
from dataclasses import dataclass
from typing import ClassVar

from jinja2 import nodes
from jinja2.ext import Extension
from jinja2.parser import Parser
from markupsafe import Markup, escape

from hardtotrain.bilingual import Text

LANGUAGES = ("en", "zh")

# The language that a template speaks just now; outside of both it is neither.
SPOKEN: ContextVar[str | None] = ContextVar("spoken", default=None)

# A line break of a template is a space, and Chinese has none between its words.
CHINESE = "[\u2018-\u201d\u2026\u3000-\u303f\u4e00-\u9fff\uff00-\uffef]"
FULL_WIDTH = "[\u3000-\u303f\uff00-\uff65]"
FOLDED = re.compile(rf"(?<={CHINESE})\s+(?={CHINESE})|(?<={FULL_WIDTH})\s+|\s+(?={FULL_WIDTH})")


@dataclass(frozen=True)
class Phrase:
    """Words in both languages; in a template those of the language around them.

    Attributes:
        en: The English HTML.
        zh: The Chinese HTML.
    """

    en: Markup
    zh: Markup

    def __html__(self) -> str:
        if SPOKEN.get():
            return getattr(self, SPOKEN.get())
        if self.en == self.zh:
            return self.en
        return Markup("").join(
            in_language(language, getattr(self, language)) for language in LANGUAGES
        )

    def attribute(self, name: str) -> Markup:
        """An attribute in English, and beside it the Chinese that the script puts in its place."""
        en, zh = self.en.striptags(), self.zh.striptags()
        text = Markup('{}="{}"').format(name, en)
        return text if en == zh else text + Markup(' data-{}-zh="{}"').format(name, zh)


def phrase(text: Text) -> Phrase:
    """Words that are no HTML, as a phrase."""
    return Phrase(escape(text.en), escape(text.zh))


def html_phrase(text: Text) -> Phrase:
    """Words of this project that are HTML already."""
    return Phrase(Markup(text.en), Markup(text.zh))


def joined(items: Iterable[object]) -> Phrase:
    """A list in words: a, b and c."""
    phrases = [
        item if isinstance(item, Phrase) else Phrase(escape(item), escape(item)) for item in items
    ]
    return Phrase(
        listed([item.en for item in phrases], ", ", " and "),
        listed([item.zh for item in phrases], "、", " 和 "),
    )


def listed(items: list[Markup], comma: str, last: str) -> Markup:
    """Items with a comma between them and another word before the last."""
    if len(items) < 2:
        return Markup("").join(items)
    return Markup(comma).join(items[:-1]) + last + items[-1]


def in_language(language: str, text: Markup) -> Markup:
    """Text that is shown where the page is in its language."""
    return Markup('<span lang="{}" data-switch>{}</span>').format(language, text)


class BothLanguages(Extension):
    """`{% en %}…{% zh %}…{% end %}`."""

    tags: ClassVar[set[str]] = {"en"}

    def parse(self, parser: Parser) -> list[nodes.Node]:
        """Reads both texts."""
        line = next(parser.stream).lineno
        en = parser.parse_statements(("name:zh",), drop_needle=True)
        zh = parser.parse_statements(("name:end",), drop_needle=True)
        return [
            nodes.CallBlock(
                self.call_method("say", [nodes.Const(language)]), [], [], text
            ).set_lineno(line)
            for language, text in (("en", en), ("zh", zh))
        ]

    def say(self, language: str, caller: Callable[[], Markup]) -> Markup:
        """One of the two texts; inside of another it is said in that one's language alone."""
        around = SPOKEN.get()
        if around not in (None, language):
            return Markup("")
        token = SPOKEN.set(language)
        try:
            text = Markup(caller().strip("\n"))
        finally:
            SPOKEN.reset(token)
        if language == "zh":
            text = Markup(FOLDED.sub("", text))
        return text if around else in_language(language, text)
