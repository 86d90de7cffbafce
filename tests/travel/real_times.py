"""A matrix of road times and its places, as a person would give them."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
from pyproj import Geod

COUNT = 100


def write_places(folder: Path, count: int = COUNT) -> Path:
    """Write places a hundredth of a degree apart along a parallel."""
    path = folder / "places.csv"
    places = pd.DataFrame(
        {
            "place": [f"p{n:02d}" for n in range(count)],
            "lon": [5 + 0.01 * n for n in range(count)],
            "lat": 45.0,
            "population": [100 + n for n in range(count)],
        }
    )
    places.to_csv(path, index=False)
    return path


def write_matrix(folder: Path, name: str = "times_minutes.csv", ratio: float = 1.5) -> Path:
    """Write times that are `ratio` times the estimate everywhere."""
    lon = 5 + 0.01 * np.arange(COUNT)
    codes = [f"p{n:02d}" for n in range(COUNT)]
    geod = Geod(ellps="GRS80")
    rows = {
        code: [
            0.0
            if one == other
            else ratio * (2.02 + 1.32 * geod.inv(one, 45.0, other, 45.0)[2] / 1000)
            for other in lon
        ]
        for code, one in zip(codes, lon, strict=True)
    }
    path = folder / name
    table = pd.DataFrame.from_dict(rows, orient="index", columns=codes)
    table.to_csv(path, index_label="origin")
    return path
