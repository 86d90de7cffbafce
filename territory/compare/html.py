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
from territory.messages import number, percent, text
from territory.messages.figures import written
from territory.messages.rounding import rounded_people

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


def sentences(comparison: Comparison, language: str | None = None) -> list[str]:
    """Return what there is to say of the first territory, in a few sentences.

    Returns
    -------
    list of str
        Plain text: who lives there and how many struggle, then each of `SAID_ROWS` beside the other
        columns. Nothing is said of a figure that is missing but that it is.
    """
    first = comparison.territories[0]
    said = [_people_sentence(first, language)]
    said += [_beside(comparison, row, language) for row in SAID_ROWS]
    return said


def _people_sentence(one: Compared, language: str | None) -> str:
    figures = one.figures
    if pd.isna(figures["population_people"]):
        return text("compare.say.nobody_known", language, name=one.name)
    people = number(figures["population_people"], language)
    if figures["population_people"] == 0:
        return text("compare.say.nobody", language, name=one.name)
    if pd.isna(figures["illectronism_people"]):
        return text("compare.say.people_unknown", language, name=one.name, people=people)
    if figures[list(INTERVAL)].isna().any():
        concerned = number(figures["illectronism_people"], language)
        return text(
            "compare.say.people_only", language, name=one.name, people=people, concerned=concerned
        )
    low, high = (float(figures[name]) for name in INTERVAL)
    concerned, lowest, highest = (
        number(rounded_people(float(value), low, high), language)
        for value in (figures["illectronism_people"], low, high)
    )
    return text(
        "compare.say.people",
        language,
        name=one.name,
        people=people,
        concerned=concerned,
        low=lowest,
        high=highest,
    )


def _beside(comparison: Comparison, row: str, language: str | None) -> str:
    """Return a figure of the first territory, and which columns have more, less or as much."""
    first, *others = comparison.columns
    label = text(f"columns.{row}.label", language)
    value = first.figures[row]
    own = written(row, value, language)
    if pd.isna(value):
        return text("compare.say.alone", language, label=label, value=own)
    groups: dict[str, list[str]] = {"more": [], "less": [], "same": []}
    for one in others:
        other = one.figures[row]
        if pd.isna(other):
            continue
        shown = written(row, other, language)
        kind = "same" if shown == own else "more" if value > other else "less"
        groups[kind].append(
            text("compare.say.reference", language, name=_short(one, language), value=shown)
        )
    parts = [
        text(f"compare.say.{kind}", language, names=_joined(names, language))
        for kind, names in groups.items()
        if names
    ]
    if not parts:
        return text("compare.say.alone", language, label=label, value=own)
    beside = text("compare.say.join", language).join(parts)
    return text("compare.say.beside", language, label=label, value=own, beside=beside)


def _joined(names: Sequence[str], language: str | None) -> str:
    *firsts, last = names
    if not firsts:
        return last
    return text("compare.say.and", language, firsts=", ".join(firsts), last=last)


def _short(one: Compared, language: str | None) -> str:
    """Return how a column is called inside a sentence."""
    if one.kind in ("peers", "density", "france", "part"):
        return text(f"compare.say.name.{one.kind}", language)
    return one.short_name


def comparison_html(comparison: Comparison, language: str | None = None) -> str:
    """Return the charts; ``compare/compare.css`` gives their looks.

    Parameters
    ----------
    comparison : Comparison
        As `territory.compare.compare` gives it.
    language : str, optional
        Language of the words.
    """
    blocks = {
        "indicators": [
            _figure_block(comparison, row, language)
            for row in columns_in_use(INDICATOR_ROWS, comparison.spreads)
        ],
        "scores": [_figure_block(comparison, row, language) for row in SCORE_ROWS],
        "concerned": [_concerned_block(comparison, name, language) for name in CONCERNED],
    }
    groups = [
        {
            "name": name,
            "heading": text(f"compare.group.{name}", language),
            "hint": text(f"compare.hint.{name}", language),
            "blocks": drawn,
        }
        for name, drawn in blocks.items()
    ]
    return parts.render("compare/compare.html", groups=groups)


