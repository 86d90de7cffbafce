"""Where things are: the embedded sample, the tables built here, the app's script.

In a checkout the sample and ``app.py`` stand at the top; an installed wheel carries copies
of them inside the package.
"""

from __future__ import annotations

import os
from pathlib import Path

PACKAGE = Path(__file__).resolve().parent
DATA_VARIABLE = "TERRITORY_DATA"
ENGINE_VARIABLE = "TERRITORY_ENGINE"
SCENARIOS_VARIABLE = "TERRITORY_SCENARIOS"
ISOCHRONES_VARIABLE = "TERRITORY_ISOCHRONES_URL"
# Official minutes where the tables hold enough of them, else the estimate.
DEFAULT_ENGINE = "best"
COMMUNES_FILE = "communes.parquet"
COUNTERS_FILE = "counters.parquet"
MEDIATION_FILE = "mediation_places.parquet"
PUBLIC_FILE = "public_counters.parquet"
FORMER_FILE = "former_codes.parquet"
STOPS_FILE = "itinerant_stops.parquet"
OVERRIDES_FILE = "counters_overrides.csv"
STOPS_OVERRIDES_FILE = "stops_overrides.csv"
POINTS_FILE = "points.parquet"
REPORT_FILE = "build_report.json"


def _first_existing(*candidates: Path) -> Path:
    return next((path for path in candidates if path.exists()), candidates[-1])


def sample_folder() -> Path:
    """Return the folder of the embedded sample's tables."""
    return _first_existing(
        PACKAGE / "_sample" / "tables", PACKAGE.parent / "data" / "sample" / "tables"
    )


def app_script() -> Path:
    """Return the path of ``app.py``."""
    return _first_existing(PACKAGE / "_app" / "app.py", PACKAGE.parent / "app.py")


def data_folder() -> Path:
    """Return ``TERRITORY_DATA`` if it is set, else ``data`` under the current folder.

    When ``TERRITORY_DATA`` is a folder of tables, the folder that holds it.
    """
    said = _data_said()
    return said.parent if holds_tables(said) else said


def _data_said() -> Path:
    return Path(os.environ.get(DATA_VARIABLE) or "data")


def raw_folder() -> Path:
    """Return where downloaded files are kept."""
    return data_folder() / "raw"


def tables_folder() -> Path:
    """Return where built tables are kept."""
    return tables_in(_data_said())


def tables_in(folder: Path) -> Path:
    """Return the folder of tables a folder is, or holds under the name ``tables``."""
    return folder if holds_tables(folder) else folder / "tables"


def holds_tables(folder: Path) -> bool:
    """Whether a build wrote in a folder, even if something of it is lost since: that is to be said."""
    # lexists: a dead link is something too.
    return any(
        os.path.lexists(folder / name) for name in (COMMUNES_FILE, COUNTERS_FILE, REPORT_FILE)
    )


def engine_words() -> str:
    """Return what ``TERRITORY_ENGINE`` says minutes are measured with; the estimate by default."""
    return os.environ.get(ENGINE_VARIABLE) or DEFAULT_ENGINE


def scenarios_folder() -> Path:
    """Return where scenarios are looked for: ``TERRITORY_SCENARIOS``, else beside the tables."""
    said = os.environ.get(SCENARIOS_VARIABLE)
    return Path(said) if said else data_folder() / "scenarios"


def isochrones_file() -> Path:
    """Return the file where the zones a service gave are kept."""
    return data_folder() / "isochrones" / "ign.sqlite"
