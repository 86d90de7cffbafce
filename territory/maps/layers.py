"""What a map can show: scores, two of them crossed, an indicator, what is fragile or unsure, context.

Every layer comes down to a small number of classes, each with a colour and words; a commune without
the figure has no class and is hatched. Limits of classes are fixed: a commune's colour never depends
on what else is on the map.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from types import MappingProxyType

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from territory.context import CONTEXT, ZONINGS
from territory.errors import UnknownNameError
from territory.indicators import DIMENSIONS, INDICATORS
from territory.indicators.public_counters import MINUTES_BREAKS, MINUTES_COLUMNS
from territory.look import palette
from territory.maps.bivariate import BIVARIATE_MAPS, DEFAULT_MAP, BivariateMap

NO_CLASS = -1
# The one layer that the day of labels tells of the past: the others rest on hours, or on other sources.
SINCE_LAYER = "nearest_counter_minutes"
SCORE_BREAKS = (20.0, 40.0, 60.0, 80.0)
ROBUSTNESS_NAMES = ("outside", "fragile", "sensitive_to_weights", "robust")
# A score made of all its weight; floats of known shares are sums of weights.
COMPLETE_SHARE = 1 - 1e-9
# Of a layer of shares of people who depend on one counter; its first class is whom it does not concern.
FRAGILE_BREAKS = (0.25, 0.5)
NOBODY_SHARE = 1e-9
GROUPS = ("crossed", "score", "indicator", "fragility", "certainty", "context")

Classes = NDArray[np.int8]


@dataclass(frozen=True)
class Layer:
    """One thing a map can show.

    Parameters
    ----------
    name : str
        Its name, in the address and in the messages.
    group : str
        One of `GROUPS`.
    column : str
        The column of the list it shows; ``""`` for two scores crossed.
    colours : tuple of str
        One a class, from the least exposed to the most; of a layer of context, from the lowest up.
    breaks : tuple of float
        Limits between classes, from the least exposed to the most, in the column's unit; a value at
        a limit is in the class whose words say "or more". Empty when classes are not intervals.
    crossed : BivariateMap or None
        The two scores, for nine classes.
    dimension : str
        The dimension it belongs to; ``""`` when it is of none.
    kept_class : int, optional
        The one class that keeps its colour, the others paled; None for all.
    as_of : date, optional
        The day whose open counters it shows, of the layer `SINCE_LAYER` alone; None for the list's own.
    is_of_agencies : bool
        Whether it shows minutes to the public counters beside France Services.
    """

    name: str
    group: str
    column: str
    colours: tuple[str, ...]
    breaks: tuple[float, ...] = ()
    crossed: BivariateMap | None = None
    dimension: str = ""
    kept_class: int | None = None
    as_of: date | None = None
    is_of_agencies: bool = False

    def at(self, day: date | None) -> Layer:
        """Return the layer as it was on a day; as it is for None.

        Raises
        ------
        ValueError
            If it is a layer that is known of today alone.
        """
        if day is not None and self.name != SINCE_LAYER:
            raise ValueError(f"{self.name} is known of today alone")
        return replace(self, as_of=day)

    def keeping(self, kept: int | None) -> Layer:
        """Return the layer with one class in its colour and the others paled; as it is for None."""
        if kept is None:
            return self
        colours = tuple(
            colour if rank == kept else palette.paled(colour)
            for rank, colour in enumerate(self.colours)
        )
        return replace(self, colours=colours, kept_class=kept)

    @property
    def has_named_classes(self) -> bool:
        """Whether its classes are named one by one, not cut by limits of a figure."""
        return self.group in ("fragility", "certainty") or self.column in ZONINGS

    @property
    def hides_counts(self) -> bool:
        """Whether a commune may have no class because its count is too small to be published."""
        return self.column in CONTEXT and CONTEXT[self.column].is_at_least

    @property
    def picture_name(self) -> str:
        """A name for what is painted of it: its own, and the class it keeps."""
        kept = "" if self.kept_class is None else f".{self.kept_class}"
        return f"{self.name}{kept}" if self.as_of is None else f"{self.name}{kept}.{self.as_of}"

    @property
    def depends_on_method(self) -> bool:
        """Whether weights and aggregation change it."""
        return self.column in (
            "exposure_score",
            "robustness_name",
            "known_share",
            *(f"{name}_score" for name in DIMENSIONS),
        )

    def classes(self, rows: pd.DataFrame) -> Classes:
        """Return the class of each row, 0 the least exposed; `NO_CLASS` where it is unknown.

        Parameters
        ----------
        rows : DataFrame
            Columns of the list; one that is absent is unknown for all.
        """
        found = np.full(len(rows), NO_CLASS, dtype=np.int8)
        if self.crossed is not None:
            across, up = (
                rows[name].astype("float64").to_numpy() for name in self.crossed.class_columns
            )
            known = ~np.isnan(across) & ~np.isnan(up)
            found[known] = (3 * (up[known] - 1) + across[known] - 1).astype(np.int8)
        elif self.column not in rows:
            return found
        elif self.name == "robustness":
            codes = pd.Categorical(rows[self.column], categories=list(ROBUSTNESS_NAMES)).codes
            found[:] = codes.astype(np.int8)
        elif self.name == "missing":
            share = rows[self.column].to_numpy(dtype=float)
            scored = rows["exposure_score"].notna().to_numpy()
            found[scored] = np.where(share[scored] >= COMPLETE_SHARE, 0, 1)
        elif self.name == "fragile":
            found = _fragile(rows)
        else:
            values = np.asarray(rows[self.column].astype("float64"), dtype=np.float64)
            known = ~np.isnan(values)
            found[known] = self._class_of(values[known])
        return found

    def _class_of(self, values: NDArray[np.float64]) -> Classes:
        edges = np.asarray(self.breaks)
        if not self.runs_down:
            return np.searchsorted(edges, values, side="right").astype(np.int8)
        # Of hours the fewest are the worst: the classes run downwards.
        return (len(edges) - np.searchsorted(edges[::-1], values, side="right")).astype(np.int8)

    @property
    def runs_down(self) -> bool:
        """Whether the smallest values are the worst."""
        return len(self.breaks) > 1 and self.breaks[0] > self.breaks[-1]


def _fragile(rows: pd.DataFrame) -> Classes:
    """Return 0 where nobody has a counter within the limit, then by the share who depend on one."""
    share, within = (
        rows[name].to_numpy(dtype=float) for name in ("one_counter_share", "counter_within_share")
    )
    found: Classes = (2 + np.searchsorted(FRAGILE_BREAKS, share, side="right")).astype(np.int8)
    found[share <= NOBODY_SHARE] = 1
    found[within <= NOBODY_SHARE] = 0
    found[np.isnan(share) | np.isnan(within)] = NO_CLASS
    return found


def _nine_colours() -> tuple[str, ...]:
    return tuple(
        palette.BIVARIATE[across, up] for up in palette.CLASSES for across in palette.CLASSES
    )


def _layers() -> tuple[Layer, ...]:
    crossed = [
        Layer(one.name, "crossed", "", _nine_colours(), crossed=one)
        for one in BIVARIATE_MAPS.values()
    ]
    scores = [
        Layer("exposure_score", "score", "exposure_score", palette.RAMPS["exposure"], SCORE_BREAKS),
        *(
            Layer(
                f"{name}_score",
                "score",
                f"{name}_score",
                palette.RAMPS[name],
                SCORE_BREAKS,
                dimension=name,
            )
            for name in DIMENSIONS
        ),
    ]
    indicators = [
        Layer(
            one.name,
            "indicator",
            one.name,
            palette.RAMPS[one.dimension],
            one.breaks,
            dimension=one.dimension,
        )
        for one in INDICATORS
    ]
    certainty = [
        Layer("robustness", "certainty", "robustness_name", palette.CERTAINTY),
        Layer("missing", "certainty", "known_share", palette.KNOWN),
    ]
    fragility = [Layer("fragile", "fragility", "one_counter_share", palette.FRAGILE)]
    return (*crossed, *scores, *indicators, *fragility, *certainty, *_context_layers())


def _context_layers() -> tuple[Layer, ...]:
    """Return what stands beside the score: in its own colours, which tell no exposure."""
    greens = palette.CONTEXT
    return (
        *(
            Layer(one.name, "context", one.name, greens, one.breaks)
            for one in CONTEXT.values()
            if one.breaks
        ),
        # None or some; out of the zoning, what keeps its effects, in it, in it and more.
        Layer("qpv_count", "context", "qpv_count", (greens[0], greens[3]), (1,)),
        Layer("frr_class", "context", "frr_class", (*greens[:3], greens[4]), (2, 4, 6)),
        *(
            Layer(name, "context", name, greens, MINUTES_BREAKS, is_of_agencies=True)
            for name in MINUTES_COLUMNS
        ),
    )


LAYERS = MappingProxyType({layer.name: layer for layer in _layers()})
DEFAULT_LAYER = LAYERS[DEFAULT_MAP.name]


def find_layer(name: str) -> Layer:
    """Return a layer by its name.

    Raises
    ------
    UnknownNameError
        If there is none of this name.

    Examples
    --------
    >>> find_layer("nearest_counter_minutes").breaks
    (5, 10, 15, 20)
    """
    if name not in LAYERS:
        raise UnknownNameError("map", name, LAYERS)
    return LAYERS[name]


def count_classes(layer: Layer, rows: pd.DataFrame) -> pd.DataFrame:
    """Return the communes and people of each class.

    Returns
    -------
    DataFrame
        Index the classes and `NO_CLASS`; ``communes_count``, and ``population_people``, missing
        where no population of the class is known.
    """
    every = pd.Index([NO_CLASS, *range(len(layer.colours))], name="class")
    people = rows["population_people"].groupby(layer.classes(rows))
    return pd.DataFrame(
        {
            "communes_count": people.size().reindex(every, fill_value=0),
            "population_people": people.sum(min_count=1).reindex(every),
        }
    )
