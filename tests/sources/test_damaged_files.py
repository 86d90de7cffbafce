"""Files damaged on their way: each is refused in words, or what is lost of it is said."""

from __future__ import annotations

import gzip
import io
import json
import struct
import zipfile

import py7zr
import pytest

from pipelines.sources import (
    arcep_fixed,
    arcep_mobile,
    arcep_mobile_sites,
    commune_boundaries,
    density_grid,
    insee_cog,
    insee_population,
    mediation_places,
    town_halls,
)
from pipelines.sources.archives import check_zip
from territory.errors import SourceChangedError
from territory.messages import Words

from .published import members_of, raw, workbook_bytes, write_zip, zip_bytes

ARCHIVE = "base-cc-evol-struct-pop-2022_csv.zip"
MEMBER = "base-cc-evol-struct-pop-2022.CSV"


def refusal(read, path) -> SourceChangedError:
    with pytest.raises(SourceChangedError) as caught:
        read(path)
    assert path.name in caught.value.say(Words("fr"))
    return caught.value


def edited(tmp_path, source_id, name, old, new):
    content = raw(source_id, name).read_text(encoding="utf-8")
    assert old in content
    path = tmp_path / name
    path.write_text(content.replace(old, new), encoding="utf-8")
    return path


@pytest.mark.parametrize("number", ["9" * 20, "9000000000000000000", "1e300", "1e400", "9" * 5000])
def test_a_number_no_commune_can_have_is_refused_with_its_row(tmp_path, number):
    path = edited(tmp_path, "arcep_fixed", "commune_debit_filaire.csv", ";48210;", f";{number};")
    said = refusal(arcep_fixed.read, path).say(Words("en"))
    assert "2A004" in said
    assert "nbr" in said
    assert len(said) < 700


def test_a_thousand_million_is_still_read(tmp_path):
    path = edited(tmp_path, "arcep_fixed", "commune_debit_filaire.csv", ";48210;", ";1e9;")
    assert arcep_fixed.read(path).loc["2A004", "premises_count"] == 1_000_000_000


@pytest.mark.parametrize("day", ["0000-00-00", "0000-01-01", "9999-12-31", "2026-02-30"])
def test_a_day_of_no_calendar_is_not_the_day_of_the_figures(tmp_path, day):
    path = edited(tmp_path, "arcep_fixed", "commune_debit_filaire.csv", "2026-06-30", day)
    assert "reference_date" not in arcep_fixed.read(path).attrs


@pytest.mark.parametrize("day", ["0000-01-01", "2016-02-30", "9999-01-01", "01/01/2016"])
def test_a_move_of_communes_on_no_day_is_refused(tmp_path, day):
    members = members_of(
        "insee_cog", "v_commune_2025.csv", "v_departement_2025.csv", "v_region_2025.csv"
    )
    moves = raw("insee_cog", "v_mvt_commune_2025.csv").read_bytes()
    members["v_mvt_commune_2025.csv"] = moves.replace(b"2016-01-01", day.encode())
    path = write_zip(tmp_path / "cog_ensemble_2025_csv.zip", members)
    with pytest.raises(SourceChangedError, match=day):
        insee_cog.read(path)


def test_a_commune_code_that_is_none_is_left_aside_and_named(tmp_path):
    name = "mediation-numerique-20260629.csv"
    path = edited(tmp_path, "mediation_places", name, "48000,48095,4 rue", "48000,48095.0,4 rue")
    places = mediation_places.read(path)
    assert places["declared_commune_code"].isna()["bus-1"]
    assert any("bus-1: '48095.0'" in note for note in places.attrs["notes"])


def test_a_site_that_does_not_say_whether_it_has_4g_makes_its_commune_unknown(tmp_path):
    name = "2026_T2_sites_Metropole.csv"
    path = edited(tmp_path, "arcep_mobile_sites", name, "Chadenet;1;1;0", "Chadenet;1;1;")
    sites = arcep_mobile_sites.read(path)
    assert sites.loc["48030"].isna().all()
    # Two places, the shared one counted once; three operators.
    assert sites.loc["48095"].tolist() == [2, 3]
    assert any("48030" in note for note in sites.attrs["notes"])


@pytest.mark.parametrize("method", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA, zipfile.ZIP_DEFLATED])
def test_a_damaged_member_is_refused_whatever_packed_it(tmp_path, method):
    lines = raw("insee_population", MEMBER).read_bytes()
    path = tmp_path / ARCHIVE
    with zipfile.ZipFile(path, "w", method) as archive:
        archive.writestr(MEMBER, lines)
    content = bytearray(path.read_bytes())
    content[30 + len(MEMBER) + 20 : 30 + len(MEMBER) + 60] = bytes(40)
    path.write_bytes(content)
    assert refusal(insee_population.read, path).key == "read_damaged"
    with pytest.raises(SourceChangedError) as caught:
        check_zip(path, path.name, 10_000_000)
    assert caught.value.key == "archive_damaged"


