"""Which version of territory built the tables in use, and what that means for who opens them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from packaging.version import InvalidVersion, Version

import territory
from territory.errors import TerritoryError
from territory.messages import Words

# The field of a build's report.
FIELD = "territory_version"


def built_by(report: Mapping[str, Any]) -> str | None:
    """Return the version that built the tables of a report, as it wrote it.

    Returns
    -------
    str or None
        None where the report does not say it, or says something that is no version.
    """
    said = report.get(FIELD)
    return said if isinstance(said, str) and _version(said) is not None else None


def other_version(report: Mapping[str, Any], used: str | None = None) -> TerritoryError | None:
    """Return what is to be said when tables come from another version than the one in use.

    Parameters
    ----------
    report : mapping
        The report of their build.
    used : str, optional
        The version in use; the one installed by default.

    Returns
    -------
    TerritoryError or None
        A sentence, not raised: tables of another version that hold what this one reads are read.
        None when the versions are the same, as PEP 440 orders them.

    Examples
    --------
    >>> other_version({"territory_version": "0.2"}, "0.2.0") is None
    True
    >>> other_version({"territory_version": "0.1.0"}, "0.2.0").key
    'tables_older'
    """
    used = used or territory.__version__
    made = built_by(report)
    if made is None:
        return TerritoryError("tables_undated", used=used)
    built, here = Version(made), Version(used)
    if built == here:
        return None
    return TerritoryError("tables_newer" if built > here else "tables_older", built=made, used=used)


def version_in_words(report: Mapping[str, Any], words: Words) -> list[str]:
    """Return the sentence on the version of tables, or nothing when it is the one in use."""
    said = other_version(report)
    return [] if said is None else [said.say(words)]


class OtherVersionError(TerritoryError):
    """A table is not as this version writes it, and another version built it.

    Parameters
    ----------
    problem, version : TerritoryError
        What is wrong with the table, and the sentence of `other_version`.
    """

    def __init__(self, problem: TerritoryError, version: TerritoryError) -> None:
        super().__init__(problem.key, **problem.values)
        self.version = version

    def say(self, words: Words) -> str:
        """Return what is wrong, then which version built the table."""
        return f"{super().say(words)} {self.version.say(words)}"


@contextmanager
def saying_version(report: Mapping[str, Any]) -> Iterator[None]:
    """Add to what goes wrong inside, when tables are opened, that another version built them.

    Raises
    ------
    OtherVersionError
        In place of a table that is broken, when it is of another version.
    """
    try:
        yield
    except TerritoryError as problem:
        version = other_version(report)
        if problem.key != "table_broken" or version is None:
            raise
        raise OtherVersionError(problem, version) from problem


def _version(said: str) -> Version | None:
    try:
        return Version(said)
    except InvalidVersion:
        return None
