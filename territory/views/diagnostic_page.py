"""The page of the portrait: choose a territory, read its portrait, take it away as a file."""

from __future__ import annotations

from functools import partial

import streamlit as st

from territory.messages import Words
from territory.portrait import (
    PORTRAIT_FORMATS,
    Portrait,
    make_portrait,
    portrait_bytes,
)
from territory.territories import (
    COMMUNES,
    NAMED_LEVELS,
    WHOLE,
    Territory,
    territories_around,
    territory_file_stem,
)
from territory.territories.resolve import parts_of_set
from territory.views.citing import draw_cite
from territory.views.opened import Opened, open_all
from territory.views.shell import escaped, page_words
from territory.views.state import (
    COMMUNE,
    TERRITORY,
    ask,
    asked,
    read_state,
    say_problems,
    territory_title,
)
from territory.views.territory_menu import choose_territory

HEIGHT_PX = 760
SET_KEY = "diagnostic-set"
SUBJECT_KEY = "diagnostic-subject"
# In the address: which of the territories around what is looked at the portrait is of.
SUBJECT = "portrait"


def draw_diagnostic_page(opened: Opened, words: Words) -> None:
    """Draw the choice of a territory, its portrait and the files to download."""
    heading = st.empty()
    state = read_state(opened)
    say_problems(state, words)
    menu, chosen = st.columns(2, gap="medium", vertical_alignment="bottom")
    with menu:
        choose_territory(opened, state.territory, words)
    with chosen:
        _choose_set(words)
    subject = _choose_subject(opened, state.territory, state.commune, words)
    if subject is None:
        heading.title(words.text("diagnostic.title"), anchor=False)
        st.markdown(escaped(words.text("diagnostic.hint")))
        return
    name = territory_title(opened, subject, words)
    title = words.text("diagnostic.heading", territory=name)
    heading.title(title, anchor=False)
    with st.spinner(words.text("diagnostic.making")):
        made = _portrait(opened, opened.fingerprint, subject, words)
    _draw_downloads(made, subject, words)
    st.iframe(
        portrait_bytes(made, "html").decode(),
        height=HEIGHT_PX,
        alt=words.text("diagnostic.alt", territory=name),
    )
    draw_cite(opened, words, title, **{TERRITORY: subject.key, COMMUNE: ""})


def _choose_set(words: Words) -> None:
    with st.expander(words.text("diagnostic.set.title")):
        st.text_input(
            words.text("diagnostic.set.label"),
            key=SET_KEY,
            placeholder=words.text("diagnostic.set.placeholder"),
            on_change=_open_set,
        )


def _open_set() -> None:
    parts = parts_of_set(str(st.session_state[SET_KEY]))
    if parts:
        words = parts[0] if len(parts) == 1 else f"{COMMUNES}:{','.join(parts)}"
        ask(**{TERRITORY: words, COMMUNE: "", SUBJECT: ""})


def _choose_subject(
    opened: Opened, territory: Territory, commune: str, words: Words
) -> Territory | None:
    """Draw the levels a portrait can be of, around what is looked at, and return the one chosen."""
    if territory == WHOLE and not commune:
        return None
    looked_at = Territory("commune", commune) if commune else territory
    if looked_at.level not in NAMED_LEVELS:
        return looked_at
    options = {
        one.key: territory_title(opened, one, words)
        for one in territories_around(opened.tables, looked_at)
    }
    # Another territory looked at is another question, and what was asked of the last one goes.
    if asked(SUBJECT) not in options:
        ask(**{SUBJECT: ""})
    key = f"{SUBJECT_KEY}-{looked_at.key}"
    st.session_state[key] = asked(SUBJECT) or next(iter(options))
    chosen = st.radio(
        words.text("diagnostic.subject"),
        list(options),
        format_func=lambda key: escaped(options[key]),
        horizontal=True,
        key=key,
        on_change=_write_subject,
        args=(key,),
    )
    level, _, code = str(chosen).partition(":")
    return Territory(level, code)


def _write_subject(key: str) -> None:
    ask(**{SUBJECT: str(st.session_state[key])})


def _draw_downloads(made: Portrait, subject: Territory, words: Words) -> None:
    with st.container(horizontal=True, key="diagnostic-downloads"):
        for one in PORTRAIT_FORMATS.values():
            st.download_button(
                words.text(f"diagnostic.download.{one.name}"),
                partial(portrait_bytes, made, one.name),
                file_name=f"{territory_file_stem(subject)}{one.suffix}",
                mime=one.media_type,
                key=f"diagnostic-{one.name}",
                on_click="ignore",
            )


@st.cache_resource(max_entries=16, show_spinner=False)
def _portrait(_opened: Opened, fingerprint: str, subject: Territory, words: Words) -> Portrait:  # noqa: ARG001 - the cache's key
    return make_portrait(_opened.portraits, subject, _opened.data_in_use, words)


if __name__ == "__main__":
    draw_diagnostic_page(open_all(), page_words())
