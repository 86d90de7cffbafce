"""A visit of the app in a real Chromium, and what is timed in it: for `benchmarks/app.py`."""

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

from playwright.sync_api import BrowserContext, Page, Request

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
    """A page of a reader's window.

    Parameters
    ----------
    context : BrowserContext
        The reader's browser.
    is_counted : bool
        Whether bytes and requests to the outside are counted, which slows the page: each is told to us.
    size : tuple of int
        Width and height of the window, in pixels.
    """

    def __init__(
        self,
        context: BrowserContext,
        *,
        is_counted: bool = True,
        size: tuple[int, int] = (1280, 900),
    ) -> None:
        self.page: Page = context.new_page()
        self.page.set_viewport_size({"width": size[0], "height": size[1]})
        self.received_bytes, self.outside = 0, 0
        if not is_counted:
            return
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


def serve(folder: Path, script: Path | None = None) -> tuple[subprocess.Popen[bytes], str]:
    """Start the app on tables, or a page of its own, and wait until it answers."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = serve_command("127.0.0.1", port)
    if script is not None:
        bare = f"{script} --server.headless=true --server.address=127.0.0.1 --server.port={port}"
        command = [sys.executable, "-m", "streamlit", "run", *bare.split()]
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


def settle(process: subprocess.Popen[bytes]) -> float:
    """Wait until a server has made, beside, what later visits ask for; return the seconds it took."""
    start, before, quiet = time.perf_counter(), -1.0, 0
    while quiet < 3:
        fields = Path(f"/proc/{process.pid}/stat").read_text(encoding="utf-8").split()
        spent = (int(fields[13]) + int(fields[14])) / os.sysconf("SC_CLK_TCK")
        quiet = quiet + 1 if spent - before < 0.05 else 0
        before = spent
        time.sleep(1)
    return time.perf_counter() - start


def say(what: str, seconds: list[float], aim: str) -> None:
    print(
        f"{what:<52} {statistics.median(seconds):5.2f} s "
        f"({min(seconds):.2f} to {max(seconds):.2f}, {len(seconds)} runs; aim {aim})"
    )


def text_of(page: Page, selector: str) -> str:
    """Return what a part of the page says; nothing while it is not there."""
    found = page.locator(selector)
    return found.first.inner_text() if found.count() else ""


def until_changed(page: Page, selector: str, act: Callable[[], object]) -> float:
    """Return the seconds from an act until a part of the page says something else."""
    before = text_of(page, selector)
    start = time.perf_counter()
    act()
    page.wait_for_function(
        "([selector, before]) => { const one = document.querySelector(selector);"
        " return one && one.innerText && one.innerText !== before; }",
        arg=[selector, before],
    )
    return time.perf_counter() - start


def opened(context: BrowserContext, address: str) -> tuple[float, int]:
    """Open an address in a page of its own; return the seconds to the map and, of another page, the bytes."""
    visit = Visit(context, is_counted=False)
    seconds = visit.open(address)
    visit.page.locator(".territory-foot").wait_for()
    visit.close()
    return seconds, bytes_of(context, address)


def bytes_of(context: BrowserContext, address: str) -> int:
    """Open an address in a page of its own that counts; return the bytes received."""
    visit = Visit(context)
    visit.open(address)
    visit.page.locator(".territory-foot").wait_for()
    visit.close()
    OUTSIDE.append(visit.outside)
    return visit.received_bytes


def timed(visit: Visit, act: Callable[[], object]) -> float:
    before = visit.drawn()
    start = time.perf_counter()
    act()
    visit.drawn_after(before)
    return time.perf_counter() - start


def choose(page: Page, label: str, option: str) -> Callable[[], None]:
    def act() -> None:
        page.get_by_role("option", name=option, exact=False).first.click()

    # Typed, for a long list shows but a part of its options.
    page.get_by_role("combobox", name=label).fill(option)
    page.get_by_role("option", name=option, exact=False).first.wait_for()
    return act


def point_inside(page: Page, rank: int) -> tuple[float, float]:
    """Return a point of the page where one commune, and nothing else, would take a click.

    The commune is the one of a rank on the map, or the first after it that nothing covers.
    """
    for _ in range(50):
        found = (
            page.frame_locator(FRAME)
            .locator("body")
            .evaluate(
                """(body, rank) => {
              const frame = window.frameElement, at = frame.getBoundingClientRect();
              const paths = [...body.querySelectorAll("path.commune")].slice(rank);
              for (const path of paths) {
                const box = path.getBoundingClientRect();
                for (let row = 1; row < 20; row++) for (let column = 1; column < 20; column++) {
                  const x = box.left + box.width * column / 20, y = box.top + box.height * row / 20;
                  const above = parent.document.elementFromPoint(at.left + x, at.top + y);
                  if (document.elementFromPoint(x, y) === path && above === frame)
                    return [at.left + x, at.top + y];
                }
              }
              return null;
            }""",
                rank,
            )
        )
        if found is not None:
            return float(found[0]), float(found[1])
        page.wait_for_timeout(100)
    raise SystemExit(f"no commune to click from rank {rank} on")


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
