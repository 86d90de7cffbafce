"""Every command and the app end in one sentence on damaged files, and read poor ones."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from territory import paths
from territory.cli import main
from tests.tables.opened import FILES, rewrite


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of the sample's tables, to damage."""
    return Path(shutil.copytree(paths.sample_folder(), tmp_path / "tables"))


VERBS = {
    "doctor": ["doctor"],
    "list": ["list"],
    "export": ["export", "--out", "out.xlsx"],
    "score": ["score"],
    "robustness": ["robustness", "--draws", "10"],
    "compare": ["compare", "48"],
    "portrait": ["portrait", "48095", "--format", "html", "--out", "out.html"],
    "validate": ["validate", "--quick"],
    "engines": ["engines", "--engine", "estimate", "--engine", "estimate"],
}


def run(
    words: list[str],
    folder: Path,
    monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
) -> tuple[int, str]:
    """Run a verb in this process; return its exit code and what it says."""
    monkeypatch.setenv("TERRITORY_LANG", "en")
    monkeypatch.chdir(folder.parent)
    monkeypatch.setattr("sys.argv", ["territory", *words, "--data", str(folder)])
    with pytest.raises(SystemExit) as ended:
        main()
    said = capfd.readouterr().err.strip()
    return int(ended.value.code or 0), said


@pytest.mark.parametrize("file_name", [*FILES.values(), paths.REPORT_FILE])
@pytest.mark.parametrize("verb", VERBS)
def test_every_command_ends_with_one_sentence_and_code_1(
    folder: Path,
    file_name: str,
    verb: str,
    monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
) -> None:
    path = folder / file_name
    path.write_bytes(path.read_bytes()[:3000])
    code, said = run(VERBS[verb], folder, monkeypatch, capfd)
    assert code == 1
    assert len(said.splitlines()) == 1
    assert str(path) in said
    assert not (folder.parent / "out.html").exists()


@pytest.mark.parametrize("verb", [verb for verb in VERBS if verb not in ("validate", "export")])
def test_tables_of_a_place_without_counters_are_read_by_every_command(
    folder: Path,
    verb: str,
    monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
) -> None:
    rewrite(folder / paths.COUNTERS_FILE, "counters", lambda f, _: f.iloc[:0])
    path = folder / paths.REPORT_FILE
    report = json.loads(path.read_text(encoding="utf-8"))
    path.write_text(json.dumps({**report, "counters_count": 0}))
    code, said = run(VERBS[verb], folder, monkeypatch, capfd)
    if verb == "robustness":
        assert (code, len(said.splitlines())) == (1, 1)
        assert "has a score" in said
    else:
        assert code == 0, said


@pytest.mark.parametrize("file_name", [*FILES.values(), paths.REPORT_FILE])
def test_the_app_says_it_on_its_page(
    folder: Path, file_name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    from tests.pages import app_page

    path = folder / file_name
    path.write_bytes(path.read_bytes()[:3000])
    monkeypatch.setenv("TERRITORY_DATA", str(folder.parent))
    monkeypatch.setenv("TERRITORY_LANG", "en")
    page = app_page().run()
    assert not page.exception
    (said,) = page.error
    assert file_name in said.value.replace("\\", "")
    assert "territory build" in said.value
