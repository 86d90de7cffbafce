"""Every case of the campaign: a source, a fault, and how to try it once."""

from __future__ import annotations

import random
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from pipelines.sources.catalogue import find_source, reader_of

from .access import ACCESS_FAULTS, access
from .coverage import COVERAGE_FAULTS, coverage
from .directory import DIRECTORY_FAULTS, DIRECTORY_FILE, directory
from .kinds import Damaged, Fault
from .packs import GZIP_FAULTS, WORKBOOK_FAULTS, ZIP_FAULTS, Pack, PackFault, gzips, zips
from .shapes import SHAPE_FAULTS, SHAPES
from .subjects import SUBJECTS, Subject
from .verdict import Judgement, Seen, judge, see
from .writing import FAULTS, applies


@dataclass(frozen=True)
class Case:
    """A fault of a source.

    Parameters
    ----------
    subject : str
        The source, and which of its editions or wrappings.
    kind, fault : str
        The fault.
    file : str
        Name of the published file.
    source_id : str
        Whose reader reads it.
    whole : bytes
        The file without the fault.
    damage : callable
        Makes the damaged file; None where the place drawn cannot be damaged so.
    """

    subject: str
    kind: str
    fault: str
    file: str
    source_id: str
    whole: bytes
    damage: Callable[[random.Random], Damaged | None]

    def attempt(self, rng: random.Random, folder: Path) -> Judgement | None:
        """Damage the file once, at a place drawn, and judge what its reader makes of it."""
        damaged = self.damage(rng)
        if damaged is None or damaged.content == self.whole:
            return None
        # Many faults are the same wherever they are drawn.
        place = (self.subject, self.fault, damaged.content)
        if place not in _JUDGED:
            _JUDGED[place] = self._judge(damaged, folder)
        return _JUDGED[place]

    def _judge(self, damaged: Damaged, folder: Path) -> Judgement:
        path = folder / self.file
        path.write_bytes(damaged.content)
        left = set(folder.iterdir())
        judgement = judge(
            reader_of(find_source(self.source_id)),
            path,
            _whole(self.source_id, self.file, self.whole),
            touched=damaged.touched,
            missing_is_said=damaged.missing_is_said,
        )
        assert set(folder.iterdir()) == left, "a reader wrote beside the file it read"
        return judgement


_JUDGED: dict[tuple[str, str, bytes], Judgement] = {}


def drawn(seed: int, subject: str, fault: str) -> random.Random:
    """Return the generator that draws the places of a fault: the same for the same seed."""
    return random.Random(f"{seed} {subject} {fault}")


@cache
def _whole(source_id: str, file: str, content: bytes) -> Seen:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / file
        path.write_bytes(content)
        return see(reader_of(find_source(source_id))(path))


def _of_table(subject: Subject, fault: Fault) -> Case:
    def damage(rng: random.Random) -> Damaged | None:
        made = fault.make(subject, rng)
        if made is None:
            return None
        return Damaged(subject.pack(made.content), made.touched, made.missing_is_said)

    whole = subject.pack(subject.table.content())
    return Case(
        subject.name, fault.kind, fault.name, subject.file, subject.source_id, whole, damage
    )


def _of_pack(pack: Pack, fault: PackFault) -> Case:
    return Case(
        pack.name,
        fault.kind,
        fault.name,
        pack.file,
        pack.source_id,
        pack.content,
        lambda rng: Damaged(fault.edit(pack.content, rng)),
    )


def _packs(packs: Sequence[Pack], faults: Sequence[PackFault]) -> list[Case]:
    return [_of_pack(pack, fault) for pack in packs for fault in faults]


@cache
def cases() -> tuple[Case, ...]:
    """Return every fault of every source that has a reader of its own."""
    workbooks = [pack for pack in zips() if pack.file.endswith(".xlsx")]
    return (
        *(_of_table(one, fault) for one in SUBJECTS for fault in FAULTS if applies(fault, one)),
        *(
            Case(
                one.name,
                fault.kind,
                fault.name,
                one.lines,
                one.name,
                one.content,
                lambda rng, one=one, fault=fault: fault.make(one, rng),
            )
            for one in SHAPES
            for fault in SHAPE_FAULTS
            if not fault.is_seen_by_build
        ),
        *(
            Case(
                "public_directory",
                fault.kind,
                fault.name,
                DIRECTORY_FILE,
                "public_directory",
                directory(),
                lambda rng, fault=fault: fault.make(directory(), rng),
            )
            for fault in DIRECTORY_FAULTS
        ),
        *_packs(zips(), ZIP_FAULTS),
        *_packs(workbooks, WORKBOOK_FAULTS),
        *_packs(gzips(), GZIP_FAULTS),
        *_packs([coverage()], COVERAGE_FAULTS),
        *_packs([access()], ACCESS_FAULTS),
    )
