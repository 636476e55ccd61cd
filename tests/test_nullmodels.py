"""Random matrices: probabilities, forced cells, uniform draws, degrees."""

from __future__ import annotations

import itertools
from collections import Counter

import numpy as np
import pytest
import scipy.sparse as sp
import scipy.stats
from hypothesis import given, settings
from hypothesis import strategies as st

import networks
from tohoku_network import _nullmodels, significance
from tohoku_network._nullmodels import _bicm
from tohoku_network.errors import ConvergenceError, GraphError


def sparse(dense) -> sp.csr_array:
    matrix = sp.csr_array(np.asarray(dense, dtype=float))
    matrix.eliminate_zeros()
    return matrix


def cells(model: _nullmodels.Bicm) -> np.ndarray:
    return model.p[np.ix_(model.row_class, model.column_class)]


def all_matrices(dense: np.ndarray, mask: np.ndarray | None = None) -> np.ndarray:
    """Every 0/1 matrix with the degrees of ``dense``, by trying all of them."""
    n, m = dense.shape
    every = np.array(list(itertools.product([0, 1], repeat=n * m))).reshape(-1, n, m)
    fits = (every.sum(1) == dense.sum(0)).all(1) & (every.sum(2) == dense.sum(1)).all(1)
    if mask is not None:
        fits &= (every[:, ~mask] == 0).all(1)
    return every[fits]


@st.composite
def tables(draw, masked: bool = False):
    n, m = draw(st.integers(1, 4)), draw(st.integers(1, 3))
    bits = draw(st.lists(st.booleans(), min_size=n * m, max_size=n * m))
    dense = np.array(bits, dtype=float).reshape(n, m)
    if not masked:
        return dense
    more = draw(st.lists(st.booleans(), min_size=n * m, max_size=n * m))
    return dense, np.array(more).reshape(n, m) | (dense > 0)


# --- the bipartite configuration model --------------------------------------------


def test_bicm_of_davis():
    # bicm 3.4.0 and R backbone 2.1.3 agree on these (Evelyn, E1 … E14).
    published = (
        ".3423 .3423 .5928 .4355 .7157 .7157 .8098 .9334 .8807 .5188 .4355 .5928 "
        ".3423 .3423"
    )
    b, members, groups = networks.davis().biadjacency()
    model = _nullmodels.bicm(b)
    order = [groups.index(f"E{number}") for number in range(1, 15)]
    evelyn = cells(model)[members.index("Evelyn Jefferson"), order]
    assert evelyn == pytest.approx([float(p) for p in published.split()], abs=1e-4)
    assert model.residual < 1e-9
    # The form of the maximum-entropy solution: log-odds are a row and a column term.
    logits = np.log(cells(model) / (1 - cells(model)))
    assert logits - logits[:1] - logits[:, :1] + logits[0, 0] == pytest.approx(0)


@settings(max_examples=60, deadline=None)
@given(tables())
def test_bicm_keeps_the_expected_degrees(dense):
    p = cells(_nullmodels.bicm(sparse(dense)))
    assert p.sum(axis=0) == pytest.approx(dense.sum(axis=0), abs=1e-9)
    assert p.sum(axis=1) == pytest.approx(dense.sum(axis=1), abs=1e-9)


@settings(max_examples=60, deadline=None)
@given(tables(masked=True))
def test_cells_settled_by_the_degrees_are_found_exactly(table):
    dense, mask = table
    model = _nullmodels.bicm(sparse(dense), mask)
    free = model.free[np.ix_(model.row_class, model.column_class)]
    every = all_matrices(dense, mask)
    assert (free == (every.min(0) != every.max(0))).all()
    assert (cells(model)[~free] == dense[~free]).all()
    assert (cells(model)[~mask] == 0).all()
    assert cells(model).sum(axis=1) == pytest.approx(dense.sum(axis=1), abs=1e-9)


