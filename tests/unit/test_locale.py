"""Text in UTF-8 is read as such where the locale says otherwise."""

import os
import subprocess
import sys

import yaml

PROGRAM = """
import sys
from pathlib import Path
from hardtotrain.report.provenance import default_study
print(ascii(default_study(Path(sys.argv[1]))["title"]))
"""


def test_the_default_study_that_git_holds_is_read_under_any_locale(tmp_path):
    path = tmp_path / "config.yaml"
    path.write_text(yaml.safe_dump({"title": "深度 σ"}, allow_unicode=True), encoding="utf-8")
    git = ["git", "-C", tmp_path, "-c", "user.name=a", "-c", "user.email=a@localhost"]
    for command in (["init"], ["add", "."], ["commit", "--message", "study"]):
        subprocess.run([*git, *command], check=True, capture_output=True)
    path.unlink()
    environment = os.environ | {
        "PYTHONPATH": os.pathsep.join(sys.path),
        "LC_ALL": "C",
        "PYTHONUTF8": "0",
    }
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM, path],
        env=environment,
        capture_output=True,
        encoding="utf-8",
    )
    assert done.stdout.strip() == ascii("深度 σ"), done.stderr
