"""Too large for the policy, for the disk, or for the folder: said, and nothing remains."""

from __future__ import annotations

import io
import os
from dataclasses import replace
from pathlib import Path

import pytest

from territory.errors import DownloadError
from tests.fetch.declared import POLICY, ROWS, V1, kept, refusal
from tests.fetch.fetching import source_of
from tests.http_server import Answer, Site


@pytest.mark.parametrize("how", [{}, {"announced": -1}, {"is_chunked": True}])
def test_a_file_over_the_cap_is_refused_whether_its_size_is_said_or_not(
    site: Site, folder: Path, how: dict
) -> None:
    source = source_of(file_url=site.on("/base_2022.csv", Answer(ROWS, headers=V1, **how)))
    small = replace(POLICY, max_bytes=150_000)
    refusal(DownloadError, "fetch_too_large", source, folder, policy=small)
    assert kept(folder) == set()


def test_a_file_that_says_it_is_over_the_cap_is_not_even_begun(site: Site, folder: Path) -> None:
    source = source_of(file_url=site.on("/base_2022.csv", Answer(ROWS, announced=4_000_000_000)))
    refusal(DownloadError, "fetch_too_large", source, folder)
    assert len(site.requests) == 1
    assert kept(folder) == set()


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no /dev/full, the disk always full")
def test_a_full_disk_is_said_and_nothing_remains(
    site: Site, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    source = source_of(file_url=site.on("/base_2022.csv", Answer(ROWS, headers=V1)))
    folder.mkdir()
    monkeypatch.setattr("pipelines.fetch.receive.begin", lambda _: io.FileIO("/dev/full", "w"))
    error = refusal(DownloadError, "fetch_disk", source, folder)
    assert error.values["detail"] == os.strerror(28)  # ENOSPC
    assert kept(folder) == set()


def test_a_target_that_cannot_be_replaced_is_said_and_nothing_remains(
    site: Site, folder: Path
) -> None:
    source = source_of(file_url=site.on("/base_2022.csv", Answer(ROWS)))
    (folder / "base_2022.csv").mkdir(parents=True)
    refusal(DownloadError, "fetch_disk", source, folder)
    assert kept(folder) == {"base_2022.csv"}
    assert (folder / "base_2022.csv").is_dir()


def test_a_folder_that_is_a_file_is_said(site: Site, folder: Path) -> None:
    folder.write_text("")
    source = source_of(file_url=site.on("/base_2022.csv", Answer(ROWS)))
    refusal(DownloadError, "fetch_disk", source, folder)
    assert site.requests == []


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root writes anywhere")
def test_a_read_only_folder_is_said(site: Site, folder: Path) -> None:
    folder.mkdir(mode=0o555)
    source = source_of(file_url=site.on("/base_2022.csv", Answer(ROWS)))
    refusal(DownloadError, "fetch_disk", source, folder)
