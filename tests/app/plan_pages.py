"""The page of plans as a test opens and reads it."""

from __future__ import annotations

import streamlit

from tests.pages import app_page


def open_page(monkeypatch, language="fr", **parameters):
    monkeypatch.setenv("TERRITORY_DATA", "/nonexistent")
    monkeypatch.setenv("TERRITORY_LANG", language)
    app = app_page().run()
    app = app.switch_page("territory/views/plan_page.py")
    for name, value in parameters.items():
        app.query_params[name] = value
    return app.run()


def title_of(app):
    return app.title[0].value.replace("\\", "")


def first_line(app):
    """Return the line above the answer: whose minutes these are."""
    return app.caption[0].value.replace("\\", "")


def shown(app):
    """Return the HTML of the answer, its entities read."""
    (answer,) = (one for one in app.get("html") if "territory-plan" in one.proto.body[:40])
    return answer.proto.body.replace("&#39;", "'")


def record_files(monkeypatch):
    """Return what buttons offer, once the page runs: what makes each file, by its first word and its ending."""
    found = {}

    def record(_label, make, *, file_name, **_):
        found[file_name.split("-")[0] + file_name[file_name.rindex(".") :]] = make

    monkeypatch.setattr(streamlit, "download_button", record)
    return found
