"""The matrix room against NetworkX on random incidence matrices."""

from __future__ import annotations

import networkx as nx
import numpy as np
import pytest
import scipy.sparse as sp

from tohoku_network import ConvergenceError, _incidence
from tohoku_network._incidence import paths, weighted

WEIGHTS = ("newman", "shared", "jaccard", "cosine")


def random_incidence(seed: int) -> sp.csr_array:
    rng = np.random.default_rng(seed)
    n, m = rng.integers(1, 16), rng.integers(1, 9)
    return sp.csr_array(
        (rng.random((n, m)) < rng.choice([0.1, 0.25, 0.5])).astype(float)
    )


def two_mode(b: sp.csr_array) -> nx.Graph:
    n, m = b.shape
    graph = nx.empty_graph(n + m)
    graph.add_edges_from((i, n + j) for i, j in zip(*b.nonzero(), strict=True))
    return graph


def values(found: dict[int, float]) -> list[float]:
    return [found[i] for i in range(len(found))]


@pytest.fixture(params=range(24))
def b(request: pytest.FixtureRequest) -> sp.csr_array:
    return random_incidence(request.param)


def test_projections_follow_from_the_definitions(b):
    dense = b.toarray()
    shared = dense @ dense.T
    np.fill_diagonal(shared, 0)
    size, degree = dense.sum(axis=0), dense.sum(axis=1)
    expected = {
        "shared": shared,
        "newman": dense
        @ np.diag(np.where(size > 1, 1 / np.maximum(size - 1, 1), 0))
        @ dense.T,
        "jaccard": shared / np.maximum(degree[:, None] + degree - shared, 1),
        "cosine": shared / np.sqrt(np.maximum(np.outer(degree, degree), 1)),
    }
    np.fill_diagonal(expected["newman"], 0)
    x = np.random.default_rng(0).random(len(dense))
    for weight in WEIGHTS:
        found = _incidence.projection(b, weight)
        assert found.toarray() == pytest.approx(expected[weight], abs=1e-12)
        assert found.diagonal().sum() == 0
        product = _incidence.tie_product(b, weight)
        assert product(x) == pytest.approx(expected[weight] @ x, abs=1e-12)
    plain = (shared > 0).astype(float)
    assert _incidence.adjacency(b).toarray() == pytest.approx(plain)
    assert _incidence.tie_product(b, None)(x) == pytest.approx(plain @ x, abs=1e-12)
    assert _incidence.excess(b).toarray() == pytest.approx(np.maximum(shared - 1, 0))
    assert _incidence.gram_product(b)(x) == pytest.approx(dense @ dense.T @ x)
    bound, largest = _incidence.possible_ties(b)
    assert bound >= plain.sum() / 2
    assert size[largest] == size.max()


def test_folding_puts_rows_with_the_same_groups_together(b):
    kept = _incidence.fold(b)
    assert kept.b[kept.of].toarray() == pytest.approx(b.toarray())
    assert kept.copies.sum() == b.shape[0]
    assert len(np.unique(kept.b.toarray(), axis=0)) == kept.b.shape[0]


def test_components_are_those_of_the_two_mode_graph(b):
    n = b.shape[0]
    expected = {
        frozenset(piece)
        for piece in nx.connected_components(two_mode(b))
        if len(piece) > 1
    }
    pieces = _incidence.components(b)
    assert {frozenset([*rows, *(columns + n)]) for rows, columns in pieces} == expected
    assert [len(rows) for rows, _ in pieces] == sorted(
        (len(rows) for rows, _ in pieces), reverse=True
    )


def test_degrees_and_cores_equal_those_of_the_built_projection(b):
    graph = nx.from_scipy_sparse_array(_incidence.adjacency(b))
    assert _incidence.degrees(b).tolist() == [d for _, d in graph.degree]
    assert _incidence.coreness(b).tolist() == values(nx.core_number(graph))


