"""Which year's communes a file's codes are of: by a rule of its source, never by default.

Producers publish a year's figures in the communes of a later year. Each source's declaration says
how one follows from the other (``geography_rule``), and names the editions that follow none
(``geography_years``). A running name, without an edition, is of the declared year, and that is
said. Any other edition is refused.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

NAMED, RULE, DECLARED, FOLDER, NO_CODES = "named", "rule", "declared", "folder", "no_codes"


@dataclass(frozen=True)
class EditionRule:
    """How the year of the codes follows from an edition.

    Parameters
    ----------
    years_after : int
        The codes are of the communes this number of years after the edition's own.
    first_year : int
        The first edition the rule is known to hold for.
    because : str
        What it rests on.
    editions : str
        Regular expression of the editions it speaks of; any that begins with a year by default.
    last_year : int
        The last edition it holds for; 9999 when none is known.
    """

    years_after: int
    first_year: int
    because: str
    editions: str = r"\d{4}.*"
    last_year: int = 9999

    def year_of(self, edition: str) -> int | None:
        """Return the year of an edition's codes, or None if the rule does not speak of it.

        Examples
        --------
        >>> EditionRule(3, 2016, "").year_of("2021"), EditionRule(3, 2016, "").year_of("2012")
        (2024, None)
        """
        if not re.fullmatch(self.editions, edition):
            return None
        year = int(edition[:4])
        return year + self.years_after if self.first_year <= year <= self.last_year else None


@dataclass(frozen=True)
class CodesYear:
    """The year of the communes a file's codes are of, and how it is known.

    Parameters
    ----------
    year : int
        Year of the COG; 0 for a source without codes.
    basis : str
        ``"named"`` (the declaration names this edition), ``"rule"`` (it follows from the edition),
        ``"declared"`` (the name carries no edition), ``"folder"`` (the folder says it) or
        ``"no_codes"``.
    """

    year: int
    basis: str


def codes_year(
    edition: str, declared: int, named: dict[str, int], rule: EditionRule | None
) -> CodesYear | None:
    """Return the year of an edition's codes, or None if nothing says it.

    Parameters
    ----------
    edition : str
        As a file's name carries it; ``""`` if it carries none.
    declared : int
        The declaration's ``geography_year``: that of the running name; 0 for a source without
        codes.
    named : dict
        Edition → year.
    rule : EditionRule, optional
        The source's rule.
    """
    if not declared:
        return CodesYear(0, NO_CODES)
    if edition in named:
        return CodesYear(named[edition], NAMED)
    if not edition:
        return CodesYear(declared, DECLARED)
    year = None if rule is None else rule.year_of(edition)
    return None if year is None else CodesYear(year, RULE)
