"""A commune beside the map: people, why, counters, network, score, company, sources. HTML, no script."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html import escape

import pandas as pd

from territory.indicators import DIMENSIONS, columns_in_use
from territory.lists.reasons import reasons_text
from territory.look import palette
from territory.messages import number, percent, signed, text
from territory.messages.figures import written
from territory.messages.rounding import rounded_people

# What is compared, in this order.
COMPARED = (
    "illectronism_share",
    "nearest_counter_minutes",
    "reachable_hours_per_1k",
    "exposure_score",
)
NETWORK = (
    "without_fibre_share",
    "without_1_gbps_share",
    "below_30_mbps_share",
    "without_good_4g_share",
)
# What a share of factors is worth saying: half a point.
SAID_SHARE = 0.005


@dataclass(frozen=True)
class Sheet:
    """What is known of a commune.

    Parameters
    ----------
    row : Series
        Its row of the list, with its nearest counter and its robustness, named by its code.
    places : tuple of str
        Where it is: département, EPCI.
    territory_name : str
        The territory it is ranked in.
    ranked_count : int
        How many communes are ranked there.
    national_rank : int or None
        Its rank among all communes; None without a score.
    national_count : int
        How many have one.
    nation_share : float
        Share of people in illectronism in the country.
    factors : Series
        What each factor adds to that share, as `territory.illectronism.explain` gives it; empty where
        the estimate is missing.
    references : sequence of (str, Series)
        Name and figures of what it is compared with.
    peers : sequence of (str, str)
        Name and link of the communes most like it.
    sources : sequence of str
        Citations.
    """

    row: pd.Series
    places: tuple[str, ...]
    territory_name: str
    ranked_count: int
    national_rank: int | None
    national_count: int
    nation_share: float
    factors: pd.Series
    references: Sequence[tuple[str, pd.Series]]
    peers: Sequence[tuple[str, str]]
    sources: Sequence[str]


def sheet_html(sheet: Sheet, language: str | None = None) -> str:
    """Return the sheet, with `sheet_style` for its looks.

    Parameters
    ----------
    sheet : Sheet
        What is known.
    language : str, optional
        Language of the words. What is missing is said in words, never shown as 0.
    """
    row = sheet.row
    name = escape(str(row["commune_name"]))
    where = escape(" · ".join([*sheet.places, _people(row, language)]))
    parts = [
        f'<h2 id="sheet-title">{name} <small>{escape(str(row.name))}</small></h2>'
        f'<p class="where">{where}</p>',
        _need(sheet, language),
        _counters(row, language),
        _network(row, language),
        _score(sheet, language),
        _company(sheet, language),
        _sources(sheet, language),
    ]
    return (
        '<article class="territory-sheet" aria-labelledby="sheet-title">'
        + "".join(parts)
        + "</article>"
    )


def _people(row: pd.Series, language: str | None) -> str:
    if pd.isna(row["population_people"]):
        return text("sheet.population_unknown", language)
    count = row["population_people"]
    key = "sheet.population_one" if count < 1.5 else "sheet.population"
    return text(key, language, people=number(count, language))


def _need(sheet: Sheet, language: str | None) -> str:
    row = sheet.row
    if pd.isna(row["illectronism_people"]):
        return _section("need", f"<p>{escape(text('sheet.need_unknown', language))}</p>", language)
    low, high = float(row["illectronism_low_people"]), float(row["illectronism_high_people"])
    count = rounded_people(float(row["illectronism_people"]), low, high)
    key = "sheet.people_one" if count <= 1 else "sheet.people"
    interval = text(
        "sheet.interval",
        language,
        low=number(rounded_people(low, low, high), language),
        high=number(rounded_people(high, low, high), language),
    )
    share = text(
        "sheet.share",
        language,
        share=written("illectronism_share", row["illectronism_share"], language),
        nation=written("illectronism_share", sheet.nation_share, language),
    )
    body = (
        f'<p class="figure"><b>{number(count, language)}</b> {escape(text(key, language))}</p>'
        f"<p>{escape(interval)} {escape(share)}</p>"
        f"<p>{escape(_as_sentence(reasons_text(row.drop('illectronism_people'), language)))}</p>"
    )
    return _section("need", body + _factors(sheet.factors, language), language)


def _as_sentence(words: str) -> str:
    return words[:1].upper() + words[1:]


def _factors(factors: pd.Series, language: str | None) -> str:
    said = [
        text(
            "sheet.factor",
            language,
            factor=text(f"sheet.factor_name.{name}", language),
            points=signed(100 * value, language, digits=1),
        )
        for name, value in factors.sort_values(key=abs, ascending=False).items()
        if abs(value) >= SAID_SHARE
    ]
    if factors.empty:
        return ""
    words = (
        text("sheet.factors", language, factors=", ".join(said))
        if said
        else text("sheet.factors_none", language)
    )
    return f'<p class="soft">{escape(words)}</p>'


def _counters(row: pd.Series, language: str | None) -> str:
    lines = {
        "nearest_counter_minutes": _with_engine(row, "nearest_counter_minutes", language),
        "nearest_counter_name": _or_missing(row, "nearest_counter_name", language),
        "nearest_counter_weekly_hours": _value(row, "nearest_counter_weekly_hours", language),
        "nearest_saturday_counter_minutes": _value(
            row, "nearest_saturday_counter_minutes", language
        ),
        "reachable_hours_per_1k": _value(row, "reachable_hours_per_1k", language),
    }
    return _section("counters", _lines(lines, language), language)


def _network(row: pd.Series, language: str | None) -> str:
    names = columns_in_use(NETWORK, row.index)
    return _section(
        "network", _lines({name: _value(row, name, language) for name in names}, language), language
    )


def _score(sheet: Sheet, language: str | None) -> str:
    row = sheet.row
    if pd.isna(row["exposure_score"]):
        words = text("sheet.score_unknown", language, share=percent(row["known_share"], language))
        return _section("score", f"<p>{escape(words)}</p>{_bars(row, language)}", language)
    score = number(row["exposure_score"], language)
    ranks = [
        text(
            "sheet.rank",
            language,
            rank=number(row["exposure_rank"], language),
            count=number(sheet.ranked_count, language),
            territory=sheet.territory_name,
        )
    ]
    if sheet.national_rank is not None and sheet.national_count != sheet.ranked_count:
        ranks.append(
            text(
                "sheet.national_rank",
                language,
                rank=number(sheet.national_rank, language),
                count=number(sheet.national_count, language),
            )
        )
    if pd.notna(row["low_rank"]):
        ranks.append(
            text(
                f"sheet.robustness.{row['robustness_name']}",
                language,
                share=percent(row["worst_decile_probability_share"], language),
                low=number(row["low_rank"], language),
                high=number(row["high_rank"], language),
            )
        )
    return _section(
        "score",
        f'<p class="figure"><b>{score}</b> {escape(text("sheet.of_100", language))}</p>'
        f"{_bars(row, language)}<p>{escape(' '.join(ranks))}</p>",
        language,
    )


def _bars(row: pd.Series, language: str | None) -> str:
    """Return the three dimensions as bars, each with its figure in words."""
    bars = []
    for name in DIMENSIONS:
        value = row[f"{name}_score"]
        label = escape(text(f"columns.{name}_score.short", language))
        if pd.isna(value):
            bars.append(
                f"<li><span>{label}</span><span class='bar none'></span>"
                f"<b>{escape(text('report.missing', language))}</b></li>"
            )
            continue
        colour = palette.RAMPS[name][3]
        bars.append(
            f"<li><span>{label}</span><span class='bar'><i style='width:{value:.0f}%;"
            f"background:{colour}'></i></span><b>{number(value, language)}</b></li>"
        )
    return f'<ul class="bars">{"".join(bars)}</ul>'


def _company(sheet: Sheet, language: str | None) -> str:
    if not sheet.references:
        return ""
    heads = "".join(
        f'<th scope="col">{escape(text(f"sheet.company.{name}", language))}</th>'
        for name in COMPARED
    )
    rows = "".join(
        f'<tr{" class=own" if rank == 0 else ""}><th scope="row">{escape(name)}</th>'
        + "".join(f"<td>{escape(written(one, figures[one], language))}</td>" for one in COMPARED)
        + "</tr>"
        for rank, (name, figures) in enumerate(
            [(str(sheet.row["commune_name"]), sheet.row), *sheet.references]
        )
    )
    peers = ", ".join(
        f'<a href="{escape(link)}" target="_self">{escape(name)}</a>' for name, link in sheet.peers
    )
    said = f"<p class='soft'>{escape(text('sheet.peers', language))} {peers}.</p>" if peers else ""
    heading = escape(text("sheet.heading.company", language))
    body = f"<div class='wide' tabindex='0' role='group' aria-label='{heading}'><table><thead><tr><td></td>{heads}</tr></thead><tbody>{rows}</tbody></table></div>"
    return _section("company", body + said, language)


def _sources(sheet: Sheet, language: str | None) -> str:
    items = "".join(f"<li>{escape(one)}</li>" for one in sheet.sources)
    return f"<details><summary>{escape(text('sheet.sources', language))}</summary><ul>{items}</ul></details>"


def _section(name: str, body: str, language: str | None) -> str:
    return f"<section><h3>{escape(text(f'sheet.heading.{name}', language))}</h3>{body}</section>"


def _lines(lines: Mapping[str, str], language: str | None) -> str:
    items = "".join(
        f"<dt>{escape(text(f'columns.{name}.label', language))}</dt><dd>{escape(value)}</dd>"
        for name, value in lines.items()
    )
    return f"<dl>{items}</dl>"


def _value(row: pd.Series, name: str, language: str | None) -> str:
    return written(name, row[name], language)


def _or_missing(row: pd.Series, name: str, language: str | None) -> str:
    return text("report.missing", language) if pd.isna(row[name]) else str(row[name])


def _with_engine(row: pd.Series, name: str, language: str | None) -> str:
    value = _value(row, name, language)
    if pd.isna(row[name]):
        return value
    engine = text(f"travel.short.{row['engine_name']}", language)
    return text("map.card.by_engine", language, minutes=value, engine=engine)


def sheet_style() -> str:
    """Return the style sheet of the sheet."""
    return f"""
