"""Time a published site beside the app: same tables, same Chromium, same run.

Usage: ``python benchmarks/site.py TABLES [SITE]`` where ``TABLES`` is a folder of built tables and
``SITE`` a site already published from them (without it one is published to a temporary folder; of
France, minutes). The site is served twice: by nginx, with the configuration of ``docs/hosting``,
and by a server that sends whole files alone. Needs the ``test`` extra, a Chromium
(``TERRITORY_CHROMIUM`` names another one) and nginx.

Runs take turns, so that what disturbs the machine disturbs all three; each figure is the median of
`RUNS` runs with their range, then how many times the site's the app's is. ``cold`` is a browser that
never came, on servers that already answered others; a click and a change of layer are those of a map of
Lozère. The second click of a site asks for nothing: the sheets of a département are one file.
"""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
import time
from collections import defaultdict
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory

from app_visits import CHROMIUM, OPTIONS, RUNS, Visit, choose, point_inside, serve, settle, timed
from playwright.sync_api import Browser, Page, sync_playwright

from territory.messages import Words
from territory.publish.folder import MANIFEST
from territory.tables import open_data_in_use
from tests.publish.nginx import serving_with_nginx
from tests.publish.servers import WholeFiles, serving

WIDTHS = {"1280 px": (1280, 900), "390 px": (390, 844)}
# One layer a run, by turns.
LAYERS = ("nearest_counter_minutes", "exposure_score", "without_1_gbps_share")
SEARCHED = "Mende"
# The communes clicked on, by their rank among those on the map: two a run.
RANKS = ((20, 70), (70, 95), (120, 30), (55, 85), (15, 110))
LONGEST_MS = 120_000
WORDS = Words("fr")
# What a page receives after it is drawn (names, marks) belongs to the first map.
QUIET_MS = 1_500
# Between two acts of a reader: what an act moves has come to rest.
PAUSE_MS = 1_000


@dataclass
class Figures:
    """What was measured of one server, by width and question."""

    seconds: dict[tuple[str, str], list[float]] = field(default_factory=lambda: defaultdict(list))
    received_bytes: dict[tuple[str, str], int] = field(default_factory=dict)
    outside: int = 0


def headed(page: Page, selector: str, before: str, act: Callable[[], object]) -> float:
    """Return the seconds from an act until the heading of a sheet is another."""
    start = time.perf_counter()
    act()
    page.wait_for_function(
        "([selector, before]) => { const one = document.querySelector(selector);"
        " return one && one.innerText && one.innerText !== before; }",
        arg=[selector, before],
        timeout=LONGEST_MS,
    )
    return time.perf_counter() - start


class App:
    """How a reader goes about in the app."""

    sheet = ".territory-sheet h2"

    def __init__(self, address: str) -> None:
        self.whole = f"{address}/?lang=fr"
        self.near = f"{address}/?lang=fr&territory=departement:48"

    def open(self, visit: Visit, address: str) -> float:
        """Go to an address and return the seconds to the map."""
        return visit.open(address)

    def rest(self, visit: Visit) -> None:
        """Wait for the rest of the page."""
        visit.page.locator(".territory-foot").wait_for(timeout=LONGEST_MS)

    def point(self, visit: Visit, rank: int) -> tuple[float, float]:
        """Return where to click on one commune."""
        return point_inside(visit.page, rank)

    def change(self, visit: Visit, layer: str) -> float:
        """Choose a layer and return the seconds to its map."""
        label, title = WORDS.text("map.layer.choose"), WORDS.text(f"columns.{layer}.label")
        # On a telephone what can be chosen is folded away, and lies over the map while it is open.
        is_folded = not visit.page.get_by_role("combobox", name=label).is_visible()
        if is_folded:
            visit.page.get_by_text(WORDS.text("map.choose")).click()
        seconds = timed(visit, choose(visit.page, label, title))
        if is_folded:
            visit.page.get_by_text(WORDS.text("map.choose")).click()
        return seconds

    def search(self, visit: Visit) -> float:
        """Search a commune by its name and return the seconds to its sheet."""
        box = visit.page.get_by_role("combobox", name="Chercher")
        before = heading(visit.page, self.sheet)

        def act() -> None:
            box.fill(SEARCHED)
            box.press("Enter")

        return headed(visit.page, self.sheet, before, act)


