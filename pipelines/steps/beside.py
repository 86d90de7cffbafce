"""The optional tables of places beside France Services: mediation places, public counters."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

import geopandas as gpd
import pandas as pd

from pipelines.notes import Notes
from pipelines.sources.catalogue import SourceFile
from pipelines.sources.choice import widest
from pipelines.sources.folder import Folder
from pipelines.sources.insee_cog import Cog
from pipelines.steps.mediation import build_mediation_places
from pipelines.steps.public_counters import build_public_counters
from pipelines.steps.reach import Reaches
from territory.contract_check import check_table

MEDIATION, PUBLIC = "mediation_places", "public_directory"


@dataclass
class Beside:
    """The places beside France Services, and what there is to say of them.

    Parameters
    ----------
    mediation_places, public_counters : GeoDataFrame, optional
        None without their source.
    mediation_notes, public_notes : Notes, optional
        None without their source.
    days : dict
        Source id → day that a file itself says it describes.
    """

    mediation_places: gpd.GeoDataFrame | None = None
    mediation_notes: Notes | None = None
    public_counters: gpd.GeoDataFrame | None = None
    public_notes: Notes | None = None
    days: dict[str, str] = field(default_factory=dict)

    def as_report(self) -> dict[str, list[dict[str, object]] | None]:
        """Return what the report keeps, by section."""
        told = {"mediation": self.mediation_notes, "public_counters": self.public_notes}
        return {name: None if notes is None else notes.plain() for name, notes in told.items()}


def build_beside(
    communes: gpd.GeoDataFrame,
    used: dict[str, SourceFile],
    cog: Cog,
    folder: Folder,
    *,
    former: pd.DataFrame,
    reaches: Reaches,
    tell: Callable[[str], None],
) -> Beside:
    """Build those of the tables whose source has a file; each is held to the contract.

    Parameters
    ----------
    communes : GeoDataFrame
        All communes, with their shapes and town halls.
    used : dict
        The files in use; that of the mediation places is chosen here.
    cog, folder
        The official geographic code, and what the folder says of itself.
    former : DataFrame
        Codes and names of yesterday.
    reaches : Reaches
        Measures how much of France each file holds.
    tell : callable
        Called with the id of each source as its turn comes.

    Raises
    ------
    SourceChangedError
        If a file is not what its source declares.
    """
    year, found = int(used["insee_cog"].edition), Beside()
    if MEDIATION in used:
        tell(MEDIATION)
        file = used[MEDIATION] = widest(used[MEDIATION], cog, folder)
        places, notes = build_mediation_places(communes, file, cog, year)
        check_table(places, "mediation_places")
        published = notes.find("mediation.published_rows").values["count"]
        reaches.add(file, commune_codes(places), published)
        found.mediation_places, found.mediation_notes = places, notes
    if PUBLIC in used:
        tell(PUBLIC)
        file = used[PUBLIC]
        counters, notes, day = build_public_counters(communes, file, cog, year, former)
        check_table(counters, "public_counters")
        reaches.add(file, commune_codes(counters), len(counters))
        found.public_counters, found.public_notes = counters, notes
        found.days = {PUBLIC: day} if day else {}
    return found


def commune_codes(points: gpd.GeoDataFrame) -> pd.Series:
    """Return the commune of each place, the one it declares where it stands in none."""
    codes: pd.Series = points["commune_code"].fillna(points["declared_commune_code"])
    return codes
