"""The matrix of Lozère: who is served already, what a trip may join, what is left out."""

from __future__ import annotations

from dataclasses import replace

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest

from territory import illectronism
from territory.errors import TerritoryError, UnknownNameError
from territory.indicators.counters import nearest_counter_minutes
from territory.indicators.stops import nearest_counter_or_stop_minutes
from territory.messages import Words
from territory.plan.groups import plans_of_groups
from territory.plan.matrix import site_matrix
from territory.plan.question import Question, candidates_of
from territory.plan.sites import NOBODY, plan_sites
from territory.plan.table import site_rows
from territory.plan.told import summary
from territory.tables import Tables
from territory.territories import Territory
from territory.travel import Places, estimated_minutes

LOZERE = Territory("departement", "48")


@pytest.fixture(scope="module")
def people(sample: Tables) -> pd.Series:
    return illectronism.illectronism_people(sample.communes)


def test_minutes_before_are_those_of_the_nearest_counter(sample, people):
    matrix = site_matrix(sample, Question(LOZERE), people)
    expected = nearest_counter_minutes(sample).loc[matrix.communes]
    np.testing.assert_allclose(matrix.before_minutes, expected)
    stops = site_matrix(sample, Question(LOZERE, counts_stops=True), people)
    expected = nearest_counter_or_stop_minutes(sample).loc[matrix.communes]
    np.testing.assert_allclose(stops.before_minutes, expected)


def test_only_people_not_served_within_the_limit_have_pairs_and_all_within_it(sample, people):
    matrix = site_matrix(sample, Question(LOZERE, within_minutes=15), people)
    has_pairs = np.diff(matrix.minutes.indptr) > 0
    assert not has_pairs[matrix.is_within(15)].any()
    assert matrix.minutes.data.max() <= 15
    # A commune not served reaches its own town hall, in the time of no distance.
    own = matrix.candidates.get_indexer(matrix.communes[has_pairs])
    at_home = matrix.minutes[np.flatnonzero(has_pairs), own]
    np.testing.assert_allclose(at_home, estimated_minutes(np.array([0.0]))[0])


def test_counters_beyond_the_border_serve_the_territory(sample, people):
    """Half of Lozère asks alone; the counters of the other half still stand."""
    epci = sample.communes["epci_code"].value_counts().index[0]
    matrix = site_matrix(sample, Question(Territory("epci", epci)), people)
    expected = nearest_counter_minutes(sample).loc[matrix.communes]
    np.testing.assert_allclose(matrix.before_minutes, expected)
    assert set(matrix.candidates) == set(matrix.communes)


def test_the_order_of_tables_changes_nothing(sample, people):
    turned = replace(
        sample,
        communes=sample.communes.sample(frac=1, random_state=1),
        counters=sample.counters.sample(frac=1, random_state=2),
    )
    for goal in ("coverage", "minutes", "farthest"):
        question = Question(LOZERE, 4, 15, goal)
        plans = [plan_sites(tables, question, people) for tables in (sample, turned)]
        assert plans[0].codes.tolist() == plans[1].codes.tolist()
        np.testing.assert_array_equal(plans[0].place_of, plans[1].place_of)


def test_nobody_is_counted_twice(sample, people):
    plan = plan_sites(sample, Question(LOZERE, 6, 15), people)
    matrix = plan.matrix
    is_new = ~matrix.is_within(15) & (plan.after_minutes <= 15) & (matrix.people > 0)
    np.testing.assert_array_equal(plan.place_of != NOBODY, is_new)
    assert plan.curve.gains[5] == pytest.approx(matrix.people[is_new].sum())


def test_an_island_is_not_served_from_the_mainland(sample, people):
    """A commune of Lozère is given the code of Ouessant, which no road joins."""
    alone = "48104"
    communes = sample.communes.rename(index={alone: "29155"})
    counters = sample.counters[sample.counters["commune_code"] != alone]
    island = replace(sample, communes=communes, counters=counters)
    asked = replace(island, communes=communes.assign(departement_code="48"))
    plan = plan_sites(asked, Question(LOZERE, 50, 15), people.rename(index={alone: "29155"}))
    here = plan.matrix.communes.get_loc("29155")
    reached = plan.matrix.minutes[[here], :].tocoo().coords[1]
    assert np.isnan(plan.matrix.before_minutes[here])
    assert plan.matrix.candidates[reached].tolist() == ["29155"]
    assert "29155" in plan.codes


def test_communes_without_an_estimate_are_told_and_count_for_nobody(sample, people):
    holed = people.copy()
    holed.iloc[[3, 8]] = np.nan
    matrix = site_matrix(sample, Question(LOZERE), holed)
    assert matrix.unknown.tolist() == sorted(holed.index[[3, 8]])
    assert (matrix.people[matrix.communes.isin(matrix.unknown)] == 0).all()


