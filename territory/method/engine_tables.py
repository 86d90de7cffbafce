"""The tables of the method page on travel engines and on the error of the estimate. HTML."""

from __future__ import annotations

from collections.abc import Mapping
from math import isinf

from territory.look.parts import wide_table
from territory.messages import Words
from territory.method.engine_words import engine_name
from territory.method.engines import EngineEffect
from territory.travel import band_measured
from territory.travel.band import HIGH_LEVEL, LEVELS, LOW_LEVEL, published_classes

COLUMNS = (
    *("engine", "coverage", "median", "beyond"),
    *("difference", "extremes", "classes", "list"),
)
BAND_COLUMNS = ("km", "p5", "p50", "p95", "trips", "places")


def engines_html(
    effects: Mapping[str, EngineEffect], territory_name: str, notes: list[str], words: Words
) -> str:
    """Return what each engine says of a territory, and what it changes from the first.

    Parameters
    ----------
    effects : mapping
        As `territory.method.engines.engine_effects` gives it.
    territory_name : str
        What is looked at.
    notes : list of str
        Sentences under the table.
    words : Words
        Of the reader's language.
    """
    rows = [_row(name, effect, words) for name, effect in effects.items()]
    return wide_table(
        words.text("choices.engines.caption", territory=territory_name),
        [words.text(f"choices.engines.{one}") for one in COLUMNS],
        rows,
        notes=notes,
    )


def _row(name: str, effect: EngineEffect, words: Words) -> list[str]:
    def pair(first: str, second: str) -> str:
        return words.text("choices.engines.pair", first=first, second=second)

    said = [
        engine_name(name, words),
        pair(words.number(effect.known_count), words.number(effect.communes_count)),
        _minutes(words.number(effect.median_minutes, digits=1), words),
        words.number(effect.beyond_count),
    ]
    gap = effect.differences
    if gap.empty:
        reference = words.text("choices.engines.reference")
        return [*said, *[reference] * 4]
    least, most = (words.signed(float(one), digits=1) for one in (gap.min(), gap.max()))
    return [
        *said,
        _minutes(words.signed(float(gap.median()), digits=1), words),
        pair(least, most),
        words.number(effect.class_changes_count),
        pair(words.number(len(effect.entering)), words.number(len(effect.leaving))),
    ]


def _minutes(written: str, words: Words) -> str:
    return words.text("map.unit.minutes", value=written)


def band_html(words: Words) -> str:
    """Return the published band of the estimate: road over estimate by class of straight line."""
    rows = []
    for one in published_classes():
        km = float(one["up_to_km"])
        ratios = (one["ratios"][LEVELS.index(level)] for level in (LOW_LEVEL, 0.5, HIGH_LEVEL))
        rows.append(
            [
                words.text("choices.engines.farther")
                if isinf(km)
                else words.text("choices.engines.up_to", km=words.number(km)),
                *(words.number(ratio, digits=2) for ratio in ratios),
                words.number(one["trips_count"]),
                words.number(one["origins_count"]),
            ]
        )
    measured = band_measured()
    note = words.text(
        "choices.engines.band_note",
        place=measured.place_name,
        places=words.number(measured.places_count),
        year=str(measured.geography_year),
        engine=measured.road_engine,
        map_year=measured.road_month.partition("-")[0],
    )
    return wide_table(
        words.text("choices.engines.band_caption"),
        [words.text(f"choices.engines.{one}") for one in BAND_COLUMNS],
        rows,
        notes=[note],
    )
