"""A code of yesterday in the command: said beside the output, and opened."""

from __future__ import annotations

import shutil

import pytest
from typer.testing import CliRunner

from territory import paths
from territory.cli import app
from territory.messages import Words
from territory.tables.former_codes import FormerCodeError
from tests.territories.test_former_codes import country, former_codes


@pytest.fixture
def run(monkeypatch, tmp_path):
    folder = shutil.copytree(paths.sample_folder(), tmp_path / "tables")
    former_codes(country()).to_parquet(folder / paths.FORMER_FILE)
    monkeypatch.setenv("TERRITORY_LANG", "fr")
    return lambda *words: CliRunner().invoke(app, [*words, "--data", str(folder)])


def test_a_list_of_codes_of_yesterday_is_that_of_today_s_communes(run):
    done = run("list", "--communes", "48189,48095")
    assert done.exit_code == 0
    assert "48189 (Servières) a rejoint 48127 (Monts-de-Randon)" in done.stderr
    codes = {line.split(",")[0] for line in done.stdout.splitlines()[1:]}
    assert codes == {"48095", "48127"}


def test_territories_are_compared_under_their_names_of_yesterday(run):
    done = run("compare", "Servières", "48095")
    assert done.exit_code == 0
    assert "a rejoint 48127" in done.stderr
    assert "Monts-de-Randon (48127)" in done.stdout


def test_a_portrait_of_what_became_nothing_is_refused_in_words(run):
    done = run("portrait", "97123")
    assert isinstance(done.exception, FormerCodeError)
    assert "n’en est devenue aucune autre" in done.exception.say(Words("fr"))