def test_where_a_counter_may_open_is_the_users_choice(sample):
    every = candidates_of(sample, Question(LOZERE))
    assert every[0] == "48095"
    without = candidates_of(sample, Question(LOZERE, excluded=("48095",)))
    assert set(every) - set(without) == {"48095"}
    classes = sample.communes["density_class"]
    scattered = candidates_of(sample, Question(LOZERE, excluded_densities=(7,)))
    assert set(every) - set(scattered) == set(classes.index[classes == 7])
    kept = candidates_of(sample, Question(LOZERE, kept=("48092", "48095")))
    assert kept.tolist() == ["48095", "48092"]
    with pytest.raises(UnknownNameError):
        candidates_of(sample, Question(LOZERE, excluded=("01001",)))
    with pytest.raises(TerritoryError):
        candidates_of(sample, Question(LOZERE, excluded=("48095",), kept=("48095",)))


@pytest.mark.parametrize(
    "wrong",
    [
        {"count": 0},
        {"count": 51},
        {"within_minutes": 0},
        {"goal": "best"},
        {"excluded_densities": (8,)},
    ],
)
def test_a_question_that_asks_nothing_is_refused_in_words(wrong):
    with pytest.raises(TerritoryError) as refused:
        Question(LOZERE, **wrong)
    assert str(refused.value)


def test_a_plan_holds_where_people_live_in_several_points(sample, people):
    """Each commune's people at its town hall and a second point 5 km east."""
    communes = sample.communes
    halls = communes["town_hall_point"]
    east = gpd.GeoSeries(halls.translate(xoff=0.065).to_numpy(), crs=communes.crs)
    points = gpd.GeoDataFrame(
        {
            "commune_code": [*communes.index, *communes.index],
            "people": [3.0] * len(communes) + [1.0] * len(communes),
            "zone": "metropole",
            "land": "metropole",
        },
        geometry=[*halls, *east],
        crs=communes.crs,
    )
    plan = plan_sites(replace(sample, points=points), Question(LOZERE, 3, 15), people)
    matrix = plan.matrix
    assert len(matrix.people) == 2 * len(communes)
    assert matrix.people.sum() == pytest.approx(people.sum())
    served = (plan.after_minutes <= 15) & ~matrix.is_within(15)
    assert plan.curve.gains[2] == pytest.approx(matrix.people[served].sum())


def test_the_plans_of_all_groups_at_once_are_those_of_each_alone(sample, people):
    matrix = site_matrix(sample, Question(LOZERE, within_minutes=15), people)
    epci = sample.communes["epci_code"]
    curves = plans_of_groups(matrix, epci, "coverage", 2)
    told = 0
    for code in epci.dropna().unique():
        alone = plan_sites(sample, Question(Territory("epci", str(code)), 2, 15), people)
        if not len(alone.chosen):
            assert code not in curves
            continue
        told += 1
        found = curves[str(code)]
        np.testing.assert_allclose(found.gains, alone.curve.gains[:2])
        assert sorted(matrix.candidates[found.plans[-1]]) == sorted(alone.codes)
    assert told == len(curves) > 2


@pytest.mark.parametrize("goal", ["minutes", "farthest"])
def test_pairs_kept_are_all_those_shorter_than_the_trip_of_today_and_no_other(sample, people, goal):
    matrix = site_matrix(sample, Question(LOZERE, goal=goal), people)
    halls = sample.communes.loc[matrix.communes]
    homes = Places.of(halls["town_hall_point"], halls.index.to_series(), halls["zone"])
    every = sample.engine.minutes_within(homes, homes, 200.0).minutes.toarray()
    order = matrix.communes.get_indexer(matrix.candidates)
    kept = matrix.minutes.toarray() > 0
    np.testing.assert_array_equal(kept, every[:, order] <= matrix.before_minutes[:, None])


def test_an_island_without_a_counter_is_told_where_one_counter_cannot_reach_both(sample, people):
    """Two communes are given codes of islands: one counter leaves one of them without any."""
    renamed = {"48104": "29155", "48146": "29084"}
    counters = sample.counters[~sample.counters["commune_code"].isin(renamed)]
    communes = sample.communes.rename(index=renamed).assign(departement_code="48")
    islands = replace(sample, communes=communes, counters=counters)
    here = people.rename(index=renamed)
    draws = illectronism.draw_people(communes, draws=20)
    words = Words("en")
    for count, key in ((1, "plan.unreachable"), (2, "plan.summary.from_nothing")):
        plan = plan_sites(islands, Question(LOZERE, count, goal="farthest"), here)
        rows = site_rows(islands, plan, draws, here, words)
        said = summary(plan, rows, words)
        expected = words.plural(
            key, count, **dict.fromkeys(("after", "people", "low", "high"), "…")
        )
        assert said[:40] == expected[:40]
