"""What the comment of a counter says of its days: one in two, the first of the month, booked.

A comment is prose. Its sentences are read clause by clause, and a clause is applied only if every
word of it is understood: a condition, the days and hours it holds for, and small words. What speaks
of one service only or of a date holds words that are not known here, and so does what speaks of
another place, with all of its sentence: it is left out, and `Comment.is_left` says so.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache

from territory.opening import words
from territory.opening.day import UnreadError
from territory.opening.parts import Day, Part, apart
from territory.opening.scopes import EVERY_DAY, Scope, scopes_of
from territory.opening.words import Condition, Token, plain, tokens_of

# How to reach the counter is not when it opens.
_CONTACT = re.compile(
    r"(?:(?:au|a|tel\w*|telephone|par|ou|mail|courriel|:) *)*(?:\(?\+?\d{2}[ ./-]?(?:\d{2,3}[ ./-]?){3}\d{2,3}\)?"
    r"|\S+@\S+[^\s.]|(?:https?:|www\.)\S*[^\s.])"
)
# Who opens, and other words that change nothing of when.
_FILLERS = re.compile(
    r"(?<![a-z])(?:attention|important|nb|(?:la |l'|notre |votre )?(?:structure|espace|maison)"
    r"(?= (?:est|sera|france|ouvre))|(?:votre |notre |la |le |l')?france services(?: de [a-z'-]+)?"
    r"(?= (?:est|ouvre))|est|sont|sera|ouvre|egalement|aussi|nous sommes|nous recevons"
    r"|proposition(?= d')|pour (?:accueillir|recevoir) .*|prise de(?= rendez)(?=.*obligatoire)"
    r"|a l'accueil|samedi inclus)(?![a-z])"
)
_SENTENCE = re.compile(r" ?(?:!|\.(?= |$)) ?")
_CLAUSE = re.compile(r" ?(?:[;•|]|//|(?<![\dh]) / |(?<![\dh]) - (?!\d)|\*) ?")
# What a sentence says of another place, its other clauses may say of it too.
_ELSEWHERE = re.compile(r"permanence|itineran|mairie|commune|antenne|annexe|mediatheque|domicile")
# Booking offered, advised or explained: the door is open without.
_OPTIONAL = re.compile(
    r"pris\w* de|prendre|prenez|prenons|possib|conseil|recommand|souhait|privilegi|prefer"
    r"|contact|demande|pour (?:tou\w+ |les? |la )?rendez|tel(?![a-z])|telephon|renseignement"
)
# Words that say something of days.
_OF_DAYS = re.compile(rf"(?<![a-z])(?:ferm|ouv|jour|{'|'.join(words.DAYS)})")


@dataclass(frozen=True)
class Rule:
    """What a sentence says: a condition, and what it holds for.

    Parameters
    ----------
    condition : Condition
        When the door is open, if not every week for whoever comes.
    scopes : tuple of Scope
        The days, and the parts of them, that it holds for.
    """

    condition: Condition
    scopes: tuple[Scope, ...]

    def applied(self, rank: int, day: Day) -> Day:
        """Return a day with the condition on the parts that the rule speaks of.

        Parameters
        ----------
        rank : int
            Of the day, 0 on Monday.
        day : Day
            As published.

        Returns
        -------
        Day
            The same minutes; those spoken of hold on both conditions, their own and the rule's.
        """
        untouched, touched = list(day.parts), []
        for scope in self.scopes:
            if rank not in scope.days:
                continue
            pieces = [scope.split(part) for part in untouched]
            touched += [part for inside, _ in pieces for part in inside]
            untouched = [part for _, around in pieces for part in around]
        conditional = [
            Part(part.start, part.end, part.condition.joined(self.condition)) for part in touched
        ]
        parts = tuple(apart([*untouched, *conditional])) if conditional else day.parts
        return Day(parts, day.published_minutes, day.flags, day.hourless)


@dataclass(frozen=True)
class Comment:
    """A comment read.

    Parameters
    ----------
    rules : tuple of Rule
        What it says of days, in order.
    is_left : bool
        Whether it also speaks of weeks or of appointments in words that are not read.
    """

    rules: tuple[Rule, ...] = ()
    is_left: bool = False


@cache
def read_comment(comment: str) -> Comment:
    """Read a comment.

    Parameters
    ----------
    comment : str
        As published, in French.

    Examples
    --------
    >>> rule = read_comment("Ouvert le premier samedi du mois de 9h à 12h").rules[0]
    >>> round(rule.condition.share * 52), [sorted(scope.days) for scope in rule.scopes]
    (12, [[5]])
    >>> read_comment("Prise de rendez-vous au 04 00 00 00 00")
    Comment(rules=(), is_left=False)
    """
    text = _CONTACT.sub(" ", plain(comment))
    conditions: list[Scoped] = []
    is_left = False
    for sentence in _SENTENCE.split(text):
        here: list[Scoped] = []
        for clause in filter(None, (part.strip(" .,:") for part in _CLAUSE.split(sentence))):
            try:
                here += _conditions_of(tokens_of(_FILLERS.sub(" ", clause).strip()))
            except UnreadError:
                is_left = is_left or _speaks(clause, "samedi" in text)
        if here and _ELSEWHERE.search(sentence):
            is_left, here = True, []
        conditions += here
    rules = [Rule(condition, tuple(scopes)) for condition, scopes in conditions if scopes]
    # A condition without a day is of the whole week only if nothing else is said of days.
    if len(rules) < len(conditions):
        if rules or is_left or _OF_DAYS.search(text):
            is_left = True
        else:
            rules = [Rule(condition, (Scope(EVERY_DAY),)) for condition, _ in conditions]
    return Comment(tuple(rules), is_left)


def _speaks(clause: str, has_saturday: bool) -> bool:
    """Tell whether a clause that is not read makes a condition, not only an offer."""
    kinds = {token.kind for token in tokens_of(clause)}
    is_condition = words.CONDITION in kinds or (has_saturday and words.SEASON in kinds)
    return is_condition and not _OPTIONAL.search(clause)


def _shuts(tokens: Sequence[Token]) -> bool:
    return any(token.kind == words.CLOSED for token in tokens)


# A condition, and what it holds for: nothing named is the empty list.
Scoped = tuple[Condition, list[Scope]]


def _conditions_of(tokens: Sequence[Token]) -> list[Scoped]:
    """Return the conditions of a sentence with their scopes."""
    tokens = [
        replace(token, kind=words.CONDITION)
        if token.kind == words.SEASON and _shuts(tokens)
        else token
        for token in tokens
    ]
    if not any(token.kind == words.CONDITION for token in tokens):
        return []
    ends = [i for i, token in enumerate(tokens) if token.kind in (words.CONDITION, words.FREE)]
    if len(ends) == 1:
        return [_single(tokens)]
    pieces = _pieces(tokens, ends)
    if all(any(token.kind in _SCOPES for token in piece[:-1]) for piece in pieces):
        return _in_turn(pieces)
    return [_together(tokens)]


_ASIDE = (words.CLOSED, words.OPEN, words.CLOSE, words.COMMA, words.WORD)
_SCOPES = (words.DAY, words.HALF, words.TIME)


def _pieces(tokens: Sequence[Token], ends: list[int]) -> list[list[Token]]:
    """Cut a sentence after each of its conditions; small words left over go to the last."""
    starts = [0, *(end + 1 for end in ends[:-1])]
    pieces = [list(tokens[first : end + 1]) for first, end in zip(starts, ends, strict=True)]
    rest = list(tokens[ends[-1] + 1 :])
    if any(token.kind != words.WORD for token in rest):
        pieces[-1] += rest  # makes the last one end with no condition: read together, or not
    return pieces


def _in_turn(pieces: list[list[Token]]) -> list[Scoped]:
    """Read "le mercredi en semaine impaire et le samedi en semaine paire"."""
    conditions: list[Scoped] = []
    days: frozenset[int] = frozenset()
    for piece in pieces:
        if piece[-1].kind == words.FREE:
            scopes = scopes_of(piece[:-1])
        else:
            condition, scopes = _single(piece)
            scopes = [
                Scope(days, scope.half, scope.times) if days and scope.days == EVERY_DAY else scope
                for scope in scopes
            ]
            conditions.append((condition, scopes))
        days = _days_of(scopes)
        days = frozenset() if days == EVERY_DAY else days
    return conditions


def _together(tokens: Sequence[Token]) -> Scoped:
    """Read "2 samedis par mois, un samedi sur deux": said twice of the same day."""
    conditions = [token for token in tokens if token.kind == words.CONDITION]
    if any(token.kind == words.FREE for token in tokens):
        raise UnreadError
    merged = conditions[0].value
    for token in conditions[1:]:
        merged = merged.joined(token.value)
    first = next(i for i, token in enumerate(tokens) if token.kind == words.CONDITION)
    rest = [
        Token(words.CONDITION, merged, token.days, token.half)
        if rank == first
        else Token(words.DAY, token.days, token.days)
        if token.kind == words.CONDITION and token.days
        else Token(words.WORD)
        if token.kind == words.CONDITION
        else token
        for rank, token in enumerate(tokens)
    ]
    condition, scopes = _single(rest)
    if len(_days_of(scopes)) != 1:
        raise UnreadError
    return condition, scopes


def _single(tokens: Sequence[Token]) -> Scoped:
    """Read a sentence with one condition."""
    at = next(i for i, token in enumerate(tokens) if token.kind == words.CONDITION)
    its_token, condition = tokens[at], tokens[at].value
    if _shuts(tokens) and condition.by_appointment:
        # "sur rendez-vous, fermé au public" says the same twice.
        if any(token.kind not in _ASIDE for token in tokens[at + 1 :]):
            raise UnreadError
    elif _shuts(tokens):
        if any(str(token.value).startswith("ouv") for token in tokens if token.kind == words.WORD):
            raise UnreadError
        condition = condition.reversed()
    own = [Token(words.DAY, its_token.days, its_token.days)] if its_token.days else []
    own += [Token(words.HALF, its_token.half)] if its_token.half else []
    described = [*tokens[:at], *own, *tokens[at + 1 :]]
    scopes = scopes_of(
        [token for token in described if token.kind not in (words.CLOSED, words.OPEN, words.CLOSE)]
    )
    # "le dernier samedi du mois" speaks of Saturdays, not of the days named elsewhere.
    if _names_its_day(tokens, at) and len(_days_of(scopes)) != 1:
        raise UnreadError
    return condition, scopes


def _names_its_day(tokens: Sequence[Token], at: int) -> bool:
    condition = tokens[at]
    if condition.value.by_appointment:
        return False
    return bool(condition.days) or any(token.kind == words.DAY for token in tokens[at + 1 : at + 2])


def _days_of(scopes: Sequence[Scope]) -> frozenset[int]:
    return frozenset().union(*(scope.days for scope in scopes))
