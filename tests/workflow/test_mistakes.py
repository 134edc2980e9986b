"""Whatever is wrong, the user is told what, and nothing that was there is harmed."""

from pathlib import Path

import pandas as pd
import pytest
from workspace import Workspace, run


def tree(folder: Path) -> dict[str, tuple[int, int]]:
    """Size and time of every file, by path."""
    files = (path for path in folder.rglob("*") if path.is_file())
    return {str(path): (path.stat().st_size, path.stat().st_mtime_ns) for path in files}


def test_all_mistakes_of_a_config_come_at_once_and_nothing_runs(copy_of_finished, config):
    before = tree(copy_of_finished.results)
    config["seed"] = -1
    config["replicats"] = 3
    config["defaults"]["activation"] = "sigmoit"
    config["data"]["sources"] = [{"https": "ftp://example.org/"}]
    config["experiments"]["depth"]["networks"].append([784, 30])
    config["experiments"]["tabulate"] = {"networks": [[784, 10]]}
    config["claims"][0]["rule"] = {"within": [200, 50]}
    mistaken = copy_of_finished.snakemake(config=config)
    assert mistaken.exit_code == 1
    assert "Traceback" not in mistaken.said
    assert "The config has 7 mistakes; nothing was run." in mistaken.said
    for mistake in (
        "- seed: -1; expected at least 0",
        "- replicats: unknown key; expected one of",
        "did you mean replicates?",
        "- defaults.activation: 'sigmoit'; expected one of",
        "did you mean sigmoid?",
        "- data.sources[0].https: ",
        "- experiments.depth.networks[2].layers: ",
        "- experiments.tabulate: ",
        "- claims[0].rule.within: [200, 50]; expected the smaller number first",
        "config/README.md",
    ):
        assert mistake in mistaken.said, mistake
    assert "jobid" not in mistaken.said
    assert tree(copy_of_finished.results) == before


@pytest.mark.parametrize(
    ("text", "told"),
    [
        pytest.param("", "with keys at top level", id="empty"),
        pytest.param("seed: 0\nseed: 1", "seed: given twice, in lines 1 and 2", id="a key twice"),
        pytest.param("- seed", "with keys at top level", id="a list"),
        pytest.param("{}", "experiments: missing; this key has to be given", id="no keys"),
    ],
)
def test_a_file_that_is_no_config_is_refused_in_words(fresh: Workspace, text, told):
    """Both as the study's own config and as one given on the command line."""
    given = fresh.root / "given.yaml"
    own = fresh.study / "config" / "config.yaml"
    own.parent.mkdir()
    for path, arguments in ((given, ["--configfile", given]), (own, [])):
        path.write_text(text, encoding="utf-8")
        refused = run(fresh.arguments(*arguments), fresh.root)
        assert refused.exit_code == 1
        assert told in refused.said
        assert "Traceback" not in refused.said
    assert not fresh.results.exists()


@pytest.mark.parametrize(
    ("encoding", "told"),
    [
        ("utf-8", "line 2 of config/config.yaml is not YAML: found character"),
        ("gb18030", "line 1 of config/config.yaml is not text in UTF-8; save the file again"),
    ],
)
def test_a_config_that_cannot_be_read_is_named_with_its_line(fresh: Workspace, encoding, told):
    own = fresh.study / "config" / "config.yaml"
    own.parent.mkdir()
    own.write_text("# 深度\n\tseed: 0", encoding=encoding)
    refused = run(fresh.arguments(), fresh.root)
    assert refused.exit_code == 1
    assert told in refused.said
    assert "Traceback" not in refused.said
    assert not fresh.results.exists()


def test_numbers_inside_of_what_config_sets_are_numbers(fresh: Workspace, config):
    """Snakemake reads `--config seed=3` as a number, and what stands in braces as text."""
    networks = "experiments={depth: {title: new, epochs: 1, networks: [[784, 12, 10]]}}"
    settings = ["--config", "defaults={images: 900, epochs: 3}", networks]
    trained = fresh.snakemake("train", *settings, config=config | {"experiments": {}})
    assert trained.exit_code == 0, trained.said
    history = pd.read_csv(fresh.results / "runs" / "depth" / "784-12-10" / "history.csv")
    assert set(history["epoch"]) == {0, 1}

    typo = fresh.snakemake("--config", "defaults={epochs: 3x}", config=config)
    assert typo.exit_code == 1
    assert "- defaults.epochs: '3x'; expected a whole number" in typo.said


def test_a_claim_that_says_a_thing_twice_is_refused_with_its_file(fresh: Workspace, config):
    claims = fresh.project / "config" / "claims.yaml"
    claims.write_text("claims: [{id: a, id: b, english: E, section: S}]", encoding="utf-8")
    refused = fresh.snakemake(config=config)
    assert refused.exit_code == 1
    twice = "claims[0].id: given twice, in lines 1 and 1 of project/config/claims.yaml"
    assert twice in refused.said.replace("../", "")
    assert not fresh.results.exists()


def test_a_config_that_is_not_there_is_named(fresh: Workspace):
    """Snakemake's own error for --configfile is a traceback that ends in the name."""
    missing = fresh.root / "nowhere.yaml"
    refused = run(fresh.arguments("--configfile", missing), fresh.root)
    assert refused.exit_code == 1
    assert str(missing) in refused.said.strip().splitlines()[-1]

    refused = run(fresh.arguments(), fresh.root)
    assert refused.exit_code == 1
    assert "config/config.yaml" in refused.said
    assert "Traceback" not in refused.said


def test_data_from_nowhere_is_one_message_with_every_source(fresh: Workspace, config):
    (fresh.root / "empty").mkdir()
    sources = [
        ("folder", "nowhere/at/all", "no such folder"),
        ("folder", str(fresh.root / "empty"), "train-images-idx3-ubyte"),
        ("https", "http://127.0.0.1:9/", "Connection refused"),  # nothing listens at port 9
    ]
    config["data"]["sources"] = [{kind: address} for kind, address, _ in sources]
    failed = fresh.snakemake("train", config=config)
    assert failed.exit_code == 1
    assert "Traceback" not in failed.said
    message = failed.said.partition("could not be had from any source")[2]
    assert "What to do: " in message
    for number, (kind, address, reason) in enumerate(sources, start=1):
        listed, why = message.partition(f"  {number}. {kind}: {address}\n")[1:]
        assert listed, message
        assert reason in why.splitlines()[0]
    left = [path for path in fresh.results.rglob("*") if path.is_file() and path.suffix != ".log"]
    assert left == []
