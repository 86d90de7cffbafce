"""A site from tables: every file of it, in one order, the same tables the same bytes."""

from __future__ import annotations

import shlex
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

from territory import __version__
from territory.country import Country
from territory.look import palette
from territory.look.packaged import packaged_text
from territory.messages import Words
from territory.plan.told import territory_options
from territory.publish import map_files, tiles
from territory.publish.data_page import FOLDER, data_page
from territory.publish.data_page import PAGE as DATA_PAGE
from territory.publish.epci_pages import epci_pages
from territory.publish.folded import folded
from territory.publish.folder import Staged
from territory.publish.list_page import list_page
from territory.publish.map_page import map_page
from territory.publish.open_data import Written, write_open_data
from territory.publish.options import AUTO, BY_COMMUNE, BY_EPCI, Options
from territory.publish.packed import gzipped, packed
from territory.publish.pages import Pages
from territory.publish.places import SitePlaces
from territory.publish.portraits import portrait_files
from territory.publish.published import Published
from territory.publish.sheets import names_in_sheets, sheet_groups
from territory.publish.vendored import vendored_files
from territory.tables import DataInUse
from territory.tables.scenarios import Scenario
from territory.territories import Territory

SCRIPTS = (
    *("app", "cards", "data", "library", "list", "map", "names", "places", "search", "side"),
    *("state", "tiles", "twin", "unfold"),
)
# A script of the app that the site's use as well, and what they take of it.
SHARED, SHARED_NAMES = "crowd", ("APART_PX", "gathered", "namesCount")
STYLES = ("look/style.css", "maps/legend.css", "sheet/sheet.css", "publish/site.css")
# A page a commune of more communes than this would not stand in the size a site is to have.
MOST_COMMUNE_PAGES = 2_500


def publish(
    country: Country,
    in_use: DataInUse,
    territory: Territory,
    *,
    out: Path,
    options: Options,
    tell: Callable[[float], None] = lambda _: None,
) -> dict[str, int]:
    """Write the site of a territory to a folder, whole or not at all.

    Parameters
    ----------
    country : Country
        The tables.
    in_use : DataInUse
        Which they are.
    territory : Territory
        What is published.
    out : Path
        The folder.
    options : Options
        How.
    tell : callable
        Told the part done, 0 to 1.

    Returns
    -------
    dict
        Bytes of each part of the site.

    Raises
    ------
    TerritoryError
        If the folder holds something that is not a site of ours, or cannot be written.
    """
    site = Published(country, in_use, territory)
    if options.pages == AUTO:
        few = len(site.communes) <= MOST_COMMUNE_PAGES
        options = replace(options, pages=BY_COMMUNE if few else BY_EPCI)
    with Staged(out) as staged:
        files = _put_data(staged, site, options)
        drawn = _put_tiles(staged, site)
        tell(0.2)
        _put_assets(staged)
        staged.put("map/towns.json.gz", map_files.towns_file(site))
        staged.put("map/names.json.gz", map_files.names_file(site))
        staged.put_all(map_files.class_files(site), "map/")
        tell(0.35)
        places = SitePlaces(site)
        staged.put_all(places.point_files(), "map/")
        for rank, words in enumerate(options.languages):
            home = options.home_of(words)
            pages = Pages(site, options, words)
            staged.put_all(map_files.layer_files(site, words, places.counts), "map/")
            staged.put_all(places.card_files(words), "map/")
            staged.put(f"{home}index.html", map_page(site, options, words, drawn, places))
            staged.put(f"{home}list.html", list_page(pages))
            staged.put(f"{home}{DATA_PAGE}", data_page(pages, files))
            if options.pages == BY_EPCI and not home:
                staged.put_all(epci_pages(pages))
            if options.portraits and not home:
                staged.put_all(portrait_files(pages))
            tell(0.35 + 0.1 * (rank + 1))
        _put_sheets(staged, site, options)
        _put_index(staged, options)
        staged.finish(
            {
                "version": __version__,
                "fingerprint": in_use.fingerprint,
                "territory": territory.key,
                "scenarios": [one.fingerprint for one in country.tables.scenarios],
                "communes_count": len(site.communes),
                "pages": options.pages,
            }
        )
        return staged.sizes()


