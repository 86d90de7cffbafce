"""A territory beside others: the same figures as everywhere, and nothing said of what is missing."""

from __future__ import annotations

import dataclasses

import numpy as np
import pandas as pd
import pytest

from territory import illectronism
from territory.compare import (
    CONCERNED,
    PER_COUNTER,
    ROWS,
    STRIP_ROWS,
    compare,
    concerned_shares,
    less_exposed_share,
    scale_of,
    table_of,
)
from territory.country import Country
from territory.errors import TerritoryError, UnknownNameError
from territory.indicators import columns_in_use
from territory.messages import Words
from territory.scores import method_of
from territory.territories import WHOLE, Territory
from territory.territories.figures import group_of_set, territory_figures

MENDE = Territory("commune", "48095")
LOZERE = Territory("departement", "48")


@pytest.fixture(scope="module")
def two_regions(sample):
    """The sample, half of it as if in another département and région."""
    communes = sample.communes.copy()
    away = communes.index[:60]
    communes.loc[away, ["departement_code", "departement_name"]] = ["07", "Ardèche"]
    communes.loc[away, ["region_code", "region_name"]] = ["84", "Auvergne-Rhône-Alpes"]
    return Country(dataclasses.replace(sample, communes=communes))


def test_a_commune_has_the_figures_of_the_list(country):
    figures = compare(country, [MENDE], words=Words("fr")).territories[0].figures
    row = country.ranked(method_of()).loc["48095"]
    assert figures["communes_count"] == 1
    for name in columns_in_use([one for one in ROWS[1:] if one != PER_COUNTER], row.index):
        assert figures[name] == pytest.approx(row[name], nan_ok=True), name


def test_a_territory_has_the_figures_the_command_gives(country, sample):
    figures = compare(country, [LOZERE], words=Words("fr")).territories[0].figures
    groups = group_of_set(sample.communes, list(sample.communes.index))
    wanted = territory_figures(sample, country.indicators, groups, draws=country.draws).iloc[0]
    wanted[PER_COUNTER] = wanted["population_people"] / wanted["fixed_counters_count"]
    np.testing.assert_allclose(
        figures.to_numpy(), wanted[list(columns_in_use(ROWS, wanted.index))].to_numpy(float)
    )


def test_a_commune_is_set_beside_its_likes_then_ever_larger_territories(two_regions):
    kinds = [one.kind for one in compare(two_regions, [MENDE], words=Words("fr")).references]
    # In this table a région is one département, and Mende alone is of its density: said once.
    # Two régions are not France.
    assert kinds == ["peers", "epci", "departement", "part"]


def test_two_references_of_the_same_communes_are_one(country):
    # The sample's région and country are its one département.
    kinds = [
        one.kind
        for one in compare(country, [Territory("commune", "48001")], words=Words("fr")).references
    ]
    assert kinds == ["peers", "epci", "departement", "density"]
    assert not compare(country, [WHOLE], words=Words("fr")).references


def test_several_territories_are_set_beside_the_whole_alone(two_regions):
    found = compare(two_regions, [MENDE, LOZERE], words=Words("fr"))
    assert [one.key for one in found.territories] == ["commune:48095", "departement:48"]
    assert [one.kind for one in found.references] == ["part"]


def test_what_is_asked_for_is_not_a_reference_again(two_regions):
    assert not compare(two_regions, [MENDE, WHOLE], words=Words("fr")).references


def test_a_territory_named_twice_counts_once(country):
    assert len(compare(country, [MENDE, MENDE], words=Words("fr")).territories) == 1


@pytest.mark.parametrize("count", [0, 5])
def test_none_or_too_many_are_refused_in_a_sentence(country, count):
    codes = country.tables.communes.index[:count]
    with pytest.raises(TerritoryError) as raised:
        compare(country, [Territory("commune", code) for code in codes], words=Words("fr"))
    assert "4" in raised.value.say(Words("en"))


def test_a_territory_that_does_not_exist_is_said(country):
    with pytest.raises(UnknownNameError):
        compare(country, [Territory("commune", "99999")], words=Words("fr"))


def test_an_uninhabited_commune_has_minutes_and_no_people(country, sample):
    communes = sample.communes.copy()
    numbers = [one for one in communes if one.endswith("_people")]
    communes.loc["48095", numbers] = 0.0
    empty = Country(dataclasses.replace(sample, communes=communes))
    found = compare(empty, [MENDE], words=Words("fr"))
    figures = found.territories[0].figures
    assert figures["population_people"] == 0
    assert np.isnan(figures["illectronism_people"])
    assert figures["nearest_counter_minutes"] > 0
    assert np.isnan(found.standings["illectronism_share"][0])
    assert found.territories[0].concerned.isna().all()


def test_the_standing_counts_who_is_less_exposed_and_half_of_the_equals():
    minutes = pd.Series([5.0, 10.0, 10.0, 30.0, np.nan])
    assert less_exposed_share(minutes, 10.0, "nearest_counter_minutes") == pytest.approx(0.5)
    assert less_exposed_share(minutes, 31.0, "nearest_counter_minutes") == 1
    # Few hours a person is the exposed end.
    assert less_exposed_share(minutes, 31.0, "reachable_hours_per_1k") == 0
    assert np.isnan(less_exposed_share(minutes, np.nan, "nearest_counter_minutes"))


def test_standings_of_all_communes_average_a_half(country):
    scores = country.ranked(method_of())["exposure_score"].dropna()
    found = [less_exposed_share(scores, one, "exposure_score") for one in scores]
    assert np.mean(found) == pytest.approx(0.5)


def test_who_is_concerned_is_a_share_of_the_people_estimated(country, sample):
    codes = sample.communes.index[:30]
    shares = concerned_shares(country, codes)
    estimated = illectronism.estimate(sample.communes.loc[codes])
    wanted = estimated["illectronism_75_plus_people"].sum() / estimated["illectronism_people"].sum()
    assert shares["75_plus"] == pytest.approx(wanted)
    assert shares.index.tolist() == list(CONCERNED)
    assert shares.between(0, 1).all()


def test_weights_change_the_scores_and_not_the_people(country):
    usual = compare(country, [LOZERE], words=Words("fr")).territories[0].figures
    other = (
        compare(country, [LOZERE], method_of(weights="need=1"), words=Words("fr"))
        .territories[0]
        .figures
    )
    assert other["exposure_score"] == pytest.approx(other["need_score"])
    assert other["exposure_score"] != pytest.approx(usual["exposure_score"])
    assert other["illectronism_people"] == pytest.approx(usual["illectronism_people"])


def test_the_table_holds_every_column_once_and_leaves_holes_empty(country):
    found = compare(country, [MENDE, LOZERE], words=Words("fr"))
    table = table_of(found)
    assert table.index.tolist() == [one.name for one in found.columns]
    assert table.columns.tolist() == list(columns_in_use(ROWS, country.indicators.columns))


def test_every_strip_has_two_different_ends():
    for row in STRIP_ROWS:
        assert scale_of(row).best != scale_of(row).worst
