"""The app's pages: with ``app.py``, the only place that knows streamlit."""

from __future__ import annotations

import sys

from territory.look import palette

# Last word of the command of a server that is to leave with the process that started it.
WITH_PARENT = "--with-parent"


def serve_command(host: str, port: int, *options: str) -> list[str]:
    """Return the command that serves the app at an address, as a process of its own."""
    return [
        *(sys.executable, "-m", "territory.views.serve"),
        *streamlit_options(),
        f"--server.address={host}",
        f"--server.port={port}",
        *options,
    ]


def streamlit_options() -> list[str]:
    """Return the options the app is served with, as arguments of ``streamlit run``.

    Returns
    -------
    list of str
        ``--name=value`` for each. No usage statistics leave the machine, no e-mail is asked,
        what Streamlit would say in English is hidden, and the theme is the project's.
    """
    options = {
        "server.headless": "true",
        "server.showEmailPrompt": "false",
        "server.fileWatcherType": "none",
        # Nothing is shown by a bare expression; pages are not rewritten to look for one.
        "runner.magicEnabled": "false",
        "browser.gatherUsageStats": "false",
        "client.toolbarMode": "minimal",
        "client.disableDataExport": "true",
        "client.showErrorLinks": "false",
        "logger.hideWelcomeMessage": "true",
        # Streamlit warns of tables opened before the first visit.
        "logger.level": "error",
        "theme.base": "light",
        "theme.primaryColor": palette.ACCENT,
        "theme.backgroundColor": palette.PAPER,
        "theme.secondaryBackgroundColor": palette.WASH,
        "theme.textColor": palette.INK,
        "theme.borderColor": palette.RULE,
        "theme.font": palette.FONT,
        "theme.headingFont": palette.FONT,
        "theme.baseRadius": "4px",
    }
    return [f"--{name}={value}" for name, value in options.items()]
