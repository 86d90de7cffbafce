"""Files put before anybody came are found where the page serves them."""

from __future__ import annotations

from pathlib import Path

import streamlit.components.v1 as components

from territory import paths
from territory.views import map_page, shelf
from territory.views.shelf import ServedShelf
from tests.pages import app_page


def test_a_file_put_declares_nothing_and_stands_where_the_page_will_serve_it(monkeypatch):
    with monkeypatch.context() as before_a_visit:
        before_a_visit.setattr(components, "declare_component", None)
        address = ServedShelf("edition").put("a.json", lambda: b"{}")
    up, name, edition, file = address.split("/")
    assert (up, edition, file) == ("..", "edition", "a.json")
    assert name == shelf.serve_shelf()
    assert (Path(shelf._folder()) / edition / file).read_bytes() == b"{}"


def test_the_page_of_the_map_serves_the_files_though_its_view_was_made_before(
    monkeypatch, tmp_path
):
    monkeypatch.setenv(paths.DATA_VARIABLE, str(tmp_path))
    served = []
    monkeypatch.setattr(map_page, "serve_shelf", lambda: served.append("served"))
    monkeypatch.setattr(shelf, "serve_shelf", lambda: served.append("served"))
    for visits in (1, 2):  # the second finds the view of the first
        app = app_page().run()
        assert not app.exception
        assert len(served) >= visits
