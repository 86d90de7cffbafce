"""Bus rounds as rows, sentences and a description for their files."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from functools import partial
from pathlib import Path

import numpy as np
import pandas as pd

from territory.country import Country
from territory.exports import About, about_list, format_of, side_files, write_list
from territory.files import check_suffix as check_kind
from territory.files import write_file
from territory.illectronism import Draws
from territory.illectronism.sums import interval
from territory.messages import Words
from territory.plan.answer import people_of
from territory.plan.files import halls_of
from territory.plan.rounds import Rounds, RoundsQuestion, plan_rounds
from territory.plan.sites import origin_draws
from territory.plan.timetable import (
    calendar,
    opening_hours,
    reached_by,
    rhythm_name,
    timetable,
    weekday_name,
    without_idle_stops,
)
from territory.plan.told import command_line, minutes_line, name_with_code, over
from territory.tables import DataInUse, Tables

SUFFIXES = (".xlsx", ".csv", ".geojson", ".ics", ".pdf")


@dataclass(frozen=True)
class RoundsAnswer:
    """Rounds and their timetable.

    Parameters
    ----------
    rounds : Rounds
    rows : DataFrame
        As `round_rows` gives it.
    start : date
        The Monday of the first week.
    """

    rounds: Rounds
    rows: pd.DataFrame
    start: date


def rounds_answer(
    country: Country, question: RoundsQuestion, start: date, words: Words
) -> RoundsAnswer:
    """Return the rounds of a question and their timetable, told in the reader's language.

    Raises
    ------
    TerritoryError
        As `territory.plan.rounds.plan_rounds`.
    """
    people, draws = people_of(country, question.where.territory)
    found = without_idle_stops(plan_rounds(country.tables, question, people))
    return RoundsAnswer(found, round_rows(country.tables, found, draws, start, words), start)


# Takes a path: what ends otherwise is refused.
check_suffix = partial(check_kind, known=SUFFIXES, key="plan_suffix")


def round_rows(
    tables: Tables, rounds: Rounds, draws: Draws, start: date, words: Words
) -> pd.DataFrame:
    """Return the timetable: one row a stop, in the order of buses, days and hours.

    Returns
    -------
    DataFrame
        Index ``commune_code``; a commune stopped at twice has two rows. People are counted once
        (`reached_by`), with their interval.
    """
    visits = timetable(rounds)
    codes = rounds.matrix.candidates[[one.stop for one in visits]]
    rank = reached_by(rounds, visits)
    is_reached = rank >= 0
    drawn = np.zeros((len(visits), draws.people.shape[1]), dtype=np.float32)
    np.add.at(drawn, rank[is_reached], origin_draws(rounds.matrix, draws)[is_reached])
    people = np.bincount(rank[is_reached], rounds.matrix.people[is_reached], len(visits))
    share = draws.fitted.model.assumptions.interval_share
    low, high = interval(drawn, share)
    together_low, together_high = interval(np.cumsum(drawn, axis=0), share)
    names = tables.communes["commune_name"]
    return pd.DataFrame(
        {
            "site_rank": pd.array(range(1, len(visits) + 1), dtype="Int64"),
            "commune_name": names.reindex(codes).to_numpy(),
            "bus_rank": pd.array([one.bus + 1 for one in visits], dtype="Int64"),
            "weekday_text": [words.text(f"plan.day.{weekday_name(one)}") for one in visits],
            "weeks_text": [", ".join(str(week + 1) for week in one.weeks) for one in visits],
            "rhythm_text": [words.text(f"plan.rhythm.{rhythm_name(one)}") for one in visits],
            "visit_hours_text": [f"{one.opens:%H:%M}-{one.closes:%H:%M}" for one in visits],
            "opening_hours_text": [opening_hours(one, start) for one in visits],
            "tour_minutes": [float(rounds.tours.minutes[one.tour]) for one in visits],
            "gained_people": people,
            "gained_low_people": low,
            "gained_high_people": high,
            "cumulative_people": np.cumsum(people),
            "cumulative_low_people": together_low,
            "cumulative_high_people": together_high,
        },
        index=pd.Index(codes, name="commune_code"),
    )


def title(tables: Tables, rounds: Rounds, words: Words) -> str:
    """Return the question as a title."""
    where = rounds.question.where
    return words.text(
        "plan.rounds.title",
        name=name_with_code(tables, where.territory, words),
        buses=words.plural("plan.rounds.buses", rounds.question.buses),
        days=words.plural("plan.rounds.days", rounds.question.days),
        stops=words.plural("plan.rounds.stops", rounds.question.stops),
    )


def next_monday(today: date) -> date:
    """Return the Monday a timetable starts on if nobody says: today's, else the next.

    Examples
    --------
    >>> next_monday(date(2026, 9, 7)).isoformat(), next_monday(date(2026, 9, 8)).isoformat()
    ('2026-09-07', '2026-09-14')
    """
    return today + timedelta(days=-today.weekday() % 7)


def round_lines(rows: pd.DataFrame, words: Words) -> list[str]:
    """Return a line a stop."""
    return [
        words.text(
            "plan.rounds.stop",
            bus=words.number(row["bus_rank"]),
            day=row["weekday_text"],
            weeks=row["weeks_text"],
            hours=row["visit_hours_text"],
            name=row["commune_name"],
            code=code,
            rhythm=row["rhythm_text"],
            people=words.people(
                row["gained_people"], row["gained_low_people"], row["gained_high_people"]
            ),
        )
        for code, row in rows.iterrows()
    ]


def summary(rounds: Rounds, rows: pd.DataFrame, words: Words) -> list[str]:
    """Say how many people are reached, of how many, and what is proved."""
    question = rounds.question
    proved = "plan.rounds.proved" if rounds.gap_share == 0 else "plan.rounds.at_most"
    limit = words.number(question.where.within_minutes)
    far = words.estimate(people_far(rounds))
    if len(rows):
        last = rows.iloc[-1]
        bounds = last["cumulative_low_people"], last["cumulative_high_people"]
        people, low, high = (
            words.people(one, *bounds) for one in (last["cumulative_people"], *bounds)
        )
        answer = words.text(
            "plan.rounds.summary", people=people, low=low, high=high, far=far, limit=limit
        )
    else:
        answer = words.text("plan.rounds.nothing", limit=limit, far=far)
    tours, gap = words.number(rounds.tours_count), words.percent(rounds.gap_share, digits=2)
    return [answer, words.text(proved, tours=tours, gap=gap)]


def people_far(rounds: Rounds) -> float:
    """Return the people who have no fixed counter within the limit: those a bus is for."""
    far = ~rounds.matrix.is_within(rounds.question.where.within_minutes)
    return float(rounds.matrix.people[far].sum())


def assumptions(tables: Tables, rounds: Rounds, words: Words) -> list[str]:
    """Return what these rounds take for granted."""
    question = rounds.question
    weekly, fortnightly, monthly = (words.number(one, digits=2) for one in question.values)
    depot = tables.communes.at[rounds.matrix.candidates[rounds.depot], "commune_name"]
    return [
        words.text(
            "plan.rounds.assumed",
            radius=words.number(question.radius_minutes),
            weekly=weekly,
            fortnightly=fortnightly,
            monthly=monthly,
            depot=depot,
            day=words.number(question.day_minutes),
        ),
        words.text("plan.rounds.hours"),
        minutes_line(tables, rounds.matrix, words),
    ]


def command(rounds: Rounds, engine: str, start: date, words: Words, out: str) -> str:
    """Return the command that makes the same rounds again."""
    question, where = rounds.question, rounds.question.where
    said = ["rounds", "--buses", str(question.buses), "--days", str(question.days)]
    said += ["--stops", str(question.stops), "--radius", f"{question.radius_minutes:g}"]
    said += ["--day-minutes", f"{question.day_minutes:g}", "--within", f"{where.within_minutes:g}"]
    said += ["--values", ",".join(f"{one:g}" for one in question.values)]
    said += ["--depot", str(rounds.matrix.candidates[rounds.depot]), "--start", start.isoformat()]
    return command_line(said, where.territory, engine=engine, words=words, out=out)


def about_rounds(
    tables: Tables, in_use: DataInUse, found: RoundsAnswer, *, again: str, words: Words
) -> About:
    """Return what the file of rounds says of itself."""
    rounds = found.rounds
    answer, proof = summary(rounds, found.rows, words)
    said = (
        ("question", title(tables, rounds, words)),
        ("answer", answer),
        ("proof", proof),
        *(("remark", one) for one in assumptions(tables, rounds, words)),
    )
    parameters = tuple((words.text(f"plan.parameter.{key}"), value) for key, value in said)
    again = over(again, tables)
    return about_list(
        in_use, title(tables, rounds, words), again, parameters, words, scenarios=tables.scenarios
    )


def rounds_bytes(suffix: str, tables: Tables, found: RoundsAnswer, about: About) -> bytes:
    """Return rounds as a file: workbook, CSV, GeoJSON, or calendar.

    Parameters
    ----------
    suffix : str
        One of `SUFFIXES`.
    tables : Tables
    found : RoundsAnswer
    about : About
        What the file says of itself.
    """
    if suffix == ".ics":
        names, visits = tables.communes["commune_name"], timetable(found.rounds)
        return calendar(found.rounds, visits, names, found.start, about.title)
    chosen = format_of(None, Path(f"rounds{suffix}"))
    return write_list(found.rows, halls_of(tables), about, chosen)


def write_rounds(path: Path, tables: Tables, found: RoundsAnswer, about: About) -> None:
    """Write rounds as the file's name asks, its dictionary beside where the file has none."""
    suffix = path.suffix.lower()
    write_file(path, rounds_bytes(suffix, tables, found, about))
    if suffix != ".ics" and (chosen := format_of(None, path)).is_alone:
        for ending, content in side_files(found.rows, about, chosen).items():
            write_file(path.with_name(path.stem + ending), content)
