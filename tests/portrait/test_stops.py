"""What the portrait says of stops: in how many communes, and who is reached by them."""

from __future__ import annotations

import pytest

from territory.messages import Words
from territory.portrait.maker import Figures
from territory.portrait.sentences import counters as sentences
from tests.portrait.test_rules import one_commune


def several(**values: float) -> Figures:
    """Figures of a territory of several communes."""
    return one_commune(communes_count=10.0, **values)


def said(rule, figures: Figures, language: str = "fr") -> str:
    found = rule(figures, Words(language))
    return "" if found is None else found.words.replace("\xa0", " ").replace("\u202f", " ")


def test_a_commune_where_a_bus_stops_is_told():
    assert said(sentences.stops, one_commune(stop_communes_count=1.0)) == (
        "D’après l’annuaire, un guichet itinérant s’arrête dans la commune."
    )


@pytest.mark.parametrize("count", [0.0, float("nan")])
def test_no_stop_known_is_not_said_to_be_none(count):
    assert said(sentences.stops, one_commune(stop_communes_count=count)) == ""
    assert said(sentences.stops, several(stop_communes_count=count)) == ""


def test_communes_with_a_stop_are_counted():
    assert said(sentences.stops, several(stop_communes_count=1.0)).endswith(
        "dans une des communes."
    )
    assert "s’arrêtent dans 47 communes" in said(sentences.stops, several(stop_communes_count=47.0))
    assert "stop in 47 communes" in said(sentences.stops, several(stop_communes_count=47.0), "en")


def test_people_beyond_are_told_again_where_a_stop_brings_some_nearer():
    reached = {"within_20_minutes_share": 0.8, "known_people": 1000.0}
    near = several(**reached, within_20_minutes_or_stop_share=0.95)
    assert said(sentences.beyond_with_stops, near) == (
        "En comptant aussi les arrêts de guichets itinérants que l’annuaire nomme, cette part est de "
        "5,0 %."
    )
    same = several(**reached, within_20_minutes_or_stop_share=0.8)
    assert said(sentences.beyond_with_stops, same) == ""
    unknown = several(**reached, within_20_minutes_or_stop_share=float("nan"))
    assert said(sentences.beyond_with_stops, unknown) == ""
