"""An EPCI is chosen from each page's menu, and reached from the sheet of a commune."""

from __future__ import annotations

import pytest

from tests.pages import app_page

EPCI = "epci:244800405"


def open_page(monkeypatch, name, **parameters):
    monkeypatch.setenv("TERRITORY_DATA", "/nonexistent")
    monkeypatch.setenv("TERRITORY_LANG", "en")
    app = app_page().run()
    app = app.switch_page(f"territory/views/{name}_page.py")
    for key, value in parameters.items():
        app.query_params[key] = value
    return app.run()


@pytest.mark.parametrize("name", ["map", "list", "diagnostic"])
def test_the_menu_opens_an_epci_on_the_page_it_is_chosen_on(monkeypatch, name):
    app = open_page(monkeypatch, name)
    menu = app.selectbox(key="chosen territory")
    assert "CC Cœur de Lozère" in menu.options
    menu.select_index(menu.options.index("CC Cœur de Lozère")).run()
    assert not app.exception
    assert app.query_params["territory"] in (EPCI, [EPCI])
    assert "Cœur de Lozère" in app.title[0].value


def test_the_menu_of_compare_adds_an_epci(monkeypatch):
    app = open_page(monkeypatch, "compare", compare="commune:48095")
    menu = app.selectbox(key="picked territory")
    menu.select_index(menu.options.index("CC Cœur de Lozère")).run()
    assert not app.exception
    both = f"commune:48095;{EPCI}"
    assert app.query_params["compare"] in (both, [both])


def test_the_sheet_of_a_commune_leads_to_its_epci_on_four_pages(monkeypatch):
    app = open_page(monkeypatch, "map", commune="48095")
    links = [
        (one.proto.page, one.proto.query_string)
        for one in app.get("page_link")
        if EPCI.replace(":", "%3A") in one.proto.query_string
    ]
    assert [page.rpartition("/")[2] for page, _ in links] == ["", "list", "diagnostic", "compare"]
    assert all("commune" not in asked.split("=")[0] for _, asked in links)
