"""Read coordinates written in text, as published: where they are is judged later, by commune."""

from __future__ import annotations

import geopandas as gpd
import numpy as np
import pandas as pd

from pipelines.sources._check import some
from pipelines.sources._words import MOST_UNKNOWN_ROWS, MOST_UNKNOWN_SHARE
from territory.errors import SourceChangedError
from territory.geography import WGS84
from territory.messages import default_words


def read_degrees(written: pd.Series, file: str, column: str, notes: list[str]) -> pd.Series:
    """Read latitudes or longitudes, with a decimal point or comma.

    Parameters
    ----------
    written : Series of str
        As published; blank or missing where there is none. The index names the rows.
    file, column : str
        Where they come from.
    notes : list of str
        Gains a line when some are not numbers.

    Returns
    -------
    Series of float64
        Any number, degrees or not; missing where blank, or not a number.

    Raises
    ------
    SourceChangedError
        If more than two, and more than 2 % of those written, are not numbers.
    """
    text = written.fillna("").str.strip()
    numbers = pd.to_numeric(text.str.replace(",", ".", regex=False), errors="coerce")
    numbers = numbers.astype("float64").where(np.isfinite(numbers))
    unread = (text != "") & numbers.isna()
    count = int(unread.sum())
    rows = some(f"{row}: {value!r}" for row, value in text[unread].head(6).items())
    if count > MOST_UNKNOWN_ROWS and count > MOST_UNKNOWN_SHARE * int((text != "").sum()):
        raise SourceChangedError(
            "read_bad_numbers", file=file, column=column, count=count, values=rows
        )
    if count:
        notes.append(
            default_words().counted(
                "read.degrees_unread", file=file, column=column, count=count, rows=rows
            )
        )
    return numbers


def points_of(longitude: pd.Series, latitude: pd.Series) -> gpd.GeoSeries:
    """Return points, missing where one of the coordinates is."""
    points = gpd.GeoSeries.from_xy(longitude, latitude, index=longitude.index, crs=WGS84)
    return points.where(longitude.notna() & latitude.notna())
