"""The page Diagnostic: choose a territory, read its portrait, take it away as a file."""

from __future__ import annotations

import io
import zipfile

import pytest
import streamlit
from docx import Document

from territory.portrait import PORTRAIT_FORMATS
from tests.pages import app_page


def open_page(monkeypatch, language="fr", **parameters):
    monkeypatch.setenv("TERRITORY_DATA", "/nonexistent")
    monkeypatch.setenv("TERRITORY_LANG", language)
    app = app_page().run()
    app = app.switch_page("territory/views/diagnostic_page.py")
    for name, value in parameters.items():
        app.query_params[name] = value
    return app.run()


def parameter(app, name: str) -> str:
    (value,) = (
        [app.query_params[name]]
        if isinstance(app.query_params[name], str)
        else (app.query_params[name])
    )
    return value


def shown(app) -> str:
    (frame,) = app.get("iframe")
    return frame.proto.srcdoc


@pytest.mark.parametrize(
    ("language", "title", "words"),
    [
        ("fr", "Diagnostic\u00a0: Mende (48095)", "La commune compte"),
        ("en", "Portrait: Mende (48095)", "The commune has"),
    ],
)
def test_a_link_to_a_commune_shows_its_portrait(monkeypatch, language, title, words):
    app = open_page(monkeypatch, language, territory="departement:48", commune="48095")
    assert not app.exception
    assert app.title[0].value == title
    assert words in shown(app)


def test_the_territory_chosen_is_in_the_address_and_the_link_opens_it_again(monkeypatch):
    app = open_page(monkeypatch, commune="48095")
    app.radio[0].set_value("epci:244800405").run()
    assert parameter(app, "portrait") == "epci:244800405"
    assert "Cœur de Lozère (244800405)" in app.title[0].value
    again = open_page(monkeypatch, commune="48095", portrait="epci:244800405")
    assert again.title[0].value == app.title[0].value
    assert shown(again) == shown(app)


def test_what_was_chosen_of_one_commune_is_forgotten_with_another(monkeypatch):
    app = open_page(monkeypatch, commune="48095", portrait="epci:200069268")
    assert app.title[0].value == "Diagnostic\u00a0: Mende (48095)"
    assert "portrait" not in app.query_params


def test_a_set_of_communes_is_written_as_one_territory(monkeypatch):
    app = open_page(monkeypatch)
    app.text_input(key="diagnostic-set").set_value("48095 ; 48140").run()
    assert parameter(app, "territory") == "communes:48095,48140"
    assert not app.radio
    assert "L’ensemble choisi réunit 2 communes" in shown(app)


def test_one_code_is_a_commune_not_a_set(monkeypatch):
    app = open_page(monkeypatch)
    app.text_input(key="diagnostic-set").set_value("48140").run()
    assert "Saint-Chély-d'Apcher (48140)" in app.title[0].value
    assert "La commune compte" in shown(app)


def test_a_wrong_set_is_said_with_the_code_that_is_not_a_commune(monkeypatch):
    app = open_page(monkeypatch)
    app.text_input(key="diagnostic-set").set_value("48095,99999").run()
    assert not app.exception
    assert "99999" in app.warning[0].value


def test_the_files_downloaded_open_and_are_of_the_territory(monkeypatch):
    offered = {}

    def record(label, content, *, file_name, mime, **_):
        offered[file_name] = (content, mime)

    monkeypatch.setattr(streamlit, "download_button", record)
    app = open_page(monkeypatch, commune="48095")
    assert not app.exception
    assert set(offered) == {
        f"portrait-commune-48095{one.suffix}" for one in PORTRAIT_FORMATS.values()
    }
    files = {name.rsplit(".")[-1]: make() for name, (make, _) in offered.items()}
    assert files["pdf"].startswith(b"%PDF-")
    assert "<h1>Mende</h1>" in files["html"].decode()
    assert zipfile.is_zipfile(io.BytesIO(files["docx"]))
    assert Document(io.BytesIO(files["docx"])).core_properties.title.startswith("Mende")
