"""Every file of a site is read back by a program that is not ours, and no kind is without one."""

from __future__ import annotations

import gzip
from fnmatch import fnmatch
from gzip import BadGzipFile
from importlib import import_module
from subprocess import CalledProcessError

import pytest
import rdflib
from justhtml import StrictModeError
from lxml.etree import DocumentInvalid

from territory.publish.options import read_options
from territory.publish.site import publish
from territory.territories import Territory
from tests.publish import readers

READERS = {
    "*.html": readers.page,
    "assets/*.css": readers.style,
    "assets/*.LICENSE.txt": readers.text,
    "map/[!l]*.json.gz": readers.packed,
    "map/tiles/*.pmtiles": readers.tiles,
    "map/legends/*.json.gz": readers.legend,
    "portraits/*.pdf": readers.portrait,
    "data/*.csv.zip": readers.table,
    "data/schemas/*.schema.json": readers.schema,
    "data/LICENCE.txt": readers.text,
    "data/*.md": readers.markdown,
    "data/llms.txt": readers.markdown,
    "data/SHA256SUMS": readers.sums,
    "robots.txt": readers.robots,
    "sitemap.xml": readers.sitemap,
    "manifest.json": readers.manifest,
}
# Read in a test of their own, named here so that it cannot go without being missed.
BACK = "tests.publish.open_data.test_read_back"
READ_ELSEWHERE = {
    "assets/*.js.gz": f"{__name__}:test_each_script_is_parsed_by_the_engine_of_browsers",
    "assets/*.js": f"{__name__}:test_each_script_is_parsed_by_the_engine_of_browsers",
    "data/datapackage.json": f"{BACK}:test_frictionless_finds_each_table_as_its_schema_says",
    "data/dcat.jsonld": f"{BACK}:test_rdflib_finds_a_dataset_its_files_and_who_made_its_sources",
    "data/communes.parquet": f"{BACK}:test_duckdb_reads_the_geoparquet_and_its_shapes_are_within_four_metres_of_the_tables",
    "data/territory-qgis.zip": f"{BACK}:test_gdal_and_sqlite_find_the_layers_their_styles_and_the_words_of_columns",
}


@pytest.fixture(scope="module")
def sites(site, country, in_use, tmp_path_factory):
    """The sample's, of all kinds but pages of EPCI and portraits, and another of these."""
    code = str(country.tables.communes.at["48095", "epci_code"])
    out = tmp_path_factory.mktemp("kinds") / "site"
    options = read_options("en", "", "epci", "epci")
    publish(country, in_use, Territory("epci", code), out=out, options=options)
    return (site, out)


def files_of(sites, pattern="*"):
    return [
        (path, one)
        for one in sites
        for path in sorted(one.rglob("*"))
        if path.is_file() and fnmatch(path.relative_to(one).as_posix(), pattern)
    ]


def test_no_file_of_a_site_is_without_a_reader(sites):
    patterns = [*READERS, *READ_ELSEWHERE]
    for path, folder in files_of(sites):
        name = path.relative_to(folder).as_posix()
        found = [pattern for pattern in patterns if fnmatch(name, pattern)]
        assert len(found) == 1, f"{name}: give this kind one reader that is not ours ({found})"


@pytest.mark.parametrize("pattern", READERS)
def test_each_file_of_a_kind_is_read_back(sites, pattern):
    found = files_of(sites, pattern)
    assert found
    for path, _ in found:
        READERS[pattern](path)


def test_each_script_is_parsed_by_the_engine_of_browsers(site, tmp_path):
    for pattern in ("assets/*.js", "assets/*.js.gz"):
        for path, _ in files_of((site,), pattern):
            readers.script(path, tmp_path)


@pytest.mark.parametrize("pattern", READ_ELSEWHERE)
def test_the_test_that_reads_a_kind_stands(sites, pattern):
    module, name = READ_ELSEWHERE[pattern].split(":")
    assert callable(getattr(import_module(module), name))
    assert files_of(sites, pattern)


# rdflib's own reader of JSON-LD asks for a class that rdflib has deprecated.
@pytest.mark.filterwarnings("ignore:ConjunctiveGraph:DeprecationWarning")
def test_a_page_tells_machines_its_commune_and_the_counters_there(site, country):
    known = rdflib.Namespace(readers.SCHEMA_ORG)
    graph = readers.linked_data(site / "commune" / "48095.html")
    (commune,) = graph.subjects(known.identifier, rdflib.Literal("48095"))
    assert graph.value(commune, known.name) == rdflib.Literal("Mende")
    services = set(graph.subjects(rdflib.RDF.type, known.GovernmentService))
    counters = country.tables.counters.query("commune_code == '48095'")
    assert len(services) == len(counters) == 2
    assert {str(graph.value(one, known.name)) for one in services} == set(counters["counter_name"])


@pytest.mark.parametrize(
    ("reader", "spoilt", "error"),
    [
        ("page", ("commune/48095.html", "</main>", "</p></main>"), StrictModeError),
        ("page", ("commune/48095.html", "</title>", "</titre>"), StrictModeError),
        ("style", ("assets/site.css", "{", "{:;"), AssertionError),
        ("legend", ("map/legends/far.fr.json.gz", "</table>", "</td></table>"), StrictModeError),
        ("packed", ("manifest.json", "{", "{"), BadGzipFile),
        ("sitemap", ("sitemap.xml", "<loc>", "<loc></loc><loc>"), DocumentInvalid),
        ("sums", ("data/SHA256SUMS", "0", "1"), CalledProcessError),
        ("manifest", ("manifest.json", '.html":"', '.html":"0'), CalledProcessError),
    ],
)
def test_a_reader_refuses_what_is_spoilt(site, tmp_path, reader, spoilt, error):
    name, before, after = spoilt
    for path in site.rglob("*"):
        if path.is_file():
            target = tmp_path / path.relative_to(site)
            target.parent.mkdir(parents=True, exist_ok=True)
            target.hardlink_to(path)
    content = (site / name).read_bytes()
    content = gzip.decompress(content) if name.endswith(".gz") else content
    assert before.encode() in content
    content = content.replace(before.encode(), after.encode(), 1)
    (tmp_path / name).unlink()
    (tmp_path / name).write_bytes(gzip.compress(content) if name.endswith(".gz") else content)
    with pytest.raises(error):
        getattr(readers, reader)(tmp_path / name)
