"""Ask for an address and follow its redirections, by rules of our own.

requests reads the body of a redirection to its end, however long; follows one from an encrypted
address to one that is not; and fails on some malformed ones with an error of its own.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import urljoin, urlsplit

import requests

import territory
from pipelines.fetch.watch import WatchedAdapter
from pipelines.sources.catalogue import Source
from territory.errors import DownloadError
from territory.plain_text import quoted

MOST_REDIRECTIONS = 10
SCHEMES = ("http", "https")
MOST_SHOWN = 200


class _Session(requests.Session):
    """A session that leaves redirections alone, be it only to look where they lead."""

    def resolve_redirects(self, *_: Any, **__: Any) -> Iterator[requests.Response]:
        """Return nothing: `ask` follows."""
        return iter(())


def open_session() -> requests.Session:
    """Return a session that says who asks and takes files as they are, to be closed after use."""
    session = _Session()
    for scheme in SCHEMES:
        session.mount(f"{scheme}://", WatchedAdapter())
    session.headers["User-Agent"] = f"territory/{territory.__version__}"
    # As they are: a file compressed on the way has neither the length nor the hash of the file.
    session.headers["Accept-Encoding"] = "identity"
    # One request a file, and the end of the connection shows where the file really ends.
    session.headers["Connection"] = "close"
    return session


def ask(
    source: Source,
    session: requests.Session,
    url: str,
    headers: Mapping[str, str],
    timeout: tuple[float, float],
) -> requests.Response:
    """Return the answer of an address, or of the one it sends to at last; its body unread.

    Parameters
    ----------
    source : Source
        For the messages.
    session : requests.Session
        As `open_session` makes it.
    url : str
        The address.
    headers : mapping
        Sent at each step.
    timeout : tuple of float
        Seconds to connect, and to receive the headers; then to receive each piece of the body.

    Returns
    -------
    requests.Response
        Its ``history`` holds the redirections, the first one first.

    Raises
    ------
    DownloadError
        If it sends to what is not an address of the web (malformed, a file, another protocol),
        from an encrypted address to one that is not, or on and on.
    requests.RequestException, ValueError
        If the address itself cannot be asked.
    """
    history: list[requests.Response] = []
    while True:
        response = session.get(
            url, headers=headers, stream=True, allow_redirects=False, timeout=timeout
        )
        if not response.is_redirect:
            response.history = history
            return response
        response.close()
        history.append(response)
        if len(history) > MOST_REDIRECTIONS:
            raise DownloadError("fetch_redirections", source=source.id, url=history[0].url)
        url = next_address(source, url, response)


def next_address(source: Source, url: str, response: requests.Response) -> str:
    """Return where a redirection leads, or refuse to follow it; as `ask`."""
    said = response.headers["Location"]
    try:
        target = urljoin(url, said)
        parts = urlsplit(target)
        is_address = bool(
            parts.scheme in SCHEMES
            and parts.hostname
            and parts.port != 0
            and re.fullmatch(r"[\x21-\x7e]+", parts.netloc)
        )
    except ValueError:  # brackets that do not close, a port that is no port
        is_address = False
    if not is_address:
        raise DownloadError(
            "fetch_redirect",
            source=source.id,
            url=url,
            target=quoted(said, MOST_SHOWN),
            page_url=source.page_url,
        )
    if urlsplit(url).scheme == "https" and parts.scheme == "http":
        raise DownloadError(
            "fetch_downgrade",
            source=source.id,
            url=url,
            target=quoted(target, MOST_SHOWN),
            page_url=source.page_url,
        )
    return target
