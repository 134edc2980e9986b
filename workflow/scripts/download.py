"""Gets the data set from the first source that gives the right files."""

import sys
from functools import partial
from pathlib import Path

from hardtotrain.download.from_sources import DownloadError, download

# Progress belongs on the screen; the log holds the outcome, which Snakemake shows after a failure.
log = Path(snakemake.log[0])
folder = Path(snakemake.output[0]).parent
progress = partial(print, file=sys.stderr, flush=True)
try:
    download(snakemake.config["data"]["sources"], snakemake.params.checksums, folder, progress)
except DownloadError as error:
    log.write_text(f"{error}\n", encoding="utf-8")
    sys.exit(1)
except KeyboardInterrupt:  # what was begun is removed by now
    sys.exit(130)
except OSError as error:  # a full disk has no room for a log
    sys.exit(f"{folder} cannot be written: {error.strerror}")
log.write_text(f"The data set is in {folder}\n", encoding="utf-8")
