"""The resource of a dataset of data.gouv.fr: the newest of the declared title and format."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from pipelines.fetch.outcomes import Outcome
from pipelines.sources.catalogue import Source
from territory.errors import DownloadError, SourceChangedError
from territory.messages import Words
from tests.fetch.declared import ROWS, V1, get, lock_of, refusal
from tests.fetch.fetching import source_of
from tests.http_server import Answer, Site


def counters_source() -> Source:
    return source_of(
        id="france_services",
        file_pattern=r"liste-fs-(?P<edition>\d{8})\.csv",
        dataset_id="liste-fs",
        resource_title=r"structures\b",
        resource_format="csv",
    )


def resource(site: Site, name: str, title: str, day: str, file_format: str = "csv") -> dict:
    url = site.on(f"/resources/{name}", Answer(ROWS, headers=V1))
    return {"title": title, "format": file_format, "url": url, "last_modified": day}


def publish(site: Site, *resources: dict) -> None:
    listed = json.dumps({"id": "liste-fs", "resources": resources}).encode()
    site.on(
        "/api/1/datasets/liste-fs/", Answer(listed, headers={"Content-Type": "application/json"})
    )


def test_the_newest_resource_of_the_declared_title_and_format_is_chosen(
    site: Site, folder: Path
) -> None:
    # By instant, not by text: 23:30 in UTC-2 is 01:30 the day after in UTC.
    publish(
        site,
        resource(site, "liste-fs-20240801.csv", "Liste des Structures", "2024-08-01T10:00:00"),
        resource(
            site, "liste-fs-20260910.csv", "Liste des STRUCTURES", "2026-09-10T23:30:00-02:00"
        ),
        resource(
            site, "liste-fs-20260909.csv", "Liste des structures", "2026-09-11T00:30:00+00:00"
        ),
        resource(site, "liste-fs-20261001.csv", "Communes couvertes", "2026-10-01T10:00:00"),
        resource(site, "liste-fs-20261002.pdf", "structures", "2026-10-02T10:00:00", "pdf"),
        {"title": "Lien", "format": None, "url": "https://example.org", "last_modified": None},
    )
    outcome = get(counters_source(), folder, api_address=f"{site.address}/api/1")
    assert outcome.path.name == "liste-fs-20260910.csv"
    assert lock_of(folder)["france_services"]["url"].endswith("/resources/liste-fs-20260910.csv")


def test_no_matching_resource_lists_the_titles_seen(site: Site, folder: Path) -> None:
    publish(
        site,
        resource(site, "a.csv", "Communes couvertes", "2026-10-01T10:00:00"),
        resource(site, "b.pdf", "Liste des structures", "2026-10-01T10:00:00", "pdf"),
    )
    error = refusal(
        SourceChangedError,
        "datagouv_no_resource",
        counters_source(),
        folder,
        api_address=f"{site.address}/api/1",
    )
    assert "Communes couvertes (csv); Liste des structures (pdf)" in error.say(Words("fr"))


@pytest.mark.parametrize("body", [b"<html>", b"[]", b'{"resources": [{"title": "structures"}]}'])
def test_an_answer_that_is_not_a_dataset_is_said(site: Site, folder: Path, body: bytes) -> None:
    site.on("/api/1/datasets/liste-fs/", Answer(body))
    refusal(
        DownloadError,
        "datagouv_unreadable",
        counters_source(),
        folder,
        api_address=f"{site.address}/api/1",
    )


def test_the_catalogue_api_is_asked_again_after_a_passing_failure(site: Site, folder: Path) -> None:
    publish(site, resource(site, "liste-fs-20260910.csv", "structures", "2026-09-10T10:00:00"))
    (listed,) = site.answers["/api/1/datasets/liste-fs/"]
    site.on(
        "/api/1/datasets/liste-fs/",
        Answer(status=503),
        replace(listed, sent=20),
        listed,
    )
    outcome = get(counters_source(), folder, api_address=f"{site.address}/api/1")
    assert outcome.outcome is Outcome.DOWNLOADED


def test_a_dataset_that_does_not_exist_is_said(site: Site, folder: Path) -> None:
    refusal(
        DownloadError,
        "fetch_status",
        counters_source(),
        folder,
        api_address=f"{site.address}/api/1",
    )


def test_locked_asks_for_the_very_resource_the_lock_speaks_of(site: Site, folder: Path) -> None:
    older = resource(site, "liste-fs-20240801.csv", "structures", "2024-08-01T10:00:00")
    publish(site, older)
    api = {"api_address": f"{site.address}/api/1"}
    get(counters_source(), folder, **api).path.unlink()
    publish(
        site, older, resource(site, "liste-fs-20260910.csv", "structures", "2026-09-10T10:00:00")
    )
    outcome = get(counters_source(), folder, locked=True, **api)
    assert outcome.path.name == "liste-fs-20240801.csv"
    assert len(site.asked("/api/1/datasets/liste-fs/")) == 1
