"""``territory plan close``, ``open``, ``saturday``, ``effect``: said in words, written, read again."""

from __future__ import annotations

import pandas as pd
import pytest

from territory.messages import Words
from tests.command import territory

LOZERE = ("--departement", "48")
SIGNED = ("--author", "A. Planner", "--reason", "to see")


@pytest.mark.parametrize("language", ["fr", "en"])
def test_every_closure_of_a_territory_comes_with_its_people_and_interval(tmp_path, language):
    out = tmp_path / "close.csv"
    done = territory("plan", "close", *LOZERE, "--top", 3, "--out", out, "--lang", language)
    assert done.returncode == 0, done.said
    rows = pd.read_csv(out)
    assert len(done.stdout.decode().strip().splitlines()) == 3
    assert rows["losing_people"].is_monotonic_decreasing
    told = pd.read_csv(tmp_path / "close.dictionary.csv")
    assert set(told["name"]) == set(rows.columns)


def test_closing_one_counter_says_who_loses_and_writes_a_scenario(tmp_path):
    rows = tmp_path / "rows.csv"
    territory("plan", "close", *LOZERE, "--within", 15, "--out", rows)
    heaviest = str(pd.read_csv(rows, dtype=str)["counter_code"].iloc[0])
    path = tmp_path / "shut.csv"
    done = territory("plan", "close", heaviest, "--within", 15, "--scenario", path, *SIGNED)
    assert done.returncode == 0, done.said
    again = territory("plan", "effect", path, "--within", 15)
    assert done.stdout.decode().splitlines() == again.stdout.decode().splitlines()[1:]


def test_two_scenarios_stand_side_by_side(tmp_path):
    paths = [tmp_path / "one.csv", tmp_path / "two.csv"]
    for path, code in zip(paths, ("48104", "48146"), strict=True):
        done = territory("plan", "open", code, "--scenario", path, *SIGNED)
        assert done.returncode == 0, done.said
    out = tmp_path / "between.csv"
    done = territory("plan", "effect", *paths, "--within", 15, "--out", out, "--lang", "en")
    said = done.stdout.decode()
    assert Words("en").text("plan.effect.between", first="one", second="two") in said
    changes = pd.read_csv(out, dtype={"commune_code": str}).set_index("commune_code")
    assert changes.at["48146", "gaining_people"] > 0
    assert changes.at["48104", "losing_people"] > 0
    assert {"enters", "leaves"} == set(changes["change_name"].dropna())


def test_saturdays_are_proved_and_change_saturdays_alone(tmp_path):
    path = tmp_path / "saturday.csv"
    done = territory(
        "plan", "saturday", *LOZERE, "--count", 2, "--scenario", path, *SIGNED, "--lang", "en"
    )
    assert Words("en").text("plan.proved") in done.stdout.decode(), done.said
    nothing = Words("en").plural("plan.effect.gaining", 0, limit="20")
    week = territory("plan", "effect", path).stdout.decode()
    saturday = territory("plan", "effect", path, "--saturday").stdout.decode()
    assert nothing in week
    assert nothing not in saturday


def test_a_scenario_nobody_signs_is_refused(tmp_path):
    done = territory("plan", "open", "48104", "--scenario", tmp_path / "no.csv")
    assert done.returncode == 1
    assert "--author" in done.said
    assert not (tmp_path / "no.csv").exists()


def test_a_plan_of_sites_is_written_as_a_scenario_that_does_what_it_promised(tmp_path):
    path = tmp_path / "three.csv"
    asked = ("--within", 15, "--count", 3, "--out", tmp_path / "three.xlsx")
    done = territory("plan", "sites", *LOZERE, *asked, "--scenario", path, *SIGNED)
    assert done.returncode == 0, done.said
    rows = pd.read_csv(path, dtype=str)
    assert rows["action"].tolist() == ["add"] * 3
    out = tmp_path / "effect.csv"
    territory("plan", "effect", path, "--within", 15, "--out", out)
    curve = pd.read_csv(tmp_path / "three.curve.csv")
    gained = pd.read_csv(out)["gaining_people"].sum()
    assert gained == pytest.approx(curve["gain_people"].iloc[2], rel=1e-2)
