"""The script that makes the page answer."""

from pathlib import Path

from vl_convert import javascript_bundle


def page_script(templates: Path, charts: bool) -> str:
    """What the page can do where scripts run: script.js, and with charts also Vega and charts.js.

    Args:
        templates: The folder of both.
        charts: Whether the page has any.
    """
    script = templates.joinpath("script.js").read_text(encoding="utf-8")
    if not charts:
        return script
    # A block keeps the bundle's thousands of short names from those of the page's own script.
    bundle = f"{{\n{javascript_bundle()}\n}}\n"
    return f"{script}\n{bundle}{templates.joinpath('charts.js').read_text(encoding='utf-8')}"