.territory-sheet {{ color: {palette.INK}; font-size: .88rem; line-height: 1.4; }}
.territory-sheet h2 {{ font-size: 1.25rem !important; margin: 0; padding: 0 !important; }}
.territory-sheet h2 small {{ font-weight: 400; font-size: .85rem; color: {palette.SOFT_INK}; }}
.territory-sheet .where, .territory-sheet .soft {{ color: {palette.SOFT_INK}; }}
.territory-sheet p {{ margin: .15rem 0 .35rem; font-size: inherit; }}
.territory-sheet section {{ border-top: 1px solid {palette.RULE}; padding: .45rem 0 .3rem; }}
.territory-sheet h3 {{ font-size: .8rem !important; font-weight: 600 !important; margin: 0;
  padding: 0 !important; color: {palette.SOFT_INK}; letter-spacing: .02em; }}
.territory-sheet .figure b {{ font-size: 1.5rem; letter-spacing: -.01em; }}
.territory-sheet dl {{ display: grid; grid-template-columns: 1fr auto; gap: .15rem 1rem; margin: .2rem 0; }}
.territory-sheet dl, .territory-sheet dt, .territory-sheet dd {{ margin: 0 !important;
  padding: 0 !important; font-size: .88rem !important; line-height: 1.35; }}
