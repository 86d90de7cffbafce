"""Keep a network once read: reading an extract takes minutes, reading this a second.

A file is named after what it was made from (the extract's hash, the rules, the reader), so a
changed extract or speed finds no file and is read again. It is written aside, then moved.
"""

from __future__ import annotations

import hashlib
import tempfile
import zipfile
from dataclasses import fields
from pathlib import Path

import numpy as np
from scipy.sparse import csr_array

from territory.errors import SourceMissingError, TerritoryError
from territory.files import check_regular, say_damaged
from territory.travel.osm import READER_VERSION, read_ways
from territory.travel.road_network import RoadNetwork
from territory.travel.road_rules import RoadRules
from territory.travel.road_ways import RoadWays

_OF_WAYS = tuple(one.name for one in fields(RoadWays) if one.name != "extracted_on")
_GRAPHS = ("by_road", "by_ferry")
_CELLS = ("data", "indices", "indptr")


def open_network(path: Path, rules: RoadRules, folder: Path) -> RoadNetwork:
    """Return an extract's network: from the folder if it was read before, else from the extract.

    Parameters
    ----------
    path : Path
        The ``.osm.pbf``.
    rules : RoadRules
        Speeds and permissions.
    folder : Path
        Where networks are kept; made if absent.

    Raises
    ------
    TerritoryError
        What `read_ways` raises, or if the folder cannot be written.
    """
    cached_path = folder / f"{network_key(path, rules)}.npz"
    network = _read(cached_path)
    if network is None:
        network = RoadNetwork.of(read_ways(path, rules), rules.declared["turns"])
        _write(network, cached_path)
    return network


def network_key(path: Path, rules: RoadRules) -> str:
    """Return the name of what an extract, some rules and this reader make together."""
    try:
        with path.open("rb") as file:
            extract = hashlib.file_digest(file, "sha256").hexdigest()
    except FileNotFoundError as error:
        raise SourceMissingError("roads_missing", path=path) from error
    except OSError as error:
        raise TerritoryError("file_unreadable", path=path, detail=error) from error
    made_of = f"{extract} {rules.version} {READER_VERSION}"
    return hashlib.sha256(made_of.encode()).hexdigest()


def _read(cached_path: Path) -> RoadNetwork | None:
    """Return a network kept earlier; None if there is none, or it is damaged: it is made again."""
    try:
        check_regular(cached_path)
        with cached_path.open("rb") as file, np.load(file, allow_pickle=False) as arrays:
            ways = RoadWays(
                **{name: arrays[name] for name in _OF_WAYS},
                extracted_on=str(arrays["extracted_on"]),
            )
            shape = (len(arrays["piece"]),) * 2
            graphs = {
                name: csr_array(tuple(arrays[f"{name}_{cell}"] for cell in _CELLS), shape=shape)
                for name in _GRAPHS
            }
            alike = {name: arrays[name] for name in ("step_km", "piece", "piece_km")}
            return RoadNetwork(ways=ways, **graphs, **alike)
    except FileNotFoundError:
        return None
    except (OSError, EOFError, LookupError, TypeError, ValueError, zipfile.BadZipFile):
        say_damaged(cached_path)
        return None


def _write(network: RoadNetwork, cached_path: Path) -> None:
    arrays = {name: getattr(network.ways, name) for name in _OF_WAYS}
    arrays |= {
        f"{name}_{cell}": getattr(getattr(network, name), cell)
        for name in _GRAPHS
        for cell in _CELLS
    }
    try:
        cached_path.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(prefix=".roads-", dir=cached_path.parent) as name:
            part = Path(name) / cached_path.name
            np.savez(
                part,
                **arrays,
                step_km=network.step_km,
                piece=network.piece,
                piece_km=network.piece_km,
                extracted_on=np.str_(network.ways.extracted_on),
            )
            part.replace(cached_path)
    except OSError as error:
        raise TerritoryError(
            "travel_cache_write", folder=cached_path.parent, detail=error
        ) from error
