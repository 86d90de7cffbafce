"""Which communes a list holds, by their context: folded, for it chooses communes and orders none."""

from __future__ import annotations

from functools import partial

import pandas as pd
import streamlit as st

from territory.lists.criteria import CRITERIA, Criteria
from territory.maps.layers import LAYERS
from territory.maps.legend import class_labels
from territory.messages import Words
from territory.views import list_state
from territory.views.shell import escaped


def draw_context_criteria(context: pd.DataFrame, criteria: Criteria, words: Words) -> None:
    """Draw a choice of threshold for each measure that the tables hold; nothing if they hold none.

    Parameters
    ----------
    context : DataFrame
        As `territory.context.context_of` gives it.
    criteria : Criteria
        Those in force: a threshold of an address is offered too.
    words : Words
        Of the reader's language.
    """
    held = [
        name for name in list_state.ASKED_OF_CONTEXT if context[CRITERIA[name].column].notna().any()
    ]
    if not held:
        return
    with st.popover(words.text("list.context")):
        st.caption(escaped(words.text("context.note")))
        for name in held:
            # The limits of the classes of its map, and the one in force.
            limits = {float(one) for one in LAYERS[CRITERIA[name].column].breaks}
            limits |= {criteria.thresholds[name]} if name in criteria.thresholds else set()
            st.selectbox(
                words.text(f"list.label.{name}"),
                [list_state.NO_LIMIT, *sorted(limits)],
                format_func=partial(_position, name, words),
                key=list_state.widget_key(name),
                on_change=list_state.write_where,
            )


def _position(name: str, words: Words, threshold: float | str) -> str:
    if isinstance(threshold, str):
        return words.text("list.label.no_limit")
    layer = LAYERS[CRITERIA[name].column]
    if layer.has_named_classes and threshold in layer.breaks:
        return class_labels(layer, words)[layer.breaks.index(threshold) + 1]
    return words.figure(layer.column, threshold)