def _put_data(staged: Staged, site: Published, options: Options) -> tuple[Written, ...]:
    files = write_open_data(
        site.country,
        site.in_use,
        staged.folder / FOLDER,
        Words(options.language),
        territory=site.territory,
        command=command_of(site.territory, site.country.tables.scenarios),
    )
    staged.adopt(FOLDER)
    return files


def command_of(territory: Territory, scenarios: Sequence[Scenario] = ()) -> str:
    """Return the command that publishes a territory again, under the scenarios it was published under.

    Examples
    --------
    >>> command_of(Territory("departement", "48"))
    'territory publish --departement 48 --out site'
    """
    under = [word for one in scenarios for word in ("--scenario", one.file_name)]
    asked = [*territory_options(territory), *under]
    return shlex.join(["territory", "publish", *asked, "--out", "site"])


def _put_tiles(staged: Staged, site: Published) -> int:
    """Write the tiles of each zoom and return how many bytes they are."""
    bytes_count = 0
    for zoom in tiles.STEPS_OF_ZOOM:
        communes = tiles.covered(site.communes, zoom)
        departements = tiles.joined(communes, site.communes["departement_code"].loc[communes.index])
        for name, shapes in zip(tiles.NAMES, (communes, departements), strict=True):
            content = tiles.tiles_of(shapes, name, zoom)
            staged.put(f"map/tiles/{name}-{zoom}.pmtiles", content)
            bytes_count += len(content)
    return bytes_count


def _put_assets(staged: Staged) -> None:
    for name, content in vendored_files().items():
        if name.endswith(".js"):
            staged.put(f"assets/{name}.gz", gzipped(content))
        else:
            staged.put(f"assets/{name}", content)
    style = palette.css_variables() + "".join(map(packaged_text, STYLES))
    staged.put("assets/site.css", style.encode())
    for name in SCRIPTS:
        staged.put(f"assets/{name}.js", packaged_text(f"publish/browser/{name}.js").encode())
    shared = packaged_text(f"maps/browser/{SHARED}.js")
    staged.put(f"assets/{SHARED}.js", f"{shared}export {{ {', '.join(SHARED_NAMES)} }};\n".encode())


def _put_sheets(staged: Staged, site: Published, options: Options) -> None:
    pages = {one.language: Pages(site, options, one) for one in options.languages}
    # A site whose pages are one a commune is promised no size.
    is_light = options.pages != BY_COMMUNE and len(site.communes) > MOST_COMMUNE_PAGES
    for departement, sheets in sheet_groups(site, options.languages, is_light=is_light):
        kept = folded(sheets, names_in_sheets(site, departement, is_light=is_light))
        staged.put(f"map/sheets/{departement}.json.gz", packed(kept))
        if options.pages == BY_COMMUNE:
            for language, of_code in sheets.items():
                home = options.home_of(Words(language))
                for code, sheet in of_code.items():
                    staged.put(
                        f"{home}commune/{code}.html", pages[language].of_commune(code, sheet)
                    )


def _put_index(staged: Staged, options: Options) -> None:
    """Write what search engines ask for: which pages there are, and that they may read them."""
    paths = sorted(path for path in staged.bytes_of if path.endswith(".html"))
    robots = ["User-agent: *", "Allow: /"]
    if options.base_url:
        lines = "".join(
            f"<url><loc>{options.address(path.removesuffix('index.html'))}</loc></url>\n"
            for path in paths
        )
        sitemap = (
            '<?xml version="1.0" encoding="UTF-8"?>\n'
            f'<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n{lines}</urlset>\n'
        )
        staged.put("sitemap.xml", sitemap.encode())
        robots.append(f"Sitemap: {options.address('sitemap.xml')}")
    staged.put("robots.txt", "\n".join([*robots, ""]).encode())
