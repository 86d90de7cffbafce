"""A planner's first minute on the page Planifier, in a real Chromium, on a desk and on a phone."""

from __future__ import annotations

import pytest

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("width", [1280, 390])
@pytest.mark.parametrize("question", ["open", "close"])
def test_the_answer_is_read_without_scrolling_sideways(app, visit, width, question):
    seen = visit(width, 844)
    seen.page.goto(f"{app}/plan?lang=fr&question={question}")
    seen.page.locator(".territory-plan").wait_for(timeout=60_000)
    seen.page.locator(".territory-foot").wait_for(timeout=60_000)
    assert seen.page.evaluate("document.documentElement.scrollWidth") <= width
    assert seen.page.locator(".territory-plan .places img").count() == 1
    links = seen.page.locator(".st-key-links").evaluate("one => one.scrollWidth - one.clientWidth")
    assert links <= 0
    assert seen.outside == []


def test_a_planner_takes_the_workbook_of_five_places(app, visit):
    seen = visit()
    seen.page.goto(f"{app}/plan?lang=fr&within=15")
    seen.page.locator(".territory-plan").wait_for(timeout=60_000)
    with seen.page.expect_download() as waiting:
        seen.page.get_by_role("button", name="Classeur (XLSX)").click()
    assert waiting.value.suggested_filename.startswith("ou-ouvrir-departement-48-")
