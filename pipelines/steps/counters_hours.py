"""What a build tells of the hours of counters: read, odd, conditional, left."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import pandas as pd

from territory.contract import Status
from territory.opening import FLAGS, read_day, read_week, saturday_name


def told_of_hours(counters: pd.DataFrame) -> dict[str, Any]:
    """Return the part of the report that is about hours.

    Parameters
    ----------
    counters : DataFrame
        With the texts as published, and the columns of `territory.opening.hours_of`.

    Returns
    -------
    dict
        The fields ``hours_…`` and ``weekly_hours_…`` of `pipelines.steps.counters.CountersReport`.
    """
    days = counters.filter(regex="^opening_.*_text$")
    is_read = counters["hours_status"] == str(Status.OBSERVED)
    is_blank = days.isna().all(axis="columns")
    hours = counters["weekly_hours"].dropna()
    is_flagged = counters["hours_flag_name"].isin(FLAGS)
    conditional, left = _conditions(counters, days)
    return {
        "hours_read": int(is_read.sum()),
        "hours_none": list(counters.index[is_blank]),
        "hours_flagged": [
            {
                **_named(code, row),
                "flag": row["hours_flag_name"],
                "weekly_hours": _known(row["weekly_hours"]),
                "published_weekly_hours": _known(row["published_weekly_hours"]),
                "published": " | ".join(_told(texts, row["hours_flag_name"])),
            }
            for (code, row), texts in zip(
                counters[is_flagged].iterrows(), _texts(days[is_flagged]), strict=True
            )
        ],
        "hours_conditional": conditional,
        "hours_comments_left": left,
        "weekly_hours_p5": None if hours.empty else float(hours.quantile(0.05)),
        "weekly_hours_median": None if hours.empty else float(hours.median()),
    }


def _conditions(
    counters: pd.DataFrame, days: pd.DataFrame
) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
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
            conditional.append(
                {
                    **_named(code, row),
                    "condition": row["hours_condition_name"],
                    "saturday": saturday_name(
                        row["is_open_saturday"], row["saturday_condition_name"]
                    ),
                    "saturday_share": _known(row["saturday_share"]),
                    "weekly_hours": _known(row["weekly_hours"]),
                    "hours_taken_as_said": sum(day.mean_minutes for day in alone) / 60,
                    "words": " | ".join([*own, *([_flat(comment)] if is_applied else [])]),
                }
            )
        if said.is_left or (said.rules and not is_applied):
            left.append({**_named(code, row), "words": _flat(comment)})
    return conditional, left


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
