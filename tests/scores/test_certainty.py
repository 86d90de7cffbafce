"""What a band of minutes leaves open, by the limits of the classes and of the public target."""

from __future__ import annotations

import pandas as pd
import pytest

from territory.indicators.minutes_band import BAND_COLUMNS
from territory.scores.certainty import far_certainty


def band(low: float, high: float) -> pd.DataFrame:
    return pd.DataFrame([[low, high, 0.5]], columns=list(BAND_COLUMNS), index=["c"])


@pytest.mark.parametrize(
    ("low", "high", "said"),
    [
        # The classes end at 8.35 (score 35.2) and 12.18 minutes (score 56.5).
        (3.0, 8.0, "certain"),
        (3.0, 9.0, "class_open"),
        (8.5, 12.0, "certain"),
        (8.5, 13.0, "class_open"),
        (13.0, 20.0, "certain"),  # 20 minutes is within
        (13.0, 20.1, "limit_open"),
        (7.0, 25.0, "limit_open"),
        (20.0, 30.0, "limit_open"),
        (20.5, 60.0, "certain"),
    ],
)
def test_what_is_open_follows_the_limits_the_band_crosses(low, high, said):
    assert far_certainty(band(low, high)).tolist() == [said]


def test_without_a_band_nothing_is_said():
    assert far_certainty(band(float("nan"), float("nan"))).isna().all()
