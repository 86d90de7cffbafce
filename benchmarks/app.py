"""Time the app in a real Chromium, count what it sends and what it asks outside.

Usage: ``python benchmarks/app.py DATA_FOLDER`` where ``DATA_FOLDER/tables`` holds built tables of all
of France. Needs the ``test`` extra and a Chromium (``TERRITORY_CHROMIUM`` names another one).
Each figure is the median of several runs, with their range; the server is the one ``territory app``
starts. The last lines are a bare page of Streamlit on the same machine: what it leaves room for.
"""

from __future__ import annotations

import subprocess
import sys
import time
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

from app_visits import (
    CHROMIUM,
    DEPARTEMENTS,
    OPTIONS,
    OUTSIDE,
    RUNS,
    SESSIONS,
    Visit,
    choose,
    memory_mb,
    opened,
    point_inside,
    say,
    serve,
    settle,
    timed,
    timed_images,
    until_changed,
)
from playwright.sync_api import Browser, BrowserContext, sync_playwright

# A page that holds nothing but what shows that it has answered.
BARE = """import streamlit as st
st.title("bare")
st.html(f'<p class="territory-foot">{st.session_state.get("count", 0)}</p>')
st.button("more", on_click=lambda: st.session_state.update(count=st.session_state.get("count", 0) + 1))
"""


def effects(context: BrowserContext, address: str) -> list[float]:
    """Move a weight on the page of the method; return the seconds to the new sentence and map."""
    visit = Visit(context)
    visit.page.goto(f"{address}/method?lang=fr")
    visit.page.locator(".territory-foot").wait_for(timeout=60_000)
    slider, told = visit.page.get_by_role("slider").first, []
    for key in ("ArrowRight", "ArrowRight", "ArrowLeft", "ArrowLeft", "ArrowLeft"):
        before = visit.page.locator(".territory-effect").inner_text()
        slider.focus()
        start = time.perf_counter()
        slider.press(key)
        visit.page.wait_for_function(
            "before => document.querySelector('.territory-effect').innerText !== before",
            arg=before,
        )
        told.append(time.perf_counter() - start)
        visit.page.wait_for_timeout(600)
    visit.close()
    OUTSIDE.append(visit.outside)
    return told


def pages(context: BrowserContext, address: str) -> None:
    """Open the pages of figures; change a criterion of the list."""
    for name, aim in (("compare", "1.5 s"), ("diagnostic", "1.5 s")):
        seconds = []
        for code in DEPARTEMENTS:
            visit = Visit(context, is_counted=False)
            start = time.perf_counter()
            visit.page.goto(f"{address}/{name}?territory=departement:{code}&lang=fr")
            visit.page.locator(".territory-foot").wait_for(timeout=60_000)
            seconds.append(time.perf_counter() - start)
            visit.close()
        say(f"page {name} of a département", seconds, aim)
        counted = Visit(context)
        counted.page.goto(f"{address}/{name}?territory=departement:48&lang=fr")
        counted.page.locator(".territory-foot").wait_for(timeout=60_000)
        counted.close()
        OUTSIDE.append(counted.outside)
    visit = Visit(context)
    visit.page.goto(f"{address}/list?territory=departement:62&lang=fr")
    visit.page.locator(".territory-foot").wait_for(timeout=60_000)
    visit.page.wait_for_timeout(1_000)
    moves = []
    for key in ("ArrowRight", "ArrowRight", "ArrowLeft", "ArrowLeft", "ArrowLeft"):
        slider = visit.page.get_by_role("slider").first
        slider.focus()
        act = partial(visit.page.keyboard.press, key)
        moves.append(until_changed(visit.page, ".st-key-counts", act))
        visit.page.wait_for_timeout(600)
    say("criterion of the list → its rows", moves, "0.5 s")
    visit.close()
    OUTSIDE.append(visit.outside)


def units(context: BrowserContext, address: str) -> list[float]:
    """Go from EPCI to communes and back on the map of France; return the seconds of each."""
    visit = Visit(context)
    visit.open(f"{address}/?lang=fr")
    visit.page.locator(".territory-foot").wait_for()
    seconds = []
    for name in ("Communes", "EPCI", "Départements", "EPCI", "Communes"):
        button = visit.page.locator(".st-key-map-controls").get_by_role("radio", name=name)
        seconds.append(timed(visit, button.click))
        visit.page.wait_for_timeout(600)
    visit.close()
    OUTSIDE.append(visit.outside)
    return seconds


def first_portrait(browser: Browser, folder: Path) -> None:
    """Open a portrait on tables never opened, a while after the first map, and at once."""
    for pause, aim in ((0, "none"), (45, "3 s")):
        with TemporaryDirectory() as own:
            Path(own, "tables").symlink_to((folder / "tables").resolve())
            server, address = serve(Path(own))
            context = browser.new_context()
            visit = Visit(context)
            visit.open(address)
            time.sleep(pause)
            start = time.perf_counter()
            visit.page.goto(f"{address}/diagnostic?territory=departement:48&lang=fr")
            visit.page.locator(".territory-foot").wait_for(timeout=120_000)
            seconds = time.perf_counter() - start
            print(f"first portrait, {pause} s after the first map: {seconds:.2f} s (aim {aim})")
            context.close()
            server.terminate()
            server.wait()


