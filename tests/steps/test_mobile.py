"""4G coverage on a grid: squares laid over communes, areas worked out by hand."""

from __future__ import annotations

from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd
import py7zr
import pytest
from shapely import LineString, Polygon, box

from pipelines.notes import Notes
from pipelines.sources import arcep_mobile
from pipelines.sources._sevenzip import unpacked
from pipelines.steps import mobile
from pipelines.steps.mobile import MAINLAND_PARTS, mobile_shares
from territory.errors import SourceChangedError, SourceMissingError
from territory.geography import ZONES

# Two communes of 4 km by 4 km side by side, in Lambert-93, on whole cells.
WEST, SOUTH = 700_000, 6_400_000
SIDE = 4_000
COMMUNES = {
    "48001": box(WEST, SOUTH, WEST + SIDE, SOUTH + SIDE),
    "48002": box(WEST + SIDE, SOUTH, WEST + 2 * SIDE, SOUTH + SIDE),
}


def communes(shapes=None, zone: str = "metropole") -> gpd.GeoDataFrame:
    shapes = shapes or COMMUNES
    return gpd.GeoDataFrame(
        {"zone": zone},
        index=pd.Index(list(shapes), name="commune_code"),
        geometry=gpd.GeoSeries(list(shapes.values()), crs=ZONES[zone].epsg).to_crs(4326).to_numpy(),
        crs=4326,
    )


def published(
    folder: Path, part: str, rows: list[tuple[str, Polygon]], *, epsg: int = 2154, **extra: object
) -> Path:
    """Write an operator's file as Arcep does: a GeoPackage in a 7z."""
    name = f"2026_T2_couv_{part}_4G_data.gpkg"
    coverage = gpd.GeoDataFrame(
        {
            "operateur": "20801",
            "operateur_commercial": part,
            "date": "2026-06-30",
            "techno": "4G",
            "usage": "data",
            "niveau": [level for level, _ in rows],
            "dept": None,
        }
        | extra,
        geometry=[shape for _, shape in rows],
        crs=epsg,
    )
    coverage.to_file(folder / name)
    path = folder / f"{name}.7z"
    with py7zr.SevenZipFile(path, "w") as archive:
        archive.write(folder / name, name)
    (folder / name).unlink()
    return path


def half(level: str = "BC") -> tuple[str, Polygon]:
    """The western half of the first commune."""
    return level, box(WEST, SOUTH, WEST + SIDE / 2, SOUTH + SIDE)


def measured(folder: Path, rows: dict[str, list[tuple[str, Polygon]]], where=None):
    paths = {published(folder, part, shapes): part for part, shapes in rows.items()}
    return mobile_shares(where if where is not None else communes(), list(paths), paths)


def layers_of(notes: Notes) -> list[dict[str, object]]:
    return [note.values for note in notes if note.key == "mobile.layer"]


def test_the_best_operator_and_all_at_once_by_hand(tmp_path):
    everywhere = ("TBC", box(WEST, SOUTH, WEST + 2 * SIDE, SOUTH + SIDE))
    quarter = ("BC", box(WEST, SOUTH, WEST + SIDE / 2, SOUTH + SIDE / 2))
    shares, notes = measured(
        tmp_path,
        dict(zip(MAINLAND_PARTS, [[everywhere], [half()], [quarter], [everywhere]], strict=True)),
    )
    # First commune: the best covers it whole, all four cover a quarter; the second: two only.
    assert shares.loc["48001", "good_4g_best_operator_share"] == pytest.approx(1, abs=0.02)
    assert shares.loc["48001", "good_4g_all_operators_share"] == pytest.approx(0.25, abs=0.01)
    assert shares.loc["48002", "good_4g_best_operator_share"] == pytest.approx(1, abs=0.02)
    assert shares.loc["48002", "good_4g_all_operators_share"] == 0
    assert set(shares["mobile_status"]) == {"modelled"}
    assert [layer["zones"] for layer in layers_of(notes)] == ["metropole"] * 4


def test_limited_coverage_is_not_good_and_overlaps_count_once(tmp_path):
    rows = [half("TBC"), half("BC"), ("CL", COMMUNES["48001"])]
    shares, _ = measured(tmp_path, dict.fromkeys(MAINLAND_PARTS, rows))
    assert shares.loc["48001", "good_4g_best_operator_share"] == pytest.approx(0.5, abs=0.01)


