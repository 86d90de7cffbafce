"""The estimate on all of France: totals, territories, checks."""

from __future__ import annotations

import pandas as pd
import pytest

from territory.illectronism import (
    draw_people,
    estimate,
    illectronism_people,
    sum_over,
)
from territory.illectronism.external import errors_by_level, external_table
from territory.illectronism.validate import density_table, validation_table

pytestmark = pytest.mark.national


@pytest.fixture(scope="module")
def communes(france) -> pd.DataFrame:
    return pd.DataFrame(france.tables.communes.drop(columns=["geometry"]))


@pytest.fixture(scope="module")
def drawn(communes):
    return draw_people(communes)


def test_levels_agree_and_the_nation_has_its_published_share(communes, drawn):
    people = illectronism_people(communes)
    for level in ("departement_code", "region_code"):
        assert sum_over(drawn, communes[level])["illectronism_people"].sum() == pytest.approx(
            people.sum(), rel=1e-12
        )
    nation = sum_over(drawn, pd.Series("nation", communes.index)).iloc[0]
    assert nation["illectronism_share"] == pytest.approx(0.154, abs=0.0005)
    assert nation["illectronism_low_share"] < 0.154 < nation["illectronism_high_share"]
    # 15.4 % of the 54.6 million people of 15 or more of the census in ordinary dwellings (55.97
    # million less 1.4 in institutions), Mayotte left out.
    assert nation["illectronism_people"] == pytest.approx(8.41e6, rel=0.005)


def test_every_figure_fitted_is_within_its_rounding(drawn):
    found = validation_table(drawn.fitted)
    fitted = found[(found["used_for"] == "fit") & found["is_met"].notna()]
    assert len(fitted) == 18
    assert fitted["is_met"].all()


def test_figures_below_the_nation_are_near_and_their_intervals_hold_them(communes, drawn):
    found = external_table(communes, drawn, 1953)
    errors = errors_by_level(found)
    # Corse, which nothing explains, is apart.
    assert errors.loc["region", "rmse"] < 0.011
    assert errors.loc["departement", "rmse"] < 0.014
    assert 0.85 <= found["is_inside"].dropna().astype(float).mean() <= 0.95
    corse = found[(found["level"] == "region") & (found["place"] == "94")].iloc[0]
    assert not corse["is_inside"]


def test_merged_communes_have_the_income_of_their_parts(communes, drawn):
    # Saint-Denis, merged in 2025, publishes no median; its two parts 16,620 and 16,080 €.
    share = estimate(communes.loc[["93066"]])["illectronism_share"].iloc[0]
    assert share == pytest.approx(0.144, abs=0.01)


def test_density_classes_come_in_the_expected_order(communes, drawn):
    share = density_table(communes, drawn)["illectronism_share"]
    large_cities, small_towns, very_dispersed = share["1"], share["3"], share["7"]
    assert large_cities == share.min()
    assert min(small_towns, very_dispersed) > share["4"]
    assert share.nlargest(2).index.tolist() == ["7", "3"]


def test_lozere_alone_has_the_figures_it_has_in_france(communes):
    lozere = communes[communes["departement_code"] == "48"]
    measures = ["illectronism_people", "illectronism_low_people", "illectronism_high_people"]
    in_france = estimate(communes).loc[lozere.index, measures]
    pd.testing.assert_frame_equal(estimate(lozere)[measures], in_france, rtol=1e-5)


def test_communes_without_an_estimate_say_why(communes):
    found = estimate(communes, draws=20)
    without = found[found["illectronism_share"].isna()]
    assert (without["illectronism_reason_code"] != "").all()
    mayotte = communes["zone"] == "mayotte"
    assert (found.loc[mayotte, "illectronism_reason_code"] == "outside_survey").all()
    empty = communes["population_people"] == 0
    assert (found.loc[empty, "illectronism_status"] == "not_applicable").all()
