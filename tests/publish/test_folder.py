"""A site takes the place of a former one whole, and of nothing else."""

from __future__ import annotations

import json

import pytest

from territory.errors import SourceMissingError, TerritoryError
from territory.publish import vendored
from territory.publish.folder import MANIFEST, Staged, check_free
from territory.publish.options import read_options


def put_site(out, **files):
    with Staged(out) as staged:
        for name, content in files.items():
            staged.put(f"{name}.html", content)
        staged.finish({"version": "0"})


def stop_half_way(out):
    with Staged(out) as staged:
        staged.put("index.html", b"2")
        raise RuntimeError


def test_a_site_takes_the_place_of_the_one_before(tmp_path):
    out = tmp_path / "site"
    put_site(out, old=b"1", index=b"1")
    put_site(out, index=b"2")
    assert sorted(one.name for one in out.iterdir()) == ["index.html", MANIFEST]
    assert (out / "index.html").read_bytes() == b"2"
    assert [one.name for one in tmp_path.iterdir()] == ["site"]


def test_what_stops_half_way_leaves_the_site_before(tmp_path):
    out = tmp_path / "site"
    put_site(out, index=b"1")
    with pytest.raises(RuntimeError):
        stop_half_way(out)
    assert (out / "index.html").read_bytes() == b"1"
    assert [one.name for one in tmp_path.iterdir()] == ["site"]


@pytest.mark.parametrize("manifest", [None, "{", "[]", '{"made_by": "another"}'])
def test_a_folder_that_is_not_a_site_of_ours_is_refused_and_left(tmp_path, manifest):
    (tmp_path / "thesis.odt").write_text("my work", encoding="utf-8")
    if manifest is not None:
        (tmp_path / MANIFEST).write_text(manifest, encoding="utf-8")
    with pytest.raises(TerritoryError) as refused:
        check_free(tmp_path)
    assert refused.value.key == "publish_not_ours"
    assert (tmp_path / "thesis.odt").read_text(encoding="utf-8") == "my work"


def test_the_manifest_gives_the_sha256_of_each_file(tmp_path):
    put_site(tmp_path / "site", index=b"abc")
    told = json.loads((tmp_path / "site" / MANIFEST).read_text(encoding="utf-8"))
    # FIPS 180-2, appendix B.1.
    known = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
    assert told["files"] == {"index.html": known}


def test_the_map_library_is_the_one_its_authors_publish():
    found = vendored.vendored_files()
    assert b"maplibre-gl-js/blob/v5.24.1" in found["maplibre-gl.js"][:200]
    assert b"Protomaps" in found[vendored.OWN_WORDS]


def test_a_map_library_that_was_changed_is_refused(monkeypatch):
    sealed = {**vendored.VENDORED, "pmtiles.js": "0" * 64}
    monkeypatch.setattr(vendored, "VENDORED", sealed)
    with pytest.raises(SourceMissingError):
        vendored.vendored_files()


def test_options_that_mean_nothing_are_refused_in_words():
    assert read_options("fr", "https://exemple.fr/carte", "auto", "").base_url[-1] == "/"
    for wrong in (("ftp://x", "auto", ""), ("", "each", ""), ("", "auto", "commune")):
        with pytest.raises(TerritoryError):
            read_options("fr", *wrong)
