"""What the report says of the hours of counters: read, odd, conditional, left out."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import pandas as pd

from pipelines.notes import Note, Notes
from territory.contract import Status
from territory.opening import FLAGS, WEEKS_A_YEAR, read_day, read_week, saturday_name

# A Saturday that does not hold every week for whoever comes.
_SATURDAYS_IN_PART = ("hours_saturday.some_weeks", "hours_saturday.by_appointment")


def hours_notes(counters: pd.DataFrame) -> Notes:
    """Return the part of the report that is about hours.

    Parameters
    ----------
    counters : DataFrame
        With the texts as published, and the columns of `territory.opening.hours_of`.
    """
    days = counters.filter(regex="^opening_.*_text$")
    read_count = int((counters["hours_status"] == str(Status.OBSERVED)).sum())
    is_blank = days.isna().all(axis="columns")
    published_count = int((~is_blank).sum())
    hours = counters["weekly_hours"].dropna()
    notes = Notes()
    notes.add("hours_title")
    notes.add(
        "hours_read",
        read=read_count,
        published=published_count,
        read_share=read_count / published_count if published_count else None,
    )
    notes.add("hours_none", counters.index[is_blank])
    notes.add(
        "hours_spread",
        median_hours=None if hours.empty else float(hours.median()),
        p5_hours=None if hours.empty else float(hours.quantile(0.05)),
    )
    notes.extend(_flagged(counters, days))
    conditional, left = _conditions(counters, days)
    notes.add(
        "hours_conditional",
        rows=conditional,
        saturdays_count=sum(
            row.values["saturday"].key in _SATURDAYS_IN_PART for row in conditional
        ),
    )
    notes.add("hours_comments_left", rows=left)
    return notes


def _flagged(counters: pd.DataFrame, days: pd.DataFrame) -> list[Note]:
    """Return the counters whose hours are odd, with their odd days (those that cannot be read first)."""
    is_flagged = counters["hours_flag_name"].isin(FLAGS)
    return [
        Note(
            "hours_flagged",
            values={
                **_named(code, row),
                "flag": Note(f"hours_flag.{row['hours_flag_name']}"),
                "weekly_hours": _known(row["weekly_hours"]),
                "published_weekly_hours": _known(row["published_weekly_hours"]),
                "published": " | ".join(_told(texts, row["hours_flag_name"])),
            },
        )
        for (code, row), texts in zip(
            counters[is_flagged].iterrows(), _texts(days[is_flagged]), strict=True
        )
    ]


def _conditions(counters: pd.DataFrame, days: pd.DataFrame) -> tuple[list[Note], list[Note]]:
    """Return the counters with conditions, and those whose comment was left."""
    conditional, left = [], []
    for (code, row), texts in zip(counters.iterrows(), _texts(days), strict=True):
        comment = row["comment_text"] if isinstance(row["comment_text"], str) else ""
        week, said = read_week(texts, comment)
        alone, _ = read_week(texts)
        is_applied = week != alone
        if any(day.conditions for day in week):
            own = _distinct(
                text for rank, text in enumerate(texts) if read_day(text, rank).conditions
            )
            words = [*own, *([_flat(comment)] if is_applied else [])]
            conditional.append(
                Note(
                    "hours_conditional_row",
                    values={
                        **_named(code, row),
                        "condition": Note(f"hours_condition.{row['hours_condition_name']}"),
                        "saturday": _saturday(row),
                        "weekly_hours": _known(row["weekly_hours"]),
                        "said_hours": sum(day.mean_minutes for day in alone) / 60,
                        "words": " | ".join(words),
                    },
                )
            )
        if said.is_left or (said.rules and not is_applied):
            values = {**_named(code, row), "words": _flat(comment)}
            left.append(Note("hours_comments_left_row", values=values))
    return conditional, left


def _saturday(row: pd.Series) -> Note:
    name = saturday_name(row["is_open_saturday"], row["saturday_condition_name"])
    count = WEEKS_A_YEAR * (_known(row["saturday_share"]) or 0.0)
    return Note(f"hours_saturday.{name}", values={"saturdays_count": count})


def _named(code: object, row: pd.Series) -> dict[str, Any]:
    return {"counter_code": str(code), "counter_name": row["counter_name"]}


def _known(value: float) -> float | None:
    return None if pd.isna(value) else float(value)


def _texts(days: pd.DataFrame) -> list[list[str]]:
    """Return the texts of each counter's days, blank when none."""
    return [list(row) for row in days.fillna("").astype("str").to_numpy()]


def _told(texts: list[str], flag: str) -> list[str]:
    """Return the texts of some days, each once: those that cannot be read, if some cannot."""
    odd = [
        text
        for rank, text in enumerate(texts)
        if text and (flag != "unparsed" or "unparsed" in read_day(text, rank).flags)
    ]
    return _distinct(odd)


def _distinct(texts: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(texts))


def _flat(text: str) -> str:
    return " ".join(text.split())
