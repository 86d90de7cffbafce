"""Faults of published shapes and points (GeoJSON)."""

from __future__ import annotations

import copy
import json
import random
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from ..sources.published import raw
from .kinds import Damaged
from .writing import CONTROLS, UNSEEN


@dataclass(frozen=True)
class Shapes:
    """A GeoJSON file of ``tests/raw``, and the property that names a feature."""

    name: str
    lines: str
    key: str
    content: bytes


SHAPES = (
    Shapes(source_id, file, key, raw(source_id, file).read_bytes())
    for source_id, file, key in (
        ("commune_boundaries", "communes-100m.geojson", "code"),
        ("town_halls", "mairies.geojson", "commune"),
    )
)

Collection = dict[str, Any]
Make = Callable[[Shapes, random.Random], Damaged | None]


@dataclass(frozen=True)
class ShapeFault:
    """A way to damage shapes."""

    kind: str
    name: str
    make: Make

    @property
    def is_seen_by_build(self) -> bool:
        """Whether only the tables tell: such shapes are well formed, where none should be."""
        return self.name in _ELSEWHERE


_ELSEWHERE = (
    "all coordinates swapped",
    "coordinates of one swapped",
    "all at zero",
    "a ring that crosses itself",
    "a ring of no width",
)
SHAPE_FAULTS: list[ShapeFault] = []


def _add(kind: str, name: str, make: Make) -> None:
    SHAPE_FAULTS.append(ShapeFault(kind, name, make))


def _of_bytes(kind: str, name: str, edit: Callable[[bytes, random.Random], bytes]) -> None:
    _add(kind, name, lambda shapes, rng: Damaged(edit(shapes.content, rng)))


def _of_features(
    kind: str,
    name: str,
    edit: Callable[[list[Collection], random.Random], object],
    *,
    missing_is_said: bool = False,
) -> None:
    """Register a fault that edits the list of features in place, or returns another."""

    def make(shapes: Shapes, rng: random.Random) -> Damaged:
        whole = json.loads(shapes.content)
        edited = edit(whole["features"], rng)
        if edited is not None:
            whole["features"] = edited
        return Damaged(json.dumps(whole, ensure_ascii=False).encode(), (), missing_is_said)

    _add(kind, name, make)


def _of_feature(
    kind: str,
    name: str,
    edit: Callable[[Collection, str, random.Random], object],
    *,
    missing_is_said: bool = False,
) -> None:
    """Register a fault that edits one feature in place."""

    def make(shapes: Shapes, rng: random.Random) -> Damaged:
        whole = json.loads(shapes.content)
        feature = rng.choice(whole["features"])
        key = feature["properties"][shapes.key]
        edit(feature, shapes.key, rng)
        content = json.dumps(whole, ensure_ascii=False).encode()
        return Damaged(content, (key,), missing_is_said)

    _add(kind, name, make)


def _each(coordinates: Any, edit: Callable[[list[float]], list[Any]]) -> Any:
    """Return coordinates with each position edited."""
    if coordinates and not isinstance(coordinates[0], list):
        return edit(coordinates)
    return [_each(one, edit) for one in coordinates]


def _set_positions(edit: Callable[[list[float]], list[Any]]) -> Callable[..., None]:
    def in_place(feature: Collection, *_: object) -> None:
        geometry = feature["geometry"]
        geometry["coordinates"] = _each(geometry["coordinates"], edit)

    return in_place


def _set_all_positions(edit: Callable[[list[float]], list[Any]]) -> Callable[..., None]:
    def in_place(features: list[Collection], *_: object) -> None:
        for feature in features:
            _set_positions(edit)(feature)

    return in_place


def _set_code(values: Callable[[str, random.Random], object]) -> Callable[..., None]:
    def in_place(feature: Collection, key: str, rng: random.Random) -> None:
        feature["properties"][key] = values(feature["properties"][key], rng)

    return in_place


def _set(name: str, value: object) -> Callable[..., None]:
    def in_place(feature: Collection, *_: object) -> None:
        feature[name] = copy.deepcopy(value)

    return in_place


def _ring(*positions: tuple[float, float]) -> dict[str, object]:
    return {"type": "Polygon", "coordinates": [[list(one) for one in positions]]}


def _deep(depth: int) -> str:
    return "[" * depth + "]" * depth


def _nest(where: bytes, depth: int) -> Callable[[bytes, random.Random], bytes]:
    return lambda content, _: content.replace(
        where, b'"x":' + _deep(depth).encode() + b"," + where, 1
    )


