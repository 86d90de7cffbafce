"""The foot of a page says which version built the tables, when it is not the one in use."""

from __future__ import annotations

from dataclasses import replace

import streamlit

from territory import __version__, paths
from territory.messages import Words
from territory.tables import open_data_in_use
from territory.views.shell import draw_foot


def foot(monkeypatch, sample, version):
    in_use = open_data_in_use(paths.sample_folder())
    in_use = replace(in_use, report=in_use.report | {"territory_version": version})
    drawn = []
    monkeypatch.setattr(streamlit, "html", drawn.append)
    draw_foot(in_use, sample, Words("en"))
    return drawn[0]


def test_tables_of_this_version_are_not_remarked_upon(monkeypatch, sample):
    assert "which is" not in foot(monkeypatch, sample, __version__)


def test_tables_of_another_version_are(monkeypatch, sample):
    assert "built by territory 99.0, which is newer" in foot(monkeypatch, sample, "99.0")
    assert "built by territory 0.0.1, which is older" in foot(monkeypatch, sample, "0.0.1")
