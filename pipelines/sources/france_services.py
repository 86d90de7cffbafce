"""Read the list of France Services, from ANCT.

What surprised us: comma and UTF-8 in 2024, semicolon and byte-order mark in 2026. The page also
offers a list of the communes covered (``liste-fs-com…``), which is not this one. A bus or another
itinerant counter (5.7 % of rows) stands at its carrier's office, not where it stops. Paris, Lyon
and Marseille are given by arrondissement. Postal codes sometimes disagree with the commune.
E-mail addresses and telephone numbers are in the file and are not read.
"""

from __future__ import annotations

from pathlib import Path

import geopandas as gpd
import pandas as pd

from pipelines.catalogue import find_source
from pipelines.sources._check import (
    check_codes,
    check_unique,
    refuse_words,
    some,
    to_number,
    to_text,
)
from pipelines.sources._read import read_table, refuse_empty
from territory import messages
from territory.errors import SourceChangedError
from territory.geography import WGS84

# How each published format is read: does the counter travel?
IS_ITINERANT = {
    "Fixe": False,
    "Multisites": False,
    "Fixe_antenne(s)": False,
    "Antenne": False,
    "Bus_équivalent": True,
    "Itinérante": True,
    "Mobile": True,
}
_YES_NO = {"Oui": True, "Non": False}


def read(path: Path) -> gpd.GeoDataFrame:
    """Read the counters.

    Parameters
    ----------
    path : Path
        ``liste-fs-<date>.csv``.

    Returns
    -------
    GeoDataFrame
        Index ``counter_code``, EPSG:4326; the columns of the contract that come from this
        source. Opening hours are text as published, missing where blank.

    Raises
    ------
    SourceMissingError, SourceChangedError
        If the file is absent, or is not what is declared.
    """
    columns = find_source("france_services").columns
    published = {ours: name for name, ours in columns.items()}
    rows = read_table(path, columns)
    file, notes = rows.attrs["file"], list(rows.attrs["notes"])
    refuse_empty(rows, file)
    check_unique(rows["counter_code"], file, published["counter_code"])
    check_codes(rows["declared_commune_code"], file, published["declared_commune_code"])
    _check_postal_codes(rows["postal_code"], file, published["postal_code"])
    rows = rows.set_index("counter_code")
    counters = pd.DataFrame(
        {name: to_text(rows[name]) for name in rows if name not in ("latitude", "longitude")}
    )
    refuse_words(rows["format_name"], IS_ITINERANT, file, published["format_name"])
    counters["is_itinerant"] = rows["format_name"].map(IS_ITINERANT).astype("bool")
    refuse_words(counters["has_appointments"], _YES_NO, file, published["has_appointments"])
    counters["has_appointments"] = counters["has_appointments"].map(_YES_NO).astype("boolean")
    counters["label_date"] = _label_date(counters.pop("label_text"), file, notes)
    located = gpd.GeoDataFrame(counters, geometry=_points(rows, file), crs=WGS84)
    located.attrs = {"notes": notes}
    return located


def _check_postal_codes(codes: pd.Series, file: str, column: str) -> None:
    cut = codes[codes.str.fullmatch(r"\d{4}")]
    if not cut.empty:
        raise SourceChangedError(
            "read_lost_zeros", file=file, column=column, count=len(cut), codes=some(cut)
        )


def _label_date(labels: pd.Series, file: str, notes: list[str]) -> pd.Series:
    """Read the day at the end of "Espace labellisé 01/01/2020"; note the labels without one."""
    days = labels.str.extract(r"(\d{2}/\d{2}/\d{4})\s*$")[0]
    without = labels[labels.notna() & days.isna()]
    if not without.empty:
        notes.append(
            messages.text(
                "read.labels_without_date",
                file=file,
                count=len(without),
                labels=some(without.unique()),
            )
        )
    try:
        return pd.to_datetime(days, format="%d/%m/%Y")
    except ValueError as error:
        raise SourceChangedError(
            "read_bad_date", file=file, column="labellisation_fs", detail=error
        ) from error


def _points(rows: pd.DataFrame, file: str) -> gpd.GeoSeries:
    degrees = {
        name: to_number(rows[name].str.replace(",", ".", regex=False), file, name, minimum=-limit)
        for name, limit in (("latitude", 90), ("longitude", 180))
    }
    latitude, longitude = degrees["latitude"], degrees["longitude"]
    far = (latitude > 90) | (longitude > 180)
    if far.any():
        raise SourceChangedError("read_not_degrees", file=file, bounds=some(rows.index[far]))
    points = gpd.GeoSeries.from_xy(longitude, latitude, index=rows.index, crs=WGS84)
    return points.where(latitude.notna() & longitude.notna())
