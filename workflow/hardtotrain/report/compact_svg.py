"""Figures as small as they can be without looking any different."""

import re
from xml.etree.ElementTree import Element, register_namespace

SVG_NAMESPACE, XLINK_NAMESPACE = "http://www.w3.org/2000/svg", "http://www.w3.org/1999/xlink"
register_namespace("", SVG_NAMESPACE)
register_namespace("xlink", XLINK_NAMESPACE)
METADATA, DEFINITIONS, STYLE_SHEET, GROUP, TEXT = (
    f"{{{SVG_NAMESPACE}}}{tag}" for tag in ("metadata", "defs", "style", "g", "text")
)
HREF = f"{{{XLINK_NAMESPACE}}}href"

NUMBER = re.compile(r"-?\d*\.?\d+(?:e[+-]?\d+)?")
COMMAND = re.compile(r"([A-Zz])([^A-Zz]*)")
REFERENCE = re.compile(r"(?<=url\(#)[^)]+(?=\))")
FONT = re.compile(r"font-family: [^;]+; ")


def compact(svg: Element, prefix: str) -> None:
    """Makes an SVG of matplotlib smaller.

    Args:
        svg: The root, which is changed.
        prefix: What its ids begin with, which those of no other figure of the page do.
    """
    for metadata in svg.findall(METADATA):
        svg.remove(metadata)
    for element in svg.iter():
        element.tail = None
        if len(element):
            element.text = None
        shorten_coordinates(element)
        join_clipped(element)
    inherit_common_style(svg)
    for element in svg.iter():
        share_style(element)
    shorten_ids(svg, prefix)


def shorten_coordinates(element: Element) -> None:
    """Rounds coordinates to hundredths of a point, which is less than a screen can show."""
    for name in {"x", "y", "transform"} & element.attrib.keys():
        element.set(name, NUMBER.sub(lambda number: short(float(number[0])), element.get(name)))
    if element.get("transform", "").startswith("rotate(0 "):
        del element.attrib["transform"]
    if "d" in element.attrib:
        element.set("d", short_path(element.get("d")))


def short(number: float) -> str:
    """A number in hundredths, without zeros that say nothing: 12.345 is 12.35, −0.001 is 0."""
    text = f"{number:.2f}".rstrip("0").rstrip(".")
    return "0" if text == "-0" else text


def short_path(path: str) -> str:
    """A path without the points that rounding made the same, in the shorter of equal commands."""
    at, commands = (None, None), []
    for command, numbers in COMMAND.findall(path):
        points = [short(float(number)) for number in NUMBER.findall(numbers)]
        if command == "L" and tuple(points) == at:
            continue
        if command == "L" and points[1] == at[1]:
            commands.append(f"H{points[0]}")
        elif command == "L" and points[0] == at[0]:
            commands.append(f"V{points[1]}")
        else:
            commands.append(command + " ".join(points))
        at = tuple(points[-2:]) if points else (None, None)
    return "".join(commands)


def join_clipped(element: Element) -> None:
    """Puts what stands side by side under the same clip into one group."""
    group = None
    for child in list(element):
        clip = child.get("clip-path")
        plain = child.tag == GROUP and child.keys() == ["clip-path"]
        if plain and group is not None and group.get("clip-path") == clip:
            group.extend(child)
            element.remove(child)
        else:
            group = child if plain else None


def inherit_common_style(svg: Element) -> None:
    """Says once, at the root, what matplotlib says of all in a style sheet and in every text."""
    common = ""
    for definitions in svg.findall(DEFINITIONS):
        for sheet in definitions.findall(STYLE_SHEET):
            definitions.remove(sheet)
            common = sheet.text.removeprefix("*{").removesuffix("}")
    texts = [text for text in svg.iter(TEXT) if FONT.search(text.get("style", ""))]
    if texts:
        font = FONT.search(texts[0].get("style"))[0]
        common = f"{font}{common}"
        for text in texts:
            text.set("style", text.get("style").replace(font, ""))
    if common:
        svg.set("style", common)


def share_style(element: Element) -> None:
    """Gives the style that all children have to their group, unless it would fade it as a whole."""
    styles = {child.get("style") for child in element}
    style = styles.pop() if len(styles) == 1 else None
    if (
        len(element) > 1
        and style
        and "style" not in element.attrib
        and not re.search(r"(?<!-)opacity", style)
    ):
        element.set("style", style)
        for child in element:
            del child.attrib["style"]


def shorten_ids(svg: Element, prefix: str) -> None:
    """Numbers the ids that something refers to, and drops the others."""
    new = {}

    def renamed(old: str) -> str:
        return new.setdefault(old, f"{prefix}-{len(new) + 1}")

    for element in svg.iter():
        for name, value in element.items():
            if name == HREF:
                element.set(name, f"#{renamed(value.removeprefix('#'))}")
            elif "url(#" in value:
                element.set(name, REFERENCE.sub(lambda found: renamed(found[0]), value))
    for element in svg.iter():
        identifier = element.attrib.pop("id", None)
        if identifier in new:
            element.set("id", new[identifier])
