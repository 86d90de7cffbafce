"""Files that stand beside the code: style sheets, templates, scripts."""

from __future__ import annotations

from importlib.resources import files


def packaged_text(name: str) -> str:
    """Return the text of a file of the package, named from its folder: ``look/style.css``."""
    return files("territory").joinpath(*name.split("/")).read_text(encoding="utf-8")
