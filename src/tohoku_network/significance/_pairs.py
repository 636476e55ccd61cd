"""What do pairs of organizations share, and how likely is that by chance?"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import scipy.sparse as sp

from tohoku_network import _incidence, _nullmodels
from tohoku_network.errors import GraphError
from tohoku_network.network import AffiliationNetwork
from tohoku_network.significance import _models
from tohoku_network.significance._models import Model, Possible, Table
from tohoku_network.significance._tails import hypergeometric, tails

__all__ = ["MAX_PAIRS", "Tested", "order_of", "tested_pairs"]

MAX_PAIRS = 5_000_000
"""The most pairs of which a frame is made."""


class Tested(NamedTuple):
    """Pairs of rows of a table with what they share and how likely that is."""

    found: Table
    i: np.ndarray
    j: np.ndarray
    shared: np.ndarray
    expected: np.ndarray
    p_upper: np.ndarray
    p_lower: np.ndarray
    n_tests: int
    model: Model
    facts: dict[str, object]


def tested_pairs(
    net: AffiliationNetwork,
    model: str,
    side: str,
    possible: Possible,
    draws: int,
    seed: int,
    *,
    every: bool,
) -> Tested:
    """Check the options and test the tied pairs, or every pair, under the model."""
    known, draws = _models.checked_model(model), _models.checked_draws(draws)
    found = _models.table(net, side, known, possible)
    n = found.b.shape[0]
    n_tests = n * (n - 1) // 2
    if every and n_tests > MAX_PAIRS:
        msg = (
            f"{n:,} {side} make {n_tests:,} pairs, more than {MAX_PAIRS:,}; filter the "
            "network first, or test the tied pairs only"
        )
        raise GraphError(msg)
    i, j, shared = _pairs(found.b, every=every)
    facts: dict[str, object] = {
        "model": known,
        "side": side,
        "draws": draws if known == "fdsm" else None,
        "n_tests": n_tests,
        "n_tied": int((shared > 0).sum()),
        "structural_zeros": None
        if found.possible is None
        else int((~found.possible).sum()),
    }
    if known == "hypergeometric":
        degree = np.diff(found.b.indptr).astype(np.int64)
        m = found.b.shape[1]
        upper, lower = hypergeometric(shared, degree[i], degree[j], m)
        expected = degree[i] * degree[j] / max(m, 1)
    elif known == "fixed_groups":
        expected, upper, lower = _fixed_groups(found.b, shared)
    elif known == "sdsm":
        solved = _nullmodels.bicm(found.b, found.possible)
        facts.update(
            iterations=solved.iterations,
            residual=solved.residual,
            only_network=not solved.free.any(),
        )
        expected, upper, lower = _sdsm(solved, i, j, shared)
    else:
        expected, upper, lower, chain = _fdsm(found, i, j, shared, draws, seed)
        facts.update(chain=chain, only_network=chain["kept_by_chance"] == 1.0)
    return Tested(found, i, j, shared, expected, upper, lower, n_tests, known, facts)


def _pairs(
    b: sp.csr_array, *, every: bool
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Pairs i < j in order, tied ones or every one, with their shared count."""
    above = sp.triu(b @ b.T, k=1, format="csr")
    above.sort_indices()
    coo = above.tocoo()
    if not every:
        return coo.row.astype(np.int64), coo.col.astype(np.int64), _whole(coo.data)
    n = b.shape[0]
    i, j = np.triu_indices(n, 1)
    shared = np.zeros(len(i), dtype=np.int64)
    row, column = coo.row.astype(np.int64), coo.col.astype(np.int64)
    # Pairs before row i number i·n − i(i + 1)/2.
    shared[row * n - row * (row + 1) // 2 + column - row - 1] = _whole(coo.data)
    return i, j, shared


def _whole(counts: np.ndarray) -> np.ndarray:
    return np.rint(counts).astype(np.int64)


def _fixed_groups(
    b: sp.csr_array, shared: np.ndarray
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    n = b.shape[0]
    sizes, times = np.unique(
        np.bincount(b.indices, minlength=b.shape[1]), return_counts=True
    )
    chance = sizes * (sizes - 1) / max(n * (n - 1), 1)
    upper, lower = tails(
        chance[None, :], times, np.zeros(len(shared), dtype=np.int64), shared
    )
    return np.full(len(shared), float(times @ chance)), upper, lower


def _sdsm(
    solved: _nullmodels.Bicm, i: np.ndarray, j: np.ndarray, shared: np.ndarray
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    n_classes = len(solved.p)
    one, two = solved.row_class[i], solved.row_class[j]
    # Pairs of members of equal degrees have one distribution.
    key = np.minimum(one, two) * np.int64(n_classes) + np.maximum(one, two)
    cases, which = np.unique(key, return_inverse=True)
    times = solved.column_counts
    expected, upper, lower = np.zeros((3, len(key)))
    order = np.argsort(which, kind="stable")
    ends = np.searchsorted(which[order], np.arange(len(cases) + 1))
    step = max(1, 20_000_000 // max(len(times), 1))
    for start in range(0, len(cases), step):
        block = cases[start : start + step]
        chances = solved.p[block // n_classes] * solved.p[block % n_classes]
        asked = order[ends[start] : ends[min(start + step, len(cases))]]
        at = which[asked] - start
        expected[asked] = (chances @ times)[at]
        upper[asked], lower[asked] = tails(chances, times, at, shared[asked])
    return expected, upper, lower


def _fdsm(
    found: Table,
    i: np.ndarray,
    j: np.ndarray,
    shared: np.ndarray,
    draws: int,
    seed: int,
) -> tuple[np.ndarray, np.ndarray, np.ndarray, dict[str, object]]:
    b = found.b
    above, below = np.zeros((2, len(i)), dtype=np.int64)
    total = np.zeros(len(i), dtype=np.int64)
    blocks = list(_incidence.blocks(b.shape[0]))
    ends = [np.searchsorted(i, [rows[0], rows[-1] + 1]) for rows in blocks]
    last, kept = b, []
    for drawn in _models.matrices(found, "fdsm", draws, seed):
        turned = sp.csr_array(drawn.T)
        for rows, (start, end) in zip(blocks, ends, strict=True):
            part = slice(start, end)
            counts = (drawn[rows[0] : rows[-1] + 1] @ turned).toarray()
            values = _whole(counts[i[part] - rows[0], j[part]])
            above[part] += values >= shared[part]
            below[part] += values <= shared[part]
            total[part] += values
        kept.append(_nullmodels.kept_share(last, drawn))
        last = drawn
    chain = _models.chain(found, kept)
    return (
        total / draws,
        (above + 1) / (draws + 1),
        (below + 1) / (draws + 1),
        chain,
    )


def order_of(p: np.ndarray) -> np.ndarray:
    """Smallest p first; what differs by rounding only stays in order of ids."""
    digits = np.zeros(len(p))
    positive = p > 0
    scale = 10.0 ** (np.floor(np.log10(p[positive])) - 11)
    # The smallest numbers have no twelve digits to compare.
    scale = np.maximum(scale, 1e-300)
    digits[positive] = np.rint(p[positive] / scale) * scale
    return np.argsort(digits, kind="stable")
