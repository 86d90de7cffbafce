"""Read the list of France Services, from ANCT.

What surprised us: comma and UTF-8 in 2024, semicolon and byte-order mark in 2026; names, formats
and columns of their own in 2020 and 2023 (`_france_services_layouts`). The page also offers a list
of the communes covered (``liste-fs-com…``), which is not this one. A bus or another itinerant
counter (5.7 % of rows) stands at its carrier's office, not where it stops. Paris, Lyon and
Marseille are given by arrondissement. Postal codes sometimes disagree with the commune; in January
2020 so does the geocoder, which put a counter of the Aude in Biarritz. Telephone numbers and e-mail
addresses are kept as written: two numbers in a cell, a number without its zero.
"""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import geopandas as gpd
import pandas as pd

from pipelines.sources._archive import read_bytes
from pipelines.sources._check import check_codes, check_identifiers, some, to_text
from pipelines.sources._days import LATEST, to_day
from pipelines.sources._degrees import points_of, read_degrees
from pipelines.sources._france_services_layouts import give_codes, read_rows
from pipelines.sources._read import refuse_empty
from pipelines.sources._words import read_words, word_of
from pipelines.sources.catalogue import find_source
from territory.contract import COMMUNE_CODE
from territory.errors import SourceChangedError
from territory.geography import WGS84, departement_of
from territory.messages import default_words

# How each published format is read, as `pipelines.sources._words.word_of` writes it: does the
# counter travel?
IS_ITINERANT = {
    "fixe": False,
    "lieufixe": False,
    "multisites": False,
    "fixeantennes": False,
    "antenne": False,
    "busequivalent": True,
    "bus": True,
    "itinerante": True,
    "itinerant": True,
    "mobile": True,
}
# Main sites and antennas, as each edition calls them.
_KINDS = {
    "principal": "Principal",
    "siteprincipal": "Principal",
    "espacelabellise": "Principal",
    "antenne": "Antenne",
}
# Formats that are no kind: some editions write them in the same column.
_FORMATS_ALONE = {word: None for word in IS_ITINERANT if word not in _KINDS}
_YES_NO = {"oui": True, "non": False}
# A label may be granted ahead of its day; one dated years after the list is a slip.
_LABELLED_AHEAD = timedelta(days=366)


def read(path: Path) -> gpd.GeoDataFrame:
    """Read the counters.

    Parameters
    ----------
    path : Path
        ``liste-fs-<date>.csv``, or ``.geojson`` in 2020.

    Returns
    -------
    GeoDataFrame
        Index ``counter_code``, EPSG:4326; the columns of the contract that come from this
        source. Opening hours are text as published, missing where blank. What an edition does
        not say is missing: hours, appointments, the kind, whether the counter travels. Points are
        as published, wherever they are: `pipelines.steps.positions` judges them. ``attrs["notes"]``
        says what was not understood, and in which rows.

    Raises
    ------
    SourceMissingError, SourceChangedError
        If the file is absent, or is not what is declared.
    """
    rows = read_rows(read_bytes(path), path.name)
    file, notes, published = rows.attrs["file"], rows.attrs["notes"], rows.attrs["published"]
    refuse_empty(rows, file)
    rows = give_codes(rows, notes)
    check_identifiers(rows["counter_code"], file, published.get("counter_code", "id_fs"))
    rows = rows.set_index("counter_code")
    rows.attrs = {}
    if "postal_code" in published:
        rows["postal_code"] = _postal_codes(
            rows["postal_code"], file, published["postal_code"], notes
        )
    rows = _with_communes(rows, file, published["declared_commune_code"], notes)
    counters = pd.DataFrame({name: to_text(rows[name]) for name in _KEPT})
    if "kind_name" in published:
        column = published["kind_name"]
        kinds = read_words(rows["kind_name"], _KINDS | _FORMATS_ALONE, file, column, notes)
        counters["kind_name"] = kinds.astype("str").where(kinds.notna())
    counters["is_declared_itinerant"] = _declared_itinerant(rows, file, published, notes)
    appointments = pd.Series(pd.NA, index=rows.index, dtype="boolean")
    if "has_appointments" in published:
        column = published["has_appointments"]
        has_appointments = read_words(rows["has_appointments"], _YES_NO, file, column, notes)
        appointments = has_appointments.astype("boolean")
    counters["has_appointments"] = appointments
    counters["label_date"] = to_day(
        counters["label_text"],
        file,
        published.get("label_text", "labellisation_fs"),
        notes,
        latest=_latest_label(path.name),
    )
    latitude, longitude = (
        read_degrees(rows[name], file, published[name], notes) for name in ("latitude", "longitude")
    )
    located = gpd.GeoDataFrame(counters, geometry=points_of(longitude, latitude), crs=WGS84)
    located.attrs = {"notes": notes}
    return located


