"""Waiting for what a page is to show, in place of reading it once while it may still be drawn."""

from __future__ import annotations

from time import monotonic

# The longest an answer may take on a loaded machine; what is there is seen at once.
LONGEST_SECONDS = 60
LONGEST_MS = 1000 * LONGEST_SECONDS
# A whole page: the first one a server draws opens the tables.
WHOLE_PAGE_MS = 3 * LONGEST_MS
# Between two readings.
PAUSE_MS = 50
# In which what may come or not comes, if it does: a card under the pointer.
SOON_MS = 2000
# Two readings so far apart that agree: nothing moves any more.
STILL_MS = 200

# Streamlit's own word that nothing runs, nothing of the last answer still stands, and nothing moves.
SETTLED = """() => {
  const app = document.querySelector("[data-testid=stApp]");
  return app !== null
    && app.getAttribute("data-test-script-state") === "notRunning"
    && app.getAttribute("data-test-connection-state") === "CONNECTED"
    && document.querySelector("[data-stale=true], [data-testid=stSkeleton]") === null
    && document.getAnimations().every(one => one.playState !== "running"
         || one.effect.getComputedTiming().endTime === Infinity);
}"""


def expect(what):
    """Return Playwright's assertions on a place of the page: they wait until they hold."""
    # Here, not above: the other tests run where Playwright is absent.
    from playwright.sync_api import expect as playwright_expect

    playwright_expect.set_options(timeout=LONGEST_MS)
    return playwright_expect(what)


def until(page, read, holds):
    """Read again until what is read holds, and return it; the last reading is in the failure."""
    end = monotonic() + LONGEST_SECONDS
    while not holds(found := read()):
        assert monotonic() < end, f"not so after {LONGEST_SECONDS} s; last read: {found!r}"
        page.wait_for_timeout(PAUSE_MS)
    return found


def reads(page, read, wanted):
    """Read again until what is read is what is wanted; a failure compares the last reading."""
    end = monotonic() + LONGEST_SECONDS
    while (found := read()) != wanted and monotonic() < end:
        page.wait_for_timeout(PAUSE_MS)
    assert found == wanted


def is_soon(page, is_so):
    """Return whether a thing that may never be so is so before long."""
    for _ in range(SOON_MS // PAUSE_MS):
        if is_so():
            return True
        page.wait_for_timeout(PAUSE_MS)
    return False


def still(page, read):
    """Return what is read once two readings in a row agree: what moves has come to rest."""
    end = monotonic() + LONGEST_SECONDS
    before = read()
    while True:
        page.wait_for_timeout(STILL_MS)
        if (found := read()) == before:
            return found
        assert monotonic() < end, f"still moves after {LONGEST_SECONDS} s: {before!r}, {found!r}"
        before = found


def settle(page):
    """Wait for the foot of a page, the last thing drawn, then until nothing runs any more."""
    page.locator(".territory-foot").wait_for(timeout=WHOLE_PAGE_MS)
    rest(page)


def rest(page):
    """Wait until Streamlit runs nothing, shows nothing of its last answer, and nothing moves.

    What an action has asked of the page is told to Streamlit before the action returns, but for
    the map's frame, whose messages come later: wait for what they change.
    """
    page.wait_for_function(SETTLED, timeout=WHOLE_PAGE_MS)
