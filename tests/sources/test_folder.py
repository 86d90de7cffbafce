"""The declaration of a folder: every key, and one sentence for whatever it must not hold."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from pipelines.sources.folder import Folder, read_folder, refuse_unknown_departements
from territory.errors import TerritoryError, UnknownNameError
from territory.messages import Words


def declared(folder: Path, text: str | bytes) -> Path:
    content = text if isinstance(text, bytes) else text.encode()
    (folder / "folder.toml").write_bytes(content)
    return folder


def test_a_folder_without_a_declaration_is_all_of_france(tmp_path: Path):
    assert read_folder(tmp_path) == Folder()


def test_every_key_is_read(tmp_path: Path):
    folder = read_folder(
        declared(
            tmp_path,
            """
            covers = ["48", "2A", "48"]
            [parts]
            mediation_places = ["48"]
            [reference_dates]
            town_halls = "2023-01-01"
            density_grid = 2026-02-28
            [caveats.town_halls]
            fr = "Vieux."
            en = "Old."
            """,
        )
    )
    assert folder.covers == ("48", "2A")
    assert folder.part_of("mediation_places") == ("48",)
    assert folder.part_of("town_halls") == ("48", "2A")
    assert folder.reference_dates == {"town_halls": "2023-01-01", "density_grid": "2026-02-28"}
    assert folder.caveats == {"town_halls": {"fr": "Vieux.", "en": "Old."}}


@pytest.mark.parametrize(
    ("text", "key", "found"),
    [
        ('covers = "48"', "covers", "'48'"),
        ("covers = 48", "covers", "48"),
        ("covers = [48]", "covers", "[48]"),
        ('covers = [["48"]]', "covers", "[['48']]"),
        ('covers = ["Lozère"]', "covers", "['Lozère']"),
        ('[covers]\nx = "48"', "covers", "{'x': '48'}"),
        ('[[covers]]\nx = "48"', "covers", "[{'x': '48'}]"),
        ("covers = true", "covers", "True"),
        ('parts = ["48"]', "parts", "['48']"),
        ('[parts]\nmediation_places = "48"', "parts.mediation_places", "'48'"),
        ("[parts]\nmediation_places = []", "parts.mediation_places", "[]"),
        ("[parts.mediation_places]\nx = 1", "parts.mediation_places", "{'x': 1}"),
        ('reference_dates = ["2023-01-01"]', "reference_dates", "['2023-01-01']"),
        ('reference_dates = "2023-01-01"', "reference_dates", "'2023-01-01'"),
        ('[reference_dates]\ntown_halls = "01/01/2023"', "reference_dates.town_halls", "01/01"),
        ('[reference_dates]\ntown_halls = "2023-02-30"', "reference_dates.town_halls", "02-30"),
        ('[reference_dates]\ntown_halls = "20230101"', "reference_dates.town_halls", "20230101"),
        ("[reference_dates]\ntown_halls = 0001-01-01", "reference_dates.town_halls", "date(1, 1"),
        ("[reference_dates]\ntown_halls = 2023", "reference_dates.town_halls", "2023"),
        (
            "[reference_dates]\ntown_halls = 2023-01-01T10:00:00",
            "reference_dates.town_halls",
            "2023",
        ),
        ("[reference_dates.town_halls]\nfr = 1", "reference_dates.town_halls", "{'fr': 1}"),
        ('caveats = "Vieux."', "caveats", "'Vieux.'"),
        ('[caveats]\ntown_halls = "Vieux."', "caveats.town_halls", "'Vieux.'"),
        ("[caveats.town_halls]\nfr = 1", "caveats.town_halls", "{'fr': 1}"),
        ('[caveats.town_halls.fr]\nx = "Vieux."', "caveats.town_halls", "{'fr': {'x'"),
        ('[caveats.town_halls]\nde = "Alt."', "caveats.town_halls", "{'de': 'Alt.'}"),
    ],
)
def test_a_value_of_the_wrong_kind_is_said_with_its_key_and_what_is_expected(
    tmp_path: Path, text, key, found
):
    with pytest.raises(TerritoryError) as caught:
        read_folder(declared(tmp_path, text))
    assert caught.value.key == "folder_wrong_value"
    for language, expected in (("fr", "attendu"), ("en", "expected")):
        said = caught.value.say(Words(language))
        assert key in said
        assert found in said
        assert expected in said
        assert "\n" not in said


@pytest.mark.parametrize(
    ("text", "key", "named"),
    [
        ('covres = ["48"]', "folder_unknown_key", "covres"),
        ('[parts]\nmediation = ["48"]', "folder_unknown_source", "mediation"),
        ('[reference_dates]\nmairies = "2023-01-01"', "folder_unknown_source", "mairies"),
        ('[caveats.mairies]\nfr = "Vieux."', "folder_unknown_source", "mairies"),
        ('[parts]\nfrance_services = ["48"]', "folder_never_a_part", "france_services"),
        ("covers = [", "folder_declaration", "folder.toml"),
        (b'# \xe9tat\ncovers = ["48"]', "folder_not_utf8", "folder.toml"),
        (b"\xff\xfe\x00", "folder_not_utf8", "folder.toml"),
    ],
)
def test_what_cannot_be_read_is_said_in_a_sentence(tmp_path: Path, text, key, named):
    with pytest.raises(TerritoryError) as caught:
        read_folder(declared(tmp_path, text))
    assert caught.value.key == key
    for language in ("fr", "en"):
        said = caught.value.say(Words(language))
        assert named in said
        assert not re.search(r"\{\w+\}", said)


def test_a_folder_or_a_dead_link_of_that_name_is_said(tmp_path: Path):
    (tmp_path / "folder.toml").mkdir()
    with pytest.raises(TerritoryError) as caught:
        read_folder(tmp_path)
    assert caught.value.key == "folder_declaration"
    (tmp_path / "folder.toml").rmdir()
    (tmp_path / "folder.toml").symlink_to(tmp_path / "nowhere")
    with pytest.raises(TerritoryError) as caught:
        read_folder(tmp_path)
    assert caught.value.key == "folder_declaration"


def test_a_value_as_long_as_a_page_is_cut(tmp_path: Path):
    with pytest.raises(TerritoryError) as caught:
        read_folder(declared(tmp_path, f'covers = "{"4" * 8000}"'))
    assert len(caught.value.say(Words("fr")).replace(str(tmp_path), "")) < 400


def test_a_departement_that_does_not_exist_is_said_with_its_key(tmp_path: Path):
    known = ["48", "49"]
    refuse_unknown_departements(Folder(covers=("48",)), tmp_path, known)
    for folder, key in (
        (Folder(covers=("20",)), "covers"),
        (Folder(parts={"town_halls": ("20",)}), "parts.town_halls"),
    ):
        with pytest.raises(UnknownNameError) as caught:
            refuse_unknown_departements(folder, tmp_path, known)
        said = caught.value.say(Words("en"))
        assert f"'{key}'" in said
        assert "20" in said
