"""`territory engines --truth`: a matrix of one's own, told; a bad one, refused in words."""

from __future__ import annotations

from pathlib import Path

from tests.command import territory
from tests.travel.real_times import write_matrix, write_places


def test_real_times_are_told_by_distance_with_the_bands_they_are_held_against(tmp_path: Path):
    matrix, places = write_matrix(tmp_path, ratio=1.5), write_places(tmp_path)
    done = territory("engines", "--truth", matrix, "--places", places)
    assert done.returncode == 0, done.said
    told = done.stdout.decode()
    assert "up to 4 km: 1.50 / 1.50 / 1.50" in told
    assert "Published band (Isère): 100% of these real times are in it" in told
    assert "held against the other half" in told
    assert "the nearest counter is not compared" in told  # these places are no communes


def test_real_times_without_their_places_are_refused_in_words(tmp_path: Path):
    done = territory("engines", "--truth", write_matrix(tmp_path))
    assert done.returncode == 1
    assert "--places" in done.said


def test_the_layout_of_real_times_is_in_the_help():
    done = territory("engines", "--help", COLUMNS="300")
    told = " ".join(done.stdout.decode().split())
    for word in ("_seconds.csv", "_minutes.csv", "lon", "lat", "population"):
        assert word in told
