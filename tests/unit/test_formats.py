"""How the report writes its numbers."""

import math

import pytest

from hardtotrain.formats import percent, plain, points, speed, times, updates


@pytest.mark.parametrize(
    ("shown", "text"),
    [
        (times(4.4286), "4.43"),
        (times(999.7), "1,000"),
        (times(0.0312), "0.0312"),
        (speed(0.3), "0.30"),
        (speed(0.000123), "1.2×10⁻⁴"),
        (speed(123.0), "1.2×10²"),
        (plain(-0.31), "−0.31"),
        (updates(1234.5), "1,230"),
        (percent(0.9647), "96.47"),
        # Less than all is not all, however little is missing.
        (percent(0.99999), "99.99"),
        (points(-0.0012), "−0.12"),
    ],
)
def test_numbers_are_written_to_their_digits(shown, text):
    assert shown == text


@pytest.mark.parametrize("write", [plain, speed, times])
def test_what_has_no_end_is_written_as_such(write):
    assert write(math.inf) == "∞"
    assert write(-math.inf) == "−∞"
