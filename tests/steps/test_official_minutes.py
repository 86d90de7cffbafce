"""Insee's minutes brought to communes: figures by hand, and what is left unknown and said."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from pipelines.report.notes import notes_lines
from pipelines.sources.catalogue import find_source
from pipelines.sources.insee_cog import Cog
from pipelines.sources.locate import locate
from pipelines.steps.official_minutes import Official, official_minutes
from territory.contract import OFFICIAL_MINUTES
from territory.errors import SourceChangedError
from territory.messages import Words
from tests.sources.access_files import Row, write_access

REGIONS = {"01": "84", "48": "76", "2A": "94", "75": "11", "69": "84", "13": "93"}
PEOPLE = {
    "01001": 100.0,
    "48092": 60.0,
    "48095": 100.0,
    "2A004": 50.0,
    "75056": 90.0,
    "69123": 40.0,
    "13055": 30.0,
}


def cog_of(moves: list[tuple[str, str, str]] = ()) -> Cog:  # (day, before, after)
    codes = list(PEOPLE)
    communes = pd.DataFrame(
        {"departement_code": [code[:2] for code in codes]},
        index=pd.Index(codes, name="commune_code"),
    )
    communes["region_code"] = communes["departement_code"].map(REGIONS)
    names = {"84": "Auvergne-Rhône-Alpes", "76": "Occitanie", "94": "Corse"}
    moved = pd.DataFrame(
        {
            "effective_date": pd.to_datetime([day for day, *_ in moves]),
            "before_type": "COM",
            "before_code": [before for _, before, _ in moves],
            "after_type": "COM",
            "after_code": [after for *_, after in moves],
            "kind": 32,
        }
    )
    parents = pd.DataFrame(
        {"code": ["75101", "69381"], "commune_code": ["75056", "69123"], "kind": ["ARM", "ARM"]}
    )
    regions = pd.DataFrame({"region_name": names})
    departements = pd.DataFrame({"region_code": REGIONS})
    return Cog(communes, parents, departements, regions, moved, is_part=True)


def built(
    folder: Path,
    files: dict[str, list[Row]],
    cog: Cog | None = None,
    service: str = "france_services",
) -> Official:
    for name, rows in files.items():
        write_access(folder / name, rows)
    cog = cog or cog_of()
    (file,) = locate({"insee_access": find_source("insee_access")}, folder).values()
    communes = cog.communes.assign(population_people=pd.Series(PEOPLE))
    return official_minutes(communes, file, cog, 2026, service)


def said(official: Official, language: str = "fr") -> str:
    return "\n".join(notes_lines(official.notes.plain(), Words(language)))


def squares(commune: str, people: float, minutes: float | None = 8.0) -> list[Row]:
    return [(f"N{commune}", commune, "A128", minutes, people)]


def test_minutes_and_shares_are_means_over_people(tmp_path: Path):
    rows = [*squares("48095", 75.0, 4.0), ("N2", "48095", "A128", 18.0, 25.0)]
    found = built(tmp_path, {"donnees-2024-reg76.parquet": rows}).communes.loc["48095"]
    # (75 × 4 + 25 × 18) / 100 = 7.5 minutes.
    assert found[list(OFFICIAL_MINUTES)].tolist() == [7.5, 100, 100, 0.75, 0.75, 1, 1]
    assert found["official_minutes_status"] == "modelled"


def test_a_region_without_a_file_is_unknown_and_said_in_rows_and_people(tmp_path: Path):
    official = built(tmp_path, {"donnees-2024-reg76.parquet": squares("48095", 100.0)})
    assert official.communes.loc["01001", list(OFFICIAL_MINUTES)].isna().all()
    assert official.communes.loc["01001", "official_minutes_status"] == "missing"
    line = "Pas de fichier pour Auvergne-Rhône-Alpes (84) : 2 communes sans minutes officielles, 140 habitants"
    assert line in said(official)


def test_a_commune_without_a_square_is_unknown_and_named(tmp_path: Path):
    official = built(tmp_path, {"donnees-2024-reg76.parquet": squares("48095", 100.0)})
    assert official.communes.loc["48092", "official_minutes_status"] == "missing"
    assert "Communes without a square" in said(official, "en")
    assert "1 (60 people — 48092)" in said(official, "en")


@pytest.mark.parametrize(
    ("known", "unknown", "status"),
    [(70.0, 30.0, "modelled"), (60.0, 40.0, "missing"), (60.0, 0.0, "missing")],
    ids=["two thirds known", "minutes lacking", "squares lacking"],
)
def test_under_two_thirds_of_people_a_commune_is_unknown(
    tmp_path: Path, known: float, unknown: float, status: str
):
    rows = [*squares("48095", known), ("N2", "48095", "A128", None, unknown)]
    official = built(tmp_path, {"donnees-2024-reg76.parquet": rows})
    assert official.communes.loc["48095", "official_minutes_status"] == status
    # Minutes are those of the known people, not spread over the others as zero.
    if status == "modelled":
        assert official.communes.loc["48095", "official_counter_minutes"] == 8


def test_arrondissements_are_summed_up_to_their_commune_and_corsica_is_kept(tmp_path: Path):
    official = built(
        tmp_path,
        {
            "donnees-2024-reg11.parquet": squares("75101", 80.0, 3.0),
            "donnees-2024-reg94.parquet": squares("2A004", 50.0, 12.0),
        },
    )
    minutes = official.communes["official_counter_minutes"]
    assert minutes[["75056", "2A004"]].tolist() == [3, 12]


def test_a_whole_city_beside_its_arrondissements_counts_once(tmp_path: Path):
    rows = [*squares("75056", 90.0, 2.0), *squares("75101", 90.0, 9.0)]
    official = built(tmp_path, {"donnees-2024-reg11.parquet": rows})
    assert official.communes.loc[
        "75056", ["official_counter_minutes", "official_square_people"]
    ].tolist() == [2, 90]
    assert "arrondissement déjà compté dans sa commune : 1" in said(official)


def test_the_squares_of_merged_communes_are_summed(tmp_path: Path):
    cog = cog_of([("2025-01-01", "48001", "48095"), ("2025-01-01", "48095", "48095")])
    rows = [*squares("48001", 20.0, 18.0), *squares("48095", 80.0, 8.0)]
    found = built(tmp_path, {"donnees-2024-reg76.parquet": rows}, cog).communes.loc["48095"]
    assert found["official_counter_minutes"] == pytest.approx((20 * 18 + 80 * 8) / 100)


def test_a_split_commune_is_unknown_and_said(tmp_path: Path):
    cog = cog_of([("2025-01-01", "48095", "48095"), ("2025-01-01", "48095", "48092")])
    official = built(tmp_path, {"donnees-2024-reg76.parquet": squares("48095", 100.0)}, cog)
    assert official.communes.loc["48095", "official_minutes_status"] == "missing"
    assert "commune scindée depuis" in said(official)


def test_without_france_services_nothing_stands_for_it_and_what_is_there_is_named(tmp_path: Path):
    rows = [
        ("N1", "48095", "A129", 1.0, 100.0),
        ("N1", "48095", "A207", 2.0, 100.0),
        ("N1", "48095", "D265", 3.0, 100.0),
    ]
    official = built(tmp_path, {"donnees-2024-reg76.parquet": rows})
    assert not official.is_held
    assert official.communes["official_counter_minutes"].isna().all()
    line = said(official)
    assert "aucune ligne de « France services » (A128) : ses communes restent inconnues" in line
    assert (
        "Types présents : 3 — A129 (mairies), A207 (bureaux, relais et agences de poste)." in line
    )
    assert "on peut demander à part : mairies, bureaux, relais et agences de poste" in line


def test_another_service_is_asked_for_by_its_name(tmp_path: Path):
    rows = [*squares("48095", 100.0), ("N1", "48095", "A129", 1.0, 100.0)]
    official = built(tmp_path, {"donnees-2024-reg76.parquet": rows}, service="town_halls")
    assert official.communes.loc["48095", "official_counter_minutes"] == 1


def test_two_files_of_a_region_are_refused(tmp_path: Path):
    files = dict.fromkeys(
        ("donnees-2024-reg76.parquet", "20250715-donnees-2024-reg76.parquet"), squares("48095", 1.0)
    )
    with pytest.raises(SourceChangedError) as caught:
        built(tmp_path, files)
    assert caught.value.key == "access_region_twice"
    assert "20250715-donnees-2024-reg76.parquet" in caught.value.say(Words("fr"))


def test_of_two_editions_the_newest_is_read_and_the_other_is_named(tmp_path: Path):
    write_access(tmp_path / "donnees-2024-reg76.parquet", squares("48095", 100.0, 5.0))
    official = built(tmp_path, {"donnees_2025_reg76.parquet": squares("48095", 100.0, 6.0)})
    assert official.communes.loc["48095", "official_counter_minutes"] == 6
    assert "Édition 2025" in said(official)
    (file,) = locate({"insee_access": find_source("insee_access")}, tmp_path).values()
    assert [other.path.name for other in file.passed_over] == ["donnees-2024-reg76.parquet"]


def test_a_file_under_the_name_of_another_region_is_refused(tmp_path: Path):
    with pytest.raises(SourceChangedError) as caught:
        built(tmp_path, {"donnees-2024-reg84.parquet": squares("48095", 100.0)})
    assert caught.value.key == "access_other_region"


def test_a_file_of_a_region_outside_the_tables_is_not_read(tmp_path: Path):
    (tmp_path / "donnees-2024-reg32.parquet").write_bytes(b"not even a table")
    official = built(tmp_path, {"donnees-2024-reg76.parquet": squares("48095", 100.0)})
    assert "non lus : donnees-2024-reg32.parquet" in said(official)