class Site:
    """How a reader goes about in a published site."""

    sheet = "#sheet h2"

    def __init__(self, address: str) -> None:
        self.whole = address
        self.near = f"{address}#view=8.6/44.52/3.5"

    def open(self, visit: Visit, address: str) -> float:
        """Go to an address and return the seconds to the map."""
        start = time.perf_counter()
        visit.page.goto(address)
        self._drawn(visit, "far")
        return time.perf_counter() - start

    def rest(self, visit: Visit) -> None:
        """Wait for the rest of the page."""
        visit.page.locator("body[data-ready]").wait_for(timeout=LONGEST_MS)

    def point(self, visit: Visit, rank: int) -> tuple[float, float]:
        """Return where to click on one commune."""
        across, down = visit.page.evaluate(
            """rank => {
              const stage = map.getContainer().getBoundingClientRect(), found = new Map();
              const signs = map.getStyle().layers.map((one) => one.id).filter((id) => id === "rings" || id.startsWith("signs-"));
              const at = (layers, x, y) => map.queryRenderedFeatures([x, y], { layers })[0];
              for (let y = 8; y < stage.height; y += 8) for (let x = 8; x < stage.width; x += 8) {
                const top = document.elementFromPoint(stage.left + x, stage.top + y);
                if (top !== map.getCanvas() || at(signs, x, y)) continue;
                const commune = at(["communes"], x, y);
                if (commune) found.set(commune.properties.n, [stage.left + x, stage.top + y]);
              }
              return [...found.values()][rank % found.size];
            }""",
            rank,
        )
        return float(across), float(down)

    def change(self, visit: Visit, layer: str) -> float:
        """Choose a layer and return the seconds to its map."""
        start = time.perf_counter()
        visit.page.locator("#layer").select_option(layer)
        self._drawn(visit, layer)
        return time.perf_counter() - start

    def search(self, visit: Visit) -> float:
        """Search a commune by its name and return the seconds to its sheet."""
        page, before = visit.page, heading(visit.page, self.sheet)

        def act() -> None:
            page.locator("#search").fill(SEARCHED)
            page.locator("#found li").first.wait_for()
            page.locator("#search").press("Enter")

        return headed(page, self.sheet, before, act)

    def _drawn(self, visit: Visit, layer: str) -> None:
        visit.page.locator(f'#map[data-drawn="{layer}"]').wait_for(timeout=LONGEST_MS)


def heading(page: Page, selector: str) -> str:
    """Return the heading of the sheet that is open; nothing if none is."""
    found = page.locator(selector)
    return found.first.inner_text() if found.count() else ""


def click(reader: App | Site, visit: Visit, rank: int) -> float:
    """Click on a commune and return the seconds to its sheet."""
    across, down = reader.point(visit, rank)
    before = heading(visit.page, reader.sheet)
    return headed(visit.page, reader.sheet, before, lambda: visit.page.mouse.click(across, down))


def one_run(browser: Browser, reader: App | Site, told: Figures, width: str, run: int) -> None:
    """Go through everything once, as a reader who never came; keep the seconds."""
    size, context = WIDTHS[width], browser.new_context()
    for what in ("first map, cold", "first map, warm"):
        visit = Visit(context, is_counted=False, size=size)
        told.seconds[width, what].append(reader.open(visit, reader.whole))
        reader.rest(visit)
        visit.close()
    visit = Visit(context, is_counted=False, size=size)
    reader.open(visit, reader.near)
    reader.rest(visit)
    visit.page.wait_for_timeout(PAUSE_MS)
    told.seconds[width, "layer → its map"].append(reader.change(visit, LAYERS[run % len(LAYERS)]))
    for what, rank in zip(("click → sheet", "next click → sheet"), RANKS[run], strict=True):
        visit.page.wait_for_timeout(PAUSE_MS)
        told.seconds[width, what].append(click(reader, visit, rank))
    visit.page.wait_for_timeout(PAUSE_MS)
    told.seconds[width, "search → sheet"].append(reader.search(visit))
    context.close()


