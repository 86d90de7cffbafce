"""The files of the sample's site: the same figures, the same bytes, nothing that lacks."""

from __future__ import annotations

import gzip
import json
import re
from dataclasses import replace
from html import unescape
from html.parser import HTMLParser

import pandas as pd
import pyogrio
import pytest

from territory.country import Country
from territory.maps.layers import DEFAULT_LAYER, NO_CLASS, find_layer
from territory.messages import Words
from territory.publish.epci_pages import _counters
from territory.publish.published import Published
from territory.publish.sheets import sheet_groups
from territory.publish.site import command_of
from territory.publish.tiles import STEPS_OF_ZOOM
from territory.scores import DEFAULT_METHOD
from territory.tables.scenarios import Scenario
from territory.territories import WHOLE, Territory
from tests.publish.published import ADDRESS, publish_sample

WORDS = Words("fr")


def opened(site, path):
    return json.loads(gzip.decompress((site / path).read_bytes()))


class Links(HTMLParser):
    """What a page leads to, and its JSON."""

    def __init__(self):
        super().__init__()
        self.found, self.texts, self._kind = [], [], ""

    def handle_starttag(self, tag, attrs):
        """Keep what an element leads to."""
        held = dict(attrs)
        self._kind = held.get("type", "") if tag == "script" else ""
        self.found += [held[name] for name in ("href", "src") if held.get(name)]

    def handle_data(self, data):
        """Keep the JSON of the page."""
        if self._kind == "application/ld+json":
            self.texts.append(data)


def read(page):
    links = Links()
    links.feed(page.read_text(encoding="utf-8"))
    return links


def test_the_same_tables_give_the_same_bytes(country, in_use, site, tmp_path):
    again = publish_sample(country, in_use, tmp_path / "again")
    told = [json.loads((one / "manifest.json").read_bytes())["files"] for one in (site, again)]
    assert told[0] == told[1]
    assert len(told[0]) > 300


def test_the_command_that_publishes_again_names_the_scenarios_in_use():
    proposed = Scenario("trois", pd.DataFrame())
    said = command_of(Territory("departement", "48"), [proposed])
    assert said == "territory publish --departement 48 --scenario trois.csv --out site"


def test_the_manifest_names_every_file(site):
    told = json.loads((site / "manifest.json").read_bytes())["files"]
    there = {one.relative_to(site).as_posix() for one in site.rglob("*") if one.is_file()}
    assert there == {*told, "manifest.json"}


def test_classes_are_those_of_the_app_in_the_order_of_the_names(country, site):
    names = opened(site, "map/names.json.gz")
    assert names["codes"] == sorted(country.tables.communes.index)
    rows = country.ranked(DEFAULT_METHOD).loc[names["codes"]]
    for layer in (DEFAULT_LAYER, find_layer("nearest_counter_minutes")):
        digits = opened(site, f"map/classes/{layer.name}.json.gz")
        found = [NO_CLASS if one == "-" else int(one) for one in digits]
        assert found == layer.classes(rows).tolist()


def test_gdal_reads_the_tiles_back_with_a_rank_for_each_commune(site):
    names = opened(site, "map/names.json.gz")
    paths = sorted((site / "map/tiles").glob("communes-*.pmtiles"))
    assert [one.name for one in paths] == [f"communes-{zoom}.pmtiles" for zoom in STEPS_OF_ZOOM]
    for path in paths:
        read_back = pyogrio.read_dataframe(path, layer="communes")
        assert set(read_back["n"]) == set(range(len(names["codes"])))


def test_every_link_of_a_page_leads_to_a_file_of_the_site(site):
    pages = [site / "index.html", site / "list.html", site / "commune" / "48095.html"]
    pages += [site / "en" / one.relative_to(site) for one in pages]
    for page in pages:
        for link in read(page).found:
            if link.startswith(("data:", ADDRESS)):
                continue
            target = (page.parent / link.split("#")[0]).resolve()
            assert target.is_file() or (target / "index.html").is_file(), (page, link)


