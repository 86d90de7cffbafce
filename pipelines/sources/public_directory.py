"""Read the public counters beside France Services, from DILA's directory of the administration.

What surprised us: ``pivot.code_insee_commune`` lists the communes a service is in charge of, hundreds of
them for a CAF, and says nothing of where it stands: only an address does. A record has several
addresses, of which a postal one is no place to go to; latitudes and longitudes are texts, blank at
times; a town may be written with its *cedex*; some services come under the type they bore before
(``pole_emploi``).

The file is 273 MB of JSON in an archive that holds as much again: it is read record by record.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import IO, Any

import geopandas as gpd
import pandas as pd

from pipelines.sources._check import check_identifiers, to_text
from pipelines.sources._days import to_day
from pipelines.sources._degrees import points_of, read_degrees
from pipelines.sources._json_records import first_key, open_stream, records_of
from pipelines.sources._text import clean_text
from pipelines.sources.catalogue import find_source
from pipelines.sources.editions import date_in
from territory.errors import SourceChangedError
from territory.geography import WGS84
from territory.messages import default_words

TOP_KEY = "service"
# Type of the directory → our kind. Those of `UNVERIFIED` were met in no description of the file: where
# they do not exist, nothing is lost.
KINDS: Mapping[str, str] = {
    "caf": "caf",
    "cpam": "cpam",
    "cgss": "cpam",
    "france_travail": "france_travail",
    "pole_emploi": "france_travail",
    "msa": "msa",
    "carsat": "carsat",
    "sip": "sip",
    "prefecture": "prefecture",
    "paris_ppp": "prefecture",
    "sous_pref": "sous_prefecture",
    "mairie": "mairie",
    "mairie_com": "mairie",
    "paris_mairie": "mairie",
    "paris_mairie_arrondissement": "mairie",
}
UNVERIFIED = ("cgss",)
# Already counted: whatever the type is called, it is of no kind above.
_FRANCE_SERVICES = re.compile(r"msap|france_?services|maisons?_de_services")
_PHYSICAL = "adresse"
_TEXTS = (
    *("agency_code", "agency_kind_name", "agency_name", "address_text", "postal_code"),
    *("town_text", "phone_text", "updated_text", "latitude", "longitude"),
)


def read(path: Path) -> gpd.GeoDataFrame:
    """Read the public counters of the kinds kept.

    Parameters
    ----------
    path : Path
        ``all_latest.tar.bz2``, or its member ``…-data.gouv_local.json``, gzipped or not.

    Returns
    -------
    GeoDataFrame
        Index ``agency_code``, EPSG:4326: name, kind, address, postal code and town as written, telephone,
        day of the last change. The point is that of the first physical address with coordinates;
        missing where there is none. ``attrs``: ``notes``; ``edition``, the day the file's own name
        bears; ``counts`` of the records read, of France Services left out, of records with several
        addresses.

    Raises
    ------
    SourceMissingError, SourceChangedError
        If the file is absent, or is not what is declared.
    """
    source = find_source("public_directory")
    member, example = source.archive_member, source.member_example
    counts: Counter[str] = Counter()
    with open_stream(path, member, example) as (stream, name):
        rows = pd.DataFrame(_kept(stream, counts), columns=list(_TEXTS), dtype="str")
    if not counts["records"]:
        with open_stream(path, member, example) as (stream, _):
            found = first_key(stream)
        raise SourceChangedError("directory_no_service", file=path.name, found=found)
    if rows.empty:
        raise SourceChangedError(
            "directory_no_kind", file=path.name, count=counts["records"], known=", ".join(KINDS)
        )
    notes: list[str] = []
    rows.attrs = {"file": path.name, "notes": notes}
    rows = clean_text(rows, path.name)
    notes = list(rows.attrs["notes"])
    check_identifiers(rows["agency_code"], path.name, "id")
    rows = rows.set_index("agency_code")
    published = {ours: theirs for theirs, ours in source.columns.items()}
    latitude, longitude = (
        read_degrees(rows[one], path.name, published[one], notes)
        for one in ("latitude", "longitude")
    )
    places = pd.DataFrame(
        {one: to_text(rows[one]) for one in _TEXTS[1:7]},
        index=rows.index,
    )
    places["updated_date"] = to_day(
        rows["updated_text"].str[:10], path.name, published["updated_date"], notes
    )
    if counts["odd"]:
        notes.append(default_words().counted("read.directory_odd", count=counts["odd"]))
    located = gpd.GeoDataFrame(places, geometry=points_of(longitude, latitude), crs=WGS84)
    dated = date_in(name)
    located.attrs = {
        "notes": notes,
        "edition": dated.written if dated else "",
        "counts": {one: counts[one] for one in ("records", "france_services", "several")},
    }
    return located


def _kept(stream: IO[bytes], counts: Counter[str]) -> Iterator[tuple[str, ...]]:
    """Yield the records of the kinds kept, as texts in the order of `_TEXTS`."""
    for record in records_of(stream, TOP_KEY):
        counts["records"] += 1
        if not isinstance(record, dict):
            counts["odd"] += 1
            continue
        types = [str(one.get("type_service_local") or "") for one in _each(record.get("pivot"))]
        kind = next((KINDS[one] for one in types if one in KINDS), "")
        if not kind:
            counts["france_services"] += any(map(_FRANCE_SERVICES.search, types))
            continue
        address, is_one_of_several = _address(_each(record.get("adresse")))
        counts["several"] += is_one_of_several
        phone = next(_each(record.get("telephone")), {})
        yield (
            _text(record.get("id")),
            kind,
            _text(record.get("nom")),
            *(_text(address.get(one)) for one in ("numero_voie", "code_postal", "nom_commune")),
            _text(phone.get("valeur")),
            _text(record.get("date_modification")),
            *(_text(address.get(one)) for one in ("latitude", "longitude")),
        )


def _each(found: Any) -> Iterator[dict[str, Any]]:
    """Yield the objects of a list, or the one that stands in its stead."""
    listed: Iterable[Any] = found if isinstance(found, list) else [found]
    return (one for one in listed if isinstance(one, dict))


def _address(found: Iterable[dict[str, Any]]) -> tuple[dict[str, Any], bool]:
    """Return the address one goes to, and whether there are others; an empty one if there is none.

    An address of no said type may be gone to; a postal one may not.
    """
    physical = [
        one for one in found if _text(one.get("type_adresse")).casefold() in ("", _PHYSICAL)
    ]
    placed = [one for one in physical if _text(one.get("latitude")) and _text(one.get("longitude"))]
    return next(iter([*placed, *physical]), {}), len(physical) > 1


def _text(value: Any) -> str:
    return "" if value is None or isinstance(value, dict | list) else str(value).strip()
