"""Several sources at once, and what is said on the screen meanwhile."""

from __future__ import annotations

import os
import select
import sys
from pathlib import Path

import pytest

from pipelines.fetch import fetch_all, open_session
from pipelines.fetch.outcomes import FetchFailedError
from pipelines.fetch.progress import Progress
from territory.messages import Words
from tests.fetch.declared import POLICY, ROWS, get, kept, lock_of
from tests.fetch.fetching import source_of
from tests.http_server import Answer, Site


def test_one_failure_does_not_stop_the_others_and_all_is_told(
    site: Site, folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TERRITORY_LANG", "en")
    sources = [
        source_of(id="one", file_url=site.on("/1/base_2021.csv", Answer(ROWS))),
        source_of(id="two", file_url=site.address + "/2/base_2022.csv"),
        source_of(
            id="three", file_url=site.on("/3/base_2023.csv", Answer(ROWS, pause_seconds=0.05))
        ),
    ]
    with pytest.raises(FetchFailedError) as caught:
        fetch_all(sources, folder, policy=POLICY)
    assert [one.source_id for one in caught.value.outcomes] == ["one", "three"]
    assert list(caught.value.problems) == ["two"]
    assert "404" in caught.value.say(Words("fr"))
    assert kept(folder) == {"base_2021.csv", "base_2023.csv"}
    assert list(lock_of(folder)) == ["one", "three"]
    assert [one.path for one in site.requests] == [
        "/1/base_2021.csv",
        "/2/base_2022.csv",
        "/3/base_2023.csv",
    ]
    assert capsys.readouterr().err.splitlines() == [
        "one: downloaded (base_2021.csv, 0.2 MB)",
        "two: failed",
        "three: downloaded (base_2023.csv, 0.2 MB)",
        "2 downloaded, 0 updated, 0 unchanged, 1 failed.",
    ]


def test_quiet_says_nothing(site: Site, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    source = source_of(file_url=site.on("/base_2022.csv", Answer(status=503), Answer(ROWS)))
    assert len(fetch_all([source], folder, policy=POLICY, quiet=True)) == 1
    assert capsys.readouterr() == ("", "")


def test_a_retry_is_told(site: Site, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    source = source_of(file_url=site.on("/base_2022.csv", Answer(status=503), Answer(ROWS)))
    get(source, folder, progress=Progress(words=Words("en")))
    said = capsys.readouterr().err
    assert "the server answered 503" in said
    assert "Attempt 2 of 3" in said


def test_a_bar_is_drawn_on_a_terminal_only(
    site: Site, folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    source = source_of(file_url=site.on("/base_2022.csv", Answer(ROWS)))
    get(source, folder, progress=Progress(words=Words("en")))
    assert capsys.readouterr().err == ""
    (folder / "base_2022.csv").unlink()
    termios = pytest.importorskip("termios", reason="no pseudo-terminal on this system")
    reader, writer = os.openpty()
    termios.tcsetwinsize(writer, (24, 80))  # a terminal with no width is drawn nothing
    with os.fdopen(writer, "w", encoding="utf-8") as terminal:
        monkeypatch.setattr(sys, "stderr", terminal)
        get(source, folder, progress=Progress(words=Words("en")))
        assert select.select([reader], [], [], 30)[0]
        drawn = os.read(reader, 4096).decode()
    os.close(reader)
    assert "insee_base" in drawn
    assert "/200k" in drawn


def test_a_session_can_be_shared(site: Site, folder: Path) -> None:
    with open_session() as session:
        for year in (2021, 2022):
            url = site.on(f"/base_{year}.csv", Answer(ROWS))
            assert get(source_of(file_url=url), folder, session=session).path.exists()
