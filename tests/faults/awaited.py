"""Faults known to come out silent, and what is missing: a list that must only grow shorter.

Each is tried all the same: once it no longer comes out silent, its test asks to take it off.
"""

from __future__ import annotations

_NAMES = "names are cleaned at the door, with a line, and have a length"
_IDENTIFIERS = "one rule for identifiers: neither blank nor with a character nobody sees"
_DIGITS = "codes are written in the digits of ASCII"
_DAYS = "a day of no calendar is left blank, and its row named"
_WORDS = "a word nobody knows is said, in every column of kinds"
_SCALE = "figures have a legal range, and a median in its usual band"
_PLACES = "a point far from its commune is put right or refused"
_SHAPES = "shapes stand where their communes are"

_LISTS = ("france_services 2024", "france_services 2026", "mediation_places")
_NAMED = (*_LISTS, "epci_members", "insee_cog commune", "insee_cog departement")
_CODED = (
    *_LISTS,
    "arcep_fixed",
    "arcep_fixed 2019",
    "arcep_fixed_technology",
    "arcep_mobile_sites",
    "density_grid",
    "epci_members",
    "insee_cog commune",
    "insee_cog mvt_commune",
    "insee_diplomas",
    "insee_households",
    "insee_population",
    "insee_income 2021",
    "insee_income 2023",
    "postal_codes",
)
_CENSUS = ("insee_diplomas", "insee_households", "insee_population")

# What is missing, the faults, the subjects.
_LISTED: tuple[tuple[str, tuple[str, ...], tuple[str, ...]], ...] = (
    (_DIGITS, ("a code in other digits",), _CODED),
    (
        _NAMES,
        (
            "a control character in a name",
            "a character nobody sees in a name",
            "a name without end",
        ),
        _NAMED,
    ),
    (
        _NAMES,
        ("in UTF-8 read as Windows-1252 and written again",),
        ("epci_members", "mediation_places"),
    ),
    (_NAMES, ("a cell",), ("epci_members", "insee_cog commune", "insee_cog departement")),
    (_IDENTIFIERS, ("a cell",), _LISTS),
    (_IDENTIFIERS, ("a character in a code",), _LISTS),
    (_IDENTIFIERS, ("a row of blanks",), ("mediation_places",)),
    (_IDENTIFIERS, ("two names for a code",), ("epci_members",)),
    (_DAYS, ("a day of no calendar",), _LISTS),
    (_WORDS, ("a word nobody knows", "a character in a word"), _LISTS),
    (_SCALE, ("all figures in thousands",), ("arcep_fixed", *_CENSUS)),
    (_SCALE, ("all figures in thousandths",), _CENSUS),
    (_SCALE, ("a figure in thousands",), ("arcep_fixed", "insee_income 2021")),
    (
        _SCALE,
        ("a column in thousands", "a column in thousandths"),
        ("insee_income 2021", "insee_households"),
    ),
    (
        _PLACES,
        ("all places swapped", "all places at zero", "all in New York", "all in Paris"),
        ("france_services 2024",),
    ),
    (
        _SHAPES,
        ("all coordinates swapped", "all at zero"),
        ("commune_boundaries", "town_halls"),
    ),
)

# (subject, fault) -> what is missing.
AWAITED: dict[tuple[str, str], str] = {
    (subject, fault): missing
    for missing, faults, subjects in _LISTED
    for fault in faults
    for subject in subjects
}
