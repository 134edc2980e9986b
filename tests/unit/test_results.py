"""A text file counts as whole if it ends with a line; all else is named."""

import pytest

from hardtotrain.results import ResultError, whole


@pytest.mark.parametrize("text", ["a,b\n1,2\n", "\n"])
def test_a_file_that_ends_with_a_line_is_whole(tmp_path, text):
    path = tmp_path / "table.csv"
    path.write_text(text, encoding="utf-8")
    assert whole(path) == path


@pytest.mark.parametrize("text", ["", "a,b", "a,b\n1,"])
def test_a_file_that_ends_elsewhere_is_named_with_its_size_and_the_way_on(tmp_path, text):
    path = tmp_path / "table.csv"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(ResultError) as error:
        whole(path)
    assert str(error.value).startswith(f"{path} was cut short, after {len(text)} bytes. Remove it")
