"""What a person gets for a file that is not what it should be: each names the file and the cure."""

from __future__ import annotations

import gzip
import re
import zipfile
from pathlib import Path

import pytest

from pipelines.sources import (
    _archive,
    commune_boundaries,
    density_grid,
    france_services,
    insee_cog,
    insee_diplomas,
    insee_population,
    town_halls,
)
from territory import messages
from territory.errors import SourceChangedError, SourceMissingError
from territory.messages import Words

from .published import members_of, raw, workbook_bytes, write_zip, zip_bytes

MEMBER = "base-cc-evol-struct-pop-2022.CSV"
ARCHIVE = "base-cc-evol-struct-pop-2022_csv.zip"
LINES = raw("insee_population", MEMBER).read_text(encoding="utf-8").splitlines()


def refused(read, path: Path, key: str) -> str:
    """Return the message of the refusal, after checking it in both languages."""
    with pytest.raises(SourceChangedError) as caught:
        read(path)
    assert caught.value.key == key
    for language in messages.LANGUAGES:
        said = caught.value.say(Words(language))
        assert path.name in said
        assert not re.search(r"\{\w+\}", said)
    return caught.value.say(Words("en"))


def census(folder: Path, lines: list[str], **other: bytes) -> Path:
    return write_zip(folder / ARCHIVE, {MEMBER: "\n".join(lines).encode(), **other})


def table(folder: Path, content: str | bytes, name: str = "densite.csv") -> Path:
    path = folder / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


DENSITY = "insee_com,lib_com,niveau_densite\n"


def test_an_absent_file_is_said_absent(tmp_path):
    with pytest.raises(SourceMissingError, match=r"densite\.csv"):
        density_grid.read(tmp_path / "densite.csv")


def test_an_empty_file_is_refused(tmp_path):
    refused(density_grid.read, table(tmp_path, ""), "read_empty")
    refused(density_grid.read, table(tmp_path, "\n\n"), "read_empty")
    refused(insee_population.read, table(tmp_path, "", ARCHIVE), "read_empty")


@pytest.mark.parametrize(
    ("read", "name"),
    [
        (density_grid.read, "densite.csv"),
        (insee_population.read, ARCHIVE),
        (insee_cog.read, "cog_ensemble_2025_csv.zip"),
        (commune_boundaries.read, "communes-100m.geojson"),
        (commune_boundaries.read, "communes-100m.geojson.gz"),
        (town_halls.read, "mairies.geojson"),
    ],
)
def test_a_dead_link_answering_html_is_refused(read, name, tmp_path):
    page = "\ufeff \r\n<!DOCTYPE html>\n<html><title>Page introuvable | Insee</title></html>"
    said = refused(read, table(tmp_path, page, name), "read_page")
    assert "web page" in said


def test_a_web_page_inside_an_archive_is_refused(tmp_path):
    path = write_zip(tmp_path / ARCHIVE, {MEMBER: b"<html>502 Bad Gateway</html>"})
    refused(insee_population.read, path, "read_page")