def _figure_block(comparison: Comparison, row: str, language: str | None) -> Block:
    values = [float(one.figures[row]) for one in comparison.columns]
    most = 100.0 if row in SCORE_ROWS else max((v for v in values if pd.notna(v)), default=0.0)
    scale = scale_of(row)
    marks = [
        Mark(one.name, float(one.figures[row]), SIGNS[rank])
        for rank, one in enumerate(comparison.territories)
    ]
    return Block(
        text(f"columns.{row}.label", language),
        _bars(comparison, row, values, most, language),
        _image(strip_svg(scale, marks, comparison.spreads[row])),
        [_end(row, end, scale, language) for end in (scale.best, scale.worst)],
        [
            text(
                "compare.standing",
                language,
                name=one.short_name,
                share=percent(standing, language),
            )
            for one, standing in zip(comparison.territories, comparison.standings[row], strict=True)
            if pd.notna(standing)
        ],
    )


def _concerned_block(comparison: Comparison, name: str, language: str | None) -> Block:
    values = [float(one.concerned[name]) for one in comparison.columns]
    return Block(
        text(f"compare.concerned.{name}", language),
        _bars(comparison, _PART, values, 1.0, language),
    )


def _bars(
    comparison: Comparison, row: str, values: Sequence[float], most: float, language: str | None
) -> list[parts.Bar]:
    """Return a bar a column; the territories asked for have a sign, what they are beside has none."""
    asked = len(comparison.territories)
    return [
        parts.Bar(
            one.short_name,
            _told(row, value, language),
            100 * value / (most or 1.0),
            _colour(row) if rank < asked else palette.COMMUNE_LINE,
            is_own=rank < asked,
            sign=_image(sign_svg(SIGNS[rank])) if rank < asked else "",
        )
        for rank, (one, value) in enumerate(zip(comparison.columns, values, strict=True))
    ]


def _image(svg: str) -> Markup:
    return Markup(image_html(svg))  # noqa: S704 - drawn by this package, names in it escaped


def _told(row: str, value: float, language: str | None) -> str:
    return percent(value, language) if row == _PART else written(row, value, language)


def _colour(row: str) -> str:
    if row == _PART:
        return palette.RAMPS["need"][3]
    if row in SCORE_ROWS:
        return palette.RAMPS[row.removesuffix("_score")][3]
    return palette.RAMPS[find_indicator(row).dimension][3]


def _end(row: str, value: float, scale: Ends, language: str | None) -> str:
    """Return what stands at an end of a strip: what is beyond it stays there."""
    shown = written(row, value, language)
    if row in SCORE_ROWS or value == 0:
        return shown
    beyond = "more" if value == max(scale.best, scale.worst) else "less"
    return text(f"compare.end.{beyond}", language, value=shown)


def table_html(comparison: Comparison, language: str | None = None) -> str:
    """Return the table that says what the charts show, every figure in words of the reader."""
    columns = comparison.columns
    rows = [
        [
            text(f"columns.{row}.label", language),
            *(_cell(one, row, language) for one in columns),
        ]
        for row in columns_in_use(ROWS, comparison.spreads)
        if row not in INTERVAL
    ]
    for name in CONCERNED:
        who = text(f"compare.concerned.{name}", language)
        shares = (percent(one.concerned[name], language) for one in columns)
        rows.append([text("compare.concerned_line", language, who=who), *shares])
    caption = text("compare.table.caption", language)
    heads = ["", *(one.name for one in columns)]
    return parts.wide_table(caption, heads, rows, name="compared")


def _cell(one: Compared, row: str, language: str | None) -> str:
    figures = one.figures
    if row != "illectronism_people" or figures[[row, *INTERVAL]].isna().any():
        return written(row, figures[row], language)
    low, high = (float(figures[name]) for name in INTERVAL)
    people, lowest, highest = (
        number(rounded_people(float(value), low, high), language)
        for value in (figures[row], low, high)
    )
    return text("map.card.interval", language, people=people, low=lowest, high=highest)
