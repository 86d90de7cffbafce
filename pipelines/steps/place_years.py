"""Bring shapes and town halls from the communes of their year to those of the tables."""

from __future__ import annotations

import geopandas as gpd
import pandas as pd

from pipelines.sources.insee_cog import Cog
from pipelines.steps.vintages import Passage, point_to_communes
from territory.geography import is_among


def shapes_of_communes(
    shapes: gpd.GeoSeries, cog: Cog, moved: Passage
) -> tuple[gpd.GeoSeries, dict[str, list[str]]]:
    """Return the shape of each commune, made from the shapes of another year.

    Parameters
    ----------
    shapes : GeoSeries
        By code of the year they were drawn in.
    cog : Cog
        The official geographic code.
    moved : Passage
        The moves since that year.

    Returns
    -------
    GeoSeries
        By code of today: the union of the parts of a merged commune. A commune touched by a split
        has none, nor has a merged one of which a part is absent.
    dict
        Codes by what happened to them: ``split``, ``merged``, ``merged_in_part``.
    """
    target = point_to_communes(shapes.index.to_series(), cog, moved)
    is_split = shapes.index.isin(moved.split_codes) | target.isin(moved.split_codes).to_numpy()
    used = target.notna().to_numpy() & ~is_split
    counts = target[used].value_counts()
    merged = sorted(counts.index[counts > 1])
    absent = {now for old, now in moved.to_code.items() if old not in shapes.index}
    in_part = sorted(absent & set(target[used]))
    single = used & ~target.isin([*merged, *in_part]).to_numpy()
    unchanged = shapes[single].set_axis(target[single].to_numpy(), axis="index")
    whole = [code for code in merged if code not in absent]
    unions = [shapes[used & (target == code).to_numpy()].union_all() for code in whole]
    together = pd.concat([unchanged, gpd.GeoSeries(unions, index=whole, crs=shapes.crs)])
    return gpd.GeoSeries(together, crs=shapes.crs), {
        "split": sorted(shapes.index[is_split]),
        "merged": whole,
        "merged_in_part": in_part,
    }


def halls_of_communes(halls: gpd.GeoSeries, cog: Cog, moved: Passage) -> gpd.GeoSeries:
    """Return the town hall of each commune: its own, else the one of the commune it continues.

    Parameters
    ----------
    halls : GeoSeries
        By code of the year of the file; a code once.
    cog : Cog
        The official geographic code.
    moved : Passage
        The moves since that year.
    """
    is_current = is_among(halls.index, cog.communes.index)
    own, others = halls[is_current], halls[~is_current]
    target = pd.Series(others.index, index=others.index).map(moved.to_code)
    counts = target.value_counts()
    # A commune that only changed its code: several halls would be those of merged communes.
    follows = target.isin(counts.index[counts == 1]) & ~is_among(target, own.index)
    renamed = others[follows.to_numpy()].set_axis(target[follows].to_numpy(), axis="index")
    return gpd.GeoSeries(pd.concat([own, renamed]), crs=halls.crs)
