"""The script that makes the page answer."""

from pathlib import Path


def page_script(templates: Path, vega: str) -> str:
    """What the page can do where scripts run: script.js, and with charts also Vega and charts.js.

    Args:
        templates: The folder of both.
        vega: The library that draws charts, empty where the page has none.
    """
    script = templates.joinpath("script.js").read_text(encoding="utf-8")
    if not vega:
        return script
    # A block keeps the library's thousands of short names from those of the page's own script.
    charts = templates.joinpath("charts.js").read_text(encoding="utf-8")
    return f"{script}\n{{\n{vega}}}\n{charts}"
