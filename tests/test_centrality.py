"""Centrality against published values, NetworkX and igraph, and its own laws."""

from __future__ import annotations

import itertools
import math
import os
import subprocess
import sys
from pathlib import Path

import igraph
import networkx as nx
import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from networks import davis, florentine, from_groups, from_ties, odd_networks
from tohoku_network import AffiliationNetwork, ConvergenceError, centrality

WEIGHTED = (
    "strength",
    "closeness",
    "harmonic",
    "betweenness",
    "eigenvector",
    "pagerank",
)
WEIGHTS = ("newman", "shared", "jaccard", "cosine")


def of(name: str):
    return centrality.MEASURES[name]


def same(found: pd.Series, expected: dict[str, float], tolerance: float = 1e-9) -> None:
    assert found.to_dict() == pytest.approx(expected, abs=tolerance)


# --- published values -----------------------------------------------------------


def test_davis_two_mode_degree():
    # Borgatti & Halgin 2011, table in the NetworkX bipartite tests.
    women = centrality.two_mode_degree(davis())
    for name in ("Evelyn Jefferson", "Theresa Anderson", "Nora Fayette"):
        assert women[name] == pytest.approx(0.57, abs=5e-3)
    assert women["Sylvia Avondale"] == pytest.approx(0.50, abs=5e-3)
    assert women["Olivia Carleton"] == pytest.approx(0.14, abs=5e-3)
    events = centrality.two_mode_degree(davis(), side="groups")
    for name, value in {"E8": 0.78, "E9": 0.67, "E7": 0.56}.items():
        assert events[name] == pytest.approx(value, abs=5e-3)


def test_davis_two_mode_betweenness():
    # Same source; the raw value agrees with R netrics too, which normalizes otherwise.
    women = centrality.two_mode_betweenness(davis())
    published = {
        "Nora Fayette": 0.1135,
        "Evelyn Jefferson": 0.0966,
        "Theresa Anderson": 0.0876,
    }
    for name, value in published.items():
        assert women[name] == pytest.approx(value, abs=1e-4)
    events = centrality.two_mode_betweenness(davis(), side="groups")
    assert events["E8"] == pytest.approx(0.2438, abs=1e-4)
    assert events["E9"] == pytest.approx(0.2255, abs=1e-4)
    raw = centrality.two_mode_betweenness(davis(), normalized=False)
    assert raw["Evelyn Jefferson"] == pytest.approx(42.9802, abs=1e-4)


def test_davis_two_mode_closeness():
    # Same source.
    women = centrality.two_mode_closeness(davis())
    assert women["Evelyn Jefferson"] == pytest.approx(0.8, abs=1e-4)
    events = centrality.two_mode_closeness(davis(), side="groups")
    assert events["E8"] == pytest.approx(0.8462, abs=1e-4)
    assert events["E9"] == pytest.approx(0.7857, abs=1e-4)


def test_davis_projections():
    # NetworkX: 139 ties among the women, 66 among the events; E8 and E9 share 9.
    assert centrality.degree(davis()).sum() == 2 * 139
    assert centrality.degree(davis(), side="groups").sum() == 2 * 66


def test_florentine_betweenness():
    # Padgett's marriages, raw, as NetworkX gives it.
    found = centrality.betweenness(florentine())
    published = {"Medici": 47.5, "Guadagni": 23.1667, "Albizzi": 19.3333}
    for name, value in published.items():
        assert found[name] == pytest.approx(value, abs=1e-4)


def test_path_of_four():
    # P4 with sides {1, 3}: two-mode betweenness 0, 1, 1, 0 (NetworkX bipartite tests).
    net = from_groups({"1": "02", "3": "2"})
    same(centrality.two_mode_betweenness(net), {"0": 0, "2": 1})
    same(centrality.two_mode_betweenness(net, side="groups"), {"1": 1, "3": 0})


def test_collaboration_weights():
    # Newman (2001) in the NetworkX projection tests: a-b weighs 1, b-c weighs 2.
    net = from_groups({"1": "ab", "2": "bc", "3": "c", "4": "bc"})
    same(centrality.strength(net), {"a": 1, "b": 3, "c": 2})
    assert net.project().edges["b", "c"]["weight"] == pytest.approx(2)


# --- a second program -----------------------------------------------------------


