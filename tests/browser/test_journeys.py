"""A visitor, an officer, a planner: each from the first touch to what they came for."""

from __future__ import annotations

import io
import re
import xml.etree.ElementTree as ET
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import openpyxl
import pytest
from docx import Document
from PIL import Image

from territory.messages import Words
from territory.tables import open_communes
from tests.browser.conftest import Visit
from tests.browser.waiting import expect, rest, still

pytestmark = pytest.mark.browser

PHONE = {"width": 390, "height": 844}
GRID = '[data-testid="stDataFrame"] table[role="grid"]'
CANVAS = '[data-testid="stDataFrame"] canvas[data-testid="data-grid-canvas"]'
DOWNLOAD = re.compile("^Télécharger")


@pytest.fixture
def phone(chromium):
    """Return a page of a phone: fingers, no pointer."""
    context = chromium.new_context(viewport=PHONE, has_touch=True, is_mobile=True)
    yield Visit(context.new_page())
    context.close()


def is_in_sight(place):
    box = still(place.page, place.bounding_box)
    return box["y"] >= 0 and box["y"] + box["height"] <= PHONE["height"]


@pytest.mark.parametrize(
    ("typed", "name"),
    [("langog", "Langogne"), ("nasbin", "Nasbinals"), ("gorges du ta", "Gorges du Tarn Causses")],
)
def test_a_phone_visitor_reads_how_far_their_counter_is_in_three_touches(
    app, phone, country, typed, name
):
    seen, touches = phone.open(f"{app}/?lang=fr"), 0
    seen.page.get_by_role("combobox", name=re.compile("Chercher")).tap()
    touches += 1
    # The keys of one word, with no touch of the page between them.
    seen.page.keyboard.type(typed, delay=20)
    proposal = seen.page.locator(".territory-proposals li").filter(has_text=name).first
    proposal.wait_for()
    proposal.tap()
    touches += 1
    sheet = seen.page.locator(".territory-sheet")
    sheet.get_by_role("heading", name=name).wait_for()
    rest(seen.page)
    said = sheet.get_by_text(re.compile(r"uichet le plus proche à|iste de l’Insee à")).first
    if not is_in_sight(said):
        # One finger drawn up the drawer.
        seen.page.locator(".st-key-side").evaluate("one => one.scrollBy(0, 250)")
        touches += 1
    assert is_in_sight(said)
    assert touches <= 3
    communes = country.tables.communes
    code = communes.index[communes["commune_name"] == name].item()
    minutes = country.indicators.at[code, "nearest_counter_minutes"]
    expect(said).to_contain_text(f"à {Words('fr').figure('nearest_counter_minutes', minutes)}")
    assert seen.outside == []


def make_picture(seen, name):
    """Choose a format in the open panel, and return the file that arrives."""
    seen.page.get_by_role("radiogroup").get_by_text(name).click()
    seen.page.get_by_role("button", name="Préparer l’image").click()
    taken = seen.page.get_by_role("button", name=DOWNLOAD)
    taken.wait_for()
    with seen.page.expect_download() as found:
        taken.click()
    return found.value


def test_an_officer_takes_a_picture_for_a_slide_and_a_drawing_to_be_touched_up(app, visit):
    seen = visit().open(f"{app}/?lang=fr&territory=epci:200069151")
    expect(seen.page.locator("h1").first).to_contain_text("Gorges Causses Cévennes")
    seen.page.get_by_role("button", name="Emporter").click()
    seen.page.get_by_role("radiogroup").get_by_text("Image de la carte").click()
    found = make_picture(seen, "PNG (diapositive)")
    assert found.suggested_filename.endswith(".png")
    with Image.open(found.path()) as picture:
        assert picture.format == "PNG"
        assert picture.width >= 2000
        shades = picture.convert("RGB").getcolors(picture.width * picture.height)
    # Neither blank nor one flat colour: what fills most leaves a fifth to the rest.
    assert max(count for count, _ in shades) < 0.8 * sum(count for count, _ in shades)
    assert len(shades) > 100
    found = make_picture(seen, "SVG (à retoucher)")
    assert found.suggested_filename.endswith(".svg")
    drawing = ET.fromstring(Path(found.path()).read_text(encoding="utf-8"))
    written = [one.text or "" for one in drawing.iter("{http://www.w3.org/2000/svg}text")]
    assert "Communauté de communes Gorges Causses Cévennes" in written
    assert "Le besoin et l’éloignement des guichets, commune par commune" in written
    assert any(re.fullmatch(r"\d+\s(km|m)", one) for one in written)
    sources = " ".join(written).partition("Sources : ")[2]
    for producer in ("Insee", "ANCT", "IGN", "Licence Ouverte"):
        assert producer in sources
    assert seen.outside == []


