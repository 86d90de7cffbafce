"""Make a directory of the administration of the real size, and places of mediation, to measure a build.

What it writes is **not facts**: names, numbers and positions are drawn at random around town halls. It
has the layout, the size (273 MB) and about the counts of the real files, so that seconds and memory
can be measured::

    python -m benchmarks.public_directory TABLES OUT
"""

from __future__ import annotations

import argparse
import csv
import json
import tarfile
from functools import cache
from pathlib import Path

import geopandas as gpd
import numpy as np

from territory.tables import open_communes

SEED = 20261003
DAY = "2026-10-03"
# Made-up agencies of each kind, the largest communes first; other services fill the file up.
AGENCIES = {
    "caf": 700,
    "cpam": 900,
    "france_travail": 900,
    "msa": 500,
    "carsat": 250,
    "sip": 500,
    "prefecture": 101,
    "sous_pref": 230,
}
OTHERS = 45_000
FILLING_BYTES = 2_500
# A geocode far away, one without any: the shares met in the field.
FAR_SHARE, BLANK_SHARE = 0.011, 0.02
PLACES = 15_000
HOURS = (
    "Mo-Fr 09:00-12:00,14:00-17:00",
    "Mo-Fr 09:00-12:00; Sa 09:00-12:00",
    "Tu,Th 14:00-18:00",
    'We 09:00-12:00 "sur rendez-vous"',
    "Sa[1] 09:00-12:00; Mo-Fr 08:30-12:30",
    "week 01-53/2 Mo 09:00-12:00",
    "9h-12h",
    "",
)


def main() -> None:
    """Write the two files into a folder."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("tables", type=Path)
    parser.add_argument("out", type=Path)
    asked = parser.parse_args()
    communes = open_communes(asked.tables)
    communes = communes[communes["town_hall_point"].notna()].sort_values(
        "population_people", ascending=False
    )
    rng = np.random.default_rng(SEED)
    asked.out.mkdir(parents=True, exist_ok=True)
    json_path = asked.out / f"{DAY}_053120-data.gouv_local.json"
    _write_directory(json_path, communes, rng)
    with tarfile.open(asked.out / "all_latest.tar.bz2", "w:bz2") as archive:
        archive.add(json_path, arcname=json_path.name)
    _write_places(asked.out / "mediation-numerique-20260629.csv", communes, rng)


def _write_directory(path: Path, communes: gpd.GeoDataFrame, rng: np.random.Generator) -> None:
    rows = list(
        zip(communes.index, communes["commune_name"], communes["town_hall_point"], strict=True)
    )
    with path.open("w", encoding="utf-8") as file:
        file.write('{\n  "service" : [\n')
        rank = 0
        for kind, count in {"mairie": len(rows), **AGENCIES, "tgi": OTHERS}.items():
            for place in range(count):
                code, name, point = rows[place % len(rows)]
                record = _record(rank, kind, (code, name, point), rng)
                file.write((",\n" if rank else "") + json.dumps(record, ensure_ascii=False))
                rank += 1
        file.write("\n  ]\n}\n")


def _record(rank: int, kind: str, of: tuple, rng: np.random.Generator) -> dict:
    code, name, point = of
    draw = rng.random()
    far = 3.0 if draw < FAR_SHARE else 0.0
    latitude, longitude = point.y + rng.normal(0, 0.002) + far, point.x + rng.normal(0, 0.002)
    is_blank = FAR_SHARE <= draw < FAR_SHARE + BLANK_SHARE
    postal = code if not code.startswith("2") or code[1].isdigit() else "20" + code[2:]
    return {
        "plage_ouverture": [],
        "nom": f"{kind} - {name} (fiche inventée {rank})",
        "id": f"made-up-{rank:06d}",
        "pivot": [
            {
                "type_service_local": kind,
                "code_insee_commune": [code] * (300 if kind == "caf" else 1),
            }
        ],
        "adresse": [
            {
                "type_adresse": "Adresse",
                "numero_voie": f"{rank % 200} rue inventée",
                "code_postal": postal,
                "nom_commune": name,
                "latitude": "" if is_blank else f"{latitude:.6f}",
                "longitude": "" if is_blank else f"{longitude:.6f}",
            }
        ],
        "telephone": [{"valeur": "00 00 00 00 00", "description": ""}],
        "texte_reference": _filling(rng),
        "date_modification": "01/09/2026 10:00:00",
    }


@cache
def _pool() -> str:
    """Return text that compresses about as prose does."""
    rng = np.random.default_rng(SEED)
    words = [
        "".join(rng.choice(list("aeilnorstu"), length)) for length in rng.integers(2, 11, 4000)
    ]
    return " ".join(rng.choice(words, 700_000))


def _filling(rng: np.random.Generator) -> str:
    length = int(2 * FILLING_BYTES * rng.random())
    start = int(rng.integers(0, len(_pool()) - length))
    return _pool()[start : start + length]


def _write_places(path: Path, communes: gpd.GeoDataFrame, rng: np.random.Generator) -> None:
    header = [
        *("id", "nom", "adresse", "code_postal", "code_insee", "typologie"),
        *("dispositif_programmes_nationaux", "horaires", "itinerance", "date_maj"),
        *("latitude", "longitude"),
    ]
    chosen = rng.choice(min(len(communes), 12_000), PLACES)
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(header)
        for rank, place in enumerate(chosen):
            row = communes.iloc[place]
            point = row["town_hall_point"]
            programme = "Conseillers numériques" if rng.random() < 0.25 else "Aidants Connect"
            writer.writerow(
                [
                    f"made-up-{rank:05d}",
                    f"Lieu inventé {rank}, {row['commune_name']}",
                    *("1 rue inventée", "", communes.index[place], "ASSO"),
                    *(programme, HOURS[rank % len(HOURS)], "", "2026-06-01"),
                    *(
                        f"{point.y + rng.normal(0, 0.003):.6f}",
                        f"{point.x + rng.normal(0, 0.003):.6f}",
                    ),
                ]
            )


if __name__ == "__main__":
    main()