def wheel_of_groups() -> AffiliationNetwork:
    """Two pieces, an isolate, twins, and pairs that share several groups."""
    return from_groups(
        {
            "p": "abcd",
            "q": "cdef",
            "r": "fgh",
            "s": "hia",
            "t": "cd",
            "u": "xyz",
            "v": "xy",
        },
        isolates="w",
    )


NETS = {
    "davis": davis,
    "florentine": florentine,
    "wheel": wheel_of_groups,
    **{name: (lambda net=net: net) for name, net in odd_networks().items()},
}


@pytest.fixture(params=NETS, scope="module")
def net(request: pytest.FixtureRequest) -> AffiliationNetwork:
    return NETS[request.param]()


@pytest.mark.parametrize("side", ["members", "groups"])
def test_plain_measures_equal_networkx(net, side):
    graph = net.project(side)
    n = len(graph)
    same(centrality.degree(net, side=side), dict(graph.degree))
    same(centrality.coreness(net, side=side), nx.core_number(graph))
    same(centrality.closeness(net, side=side), nx.closeness_centrality(graph))
    harmonic = nx.harmonic_centrality(graph)
    same(
        centrality.harmonic(net, side=side),
        {node: value / max(n - 1, 1) for node, value in harmonic.items()},
    )
    for normalized in (False, True):
        same(
            centrality.betweenness(net, side=side, normalized=normalized),
            nx.betweenness_centrality(graph, normalized=normalized),
        )
    rank = nx.pagerank(graph, weight=None, tol=1e-14, max_iter=1000) if n else {}
    same(centrality.pagerank(net, side=side), rank)


@pytest.mark.parametrize("weight", WEIGHTS)
def test_weighted_measures_equal_networkx(net, weight):
    graph = net.project("members", weight=weight)
    n = len(graph)
    same(centrality.strength(net, weight=weight), dict(graph.degree(weight="weight")))
    same(
        centrality.closeness(net, weight=weight),
        nx.closeness_centrality(graph, distance="distance"),
    )
    harmonic = nx.harmonic_centrality(graph, distance="distance")
    same(
        centrality.harmonic(net, weight=weight),
        {node: value / max(n - 1, 1) for node, value in harmonic.items()},
    )
    rank = nx.pagerank(graph, tol=1e-14, max_iter=1000) if n else {}
    same(centrality.pagerank(net, weight=weight), rank)


@pytest.mark.parametrize("weight", WEIGHTS)
@pytest.mark.parametrize("builder", [davis, wheel_of_groups])
def test_weighted_betweenness_equals_igraph(builder, weight):
    # igraph, too, takes lengths for equal that differ by rounding.
    net = builder()
    graph = net.project("members", weight=weight)
    other = igraph.Graph.TupleList(
        graph.edges(data="distance"), weights=True, vertex_name_attr="name"
    )
    between = dict(
        zip(other.vs["name"], other.betweenness(weights="weight"), strict=True)
    )
    same(
        centrality.betweenness(net, weight=weight), dict.fromkeys(graph, 0.0) | between
    )


@pytest.mark.parametrize("weight", [None, *WEIGHTS])
@pytest.mark.parametrize("builder", [davis, florentine, wheel_of_groups])
def test_eigenvector_equals_dense_algebra(builder, weight):
    net = builder()
    graph = net.project("members", weight=weight or "shared")
    found = centrality.eigenvector(net, weight=weight)
    for piece in nx.connected_components(graph):
        nodes = sorted(piece)
        if len(nodes) == 1:
            assert found[nodes[0]] == 0
            continue
        matrix = nx.to_numpy_array(graph, nodes, weight=weight and "weight")
        vector = np.abs(np.linalg.eigh(matrix)[1][:, -1])
        expected = vector * math.sqrt(len(nodes) / len(graph))
        same(found[nodes], dict(zip(nodes, expected, strict=True)))


def test_eigenvector_on_a_connected_network_equals_igraph():
    graph = davis().project()
    other = igraph.Graph.from_networkx(nx.Graph(graph.edges))
    values = np.array(other.eigenvector_centrality())
    values /= np.linalg.norm(values)
    expected = dict(zip(other.vs["_nx_name"], values, strict=True))
    same(centrality.eigenvector(davis()), expected)


