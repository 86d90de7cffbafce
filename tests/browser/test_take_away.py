"""What is taken away from the map: its link, its code for another site, its citation, its table."""

from __future__ import annotations

import html
import re

import pytest

from tests.browser.conftest import FRAME
from tests.browser.waiting import WHOLE_PAGE_MS, expect, rest, settle, still, until

pytestmark = pytest.mark.browser


def take(seen, way):
    """Open the panel, choose a way, and return the words to copy."""
    seen.page.get_by_role("button", name="Emporter").click()
    seen.page.get_by_role("radiogroup").get_by_text(way).click()
    shown = seen.page.locator('[data-testid="stCode"]')
    shown.wait_for()
    rest(seen.page)
    return shown.inner_text()


def test_the_link_is_whole_and_opens_the_same_map(app, visit):
    seen = visit().open(f"{app}/?lang=fr&layer=far&commune=48095")
    link = take(seen, "Copier le lien").strip()
    assert link.startswith(f"{app}/?")
    assert "commune=48095" in link
    other = visit().open(link)
    expect(other.page.locator("h1")).to_have_text(seen.page.locator("h1").inner_text())


def test_the_code_to_embed_shows_the_map_its_legend_and_one_line(app, visit):
    seen = visit().open(f"{app}/?lang=fr")
    code = take(seen, "Intégrer dans un site")
    address = html.unescape(re.search(r'src="([^"]+)"', code).group(1))
    inside = visit(800, 560)
    inside.page.goto(address)
    inside.wait_for_map()
    expect(inside.page.locator(".territory-legend")).to_be_visible()
    cited = inside.page.locator(".territory-embedded")
    expect(cited).to_contain_text("Lozère (48)")
    rest(inside.page)
    for name in (".territory-search", ".st-key-map-controls", ".territory-foot", ".st-key-side"):
        assert inside.page.locator(name).count() == 0, name
    assert cited.bounding_box()["y"] + cited.bounding_box()["height"] <= 560
    link = cited.get_by_role("link").get_attribute("href")
    assert "embed" not in link
    assert link.startswith(app)


def test_a_one_in_the_address_embeds_too(app, visit):
    seen = visit(800, 560)
    seen.page.goto(f"{app}/?lang=fr&embed=1")
    seen.wait_for_map()
    seen.page.locator(".territory-embedded").wait_for()
    rest(seen.page)
    assert seen.page.locator(".territory-search").count() == 0


def is_in_sight(box):
    return -1 <= box["y"] < 600


def test_the_table_is_in_sight_once_it_is_asked_for(app, visit):
    seen = visit().open(f"{app}/?lang=fr")
    seen.page.get_by_role("button", name="Voir en tableau").click()
    heading = seen.page.get_by_role("heading", name="Les mêmes communes en tableau")
    heading.wait_for()
    until(seen.page, lambda: still(seen.page, heading.bounding_box), is_in_sight)
    seen.page.get_by_role("button", name="Fermer le tableau").click()
    heading.wait_for(state="detached")


def test_a_first_visit_reads_three_lines_and_the_address_remembers_they_were_closed(app, visit):
    seen = visit().open(f"{app}/?lang=fr")
    lines = seen.page.locator(".territory-first li")
    expect(lines).to_have_count(3)
    frame = still(seen.page, seen.page.locator(FRAME).bounding_box)
    seen.page.get_by_role("button", name="J’ai lu").click()
    lines.first.wait_for(state="detached")
    expect(seen.page).to_have_url(re.compile("read=1"))
    rest(seen.page)
    assert still(seen.page, seen.page.locator(FRAME).bounding_box) == frame
    seen.page.reload()
    seen.wait_for_map()
    settle(seen.page)
    assert lines.count() == 0


@pytest.mark.parametrize(
    ("language", "title"), [("fr", "Page introuvable"), ("en", "Page not found")]
)
def test_an_address_that_leads_nowhere_is_answered_in_the_reader_s_language(
    app, visit, language, title
):
    seen = visit()
    seen.page.goto(f"{app}/nowhere?lang={language}")
    seen.page.get_by_role("heading", level=1, name=title).wait_for(timeout=WHOLE_PAGE_MS)
    expect(seen.page.locator(".stMain")).to_contain_text("nowhere")
    rest(seen.page)
    assert seen.page.get_by_role("dialog").count() == 0
    seen.page.get_by_role("link", name=re.compile("Liste|List")).click()
    seen.page.wait_for_url("**/list?**")
    seen.page.get_by_role("heading", level=1, name=title).wait_for(state="detached")