def bare(browser: Browser) -> None:
    """Time a page of Streamlit that holds nothing."""
    with TemporaryDirectory() as own:
        script = Path(own, "bare.py")
        script.write_text(BARE, encoding="utf-8")
        server, address = serve(Path(own), script)
        context = browser.new_context()
        opening = []
        for _ in range(RUNS):
            page = context.new_page()
            start = time.perf_counter()
            page.goto(address)
            page.locator(".territory-foot").wait_for()
            opening.append(time.perf_counter() - start)
            page.close()
        say("bare Streamlit: page", opening[1:], "none")
        page = context.new_page()
        page.goto(address)
        more = page.get_by_role("button", name="more")
        more.wait_for()
        clicks = []
        for _ in range(RUNS):
            clicks.append(until_changed(page, ".territory-foot", more.click))
            page.wait_for_timeout(300)
        say("bare Streamlit: click → answer", clicks, "none")
        context.close()
        server.terminate()
        server.wait()


def first_maps(browser: Browser, folder: Path) -> None:
    for what in ("first start on these tables", *["server just started"] * 3):
        start = time.perf_counter()
        server, address = serve(folder)
        waited = time.perf_counter() - start
        context = browser.new_context()
        seconds = Visit(context).open(address)
        print(f"{what}: answers after {waited:.2f} s, first map {seconds:.2f} s later (aim 5 s)")
        context.close()
        server.terminate()
        server.wait()


def main(folder: Path) -> None:
    """Measure and print, from a folder of its own: nothing is kept there of an earlier start."""
    with TemporaryDirectory() as own, sync_playwright() as driver:
        Path(own, "tables").symlink_to(folder.resolve() / "tables")
        folder = Path(own)
        browser = driver.chromium.launch(executable_path=CHROMIUM, args=list(OPTIONS))
        first_maps(browser, folder)
        server, address = serve(folder)
        try:
            measure(browser, server, address)
        finally:
            server.terminate()
            server.wait()
        first_portrait(browser, folder)
        bare(browser)
        browser.close()


def measure(browser: Browser, server: subprocess.Popen[bytes], address: str) -> None:
    context = browser.new_context()
    visit = Visit(context)
    visit.open(address)
    print(f"bytes received by a first visit: {visit.received_bytes / 1e6:.2f} MB")
    visit.close()
    print(f"what later visits ask for is made beside in {settle(server):.0f} s")
    say("first map, warm", [opened(context, address)[0] for _ in range(RUNS)], "1.5 s")
    links = [f"{address}/?territory=departement:{code}" for code in DEPARTEMENTS]
    for what in ("link to a département, never opened", "link to a département, opened before"):
        say(what, [opened(context, one)[0] for one in links], "1.2 s")
    _, received_bytes = opened(context, address)
    print(f"bytes received by a later visit: {received_bytes / 1e6:.2f} MB")
    page_of = Visit(context)
    page_of.open(f"{address}/?territory=departement:48&lang=fr")
    zoom, clicks = page_of.zoom(), []
    for rank in (20, 45, 70, 95, 120):
        sheet = page_of.page.locator(".territory-sheet h2")
        told = sheet.inner_text() if sheet.count() else ""
        across, down = point_inside(page_of.page, rank)
        start = time.perf_counter()
        page_of.page.mouse.click(across, down)
        page_of.page.wait_for_function(
            "told => { const one = document.querySelector('.territory-sheet h2');"
            " return one && one.innerText !== told; }",
            arg=told,
        )
        clicks.append(time.perf_counter() - start)
        page_of.page.wait_for_timeout(500)
    say("click on a commune → its sheet", clicks, "0.35 s")
    layers = ("Minutes jusqu’au guichet", "Score d’exposition", "Locaux sans offre à 1 Gbit/s")
    label = "Ce que montre la carte"
    say(
        "change of layer",
        [timed(page_of, choose(page_of.page, label, option)) for option in layers],
        "0.35 s",
    )
    print(f"zoom kept: {page_of.zoom() == zoom}")
    page_of.close()
    weights = Visit(context)
    weights.open(f"{address}/?layer=exposure_score&unit=commune&lang=fr")
    moves = []
    weights.page.get_by_role("button", name="Réglages").click()
    slider = weights.page.get_by_role("slider").first
    slider.wait_for()
    for key in ("ArrowRight", "ArrowRight", "ArrowLeft", "ArrowLeft", "ArrowLeft"):
        slider.focus()
        moves.append(timed_images(weights, lambda key=key: slider.press(key)))
    say("slider of weights → new map of France", moves, "0.6 s")
    weights.close()
    say("unit → map of France", units(context, address), "0.5 s")
    pages(context, address)
    say("slider of weights → who enters and leaves", effects(context, address), "0.7 s")
    alone = memory_mb(server)
    others = [browser.new_context() for _ in range(SESSIONS)]
    for one in others:
        Visit(one).open(address)
    print(
        f"memory: {alone:.0f} MB; {SESSIONS} more sessions: +{memory_mb(server) - alone:.0f} MB (aim 40)"
    )
    outside = sum(OUTSIDE) + sum(one.outside for one in (visit, page_of, weights))
    print(f"requests outside: {outside}")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
