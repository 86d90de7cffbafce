"""Two editions of the list of France Services written by hand, ten and more counters changed in known ways.

The rows are made up, in the layouts that were published. Places are town halls of Lozère, or so many metres
north of them: a degree of latitude is 111.1 km there, and 0.0036 of one is 400 m.
"""

from __future__ import annotations

import csv
import io
import json
from dataclasses import dataclass, replace
from pathlib import Path

from territory.tables import Tables

HEADER = [
    "id_fs",
    "insee_dep",
    "lib_fs",
    "adresse",
    "complement_adresse",
    "insee_com",
    "code_postal",
    "lib_com",
    "latitude",
    "longitude",
    "mail",
    "telephone",
    "h_lundi",
    "h_mardi",
    "h_mercredi",
    "h_jeudi",
    "h_vendredi",
    "h_samedi",
    "prise_rdv",
    "commentaire",
    "type_fs",
    "format_fs",
    "groupe_fs",
    "labellisation_fs",
]
HEADER_2023 = [
    *("id_fs", "lib_fs", "adresse", "insee_com", "code_postal", "lib_com", "latitude", "longitude"),
    *("h_lundi", "h_mardi", "h_mercredi", "h_jeudi", "h_vendredi", "h_samedi", "commentaire"),
    *("itinerance", "format_fs", "groupe", "labellisation", "format_fs_anct"),
]
HEADER_2020 = [
    "insee_dep",
    "lib_france_services",
    "adresse",
    "adresse_cplmt",
    "insee_com",
    "code_postal",
    "lib_com",
    "type_structure",
    "lib_structure",
    "h_lundi",
    "h_mardi",
    "h_mercredi",
    "h_jeudi",
    "h_vendredi",
    "h_samedi",
    "itinerance",
    "lat",
    "long",
    "result_label",
    "result_score",
    "result_postcode",
    "result_city",
    "result_citycode",
]
METRES_PER_DEGREE = 111_111.0
MORNINGS = "09:00 - 12:00"
LONG_DAYS = "09:00 - 12:00 / 13:30 - 17:00"


@dataclass(frozen=True)
class Row:
    """A counter of a list: its number, name, commune, how far north of the town hall, hours, format."""

    number: str
    name: str
    commune: str
    north_metres: float = 0.0
    hours: str = MORNINGS
    format: str = "Fixe"
    address: str = "1 place de la Mairie"


# Of before; the numbers of those that change are in what the tests expect.
BEFORE = (
    Row("11", "France services de Mende", "48095"),
    Row("12", "France services de Marvejols", "48092"),
    Row("13", "France services de Florac", "48061"),
    Row("14", "France services de Langogne", "48080"),
    Row("15", "France services de Saint-Chély", "48140"),
    Row("16", "France services de Meyrueis", "48096"),
    Row("17", "France services de Villefort", "48198"),
    Row("18", "France services du Collet", "48051"),
    Row(
        "19",
        "Bus France services Margeride",
        "48095",
        format="Bus_équivalent",
        address="5 rue du Parc",
    ),
    Row("20", "France services de Nasbinals", "48104"),
    Row("21", "France services du Bleymard", "48027"),
    # Two of one name in a commune, a kilometre and a half apart.
    Row("22", "France services de Chanac", "48039"),
    Row("23", "France services de Chanac", "48039", 1500.0, address="9 route du Causse"),
)


def after() -> tuple[Row, ...]:
    """Return the list of after: what each change is, is written beside it."""
    rows = {row.number: row for row in BEFORE}
    rows["12"] = replace(rows["12"], north_metres=400.0)  # a geocoder's shift, no move
    rows["13"] = replace(rows["13"], north_metres=600.0)  # moved
    rows["14"] = replace(rows["14"], hours=LONG_DAYS)  # hours changed
    rows["15"] = replace(rows["15"], hours="")  # hours not known any more: not comparable
    rows["16"] = replace(rows["16"], name="Relais des Gorges")  # renamed
    rows["17"] = replace(rows["17"], number="917")  # another number, the same counter
    rows["19"] = replace(rows["19"], north_metres=3000.0)  # a bus whose carrier moved
    del rows["20"], rows["21"]  # closed
    rows["30"] = Row("30", "France services d'Ispagnac", "48075")  # opened
    rows["31"] = Row("31", "France services de Grandrieu", "48070")  # opened
    return tuple(rows.values())


