"""Build the table of counters: each pointed to its commune, by code and by place."""

from __future__ import annotations

from typing import Any

import geopandas as gpd
import pandas as pd

from pipelines.notes import Note, Notes
from pipelines.sources.catalogue import SourceFile, reader_of
from pipelines.sources.france_services import kind_of_format
from pipelines.sources.insee_cog import Cog
from pipelines.steps.counters_hours import hours_notes
from pipelines.steps.doubles import find_doubles
from pipelines.steps.pointing import Pointed, place_by, point_places
from pipelines.steps.positions import FAR_KM
from pipelines.steps.travels import speaks_of_rounds, travels_by_its_words
from territory.contract import COUNTERS
from territory.doors import is_fixed
from territory.geography import commune_of_arrondissement
from territory.opening import hours_of


def build_counters(
    communes: gpd.GeoDataFrame, file: SourceFile, cog: Cog, year: int
) -> tuple[gpd.GeoDataFrame, Notes]:
    """Read the list of counters and point each to its commune of the tables' year.

    Parameters
    ----------
    communes : GeoDataFrame
        All communes, with their shapes.
    file : SourceFile
        The list in use.
    cog, year
        The official geographic code and its year.
    """
    published = reader_of(file.source)(file.path)
    counters = published.sort_index()
    pointed = point_places(counters, communes, file, cog, year, by_place_first=False)
    counters, doubles = describe_counters(pointed.places, communes["commune_name"])
    by_words = counters["itinerant_reason_name"].notna()
    notes = Notes()
    notes.add("counters.published_rows", count=len(counters))
    notes.extend(pointed.codes.notes())
    notes.extend(_pointing_notes(counters, pointed))
    notes.add("counters.travel_by_words", rows=_travelling(counters[by_words]))
    notes.add(
        "counters.doubles", rows=[Note("counters.doubles_row", values=row) for row in doubles]
    )
    far_km = pointed.positions.gap_km[pointed.positions.far]
    notes.add("counters.far", _far(far_km, pointed.by_code), limit_km=FAR_KM)
    notes.add_words(published.attrs["notes"])
    notes.extend(hours_notes(counters))
    return _columns_of(counters), notes


def counters_of_list(
    published: gpd.GeoDataFrame, communes: gpd.GeoDataFrame, by_code: pd.Series, file: str
) -> gpd.GeoDataFrame:
    """Return the counters of a list that is read beside tables already built.

    Parameters
    ----------
    published : GeoDataFrame
        As the source's reader gives it.
    communes : GeoDataFrame
        The communes of the tables, with their shapes and town halls.
    by_code : Series of str
        Commune of the tables' year that each counter declares, on the list's index; missing where it is
        blank, or leads to no single commune.
    file : str
        The list's name, for messages.

    Returns
    -------
    GeoDataFrame
        Columns of `territory.contract.COUNTERS`, as `build_counters` gives them.

    Raises
    ------
    SourceChangedError
        If too many points are far from the commune they declare.
    """
    pointed, _ = place_by(published, communes, by_code, file, by_place_first=False)
    return _columns_of(describe_counters(pointed.sort_index(), communes["commune_name"])[0])


