"""Which columns of two builds may be compared, and why not: rules as data (``comparable.toml``)."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Any

from territory.contract import Column
from territory.messages import Words

# A column that no rule names is not compared, and says so: nobody has looked at what it holds.
NO_RULE = "none"
# Why a column is not compared, whatever its rule says.
OF_NO_RULE = ("no_rule", "absent", "nowhere", "column_absent")
# What a build derives has no edition of its own.
DERIVED = "build"


@dataclass(frozen=True)
class Rule:
    """On which condition columns may be compared; their meaning stands in ``comparable.toml``."""

    id: str
    table: str
    columns: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    editions_of: tuple[str, ...] = ()
    never: bool = False
    same_edition: bool = False
    same_version: bool = False
    least_years: int = 0
    breaks: tuple[str, ...] = ()
    not_days: tuple[str, ...] = ()


@dataclass(frozen=True)
class Edition:
    """An edition of a source as a build read it.

    Parameters
    ----------
    day : date or None
        The day it describes; None when it bears none.
    sha256 : str
        Of its file.
    """

    day: date | None
    sha256: str


@dataclass(frozen=True)
class Side:
    """What a rule asks of a build: its editions by source, the version of the code that made it."""

    editions: Mapping[str, Edition]
    version: str


@dataclass(frozen=True)
class Verdict:
    """Whether a column may be compared.

    Parameters
    ----------
    rule : str
        Id of the rule that says so; `NO_RULE` if none fits.
    reason : str
        Why not: key of ``changes.why``; ``""`` where it may.
    source : str
        The source whose editions decide.
    """

    rule: str
    reason: str = ""
    source: str = ""

    @property
    def is_comparable(self) -> bool:
        """Whether it may be compared."""
        return not self.reason

    def why(self, words: Words) -> str:
        """Return why it may not be compared, or what to beware of where it may, in a sentence or two."""
        rule = words.text(f"changes.rule.{self.rule}")
        if self.is_comparable:
            return rule
        why = words.text(f"changes.why.{self.reason}", source=self.source)
        return why if self.reason in OF_NO_RULE else f"{why} {rule}"


@cache
def read_rules() -> tuple[Rule, ...]:
    """Return the rules, in their order."""
    declared = tomllib.loads(files(__package__).joinpath("comparable.toml").read_text("utf-8"))
    return tuple(map(_rule, declared["rule"]))


def _rule(declared: dict[str, Any]) -> Rule:
    told: dict[str, Any] = {
        key: tuple(said) if isinstance(said, list) else said for key, said in declared.items()
    }
    return Rule(**told)


def rule_of(table: str, column: Column) -> Rule | None:
    """Return the rule of a column: one that names it, else the first of its source; None if none fits.

    Examples
    --------
    >>> rule_of("communes", Column("median_income_eur", "insee_income")).id
    'income'
    """
    here = [rule for rule in read_rules() if rule.table == table]
    named = [rule for rule in here if column.name in rule.columns]
    return next(iter([*named, *(rule for rule in here if column.source_id in rule.sources)]), None)


def judge(table: str, column: Column, before: Side, after: Side) -> Verdict:
    """Return whether a column may be compared between two builds.

    Parameters
    ----------
    table : str
        One of `territory.contract.TABLES`, or ``need`` or ``scores``.
    column : Column
        Of that table.
    before, after : Side
        The two builds.
    """
    rule = rule_of(table, column)
    if rule is None:
        return Verdict(NO_RULE, "no_rule")
    if rule.never:
        return Verdict(rule.id, "never")
    if rule.same_version and before.version != after.version:
        return Verdict(rule.id, "other_version")
    for source in rule.editions_of or (column.source_id,):
        if source == DERIVED:
            continue
        editions = before.editions.get(source), after.editions.get(source)
        if reason := _reason(rule, *editions):
            return Verdict(rule.id, reason, source)
    return Verdict(rule.id)


def _reason(rule: Rule, before: Edition | None, after: Edition | None) -> str:
    """Return why two editions of a source are not compared by a rule; ``""`` where they are."""
    if before is None or after is None:
        return "nowhere" if before is after else "absent"
    if before.sha256 == after.sha256 or (before.day and before.day == after.day):
        return ""
    if before.day is None or after.day is None:
        is_dated = rule.same_edition or rule.least_years or rule.breaks or rule.not_days
        return "undated" if is_dated else ""
    return _of_days(rule, *sorted((before.day, after.day)))


def _of_days(rule: Rule, first: date, last: date) -> str:
    """Return why editions of two days, the earlier first, are not compared; ``""`` where they are."""
    reasons = {
        "other_edition": rule.same_edition,
        "too_close": last < _years_after(first, rule.least_years),
        "broken_series": any(first < date.fromisoformat(one) <= last for one in rule.breaks),
        "not_comparable_edition": any(
            date.fromisoformat(one) in (first, last) for one in rule.not_days
        ),
    }
    return next((name for name, is_so in reasons.items() if is_so), "")


def _years_after(day: date, years: int) -> date:
    """Return the day so many years later; the 28th for a 29 February."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return day.replace(year=day.year + years, day=28)
