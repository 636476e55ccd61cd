"""How does every mark get room, without losing where it belongs?

Marks on one spot open like a sunflower, crowded regions widen until their marks fit,
and what still overlaps is pushed apart.
"""

from __future__ import annotations

import numpy as np
from scipy.fft import dctn, idctn
from scipy.ndimage import map_coordinates
from scipy.spatial import cKDTree

__all__ = ["GAP", "apart", "aside", "opened", "room", "widened"]

GAP = 7.0
"""Room kept free between two nodes, in pixels."""
_FULL = 0.45
"""Share of a region that its marks may take, each a square with its gap."""
_SLACK = 12.0
"""Pairs that come this near are watched while they are pushed apart, in pixels."""
_GOLDEN = 2.399963
"""The golden angle spreads any run of numbers evenly."""


def room(radius: np.ndarray) -> np.ndarray:
    """Area that each mark asks for in a region as full as it may be."""
    return (2 * radius + GAP) ** 2 / _FULL


def aside(number: np.ndarray, length: float | np.ndarray) -> np.ndarray:
    """Steps of a length, each in the direction that belongs to its number."""
    angle = _GOLDEN * number
    return np.column_stack([np.cos(angle), np.sin(angle)]) * np.reshape(length, (-1, 1))


def opened(places: np.ndarray, radius: np.ndarray) -> np.ndarray:
    """Places with those on one spot turned into a sunflower around it."""
    spot = np.round(places, 2)
    order = np.lexsort((spot[:, 1], spot[:, 0]))
    is_new = np.ones(len(order), dtype=bool)
    is_new[1:] = (np.diff(spot[order], axis=0) != 0).any(axis=1)
    first = np.flatnonzero(is_new)
    number = np.arange(len(order)) - first[np.cumsum(is_new) - 1]
    step = (2 * float(np.median(radius)) + GAP) * 0.55
    # One that is alone on its spot leaves it too, each in another direction.
    direction = number + np.where(number == 0, order, 0)
    result = places.copy()
    result[order] += aside(direction, step * np.sqrt(number + 1.0))
    return result


# --- crowded regions widen ------------------------------------------------------------


def widened(places: np.ndarray, area: np.ndarray, passes: int = 4) -> np.ndarray:
    """Places moved by a flow from crowded to free ground, until all have their area.

    The flow that evens out a density in one unit of time (Gastner, Seguy and More,
    2018). It is smooth, so neighbours stay neighbours. Ground that is not full counts
    as full: free regions are carried along, never filled up.
    """
    # A cell is about as wide as a mark; all around lies ground for what is too much.
    n_cells = int(np.clip(2 * np.sqrt(len(places)), 64, 512))
    for _ in range(passes):
        low, high = places.min(axis=0), places.max(axis=0)
        side = np.maximum((high - low) * 1.2, np.sqrt(area.sum() * 1.6))
        origin, cell = (low + high - side) / 2, float(side.max()) / n_cells
        shape = np.maximum(np.ceil(side / cell).astype(int), 16)
        at = (places - origin) / cell - 0.5
        density = _smooth(_deposited(at, area, shape) / cell**2)
        if density.max() < 1.4:
            break
        places = (_flowed(at, np.maximum(density, 1.0)) + 0.5) * cell + origin
    return places


def _deposited(at: np.ndarray, mass: np.ndarray, shape: np.ndarray) -> np.ndarray:
    """Mass in each cell of a grid; each point gives to the four cells around it."""
    base = np.floor(at).astype(int)
    part = at - base
    total = np.zeros(shape[0] * shape[1])
    for dx in (0, 1):
        for dy in (0, 1):
            x = np.clip(base[:, 0] + dx, 0, shape[0] - 1)
            y = np.clip(base[:, 1] + dy, 0, shape[1] - 1)
            share = np.abs(1 - dx - part[:, 0]) * np.abs(1 - dy - part[:, 1])
            total += np.bincount(x * shape[1] + y, share * mass, len(total))
    return total.reshape(shape)


