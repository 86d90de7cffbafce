"""What is looked at, kept in the page's address and nowhere else: any state is a link.

The address is the truth. A widget is set from it before it is drawn and writes into it when it is
changed; a page reads it with `read_state`. It holds codes, never words, which change with the
language: ``?territory=departement:48&commune=48095&layer=far&lang=en&data=…``.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

import streamlit as st

from territory.errors import TerritoryError, UnknownNameError
from territory.maps import units
from territory.messages import Words
from territory.scores import (
    DEFAULT_METHOD,
    Method,
    method_of,
)
from territory.tables.former_codes import Became
from territory.territories import COMMUNES, WHOLE, Territory, communes_of, name_of
from territory.territories.figures import FRANCE
from territory.territories.postcodes import CodeRead, code_read
from territory.territories.resolve import of_today, resolve
from territory.views.opened import SCENARIO, Opened
from territory.views.shell import escaped

TERRITORY = "territory"
COMMUNE = "commune"
COMPARED = "compare"
UNIT = "unit"
METHOD = ("profile", "weights", "aggregation")
DATA = "data"
LANGUAGE = "lang"
# What goes along from page to page.
KEPT = (TERRITORY, COMMUNE, "layer", "focus", UNIT, SCENARIO, *METHOD, LANGUAGE, DATA)
# What the link of a map holds besides: its legend folded or open, what is under it, its quarter.
OF_MAP = ("legend", "basemap", "quarter")
MOST_SAID = 5


@dataclass(frozen=True)
class State:
    """What the address asks for, checked.

    Parameters
    ----------
    territory : Territory
        The territory looked at.
    commune : str
        Code of the commune selected in it; ``""`` when none is.
    method : Method
        Weights and aggregation of the scores.
    problems : tuple of TerritoryError
        What the address asks for and cannot be: to be said, the default stands in its place.
    told : tuple of Became or CodeRead
        What the codes of yesterday in it became: to be said, today's stand in their place; and how
        five digits were read that may be a postcode.
    unit : str
        What a patch of colour of the map stands for (`territory.maps.units`).
    """

    territory: Territory
    commune: str
    method: Method
    problems: tuple[TerritoryError, ...] = ()
    told: tuple[Became | CodeRead, ...] = ()
    unit: str = units.COMMUNE


def asked(name: str) -> str:
    """Return a parameter of the address; ``""`` when it is not there."""
    return str(st.query_params.get(name, ""))


def ask(**changes: str) -> None:
    """Write parameters into the address; an empty one is taken away.

    What an older link said of the territory goes with a new one.

    Examples
    --------
    Meant for a widget's ``on_change``: the page then runs again with the new address.
    """
    if TERRITORY in changes and "departement" in st.query_params:
        del st.query_params["departement"]
    for name, value in changes.items():
        if value:
            if st.query_params.get(name) != value:
                st.query_params[name] = value
        elif name in st.query_params:
            del st.query_params[name]


def default_territory(opened: Opened) -> Territory:
    """Return what is looked at when the address says nothing: France, or the one département."""
    departements = list(opened.departements)
    return WHOLE if len(departements) > 1 else Territory("departement", departements[0])


def read_state(opened: Opened) -> State:
    """Return what the address asks for; a wrong link gives the default and a sentence."""
    problems: list[TerritoryError] = []
    told: list[Became | CodeRead] = []
    territory, words = default_territory(opened), asked(TERRITORY) or _older_words()
    if words:
        try:
            wanted = resolve(opened.tables, words)
            communes_of(opened.tables, wanted.territory)
            territory = wanted.territory
            told += wanted.became
            told += filter(None, [code_read(opened.tables, words)])
        except TerritoryError as error:
            problems.append(error)
    commune = asked(COMMUNE)
    try:
        today = of_today(opened.tables, Territory("commune", commune))
        commune, told = today.territory.code, [*told, *today.became]
    except TerritoryError as error:
        problems.append(error)
        commune = ""
    if commune and commune not in opened.tables.communes.index:
        problems.append(UnknownNameError("commune", commune, opened.tables.communes.index))
        commune = ""
    method = DEFAULT_METHOD
    try:
        profile, weights, aggregation = (asked(name) for name in METHOD)
        method = method_of(
            profile or DEFAULT_METHOD.profile.name,
            weights,
            aggregation or DEFAULT_METHOD.aggregation,
        )
    except TerritoryError as error:
        problems.append(error)
    fingerprint = asked(DATA)
    if fingerprint and fingerprint != opened.data_in_use.fingerprint:
        problems.append(
            TerritoryError(
                "link_of_other_data", asked=fingerprint, used=opened.data_in_use.fingerprint
            )
        )
    return State(territory, commune, method, tuple(problems), tuple(dict.fromkeys(told)))


def _older_words() -> str:
    """Return the territory of a link made when addresses held a département alone."""
    code = asked("departement")
    return f"departement:{code}" if code else ""


def say_problems(state: State, words: Words) -> None:
    """Say what the address asked for and could not be, and what codes of yesterday became."""
    for became in state.told:
        st.info(escaped(became.say(words)))
    say_all(state.problems, words)


def say_all(problems: Sequence[TerritoryError], words: Words) -> None:
    """Say problems one by one; beyond a few, how many more there are."""
    for problem in problems[:MOST_SAID]:
        st.warning(escaped(problem.say(words)))
    if (others := len(problems) - MOST_SAID) > 0:
        st.warning(escaped(words.text("errors.other_problems", count=others)))


def ask_method(method: Method) -> None:
    """Write a method into the address; nothing for the default one."""
    options = method.options()
    ask(**{name: options.get(name, "") for name in METHOD})


def parameters(opened: Opened, words: Words, **changes: str) -> dict[str, str]:
    """Return the parameters of a link to what is looked at, with changes; an empty one is left out."""
    kept = {name: asked(name) for name in KEPT} | {
        LANGUAGE: words.language,
        DATA: opened.data_in_use.fingerprint,
    }
    return {name: value for name, value in (kept | changes).items() if value}


def link(opened: Opened, words: Words, **changes: str) -> str:
    """Return a link to what is looked at, with changes: a query, relative to the page."""
    return "?" + urlencode(parameters(opened, words, **changes), safe=":,=")


def open_territory(opened: Opened, territory: Territory) -> None:
    """Look at a territory; at the département of a commune, with the commune selected."""
    if territory.level == "commune":
        departement = str(opened.tables.communes.at[territory.code, "departement_code"])
        ask(**{TERRITORY: f"departement:{departement}", COMMUNE: territory.code})
    else:
        default = territory == default_territory(opened)
        ask(**{TERRITORY: "" if default else territory.key, COMMUNE: ""})


def territory_title(opened: Opened, territory: Territory, words: Words) -> str:
    """Return how a territory is called, with its code where it has one."""
    name = name_of(opened.tables, territory, words)
    if territory.level in (FRANCE, COMMUNES):
        return name[:1].upper() + name[1:]
    return f"{name} ({territory.code})"
