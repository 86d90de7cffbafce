"""A portrait as one HTML file: nothing beside it, nothing asked of the network."""

from __future__ import annotations

from territory.look import parts
from territory.look.style import style_html
from territory.portrait.model import Portrait, source_marks


def html_bytes(portrait: Portrait) -> bytes:
    """Return a portrait as a self-contained HTML page, in UTF-8."""
    page = parts.render(
        "portrait/render/portrait.html",
        portrait=portrait,
        style=style_html("portrait/render/portrait.css"),
        source_marks=source_marks,
    )
    return f"{page}\n".encode()
