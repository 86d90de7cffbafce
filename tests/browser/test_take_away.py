"""What is taken away from the map: its link, its code for another site, its citation, its table."""

from __future__ import annotations

import html
import re

import pytest

from tests.browser.conftest import FRAME

pytestmark = pytest.mark.browser


def take(seen, way):
    """Open the panel, choose a way, and return the words to copy."""
    seen.page.get_by_role("button", name="Emporter").click()
    seen.page.get_by_role("radiogroup").get_by_text(way).click()
    shown = seen.page.locator('[data-testid="stCode"]')
    shown.wait_for()
    seen.page.wait_for_timeout(1500)
    return shown.inner_text()


def test_the_link_is_whole_and_opens_the_same_map(app, visit):
    seen = visit().open(f"{app}/?lang=fr&layer=far&commune=48095")
    link = take(seen, "Copier le lien").strip()
    assert link.startswith(f"{app}/?")
    assert "commune=48095" in link
    other = visit().open(link)
    assert other.page.locator("h1").inner_text() == seen.page.locator("h1").inner_text()


def test_the_code_to_embed_shows_the_map_its_legend_and_one_line(app, visit):
    seen = visit().open(f"{app}/?lang=fr")
    code = take(seen, "Intégrer dans un site")
    address = html.unescape(re.search(r'src="([^"]+)"', code).group(1))
    inside = visit(800, 560)
    inside.page.goto(address)
    inside.wait_for_map()
    assert inside.page.locator(".territory-legend").is_visible()
    for name in (".territory-search", ".st-key-map-controls", ".territory-foot", ".st-key-side"):
        assert inside.page.locator(name).count() == 0, name
    cited = inside.page.locator(".territory-embedded")
    assert "Lozère (48)" in cited.inner_text()
    assert cited.bounding_box()["y"] + cited.bounding_box()["height"] <= 560
    link = cited.get_by_role("link").get_attribute("href")
    assert "embed" not in link
    assert link.startswith(app)


def test_a_one_in_the_address_embeds_too(app, visit):
    seen = visit(800, 560)
    seen.page.goto(f"{app}/?lang=fr&embed=1")
    seen.wait_for_map()
    seen.page.locator(".territory-embedded").wait_for()
    assert seen.page.locator(".territory-search").count() == 0


def test_the_table_is_in_sight_once_it_is_asked_for(app, visit):
    seen = visit().open(f"{app}/?lang=fr")
    seen.page.get_by_role("button", name="Voir en tableau").click()
    heading = seen.page.get_by_role("heading", name="Les mêmes communes en tableau")
    heading.wait_for()
    seen.page.wait_for_timeout(1500)
    assert -1 <= heading.bounding_box()["y"] < 600
    seen.page.get_by_role("button", name="Fermer le tableau").click()
    heading.wait_for(state="detached")


def test_a_first_visit_reads_three_lines_and_the_address_remembers_they_were_closed(app, visit):
    seen = visit().open(f"{app}/?lang=fr")
    lines = seen.page.locator(".territory-first li")
    assert lines.count() == 3
    frame = seen.page.locator(FRAME).bounding_box()
    seen.page.get_by_role("button", name="J’ai lu").click()
    lines.first.wait_for(state="detached")
    assert "read=1" in seen.page.url
    assert seen.page.locator(FRAME).bounding_box() == frame
    seen.page.reload()
    seen.wait_for_map()
    assert lines.count() == 0


@pytest.mark.parametrize(
    ("language", "title"), [("fr", "Page introuvable"), ("en", "Page not found")]
)
def test_an_address_that_leads_nowhere_is_answered_in_the_reader_s_language(
    app, visit, language, title
):
    seen = visit()
    seen.page.goto(f"{app}/nowhere?lang={language}")
    seen.page.get_by_role("heading", level=1, name=title).wait_for(timeout=60_000)
    assert "nowhere" in seen.page.locator(".stMain").inner_text()
    assert seen.page.get_by_role("dialog").count() == 0
    seen.page.get_by_role("link", name=re.compile("Liste|List")).click()
    seen.page.wait_for_url("**/list?**")
    seen.page.get_by_role("heading", level=1, name=title).wait_for(state="detached")
