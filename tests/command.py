"""The command as a person types it: in this process, or in one of its own where that is the point."""

from __future__ import annotations

import io
import os
import subprocess
import sys
from dataclasses import dataclass
from unittest import mock

from territory import cli

# Nothing built here, nothing of the machine's own settings.
ALONE = {"TERRITORY_DATA": "/nonexistent"}


@dataclass(frozen=True)
class Done:
    """What a command left: its exit code and what it wrote on its two streams."""

    returncode: int
    stdout: bytes
    stderr: bytes

    @property
    def said(self) -> str:
        """What it said beside its output."""
        return self.stderr.decode()


def territory(*words: object, language: str = "en", **environment: str) -> Done:
    """Run the command in this process: as fast as a call, and a traceback is a failure."""
    out, err = (io.TextIOWrapper(io.BytesIO(), encoding="utf-8") for _ in range(2))
    told = {"TERRITORY_LANG": language, **ALONE, **environment}
    with (
        mock.patch.dict(os.environ, told),
        mock.patch.object(sys, "argv", ["territory", *map(str, words)]),
        mock.patch.object(sys, "stdout", out),
        mock.patch.object(sys, "stderr", err),
    ):
        try:
            cli.main()
            code = 0
        except SystemExit as stop:
            code = stop.code if isinstance(stop.code, int) else int(stop.code is not None)
    for stream in (out, err):
        stream.flush()
    return Done(code, out.buffer.getvalue(), err.buffer.getvalue())


def territory_process(*words: object, language: str = "en", **environment: str) -> Done:
    """Run the command as a process of its own."""
    done = subprocess.run(
        [sys.executable, "-m", "territory", *map(str, words)],
        env=os.environ | {"TERRITORY_LANG": language, **ALONE} | environment,
        capture_output=True,
        check=False,
    )
    return Done(done.returncode, done.stdout, done.stderr)
