"""Two scenarios side by side, in sentences and cells: who is far, how far, which communes change."""

from __future__ import annotations

import shlex
from collections.abc import Callable
from dataclasses import dataclass

import pandas as pd

from territory.exports import About, about_list
from territory.messages import Words
from territory.messages.rounding import rounded_estimate, rounded_people
from territory.paths import DEFAULT_ENGINE
from territory.plan import told
from territory.plan.changes_told import effect_lines
from territory.plan.comparison import Comparison, Reach
from territory.plan.effect import PEOPLE, SAME_MINUTES
from territory.plan.shown import people_in_words
from territory.tables import DataInUse
from territory.tables.scenarios import Scenario
from territory.territories import communes_of

# How the two are called on the map and over the table.
LETTERS = ("A", "B")
# How a command names the situation of today where a file of a scenario is asked for.
SITUATION = "-"


@dataclass(frozen=True)
class Line:
    """A figure of both sides: its label, its cells, the difference."""

    label: str
    cells: tuple[str, str]
    difference: str


def side_name(scenario: Scenario | None, words: Words) -> str:
    """Return how one of the two is called."""
    return words.text("scenario.none") if scenario is None else scenario.name


def names(found: Comparison, words: Words) -> tuple[str, str]:
    """Return how the two are called, each with its letter."""
    first, second = (
        words.text("plan.compare.name", letter=letter, name=side_name(side.scenario, words))
        for letter, side in zip(LETTERS, found.sides, strict=True)
    )
    return first, second


def title(found: Comparison, words: Words) -> str:
    """Return what is compared, and where."""
    first, second = (side_name(side.scenario, words) for side in found.sides)
    name = told.name_with_code(found.today, found.territory, words)
    return words.text("plan.compare.heading", first=first, second=second, name=name)


def lines(found: Comparison, words: Words) -> list[str]:
    """Say what changes from the first to the second: people, minutes, communes, what is not known."""
    communes = communes_of(found.today, found.territory)
    served = [side.served for side in found.sides]
    return effect_lines(communes, served[0], served[1], found.within_minutes, words)


def proposed(found: Comparison, words: Words) -> list[str]:
    """Say who proposes each scenario, and that official data stay."""
    return [
        one.in_words(words)
        for side in found.sides
        for one in side.tables.scenarios[len(found.today.scenarios) :]
    ]


def figures(found: Comparison, words: Words) -> list[Line]:
    """Return the figures of both sides, and their differences."""
    limit = words.number(found.within_minutes)
    first, second = found.reaches
    lines = [
        Line(
            words.text("plan.compare.beyond_people", limit=limit),
            _both(found, lambda one: _beyond(one, words)),
            _difference(found, words),
        ),
        Line(
            words.text("plan.compare.mean_minutes"),
            _both(found, lambda one: words.number(one.mean_minutes, digits=1)),
            words.signed(round(second.mean_minutes, 1) - round(first.mean_minutes, 1), digits=1),
        ),
        Line(
            words.text("plan.compare.beyond_count", limit=limit),
            _both(found, lambda one: words.number(one.beyond_count)),
            words.signed(second.beyond_count - first.beyond_count),
        ),
    ]
    if first.unmeasured_count or second.unmeasured_count:
        unreached = second.unreached_people - first.unreached_people
        lines += [
            Line(
                words.text("plan.compare.unreached_people"),
                _both(found, lambda one: words.estimate(one.unreached_people)),
                words.signed(rounded_estimate(unreached)),
            ),
            Line(
                words.text("plan.compare.unmeasured_count"),
                _both(found, lambda one: words.number(one.unmeasured_count)),
                words.signed(second.unmeasured_count - first.unmeasured_count),
            ),
        ]
    return lines


def _both(found: Comparison, write: Callable[[Reach], str]) -> tuple[str, str]:
    first, second = found.reaches
    return write(first), write(second)


def _beyond(one: Reach, words: Words) -> str:
    return people_in_words(one.beyond_people, one.beyond_low_people, one.beyond_high_people, words)


def _difference(found: Comparison, words: Words) -> str:
    bounds = found.difference_low_people, found.difference_high_people
    people, low, high = (
        words.signed(rounded_people(one, *bounds)) for one in (found.difference_people, *bounds)
    )
    if found.difference_people == 0:
        return people
    return words.text("map.card.interval", people=people, low=low, high=high)


def touched_rows(found: Comparison) -> pd.DataFrame:
    """Return the communes whose people or minutes change from one side to the other."""
    rows = found.rows
    is_touched = (rows[list(PEOPLE)].sum(axis=1) > 0) | rows["change_name"].notna()
    is_moved = rows["difference_minutes"].abs() > SAME_MINUTES
    return rows[is_touched | is_moved]


def command(found: Comparison, engine: str, words: Words, out: str) -> str:
    """Return the command that compares the two again."""
    said = ["territory", "plan", "compare"]
    said += [SITUATION if one.scenario is None else one.scenario.file_name for one in found.sides]
    said += [*told.territory_options(found.territory), "--within", f"{found.within_minutes:g}"]
    if engine != DEFAULT_ENGINE:
        said += ["--engine", engine]
    return shlex.join([*said, "--lang", words.language, "--out", out])


def about_comparison(found: Comparison, in_use: DataInUse, *, again: str, words: Words) -> About:
    """Return what the file of a comparison says of itself: the scenarios, the figures of both sides."""
    heading = title(found, words)
    first, second = names(found, words)
    parameters = [(words.text("plan.parameter.question"), heading)]
    parameters += [(words.text("list.parameter.scenario"), one) for one in proposed(found, words)]
    for line in figures(found, words):
        said = {"first": first, "second": second, "difference": line.difference}
        cells = dict(zip(("one", "other"), line.cells, strict=True))
        parameters.append((line.label, words.text("plan.compare.line", **said, **cells)))
    remark = words.text("plan.parameter.remark")
    parameters += [(words.text("plan.parameter.answer"), one) for one in lines(found, words)]
    parameters += [(remark, told.engine_line(found.today, words))]
    return about_list(in_use, heading, again, tuple(parameters), words)
