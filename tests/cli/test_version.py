"""``territory --version``, and what commands say of tables of another version."""

from __future__ import annotations

import json
import shutil

import pytest

import territory
from territory import paths
from territory.cli import main


def run(monkeypatch, *words):
    monkeypatch.setattr("sys.argv", ["territory", *words])
    with pytest.raises(SystemExit) as ended:
        main()
    return int(ended.value.code or 0)


def test_the_command_gives_its_version_and_stops(monkeypatch, capfd):
    assert run(monkeypatch, "--version") == 0
    assert capfd.readouterr().out == f"territory {territory.__version__}\n"


def test_a_verb_on_tables_of_a_newer_version_says_so_and_answers(monkeypatch, capfd, tmp_path):
    folder = shutil.copytree(paths.sample_folder(), tmp_path / "tables")
    path = folder / paths.REPORT_FILE
    report = json.loads(path.read_text(encoding="utf-8")) | {"territory_version": "99.0"}
    path.write_text(json.dumps(report), encoding="utf-8")
    monkeypatch.setenv("TERRITORY_LANG", "en")
    assert run(monkeypatch, "list", "--top", "1", "--data", str(folder)) == 0
    said = capfd.readouterr()
    assert "99.0, which is newer than this one" in said.err
    assert len(said.out.splitlines()) == 2
