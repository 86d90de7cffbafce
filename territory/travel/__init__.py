"""Minutes between places, behind one interface and by four engines.

==============  ===============================================================  ==========
name            minutes from                                                     needs
==============  ===============================================================  ==========
``estimate``    straight lines (a published fit); works everywhere               nothing
``roads``       an OpenStreetMap extract, on this machine                        ``extract``
``osrm``        an OSRM-compatible table service                                 ``url``
``insee``       Insee's published minutes, for the nearest counter alone         tables
``best``        ``insee`` where the tables hold enough of it, else ``estimate``  nothing
==============  ===============================================================  ==========

Every answer carries its engine's name. No engine says zero, none joins two lands (zones, islands
without a bridge), and what it cannot reach is missing.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from types import MappingProxyType
from typing import Any

from territory import paths
from territory.errors import TerritoryError, UnknownNameError
from territory.travel.band import band_measured, published_band
from territory.travel.compare import (
    DIFFERENCE_COLUMNS,
    ask_engines,
    compare_answers,
    compare_engines,
    difference_lines,
)
from territory.travel.estimate import (
    ESTIMATE_FIT_R2,
    ESTIMATE_MINUTES_PER_KM,
    ESTIMATE_START_MINUTES,
    EstimateEngine,
    estimated_minutes,
)
from territory.travel.http import Patience
from territory.travel.lands import land_of
from territory.travel.official import OFFICIAL_COLUMNS, OfficialEngine, engine_of_column
from territory.travel.osrm import OsrmEngine
from territory.travel.places import SHORTEST_MINUTES, Nearest, Places, Reach, TravelEngine
from territory.travel.roads import RoadsEngine

__all__ = [
    "DIFFERENCE_COLUMNS",
    "ENGINE_OPTIONS",
    "ESTIMATE_FIT_R2",
    "ESTIMATE_MINUTES_PER_KM",
    "ESTIMATE_START_MINUTES",
    "OFFICIAL_COLUMNS",
    "SHORTEST_MINUTES",
    "EstimateEngine",
    "Nearest",
    "OfficialEngine",
    "OsrmEngine",
    "Patience",
    "Places",
    "Reach",
    "RoadsEngine",
    "TravelEngine",
    "ask_engines",
    "band_measured",
    "compare_answers",
    "compare_engines",
    "difference_lines",
    "engine_files",
    "engine_of",
    "engine_of_column",
    "estimated_minutes",
    "land_of",
    "published_band",
    "read_engine",
    "roads_folder",
]

# Options of each engine: those it needs, then the others.
_NEEDED = MappingProxyType(
    {"estimate": (), "roads": ("extract",), "osrm": ("url",), "insee": (), "best": ()}
)
_OPTIONAL = MappingProxyType(
    {
        "estimate": (),
        "roads": ("cache_folder", "most_snap_km", "least_network_km"),
        "osrm": ("profile", "most_points", "nearest_count", "most_snap_km", "patience", "quiet"),
        "insee": (),
        "best": (),
    }
)
# Options whose value is text, which a command or a setting can give.
_IN_WORDS = ("extract", "url", "profile", "cache_folder")
ENGINE_OPTIONS = MappingProxyType({name: (*_NEEDED[name], *_OPTIONAL[name]) for name in _NEEDED})


def roads_folder() -> Path:
    """Return the folder where networks are cached."""
    return paths.data_folder() / "roads"


def engine_of(name: str, **options: Any) -> TravelEngine:
    """Return an engine by its name.

    Parameters
    ----------
    name : str
        One of `ENGINE_OPTIONS`.
    **options
        Options of that engine, as `ENGINE_OPTIONS` lists them; networks are cached in ``roads``
        under the data folder by default.

    Raises
    ------
    UnknownNameError
        If there is no such engine, or it has no such option.
    TerritoryError
        If an option it needs is not given, or what the engine raises when it opens.

    Examples
    --------
    >>> engine_of("estimate").name
    'estimate'
    """
    if name not in ENGINE_OPTIONS:
        raise UnknownNameError("engine", name, ENGINE_OPTIONS)
    for option in options:
        if option not in ENGINE_OPTIONS[name]:
            raise UnknownNameError("travel_option", option, ENGINE_OPTIONS[name])
    for option in _NEEDED[name]:
        if options.get(option) in (None, ""):
            raise TerritoryError("travel_option_missing", engine=name, option=option)
    return _BUILDERS[name](options)


def engine_files(words: str) -> tuple[Path, ...]:
    """Return the files an engine reads, as a line of words names them; none for most engines.

    Examples
    --------
    >>> [path.name for path in engine_files("roads:extract=lozere.osm.pbf")]
    ['lozere.osm.pbf']
    """
    _, _, rest = words.strip().partition(":")
    options = dict(pair.partition("=")[::2] for pair in rest.split(",") if "=" in pair)
    return (Path(options["extract"].strip()),) if "extract" in options else ()


def read_engine(words: str) -> TravelEngine:
    """Return the engine a line of words names, as a command or a setting gives it.

    Parameters
    ----------
    words : str
        ``NAME`` or ``NAME:OPTION=VALUE,OPTION=VALUE``, as in ``roads:extract=lozere.osm.pbf``
        or ``osrm:url=http://127.0.0.1:5000``.

    Raises
    ------
    UnknownNameError
        If there is no such engine, or it has no such option.
    TerritoryError
        If an option is not written ``OPTION=VALUE`` or cannot be given in words, an option the
        engine needs is missing, or what the engine raises when it opens.

    Examples
    --------
    >>> read_engine("estimate").name
    'estimate'
    """
    name, _, rest = words.strip().partition(":")
    options: dict[str, str] = {}
    for pair in filter(None, rest.split(",")):
        option, separator, value = pair.partition("=")
        if not separator:
            raise TerritoryError("travel_option_unreadable", engine=name, option=pair)
        options[option.strip()] = value.strip()
    if name in ENGINE_OPTIONS:
        for option in options:
            if option in ENGINE_OPTIONS[name] and option not in _IN_WORDS:
                raise TerritoryError("travel_option_not_in_words", engine=name, option=option)
    return engine_of(name, **options)


def _estimate(options: dict[str, Any]) -> TravelEngine:
    return EstimateEngine(**options)


def _roads(options: dict[str, Any]) -> TravelEngine:
    given = {"cache_folder": roads_folder()} | options
    return RoadsEngine.open(Path(given.pop("extract")), Path(given.pop("cache_folder")), **given)


def _osrm(options: dict[str, Any]) -> TravelEngine:
    return OsrmEngine(**options)


def _insee(_: dict[str, Any]) -> TravelEngine:
    return OfficialEngine()


def _best(_: dict[str, Any]) -> TravelEngine:
    return OfficialEngine(is_asked=False)


_BUILDERS: MappingProxyType[str, Callable[[dict[str, Any]], TravelEngine]] = MappingProxyType(
    {
        "estimate": _estimate,
        "roads": _roads,
        "osrm": _osrm,
        "insee": _insee,
        "best": _best,
    }
)