@pytest.mark.parametrize("side", ["members", "groups"])
def test_two_mode_measures_equal_networkx(net, side):
    graph = net.two_mode()
    prefix = "member:" if side == "members" else "group:"
    own = [node for node in graph if node.startswith(prefix)]

    def mine(found: dict[str, float]) -> dict[str, float]:
        return {node.removeprefix(prefix): found[node] for node in own}

    raw = nx.betweenness_centrality(graph, normalized=False)
    same(centrality.two_mode_betweenness(net, side=side, normalized=False), mine(raw))
    raw_closeness = {
        node: 1 / total if total else 0.0
        for node in own
        for total in [sum(nx.single_source_shortest_path_length(graph, node).values())]
    }
    same(
        centrality.two_mode_closeness(net, side=side, normalized=False),
        mine(raw_closeness),
    )
    same(
        centrality.two_mode_degree(net, side=side, normalized=False),
        mine(dict(graph.degree)),
    )
    if not graph.size():
        return  # NetworkX divides by the size of an empty side
    same(
        centrality.two_mode_degree(net, side=side),
        mine(nx.bipartite.degree_centrality(graph, own)),
    )
    same(
        centrality.two_mode_closeness(net, side=side),
        mine(nx.bipartite.closeness_centrality(graph, own)),
    )
    top = [node for node in graph if node.startswith("member:")]
    bottom = [node for node in graph if node.startswith("group:")]
    if min(len(top), len(bottom)) > 1:  # with one node a largest value is 0
        same(
            centrality.two_mode_betweenness(net, side=side),
            mine(nx.bipartite.betweenness_centrality(graph, own)),
        )
    ranked = nx.bipartite.birank(
        graph,
        top,
        alpha=0.85,
        beta=0.7,
        top_personalization=dict.fromkeys(top, 1 / len(top)),
        bottom_personalization=dict.fromkeys(bottom, 1 / len(bottom)),
        max_iter=1000,
        tol=1e-15,
    )
    same(centrality.birank(net, side=side, alpha=0.85, beta=0.7), mine(ranked))


@pytest.mark.parametrize("side", ["members", "groups"])
def test_two_mode_eigenvector_is_the_leading_singular_vector(side):
    net = davis()
    b, ids, _ = net.oriented(side)
    vector = np.abs(np.linalg.svd(b.toarray())[0][:, 0])
    found = centrality.two_mode_eigenvector(net, side=side)
    same(found, dict(zip(ids, vector, strict=True)))
    same(
        centrality.hits(net, side=side),
        dict(zip(ids, vector / vector.sum(), strict=True)),
    )


def test_hits_equals_networkx_on_ties_from_members_to_groups():
    graph = davis().two_mode()
    ties = [(a, b) if a.startswith("member:") else (b, a) for a, b in graph.edges]
    hubs, authorities = nx.hits(nx.DiGraph(ties), tol=1e-12)
    for side, scores in (("members", hubs), ("groups", authorities)):
        found = centrality.hits(davis(), side=side)
        prefix = side.removesuffix("s") + ":"
        same(found, {i: scores[prefix + i] for i in found.index}, 1e-8)


# --- odd networks ---------------------------------------------------------------

