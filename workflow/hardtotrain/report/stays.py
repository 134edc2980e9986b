"""Whether a network stays on its plateau for its whole training."""

from hardtotrain.report.cells import Row
from hardtotrain.report.study import Study


def stays(study: Study, length: Row) -> bool:
    """Whether no replicate leaves the plateau, and none diverges on the way.

    Args:
        study: Which has the replicates.
        length: The network's row of plateau_lengths.csv.
    """
    replicates = study.rows("plateau", experiment=length["experiment"], network=length["network"])
    return length["left"] == 0 and all(
        row["updates_made"] == row["updates_planned"] for row in replicates
    )