def _columns_of(counters: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    kept = counters[[column.name for column in COUNTERS if column.name != "counter_code"]]
    kept.attrs = {}
    return kept


def describe_counters(
    counters: gpd.GeoDataFrame, names: pd.Series
) -> tuple[gpd.GeoDataFrame, list[dict[str, Any]]]:
    """Say what each counter is, whether it travels, its hours, and which door it repeats.

    Parameters
    ----------
    counters : GeoDataFrame
        As read, pointed to their communes.
    names : Series of str
        Name of each commune, by code.

    Returns
    -------
    GeoDataFrame
        With the columns that the build derives.
    list of dict
        The doubles, as `pipelines.steps.doubles.find_doubles`.
    """
    counters = counters.copy()
    counters["counter_kind_name"] = kind_of(counters)
    counters["itinerant_reason_name"] = travels_by_its_words(
        counters, names.reindex(counters["commune_code"]).set_axis(counters.index)
    )
    by_words = counters["itinerant_reason_name"].notna()
    counters["is_itinerant"] = counters["is_declared_itinerant"].mask(by_words, True)
    counters["counter_kind_name"] = counters["counter_kind_name"].mask(by_words, "itinerant")
    counters = counters.join(hours_of(counters, counters["comment_text"]))
    doubles = find_doubles(counters, names)
    counters["double_of_code"] = (
        pd.Series({row["counter_code"]: row["double_of_code"] for row in doubles}, dtype="str")
        .reindex(counters.index)
        .astype("str")
    )
    return counters, doubles


def _pointing_notes(counters: gpd.GeoDataFrame, pointed: Pointed) -> Notes:
    """Return what is said of the commune of each counter: the one it declares, or stands in."""
    declared, by_place = counters["declared_commune_code"], counters["located_commune_code"]
    by_code, is_split = pointed.by_code, pointed.is_split
    is_arrondissement = declared.notna() & (
        commune_of_arrondissement(declared.fillna("")) != declared
    )
    concerned = {
        "rounds_besides": speaks_of_rounds(counters["comment_text"]) & is_fixed(counters),
        "unknown_travel": counters["is_itinerant"].isna(),
        "without_point": counters.index.isin(pointed.positions.blank),
        "unplaced": counters.geometry.isna(),
        "arrondissements_pointed": is_arrondissement,
        "moved": by_code.notna() & (by_code != declared) & ~is_arrondissement,
        "split": is_split,
        "outside_communes": counters["commune_code"].isna(),
        "commune_from_place": by_code.isna() & ~is_split & by_place.notna(),
    }
    notes = Notes()
    notes.add("counters.declared_itinerant", count=int(counters["is_declared_itinerant"].sum()))
    for what, is_concerned in concerned.items():
        notes.add(f"counters.{what}", counters.index[is_concerned])
    elsewhere = by_code.notna() & by_place.notna() & (by_code != by_place)
    notes.add("counters.elsewhere", _elsewhere(counters.index[elsewhere], by_code, by_place))
    notes.add("counters.outside_shapes", counters.index[by_place.isna()])
    return notes


def _elsewhere(codes: pd.Index, by_code: pd.Series, by_place: pd.Series) -> list[Note]:
    return [
        Note(
            "counters.elsewhere_row",
            values={
                "counter_code": str(code),
                "declared": str(by_code[code]),
                "located": str(by_place[code]),
            },
        )
        for code in codes
    ]


def _travelling(counters: pd.DataFrame) -> list[Note]:
    """Return a line for each counter listed as fixed whose own words say that it travels."""
    return [
        Note(
            "counters.travel_by_words_row",
            values={
                "counter_code": str(code),
                "counter_name": str(row["counter_name"]),
                "reason": Note(f"travel_reason.{row['itinerant_reason_name']}"),
            },
        )
        for code, row in counters.iterrows()
    ]


def _far(gaps_km: pd.Series, by_code: pd.Series) -> list[Note]:
    """Return each counter put at the town hall, with its gap; coordinates may not be degrees."""
    return [
        Note(
            "counters.far_row",
            values={
                "counter_code": str(code),
                "declared": str(by_code[str(code)]),
                "gap": Note("not_degrees") if pd.isna(km) else Note("gap", values={"km": km}),
            },
        )
        for code, km in gaps_km.items()
    ]


def kind_of(counters: pd.DataFrame) -> pd.Series:
    """Return what each counter is: one of `territory.contract.COUNTER_KINDS`.

    Parameters
    ----------
    counters : DataFrame
        Columns ``kind_name``, ``format_name`` and ``is_declared_itinerant``.

    Returns
    -------
    Series of str
        The format decides, the kind tells antennas; ``unknown`` where the list does not say
        whether the counter travels.
    """
    kind = counters["format_name"].fillna("").map(kind_of_format).replace("", pd.NA)
    travels = counters["is_declared_itinerant"].astype("boolean")
    kind = kind.mask(kind.isna() & travels.fillna(False), "itinerant")
    is_antenna = kind.isna() & (counters["kind_name"] == "Antenne").fillna(False)
    kind = kind.mask(is_antenna, "antenna").fillna("principal")
    return kind.mask(travels.isna(), "unknown").astype("str")
