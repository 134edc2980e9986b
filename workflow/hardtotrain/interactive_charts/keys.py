"""What charts are called in the page."""

# Those that show what a figure shows, and take its place on screen.
OVER_FIGURES = ("opening", "learning_speed")


def key_of(chart: str, experiment: str) -> str:
    """What a chart is called in the page: by its name alone if no study has two of them."""
    return f"{chart}.{experiment}" if chart in OVER_FIGURES else chart
