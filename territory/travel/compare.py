"""Several engines asked about the same places, and how they differ."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd

from territory.messages import Words
from territory.travel.places import Nearest, Places, TravelEngine

DIFFERENCE_COLUMNS = (
    "reference",
    "both_count",
    "only_reference_count",
    "only_engine_count",
    "neither_count",
    "same_place_share",
    "difference_p5_minutes",
    "difference_median_minutes",
    "difference_p95_minutes",
    "difference_absolute_mean_minutes",
    "difference_largest_minutes",
    "largest_at",
)

_SAID = ("median", "p5", "p95", "absolute_mean", "largest")


def ask_engines(
    engines: Sequence[TravelEngine], origins: Places, places: Places
) -> dict[str, Nearest]:
    """Return each engine's answer, by its name; a name met again is numbered ``osrm 2``."""
    answers: dict[str, Nearest] = {}
    for engine in engines:
        same = sum(name.split(" ")[0] == engine.name for name in answers)
        name = f"{engine.name} {same + 1}" if same else engine.name
        answers[name] = engine.minutes_to_nearest(origins, places)
    return answers


def compare_engines(
    engines: Sequence[TravelEngine], origins: Places, places: Places
) -> pd.DataFrame:
    """Compare the minutes to the nearest place between a first engine and each other.

    Parameters
    ----------
    engines : sequence of TravelEngine
        The first is the reference. Each is asked about the same origins and places.
    origins, places : Places
        From where, and to where.

    Returns
    -------
    DataFrame
        One row an engine after the first, named after it, columns `DIFFERENCE_COLUMNS`. A
        difference is the engine's minutes less the reference's, where both give some: never a
        missing one counted as zero. ``largest_at`` is the origin of the largest difference either
        way. Figures are missing where no origin has both.

    Raises
    ------
    ValueError
        With fewer than two engines.
    TerritoryError
        What an engine raises.
    """
    return compare_answers(ask_engines(engines, origins, places))


def compare_answers(answers: Mapping[str, Nearest]) -> pd.DataFrame:
    """Compare answers already given, the first being the reference: see `compare_engines`."""
    if len(answers) < 2:
        raise ValueError("compare at least two engines")
    (reference_name, reference), *others = answers.items()
    rows = {name: _differences(reference_name, reference, other) for name, other in others}
    return pd.DataFrame.from_dict(
        rows, orient="index", columns=list(DIFFERENCE_COLUMNS)
    ).rename_axis("engine")


def _differences(reference_name: str, reference: Nearest, other: Nearest) -> list[object]:
    has_reference, has_other = reference.minutes.notna(), other.minutes.notna()
    both = has_reference & has_other
    counts = [
        int(both.sum()),
        int((has_reference & ~has_other).sum()),
        int((~has_reference & has_other).sum()),
        int((~has_reference & ~has_other).sum()),
    ]
    if not both.any():
        return [reference_name, *counts, *[np.nan] * 6, None]
    difference = (other.minutes - reference.minutes)[both]
    largest = int(difference.abs().to_numpy().argmax())
    return [
        reference_name,
        *counts,
        float((reference.place[both] == other.place[both]).mean()),
        *(float(difference.quantile(share)) for share in (0.05, 0.5, 0.95)),
        float(difference.abs().mean()),
        float(difference.iloc[largest]),
        difference.index[largest],
    ]


def difference_lines(differences: pd.DataFrame, words: Words) -> list[str]:
    """Return what `compare_engines` found, as sentences.

    Parameters
    ----------
    differences : DataFrame
        As `compare_engines` returns it.
    words : Words
        Of the reader's language.
    """
    lines = []
    for engine, row in differences.iterrows():
        names = {"engine": engine, "reference": row["reference"]}
        if row["both_count"]:
            said = {
                name: words.number(row[f"difference_{name}_minutes"], digits=1) for name in _SAID
            }
            counts = {
                "both": words.number(row["both_count"]),
                "same_place": words.number(row["same_place_share"] * row["both_count"]),
            }
            lines.append(words.text("travel.difference.line", **names, **said, **counts))
            lines.append(
                words.text(
                    "travel.difference.largest",
                    largest=said["largest"],
                    at=row["largest_at"],
                )
            )
        missing = {
            name: words.number(row[f"{name}_count"])
            for name in ("only_reference", "only_engine", "neither")
        }
        lines.append(words.text("travel.difference.missing", **names, **missing))
    return lines
