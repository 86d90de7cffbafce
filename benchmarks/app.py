"""Time the app in a real Chromium, count what it sends and what it asks outside.

Usage: ``python benchmarks/app.py DATA_FOLDER`` where ``DATA_FOLDER/tables`` holds built tables of all
of France. Needs the ``test`` extra and a Chromium (``TERRITORY_CHROMIUM`` names another one).
Each figure is the median of several runs, with their range; the server is the one ``territory app``
starts.
"""

from __future__ import annotations

import os
import socket
import statistics
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from tempfile import TemporaryDirectory

from playwright.sync_api import Browser, BrowserContext, Page, Request, sync_playwright

from territory import paths
from territory.views import serve_command

CHROMIUM = os.environ.get("TERRITORY_CHROMIUM", "/usr/bin/chromium")
OPTIONS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
)
RUNS = 5
SESSIONS = 10
DEPARTEMENTS = ("48", "62", "33", "974", "2A")
# Requests to the outside of the pages closed.
OUTSIDE: list[int] = []
FRAME = ".st-key-stage iframe"


class Visit:
    """A page that counts bytes and requests to the outside."""

    def __init__(self, context: BrowserContext) -> None:
        self.page: Page = context.new_page()
        self.page.set_viewport_size({"width": 1280, "height": 900})
        self.received_bytes, self.outside = 0, 0
        client = context.new_cdp_session(self.page)
        client.send("Network.enable")
        client.on("Network.loadingFinished", self._add)
        client.on("Network.webSocketFrameReceived", self._add_frame)
        self.page.on("request", self._look)

    def _add(self, event: dict) -> None:
        self.received_bytes += int(event["encodedDataLength"])

    def _add_frame(self, event: dict) -> None:
        self.received_bytes += len(event["response"]["payloadData"])

    def _look(self, request: Request) -> None:
        if not request.url.startswith(("http://127.0.0.1", "ws://127.0.0.1", "data:", "blob:")):
            self.outside += 1

    def drawn(self) -> str:
        """Wait for the map and return what it says it has drawn."""
        container = self.page.frame_locator(FRAME).locator(".leaflet-container[data-drawn]")
        container.wait_for(timeout=120_000)
        return str(container.get_attribute("data-drawn"))

    def drawn_after(self, before: str) -> None:
        """Wait until the map has drawn something else."""
        self.page.frame_locator(FRAME).locator(
            f'.leaflet-container[data-drawn]:not([data-drawn="{before}"])'
        ).wait_for(timeout=60_000)

    def open(self, address: str) -> float:
        """Go to an address and return the seconds to the map."""
        start = time.perf_counter()
        self.page.goto(address)
        self.drawn()
        return time.perf_counter() - start

    def close(self) -> None:
        """Close the page: a crowd of open pages is not what one reader waits for."""
        self.page.close()

    def zoom(self) -> float:
        """Return the zoom of the map."""
        return float(
            self.page.frame_locator(FRAME).locator("body").evaluate("() => window.map.getZoom()")
        )


