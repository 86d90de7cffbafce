"""Names of départements and regions inside a sentence: with their article, or joined to another word.

French says "le Gard", "du Gard", "d’Eure-et-Loir", "à Mayotte"; English says the bare name. The facts are in
``articles.toml``; everything else (communes, EPCI, sets) is called by its bare name.
"""

from __future__ import annotations

import tomllib
import unicodedata
from functools import cache
from importlib.resources import files

from territory.messages.words import Words

_LINKS = {"le": "du", "la": "de la", "les": "des", "l’": "de l’"}


def with_article(words: Words, level: str, code: str, name: str) -> str:
    """Return a name as the subject or the object of a sentence.

    Parameters
    ----------
    words : Words
        Of the reader's language.
    level : str
        ``"departement"``, ``"region"``; of any other level the name is returned as it is.
    code : str
        Insee's code of the territory.
    name : str
        As Insee writes it.

    Examples
    --------
    >>> french = Words("fr")
    >>> with_article(french, "departement", "30", "Gard"), with_article(french, "region", "52", "Pays de la Loire")
    ('le Gard', 'les Pays de la Loire')
    >>> with_article(french, "departement", "974", "La Réunion"), with_article(french, "commune", "48095", "Mende")
    ('La Réunion', 'Mende')
    >>> with_article(Words("en"), "departement", "30", "Gard")
    'Gard'
    """
    return _joined(_article(level, code), name) if words.language == "fr" else name


def of_name(words: Words, level: str, code: str, name: str) -> str:
    """Return a name joined to the word before it: "du Gard", "of Gard".

    Examples
    --------
    >>> french = Words("fr")
    >>> of_name(french, "departement", "01", "Ain"), of_name(french, "departement", "28", "Eure-et-Loir")
    ('de l’Ain', 'd’Eure-et-Loir')
    >>> of_name(french, "departement", "75", "Paris"), of_name(french, "commune", "30007", "Alès")
    ('de Paris', 'd’Alès')
    >>> of_name(Words("en"), "region", "52", "Pays de la Loire")
    'of Pays de la Loire'
    """
    if words.language != "fr":
        return f"of {name}"
    link = _facts()["link"].get(level, {}).get(code) or _LINKS.get(_article(level, code))
    return _joined(link or ("d’" if _begins_with_vowel(name) else "de"), name)


def at_commune(words: Words, name: str) -> str:
    """Return where something is, in a commune: "à Alzon", "au Vigan", "in Alzon".

    Examples
    --------
    >>> french = Words("fr")
    >>> at_commune(french, "Alzon"), at_commune(french, "Le Vigan"), at_commune(french, "Les Abymes")
    ('à Alzon', 'au Vigan', 'aux Abymes')
    >>> at_commune(Words("en"), "Le Vigan")
    'in Le Vigan'
    """
    if words.language != "fr":
        return f"in {name}"
    for article, joined in (("Le ", "au "), ("Les ", "aux ")):
        if name.startswith(article):
            return joined + name.removeprefix(article)
    return f"à {name}"


def _joined(before: str, name: str) -> str:
    if not before:
        return name
    return f"{before}{name}" if before.endswith("’") else f"{before} {name}"


def _begins_with_vowel(name: str) -> bool:
    first = unicodedata.normalize("NFKD", name)[:1].casefold()
    return first in "aeiouœæ"


def _article(level: str, code: str) -> str:
    return _articles().get((level, code), "")


@cache
def _facts() -> dict[str, dict[str, dict[str, str]]]:
    text = files(__package__).joinpath("articles.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)


@cache
def _articles() -> dict[tuple[str, str], str]:
    return {
        (level, str(code)): article
        for level, by_article in _facts()["article"].items()
        for article, codes in by_article.items()
        for code in codes
    }
