"""Comparing until a chart is read, and a diagnostic until its files are in hand, in a real Chromium."""

from __future__ import annotations

import io
import re
from pathlib import Path

import pytest
from docx import Document

from territory.messages import Words
from territory.tables import open_communes
from tests.browser.waiting import expect, rest

pytestmark = pytest.mark.browser


def without_1_gbps_share(communes):
    """Work the share out from the table, apart from the app."""
    premises = communes["premises_count"].astype(float).sum()
    return 1 - communes["at_least_1_gbps_premises_count"].astype(float).sum() / premises


def compare_with(seen, words, name):
    """Type a territory and wait for its column."""
    field = seen.page.get_by_role("textbox", name=re.compile("Ajouter"))
    field.fill(words)
    field.press("Enter")
    seen.page.get_by_role("heading", level=1, name=re.compile(name)).wait_for()
    rest(seen.page)


def chart_named(seen, heading):
    """Return names, figures and widths of the bars of a chart."""
    section = seen.page.locator(".territory-compared section").filter(
        has=seen.page.get_by_role("heading", name=heading)
    )
    return section.locator(".bars li").evaluate_all(
        """all => all.map(one => ({
          name: one.querySelector(".name").innerText.trim(),
          figure: one.querySelector("b").innerText.trim(),
          width: one.querySelector(".bar i").getBoundingClientRect().width,
        }))"""
    )


def test_compare_two_territories_and_the_chart_says_what_the_tables_say(app, visit):
    seen = visit().open(f"{app}/?lang=fr")
    seen.page.get_by_role("link", name="Comparer").click()
    seen.page.get_by_role("heading", level=1, name=re.compile("Comparer")).wait_for()
    compare_with(seen, "mende", "Mende")
    compare_with(seen, "saint alban sur limagnole", "Saint-Alban")
    # The charts of the first territory alone stand there until the second is drawn.
    second = seen.page.locator("ul.bars li").filter(has_text="Saint-Alban-sur-Limagnole")
    expect(second.first).to_be_visible()
    bars = {one["name"]: one for one in chart_named(seen, "Locaux sans offre à 1 Gbit/s")}
    communes = open_communes()
    for name in ("Mende", "Saint-Alban-sur-Limagnole"):
        share = without_1_gbps_share(communes[communes["commune_name"] == name])
        assert bars[name]["figure"] == Words("fr").percent(share, digits=1)
    shares = [
        (float(one["figure"].rstrip("\u202f\u00a0 %").replace(",", ".")), one["width"])
        for one in bars.values()
    ]
    (first, first_width), *others = sorted(shares, reverse=True)
    for share, width in others:
        assert width / first_width == pytest.approx(share / first, abs=0.03)
    expect(seen.page).to_have_url(re.compile("compare="))
    assert seen.outside == []


def test_a_student_chooses_a_level_and_takes_the_word_file_away(app, visit):
    seen = visit().open(f"{app}/?lang=fr")
    seen.page.get_by_role("link", name="Diagnostic").click()
    # The search is on every page: this one must have turned.
    seen.page.get_by_role("heading", level=1, name=re.compile("Diagnostic")).wait_for()
    field = seen.page.get_by_role("combobox", name=re.compile("Chercher"))
    field.wait_for()
    field.fill("florac trois rivieres")
    field.press("Enter")
    seen.page.get_by_role("heading", level=1, name=re.compile("Florac")).wait_for()
    seen.page.get_by_role("radiogroup").get_by_text("Lozère (48)").click()
    seen.page.get_by_role("heading", level=1, name=re.compile("Diagnostic.*Lozère")).wait_for()
    with seen.page.expect_download() as found:
        seen.page.get_by_role("button", name=re.compile("Word")).click()
    document = Document(io.BytesIO(Path(found.value.path()).read_bytes()))
    words = "\n".join(one.text for one in document.paragraphs)
    people = open_communes()["population_people"].sum()
    assert f"{people:,.0f}".replace(",", "\u202f") in words
    with seen.page.expect_download() as found:
        seen.page.get_by_role("button", name=re.compile("PDF")).click()
    assert Path(found.value.path()).read_bytes().startswith(b"%PDF")
    # What is read on the page is the same portrait.
    inside = seen.page.frame_locator("iframe").first
    expect(inside.locator("h1")).to_contain_text("Lozère")
    assert seen.outside == []
