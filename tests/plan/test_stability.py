"""How far places hold: at other limits, by other engines, said in one sentence."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from territory import illectronism
from territory.messages import Words
from territory.plan.answer import answer
from territory.plan.matrix import site_matrix
from territory.plan.pairs import pairs_of
from territory.plan.question import Question
from territory.plan.robust import programmed_plans, searched_plans
from territory.plan.sites import plan_sites, solve_matrix
from territory.plan.stability import (
    LIMITS,
    holds,
    kept_columns,
    kept_engines,
    kept_limits,
    other_engines,
    other_limits,
)
from territory.territories import Territory
from territory.travel import EstimateEngine
from tests.command import territory

LOZERE = Territory("departement", "48")
WORDS = Words("en")


class SlowerEngine(EstimateEngine):
    """An engine by which every trip takes half as long again."""

    name = "slower"

    def minutes_within(self, origins, places, limit_minutes):
        """Ask for less, and stretch it."""
        found = super().minutes_within(origins, places, limit_minutes / 1.5)
        return replace(found, minutes=found.minutes * 1.5)

    def nearest(self, origins, places):
        """Stretch what is nearest."""
        found = super().nearest(origins, places)
        return replace(found, minutes=found.minutes * 1.5)


def test_a_place_is_kept_where_the_plan_of_another_limit_has_it(sample):
    people = illectronism.illectronism_people(sample.communes)
    plan = plan_sites(sample, Question(LOZERE, 4, 20), people)
    kept = kept_limits(sample, plan, people, WORDS)
    assert list(kept) == [WORDS.text("map.unit.minutes", value=one) for one in ("15", "25", "30")]
    for limit, codes in zip((15, 25, 30), kept.values(), strict=True):
        other = plan_sites(sample, Question(LOZERE, 4, limit), people)
        assert set(codes) == set(plan.codes) & set(other.codes)


def test_limits_play_no_part_but_in_coverage():
    assert other_limits(Question(LOZERE, 3, 12)) == LIMITS
    assert other_limits(Question(LOZERE, 3, 25)) == (15, 20, 30)
    assert other_limits(Question(LOZERE, 3, goal="minutes")) == ()


def test_a_plan_is_made_again_by_another_engine(sample):
    people = illectronism.illectronism_people(sample.communes)
    plan = plan_sites(sample, Question(LOZERE, 4, 15), people)
    same, slower = EstimateEngine(), SlowerEngine()
    kept = kept_engines(sample, plan, people, (same, slower))
    assert list(kept["estimate"]) == list(plan.codes)
    other = plan_sites(replace(sample, engine=slower), plan.question, people)
    assert set(kept["slower"]) == set(plan.codes) & set(other.codes)
    assert len(kept["slower"]) < len(plan.codes)


def test_the_estimate_is_at_hand_beside_roads_alone(sample):
    people = illectronism.illectronism_people(sample.communes)
    matrix = site_matrix(sample, Question(LOZERE, 2, 15), people)
    plan = solve_matrix(matrix, Question(LOZERE, 2, 15))
    assert other_engines(plan) == ()
    by_road = replace(plan, matrix=replace(matrix, engine="roads", is_estimate=False))
    assert [one.name for one in other_engines(by_road)] == ["estimate"]


def test_shares_are_of_what_was_tried_and_missing_where_nothing_was():
    codes = pd.Index(["a", "b", "c"])
    kept = {"15 min": pd.Index(["a", "b"]), "25 min": pd.Index(["a"])}
    found = kept_columns(kept, codes, "none", "limits")
    assert found["chosen_limits_share"].tolist() == [1, 0.5, 0]
    assert found["chosen_limits_text"].tolist() == ["15 min, 25 min", "15 min", "none"]
    nothing = kept_columns({}, codes, "none", "engines")
    assert nothing.isna().all(axis=None)


def test_the_sentence_counts_the_places_that_stay_whatever_is_tried():
    rows = pd.DataFrame(
        {
            "chosen_draws_share": [1.0, 0.95, 0.94, 1.0],
            "chosen_limits_share": [1.0, 1.0, 1.0, 2 / 3],
            "chosen_engines_share": [1.0, 0.0, 1.0, 1.0],
        }
    )
    question = Question(LOZERE, 4, 20)
    assert holds(question, rows, (), WORDS).startswith("2 places of 4")
    said = holds(question, rows, (SlowerEngine(),), WORDS)
    assert said.startswith("One place of 4")
    assert "slower" in said
    assert "15, 25, 30" in said
    minutes = Question(LOZERE, 4, goal="minutes")
    said = holds(minutes, rows.assign(chosen_limits_share=np.nan), (), WORDS)
    assert said.startswith("3 places of 4")
    assert "15" not in said
    assert holds(Question(LOZERE, 4, goal="farthest"), rows, (), WORDS) == ""
    assert holds(question, rows.iloc[:0], (), WORDS) == ""


@pytest.mark.parametrize("language", ["fr", "en"])
def test_the_command_says_it_and_its_file_holds_it(tmp_path, country, language):
    out = tmp_path / "plan.csv"
    asked = ("plan", "sites", "--departement", "48", "--count", 2, "--within", 15)
    done = territory(*asked, "--against", "estimate", "--out", out, "--lang", language)
    assert done.returncode == 0, done.said
    words = Words(language)
    found = answer(country, Question(LOZERE, 2, 15), words, (EstimateEngine(),))
    assert found.holds in done.stdout.decode()
    rows = pd.read_csv(out)
    assert rows["chosen_engines_share"].tolist() == [1, 1]
    assert rows["chosen_limits_share"].tolist() == pytest.approx(
        found.rows["chosen_limits_share"].tolist(), abs=1e-4
    )
    beside = " ".join(one.read_text() for one in tmp_path.glob("plan.*") if one != out)
    assert "--against estimate" in beside
    assert found.holds in beside


@pytest.mark.parametrize("goal", ["coverage", "minutes"])
def test_a_place_as_good_as_others_stays_in_every_draw_that_changes_nothing(sample, goal):
    """Draws that are the people themselves, some times over: the plan is its own best."""
    people = illectronism.illectronism_people(sample.communes)
    plan = plan_sites(sample, Question(LOZERE, 4, 15, goal), people)
    drawn = plan.matrix.people[:, None] * np.array([1.0, 0.5, 3.0])
    if goal == "coverage":
        known = np.flatnonzero(np.isin(plan.covering.columns, plan.chosen))
        plans = [
            plan.covering.columns[one] for one in programmed_plans(plan.covering, drawn, known)
        ]
    else:
        plans = searched_plans(pairs_of(plan.matrix, goal), drawn, plan.chosen)
    for one in plans:
        assert sorted(one) == sorted(plan.chosen)
