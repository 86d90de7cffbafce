"""A commune beside the map: people, why, counters, network, score, company, sources. HTML, no script."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pandas as pd
from markupsafe import Markup

from territory.indicators import DIMENSIONS, columns_in_use
from territory.lists.reasons import reasons_text
from territory.look import palette, parts
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
    """Return the sheet; ``sheet/sheet.css`` gives its looks.

    Parameters
    ----------
    sheet : Sheet
        What is known.
    language : str, optional
        Language of the words. What is missing is said in words, never shown as 0.
    """
    row = sheet.row
    return parts.render(
        "sheet/sheet.html",
        name=str(row["commune_name"]),
        code=str(row.name),
        where=" · ".join([*sheet.places, _people(row, language)]),
        sections=[
            _need(sheet, language),
            _counters(row, language),
            _network(row, language),
            _score(sheet, language),
            _company(sheet, language),
            parts.details(text("sheet.sources", language), parts.items(sheet.sources)),
        ],
    )


def _people(row: pd.Series, language: str | None) -> str:
    if pd.isna(row["population_people"]):
        return text("sheet.population_unknown", language)
    count = row["population_people"]
    key = "sheet.population_one" if count < 1.5 else "sheet.population"
    return text(key, language, people=number(count, language))


def _need(sheet: Sheet, language: str | None) -> Markup:
    row = sheet.row
    if pd.isna(row["illectronism_people"]):
        words = text("sheet.need_unknown", language)
        return _section("need", language, parts.paragraph(words))
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
    reasons = reasons_text(row.drop("illectronism_people"), language)
    return _section(
        "need",
        language,
        parts.figure(number(count, language), text(key, language)),
        parts.paragraph(f"{interval} {share}"),
        parts.paragraph(_as_sentence(reasons)),
        _factors(sheet.factors, language),
    )


def _as_sentence(words: str) -> str:
    return words[:1].upper() + words[1:]


def _factors(factors: pd.Series, language: str | None) -> Markup:
    if factors.empty:
        return Markup()
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
    words = (
        text("sheet.factors", language, factors=", ".join(said))
        if said
        else text("sheet.factors_none", language)
    )
    return parts.paragraph(words, "soft")


def _counters(row: pd.Series, language: str | None) -> Markup:
    figures = {
        "nearest_counter_minutes": _with_engine(row, "nearest_counter_minutes", language),
        "nearest_counter_name": _or_missing(row, "nearest_counter_name", language),
        "nearest_counter_weekly_hours": _value(row, "nearest_counter_weekly_hours", language),
        "nearest_saturday_counter_minutes": _value(
            row, "nearest_saturday_counter_minutes", language
        ),
        "reachable_hours_per_1k": _value(row, "reachable_hours_per_1k", language),
    }
    return _section("counters", language, _lines(figures, language))


def _network(row: pd.Series, language: str | None) -> Markup:
    names = columns_in_use(NETWORK, row.index)
    figures = {name: _value(row, name, language) for name in names}
    return _section("network", language, _lines(figures, language))


def _score(sheet: Sheet, language: str | None) -> Markup:
    row = sheet.row
    if pd.isna(row["exposure_score"]):
        words = text("sheet.score_unknown", language, share=percent(row["known_share"], language))
        return _section("score", language, parts.paragraph(words), _bars(row, language))
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
        language,
        parts.figure(number(row["exposure_score"], language), text("sheet.of_100", language)),
        _bars(row, language),
        parts.paragraph(" ".join(ranks)),
    )


def _bars(row: pd.Series, language: str | None) -> Markup:
    """Return the three dimensions as bars, each with its figure in words."""
    scores = {name: float(row[f"{name}_score"]) for name in DIMENSIONS}
    return parts.bars(
        [
            parts.Bar(
                text(f"columns.{name}_score.short", language),
                text("report.missing", language) if pd.isna(score) else number(score, language),
                score,
                palette.RAMPS[name][3],
            )
            for name, score in scores.items()
        ]
    )


def _company(sheet: Sheet, language: str | None) -> Markup:
    if not sheet.references:
        return Markup()
    compared = [(str(sheet.row["commune_name"]), sheet.row), *sheet.references]
    table = parts.render(
        "sheet/company.html",
        heading=text("sheet.heading.company", language),
        heads=["", *(text(f"sheet.company.{name}", language) for name in COMPARED)],
        rows=[
            [name, *(written(one, figures[one], language) for one in COMPARED)]
            for name, figures in compared
        ],
        lead=text("sheet.peers", language),
        peers=sheet.peers,
    )
    return _section("company", language, table)


def _section(name: str, language: str | None, *body: Markup) -> Markup:
    return parts.section(text(f"sheet.heading.{name}", language), *body)


def _lines(figures: Mapping[str, str], language: str | None) -> Markup:
    return parts.lines(
        [(text(f"columns.{name}.label", language), value) for name, value in figures.items()]
    )


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
