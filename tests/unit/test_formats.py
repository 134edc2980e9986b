"""How numbers are written that are not like the others."""

import math

import pytest

from hardtotrain.report.formats import plain, speed, times


@pytest.mark.parametrize("write", [plain, speed, times])
def test_what_has_no_end_is_written_as_such(write):
    assert write(math.inf) == "∞"
    assert write(-math.inf) == "−∞"
