"""Read digital mediation places, from ANCT's national map, in the schema *médiation numérique*.

What surprised us: France Services are in the list too, under the type ``RFS`` or the programme
"France Services"; several values of a cell are separated by ``|``; the commune's code may be blank;
latitude and longitude are sometimes swapped, sometimes metres of a projection. ``itinerance`` says
true or false in some files, ``Itinérant``, ``Fixe`` or ``Itinérant|Fixe`` in others. The file is
merged every night from dozens of local ones.
"""

from __future__ import annotations

import re
from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd

from pipelines.sources._check import check_identifiers, some, to_text
from pipelines.sources._days import to_day
from pipelines.sources._degrees import points_of, read_degrees
from pipelines.sources._read import read_table, refuse_empty
from pipelines.sources._words import judge_unknown, word_of
from pipelines.sources.catalogue import find_source
from territory.contract import COMMUNE_CODE
from territory.geography import WGS84
from territory.messages import default_words

FRANCE_SERVICES_TYPE = "RFS"
FRANCE_SERVICES_PROGRAMME = "france services"
COUNSELLOR_PROGRAMME = "conseillers numériques"
# What the column of rounds says of a place, as `pipelines.sources._words.word_of` writes it.
_TRAVELS = ("itinerant", "itinerante", "itinerants", "mobile", "bus", "true", "vrai", "oui")
_STAYS = ("fixe", "fixes", "lieufixe", "false", "faux", "non")


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
        ``is_france_services``. A point is missing where the coordinates are blank; swapped ones
        are put right when only that puts them in France; others are as published, wherever they
        are (`pipelines.steps.positions` judges them). A place that is both itinerant and fixed has an
        address one can go to: it is not itinerant. ``attrs["notes"]`` says how many, and the
        words not understood.

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
    check_identifiers(rows["place_code"], file, published["place_code"])
    rows = rows.set_index("place_code")
    places = pd.DataFrame(
        {name: to_text(rows[name]) for name in rows if name not in ("latitude", "longitude")}
    )
    places["declared_commune_code"] = _codes(places["declared_commune_code"], notes)
    programmes = rows["programmes_text"].str.casefold().str.split("|").map(_stripped)
    types = rows["typology_text"].str.split("|").map(_stripped)
    by_type = types.map(lambda words: FRANCE_SERVICES_TYPE in words)
    by_programme = programmes.map(lambda words: FRANCE_SERVICES_PROGRAMME in words)
    by_name = rows["place_name"].str.casefold().str.contains("france services", regex=False)
    places["is_france_services"] = by_type | by_programme | by_name
    notes.append(
        default_words().counted(
            "read.mediation_france_services",
            by_type=int(by_type.sum()),
            by_programme=int((by_programme & ~by_type).sum()),
            by_name=int((by_name & ~by_type & ~by_programme).sum()),
        )
    )
    says_programmes = rows["programmes_text"].str.strip() != ""
    places["is_digital_counsellor"] = (
        programmes.map(lambda words: COUNSELLOR_PROGRAMME in words)
        .astype("boolean")
        .where(says_programmes)
    )
    places["is_itinerant"] = _itinerant(
        rows["is_itinerant"], file, published["is_itinerant"], notes
    )
    places["updated_date"] = to_day(rows["updated_date"], file, published["updated_date"], notes)
    located = gpd.GeoDataFrame(places, geometry=_points(rows, file, published, notes), crs=WGS84)
    located.attrs = {"notes": notes}
    return located


def _codes(written: pd.Series, notes: list[str]) -> pd.Series:
    """Keep the codes that are written as codes; note the others."""
    bad = written.notna() & ~written.str.fullmatch(COMMUNE_CODE).fillna(False).astype(bool)
    if bad.any():
        codes = some(f"{place}: {code!r}" for place, code in written[bad].items())
        notes.append(
            default_words().counted("read.mediation_codes", count=int(bad.sum()), codes=codes)
        )
    return written.mask(bad)


def _stripped(words: list[str]) -> set[str]:
    return {word.strip() for word in words}


def _itinerant(written: pd.Series, file: str, column: str, notes: list[str]) -> pd.Series:
    """Return whether each place travels and has no address; missing where blank or unknown."""
    words = written.map(lambda text: [word_of(part) for part in re.split(r"[|;,/]", text)])
    words = words.map(lambda found: [word for word in found if word])
    is_given = written.str.strip() != ""
    is_known = words.map(lambda found: bool(found) and set(found) <= {*_TRAVELS, *_STAYS})
    unknown = is_given & ~is_known
    judge_unknown(written, unknown, file, column, notes, known=(*_TRAVELS, *_STAYS))
    stays = words.map(lambda found: not set(found).isdisjoint(_STAYS))
    return (~stays).astype("boolean").where(is_given & ~unknown)


def _points(
    rows: pd.DataFrame, file: str, published: dict[str, str], notes: list[str]
) -> gpd.GeoSeries:
    latitude, longitude = (
        read_degrees(rows[name], file, published[name], notes) for name in ("latitude", "longitude")
    )
    is_swapped = ~_in_france(longitude, latitude) & _in_france(latitude, longitude)
    if is_swapped.any():
        codes = some(rows.index[is_swapped])
        count = int(is_swapped.sum())
        notes.append(default_words().counted("read.mediation_swapped", count=count, codes=codes))
    return points_of(longitude.where(~is_swapped, latitude), latitude.where(~is_swapped, longitude))


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
