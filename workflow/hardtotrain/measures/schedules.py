"""When a training is recorded: every so many epochs, or after updates spaced by factors."""

# The mean of the last five epochs is one of the accuracies of the study.
EPOCHS_IN_A_ROW = 5


def every(interval: int, epoch: int, epochs: int) -> bool:
    """Whether an epoch is due: every so many, and always the first and the last one.

    Args:
        interval: From 1.
        epoch: The number of epochs completed.
        epochs: Of the whole training.
    """
    return epoch % interval == 0 or epoch == epochs


def every_and_the_last_five(interval: int, epoch: int, epochs: int) -> bool:
    """As `every`, and the last EPOCHS_IN_A_ROW epochs too."""
    return every(interval, epoch, epochs) or epoch > epochs - EPOCHS_IN_A_ROW


def logarithmic(per_tenfold: int, updates: int) -> list[int]:
    """Numbers of updates about evenly spaced in their logarithm.

    Args:
        per_tenfold: How many of them for each factor of ten, or 0 for none at all.
        updates: Of the whole training.

    Returns:
        0, the whole numbers nearest to 10^(k/per_tenfold), each once, and `updates`, ascending.
    """
    if per_tenfold == 0:
        return []
    spaced, exponent = {0, updates}, 0
    while (update := round(10 ** (exponent / per_tenfold))) < updates:
        spaced.add(update)
        exponent += 1
    return sorted(spaced)
