"""The curve as a drawing and its twin in words, for the sheet of a commune and for portraits."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

import numpy as np

from territory.history.band import published_band
from territory.history.commune import CommuneSince
from territory.history.curve import Curve
from territory.history.moments import Moment
from territory.history.told import TARGET_MINUTES, moment_text, on_day
from territory.indicators.counters import Floats
from territory.look.quarter_chart import HEIGHT, WIDTH, quarter_curve_svg
from territory.messages import Words

# Where a list without a day is drawn: a quarter after the last one.
_QUARTER = timedelta(days=91)


def share_svg(
    curve: Curve,
    words: Words,
    *,
    within_minutes: float = TARGET_MINUTES,
    width: float = WIDTH,
    tall: float = HEIGHT,
    family: str = "",
) -> str:
    """Return the curve of the share of people within reach, with its band."""
    shares = curve.share(within_minutes).to_numpy(float)
    ends = _ends(shares, lambda value: words.percent(value, digits=1))
    band = published_band().most_share
    return quarter_curve_svg(
        drawn_days(curve.moments),
        list(shares),
        ends,
        most=1.0,
        half_band=band,
        marks=[(one, words.percent(one)) for one in (0.5, 1.0)],
        width=width,
        tall=tall,
        family=family,
    )


def minutes_svg(
    since: CommuneSince, words: Words, *, width: float = WIDTH, family: str = ""
) -> str:
    """Return the curve of the minutes of a commune: the whole minutes its twin says."""
    minutes = np.round(since.minutes)
    ends = _ends(minutes, lambda value: words.figure("nearest_counter_minutes", value))
    marks = [(TARGET_MINUTES, words.figure("nearest_counter_minutes", TARGET_MINUTES))]
    most = float(np.nanmax(minutes, initial=TARGET_MINUTES))
    return quarter_curve_svg(
        drawn_days(since.moments),
        list(minutes),
        ends,
        most=most,
        marks=marks,
        width=width,
        family=family,
    )


def drawn_days(moments: tuple[Moment, ...]) -> list[date]:
    """Return the days moments are drawn at."""
    days: list[date] = []
    for one in moments:
        days.append(one.day if one.day is not None else days[-1] + _QUARTER)
    return days


def minutes_rows(since: CommuneSince, words: Words) -> list[tuple[str, str]]:
    """Return the minutes of a commune moment by moment, as cells: the twin of the drawing."""
    return [
        (moment_text(moment, words), _minutes(value, words))
        for moment, value in zip(since.moments, since.minutes, strict=True)
    ]


def since_lines(since: CommuneSince, words: Words) -> list[str]:
    """Say since when the nearest counter is open, and the minutes step by step."""
    if not since.counter_name:
        return [words.text("since.commune.no_counter")]
    key = "dated" if since.since is not None else "undated"
    day = words.day(since.since)
    said = [words.text(f"since.commune.{key}", name=since.counter_name, day=day)]
    steps = since.steps
    if len(steps) == 1:
        first = on_day(since.moments[0], words)
        minutes = _minutes(steps[0][1], words)
        return [*said, words.text("since.commune.same", minutes=minutes, day=first)]
    told = words.text("since.commune.then").join(
        words.text(
            "since.commune.step", moment=moment_text(one, words), minutes=_minutes(value, words)
        )
        for one, value in steps
    )
    return [*said, words.text("since.commune.steps", steps=told)]


def _minutes(value: float, words: Words) -> str:
    if np.isnan(value):
        return words.text("since.commune.none")
    return words.figure("nearest_counter_minutes", value)


def _ends(values: Floats, write: Callable[[float], str]) -> tuple[str, str]:
    """Return the first and the last known figures, written."""
    known = values[np.isfinite(values)]
    return (write(float(known[0])), write(float(known[-1]))) if len(known) else ("", "")
