"""A real server and a real Chromium, cut off from the outside."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pandas as pd
import pytest

from territory import paths
from territory.contract import AGE_BANDS
from territory.tables import open_tables
from territory.views import serve_command
from tests.browser.waiting import LONGEST_MS, WHOLE_PAGE_MS, rest, settle, still

CHROMIUM_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
CHROMIUM_OPTIONS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
)
START_SECONDS = 240
# The map's frame: its title says what it shows.
FRAME = ".st-key-stage iframe"
HOSTILE_NAME = "<img src=x onerror=alert(1)>`${alert(2)}`</script>{{ 7 * 7 }}"


def find_chromium() -> str | None:
    named = os.environ.get("TERRITORY_CHROMIUM")
    return named or next(filter(None, map(shutil.which, CHROMIUM_NAMES)), None)


@pytest.fixture(scope="session")
def chromium():
    path = find_chromium()
    if path is None:
        pytest.skip("no Chromium on this machine: install it or name it in TERRITORY_CHROMIUM")
    playwright = pytest.importorskip(
        "playwright.sync_api", reason="the package playwright is not installed"
    )
    with playwright.sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=path, args=list(CHROMIUM_OPTIONS))
        yield browser
        browser.close()


class Visit:
    """A page, with every request it tried to send outside."""

    def __init__(self, page):
        self.page = page
        self.outside: list[str] = []
        self.refused: list[str] = []
        self.dialogs: list[str] = []
        page.set_default_timeout(LONGEST_MS)
        page.set_default_navigation_timeout(WHOLE_PAGE_MS)
        page.route("**/*", self._let_or_count)
        page.on("response", self._note)
        page.on("dialog", self._dismiss)

    def _let_or_count(self, route):
        address = route.request.url
        if address.startswith(("http://127.0.0.1:", "data:", "blob:")):
            route.continue_()
        else:
            self.outside.append(address)
            route.abort()

    def _note(self, response):
        if response.status >= 400:
            self.refused.append(f"{response.status} {response.url}")

    def _dismiss(self, dialog):
        self.dialogs.append(dialog.message)
        dialog.dismiss()

    @property
    def map(self):
        """The inside of the map's frame."""
        return self.page.frame_locator(FRAME)

    def open(self, address):
        """Go to an address and wait for the whole page."""
        self.page.goto(address)
        self.wait_for_map()
        settle(self.page)
        return self

    def wait_for_map(self):
        """Wait until the map says it is drawn, and return what it says it has drawn."""
        drawn = self.map.locator(".leaflet-container[data-drawn]")
        drawn.wait_for(timeout=WHOLE_PAGE_MS)
        return drawn.get_attribute("data-drawn")

    def wait_for_another_map(self, before):
        """Wait until the map says it has drawn something else than before."""
        other = f".leaflet-container[data-drawn]:not([data-drawn='{before}'])"
        self.map.locator(other).wait_for(timeout=WHOLE_PAGE_MS)
        rest(self.page)

    def zoom(self):
        """Return the zoom of the map, once it rests."""
        zoom = "() => window.map.getZoom()"
        return still(self.page, lambda: self.map.locator("body").evaluate(zoom))


@pytest.fixture(scope="session")
def context(chromium):
    opened = chromium.new_context(accept_downloads=True)
    yield opened
    opened.close()


@pytest.fixture
def visit(context):
    """Return a function that opens a page of a size; all are closed at the end."""
    pages = []

    def start(width=1280, height=900):
        page = context.new_page()
        pages.append(page)
        page.set_viewport_size({"width": width, "height": height})
        return Visit(page)

    yield start
    for page in pages:
        page.close()


@contextmanager
def serving(data_folder: Path, log: Path, *options: str, path: str = "") -> Iterator[str]:
    """Serve the app the way ``territory app`` does, on a free port, and yield its address."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = serve_command("127.0.0.1", port, *options)
    environment = {**os.environ, paths.DATA_VARIABLE: str(data_folder), "TERRITORY_LANG": "fr"}
    with log.open("wb") as said:
        server = subprocess.Popen(
            command, stdout=said, stderr=said, env=environment, cwd=paths.PACKAGE.parent
        )
        try:
            address = f"http://127.0.0.1:{port}{path}"
            _wait(f"{address}/_stcore/health", server, log)
            yield address
        finally:
            server.terminate()
            server.wait(timeout=60)


def _wait(address: str, server: subprocess.Popen[bytes], log: Path) -> None:
    for _ in range(START_SECONDS * 4):
        if server.poll() is not None:
            break
        try:
            with urllib.request.urlopen(address, timeout=2):
                return
        except urllib.error.HTTPError as error:
            error.close()
        except OSError:
            pass
        time.sleep(0.25)
    pytest.fail(f"the app did not start: {log.read_text(encoding='utf-8', errors='replace')}")


@pytest.fixture(scope="session")
def app(chromium, tmp_path_factory):
    """Address of the app on the embedded sample."""
    folder = tmp_path_factory.mktemp("sample_app")
    with serving(folder, folder / "server.log") as address:
        yield address


@pytest.fixture(scope="session")
def hostile_app(chromium, tmp_path_factory):
    """Address of the app, under a path, on tables with hostile names and holes."""
    folder = tmp_path_factory.mktemp("hostile_app")
    tables = folder / "tables"
    shutil.copytree(paths.sample_folder(), tables)
    opened = open_tables(tables)
    communes, counters = opened.communes, opened.counters
    counters["counter_name"] = HOSTILE_NAME
    communes.loc["48095", "commune_name"] = HOSTILE_NAME
    without_ages = ["48095", "48001", "48002"]
    communes.loc[without_ages, list(AGE_BANDS)] = float("nan")
    communes.loc[without_ages, "age_status"] = "missing"
    communes.loc["48003", "town_hall_point"] = None
    communes.loc["48003", "premises_count"] = pd.NA
    communes.to_parquet(tables / "communes.parquet")
    counters.to_parquet(tables / "counters.parquet")
    options = ("--server.baseUrlPath=/atlas/numerique",)
    with serving(folder, folder / "server.log", *options, path="/atlas/numerique") as address:
        yield address
