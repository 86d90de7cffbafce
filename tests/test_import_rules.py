"""Each import rule of the project is broken on a copy of it, and seen to be caught."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys

import pytest

from tests.conftest import REPOSITORY

# Module of a copy -> import added to it -> words of the contract that must be broken.
BREACHES = {
    "territory/maps/cards.py": ("import streamlit", "streamlit lives"),
    "territory/maps/raster.py": ("import folium", "folium lives"),
    "territory/lists/reasons.py": ("import requests", "requests lives"),
    "territory/sheet/html.py": ("import docx", "Files of office"),
    "territory/method/html.py": ("import jinja2", "jinja2 lives"),
    "territory/indicators/network.py": ("import territory.maps", "Imports go one way"),
    "territory/country.py": ("import pipelines.build", "Only the command"),
    "pipelines/sources/_read.py": ("import pipelines.steps.joins", "The pipelines go one way"),
    "pipelines/write.py": ("import territory.scores", "The pipelines know the ground"),
}


def told_of(folder):
    """Return the exit status and the words of the linter over a copy."""
    told = subprocess.run(
        [
            sys.executable,
            "-c",
            "import sys; from importlinter.cli import lint_imports; "
            "sys.exit(lint_imports(no_cache=True))",
        ],
        cwd=folder,
        env=os.environ | {"PYTHONPATH": str(folder), "NO_COLOR": "1", "COLUMNS": "200"},
        capture_output=True,
        text=True,
        check=False,
    )
    return told.returncode, told.stdout


def broken_in(words):
    return re.findall(r"^(.+) BROKEN", words, flags=re.MULTILINE)


@pytest.fixture(scope="module")
def copy(tmp_path_factory):
    folder = tmp_path_factory.mktemp("rules")
    for name in ("territory", "pipelines"):
        shutil.copytree(
            REPOSITORY / name, folder / name, ignore=shutil.ignore_patterns("__pycache__")
        )
    shutil.copy(REPOSITORY / "pyproject.toml", folder)
    return folder


def test_a_module_that_breaks_a_rule_is_caught_wherever_it_stands(copy):
    status, words = told_of(copy)
    assert status == 0, words
    for module, (line, _) in BREACHES.items():
        path = copy / module
        path.write_text(path.read_text(encoding="utf-8") + f"\n{line}\n", encoding="utf-8")
    status, words = told_of(copy)
    broken = broken_in(words)
    assert status == 1
    for module, (line, rule) in BREACHES.items():
        assert any(one.startswith(rule) for one in broken), f"{line} in {module} is not caught"


def test_a_new_package_must_say_on_which_floor_it_stands(copy):
    new = copy / "territory" / "unheard_of"
    new.mkdir()
    (new / "__init__.py").write_text('"""A package no layer names."""\n', encoding="utf-8")
    assert "territory.unheard_of" in told_of(copy)[1]
