"""The sample as a site."""

from __future__ import annotations

from pathlib import Path

from territory.country import Country
from territory.publish.options import read_options
from territory.publish.site import publish
from territory.tables import DataInUse
from territory.territories import WHOLE

ADDRESS = "https://exemple.fr/carte/"


def publish_sample(country: Country, in_use: DataInUse, out: Path, pages: str = "auto") -> Path:
    """Write the site of the sample and return its folder."""
    publish(country, in_use, WHOLE, out=out, options=read_options("fr", ADDRESS, pages, ""))
    return out
