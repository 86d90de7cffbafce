"""Cut what people write about opening hours into tokens, and know when a condition is said.

A word that is not here is `UNKNOWN`: whoever reads the tokens refuses the text rather than guess.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

WEEKS_A_YEAR = 52
MONTHS_A_YEAR = 12
# Code de l'éducation, article L. 521-1: a school year has thirty-six weeks of lessons.
SCHOOL_WEEKS = 36
NOON = 12 * 60
MIDNIGHT = 24 * 60

# Kinds of token.
TIME, BARE, ALWAYS = "time", "bare", "always"
DASH, SLASH, TO, FROM, AND, COMMA, BREAK = "dash", "slash", "to", "from", "and", "comma", "break"
OPEN, CLOSE = "open", "close"
CLOSED, CONDITION, FREE, EXCEPT = "closed", "condition", "free", "except"
# "rendez-vous" alone: in the hours of a day a condition, in a comment anything.
BOOKING = "booking"
# A season: a condition of the hours of a day; in a comment, the hours of that season are others.
SEASON = "season"
HALF, DAY, WORD, UNKNOWN = "half", "day", "word", "unknown"

MORNING, AFTERNOON = "morning", "afternoon"
DAYS = ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi")
_MONTHS = (
    *("janvier", "fevrier", "mars", "avril", "mai", "juin"),
    *("juillet", "aout", "septembre", "octobre", "novembre", "decembre"),
)
_NUMBERS = {"1": 1, "un": 1, "une": 1, "2": 2, "deux": 2, "3": 3, "trois": 3, "4": 4, "quatre": 4}


@dataclass(frozen=True)
class Condition:
    """When hours hold, if not every week for whoever comes.

    Parameters
    ----------
    share : float
        Share of the weeks they hold; 1 when every week.
    by_appointment : bool
        Whether only those who booked are received.
    weeks : str
        ``even`` or ``odd`` when it says so: a door of even and of odd weeks opens every week.
    """

    share: float = 1.0
    by_appointment: bool = False
    weeks: str = ""

    def joined(self, other: Condition) -> Condition:
        """Return the two said together: the rarer of the two, by appointment if either is."""
        return Condition(
            min(self.share, other.share),
            self.by_appointment or other.by_appointment,
            self.weeks or other.weeks,
        )

    def reversed(self) -> Condition:
        """Return when the door is open, of a condition that says when it is closed."""
        other = {"even": "odd", "odd": "even"}.get(self.weeks, "")
        return Condition(1 - self.share, self.by_appointment, other)


ALL_WEEKS = Condition()
BY_APPOINTMENT = Condition(by_appointment=True)


@dataclass(frozen=True)
class Token:
    """A piece of a text: its kind, what it is worth, and its days when it names some."""

    kind: str
    value: Any = None
    days: tuple[int, ...] = ()
    half: str = ""


def plain(text: str) -> str:
    r"""Return a text in plain small letters: no accents, ordinary digits, blanks and dashes.

    Examples
    --------
    >>> plain("９Ｈ30\u00a0– 12h ; Fermé l’après-midi")
    "9h30 - 12h ; ferme l'apres-midi"
    """
    wide = unicodedata.normalize("NFKC", text).casefold()
    letters = (
        letter
        for letter in unicodedata.normalize("NFD", wide)
        if unicodedata.category(letter) not in ("Mn", "Cf")
    )
    flat = re.sub("[’‘ʼ`´]", "'", "".join(letters))
    flat = re.sub("[-=]*>+|→|⇒|[‐‑‒–—―−~_]", "-", flat)
    flat = re.sub(r"\s*[\r\n\v\f\u2028]+\s*", " ; ", flat.strip())
    return re.sub(r"\s+", " ", flat)


_EDGE, _END = r"(?<![a-z])", r"(?![a-z])"
_RDV = r"(?:rendez ?-? ?vous|r\.? ?d\.? ?v\.?s?|rv)(?![a-z])"
_ONLY = r"(?:uniquement|seulement|exclusivement)"
_HALF = r"(?P<{0}>matin(?:ee)?s?|apres[ -]?midis?|aprem)"
_DAY = rf"(?:{'|'.join(DAYS)})s?"
_ORDINAL = (
    r"(?:(?:1 ?(?:ere?s?)|premiere?s?|2 ?(?:nde?s?|i?e(?:me)?s?)|seconde?s?|deuxiemes?|3 ?i?e(?:me)?s?"
    r"|troisiemes?|4 ?i?e(?:me)?s?|quatriemes?|5 ?i?e(?:me)?s?|cinquiemes?|derniere?s?)(?![a-z0-9]))"
)
_RANKS = {"p": "1", "s": "2", "d": "2", "t": "3", "q": "4", "c": "5"}
_MONTH = rf"(?:{'|'.join(_MONTHS)})"
_NUMBER = r"(?:une?|deux|trois|quatre|[1-4])"
_OF_MONTH = r"(?:du|de chaque|de tous les|par|dans le|chaque|/) ?mois"


def _ranked(match: re.Match[str]) -> Token:
    """Read ``1er et 3e``: the weekdays of these ranks of each month."""
    ordinals = re.findall(_ORDINAL, match["ranks"])
    ranks = {
        "last" if rank.startswith("dern") else _RANKS.get(rank[0], rank[0]) for rank in ordinals
    }
    # A month holds a fifth Monday four times a year.
    weeks = sum(4 if rank == "5" else MONTHS_A_YEAR for rank in ranks)
    return Token(CONDITION, Condition(min(1.0, weeks / WEEKS_A_YEAR)), _named(match["rday"]))


def _monthly(match: re.Match[str]) -> Token:
    weeks = _NUMBERS[match["count"]] * MONTHS_A_YEAR
    return Token(
        CONDITION, Condition(weeks / WEEKS_A_YEAR), _named(match["mday"]), _half_of(match["mhalf"])
    )


def _one_in(match: re.Match[str]) -> Token:
    share = 1 / _NUMBERS[match["every"]]
    return Token(CONDITION, Condition(share), _named(match["oday"]), _half_of(match["ohalf"]))


def _parity(match: re.Match[str]) -> Token:
    parities = {
        "odd" if "im" in parity else "even" for parity in re.findall(r"(?:im)?paires?", match[0])
    }
    return (
        Token(FREE)
        if len(parities) > 1
        else Token(CONDITION, Condition(1 / 2, weeks=parities.pop()))
    )


def _months(match: re.Match[str]) -> Token:
    ranks = [_MONTHS.index(month) for month in re.findall(_MONTH, match[0])]
    apart = "-" in match[0] and any(b - a != 1 for a, b in pairwise(ranks))
    if apart:  # "juin - septembre" is a span, and is not read
        return Token(UNKNOWN, match[0])
    return Token(SEASON, Condition(len(set(ranks)) / MONTHS_A_YEAR))


def _named(day: str | None) -> tuple[int, ...]:
    return (DAYS.index(day.rstrip("s")),) if day else ()


def _half_of(words: str | None) -> str:
    return "" if not words else MORNING if words.startswith("mat") else AFTERNOON


def _clock(match: re.Match[str]) -> Token:
    hours = int(match["hours"] or match["colon_hours"] or match["four"][:2])
    minutes = int(match["minutes"] or match["colon_minutes"] or (match["four"] or "0000")[2:])
    total = hours * 60 + minutes
    wrong = minutes > 59 or total > MIDNIGHT
    return Token(UNKNOWN, match[0]) if wrong else Token(TIME, total)


def _hour(match: re.Match[str]) -> Token:
    return Token(BARE, int(match[0]) * 60) if int(match[0]) <= 24 else Token(UNKNOWN, match[0])


# The h takes the next number as minutes only if nothing says that it is an hour of its own: stuck
# to it, or a quarter of an hour apart.
_TIME = (
    r"(?:(?P<hours>\d{1,2}) ?(?:heures?|hrs?|h)(?: ?[:.])?"
    r"(?:(?P<minutes>(?:\d\d|(?: (?:00|15|30|45))))(?![\d]| ?(?:h|:\d)))?(?: ?(?:min|mn)(?![a-z]))?(?![a-gi-z])"
    r"|(?P<colon_hours>\d{1,2})(?: ?: ?|\.)(?P<colon_minutes>\d\d)(?::00)?(?!\d|[:.]\d)"
    r"|(?P<four>(?:[01]\d|2[0-3])(?:00|15|30|45))(?!\d))"
)

Maker = Callable[[re.Match[str]], Token]


def _of(kind: str, value: Any = None) -> Maker:
    return lambda match: Token(kind, match[0] if value is None else value)


# In order: the first that fits is taken.
_RULES: tuple[tuple[str, Maker], ...] = (
    (r"24 ?h? ?(?:/|sur) ?24 ?h?(?:[ ,;/-]*(?:7 ?j? ?(?:/|sur) ?7 ?j?))?(?![a-z0-9])", _of(ALWAYS)),
    (rf"{_EDGE}(?:avec (?:ou|et) )?sans {_RDV}", _of(FREE)),
    (
        rf"{_EDGE}(?:prise de )?{_RDV} (?:possibles?|conseillee?s?|souhaite?e?s?|souhaitables?"
        rf"|recommandee?s?|facultatifs?){_END}",
        _of(FREE),
    ),
    (
        rf"{_EDGE}(?:{_ONLY} |que )?(?:sur|su|avec|par|sous) {_RDV}(?: {_ONLY}| obligatoires?)*",
        _of(CONDITION, BY_APPOINTMENT),
    ),
    (rf"{_EDGE}{_RDV}(?: {_ONLY}| obligatoires?)*", _of(BOOKING, BY_APPOINTMENT)),
    (
        rf"{_EDGE}(?:sauf|hors|hormis|excepte|en dehors des?)(?: (?:pendant|en|les?|la|periodes?|des?))*"
        rf" vacances(?: scolaires?)?{_END}",
        _of(CONDITION, Condition(SCHOOL_WEEKS / WEEKS_A_YEAR)),
    ),
    (
        rf"{_EDGE}(?:en |pendant (?:la |les )?)?(?:periodes? scolaires?|temps scolaire){_END}",
        _of(CONDITION, Condition(SCHOOL_WEEKS / WEEKS_A_YEAR)),
    ),
    (
        rf"{_EDGE}(?:(?:pendant|durant|en|periode de) )?(?:les )?vacances(?: scolaires?)?{_END}",
        _of(SEASON, Condition(1 - SCHOOL_WEEKS / WEEKS_A_YEAR)),
    ),
    (
        rf"{_EDGE}(?:(?:en|les|des|toutes les|1|une?) )*(?:semaines?|sem\.?) ?(?:im)?paires?"
        rf"(?: ?(?:et|ou|/|,) ?(?:(?:en |les )?semaines? )?(?:im)?paires?)?{_END}",
        _parity,
    ),
    (
        rf"{_EDGE}(?:1|une?) (?:(?P<oday>{_DAY})|semaine|sem\.?|fois|jour|(?= ?sur))(?: {_HALF.format('ohalf')})?"
        rf" ?(?:sur|/) ?(?P<every>[234]|deux|trois|quatre){_END}",
        _one_in,
    ),
    (
        rf"{_EDGE}(?:tous les (?:15|quinze) jours|toutes les (?:2|deux) semaines"
        rf"|(?:par|a la|chaque) quinzaine){_END}",
        _of(CONDITION, Condition(1 / 2)),
    ),
    (
        rf"{_EDGE}(?P<count>{_NUMBER}) (?:fois|(?P<mday>{_DAY})(?: {_HALF.format('mhalf')})?)"
        rf" {_OF_MONTH}{_END}",
        _monthly,
    ),
    (
        rf"(?<![a-z0-9])(?P<ranks>{_ORDINAL}(?: ?(?:,|et|/|&|-) ?(?:les? )?{_ORDINAL})*)"
        rf"(?= (?:(?P<rday>{_DAY})|{_OF_MONTH}){_END})",
        _ranked,
    ),
    (
        rf"{_EDGE}(?:(?:en|au mois d[e']|mois d[e']) ?)?{_MONTH}(?: ?(?:et|,|-|/|&) ?(?:en )?{_MONTH})*{_END}",
        _months,
    ),
    (rf"{_EDGE}{_OF_MONTH}{_END}", _of(WORD)),
    # No counter opens on a public holiday: it says nothing of this one.
    (rf"{_EDGE}(?:(?:sauf|hors|hormis|excepte) )?(?:les )?(?:jours )?feries?{_END}", _of(WORD)),
    (rf"{_EDGE}(?:sauf|hors|hormis|excepte){_END}", _of(EXCEPT)),
    (
        rf"{_EDGE}(?:fermee?s?(?: au public)?|fermetures?|pas (?:d'ouverture|ouvert|d'accueil)|neant|aucune?|repos"
        rf"|closed|non ouvert|non(?![ -]?stop)){_END}",
        _of(CLOSED),
    ),
    (
        rf"{_EDGE}(?:l' ?|l |la |les? |d' ?)?{_HALF.format('half')}{_END}",
        lambda m: Token(HALF, _half_of(m["half"])),
    ),
    (r"(?<![\da-z])(?<!\d )m(?= ?:)", _of(HALF, MORNING)),
    (r"(?<![\da-z])(?<!\d )am(?= ?:)", _of(HALF, AFTERNOON)),
    (rf"{_EDGE}{_DAY}{_END}", lambda m: Token(DAY, m[0], _named(m[0]))),
    (rf"(?<![\d]){_TIME}", _clock),
    (rf"{_EDGE}midi{_END}", _of(TIME, NOON)),
    (rf"{_EDGE}minuit{_END}", _of(TIME, MIDNIGHT)),
    (r"(?<!\d)\d{1,2}(?!\d)", _hour),
    (r"(?:- ?)+", _of(DASH)),
    (r"/+", _of(SLASH)),
    (r"[;|\n•]", _of(BREAK)),
    (r",", _of(COMMA)),
    (r"[(\[]", _of(OPEN)),
    (r"[)\]]", _of(CLOSE)),
    (rf"{_EDGE}(?:a|au|jusqu'a){_END}", _of(TO)),
    (rf"{_EDGE}(?:de|des|du|entre|from){_END}|{_EDGE}d'", _of(FROM)),
    (rf"{_EDGE}(?:et|puis|ainsi que){_END}|[&+]", _of(AND)),
    (
        rf"{_EDGE}(?:le|la|les|l'|en|ouverte?s?|ouvertures?|accueil(?: (?:du|au))? public|accueil|horaires?"
        rf"|journees? continues?|toute la journee|journees?|continue?|sans interruption|non[ -]?stop"
        rf"|uniquement|seulement|exclusivement|chaque|tous les|toutes les){_END}",
        _of(WORD),
    ),
    (r"[:.]", _of(WORD)),
    (r"[^\W\d_]+|\S", _of(UNKNOWN)),
)
_COMPILED = tuple((re.compile(pattern), make) for pattern, make in _RULES)


def tokens_of(text: str) -> list[Token]:
    """Cut a text into tokens: at each place, the first of the rules that fits.

    Parameters
    ----------
    text : str
        As `plain` gives it.

    Returns
    -------
    list of Token
        In the order of the text; a word that no rule knows is a token `UNKNOWN`.

    Examples
    --------
    >>> [token.kind for token in tokens_of("9h - 12h sur rdv")]
    ['time', 'dash', 'time', 'condition']
    """
    tokens, place = list[Token](), 0
    while place < len(text):
        if text[place] == " ":
            place += 1
            continue
        for pattern, make in _COMPILED:
            match = pattern.match(text, place)
            if match and match.end() > place:
                tokens.append(make(match))
                place = match.end()
                break
    return tokens
