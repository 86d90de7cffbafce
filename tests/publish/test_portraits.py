"""A site of one EPCI, with its portrait."""

from __future__ import annotations

from territory.publish.options import read_options
from territory.publish.site import publish
from territory.territories import Territory


def test_a_site_of_an_epci_holds_its_communes_alone_and_the_portrait_asked_for(
    country, in_use, tmp_path
):
    code = str(country.tables.communes.at["48095", "epci_code"])
    out = tmp_path / "site"
    asked = read_options("en", "", "auto", "epci")
    publish(country, in_use, Territory("epci", code), out=out, options=asked)
    inside = country.tables.communes.query("epci_code == @code").index
    assert sorted(one.stem for one in (out / "commune").iterdir()) == sorted(inside)
    (portrait,) = (out / "portraits").iterdir()
    assert portrait.read_bytes().startswith(b"%PDF")
    assert f'href="portraits/{portrait.name}"' in (out / "portraits.html").read_text("utf-8")
    # French is the other language here, and no address was given.
    assert (out / "fr" / "index.html").is_file()
    assert not (out / "sitemap.xml").exists()
