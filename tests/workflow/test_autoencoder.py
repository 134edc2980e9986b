"""A study without a single class: networks that give their image back, from start to report."""

import pandas as pd
import pytest
from workspace import Workspace

pytestmark = pytest.mark.long

LAYERS = [784, 8, 4, 8, 784]
NAMES = ["784-8-4-8-784", "784-8-4-8-784_momentum"]


def test_a_study_of_autoencoders_alone_is_run_to_its_report(fresh: Workspace, config):
    config["claims"] = []
    config["defaults"] |= {"cost": "quadratic", "images": 500}
    config["experiments"] = {
        "momentum": {
            "networks": [LAYERS, {"layers": LAYERS, "optimiser": {"method": "momentum"}}],
        }
    }
    run = fresh.snakemake(config=config, cores=2)
    assert run.exit_code == 0, run.said
    for name in NAMES:
        folder = fresh.results / "runs" / "momentum" / name
        history = pd.read_csv(folder / "history.csv").set_index(["epoch", "replicate"])
        assert history.filter(like="accuracy").isna().all(axis=None)
        assert (history["status"] == "ok").all()
        assert (history.loc[2, "training_cost"] < history.loc[0, "training_cost"]).all()
    tables = {path.stem: pd.read_csv(path) for path in fresh.results.glob("tables/*.csv")}
    assert tables["networks"]["task"].to_list() == ["reconstruct"] * 2
    assert tables["training_costs"]["network"].to_list() == NAMES
    for name in ("accuracy", "image_accuracy", "differences", "comparisons", "mean_field"):
        assert tables[name].empty
    figures = {path.stem for path in fresh.results.glob("figures/momentum/*.svg")}
    assert "training_cost" in figures and "accuracy" not in figures
    page = (fresh.results / "report.html").read_text(encoding="utf-8")
    assert page.count('id="figure-training_cost-momentum"') == 1
