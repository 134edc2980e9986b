"""How much Snakemake itself does while jobs run."""


def test_snakemake_looks_for_jobs_to_run_only_when_one_has_ended(fresh, config):
    config["experiments"] = {
        "start": {
            "epochs": 0,
            "replicates": 1,
            "networks": [[784, width, 10] for width in range(1, 13)],
        }
    }
    config["claims"] = []
    run = fresh.snakemake("train", "--verbose", config=config)
    assert run.exit_code == 0, run.said
    ended = run.err.count("Finished jobid: ")
    assert ended > 12
    assert run.err.count("Ready jobs: ") <= ended + 1
