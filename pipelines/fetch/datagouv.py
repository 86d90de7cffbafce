"""Choose a file on data.gouv.fr, where addresses change at each update.

A dataset's page is stable; its files are new resources, or the same ones at a new address. The
dataset's JSON lists them: the newest whose title and format are those declared is the one.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import Any

from pipelines.sources.catalogue import Source
from pipelines.sources.names import readable_name
from territory.errors import DownloadError, SourceChangedError
from territory.messages import default_words

API_ADDRESS = "https://www.data.gouv.fr/api/1"


def dataset_url(source: Source, api_address: str = API_ADDRESS) -> str:
    """Return the address of a source's dataset in the API."""
    return f"{api_address.rstrip('/')}/datasets/{source.dataset_id}/"


def choose_resource(source: Source, dataset: Any) -> str:
    """Return the address of the newest resource that is the source's.

    Parameters
    ----------
    source : Source
        Declares `resource_title`, a regular expression (any case), and `resource_format`; for one
        file of several, `resource_url`, a regular expression of its address. The newest edition by
        its published name comes first, then the last one put there.
    dataset : dict
        The API's answer.

    Raises
    ------
    SourceChangedError
        If no resource matches; the titles seen are listed.
    DownloadError
        If the answer is not a dataset.
    """
    try:
        resources = [
            (str(resource["title"]), str(resource["format"] or ""), resource)
            for resource in dataset["resources"]
        ]
        wanted = [
            (
                _edition_day(source, str(resource["url"])),
                _moment(resource["last_modified"]),
                str(resource["url"]),
            )
            for title, file_format, resource in resources
            if re.search(source.resource_title, title, re.IGNORECASE)
            and source.resource_format.casefold() in ("", file_format.casefold())
            and re.search(source.resource_url, str(resource["url"]), re.IGNORECASE)
        ]
    except (KeyError, TypeError, ValueError) as error:
        raise DownloadError(
            "datagouv_unreadable", source=source.id, page_url=source.page_url, detail=repr(error)
        ) from error
    if not wanted:
        raise SourceChangedError(
            "datagouv_no_resource",
            source=source.id,
            example=readable_name(source.example_name, default_words()),
            format=source.resource_format,
            seen="; ".join(f"{title} ({file_format})" for title, file_format, _ in resources),
            page_url=source.page_url,
        )
    return max(wanted)[2]


def _edition_day(source: Source, url: str) -> str:
    """Return the day of the edition of one file of several, by its name; ``""`` for any other source."""
    if not source.resource_url:
        return ""
    edition = source.edition_of(url.rpartition("/")[2])
    return source.reference_date_of(edition or "") or ""


def _moment(text: str) -> datetime:
    moment = datetime.fromisoformat(text)
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
