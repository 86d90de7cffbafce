"""Text is cleaned once, where a table is read, and the notes name the rows."""

from __future__ import annotations

import time

import pandas as pd
import pytest

from pipelines.sources import density_grid, epci_members, france_services
from pipelines.sources._escapes import decoded
from pipelines.sources._read import parse_table, read_geojson, read_sheet
from pipelines.sources._text import clean_text
from pipelines.sources.mediation_places import read as read_mediation
from territory.errors import SourceChangedError
from territory.messages import default_words

from .published import raw, workbook_bytes

QUILLAN = r"Lundi\xA0\x3A\x20Quillan\x2D\x20Mardi\xA0\x3A\x20Axat"
DENSITY = "insee_com,lib_com,niveau_densite\n"


def read_one(column: str, cell: str, name: str = "x.csv") -> tuple[str, list[str]]:
    rows = parse_table(f'id;c\n7;"{cell}"\n8;b\n'.encode(), name, {"id": "id", "c": column})
    return rows[column].iloc[0], rows.attrs["notes"]


@pytest.mark.parametrize(
    ("written", "read"),
    [
        (QUILLAN, "Lundi\xa0: Quillan- Mardi\xa0: Axat"),
        (r"l\u2019accueil", "l’accueil"),
        (r"\ud83d\ude00 ouvert", "😀 ouvert"),
        (r"\u{1F600}\U0001F600", "😀😀"),
        (r"9h-12h\nMardi", "9h-12h\nMardi"),
        (r"a\nb\x20c", "a\nb c"),
        ("Maison &amp; Services &#39;48&#x27; &eacute;", "Maison & Services '48' é"),
        ("ligne_x000D_", "ligne\r"),
        # Once, not twice; and not where it may be something else.
        (r"\x5Cx20", r"\x20"),
        ("&amp;amp;", "&amp;"),
        (r"\\x20", r"\\x20"),
        (r"C:\new\x20", r"C:\new\x20"),
        (r"\\serveur\partage", r"\\serveur\partage"),
        (r"CCAS\nord", r"CCAS\nord"),
        ("R&D; CAF & MSA", "R&D; CAF & MSA"),
        (r"\xZZ \u12 \q", r"\xZZ \u12 \q"),
        (r"\U00FFFFFF", r"\U00FFFFFF"),
        (r"half \ud800", "half \ufffd"),
    ],
)
def test_an_escape_is_undone_once_and_only_if_it_is_one(written, read):
    assert decoded(written) == read


def test_a_comment_published_with_escapes_is_read_and_its_row_named():
    comment, notes = read_one("comment_text", QUILLAN)
    assert comment == "Lundi\xa0: Quillan- Mardi\xa0: Axat"
    (note,) = notes
    assert "échappements" in note
    assert "(7)" in note


@pytest.mark.parametrize(
    ("cell", "read", "kind"),
    [
        ("France services\x0bde Mende", "France services de Mende", "signs"),
        ("Men\u202ede", "Mende", "signs"),
        ("E\u0301ze", "Éze", "composed"),
        ("\u00a0Mende ", "Mende", "blanks"),
        ("M" * 300, "M" * 166 + "…" + "M" * 83, "cut"),
    ],
)
def test_a_name_is_cleaned_and_its_row_named(cell, read, kind):
    name, notes = read_one("counter_name", cell)
    assert name == read
    expected = default_words().counted(
        f"read.text_{kind}", file="x.csv", count=1, rows="7", most=250, most_text=10_000
    )
    assert notes == [expected]


def test_an_ordinary_name_is_left_as_it_is():
    for name in ("L’Haÿ-les-Roses", "Œuilly – “12\u202f000\u00a0€”", "Maison d'Ængus (48)"):
        assert read_one("counter_name", name) == (name, [])


def test_a_sheet_and_a_geojson_pass_the_same_door(tmp_path):
    path = tmp_path / "x.xlsx"
    path.write_bytes(workbook_bytes({"S": [["id", "nom"], ["7", "Men\u200bde"]]}))
    sheet = read_sheet(path, {"id": "id", "nom": "x_name"})
    assert list(sheet["x_name"]) == ["Mende"]
    assert len(sheet.attrs["notes"]) == 1
    path = tmp_path / "x.geojson"
    path.write_text(
        '{"type":"FeatureCollection","features":[{"type":"Feature","properties":'
        '{"code":"４８０９５","nom":"Men\\u0001de"},"geometry":{"type":"Point","coordinates":[3,44]}}]}',
        encoding="utf-8",
    )
    shapes = read_geojson(path, {"code": "code", "nom": "x_name"})
    assert shapes.iloc[0][["code", "x_name"]].tolist() == ["48095", "Mende"]
    assert len(shapes.attrs["notes"]) == 2


@pytest.mark.parametrize(
    "code", ["٠١٠٠١", "０１００１", "01 001", " 01001", "01001\u200b", '"01001\n"']
)
def test_a_code_in_another_form_is_read_as_the_code_and_said(code, tmp_path):
    path = tmp_path / "densite.csv"
    path.write_text(f"{DENSITY}{code},Nulle-Part,Bourgs ruraux\n", encoding="utf-8")
    read = density_grid.read(path)
    assert list(read.index) == ["01001"]
    assert read.attrs["notes"]
    assert all("01001" in note for note in read.attrs["notes"])


def test_two_forms_of_one_code_are_twice_the_same(tmp_path):
    path = tmp_path / "densite.csv"
    path.write_text(
        f"{DENSITY}01001,A,Bourgs ruraux\n０１００１,A,Bourgs ruraux\n", encoding="utf-8"
    )
    with pytest.raises(SourceChangedError, match="01001") as caught:
        density_grid.read(path)
    assert caught.value.key == "read_doubled"