def test_the_page_of_a_commune_is_found_by_its_name_and_says_what_it_has(site):
    page = site / "commune" / "48095.html"
    text = page.read_text(encoding="utf-8")
    assert "<title>Guichets France services à Mende (48095)" in text
    assert f'<link rel="canonical" href="{ADDRESS}commune/48095.html">' in text
    (linked,) = read(page).texts
    commune, *services = json.loads(linked)["@graph"]
    assert (commune["name"], commune["identifier"]) == ("Mende", "48095")
    assert {one["@type"] for one in services} == {"GovernmentService"}
    assert len(services) == 2
    assert "lundi" in text.lower()


def test_a_name_that_is_code_stays_a_text(country, in_use, tmp_path):
    tables = country.tables
    hostile = "</script><img src=x onerror=alert(1)>"
    names = tables.communes["commune_name"].copy()
    names["48095"] = hostile
    changed = replace(tables, communes=tables.communes.assign(commune_name=names))
    site = publish_sample(Country(changed), in_use, tmp_path / "site")
    for page in (site / "index.html", site / "commune" / "48095.html", site / "list.html"):
        assert "<img src=x" not in page.read_text(encoding="utf-8")


def test_pages_by_epci_name_each_commune_once_under_the_counter_it_reaches_first(
    country, in_use, tmp_path
):
    site = publish_sample(country, in_use, tmp_path / "site", "epci")
    assert not (site / "commune").exists()
    listed = country.listed(DEFAULT_METHOD)
    found = []
    for page in sorted((site / "epci").iterdir()):
        for block in page.read_text(encoding="utf-8").split("<h2>")[1:]:
            name = unescape(block.split("</h2>")[0])
            for code, said in re.findall(r"<li id=(\w{5})><a[^>]*>[^<]*</a> ([^<]*)", block):
                row = listed.loc[code]
                assert row["nearest_counter_name"] == name
                minutes = WORDS.figure("nearest_counter_minutes", row["nearest_counter_minutes"])
                assert said.strip() == minutes
                found.append(code)
    assert sorted(found) == sorted(country.tables.communes.index)


def test_a_commune_whose_nearest_counter_is_not_known_stands_last_on_its_page(country):
    rows = country.listed(DEFAULT_METHOD).head(3).copy()
    rows.loc[rows.index[0], ["nearest_counter_name", "nearest_counter_minutes"]] = None
    blocks = _counters(rows, WORDS)
    assert blocks[-1][:2] == ("Le guichet le plus proche n’est pas connu", "")
    assert [(code, minutes) for code, _, minutes in blocks[-1][2]] == [(rows.index[0], "")]
    assert sum(len(one) for *_, one in blocks) == 3


@pytest.mark.parametrize("path", ["index.html", "commune/48095.html", "en/list.html"])
def test_the_map_of_the_site_for_search_engines_names_its_pages(site, path):
    said = (site / "sitemap.xml").read_text(encoding="utf-8")
    assert f"<loc>{ADDRESS}{path.removesuffix('index.html')}</loc>" in said


def test_a_commune_without_a_counter_says_so_and_no_page_says_a_word_of_the_program(site, country):
    counters = country.tables.counters
    without = country.tables.communes.index.difference(counters["commune_code"])
    page = (site / "commune" / f"{without[0]}.html").read_text(encoding="utf-8")
    assert "Aucun guichet n’est recensé dans la commune" in page
    for one in site.rglob("*.html"):
        assert not re.search(r">\s*(None|nan|NaN|NaT|<NA>|undefined)\s*<", one.read_text("utf-8"))


def test_light_sheets_say_all_in_sentences_and_name_no_commune_like_theirs(country, in_use):
    made = Published(country, in_use, WHOLE)
    ((_, whole),) = sheet_groups(made, (WORDS,))
    ((_, light),) = sheet_groups(made, (WORDS,), is_light=True)
    for code, sheet in whole["fr"].items():
        told = re.sub(r"<svg.*?</svg>|<details>.*?</details>", "", sheet)
        told = re.sub(r'<p class="soft">Communes semblables.*?</p>', "", told)
        assert light["fr"][code] == told
    assert "Communes semblables" in whole["fr"]["48095"]
    assert "labellisé depuis" in light["fr"]["48095"]
