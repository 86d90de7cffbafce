"""The small map of a list: each commune in the colour of what the list says of it."""

from __future__ import annotations

import io
import re

import numpy as np
import pandas as pd
from PIL import Image

from territory.look import palette
from territory.maps.kept import CHOSEN, KEPT, OUT, Kept, is_drawn, kept_images, kept_svg
from territory.maps.layers import NO_CLASS
from territory.maps.raster import rasterise

TOLD = Kept(pd.Index(["48095", "48001"]), pd.Index(["48002"]), pd.Index(["48095"]))


def test_a_commune_is_kept_out_chosen_or_undetermined():
    codes = pd.Index(["48001", "48002", "48003", "48095"])
    assert TOLD.classes(codes).tolist() == [KEPT, NO_CLASS, OUT, CHOSEN]


def test_a_departement_is_drawn_commune_by_commune(sample):
    assert is_drawn(sample.communes)
    drawn = kept_svg(sample.communes, TOLD)
    assert drawn.count(f'fill="{palette.SELECTION}"') == 1
    assert drawn.count(f'fill="{palette.ACCENT}"') == 1
    assert drawn.count("url(#no-data)") == 1
    # One path for all communes of a class, a part of it a commune at least.
    (out,) = re.findall(rf'<path d="([^"]+)" fill="{palette.RULE}"', drawn)
    assert out.count("M") >= len(sample.communes) - 3


def test_a_larger_part_is_painted_and_cut_to_its_communes(sample):
    every = sample.communes.index
    inside = every[:20]
    ((zone, image),) = kept_images(rasterise(sample.communes), every, inside, TOLD)
    assert zone == "metropole"
    pixels = np.asarray(Image.open(io.BytesIO(image)).convert("RGB")).reshape(-1, 3)
    colours = {tuple(one) for one in pixels}
    assert palette.rgb(palette.ACCENT) in colours
    assert palette.rgb(palette.RULE) in colours
    whole = kept_images(rasterise(sample.communes), every, every, TOLD)[0][1]
    size = Image.open(io.BytesIO(image)).size
    assert size < Image.open(io.BytesIO(whole)).size


def test_a_zone_without_a_commune_of_the_territory_has_no_image(sample):
    images = rasterise(sample.communes)
    assert not kept_images(images, sample.communes.index, pd.Index([]), TOLD)
