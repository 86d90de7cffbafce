"""What machines read of a publication: its Data Package, and its entry for catalogues (DCAT, JSON-LD)."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

import geopandas as gpd
from shapely import box

from territory.exports.about import About
from territory.messages import LANGUAGES, Words
from territory.publish.open_data.written import Written
from territory.tables import DataInUse

NAME = "territory-open-data"
CSV_ENCODING, CSV_TYPE = "utf-8", "text/csv"
# Licences as sources name them → their name in lists of licences, and where they stand.
LICENCES = MappingProxyType(
    {
        "Licence Ouverte 2.0": (
            "etalab-2.0",
            "https://www.etalab.gouv.fr/licence-ouverte-open-licence",
        ),
        "ODbL 1.0": ("ODbL-1.0", "https://opendatacommons.org/licenses/odbl/1-0/"),
    }
)
_CONTEXT = {
    "dcat": "http://www.w3.org/ns/dcat#",
    "dct": "http://purl.org/dc/terms/",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "locn": "http://www.w3.org/ns/locn#",
    "prov": "http://www.w3.org/ns/prov#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "spdx": "http://spdx.org/rdf/terms#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}
_MEDIA_TYPE = "https://www.iana.org/assignments/media-types/"
_LANGUAGE = "http://publications.europa.eu/resource/authority/language/"
_LANGUAGE_CODES = MappingProxyType({"fr": "FRA", "en": "ENG"})
_GEO_TYPE = "http://www.opengis.net/ont/geosparql#wktLiteral"


@dataclass(frozen=True)
class Publication:
    """What is said of a publication as a whole, in each language.

    Parameters
    ----------
    about : dict
        Language → what the files say of themselves.
    in_use : DataInUse
        The data they are made from.
    communes : GeoDataFrame
        The communes published, EPSG:4326.
    """

    about: dict[str, About]
    in_use: DataInUse
    communes: gpd.GeoDataFrame

    @property
    def first(self) -> About:
        """What files say of themselves in the language of the publication."""
        return next(iter(self.about.values()))

    @property
    def licences(self) -> list[str]:
        """The licences of the sources, each once."""
        return sorted({one.licence for one in self.in_use.sources})

    @property
    def box(self) -> str:
        """The rectangle around the communes that have a boundary, as WKT; ``""`` if none has one."""
        if self.communes.geometry.isna().all():
            return ""
        return str(box(*self.communes.total_bounds.round(4).tolist()).wkt)

    @property
    def days(self) -> tuple[str, str]:
        """The oldest and the newest day of the sources whose day is known."""
        known = [one.reference_date for one in self.in_use.sources if one.reference_date]
        return min(known, default=self.first.date), max(known, default=self.first.date)

    def summary(self, words: Words) -> str:
        """Return what the publication is, in two sentences."""
        return words.text("open_data.summary")

    def scenarios(self, language: str) -> list[str]:
        """Return the sentences on the scenarios the figures are made under."""
        words = Words(language)
        label = words.text("list.parameter.scenario")
        return [value for name, value in self.about[language].parameters if name == label]

    def description(self, language: str) -> str:
        """Return the summary after the sentences on scenarios."""
        return " ".join([*self.scenarios(language), self.summary(Words(language))])


def data_package(publication: Publication, written: Sequence[Written]) -> bytes:
    """Return the Data Package: each table of text with its schema, every other file with its hash."""
    about = publication.first
    language = about.words.language
    content = {
        "profile": "data-package",
        "name": NAME,
        "title": about.title,
        "titles": {one: said.title for one, said in publication.about.items()},
        "description": publication.description(language),
        "descriptions": {one: publication.description(one) for one in publication.about},
        "version": about.fingerprint,
        "created": f"{about.date}T00:00:00Z",
        "keywords": about.words.text("open_data.keywords").split(", "),
        "licenses": [_licence(one) for one in publication.licences],
        "sources": [
            {
                "title": one.cite(about.words),
                "id": one.id,
                "producer": one.producer,
                "licence": one.licence,
                "date": one.reference_date,
                "file": one.file_name,
                "sha256": one.sha256,
                "caveats": one.caveats,
            }
            for one in publication.in_use.sources
        ],
        "scenarios": publication.scenarios(language),
        "parameters": dict(about.parameters),
        "limits": {one: [*said.limits] for one, said in publication.about.items()},
        "command": about.command,
        "resources": [_resource(one, publication) for one in written if one.kind != "about"],
    }
    return json_bytes(content)


def _resource(file: Written, publication: Publication) -> dict[str, Any]:
    language = publication.first.words.language
    found: dict[str, Any] = {
        "name": file.name.lower().replace(".csv", "").replace(".zip", "").replace(".", "-"),
        "path": file.name,
        "title": file.titles[language],
        "titles": file.titles,
        "mediatype": file.media_type,
        "bytes": file.bytes_count,
        "hash": f"sha256:{file.sha256}",
    }
    if file.kind != "table":
        return found | {"type": "file", "format": file.name.rsplit(".", 1)[-1]}
    if file.name.endswith(".zip"):
        found |= {"compression": "zip", "innerpath": file.name.removesuffix(".zip")}
    return found | {
        "type": "table",
        "profile": "tabular-data-resource",
        "format": "csv",
        "encoding": CSV_ENCODING,
        "schema": file.schema,
        "rows": file.rows_count,
    }


def _licence(name: str) -> dict[str, str]:
    known = LICENCES.get(name)
    if known is None:
        return {"name": "other", "title": name}
    return {"name": known[0], "path": known[1], "title": name}


def dcat(publication: Publication, written: Sequence[Written]) -> bytes:
    """Return the entry of the publication for catalogues: a ``dcat:Dataset``, its files and its sources.

    Addresses are relative to the file's own, so that the folder can be served from anywhere; who serves
    it, its publisher, is not known here and not said. The producers of the sources are.
    """
    about, (first_day, last_day) = publication.first, publication.days
    shape = publication.box
    licences = [LICENCES[one][1] for one in publication.licences if one in LICENCES]
    content = {
        "@context": _CONTEXT,
        "@id": "./",
        "@type": "dcat:Dataset",
        "dct:identifier": f"{NAME}-{about.fingerprint}",
        "dct:title": _texts({one: said.title for one, said in publication.about.items()}),
        "dct:description": _texts({one: publication.description(one) for one in publication.about}),
        "dcat:keyword": [
            _text(word, one)
            for one in publication.about
            for word in Words(one).text("open_data.keywords").split(", ")
        ],
        "dcat:version": about.fingerprint,
        "dct:language": [{"@id": f"{_LANGUAGE}{_LANGUAGE_CODES[one]}"} for one in LANGUAGES],
        "dct:modified": _day(about.date),
        "dct:license": [{"@id": one} for one in licences],
        "dct:rights": [
            _text(Words(one).text("open_data.licence.rights"), one) for one in publication.about
        ],
        "dct:spatial": {
            "@type": "dct:Location",
            "rdfs:label": _texts(
                {
                    one: dict(said.parameters)[Words(one).text("list.parameter.territory")]
                    for one, said in publication.about.items()
                }
            ),
            **({"dcat:bbox": {"@type": _GEO_TYPE, "@value": shape}} if shape else {}),
        },
        "dct:temporal": {
            "@type": "dct:PeriodOfTime",
            "dcat:startDate": _day(first_day),
            "dcat:endDate": _day(last_day),
        },
        "dct:source": [
            {
                "@type": "dcat:Dataset",
                "dct:identifier": one.id,
                "dct:title": _text(one.title, "fr"),
                "dct:publisher": {"@type": "foaf:Agent", "foaf:name": one.producer},
                "dct:rights": one.licence,
                **({"dct:issued": _day(one.reference_date)} if one.reference_date else {}),
            }
            for one in publication.in_use.sources
        ],
        "dcat:distribution": [
            _distribution(one, licences) for one in written if one.kind in ("table", "file")
        ],
    }
    return json_bytes(content)


def _distribution(file: Written, licences: Sequence[str]) -> dict[str, Any]:
    found: dict[str, Any] = {
        "@type": "dcat:Distribution",
        "dct:title": _texts(file.titles),
        "dcat:downloadURL": {"@id": file.name},
        "dcat:accessURL": {"@id": file.name},
        **_media_types(file),
        "dcat:byteSize": {"@type": "xsd:nonNegativeInteger", "@value": str(file.bytes_count)},
        "dct:license": [{"@id": one} for one in licences],
        "spdx:checksum": {
            "@type": "spdx:Checksum",
            "spdx:algorithm": {"@id": "spdx:checksumAlgorithm_sha256"},
            "spdx:checksumValue": {"@type": "xsd:hexBinary", "@value": file.sha256},
        },
    }
    if file.schema:
        found["dct:conformsTo"] = {"@id": file.schema}
    return found


def _media_types(file: Written) -> dict[str, Any]:
    inside = CSV_TYPE if file.kind == "table" else file.media_type
    found = {"dcat:mediaType": {"@id": f"{_MEDIA_TYPE}{inside}"}}
    if inside != file.media_type:
        found["dcat:compressFormat"] = {"@id": f"{_MEDIA_TYPE}{file.media_type}"}
    return found


def _texts(by_language: dict[str, str]) -> list[dict[str, str]]:
    return [_text(said, language) for language, said in by_language.items()]


def _text(said: str, language: str) -> dict[str, str]:
    return {"@value": said, "@language": language}


def _day(day: str) -> dict[str, str]:
    return {"@type": "xsd:date", "@value": day}


def json_bytes(content: Any) -> bytes:
    """Return content as JSON a person can read too."""
    return (json.dumps(content, ensure_ascii=False, indent=1) + "\n").encode()
