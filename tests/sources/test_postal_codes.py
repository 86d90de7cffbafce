"""Postal codes: several a commune, several communes a code."""

from __future__ import annotations

import pytest

from pipelines.sources import postal_codes
from territory.errors import SourceChangedError

from .published import raw


def test_each_commune_has_its_codes_once_and_in_order():
    codes = postal_codes.read(raw("postal_codes", "019HexaSmal.csv"))["postal_codes_text"]
    assert codes["97411"] == "97400 97490"
    assert codes["48095"] == "48000"
    assert codes["2A004"] == "20000"


def test_arrondissements_are_pointed_to_their_commune():
    codes = postal_codes.read(raw("postal_codes", "019HexaSmal.csv"))["postal_codes_text"]
    assert codes["75056"] == "75001 75002"
    assert "75101" not in codes.index


def test_a_code_that_lost_its_zero_is_refused(tmp_path):
    path = tmp_path / "019HexaSmal.csv"
    content = raw("postal_codes", "019HexaSmal.csv").read_bytes().replace(b"48000", b"4800")
    path.write_bytes(content)
    with pytest.raises(SourceChangedError, match="4800"):
        postal_codes.read(path)
