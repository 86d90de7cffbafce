"""A source of several files of one dataset: one a region, known by its code in the address."""

from __future__ import annotations

import json
from pathlib import Path

import pandas as pd
import pytest

from pipelines.fetch.outcomes import Outcome
from pipelines.sources.catalogue import Source, find_files_of, find_source
from territory.errors import SourceChangedError, UnknownNameError
from territory.messages import Words
from tests.fetch.declared import V1, get, kept, refusal
from tests.http_server import Answer, Site

PAGE = "/resources/donnees-sur-la-localisation"


@pytest.fixture
def content(tmp_path: Path) -> bytes:
    path = tmp_path / "made.parquet"
    pd.DataFrame({"depcom": ["48095"] * 5_000}).to_parquet(path)
    return path.read_bytes()


def occitanie() -> Source:
    (source,) = find_files_of("insee_access-76")
    return source


def publish(site: Site, content: bytes, *files: tuple[str, str]) -> str:
    """Put a dataset on the site: the address and the day of each file; return the API's address."""
    resources = [
        {
            "title": "Données 2024",
            "format": "parquet",
            "url": site.on(f"{PAGE}/{name}", Answer(content, headers=V1)),
            "last_modified": day,
        }
        for name, day in files
    ]
    listed = json.dumps({"resources": resources}).encode()
    headers = {"Content-Type": "application/json"}
    site.on(f"/api/1/datasets/{occitanie().dataset_id}/", Answer(listed, headers=headers))
    return f"{site.address}/api/1"


def test_the_file_of_a_region_is_found_by_its_code_in_the_address(
    site: Site, folder: Path, content: bytes
):
    api = publish(
        site,
        content,
        ("20250715-113610/donnees-2024-reg75.parquet", "2025-07-15T12:00:00"),
        ("20250715-113610/donnees-2024-reg76.parquet", "2025-07-15T11:00:00"),
    )
    outcome = get(occitanie(), folder, api_address=api)
    assert outcome.outcome == Outcome.DOWNLOADED
    assert kept(folder) == {"donnees-2024-reg76.parquet"}


def test_the_newest_edition_comes_before_an_older_one_put_there_again(
    site: Site, folder: Path, content: bytes
):
    api = publish(
        site,
        content,
        ("a/donnees_2025_reg76.parquet", "2026-05-01T12:00:00"),
        ("b/donnees-2024-reg76.parquet", "2026-06-01T12:00:00"),
    )
    get(occitanie(), folder, api_address=api)
    assert kept(folder) == {"donnees_2025_reg76.parquet"}


def test_a_region_that_is_not_there_is_said(site: Site, folder: Path, content: bytes):
    api = publish(site, content, ("a/donnees-2024-reg75.parquet", "2026-05-01T12:00:00"))
    key = "datagouv_no_resource"
    error = refusal(SourceChangedError, key, occitanie(), folder, api_address=api)
    assert "insee_access-76" in error.say(Words("fr"))


def test_a_cut_file_goes_on_where_it_stopped(site: Site, folder: Path, content: bytes):
    api = publish(site, content, ("a/donnees-2024-reg76.parquet", "2026-05-01T12:00:00"))
    site.on(
        f"{PAGE}/a/donnees-2024-reg76.parquet",
        Answer(content, headers=V1, sent=len(content) // 2, has_ranges=True),
        Answer(content, headers=V1, has_ranges=True),
    )
    get(occitanie(), folder, api_address=api)
    ranges = [asked.headers.get("range") for asked in site.requests if PAGE in asked.path]
    assert ranges == [None, f"bytes={len(content) // 2}-"]
    assert (folder / "donnees-2024-reg76.parquet").read_bytes() == content


def test_a_source_is_asked_for_whole_or_by_one_of_its_files():
    whole = find_files_of("insee_access")
    assert len(whole) == len(find_source("insee_access").resource_parts) == 16
    assert [one.id for one in find_files_of("insee_access-52")] == ["insee_access-52"]
    assert [one.id for one in find_files_of("arcep_fixed")] == ["arcep_fixed"]
    with pytest.raises(UnknownNameError):
        find_files_of("insee_access-99")
