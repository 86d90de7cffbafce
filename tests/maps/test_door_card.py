"""The card of a counter: contacts as published, the week, a text and a row to correct it."""

from __future__ import annotations

import json

import pandas as pd
import pytest

from territory.maps.door_card import counter_card, overrides_row
from territory.maps.files import counter_cards_json
from territory.messages import Words
from territory.tables.corrected import apply_overrides
from territory.tables.overrides import read_overrides

LIST = "ANCT, liste du 1er août 2024"


@pytest.fixture
def marvejols(sample):
    return sample.counters.loc["271"].copy()


def card_of(row, language="fr"):
    return counter_card("271", row, LIST, Words(language))


def test_contacts_are_those_of_the_published_list(marvejols):
    # Read in the published list of 1 August 2024: a telephone number, no e-mail address.
    phone, mail = card_of(marvejols)["contacts"]
    assert phone == ["Téléphone", "04 66 44 03 78", "tel:0466440378"]
    assert mail == ["Courriel", "non publié", ""]


@pytest.mark.parametrize(
    ("written", "link"),
    [
        ("04 66 44 03 78", "tel:0466440378"),
        ("+33 4.66.44.03.78", "tel:+33466440378"),
        ("04 66 44 03 78 / 06 01 02 03 04", ""),
        ("36 46", ""),
        ("javascript:alert(1)", ""),
    ],
)
def test_a_telephone_number_is_dialled_only_where_it_is_one(marvejols, written, link):
    marvejols["phone_text"] = written
    assert card_of(marvejols)["contacts"][0][1:] == [written, link]


@pytest.mark.parametrize(
    ("written", "link"),
    [
        ("accueil@exemple.fr", "mailto:accueil@exemple.fr"),
        ("a@exemple.fr - b@exemple.fr", ""),
        ("a@exemple.fr?bcc=x@y.fr", ""),
    ],
)
def test_a_mail_program_is_given_one_address_and_nothing_else(marvejols, written, link):
    marvejols["mail_text"] = written
    assert card_of(marvejols)["contacts"][1][1:] == [written, link]


def test_the_week_has_six_days_and_none_where_nothing_is_published(marvejols):
    week = card_of(marvejols)["week"]
    assert [day for day, _ in week] == [
        "Lundi", "Mardi", "Mercredi", "Jeudi", "Vendredi", "Samedi",
    ]  # fmt: skip
    assert week[0][1] == "08:30 - 12:00 / 13:30 - 17:30"
    assert week[5][1] == "–"
    marvejols[[name for name in marvejols.index if name.startswith("opening_")]] = None
    assert card_of(marvejols)["week"] == []


def test_the_text_for_the_producer_says_which_counter_of_which_list_and_what_it_holds(marvejols):
    text = card_of(marvejols, "en")["report"]["text"]
    for said in ("n° 271", "France services Marvejols", LIST, "04 66 44 03 78", "48100"):
        assert said in text
    assert "08:30 - 12:00 / 13:30 - 17:30" in text


def test_the_row_for_local_corrections_is_read_and_applied_once_it_is_filled_in(
    sample, marvejols, tmp_path
):
    row = overrides_row("271", marvejols, Words("fr"))
    file = tmp_path / "counters_overrides.csv"
    # As given, it has no author: nothing is changed by a row nobody filled in.
    file.write_text(row, encoding="utf-8")
    assert read_overrides(file).iloc[0]["author"] == ""
    filled = row.replace("à compléter,,", "vu sur place,Mairie,2026-05-02").replace(
        "08:30 - 12:00 / 13:30 - 17:30", "09:00 - 12:00", 1
    )
    file.write_text(filled, encoding="utf-8")
    corrected = apply_overrides(sample.counters, read_overrides(file), sample.communes)
    # Seven and a half hours less on Monday, three instead.
    before = sample.counters.loc["271", "weekly_hours"]
    assert corrected.counters.loc["271", "weekly_hours"] == pytest.approx(before - 7.5 + 3)


def test_text_of_any_hand_stays_text(sample):
    hostile = "<img src=x onerror=alert(1)>"
    counters = sample.counters.assign(
        phone_text=hostile, mail_text=hostile, commune_name=pd.Series(dtype="str")
    )
    told = json.loads(counter_cards_json(counters, LIST, Words("fr")))
    assert {card["contacts"][0][1] for card in told.values()} == {hostile}
    assert {card["contacts"][0][2] for card in told.values()} == {""}
