"""What is looked at, kept in the page's address and nowhere else: any state is a link.

The address is the truth. A widget is set from it before it is drawn and writes into it when it is
changed; a page reads it with `read_state`. It holds codes, never words, which change with the
language: ``?territory=departement:48&commune=48095&layer=far&lang=en&data=…``.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

import streamlit as st

from territory.errors import MOST_NAME, TerritoryError, UnknownNameError
from territory.indicators import DIMENSIONS
from territory.look import parts
from territory.messages import Words
from territory.plain_text import quoted
from territory.scores import (
    AGGREGATIONS,
    DEFAULT_METHOD,
    MOST_WEIGHT,
    PROFILES,
    WEIGHT_STEP,
    Method,
    find_profile,
    method_of,
    read_weights,
    shares_of,
    slider_weights,
    weigh,
)
from territory.tables.former_codes import RENAMED, Became
from territory.territories import COMMUNES, WHOLE, Territory, communes_of, name_of
from territory.territories.figures import FRANCE
from territory.territories.postcodes import CodeRead, code_read
from territory.territories.resolve import of_today, resolve
from territory.territories.search import (
    Found,
    doubt_in_words,
    find_former,
    find_territories,
    only_answer,
)
from territory.views.opened import Opened
from territory.views.proposals import Button, draw_proposals
from territory.views.shell import escaped

TERRITORY = "territory"
COMMUNE = "commune"
METHOD = ("profile", "weights", "aggregation")
DATA = "data"
LANGUAGE = "lang"
# What goes along from page to page.
KEPT = (TERRITORY, COMMUNE, "layer", *METHOD, LANGUAGE, DATA)
SEARCH_KEY = "search"
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
    """

    territory: Territory
    commune: str
    method: Method
    problems: tuple[TerritoryError, ...] = ()
    told: tuple[Became | CodeRead, ...] = ()


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


def search_territory(opened: Opened, words: Words, key: str = SEARCH_KEY) -> None:
    """Draw the search box: what is found without doubt is opened, else it is proposed.

    A commune opens in its département, selected.
    """
    said = st.text_input(
        words.text("app.search.label"),
        key=key,
        placeholder=words.text("app.search.placeholder"),
        on_change=_open_only_answer,
        args=(opened, key),
    )
    if not said.strip():
        return
    found, former = find_territories(opened.search, said), find_former(opened.search, said)
    say_former(former, words)
    say_doubt(opened, said, words)
    if not found and not former:
        st.caption(escaped(words.text("app.search.nothing", words=quoted(said.strip(), MOST_NAME))))
        return
    if found:
        draw_proposals(
            opened,
            found,
            said,
            Button(key, f"{key}-", _open_found, lambda one: (opened, one, key, former)),
            words,
        )


def say_former(former: Sequence[Became], words: Words) -> None:
    """Say what words meant yesterday and what it became."""
    for became in former:
        st.info(escaped(became.say(words)))


def say_doubt(opened: Opened, said: str, words: Words) -> None:
    """Say that postcodes are not known, where what was typed may be one."""
    if doubt := doubt_in_words(opened.search, said, words):
        st.info(escaped(doubt))


def as_named(territory: Territory, former: Sequence[Became]) -> Territory:
    """Return a territory under the code of yesterday that led to it: the address then says it.

    Parameters
    ----------
    territory : Territory
        The territory to open.
    former : sequence of Became
        What the words searched for meant yesterday.
    """
    for became in former:
        if became.only == territory.code and became.kind != RENAMED:
            return Territory("commune", became.code)
    return territory


def _open_only_answer(opened: Opened, key: str) -> None:
    words = str(st.session_state[key])
    former = find_former(opened.search, words)
    answer = only_answer(opened.search, find_territories(opened.search, words), words, former)
    if answer is not None:
        _open_found(opened, answer, key, former)


def _open_found(opened: Opened, found: Found, key: str, former: Sequence[Became] = ()) -> None:
    open_territory(opened, found.territory)
    named = as_named(found.territory, former)
    if named != found.territory:
        ask(**{COMMUNE: named.code})
    st.session_state[key] = ""


