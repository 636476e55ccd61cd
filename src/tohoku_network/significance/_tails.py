"""How likely is a count at least, or at most, this large?

Exact tails of sums of unequal coins, for many sums at once, and corrections of
p-values for the number of tests. Tails are sums of positive terms only, so that the
smallest of them keep their relative precision.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal, get_args

import numpy as np
import scipy.stats

__all__ = ["Correction", "adjusted", "hypergeometric", "poisson_binomial", "tails"]

Correction = Literal["holm", "bh", "none"]
"""Holm (any false tie), Benjamini–Hochberg (share of false ties), or neither."""

_BATCH = 2_000_000
"""Numbers held at once while distributions are added up."""


def poisson_binomial(
    p: Sequence[float] | np.ndarray, k: int, *, tail: Literal["upper", "lower"]
) -> float:
    """Probability that at least, or at most, k of some unequal coins show heads.

    P(X ≥ k) or P(X ≤ k) for X the number of successes in independent trials with
    the probabilities ``p``; the exact convolution, no approximation. From 0 to 1.

    Parameters
    ----------
    p
        Probability of each trial, 0 to 1; may be empty.
    k
        The count; any integer.
    tail
        ``"upper"`` for P(X ≥ k), ``"lower"`` for P(X ≤ k).

    Returns
    -------
    float
        The tail probability, with an error below 1e-12 of its size.

    Raises
    ------
    ValueError
        If a probability lies outside 0 to 1, or ``tail`` is neither word.

    References
    ----------
    Hong, Y. (2013). On computing the distribution function for the Poisson binomial
    distribution. Comput. Stat. Data Anal. 59, 41–51.

    Examples
    --------
    >>> round(poisson_binomial([0.5, 0.5, 0.5], 2, tail="upper"), 12)
    0.5
    >>> poisson_binomial([0.2, 0.7], 0, tail="upper")
    1.0
    """
    if tail not in ("upper", "lower"):
        msg = f"tail must be 'upper' or 'lower', not {tail!r}"
        raise ValueError(msg)
    chances = np.asarray(p, dtype=float).reshape(1, -1)
    if not ((chances >= 0) & (chances <= 1)).all():
        msg = "p must hold probabilities between 0 and 1"
        raise ValueError(msg)
    if k < 0 or k > chances.shape[1]:
        return float((k < 0) == (tail == "upper"))
    upper, lower = tails(
        chances,
        np.ones(chances.shape[1], dtype=np.int64),
        np.zeros(1, dtype=np.int64),
        np.array([k]),
    )
    return float((upper if tail == "upper" else lower)[0])


def tails(
    chances: np.ndarray, times: np.ndarray, which: np.ndarray, counts: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """P(X ≥ count) and P(X ≤ count), with X the sum that ``which`` names.

    Row r of ``chances`` holds the probabilities of sum r, each of them standing for
    ``times`` trials.
    """
    upper, lower = np.ones(len(counts)), np.ones(len(counts))
    if not len(counts):
        return upper, lower
    largest = np.zeros(len(chances), dtype=np.int64)
    np.maximum.at(largest, which, counts)
    order = np.argsort(which, kind="stable")
    ends = np.searchsorted(which[order], np.arange(len(chances) + 1))
    # Sums that need equally long distributions are added up together.
    length = np.int64(2) << np.ceil(np.log2(largest + 2)).astype(np.int64) >> 1
    for size in np.unique(length):
        rows = np.flatnonzero(length == size)
        step = max(1, _BATCH // max(int(size), chances.shape[1], 1))
        for start in range(0, len(rows), step):
            block = rows[start : start + step]
            mass = _masses(chances[block], times, int(size))
            from_top = mass[:, ::-1].cumsum(axis=1)[:, ::-1]
            from_bottom = mass.cumsum(axis=1)
            asked = np.concatenate([order[ends[r] : ends[r + 1]] for r in block])
            row = np.repeat(np.arange(len(block)), np.diff(ends)[block])
            upper[asked] = from_top[row, counts[asked]]
            lower[asked] = from_bottom[row, counts[asked]]
    upper[counts <= 0] = 1.0
    return np.minimum(upper, 1.0), np.minimum(lower, 1.0)


def _masses(chances: np.ndarray, times: np.ndarray, size: int) -> np.ndarray:
    """Probabilities of the counts 0 … size − 1, and of all larger ones together."""
    mass = np.zeros((len(chances), size + 1))
    mass[:, 0] = 1.0
    for column, repeats in enumerate(times):
        p = chances[:, column, None]
        if repeats <= 2 * size:
            for _ in range(int(repeats)):
                up = mass[:, :-1] * p
                mass[:, :-1] *= 1 - p
                mass[:, 1:] += up
        else:
            mass = _added(mass, p, int(repeats), size)
    return mass


def _added(mass: np.ndarray, p: np.ndarray, repeats: int, size: int) -> np.ndarray:
    """Distribution after so many more trials of one probability."""
    heads = scipy.stats.binom.pmf(np.arange(size)[None, :], repeats, p)
    beyond = scipy.stats.binom.sf(np.arange(size)[None, :] - 1, repeats, p)
    result = np.zeros_like(mass)
    for before in range(size):
        result[:, before:size] += mass[:, before, None] * heads[:, : size - before]
        over = size - before
        more = (
            beyond[:, over]
            if over < size
            else scipy.stats.binom.sf(size - 1, repeats, p[:, 0])
        )
        result[:, size] += mass[:, before] * more
    result[:, size] += mass[:, size]
    return result


def hypergeometric(
    counts: np.ndarray, first: np.ndarray, second: np.ndarray, m: int
) -> tuple[np.ndarray, np.ndarray]:
    """P(X ≥ count) and P(X ≤ count) for the overlap of two random subsets of m."""
    if not len(counts):
        return np.ones(0), np.ones(0)
    base = np.int64(max(first.max(), second.max()) + 1)
    sizes = np.minimum(first, second) * base + np.maximum(first, second)
    # Each pair of sizes has one distribution, which serves all its counts.
    cases, back = np.unique(sizes * base + counts, return_inverse=True)
    pairs, at = np.unique(cases // base, return_inverse=True)
    ends = np.searchsorted(at, np.arange(len(pairs) + 1))
    k = cases % base
    upper, lower = np.ones((2, len(cases)))
    for number, pair in enumerate(pairs):
        small, large = int(pair // base), int(pair % base)
        asked = slice(ends[number], ends[number + 1])
        mass = scipy.stats.hypergeom.pmf(np.arange(small + 1), m, large, small)
        upper[asked] = mass[::-1].cumsum()[::-1][k[asked]]
        lower[asked] = mass.cumsum()[k[asked]]
        upper[asked][k[asked] <= small + large - m] = 1.0
        lower[asked][k[asked] >= small] = 1.0
    upper[k <= 0] = 1.0
    return np.minimum(upper, 1.0)[back], np.minimum(lower, 1.0)[back]


def adjusted(
    p: Sequence[float] | np.ndarray,
    *,
    correction: Correction = "holm",
    n_tests: int | None = None,
) -> np.ndarray:
    r"""P-values corrected for the number of tests, in the order given.

    With p₁ ≤ p₂ ≤ … and m tests: ``holm`` is the running maximum of
    :math:`(m - i + 1)\,p_i`; any false positive among all tests then has probability
    at most α. ``bh`` is the running minimum, from the largest, of
    :math:`m\,p_i / i`; the expected share of false positives is then at most α for
    independent or positively dependent tests. Both are capped at 1; equal p-values
    get equal results.

    Parameters
    ----------
    p
        The p-values.
    correction
        ``"holm"``, ``"bh"`` or ``"none"``.
    n_tests
        Number of tests, when those whose p is 1 are left out of ``p``; None for
        ``len(p)``.

    Returns
    -------
    numpy.ndarray
        Corrected values from 0 to 1.

    Raises
    ------
    ValueError
        If ``correction`` is none of the words, or there are fewer tests than values.

    References
    ----------
    Holm, S. (1979). A simple sequentially rejective multiple test procedure. Scand.
    J. Stat. 6, 65–70. Benjamini, Y. and Hochberg, Y. (1995). Controlling the false
    discovery rate. J. R. Stat. Soc. B 57, 289–300.

    Examples
    --------
    >>> adjusted([0.01, 0.04, 0.03]).round(4).tolist()
    [0.03, 0.06, 0.06]
    >>> adjusted([0.01, 0.04, 0.03], correction="bh").round(4).tolist()
    [0.03, 0.04, 0.04]
    """
    values = np.asarray(p, dtype=float)
    m = len(values) if n_tests is None else n_tests
    if correction not in get_args(Correction):
        words = ", ".join(map(repr, get_args(Correction)))
        msg = f"correction must be one of {words}, not {correction!r}"
        raise ValueError(msg)
    if m < len(values):
        msg = f"n_tests ({m}) is smaller than the number of p-values ({len(values)})"
        raise ValueError(msg)
    if correction == "none" or not len(values):
        return values.copy()
    order = np.argsort(values, kind="stable")
    place = np.arange(1, len(values) + 1)
    if correction == "holm":
        steps = np.maximum.accumulate((m - place + 1) * values[order])
    else:
        steps = np.minimum.accumulate((m * values[order] / place)[::-1])[::-1]
    result = np.empty(len(values))
    result[order] = np.minimum(steps, 1.0)
    return result