def _inject(value: str, rng: random.Random) -> str:
    place = rng.randrange(len(value) + 1)
    return value[:place] + rng.choice((*CONTROLS, *UNSEEN, " ", "\n")) + value[place:]


_of_bytes(
    "cut", "cut at a byte", lambda content, rng: content[: rng.randrange(1, len(content) - 3)]
)
_of_bytes("cut", "without its last brace", lambda content, _: content.rstrip()[:-1])
_of_features("cut", "no feature", lambda _features, _: [])
_of_features("swap", "all coordinates swapped", _set_all_positions(lambda one: one[::-1]))
_of_feature("swap", "coordinates of one swapped", _set_positions(lambda one: one[::-1]))
_of_features("scale", "all in metres", _set_all_positions(lambda one: [x * 111_000 for x in one]))
_of_features("scale", "all at zero", _set_all_positions(lambda _: [0, 0]))
_of_feature("scale", "one in thousands", _set_positions(lambda one: [x * 1000 for x in one]))
_of_feature("scale", "one beyond all measure", _set_positions(lambda _: [1e300, 1e300]))
_of_feature("retype", "coordinates as words", _set_positions(lambda one: [str(x) for x in one]))
_of_feature(
    "retype", "code as a number", _set_code(lambda code, _: int(code) if code.isdigit() else 1)
)
_of_features(
    "retype",
    "all codes as numbers",
    lambda features, _: [
        {**one, "properties": dict.fromkeys(one["properties"], 1001)} for one in features
    ],
)
_of_feature("retype", "code as a list", _set_code(lambda code, _: [code]))
_of_feature("retype", "code without its first figure", _set_code(lambda code, _: code[1:]))
_of_feature("retype", "a feature of another type", _set("type", "Fature"))
_of_feature("retype", "a shape of no known kind", _set("geometry", {"type": "Blob"}))
_of_feature("retype", "properties that are a word", _set("properties", "x"))
_of_features("retype", "features that are a word", lambda _features, _: "x")
_of_features("reorder", "features", lambda features, rng: rng.sample(features, len(features)))
_of_features(
    "reorder",
    "properties",
    lambda features, _: [
        {**one, "properties": dict(reversed(one["properties"].items()))} for one in features
    ],
)
_of_bytes("re-encode", "in UTF-16", lambda content, _: content.decode().encode("utf-16"))
_of_bytes(
    "re-encode", "in Latin-1", lambda content, _: content.decode().encode("latin-1", "replace")
)
_of_bytes("re-encode", "with a byte-order mark", lambda content, _: b"\xef\xbb\xbf" + content)
_of_bytes("re-encode", "with a NUL", lambda content, _: content.replace(b'"properties"', b"\0", 1))
_of_bytes("re-encode", "with carriage returns", lambda content, _: content.replace(b"\n", b"\r"))
_of_bytes("re-encode", "as a page of the web", lambda _content, _: b"<html>404</html>")
_of_bytes("re-encode", "as an error", lambda _content, _: b'{"error": "not found"}')
_of_features("duplicate", "a feature twice", lambda features, _: [*features, features[0]])
_of_feature("blank", "no shape", _set("geometry", None), missing_is_said=True)
_of_feature("blank", "no coordinates", _set_positions(lambda _: []), missing_is_said=True)
_of_feature("blank", "no code", _set_code(lambda _code, rng: rng.choice((None, "", " "))))
_of_feature("blank", "no properties", _set("properties", {}))
_of_feature("inject", "a character in a code", _set_code(_inject))
_of_feature("inject", "a number that is none", _set_positions(lambda one: [float("nan"), one[1]]))
_of_feature("inject", "a number without end", _set_positions(lambda one: [float("inf"), one[1]]))
_of_feature(
    "inject",
    "a ring that crosses itself",
    _set("geometry", _ring((3, 44), (4, 45), (4, 44), (3, 45), (3, 44))),
)
_of_feature("inject", "a ring that is open", _set("geometry", _ring((3, 44), (4, 45), (4, 44))))
_of_feature("inject", "a ring of two points", _set("geometry", _ring((3, 44), (4, 45))))
_of_feature("inject", "a ring of no width", _set("geometry", _ring((3, 44), (4, 44), (3, 44))))
_of_bytes("inject", "a property of great depth", _nest(b'"nom"', 5_000))
_of_bytes("inject", "features of great depth", _nest(b'"features"', 200_000))
