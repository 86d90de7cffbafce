"""Leave a server that sends too slowly: shut its connection when its time is over.

A server that sends a byte a minute meets a time limit on each read, for ever. So the whole answer
has a limit, too: a second thread looks at the clock, and shuts the connection that the first one
waits on.
"""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from types import TracebackType
from typing import Any, Self

from requests.adapters import HTTPAdapter
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.connectionpool import HTTPConnectionPool, HTTPSConnectionPool
from urllib3.response import HTTPResponse


class Watch:
    """A limit on the time of a block, that may be put off while it runs.

    Parameters
    ----------
    shut : callable
        Ends what the block waits for.
    seconds : float
        How long it may take, from its beginning.
    """

    def __init__(self, shut: Callable[[], object], seconds: float) -> None:
        self.has_expired = False
        self._shut = shut
        self._started = time.monotonic()
        self._seconds = seconds
        self._done = threading.Event()
        self._thread = threading.Thread(target=self._run, daemon=True)

    def allow(self, seconds: float) -> None:
        """Set how long the block may take in all, from its beginning."""
        self._seconds = seconds

    def _left(self) -> float:
        return self._started + self._seconds - time.monotonic()

    def _run(self) -> None:
        while not self._done.wait(max(0.0, self._left())):
            if self._left() <= 0:
                self.has_expired = True
                # Closed meanwhile, or handed back: there is nobody to wake.
                with suppress(OSError, RuntimeError, ValueError):
                    self._shut()
                return

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._done.set()
        self._thread.join()


class _WatchedHeaders(HTTPConnection):
    """A connection on which the headers, all together, have the time of one read."""

    def getresponse(self) -> HTTPResponse:  # type: ignore[override] # urllib3 narrows the standard library's
        """Return the answer once its headers came; a drip of them is a time-out."""
        line, seconds = self.sock, self.timeout
        if not isinstance(seconds, int | float):
            return super().getresponse()
        with Watch(lambda: line.shutdown(socket.SHUT_RDWR), seconds) as watch:
            try:
                answer = super().getresponse()
            except Exception as error:  # whatever reading a shut connection raises
                if watch.has_expired:
                    raise TimeoutError(str(error)) from error
                raise
        # A connection shut among its headers looks like one that had no more of them.
        if watch.has_expired:
            answer.close()
            raise TimeoutError
        return answer


class _WatchedSecureHeaders(_WatchedHeaders, HTTPSConnection):
    pass


class _Pool(HTTPConnectionPool):
    ConnectionCls = _WatchedHeaders


class _SecurePool(HTTPSConnectionPool):
    ConnectionCls = _WatchedSecureHeaders


_POOLS = {"http": _Pool, "https": _SecurePool}


class WatchedAdapter(HTTPAdapter):
    """What a session speaks HTTP through, the time of headers being limited."""

    def init_poolmanager(self, *args: Any, **kwargs: Any) -> None:
        """Make the connections; through a proxy, see `proxy_manager_for`."""
        super().init_poolmanager(*args, **kwargs)
        self.poolmanager.pool_classes_by_scheme = _POOLS

    def proxy_manager_for(self, proxy: str, **kwargs: Any) -> Any:
        """Return what makes the connections to a proxy."""
        manager = super().proxy_manager_for(proxy, **kwargs)
        manager.pool_classes_by_scheme = _POOLS
        return manager
