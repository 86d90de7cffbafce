"""Other ways of writing the same published file: line ends, capitals, headers, cuts."""

from __future__ import annotations

from pathlib import Path

import pytest
from pandas.testing import assert_frame_equal

from pipelines.sources import (
    arcep_fixed_technology,
    density_grid,
    france_services,
    insee_income,
    insee_population,
    postal_codes,
)
from pipelines.sources.catalogue import read_catalogue
from territory.errors import SourceChangedError
from territory.messages import Words

from .published import members_of, raw, write_zip


def written(folder: Path, name: str, content: bytes) -> Path:
    path = folder / name
    path.write_bytes(content)
    return path


def line_ends(content: bytes, end: bytes) -> bytes:
    return content.replace(b"\r\n", b"\n").replace(b"\n", end)


@pytest.mark.parametrize("end", [b"\r", b"\r\n"])
@pytest.mark.parametrize(
    ("reader", "source_id", "name"),
    [
        (density_grid, "density_grid", "densite.csv"),
        (postal_codes, "postal_codes", "019HexaSmal.csv"),
        (insee_income, "insee_income", "cc_filosofi_2021_COM.csv"),
        (arcep_fixed_technology, "arcep_fixed_technology", "commune_techno.csv"),
    ],
)
def test_the_ends_of_lines_change_nothing(reader, source_id, name, end, tmp_path):
    content = raw(source_id, name).read_bytes()
    path = written(tmp_path, name, line_ends(content, end))
    assert_frame_equal(reader.read(path), reader.read(raw(source_id, name)))


def test_ends_of_lines_of_three_kinds_in_one_file_change_nothing(tmp_path):
    lines = raw("density_grid", "densite.csv").read_bytes().splitlines()
    ends = (b"\r", b"\r\n", b"\n")
    mixed = b"".join(line + ends[rank % 3] for rank, line in enumerate(lines))
    path = written(tmp_path, "densite.csv", mixed)
    assert_frame_equal(density_grid.read(path), density_grid.read(raw("density_grid", path.name)))


def test_counters_with_lone_carriage_returns_are_the_same(tmp_path):
    name = "liste-fs-20240801.csv"
    content = raw("france_services", name).read_bytes()
    path = written(tmp_path, name, line_ends(content, b"\r"))
    expected = france_services.read(raw("france_services", name))
    assert france_services.read(path).index.tolist() == expected.index.tolist()


@pytest.mark.parametrize(
    "first", ["#Code_commune_INSEE", "Code_commune_INSEE", "code_commune_insee"]
)
@pytest.mark.parametrize("label", ["Libellé_d_acheminement", "Libelle_d_acheminement"])
def test_the_headers_of_the_post_are_one(first, label, tmp_path):
    line = f"{first};Nom_de_la_commune;Code_postal;{label};Ligne_5\n48095;MENDE;48000;MENDE;\n"
    path = written(tmp_path, "019HexaSmal.csv", line.encode("cp1252"))
    assert postal_codes.read(path)["postal_codes_text"].to_dict() == {"48095": "48000"}


def test_an_older_income_file_in_capitals_is_read(tmp_path):
    name = "cc_filosofi_2019_COM.CSV"
    path = written(tmp_path, name, b"CODGEO;NBMENFISC19;MED19;TP6019\n48095;5000;21450;12,5\n")
    incomes = insee_income.read(path)
    assert incomes.loc["48095", "median_income_eur"] == 21450
    assert incomes.loc["48095", "poverty_share"] == 0.125
    assert incomes.attrs["edition"] == "2019"
    assert read_catalogue()["insee_income"].edition_of(name) == "2019"


def test_a_member_is_found_whatever_its_capitals(tmp_path):
    name = "base-cc-evol-struct-pop-2022.CSV"
    (content,) = members_of("insee_population", name).values()
    path = write_zip(tmp_path / "BASE-CC-EVOL-STRUCT-POP-2022_CSV.ZIP", {name.lower(): content})
    expected = insee_population.read(raw("insee_population", name))
    assert_frame_equal(insee_population.read(path), expected)