def count(browser: Browser, reader: App | Site, told: Figures, width: str) -> None:
    """Count the bytes of a first map and of a click, and the requests to the outside."""
    for what, address in (("first map, cold", reader.whole), ("click → sheet", reader.near)):
        context = browser.new_context()
        visit = Visit(context, size=WIDTHS[width])
        reader.open(visit, address)
        reader.rest(visit)
        visit.page.wait_for_timeout(QUIET_MS)
        before = 0
        if address == reader.near:
            before = visit.received_bytes
            click(reader, visit, RANKS[0][0])
            visit.page.wait_for_timeout(QUIET_MS)
        told.received_bytes[width, what] = visit.received_bytes - before
        told.outside += visit.outside
        context.close()


def published(tables: Path, named: list[str], own: Path) -> Path:
    """Return the folder of the site, published here unless one is named."""
    site = Path(named[0]) if named else own / "site"
    if not named:
        command = [sys.executable, "-m", "territory", "publish", "--data", str(tables)]
        start = time.perf_counter()
        subprocess.run([*command, "--out", str(site)], check=True, stdout=subprocess.DEVNULL)
        print(f"site published in {time.perf_counter() - start:.0f} s")
    held = json.loads((site / MANIFEST).read_bytes())["fingerprint"]
    if held != open_data_in_use(tables).fingerprint:
        raise SystemExit(f"{site} was published from other tables than {tables}")
    return site


def line(parts: list[str]) -> None:
    print(f"{parts[0]:<28}" + "".join(f"{one:>24}" for one in parts[1:]), flush=True)


def tell(told: dict[str, Figures], width: str) -> None:
    """Print the table of a width: medians, ranges, and how many times those of the site the app's are."""
    app, *sites = told
    print()
    line([width, *told, *(f"{app} / {one}" for one in sites)])
    for of_width, what in told[app].seconds:
        if of_width != width:
            continue
        all_seconds = {name: one.seconds[width, what] for name, one in told.items()}
        medians = {name: statistics.median(one) for name, one in all_seconds.items()}
        ranges = [
            f"{medians[name]:.2f} s ({min(one):.2f}–{max(one):.2f})"
            for name, one in all_seconds.items()
        ]
        line([what, *ranges, *(f"{medians[app] / medians[one]:.1f}" for one in sites)])
    for of_width, what in told[app].received_bytes:
        if of_width != width:
            continue
        sizes = {name: one.received_bytes[width, what] for name, one in told.items()}
        ratios = [f"{sizes[app] / sizes[one]:.1f}" if sizes[one] else "–" for one in sites]
        line([f"bytes: {what}", *(f"{one / 1e3:.0f} kB" for one in sizes.values()), *ratios])


def main(tables: Path, named: list[str]) -> None:
    """Serve the three, measure by turns and print."""
    with TemporaryDirectory() as kept, ExitStack() as stack:
        own = Path(kept)
        site = published(tables, named, own)
        (own / "app").mkdir()
        (own / "app" / "tables").symlink_to(tables.resolve())
        (own / "nginx").mkdir()
        behind_nginx = stack.enter_context(serving_with_nginx(site.resolve(), own / "nginx"))
        whole = stack.enter_context(serving(site, WholeFiles))
        server, address = serve(own / "app")
        stack.callback(server.wait)
        stack.callback(server.terminate)
        driver = stack.enter_context(sync_playwright())
        browser = driver.chromium.launch(executable_path=CHROMIUM, args=list(OPTIONS))
        readers = {
            "app": App(address),
            "nginx": Site(behind_nginx.address),
            "whole files": Site(f"{whole}/"),
        }
        told = {name: Figures() for name in readers}
        for name, reader in readers.items():
            count(browser, reader, told[name], "1280 px")
        settle(server)
        print(f"load of the machine before: {os.getloadavg()[0]:.1f}, of {os.cpu_count()} cores")
        for width in WIDTHS:
            for run in range(RUNS):
                for name, reader in readers.items():
                    print(f"{width}, run {run + 1}: {name}", file=sys.stderr, flush=True)
                    one_run(browser, reader, told[name], width, run)
            for name, reader in readers.items():
                count(browser, reader, told[name], width)
            tell(told, width)
        print()
        line(["requests outside", *(str(one.outside) for one in told.values())])
        print(f"load of the machine after: {os.getloadavg()[0]:.1f}")
        browser.close()


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2:])