def test_bicm_on_the_edge_of_what_is_possible():
    # Rows 1, 2 must hold columns 1, 2, and rows 3, 4 cannot hold columns 3, 4,
    # although no row is full: by hand, half of each remaining cell.
    dense = [[1, 1, 1, 0], [1, 1, 0, 1], [1, 0, 0, 0], [0, 1, 0, 0]]
    half = np.full((2, 2), 0.5)
    expected = np.block([[np.ones((2, 2)), half], [half, np.zeros((2, 2))]])
    assert cells(_nullmodels.bicm(sparse(dense))) == pytest.approx(expected)


def test_bicm_of_very_unequal_degrees():
    rng = np.random.default_rng(3)
    chance = np.outer(1 / (1 + np.arange(300)), 1 / (1 + np.arange(80))) ** 0.7
    b = sparse(rng.random((300, 80)) < chance)
    model = _nullmodels.bicm(b)
    assert cells(model).sum(axis=1) == pytest.approx(np.diff(b.indptr), abs=1e-9)
    assert len(model.p) < 60  # classes of equal degree, not single rows


def test_a_solution_that_does_not_settle_is_no_solution(monkeypatch):
    monkeypatch.setattr(_bicm, "_ITERATIONS", 1)
    b, _, _ = networks.davis().biadjacency()
    with pytest.raises(ConvergenceError, match=r"1 iterations .* model='fdsm'"):
        _nullmodels.bicm(b)
    # Draws that need no solution go on without the comparison with one.
    frame = significance.tie_pvalues(networks.davis(), model="fdsm", draws=5)
    assert frame.attrs["chain"]["kept_by_chance"] is None
    assert not frame.attrs["only_network"]


@pytest.mark.parametrize("shape", [(0, 0), (3, 0), (0, 2), (3, 2)])
def test_nothing_is_as_likely_as_nothing(shape):
    empty = sp.csr_array(shape)
    model = _nullmodels.bicm(empty)
    assert cells(model).shape == shape
    assert not cells(model).any()
    rng = np.random.default_rng(0)
    for draws in (
        _nullmodels.bicm_draws(model, 2, rng),
        _nullmodels.curveball_draws(empty, 2, rng),
        _nullmodels.fixed_row_draws(empty, 2, rng),
        _nullmodels.fixed_column_draws(empty, 2, rng),
    ):
        assert [drawn.nnz for drawn in draws] == [0, 0]


# --- draws ------------------------------------------------------------------------


def is_even(counts: Counter, n_cases: int) -> bool:
    """Whether all cases come up, as often as chance allows (χ² at one in 10,000)."""
    seen = np.array(list(counts.values()))
    return len(seen) == n_cases and scipy.stats.chisquare(seen).pvalue > 1e-4


SMALL = np.array([[1, 1, 0, 0], [0, 1, 1, 0], [0, 0, 0, 1.0], [1, 0, 0, 0]])


@pytest.mark.parametrize("masked", [False, True])
def test_trades_reach_every_table_equally_often(masked):
    mask = (SMALL > 0) | (np.arange(16).reshape(4, 4) % 3 > 0) if masked else None
    draws = _nullmodels.curveball_draws(
        sparse(SMALL), 1500, np.random.default_rng(0), cycles=3, possible=mask
    )
    counts = Counter(drawn.toarray().tobytes() for drawn in draws)
    assert is_even(counts, len(all_matrices(SMALL, mask)))


def test_fixed_rows_choose_every_set_of_columns_equally_often():
    dense = np.array([[1, 0, 0, 0, 0], [1, 1, 1, 1, 0], [1, 1, 0, 0, 0]])
    draws = list(
        _nullmodels.fixed_row_draws(sparse(dense), 2000, np.random.default_rng(0))
    )
    for row, n_cases in enumerate((5, 5, 10)):
        counts = Counter(drawn.toarray()[row].tobytes() for drawn in draws)
        assert is_even(counts, n_cases)


