"""The figures of one territory and of what it is compared with, from national tables made once."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from shapely.geometry.base import BaseGeometry

from territory import illectronism
from territory.country import Country
from territory.errors import TerritoryError
from territory.maps.atlas import Atlas
from territory.maps.paper.request import paper_atlas
from territory.portrait.gather import commune_measures, gather, reason_of
from territory.territories import (
    COMMUNES,
    Territory,
    communes_of,
    is_whole_country,
    proper_name,
)
from territory.territories.figures import FRANCE, GROUPINGS, group_of_set, groups_of
from territory.territories.references import Reference

# Shapes of the locator: a third of a kilometre is not seen on a page that shows a region.
LOCATOR_TOLERANCE_DEGREES = 0.004
THIS = "this"


@dataclass(frozen=True)
class Figures:
    """The figures of one territory.

    Parameters
    ----------
    level : str
        Its level.
    values : mapping of str to float
        A row of `territory.portrait.gather.gather`: numbers, NaN where unknown.
    nation : mapping of str to float
        The same for all communes of the tables.
    reason : str
        Code of the reason the need has no estimate; ``""`` when it has one or reasons differ.
    remarks : str
        Codes of what is said of the estimate of all its communes; ``""`` for none.
    robustness : str
        Name of the robustness of a single commune; ``""`` otherwise.
    engine : str
        What measured the minutes.
    has_points : bool
        Whether minutes are the mean over where people live, not from the town hall.
    is_of_france : bool
        Whether the tables hold all of France: `nation` is then France.
    """

    level: str
    values: Mapping[str, float]
    nation: Mapping[str, float]
    reason: str = ""
    remarks: str = ""
    robustness: str = ""
    engine: str = "estimate"
    has_points: bool = False
    is_of_france: bool = True

    def known(self, *names: str) -> bool:
        """Tell whether all these figures are known."""
        return all(name in self.values and not np.isnan(self.values[name]) for name in names)

    def __getitem__(self, name: str) -> float:
        return self.values[name]

    @property
    def is_single(self) -> bool:
        """Whether the territory is one commune, whatever its level."""
        return self.values["communes_count"] == 1


@dataclass(frozen=True)
class ReferenceFigures:
    """What a territory is compared with, and its figures.

    Parameters
    ----------
    kind : str
        As `territory.territories.references.Reference`.
    key : str
        Code of the territory at that level; the density class; ``"france"``; ``""`` for peers.
    name : str
        Its name where it has one of its own; ``""`` otherwise.
    values : mapping of str to float
        Its figures.
    """

    kind: str
    key: str
    name: str
    values: Mapping[str, float]


def row_of(table: pd.DataFrame, code: str) -> pd.Series:
    """Return the row of a territory."""
    return pd.Series(table.loc[code])


def plain(row: pd.Series) -> dict[str, float]:
    """Return the numbers of a row, as plain floats; what is no number is left out."""
    return {
        str(name): float("nan") if pd.isna(value) else float(value)
        for name, value in row.items()
        if not isinstance(value, str)
    }


@dataclass(frozen=True)
class PortraitMaker:
    """All that portraits are made from, computed once for any number of them.

    One thread at a time computes: another that asks meanwhile waits for it, and does not begin anew.

    Parameters
    ----------
    country : Country
        All the communes there are.
    """

    country: Country
    _levels: dict[str, pd.DataFrame] = field(default_factory=dict, repr=False)
    _lock: threading.RLock = field(default_factory=threading.RLock, repr=False, compare=False)

    def prepare(self) -> None:
        """Compute what the first portrait would wait for."""
        for level in ("commune", *GROUPINGS):
            self.level(level)
        _ = self.departement_shapes

    @cached_property
    def atlas(self) -> Atlas:
        """The maps of the country, for paper."""
        return paper_atlas(self.country)

    @cached_property
    def measures(self) -> pd.DataFrame:
        """What is added up, of every commune."""
        with self._lock:
            return self.country.disk.frame("portrait_measures", self._measure)

    def _measure(self) -> pd.DataFrame:
        return commune_measures(self.country, self.country.explained)

    def level(self, level: str) -> pd.DataFrame:
        """Return the figures of all territories of a level, shared: never write into it."""
        with self._lock:
            if level not in self._levels:
                self._levels[level] = self.country.disk.frame(
                    f"portrait_{level}", lambda: self._gather(level)
                )
            return self._levels[level]

    def _gather(self, level: str) -> pd.DataFrame:
        groups = groups_of(self.country.tables.communes, level)
        return gather(self.country, self.measures, groups, self.country.draws)

    def of_codes(self, codes: pd.Index, *, with_interval: bool = True) -> pd.Series:
        """Return the figures of communes taken together; without their interval when not needed."""
        groups = group_of_set(self.country.tables.communes, list(codes), THIS)
        draws = self.country.draws if with_interval else None
        return gather(self.country, self.measures, groups, draws).iloc[0]

    @cached_property
    def is_of_france(self) -> bool:
        """Whether the tables hold all of France."""
        return is_whole_country(self.country.tables)

    @cached_property
    def nation(self) -> dict[str, float]:
        """The figures of all communes of the tables."""
        return plain(self.level(FRANCE).iloc[0])

    def figures(self, territory: Territory) -> Figures:
        """Return the figures of a territory.

        Raises
        ------
        UnknownNameError
            If it does not exist.
        TerritoryError
            If it is all of France: the other territories are compared with it.
        """
        if territory.level == FRANCE:
            raise TerritoryError("portrait_of_france")
        communes = communes_of(self.country.tables, territory)
        if territory.level == COMMUNES:
            row = self.of_codes(communes.index)
        else:
            row = row_of(self.level(territory.level), territory.code)
        return self.figures_of_row(territory.level, row, communes.index)

    def figures_of_row(self, level: str, row: pd.Series, codes: pd.Index) -> Figures:
        """Return the figures of a territory whose row is made."""
        need = self.country.need_interval.loc[codes, "illectronism_reason_code"]
        is_unknown = pd.isna(row["illectronism_people"])
        robustness = row["robustness_name"]
        return Figures(
            level,
            plain(row),
            self.nation,
            reason_of(need) if is_unknown else "",
            "" if is_unknown else illectronism.shared_remarks(need),
            robustness if isinstance(robustness, str) else "",
            self.country.tables.engine.name,
            self.country.tables.points is not None,
            self.is_of_france,
        )

    def all_figures(self, level: str) -> Iterator[tuple[str, Figures]]:
        """Return the figures of all territories of a level, one after the other."""
        table = self.level(level)
        members = groups_of(self.country.tables.communes, level).dropna()
        reasons = self.country.need_interval["illectronism_reason_code"].reindex(members.index)
        by_territory = reasons.groupby(members.to_numpy())
        shared = by_territory.agg(reason_of)
        remarks = by_territory.agg(illectronism.shared_remarks)
        numbers = table.select_dtypes("number").astype("float64")
        names = table["robustness_name"]
        rows = zip(numbers.to_dict("records"), names, names.notna(), strict=True)
        for code, (row, name, is_named) in zip(table.index, rows, strict=True):
            values = {str(key): value for key, value in row.items()}
            is_unknown = np.isnan(values["illectronism_people"])
            yield (
                str(code),
                Figures(
                    level,
                    values,
                    self.nation,
                    shared[code] if is_unknown else "",
                    "" if is_unknown else remarks[code],
                    str(name) if is_named else "",
                    self.country.tables.engine.name,
                    self.country.tables.points is not None,
                    self.is_of_france,
                ),
            )

    def references(self, territory: Territory) -> list[ReferenceFigures]:
        """Return what a territory is compared with, the nearest first."""
        return [
            ReferenceFigures(one.kind, one.code, self._name(one), self._values(one))
            for one in self.country.references(territory)
        ]

    def _name(self, reference: Reference) -> str:
        if reference.territory is None or reference.level == FRANCE:
            return ""
        return proper_name(self.country.tables, reference.territory)

    def _values(self, reference: Reference) -> dict[str, float]:
        if reference.level:
            return plain(row_of(self.level(reference.level), reference.code))
        return plain(self.of_codes(reference.codes, with_interval=False))

    def spread_level(self, territory: Territory) -> str:
        """Return the level whose territories a territory is placed among."""
        return "epci" if territory.level == COMMUNES else territory.level

    def spread(self, territory: Territory) -> pd.DataFrame:
        """Return the indicators of all territories of the same level."""
        level = self.spread_level(territory)
        return self.country.indicators if level == "commune" else self.level(level)

    @cached_property
    def departement_shapes(self) -> gpd.GeoDataFrame:
        """The outlines of all départements, simplified, with their ``zone`` and ``region_code``."""
        communes = self.country.tables.communes
        kept = self.country.ground_disk.frame("portrait_departements", lambda: _outlines(communes))
        shapes = shapely.from_wkb(kept["outline"].to_numpy())
        return gpd.GeoDataFrame(kept.drop(columns="outline"), geometry=shapes, crs=communes.crs)


def _outlines(communes: gpd.GeoDataFrame) -> pd.DataFrame:
    """Return the outline of each département as WKB, simplified together so that borders are shared."""
    simple = shapely.coverage_simplify(communes.geometry.to_numpy(), LOCATOR_TOLERANCE_DEGREES)
    rows = communes.groupby("departement_code").indices
    shapes: list[BaseGeometry] = [shapely.union_all(simple[one]) for one in rows.values()]
    first = communes.iloc[[one[0] for one in rows.values()]]
    return pd.DataFrame(
        {
            "zone": first["zone"].to_numpy(),
            "region_code": first["region_code"].to_numpy(),
            "outline": shapely.to_wkb(shapes),
        },
        index=pd.Index(rows.keys(), name="departement_code"),
    )
