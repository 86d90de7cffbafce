"""The verb ``app``: the app on this machine."""

from __future__ import annotations

import os
import socket
from pathlib import Path
from typing import Annotated

import typer

from territory import paths
from territory.cli.options import Data, Engine
from territory.cli.shared import help_of, note, verb

HOST = "127.0.0.1"
# Addresses that only this machine reaches; any other is told what it exposes.
LOCAL_HOSTS = ("127.0.0.1", "localhost", "::1")
# All the addresses of this machine: none of them is one to give to somebody.
EVERY_HOST = ("0.0.0.0", "::")  # noqa: S104 - compared with, never a default
LAST_PORT = 65_535


@verb("app", help=help_of("app.help"))
def open_app(
    port: Annotated[int, typer.Option(min=1, max=LAST_PORT, help=help_of("app.port"))] = 8501,
    data: Data = None,
    engine: Engine = paths.DEFAULT_ENGINE,
    *,
    scenarios: Annotated[Path | None, typer.Option(help=help_of("app.scenarios"))] = None,
    host: Annotated[str, typer.Option(help=help_of("app.host"))] = HOST,
    base_path: Annotated[str, typer.Option(help=help_of("app.base_path"))] = "",
    browser: Annotated[bool, typer.Option(help=help_of("app.browser"))] = True,
) -> None:
    """Open the app on this machine; on an address others reach only if one is asked for."""
    from territory.cli.serving import become, bracketed, check_base_path, check_port
    from territory.tables import find_folder
    from territory.views import serve_command

    check_port(host, port)
    under = check_base_path(base_path)
    environment = dict(os.environ)
    if data is not None:
        environment[paths.DATA_VARIABLE] = str(find_folder(data)[0])
    environment[paths.ENGINE_VARIABLE] = engine
    if scenarios is not None:
        environment[paths.SCENARIOS_VARIABLE] = str(scenarios)
    if host in LOCAL_HOSTS:
        note("app.opening", host=bracketed(host), port=port, path=under)
    else:
        shown = socket.gethostname() if host in EVERY_HOST else host
        note("app.opening_shared", host=bracketed(shown), port=port, path=under)
    command = serve_command(
        *(host, port, f"--server.headless={str(not browser).lower()}"),
        f"--server.baseUrlPath={under}",
    )
    raise typer.Exit(become(command, environment))
