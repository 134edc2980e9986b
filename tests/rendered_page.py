"""A rendered report as a tree of elements, and what it says of its numbers."""

import csv
from collections.abc import Collection, Iterator
from html.parser import HTMLParser
from pathlib import Path
from typing import NamedTuple
from xml.etree.ElementTree import Element, TreeBuilder

VOID = {"meta", "link", "br", "wbr", "img", "input", "hr"}
SUPERSCRIPT = str.maketrans("⁻⁰¹²³⁴⁵⁶⁷⁸⁹", "-0123456789")


class Number(NamedTuple):
    """A number of the page: where it is from, what it is there, and what the page shows."""

    table: str
    row: int | None
    column: str | None
    value: str
    shown: str
    counted: str | None


class Page(HTMLParser):
    """The elements of a page; an element that is never closed, or too often, is an error."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.html, self.open, self.builder = html, [], TreeBuilder()
        self.feed(html)
        self.close()
        assert self.open == []
        self.root = self.builder.close()

    def handle_starttag(self, tag, attributes):
        self.builder.start(tag, {name: value or "" for name, value in attributes})
        if tag in VOID:
            self.builder.end(tag)
        else:
            self.open.append(tag)

    def handle_startendtag(self, tag, attributes):
        self.builder.start(tag, {name: value or "" for name, value in attributes})
        self.builder.end(tag)

    def handle_endtag(self, tag):
        assert self.open.pop() == tag
        self.builder.end(tag)

    def handle_data(self, data):
        self.builder.data(data)

    def all(self, tag: str = "*") -> list[Element]:
        return list(self.root.iter(None if tag == "*" else tag))

    def values(self, *names: str) -> list[str]:
        """Of these attributes, in the order of the page."""
        return [e.get(name) for e in self.root.iter() for name in names if name in e.attrib]

    def by_id(self, identifier: str) -> Element | None:
        return self.root.find(f".//*[@id='{identifier}']")

    @property
    def scenes(self) -> list[Element]:
        return [e for e in self.all("section") if e.get("class") == "scene"]

    def text(self, identifier: str | None = None, language: str = "en") -> str:
        """What is read in the page, or in the element with an id, with all folds open."""
        return words(self.by_id(identifier) if identifier else self.root, language)

    def numbers(self, identifier: str | None = None) -> list[Number]:
        """Of every element that names a cell of a table or a count of its rows."""
        return list(numbers_in(self.by_id(identifier) if identifier else self.root, {}, []))


def words(element: Element, language: str = "en", without: Collection[str] = ()) -> str:
    """The text of an element as a reader of one language sees it.

    Args:
        element: Where to look.
        language: Which of two is shown.
        without: Tags that are left out with all that stands in them; of "details", folds that are
            closed, the summary stays.
    """
    return " ".join("".join(pieces(element, language, {"script", "style", *without})).split())


def answer(scene: Element) -> str:
    """The question of a scene, or its heading with a colon, and what it finds."""
    heading, finding = (words(scene.find(part)) for part in ("h2", "p[@class='finding']"))
    return f"{heading}{'' if heading.endswith('?') else ':'} {finding}"


def pieces(element: Element, language: str, without: Collection[str]) -> Iterator[str]:
    hidden = "data-switch" in element.attrib and element.get("lang") != language
    if hidden or element.tag in without:
        summary = element.find("summary")
        if summary is not None and not hidden:
            yield from pieces(summary, language, without)
        return
    # A browser sets these apart, with or without a space before them.
    yield " " if element.tag in {"br", "li", "dt", "dd", "th", "td", "p", "summary"} else ""
    yield element.text or ""
    for child in element:
        yield from pieces(child, language, without)
        yield child.tail or ""


def numbers_in(element: Element, place: dict[str, str], headings: list[str]) -> Iterator[Number]:
    """The numbers in an element; table, row and column may be said by what they stand in."""
    place = place | {name: value for name, value in element.attrib.items() if name[:5] == "data-"}
    if element.tag == "data":
        row = place.get("data-row")
        yield Number(
            place["data-table"],
            None if "data-count" in place else int(row),
            place.get("data-column"),
            element.get("value"),
            "".join(element.itertext()),
            place.get("data-count"),
        )
        return
    if element.tag == "table":
        headings = ["".join(heading.itertext()) for heading in element.findall("thead/tr/th")]
    for position, child in enumerate(element):
        inside = {"data-column": headings[position]} if element.tag == "tr" and headings else {}
        yield from numbers_in(child, place | inside, headings)


def untrue(numbers: Collection[Number], tables: Path) -> list[Number]:
    """The numbers that are not what their table says, or that are shown as something else.

    Args:
        numbers: Of a page.
        tables: The folder with its CSVs.
    """
    held = {path.stem: read(path) for path in tables.glob("*.csv")}
    return [number for number in numbers if not is_true(number, held[number.table])]


def read(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def is_true(number: Number, rows: list[dict[str, str]]) -> bool:
    if number.counted is not None:
        wanted = [part.split(" ", 1) for part in number.counted.split(", ") if part]
        found = [row for row in rows if all(row[column] == value for column, value in wanted)]
        return str(len(found)) == number.value == number.shown
    value = float(rows[number.row][number.column] or "nan")
    return value == float(number.value) and is_rounding(number.shown, value)


def is_rounding(shown: str, value: float) -> bool:
    """Whether a number is shown to the digits that it has, as it is or as a percentage."""
    plain = shown.replace(",", "").replace("−", "-")
    digits, _, power = plain.partition("×10")
    unit = 10.0 ** -len(digits.partition(".")[2])
    if "." not in digits and not power:
        unit = 10.0 ** max(len(digits.lstrip("+-")) - 3, 0)
    scale = 10.0 ** int(power.translate(SUPERSCRIPT) or 0)
    # What is less than all never reads as 100.00.
    allowed = scale * unit * (1 if shown == "99.99" else 0.5 + 1e-6)
    return any(abs(scale * float(digits) - part * value) <= allowed for part in (1, 100))
