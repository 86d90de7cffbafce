"""Files in the layout of Insee's minutes by road, written row by row."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import pandas as pd

COLUMNS = (
    *("idSrc", "X", "Y", "dep", "depcom", "iris"),
    *("domaine", "typeeq_id", "distance", "deuclidienne", "duree", "pop"),
)
Row = tuple[str, str, str, float | None, float]


def access_frame(rows: Iterable[Row]) -> pd.DataFrame:
    """Return rows of a square, a commune, a type, its minutes and its people, in Insee's columns."""
    whole = [
        {
            "idSrc": square,
            "X": 3_800_000.0,
            "Y": 2_400_000.0,
            "dep": commune[:2],
            "depcom": commune,
            "iris": f"{commune}0000",
            "domaine": code[0],
            "typeeq_id": code,
            # 45 km an hour: a usual car.
            "distance": None if minutes is None else abs(minutes) * 0.75,
            "deuclidienne": 1.0,
            "duree": minutes,
            "pop": people,
        }
        for square, commune, code, minutes, people in rows
    ]
    frame = pd.DataFrame(whole, columns=list(COLUMNS))
    numbers = ["X", "Y", "distance", "deuclidienne", "duree", "pop"]
    return frame.astype(dict.fromkeys(numbers, "float64"))


def write_access(path: Path, rows: Iterable[Row], **changed: object) -> Path:
    """Write such rows as Parquet, some columns replaced; a column that is None is left out."""
    frame = access_frame(rows)
    for name, values in changed.items():
        frame = frame.drop(columns=name) if values is None else frame.assign(**{name: values})
    frame.to_parquet(path, row_group_size=2)
    return path