def write(path: Path, rows: tuple[Row, ...], tables: Tables) -> Path:
    """Write a list in the layout of 2024."""
    return _write(path, HEADER, [_of_2024(row, tables) for row in rows])


def write_2020(path: Path, rows: tuple[Row, ...], tables: Tables) -> Path:
    """Write a list in the layout of January 2020: no identifier, no hours, what travels is ticked."""
    return _write(path, HEADER_2020, [_of_2020(row, tables) for row in rows])


def write_2023(path: Path, rows: tuple[Row, ...], tables: Tables) -> Path:
    """Write a list in the layout of 2023, whose formats stand in another column."""
    written = []
    for row in rows:
        cells = {name: cell for name, cell in _of_2024(row, tables).items() if name in HEADER_2023}
        kind = "Lieu fixe" if row.format == "Fixe" else "Mobile"
        written.append(cells | {"format_fs": "Site principal", "format_fs_anct": kind})
    return _write(path, HEADER_2023, written)


def write_2026(path: Path, rows: tuple[Row, ...], tables: Tables) -> Path:
    """Write a list in the layout of 2026: semicolons and a byte-order mark."""
    content = io.StringIO()
    writer = csv.DictWriter(content, HEADER, restval="", delimiter=";")
    writer.writeheader()
    writer.writerows(_of_2024(row, tables) for row in rows)
    path.write_text(content.getvalue(), encoding="utf-8-sig")
    return path


def write_geojson(path: Path, rows: tuple[Row, ...], tables: Tables) -> Path:
    """Write a list as the GeoJSON of 2020: with numbers, without comments."""
    features = []
    for row in rows:
        latitude, longitude = map(float, _place(row, tables))
        properties = {
            "MATRICULE": float(row.number),
            "DEPARTEMENT": "48",
            "lib_france_services": row.name,
            "ADRESSE": row.address,
            "insee_com": row.commune,
            "code_postal": "48000",
            "ITINERANCE": "" if row.format == "Fixe" else "Oui",
            "FORMAT_FS": "Espace labellisé",
            **_days(row),
        }
        point = {"type": "Point", "coordinates": [longitude, latitude]}
        features.append({"type": "Feature", "properties": properties, "geometry": point})
    whole = {"type": "FeatureCollection", "features": features}
    path.write_text(json.dumps(whole), encoding="utf-8")
    return path


def _write(path: Path, header: list[str], rows: list[dict[str, str]]) -> Path:
    content = io.StringIO()
    writer = csv.DictWriter(content, header, restval="", quoting=csv.QUOTE_ALL)
    writer.writeheader()
    writer.writerows(rows)
    path.write_text(content.getvalue(), encoding="utf-8")
    return path


def _place(row: Row, tables: Tables) -> tuple[str, str]:
    hall = tables.communes.at[row.commune, "town_hall_point"]
    return f"{hall.y + row.north_metres / METRES_PER_DEGREE:.6f}", f"{hall.x:.6f}"


def _days(row: Row) -> dict[str, str]:
    return {f"h_{day}": row.hours for day in ("lundi", "mardi", "mercredi", "jeudi", "vendredi")}


def _of_2024(row: Row, tables: Tables) -> dict[str, str]:
    latitude, longitude = _place(row, tables)
    return {
        "id_fs": row.number,
        "insee_dep": "48",
        "lib_fs": row.name,
        "adresse": row.address,
        "insee_com": row.commune,
        "code_postal": "48000",
        "latitude": latitude,
        "longitude": longitude,
        "type_fs": "Principal",
        "format_fs": row.format,
        "labellisation_fs": "Espace labellisé 01/01/2020",
        **_days(row),
    }


def _of_2020(row: Row, tables: Tables) -> dict[str, str]:
    latitude, longitude = _place(row, tables)
    return {
        "insee_dep": "48",
        "lib_france_services": row.name,
        "adresse": row.address,
        "insee_com": row.commune,
        "code_postal": "48000",
        "itinerance": "" if row.format == "Fixe" else "Oui",
        "lat": latitude,
        "long": longitude,
    }
