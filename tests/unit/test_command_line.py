"""What --config says means the same as in a file."""

import pytest
import yaml
from snakemake.cli import parse_config

from hardtotrain.config.command_line import as_in_a_file


@pytest.mark.parametrize(
    "text",
    [
        "{epochs: 3, optimiser: {learning_rate: 0.5, momentum: null}}",
        "{depth: {networks: [[784, 10], {layers: 784-2x30-10, name: x}], title: 3 layers or 4}}",
        "[a, 1, -2, .5, 1.0e-3, yes, ~, no number, 784-30-10, 2x30]",
        "7",
        "relu",
        "null",
        "[]",
    ],
)
def test_a_setting_is_read_as_in_a_file(text):
    given = parse_config([f"key={text}"])  # as Snakemake reads it
    assert as_in_a_file(given) == {"key": yaml.safe_load(text)}


def test_text_that_python_takes_for_no_number_stays_text():
    digits = "9" * 5000
    assert as_in_a_file([digits, "=", "<<"]) == [digits, "=", "<<"]
