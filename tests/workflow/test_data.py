"""Data of any size: images and classes of other data sets than MNIST, and files that do not fit."""

import re
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from idx_files import checksums_of, write_data_set, write_idx
from workspace import Workspace

pytestmark = pytest.mark.long


def study(folder: Path, checksums: dict[str, str], pixels: int, classes: int) -> dict:
    """A small study of whatever size: classifiers in all ways to write them, and an autoencoder."""
    return {
        "replicates": 2,
        "data": {
            "name": "others",
            "pixels": pixels,
            "classes": classes,
            "sources": [{"folder": str(folder)}],
            "sha256": checksums,
        },
        "defaults": {"images": 200, "probe_images": 100, "epochs": 2},
        "experiments": {
            "depth": {
                "record": {"updates": 5},
                "networks": [f"{pixels}-10-{classes}", {"hidden_layers": 2, "width": 10}],
            },
            "start": {"epochs": 0, "networks": [{"hidden_layers": [2, 3], "width": 10}]},
            "softmax": {
                "cost": "log_likelihood",
                "activation": "tanh",
                "initialiser": "orthogonal",
                "networks": [[pixels, 10, classes]],
            },
            "reconstruct": {"networks": [[pixels, 10, pixels]]},
        },
        "claims": [],
    }


@pytest.fixture
def digits(tmp_path) -> Path:
    """The folder of a data set as small as the digits of scikit-learn: 8 × 8 pixels, 10 classes."""
    write_data_set(tmp_path / "files", (1500, 297), (8, 8), 10)
    return tmp_path / "files"


@pytest.fixture
def config(digits) -> dict:
    return study(digits, checksums_of(digits), 64, 10)


@pytest.mark.parametrize(
    ("counts", "size", "classes", "first_label", "said"),
    [
        pytest.param(
            *((1500, 297), (8, 8), 10, 0),
            "1,250 training, 250 validation and 297 test images of 8 × 8 pixels, in 10 classes",
            id="8 x 8 digits",
        ),
        pytest.param(
            *((1560, 260), (28, 28), 26, 1),
            "1,300 training, 260 validation and 260 test images of 28 × 28 pixels, in 26 classes",
            id="26 letters, from 1",
        ),
    ],
)
def test_other_images_go_all_the_way_to_the_report(
    fresh: Workspace, tmp_path, counts, size, classes, first_label, said
):
    checksums = write_data_set(tmp_path / "files", counts, size, classes, first_label)
    outputs = classes + first_label
    config = study(tmp_path / "files", checksums, size[0] * size[1], outputs)
    run = fresh.snakemake(config=config, cores=2)
    assert run.exit_code == 0, run.said
    tables = {path.stem: pd.read_csv(path) for path in fresh.results.glob("tables/*.csv")}
    networks = tables["networks"].set_index("network")
    assert networks.loc[f"{size[0] * size[1]}-10-10-{outputs}", "task"].eq("classify").all()
    published = tables["accuracy"].filter(like="published_")
    assert published.isna().all(axis=None)
    assert tables["comparisons"].empty
    assert tables["published_errors"].empty
    costs = pd.read_csv(next(fresh.results.glob("runs/softmax/*/history.csv")))
    costs = costs.pivot(index="replicate", columns="epoch", values="training_cost")
    assert (costs[2] < costs[0]).all()
    # What one answer for every image costs: Σ H(p) of the classes' shares, each output its own.
    _, labels = np.unique(labels_of(fresh)[:100], return_counts=True)
    shares = labels / 100
    entropy = -np.sum(shares * np.log(shares) + (1 - shares) * np.log(1 - shares))
    assert np.allclose(tables["plateau"]["plateau_cost"], entropy, rtol=1e-4)
    predicted = tables["mean_field"].filter(like="predicted_").to_numpy()
    assert np.isfinite(predicted).all()
    page = re.sub(r"\s+", " ", (fresh.results / "report.html").read_text(encoding="utf-8"))
    assert f"others: {said}" in page
    assert "MNIST database" not in page


def labels_of(workspace: Workspace) -> np.ndarray:
    path = workspace.results / "data" / "others" / "train-labels-idx1-ubyte"
    return np.fromfile(path, np.uint8)[8:]


def labels_from_one(folder: Path) -> None:
    write_idx(folder / "train-labels-idx1-ubyte", np.arange(1500) % 10 + 1)


