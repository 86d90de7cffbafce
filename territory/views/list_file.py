"""The file of the list: made when it is asked for, with a bar, then handed to the browser."""

from __future__ import annotations

import streamlit as st

from territory import exports
from territory.errors import TerritoryError
from territory.exports.progress import parts_of
from territory.lists import Underserved, with_reasons
from territory.lists.about import about
from territory.messages import Words
from territory.views.opened import Opened
from territory.views.shell import escaped

# The one file a session keeps: what it is of, then its bytes.
MADE = "made file"
DEFAULT_FORMAT = "xlsx"
# For all of France, seconds of writing the reasons and of writing the workbook.
REASONS_WEIGHT, FILE_WEIGHT = 2, 10
BYTES_IN_MB = 1_000_000


def draw_download(made: Underserved, opened: Opened, words: Words) -> None:
    """Draw the choice of a format, the button that makes the file and the one that takes it."""
    choice, button = st.columns([1, 2], vertical_alignment="bottom")
    names = list(exports.FORMATS)
    with choice:
        name = st.selectbox(
            words.text("list.label.format"),
            names,
            index=names.index(DEFAULT_FORMAT),
            key="format",
        )
    chosen = exports.FORMATS[name]
    file_name = words.text(
        "list.file_name",
        code=made.request.territory.key.replace(":", "-").replace(",", "-")[:60],
        fingerprint=opened.edition,
        suffix=chosen.suffix,
    )
    wanted = (made.request.command(chosen.name, file_name), opened.fingerprint)
    place, told = button.empty(), st.empty()
    kept, content = st.session_state.get(MADE, ("", b""))
    if kept != wanted:
        st.session_state.pop(MADE, None)
        if not place.button(words.text("list.make"), key="make_list"):
            return
        bar = told.progress(0.0, text=words.text("list.making", share=words.percent(0)))

        def tell(done: float) -> None:
            bar.progress(done, text=words.text("list.making", share=words.percent(done)))

        try:
            content = _content(made, opened, chosen, file_name, tell)
        except TerritoryError as error:
            told.error(escaped(error.say(words)))
            return
        st.session_state[MADE] = (wanted, content)
        told.caption(escaped(words.text("list.made")))
    size = words.number(len(content) / BYTES_IN_MB, digits=1)
    place.download_button(
        words.text("list.download", size=size),
        content,
        file_name=file_name,
        mime=chosen.media_type,
        key="download_list",
        on_click="ignore",
        type="primary",
    )


def _content(
    made: Underserved, opened: Opened, chosen: exports.Format, file_name: str, tell: exports.Tell
) -> bytes:
    """Write the file; the reasons of all its rows are written then."""
    of_reasons, of_file = parts_of(tell, REASONS_WEIGHT, FILE_WEIGHT)
    rows = with_reasons(made.rows, made.request)
    of_reasons(1.0)
    said = about(made, opened.tables, opened.data_in_use, chosen.name, file_name)
    content = exports.write_list(rows, opened.tables.communes, said, chosen, of_file)
    tell(1.0)
    return content
