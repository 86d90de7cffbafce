"""Write tables and their report: all of them, or none."""

from __future__ import annotations

import json
import tempfile
from pathlib import Path
from typing import Any

import geopandas as gpd
import pandas as pd
import pyarrow as pa

from pipelines.report.checks import COMPARED
from pipelines.report.markdown import write_markdown
from territory.errors import TerritoryError
from territory.files import check_regular
from territory.messages import default_words
from territory.paths import (
    COMMUNES_FILE,
    COUNTERS_FILE,
    FORMER_FILE,
    MEDIATION_FILE,
    PUBLIC_FILE,
    REPORT_FILE,
    STOPS_FILE,
)

REPORT_TEXT_FILE = "build_report.md"


def read_previous_report(folder: Path) -> dict[str, Any] | None:
    """Return the report of the last build in a folder.

    Returns
    -------
    dict or None
        None if there is none; empty if there is one that nothing can be compared with.
    """
    path = folder / REPORT_FILE
    try:
        check_regular(path)
        report = json.loads(path.read_text(encoding="utf-8"), parse_constant=lambda _: None)
    except (FileNotFoundError, NotADirectoryError):
        return None
    except (OSError, ValueError, RecursionError):
        return {}
    return report if isinstance(report, dict) and _is_comparable(report) else {}


def _is_comparable(report: dict[str, Any]) -> bool:
    coverage = report.get("coverage")
    return (
        isinstance(report.get("departements"), list)
        and isinstance(coverage, dict)
        and all(
            isinstance(was, dict)
            and all(isinstance(was.get(name, 0), int | float) for name in COMPARED)
            for was in coverage.values()
        )
    )


def write_tables(
    communes: gpd.GeoDataFrame,
    counters: gpd.GeoDataFrame,
    mediation_places: gpd.GeoDataFrame | None,
    report: dict[str, Any],
    folder: Path,
    *,
    former_codes: pd.DataFrame | None = None,
    itinerant_stops: gpd.GeoDataFrame | None = None,
    public_counters: gpd.GeoDataFrame | None = None,
) -> None:
    """Write the tables and the report under temporary names, then move them into place.

    Without mediation places, public counters, codes of yesterday, or stops, a table of them left by an earlier build
    goes away.

    Raises
    ------
    TerritoryError
        If the folder cannot be written or the disk is full; what stood there before stays.
    """
    optional: dict[str, pd.DataFrame | None] = {
        MEDIATION_FILE: mediation_places,
        FORMER_FILE: former_codes,
        STOPS_FILE: itinerant_stops,
        PUBLIC_FILE: public_counters,
    }
    tables: dict[str, pd.DataFrame] = {COMMUNES_FILE: communes, COUNTERS_FILE: counters}
    tables |= {name: table for name, table in optional.items() if table is not None}
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(prefix=".build-", dir=folder) as name:
            staged = Path(name)
            for file_name, table in tables.items():
                table.to_parquet(staged / file_name, compression="zstd")
            (staged / REPORT_FILE).write_text(
                json.dumps(report, ensure_ascii=False, indent=1) + "\n", encoding="utf-8"
            )
            write_markdown(report, staged / REPORT_TEXT_FILE, default_words())
            for file_name in optional.keys() - tables.keys():
                (folder / file_name).unlink(missing_ok=True)
            # The report goes last: tables without their report are not taken for a whole build.
            for file_name in (*tables, REPORT_TEXT_FILE, REPORT_FILE):
                (staged / file_name).replace(folder / file_name)
    except (OSError, pa.ArrowException) as error:
        raise TerritoryError("write_failed", folder=folder, detail=error) from error
