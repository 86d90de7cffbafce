"""The help of the command: at once, all in the language asked, and true of what it stands for."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from territory import paths
from territory.cli import options
from territory.exports import FORMATS
from territory.lists.criteria import CRITERIA
from territory.messages import Words
from territory.portrait import PORTRAIT_FORMATS
from territory.scores import DEFAULT_METHOD
from territory.tables import find_folder

VERBS = (
    *("fetch", "build", "validate", "doctor", "list", "export", "portrait", "score"),
    *("robustness", "compare", "engines", "isochrones", "app", "access", "map", "plan"),
    *("history", "publish"),
)


def help_of(language: str, *words: str) -> str:
    """Return what the command says in a process of its own, where its words are made."""
    told = subprocess.run(
        [sys.executable, "-m", "territory", *words, "--help"],
        env=os.environ | {"TERRITORY_LANG": language, "COLUMNS": "160"},
        capture_output=True,
        check=True,
    )
    return " ".join(told.stdout.decode().replace("│", " ").split())


@pytest.mark.parametrize(("language", "other"), [("fr", "en"), ("en", "fr")])
def test_help_is_all_in_the_language_asked(language, other):
    whole, of_list = help_of(language), help_of(language, "list")
    for verb in VERBS:
        assert Words(language).text(f"cli.{verb}.help")[:40] in whole
        assert Words(other).text(f"cli.{verb}.help")[:40] not in whole
    for key in ("list.help", "list.top", "spoken.help", "spoken.usage"):
        assert Words(language).text(f"cli.{key}")[:30] in of_list
        assert Words(other).text(f"cli.{key}")[:30] not in of_list


def test_help_names_the_real_defaults_criteria_and_formats():
    """The help of a verb imports no module of figures: what it says is held against them here."""
    assert DEFAULT_METHOD.profile.name == options.DEFAULT_PROFILE
    assert DEFAULT_METHOD.aggregation == options.DEFAULT_AGGREGATION
    for language in ("fr", "en"):
        assert ", ".join(CRITERIA) in Words(language).text("cli.list.where")
        assert ", ".join(FORMATS) in Words(language).text("cli.export.format")
        assert ", ".join(PORTRAIT_FORMATS) in Words(language).text("cli.portrait.format")


def test_help_imports_nothing_heavy():
    heavy = ("pandas", "geopandas", "streamlit", "scipy", "pyarrow", "requests", "shapely")
    script = (
        "import sys, contextlib\n"
        "from territory.cli import main\n"
        "sys.argv = ['territory', 'list', '--help']\n"
        "with contextlib.suppress(SystemExit):\n    main()\n"
        f"print([name for name in {heavy} if name in sys.modules], file=sys.stderr)"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, check=True)
    assert done.stderr.decode().strip() == "[]"


def test_a_folder_of_data_or_of_tables_may_be_given_everywhere(tmp_path: Path, monkeypatch):
    tables = shutil.copytree(paths.sample_folder(), tmp_path / "tables")
    for given in (tmp_path, tables):
        assert find_folder(given) == (tables, False)
        monkeypatch.setenv(paths.DATA_VARIABLE, str(given))
        assert paths.tables_folder() == tables
        assert paths.data_folder() == tmp_path
