"""What engines say of a territory and what they change, in sentences."""

from __future__ import annotations

import pandas as pd

from territory.messages import Words
from territory.method.engines import EngineEffect, left_open
from territory.travel import band_measured

# Communes named in a sentence.
NAMED = 8


def engine_name(name: str, words: Words) -> str:
    """Return an engine's name in words; the second of a kind keeps its number (``osrm 2``)."""
    kind, _, rank = name.partition(" ")
    said = words.text(f"travel.engine.{kind}")
    return f"{said} {rank}" if rank else said


def effect_lines(
    name: str, effect: EngineEffect, reference: str, commune_names: pd.Series, words: Words
) -> list[str]:
    """Return the sentences on an engine: coverage and, but for the reference, what it changes.

    Parameters
    ----------
    name, reference : str
        Of the engine and of the first one.
    effect : EngineEffect
        What it says and changes.
    commune_names : Series of str
        Index the codes.
    words : Words
        Of the reader's language.
    """

    def say(key: str, **values: object) -> str:
        engines = {
            "engine": engine_name(name, words),
            "reference": engine_name(reference, words),
        }
        return words.text(f"travel.engine_told.{key}", **(engines | values))

    lines = [
        say(
            "coverage",
            known=words.number(effect.known_count),
            communes=words.number(effect.communes_count),
            people=words.percent(effect.known_people_share, digits=1),
            median=words.number(effect.median_minutes, digits=1),
            beyond=words.number(effect.beyond_count),
        )
    ]
    if name == reference or effect.differences.empty:
        return lines
    gap = effect.differences
    least, most = str(gap.idxmin()), str(gap.idxmax())
    lines.append(
        say(
            "differences",
            median=words.signed(float(gap.median()), digits=1),
            p5=words.signed(float(gap.quantile(0.05)), digits=1),
            p95=words.signed(float(gap.quantile(0.95)), digits=1),
            least=words.signed(float(gap[least]), digits=1),
            least_at=commune_names.loc[least],
            most=words.signed(float(gap[most]), digits=1),
            most_at=commune_names.loc[most],
        )
    )
    both = words.number(effect.both_count)
    lines.append(say("classes", count=words.number(effect.class_changes_count), both=both))
    for key, moves in (
        ("limit", {"farther": effect.farther, "nearer": effect.nearer}),
        ("list", {"entering": effect.entering, "leaving": effect.leaving}),
    ):
        counts = {move: words.number(len(codes)) for move, codes in moves.items()}
        named = {
            f"{move}_names": _named(commune_names, codes, words) for move, codes in moves.items()
        }
        lines.append(say(key, **counts, **named))
    return lines


def _named(names: pd.Series, codes: pd.Index, words: Words) -> str:
    if not len(codes):
        return words.text("travel.engine_told.none")
    said = ", ".join(str(names.loc[str(code)]) for code in codes[:NAMED])
    return words.text("travel.engine_told.more", names=said) if len(codes) > NAMED else said


def band_line(band: pd.DataFrame, words: Words) -> str:
    """Return what the error of the estimate leaves open in a territory.

    Parameters
    ----------
    band : DataFrame
        `territory.country.Country.minutes_band` of its communes.
    words : Words
        Of the reader's language.
    """
    told, measured = left_open(band), band_measured()
    return words.text(
        "travel.engine_told.band",
        place=measured.place_name,
        places=words.number(measured.places_count),
        expected=words.number(told.expected_count),
        surely=words.number(told.surely_count),
        limit_open=words.number(told.limit_open_count),
        class_open=words.number(told.class_open_count),
    )
