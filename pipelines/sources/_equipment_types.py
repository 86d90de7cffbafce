"""Services by name, and the types of Insee's database of facilities that make each."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files

from territory.errors import UnknownNameError

FRANCE_SERVICES = "france_services"
# What stands nearest to a France Services where its own type is absent: said, never taken for it.
FALLBACKS = ("town_halls", "post_offices")


@cache
def services() -> dict[str, tuple[str, ...]]:
    """Return the codes of types by name of the service."""
    declared = files("pipelines.sources").joinpath("_equipment_types.toml").read_text("utf-8")
    return {name: tuple(codes) for name, codes in tomllib.loads(declared).items()}


def types_of(service: str) -> tuple[str, ...]:
    """Return the codes of the types of a service.

    Raises
    ------
    UnknownNameError
        If no service has this name.

    Examples
    --------
    >>> types_of("post_offices")
    ('A206', 'A207', 'A208')
    """
    if service not in services():
        raise UnknownNameError("service", service, services())
    return services()[service]


def service_of(code: str) -> str | None:
    """Return the service a type is part of; None where no name is known for it.

    Examples
    --------
    >>> service_of("A207"), service_of("D265")
    ('post_offices', None)
    """
    return next((name for name, codes in services().items() if code in codes), None)
