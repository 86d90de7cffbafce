"""The sample published once."""

from __future__ import annotations

import pytest

from tests.publish.published import publish_sample


@pytest.fixture(scope="session")
def site(country, in_use, tmp_path_factory):
    """Folder of the site of the sample."""
    return publish_sample(country, in_use, tmp_path_factory.mktemp("published") / "site")