@settings(max_examples=25, deadline=None)
@given(tables(masked=True), st.integers(0, 5))
def test_draws_keep_what_they_promise(table, seed):
    dense, mask = table
    b = sparse(dense)
    rng = np.random.default_rng(seed)
    for drawn in _nullmodels.curveball_draws(b, 3, rng, possible=mask):
        assert (drawn.toarray().sum(axis=0) == dense.sum(axis=0)).all()
        assert (drawn.toarray().sum(axis=1) == dense.sum(axis=1)).all()
        assert set(drawn.data) <= {1.0}
        assert not drawn.toarray()[~mask].any()
    for drawn in _nullmodels.fixed_row_draws(b, 3, rng):
        assert (drawn.toarray().sum(axis=1) == dense.sum(axis=1)).all()
    for drawn in _nullmodels.fixed_column_draws(b, 3, rng):
        assert (drawn.toarray().sum(axis=0) == dense.sum(axis=0)).all()
    for drawn in _nullmodels.bicm_draws(_nullmodels.bicm(b, mask), 3, rng):
        assert set(drawn.data) <= {1.0}
        assert not drawn.toarray()[~mask].any()


def test_bicm_draws_have_the_probabilities_of_the_model():
    b, _, _ = networks.davis().biadjacency()
    model = _nullmodels.bicm(b)
    draws = 1000
    total = sum(_nullmodels.bicm_draws(model, draws, np.random.default_rng(0)))
    p = cells(model)
    z = (total.toarray() / draws - p) / np.sqrt(p * (1 - p) / draws)
    assert abs(z).max() < 4.5
    assert z.std() == pytest.approx(1, abs=0.15)


def test_chain_is_valid_however_slowly_it_mixes():
    # Besag and Clifford: the chain is entered at a random place, so that the rank of
    # a matrix drawn at random among its own draws, a cycle apart, favours no place.
    rng = np.random.default_rng(1)
    value = rng.random(SMALL.shape)
    small_p, runs = 0, 0
    for start in all_matrices(SMALL).astype(float):
        for _ in range(8):
            draws = _nullmodels.curveball_draws(sparse(start), 4, rng, cycles=1)
            above = sum(
                drawn.multiply(value).sum() >= (start * value).sum() - 1e-12
                for drawn in draws
            )
            small_p += (above + 1) / 5 <= 0.2
            runs += 1
    assert small_p / runs < 0.2 + 3 * np.sqrt(0.16 / runs)


def test_draws_depend_on_the_seed_alone():
    b, _, _ = networks.davis().biadjacency()
    first, again, other = (
        [
            drawn.toarray()
            for drawn in _nullmodels.curveball_draws(b, 3, np.random.default_rng(seed))
        ]
        for seed in (5, 5, 6)
    )
    assert np.array_equal(first, again)
    assert not np.array_equal(first, other)


def test_draws_forget_where_they_came_from():
    rng = np.random.default_rng(0)
    b = sparse(rng.random((400, 60)) < 0.05)
    expected = _nullmodels.kept_by_chance(_nullmodels.bicm(b))
    kept = [
        _nullmodels.kept_share(b, drawn)
        for drawn in _nullmodels.curveball_draws(b, 20, rng, cycles=15)
    ]
    assert np.mean(kept) == pytest.approx(expected, abs=0.02)
    assert _nullmodels.kept_by_chance(_nullmodels.bicm(sparse(np.ones((3, 2))))) == 1.0


def test_masks_are_checked():
    b = sparse(SMALL)
    assert _nullmodels.checked_mask(b, sp.csr_array(SMALL)).dtype == bool
    with pytest.raises(ValueError, match="shape"):
        _nullmodels.checked_mask(b, np.ones((2, 2)))
    large = sp.csr_array((100_000, 100_000))
    with pytest.raises(GraphError, match="filter"):
        _nullmodels.checked_mask(large, large)