def test_hops_are_counted_from_every_row(b):
    n, m = b.shape
    graph = two_mode(b)
    rows, columns = _incidence.hop_counts(b)
    for node in range(n + m):
        lengths = nx.single_source_shortest_path_length(graph, node)
        met = [d for other, d in lengths.items() if other < n and other != node]
        found = rows[:, node] if node < n else columns[:, node - n]
        expected = np.bincount(np.array(met, dtype=int) // 2, minlength=len(found))
        assert found.tolist() == expected.tolist()
    levels = list(_incidence.distance_levels(b, np.arange(n)))
    assert [level.sum() for level in levels] == [c for c in rows[1:].sum(axis=1) if c]


def test_more_sources_than_fit_one_search(monkeypatch):
    # A path of 150 members, searched in three blocks of bits.
    monkeypatch.setattr(paths, "_BITS", 64)
    n = 150
    b = sp.csr_array(
        sp.diags_array([np.ones(n - 1)] * 2, offsets=[0, -1], shape=(n, n - 1))
    )
    reach = _incidence.reach(b)
    steps = np.arange(n)
    assert reach.total.tolist() == [(np.abs(steps - i)).sum() for i in range(n)]
    assert (reach.others == n - 1).all()


def test_betweenness_three_ways(b):
    n = b.shape[0]
    tied = _incidence.adjacency(b)
    graph = nx.from_scipy_sparse_array(tied)
    expected = values(nx.betweenness_centrality(graph, normalized=False))
    assert _incidence.betweenness(tied) / 2 == pytest.approx(expected, abs=1e-10)
    assert _incidence.folded_betweenness(b) / 2 == pytest.approx(expected, abs=1e-10)
    sources, targets = np.arange(0, n, 2), np.arange(0, n, 3)
    between = nx.betweenness_centrality_subset(
        graph, sources.tolist(), targets.tolist()
    )
    for found in (
        _incidence.betweenness(tied, sources, targets),
        _incidence.folded_betweenness(b, sources, targets),
    ):
        assert found / 2 == pytest.approx(values(between), abs=1e-10)


def test_two_mode_betweenness_of_both_sides(b):
    rows, columns = _incidence.two_mode_betweenness(b)
    expected = values(nx.betweenness_centrality(two_mode(b), normalized=False))
    assert np.concatenate([rows, columns]) / 2 == pytest.approx(expected, abs=1e-10)


@pytest.mark.parametrize("weight", WEIGHTS)
def test_weighted_paths(b, weight):
    tied = _incidence.lengths(b, weight)
    graph = nx.from_scipy_sparse_array(tied)
    expected = nx.betweenness_centrality(graph, weight="weight", normalized=False)
    found = _incidence.weighted_betweenness(b, weight) / 2
    assert found == pytest.approx(values(expected), abs=1e-9)
    reach = _incidence.weighted_reach(b, weight)
    for node, lengths in nx.all_pairs_dijkstra_path_length(graph):
        away = np.array([d for other, d in lengths.items() if other != node])
        assert reach.others[node] == len(away)
        assert reach.total[node] == pytest.approx(away.sum())
        assert reach.inverse[node] == pytest.approx((1 / away).sum())


def test_lengths_that_differ_by_rounding_are_equally_short():
    # Three lengths of one tenth and two tenths: 0.1 + 0.2 is not 0.3 in floats.
    tied = sp.coo_array(
        ([0.1, 0.2, 0.3, 0.1, 0.2, 0.3], ([0, 1, 0, 1, 2, 2], [1, 2, 2, 0, 1, 0])),
        shape=(3, 3),
    )
    distance = sp.csgraph.dijkstra(tied.tocsr(), indices=0)
    assert weighted._dependency(tied, 0, distance).tolist() == [0, 0.5, 0]


def test_nothing_comes_of_an_empty_matrix():
    for shape in ((0, 0), (0, 3), (3, 0)):
        b = sp.csr_array(shape)
        n, m = shape
        assert _incidence.components(b) == []
        assert _incidence.degrees(b).tolist() == [0] * n
        assert _incidence.coreness(b).tolist() == [0] * n
        assert _incidence.folded_betweenness(b).tolist() == [0] * n
        rows, columns = _incidence.two_mode_betweenness(b)
        assert (rows.tolist(), columns.tolist()) == ([0] * n, [0] * m)
        assert _incidence.reach(b).inverse.tolist() == [0] * n
        assert _incidence.two_mode_reach(b).others.tolist() == [0] * n
        assert _incidence.excess(b).shape == (n, n)
        assert _incidence.possible_ties(b)[0] == 0


def test_leading_vector_of_a_long_path():
    # Path of n nodes: the vector is sin(pi i / (n + 1)) (Lovász, 1979, exercise 11).
    n = 300
    path = sp.csr_array(sp.diags_array([np.ones(n - 1)] * 2, offsets=[-1, 1]))
    found = _incidence.leading_vector(
        lambda x: path @ x, n, measure="m", max_iterations=10_000
    )
    expected = np.sin(np.pi * np.arange(1, n + 1) / (n + 1))
    assert found == pytest.approx(expected / np.linalg.norm(expected), abs=1e-7)


def test_leading_vector_of_a_bipartite_graph_does_not_oscillate():
    star = nx.to_scipy_sparse_array(nx.star_graph(5), dtype=float)
    found = _incidence.leading_vector(
        lambda x: star @ x, 6, measure="m", max_iterations=100
    )
    assert found == pytest.approx([0.5**0.5] + [0.1**0.5] * 5)


def test_an_iteration_that_does_not_settle_says_how_far_it_came():
    path = nx.to_scipy_sparse_array(nx.path_graph(200), dtype=float)
    with pytest.raises(
        ConvergenceError, match=r"m did not settle: 50 iterations .*residual"
    ):
        _incidence.leading_vector(
            lambda x: path @ x, 200, measure="m", max_iterations=50
        )
    with pytest.raises(ConvergenceError, match="raise max_iterations"):
        _incidence.fixed_point(
            lambda x: 0.5 * x + 1,
            np.zeros(2),
            contraction=0.5,
            measure="m",
            max_iterations=3,
        )
    found = _incidence.fixed_point(
        lambda x: 0.5 * x + 1,
        np.zeros(2),
        contraction=0.5,
        measure="m",
        max_iterations=99,
    )
    assert found == pytest.approx([2, 2], abs=1e-11)
