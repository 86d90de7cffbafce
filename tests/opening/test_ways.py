"""Hours of a day in all the ways people write them: minutes counted by hand."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from territory.opening import read_day

SATURDAY = 5


@pytest.mark.parametrize(
    ("published", "minutes"),
    [
        ("de 9h à 12h30 et de 14h à 17h30", 420),
        ("8h30-12h  13h30-17h30", 450),
        ("9h-12h\n14h-18h", 420),
        ("9h-12h / Fermé", 180),
        ("FERME / 13h30 – 18h00", 270),
        ("9h 30- 12h30 / -", 180),
        ("9h-12h 14h-17h", 360),
        ("9h12h 14h17h", 360),
        ("9h 12h / 14h 17h", 360),
        ("9h00/12h00 - 13h30/17h00", 390),
        ("9H-12H/14H-17H", 360),
        ("9h/12h 14h/18h", 420),
        ("9h à midi", 180),
        ("18h-minuit", 360),
        ("08h30 12h00 13h30 17h30", 450),
        ("9:00-12:00, 13:30-17:00", 390),
        ("09:00:00 - 12:00:00", 180),
        ("0900-1200 / 1330-1700", 390),
        ("9.00-12.00", 180),
        ("9 h 00 - 12 h 00", 180),
        ("9h15mn à 12h", 165),
        ("9h>12h", 180),
        ("9h → 12h", 180),
        ("9h−12h | 14h‑17h", 360),
        ("de 9h a 12h", 180),
        ("entre 9h et 12h", 180),
        ("９ｈ－１２ｈ３０", 210),
        ("9h\u00a0-\u202f12h ;\u00a014h\u200b-17h", 360),
        ("journée continue 9h-17h", 480),
        ("9h-17h30 non stop", 510),
        ("24h/24", 1440),
        ("24h/24 - 7j/7", 1440),
        ("Matin : 9h-12h, Après-midi : 14h-17h", 360),
        ("M : 9h-12h AM : 14h-17h", 360),
        ("matin: 9h-12h / après midi: fermé", 180),
        ("Fermé le matin / 14h-17h", 180),
        ("9h-12h fermé l’après-midi", 180),
        ("9h-17h fermé de 12h à 14h", 360),
        ("9h-12h et 14h-17h avec ou sans rendez-vous", 360),
        ("9h-12h / 13h-17h, prise de rendez-vous conseillée", 420),
        ("9h-12h (sauf jours fériés)", 180),
        ("9h-12h semaines paires et impaires", 180),
    ],
)
def test_hours_a_person_reads_are_read(published, minutes):
    day = read_day(published)
    assert day.minutes == minutes
    assert day.flags == frozenset()
    assert not day.conditions


@pytest.mark.parametrize(
    "published",
    [
        "Fermeture", "fermé", "FERMÉ", "néant", "x", "XX", "0", "/", "—", "- / -", "0h00", "aucune",
        "pas d’ouverture", "Fermé au public", "fermé toute la journée", "00:00 - 00:00 / 00:00 - 00:00",
    ],
)  # fmt: skip
def test_words_for_closed_are_known(published):
    day = read_day(published)
    assert (day.parts, day.flags, day.hourless) == ((), frozenset(), ())


# (start, end, share of the weeks, by appointment)
@pytest.mark.parametrize(
    ("published", "parts"),
    [
        ("9h-12h sur RDV", [(540, 720, 1, True)]),
        ("rendez-vous uniquement : 9h-12h / 14h-17h", [(540, 720, 1, True), (840, 1020, 1, True)]),
        ("09h00-12h00 / 13h30-17h00 sur RDV", [(540, 720, 1, False), (810, 1020, 1, True)]),
        ("9h-12h (sur r.d.v.) / 14h-17h", [(540, 720, 1, True), (840, 1020, 1, False)]),
        ("9h-12h sans rdv, 14h-17h sur rdv", [(540, 720, 1, False), (840, 1020, 1, True)]),
        ("10h-12h / 14h-18h (le matin sur rdv)", [(600, 720, 1, True), (840, 1080, 1, False)]),
        ("9h-12h le 1er samedi du mois", [(540, 720, 12 / 52, False)]),
        ("2e et 4e samedi 9h-12h", [(540, 720, 24 / 52, False)]),
        ("9h-12h 1er, 3ème et 5e samedis", [(540, 720, 28 / 52, False)]),
        ("deux samedis par mois 9h-12h", [(540, 720, 24 / 52, False)]),
        ("9h-12h semaines paires", [(540, 720, 0.5, False)]),
        ("un samedi sur deux de 9h à 12h", [(540, 720, 0.5, False)]),
        ("9h-12h tous les 15 jours", [(540, 720, 0.5, False)]),
        ("9h-12h 1 semaine sur 3", [(540, 720, 1 / 3, False)]),
        ("9h-12h / 14h-17h (semaine impaire)", [(540, 720, 0.5, False), (840, 1020, 0.5, False)]),
        (
            "9h-12h semaines paires / 14h-17h semaines impaires",
            [(540, 720, 0.5, False), (840, 1020, 0.5, False)],
        ),
        ("9h-12h fermé le 1er samedi du mois", [(540, 720, 40 / 52, False)]),
        ("9h-12h sauf le dernier samedi du mois", [(540, 720, 40 / 52, False)]),
        ("9h-12h sauf vacances scolaires", [(540, 720, 36 / 52, False)]),
        ("de 9h à 12h en juillet", [(540, 720, 1 / 12, False)]),
        ("9h-12h sauf juillet et août", [(540, 720, 10 / 12, False)]),
        ("9h-12h sur rdv le 1er samedi du mois", [(540, 720, 12 / 52, True)]),
    ],
)
def test_what_does_not_hold_every_week_is_never_plain(published, parts):
    day = read_day(published, SATURDAY)
    found = [
        (one.start, one.end, one.condition.share, one.condition.by_appointment) for one in day.parts
    ]
    assert found == [pytest.approx(one) for one in parts]
    assert day.minutes == sum(end - start for start, end, *said in parts if said == [1, False])


@pytest.mark.parametrize("published", ["9h-12h / sur rdv", "9h-12h (après-midi sur rdv)"])
def test_a_half_day_by_appointment_without_hours_adds_none_and_is_told(published):
    day = read_day(published)
    assert day.minutes == 180
    assert [one.by_appointment for one in day.hourless] == [True]


def test_a_door_of_even_and_of_odd_weeks_is_open_every_week():
    day = read_day("9h-12h semaines paires ; 9h-12h semaines impaires")
    assert day.mean_minutes == 180
    assert day.flags == frozenset()


def test_the_own_name_of_a_day_may_stand_in_its_hours_and_no_other():
    assert read_day("Samedi : 9h-12h", SATURDAY).minutes == 180
    assert read_day("Fermé le samedi", SATURDAY).flags == frozenset()
    assert read_day("Mardi : 9h-12h", SATURDAY).flags == {"unparsed"}
    assert read_day("9h-12h (le 1er mercredi)", SATURDAY).flags == {"unparsed"}
    assert read_day("9h-12h et 14h-17h le lundi").flags == {"unparsed"}


@pytest.mark.parametrize(
    "published",
    [
        "9h-12h 14h", "9h-12h-14h", "9h-12h 15-18h", "9h", "9h-", "9 12 14 17", "8/12", "12/01/2024",
        "2020-2021", "1-2", "06 12 34 56 78", "06.12.34.56.78", "9h75-12h", "9h-25h", "2pm-5pm",
        "9am-12am", "fermé 12h-14h", "9h-17h sauf 12h-14h", "matin 14h-17h", "9h-12h ou 14h-17h",
        "9h-12h, fermé le matin", "9h-12h juin - septembre", "9h-17h (16h30 en été)", "ouvert", "matin",
        "non communiqué", "nc", "?", "à définir", "voir affichage", "9h-12h (permanence téléphonique)",
        "9h-12h / après-midi", "9h-12h et 14h-17h du lundi au vendredi",
    ],
)  # fmt: skip
def test_what_is_not_sure_is_left_unread(published):
    day = read_day(published)
    assert day.flags == {"unparsed"}
    assert day.parts == ()


CLOCKS = (
    lambda hour, minute: f"{hour:02d}:{minute:02d}",
    lambda hour, minute: f"{hour}h{minute:02d}",
    lambda hour, minute: f"{hour} H {minute:02d}" if minute % 15 == 0 else f"{hour}H{minute:02d}",
    lambda hour, minute: f"{hour}h{minute:02d}" if minute else f"{hour}h",
    lambda hour, minute: f"{hour:02d}.{minute:02d}",
    lambda hour, minute: (
        f"{hour} heures {minute:02d}" if minute == 30 else f"{hour}h{minute:02d}min"
    ),
)
BETWEEN = ("-", " - ", "–", " — ", " à ", "/", " a ", " jusqu’à ", ">", " -> ")
THEN = (" / ", " et ", ", ", " ; ", "\n", "  ", " | ", " & ", " puis ", "; ", " et de ")
DRESS = ("{}", "de {}", "Ouvert de {}", " {} / -", "{}.", "Horaires : {}", "{} sans rendez-vous")

pairs = st.lists(st.integers(0, 24 * 12 - 1), min_size=2, max_size=6, unique=True).map(
    lambda ends: [5 * end for end in sorted(ends)[: len(ends) // 2 * 2]]
)


@given(
    pairs,
    st.sampled_from(CLOCKS),
    st.sampled_from(BETWEEN),
    st.sampled_from(THEN),
    st.sampled_from(DRESS),
)
@example([540, 720, 840, 1020], CLOCKS[3], "-", "  ", "{}")
def test_a_day_written_in_any_style_reads_back_the_same(ends, clock, between, then, dress):
    ranges = list(zip(ends[::2], ends[1::2], strict=True))
    written = then.join(
        f"{clock(*divmod(start, 60))}{between}{clock(*divmod(end, 60))}" for start, end in ranges
    )
    assert read_day(dress.format(written)).intervals == tuple(ranges)


@given(
    st.sampled_from(["9h-12h", "09:00 - 12:00 / 14:00 - 17:00", "9h-12h sur rdv", "fermé", ""]),
    st.from_regex(r"[bgkqwyzéß漢字%€#@]{1,8}", fullmatch=True),
    st.booleans(),
)
def test_a_word_that_is_not_known_leaves_the_day_unread(hours, junk, is_before):
    day = read_day(f"{junk} {hours}" if is_before else f"{hours} {junk}")
    assert day.flags == {"unparsed"}
    assert day.parts == ()


@given(st.text(alphabet="0129h:-/., àetxsurdv()½%\n", max_size=25))
def test_any_text_is_read_or_flagged_and_never_holds_more_than_a_day(text):
    day = read_day(text)
    assert 0 <= day.mean_minutes <= 24 * 60
    assert not (day.parts and day.flags & {"unparsed", "reversed"})
