"""The app's script as a test runs it, without a browser."""

from __future__ import annotations

from streamlit.testing.v1 import AppTest

from territory import paths

# The longest a page may take on a loaded machine: a test that waits so long is slow, not wrong.
LONGEST_SECONDS = 240


def app_page() -> AppTest:
    """Return the app, not run yet: a test may first set what is in the address."""
    return AppTest.from_file(str(paths.app_script()), default_timeout=LONGEST_SECONDS)
