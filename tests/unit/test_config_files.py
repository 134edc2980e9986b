"""A config file that no program could read is named, with the line and what to do."""

import pytest

from hardtotrain.config.files import check_files
from hardtotrain.config.problems import ConfigError

TITLED = "seed: 0\ntitle: 深度有用吗\n"


@pytest.mark.parametrize(
    ("text", "encoding", "told"),
    [
        (TITLED, "gb18030", "line 2 of FILE is not text in UTF-8; save the file again"),
        (TITLED, "utf-16", "line 1 of FILE is not text in UTF-8; save the file again"),
        ("seed: 0\n", "utf-16-le", "line 1 of FILE holds the character #x0000"),
        ("seed: 0\nname: a\x0cb\n", "utf-8", "line 2 of FILE holds the character #x000c"),
        ("seed:\n  a: 1\n\tb: 2\n", "utf-8", "line 3 of FILE is not YAML: found character '\\t'"),
        ("seed: [1\n", "utf-8", "of FILE is not YAML: "),
        ("title: a: b\n", "utf-8", "line 1 of FILE is not YAML: "),
        ("a: *nowhere\n", "utf-8", "line 1 of FILE is not YAML: found undefined alias"),
    ],
)
def test_what_cannot_be_read_is_named_with_its_line(tmp_path, text, encoding, told):
    file = tmp_path / "config.yaml"
    file.write_text(text, encoding=encoding)
    with pytest.raises(ConfigError) as error:
        check_files([file])
    assert told.replace("FILE", str(file)) in str(error.value)
    assert "has 1 mistake; nothing was run" in str(error.value)


def test_the_mistakes_of_all_files_come_at_once(tmp_path):
    for name in ("a.yaml", "b.yaml"):
        (tmp_path / name).write_text("a: 1\na: 2\n", encoding="utf-8")
    with pytest.raises(ConfigError, match="has 2 mistakes"):
        check_files([tmp_path / "a.yaml", tmp_path / "b.yaml"])


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        (TITLED, "utf-8"),
        (TITLED, "utf-8-sig"),
        (TITLED.replace("\n", "\r\n"), "utf-8"),
        ('{\n\t"seed": 0,\n\t"title": "深度有用吗"\n}', "utf-8"),
    ],
    ids=["as it should be", "byte order mark", "ends of lines of Windows", "JSON with tabs"],
)
def test_what_can_be_read_is_not_refused(tmp_path, text, encoding):
    file = tmp_path / "config.yaml"
    file.write_text(text, encoding=encoding, newline="")
    check_files([file])
