"""How does a picture come into the page?

It is drawn by the room of figures, with its letters as outlines, and travels as an
SVG; a picture of very many strokes travels as points of colour instead.
"""

from __future__ import annotations

import base64
import io
import warnings
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from tohoku_network.errors import TohokuNetworkWarning
from tohoku_network.report._section import Picture

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

__all__ = ["picture"]

_EDGE, _HEAD, _FOOT = 8.0, 30.0, 26.0
"""Points left free around the axes; the heading line tells what is shown."""

_LARGEST_SVG = 400_000
_DPI, _COLOURS = 180, 128


def picture(
    draw: Callable[[Axes], object],
    *,
    size: tuple[float, float],
    alt: str,
    caption: str,
    is_large: bool = False,
) -> Picture:
    """Picture of ``size`` inches, made by what draws in the given axes."""
    # Slow to import, and not needed before the first picture.
    import matplotlib as mpl
    from matplotlib.figure import Figure

    from tohoku_network import figures

    wide, high = size[0] * 72, size[1] * 72
    sheet = Figure(figsize=size, facecolor="white")
    box = (
        _EDGE / wide,
        _FOOT / high,
        1 - 2 * _EDGE / wide,
        1 - (_HEAD + _FOOT) / high,
    )
    # Ids inside an SVG are random unless their salt is given.
    settings: dict[Any, Any] = {"svg.hashsalt": "tohoku-network", "savefig.bbox": None}
    with figures.style(), mpl.rc_context(settings), warnings.catch_warnings():
        # Letters that no font has are drawn as 〓; the tables beside show the name.
        warnings.simplefilter("ignore", TohokuNetworkWarning)
        draw(sheet.add_axes(box))
        content = io.BytesIO()
        sheet.savefig(content, format="svg", metadata={"Date": None, "Creator": None})
        kind, found = "svg+xml", content.getvalue()
        if len(found) > _LARGEST_SVG:
            kind, found = "png", _points(sheet)
    text = base64.b64encode(found).decode("ascii")
    return Picture(f"data:image/{kind};base64,{text}", alt, caption, is_large)


def _points(sheet: Figure) -> bytes:
    """The sheet as a PNG of few colours, a quarter of the size of one of many."""
    # Comes with matplotlib, which writes its own PNG through it.
    from PIL import Image

    content = io.BytesIO()
    sheet.savefig(content, format="png", dpi=_DPI)
    drawn = Image.open(content).convert("RGB")
    # The other methods give up colours of few points, such as one sector's.
    method = Image.Quantize.MAXCOVERAGE
    few = drawn.quantize(_COLOURS, method=method, dither=Image.Dither.NONE)
    content = io.BytesIO()
    few.save(content, "PNG", optimize=True)
    return content.getvalue()
