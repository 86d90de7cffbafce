"""The year of a file's codes: by a rule, held against the communes of that year."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest

from pipelines.report.markdown import moves_lines
from pipelines.report.notes import notes_lines
from pipelines.sources import arcep_fixed, insee_cog
from pipelines.sources.catalogue import SourceFile, find_source, read_catalogue
from pipelines.sources.insee_cog import Cog
from pipelines.steps.joins import join_measures
from pipelines.steps.known_codes import CodesCheck, check_known
from pipelines.steps.vintages import communes_of_year, passage, point_to_communes
from territory.contract import AGE_BANDS, POSITIONS
from territory.errors import SourceChangedError, TerritoryError
from territory.messages import Words
from tests.steps.test_vintages import cog_of

# What Insee tells of Osmery and Essarts-en-Bocage: Lantan joined Osmery in 2023; L'Oie and
# Sainte-Florence left Essarts-en-Bocage in 2024; Saint-Barthélemy left the code in 2007.
MOVES = [
    (32, "2023-01-01", "18173", "COM", "18173"),
    (32, "2023-01-01", "18131", "COM", "18173"),
    (32, "2023-01-01", "18131", "COMD", "18131"),
    (21, "2024-01-01", "85084", "COM", "85084"),
    (21, "2024-01-01", "85084", "COM", "85165"),
    (21, "2024-01-01", "85084", "COM", "85212"),
    (30, "2007-02-23", "97123", None, None),
]
COG = cog_of(["18173", "85084", "85165", "85212", "99001"], MOVES)
LINES = """\
code_insee;nom_com;code_dep;code_reg;nbr;type;inel_hd;elig_hd05;elig_hd3;elig_bhd8;elig_thd30;elig_thd100;elig_thd1g;date
18173;Osmery;18;24;200;all;0;200;200;180;160;150;150;2022-09-30
18131;Lantan;18;24;100;all;0;100;90;50;10;0;0;2022-09-30
85084;Essarts-en-Bocage;85;52;4600;all;0;4600;4500;4000;3000;2500;2300;2022-09-30
"""


def file_of(source_id: str, name: str) -> SourceFile:
    source = find_source(source_id)
    return SourceFile(source, Path(name), source.edition_of(name) or "")


@pytest.fixture
def joined(tmp_path):
    path = tmp_path / "2022_T3_commune_debit_filaire.csv"
    path.write_text(LINES, encoding="utf-8")
    communes = COG.communes.assign(zone="metropole", population_people=100.0)
    file = replace(file_of("arcep_fixed", path.name), path=path)
    people = pd.Series({"85084": 9_000.0, "18131": 200.0})
    return join_measures(communes, arcep_fixed.read(path), file, COG, 2026, people=people)


def test_a_quarter_of_2022_is_summed_where_communes_merged_since(joined):
    figures, _ = joined
    osmery = figures.loc["18173"]
    assert osmery["premises_count"] == 300
    assert 1 - osmery["at_least_1_gbps_premises_count"] / osmery["premises_count"] == 0.5
    assert osmery["fixed_network_status"] == "observed"


def test_communes_split_since_have_no_figure_and_say_so(joined):
    figures, notes = joined
    split = figures.loc[["85084", "85165", "85212"]]
    assert split["premises_count"].isna().all()
    assert (split["fixed_network_status"] == "missing").all()
    dropped = notes.find("join_dropped")
    assert dropped.codes == ("85084",)
    assert dropped.values["reason"].key == "reason.split"
    premises, people = dropped.values["amounts"]
    assert premises.values == {"column": "premises_count", "sum": 4_600}
    assert people.values == {"people": 9_000}


def test_a_join_says_which_year_its_codes_are_of_and_how_that_is_known(joined):
    _, notes = joined
    assert notes.find("codes.year_rule").values == {"year": 2022}
    assert not {"codes.newer", "codes.unknown"} & {note.key for note in notes}


@pytest.mark.parametrize(
    ("source_id", "edition", "year"),
    [
        ("insee_population", "2016", 2019),
        ("insee_population", "2022", 2025),
        ("insee_diplomas", "2018", 2021),
        ("insee_households", "2023", 2026),
        ("insee_income", "2018", 2021),
        ("insee_income", "2021", 2024),
        ("insee_income", "2023", 2025),
        ("insee_income", "", 2025),
        ("arcep_fixed", "2022_T3", 2022),
        ("arcep_fixed", "2019-09-30", 2018),
        ("arcep_fixed_technology", "2020_T4", 2020),
        ("arcep_mobile_sites", "2024_T1", 2024),
        ("france_services", "20210401", 2021),
        ("france_services", "20240801", 2024),
        ("france_services", "20260102", 2026),
        ("epci_members", "2025", 2025),
        ("density_grid", "2024", 2024),
        ("commune_boundaries", "2024", 2024),
        ("mediation_places", "2025-03-01", 2025),
    ],
)
def test_the_year_of_codes_follows_from_the_edition(source_id, edition, year):
    assert find_source(source_id).codes_year_of(edition).year == year


@pytest.mark.parametrize(
    ("source_id", "edition"),
    [
        ("insee_income", "2022"),  # no such edition
        ("insee_income", "2024"),  # not out yet: its year is not known
        ("insee_income", "2015"),
        ("insee_population", "2012"),
        ("arcep_fixed", "2020-03-31"),  # another beta
        ("france_services", "20190101"),
    ],
)
def test_an_edition_that_no_rule_speaks_of_is_refused_in_words(source_id, edition):
    with pytest.raises(TerritoryError, match=edition) as caught:
        find_source(source_id).codes_year_of(edition)
    assert source_id in caught.value.say(Words("en"))


def test_every_source_with_codes_has_a_rule_for_its_editions():
    for source in read_catalogue().values():
        if source.geography_year and "edition" in source.file_pattern:
            assert source.geography_rule is not None, source.id
            assert source.geography_rule.because


def test_a_running_name_takes_the_declared_year_and_is_known_to():
    told = file_of("arcep_fixed", "commune_debit_filaire.csv").codes_year
    assert (told.year, told.basis) == (2026, "declared")


def test_a_folder_may_say_the_year_no_rule_gives():
    file = replace(file_of("insee_income", "cc_filosofi_2015_COM.csv"), folder_codes_year=2017)
    assert (file.codes_year.year, file.codes_year.basis) == (2017, "folder")


def test_the_communes_of_a_year_are_found_by_undoing_the_moves():
    assert communes_of_year(COG, 2022) == {"18173", "18131", "85084", "99001"}
    assert communes_of_year(COG, 2023) == {"18173", "85084", "99001"}
    assert communes_of_year(COG, 2024) == set(COG.communes.index)
    assert "97123" in communes_of_year(COG, 2006)


def test_a_delegated_commune_that_ends_is_no_birth_of_its_commune():
    moves = [(35, "2025-01-01", "01002", "COM", "01001")]
    cog = cog_of(["01001"], moves)
    cog.moves["before_type"] = "COMD"
    assert communes_of_year(cog, 2024) == {"01001"}


def test_a_commune_that_left_is_followed_to_nothing_not_to_itself_nor_to_a_split():
    moved = passage(COG, 2006, 2026)
    assert moved.ceased_codes == {"97123"}
    assert "97123" not in moved.to_code
    assert "97123" not in moved.split_codes
    assert point_to_communes(pd.Series(["97123"]), COG, moved).isna().all()


def test_the_row_of_a_commune_that_left_is_dropped_with_a_reason_of_its_own():
    measures = pd.DataFrame({"population_people": [7_000.0, 10.0]}, index=["97123", "99001"])
    file = file_of("insee_population", "base-cc-evol-struct-pop-2003_csv.zip")
    communes = COG.communes.assign(zone="metropole")
    with pytest.raises(TerritoryError):
        join_measures(communes, measures, file, COG, 2026)
    told = replace(file, folder_codes_year=2006)
    brought = measures.reindex(columns=[*measures, *AGE_BANDS, *POSITIONS])
    _, notes = join_measures(
        communes, brought, told, COG, 2026, people=measures["population_people"]
    )
    (dropped,) = [note for note in notes if note.key == "join_dropped"]
    assert dropped.codes == ("97123",)
    assert dropped.values["reason"].key == "reason.ceased"
    assert dropped.values["amounts"][-1].values == {"people": 7_000}


def cog_of_many(count: int) -> Cog:
    return cog_of([f"{rank:05d}" for rank in range(10_000, 10_000 + count)], [])


def test_a_table_with_too_many_unknown_codes_is_refused_naming_them():
    codes = [f"{rank:05d}" for rank in range(10_000, 11_000)]
    wrong = [f"{rank:05d}" for rank in range(20_000, 20_006)]
    file = file_of("epci_members", "epci_communes_2026.csv")
    with pytest.raises(SourceChangedError, match="20000"):
        check_known([*codes, *wrong], file, cog_of_many(1_000), 2026)


def test_a_few_unknown_codes_are_told_with_their_people():
    codes = [f"{rank:05d}" for rank in range(10_000, 11_000)]
    file = file_of("epci_members", "epci_communes_2026.csv")
    people = pd.Series({"20001": 321.0})
    found = check_known([*codes, "20001", "20002"], file, cog_of_many(1_000), 2026, people)
    assert found.unknown == ["20001", "20002"]
    assert found.unknown_people == {"20001": 321.0}


def test_the_year_whose_communes_know_the_codes_is_proposed():
    file = file_of("epci_members", "epci_communes_2026.csv")
    assert check_known(["18173", "18131", "85084"], file, COG, 2026).better_year == 2022


def test_codes_of_collectivities_outside_the_tables_are_told_and_refuse_nothing():
    codes = [f"{rank:05d}" for rank in range(10_000, 10_500)]
    outside = [f"{rank}" for rank in range(98_801, 98_834)]
    file = file_of("postal_codes", "019HexaSmal.csv")
    assert check_known([*codes, *outside], file, cog_of_many(500), 2026).unknown == outside


def test_registers_of_places_may_hold_more_unknown_codes_than_tables():
    codes = [f"{rank:05d}" for rank in range(10_000, 10_500)]
    wrong = [f"{rank:05d}" for rank in range(20_000, 20_010)]
    file = file_of("france_services", "liste-fs-20240801.csv")
    assert len(check_known([*codes, *wrong, ""], file, cog_of_many(500), 2026).unknown) == 10
    table = file_of("epci_members", "epci_communes_2024.csv")
    with pytest.raises(SourceChangedError):
        check_known([*codes, *wrong], table, cog_of_many(500), 2026)


def test_a_part_of_the_code_does_not_judge_a_file_of_the_whole():
    file = file_of("epci_members", "epci_communes_2026.csv")
    part = replace(cog_of_many(10), is_part=True)
    assert len(check_known([f"{n:05d}" for n in range(20_000, 20_050)], file, part, 2026).unknown)


@pytest.mark.national
def test_the_communes_of_2024_rebuilt_are_insee_s_own_list(national):
    path = national.parent / "layouts" / "cog_ensemble_2026_csv.zip"
    if not path.is_file():
        pytest.skip(f"no {path}")
    cog = insee_cog.read(path)
    listed = pd.read_csv(national / "v_commune_2024.csv", dtype=str)
    listed = set(listed.loc[listed["TYPECOM"] == "COM", "COM"])
    assert communes_of_year(cog, 2024) == listed
    # Insee's counts of communes on 1 January.
    counts = {2019: 34_970, 2020: 34_968, 2021: 34_965, 2022: 34_955, 2023: 34_945, 2025: 34_875}
    assert {year: len(communes_of_year(cog, year)) for year in counts} == counts
    reached = point_to_communes(pd.Series(sorted(listed)), cog, passage(cog, 2024, 2026))
    assert reached.notna().all()


def test_the_report_says_the_year_of_every_reading():
    codes = CodesCheck(2026, "declared", 2025, ["01001", "01002"], 2024, {"01001": 1_500.0})
    said = "\n".join(notes_lines(codes.notes().plain(), Words("en")))
    assert "1 January 2026" in said
    assert "later than those of the tables (2025)" in said
    assert "01001: 1,500 inhabitants, 01002" in said
    assert "2024 know more" in said


def test_the_report_says_how_far_the_moves_are_known():
    assert "until January 1, 2026" in next(moves_lines("2026-01-01", 2026, Words("en")))
    (short,) = moves_lines("2024-01-01", 2025, Words("en"))
    assert "may keep the figures of one of its parts" in short
    (none,) = moves_lines(None, 2025, Words("en"))
    assert "code to code" in none