def open_territory(opened: Opened, territory: Territory) -> None:
    """Look at a territory; at the département of a commune, with the commune selected."""
    if territory.level == "commune":
        departement = str(opened.tables.communes.at[territory.code, "departement_code"])
        ask(**{TERRITORY: f"departement:{departement}", COMMUNE: territory.code})
    else:
        default = territory == default_territory(opened)
        ask(**{TERRITORY: "" if default else territory.key, COMMUNE: ""})


def choose_method(method: Method, words: Words, key: str) -> None:
    """Draw the choice of weights and aggregation; each choice is written into the address.

    Parameters
    ----------
    method : Method
        The method in use.
    words : Words
        Of the reader's language.
    key : str
        What begins the keys of the widgets.
    """
    named = method.options().get("profile", DEFAULT_METHOD.profile.name)
    st.session_state[f"{key} profile"] = named
    st.selectbox(
        words.text("method.profile"),
        list(PROFILES),
        format_func=lambda one: words.text(f"method.profile_name.{one}"),
        key=f"{key} profile",
        on_change=_write_method,
        args=(key, "profile"),
    )
    set_to, shares = slider_weights(method.profile), shares_of(method.profile)
    for name in DIMENSIONS:
        st.session_state[f"{key} {name}"] = set_to[name]
        st.slider(
            words.text("method.weight", dimension=words.text(f"method.dimension.{name}")),
            0,
            MOST_WEIGHT,
            step=WEIGHT_STEP,
            key=f"{key} {name}",
            on_change=_write_method,
            args=(key, "weights"),
        )
        st.caption(words.text("method.share", share=words.percent(shares[name])))
    if st.session_state.pop(f"{key} all zero", False):
        st.warning(escaped(TerritoryError("weights_all_zero").say(words)))
    st.session_state[f"{key} aggregation"] = method.aggregation
    st.selectbox(
        words.text("method.aggregation"),
        list(AGGREGATIONS),
        format_func=lambda one: words.text(f"method.aggregation_name.{one}"),
        key=f"{key} aggregation",
        on_change=_write_method,
        args=(key, "aggregation"),
    )


def _write_method(key: str, changed: str) -> None:
    """Write the method chosen into the address; a profile chosen forgets weights of one's own."""
    profile = str(st.session_state[f"{key} profile"])
    aggregation = str(st.session_state[f"{key} aggregation"])
    weights = {name: float(st.session_state[f"{key} {name}"]) for name in DIMENSIONS}
    base = find_profile(profile)
    own = base
    if changed == "weights":
        if not any(weights.values()):  # the last weights stay, and it is said
            st.session_state[f"{key} all zero"] = True
            return
        own = weigh(weights, base)
    elif changed == "aggregation" and asked("weights"):
        own = read_weights(asked("weights"), base)
    ask_method(Method(own, aggregation))


def territory_title(opened: Opened, territory: Territory, words: Words) -> str:
    """Return how a territory is called, with its code where it has one."""
    name = name_of(opened.tables, territory, words)
    if territory.level in (FRANCE, COMMUNES):
        return name[:1].upper() + name[1:]
    return f"{name} ({territory.code})"


def draw_cite(opened: Opened, words: Words, what: str, **changes: str) -> None:
    """Draw "cite this map": what it shows, its link, its sources' vintages, ready to be copied.

    Parameters
    ----------
    opened : Opened
        The data in use.
    words : Words
        Of the reader's language.
    what : str
        What is shown: a map's heading, a list's.
    **changes : str
        Parameters of the link that are not in the address.
    """
    # Made when it is asked for: a block of code costs the browser half a second, shown or not.
    cited = st.expander(words.text("app.cite.title"), key="cite", on_change="rerun")
    if not cited.open:
        return
    in_use = opened.data_in_use
    sources = "; ".join(source.cite(words) for source in in_use.sources)
    address = f"{str(st.context.url or '').partition('?')[0]}{link(opened, words, **changes)}"
    with cited:
        st.html(parts.paragraph(words.text("app.cite.hint")))
        st.code(
            words.text(
                "app.cite.words",
                what=what,
                fingerprint=in_use.fingerprint,
                built=words.day(in_use.built_at.date()),
                seen=words.day(date.today()),
                address=address,
                sources=sources,
            ),
            language=None,
            wrap_lines=True,
        )
