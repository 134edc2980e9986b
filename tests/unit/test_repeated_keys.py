"""A key that stands twice in a config file is a mistake: YAML would forget the first."""

import pytest

from hardtotrain.config.files import check_files
from hardtotrain.config.problems import ConfigError


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("seed: 0\nseed: 1\n", "- seed: given twice, in lines 1 and 2 of FILE; expected it once"),
        (
            "experiments:\n  depth: {networks: []}\n  width: {}\n  depth: {}\n",
            "- experiments.depth: given twice, in lines 2 and 4",
        ),
        ("a: [{b: 1}, {c: 1, d: 2, 'c': 3}]\n", "- a[1].c: given twice, in lines 1 and 1"),
        ("a: &x {b: 1, b: 2}\nc: *x\n", "has 1 mistake;"),
        ("a: 1\na: 2\na: 3\n", "has 2 mistakes;"),
        ('{"a": 1, "a": 2}', "- a: given twice"),
    ],
)
def test_every_repeated_key_is_named_with_its_lines(tmp_path, text, told):
    file = tmp_path / "config.yaml"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(ConfigError) as error:
        check_files([file])
    assert told.replace("FILE", str(file)) in str(error.value)


@pytest.mark.parametrize(
    "text", ["", "a: 1\n", "a: {b: 1}\nc: {b: 1}\n", "a: &x {b: 1}\nc: *x\n", "a: &x [*x]\n"]
)
def test_the_same_key_in_other_places_is_none(tmp_path, text):
    (tmp_path / "config.yaml").write_text(text, encoding="utf-8")
    check_files([tmp_path / "config.yaml"])