def test_a_member_whose_name_is_not_utf_8_is_refused(tmp_path):
    content = bytearray(zip_bytes(members_of("insee_population", MEMBER)))
    central = content.index(b"PK\x01\x02")
    content[central + 8 : central + 10] = struct.pack("<H", 0x800)
    content[central + 46] = 0xFF
    path = tmp_path / ARCHIVE
    path.write_bytes(content)
    assert refusal(insee_population.read, path).key == "read_damaged"


@pytest.mark.parametrize("before", [b"\r\n", b"HTTP/1.1 200 OK\r\n\r\n", b"\x00" * 512])
def test_an_archive_behind_something_else_is_called_so(tmp_path, before):
    path = tmp_path / ARCHIVE
    path.write_bytes(before + zip_bytes(members_of("insee_population", MEMBER)))
    assert refusal(insee_population.read, path).key == "read_not_first"


def test_archives_within_archives_end_at_the_second(tmp_path):
    content = zip_bytes(members_of("insee_population", MEMBER))
    path = tmp_path / ARCHIVE
    for level in range(3):
        content = zip_bytes({"inner.zip": content})
        path.write_bytes(content)
        if level:
            assert refusal(insee_population.read, path).key == "read_no_member"
        else:
            assert len(insee_population.read(path)) == 3


def test_a_workbook_that_claims_a_million_rows_is_read_for_what_it_holds(tmp_path):
    workbook = workbook_bytes({"Grille": [["CODGEO", "DENS"], ["01001", 6], ["2A004", 1]]})
    with zipfile.ZipFile(io.BytesIO(workbook)) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    sheet = "xl/worksheets/sheet1.xml"
    assert b'ref="A1:B3"' in members[sheet]
    members[sheet] = members[sheet].replace(b'ref="A1:B3"', b'ref="A1:XFD1048576"')
    path = write_zip(tmp_path / "grille_densite_7_niveaux_2024.xlsx", members)
    assert density_grid.read(path)["density_class"].to_dict() == {"01001": 6, "2A004": 1}


@pytest.mark.parametrize("part", ["xl/workbook.xml", "xl/worksheets/sheet1.xml", "xl/styles.xml"])
def test_a_workbook_with_a_part_cut_is_refused(tmp_path, part):
    workbook = workbook_bytes({"Grille": [["CODGEO", "DENS"], ["01001", 6]]})
    with zipfile.ZipFile(io.BytesIO(workbook)) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    members[part] = members[part][:-30]
    path = write_zip(tmp_path / "grille_densite_7_niveaux_2024.xlsx", members)
    assert refusal(density_grid.read, path).key == "read_damaged"


def test_a_geojson_of_great_depth_is_refused(tmp_path):
    path = tmp_path / "communes-100m.geojson"
    path.write_text('{"features":' + "[" * 200_000 + "]" * 200_000 + "}", encoding="utf-8")
    assert refusal(commune_boundaries.read, path).key == "read_damaged"


def test_a_feature_that_would_be_passed_over_is_counted(tmp_path):
    path = edited(
        tmp_path, "town_halls", "mairies.geojson", '"type":"Feature",', '"type":"Fature",'
    )
    assert "3" in refusal(town_halls.read, path).say(Words("en"))


def test_a_shape_nobody_can_draw_is_missing_and_named(tmp_path):
    shapes = json.loads(raw("commune_boundaries", "communes-100m.geojson").read_bytes())
    shapes["features"][0]["geometry"]["coordinates"] = [[["2.2", "x"], ["2.4", "y"]]]
    code = shapes["features"][0]["properties"]["code"]
    path = tmp_path / "communes-100m.geojson.gz"
    path.write_bytes(gzip.compress(json.dumps(shapes).encode()))
    boundaries = commune_boundaries.read(path)
    assert boundaries.geometry.isna()[code]
    assert boundaries.geometry.isna().sum() == 1
    (note,) = boundaries.attrs["notes"]
    assert code in note


def test_a_geojson_that_is_not_utf_8_is_refused(tmp_path):
    path = tmp_path / "mairies.geojson"
    path.write_bytes(raw("town_halls", path.name).read_bytes().replace(b"2A004", b"2A\xff04"))
    assert refusal(town_halls.read, path).key == "read_damaged"


def test_a_layer_that_is_a_link_in_its_archive_is_refused(tmp_path):
    name = "2026_T2_couv_Metropole_OF_4G_data.gpkg"
    (tmp_path / "real").write_bytes(b"x")
    (tmp_path / name).symlink_to("real")
    path = tmp_path / f"{name}.7z"
    with py7zr.SevenZipFile(path, "w") as archive:
        archive.write(tmp_path / "real", "real")
        archive.write(tmp_path / name, name)
    assert refusal(arcep_mobile.read, path).key in ("read_outside", "read_damaged")


@pytest.mark.parametrize("hides_names", [False, True])
def test_a_layer_under_a_password_is_called_so(tmp_path, hides_names):
    path = tmp_path / "2026_T2_couv_Metropole_OF_4G_data.gpkg.7z"
    with py7zr.SevenZipFile(path, "w", password="secret", header_encryption=hides_names) as archive:
        archive.writestr(b"x", path.stem)
    assert refusal(arcep_mobile.read, path).key == "read_locked"
