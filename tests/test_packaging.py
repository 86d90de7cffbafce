"""The wheel holds all that the command needs, anywhere; what states a version states the same one."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from territory import __version__

TOP = Path(__file__).resolve().parent.parent
# What the interpreter leaves beside the sources.
LEFT_OUT = ("__pycache__", ".pyc")


@pytest.fixture(scope="module")
def wheel(tmp_path_factory) -> Path:
    """The wheel, built from this checkout."""
    out = tmp_path_factory.mktemp("wheel")
    subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "--target", "wheel", "--directory", str(out)],
        cwd=TOP,
        check=True,
        capture_output=True,
    )
    return next(out.glob("territory-*-py3-none-any.whl"))


def test_the_wheel_holds_every_file_of_the_packages_and_the_sample(wheel):
    with zipfile.ZipFile(wheel) as archive:
        held = set(archive.namelist())
    sources = {
        path.relative_to(TOP).as_posix()
        for package in ("territory", "pipelines")
        for path in (TOP / package).rglob("*")
        if path.is_file() and not any(part in path.as_posix() for part in LEFT_OUT)
    }
    sample = {
        f"territory/_sample/tables/{path.name}"
        for path in (TOP / "data" / "sample" / "tables").iterdir()
    }
    assert sources | sample | {"territory/_app/app.py"} <= held
    assert [name for name in held if name.startswith(("tests/", "data/", "docs/"))] == []


def test_the_command_works_from_the_wheel_alone_in_another_folder(wheel, tmp_path):
    installed = tmp_path / "installed"
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(installed)
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    kept = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}

    def territory(*words: str) -> str:
        # -P: the folder it runs in, and the checkout, are not looked into.
        done = subprocess.run(
            [sys.executable, "-P", "-m", "territory", *words],
            cwd=elsewhere,
            env=kept | {"PYTHONPATH": str(installed), "TERRITORY_LANG": "en"},
            check=True,
            capture_output=True,
            text=True,
        )
        return done.stdout + done.stderr

    assert territory("--version") == f"territory {__version__}\n"
    listed = territory("list", "--departement", "48", "--top", "3")
    assert "embedded sample" in listed
    assert territory("portrait", "48095", "--out", "mende.pdf")
    assert (elsewhere / "mende.pdf").read_bytes().startswith(b"%PDF-")


def test_the_changelog_and_the_citation_state_the_version_in_use():
    changelog = (TOP / "CHANGELOG.md").read_text(encoding="utf-8")
    newest = re.search(r"^## (\S+)", changelog, re.MULTILINE)
    cited = re.search(
        r"^version: (\S+)$", (TOP / "CITATION.cff").read_text(encoding="utf-8"), re.MULTILINE
    )
    assert newest is not None
    assert cited is not None
    assert newest[1] == cited[1] == __version__
