"""Make published files out of the hand-written lines of ``tests/raw``."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import openpyxl

RAW = Path(__file__).resolve().parent.parent / "raw"


def raw(source_id: str, name: str) -> Path:
    """Return a file of ``tests/raw``."""
    return RAW / source_id / name


def members_of(source_id: str, *names: str) -> dict[str, bytes]:
    """Return files of ``tests/raw`` as the members of an archive."""
    return {name: raw(source_id, name).read_bytes() for name in names}


def write_zip(path: Path, members: dict[str, bytes]) -> Path:
    """Write a ZIP."""
    path.write_bytes(zip_bytes(members))
    return path


def zip_bytes(members: dict[str, bytes]) -> bytes:
    """Return a ZIP."""
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, member in members.items():
            archive.writestr(name, member)
    return content.getvalue()


def workbook_bytes(sheets: dict[str, list[list[object]]]) -> bytes:
    """Return an Excel workbook."""
    workbook = openpyxl.Workbook()
    workbook.remove(workbook.active)
    for name, lines in sheets.items():
        sheet = workbook.create_sheet(name)
        for line in lines:
            sheet.append(line)
    content = io.BytesIO()
    workbook.save(content)
    return content.getvalue()
