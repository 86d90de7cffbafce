"""Frames, scale bars and the placing of names, on figures made by hand."""

from __future__ import annotations

import itertools

import pytest
from shapely.geometry import LineString, Polygon, box

from territory.look.typeset import SEMIBOLD, width_of, wrapped
from territory.maps.paper.frame import Box, Frame, bar_km, fit
from territory.maps.paper.names import CHIEF, OTHER, SECOND, Town, by_rank, place_names

PAGE = Box(0, 0, 400, 300)
# A kilometre is a unit.
FRAME = Frame(PAGE, 0, 300_000, 1 / 1000)


def test_a_frame_holds_its_bounds_with_a_margin_in_the_middle_of_its_box():
    frame = fit((0, 0, 100_000, 50_000), Box(10, 20, 208, 300))
    # 2 % of 100 km on each side: 104 km in 208 units.
    assert frame.scale == pytest.approx(208 / 104_000)
    assert frame.place(0, 25_000) == (14.0, 170.0)
    west, south, east, north = frame.bounds
    assert (west, east) == pytest.approx((-2_000, 102_000))
    assert (south + north) / 2 == pytest.approx(25_000)


def test_a_path_tells_a_ring_by_its_steps_to_a_tenth_of_a_unit_and_closes_it():
    square = Polygon([(0, 300_000), (10_500, 300_000), (10_500, 299_000), (0, 299_000)])
    assert FRAME.path(square) == "M0,0l10.5,0 0,1 -10.5,0Z"


def test_a_line_is_not_closed_and_a_ring_that_falls_on_one_point_is_left_out():
    assert FRAME.path(LineString([(0, 300_000), (2_000, 298_000)])) == "M0,0l2,2"
    assert FRAME.path(box(0, 299_999, 1, 300_000)) == ""


@pytest.mark.parametrize(
    ("width_km", "bar"), [(10, 2), (20, 5), (80, 20), (400, 100), (3.9, 1), (1, 0.2)]
)
def test_the_scale_bar_is_a_round_length_of_at_most_a_quarter_of_the_map_or_so(width_km, bar):
    frame = Frame(Box(0, 0, 600, 400), 0, 0, 600 / (width_km * 1000))
    assert bar_km(frame) == pytest.approx(bar)


def crowd(count: int) -> list[Town]:
    """Towns so near each other that their names cannot all stand."""
    return [
        Town(
            f"Saint-Numéro-{rank}", 1000 * (40 + 21 * (rank % 15)), 1000 * (30 + 22 * (rank // 15))
        )
        for rank in range(count)
    ]


def test_no_name_overlaps_another_nor_what_is_taken_nor_leaves_the_map():
    bar = Box(0, 280, 120, 20)
    placed = place_names(crowd(150), FRAME, [bar], [], most=200)
    assert 15 < len(placed) < 150
    for one, other in itertools.combinations([label.box for label in placed], 2):
        assert not one.overlaps(other)
    assert all(PAGE.holds(label.box) and not label.box.overlaps(bar) for label in placed)


def test_the_chief_town_is_named_where_two_names_have_room_for_one():
    towns = [
        Town("Village", 200_000, 150_000, OTHER, 9_000),
        Town("Chef-lieu", 201_000, 150_000, CHIEF, 1_000),
    ]
    placed = place_names(by_rank(towns), FRAME, [], [], most=10)
    assert [label.town.name for label in placed] == ["Chef-lieu"]


def test_towns_are_named_by_rank_then_counters_then_people_unknown_last():
    towns = [
        Town("Inconnue", 0, 0, OTHER),
        Town("Petite", 0, 0, OTHER, 10),
        Town("Grande", 0, 0, OTHER, 1_000),
        Town("Guichet", 0, 0, OTHER, 5, has_counter=True),
        Town("Sous-préfecture", 0, 0, SECOND, 1),
    ]
    ordered = [one.name for one in by_rank(towns)]
    assert ordered == ["Sous-préfecture", "Guichet", "Grande", "Petite", "Inconnue"]


def test_a_name_stands_beside_the_sign_of_its_own_counter_and_not_over_it():
    sign = Box(196, 146, 8, 8)
    (label,) = place_names([Town("Mende", 200_000, 150_000)], FRAME, [], [sign], most=1)
    assert not label.box.overlaps(sign)


def test_words_are_as_wide_as_the_font_says():
    # Libertinus Serif: an m is 0.79 em wide, as its own table of widths says.
    assert width_of("mm", 10) == pytest.approx(2 * width_of("m", 10))
    assert 7 < width_of("m", 10) < 9
    assert width_of("Mende", 10, SEMIBOLD) > width_of("Mende", 10)


def test_wrapped_lines_are_within_the_width_and_lose_no_word():
    words = "part estimée des 15 ans ou plus en illectronisme dans la commune"
    lines = wrapped(words, 120, 11)
    assert " ".join(lines) == words
    assert all(width_of(one, 11) <= 120 for one in lines)
