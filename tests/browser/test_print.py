"""The page of the map on paper: one page across, the map whole, its legend, its sentence, its sources."""

from __future__ import annotations

import re
import shutil
import subprocess

import pytest

from tests.browser.waiting import still

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("width", [390, 1280, 1920])
def test_the_map_prints_on_one_page_with_what_explains_it_and_no_control(
    app, visit, width, tmp_path
):
    seen = visit(width).open(f"{app}/?territory=departement:48")
    content = seen.page.pdf(
        path=str(tmp_path / "print.pdf"), prefer_css_page_size=True, print_background=True
    )
    assert len(re.findall(rb"/Type\s*/Page\b", content)) == 1
    # A4 across: 297 by 210 mm are 842 by 595 points.
    (box,) = re.findall(rb"/MediaBox\s*\[0 0 ([\d.]+) ([\d.]+)\]", content)
    assert [round(float(one)) for one in box] == [842, 595]
    if shutil.which("pdftotext") is None:
        pytest.skip("pdftotext is not installed")
    told = subprocess.run(
        ["pdftotext", "-layout", str(tmp_path / "print.pdf"), "-"], capture_output=True, check=True
    ).stdout.decode()
    said = re.sub(r"\s+", " ", told)
    for part in ("Lozère", "Éloignement des guichets", "Sur 152 communes", "Sources et millésimes"):
        assert part in said, part
    for control in ("Réglages", "Emporter", "Voir en tableau", "Précautions"):
        assert control not in said, control


def test_on_paper_the_map_shows_what_the_screen_shows_made_smaller_whole(app, visit):
    page = visit().open(f"{app}/?territory=departement:48").page
    before = still(page, page.locator(".st-key-stage iframe").bounding_box)
    page.evaluate("() => window.dispatchEvent(new Event('beforeprint'))")
    page.emulate_media(media="print")
    after = still(page, page.locator(".st-key-stage iframe").bounding_box)
    assert after["width"] <= 691
    assert after["height"] <= 471
    # Made smaller, not cut: the same shape.
    assert after["width"] / after["height"] == pytest.approx(
        before["width"] / before["height"], rel=0.01
    )
