"""What a run found, in a few lines for the terminal: how the report's story begins and ends."""

import re
from html.parser import HTMLParser
from pathlib import Path

# The scenes that answer: the first two, and the last.
TOLD = (0, 1, -1)


def summary(page: Path) -> str:
    """Where the report is, and what it finds.

    Args:
        page: report.html.
    """
    scenes = read_scenes(page.read_text(encoding="utf-8"))
    told = [scenes[place] for place in TOLD if -len(scenes) <= place < len(scenes)]
    # In full, as a study may have a folder of its own.
    return "\n".join([f"Report: {page.resolve()}", *dict.fromkeys(told)])


def read_scenes(html: str) -> list[str]:
    """The question and the finding of each scene of a page, in English."""
    reader = Scenes()
    reader.feed(html)
    return [re.sub(r"\s+", " ", scene).strip() for scene in reader.scenes]


class Scenes(HTMLParser):
    """Collects the heading of each scene with its finding, but for the Chinese.

    The questions to a class have a heading and no finding: they are no scene of the story.
    """

    def __init__(self) -> None:
        """Begins outside of all scenes."""
        super().__init__()
        self.scenes: list[str] = []
        self.heading = ""
        self.inside, self.collecting = False, ""
        self.spans: list[bool] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Begins a scene, its heading, its finding, or text in one language."""
        attributes = dict(attrs)
        if tag == "section":
            self.inside, self.heading = attributes.get("class") == "scene", ""
        elif self.inside and tag == "h2":
            self.collecting = "heading"
        elif self.inside and attributes.get("class") == "finding":
            self.scenes.append(ended(self.heading.strip()))
            self.collecting = "finding"
        elif tag == "span":
            self.spans.append(attributes.get("lang") == "zh")

    def handle_endtag(self, tag: str) -> None:
        """Ends what began."""
        if tag in ("h2", "p"):
            self.collecting = ""
        elif tag == "span":
            self.spans.pop()

    def handle_data(self, data: str) -> None:
        """Keeps English of a heading or a finding."""
        if any(self.spans):
            return
        if self.collecting == "heading":
            self.heading += data
        elif self.collecting:
            self.scenes[-1] += data


def ended(heading: str) -> str:
    """What stands before a finding: a question, or a heading with a colon."""
    return heading + (" " if heading.endswith(("?", ".")) else ": ")
