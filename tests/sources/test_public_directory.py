"""The directory of the administration: records in its layout, in all the wrappings it comes in."""

from __future__ import annotations

import gzip
import io
import json
import subprocess
import sys
import tarfile
from pathlib import Path

import pytest

from pipelines.sources.public_directory import KINDS, UNVERIFIED, read
from territory.contract import AGENCY_KINDS
from territory.errors import SourceChangedError
from tests.sources.published import raw

NAME = "2026-10-03_053120-data.gouv_local.json"


@pytest.fixture(scope="module")
def lines() -> bytes:
    return raw("public_directory", NAME).read_bytes()


def changed(tmp_path: Path, lines: bytes, code: str, **fields: object) -> Path:
    """Return the file with some fields of one record changed."""
    content = json.loads(lines)
    (record,) = (one for one in content["service"] if one["id"] == code)
    record |= fields
    path = tmp_path / NAME
    path.write_text(json.dumps(content), encoding="utf-8")
    return path


def test_only_the_kinds_kept_are_read_each_at_its_physical_address(lines, tmp_path):
    (tmp_path / NAME).write_bytes(lines)
    found = read(tmp_path / NAME)
    assert found["agency_kind_name"].to_dict() == {
        "caf-mende": "caf",
        "cpam-mende": "cpam",
        "ft-mende": "france_travail",
        "ft-marvejols": "france_travail",  # under the name it bore before
        "pref-mende": "prefecture",
        "spref-florac": "sous_prefecture",
        "sip-mende": "sip",
        "msa-mende": "msa",
        "mairie-mende": "mairie",
    }
    # The postal address comes first in the file and is no place to go to.
    caf = found.loc["caf-mende"]
    assert (caf["address_text"], caf["postal_code"]) == ("1 rue du Faubourg", "48000")
    assert (caf.geometry.x, caf.geometry.y) == (3.498, 44.519)
    assert found.attrs["edition"] == "2026-10-03"
    assert found.attrs["counts"] == {"records": 11, "france_services": 1, "several": 1}


def test_coordinates_are_texts_or_numbers_and_blank_ones_are_missing(lines, tmp_path):
    (tmp_path / NAME).write_bytes(lines)
    found = read(tmp_path / NAME)
    assert found.loc["cpam-mende"].geometry.x == 3.501  # a number in the file
    assert found.loc["ft-mende"].geometry is None  # blank
    assert found.loc["msa-mende"].geometry is None  # a post-office box alone
    assert found.loc["ft-marvejols"].geometry.y == 44.553  # the first of two addresses


@pytest.mark.parametrize("wrapping", ["gz", "tar", "tar_in_a_folder"])
def test_the_archive_of_the_day_gives_what_the_file_alone_does(lines, tmp_path, wrapping):
    plain = tmp_path / NAME
    plain.write_bytes(lines)
    packed = tmp_path / "all_latest.tar.bz2"
    if wrapping == "gz":
        packed = tmp_path / f"{NAME}.gz"
        packed.write_bytes(gzip.compress(lines))
    else:
        folder = "./" if wrapping == "tar_in_a_folder" else ""
        with tarfile.open(packed, "w:bz2") as archive:
            for name, content in (("other.zip", b"PK\x03\x04"), (NAME, lines)):
                member = tarfile.TarInfo(folder + name)
                member.size = len(content)
                archive.addfile(member, io.BytesIO(content))
    assert read(packed).drop(columns="geometry").equals(read(plain).drop(columns="geometry"))
    assert read(packed).attrs["edition"] == "2026-10-03"


def test_a_competence_of_hundreds_of_communes_moves_nothing(lines, tmp_path):
    many = [{"type_service_local": "caf", "code_insee_commune": [f"48{n:03d}" for n in range(900)]}]
    found = read(changed(tmp_path, lines, "caf-mende", pivot=many))
    assert (found.loc["caf-mende"].geometry.x, found.loc["caf-mende"].geometry.y) == (3.498, 44.519)


@pytest.mark.parametrize(
    ("content", "key", "said"),
    [
        (b'{"services": [{"id": "a"}]}', "directory_no_service", "« services »"),
        (b'[{"id": "a"}]', "directory_no_service", "[…]"),
        (b'{"service": [{"id": "a", "pivot": []}]}', "directory_no_kind", "caf"),
        (b'{"service": [{"id": "a"', "read_damaged", ""),
        (b"<html></html>", "read_page", ""),
        (b"", "read_empty", ""),
    ],
)
def test_what_is_no_directory_is_refused_in_words(tmp_path, content, key, said):
    path = tmp_path / NAME
    path.write_bytes(content)
    with pytest.raises(SourceChangedError) as caught:
        read(path)
    assert caught.value.key == key
    assert said in str(caught.value)


def test_an_archive_without_the_services_or_cut_is_refused(lines, tmp_path):
    path = tmp_path / "all_latest.tar.bz2"
    with tarfile.open(path, "w:bz2") as archive:
        archive.addfile(tarfile.TarInfo("other.zip"))
    with pytest.raises(SourceChangedError) as caught:
        read(path)
    assert caught.value.key == "read_no_member"
    with tarfile.open(path, "w:bz2") as archive:
        member = tarfile.TarInfo(NAME)
        member.size = len(lines)
        archive.addfile(member, io.BytesIO(lines))
    path.write_bytes(path.read_bytes()[:-400])
    with pytest.raises(SourceChangedError) as caught:
        read(path)
    assert caught.value.key == "read_damaged"


def test_a_record_without_identifier_or_given_twice_is_refused(lines, tmp_path):
    with pytest.raises(SourceChangedError):
        read(changed(tmp_path, lines, "caf-mende", id=""))
    with pytest.raises(SourceChangedError):
        read(changed(tmp_path, lines, "caf-mende", id="cpam-mende"))


def test_every_kind_of_the_contract_has_a_type(tmp_path):
    assert set(KINDS.values()) == set(AGENCY_KINDS)
    assert set(UNVERIFIED) <= set(KINDS)


def test_memory_is_that_of_the_records_kept_not_of_the_file(lines, tmp_path):
    """Sixty megabytes of services of other kinds: the peak grows by far less."""
    other = json.dumps(
        {"id": "x", "pivot": [{"type_service_local": "tgi"}], "nom": "n" * 4_000, "adresse": []}
    )
    path = tmp_path / NAME
    with path.open("w", encoding="utf-8") as file:
        file.write('{"service": [' + json.dumps(json.loads(lines)["service"][0]))
        file.writelines(f",{other}" for _ in range(15_000))
        file.write("]}")
    assert path.stat().st_size > 60_000_000
    code = (
        "import resource, sys; from pathlib import Path\n"
        "from pipelines.sources.public_directory import read\n"
        "before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss\n"
        "assert len(read(Path(sys.argv[1]))) == 1\n"
        "print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, str(path)], capture_output=True, text=True, check=True
    )
    grown_kb = int(done.stdout)
    assert grown_kb < 30_000
