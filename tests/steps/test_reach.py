"""How much of France a file holds: the whole, a part that says so, or refused in words."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest

from pipelines.report.reach import reach_lines
from pipelines.sources.catalogue import SourceFile, Whole, find_source
from pipelines.sources.choice import named_territory, widest
from pipelines.sources.folder import Folder
from pipelines.sources.insee_cog import Cog
from pipelines.steps.reach import PartForWholeError, Reaches
from territory.errors import SourceChangedError
from territory.messages import Words

NAMES = {"01": "Ain", "48": "Lozère", "60": "Oise", "69": "Rhône", "95": "Val-d'Oise"}
REGIONS = {"01": "84", "48": "76", "60": "32", "69": "84", "95": "11"}
REGION_NAMES = {"11": "Île-de-France", "32": "Hauts-de-France", "76": "Occitanie"}
# Five départements of ten communes.
CODES = [f"{departement}{rank:03}" for departement in NAMES for rank in range(1, 11)]


def code(codes: list[str] | None = None, moves: int = 3, first: str = "1943-02-19") -> Cog:
    codes = CODES if codes is None else codes
    communes = pd.DataFrame(
        {
            "departement_code": [one[:2] for one in codes],
            "region_code": [REGIONS[one[:2]] for one in codes],
        },
        index=pd.Index(codes, name="commune_code"),
    )
    departements = pd.DataFrame({"departement_name": NAMES, "region_code": REGIONS})
    regions = pd.DataFrame({"region_name": {**REGION_NAMES, "84": "Auvergne-Rhône-Alpes"}})
    dates = pd.to_datetime([first] * moves)
    return Cog(
        communes,
        pd.DataFrame({"code": []}),
        departements,
        regions,
        pd.DataFrame({"effective_date": dates}),
    )


def file_of(source_id: str, name: str, whole: Whole, edition: str = "") -> SourceFile:
    return SourceFile(replace(find_source(source_id), whole=whole), Path(name), edition)


COG_FILE = file_of(
    "insee_cog",
    "cog_ensemble_2025_csv.zip",
    Whole(departements={"any": 5}, rows={"any": 50}, regions=4, moves=3),
    "2025",
)
LIST = Whole(communes_share=0.9, departements={"any": 4})


def reaches(folder: Folder | None = None, cog: Cog | None = None) -> Reaches:
    return Reaches(COG_FILE, cog or code(), folder or Folder())


def refusal(act) -> PartForWholeError:
    with pytest.raises(PartForWholeError) as caught:
        act()
    return caught.value


def test_a_whole_list_is_whole():
    reach = reaches().add(file_of("density_grid", "densite.csv", LIST), CODES, 50)
    assert (reach.part, reach.absent_departements, reach.departements_count) == ((), (), 5)
    assert reach.communes_share == 1


def test_half_a_list_is_refused_with_what_it_holds_and_what_it_lacks():
    error = refusal(lambda: reaches().add(file_of("density_grid", "d.csv", LIST), CODES[:24], 24))
    french, english = error.say(Words("fr")), error.say(Words("en"))
    assert "24 lignes au lieu d’au moins 45" in french
    assert "2 départements sur 5" in french
    assert "60, 69, 95" in french
    assert "https://www.insee.fr" in french
    assert 'density_grid = ["01", "48"]' in french
    assert "24 rows instead of at least 45" in english


def test_a_list_thinned_out_everywhere_is_refused_too():
    thin = CODES[::2]
    error = refusal(lambda: reaches().add(file_of("density_grid", "d.csv", LIST), thin, 25))
    assert "25 lignes au lieu d’au moins 45" in error.say(Words("fr"))
    assert "5 départements sur 5" in error.say(Words("fr"))


def test_a_departement_with_less_than_half_its_communes_does_not_count():
    whole = Whole(departements={"any": 5})
    codes = [*CODES[:40], *CODES[40:44]]  # four communes of ten in the last
    error = refusal(lambda: reaches().add(file_of("density_grid", "d.csv", whole), codes, 44))
    assert "Il manque : 95" in error.say(Words("fr"))


def test_what_a_whole_file_lacks_within_its_floor_is_told():
    whole = Whole(communes_share=0.7, departements={"any": 4})
    reach = reaches().add(file_of("density_grid", "d.csv", whole), CODES[:40], 40)
    assert reach.absent_departements == ("95",)
    assert reach.absent_communes == ()


def test_the_last_rows_of_a_list_cut_at_the_end_of_a_row_are_named():
    found = reaches()
    found.add(file_of("density_grid", "d.csv", LIST), CODES[:-2], 48)
    lines = list(reach_lines({**found.as_report(), "passed_over": []}, Words("fr")))
    assert lines[3:] == ["- density_grid (`d.csv`) : 2 communes n’ont pas de ligne (95009, 95010)."]


def test_the_floor_of_rows_is_that_of_the_edition_then_of_its_year():
    whole = Whole(rows={"any": 30, "2020": 10, "20240801": 50})
    assert whole.fewest("rows", "20240801") == 50
    assert whole.fewest("rows", "2024-08-01") == 50
    assert whole.fewest("rows", "20200109") == 10
    assert whole.fewest("rows", "20250101") == 30
    assert whole.fewest("rows", "") == 30
    assert Whole().fewest("rows", "2025") == 0


def test_a_list_of_places_holds_a_departement_by_one_place():
    whole = Whole(departements={"any": 5}, rows={"any": 6})
    places = ["01001", "48001", "60001", "69123", "95010", "95010"]
    reach = reaches().add(file_of("mediation_places", "mediation-num.csv", whole), places, 6)
    assert reach.departements_count == 5
    short = file_of("mediation_places", "mediation-num.csv", whole)
    assert "5 lignes au lieu d’au moins 6" in refusal(
        lambda: reaches().add(short, places[:5], 5)
    ).say(Words("fr"))


def test_a_list_of_sites_cut_among_its_operators_is_refused():
    whole = Whole(operators=4)
    sites = file_of("arcep_mobile_sites", "2026_T2_sites_Metropole.csv", whole)
    assert "2 opérateurs au lieu d’au moins 4" in refusal(
        lambda: reaches().add(sites, CODES, 50, 2)
    ).say(Words("fr"))
    assert reaches().add(sites, CODES, 50, 4).operators_count == 4


def test_a_part_said_by_the_folder_is_one_and_told():
    found = reaches(Folder(parts={"density_grid": ("48",)}))
    reach = found.add(file_of("density_grid", "d.csv", LIST), CODES[10:20], 10)
    assert (reach.part, reach.part_by) == (("48",), "parts")
    told = {**found.as_report(), "passed_over": []}
    assert told["parts"] == {"density_grid": ["48"]}
    assert any("48" in line for line in reach_lines(told, Words("fr")))


def test_a_national_register_says_none_of_a_part_without_a_row_and_a_local_one_nothing():
    register = file_of("qpv_list", "liste-qpv-2024.csv", Whole(departements={"any": 4}))
    elsewhere = [one for one in CODES if not one.startswith("48")]
    folder = Folder(covers=("48",))
    reach = reaches(folder).add(register, elsewhere, len(elsewhere))
    assert reach.part == ("48",)
    with pytest.raises(SourceChangedError, match="48"):
        reaches(folder).add(register, elsewhere[:10], 10)


def test_a_part_that_holds_nothing_of_what_is_said_is_refused():
    found = reaches(Folder(parts={"density_grid": ("48", "69")}))
    with pytest.raises(SourceChangedError) as caught:
        found.add(file_of("density_grid", "d.csv", LIST), CODES[10:20], 10)
    assert caught.value.key == "part_without_rows"
    assert caught.value.values["absent"] == "69"


@pytest.mark.parametrize(
    ("name", "part"),
    [
        ("20221107-213502387-lieux-de-mediation-numeriques-rhone.csv", ("69",)),
        ("20221107-x-lieux-de-mediation-numeriques-lozere.CSV", ("48",)),
        ("x-lieux-de-mediation-numeriques-val-d-oise.csv", ("95",)),
        ("x-lieux-de-mediation-numeriques-oise-20240101.csv", ("60",)),
        ("x-lieux-de-mediation-numeriques-auvergne-rhone-alpes.csv", ("01", "69")),
        ("x-lieux-de-mediation-numeriques-france.csv", ()),
        ("mediation-numerique-2026-06-29.csv", ()),
    ],
)
def test_a_mediation_file_named_after_its_territory_is_a_part(name, part):
    file = file_of("mediation_places", name, Whole())
    assert named_territory(file, code()) == part


def test_a_list_of_all_france_is_used_before_a_newer_one_of_a_territory():
    whole = file_of("mediation_places", "mediation-numerique-20250101.csv", Whole(), "20250101")
    local = file_of("mediation_places", "20260101-x-numeriques-rhone.csv", Whole(), "20260101")
    oldest = file_of("mediation_places", "mediation-numerique-20240101.csv", Whole(), "20240101")
    file = replace(local, passed_over=(whole, oldest))
    used = widest(file, code(), Folder())
    assert used.path == whole.path
    assert [one.path for one in used.passed_over] == [local.path, oldest.path]
    assert widest(file, code(), Folder(parts={"mediation_places": ("69",)})) == file
    alone = replace(local, passed_over=())
    assert widest(alone, code(), Folder()) == alone


def test_only_the_source_that_names_its_files_so_is_a_part_by_its_name():
    assert named_territory(file_of("density_grid", "densite-rhone.csv", LIST), code()) == ()


def test_a_code_cut_in_its_communes_its_regions_or_its_moves_is_refused():
    assert "40 lignes au lieu d’au moins 50" in refusal(lambda: reaches(cog=code(CODES[:40]))).say(
        Words("fr")
    )
    with pytest.raises(SourceChangedError) as caught:
        reaches(cog=code(moves=2))
    assert caught.value.key == "code_cut"
    with pytest.raises(SourceChangedError) as caught:
        reaches(cog=code(first="1986-01-01"))
    assert "1986" in caught.value.say(Words("fr"))
    cog = code()
    with pytest.raises(SourceChangedError) as caught:
        reaches(cog=replace(cog, regions=cog.regions.drop("84")))
    assert "84" in caught.value.say(Words("fr"))


def test_a_folder_that_covers_a_part_may_hold_a_part_of_the_code():
    found = reaches(Folder(covers=("48",)), code(CODES[10:20], moves=0))
    reach = found.add(file_of("density_grid", "d.csv", LIST), CODES[10:20], 10)
    assert reach.part == ("48",)
    assert found.as_report()["parts"] == {}
