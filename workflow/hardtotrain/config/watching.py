"""Whose plateau is looked at."""


def is_watched(epochs: int, recorded_updates: int, task: str) -> bool:
    """Whether the plateau of a network is looked at: that of a classifier with recorded updates.

    Args:
        epochs: It trains for.
        recorded_updates: How many are recorded while their number grows tenfold; 0 is none.
        task: What its outputs are for.
    """
    return epochs > 0 and recorded_updates > 0 and task == "classify"
