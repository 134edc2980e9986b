"""Gets the data set from the first source that gives the right files, and sees that it fits."""

import signal
import sys
from functools import partial
from pathlib import Path

from hardtotrain.data.fit import DatasetError, check_fit
from hardtotrain.download.from_sources import DownloadError, download

# From here on Ctrl-C is heard (see workflow/terminal.py), and what was begun is removed.
signal.signal(signal.SIGINT, signal.default_int_handler)

# Progress belongs on the screen; the log holds the outcome, which Snakemake shows after a failure.
log = Path(snakemake.log[0])
folder = Path(snakemake.output[0]).parent
progress = partial(print, file=sys.stderr, flush=True)
try:
    download(snakemake.config["data"]["sources"], snakemake.params.checksums, folder, progress)
    check_fit(folder, **snakemake.params.asked)
except (DownloadError, DatasetError) as error:
    log.write_text(f"{error}\n", encoding="utf-8")
    sys.exit(1)
except KeyboardInterrupt:
    sys.exit(130)
except OSError as error:  # a full disk has no room for a log
    sys.exit(f"{folder} cannot be written: {error.strerror}")
log.write_text(f"The data set is in {folder}\n", encoding="utf-8")
