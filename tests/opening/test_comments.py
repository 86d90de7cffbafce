"""What comments say of days: sentences as counters write them, the right reading worked out by hand."""

from __future__ import annotations

import pytest

from territory.opening import read_week
from territory.opening.comments import read_comment

DAY = "09:00 - 12:00 / 14:00 - 17:00"
WEEK = (DAY, DAY, DAY, DAY, DAY, "09:00 - 12:00")
NAMES = ("lun", "mar", "mer", "jeu", "ven", "sam")


def conditional(comment: str, texts: tuple[str, ...] = WEEK) -> dict[str, list[tuple]]:
    """Return the parts of a week that a comment makes conditional, by day."""
    week, _ = read_week(texts, comment)
    return {
        name: [
            (one.start, one.end, round(one.condition.share * 52), one.condition.by_appointment)
            for one in day.parts
            if not one.is_plain
        ]
        for name, day in zip(NAMES, week, strict=True)
        if any(not one.is_plain for one in day.parts)
    }


MONTHLY, FORTNIGHTLY, BOOKED = (540, 720, 12, False), (540, 720, 26, False), (540, 720, 52, True)
AFTERNOON = (840, 1020, 52, True)


@pytest.mark.parametrize(
    ("comment", "saturday"),
    [
        ("Ouvert le premier samedi du mois de 9h à 12h", MONTHLY),
        ("Ouvert également le 1er samedi de chaque mois : 9:00 - 12:00", MONTHLY),
        ("Le samedi, ouverture le 1er samedi du mois", MONTHLY),
        ("Ouverture entre 9h et 12h le dernier samedi du mois", MONTHLY),
        ("Ouverture 2 samedis par mois, 1 samedi sur 2", (540, 720, 24, False)),
        ("Proposition d'ouverture 3 samedi dans le mois pour accueillir qui travaille", (540, 720, 36, False)),
        ("Attention : ouverture le samedi matin uniquement en semaine impaire.", FORTNIGHTLY),
        ("Ouverture le samedi une semaine sur deux", FORTNIGHTLY),
        ("Ouvert 1 samedi sur 2 (semaine impaire).", FORTNIGHTLY),
        ("Prise de RDV par mail à a@b.fr. Ouvert un samedi sur deux", FORTNIGHTLY),
        ("Sur rendez-vous le samedi", BOOKED),
        ("Samedi matin sur R.D.V. uniquement", BOOKED),
        ("Le samedi la structure est ouverte, hors vacances scolaires", (540, 720, 36, False)),
        ("Fermé le samedi pendant les vacances scolaires", (540, 720, 36, False)),
    ],
)  # fmt: skip
def test_a_saturday_of_some_weeks_or_booked_is_read(comment, saturday):
    assert conditional(comment) == {"sam": [saturday]}


@pytest.mark.parametrize(
    ("comment", "expected"),
    [
        ("Uniquement sur rendez-vous le mercredi après-midi", {"mer": [AFTERNOON]}),
        ("Uniquement sur rendez-vous les mardi et vendredi après-midi.", {"mar": [AFTERNOON], "ven": [AFTERNOON]}),
        ("Sur rendez-vous les après-midi du mardi et du jeudi", {"mar": [AFTERNOON], "jeu": [AFTERNOON]}),
        ("lundi et jeudi sur RDV", {"lun": [BOOKED, AFTERNOON], "jeu": [BOOKED, AFTERNOON]}),
        (
            "Sur rendez-vous le mardi, mercredi après-midi et samedi matin ; le lundi sans rendez-vous",
            {"mar": [AFTERNOON], "mer": [AFTERNOON], "sam": [BOOKED]},
        ),
        (
            "sur rendez vous mardi-jeudi de 9h à 10h et mercredi et samedi de 10h à 11h",
            {
                "mar": [(540, 600, 52, True)],
                "mer": [(600, 660, 52, True)],
                "jeu": [(540, 600, 52, True)],
                "sam": [(600, 660, 52, True)],
            },
        ),
        (
            "Ouvert le mercredi matin en semaine impaire uniquement et le samedi en semaine paire uniquement",
            {"mer": [FORTNIGHTLY], "sam": [FORTNIGHTLY]},
        ),
        ("1er et 3ème lundi du mois", {"lun": [(540, 720, 24, False), (840, 1020, 24, False)]}),
        ("Fermé le 3ème jeudi après-midi de chaque mois", {"jeu": [(840, 1020, 40, False)]}),
        ("Mercredi uniquement sur rdv, fermé au public.", {"mer": [BOOKED, AFTERNOON]}),
        (
            "Accueil du mardi au mercredi de 9h à 12h sans rendez-vous, et de 14h à 17h sur rendez-vous",
            {"mar": [AFTERNOON], "mer": [AFTERNOON]},
        ),
        ("Matin sans rendez-vous / Après-midi sur rendez-vous", {name: [AFTERNOON] for name in NAMES[:5]}),
        ("Uniquement sur rendez-vous au 04 67 00 00 00", {
            **{name: [BOOKED, AFTERNOON] for name in NAMES[:5]}, "sam": [BOOKED],
        }),
    ],
)  # fmt: skip
def test_sentences_hold_for_the_days_and_hours_they_name(comment, expected):
    assert conditional(comment) == expected


@pytest.mark.parametrize(
    "comment",
    [
        "Permanence les 1er et 3ème samedis du mois de 9h-12h pour les cartes d’identité",
        "Sur rendez-vous à la mairie le samedi",
        "Fermeture les mercredis ; seulement sur rendez-vous",
        "UNIQUEMENT SUR RDV (fermeture le vendredi)",
        "Permanence à Landry / sur rendez-vous le samedi",
        "Les après-midi sur rendez-vous, sauf le mercredi",
        "Itinérance les semaines paires",
        "Sur rendez-vous pour toutes les démarches administratives",
        "Ouverte les samedis matins des semaines impaires et les jeudis des semaines paires jusqu'à 18h00",
        "Ouvert les mercredis et fermé les samedis des semaines paires, et inversement les semaines impaires",
        "Fermé le mercredi après-midi et le dernier samedi du mois",
        "Vacances scolaires : fermeture des bureaux le samedi à 11h",
    ],
)  # fmt: skip
def test_a_comment_that_cannot_be_tied_to_a_day_is_left_and_told(comment):
    assert conditional(comment) == {}
    assert read_comment(comment).is_left


@pytest.mark.parametrize(
    "comment",
    [
        "",
        "Prise de rendez-vous conseillée au 02 40 00 00 00",
        "Possibilité de prendre rendez-vous à l'adresse vico@france-services.gouv.fr",
        "PAS DE RENDEZ VOUS LE SAMEDI MATIN",
        "Avec ou sans rendez-vous du lundi au samedi",
        "Ouverture le samedi de 9h à 12h30",
        "Pendant les vacances scolaires : 9:00 - 12:00 / 13:00 - 16:00",
        "Changement d'horaires à compter du 3 janvier",
        "Le serendez-vousice est au premier étage, 1er bureau",
    ],
)
def test_a_comment_without_a_condition_changes_nothing_and_is_not_told(comment):
    assert conditional(comment) == {}
    assert not read_comment(comment).is_left


def test_hours_published_elsewhere_than_the_comment_says_are_left_alone():
    closed = (*WEEK[:5], "")
    assert conditional("Ouvert le premier samedi du mois de 9h à 12h", closed) == {}
    assert conditional("Sur rendez-vous le samedi de 14h à 16h") == {}
