"""The geometric mean of ratios."""

import numpy as np
import pandas as pd
import pytest

from hardtotrain.statistics.geometric_mean import geometric_mean


def test_a_ratio_and_its_inverse_cancel():
    assert geometric_mean([8, 2]) == pytest.approx(4)
    assert geometric_mean(pd.Series([10, 0.1, 7])) == pytest.approx(7 ** (1 / 3))


def test_without_a_value_there_is_no_mean():
    assert np.isnan(geometric_mean(pd.Series([2.0, np.nan])))
