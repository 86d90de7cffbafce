"""The page of plans: where to open the next counters, and what the closure of one takes."""

from __future__ import annotations

import streamlit as st

from territory.messages import Words
from territory.territories import WHOLE, communes_of
from territory.views import plan_compare, plan_state, state
from territory.views.citing import draw_cite
from territory.views.opened import Opened, open_all
from territory.views.plan_close import draw_close
from territory.views.plan_files import plan_address
from territory.views.plan_open import draw_open
from territory.views.plan_rounds import draw_rounds
from territory.views.plan_saturday import draw_saturday
from territory.views.plan_state import CLOSE, COMPARE, OPEN, QUESTION, QUESTIONS, ROUNDS, SATURDAY
from territory.views.shell import escaped, page_words
from territory.views.territory_menu import choose_territory

# What draws each question and its answer, and returns the title.
DRAWN = {
    OPEN: draw_open,
    SATURDAY: draw_saturday,
    CLOSE: draw_close,
    ROUNDS: draw_rounds,
    COMPARE: plan_compare.draw_compare,
}


def draw_plan_page(opened: Opened, words: Words) -> None:
    """Draw the question of the address, for its territory, and the answer."""
    heading = st.empty()
    wanted = state.read_state(opened)
    inside = communes_of(opened.tables, wanted.territory).index
    asked = plan_state.read_asked(inside, has_agencies=opened.tables.public.is_there)
    menu, question = st.columns([1, 2.6], gap="medium", vertical_alignment="bottom")
    with menu:
        choose_territory(opened, wanted.territory, words)
    with question:
        st.session_state[plan_state.widget_key(QUESTION)] = asked.question
        st.pills(
            words.text("plan.page.question.label"),
            QUESTIONS,
            format_func=lambda one: words.text(f"plan.page.question.{one}"),
            required=True,
            wrap=True,
            key=plan_state.widget_key(QUESTION),
            on_change=plan_state.write,
            args=(QUESTION,),
        )
    state.say_problems(wanted, words)
    state.say_all(asked.problems, words)
    # Until there is an answer, or where there is none.
    heading.title(words.text("plan.title"), anchor=False)
    if wanted.territory == WHOLE:
        st.markdown(escaped(words.text("plan.page.whole")))
        return
    title = DRAWN[asked.question](opened, wanted.territory, asked, heading, words)
    draw_cite(
        opened,
        words,
        title,
        **plan_address(*plan_compare.ADDRESS),
    )


if __name__ == "__main__":
    draw_plan_page(open_all(), page_words())
