"""A small map of what a method changes: who enters the worst decile, who leaves it, who stays.

Read at a glance beside the sliders; the tables under it say the same in names.
"""

from __future__ import annotations

import base64
from collections.abc import Sequence
from dataclasses import replace
from html import escape

import numpy as np
import pandas as pd

from territory.look import palette
from territory.maps import raster
from territory.maps.layers import NO_CLASS, Classes
from territory.messages import number, text
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


def moves_html(
    images: Sequence[raster.ZoneImage], moves: pd.Series, language: str | None = None
) -> str:
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
    items = "".join(
        f'<li><i style="{_look(name)}"></i>'
        f"{escape(text(f'choices.moves.{name}', language, count=number(count, language)))}</li>"
        for name, count in counts.items()
        if count or name != "unknown"
    )
    pictures = "".join(
        f'<div class="{"main" if place == 0 else "zone"}">'
        f'<img alt="{escape(_alt(image.zone, language))}" src="{_source(image, classes)}">'
        f'<span aria-hidden="true">{escape(_zone(image.zone, language)) if place else ""}</span></div>'
        for place, image in enumerate(images)
    )
    caption = escape(text("choices.moves.caption", language))
    return (
        f'<figure class="territory-moves"><p class="soft">{caption}</p>'
        f'<div class="pictures">{pictures}</div><ul>{items}</ul></figure>'
    )


def _alt(zone: str, language: str | None) -> str:
    return text("choices.moves.alt", language, zone=_zone(zone, language))


def _zone(zone: str, language: str | None) -> str:
    return text(f"map.zone.{zone}", language)


def _source(image: raster.ZoneImage, classes: Classes) -> str:
    """Return a zone as the address of an image that holds itself."""
    width = WIDTH_PX if image.zone == "metropole" else OVERSEAS_WIDTH_PX
    step = max(1, -(-image.ids.shape[1] // width))
    small = replace(image, ids=np.ascontiguousarray(image.ids[::step, ::step]))
    colours = [palette.MOVES[name] for name in MOVES]
    png = base64.b64encode(raster.paint(small, classes, colours)).decode()
    return f"data:image/png;base64,{png}"


def _look(name: str) -> str:
    if name == "unknown":
        return f"background: {palette.no_data_fill()};"
    return f"background: {palette.MOVES[name]};"


def moves_style() -> str:
    """Return the style sheet of the map."""
    return f"""
.territory-moves {{ margin: .4rem 0; }}
.territory-moves .pictures {{ display: flex; flex-wrap: wrap; gap: .5rem; align-items: end; }}
.territory-moves .main {{ flex: 1 1 17rem; max-width: 20rem; }}
.territory-moves .zone {{ flex: 0 0 4.5rem; font-size: .72rem; text-align: center;
  color: {palette.SOFT_INK}; }}
.territory-moves img {{ width: 100%; display: block; }}
.territory-moves ul {{ list-style: none; margin: .4rem 0 0; padding: 0; display: flex;
  flex-wrap: wrap; gap: .2rem 1rem; font-size: .85rem; color: {palette.INK}; }}
.territory-moves li {{ display: flex; align-items: center; gap: .4rem; margin: 0; }}
.territory-moves i {{ width: 1rem; height: .8rem; border: 1px solid {palette.COMMUNE_LINE};
  flex: none; }}
"""
