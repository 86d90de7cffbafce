"""Insee's minutes to any service it knows, asked for by name from a folder of its files."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from pipelines.notes import Note, Notes
from pipelines.sources import insee_cog
from pipelines.sources._equipment_types import services, types_of
from pipelines.sources.catalogue import find_source
from pipelines.sources.locate import SourceAbsentError, locate
from pipelines.steps.official_minutes import official_minutes
from territory.contract import OFFICIAL_MINUTES
from territory.errors import SourceMissingError

_COLUMNS = dict(
    zip(
        (*OFFICIAL_MINUTES, "official_minutes_status"),
        (
            "road_minutes",
            "square_people",
            "known_people",
            "within_10_minutes_share",
            "within_15_minutes_share",
            "within_20_minutes_share",
            "within_30_minutes_share",
            "minutes_status",
        ),
        strict=True,
    )
)


def service_minutes(
    folder: Path, communes: pd.DataFrame, service: str
) -> tuple[pd.DataFrame, Notes]:
    """Return the minutes by road of each commune's people to the nearest place of a service.

    Parameters
    ----------
    folder : Path
        Holds Insee's files and the official geographic code, under their published names.
    communes : DataFrame
        The table of communes.
    service : str
        One of `pipelines.sources._equipment_types.services`.

    Returns
    -------
    DataFrame
        One row a commune: its name and people, ``service_name``, ``road_minutes``, people of its squares
        and of those whose minutes are known, the shares of the latter within 10, 15, 20 and 30 minutes,
        ``minutes_status``.

    Notes
    -----
        What was read, and what was left without minutes.

    Raises
    ------
    UnknownNameError
        If no service has this name.
    SourceMissingError
        If the folder lacks the files, or no file holds the service: the notes say which types are there.
    SourceChangedError
        As `pipelines.steps.official_minutes.official_minutes`.
    """
    types_of(service)
    sources = {name: find_source(name) for name in ("insee_cog", "insee_access")}
    files = locate(sources, folder)
    if "insee_access" not in files:
        raise SourceAbsentError(sources["insee_access"])
    cog = insee_cog.read(files["insee_cog"].path)
    year = int(files["insee_cog"].edition)
    found = official_minutes(communes, files["insee_access"], cog, year, service)
    if not found.is_held:
        raise ServiceAbsentError(service, folder, found.notes)
    named = communes[["commune_name", "departement_code", "population_people"]]
    minutes = found.communes.rename(columns=_COLUMNS).assign(service_name=service)
    columns = ["service_name", *_COLUMNS.values()]
    return pd.DataFrame(named).join(minutes[columns]), found.notes


class ServiceAbsentError(SourceMissingError):
    """No file of a folder holds a service; `notes` says what each holds."""

    def __init__(self, service: str, folder: Path, notes: Notes) -> None:
        self.notes = notes
        super().__init__("access_service_absent", service=service, folder=folder)


def known_services() -> Notes:
    """Return the services that can be asked for, as notes: name, words, types."""
    return Notes(
        Note(
            "official.known_service",
            values={
                "name": name,
                "service": Note(f"official.service.{name}"),
                "types": ", ".join(codes),
            },
        )
        for name, codes in services().items()
    )
