"""A drawing shown as an image is a document of its own, which any reader of XML opens."""

from __future__ import annotations

import re
from base64 import b64decode
from datetime import date
from xml.etree import ElementTree

import pytest

from territory.look.charts import SIGNS, image_html, sign_svg
from territory.look.quarter_chart import quarter_curve_svg

DAYS = [date(2020, 1, 1), date(2021, 3, 31), date(2021, 6, 30), date(2021, 9, 30)]
CURVE = quarter_curve_svg(DAYS, [40.0, 20.0, 20.0, 20.0], ("40", "20"), most=40.0)


@pytest.mark.parametrize("svg", [CURVE, sign_svg(SIGNS[0])])
def test_an_image_is_xml(svg):
    (coded,) = re.findall(r"base64,([^\"]+)", image_html(svg))
    root = ElementTree.fromstring(b64decode(coded))
    assert root.tag == "{http://www.w3.org/2000/svg}svg"


def test_a_level_stretch_is_drawn_by_its_two_ends():
    (points,) = re.findall(r'points="([^"]+)"', CURVE)
    assert len(points.split()) == 3
    steps = quarter_curve_svg(DAYS, [40.0, 20.0, 20.0, 30.0], ("40", "30"), most=40.0)
    assert len(re.findall(r'points="([^"]+)"', steps)[0].split()) == 4
