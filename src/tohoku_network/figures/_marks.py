"""What does a symbol look like: one shape per sector, groups, unnamed classes?

The shapes are those of the scene and the map; sizes are in points, and evened out so
that every shape looks equally large.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Any

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.lines import Line2D
from matplotlib.path import Path
from matplotlib.transforms import Affine2D

from tohoku_network.figures._words import say
from tohoku_network.scene import COLOURS, SHAPES
from tohoku_network.vocabulary import SECTORS, UNKNOWN_SECTOR, Language, label

__all__ = [
    "DASHES",
    "OUTLINE",
    "TIE",
    "halves",
    "handles",
    "nodes",
    "path",
    "sector_handle",
]

OUTLINE = "#1d2836"
TIE = "#66748a"
DASHES: Mapping[str, Any] = MappingProxyType({"stated": "-", "implied": (0, (4, 2.2))})
"""Line of a membership by its certainty."""

_DASH = (0, (2.2, 1.4))
_HOLLOW = "#52606d"


def _polygon(corners: int, radius: float, turn: float) -> Path:
    angle = turn + 2 * np.pi * np.arange(corners + 1) / corners
    return Path(radius * np.column_stack([np.cos(angle), np.sin(angle)]), closed=True)


def _round(radius: float) -> Path:
    return Path.unit_circle().transformed(Affine2D().scale(radius))


def _cross() -> Path:
    a, b = 1.05, 0.42
    corners = [(-b, a), (b, a), (b, b), (a, b), (a, -b), (b, -b), (b, -a), (-b, -a)]
    corners += [(-b, -b), (-a, -b), (-a, b), (-b, b), (-b, a)]
    return Path(np.array(corners), closed=True)


def _box(half_width: float, half_height: float, corner: float) -> Path:
    """Rounded rectangle, each corner a quarter turn of quadratic curve."""
    w, h, c = half_width, half_height, corner
    turns = [
        ((w - c, -h), (w, -h), (w, c - h)),
        ((w, h - c), (w, h), (w - c, h)),
        ((c - w, h), (-w, h), (-w, h - c)),
        ((-w, c - h), (-w, -h), (c - w, -h)),
    ]
    vertices: list[tuple[float, float]] = [(c - w, -h)]
    codes: list[int] = [int(Path.MOVETO)]
    for start, bend, end in turns:
        vertices += [start, bend, end]
        codes += [int(Path.LINETO), int(Path.CURVE3), int(Path.CURVE3)]
    return Path([*vertices, vertices[0]], [*codes, int(Path.CLOSEPOLY)])


_PATHS: Mapping[str, Path] = MappingProxyType(
    {
        "circle": _round(1.0),
        "dot": _round(0.72),
        "square": _polygon(4, 1.22, np.pi / 4),
        "diamond": _polygon(4, 1.24, 0.0),
        "triangle": _polygon(3, 1.3, np.pi / 2),
        "triangle-down": _polygon(3, 1.3, -np.pi / 2),
        "hexagon": _polygon(6, 1.1, 0.0),
        "pentagon": _polygon(5, 1.14, np.pi / 2),
        "cross": _cross(),
        "group": _box(1.3, 0.86, 0.36),
    }
)


def path(shape: str) -> Path:
    """Outline of a shape of radius 1; a small disc for one that is not known."""
    return _PATHS.get(shape, _PATHS["dot"])


def _side(shape: str, radius: np.ndarray | float) -> np.ndarray | float:
    """Side of the square that matplotlib scales a marker of this radius to."""
    extent = float(np.abs(path(shape).vertices).max())
    return 2 * extent * radius


def halves(frame: pd.DataFrame, radius: np.ndarray) -> np.ndarray:
    """Half width and half height of each symbol."""
    boxes = {shape: path(shape).get_extents() for shape in set(frame["shape"])}
    wide = np.array([boxes[one].width / 2 for one in frame["shape"]])
    high = np.array([boxes[one].height / 2 for one in frame["shape"]])
    size = np.column_stack([wide, high]).reshape(-1, 2) * np.reshape(radius, (-1, 1))
    ringed = (frame["side"] == "both").to_numpy()
    size[ringed] = np.maximum(size[ringed], 1.5 * np.reshape(radius, (-1, 1))[ringed])
    return size


def nodes(
    ax: Axes,
    frame: pd.DataFrame,
    radius: np.ndarray,
    *,
    places: np.ndarray | None = None,
) -> None:
    """Draw symbols: one collection per shape, named and unnamed apart.

    ``frame`` has the columns of a scene's nodes, ``radius`` is in points. Each
    collection's ``gid`` is ``nodes-<shape>`` or ``unnamed-<shape>``.
    """
    if places is None:
        places = frame[["x", "y"]].to_numpy(float)
    unnamed = frame["unnamed"].to_numpy(bool)
    ringed = (frame["side"] == "both").to_numpy()
    if ringed.any():
        ax.scatter(
            places[ringed, 0],
            places[ringed, 1],
            s=(2 * 1.5 * radius[ringed]) ** 2,
            facecolors="white",
            edgecolors=OUTLINE,
            linewidths=0.8,
            zorder=2.9,
            gid="rings",
        )
    for shape in sorted(set(frame["shape"])):
        of_shape = (frame["shape"] == shape).to_numpy()
        for hollow in (False, True):
            some = of_shape & (unnamed == hollow)
            if not some.any():
                continue
            colours = frame["colour"].to_numpy(object)[some].tolist()
            is_group = shape == SHAPES["group"]
            drawn = ax.scatter(
                places[some, 0],
                places[some, 1],
                s=np.square(_side(shape, radius[some])),
                marker=path(shape),
                facecolors="white" if hollow else colours,
                edgecolors=colours if hollow and not is_group else OUTLINE,
                linewidths=0.9 if hollow else 0.7,
                zorder=3,
                gid=f"{'unnamed' if hollow else 'nodes'}-{shape}",
            )
            if hollow:
                drawn.set_linestyle([_DASH])


def sector_handle(code: str, text: str, *, hollow: bool = False) -> Line2D:
    """Legend entry of a sector, or of groups."""
    shape = SHAPES.get(code, SHAPES[""])
    colour = COLOURS.get(code, COLOURS[""])
    return Line2D(
        [],
        [],
        linestyle="none",
        marker=path(shape),
        markersize=float(_side(shape, 4.0)),
        markerfacecolor="white" if hollow else colour,
        markeredgecolor=colour if hollow else OUTLINE,
        markeredgewidth=0.8,
        label=text,
    )


def handles(
    frame: pd.DataFrame,
    language: Language,
    *,
    certainties: Sequence[str] = (),
    told: bool = True,
    coloured: bool = True,
) -> list[Line2D]:
    """Legend entries for what is there, in the order of the vocabulary.

    Where no membership's certainty is ``told``, a tie must not seem to be stated.
    """
    members = frame[frame["side"] != "group"]
    codes = set(members["sector"])
    known = [code for code in SECTORS if code in codes]
    found = [sector_handle(c, label(c, SECTORS, language)) for c in known]
    if codes - set(SECTORS):
        unknown = UNKNOWN_SECTOR.ja if language == "ja" else UNKNOWN_SECTOR.en
        found.append(sector_handle("", unknown))
    if not coloured:
        for one in found:
            one.set_markerfacecolor("#d5dbe3")
    if (frame["side"] == "group").any():
        found.append(sector_handle("group", say("group", language)))
    ring = Line2D([], [], linestyle="none", marker="o", markersize=11)
    ring.set(markerfacecolor="white", markeredgecolor=OUTLINE, markeredgewidth=0.8)
    if (frame["side"] == "both").any():
        ring.set_label(say("both", language))
        found.append(ring)
    if frame["unnamed"].astype(bool).any():
        hollow = sector_handle("academia", say("unnamed", language), hollow=True)
        hollow.set_markeredgecolor(_HOLLOW)
        found.append(hollow)
    for certainty, dash in DASHES.items():
        if certainty in certainties:
            found.append(
                Line2D(
                    [],
                    [],
                    color=TIE,
                    linewidth=1.0,
                    linestyle=dash,
                    label=say(certainty if told else "untold", language),
                )
            )
    return found
