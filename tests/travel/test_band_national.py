"""The published band is the one measured on the real road times of Isère, and holds there."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from territory.travel import published_band
from territory.travel.band import NEAREST, TRIP, measure_band, published_classes
from territory.travel.calibration import TRIPS_OF, calibrate
from territory.travel.truth import Truth, read_truth
from tests.conftest import NATIONAL

pytestmark = pytest.mark.national


@pytest.fixture(scope="module")
def truth() -> Truth:
    roads = Path(NATIONAL).parent / "roads"
    matrix = roads / "isere_osrm_seconds.csv"
    if not matrix.is_file():
        pytest.skip(f"real road times of Isère are not in {roads}")
    return read_truth(matrix, roads / "isere_chefs_lieux.csv")


@pytest.mark.parametrize("kind", [NEAREST, TRIP])
def test_the_published_quantiles_are_those_measured(truth, kind):
    trips = TRIPS_OF[kind](truth, None)
    found, published = measure_band(trips), published_band(kind)
    assert found.median_km == pytest.approx(published.median_km, abs=0.0051)
    assert found.ratios == pytest.approx(published.ratios, abs=0.000051)
    # Trips of classes too small to be measured are in none.
    assert sum(one["trips_count"] for one in published_classes(kind)) <= len(trips)


@pytest.mark.parametrize("kind", [NEAREST, TRIP])
def test_nine_real_times_in_ten_of_the_communes_left_out_lie_in_the_band(truth, kind):
    held = [calibrate(truth, kind, 20.0, seed) for seed in range(20, 25)]
    assert np.mean([one.inside_share for one in held]) == pytest.approx(0.9, abs=0.03)
    expected = np.mean([one.within_expected_share - one.within_real_share for one in held])
    by_estimate = np.mean([one.within_estimate_share - one.within_real_share for one in held])
    assert abs(expected) < 0.02 < by_estimate
