"""Every plan keeps to what was asked: so many places, only where one may open, only whom they can serve."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from territory import illectronism
from territory.plan.question import GOALS, Question
from territory.plan.saturday import plan_saturdays
from territory.plan.sites import NOBODY, plan_sites
from territory.tables import Tables
from territory.territories import Territory, communes_of

LOZERE = Territory("departement", "48")
# Chosen by the plan of Lozère when nothing is left out.
EXCLUDED = ("48088", "48104")


@pytest.fixture(scope="module")
def people(sample: Tables) -> pd.Series:
    return illectronism.illectronism_people(sample.communes)


@pytest.mark.parametrize("count", [1, 4])
@pytest.mark.parametrize("goal", GOALS)
def test_places_are_as_many_as_asked_at_most_and_only_where_one_may_open(
    sample, people, goal, count
):
    question = Question(
        LOZERE, count, 20, goal, excluded=EXCLUDED, excluded_densities=(1, 2, 3, 4, 5)
    )
    plan = plan_sites(sample, question, people)
    assert 0 < len(plan.codes) <= count
    assert plan.codes.is_unique
    chosen = sample.communes.loc[plan.codes]
    assert (chosen["departement_code"] == "48").all()
    assert not chosen.index.isin(EXCLUDED).any()
    assert (chosen["density_class"] >= 6).all()


@pytest.mark.parametrize("goal", GOALS)
def test_kept_communes_alone_are_chosen(sample, people, goal):
    kept = tuple(communes_of(sample, LOZERE).index[::7])
    plan = plan_sites(sample, Question(LOZERE, 3, 15, goal, kept=kept), people)
    assert set(plan.codes) <= set(kept)


@pytest.mark.parametrize("goal", GOALS)
def test_whoever_is_counted_gains_and_by_a_trip_within_what_is_said(sample, people, goal):
    plan = plan_sites(sample, Question(LOZERE, 4, 15, goal), people)
    matrix, gaining = plan.matrix, plan.place_of != NOBODY
    assert gaining.any()
    minutes = matrix.minutes.toarray()
    with_place = minutes[np.flatnonzero(gaining), plan.chosen[plan.place_of[gaining]]]
    assert (with_place > 0).all()
    before = matrix.before_minutes[gaining]
    assert (~(before <= with_place)).all()
    if goal == "coverage":
        assert (with_place <= 15).all()
        assert (~(before <= 15)).all()
    if goal == "farthest":
        longest = plan.curve.minutes[len(plan.chosen) - 1]
        assert np.nanmax(plan.after_minutes[matrix.people > 0]) == pytest.approx(longest)


def test_saturdays_are_of_fixed_counters_of_the_territory_not_open_then(sample, people):
    plan = plan_saturdays(sample, Question(LOZERE, 3, 20), people)
    chosen = sample.counters.loc[plan.codes]
    inside = communes_of(sample, LOZERE).index
    assert chosen["commune_code"].isin(inside).all()
    assert not chosen["is_itinerant"].astype("boolean").fillna(False).any()
    assert not chosen["is_open_saturday"].astype("boolean").fillna(False).any()
