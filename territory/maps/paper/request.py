"""What is asked of a map on paper, and the maps of a country for paper alone."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from territory.country import Country
from territory.maps.atlas import Atlas
from territory.maps.layers import DEFAULT_LAYER, Layer
from territory.scores import DEFAULT_METHOD, Method
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
    """

    territory: Territory
    layer: Layer = DEFAULT_LAYER
    method: Method = DEFAULT_METHOD
    is_grey: bool = False


def command_of(request: Request) -> str:
    """Return the command that makes a map again.

    Examples
    --------
    >>> command_of(Request(Territory("departement", "48")))
    'territory map departement:48 --layer far --out map.pdf'
    """
    options = {"layer": request.layer.name, **request.method.options()}
    said = " ".join(f"--{name} {value}" for name, value in options.items())
    grey = " --grey" if request.is_grey else ""
    return f"territory map {request.territory.key} {said}{grey} --out map.pdf"


class _NoShelf:
    """A map on paper asks for no file of a browser."""

    def put(self, name: str, make: Callable[[], bytes]) -> str:
        raise NotImplementedError(f"a map on paper has no shelf for {name}, made by {make}")


def paper_atlas(country: Country) -> Atlas:
    """Return the maps of a country, for paper alone."""
    return Atlas(country, _NoShelf())
