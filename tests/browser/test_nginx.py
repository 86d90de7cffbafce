"""The site of the sample from nginx, with the configuration that the note on hosting gives."""

from __future__ import annotations

import gzip
import json
import urllib.error
import urllib.request

import pytest

from tests.publish.nginx import find_nginx, serving_with_nginx
from tests.publish.published import publish_sample

pytestmark = pytest.mark.browser

WAIT = 60_000


@pytest.fixture(scope="module")
def folder(country, in_use, tmp_path_factory):
    if find_nginx() is None:
        pytest.skip("nginx is not on this machine (Debian: nginx)")
    return publish_sample(country, in_use, tmp_path_factory.mktemp("behind_nginx") / "site")


@pytest.fixture
def served(folder, tmp_path):
    with serving_with_nginx(folder, tmp_path) as found:
        yield found


def asked(address, **headers):
    request = urllib.request.Request(address, headers=headers)
    with urllib.request.urlopen(request, timeout=20) as answer:
        return answer.status, answer.headers, answer.read()


def test_the_map_is_drawn_from_parts_of_its_tiles_and_a_click_opens_a_sheet(
    served, visit, country, folder
):
    seen = visit()
    page = seen.page
    page.goto(served.address)
    page.locator('#map[data-drawn="far"]').wait_for(timeout=WAIT)
    page.locator("body[data-ready]").wait_for(timeout=WAIT)
    assert page.locator("#say").inner_text() == ""
    inside = country.tables.communes.geometry.loc["48037"].representative_point()
    at = page.evaluate(
        "(place) => { const at = map.project(place); return [at.x, at.y]; }", [inside.x, inside.y]
    )
    page.locator("#map canvas").click(position={"x": at[0], "y": at[1]})
    page.locator("#sheet-title").wait_for(timeout=WAIT)
    assert "Chadenet 48037" in page.locator("#sheet").inner_text()
    assert seen.outside == []
    assert seen.refused == []
    answers = served.answers()
    tiles = [one for one in answers if one.path.endswith(".pmtiles")]
    assert {one.status for one in tiles} == {206}
    assert len(tiles) >= 2
    assert all(one.asked_range.startswith("bytes=") for one in tiles)
    packed = [one for one in answers if one.path.endswith(".gz")]
    assert {one.status for one in packed} == {200}
    assert {one.encoding for one in packed} == {"-"}
    # Our own texts are compressed as they go; the library was before.
    (script,) = [one for one in answers if one.path.endswith("/app.js")]
    assert script.encoding == "gzip"
    assert any(one.path.endswith("/maplibre-gl.js.gz") for one in packed)


def test_a_part_asked_for_is_the_part_of_the_file(served, folder):
    status, headers, body = asked(
        f"{served.address}map/tiles/communes-5.pmtiles", Range="bytes=0-126"
    )
    content = (folder / "map/tiles/communes-5.pmtiles").read_bytes()
    assert (status, body) == (206, content[:127])
    assert headers["Content-Range"] == f"bytes 0-126/{len(content)}"


def test_a_packed_file_arrives_as_it_lies_there_whoever_asks(served, folder):
    status, headers, body = asked(
        f"{served.address}map/names.json.gz", **{"Accept-Encoding": "gzip"}
    )
    assert status == 200
    assert headers["Content-Encoding"] is None
    assert body == (folder / "map" / "names.json.gz").read_bytes()
    assert len(json.loads(gzip.decompress(body))["codes"]) == 152


def test_a_file_not_changed_is_not_sent_again(served):
    _, headers, _ = asked(f"{served.address}list.html")
    assert headers["Cache-Control"] == "no-cache"
    assert headers["Content-Type"] == "text/html; charset=utf-8"
    with pytest.raises(urllib.error.HTTPError) as told:
        asked(f"{served.address}list.html", **{"If-None-Match": headers["ETag"]})
    told.value.close()
    assert told.value.code == 304


def test_the_address_without_its_last_slash_leads_to_the_map(served):
    _, _, body = asked(served.address.rstrip("/"))
    assert b'id="map"' in body
