"""Gets the data set.

In:  data.sources of the config.
Out: results/data/{name}/, the four files of the data set, uncompressed, their checksums verified.

Neither the sources nor the code are parameters: whichever gave the files, they are the same, and a
new mirror must not make everything run again. Files that are there already are checked at every
start, before anything is trained on them: whether they are the right ones, and fit the networks.
"""

from hardtotrain.config.demand import asked_of_data
from hardtotrain.data.fit import DatasetError, check_fit
from hardtotrain.download.from_sources import verify
from hardtotrain.download.sources import SourceError

data_folder = Path("results/data") / study.data.name
data_files = [f"{data_folder}/{file}" for file in study.data.checksums]
# What rules name as input. Under one name the data are always the same, whatever their date, as after a
# copy; to see that by itself Snakemake would read them again after every job.
data_as_input = ancient(data_files)
there = {
    file: sha256 for file, sha256 in study.data.checksums.items() if (data_folder / file).exists()
}
all_there = len(there) == len(data_files)
asked = asked_of_data(plan, study.data)
try:
    verify(data_folder, there)
    if all_there:
        check_fit(data_folder, **asked())
except SourceError as error:
    raise WorkflowError(
        f"{data_folder}/{error}; nothing was run.\n"
        f"If the checksums of the config are new: give that data set a data.name of its own, as {study.data.name} is the one that is there.\n"
        f"If the file was changed after its download: remove {data_folder.resolve()}, run the same command with the target `data`, then without: what was trained stays."
    )
except DatasetError as error:
    raise WorkflowError(str(error))


if not all_there:

    localrules:
        download,

    rule download:
        output:
            # Snakemake removes what it makes anew, but for what a job updates: a file that is there is
            # as it has to be, and may be in reach no more.
            [update(path) if Path(path).name in there else path for path in data_files],
        log:
            "results/logs/download.log",
        conda:
            "../../envs/training.yaml"
        params:
            checksums=study.data.checksums,
            asked=asked,
        message:
            f"Getting the data set {study.data.name}"
        script:
            "../scripts/download.py"
