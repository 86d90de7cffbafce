"""What was written: each file with its size, its hash and its rows."""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from territory.files import write_file
from territory.messages import LANGUAGES, Words


@dataclass(frozen=True)
class Written:
    """A file of a publication.

    Parameters
    ----------
    name : str
        Its path in the folder, with ``/``.
    kind : str
        ``"table"``, a CSV with a schema; ``"file"``, data in another form; ``"about"``, what tells of them.
    media_type : str
        For a server.
    bytes_count : int
        Its size.
    sha256 : str
        Its hash.
    titles : dict
        Language → what it is, in a few words.
    rows_count : int or None
        Of a table; None of a file of several or of none.
    schema : str
        Path of its schema in the folder; ``""`` if it has none.
    """

    name: str
    kind: str
    media_type: str
    bytes_count: int
    sha256: str
    titles: dict[str, str]
    rows_count: int | None = None
    schema: str = ""


def write(
    folder: Path,
    name: str,
    content: bytes,
    *,
    media_type: str,
    title: str,
    kind: str = "about",
    rows_count: int | None = None,
    schema: str = "",
    **values: str,
) -> Written:
    """Write a file of a publication, whole or not at all.

    Parameters
    ----------
    folder : Path
        Of the publication.
    name : str
        Path of the file in it, with ``/``.
    content : bytes
        Of the file.
    media_type, kind, rows_count, schema
        As in `Written`.
    title : str
        Key of its title among the messages.
    **values : str
        Keys of what the title's braces ask for.

    Raises
    ------
    TerritoryError
        If it cannot be written.
    """
    path = folder / name
    write_file(path, content)
    titles = {
        one: Words(one).text(title, **{key: Words(one).text(of) for key, of in values.items()})
        for one in LANGUAGES
    }
    seal = sha256(content).hexdigest()
    return Written(name, kind, media_type, len(content), seal, titles, rows_count, schema)
