"""Archives are looked into before they are kept."""

from __future__ import annotations

import gzip
import hashlib
import io
import struct
import zipfile
from pathlib import Path

import pytest

from pipelines.fetch.outcomes import Outcome
from territory.errors import SourceChangedError
from territory.messages import Words
from tests.fetch.declared import ROWS, V1, get, kept, lock_of, refusal
from tests.fetch.fetching import source_of
from tests.http_server import Answer, Site
from tests.sources.published import zip_bytes


def test_a_whole_zip_is_kept_as_it_came(site: Site, folder: Path) -> None:
    packed = zip_bytes({"communes/base.csv": ROWS, "lisez-moi.txt": b"..."})
    source = source_of(file_url=site.on("/base_2022.zip", Answer(packed)))
    outcome = get(source, folder)
    assert outcome.path.read_bytes() == packed
    assert not outcome.was_double_zip


def test_of_a_file_zipped_twice_the_inner_zip_is_kept(site: Site, folder: Path) -> None:
    inner = zip_bytes({"base.csv": ROWS})
    answer = Answer(zip_bytes({"base_2022.zip": inner}), headers=V1)
    source = source_of(file_url=site.on("/base_2022.zip", answer))
    outcome = get(source, folder)
    assert outcome.was_double_zip
    assert outcome.path.read_bytes() == inner
    assert kept(folder) == {"base_2022.zip"}
    assert lock_of(folder)["insee_base"]["sha256"] == hashlib.sha256(inner).hexdigest()
    assert get(source, folder).outcome is Outcome.UNCHANGED


def test_the_inner_zip_is_looked_into_too(site: Site, folder: Path) -> None:
    inner = zip_bytes({"../base.csv": ROWS})
    source = source_of(file_url=site.on("/base_2022.zip", Answer(zip_bytes({"base.zip": inner}))))
    refusal(SourceChangedError, "archive_outside", source, folder)
    assert kept(folder) == set()


@pytest.mark.parametrize(
    "member",
    [
        "../base.csv",
        "/etc/base.csv",
        "a/../../base.csv",
        "..\\base.csv",
        "C:\\base.csv",
        "C:base.csv",
    ],
)
def test_an_archive_with_a_member_outside_is_refused(site: Site, folder: Path, member: str) -> None:
    source = source_of(
        file_url=site.on("/base_2022.zip", Answer(zip_bytes({"a.csv": ROWS, member: ROWS})))
    )
    error = refusal(SourceChangedError, "archive_outside", source, folder)
    assert member in error.say(Words("fr"))
    assert kept(folder) == set()


def test_an_archive_with_a_link_is_refused(site: Site, folder: Path) -> None:
    link = zipfile.ZipInfo("base.csv")
    link.external_attr = 0o120777 << 16
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr(link, "/etc/passwd")
    source = source_of(file_url=site.on("/base_2022.zip", Answer(packed.getvalue())))
    refusal(SourceChangedError, "archive_outside", source, folder)


@pytest.mark.parametrize(
    ("name", "packed"),
    [
        ("base_2022.zip", zip_bytes({"base.csv": bytes(3_000_000)})),
        ("base_2022.geojson.gz", gzip.compress(b"{" + bytes(3_000_000))),
    ],
)
def test_an_archive_that_unpacks_to_too_much_is_refused(
    site: Site, folder: Path, name: str, packed: bytes
) -> None:
    assert len(packed) < 5_000  # small to receive: only its content weighs
    source = source_of(file_url=site.on(f"/{name}", Answer(packed)))
    refusal(SourceChangedError, "archive_too_large", source, folder)
    assert kept(folder) == set()


def test_an_archive_lying_about_what_it_unpacks_to_is_refused(site: Site, folder: Path) -> None:
    packed = bytearray(zip_bytes({"base.csv": bytes(3_000_000)}))
    directory = packed.rindex(b"PK\x01\x02")
    assert struct.unpack_from("<I", packed, directory + 24) == (3_000_000,)
    struct.pack_into("<I", packed, directory + 24, 1000)  # the size declared for the member
    source = source_of(file_url=site.on("/base_2022.zip", Answer(bytes(packed))))
    refusal(SourceChangedError, "archive_damaged", source, folder)
    assert kept(folder) == set()


def test_an_archive_with_a_byte_changed_is_refused(site: Site, folder: Path) -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_STORED) as archive:
        archive.writestr("base.csv", ROWS)
    altered = bytearray(packed.getvalue())
    altered[100_000] ^= 1
    source = source_of(file_url=site.on("/base_2022.zip", Answer(bytes(altered))))
    refusal(SourceChangedError, "archive_damaged", source, folder)


def test_an_archive_locked_by_a_password_is_refused(site: Site, folder: Path) -> None:
    packed = bytearray(zip_bytes({"base.csv": ROWS}))
    for signature, at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        packed[packed.index(signature) + at] |= 1  # the flag that says so
    source = source_of(file_url=site.on("/base_2022.zip", Answer(bytes(packed))))
    refusal(SourceChangedError, "archive_encrypted", source, folder)