def too_many_labels(folder: Path) -> None:
    write_idx(folder / "t10k-labels-idx1-ubyte", np.zeros(298))


def other_size(folder: Path) -> None:
    write_data_set(folder, (1500, 297), (9, 9), 10)


def few(folder: Path) -> None:
    write_data_set(folder, (100, 297), (8, 8), 10)


def cut(folder: Path) -> None:
    path = folder / "train-images-idx3-ubyte"
    path.write_bytes(path.read_bytes()[:-1])


def real_numbers(folder: Path) -> None:
    path = folder / "train-images-idx3-ubyte"
    path.write_bytes(path.read_bytes()[:2] + b"\x0d" + path.read_bytes()[3:])


MISFITS = [
    (
        labels_from_one,
        "train-labels",
        "labels go from 1 to 10, expected less than 10",
        "classes: 11",
    ),
    (too_many_labels, "t10k-labels", "holds 298 labels, expected 297", "the same data set"),
    (other_size, "train-images", "9 × 9 = 81 pixels, expected 64", "data.pixels: 81"),
    (few, "train-images", "84 for training, expected 200: the images of depth", "images: 84 or"),
    (cut, "train-images", "file size is 96015 bytes, expected 96016", "Write it anew"),
    (real_numbers, "train-images", "type code is 0x0d (32-bit numbers)", "Write it anew"),
]


@pytest.mark.parametrize(("harm", "file", "found", "advice"), MISFITS)
def test_data_that_do_not_fit_are_told_on_arrival(
    fresh: Workspace, digits, config, harm, file, found, advice
):
    harm(digits)
    config["data"]["sha256"] = checksums_of(digits)
    failed = fresh.snakemake(config=config, cores=2)
    assert failed.exit_code == 1
    assert "Traceback" not in failed.said
    [line] = [line for line in failed.said.splitlines() if found in line]
    assert line.strip().startswith(f"results/data/others/{file}")
    assert advice in line
    assert "The data do not fit the config; nothing is trained on them." in failed.said
    assert not (fresh.results / "runs").exists()


def test_networks_that_no_longer_fit_are_told_at_the_next_start(fresh: Workspace, config):
    got = fresh.snakemake("data", config=config)
    assert got.exit_code == 0, got.said
    config["defaults"]["probe_images"] = 1251
    refused = fresh.snakemake(config=config)
    assert refused.exit_code == 1
    assert "The data do not fit the config; nothing is trained on them." in refused.said
    assert "expected 1,251: the probe_images of depth, 64-10-10. Set probe_images: 1250" in (
        refused.said
    )
    assert "jobid" not in refused.said
    config["defaults"]["probe_images"] = 1250
    assert "download" not in {job.rule for job in fresh.wanted("train", config=config)}


@pytest.mark.parametrize("missing", [[], ["t10k-labels-idx1-ubyte"]])
def test_data_that_are_there_outlive_a_forced_run_without_a_source(
    fresh: Workspace, config, missing
):
    assert fresh.snakemake("data", config=config).exit_code == 0
    data = fresh.results / "data" / "others"
    for name in missing:
        (data / name).unlink()
    before = {path.name: path.read_bytes() for path in data.iterdir()}
    config["data"]["sources"] = [{"folder": "out/of/reach"}]
    forced = fresh.snakemake("data", "-F", config=config)
    assert forced.exit_code == (1 if missing else 0), forced.said
    assert "Traceback" not in forced.said
    if missing:
        assert "could not be had from any source" in forced.said
    assert {path.name: path.read_bytes() for path in data.iterdir()} == before


def test_another_data_set_under_the_same_name_is_told_from_a_changed_file(
    fresh: Workspace, config, tmp_path
):
    assert fresh.snakemake("data", config=config).exit_code == 0
    data = fresh.results / "data" / "others"
    before = {path.name: path.read_bytes() for path in data.iterdir()}
    config["data"]["sha256"] = write_data_set(tmp_path / "new", (60, 6), (8, 8), 10, 0)
    refused = fresh.snakemake("train", config=config)
    assert refused.exit_code == 1
    assert "If the checksums of the config are new: give that data set a data.name" in refused.said
    assert "If the file was changed after its download: remove" in refused.said
    assert {path.name: path.read_bytes() for path in data.iterdir()} == before

    config["data"]["name"] = "new"
    wanted = fresh.wanted("data", config=config)
    assert "results/data/new/train-images-idx3-ubyte" in set().union(*(j.outputs for j in wanted))