def test_a_truncated_zip_is_refused(tmp_path):
    whole = census(tmp_path, LINES).read_bytes()
    for kept in (len(whole) // 2, len(whole) - 10):
        said = refused(
            insee_population.read, table(tmp_path, whole[:kept], ARCHIVE), "read_damaged"
        )
        assert "download it again" in said


def test_a_zip_with_a_flipped_byte_is_refused(tmp_path):
    path = census(tmp_path, LINES)
    content = bytearray(path.read_bytes())
    content[120] ^= 0xFF
    path.write_bytes(content)
    refused(insee_population.read, path, "read_damaged")


def test_an_archive_with_a_path_outside_is_refused(tmp_path):
    for name in ("../../etc/cron.d/job", "/etc/passwd", "C:\\Windows\\a.dll", "a\\..\\..\\b"):
        path = tmp_path / ARCHIVE
        with zipfile.ZipFile(path, "w") as archive:
            archive.writestr(MEMBER, "\n".join(LINES))
            archive.writestr(zipfile.ZipInfo(name), b"evil")
        refused(insee_population.read, path, "read_outside")
        assert sorted(one.name for one in tmp_path.iterdir()) == [ARCHIVE]


def test_an_archive_that_unpacks_too_large_is_refused_unread(tmp_path, monkeypatch):
    path = census(tmp_path, LINES, **{"zeros.bin": bytes(3_000_000)})
    assert path.stat().st_size < 10_000
    monkeypatch.setattr(_archive, "MOST_BYTES", 2_000_000)
    said = refused(insee_population.read, path, "read_too_large")
    assert "2 MB" in said


def test_a_gzip_that_unpacks_too_large_is_refused(tmp_path, monkeypatch):
    path = table(tmp_path, gzip.compress(bytes(3_000_000)), "communes-100m.geojson.gz")
    monkeypatch.setattr(_archive, "MOST_BYTES", 2_000_000)
    refused(commune_boundaries.read, path, "read_too_large")


def test_an_archive_of_something_else_says_what_it_holds(tmp_path):
    path = write_zip(tmp_path / ARCHIVE, {"lisez-moi.txt": b"bonjour"})
    said = refused(insee_population.read, path, "read_no_member")
    assert "lisez-moi.txt" in said


def test_a_file_zipped_twice_is_read_through(tmp_path):
    inner = zip_bytes(members_of("insee_population", MEMBER))
    once = write_zip(tmp_path / ARCHIVE, members_of("insee_population", MEMBER))
    twice = write_zip(tmp_path / "twice.zip", {ARCHIVE: inner})
    assert insee_population.read(twice).equals(insee_population.read(once))


def test_a_path_outside_is_refused_in_the_inner_archive_too(tmp_path):
    inner = zip_bytes({"../evil.sh": b"evil"})
    path = write_zip(tmp_path / ARCHIVE, {"inner.zip": inner})
    refused(insee_population.read, path, "read_outside")


def test_a_csv_under_the_name_of_an_archive_is_read(tmp_path):
    path = table(tmp_path, "\n".join(LINES), ARCHIVE)
    assert len(insee_population.read(path)) == 3


def test_a_cog_that_is_not_an_archive_is_refused(tmp_path):
    path = table(tmp_path, "TYPECOM,COM\nCOM,01001\n", "cog_ensemble_2025_csv.zip")
    refused(insee_cog.read, path, "read_not_archive")


def test_a_truncated_gzip_is_refused(tmp_path):
    whole = gzip.compress(raw("commune_boundaries", "communes-100m.geojson").read_bytes())
    path = table(tmp_path, whole[:-40], "communes-100m.geojson.gz")
    refused(commune_boundaries.read, path, "read_damaged")


def test_a_truncated_geojson_is_refused(tmp_path):
    whole = raw("commune_boundaries", "communes-100m.geojson").read_bytes()
    path = tmp_path / "communes-100m.geojson"
    path.write_bytes(whole[:-200])
    refused(commune_boundaries.read, path, "read_damaged")
    # A cut that happens to end on a brace.
    path.write_bytes(whole[: whole.index(b"}}") + 2])
    refused(commune_boundaries.read, path, "read_damaged")


def test_a_missing_column_is_named_with_the_header_seen(tmp_path):
    lines = [line.replace("P22_POP4559", "P22_POP4560") for line in LINES]
    said = refused(insee_population.read, census(tmp_path, lines), "read_no_columns")
    assert "P22_POP4559" in said
    assert "P22_POP4560" in said


def test_another_file_altogether_shows_its_header(tmp_path):
    path = table(tmp_path, '{"error": "not found", "status": 404}\n')
    said = refused(density_grid.read, path, "read_no_columns")
    assert "insee_com" in said
    assert "404" in said


def test_a_column_published_twice_is_refused(tmp_path):
    path = table(tmp_path, "insee_com,niveau_densite,niveau_densite\n01001,Bourgs ruraux,x\n")
    refused(density_grid.read, path, "read_doubled_columns")


def test_doubled_rows_are_named(tmp_path):
    said = refused(insee_population.read, census(tmp_path, [*LINES, LINES[2]]), "read_doubled")
    assert "2A004" in said
    assert "01001" not in said


def test_lost_leading_zeros_are_told_from_bad_codes(tmp_path):
    lines = [line.replace("01001;", "1001;") for line in LINES]
    said = refused(insee_population.read, census(tmp_path, lines), "read_lost_zeros")
    assert "1001" in said
    assert "spreadsheet" in said


@pytest.mark.parametrize("code", ["ZZ001", "2C004", "75", "751010", "", "FRANCE"])
def test_ill_formed_codes_are_named(code, tmp_path):
    path = table(tmp_path, f"{DENSITY}{code},Nulle-Part,Bourgs ruraux\n")
    said = refused(density_grid.read, path, "read_bad_codes")
    assert repr(code) in said


def test_corsican_and_overseas_codes_are_codes(tmp_path):
    codes = ["2A004", "2B033", "97411", "97701", "75101"]
    path = table(tmp_path, DENSITY + "".join(f"{code},x,Bourgs ruraux\n" for code in codes))
    assert list(density_grid.read(path).index) == codes


def test_a_code_without_its_zero_in_a_geojson_is_refused(tmp_path):
    path = tmp_path / "mairies.geojson"
    numbers = re.sub(
        r'"commune":"0?(\d+)"',
        r'"commune":\1',
        raw("town_halls", "mairies.geojson").read_text(encoding="utf-8").replace("2A004", "20004"),
    )
    path.write_text(numbers, encoding="utf-8")
    refused(town_halls.read, path, "read_code_not_text")


def test_a_table_in_windows_1252_is_read_and_noted(tmp_path):
    content = f"{DENSITY}01001,L'Abergement-Clémenciat,Rural à habitat très dispersé\n"
    levels = density_grid.read(table(tmp_path, content.encode("cp1252")))
    assert levels.loc["01001", "density_class"] == 7
    assert len(levels.attrs["notes"]) == 1
    assert "densite.csv" in levels.attrs["notes"][0]
    assert density_grid.read(table(tmp_path, content)).attrs["notes"] == []


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be"])
def test_a_table_in_utf_16_is_refused(encoding, tmp_path):
    content = f"{DENSITY}01001,L'Abergement-Clémenciat,Bourgs ruraux\n".encode(encoding)
    refused(density_grid.read, table(tmp_path, content), "read_utf16")


def test_bytes_that_are_no_text_are_refused(tmp_path):
    content = DENSITY.encode() + b"01001,\x81\x8d,Bourgs ruraux\n"
    refused(density_grid.read, table(tmp_path, content), "read_undecodable")


@pytest.mark.parametrize("separator", ["\t", "|"])
def test_another_separator_is_refused(separator, tmp_path):
    content = f"{DENSITY}01001,Ars,Bourgs ruraux\n".replace(",", separator)
    refused(density_grid.read, table(tmp_path, content), "read_wrong_separator")


def test_semicolons_for_commas_are_read(tmp_path):
    content = f"{DENSITY}01001,Ars,Bourgs ruraux\n".replace(",", ";")
    assert density_grid.read(table(tmp_path, content)).loc["01001", "density_class"] == 5


def test_a_table_cut_in_the_middle_of_a_row_is_refused(tmp_path):
    said = refused(
        insee_population.read, census(tmp_path, [*LINES[:2], "2A004;7264"]), "read_ragged"
    )
    assert "2A004" in said


def test_a_row_with_a_column_too_many_is_refused(tmp_path):
    path = table(tmp_path, f"{DENSITY}01001,Ars, sur Formans,Bourgs ruraux\n")
    refused(density_grid.read, path, "read_ragged")


def test_a_header_alone_is_refused(tmp_path):
    refused(density_grid.read, table(tmp_path, DENSITY), "read_no_rows")
    refused(insee_population.read, census(tmp_path, LINES[:1]), "read_no_rows")


@pytest.mark.parametrize("written", ["n.s.", "859,0", "1 234", "inf", "nan", "#REF!"])
def test_a_value_that_is_no_number_is_named(written, tmp_path):
    lines = [LINES[0], LINES[1].replace(";859;", f";{written};"), *LINES[2:]]
    said = refused(insee_population.read, census(tmp_path, lines), "read_bad_numbers")
    assert repr(written) in said
    assert "01001" in said


def test_a_negative_count_is_named(tmp_path):
    lines = [line.replace(";859;", ";-859;") for line in LINES]
    said = refused(insee_population.read, census(tmp_path, lines), "read_low_numbers")
    assert "01001: '-859'" in said
    assert "P22_POP" in said


def test_an_unknown_level_of_density_is_named_not_guessed(tmp_path):
    path = table(tmp_path, f"{DENSITY}01001,Ars,Rural isolé\n")
    said = refused(density_grid.read, path, "read_unknown_words")
    assert "Rural isolé" in said


def test_projected_coordinates_are_refused(tmp_path):
    path = tmp_path / "mairies.geojson"
    text = raw("town_halls", "mairies.geojson").read_text(encoding="utf-8")
    path.write_text(text.replace("[8.7386,41.9192]", "[1176000,6105000]"), encoding="utf-8")
    refused(town_halls.read, path, "read_not_degrees")


def test_the_census_of_another_theme_is_refused(tmp_path):
    path = write_zip(
        tmp_path / "base-cc-diplomes-formation-2022_csv.zip", members_of("insee_population", MEMBER)
    )
    refused(insee_diplomas.read, path, "read_no_member")


def test_a_workbook_without_the_header_is_refused(tmp_path):
    path = table(
        tmp_path, workbook_bytes({"Notes": [["rien"]]}), "grille_densite_7_niveaux_2024.xlsx"
    )
    refused(density_grid.read, path, "read_no_columns")


def test_a_counter_whose_postal_code_lost_its_zero_is_refused(tmp_path):
    path = tmp_path / "liste-fs-20240801.csv"
    text = raw("france_services", path.name).read_text(encoding="utf-8")
    path.write_text(text.replace('"01200"', "1200"), encoding="utf-8")
    refused(france_services.read, path, "read_lost_zeros")