def test_the_day_written_in_the_file_of_technologies_is_read(tmp_path):
    name = "commune_techno.csv"
    lines = raw("arcep_fixed_technology", name).read_text(encoding="utf-8").splitlines()
    header = lines[0].split(";")
    assert "date" in header
    at = header.index("date")
    rows = [line.split(";") for line in lines[1:]]
    for row in rows:
        row[at] = "31/03/2026"
    text = "\n".join([lines[0], *(";".join(row) for row in rows)])
    path = written(tmp_path, name, text.encode())
    assert arcep_fixed_technology.read(path).attrs["reference_date"] == "2026-03-31"


@pytest.mark.parametrize(
    ("content", "told", "never"),
    [
        # A row of data holds more commas than the header.
        (
            "insee_dep,lib_france_services\n01,Valserhône,9 Rue des Papetiers,46.1,5.8\n",
            "insee_dep, lib_france_services",
            "Papetiers",
        ),
        # So it does below a banner that is a sentence.
        (
            "Version bêta, à lire avec précaution : tout n'y est pas fiable\n"
            "a_code,a_name\n01,Valserhône,9 Rue des Papetiers,46.1\n",
            "a_code, a_name",
            "Papetiers",
        ),
        # No line is made of names: the first is told.
        ("1,2\n01,9 Rue des Papetiers,46.1\n", "1, 2", "Papetiers"),
    ],
)
def test_the_header_told_is_never_a_row_of_data(content, told, never, tmp_path):
    path = written(tmp_path, "liste-fs-20200201.csv", content.encode())
    with pytest.raises(SourceChangedError) as caught:
        france_services.read(path)
    assert caught.value.key == "read_no_columns"
    said = caught.value.say(Words("fr"))
    assert told in said
    assert never not in said


def test_a_header_as_long_as_a_page_is_cut(tmp_path):
    path = written(tmp_path, "densite.csv", (",".join(["x" * 5000] * 50) + "\n").encode())
    with pytest.raises(SourceChangedError) as caught:
        density_grid.read(path)
    assert len(caught.value.say(Words("fr"))) < 1000


def test_a_file_cut_inside_a_quoted_cell_is_refused(tmp_path):
    content = b'insee_com,lib_com,niveau_densite\n48095,"Mende","Petites villes"\n48001,"Albaret'
    path = written(tmp_path, "densite.csv", content + b"-le-Comtal, en Loz")
    with pytest.raises(SourceChangedError) as caught:
        density_grid.read(path)
    assert caught.value.key == "read_open_quote"


def test_a_lone_quote_inside_a_cell_is_no_cut(tmp_path):
    content = b'insee_com,lib_com,niveau_densite\n48095,Mende 12" rue,Petites villes\n'
    path = written(tmp_path, "densite.csv", content)
    assert density_grid.read(path).index.tolist() == ["48095"]


def test_a_last_line_without_an_end_is_told_with_its_row(tmp_path):
    content = b"insee_com,lib_com,niveau_densite\n48095,Mende,Petites villes"
    notes = density_grid.read(written(tmp_path, "densite.csv", content)).attrs["notes"]
    assert any("48095" in note for note in notes)
    whole = density_grid.read(written(tmp_path, "densite.csv", content + b"\n"))
    assert not any("48095" in note for note in whole.attrs["notes"])


def test_the_name_of_an_absent_member_is_said_for_a_person(tmp_path):
    path = write_zip(tmp_path / "cc_filosofi_2021_COM.zip", {"other.csv": b"a;b\n"})
    with pytest.raises(SourceChangedError) as caught:
        insee_income.read(path)
    assert caught.value.key == "read_no_member"
    said = caught.value.say(Words("fr"))
    assert "cc_filosofi_AAAA_COM.csv" in said
    assert not set("\\?*[]") & set(said)


def test_every_source_has_an_example_of_a_name_that_is_one():
    for source in read_catalogue().values():
        name = source.example_name.format(year="2025", month_day="0301")
        assert source.edition_of(name) is not None, source.id