.territory-sheet dt {{ color: {palette.SOFT_INK}; }}
.territory-sheet dd {{ text-align: right; font-variant-numeric: tabular-nums;
  max-width: 15rem; }}
.territory-sheet .bars {{ list-style: none; margin: .2rem 0 .4rem; padding: 0; }}
.territory-sheet .bars li {{ display: grid; grid-template-columns: 6.5rem 1fr auto; gap: .6rem;
  align-items: center; margin: .15rem 0; font-size: inherit; }}
.territory-sheet .bar {{ height: .6rem; background: {palette.WASH}; border: 1px solid {palette.RULE};
  display: block; }}
.territory-sheet .bar i {{ display: block; height: 100%; }}
.territory-sheet .bar.none {{ {palette.no_data_css()} }}
.territory-sheet .wide {{ overflow-x: auto; }}
.territory-sheet table {{ border-collapse: collapse; width: 100%; font-size: .82rem; }}
.territory-sheet th, .territory-sheet td {{ padding: .2rem .25rem; border: 0;
  border-bottom: 1px solid {palette.RULE}; text-align: right; font-weight: 400;
  font-variant-numeric: tabular-nums; }}
.territory-sheet td {{ white-space: nowrap; }}
.territory-sheet th[scope=row] {{ text-align: left; padding-left: 0; }}
.territory-sheet thead th {{ color: {palette.SOFT_INK}; vertical-align: bottom; }}
.territory-sheet .own th, .territory-sheet .own td {{ font-weight: 600; }}
.territory-sheet a {{ color: {palette.ACCENT}; }}
.territory-sheet summary {{ cursor: pointer; color: {palette.ACCENT}; }}
.territory-sheet ul {{ margin: .3rem 0; padding-left: 1rem; }}
.territory-sheet li {{ font-size: .8rem; }}
"""
