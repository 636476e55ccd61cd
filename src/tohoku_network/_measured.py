"""Which numbers can be had by name, and which ranks follow from them?

Rooms that repeat a measure (after a change, over hundreds of draws, on two dates)
take it by name and compute it on the incidence matrix, without names and frames.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache
from types import MappingProxyType

import numpy as np
import pandas as pd
import scipy.sparse as sp
from threadpoolctl import ThreadpoolController

from tohoku_network import _incidence
from tohoku_network._incidence.matrix import Folded
from tohoku_network.network import AffiliationNetwork, Side

__all__ = ["KERNELS", "Measure", "kernel", "measure_name", "measured", "ranked"]

Kernel = Callable[[sp.csr_array], np.ndarray]
"""From the members × groups matrix to one number a row."""

Measure = str | Callable[[AffiliationNetwork], pd.Series]
"""A measure by its name, or a function of the network."""

_DENSE = 600
"""Classes of rows up to which dense products are faster than sparse ones."""

_TOLERANCE = 1e-9
_ROUNDING = 1e-12
_MOST_ITERATIONS = 10_000


def _memberships(b: sp.csr_array) -> np.ndarray:
    return np.diff(b.indptr)


def _strength(b: sp.csr_array) -> np.ndarray:
    return _incidence.tie_product(b, "newman")(np.ones(b.shape[0]))


def _closeness(b: sp.csr_array) -> np.ndarray:
    found = _incidence.reach(b)
    n = b.shape[0]
    inverse = np.divide(
        found.others, found.total, out=np.zeros(n), where=found.total > 0
    )
    return inverse * found.others / max(n - 1, 1)


def _harmonic(b: sp.csr_array) -> np.ndarray:
    return _incidence.reach(b).inverse / max(b.shape[0] - 1, 1)


def _betweenness(b: sp.csr_array) -> np.ndarray:
    """Half of the sum over ordered pairs, in dense products where those are faster."""
    kept = _incidence.fold(b)
    if len(kept.copies) > _DENSE:
        return _incidence.folded_betweenness(b) / 2
    # Many small products: threads that wait for each other on a busy machine cost
    # a hundred times what they save.
    with _threads().limit(limits=1, user_api="blas"):
        return _dense_betweenness(kept)


@cache
def _threads() -> ThreadpoolController:
    return ThreadpoolController()


def _dense_betweenness(kept: Folded) -> np.ndarray:
    """Brandes' accumulation from all sources at once, on classes of equal rows."""
    copies = kept.copies[:, None].astype(float)
    groups = kept.b.toarray()
    tied = (groups @ groups.T > 0).astype(float)
    # Copies of a class are tied to each other and never between anyone they share.
    np.fill_diagonal(tied, 0.0)
    paths = np.eye(len(copies))
    frontier, levels = paths, [paths > 0]
    unmet = ~levels[0]
    while True:
        arriving = tied @ (copies * frontier if len(levels) > 1 else frontier)
        new = (arriving > 0) & unmet
        if not new.any():
            break
        frontier = arriving * new
        unmet ^= new
        levels.append(new)
        paths = paths + frontier
    dependency = np.zeros_like(paths)
    for depth in range(len(levels) - 1, 1, -1):
        sent = copies * (1.0 + dependency)
        sent = np.divide(sent, paths, out=np.zeros_like(sent), where=levels[depth])
        dependency += paths * levels[depth - 1] * (tied @ sent)
    return (dependency @ copies[:, 0])[kept.of] / 2


def _two_mode_betweenness(b: sp.csr_array) -> np.ndarray:
    return _incidence.two_mode_betweenness(b)[0] / 2


def _eigenvector(b: sp.csr_array) -> np.ndarray:
    values = np.zeros(b.shape[0])
    for rows, columns in _incidence.components(b):
        if len(rows) > 1:
            vector = _incidence.leading_vector(
                _incidence.tie_product(sp.csr_array(b[rows][:, columns]), None),
                len(rows),
                measure="eigenvector",
                max_iterations=_MOST_ITERATIONS,
            )
            values[rows] = vector * np.sqrt(len(rows) / b.shape[0])
    return values


KERNELS: Mapping[str, Kernel] = MappingProxyType(
    {
        "memberships": _memberships,
        "degree": _incidence.degrees,
        "strength": _strength,
        "coreness": _incidence.coreness,
        "closeness": _closeness,
        "harmonic": _harmonic,
        "betweenness": _betweenness,
        "two_mode_betweenness": _two_mode_betweenness,
        "eigenvector": _eigenvector,
    }
)
"""Measures by name; each equals the measure of that name with its defaults, but
``memberships`` counts groups and ``two_mode_betweenness`` is raw."""


def kernel(measure: str) -> Kernel:
    """Kernel of a measure, or an error that lists the names."""
    if measure in KERNELS:
        return KERNELS[measure]
    msg = (
        f"no measure is called {measure!r}; there is {', '.join(KERNELS)}, "
        "or give a function of the network"
    )
    raise ValueError(msg)


def measure_name(measure: Measure) -> str:
    """How a result calls a measure."""
    if isinstance(measure, str):
        return measure
    return str(getattr(measure, "__name__", type(measure).__name__))


def measured(net: AffiliationNetwork, measure: Measure, side: Side) -> pd.Series:
    """Values of a measure as floats, indexed by id; what it leaves out is missing."""
    b, ids, _ = net.oriented(side)
    index = pd.Index(ids, name="id", dtype="str")
    if isinstance(measure, str):
        values = kernel(measure)(b)
    elif callable(measure):
        found = measure(net)
        if not isinstance(found, pd.Series):
            name = measure_name(measure)
            msg = f"{name} must return a Series, not {type(found).__name__}"
            raise TypeError(msg)
        values = found.reindex(index).to_numpy(float, na_value=np.nan)
    else:
        msg = f"a measure is a name or a function, not {type(measure).__name__}"
        raise TypeError(msg)
    return pd.Series(
        np.asarray(values, dtype=float), index=index, name=measure_name(measure)
    )


def ranked(values: np.ndarray) -> np.ndarray:
    """Competition ranks, largest first, 0 for missing values.

    Values within a relative 1e-9 of the first of their run, or 1e-12 of the largest
    value, share its rank, so that rounding never tells equals apart.
    """
    order = np.argsort(-values, kind="stable")
    places = np.zeros(len(values), dtype=np.int64)
    largest = float(np.abs(values[np.isfinite(values)]).max(initial=0.0))
    leader, rank = np.nan, 0
    for position, (row, value) in enumerate(
        zip(order.tolist(), values[order].tolist(), strict=True), 1
    ):
        if value != value:  # missing values are sorted to the end
            break
        slack = max(_TOLERANCE * max(abs(value), abs(leader)), _ROUNDING * largest)
        if not abs(value - leader) <= slack:
            leader, rank = value, position
        places[row] = rank
    return places
