"""Read the report that stands beside the tables, which says what they are made of.

It is a file like any other: cut, edited, or written by another version. What the commands read in
it is declared here, and whatever is missing or of another type is said before anything is shown.
"""

from __future__ import annotations

import json
from dataclasses import MISSING, fields
from datetime import datetime
from pathlib import Path
from types import UnionType
from typing import Any, Union, get_args, get_origin, get_type_hints

from territory.errors import TerritoryError
from territory.files import check_regular
from territory.plain_text import plain_all, quoted

# What is read in a report, and the type it must have; the build writes more.
NEEDED: dict[str, Any] = {
    "built_at": str,
    "geography_year": int,
    "communes_count": int,
    "counters_count": int,
    "fingerprint": str,
    "totals": list,
    "sources": list,
}
# How earlier builds called the fingerprint of their sources.
FORMER_FINGERPRINT = "vintage"
YEARS = range(1900, 2200)


def read_report(path: Path) -> dict[str, Any]:
    """Return a build's report, everything in it that the commands read being there.

    Parameters
    ----------
    path : Path
        ``build_report.json``. A number that is not one (``NaN``) is taken as absent.

    Raises
    ------
    TerritoryError
        If it cannot be read, or lacks something; the message names it.
    """
    try:
        check_regular(path)
        report = json.loads(path.read_text(encoding="utf-8"), parse_constant=lambda _: None)
    except (OSError, ValueError, RecursionError) as error:
        raise TerritoryError(
            "table_unreadable", path=path, detail=quoted(error, most=200)
        ) from error
    if isinstance(report, dict) and FORMER_FINGERPRINT in report:
        report.setdefault("fingerprint", report.pop(FORMER_FINGERPRINT))
    try:
        _check(report)
    except TerritoryError as problem:
        raise TerritoryError("table_broken", path=path, problem=problem) from problem
    return dict(plain_all(report))


def built_at(report: dict[str, Any]) -> datetime:
    """Return when a report says its tables were built.

    Raises
    ------
    TerritoryError
        If it is no date, or has no time zone: an age cannot be told from it.
    """
    try:
        moment = datetime.fromisoformat(report["built_at"])
    except ValueError:
        moment = None
    if moment is None or moment.tzinfo is None:
        raise TerritoryError("opened.date", field="built_at", value=quoted(report["built_at"]))
    return moment


def as_dataclass(kind: type[Any], declared: object, name: str) -> Any:
    """Return a dataclass made of an object of a report; what else the object holds is left out.

    Parameters
    ----------
    kind : type
        The dataclass; its annotations are the types asked for, its defaults what may be absent.
    declared : object
        What the report holds.
    name : str
        Where, for the message.

    Raises
    ------
    TerritoryError
        If it is not an object, or lacks a field, or has one of another type.
    """
    if not isinstance(declared, dict):
        raise TerritoryError("opened.field", field=name)
    hints = get_type_hints(kind)
    values = {}
    for field in fields(kind):
        if field.name in declared:
            values[field.name] = declared[field.name]
            if not _is_a(values[field.name], hints[field.name]):
                raise TerritoryError("opened.field", field=f"{name}.{field.name}")
        elif field.default is MISSING and field.default_factory is MISSING:
            raise TerritoryError("opened.field", field=f"{name}.{field.name}")
    return kind(**values)


def _check(report: object) -> None:
    if not isinstance(report, dict):
        raise TerritoryError("opened.no_report")
    for name, kind in NEEDED.items():
        if not _is_a(report.get(name), kind):
            raise TerritoryError("opened.field", field=name)
    built_at(report)
    if not report["sources"]:
        raise TerritoryError("opened.field", field="sources")
    if report["geography_year"] not in YEARS:
        raise TerritoryError("opened.field", field="geography_year")
    for name in ("communes_count", "counters_count"):
        if report[name] < 0:
            raise TerritoryError("opened.field", field=name)
    for rank, total in enumerate(report["totals"]):
        if not isinstance(total, dict) or not isinstance(total.get("is_met"), bool):
            raise TerritoryError("opened.field", field=f"totals[{rank}].is_met")
    if not _is_a(report.get("parts", {}), dict[str, list[str]]):
        raise TerritoryError("opened.field", field="parts")
    names = report.get("departement_names", [])
    if not _is_a(names, list[str]):
        raise TerritoryError("opened.field", field="departement_names")


def _is_a(value: object, hint: Any) -> bool:
    """Whether a value read from JSON has the type of an annotation."""
    kind, arguments = get_origin(hint) or hint, get_args(hint)
    if kind in (Union, UnionType):
        return any(_is_a(value, argument) for argument in arguments)
    if kind in (int, float) and isinstance(value, bool):
        return False
    if not isinstance(value, kind):
        return False
    if kind in (list, tuple) and arguments:
        return all(_is_a(element, arguments[0]) for element in value)
    if kind is dict and arguments:
        return all(_is_a(element, arguments[1]) for element in value.values())
    return True
