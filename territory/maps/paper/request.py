"""What is asked of a map on paper, and the maps of a country for paper alone."""

from __future__ import annotations

import shlex
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from territory.country import Country
from territory.errors import UnknownNameError
from territory.maps import units
from territory.maps.atlas import Atlas
from territory.maps.layers import DEFAULT_LAYER, Layer
from territory.scores import DEFAULT_METHOD, Method
from territory.tables import Tables
from territory.tables.scenarios import Scenario
from territory.territories import Territory


@dataclass(frozen=True)
class Request:
    """What is asked of a map sheet.

    Parameters
    ----------
    territory : Territory
        What is mapped; of France, overseas are insets.
    layer : Layer
        What colours say.
    method : Method
        How scores are made.
    is_grey : bool
        Whether it is for a print in black and white.
    unit : str
        What a patch of colour stands for: one of `territory.maps.units.UNITS`.
    beside : tuple of str
        Families of `territory.maps.atlas_signs.BESIDE` drawn with the counters.
    """

    territory: Territory
    layer: Layer = DEFAULT_LAYER
    method: Method = DEFAULT_METHOD
    is_grey: bool = False
    unit: str = units.COMMUNE
    beside: tuple[str, ...] = ()


def command_of(request: Request, scenarios: Sequence[Scenario] = ()) -> str:
    """Return the command that makes a map again, under the same scenarios.

    Examples
    --------
    >>> command_of(Request(Territory("departement", "48")))
    'territory map departement:48 --layer far --unit commune --out map.pdf'
    """
    options = {
        "layer": request.layer.name,
        "unit": request.unit,
        **request.method.options(),
    }
    said = " ".join(f"--{name} {value}" for name, value in options.items())
    grey = " --grey" if request.is_grey else ""
    said += "".join(f" --beside {one}" for one in request.beside)
    said += "".join(f" --scenario {shlex.quote(one.file_name)}" for one in scenarios)
    return f"territory map {request.territory.key} {said}{grey} --out map.pdf"


def unit_asked(tables: Tables, territory: Territory, layer: Layer, unit: str | None) -> str:
    """Return the unit of a map: as asked, else the one its page opens with.

    Raises
    ------
    UnknownNameError
        If the territory or the layer cannot be shown by it.
    """
    offered = [one for one in units.offered_units(tables, territory) if units.has_layer(one, layer)]
    if unit is None:
        first = units.default_unit(tables, territory)
        return first if first in offered else units.COMMUNE
    if unit not in offered:
        raise UnknownNameError("unit", unit, offered)
    return unit


class _NoShelf:
    """A map on paper asks for no file of a browser."""

    def put(self, name: str, make: Callable[[], bytes]) -> str:
        raise NotImplementedError(f"a map on paper has no shelf for {name}, made by {make}")


def paper_atlas(country: Country) -> Atlas:
    """Return the maps of a country, for paper alone."""
    return Atlas(country, _NoShelf())
