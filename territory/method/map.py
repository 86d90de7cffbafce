"""A small map of what a method changes: who enters the worst decile, who leaves it, who stays.

Read at a glance beside the sliders; the tables under it say the same in names.
"""

from __future__ import annotations

import base64
from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pandas as pd

from territory.look import palette, parts
from territory.maps import raster
from territory.maps.layers import NO_CLASS, Classes
from territory.messages import Words
from territory.method import Effect

# In the order of classes and of the legend.
MOVES = ("elsewhere", "stays", "leaves", "enters")
# Pixels are skipped until a zone is no wider than this.
WIDTH_PX = 560
OVERSEAS_WIDTH_PX = 130


def moves_of(effect: Effect, codes: pd.Index) -> pd.Series:
    """Return what a method does to each commune's place.

    Parameters
    ----------
    effect : Effect
        As `territory.method.effect_of` gives it.
    codes : Index of str
        All communes, in the order of the images.

    Returns
    -------
    Series of int8
        On `codes`: place in `MOVES`; `territory.maps.layers.NO_CLASS` without a score after.
    """
    moves = pd.Series(MOVES.index("elsewhere"), codes, dtype="int8")
    moves[effect.unscored] = NO_CLASS
    # A commune that loses its score leaves the worst decile all the same.
    for name, moved in (
        ("stays", effect.staying),
        ("leaves", effect.leaving.index),
        ("enters", effect.entering.index),
    ):
        moves[moved] = MOVES.index(name)
    return moves


def moves_html(images: Sequence[raster.ZoneImage], moves: pd.Series, words: Words) -> str:
    """Return the map and its legend, with the count of communes of each kind.

    Parameters
    ----------
    images : sequence of ZoneImage
        As `territory.maps.raster.rasterise` gives them.
    moves : Series of int8
        As `moves_of` gives it.
    """
    classes: Classes = moves.to_numpy(dtype=np.int8)
    counts = {name: int((classes == place).sum()) for place, name in enumerate(MOVES)}
    counts["unknown"] = int((classes == NO_CLASS).sum())
    return parts.render(
        "method/moves.html",
        caption=words.text("choices.moves.caption"),
        pictures=[
            {
                "name": words.text(f"map.zone.{image.zone}"),
                "alt": _alt(image.zone, words),
                "source": _source(image, classes),
            }
            for image in images
        ],
        kinds=[
            (_fill(name), words.text(f"choices.moves.{name}", count=words.number(count)))
            for name, count in counts.items()
            if count or name != "unknown"
        ],
    )


def _alt(zone: str, words: Words) -> str:
    return words.text("choices.moves.alt", zone=words.text(f"map.zone.{zone}"))


def _source(image: raster.ZoneImage, classes: Classes) -> str:
    """Return a zone as the address of an image that holds itself."""
    width = WIDTH_PX if image.zone == "metropole" else OVERSEAS_WIDTH_PX
    step = max(1, -(-image.ids.shape[1] // width))
    small = replace(image, ids=np.ascontiguousarray(image.ids[::step, ::step]))
    colours = [palette.MOVES[name] for name in MOVES]
    png = base64.b64encode(raster.paint(small, classes, colours)).decode()
    return f"data:image/png;base64,{png}"


def _fill(name: str) -> str:
    return palette.no_data_fill() if name == "unknown" else palette.MOVES[name]
