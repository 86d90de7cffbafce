"""The command ``territory app`` as a service manager runs it: started, visited, stopped."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest

from territory.cli.serving import check_port
from territory.errors import TerritoryError
from territory.messages import Words

START_SECONDS = 180
STOP_SECONDS = 180

posix = pytest.mark.skipif(os.name != "posix", reason="signals are POSIX's")

# What the command does where a process cannot become another.
BESIDE = """
import os, sys
from territory.cli.serving import accompany
from territory.views import serve_command
sys.exit(accompany(serve_command("127.0.0.1", int(sys.argv[1]), "--server.headless=true"), os.environ))
"""


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def is_healthy(port: int) -> bool:
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/_stcore/health", timeout=5) as answer:
            return answer.status == 200
    except OSError:
        return False


def is_free(port: int) -> bool:
    try:
        check_port("127.0.0.1", port)
    except TerritoryError:
        return False
    return True


def wait_for(what, seconds: float) -> bool:
    until = time.monotonic() + seconds
    while not (found := what()) and time.monotonic() < until:
        time.sleep(0.05)
    return bool(found)


@contextmanager
def started(folder: Path, *words: str, code: str = "") -> Iterator[tuple[subprocess.Popen, int]]:
    """Start an app on a free port in a session of its own; nothing of it outlives the block."""
    port = free_port()
    how = ["-c", code, str(port)] if code else ["-m", "territory", "app", "--no-browser"]
    options = [] if code else ["--port", str(port), *words]
    process = subprocess.Popen(
        [sys.executable, *how, *options],
        env=os.environ | {"TERRITORY_DATA": str(folder), "TERRITORY_LANG": "en"},
        stderr=subprocess.PIPE,
        stdin=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        yield process, port
    finally:
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.communicate()


@posix
@pytest.mark.parametrize("name", ["SIGTERM", "SIGINT", "SIGHUP", "SIGKILL"])
def test_an_app_that_is_stopped_frees_its_port_and_says_how_it_ended(
    tmp_path: Path, name: str
) -> None:
    number = getattr(signal, name)
    with started(tmp_path) as (process, port):
        assert wait_for(lambda: is_healthy(port), START_SECONDS)
        # The command alone is told, as `kill` and service managers do.
        os.kill(process.pid, number)
        assert process.wait(STOP_SECONDS) == (-number if name == "SIGKILL" else 0)
        assert wait_for(lambda: is_free(port), STOP_SECONDS)
        assert b"Traceback" not in process.stderr.read()


@posix
def test_an_app_stopped_before_it_serves_leaves_without_a_traceback(tmp_path: Path) -> None:
    with started(tmp_path) as (process, _):
        assert b"App on" in process.stderr.readline()
        time.sleep(0.5)
        os.kill(process.pid, signal.SIGINT)
        assert process.wait(STOP_SECONDS) == 0
        assert b"Traceback" not in process.stderr.read()


@posix
def test_a_server_that_stands_beside_its_command_leaves_when_the_command_is_killed(
    tmp_path: Path,
) -> None:
    with started(tmp_path, code=BESIDE) as (process, port):
        assert wait_for(lambda: is_healthy(port), START_SECONDS)
        os.kill(process.pid, signal.SIGKILL)
        process.wait(STOP_SECONDS)
        assert wait_for(lambda: is_free(port), STOP_SECONDS)


def test_a_port_taken_by_another_program_is_said_with_one_that_is_free() -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        with pytest.raises(TerritoryError) as caught:
            check_port("127.0.0.1", port)
    assert caught.value.key == "port_taken"
    free = caught.value.values["free"]
    assert free != port
    assert is_free(free)
    assert f"territory app --port {free}" in caught.value.say(Words("en"))
    assert f"territory app --port {free}" in caught.value.say(Words("fr"))
