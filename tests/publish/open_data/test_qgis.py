"""The project opened by QGIS itself, where it is installed: its layers, its classes, its colours."""

from __future__ import annotations

import json
import os
import subprocess
import zipfile
from pathlib import Path

import pytest
from PIL import Image

from territory.look import palette
from territory.publish.open_data.styles import SHOWN
from territory.scores import DEFAULT_METHOD

# QGIS speaks to the Python of its own distribution.
PYTHON = Path("/usr/bin/python3")
ENVIRONMENT = {"QT_QPA_PLATFORM": "offscreen", "PATH": os.environ.get("PATH", "")}
OPEN = """
import json, sys
from qgis.core import (QgsApplication, QgsMapRendererSequentialJob, QgsMapSettings, QgsProject,
                       QgsRectangle, QgsVectorLayer)
from qgis.PyQt.QtCore import QSize
from qgis.PyQt.QtGui import QColor
from xml.etree import ElementTree
app = QgsApplication([], False)
app.initQgis()
project = QgsProject.instance()
found = {"is_read": project.read(sys.argv[1]), "crs": project.crs().authid()}
nodes = project.layerTreeRoot().findLayers()
shown = [node.layer() for node in nodes if node.isVisible()]
found["layers"] = [
    {"name": node.layer().name(), "is_valid": node.layer().isValid(),
     "is_shown": node.isVisible(), "count": node.layer().featureCount(),
     "crs": node.layer().crs().authid(),
     "rules": [rule.label() for rule in node.layer().renderer().rootRule().children()]}
    for node in nodes]
communes = shown[-1]
found["heading"] = communes.attributeDisplayName(communes.fields().indexOf("need_score"))
alone = QgsVectorLayer(communes.source(), "alone", "ogr")
found["alone"] = len(alone.renderer().rootRule().children())
box = ElementTree.parse(sys.argv[1]).find("mapcanvas/extent")
settings = QgsMapSettings()
settings.setLayers(shown)
settings.setDestinationCrs(project.crs())
settings.setOutputSize(QSize(600, 600))
settings.setBackgroundColor(QColor("#123456"))
settings.setExtent(QgsRectangle(*(float(box.find(n).text) for n in ("xmin", "ymin", "xmax", "ymax"))))
job = QgsMapRendererSequentialJob(settings)
job.start()
job.waitForFinished()
job.renderedImage().save(sys.argv[2])
print(json.dumps(found))
"""


@pytest.fixture(scope="module")
def opened(published, tmp_path_factory):
    def run(*words):
        return subprocess.run(
            [PYTHON, *words], env=ENVIRONMENT, capture_output=True, check=False, timeout=120
        )

    if not PYTHON.exists() or run("-c", "import qgis.core").returncode:
        pytest.skip("QGIS is not on this machine (Debian: python3-qgis, qgis-providers)")
    folder = tmp_path_factory.mktemp("project")
    with zipfile.ZipFile(published.folder / "territory-qgis.zip") as archive:
        archive.extractall(folder)
    done = run("-c", OPEN, str(folder / "territory.qgs"), str(folder / "map.png"))
    assert done.returncode == 0, done.stderr.decode()
    return json.loads(done.stdout), Image.open(folder / "map.png").convert("RGB")


def test_qgis_opens_the_project_and_every_layer_is_there_with_its_classes(opened):
    told, _ = opened
    assert told["is_read"]
    assert told["crs"] == "EPSG:2154"
    layers = told["layers"]
    assert len(layers) == 1 + len(SHOWN)
    assert all(one["is_valid"] and one["crs"] == "EPSG:4326" for one in layers)
    assert [one["name"] for one in layers if one["is_shown"]] == [
        "Guichets France services",
        "Besoin × éloignement",
    ]
    assert {one["count"] for one in layers} == {20, 152}
    assert {len(one["rules"]) for one in layers[1:4]} == {10}
    assert layers[1]["rules"][-1] == "pas de donnée"
    assert told["heading"] == "Score de besoin"
    # The GeoPackage alone opens with the style that is its default.
    assert told["alone"] == 10


def test_qgis_draws_each_class_in_the_colour_of_the_map(opened, country):
    _, picture = opened
    drawn = {colour for _, colour in picture.getcolors(maxcolors=600 * 600)}
    listed = country.listed(DEFAULT_METHOD)
    pairs = set(zip(listed["need_class"], listed["counters_class"], strict=True))
    assert {palette.rgb(palette.BIVARIATE[pair]) for pair in pairs} <= drawn
    absent = set(palette.BIVARIATE) - pairs
    assert not {palette.rgb(palette.BIVARIATE[pair]) for pair in absent} & drawn
