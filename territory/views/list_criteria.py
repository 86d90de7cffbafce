"""Which communes a list holds: the question, then its thresholds over where the communes stand."""

from __future__ import annotations

from functools import partial

import streamlit as st

from territory.lists.criteria import CRITERIA
from territory.lists.distribution import Distribution
from territory.lists.html import criterion_html
from territory.lists.presets import PRESETS, Preset
from territory.messages import Words
from territory.views import list_state

PRESET_KEY = "chosen preset"


def draw_presets(chosen: Preset, words: Words) -> None:
    """Draw the first question and its answers."""
    st.session_state[PRESET_KEY] = chosen.name
    st.pills(
        words.text("list.preset.label"),
        list(PRESETS),
        format_func=lambda name: words.text(f"list.preset.{name}.name"),
        required=True,
        wrap=True,
        key=PRESET_KEY,
        on_change=_choose_preset,
    )


def _choose_preset() -> None:
    list_state.write_preset(str(st.session_state[PRESET_KEY]))


def draw_criteria(found: dict[str, Distribution], words: Words) -> None:
    """Draw a slider a criterion, under the communes that stand at each of its positions."""
    with st.container(key="criteria"):
        columns = st.columns(len(list_state.ASKED), gap="medium")
    for column, name in zip(columns, list_state.ASKED, strict=True):
        with column:
            _draw_criterion(name, found[name], words)


def _draw_criterion(name: str, found: Distribution, words: Words) -> None:
    label = words.text(f"list.label.{name}")
    missing = found.missing_count
    said = words.text("list.without_data", count=words.number(missing)) if missing else ""
    st.html(criterion_html(label, said, found))
    st.select_slider(
        label,
        [list_state.NO_LIMIT if one is None else one for one in found.positions],
        format_func=partial(_position, name, words),
        label_visibility="collapsed",
        key=list_state.widget_key(name),
        on_change=list_state.write_where,
    )


def _position(name: str, words: Words, threshold: float | str) -> str:
    if isinstance(threshold, str):
        return words.text("list.label.no_limit")
    return words.figure(CRITERIA[name].column, threshold)


def draw_robust(words: Words) -> None:
    """Draw whether only communes whose rank holds are kept."""
    st.checkbox(
        words.text("list.label.robust"),
        key=list_state.widget_key("robust"),
        on_change=list_state.write_where,
    )
