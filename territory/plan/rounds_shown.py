"""Where a bus should stop: the rounds as they are shown."""

from __future__ import annotations

import numpy as np
import pandas as pd

from territory.contract import WEEKDAYS
from territory.look import palette
from territory.messages import Words
from territory.plan import rounds_told as told
from territory.plan.drawing import COLOURS, MOST_TOUCHED, Mark, Path, marked_maps, touched_classes
from territory.plan.rounds import WEEKS_COUNT, Rounds
from territory.plan.rounds_told import RoundsAnswer
from territory.plan.shown import Rows, Shown, people_in_words
from territory.plan.timetable import Visit, reached_by, timetable
from territory.plan.told import bound_figure
from territory.tables import Tables

# How a line is dashed, by how many of the four weeks it is driven.
DASHES = {4: "", 2: "8 5", 1: "2 5"}
LINES = {4: "line", 2: "line dashed", 1: "line dotted"}
# Names of more stops than this would hide the lines between them: the table has them.
MOST_NAMED = 8
RHYTHMS = {4: "weekly", 2: "fortnightly", 1: "monthly"}


def rounds_shown(tables: Tables, found: RoundsAnswer, words: Words) -> Shown:
    """Return rounds as they are shown.

    Parameters
    ----------
    tables : Tables
        Those the rounds were made from.
    found : RoundsAnswer
        As `territory.plan.rounds_told.rounds_answer` gives it.
    words : Words
        Of the reader's language.
    """
    rounds, rows = found.rounds, found.rows
    visits = timetable(rounds)
    answer, proof = told.summary(rounds, rows, words)
    assumed, hours, minutes = told.assumptions(tables, rounds, words)
    days = sorted({one.weekday for one in visits})
    first = words.text("plan.rounds.first_day", day=words.day(found.start))
    return Shown(
        title=told.title(tables, rounds, words),
        minutes=minutes,
        figures=_figures(rounds, rows, words) if visits else (),
        answer=(answer,),
        proof=proof,
        maps=tuple(_maps(tables, rounds, visits)) if visits else (),
        legend=(
            *((palette.DAYS[day], words.text(f"plan.day.{WEEKDAYS[day]}")) for day in days),
            (COLOURS[MOST_TOUCHED], words.text("plan.rounds.legend.reached")),
        ),
        signs=(
            ("mark", words.text("plan.rounds.legend.stop")),
            ("depot", words.text("plan.rounds.legend.depot")),
            ("dot", words.text("plan.page.legend.counter")),
            *(
                (LINES[weeks], words.text(f"plan.rhythm.{RHYTHMS[weeks]}"))
                for weeks in sorted({len(one.weeks) for one in visits}, reverse=True)
            ),
        ),
        table=_stops(rows, words) if visits else None,
        beside=_days(rounds, visits, rows, words) if visits else None,
        remarks=(assumed, hours, words.text("plan.rounds.lines"), first) if visits else (assumed,),
        unknown=(
            words.text("plan.paper.unknown.rounds"),
            words.text("plan.paper.unknown.need"),
        ),
    )


def _figures(rounds: Rounds, rows: pd.DataFrame, words: Words) -> tuple[tuple[str, str], ...]:
    last, far = rows.iloc[-1], told.people_far(rounds)
    bounds = last["cumulative_low_people"], last["cumulative_high_people"]
    low, high = (words.people(one, *bounds) for one in bounds)
    limit = words.number(rounds.question.where.within_minutes)
    driven = words.number(float(rounds.tours.minutes.max()))
    return (
        (
            words.people(last["cumulative_people"], *bounds),
            words.text("plan.paper.figure.rounds", low=low, high=high),
        ),
        (
            words.percent(last["cumulative_people"] / far),
            words.text("plan.paper.figure.far", far=words.estimate(far), limit=limit),
        ),
        (
            words.text("map.unit.minutes", value=driven),
            words.text("plan.paper.figure.driven"),
        ),
        bound_figure(rounds.gap_share, words, among="tours"),
    )


