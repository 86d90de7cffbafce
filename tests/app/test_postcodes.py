"""Five digits typed or in a link: what they are read as is said, nothing is opened in silence."""

from __future__ import annotations

import pytest

from territory import paths
from tests.pages import app_page


@pytest.fixture
def app(monkeypatch, tmp_path):
    monkeypatch.setenv(paths.DATA_VARIABLE, str(tmp_path))
    monkeypatch.setenv("TERRITORY_LANG", "en")
    return app_page()


def told(app):
    return " ".join(one.value for one in app.info).replace("\\", "")


def test_a_link_with_bare_digits_opens_the_commune_and_says_how_they_were_read(app):
    app.query_params["territory"] = "48140"
    app.run()
    assert "48140 is read as an Insee code: Saint-Chély" in told(app)


def test_comparing_adds_no_commune_by_a_code_that_may_be_a_postcode(app):
    app.run()
    app.switch_page("territory/views/compare_page.py").run()
    app.text_input(key="add territory").set_value("48131").run()
    assert "compare" not in app.query_params
    (offered,) = (one for one in app.button if one.key == "add commune:48131")
    offered.click().run()
    assert "commune:48131" in "".join(app.query_params["compare"])