def test_a_hole_is_not_covered(tmp_path):
    ring = COMMUNES["48001"].difference(box(WEST + 1000, SOUTH + 1000, WEST + 3000, SOUTH + 3000))
    shares, _ = measured(tmp_path, {key: [("TBC", ring)] for key in MAINLAND_PARTS})
    assert shares.loc["48001", "good_4g_best_operator_share"] == pytest.approx(0.75, abs=0.01)


def test_a_mainland_without_one_of_its_operators_is_missing_not_lower(tmp_path):
    shares, notes = measured(tmp_path, {key: [half()] for key in MAINLAND_PARTS[:3]})
    assert shares["good_4g_best_operator_share"].isna().all()
    assert set(shares["mobile_status"]) == {"missing"}
    assert notes.find("mobile.mainland_incomplete").codes == ("Metropole_FREE",)


def test_an_overseas_zone_is_measured_in_its_own_projection(tmp_path):
    # Réunion, EPSG:2975; a quarter of a square of 3 km.
    shape = box(340_000, 7_650_000, 343_000, 7_653_000)
    where = communes({"97411": shape}, "reunion")
    quarter = box(340_000, 7_650_000, 341_500, 7_651_500)
    path = published(tmp_path, "Reunion_SRR", [("TBC", quarter)], epsg=2975)
    shares, notes = mobile_shares(where, [path], {path: "Reunion_SRR"})
    assert shares.loc["97411", "good_4g_best_operator_share"] == pytest.approx(0.25, abs=0.01)
    assert "mobile.zones_without" not in {note.key for note in notes}


def test_a_zone_no_file_covers_is_missing(tmp_path):
    where = communes({"97411": box(340_000, 7_650_000, 343_000, 7_653_000)}, "reunion")
    shares, notes = measured(tmp_path, {key: [half()] for key in MAINLAND_PARTS}, where)
    assert shares["mobile_status"].tolist() == ["missing"]
    assert notes.find("mobile.zones_without").codes == ("reunion",)


def test_a_commune_smaller_than_a_few_cells_is_measured_finer(tmp_path):
    # 120 m by 90 m, a third of it covered: five cells of 50 m could not say so.
    tiny = box(WEST + 10, SOUTH + 15, WEST + 130, SOUTH + 105)
    third = box(WEST + 10, SOUTH + 15, WEST + 50, SOUTH + 105)
    shares, notes = measured(
        tmp_path, {key: [("TBC", third)] for key in MAINLAND_PARTS}, communes({"48001": tiny})
    )
    assert shares.loc["48001", "good_4g_best_operator_share"] == pytest.approx(1 / 3, abs=0.03)
    assert notes.find("mobile.finer").values == {"count": 1}


def test_bands_change_nothing(tmp_path, monkeypatch):
    rng = np.random.default_rng(4)
    blobs = [
        ("BC", box(x, y, x + 900, y + 700))
        for x, y in zip(
            WEST + rng.uniform(0, 7000, 30), SOUTH + rng.uniform(-500, 3500, 30), strict=True
        )
    ]
    whole, _ = measured(tmp_path, dict.fromkeys(MAINLAND_PARTS, blobs))
    monkeypatch.setattr(mobile, "BAND_ROWS", 7)
    in_bands, _ = measured(tmp_path, dict.fromkeys(MAINLAND_PARTS, blobs))
    pd.testing.assert_frame_equal(whole, in_bands)
    # Independent tool: shapely's exact overlay.
    covered = gpd.GeoSeries([shape for _, shape in blobs]).union_all()
    for code, shape in COMMUNES.items():
        exact = covered.intersection(shape).area / shape.area
        assert whole.loc[code, "good_4g_best_operator_share"] == pytest.approx(exact, abs=0.01)


def test_a_commune_without_a_shape_is_missing_and_told(tmp_path):
    where = communes()
    where.loc["48002", "geometry"] = None
    shares, notes = measured(tmp_path, {key: [half()] for key in MAINLAND_PARTS}, where)
    assert shares.loc["48002", "mobile_status"] == "missing"
    assert notes.find("mobile.without_shape").codes == ("48002",)


@pytest.mark.parametrize(
    ("given", "key"),
    [
        ({"epsg": 3857}, "read_projection"),
        ({"niveau": ["BC", "moyen"]}, "read_unknown_words"),
        ({"operateur_commercial": ["a", "b"]}, "read_several_operators"),
    ],
)
def test_a_file_that_is_not_what_is_declared_is_refused(tmp_path, given, key):
    path = published(tmp_path, "Metropole_OF", [half(), half()], **given)
    with pytest.raises(SourceChangedError) as refusal:
        arcep_mobile.read(path)
    assert refusal.value.key == key


