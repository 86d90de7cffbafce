"""Rows of a curve or a comparison as a file: CSV, workbook or JSON, with what they rest on."""

from __future__ import annotations

import json
from functools import partial
from pathlib import Path

import geopandas as gpd
import pandas as pd

from territory.exports import About, format_of, side_files, write_list
from territory.exports.cells import rounded
from territory.files import check_suffix as check_kind
from territory.files import write_file
from territory.plain_text import plain_all

JSON = ".json"
SUFFIXES = (".csv", ".xlsx", JSON)


# Takes a path: what ends otherwise is refused.
check_suffix = partial(check_kind, known=SUFFIXES, key="history_suffix")


def write_rows(path: Path, rows: pd.DataFrame, places: gpd.GeoDataFrame, about: About) -> None:
    """Write rows, and what goes beside a file that has no room for it.

    Parameters
    ----------
    path : Path
        Ending with one of `SUFFIXES`.
    rows : DataFrame
        Columns of the contract's vocabulary, a named index.
    places : GeoDataFrame
        The communes, which formats with shapes would draw.
    about : About
        What the file says of itself.
    """
    if path.suffix.lower() == JSON:
        write_file(path, json_bytes(rows, about))
        return
    chosen = format_of(None, path)
    write_file(path, write_list(rows, places, about, chosen))
    if chosen.is_alone:
        for suffix, content in side_files(rows, about, chosen).items():
            write_file(path.with_name(path.stem + suffix), content)


def json_bytes(rows: pd.DataFrame, about: About) -> bytes:
    """Return rows and what they rest on as JSON, figures rounded by unit; a missing one is null."""
    written = rounded(rows)
    days = written.select_dtypes(include=["datetime"]).columns
    written[days] = written[days].apply(lambda one: one.dt.strftime("%Y-%m-%d"))
    plain = json.loads(written.to_json(orient="records"))
    whole = {"about": plain_all(about).as_dict(), "rows": plain}
    return json.dumps(whole, ensure_ascii=False, indent=2).encode()
