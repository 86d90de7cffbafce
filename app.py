"""The app of territory: page set-up and navigation, nothing else."""

from __future__ import annotations

import streamlit as st

from territory import paths
from territory.errors import TerritoryError
from territory.views import lost_page, shell
from territory.views.opened import read_shown
from territory.views.scenario_choice import draw_scenario
from territory.views.search_box import draw_search

PAGES = ("map", "list", "plan", "compare", "diagnostic", "method")
# The page that speaks of no territory: what is searched for there opens on the map.
WITHOUT_TERRITORY = "method"


def main() -> None:
    """Draw the head, the page chosen and the foot; say in words what takes long and what goes wrong."""
    words = shell.open_page()
    pages = [
        st.Page(
            paths.PACKAGE / "views" / f"{name}_page.py",
            title=words.text(f"{name}.title"),
            url_path=name,
            default=name == PAGES[0],
        )
        for name in PAGES
    ]
    page = st.navigation(
        [*pages, *lost_page.page_of_wrong_address(PAGES, words)], position="hidden"
    )
    has_surroundings = not shell.is_embedded()
    search = shell.draw_head(pages, words) if has_surroundings else None
    waiting = st.container(key="waiting")
    try:
        with waiting.spinner(words.text("app.waiting.tables")):
            shown = read_shown()
        opened = shown.opened
        if search is not None:
            with search:
                draw_search(opened, words, shows_territory=page.url_path != WITHOUT_TERRITORY)
        shell.say_if_data_changed(shown.situation.fingerprint, words)
        draw_scenario(shown, words, has_choice=has_surroundings)
        with waiting.spinner(words.text("app.waiting.page", page=page.title)):
            page.run()
    except TerritoryError as error:
        st.error(shell.escaped(error.say(words)))
        return
    if has_surroundings:
        shell.draw_foot(opened.data_in_use, opened.tables, words)


if __name__ == "__main__":
    main()
