"""What a reader sees of a list besides its table: a histogram a criterion, a small map of what is kept."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Sequence

from markupsafe import Markup

from territory.lists.distribution import Distribution
from territory.look import palette, parts
from territory.look.charts import image_html

HEIGHT = 40
# A position of the slider is in the middle of its bar; between bars, a hair.
BAR_WIDTH = 100
GAP = 10


def criterion_html(label: str, missing: str, found: Distribution) -> str:
    """Return what stands over a slider: its name, how many have no data, a bar a position."""
    return parts.render(
        "lists/criterion.html", label=label, missing=missing, histogram=_histogram(found)
    )


def _histogram(found: Distribution) -> Markup:
    """Return a bar over each position of a slider: what it keeps in accent, what it leaves out in grey.

    A bar of at least one commune is seen; an empty one is a line.
    """
    most = max(found.counts, default=0) or 1
    bars = []
    for place, (count, is_kept) in enumerate(zip(found.counts, found.kept, strict=True)):
        height = max(2.0, (HEIGHT - 1) * count / most) if count else 0.0
        bars.append(
            f'<rect x="{place * BAR_WIDTH + GAP / 2:g}" y="{HEIGHT - height:.1f}" '
            f'width="{BAR_WIDTH - GAP}" height="{height:.1f}" '
            f'fill="{palette.ACCENT if is_kept else palette.RULE}"/>'
        )
    width = len(found.counts) * BAR_WIDTH
    line = f'<rect x="0" y="{HEIGHT - 0.5}" width="{width}" height="0.5" fill="{palette.RULE}"/>'
    return _image(
        f'<svg class="territory-histogram" viewBox="0 0 {width} {HEIGHT}" '
        f'preserveAspectRatio="none">{line}{"".join(bars)}</svg>'
    )


def kept_map_html(
    drawings: Sequence[tuple[str, str | bytes]], legend: Sequence[tuple[str, str]]
) -> str:
    """Return a small map of what a list keeps, its overseas parts under it, and its legend.

    Parameters
    ----------
    drawings : sequence of (str, str or bytes)
        A name and an SVG, or a PNG; the first is the map, the others stand under it with their names.
    legend : sequence of (str, str)
        A background of CSS and what it stands for.
    """
    main, *others = [(name, _drawn(drawing)) for name, drawing in drawings]
    return parts.render("lists/kept.html", main=main[1], zones=others, legend=legend)


def _drawn(drawing: str | bytes) -> Markup:
    if isinstance(drawing, str):
        return _image(drawing)
    coded = b64encode(drawing).decode()
    return Markup(f'<img alt="" src="data:image/png;base64,{coded}">')  # noqa: S704 - base64 alone


def _image(svg: str) -> Markup:
    return Markup(image_html(svg))  # noqa: S704 - drawn by this package, no text in it
