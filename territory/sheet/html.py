"""A commune beside the map: people, why, counters, network, score, company, sources. HTML, no script."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import pandas as pd
from markupsafe import Markup

from territory import illectronism
from territory.doors import COUNT_COLUMNS
from territory.history.commune import CommuneSince
from territory.indicators import DIMENSIONS, columns_in_use
from territory.indicators.counters import LABEL_WEEKLY_HOURS
from territory.indicators.minutes_band import BAND_COLUMNS
from territory.lists.reasons import Row, reasons_text
from territory.look import palette, parts
from territory.look.charts import image_html
from territory.look.glossary import explained
from territory.messages import Words
from territory.messages.rounding import rounded_people
from territory.robustness import FAR_WAYS_COUNT
from territory.scores.certainty import CERTAIN, CERTAINTY_COLUMN
from territory.sheet.beside import Beside, beside_section
from territory.sheet.company import Figures, company_section
from territory.sheet.since import since_section
from territory.travel import OfficialEngine
from territory.travel.said import measured_by

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
    code : str
        The commune.
    row : mapping
        Its row of the list, with its nearest counter and its robustness.
    places : tuple of str
        Where it is: département, EPCI.
    territory_name : str
        The territory it is ranked in.
    ranked_count : int
        How many communes are ranked there.
    national_rank : int or None
        Its rank among all communes; None without one.
    national_count : int
        How many have one.
    nation_share : float
        Share of people in illectronism in the country.
    factors : mapping of str to float
        What each factor adds to that share, as `territory.illectronism.explain` gives it; empty where
        the estimate is missing.
    references : sequence of (str, mapping)
        Name and figures of what it is compared with.
    peers : sequence of (str, str)
        Name and link of the communes most like it; ``""`` for no link.
    sources : sequence of str
        Citations.
    full_week_minutes : float
        To the nearest counter open a full week, where the commune's place hangs on it; else NaN.
    context : sequence of (str, str)
        What stands beside the score: labels and figures in words.
    since : CommuneSince or None
        Since when it has its counter; None to say nothing of it.
    beside : Beside or None
        What stands beside France Services; None where the tables hold nothing of it.
    """

    code: str
    row: Row
    places: tuple[str, ...]
    territory_name: str
    ranked_count: int
    national_rank: int | None
    national_count: int
    nation_share: float
    factors: Mapping[str, float]
    references: Sequence[tuple[str, Figures]]
    peers: Sequence[tuple[str, str]]
    sources: Sequence[str]
    full_week_minutes: float = float("nan")
    context: Sequence[tuple[str, str]] = ()
    since: CommuneSince | None = None
    beside: Beside | None = None


def sheet_html(
    sheet: Sheet, words: Words, *, draw: Callable[[str], str] | None = image_html
) -> str:
    """Return the sheet; ``sheet/sheet.css`` gives its looks.

    Parameters
    ----------
    sheet : Sheet
        What is known.
    words : Words
        Of the reader's language. What is missing is said in words, never shown as 0.
    draw : callable
        From the SVG of a drawing to what stands in the page: an image by default, for pages that take
        no SVG among their HTML; `str` leaves it as it is, in a third of the room.
    """
    row, name = sheet.row, str(sheet.row["commune_name"])
    return parts.render(
        "sheet/sheet.html",
        name=name,
        code=sheet.code,
        where=" · ".join([*sheet.places, _people(row, words)]),
        sections=[
            _need(sheet, words),
            _counters(row, words),
            beside_section(sheet.beside, words),
            since_section(sheet.since, words, draw),
            _network(row, words),
            _score(sheet, words),
            _context(sheet, words),
            company_section(name, row, sheet.references, sheet.peers, words),
            _sources(sheet, words),
        ],
    )


def _sources(sheet: Sheet, words: Words) -> Markup:
    if not sheet.sources:
        return Markup()
    return parts.details(words.text("sheet.sources"), parts.items(sheet.sources))


def _people(row: Row, words: Words) -> str:
    if pd.isna(row["population_people"]):
        return words.text("sheet.population_unknown")
    return words.plural("sheet.population", row["population_people"])


