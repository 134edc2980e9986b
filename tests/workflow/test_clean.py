"""`make clean` takes away what the workflow made, and leaves what anyone else put beside it."""

from workspace import PROJECT, Workspace

CLEAN = "--delete-all-output"
OF_THE_USER = ("README.md", "tables/notes.txt", "runs/depth/784-12-10/mine.csv", "figures/mine.svg")


def test_clean_removes_what_was_made_and_only_that(copy_of_finished: Workspace, config):
    assert CLEAN in (PROJECT / "Makefile").read_text(encoding="utf-8")
    results = copy_of_finished.results
    for name in OF_THE_USER:
        (results / name).write_text("mine", encoding="utf-8")
    made = results / "tables" / "accuracy.csv"
    assert made.exists()

    cleaned = copy_of_finished.snakemake(CLEAN, config=config)
    assert cleaned.exit_code == 0, cleaned.said
    left = {str(path.relative_to(results)) for path in results.rglob("*") if path.is_file()}
    assert not made.exists()
    # Snakemake keeps its logs and benchmarks; to download the data again would change nothing.
    kept = ("logs/", "benchmarks/", "data/")
    assert {name for name in left if not name.startswith(kept)} == {*OF_THE_USER}
    for name in OF_THE_USER:
        assert (results / name).read_text(encoding="utf-8") == "mine"
