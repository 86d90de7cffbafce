"""A code of yesterday in the app: in the address and in the search, said and opened."""

from __future__ import annotations

import shutil

import pytest

from territory import paths
from tests.pages import app_page
from tests.territories.test_former_codes import country, former_codes


@pytest.fixture
def app(monkeypatch, tmp_path):
    """The app on the sample, beside a table of codes of yesterday."""
    shutil.copytree(paths.sample_folder(), tmp_path / "tables")
    former_codes(country()).to_parquet(tmp_path / "tables" / paths.FORMER_FILE)
    monkeypatch.setenv("TERRITORY_DATA", str(tmp_path))
    monkeypatch.setenv("TERRITORY_LANG", "fr")
    return app_page()


def told(app) -> list[str]:
    return [one.value.replace("\\", "") for one in app.info]


def test_an_old_link_opens_what_the_code_became_with_a_sentence(app):
    app.query_params["commune"] = "48189"
    app.run()
    assert not app.exception
    assert "48189 (Servières) a rejoint 48127 (Monts-de-Randon) le 1er janvier 2019." in told(app)
    assert not app.warning


def test_an_old_link_to_what_became_nothing_says_so_and_opens_the_default(app):
    app.query_params["territory"] = "commune:97123"
    app.run()
    assert not app.exception
    assert "n’en est devenue aucune autre" in app.warning[0].value