def _need(sheet: Sheet, words: Words) -> Markup:
    row = sheet.row
    if pd.isna(row["illectronism_people"]):
        said = words.text(f"sheet.need_unknown.{_why_unknown(row)}")
        return _section("need", words, parts.paragraph(said))
    low, high = float(row["illectronism_low_people"]), float(row["illectronism_high_people"])
    count = rounded_people(float(row["illectronism_people"]), low, high)
    interval = words.text(
        "sheet.interval",
        low=words.people(low, low, high),
        high=words.people(high, low, high),
    )
    share = words.text(
        "sheet.share",
        share=words.figure("illectronism_share", row["illectronism_share"]),
        nation=words.figure("illectronism_share", sheet.nation_share),
    )
    told = ("illectronism_people", "illectronism_reason_code")
    reasons = reasons_text({name: row[name] for name in row if name not in told}, words)
    remarks = illectronism.remarks_sentence(row["illectronism_reason_code"], words)
    return _section(
        "need",
        words,
        parts.figure(words.number(count), words.plural("sheet.people", count)),
        parts.paragraph(" ".join([interval, share, *_institution(row, words)])),
        parts.paragraph(_as_sentence(reasons)),
        _factors(sheet.factors, words),
        parts.paragraph(remarks, "soft") if remarks else Markup(),
    )


def _institution(row: Row, words: Words) -> list[str]:
    """Say the people in institutions, rounded as those outside; nothing where that is nobody."""
    people = row["illectronism_institution_people"]
    if pd.isna(people):
        return []
    low, high = float(row["illectronism_low_people"]), float(row["illectronism_high_people"])
    count = rounded_people(float(people), low, high)
    return [words.plural("sheet.institution", count)] if count >= 1 else []


def _why_unknown(row: Row) -> str:
    people = row["population_people"]
    return "nobody" if pd.notna(people) and people == 0 else "missing"


def _as_sentence(words: str) -> str:
    return words[:1].upper() + words[1:]


def _factors(factors: Mapping[str, float], words: Words) -> Markup:
    if not factors:
        return Markup()
    said = [
        words.text(
            "sheet.factor",
            factor=words.text(f"sheet.factor_name.{name}"),
            points=words.signed(100 * value, digits=1),
        )
        for name, value in sorted(factors.items(), key=lambda one: abs(one[1]), reverse=True)
        if abs(value) >= SAID_SHARE
    ]
    sentence = (
        words.text("sheet.factors", factors=", ".join(said))
        if said
        else words.text("sheet.factors_none")
    )
    return parts.paragraph(sentence, "soft")


def _counters(row: Row, words: Words) -> Markup:
    first = {
        **{name: _value(row, name, words) for name in _inside(row)},
        "nearest_counter_minutes": _with_engine(row, "nearest_counter_minutes", words),
        **{name: _with_engine(row, name, words) for name in _beside(row)},
        **{name: _value(row, name, words) for name in _within(row)},
    }
    others = {
        "nearest_counter_name": _or_missing(row, "nearest_counter_name", words),
        "nearest_counter_weekly_hours": _value(row, "nearest_counter_weekly_hours", words),
        "nearest_saturday_counter_minutes": _value(row, "nearest_saturday_counter_minutes", words),
        "nearest_counter_or_stop_minutes": _value(row, "nearest_counter_or_stop_minutes", words),
        "reachable_hours_per_1k": _value(row, "reachable_hours_per_1k", words),
    }
    lines = [*_labelled(first, words), *_band(row, words), *_labelled(others, words)]
    return _section("counters", words, parts.lines(lines), _left_open(row, words))


def _band(row: Row, words: Words) -> list[tuple[str, str]]:
    """Return the lines on the band of the minutes; none where they are no estimate."""
    low, high, within = BAND_COLUMNS
    if pd.isna(row[low]):
        return []
    between = words.text(
        "sheet.band.between", low=words.number(row[low]), high=_value(row, high, words)
    )
    return [
        (words.text("sheet.band.label"), between),
        (words.text(f"columns.{within}.label"), words.percent(row[within])),
    ]


def _left_open(row: Row, words: Words) -> Markup:
    """Return what the error of the minutes leaves open in a sentence; nothing where nothing is."""
    certainty = row[CERTAINTY_COLUMN]
    if pd.isna(certainty) or certainty == CERTAIN:
        return Markup()
    return parts.paragraph(words.text(f"sheet.certainty.{certainty}"))


