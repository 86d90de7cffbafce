"""Whatever a comment holds, it is read in a moment, and what is read is a commune of the tables."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.steps.rounds.places import gazetteer, read, stops

PIECES = (
    "lundi Mardi mercredi matin après-midi Chanac Barjac Langogne Mende St Ste Saint Le la d' de du à "
    "communes mairie rue place 48000 9h-12h 14h/17h semaines paires impaires 1er 3ème mois par sauf pas "
    "ne toutes les 7 CC communauté l'ensemble www.x.fr a@b.c Lu Ma : ; , . / // - – ( ) … ! ? · ’ s/"
)
COMMENTS = st.lists(st.sampled_from([*PIECES.split(), "\n"]), max_size=60).map(" ".join)


@given(COMMENTS | st.text(max_size=200))
def test_any_text_is_read_without_a_fault(sample, comment):
    found = read(sample, comment)
    assert {stop.commune_code for stop in found.stops} <= set(sample.communes.index)
    assert all(stop.visits for stop in found.stops)
    denied = {stop.commune_code for stop in found.denied}
    assert not denied & {stop.commune_code for stop in found.stops}


@pytest.mark.parametrize(
    "comment",
    [
        "communes " + "de la " * 2_000 + "Chanac!",
        "Chanac" + ", " * 5_000 + "x",
        "sauf " + "le, la et de " * 1_000 + "x Chanac",
        "rue " * 3_000 + "de Chanac",
        "sur " * 3_000 + "les communes",
        "Chanak, Barjak, Langognes, " * 60,
    ],
)
def test_a_long_comment_made_to_be_slow_is_not(sample, comment):
    gazetteer(sample)
    started = time.process_time()
    read(sample, comment)
    assert time.process_time() - started < 20


def test_capitals_throughout_say_nothing_and_words_are_not_communes(sample):
    assert stops(sample, "BUS ITINÉRANT SUR LES TERMES DU CONTRAT") == {}
