"""The verb ``app``: the app on this machine."""

from __future__ import annotations

import os
from typing import Annotated

import typer

from territory import paths
from territory.cli.options import Data, Engine
from territory.cli.shared import help_of, note, verb

HOST = "127.0.0.1"
LAST_PORT = 65_535


@verb("app", help=help_of("app.help"))
def open_app(
    port: Annotated[int, typer.Option(min=1, max=LAST_PORT, help=help_of("app.port"))] = 8501,
    data: Data = None,
    engine: Engine = paths.DEFAULT_ENGINE,
    *,
    browser: Annotated[bool, typer.Option(help=help_of("app.browser"))] = True,
) -> None:
    """Open the app on this machine."""
    from territory.cli.serving import become, check_port
    from territory.tables import find_folder
    from territory.views import serve_command

    check_port(HOST, port)
    environment = dict(os.environ)
    if data is not None:
        environment[paths.DATA_VARIABLE] = str(find_folder(data)[0])
    environment[paths.ENGINE_VARIABLE] = engine
    note("app.opening", port=port)
    command = serve_command(HOST, port, f"--server.headless={str(not browser).lower()}")
    raise typer.Exit(become(command, environment))