def rows_of_workbook(path):
    """Return the names of communes on the first sheet of a list, in its order."""
    book = openpyxl.load_workbook(io.BytesIO(Path(path).read_bytes()))
    rows = list(book["Liste"].iter_rows(values_only=True))
    heading = next(rank for rank, row in enumerate(rows) if "Code Insee" in row)
    code, name = rows[heading].index("Code Insee"), rows[heading].index("Commune")
    return [row[name] for row in rows[heading + 1 :] if row[code] is not None]


def tick(seen, count):
    """Tick rows from the top of the list by keyboard alone, each once the page has taken the last."""
    table = seen.page.locator(CANVAS).first
    table.focus()
    for done in range(1, count + 1):
        seen.page.keyboard.press("ArrowDown")
        seen.page.keyboard.press("Shift+Space")
        chosen = seen.page.locator(".st-key-chosen")
        told = f"{done} communes choisies" if done > 1 else "est dans la liste"
        chosen.get_by_text(told).wait_for()


def test_a_planner_goes_from_a_question_to_a_workbook_then_to_the_portrait_of_five(app, visit):
    seen = visit()
    seen.page.goto(f"{app}/list?lang=fr&preset=all")
    counted = seen.page.get_by_text(re.compile(r"^152 communes : "))
    counted.wait_for(timeout=60_000)
    seen.page.get_by_text("Éloignées et nombreuses").click()
    said = seen.page.get_by_text(re.compile(r"^\d+ communes retenues : "))
    said.wait_for()
    count = int(said.inner_text().split()[0])
    assert 5 <= count < 152
    seen.page.locator(f'{GRID}[aria-rowcount="{count + 1}"]').wait_for(state="attached")
    rest(seen.page)
    tick(seen, 5)
    codes = parse_qs(urlsplit(seen.page.url).query)["chosen"][0].split(",")
    seen.page.get_by_role("button", name="Préparer le fichier").click()
    with seen.page.expect_download() as found:
        seen.page.get_by_role("button", name=DOWNLOAD).click()
    names = rows_of_workbook(found.value.path())
    assert len(names) == count
    communes = open_communes()
    five = communes.loc[codes, "commune_name"].tolist()
    # Five rows that follow each other on the page are five that do in the file.
    assert len(five) == 5
    at = names.index(five[0])
    assert five == names[at : at + 5]
    seen.page.get_by_role("link", name="Portrait de ces 5 communes").click()
    heading = seen.page.get_by_role("heading", level=1, name=re.compile("^Diagnostic : "))
    heading.wait_for()
    inside = seen.page.frame_locator("iframe").first
    for name in five:
        expect(inside.locator("body")).to_contain_text(name, use_inner_text=True)
    with seen.page.expect_download() as found:
        seen.page.get_by_role("button", name="Word (à compléter)").click()
    document = Document(str(found.value.path()))
    written = "\n".join(one.text for one in document.paragraphs)
    people = communes.loc[codes, "population_people"].sum()
    assert f"{people:,.0f}".replace(",", "\u202f") in written
    with seen.page.expect_download() as found:
        seen.page.get_by_role("button", name="PDF (à rendre)").click()
    assert Path(found.value.path()).read_bytes().startswith(b"%PDF")
    assert seen.outside == []
