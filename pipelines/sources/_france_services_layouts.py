"""The layouts of the list of France Services since 2020, brought to one set of names.

Each edition has its own names for the same things, and lacks some of them:

- January 2020 (CSV): no identifier, ``insee_com`` often blank (a geocoder's ``result_citycode``
  stands beside), ``itinerance`` ticked with "Oui" or left blank.
- 2020 (CSV, then GeoJSON): ``MATRICULE``, ``FORMAT_FS`` that tells labelled places from antennas,
  ``ITINERANCE`` ticked, ``NA`` for nothing.
- 2023: ``format_fs`` tells main sites from antennas, ``format_fs_anct`` tells what travels;
  ``itinerance`` says "Oui" of multi-site counters too.
- 2024 and 2026: ``type_fs`` and ``format_fs``.
"""

from __future__ import annotations

import csv
import hashlib

import numpy as np
import pandas as pd
import pyarrow as pa
import pyogrio
from pyogrio.errors import DataLayerError, DataSourceError

from pipelines.sources._archive import is_zip, read_member
from pipelines.sources._check import some
from pipelines.sources._header import MOST_BANNER_LINES, MOST_HEAD_BYTES
from pipelines.sources._read import parse_table, refuse_missing_columns
from pipelines.sources._words import bare
from pipelines.sources.catalogue import find_source
from territory.errors import SourceChangedError
from territory.messages import default_words

# Names that other editions than the declared one give, in any case -> ours.
_OLDER_NAMES = {
    "matricule": "counter_code",
    "lib_france_services": "counter_name",
    "insee_dep": "departement_code",
    "departement": "departement_code",
    "result_citycode": "geocoded_commune_code",
    "lib_com": "published_commune_name",
    "itinerance": "itinerance_text",
    "commentaire.horaires": "comment_text",
    "labellisation": "label_text",
    "labelisation": "label_text",
    "lat": "latitude",
    "long": "longitude",
}
# Columns that only serve the reader, or only older editions: their absence is no loss.
_BESIDE = (
    "departement_code",
    "geocoded_commune_code",
    "published_commune_name",
    "itinerance_text",
    "counter_code",
)
_KEYS = ("lib_fs", "lib_france_services")
# Without these a list of counters is not one.
_NEEDED = {
    "counter_name": "lib_fs",
    "declared_commune_code": "insee_com",
    "latitude": "latitude",
    "longitude": "longitude",
}
_MADE_PREFIX = "fs-"


def read_rows(content: bytes, file: str) -> pd.DataFrame:
    """Read an edition of the list, as text.

    Parameters
    ----------
    content : bytes
        The CSV, a ZIP that holds it, or the GeoJSON.
    file : str
        Its name, for messages.

    Returns
    -------
    DataFrame of str
        Columns `columns_read`, blank where blank; a column that the edition lacks is missing from end to
        end. ``attrs["published"]`` gives the published name of each column it holds.

    Raises
    ------
    SourceChangedError
        If the file is not an edition of the list.
    """
    if content.lstrip(b"\xef\xbb\xbf \r\n\t").startswith(b"{"):
        return _read_features(content, file)
    if is_zip(content):
        content, file = read_member(content, file, r"(?i).*\.csv")
    names = _choose(_header(content))
    key = names.get("counter_name", _NEEDED["counter_name"])
    wanted = {key: "counter_name"} | {published: ours for ours, published in names.items()}
    for ours, published in _NEEDED.items():
        if ours not in names:
            wanted.setdefault(published, ours)
    rows = parse_table(content, file, wanted)
    return _completed(rows, names, rows.attrs["file"], list(rows.attrs["notes"]))


def _header(content: bytes) -> list[str]:
    """Return the names of the line that holds a key, none if there is no such line."""
    text = content[:MOST_HEAD_BYTES].decode("utf-8-sig", errors="replace")
    for line in text.splitlines()[:MOST_BANNER_LINES]:
        separator = max(";,", key=line.count)
        names = [name.strip() for name in next(csv.reader([line], delimiter=separator), [])]
        if any(name.casefold() in _KEYS for name in names):
            return names
    return []


def _choose(header: list[str]) -> dict[str, str]:
    """Return the published name each of our columns has in a header."""
    held = {name.casefold(): name for name in reversed(header)}
    chosen: dict[str, str] = {}
    for published, ours in _names().items():
        if published in held:
            chosen.setdefault(ours, held[published])
    if "format_fs" in held and "type_fs" not in held:
        # Before 2024 ``format_fs`` tells main sites from antennas, not what travels.
        chosen["kind_name"] = chosen.pop("format_name")
    if "format_fs_anct" in held:
        chosen["format_name"] = held["format_fs_anct"]
    return chosen


