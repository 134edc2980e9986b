"""Gets the data set from the first source that gives the right files."""

import sys
from pathlib import Path

from hardtotrain.download.from_sources import DownloadError, download

with Path(snakemake.log[0]).open("w", encoding="utf-8") as log:

    def report(line: str) -> None:
        print(line, file=log, flush=True)
        print(line, file=sys.stderr, flush=True)

    try:
        folder = Path(snakemake.output[0]).parent
        download(snakemake.config["data"]["sources"], snakemake.params.checksums, folder, report)
    except DownloadError as error:
        report(str(error))
        sys.exit(1)
