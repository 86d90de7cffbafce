"""The app's server on a port of this machine: it is the command itself, so that it ends with it.

A server started beside the command would outlive it: whoever stops the command (a service manager,
a closed terminal, a crash) would leave the port taken.
"""

from __future__ import annotations

import errno
import os
import re
import socket
import subprocess
import sys
from collections.abc import Mapping, Sequence
from contextlib import suppress

from territory.cli.serve import LAST_PORT
from territory.errors import TerritoryError
from territory.views import WITH_PARENT

# A part of a path that needs no escape (RFC 3986, unreserved characters).
_PATH_NAME = re.compile(r"[A-Za-z0-9._~-]+")
# Ports looked at, after the one asked for, for one that is free.
PORTS_TRIED = 50


def check_port(host: str, port: int) -> None:
    """Check that a server may listen on a port.

    Raises
    ------
    TerritoryError
        If another program has it, with the next port that is free; if this user may not; or if this
        machine has no such address.
    """
    try:
        _try_port(host, port)
    except OSError as error:
        if isinstance(error, socket.gaierror) or error.errno == errno.EADDRNOTAVAIL:
            raise TerritoryError("host_unknown", host=host, detail=error.strerror) from error
        free = _free_port(host, port)
        key = "port_taken" if error.errno == errno.EADDRINUSE else "port_forbidden"
        raise TerritoryError(key, port=port, free=free, detail=error.strerror) from error


def check_base_path(asked: str) -> str:
    """Return the path the app is served under, as an address writes it.

    Returns
    -------
    str
        ``""`` at the root; else it begins with a slash and does not end with one.

    Raises
    ------
    TerritoryError
        If it holds anything but letters, digits, ``-``, ``_``, ``.``, ``~`` and slashes between them.

    Examples
    --------
    >>> check_base_path("atlas/numerique/"), check_base_path("/")
    ('/atlas/numerique', '')
    """
    names = [name for name in asked.split("/") if name]
    if not all(_PATH_NAME.fullmatch(name) and name.strip(".") for name in names):
        raise TerritoryError("base_path", path=asked)
    return "".join(f"/{name}" for name in names)


def _try_port(host: str, port: int) -> None:
    with _socket_for(host) as probe:
        if os.name == "posix":  # a port just left is free; elsewhere this would take it from others
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        probe.bind((host, port))


def _socket_for(host: str) -> socket.socket:
    return socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET)


def bracketed(host: str) -> str:
    """Return a host as an address writes it: one of colons stands in brackets.

    Examples
    --------
    >>> bracketed("127.0.0.1"), bracketed("::1")
    ('127.0.0.1', '[::1]')
    """
    return f"[{host}]" if ":" in host else host


def _free_port(host: str, taken: int) -> int:
    first = max(taken + 1, 1024)
    for port in range(first, min(first + PORTS_TRIED, LAST_PORT + 1)):
        with suppress(OSError):
            _try_port(host, port)
            return port
    with _socket_for(host) as probe:
        probe.bind((host, 0))
        return int(probe.getsockname()[1])


def become(command: Sequence[str], environment: Mapping[str, str]) -> int:
    """Become the server; where a process cannot, run it and take it along whatever happens.

    Returns
    -------
    int
        The server's exit code, where this process did not become it.
    """
    sys.stdout.flush()
    sys.stderr.flush()
    if os.name == "posix":
        # The command is our own: the interpreter, Streamlit and fixed options.
        os.execve(command[0], list(command), dict(environment))  # noqa: S606 - no shell
    return accompany(command, environment)


def accompany(command: Sequence[str], environment: Mapping[str, str]) -> int:
    """Run the server until it ends; it leaves when this process does, even if killed.

    It reads its standard input, which only this process holds open: the end of this process, of
    whatever cause, is the end of that input.
    """
    words = [*command, WITH_PARENT]
    # The command is our own: the interpreter, Streamlit and fixed options.
    with subprocess.Popen(words, env=dict(environment), stdin=subprocess.PIPE) as server:  # noqa: S603 - ours
        try:
            return server.wait()
        except KeyboardInterrupt:
            assert server.stdin is not None  # noqa: S101 - asked for above
            server.stdin.close()
            return server.wait()