def _names() -> dict[str, str]:
    """Return every published name, in lower case, and ours."""
    declared = find_source("france_services").columns
    return {name.casefold(): ours for name, ours in declared.items()} | _OLDER_NAMES


def columns_read() -> tuple[str, ...]:
    """Return our names of all that is read of the list, whatever the edition."""
    return tuple(dict.fromkeys(_names().values()))


def _read_features(content: bytes, file: str) -> pd.DataFrame:
    try:
        features = pyogrio.read_dataframe(content, use_arrow=True)
    except (DataSourceError, DataLayerError, pa.ArrowInvalid) as error:
        raise SourceChangedError("read_damaged", file=file, detail=error) from error
    names = _choose([str(name) for name in features.columns if name != "geometry"])
    header = [str(name) for name in features.columns]
    if "counter_name" not in names:
        refuse_missing_columns([_NEEDED["counter_name"]], header, file)
    rows = pd.DataFrame(
        {ours: _as_text(features[published]) for ours, published in names.items()}, dtype="str"
    )
    if "geometry" in features and hasattr(features, "geom_type"):
        is_point = (features.geom_type == "Point").to_numpy()
        for ours, along in (("longitude", "x"), ("latitude", "y")):
            drawn = getattr(features.geometry.where(is_point), along)
            text = pd.Series(
                np.where(np.isfinite(drawn), drawn.map(repr), ""), index=rows.index, dtype="str"
            )
            rows[ours] = text.where(text != "", rows.get(ours, ""))
            names.setdefault(ours, "geometry")
    refuse_missing_columns(
        [published for ours, published in _NEEDED.items() if ours not in names], header, file
    )
    return _completed(rows, names, file, [])


def _as_text(values: pd.Series) -> pd.Series:
    """Return properties as text: ``2.0`` is ``2``, nothing is blank."""
    if pd.api.types.is_bool_dtype(values):
        return values.map({True: "Oui", False: "Non"}).astype("str")
    if pd.api.types.is_numeric_dtype(values):
        return values.map(lambda number: "" if pd.isna(number) else f"{number:.15g}").astype("str")
    return values.fillna("").astype("str")


def _completed(
    rows: pd.DataFrame, names: dict[str, str], file: str, notes: list[str]
) -> pd.DataFrame:
    """Return the rows with all of `columns_read`, and a note for what the edition lacks."""
    rows = rows.mask(rows == "NA", "")  # what R writes for nothing
    ours_all = columns_read()
    absent = [ours for ours in ours_all if ours not in rows and ours not in _BESIDE]
    if absent:
        labels = ", ".join(default_words().text(f"columns.{ours}.label") for ours in absent)
        notes.append(default_words().counted("read.fs_absent", file=file, columns=labels))
    for ours in ours_all:
        if ours not in rows:
            rows[ours] = pd.Series(pd.NA, index=rows.index, dtype="str")
    for ours in ("postal_code", "declared_commune_code", "geocoded_commune_code", "counter_code"):
        rows[ours] = rows[ours].str.strip()
    rows.attrs = {"file": file, "notes": notes, "published": names}
    return rows[list(ours_all)]


def give_codes(rows: pd.DataFrame, notes: list[str]) -> pd.DataFrame:
    """Return rows that all have a code, made from name and place where none is published.

    The code made is the same as long as name, address and commune are written the same, whatever
    the order of the rows: corrections of one's own still find their counter in a new edition.

    Parameters
    ----------
    rows : DataFrame
        As `read_rows` gives them.
    notes : list of str
        Gains a line when codes are made.
    """
    is_blank = rows["counter_code"].fillna("") == ""
    if not is_blank.any():
        return rows
    place = [
        "|".join(bare("" if pd.isna(cell) else str(cell)) for cell in row)
        for row in rows.loc[
            is_blank, ["counter_name", "address_text", "postal_code", "published_commune_name"]
        ].itertuples(index=False)
    ]
    made = pd.Series(place).map(
        lambda text: _MADE_PREFIX + hashlib.sha256(text.encode()).hexdigest()[:10]
    )
    rank = made.groupby(made).cumcount()
    made = made.where(rank == 0, made + "-" + (rank + 1).astype("str"))
    coded = rows.copy()
    coded.attrs = rows.attrs
    coded.loc[is_blank, "counter_code"] = made.to_numpy()
    notes.append(
        default_words().counted(
            "read.fs_made_codes",
            file=rows.attrs["file"],
            count=int(is_blank.sum()),
            codes=some(made),
        )
    )
    return coded
