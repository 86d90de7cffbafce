"""A map drawn by hand, whose every minute can be worked out from this picture."""

from __future__ import annotations

from territory.travel import Places
from tests.travel.road_map import KM_A_MINUTE, places

#      G ------------------ H        D -- E        fragment by E: R S
#      |                    |        |    |
#      F <===motorway====== A --g--- B -> C        (B -> C one way)
#                           |        x bollard
#                           L ------ K
#      island I J (from A, a boat without cars)          elsewhere, joined to nothing: M N
SPOTS = {
    "A": (0, 0), "g": (2, 0), "half": (5, 0), "B": (10, 0), "C": (12.5, 0),
    "D": (10, 5), "E": (12.5, 5),
    "F": (-45, 0), "G": (-45, 5), "H": (0, 5),
    "L": (0, -2), "K": (10, -2), "x": (10, -1),
    "I": (0, -20), "J": (6, -20),
    "M": (30, 30), "N": (36, 30),
    "R": (12.5, 5.5), "S": (12.6, 5.5),
}  # fmt: skip
ROADS = (
    ("A g half B", KM_A_MINUTE),
    ("B C", {"highway": "residential", "oneway": "yes"}),
    ("C E D B", KM_A_MINUTE),
    ("C B", {"highway": "secondary", "access": "private"}),
    ("A F", {"highway": "motorway"}),
    ("F G H A", KM_A_MINUTE),
    ("F A", {"highway": "secondary", "motor_vehicle": "no"}),
    ("B x K", KM_A_MINUTE),
    ("K L A", KM_A_MINUTE),
    ("A I", {"route": "ferry", "foot": "yes"}),
    ("I J", KM_A_MINUTE),
    ("M N", KM_A_MINUTE),
    ("R S", {"highway": "service"}),
    ("A L", {"highway": "footway"}),
)
TAGS = {"x": {"barrier": "bollard"}, "g": {"barrier": "entrance"}}


def spot(name: str) -> Places:
    """Return one place of the map."""
    return places(**{name: SPOTS[name]})