def serve(folder: Path) -> tuple[subprocess.Popen[bytes], str]:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = serve_command("127.0.0.1", port)
    environment = {**os.environ, paths.DATA_VARIABLE: str(folder), "TERRITORY_LANG": "fr"}
    server = subprocess.Popen(
        command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    address = f"http://127.0.0.1:{port}"
    for _ in range(600):
        with suppress(OSError), urllib.request.urlopen(f"{address}/_stcore/health"):
            return server, address
        time.sleep(0.1)
    raise SystemExit("the app did not start")


def memory_mb(process: subprocess.Popen[bytes]) -> float:
    status = Path(f"/proc/{process.pid}/status").read_text(encoding="utf-8")
    kilobytes = next(line.split()[1] for line in status.splitlines() if line.startswith("VmRSS"))
    return int(kilobytes) / 1024


def say(what: str, seconds: list[float], aim: str) -> None:
    print(
        f"{what:<52} {statistics.median(seconds):5.2f} s "
        f"({min(seconds):.2f} to {max(seconds):.2f}, {len(seconds)} runs; aim {aim})"
    )


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


def opened(context: BrowserContext, address: str) -> tuple[float, int]:
    """Open an address in a page of its own; return the seconds to the map and the bytes."""
    visit = Visit(context)
    seconds = visit.open(address)
    visit.page.locator(".territory-foot").wait_for()
    visit.close()
    OUTSIDE.append(visit.outside)
    return seconds, visit.received_bytes


def timed(visit: Visit, act: Callable[[], object]) -> float:
    before = visit.drawn()
    start = time.perf_counter()
    act()
    visit.drawn_after(before)
    return time.perf_counter() - start


def choose(page: Page, label: str, option: str) -> Callable[[], None]:
    def act() -> None:
        page.get_by_role("option", name=option, exact=False).first.click()

    page.get_by_role("combobox", name=label).click()
    page.get_by_role("option", name=option, exact=False).first.wait_for()
    return act


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
            browser.close()


def measure(browser: Browser, server: subprocess.Popen[bytes], address: str) -> None:
    context = browser.new_context()
    visit = Visit(context)
    visit.open(address)
    print(f"bytes received by a first visit: {visit.received_bytes / 1e6:.2f} MB")
    time.sleep(15)  # what the first click needs is made meanwhile
    visit.close()
    say("first map, warm", [opened(context, address)[0] for _ in range(RUNS)], "2 s")
    links = [f"{address}/?territory=departement:{code}" for code in DEPARTEMENTS]
    for what in ("link to a département, never opened", "link to a département, opened before"):
        say(what, [opened(context, one)[0] for one in links], "1.5 s")
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
    say("click on a commune → its sheet", clicks, "0.5 s")
    layers = ("Minutes jusqu’au guichet", "Score d’exposition", "Locaux sans offre à 1 Gbit/s")
    label = "Ce que montre la carte"
    say(
        "change of layer",
        [timed(page_of, choose(page_of.page, label, option)) for option in layers],
        "0.5 s",
    )
    print(f"zoom kept: {page_of.zoom() == zoom}")
    page_of.close()
    weights = Visit(context)
    weights.open(f"{address}/?layer=exposure_score&lang=fr")
    moves = []
    weights.page.get_by_role("button", name="Réglages").click()
    slider = weights.page.get_by_role("slider").first
    slider.wait_for()
    for key in ("ArrowRight", "ArrowRight", "ArrowLeft", "ArrowLeft", "ArrowLeft"):
        slider.focus()
        moves.append(timed_images(weights, lambda key=key: slider.press(key)))
    say("slider of weights → new map of France", moves, "0.7 s")
    say("slider of weights → who enters and leaves", effects(context, address), "0.7 s")
    alone = memory_mb(server)
    others = [browser.new_context() for _ in range(SESSIONS)]
    for one in others:
        Visit(one).open(address)
    print(f"memory: {alone:.0f} MB; {SESSIONS} more sessions: +{memory_mb(server) - alone:.0f} MB")
    outside = sum(OUTSIDE) + sum(one.outside for one in (visit, page_of, weights))
    print(f"requests outside: {outside}")


def point_inside(page: Page, rank: int) -> tuple[float, float]:
    """Return a point of the page where one commune, and nothing else, would take a click."""
    found = (
        page.frame_locator(FRAME)
        .locator("body")
        .evaluate(
            """(body, rank) => {
          const paths = [...body.querySelectorAll("path.commune")];
          const path = paths[rank], box = path.getBoundingClientRect();
          for (let row = 1; row < 20; row++) for (let column = 1; column < 20; column++) {
            const x = box.left + box.width * column / 20, y = box.top + box.height * row / 20;
            if (document.elementFromPoint(x, y) === path) return [x, y];
          }
          return null;
        }""",
            rank,
        )
    )
    if found is None:
        raise SystemExit(f"no commune to click at rank {rank}")
    box = page.locator(FRAME).bounding_box()
    if box is None:
        raise SystemExit("the map is not shown")
    return box["x"] + found[0], box["y"] + found[1]


def timed_images(visit: Visit, act: Callable[[], object]) -> float:
    """Time until the map shows other images than before."""
    image = visit.page.frame_locator(FRAME).locator("img.leaflet-image-layer").first
    before = image.get_attribute("src")
    start = time.perf_counter()
    act()
    while True:
        images = visit.page.frame_locator(FRAME).locator("img.leaflet-image-layer")
        sources = images.evaluate_all("all => all.map(one => one.src + one.complete)")
        if sources and not any(str(before).lstrip("./") in one for one in sources):
            return time.perf_counter() - start
        if time.perf_counter() - start > 30:
            raise SystemExit("the map did not change")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
