"""Pages as a reader sees them, in a real Chromium."""

import pytest

pytest.register_assert_rewrite("tests.browser.waiting")
