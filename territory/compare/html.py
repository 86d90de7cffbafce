"""A comparison as a reader sees it: sentences, bars and strips, and a table that says the same.

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
from territory.messages.articles import with_article

# How a part of the people concerned is drawn and written.
_PART = "concerned_share"
# What the sentences speak of, besides people.
SAID_ROWS = ("illectronism_share", "nearest_counter_minutes", "exposure_score")


@dataclass(frozen=True)
class Block:
    """A figure of all columns: their bars and, of an indicator or a score, where they stand.

    Parameters
    ----------
    heading : str
        What the figure is.
    bars : sequence of Bar
        One a column.
    strip : str
        Where the territories stand between the two ends, as `Markup`; empty for none.
    ends : sequence of str
        What stands at the two ends.
    standings : sequence of str
        How each territory stands, in words; without any there is no strip.
    """

    heading: str
    bars: Sequence[parts.Bar]
    strip: str = ""
    ends: Sequence[str] = ()
    standings: Sequence[str] = ()


def sentences(comparison: Comparison, words: Words) -> list[str]:
    """Return what there is to say of the first territory, in a few sentences.

    Returns
    -------
    list of str
        Plain text: who lives there and how many struggle, then each of `SAID_ROWS` beside the other
        columns. Nothing is said of a figure that is missing but that it is.
    """
    first = comparison.territories[0]
    said = [_people_sentence(first, words)]
    said += [_beside(comparison, row, words) for row in SAID_ROWS]
    return said


def _people_sentence(one: Compared, words: Words) -> str:
    figures = one.figures
    if pd.isna(figures["population_people"]):
        return words.text("compare.say.nobody_known", name=one.name)
    people = words.number(figures["population_people"])
    if figures["population_people"] == 0:
        return words.text("compare.say.nobody", name=one.name)
    if pd.isna(figures["illectronism_people"]):
        return words.text("compare.say.people_unknown", name=one.name, people=people)
    if figures[list(INTERVAL)].isna().any():
        concerned = words.estimate(figures["illectronism_people"])
        return words.text(
            "compare.say.people_only", name=one.name, people=people, concerned=concerned
        )
    low, high = (float(figures[name]) for name in INTERVAL)
    concerned, lowest, highest = (
        words.people(float(value), low, high)
        for value in (figures["illectronism_people"], low, high)
    )
    return words.text(
        "compare.say.people",
        name=one.name,
        people=people,
        concerned=concerned,
        low=lowest,
        high=highest,
    )


def _beside(comparison: Comparison, row: str, words: Words) -> str:
    """Return a figure of the first territory, and which columns have more, less or as much."""
    first, *others = comparison.columns
    label = words.text(f"columns.{row}.label")
    value = first.figures[row]
    own = words.figure(row, value)
    if pd.isna(value):
        return words.text("compare.say.alone", label=label, value=own)
    groups: dict[str, list[str]] = {"more": [], "less": [], "same": []}
    for one in others:
        other = one.figures[row]
        if pd.isna(other):
            continue
        shown = words.figure(row, other)
        kind = "same" if shown == own else "more" if value > other else "less"
        groups[kind].append(
            words.text("compare.say.reference", name=_short(one, words), value=shown)
        )
    parts = [
        words.text(f"compare.say.{kind}", names=_joined(names, words))
        for kind, names in groups.items()
        if names
    ]
    if not parts:
        return words.text("compare.say.alone", label=label, value=own)
    beside = words.text("compare.say.join").join(parts)
    return words.text("compare.say.beside", label=label, value=own, beside=beside)


def _joined(names: Sequence[str], words: Words) -> str:
    *firsts, last = names
    if not firsts:
        return last
    return words.text("compare.say.and", firsts=", ".join(firsts), last=last)


def _short(one: Compared, words: Words) -> str:
    """Return how a column is called inside a sentence."""
    if one.kind in ("peers", "density", "france", "part"):
        return words.text(f"compare.say.name.{one.kind}")
    level, _, code = one.key.partition(":")
    if level == "epci":
        return words.text("compare.say.name.epci", name=one.short_name)
    return with_article(words, level, code, one.short_name)


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
            for row in columns_in_use(INDICATOR_ROWS, comparison.spreads)
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
    marks = [
        Mark(one.name, float(one.figures[row]), SIGNS[rank])
        for rank, one in enumerate(comparison.territories)
    ]
    return Block(
        words.text(f"columns.{row}.label"),
        _bars(comparison, row, values, most, words),
        _image(strip_svg(scale, marks, comparison.spreads[row])),
        [_end(row, end, scale, words) for end in (scale.best, scale.worst)],
        [
            words.text(
                "compare.standing",
                name=one.short_name,
                share=words.percent(standing),
            )
            for one, standing in zip(comparison.territories, comparison.standings[row], strict=True)
            if pd.notna(standing)
        ],
    )


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
        for row in columns_in_use(ROWS, comparison.spreads)
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
    if row != "illectronism_people" or figures[[row, *INTERVAL]].isna().any():
        return words.figure(row, figures[row])
    low, high = (float(figures[name]) for name in INTERVAL)
    people, lowest, highest = (
        words.people(float(value), low, high) for value in (figures[row], low, high)
    )
    return words.text("map.card.interval", people=people, low=lowest, high=highest)