_KEPT = (
    "counter_name",
    "address_text",
    "postal_code",
    "declared_commune_code",
    "kind_name",
    "format_name",
    *(f"opening_{day}_text" for day in ("monday", "tuesday", "wednesday", "thursday", "friday")),
    "opening_saturday_text",
    "comment_text",
    "label_text",
    "phone_text",
    "mail_text",
)


def _postal_codes(codes: pd.Series, file: str, column: str, notes: list[str]) -> pd.Series:
    """Keep the postal codes that are written as such, and note the others."""
    cut = codes[codes.str.fullmatch(r"[0-9]{4}")]
    if not cut.empty:
        raise SourceChangedError(
            "read_lost_zeros", file=file, column=column, count=len(cut), codes=some(cut)
        )
    bad = ~codes.str.fullmatch(r"[0-9]{5}|") & codes.notna()
    if bad.any():
        shown = some((f"{row}: {code!r}" for row, code in codes[bad].items()), most=12)
        notes.append(
            default_words().counted(
                "read.fs_postal_codes", file=file, count=int(bad.sum()), codes=shown
            )
        )
    return codes.mask(bad)


def _with_communes(rows: pd.DataFrame, file: str, column: str, notes: list[str]) -> pd.DataFrame:
    """Return the rows with the commune that a geocoder found where none is published.

    A geocoder answers whatever it is asked: where its commune is in another département than the
    counter says, neither its code nor its point is kept.
    """
    code = rows["declared_commune_code"].fillna("")
    is_blank = code == ""
    check_codes(code[~is_blank], file, column)
    geocoded = rows["geocoded_commune_code"].fillna("")
    has_code = geocoded.str.fullmatch(COMMUNE_CODE).fillna(False).astype(bool)
    departement = rows["departement_code"].fillna("").str.strip().str.zfill(2)
    says = rows["departement_code"].fillna("").str.strip() != ""
    is_elsewhere = is_blank & has_code & says & (departement_of(geocoded) != departement)
    taken = is_blank & has_code & ~is_elsewhere
    completed = rows.copy()
    completed["declared_commune_code"] = code.where(~taken, geocoded).where(
        ~is_blank | taken, pd.NA
    )
    completed.loc[is_elsewhere, ["latitude", "longitude"]] = ""
    for key, which in (
        ("fs_geocoded", taken),
        ("fs_geocoded_elsewhere", is_elsewhere),
        ("fs_without_commune", is_blank & ~taken & ~is_elsewhere),
    ):
        if which.any():
            codes = some(rows.index[which], most=12)
            notes.append(
                default_words().counted(
                    f"read.{key}", file=file, count=int(which.sum()), codes=codes
                )
            )
    return completed


def _declared_itinerant(
    rows: pd.DataFrame, file: str, published: dict[str, str], notes: list[str]
) -> pd.Series:
    """Return whether each counter travels, as the list says; missing where it does not."""
    if "format_name" in published:
        column = published["format_name"]
        formats = read_words(rows["format_name"], IS_ITINERANT, file, column, notes)
        travels = formats.astype("boolean")
    else:
        words = rows["kind_name"].fillna("").map(word_of)
        formats = words.where(words.isin(_FORMATS_ALONE.keys())).map(IS_ITINERANT)
        travels = formats.astype("boolean")
        if "itinerance_text" in published:
            column = published["itinerance_text"]
            travels = travels.fillna(_ticked(rows["itinerance_text"], file, column, notes))
    if travels.isna().any():
        codes = some(rows.index[travels.isna()], most=12)
        count = int(travels.isna().sum())
        notes.append(
            default_words().counted("read.fs_unknown_travel", file=file, count=count, codes=codes)
        )
    return travels


def _ticked(written: pd.Series, file: str, column: str, notes: list[str]) -> pd.Series:
    """Read a column of "Oui" and "Non"; where it only ever says "Oui", a blank is an empty box."""
    ticked = read_words(written, _YES_NO, file, column, notes).astype("boolean")
    is_blank = written.fillna("").str.strip() == ""
    if ticked.any() and ticked.all():  # both pass over what is missing
        notes.append(
            default_words().counted(
                "read.fs_ticked", file=file, column=column, count=int(is_blank.sum())
            )
        )
        return ticked.mask(is_blank, False)
    return ticked


def kind_of_format(format_name: str) -> str:
    """Return the kind a published format tells, one of the contract's; ``""`` if it tells none."""
    return _KIND_OF_FORMAT.get(word_of(format_name), "")


_KIND_OF_FORMAT = {
    "busequivalent": "bus",
    "bus": "bus",
    "itinerante": "itinerant",
    "itinerant": "itinerant",
    "mobile": "itinerant",
    "multisites": "multisite",
    "antenne": "antenna",
}


def _latest_label(file_name: str) -> date:
    source = find_source("france_services")
    day = source.reference_date_of(source.edition_of(file_name) or "")
    return date.fromisoformat(day) + _LABELLED_AHEAD if day else LATEST
