"""Why a commune is on the list, in a sentence and in codes; nothing is said of what is unknown."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, TypeAlias

import pandas as pd

from territory.illectronism import remarks
from territory.indicators.catchments import PUBLIC_TARGET_MINUTES
from territory.indicators.counters import FULL_WEEK_HOURS
from territory.indicators.minutes_band import BAND_COLUMNS
from territory.indicators.public_counters import CORE_KINDS
from territory.lists.beside import has_all_agencies, kinds_in_words
from territory.messages import Words
from territory.messages.rounding import rounded_people
from territory.opening import CONDITIONS, saturday_name
from territory.opening.sentences import saturday_words
from territory.opening.visits import visits_sentence
from territory.scores import HIGH_CLASS
from territory.scores.certainty import CERTAIN, CERTAINTY_COLUMN, CLASS_OPEN, LIMIT_OPEN
from territory.scores.ranking import SATURDAY_COLUMNS
from territory.travel import OfficialEngine
from territory.travel.said import UNUSUAL_STARTS, unusual_start

# A row of the list, from column to value.
Row: TypeAlias = Mapping[str, Any] | pd.Series

# A share without network is worth a sentence from here on.
WEAK_NETWORK_SHARE = 0.10
# Of fibre and 1 Gbit/s, a list holds the one its tables tell.
_WEAK_NETWORK = {
    "without_fibre_share": "no_fibre",
    "without_1_gbps_share": "no_1_gbps",
    "without_good_4g_share": "no_4g",
}


def reasons_text(row: Row, words: Words) -> str:
    """Return why a commune is where it is, in a sentence.

    Parameters
    ----------
    row : Series
        A row of the list; what is absent or missing is not spoken of.
    words : Words
        Of the reader's language.

    Returns
    -------
    str
        Parts separated by semicolons, ending with a full stop; a sentence of its own when nothing is
        known.
    """
    parts = [part for make in _PARTS if (part := make(row, words))]
    if not parts:
        return words.text("list.reason.nothing")
    return words.text("list.reason.join").join(parts) + "."


def reason_codes_text(row: Row) -> str:
    """Return what is bad in a commune, unknown or worth knowing, as codes for software.

    Parameters
    ----------
    row : Series
        A row of the list; a figure that is absent or missing is never bad.

    Returns
    -------
    str
        Codes separated by a space, always in the same order; ``""`` when there is none. Thresholds
        are those of the classes (`HIGH_CLASS`), `PUBLIC_TARGET_MINUTES` minutes,
        `FULL_WEEK_HOURS` hours a week and `WEAK_NETWORK_SHARE` (0–1).
    """
    checks = {
        "need_high": _at_least(row, "need_class", HIGH_CLASS),
        "far": _at_least(row, "counters_class", HIGH_CLASS),
        "beyond_20_min": _at_least(row, "nearest_counter_minutes", PUBLIC_TARGET_MINUTES),
        "uncertain_20_min": _certainty(row) == LIMIT_OPEN,
        "uncertain_distance_class": _certainty(row) == CLASS_OPEN,
        "few_hours_per_person": _at_least(row, "hours_class", HIGH_CLASS),
        "bus_stops": _known(row, "stop_visits_code"),
        "all_agencies": has_all_agencies(row),
        "counter_few_hours": _known(row, "nearest_counter_weekly_hours")
        and row["nearest_counter_weekly_hours"] < FULL_WEEK_HOURS,
        "counter_closed_saturday": _saturday(row) == "closed",
        "counter_some_saturdays": _saturday(row) in CONDITIONS,
        **{key: _at_least(row, name, WEAK_NETWORK_SHARE) for name, key in _WEAK_NETWORK.items()},
        "robust": _known(row, "robustness_name") and row["robustness_name"] == "robust",
        "need_unknown": not _known(row, "illectronism_people"),
        "minutes_unknown": not _known(row, "nearest_counter_minutes"),
        **{f"minutes_from_{start}": _start(row) == start for start in UNUSUAL_STARTS},
    }
    return " ".join(name for name, holds in checks.items() if holds)


def add_reasons(listed: pd.DataFrame, words: Words) -> pd.DataFrame:
    """Return a list with its ``reasons_text`` (a sentence) and ``reason_codes_text`` (codes).

    Where an itinerant counter stops, ``bus_stops_text`` says when.

    Parameters
    ----------
    listed : DataFrame
        One row a commune.
    words : Words
        Of the language of the sentences; codes are the same in all.
    """
    # A dict a row: a Series a row takes three times as long for all of France.
    rows: list[Any] = listed.to_dict("records")
    return listed.assign(
        bus_stops_text=pd.Series(
            [_stop(row, words) or None for row in rows], index=listed.index, dtype="str"
        ),
        reasons_text=pd.Series(
            [reasons_text(row, words) for row in rows], index=listed.index, dtype="str"
        ),
        reason_codes_text=pd.Series(
            [reason_codes_text(row) for row in rows], index=listed.index, dtype="str"
        ),
    )


def _known(row: Row, name: str) -> bool:
    return name in row and bool(pd.notna(row[name]))


def _is_official(row: Row) -> bool:
    return bool(row.get("engine_name") == OfficialEngine.name)


def _start(row: Row) -> str:
    """Return where minutes start from if it is unusual; official ones start where people live."""
    return "" if _is_official(row) else unusual_start(row)


def _saturday(row: Row) -> str:
    """Return how the nearest counter opens on Saturday, as `saturday_name` does."""
    is_open, _, condition = (row.get(f"nearest_counter_{name}") for name in SATURDAY_COLUMNS)
    return saturday_name(is_open, condition)


def _at_least(row: Row, name: str, value: float) -> bool:
    return _known(row, name) and bool(row[name] >= value)


def _people(row: Row, words: Words) -> str:
    if not _known(row, "illectronism_people"):
        return ""
    people = row["illectronism_people"]
    bounds = (row.get("illectronism_low_people"), row.get("illectronism_high_people"))
    if any(pd.isna(bound) for bound in bounds):
        return words.plural("list.reason.people", people)
    low, high = (float(bound) for bound in bounds if bound is not None)
    return words.plural(
        "list.reason.people_interval",
        rounded_people(float(people), low, high),
        low=words.people(low, low, high),
        high=words.people(high, low, high),
    )


def _counter(row: Row, words: Words) -> str:
    if not _known(row, "nearest_counter_minutes"):
        return words.text("list.reason.minutes_unknown")
    # Official minutes go to a place of Insee's list: what is known of the list's own nearest counter
    # is said of that one.
    is_official = _is_official(row)
    parts = [_minutes(row, words)]
    own = []
    if _known(row, "nearest_counter_weekly_hours"):
        weekly = float(row["nearest_counter_weekly_hours"])
        own.append(words.text("list.reason.hours", hours=words.hours(weekly)))
    if _saturday(row) != "unknown":
        saturday = {name: row.get(f"nearest_counter_{name}") for name in SATURDAY_COLUMNS}
        own.append(saturday_words(saturday, "list.reason.saturday", words))
    if own and is_official:
        parts.append(words.text("list.reason.listed_nearest"))
    return ", ".join([*parts, *own])


def _minutes(row: Row, words: Words) -> str:
    """Return the minutes to the counter, where they start, and their band if it leaves something open."""
    minutes = words.figure("nearest_counter_minutes", row["nearest_counter_minutes"])
    start = _start(row)
    if start:
        told = words.text(f"travel.from.{start}")
        said = words.text("list.reason.minutes_from", minutes=minutes, start=told)
    else:
        key = "minutes_official" if _is_official(row) else "minutes"
        said = words.text(f"list.reason.{key}", minutes=minutes)
    certainty = _certainty(row)
    if certainty in ("", CERTAIN):
        return said
    low, high, within = BAND_COLUMNS
    return words.text(
        f"list.reason.minutes_{certainty}",
        said=said,
        low=words.number(row[low]),
        high=words.figure(high, row[high]),
        share=words.percent(row[within]),
    )


def _certainty(row: Row) -> str:
    """Return what the error of the minutes leaves open; ``""`` where they are no estimate."""
    return str(row[CERTAINTY_COLUMN]) if _known(row, CERTAINTY_COLUMN) else ""


def _stop(row: Row, words: Words) -> str:
    return visits_sentence(row.get("stop_visits_code"), words)


def _agencies(row: Row, words: Words) -> str:
    """Say that a commune without France Services is no desert: all agencies stand there."""
    if not has_all_agencies(row):
        return ""
    kinds = kinds_in_words(list(CORE_KINDS), words)
    return words.text("beside.list.all_agencies", kinds=kinds)


def _per_person(row: Row, words: Words) -> str:
    if not _known(row, "reachable_hours_per_1k"):
        return ""
    if row["reachable_hours_per_1k"] == 0:
        return words.text("list.reason.no_hours_in_reach")
    if not _at_least(row, "hours_class", HIGH_CLASS):
        return ""
    hours = words.number(row["reachable_hours_per_1k"], digits=1)
    return words.text("list.reason.hours_per_1k", hours=hours)


def _network(row: Row, words: Words) -> str:
    parts = [
        words.text(f"list.reason.{key}", share=words.percent(row[name]))
        for name, key in _WEAK_NETWORK.items()
        if _at_least(row, name, WEAK_NETWORK_SHARE)
    ]
    return ", ".join(parts)


def _robustness(row: Row, words: Words) -> str:
    if not _known(row, "robustness_name") or row["robustness_name"] == "outside":
        return ""
    share = words.percent(row["worst_decile_probability_share"])
    return words.text(f"list.reason.{row['robustness_name']}", share=share)


def _remarks(row: Row, words: Words) -> str:
    said = remarks(row.get("illectronism_reason_code"), words)
    return words.text("list.reason.join").join(said)


_PARTS: tuple[Callable[[Row, Words], str], ...] = (
    _people,
    _counter,
    _stop,
    _agencies,
    _per_person,
    _network,
    _robustness,
    _remarks,
)