def _maps(tables: Tables, rounds: Rounds, visits: list[Visit]) -> list[tuple[str, str]]:
    """Return the map of the stops, a tour a line: straight from stop to stop, in the colour of its day."""
    territory = rounds.question.where.territory
    halls, names = tables.communes["town_hall_point"], tables.communes["commune_name"]
    codes = rounds.matrix.candidates
    depot = halls[codes[rounds.depot]]
    marks = [
        Mark(
            str(rank),
            halls[codes[visit.stop]],
            names[codes[visit.stop]] if len(visits) <= MOST_NAMED else "",
            palette.DAYS[visit.weekday],
        )
        for rank, visit in enumerate(visits, start=1)
    ]
    paths = []
    for tour, visit in {one.tour: one for one in visits}.items():
        stops = [int(stop) for stop in rounds.tours.stops[tour] if stop >= 0]
        points = (depot, *(halls[codes[stop]] for stop in stops), depot)
        paths.append(Path(points, palette.DAYS[visit.weekday], DASHES[len(visit.weeks)]))
    rank = reached_by(rounds, visits)
    reached = (rank >= 0) & (rounds.matrix.people > 0)
    communes = rounds.matrix.communes[np.unique(rounds.matrix.commune[reached])]
    classes = touched_classes(tables, territory, communes)
    return marked_maps(
        tables,
        territory,
        classes,
        [*marks, Mark("", depot, colour=palette.INK, is_ring=True)],
        paths=paths,
    )


def _days(rounds: Rounds, visits: list[Visit], rows: pd.DataFrame, words: Words) -> Rows:
    """Return a row a day of a bus: its stops, its driving, whom it reaches."""
    has_buses = rounds.question.buses > 1
    cells = []
    for tour in dict.fromkeys(one.tour for one in visits):
        mine = [rank for rank, one in enumerate(visits) if one.tour == tour]
        first = rows.iloc[mine[0]]
        day = first["weekday_text"]
        if len(visits[mine[0]].weeks) < WEEKS_COUNT:
            day = words.text("plan.rounds.table.day", day=day, weeks=first["weeks_text"])
        if has_buses:
            bus = words.number(first["bus_rank"])
            day = words.text("plan.rounds.table.bus_day", bus=bus, day=day)
        stops = " · ".join(
            words.text(
                "plan.rounds.table.ranked",
                rank=words.number(rows["site_rank"].iloc[one]),
                name=rows["commune_name"].iloc[one],
            )
            for one in mine
        )
        people = words.estimate(rows["gained_people"].iloc[mine].sum())
        cells.append((day, stops, people, words.figure("tour_minutes", first["tour_minutes"])))
    heads = ("day", "stops", "people", "driving")
    return Rows(
        words.text("plan.rounds.table.days"),
        tuple(words.text(f"plan.rounds.table.head.{one}") for one in heads),
        tuple(cells),
        words=(1,),
        widths=(1.5, 2.4, 1.05, 0.95),
        rest="plan.paper.rest_days",
    )


def _stops(rows: pd.DataFrame, words: Words) -> Rows:
    has_buses = rows["bus_rank"].max() > 1
    columns = ("weekday_text", "weeks_text", "rhythm_text", "visit_hours_text")
    heads = (
        words.text("plan.rounds.table.stop"),
        *([words.text("columns.bus_rank.label")] if has_buses else []),
        *(words.text(f"columns.{name}.label") for name in columns),
        words.text("plan.rounds.table.people"),
    )
    cells = [
        (
            words.text(
                "plan.page.table.ranked",
                rank=words.number(row["site_rank"]),
                name=row["commune_name"],
                code=code,
            ),
            *([words.number(row["bus_rank"])] if has_buses else []),
            *(row[name] for name in columns),
            people_in_words(
                row["gained_people"], row["gained_low_people"], row["gained_high_people"], words
            ),
        )
        for code, row in rows.iterrows()
    ]
    shift = int(has_buses)
    widths = (3.2, *([0.7] if has_buses else []), 1.2, 1.2, 2.2, 1.5, 1.9)
    return Rows(
        words.text("plan.rounds.table.caption"),
        heads,
        tuple(cells),
        words=tuple(one + shift for one in (1, 2, 3, 4)),
        widths=widths,
        rest="plan.paper.rest_stops",
    )
