"""The app without a browser: what it says, in which language, for which département."""

from __future__ import annotations

import shutil
import subprocess
import sys
import tomllib

import pytest

from territory import paths
from territory.messages import LANGUAGES, catalogue
from territory.views import streamlit_options
from tests.pages import app_page


@pytest.fixture
def run(monkeypatch, tmp_path):
    """Return a function that runs the app on the sample with an address."""
    monkeypatch.setenv(paths.DATA_VARIABLE, str(tmp_path))
    monkeypatch.delenv("TERRITORY_LANG", raising=False)

    def start(**address):
        app = app_page()
        for key, value in address.items():
            app.query_params[key] = value
        return app.run()

    return start


def foot(app):
    (found,) = (
        one.proto.body for one in app.get("html") if "territory-foot" in one.proto.body[:50]
    )
    return found


def test_the_app_opens_in_french_on_the_sample_and_says_so(run):
    app = run()
    assert not app.exception
    assert app.title[0].value == "Lozère (48) : le besoin et l’éloignement des guichets".replace(
        " :", "\xa0:"
    )
    assert "152\xa0communes" in app.markdown[0].value
    assert "échantillon intégré" in foot(app)


def test_the_address_chooses_the_language(run):
    app = run(lang="en")
    assert app.title[0].value == "Lozère (48): need and distance to counters"
    assert "embedded sample" in foot(app)


def test_the_switch_changes_the_language_and_the_address(run):
    app = run()
    app.button(key="speak en").click().run()
    assert app.title[0].value == "Lozère (48): need and distance to counters"
    assert app.query_params["lang"] == "en"
    assert app.query_params["lang"] == "en"


def test_the_default_language_is_the_machine_s_choice(run, monkeypatch):
    monkeypatch.setenv("TERRITORY_LANG", "en")
    assert run().title[0].value == "Lozère (48): need and distance to counters"


@pytest.mark.parametrize("address", [{"territory": "departement:99"}, {"departement": "99"}])
def test_an_unknown_departement_is_said_and_another_is_shown(run, address):
    app = run(**address)
    assert not app.exception
    assert "99" in app.warning[0].value
    assert app.title[0].value.startswith("Lozère (48)")


@pytest.mark.parametrize(
    ("address", "word"),
    [
        ({"territory": "canton:1"}, "canton"),
        ({"commune": "99999"}, "99999"),
        ({"layer": "nonsense"}, "nonsense"),
        ({"weights": "need=much"}, "need=much"),
        ({"profile": "mine"}, "mine"),
    ],
)
def test_a_wrong_link_is_said_and_the_map_is_shown_all_the_same(run, address, word):
    app = run(**address)
    assert not app.exception
    assert word in " ".join(one.value for one in app.warning).replace("\\", "")
    assert app.title[0].value.startswith("Lozère (48)")


def test_a_link_made_with_other_data_says_so(run):
    assert not run().warning
    app = run(data="0123456789ab")
    assert "0123456789ab" in app.warning[0].value


def test_the_address_opens_a_commune_beside_the_map(run):
    app = run(territory="departement:48", commune="48095", layer="nearest_counter_minutes")
    assert not app.exception
    (sheet,) = (
        one.proto.body for one in app.get("html") if "territory-sheet" in one.proto.body[:40]
    )
    assert "Mende" in sheet
    assert "minutes jusqu" in app.title[0].value


def test_the_weights_of_the_address_move_the_scores(run):
    app = run(table="1", layer="exposure_score")
    before = app.dataframe[0].value.set_index("commune_code")["exposure_score"]
    app = run(table="1", layer="exposure_score", weights="need=5,counters=45,network=10")
    assert not app.warning
    after = app.dataframe[0].value.set_index("commune_code")["exposure_score"]
    assert (before - after.loc[before.index]).abs().max() > 1


def test_the_table_twin_holds_the_communes_of_the_map(run):
    table = run(table="1").dataframe[0].value
    assert len(table) == 152
    assert table["commune_code"].is_unique


def test_both_files_can_be_downloaded(run):
    labels = [button.proto.label for button in run(table="1").get("download_button")]
    assert labels == ["CSV (international)", "CSV pour Excel en français"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_missing_tables_are_said_in_a_sentence_without_a_traceback(
    monkeypatch, tmp_path, run, language
):
    monkeypatch.setattr(paths, "sample_folder", lambda: tmp_path / "nothing")
    app = run(lang=language)
    assert not app.exception
    assert "territory build" in app.error[0].value
    assert not app.title


def test_an_unreadable_table_is_said_in_a_sentence(monkeypatch, tmp_path, run):
    broken = tmp_path / "sample"
    shutil.copytree(paths.sample_folder(), broken)
    (broken / "communes.parquet").write_bytes(b"not a table")
    monkeypatch.setattr(paths, "sample_folder", lambda: broken)
    app = run()
    assert not app.exception
    assert "communes" in app.error[0].value


def test_both_languages_hold_the_same_messages():
    french, english = (set(catalogue(language)) for language in LANGUAGES)
    assert french == english


def test_the_server_sends_no_statistics_and_asks_nothing():
    options = dict(option.removeprefix("--").split("=", 1) for option in streamlit_options())
    assert options["browser.gatherUsageStats"] == "false"
    assert options["server.headless"] == "true"
    assert options["server.showEmailPrompt"] == "false"


def test_every_option_is_one_that_streamlit_knows():
    from streamlit import config

    known = config.get_config_options()
    for option in streamlit_options():
        assert option.removeprefix("--").split("=", 1)[0] in known


def test_django_is_never_imported_although_its_package_carries_leaflet():
    code = (
        "import sys, territory.views.map_page, territory.maps.leaflet_assets as one; one.leaflet_folder(); "
        "print('django' in sys.modules, 'leaflet' in sys.modules)"
    )
    said = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=120
    )
    assert said.stdout.split() == ["False", "False"]


def test_the_files_of_leaflet_are_declared_as_a_dependency():
    project = tomllib.loads((paths.PACKAGE.parent / "pyproject.toml").read_text(encoding="utf-8"))[
        "project"
    ]
    assert any(one.startswith("django-leaflet") for one in project["dependencies"])


def test_a_map_of_fibre_asked_of_data_that_do_not_name_it_shows_1_gbps_and_says_so(run):
    app = run(layer="without_fibre_share")
    assert not app.exception
    assert "1 Gbit/s" in app.title[0].value
    assert "n’est pas dans ces données" in app.warning[0].value
    shown = app.selectbox(key="chosen layer")
    assert shown.value == "without_1_gbps_share"
    assert not [one for one in shown.options if "fibre" in one]
