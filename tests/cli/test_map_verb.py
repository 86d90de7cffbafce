"""The verb map: a file of the kind its name asks for, in the language asked, or a refusal in words."""

from __future__ import annotations

from pathlib import Path

from territory.cli import maps
from territory.maps.layers import DEFAULT_LAYER
from tests.command import territory


def test_a_map_is_written_in_the_format_and_the_language_asked(tmp_path: Path):
    out = tmp_path / "map.svg"
    done = territory("map", "48", "--layer", "need_score", "--out", out, "--lang", "fr")
    assert done.returncode == 0
    written = out.read_text(encoding="utf-8")
    assert written.startswith("<svg ")
    assert "commune par commune" in written
    assert "territory map departement:48 --layer need_score --unit commune" in written
    assert str(out) in done.said


def test_a_format_that_is_no_picture_and_a_layer_that_is_none_are_refused_in_words(tmp_path: Path):
    for options, named in (
        (("--out", tmp_path / "map.docx"), "docx"),
        (("--out", tmp_path / "map.png", "--layer", "farr"), "far"),
        (("--out", tmp_path / "map.png", "--unit", "region"), "region"),
    ):
        done = territory("map", "48", *options)
        assert done.returncode == 1
        assert named in done.said
    assert not list(tmp_path.iterdir())


def test_the_layer_the_help_names_is_the_one_maps_open_with():
    assert DEFAULT_LAYER.name == maps.DEFAULT_LAYER_NAME
