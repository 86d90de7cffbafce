"""A comparison as a reader sees it: sentences, bars and strips, and a table that says the same.

HTML without script. A bar is never alone: its name and its figure stand beside it, and a missing
figure is hatched and said in words.
"""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

import pandas as pd

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
from territory.look import palette
from territory.look.charts import SIGNS, Ends, Mark, image_html, sign_svg, strip_svg
from territory.messages import number, percent, text
from territory.messages.figures import written
from territory.messages.rounding import rounded_people

# How a part of the people concerned is drawn and written.
_PART = "concerned_share"
# What the sentences speak of, besides people.
SAID_ROWS = ("illectronism_share", "nearest_counter_minutes", "exposure_score")


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
    """Return the charts, with `comparison_style` for their looks.

    Parameters
    ----------
    comparison : Comparison
        As `territory.compare.compare` gives it.
    language : str, optional
        Language of the words.
    """
    blocks = [
        _figure_block(comparison, row, language)
        for row in columns_in_use(INDICATOR_ROWS, comparison.spreads)
    ]
    scores = [_figure_block(comparison, row, language) for row in SCORE_ROWS]
    concerned = [_concerned_block(comparison, name, language) for name in CONCERNED]
    return (
        '<div class="territory-compared">'
        + _group("indicators", blocks, language)
        + _group("scores", scores, language)
        + _group("concerned", concerned, language)
        + "</div>"
    )


def _group(name: str, blocks: Sequence[str], language: str | None) -> str:
    heading = escape(text(f"compare.group.{name}", language))
    hint = escape(text(f"compare.hint.{name}", language))
    return f'<h2>{heading}</h2><p class="soft">{hint}</p><div class="blocks {name}">{"".join(blocks)}</div>'


def _figure_block(comparison: Comparison, row: str, language: str | None) -> str:
    values = [one.figures[row] for one in comparison.columns]
    most = 100.0 if row in SCORE_ROWS else max((v for v in values if pd.notna(v)), default=0.0)
    bars = "".join(
        _bar(row, one, one.figures[row], most, _sign(comparison, rank), language)
        for rank, one in enumerate(comparison.columns)
    )
    return (
        f"<section><h3>{escape(text(f'columns.{row}.label', language))}</h3>"
        f'<ul class="bars">{bars}</ul>{_strip(comparison, row, language)}</section>'
    )


def _concerned_block(comparison: Comparison, name: str, language: str | None) -> str:
    bars = "".join(
        _bar(_PART, one, one.concerned[name], 1.0, _sign(comparison, rank), language)
        for rank, one in enumerate(comparison.columns)
    )
    heading = escape(text(f"compare.concerned.{name}", language))
    return f'<section><h3>{heading}</h3><ul class="bars">{bars}</ul></section>'


def _sign(comparison: Comparison, rank: int) -> str:
    """Return the sign of a territory asked for; none for a reference."""
    return image_html(sign_svg(SIGNS[rank])) if rank < len(comparison.territories) else ""


def _bar(  # noqa: PLR0917 - a bar and all that is drawn of it
    row: str, one: Compared, value: float, most: float, sign: str, language: str | None
) -> str:
    is_asked = bool(sign)
    said = escape(_told(row, value, language))
    if pd.isna(value):
        drawn = '<span class="bar none"></span>'
    else:
        colour = _colour(row) if is_asked else palette.COMMUNE_LINE
        width = 100 * float(value) / most if most > 0 else 0.0
        drawn = f'<span class="bar"><i style="width:{width:.1f}%;background:{colour}"></i></span>'
    return (
        f'<li class="{"own" if is_asked else "other"}"><span class="name">{sign}'
        f"{escape(one.short_name)}</span>{drawn}<b>{said}</b></li>"
    )


def _told(row: str, value: float, language: str | None) -> str:
    return percent(value, language) if row == _PART else written(row, value, language)


def _colour(row: str) -> str:
    if row == _PART:
        return palette.RAMPS["need"][3]
    if row in SCORE_ROWS:
        return palette.RAMPS[row.removesuffix("_score")][3]
    return palette.RAMPS[find_indicator(row).dimension][3]


