"""Read digital mediation places, from ANCT's national map, in the schema *médiation numérique*.

What surprised us: France Services are in the list too, under the type ``RFS`` or the programme
"France Services"; several values of a cell are separated by ``|``; the commune's code may be blank;
latitude and longitude are sometimes swapped, sometimes metres of a projection. The file is merged
every night from dozens of local ones.
"""

from __future__ import annotations

from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd

from pipelines.catalogue import find_source
from pipelines.sources._check import check_unique, some, to_text
from pipelines.sources._read import read_table, refuse_empty
from territory import messages
from territory.contract import COMMUNE_CODE
from territory.geography import WGS84

FRANCE_SERVICES_TYPE = "RFS"
FRANCE_SERVICES_PROGRAMME = "france services"
COUNSELLOR_PROGRAMME = "conseillers numériques"


def read(path: Path) -> gpd.GeoDataFrame:
    """Read the places.

    Parameters
    ----------
    path : Path
        A CSV of the schema 1.0.

    Returns
    -------
    GeoDataFrame
        Index ``place_code``, EPSG:4326: the columns of the contract that come from this source, and
        ``is_france_services``. A point is missing where the coordinates are blank or
        are nowhere in France; swapped ones are put right when only that puts them there.
        ``attrs["notes"]`` says how many.

    Raises
    ------
    SourceMissingError, SourceChangedError
        If the file is absent, or is not what is declared.
    """
    columns = find_source("mediation_places").columns
    published = {ours: name for name, ours in columns.items()}
    rows = read_table(path, columns)
    file, notes = rows.attrs["file"], list(rows.attrs["notes"])
    refuse_empty(rows, file)
    check_unique(rows["place_code"], file, published["place_code"])
    rows = rows.set_index("place_code")
    places = pd.DataFrame(
        {name: to_text(rows[name]) for name in rows if name not in ("latitude", "longitude")}
    )
    places["declared_commune_code"] = _codes(places["declared_commune_code"], notes)
    programmes = rows["programmes_text"].str.casefold().str.split("|").map(_stripped)
    types = rows["typology_text"].str.split("|").map(_stripped)
    by_type = types.map(lambda one: FRANCE_SERVICES_TYPE in one)
    by_programme = programmes.map(lambda one: FRANCE_SERVICES_PROGRAMME in one)
    by_name = rows["place_name"].str.casefold().str.contains("france services", regex=False)
    places["is_france_services"] = by_type | by_programme | by_name
    notes.append(
        messages.text(
            "read.mediation_france_services",
            by_type=int(by_type.sum()),
            by_programme=int((by_programme & ~by_type).sum()),
            by_name=int((by_name & ~by_type & ~by_programme).sum()),
        )
    )
    says_programmes = rows["programmes_text"].str.strip() != ""
    places["is_digital_counsellor"] = (
        programmes.map(lambda one: COUNSELLOR_PROGRAMME in one)
        .astype("boolean")
        .where(says_programmes)
    )
    itinerant = rows["is_itinerant"].str.casefold()
    places["is_itinerant"] = itinerant.map({"true": True, "false": False}).astype("boolean")
    places["updated_date"] = pd.to_datetime(
        rows["updated_date"].str[:10], format="%Y-%m-%d", errors="coerce"
    )
    unread = places["updated_date"].isna() & (rows["updated_date"] != "")
    if unread.any():
        codes = some(rows.index[unread])
        notes.append(messages.text("read.mediation_dates", count=int(unread.sum()), codes=codes))
    located = gpd.GeoDataFrame(places, geometry=_points(rows, notes), crs=WGS84)
    located.attrs = {"notes": notes}
    return located


def _codes(written: pd.Series, notes: list[str]) -> pd.Series:
    """Keep the codes that are written as codes; note the others."""
    bad = written.notna() & ~written.str.fullmatch(COMMUNE_CODE).fillna(False).astype(bool)
    if bad.any():
        codes = some(f"{place}: {code!r}" for place, code in written[bad].items())
        notes.append(messages.text("read.mediation_codes", count=int(bad.sum()), codes=codes))
    return written.mask(bad)


def _stripped(words: list[str]) -> set[str]:
    return {word.strip() for word in words}


def _points(rows: pd.DataFrame, notes: list[str]) -> gpd.GeoSeries:
    latitude, longitude = (
        pd.to_numeric(rows[name].str.replace(",", ".", regex=False), errors="coerce")
        for name in ("latitude", "longitude")
    )
    is_right = _in_france(longitude, latitude)
    is_swapped = ~is_right & _in_france(latitude, longitude)
    is_given = (rows["latitude"] != "") | (rows["longitude"] != "")
    is_nowhere = is_given & ~is_right & ~is_swapped
    for key, which in (("mediation_swapped", is_swapped), ("mediation_nowhere", is_nowhere)):
        if which.any():
            notes.append(
                messages.text(f"read.{key}", count=int(which.sum()), codes=some(rows.index[which]))
            )
    x = longitude.where(~is_swapped, latitude)
    y = latitude.where(~is_swapped, longitude)
    points = gpd.GeoSeries.from_xy(x, y, index=rows.index, crs=WGS84)
    return points.where(is_right | is_swapped)


def _in_france(longitude: pd.Series, latitude: pd.Series) -> pd.Series:
    """Tell the degrees that may be in France: the mainland, or one of the overseas zones."""
    boxes = (
        (-5.5, 41.2, 9.8, 51.2),
        (-61.9, 15.7, -60.9, 16.6),  # Guadeloupe
        (-61.3, 14.3, -60.7, 15.0),  # Martinique
        (-54.7, 2.0, -51.5, 5.9),  # Guyane
        (55.1, -21.5, 55.9, -20.8),  # Réunion
        (44.9, -13.1, 45.4, -12.5),  # Mayotte
    )
    inside = np.zeros(len(longitude), dtype=bool)
    for west, south, east, north in boxes:
        inside |= (longitude.between(west, east) & latitude.between(south, north)).to_numpy()
    return pd.Series(inside, index=longitude.index)
