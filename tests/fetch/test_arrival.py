"""What comes is held against the name and the type of the source, and against paths."""

from __future__ import annotations

import gzip
from pathlib import Path

import pytest

from pipelines.fetch.lock import LOCK_FILE
from pipelines.sources.catalogue import Source, read_catalogue
from pipelines.sources.names import published_name
from territory.errors import SourceChangedError
from territory.messages import Words
from tests.fetch.declared import ROWS, V1, V2, get, kept, refusal
from tests.fetch.fetching import source_of
from tests.http_server import Answer, Site
from tests.sources.published import zip_bytes


def test_a_dead_link_answering_html_is_refused(site: Site, folder: Path) -> None:
    page = Answer(b"<!DOCTYPE html><html>", headers={"Content-Type": "text/html; charset=utf-8"})
    source = source_of(file_url=site.on("/base_2022.zip", page))
    error = refusal(SourceChangedError, "fetch_web_page", source, folder)
    assert source.page_url in error.say(Words("fr"))
    assert kept(folder) == set()


PAGE = b"\xef\xbb\xbf  \n<html><body>Page introuvable</body></html>"


@pytest.mark.parametrize(
    ("name", "body", "key"),
    [
        ("base_2022.csv", PAGE, "arrival_web_page"),
        ("base_2022.json", PAGE, "arrival_web_page"),
        ("base_2022.zip", PAGE, "arrival_other_type"),
        ("base_2022.xlsx", ROWS, "arrival_other_type"),
        ("base_2022.geojson.gz", PAGE, "arrival_other_type"),
        ("base_2022.geojson.gz", gzip.compress(PAGE), "arrival_web_page"),
        ("base_2022.json", b"code;count\n", "arrival_other_type"),
        ("base_2022.csv", zip_bytes({"base.csv": ROWS}), "arrival_other_type"),
        ("base_2022.csv", b"", "arrival_empty"),
        ("base_2022.csv", b"\xef\xbb\xbf\r\n", "arrival_empty"),
        ("base_2022.zip", zip_bytes({"base.csv": ROWS})[:-30], "archive_damaged"),
        ("base_2022.geojson.gz", gzip.compress(b"{" + ROWS)[:-9], "archive_damaged"),
    ],
    ids=lambda value: "" if isinstance(value, bytes) else value,
)
def test_what_is_not_the_type_its_name_says_or_is_cut_is_refused(
    site: Site, folder: Path, name: str, body: bytes, key: str
) -> None:
    answer = Answer(body, headers={"Content-Type": "application/octet-stream", **V1})
    source = source_of(file_url=site.on(f"/{name}", answer))
    refusal(SourceChangedError, key, source, folder)
    assert kept(folder) == set()


def test_a_bad_file_does_not_take_the_place_of_the_good_one(site: Site, folder: Path) -> None:
    url = site.on("/base_2022.csv", Answer(ROWS, headers=V1), Answer(PAGE, headers=V2))
    get(source_of(file_url=url), folder)
    before = (folder / LOCK_FILE).read_bytes()
    refusal(SourceChangedError, "arrival_web_page", source_of(file_url=url), folder)
    assert (folder / "base_2022.csv").read_bytes() == ROWS
    assert (folder / LOCK_FILE).read_bytes() == before


@pytest.mark.parametrize(
    "name",
    ["../base_2022.csv", "/etc/base_2022.csv", "..\\base_2022.csv", "C:base_2022.csv", ".base"],
)
def test_a_name_with_a_path_in_it_is_refused(site: Site, folder: Path, name: str) -> None:
    quoted = name.replace("\\", "\\\\")
    named = {"Content-Disposition": f'attachment; filename="{quoted}"'}
    # A pattern that takes anything, so that only the rule on paths can refuse.
    source = source_of(
        file_url=site.on("/base_2022.csv", Answer(ROWS, headers=named)), file_pattern="(?s).*"
    )
    refusal(SourceChangedError, "fetch_name_unsafe", source, folder)
    assert kept(folder) == set()
    assert {path.name for path in folder.parent.iterdir()} == {"raw"}


def test_a_path_hidden_in_the_address_is_refused(site: Site, folder: Path) -> None:
    source = source_of(file_url=site.on("/..%2Fbase_2022.csv", Answer(ROWS)), file_pattern="(?s).*")
    refusal(SourceChangedError, "fetch_name_unsafe", source, folder)


def test_a_name_that_is_not_the_sources_is_refused_before_its_body(
    site: Site, folder: Path
) -> None:
    source = source_of(file_url=site.on("/other.csv", Answer(ROWS)))
    error = refusal(SourceChangedError, "fetch_name_unexpected", source, folder)
    assert "other.csv" in error.say(Words("fr"))
    assert kept(folder) == set()


@pytest.mark.parametrize(
    "source",
    [
        pytest.param(file, id=file.id)
        for one in read_catalogue().values()
        for file in one.each_file()
        # No address is known: from their pages, by hand.
        if one.id not in ("mediation_places", "qpv_list")
    ],
)
def test_every_declared_source_can_be_fetched_and_recognised(source: Source) -> None:
    if source.file_url:
        assert published_name(source, "", source.file_url)
    else:
        assert source.dataset_id
        assert source.resource_title