def test_a_layer_without_its_levels_or_without_rows_is_refused(tmp_path):
    path = published(tmp_path, "Metropole_OF", [half()])
    with unpacked(path, ".gpkg") as geopackage:
        coverage = gpd.read_file(geopackage)
    for name, frame, key in (
        ("levels", coverage.drop(columns="niveau"), "read_no_columns"),
        ("rows", coverage.iloc[:0], "read_no_rows"),
    ):
        frame.to_file(tmp_path / f"{name}.gpkg")
        bad = tmp_path / f"{name}.gpkg.7z"
        with py7zr.SevenZipFile(bad, "w") as archive:
            archive.write(tmp_path / f"{name}.gpkg", f"{name}.gpkg")
        with pytest.raises(SourceChangedError) as refusal:
            arcep_mobile.read(bad)
        assert refusal.value.key == key


def test_an_archive_is_never_trusted(tmp_path):
    whole = published(tmp_path, "Metropole_OF", [half()])
    content = whole.read_bytes()
    cut = tmp_path / "cut.7z"
    cut.write_bytes(content[: len(content) // 2])
    flipped = tmp_path / "flipped.7z"
    middle = len(content) // 2
    flipped.write_bytes(content[:middle] + bytes([content[middle] ^ 0xFF]) + content[middle + 1 :])
    page = tmp_path / "page.7z"
    page.write_bytes(b"<html>introuvable</html>")
    outside = tmp_path / "outside.7z"
    with py7zr.SevenZipFile(outside, "w") as archive:
        archive.writestr("x", "inside.gpkg")
        archive.header.files_info.files[0]["filename"] = "../outside.gpkg"
    for path, keys in (
        (cut, {"read_damaged", "read_not_7z"}),
        (flipped, {"read_damaged"}),
        (page, {"read_not_7z"}),
        (outside, {"read_outside", "read_damaged"}),
    ):
        with pytest.raises(SourceChangedError) as refusal, unpacked(path, ".gpkg"):
            pass
        assert refusal.value.key in keys
    with pytest.raises(SourceChangedError) as refusal, unpacked(whole, ".gpkg", most_bytes=100):
        pass
    assert refusal.value.key == "read_too_large"
    with pytest.raises(SourceMissingError), unpacked(tmp_path / "nowhere.7z", ".gpkg"):
        pass


def test_nothing_unpacked_is_left_behind(tmp_path):
    path = published(tmp_path, "Metropole_OF", [half()])
    with unpacked(path, ".gpkg") as geopackage:
        assert geopackage.is_file()
    assert not geopackage.exists()


def test_the_file_is_read_whole_for_whoever_wants_it(tmp_path):
    path = published(tmp_path, "Metropole_OF", [half(), ("CL", COMMUNES["48002"])])
    assert arcep_mobile.read(path)["niveau"].tolist() == ["BC", "CL"]


def test_a_row_without_a_shape_covers_nothing_and_is_told(tmp_path):
    rows = dict.fromkeys(MAINLAND_PARTS, (half(), ("BC", None)))
    shares, notes = measured(tmp_path, rows)
    assert shares.loc["48001", "good_4g_best_operator_share"] == pytest.approx(0.5, abs=0.01)
    assert [layer["without_shape_count"] for layer in layers_of(notes)] == [1] * 4


def test_coverage_that_crosses_itself_is_repaired_and_a_line_covers_nothing(tmp_path):
    east, north = WEST + SIDE, SOUTH + SIDE
    eight = Polygon([(WEST, SOUTH), (east, north), (east, SOUTH), (WEST, north)])
    line = LineString([(WEST, SOUTH), (WEST + 2 * SIDE, north)])
    rows = {part: [("BC", eight), ("TBC", line)] for part in MAINLAND_PARTS}
    shares, notes = measured(tmp_path, rows)
    # Two triangles, half of the commune; the line burns no cell of the other.
    assert shares.loc["48001", "good_4g_best_operator_share"] == pytest.approx(0.5, abs=0.02)
    assert shares.loc["48002", "good_4g_best_operator_share"] == 0
    assert [layer["repaired_count"] for layer in layers_of(notes)] == [1] * 4
    assert [layer["without_surface_count"] for layer in layers_of(notes)] == [1] * 4