ROOT2, ROOT8 = math.sqrt(0.5), math.sqrt(0.125)
GOLDEN = math.sin(math.pi / 5), math.sin(2 * math.pi / 5)
PATH = [x / math.sqrt(2 * (GOLDEN[0] ** 2 + GOLDEN[1] ** 2)) for x in GOLDEN]
# Hand values, members in sorted order. The star's centre is "0".
ODD = {
    "empty": {},
    "one member": {
        "degree": [0],
        "eigenvector": [0],
        "pagerank": [1],
        "birank": [0.15],
    },
    "two isolated pairs": {
        "degree": [1] * 4,
        "strength": [1] * 4,
        "coreness": [1] * 4,
        "closeness": [1 / 3] * 4,
        "harmonic": [1 / 3] * 4,
        "eigenvector": [0.5] * 4,
        "pagerank": [0.25] * 4,
        "betweenness": [0] * 4,
        "two_mode_degree": [0.5] * 4,
        "two_mode_closeness": [8 / 3 * 2 / 5] * 4,
        "two_mode_betweenness": [0] * 4,
        "two_mode_eigenvector": [0.5] * 4,
        "hits": [0.25] * 4,
    },
    "star": {
        "degree": [4, 1, 1, 1, 1],
        "coreness": [1] * 5,
        "closeness": [1] + [4 / 7] * 4,
        "harmonic": [1] + [2.5 / 4] * 4,
        "eigenvector": [ROOT2] + [ROOT8] * 4,
        "betweenness": [6, 0, 0, 0, 0],
        "two_mode_degree": [1] + [0.25] * 4,
    },
    "path": {
        "degree": [1, 2, 2, 1],
        "strength": [1, 2, 2, 1],
        "coreness": [1] * 4,
        "closeness": [0.5, 0.75, 0.75, 0.5],
        "harmonic": [11 / 18, 5 / 6, 5 / 6, 11 / 18],
        "eigenvector": [PATH[0], PATH[1], PATH[1], PATH[0]],
        "betweenness": [0, 2, 2, 0],
    },
    "complete": {
        "degree": [4] * 5,
        "strength": [1] * 5,
        "coreness": [4] * 5,
        "closeness": [1] * 5,
        "harmonic": [1] * 5,
        "eigenvector": [math.sqrt(0.2)] * 5,
        "pagerank": [0.2] * 5,
        "betweenness": [0] * 5,
        "two_mode_degree": [1] * 5,
        "two_mode_closeness": [1] * 5,
        "two_mode_betweenness": [0] * 5,
        "two_mode_eigenvector": [math.sqrt(0.2)] * 5,
        "hits": [0.2] * 5,
    },
    "groups of one": {
        **dict.fromkeys(("degree", "strength", "coreness", "closeness"), [0] * 3),
        **dict.fromkeys(("harmonic", "eigenvector", "betweenness"), [0] * 3),
        "pagerank": [1 / 3] * 3,
        "two_mode_degree": [1 / 3] * 3,
        "two_mode_betweenness": [0] * 3,
        "two_mode_eigenvector": [1 / math.sqrt(3)] * 3,
        "hits": [1 / 3] * 3,
        "birank": [1 / 3] * 3,
    },
    "one sector": {
        "degree": [2, 2, 3, 1],
        "strength": [1, 1, 2, 1],
        "coreness": [2, 2, 2, 1],
        "closeness": [0.75, 0.75, 1, 0.6],
        "betweenness": [0, 0, 2, 0],
    },
    "isolates": {
        "degree": [1, 1, 0, 0, 0],
        "strength": [1, 1, 0, 0, 0],
        "coreness": [1, 1, 0, 0, 0],
        "closeness": [0.25, 0.25, 0, 0, 0],
        "harmonic": [0.25, 0.25, 0, 0, 0],
        "eigenvector": [math.sqrt(0.2)] * 2 + [0] * 3,
        "two_mode_degree": [1, 1, 0, 0, 0],
        "two_mode_betweenness": [0] * 5,
        "two_mode_eigenvector": [math.sqrt(0.2)] * 2 + [0] * 3,
        "hits": [0.2, 0.2, 0, 0, 0],
    },
}


@pytest.mark.parametrize("name", odd_networks())
def test_odd_networks_have_the_documented_values(name):
    net = odd_networks()[name]
    for measure, values in ODD[name].items():
        found = of(measure)(net)
        assert found.tolist() == pytest.approx(values, abs=1e-9), measure
    for measure, side in itertools.product(centrality.MEASURES, ("members", "groups")):
        found = of(measure)(net, side=side)
        ids = net.oriented(side)[1]
        assert found.index.tolist() == ids
        assert found.name == measure
        assert found.index.name == "id"
        assert np.isfinite(found.to_numpy(float)).all(), measure
        assert (found >= 0).all()
        assert pd.api.types.is_numeric_dtype(found)
        assert found.attrs["measure"] == measure
        assert found.attrs["n"] == len(ids)
        assert found.attrs["citation"]
        assert found.attrs["seed"] is None
    for measure, weight in itertools.product(WEIGHTED, WEIGHTS):
        found = of(measure)(net, weight=weight)
        assert np.isfinite(found.to_numpy()).all(), (measure, weight)
        assert found.attrs["weight"] == weight


def test_sums_of_shares():
    assert centrality.pagerank(davis()).sum() == pytest.approx(1)
    assert centrality.pagerank(wheel_of_groups()).sum() == pytest.approx(1)
    assert centrality.hits(davis()).sum() == pytest.approx(1)
    # Isolates and empty groups are the share that no component has.
    assert centrality.hits(wheel_of_groups()).sum() == pytest.approx(12 / 13)


def test_eigenvector_tells_its_components():
    found = centrality.eigenvector(wheel_of_groups())
    assert found.attrs["components"] == 2
    assert "per component" in found.attrs["normalization"]
    for piece in ("abcdefghi", "xyz"):
        assert np.linalg.norm(found[list(piece)]) == pytest.approx(
            math.sqrt(len(piece) / 13)
        )


