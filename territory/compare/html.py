"""A comparison as a reader sees it: bars and strips, and a table that says the same.

HTML without script. A bar is never alone: its name and its figure stand beside it, and a missing
figure is hatched and said in words.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd
from markupsafe import Markup

from territory.compare import (
    CONCERNED,
    INDICATOR_ROWS,
    INTERVAL,
    PER_COUNTER,
    ROWS,
    SCORE_ROWS,
    Compared,
    Comparison,
    scale_of,
)
from territory.indicators import columns_in_use, find_indicator
from territory.look import palette, parts
from territory.look.charts import SIGNS, Ends, Mark, image_html, sign_svg, strip_svg
from territory.messages import Words

# How a part of the people concerned is drawn and written.
_PART = "concerned_share"


@dataclass(frozen=True)
class Strip:
    """The place of territories in their level.

    Parameters
    ----------
    among : str
        Whom they stand among; empty where all stand in one level.
    drawing : Markup
        The strip.
    """

    among: str
    drawing: Markup


@dataclass(frozen=True)
class Block:
    """A figure of all columns: their bars and, of an indicator or a score, where they stand.

    Parameters
    ----------
    heading : str
        What the figure is.
    bars : sequence of Bar
        One a column.
    strips : sequence of Strip
        Where the territories stand between the two ends, a strip a level.
    ends : sequence of str
        What stands at the two ends.
    standings : sequence of str
        How each territory stands, in words.
    """

    heading: str
    bars: Sequence[parts.Bar]
    strips: Sequence[Strip] = ()
    ends: Sequence[str] = ()
    standings: Sequence[str] = ()


def comparison_html(comparison: Comparison, words: Words) -> str:
    """Return the charts; ``compare/compare.css`` gives their looks.

    Parameters
    ----------
    comparison : Comparison
        As `territory.compare.compare` gives it.
    words : Words
        Of the reader's language.
    """
    blocks = {
        "indicators": [
            _figure_block(comparison, row, words)
            for row in columns_in_use(INDICATOR_ROWS, comparison.rows)
        ],
        "scores": [_figure_block(comparison, row, words) for row in SCORE_ROWS],
        "concerned": [_concerned_block(comparison, name, words) for name in CONCERNED],
    }
    groups = [
        {
            "name": name,
            "heading": words.text(f"compare.group.{name}"),
            "hint": words.text(f"compare.hint.{name}"),
            "blocks": drawn,
        }
        for name, drawn in blocks.items()
    ]
    return parts.render("compare/compare.html", groups=groups)


def _figure_block(comparison: Comparison, row: str, words: Words) -> Block:
    values = [float(one.figures[row]) for one in comparison.columns]
    most = 100.0 if row in SCORE_ROWS else max((v for v in values if pd.notna(v)), default=0.0)
    scale = scale_of(row)
    return Block(
        words.text(f"columns.{row}.label"),
        _bars(comparison, row, values, most, words),
        _strips(comparison, row, scale, words),
        [_end(row, end, scale, words) for end in (scale.best, scale.worst)],
        [
            words.text(
                f"compare.standing.{one.level}",
                name=one.short_name,
                share=words.percent(standing),
            )
            for one, standing in zip(comparison.territories, comparison.standings[row], strict=True)
            if pd.notna(standing)
        ],
    )


def _strips(comparison: Comparison, row: str, scale: Ends, words: Words) -> list[Strip]:
    """Return a strip a level, under the marks of the territories that have their place in it."""
    found = []
    for level, spreads in comparison.spreads.items():
        marks = [
            Mark(one.name, float(one.figures[row]), SIGNS[rank])
            for rank, one in enumerate(comparison.territories)
            if one.level == level
        ]
        among = words.text(f"compare.among.{level}") if len(comparison.spreads) > 1 else ""
        found.append(Strip(among, _image(strip_svg(scale, marks, spreads[row]))))
    return found


def _concerned_block(comparison: Comparison, name: str, words: Words) -> Block:
    values = [float(one.concerned[name]) for one in comparison.columns]
    return Block(
        words.text(f"compare.concerned.{name}"),
        _bars(comparison, _PART, values, 1.0, words),
    )


def _bars(
    comparison: Comparison, row: str, values: Sequence[float], most: float, words: Words
) -> list[parts.Bar]:
    """Return a bar a column; the territories asked for have a sign, what they are beside has none."""
    asked = len(comparison.territories)
    return [
        parts.Bar(
            one.short_name,
            _told(row, value, words),
            100 * value / (most or 1.0),
            _colour(row) if rank < asked else palette.COMMUNE_LINE,
            is_own=rank < asked,
            sign=_image(sign_svg(SIGNS[rank])) if rank < asked else "",
        )
        for rank, (one, value) in enumerate(zip(comparison.columns, values, strict=True))
    ]


def _image(svg: str) -> Markup:
    return Markup(image_html(svg))  # noqa: S704 - drawn by this package, names in it escaped


def _told(row: str, value: float, words: Words) -> str:
    return words.percent(value) if row == _PART else words.figure(row, value)


def _colour(row: str) -> str:
    if row == _PART:
        return palette.RAMPS["need"][3]
    if row in SCORE_ROWS:
        return palette.RAMPS[row.removesuffix("_score")][3]
    return palette.RAMPS[find_indicator(row).dimension][3]


def _end(row: str, value: float, scale: Ends, words: Words) -> str:
    """Return what stands at an end of a strip: what is beyond it stays there."""
    shown = words.figure(row, value)
    if row in SCORE_ROWS or value == 0:
        return shown
    beyond = "more" if value == max(scale.best, scale.worst) else "less"
    return words.text(f"compare.end.{beyond}", value=shown)


def table_html(comparison: Comparison, words: Words) -> str:
    """Return the table that says what the charts show, every figure in words of the reader."""
    columns = comparison.columns
    rows = [
        [
            words.text(f"columns.{row}.label"),
            *(_cell(one, row, words) for one in columns),
        ]
        for row in columns_in_use(ROWS, comparison.rows)
        if row not in INTERVAL
    ]
    for name in CONCERNED:
        shares = (words.percent(one.concerned[name]) for one in columns)
        rows.append([words.text(f"compare.concerned_line.{name}"), *shares])
    caption = words.text("compare.table.caption")
    heads = ["", *(one.name for one in columns)]
    return parts.wide_table(caption, heads, rows, name="compared")


def _cell(one: Compared, row: str, words: Words) -> str:
    figures = one.figures
    if row == PER_COUNTER and figures["fixed_counters_count"] == 0:
        return words.text("compare.no_counter")
    if row != "illectronism_people" or figures[[row, *INTERVAL]].isna().any():
        return words.figure(row, figures[row])
    low, high = (float(figures[name]) for name in INTERVAL)
    people, lowest, highest = (
        words.people(float(value), low, high) for value in (figures[row], low, high)
    )
    return words.text("map.card.interval", people=people, low=lowest, high=highest)