def _smooth(density: np.ndarray) -> np.ndarray:
    """Density blurred by one cell."""
    x, y = (np.pi * np.arange(n) / n for n in density.shape)
    fading = np.exp(-(x[:, None] ** 2 + y[None, :] ** 2) / 2)
    blurred: np.ndarray = idctn(dctn(density) * fading)
    return blurred


def _flowed(at: np.ndarray, density: np.ndarray, steps: int = 16) -> np.ndarray:
    """Points carried by the flow that makes the density even, in cells of its grid."""
    mean = density.mean()
    x, y = (np.pi * np.arange(n) / n for n in density.shape)
    curvature = 2 * (2 - np.cos(x)[:, None] - np.cos(y)[None, :])
    curvature[0, 0] = 1.0
    waves = -dctn(density - mean) / curvature
    waves[0, 0] = 0.0
    flux = np.gradient(idctn(waves))

    def speed(at: np.ndarray, time: float) -> np.ndarray:
        here, along, across = (
            map_coordinates(field, at.T, order=1, mode="nearest")
            for field in (density, *flux)
        )
        passing = (1 - time) * here + time * mean
        return np.column_stack([along / passing, across / passing])

    for step in range(steps):
        halfway = at + speed(at, step / steps) / (2 * steps)
        at = at + speed(halfway, (step + 0.5) / steps) / steps
    return at


# --- what overlaps is pushed apart ----------------------------------------------------


def apart(places: np.ndarray, radius: np.ndarray, rounds: int = 300) -> np.ndarray:
    """Push overlapping nodes apart, a little at a time, until none touch."""
    places = places.copy()
    n = len(places)
    drift = np.inf
    for _ in range(rounds):
        if drift > _SLACK / 2:  # the list of near pairs may miss some by now
            first, second = _near(places, radius)
            listed = places.copy()
        step = places[second] - places[first]
        gap = np.hypot(step[:, 0], step[:, 1])
        lacking = radius[first] + radius[second] + GAP - gap
        close = np.flatnonzero(lacking > 0.01)
        if not len(close):
            break
        one, other, step, gap = first[close], second[close], step[close], gap[close]
        # Two nodes on one spot part along an angle that depends on their order only.
        same = gap < 1e-6
        step[same] = aside((one + other)[same], 1.0)
        gap[same] = 1.0
        push = step * (lacking[close] / gap / 2)[:, None]
        for axis in range(2):
            places[:, axis] -= np.bincount(one, push[:, axis], n)
            places[:, axis] += np.bincount(other, push[:, axis], n)
        drift = float(np.abs(places - listed).max())
    return places


def _near(places: np.ndarray, radius: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Pairs of nodes with less than the gap and some slack between them.

    The few large marks are asked for on their own: a reach for them would find every
    small mark far too many neighbours.
    """
    limit = float(np.quantile(radius, 0.9))
    small = np.flatnonzero(radius <= limit)
    large = np.flatnonzero(radius > limit)
    pairs = cKDTree(places[small]).query_pairs(
        2 * limit + GAP + _SLACK, output_type="ndarray"
    )
    first, second = small[pairs[:, 0]], small[pairs[:, 1]]
    if len(large):
        reach = radius[large] + radius.max() + GAP + _SLACK
        found = cKDTree(places).query_ball_point(places[large], reach)
        around = np.fromiter((one for few in found for one in few), dtype=np.intp)
        centre = np.repeat(large, [len(few) for few in found])
        once = (around != centre) & ((radius[around] <= limit) | (around > centre))
        first = np.concatenate([first, centre[once]])
        second = np.concatenate([second, around[once]])
    step = places[second] - places[first]
    gap = np.hypot(step[:, 0], step[:, 1])
    kept = gap < radius[first] + radius[second] + GAP + _SLACK
    return first[kept], second[kept]
