"""Names of communes around a carrier, those they bear and those they bore."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import cached_property

import geopandas as gpd
import numpy as np
import pandas as pd

from pipelines.steps.former_codes import NAMES_SEPARATOR
from pipelines.steps.rounds.words import name_key, vocabulary

ARTICLES = frozenset(("le", "la", "les", "l"))
# Small words that a hand leaves out of a name, or changes.
SMALL = ARTICLES | {"de", "du", "des", "d", "et", "en", "sur", "sous", "au", "aux", "a", "pres"}
# Words of the names of EPCI that say what they are.
GENERAL = vocabulary("general")
# How alike a name misspelt is to the right one, as `difflib` measures it: a letter or two.
_ALIKE_IN_EPCI, _ALIKE_IN_DEPARTEMENT = 0.84, 0.9
_FEWEST_LETTERS = 7
# Of two communes of one name and rank, the nearer is meant if the other is this many times farther.
_CLEARLY_NEARER = 2.0
Key = tuple[str, ...]


@dataclass(frozen=True)
class Place:
    """A commune that bears or bore a name, or whose name begins so."""

    commune_code: str
    is_former: bool
    is_cut: bool = False


class Gazetteer:
    """All names of communes, looked up around one carrier at a time.

    Parameters
    ----------
    communes : GeoDataFrame
        All communes: ``commune_name``, ``departement_code``, ``departement_name``, ``epci_code``,
        ``epci_name``, ``town_hall_point`` and their shapes.
    former : DataFrame
        As `pipelines.steps.former_codes.former_codes` gives it.
    """

    def __init__(self, communes: gpd.GeoDataFrame, former: pd.DataFrame) -> None:
        self.communes = communes
        self.departement: Mapping[str, str] = communes["departement_code"].to_dict()
        self.epci: Mapping[str, str] = communes["epci_code"].dropna().to_dict()
        self.names: dict[Key, list[Place]] = {}
        self.epci_name: Mapping[str, str] = dict(
            zip(communes["epci_code"], communes["epci_name"], strict=True)
        )
        self.departement_names = frozenset(
            _without_article(name_key(name)) for name in communes["departement_name"].unique()
        )
        self.keys = {code: name_key(name) for code, name in communes["commune_name"].items()}
        for code, key in self.keys.items():
            self._add(key, Place(str(code), is_former=False))
        told = former.dropna(subset=["former_names_text", "commune_codes_text"])
        columns = (told["former_names_text"], told["commune_codes_text"])
        for names, codes in zip(*columns, strict=True):
            # A commune that was split is several today: its name says none of them.
            if codes in self.departement:
                for name in str(names).split(NAMES_SEPARATOR):
                    self._add(name_key(name), Place(codes, is_former=True))
        self.longest = max((len(key) for key in self.names), default=0)

    def _add(self, key: Key, place: Place) -> None:
        for each in {key, _without_article(key)}:
            held = self.names.setdefault(each, [])
            if all(other.commune_code != place.commune_code for other in held):
                held.append(place)

    @cached_property
    def members(self) -> Mapping[str, tuple[str, ...]]:
        """The communes of each EPCI."""
        found: dict[str, list[str]] = {}
        for code, epci in self.epci.items():
            found.setdefault(epci, []).append(code)
        return {epci: tuple(codes) for epci, codes in found.items()}

    @cached_property
    def epci_words(self) -> Mapping[str, frozenset[str]]:
        """Words of the name of each EPCI, small and general ones left out."""
        return {
            code: frozenset(name_key(self.epci_name[code])) - SMALL - GENERAL
            for code in self.members
        }

    @cached_property
    def neighbours(self) -> Mapping[str, frozenset[str]]:
        """Each département with those its communes touch, itself included."""
        shapes = self.communes.geometry
        first, second = shapes.sindex.query(shapes.to_numpy(), predicate=None)
        codes = self.communes["departement_code"].to_numpy()
        apart = codes[first] != codes[second]
        first, second = first[apart], second[apart]
        touch = shapes.iloc[first].intersects(shapes.iloc[second], align=False).to_numpy()
        found: dict[str, set[str]] = {code: {code} for code in np.unique(codes)}
        for one, other in {*zip(codes[first[touch]], codes[second[touch]], strict=True)}:
            found[one].add(other)
        return {code: frozenset(others) for code, others in found.items()}

    @cached_property
    def points(self) -> Mapping[str, tuple[float, float]]:
        """Longitude and latitude of each town hall."""
        halls = gpd.GeoSeries(self.communes["town_hall_point"]).dropna()
        return dict(zip(halls.index, zip(halls.x, halls.y, strict=True), strict=True))


@dataclass(frozen=True)
class Area:
    """The names around a carrier: those of its département and of the départements it touches.

    Parameters
    ----------
    gazetteer : Gazetteer
        All names.
    home_code : str
        Commune of the carrier.
    counter_name : str
        Name of the counter: the EPCI it names, if it names one around, is its own rather than that of
        the carrier's office.
    """

    gazetteer: Gazetteer
    home_code: str
    counter_name: str = ""

    @cached_property
    def departements(self) -> Collection[str]:
        """Codes of the départements looked into."""
        return self.gazetteer.neighbours.get(self.gazetteer.departement[self.home_code], ())

    @cached_property
    def epci_codes(self) -> frozenset[str]:
        """Communes of the carrier's EPCI, none if it is in none."""
        return frozenset(self.members(self.epci_code))

    @cached_property
    def epci_code(self) -> str:
        """Code of the counter's EPCI: the carrier's, or the one its name says; ``""`` for none."""
        own = self.gazetteer.epci.get(self.home_code, "")
        words = {*name_key(self.counter_name)}
        named = [code for code, name in self.epci_names.items() if name and name <= words]
        return named[0] if len(named) == 1 and own not in named else own

    def members(self, epci_code: str) -> tuple[str, ...]:
        """Return the communes of an EPCI."""
        return self.gazetteer.members.get(epci_code, ())

    @cached_property
    def epci_names(self) -> Mapping[str, frozenset[str]]:
        """Words of the name of each EPCI around, small and general ones left out."""
        gazetteer = self.gazetteer
        codes = {
            epci
            for code, epci in gazetteer.epci.items()
            if gazetteer.departement[code] in self.departements
        }
        return {code: gazetteer.epci_words[code] for code in codes}

    def named(self, key: Key) -> list[Place]:
        """Return the communes around that bear or bore a name."""
        departement = self.gazetteer.departement
        own = departement[self.home_code]
        # A neighbour's name of yesterday is more often a hamlet of today, here.
        return [
            place
            for place in self.gazetteer.names.get(key, ())
            if departement[place.commune_code] == own
            or (not place.is_former and departement[place.commune_code] in self.departements)
            or place.commune_code in self.epci_codes
        ]

    def choose(self, key: Key) -> str | None:
        """Return the commune meant by a name that one bears at least, None where two are as likely.

        One of the carrier's EPCI before one of its département, before a neighbour's; of these, a
        name of today before one of yesterday; then the nearer, if it clearly is. The one commune of the
        EPCI whose name begins so ("Saint-Ouen" for Saint-Ouen-d'Aunis) is as good as one of the
        département.
        """
        places = self.named(key)
        begin = {name for name in self._around["epci"] if name[: len(key)] == key}
        if len(begin) == 1:
            code = next(place for place in self.named(begin.pop())).commune_code
            if all(place.commune_code != code for place in places):
                places = [*places, Place(code, is_former=False, is_cut=True)]
        ranks = {place: self._rank(place) for place in places}
        best = [place for place in places if ranks[place] == min(ranks.values())]
        if len(best) == 1:
            return best[0].commune_code
        far = sorted((self._distance(place.commune_code), place.commune_code) for place in best)
        return far[0][1] if far[0][0] * _CLEARLY_NEARER < far[1][0] else None

    def _rank(self, place: Place) -> tuple[int, bool]:
        code = place.commune_code
        if code in self.epci_codes:
            return int(place.is_cut), place.is_former
        departement = self.gazetteer.departement
        return (1 if departement[code] == departement[self.home_code] else 2), place.is_former

    def _distance(self, code: str) -> float:
        """Return how far a town hall is from the carrier's, in degrees of latitude."""
        home, there = (self.gazetteer.points.get(each) for each in (self.home_code, code))
        if home is None or there is None:
            return np.inf
        across = (there[0] - home[0]) * np.cos(np.radians(home[1]))
        return float(np.hypot(across, there[1] - home[1]))

    @cached_property
    def _around(self) -> dict[str, list[Key]]:
        """Names of today in the carrier's EPCI, and in its département."""
        departement = self.gazetteer.departement
        own = departement[self.home_code]
        keys = self.gazetteer.keys
        return {
            "epci": [keys[code] for code in self.epci_codes],
            "departement": [key for code, key in keys.items() if departement[code] == own],
        }

    def is_departement(self, key: Key, code: str) -> bool:
        """Tell a name that means a département rather than a commune, unless it is of the EPCI."""
        is_name = _without_article(key) in self.gazetteer.departement_names
        return is_name and code not in self.epci_codes

    def nearly(self, key: Key) -> str | None:
        """Return the commune meant by a name that is not quite one: cut, or misspelt.

        Small words left out or changed, in the département; the first words of one name of the EPCI;
        a letter or two of one name of the EPCI, then of the département.
        """
        large = [word for word in key if word not in SMALL]
        if not large:
            return None
        own, around = self._around["epci"], self._around["departement"]
        candidates = [
            [] if len(large) < 2 else [name for name in around if _bare(name) == large],
            [name for name in own if _bare(name)[: len(large)] == large],
            [name for name in own if _likeness(name, key) >= _ALIKE_IN_EPCI],
            [name for name in around if _likeness(name, key) >= _ALIKE_IN_DEPARTEMENT],
        ]
        for names in candidates:
            if len(found := {*names}) == 1:
                return self.choose(found.pop())
        return None


def _without_article(key: Key) -> Key:
    return key[1:] if len(key) > 1 and key[0] in ARTICLES else key


def _bare(name: Key) -> list[str]:
    return [word for word in name if word not in SMALL]


def _likeness(name: Key, key: Key) -> float:
    """Return how alike two names are written, 1 for the same, doubled letters apart; 0 for short ones."""
    one, other = ("".join(word for word in each if word not in ARTICLES) for each in (name, key))
    if min(len(one), len(other)) < _FEWEST_LETTERS or one[0] != other[0]:
        return 0.0
    one, other = (re.sub(r"(.)\1+", r"\1", each) for each in (one, other))
    alike = SequenceMatcher(None, one, other, autojunk=False)
    # A bound that costs nothing spares most names the comparison.
    return alike.ratio() if alike.real_quick_ratio() >= _ALIKE_IN_EPCI else 0.0
