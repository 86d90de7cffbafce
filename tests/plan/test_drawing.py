"""Maps of plans: who gains, which counters are open, which way a bus goes."""

from __future__ import annotations

import re

from territory.doors import is_fixed
from territory.indicators.counters import opens_saturday
from territory.look import palette
from territory.messages import Words
from territory.plan.drawing import COLOURS, DOT, MARK, MOST_TOUCHED, RING
from territory.plan.question import Question
from territory.plan.rounds import RoundsQuestion
from territory.plan.rounds_shown import rounds_shown
from territory.plan.rounds_told import rounds_answer
from territory.plan.saturday_shown import saturdays_shown
from territory.plan.saturday_told import saturday_answer
from territory.plan.timetable import read_start
from territory.territories import Territory

LOZERE = Territory("departement", "48")
WORDS = Words("fr")


def circles(svg, radius):
    return re.findall(rf'<circle [^>]*r="{radius:g}" ([^>]*)/>', svg)


def test_counters_open_on_saturday_are_full_and_the_others_are_rings(country):
    tables = country.tables
    shown = saturdays_shown(tables, saturday_answer(country, Question(LOZERE, 3, 15), WORDS), WORDS)
    ((_, svg),) = shown.maps
    inside = tables.communes.index[tables.communes["departement_code"] == "48"]
    mine = tables.counters[is_fixed(tables.counters) & tables.counters["commune_code"].isin(inside)]
    opens = int(opens_saturday(mine).sum())
    dots = circles(svg, DOT)
    rings = [one for one in dots if f'fill="{palette.PAPER}"' in one]
    assert len(dots) == len(mine)
    assert len(rings) == len(mine) - opens > 0
    # Three places, each with its rank and the name of its commune.
    assert len(circles(svg, MARK)) == 3
    for rank, name in enumerate(("Mende", "Marvejols"), start=1):
        assert f">{rank}</text>" in svg
        assert f">{name}</text>" in svg


def test_the_communes_coloured_are_those_whose_people_gain(country):
    found = saturday_answer(country, Question(LOZERE, 3, 15), WORDS)
    ((_, svg),) = saturdays_shown(country.tables, found, WORDS).maps
    (path,) = re.findall(rf'<path d="([^"]*)" fill="{COLOURS[MOST_TOUCHED]}"', svg)
    # Each commune is a shape of its own; one in two parts has two.
    assert path.count("M") >= found.rows["gaining_communes_count"].sum()


def test_a_tour_is_a_line_of_its_day_from_the_depot_and_back(country):
    asked = RoundsQuestion(Question(LOZERE, within_minutes=10), days=2)
    found = rounds_answer(country, asked, read_start("2026-09-07"), WORDS)
    shown = rounds_shown(country.tables, found, WORDS)
    ((_, svg),) = shown.maps
    lines = re.findall(r'<polyline points="([^"]*)" [^>]*stroke="([^"]*)"', svg)
    assert len(lines) == len(found.rounds.tours)
    starts = {points.split()[0] for points, _ in lines} | {
        points.split()[-1] for points, _ in lines
    }
    assert len(starts) == 1
    assert {colour for _, colour in lines} == set(palette.DAYS[:2])
    assert len(circles(svg, RING)) == 1
    stops = sum(len(points.split()) - 2 for points, _ in lines)
    assert stops == len(found.rows) == len(circles(svg, MARK))
