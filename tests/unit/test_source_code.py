"""The checksums of the code behind scripts."""

import pytest

from hardtotrain.source_code import code_of


@pytest.fixture
def workflow(tmp_path):
    """A script that uses one module, which uses another; `reports` uses neither."""
    files = {
        "scripts/train.py": "from hardtotrain.engine.network import (\n    Network,\n)\n",
        "scripts/report.py": "import hardtotrain.report\n",
        "hardtotrain/__init__.py": "",
        "hardtotrain/report.py": "",
        "hardtotrain/engine/__init__.py": "",
        "hardtotrain/engine/costs.py": "COSTS = []\n",
        "hardtotrain/engine/network.py": "def cost():\n    from hardtotrain.engine import costs\n",
        "hardtotrain/engine/unused.py": "",
    }
    for name, code in files.items():
        path = tmp_path / "workflow" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(code, encoding="utf-8")
    return tmp_path / "workflow"


def test_copies_have_one_checksum_wherever_and_whenever_they_are(workflow, tmp_path):
    before = code_of(workflow, "scripts/*.py")
    assert set(before) == {"train", "report"}
    (workflow / "hardtotrain" / "report.py").touch()
    (workflow / "hardtotrain" / "__pycache__").mkdir()
    (workflow / "hardtotrain" / "__pycache__" / "report.pyc").write_bytes(b"compiled")
    assert code_of(workflow, "scripts/*.py") == before
    assert code_of(workflow.rename(tmp_path / "moved"), "scripts/*.py") == before


def edit(engine):
    (engine / "network.py").write_text("weights = [1]\n", encoding="utf-8")


def edit_what_is_imported_in_turn(engine):
    (engine / "costs.py").write_text("# a remark", encoding="utf-8")


def edit_the_package(engine):
    (engine / "__init__.py").write_text("# a remark", encoding="utf-8")


def remove(engine):
    (engine / "costs.py").unlink()


def make_it_a_package(engine):
    (engine / "costs").mkdir()
    (engine / "costs.py").rename(engine / "costs" / "__init__.py")
    (engine / "costs" / "quadratic.py").write_text("", encoding="utf-8")
    code = "from hardtotrain.engine.costs import quadratic"
    (engine / "costs" / "__init__.py").write_text(code, encoding="utf-8")


def swap(engine):
    network, costs = engine / "network.py", engine / "costs.py"
    network.rename(engine / "old.py")
    costs.rename(network)
    (engine / "old.py").rename(costs)


@pytest.mark.parametrize(
    "change",
    [edit, edit_what_is_imported_in_turn, edit_the_package, remove, make_it_a_package, swap],
)
def test_a_change_of_code_changes_the_checksum_of_the_scripts_that_use_it(workflow, change):
    before = code_of(workflow, "scripts/*.py")
    change(workflow / "hardtotrain" / "engine")
    after = code_of(workflow, "scripts/*.py")
    assert after["train"] != before["train"]
    assert after["report"] == before["report"]


def test_code_that_no_script_uses_changes_nothing(workflow):
    before = code_of(workflow, "scripts/*.py")
    for path in [workflow / "hardtotrain" / "engine" / "unused.py", workflow / "terminal.py"]:
        path.write_text("# a remark", encoding="utf-8")
    assert code_of(workflow, "scripts/*.py") == before