# --- laws -----------------------------------------------------------------------

MEMBERS = "abcdefg"
groupings = st.lists(st.sets(st.sampled_from(MEMBERS)), min_size=1, max_size=5).map(
    lambda groups: {f"g{i}": sorted(inside) for i, inside in enumerate(groups)}
)
laws = settings(max_examples=12, deadline=None, derandomize=True)


def build(groups: dict[str, list[str]], isolates: str = MEMBERS) -> AffiliationNetwork:
    return from_groups(groups, isolates=isolates)


@laws
@given(groupings, st.randoms(use_true_random=False))
def test_rows_may_come_in_any_order_and_twice(groups, random):
    net = build(groups)
    organizations = net.organizations.reset_index()[["id", "name", "kind"]]
    rows = net.memberships[["member_id", "group_id", "source_id"]]
    order = [random.randrange(len(rows)) for _ in range(len(rows) // 2)]
    shuffled = [*range(len(rows)), *order]
    random.shuffle(shuffled)
    people = list(range(len(organizations)))
    random.shuffle(people)
    other = AffiliationNetwork.from_frames(
        organizations.iloc[people], rows.iloc[shuffled].assign(role=None)
    )
    for measure in centrality.MEASURES:
        pd.testing.assert_series_equal(of(measure)(net), of(measure)(other), rtol=1e-9)


@laws
@given(groupings, st.permutations(MEMBERS))
def test_names_do_not_matter(groups, others):
    new = dict(zip(MEMBERS, others, strict=True))
    renamed = build({g: sorted(new[i] for i in inside) for g, inside in groups.items()})
    net = build(groups)
    for measure in centrality.MEASURES:
        found = of(measure)(net)
        same(of(measure)(renamed), {new[i]: value for i, value in found.items()})


@laws
@given(groupings)
def test_sides_may_be_swapped(groups):
    net = build(groups)
    swapped = from_groups(
        {i: [g for g, inside in groups.items() if i in inside] for i in MEMBERS},
        isolates=list(groups),
    )
    for measure in centrality.MEASURES:
        same(of(measure)(net, side="groups"), of(measure)(swapped).to_dict())
        same(of(measure)(net), of(measure)(swapped, side="groups").to_dict())


@laws
@given(groupings)
def test_an_isolate_changes_only_what_n_divides(groups):
    net, more = build(groups), build(groups, MEMBERS + "z")
    n = len(MEMBERS)
    factor = {
        **dict.fromkeys(("degree", "strength", "coreness", "betweenness"), 1.0),
        **dict.fromkeys(("closeness", "harmonic"), (n - 1) / n),
        **dict.fromkeys(
            ("eigenvector", "two_mode_eigenvector"), math.sqrt(n / (n + 1))
        ),
        "hits": n / (n + 1),
        "two_mode_degree": 1.0,
    }
    for measure, times in factor.items():
        found = of(measure)(net) * times
        same(of(measure)(more), {**found, "z": 0.0})
    assert centrality.birank(more)["z"] == pytest.approx(0.15 / (n + 1))
    least = centrality.pagerank(more)
    assert least["z"] == pytest.approx(least.min())


@laws
@given(groupings, groupings)
def test_a_disjoint_union_leaves_each_part_as_it_was(first, second):
    capital = {g.upper(): [i.upper() for i in inside] for g, inside in second.items()}
    parts = [build(first), from_groups(capital, isolates=MEMBERS.upper())]
    whole = from_groups(first | capital, isolates=MEMBERS + MEMBERS.upper())
    for measure in ("degree", "strength", "coreness", "betweenness"):
        found = of(measure)(whole)
        for part in parts:
            same(found[of(measure)(part).index], of(measure)(part).to_dict())
    for measure, times in (("eigenvector", ROOT2), ("hits", 0.5)):
        found = of(measure)(whole)
        for part in parts:
            expected = of(measure)(part) * times
            same(found[expected.index], expected.to_dict())


def test_hash_seeds_do_not_matter():
    code = (
        "from networks import davis; from tohoku_network import centrality; "
        "print(centrality.table(davis()).to_csv())"
    )
    printed = {
        subprocess.run(
            [sys.executable, "-c", code],
            env={**os.environ, "PYTHONHASHSEED": seed, "PYTHONIOENCODING": "utf-8"},
            cwd=Path(__file__).parent,
            capture_output=True,
            check=True,
        ).stdout
        for seed in ("1", "2")
    }
    assert len(printed) == 1


# --- tables, ranks, options -----------------------------------------------------


def test_table_shows_every_measure_and_the_most_between_first():
    frame = centrality.table(florentine(), language="en")
    assert frame.columns.tolist() == ["name", "sector", *centrality.MEASURES]
    assert frame.index[0] == "Medici"
    assert set(frame.attrs["measures"]) == set(centrality.MEASURES)
    assert frame.attrs["measures"]["pagerank"]["alpha"] == 0.85
    assert centrality.table(florentine(), []).columns.tolist() == ["name", "sector"]
    assert centrality.table(davis(), "two_mode_degree", side="groups").index[0] == "E8"


def test_table_breaks_ties_by_id():
    frame = centrality.table(odd_networks()["star"], ["degree", "betweenness"])
    assert frame.index.tolist() == ["0", "1", "2", "3", "4"]


def test_table_names_and_sectors_in_both_languages():
    net = odd_networks()["one sector"]
    assert centrality.table(net, ["degree"])["sector"].unique().tolist() == ["産"]
    frame = centrality.table(net, ["degree"], language="en")
    assert frame["sector"].unique().tolist() == ["Industry"]


def test_rank_table_has_ranks_in_place_of_values():
    frame = centrality.rank_table(odd_networks()["path"], ["closeness", "degree"])
    assert frame["degree"].to_dict() == {"1": 1, "2": 1, "0": 3, "3": 3}
    assert frame["closeness"].tolist() == [1, 1, 3, 3]
    assert frame.attrs["measures"]["degree"]["measure"] == "degree"


def test_ranks_are_competition_ranks():
    values = pd.Series({"a": 1.0, "b": 3.0, "c": 3.0 + 1e-12, "d": np.nan, "e": 0.0})
    found = centrality.ranks(values)
    assert found.drop("d").to_dict() == {"a": 3, "b": 1, "c": 1, "e": 4}
    assert found["d"] is pd.NA
    assert centrality.ranks(pd.Series(dtype=float)).tolist() == []


@pytest.mark.parametrize("measure", [*centrality.MEASURES])
def test_a_bad_side_is_named(measure):
    with pytest.raises(ValueError, match="'members' or 'groups'"):
        of(measure)(davis(), side="people")


@pytest.mark.parametrize("measure", WEIGHTED)
def test_a_bad_weight_is_named(measure):
    with pytest.raises(ValueError, match="newman, shared, jaccard, cosine"):
        of(measure)(davis(), weight="heavy")


def test_a_bad_measure_or_language_is_named():
    with pytest.raises(ValueError, match=r"'fame'; there is degree, strength"):
        centrality.table(davis(), ["degree", "fame"])
    with pytest.raises(ValueError, match="language"):
        centrality.table(davis(), ["degree"], language="fr")


@pytest.mark.parametrize("share", [-0.1, 1.0, math.nan])
def test_a_damping_share_lies_below_one(share):
    with pytest.raises(ValueError, match="alpha must be at least 0 and less than 1"):
        centrality.pagerank(davis(), alpha=share)
    with pytest.raises(ValueError, match="beta"):
        centrality.birank(davis(), beta=share)


@pytest.mark.parametrize(
    "measure", ["eigenvector", "pagerank", "two_mode_eigenvector", "hits", "birank"]
)
def test_what_does_not_settle_is_an_error_and_no_number(measure):
    # A long path is hard for eigenvectors, any network for a single step.
    net = from_ties(nx.relabel_nodes(nx.path_graph(60), lambda i: f"{i:02d}"))
    with pytest.raises(
        ConvergenceError, match=f"^{measure} did not settle: .*residual"
    ):
        of(measure)(net, max_iterations=2)


def test_real_data(tohoku):
    frame = centrality.table(tohoku)
    assert frame.index.is_unique
    assert frame.select_dtypes("number").notna().all().all()
    assert frame["betweenness"].is_monotonic_decreasing


def test_ranks_tie_what_differs_by_rounding_only():
    small = pd.Series({"a": 1e-8, "b": 1.0000001e-8, "c": 0.0, "d": 1e-25})
    assert centrality.ranks(small).to_dict() == {"a": 2, "b": 1, "c": 3, "d": 3}