def _strip(comparison: Comparison, row: str, language: str | None) -> str:
    marks = [
        Mark(one.name, float(one.figures[row]), SIGNS[rank])
        for rank, one in enumerate(comparison.territories)
    ]
    scale = scale_of(row)
    drawn = strip_svg(scale, marks, comparison.spreads[row])
    ends = [escape(_end(row, end, scale, language)) for end in (scale.best, scale.worst)]
    said = [
        escape(
            text(
                "compare.standing",
                language,
                name=one.short_name,
                share=percent(comparison.standings[row][rank], language),
            )
        )
        for rank, one in enumerate(comparison.territories)
        if pd.notna(comparison.standings[row][rank])
    ]
    if not said:
        return ""
    return (
        f'<div class="strip">{image_html(drawn)}'
        f'<p class="ends" aria-hidden="true"><span>{ends[0]}</span><span>{ends[1]}</span></p></div>'
        f'<p class="soft">{" ".join(said)}</p>'
    )


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
    heads = "".join(f'<th scope="col">{escape(one.name)}</th>' for one in columns)
    lines = [
        _line(
            text(f"columns.{row}.label", language), [_cell(one, row, language) for one in columns]
        )
        for row in columns_in_use(ROWS, comparison.spreads)
        if row not in INTERVAL
    ]
    lines += [
        _line(
            text(
                "compare.concerned_line", language, who=text(f"compare.concerned.{name}", language)
            ),
            [percent(one.concerned[name], language) for one in columns],
        )
        for name in CONCERNED
    ]
    caption = escape(text("compare.table.caption", language))
    return (
        f'<div class="territory-compared"><p class="soft" aria-hidden="true">{caption}</p></div>'
        f'<div class="territory-compared wide" role="region" tabindex="0" aria-label="{caption}">'
        f'<table aria-label="{caption}"><thead><tr><td></td>{heads}</tr></thead>'
        f"<tbody>{''.join(lines)}</tbody></table></div>"
    )


def _line(label: str, cells: Sequence[str]) -> str:
    return (
        f'<tr><th scope="row">{escape(label)}</th>'
        + "".join(f"<td>{escape(cell)}</td>" for cell in cells)
        + "</tr>"
    )


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


def comparison_style() -> str:
    """Return the style sheet of the charts and the table."""
    return f"""
.territory-compared {{ color: {palette.INK}; font-size: .88rem; line-height: 1.4; }}
.territory-compared h2 {{ margin: .9rem 0 0; padding: 0 !important; }}
.territory-compared h3 {{ font-size: .88rem !important; margin: 0 0 .3rem; padding: 0 !important; }}
.territory-compared p {{ margin: .15rem 0 .5rem; font-size: inherit; }}
.territory-compared .soft {{ color: {palette.SOFT_INK}; }}
.territory-compared section .soft {{ font-size: .8rem; }}
.territory-compared .blocks {{ display: grid; gap: 1rem 2rem;
  grid-template-columns: repeat(auto-fit, minmax(min(23rem, 100%), 1fr)); }}
.territory-compared .blocks.scores {{
  grid-template-columns: repeat(auto-fit, minmax(min(16.5rem, 100%), 1fr)); }}
.territory-compared .scores .bars li {{ grid-template-columns: 9.2rem 1fr 2rem; }}
.territory-compared section {{ border-top: 1px solid {palette.RULE}; padding-top: .5rem; }}
.territory-compared .bars {{ list-style: none; margin: 0; padding: 0; }}
.territory-compared .bars li {{ display: grid; grid-template-columns: minmax(8rem, 10.5rem) 1fr 4.2rem; gap: .6rem;
  align-items: center; margin: .2rem 0; padding: 0; font-size: .82rem; line-height: 1.25; }}
.territory-compared .bars b {{ font-weight: 400; text-align: right;
  font-variant-numeric: tabular-nums; }}
.territory-compared .bars .own .name, .territory-compared .bars .own b {{ font-weight: 600; }}
.territory-compared .name {{ overflow-wrap: anywhere; }}
.territory-compared .territory-sign {{ margin-right: .35rem; vertical-align: -.2rem; }}
.territory-compared .bar {{ height: .65rem; background: {palette.WASH};
  border: 1px solid {palette.RULE}; display: block; }}
.territory-compared .bar i {{ display: block; height: 100%; }}
.territory-compared .bar.none {{ {palette.no_data_css()} }}
.territory-compared .strip {{ max-width: 26rem; margin-top: .5rem; }}
.territory-compared .territory-strip {{ width: 100%; height: auto; display: block; }}
.territory-compared .ends {{ display: flex; justify-content: space-between; margin: 0 .7rem;
  font-size: .72rem; color: {palette.SOFT_INK}; }}
.territory-compared.wide {{ overflow-x: auto; }}
.territory-compared table {{ border-collapse: collapse; font-size: .82rem; min-width: 100%; }}
.territory-compared th, .territory-compared td {{ padding: .25rem .6rem; border: 0;
  border-bottom: 1px solid {palette.RULE}; text-align: right; font-weight: 400;
  font-variant-numeric: tabular-nums; min-width: 6rem; vertical-align: bottom; }}
.territory-compared th[scope=row] {{ text-align: left; min-width: 11rem; position: sticky; left: 0;
  background: {palette.PAPER}; color: {palette.SOFT_INK}; }}
.territory-compared thead th {{ font-weight: 600; }}
.territory-say {{ margin: 0 0 .4rem; padding-left: 1.1rem; color: {palette.INK};
  line-height: 1.45; max-width: 62rem; }}
.territory-say li {{ margin: .15rem 0; font-size: .95rem; }}
@media (max-width: 640px) {{
  .territory-compared .bars li {{ grid-template-columns: 7.2rem 1fr 3.8rem; gap: .4rem; }}
}}
"""
