"""The slider of quarters in a real browser: the map, its title and its address follow."""

from __future__ import annotations

import pytest

from tests.browser.conftest import FRAME

pytestmark = pytest.mark.browser


def test_a_quarter_changes_the_map_its_title_and_its_address(app, visit):
    seen = visit().open(f"{app}/?layer=nearest_counter_minutes&lang=en")
    handle = seen.page.locator(".st-key-quarter input[type=range]")
    handle.wait_for(state="attached", timeout=60_000)
    handle.focus()
    handle.press("Home")
    seen.page.locator("h1", has_text="on January 1, 2020").wait_for(timeout=60_000)
    seen.page.locator(f"{FRAME}[title*='January 1, 2020']").wait_for(timeout=60_000)
    seen.wait_for_map()
    assert "quarter=2020-01-01" in seen.page.url
    said = seen.page.locator(".st-key-quarter").inner_text()
    assert "±1.6 point" in said
    assert "Survivors only" in said
    assert not seen.outside
