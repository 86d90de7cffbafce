"""What tests of opened tables share: files to damage, and the one sentence expected."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import geopandas as gpd
import pandas as pd
import pytest

from territory import paths
from territory.errors import TerritoryError
from territory.messages import Words

FILES = {"communes": paths.COMMUNES_FILE, "counters": paths.COUNTERS_FILE}
Frame = gpd.GeoDataFrame


# What is put in the place of a file.
REPLACEMENTS: dict[str, Callable[[Path], object]] = {
    "nothing": lambda path: path.unlink(),
    "a folder": lambda path: (path.unlink(), path.mkdir()),
    "no byte": lambda path: path.write_bytes(b""),
    "a truncated file": lambda path: path.write_bytes(path.read_bytes()[:-2000]),
    "a text": lambda path: path.write_text("commune_code;commune_name\n48001;Albaret\n"),
    "a pipe": lambda path: (path.unlink(), os.mkfifo(path)),
    "a dead link": lambda path: (path.unlink(), path.symlink_to("nowhere")),
    "a table without shapes": lambda path: (
        pd.DataFrame(gpd.read_parquet(path))
        .drop(columns=["geometry", "town_hall_point"], errors="ignore")
        .to_parquet(path)
    ),
}


def sentence(open_it: Callable[[Path], object], folder: Path, file_name: str) -> str:
    """Open something, expecting one sentence that names the file, in both languages."""
    with pytest.raises(TerritoryError) as caught:
        open_it(folder)
    said = {language: caught.value.say(Words(language)) for language in ("fr", "en")}
    assert said["fr"] != said["en"]
    for words in said.values():
        assert "\n" not in words
        assert file_name in words or str(folder) in words
        assert "territory build" in words
    return said["en"]


def rewrite(path: Path, table: str, damage: Callable[[Frame, str], Frame]) -> None:
    damage(gpd.read_parquet(path), table).to_parquet(path)
