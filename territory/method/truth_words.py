"""The estimate held against real road times, in sentences."""

from __future__ import annotations

from math import isinf

import pandas as pd

from territory.messages import Words
from territory.method.truth import CountersTold
from territory.travel import band_measured
from territory.travel.calibration import Held


def ratio_lines(by_distance: pd.DataFrame, by_density: pd.DataFrame, words: Words) -> list[str]:
    """Return a line a class of straight line, then one a class of density."""

    def say(key: str, row: pd.Series, **values: object) -> str:
        ratios = {one: words.number(row[f"ratio_{one}"], digits=2) for one in ("p5", "p50", "p95")}
        counts = {
            "trips": words.number(row["trips_count"]),
            "origins": words.number(row["origins_count"]),
        }
        return words.text(f"travel.truth.{key}", **ratios, **counts, **values)

    far = [float(str(km)) for km in by_distance.index]
    lines = [
        say("farther", row) if isinf(km) else say("distance", row, km=words.number(km))
        for km, (_, row) in zip(far, by_distance.iterrows(), strict=True)
    ]
    lines += [
        say("density", row, density=words.number(float(str(one))))
        for one, row in by_density.iterrows()
    ]
    return lines


def held_line(key: str, held: Held, words: Words) -> str:
    """Return how many real times lie in a band, and how many are within 20 minutes.

    Parameters
    ----------
    key : str
        ``"published"`` or ``"calibration"``: the band they are held against.
    held : Held
        As `territory.travel.calibration.hold` gives it.
    words : Words
        Of the reader's language.
    """
    shares = {
        "inside": held.inside_share,
        "below": held.below_share,
        "above": held.above_share,
        "real": held.within_real_share,
        "expected": held.within_expected_share,
        "estimate": held.within_estimate_share,
    }
    said = {name: words.percent(value, digits=1) for name, value in shares.items()}
    return words.text(f"travel.truth.{key}", **said, place=band_measured().place_name)


def counters_lines(told: CountersTold | None, words: Words) -> list[str]:
    """Return what the estimate, its band and the road say of the real counters."""
    if told is None:
        return [words.text("travel.truth.no_counters")]
    number = words.number
    return [
        words.text(
            "travel.truth.counters",
            places=number(told.places_count),
            counters=number(told.counters_count),
            spearman=number(told.spearman, digits=3),
            said=number(told.beyond_estimate_count),
            expected=number(told.beyond_expected_count),
            road=number(told.beyond_road_count),
            both=number(told.beyond_both_count),
        ),
        words.text(
            "travel.truth.sure",
            surely=number(told.surely_beyond_count),
            surely_road=number(told.road_of_surely_beyond_count),
            open=number(told.open_count),
            open_road=number(told.road_of_open_count),
            within=number(told.surely_within_count),
            within_road=number(told.road_of_surely_within_count),
        ),
    ]