def test_an_identifier_longer_than_any_is_refused():
    with pytest.raises(SourceChangedError, match="1000") as caught:
        read_one("place_code", "é" * 1001)
    assert len(str(caught.value)) < 500


@pytest.mark.parametrize("blank", ["", " ", "\u200b"])
def test_a_counter_without_an_identifier_has_one_made_and_said(blank, tmp_path):
    lines = raw("france_services", "liste-fs-20240801.csv").read_text("utf-8").splitlines()
    cells = lines[1].split(",")
    path = tmp_path / "liste-fs-20240801.csv"
    path.write_text("\n".join([lines[0], ",".join([blank, *cells[1:]]), *lines[2:]]), "utf-8")
    counters = france_services.read(path)
    (made,) = [code for code in counters.index if not code.isdecimal()]
    assert any(made in note for note in counters.attrs["notes"])


def epci(tmp_path, *names: str):
    path = tmp_path / "epci_communes_2025.csv"
    lines = [f"0100{rank},x,200069193,{name},01,84" for rank, name in enumerate(names, start=1)]
    path.write_text("CODGEO,LIBGEO,EPCI,LIBEPCI,DEP,REG\n" + "\n".join(lines) + "\n", "utf-8")
    return epci_members.read(path)


def test_two_names_for_one_epci_keep_the_most_frequent_and_both_are_named(tmp_path):
    members = epci(tmp_path, "CC de la Dombes", "CC du Lac", "CC du Lac")
    assert set(members["epci_name"]) == {"CC du Lac"}
    (note,) = members.attrs["notes"]
    assert "plusieurs noms" in note
    assert "« CC de la Dombes » × 1, « CC du Lac » × 2" in note
    assert "200069193" in note


def test_two_spellings_of_one_epci_are_one_name(tmp_path):
    members = epci(tmp_path, "CC du Velay", "CC DU VELAY", "CC du-Velay", "CC du Velay")
    assert set(members["epci_name"]) == {"CC du Velay"}
    (note,) = members.attrs["notes"]
    assert "plusieurs façons" in note


def test_a_blank_at_the_end_of_an_epci_name_makes_no_second_name(tmp_path):
    members = epci(tmp_path, "CC du Velay", "CC du Velay\u00a0")
    assert set(members["epci_name"]) == {"CC du Velay"}
    assert len(members.attrs["notes"]) == 1


def test_an_epci_without_a_name_is_refused(tmp_path):
    with pytest.raises(SourceChangedError, match="01002"):
        epci(tmp_path, "CC du Velay", "\u200b")


def test_a_mediation_place_is_cleaned_too(tmp_path):
    (published,) = raw("mediation_places", "").iterdir()
    content = published.read_text("utf-8")
    first = content.splitlines()[1].split(",")
    path = tmp_path / published.name
    path.write_text(content.replace(f",{first[2]},", f",{first[2]}\x0b\u202e&amp;,", 1), "utf-8")
    places = read_mediation(path)
    assert f"{first[2]} &" in places["place_name"].tolist()
    assert any("échappements" in note for note in places.attrs["notes"])


def test_looking_for_what_to_clean_takes_little_of_a_read():
    names = pd.Series([f"Saint-Étienne-du-Valdonnez {rank}" for rank in range(35_000)], dtype="str")
    rows = pd.DataFrame({"commune_code": names.str[-5:], "commune_name": names})
    rows.attrs = {"notes": []}
    start = time.perf_counter()
    clean_text(rows[["commune_name"]].copy(), "x.csv")
    assert time.perf_counter() - start < 1


def test_halves_of_signs_do_not_turn_a_file_into_another_encoding():
    half, pair = "\ud800", "\ud83d\ude00"
    content = f"id;nom\n7;Éze{half}\n8;{pair}\n".encode("utf-8", "surrogatepass")
    rows = parse_table(content, "x.csv", {"id": "id", "nom": "x_name"})
    assert list(rows["x_name"]) == ["Éze\ufffd", "😀"]
    assert len(rows.attrs["notes"]) == 1


@pytest.mark.national
def test_the_seven_comments_of_2024_published_with_escapes_are_read(national):
    counters = france_services.read(national / "liste-fs-20240801.csv")
    comments = counters["comment_text"].dropna()
    assert not comments.str.contains(r"\\[xu][0-9A-Fa-f]{2}").any()
    assert comments["2346"].startswith("Lundi\xa0: Quillan- Mardi\xa0: Axat")
    (note,) = [one for one in counters.attrs["notes"] if "échappements" in one]
    assert "(291, 405, 589, 1763, 1836, 2346, 2522)" in note


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("MÃ©diathÃ¨que dâ€™Ã‰ze", "Médiathèque d’Éze"),
        ("MÃƒÂ©diathÃƒÂ¨que", "Médiathèque"),
        ("CÅ“ur Ã\xa0 cÅ“ur", "Cœur à cœur"),
        # Nothing is misread in these.
        ("CAFÉ\xa0: OUVERT À MIDI\xa0» ÂGE D’OR", "CAFÉ\xa0: OUVERT À MIDI\xa0» ÂGE D’OR"),
        ("São Paulo, Ålesund", "São Paulo, Ålesund"),
    ],
)
def test_a_misread_accent_is_put_right_and_its_row_named(written, read):
    name, notes = read_one("place_name", written)
    assert name == read
    told = [default_words().counted("read.text_misread", file="x.csv", count=1, rows="7")]
    assert notes == ([] if written == read else told)
