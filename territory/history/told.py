"""The curve in sentences: what it says, what it rests on, what it cannot see."""

from __future__ import annotations

import pandas as pd

from territory.country import Country
from territory.history.band import published_band
from territory.history.curve import Curve
from territory.history.moments import Moment
from territory.messages import Words
from territory.tables import Tables
from territory.tables.applied import measured_alike
from territory.territories import NAMED_LEVELS, name_of

# The public target: the limit told where one alone is.
TARGET_MINUTES = 20.0


def moment_text(moment: Moment, words: Words) -> str:
    """Return the name of a moment, short: a column's, a row's, an axis's."""
    if moment.is_list:
        return words.text("since.moment.list")
    if "Q" not in moment.name:
        return words.text("since.moment.start", year=moment.name[:4])
    year, _, quarter = moment.name.partition("Q")
    return words.text("since.moment.quarter", year=year, quarter=quarter)


def day_text(moment: Moment, words: Words) -> str:
    """Return the day of a moment in full; that of the list says so."""
    if moment.is_list:
        key = "list" if moment.day is None else "list_of"
        return words.text(f"since.day.{key}", day=words.day(moment.day))
    return words.day(moment.day)


def title(tables: Tables, curve: Curve, words: Words) -> str:
    """Return what the curve is of."""
    territory = curve.territory
    name = name_of(tables, territory, words)
    named = f"{name} ({territory.code})" if territory.level in NAMED_LEVELS else name
    return words.text("since.title", name=named)


def table_rows(curve: Curve, within_minutes: float, words: Words) -> list[tuple[str, ...]]:
    """Return the curve as the cells of a table: moment, counters, people, share, median, mean."""
    people = curve.rows[f"within_{within_minutes:g}_minutes_people"]
    return [
        (
            moment_text(one, words),
            words.number(row["open_counters_count"]),
            words.estimate(people[one.name]),
            words.percent(curve.share(within_minutes)[one.name], digits=1),
            words.figure("median_counter_minutes", row["median_counter_minutes"]),
            words.figure("nearest_counter_minutes", row["nearest_counter_minutes"]),
        )
        for one, (_, row) in zip(curve.moments, curve.rows.iterrows(), strict=True)
    ]


def table_heading(within_minutes: float, words: Words) -> tuple[str, ...]:
    """Return the headings of `table_rows`."""
    limit = words.number(within_minutes)
    return tuple(
        words.text(f"since.column.{name}", limit=limit)
        for name in ("moment", "counters", "people", "share", "median", "mean")
    )


def table_lines(curve: Curve, within_minutes: float, words: Words) -> list[str]:
    """Return the curve as lines of a terminal, in columns."""
    rows = [table_heading(within_minutes, words), *table_rows(curve, within_minutes, words)]
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    return [
        "  ".join(
            cell.ljust(width) if rank == 0 else cell.rjust(width)
            for rank, (cell, width) in enumerate(zip(row, widths, strict=True))
        ).rstrip()
        for row in rows
    ]


def summary(curve: Curve, words: Words, within_minutes: float = TARGET_MINUTES) -> str:
    """Say the first and the last share in one sentence; that too little is known, where it is so."""
    shares = curve.share(within_minutes)
    first, last = curve.moments[0], curve.moments[-1]
    if pd.isna(shares.iloc[0]) or pd.isna(shares.iloc[-1]):
        return words.text("since.unknown")
    return words.text(
        "since.summary",
        limit=words.number(within_minutes),
        first=words.percent(shares.iloc[0], digits=1),
        first_day=on_day(first, words),
        last=words.percent(shares.iloc[-1], digits=1),
        last_day=day_text(last, words),
        points=band_points(words),
    )


def moment_lines(curve: Curve, moment: Moment, words: Words) -> list[str]:
    """Say the share of people within reach at a moment and its band; nothing where it is not known."""
    share = curve.share(TARGET_MINUTES)[moment.name]
    if pd.isna(share):
        return []
    return [
        words.text(
            "since.then",
            limit=words.number(TARGET_MINUTES),
            share=words.percent(share, digits=1),
            points=band_points(words),
        )
    ]


def counters_line(curve: Curve, words: Words) -> str:
    """Say how many fixed counters the territory has, and how many of these were open at the first moment."""
    counts = curve.rows["open_counters_count"]
    first = words.number(counts.iloc[0])
    return words.plural(
        "since.counters", counts.iloc[-1], first=first, first_day=on_day(curve.moments[0], words)
    )


def median_lines(curve: Curve, words: Words) -> list[str]:
    """Say the median minutes of the first moment and of today; nothing where today's are not known."""
    medians = curve.rows["median_counter_minutes"]
    first, last = medians.iloc[0], medians.iloc[-1]
    if pd.isna(last):
        return []
    key = "median_none" if pd.isna(first) else "median"
    return [
        words.text(
            f"since.{key}",
            first=words.figure("median_counter_minutes", first),
            last=words.figure("median_counter_minutes", last),
            first_day=on_day(curve.moments[0], words),
        )
    ]


def on_day(moment: Moment, words: Words) -> str:
    """Return the day of a moment as a complement: ``on January 1, 2020``."""
    if moment.is_list:
        return day_text(moment, words)
    return words.text("since.day.on", day=words.day(moment.day))


def band_points(words: Words) -> str:
    """Return the band as it is printed: ``1.6``."""
    return words.number(published_band().most_points, digits=1)


def band_line(words: Words) -> str:
    """Say the band and where it comes from."""
    months = words.text("since.and").join(
        _joined([words.month(month) for month in published_band().months], words)
    )
    return words.text("since.band", points=band_points(words), months=months)


def _joined(names: list[str], words: Words) -> list[str]:
    """Return all but the last of some names as one, and the last: what `and` joins."""
    return [words.text("since.comma").join(names[:-1]), names[-1]]


def limits_lines(words: Words) -> list[str]:
    """Say what the curve cannot see: the band, survivors alone, need held constant."""
    return [band_line(words), words.text("since.survivors"), words.text("since.constant")]


def date_lines(curve: Curve, words: Words) -> list[str]:
    """Say how many counters have no day that can be used, or one after the list; nothing where none."""
    said, dates = [], curve.dates
    if dates.undated_count:
        total = words.number(dates.counters_count)
        said.append(words.plural("since.undated", dates.undated_count, total=total))
    if dates.ahead_count:
        said.append(words.plural("since.ahead", dates.ahead_count))
    return said


def remarks(country: Country, curve: Curve, words: Words) -> list[str]:
    """Say whose dates and people are not known, whose minutes these are, and what is left out of it."""
    said = date_lines(curve, words)
    if curve.unknown_communes_count:
        said.append(words.plural("plan.unknown_people", curve.unknown_communes_count))
    today = (country.today or country).tables
    measured = measured_alike(today)
    if measured.engine is not today.engine:
        said.append(words.text("since.official"))
    if country.today is not None:
        said.append(words.text("since.scenario"))
    said.append(measured.engine.cite(words))
    return said