def _inside(row: Row) -> list[str]:
    """Return the counts of the commune's own counters: fixed ones always, the others if any."""
    first, *others = COUNT_COLUMNS
    return [first, *(name for name in others if row[name])]


def _beside(row: Row) -> list[str]:
    """Return what is shown beside the minutes: the estimate of official ones, and the other way."""
    is_official = row["engine_name"] == OfficialEngine.name
    other = "estimated_counter_minutes" if is_official else "official_counter_minutes"
    return [other] if pd.notna(row[other]) else []


def _within(row: Row) -> list[str]:
    name = "official_within_20_minutes_share"
    return [name] if pd.notna(row[name]) else []


def _network(row: Row, words: Words) -> Markup:
    names = columns_in_use(NETWORK, row)
    figures = {name: _value(row, name, words) for name in names}
    return _section("network", words, _lines(figures, words))


def _context(sheet: Sheet, words: Words) -> Markup:
    """Return what stands beside the score; nothing where no source of it is in the tables."""
    if not sheet.context:
        return Markup()
    note = parts.paragraph(words.text("context.note"), "soft")
    return _section("context", words, parts.lines(list(sheet.context)), note)


def _score(sheet: Sheet, words: Words) -> Markup:
    row = sheet.row
    if pd.isna(row["exposure_score"]):
        said = words.text("sheet.score_unknown", share=words.percent(row["known_share"]))
        return _section("score", words, parts.paragraph(said), _bars(row, words))
    ranks = [_rank(sheet, words)]
    if sheet.national_rank is not None and sheet.national_count != sheet.ranked_count:
        ranks.append(
            words.text(
                "sheet.national_rank",
                rank=words.number(sheet.national_rank),
                count=words.number(sheet.national_count),
            )
        )
    if pd.notna(row["low_rank"]):
        ranks.append(
            words.text(
                f"sheet.robustness.{row['robustness_name']}",
                share=words.percent(row["worst_decile_probability_share"]),
                low=words.number(row["low_rank"]),
                high=words.number(row["high_rank"]),
            )
        )
    if pd.notna(sheet.full_week_minutes):
        ranks.append(
            words.text(
                "sheet.robustness_full_week",
                ways=words.number(FAR_WAYS_COUNT),
                hours=words.number(LABEL_WEEKLY_HOURS),
                minutes=_value(row, "nearest_full_week_counter_minutes", words),
                nearest=_value(row, "nearest_counter_minutes", words),
            )
        )
    return _section(
        "score",
        words,
        parts.figure(words.number(row["exposure_score"]), words.text("sheet.of_100")),
        _bars(row, words),
        parts.paragraph(explained(" ".join(ranks), words)),
    )


def _rank(sheet: Sheet, words: Words) -> str:
    if pd.isna(sheet.row["exposure_rank"]):
        return illectronism.not_ranked(words)
    return words.text(
        "sheet.rank",
        rank=words.number(sheet.row["exposure_rank"]),
        count=words.number(sheet.ranked_count),
        territory=sheet.territory_name,
    )


def _bars(row: Row, words: Words) -> Markup:
    """Return the three dimensions as bars, each with its figure in words."""
    scores = {name: float(row[f"{name}_score"]) for name in DIMENSIONS}
    return parts.bars(
        [
            parts.Bar(
                words.text(f"columns.{name}_score.short"),
                words.missing if pd.isna(score) else words.number(score),
                score,
                palette.RAMPS[name][3],
            )
            for name, score in scores.items()
        ]
    )


def _section(name: str, words: Words, *body: Markup) -> Markup:
    return parts.section(words.text(f"sheet.heading.{name}"), *body)


def _lines(figures: Mapping[str, str], words: Words) -> Markup:
    return parts.lines(_labelled(figures, words))


def _labelled(figures: Mapping[str, str], words: Words) -> list[tuple[str, str]]:
    return [(words.text(f"columns.{name}.label"), value) for name, value in figures.items()]


def _value(row: Row, name: str, words: Words) -> str:
    return words.figure(name, row[name])


def _or_missing(row: Row, name: str, words: Words) -> str:
    return words.missing if pd.isna(row[name]) else str(row[name])


def _with_engine(row: Row, name: str, words: Words) -> str:
    value = _value(row, name, words)
    if pd.isna(row[name]):
        return value
    engine = measured_by(row, name, words)
    return words.text("map.card.by_engine", minutes=value, engine=engine)
