"""Need by direct standardisation, against figures worked out by hand."""

import pandas as pd
import pytest

from territory.illectronism import (
    ADULT_BANDS,
    adult_people,
    band_rates,
    illectronism_people,
    illectronism_share,
)


def communes(**bands: float | None) -> pd.DataFrame:
    return pd.DataFrame([{name: bands.get(name, 0.0) for name in ADULT_BANDS}], dtype=float)


def test_band_rates_are_those_worked_out_by_hand():
    # By hand, from the published rates and the national structure of illectronism.toml:
    # 15-24: 8.170 M x 2.4 %; 25-39: 4.085 + 8.409333 = 12.494333 M x 4 %; 60-74: 11.622 M x 24.2 %;
    # 75+: 6.630 M x 61.9 %; total 55.970 M x 15.4 % = 8.61938 M; so the 17.053667 M of 40-59 hold
    # 8.61938 - 0.19608 - 0.499773 - 2.812524 - 4.10397 = 1.007033 M, that is 5.905 %.
    # 15-29: (10 x 2.4 + 5 x 4) / 15 = 2.9333 %; 30-44: (10 x 4 + 5 x 5.905) / 15 = 4.635 %.
    rates = band_rates()
    assert rates["age_15_29_people"] == pytest.approx(0.029333, abs=1e-6)
    assert rates["age_30_44_people"] == pytest.approx(0.04635, abs=1e-5)
    assert rates["age_45_59_people"] == pytest.approx(0.05905, abs=1e-5)
    assert rates["age_60_74_people"] == pytest.approx(0.242)
    assert rates["age_75_89_people"] == rates["age_90_plus_people"] == pytest.approx(0.619)


def test_people_are_the_sum_of_bands_times_rates():
    these = communes(age_60_74_people=100.0, age_75_89_people=50.0)
    assert illectronism_people(these)[0] == pytest.approx(24.2 + 30.95)
    assert illectronism_share(these)[0] == pytest.approx(55.15 / 150)
    assert adult_people(these)[0] == 150


def test_a_missing_band_makes_the_commune_missing_not_smaller():
    these = communes(age_60_74_people=100.0, age_75_89_people=None)
    assert pd.isna(illectronism_people(these)[0])
    assert pd.isna(illectronism_share(these)[0])


def test_a_commune_where_nobody_lives_has_no_share():
    assert pd.isna(illectronism_share(communes())[0])


def test_children_are_not_counted():
    with_children = communes(age_60_74_people=100.0).assign(age_0_14_people=1000.0)
    assert illectronism_people(with_children)[0] == pytest.approx(24.2)
