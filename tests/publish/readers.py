"""Programs that are not ours, each reading one kind of file of a site; what they refuse, they raise."""

from __future__ import annotations

import csv
import gzip
import io
import json
import shutil
import subprocess
import zipfile
from pathlib import Path
from urllib.robotparser import RobotFileParser

import playwright
import pyogrio
import pytest
import rdflib
import tinycss2
from justhtml import JustHTML
from lxml import etree
from markdown_it import MarkdownIt

# The schema of sitemaps.org, without the elements that a site has no use for.
SITEMAP = """
<xsd:schema xmlns:xsd="http://www.w3.org/2001/XMLSchema" elementFormDefault="qualified"
  targetNamespace="http://www.sitemaps.org/schemas/sitemap/0.9"
  xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">
  <xsd:simpleType name="address"><xsd:restriction base="xsd:anyURI">
    <xsd:minLength value="12"/><xsd:maxLength value="2048"/></xsd:restriction></xsd:simpleType>
  <xsd:element name="urlset"><xsd:complexType><xsd:sequence>
    <xsd:element name="url" maxOccurs="50000"><xsd:complexType><xsd:sequence>
      <xsd:element name="loc" type="address"/></xsd:sequence></xsd:complexType></xsd:element>
  </xsd:sequence></xsd:complexType></xsd:element>
</xsd:schema>
"""
SCHEMA_ORG = "https://schema.org/"


def strict_json(content: bytes) -> object:
    """Return what JSON holds, as a browser reads it: NaN is no JSON."""

    def refuse(word: str) -> None:
        raise ValueError(f"{word} is no JSON")

    return json.loads(content.decode("utf-8"), parse_constant=refuse)


def page(path: Path) -> None:
    """Parse a page by the rules of HTML, which forgive nothing here; and what it tells machines."""
    tree = JustHTML(path.read_text(encoding="utf-8"), strict=True, sanitize=False)
    assert tree.query_one("head > title").to_text()
    assert tree.query_one("html").attrs["lang"] in ("fr", "en")
    for script in tree.query("script"):
        if str(script.attrs.get("type")).endswith("json"):
            held = strict_json(script.to_text().encode())
            if script.attrs["type"] == "application/ld+json":
                assert SCHEMA_ORG.rstrip("/") in str(held["@context"])


def linked_data(path: Path) -> rdflib.Graph:
    """Return the statements of a page about its commune, with no word asked outside."""
    tree = JustHTML(path.read_text(encoding="utf-8"), sanitize=False)
    (script,) = tree.query('script[type="application/ld+json"]')
    held = {**json.loads(script.to_text()), "@context": {"@vocab": SCHEMA_ORG}}
    return rdflib.Graph().parse(data=json.dumps(held), format="json-ld")


def script(path: Path, work: Path) -> None:
    """Have V8 parse a script, by the Node that comes with Playwright."""
    node = Path(playwright.__file__).parent / "driver" / "node"
    # The library is gzipped, and loaded as it is; our own scripts are modules.
    is_library, content = path.suffix == ".gz", path.read_bytes()
    copied = work / f"{path.name.split('.')[0]}.{'cjs' if is_library else 'mjs'}"
    copied.write_bytes(gzip.decompress(content) if is_library else content)
    subprocess.run([node, "--check", copied], check=True, capture_output=True)


def style(path: Path) -> None:
    """Parse each rule and each declaration of a style."""

    def check(nodes: list) -> None:
        for node in nodes:
            assert node.type != "error", (path.name, node.message, node.source_line)
            if node.type in ("qualified-rule", "at-rule") and node.content is not None:
                check(tinycss2.parse_blocks_contents(node.content, skip_whitespace=True))

    text = path.read_text(encoding="utf-8")
    check(tinycss2.parse_stylesheet(text, skip_comments=True, skip_whitespace=True))


def tiles(path: Path) -> None:
    """Have GDAL open tiles and count what they hold."""
    ((layer, kind),) = pyogrio.list_layers(path)
    assert path.stem.rpartition("-")[0] == layer
    assert kind.endswith("Polygon")
    assert len(pyogrio.read_dataframe(path, layer=layer)) > 0


def packed(path: Path) -> None:
    """Open a packed file."""
    assert strict_json(gzip.decompress(path.read_bytes()))


def legend(path: Path) -> None:
    """Open a legend, and parse the part of a page that it brings."""
    told = strict_json(gzip.decompress(path.read_bytes()))
    JustHTML(told["legend"], fragment=True, strict=True, sanitize=False)
    assert told["heading"]
    assert told["labels"]


def portrait(path: Path) -> None:
    """Have poppler read the words of a portrait."""
    if shutil.which("pdftotext") is None:
        pytest.skip("pdftotext is not installed")
    read = subprocess.run(["pdftotext", path, "-"], check=True, capture_output=True)
    assert len(read.stdout.split()) > 200


def text(path: Path) -> None:
    """Read a text of others: a licence."""
    assert len(path.read_text(encoding="utf-8").split()) > 20


def markdown(path: Path) -> None:
    """Parse a text whose first line is its title."""
    first = MarkdownIt().parse(path.read_text(encoding="utf-8"))[0]
    assert (first.type, first.tag) == ("heading_open", "h1")


def sitemap(path: Path) -> None:
    """Hold the map of a site to its schema."""
    etree.XMLSchema(etree.fromstring(SITEMAP)).assertValid(etree.parse(path))


def robots(path: Path) -> None:
    """Ask as a robot whether pages may be read."""
    parser = RobotFileParser()
    parser.parse(path.read_text(encoding="utf-8").splitlines())
    assert parser.can_fetch("Googlebot", "https://exemple.fr/carte/commune/48095.html")
    is_mapped = (path.parent / "sitemap.xml").exists()
    assert bool(parser.site_maps()) == is_mapped


def checked_sums(folder: Path, lines: str) -> None:
    """Have sha256sum find each file as it is told."""
    if shutil.which("sha256sum") is None:
        pytest.skip("sha256sum is not installed")
    command = ["sha256sum", "--check", "--strict", "--quiet", "-"]
    subprocess.run(command, cwd=folder, input=lines.encode(), check=True, capture_output=True)


def sums(path: Path) -> None:
    """Check the seals that stand beside the data."""
    checked_sums(path.parent, path.read_text(encoding="utf-8"))


def manifest(path: Path) -> None:
    """Check the seals of the whole site."""
    files = strict_json(path.read_bytes())["files"]
    checked_sums(path.parent, "".join(f"{seal}  {name}\n" for name, seal in files.items()))


def table(path: Path) -> None:
    """Read a table, whose rows are those that the package of data promises."""
    if path.suffix == ".zip":
        with zipfile.ZipFile(path) as archive:
            (name,) = archive.namelist()
            content = archive.read(name).decode("utf-8")
    else:
        content = path.read_text(encoding="utf-8")
    heads, *rows = csv.reader(io.StringIO(content, newline=""), strict=True)
    assert rows
    assert {len(row) for row in rows} == {len(heads)}
    # What is promised of it is held to its schema by frictionless, in the tests of the data.
    package = strict_json((path.parent / "datapackage.json").read_bytes())
    assert path.name in {one["path"] for one in package["resources"]}


def schema(path: Path) -> None:
    """Find a schema among those that frictionless holds the tables to."""
    package = strict_json((path.parent.parent / "datapackage.json").read_bytes())
    assert f"schemas/{path.name}" in {one.get("schema") for one in package["resources"]}
