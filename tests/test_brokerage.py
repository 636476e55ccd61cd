"""Brokerage against published values, second computations, odd networks and laws."""

from __future__ import annotations

import itertools
import math

import hypothesis.strategies as st
import igraph
import networkx as nx
import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings

import networks
from tohoku_network import AffiliationNetwork, brokerage
from tohoku_network.brokerage import _triads, holes
from tohoku_network.errors import GraphError

BURT = ("constraint", "effective_size", "efficiency", "hierarchy")
TWO_MODE = ("burchard_cornwell_constraint", "hollway_constraint")
WEIGHTS = (None, "newman", "shared", "jaccard", "cosine")
COUNTS = ["coordinator", "itinerant", "gatekeeper", "liaison", "total"]
SECTORS = ("industry", "academia", "government", None)


# --- a second computation of everything, from the definitions -------------------------


def tied(net, side="members"):
    b, ids, _ = net.oriented(side)
    shared = (b @ b.T).toarray()
    np.fill_diagonal(shared, 0)
    return shared > 0, list(ids)


def categories(net, ids, by="sector"):
    column = net.organizations[by].reindex(ids)
    return [
        None if missing else c for c, missing in zip(column, column.isna(), strict=True)
    ]


def role_of(x, a, b):
    if a == b:
        return 0 if x == a else 1
    return 2 if x in (a, b) else 3


def roles_by_hand(net, side="members", by="sector"):
    near, ids = tied(net, side)
    of = categories(net, ids, by)
    found = {}
    for x, identifier in enumerate(ids):
        if of[x] is None:
            continue
        counts = [0] * 5
        for a, b in itertools.combinations(np.flatnonzero(near[x]), 2):
            if not near[a, b] and None not in (of[a], of[b]):
                counts[role_of(of[x], of[a], of[b])] += 1
                counts[4] += 1
        found[identifier] = counts
    return found


def heterogeneous_by_hand(net, side="members", by="sector"):
    near, ids = tied(net, side)
    of = categories(net, ids, by)
    found = {identifier: [0, 0] for identifier in ids}
    for a, b in itertools.combinations(range(len(ids)), 2):
        if near[a, b] or None in (of[a], of[b]) or of[a] == of[b]:
            continue
        between = np.flatnonzero(near[a] & near[b])
        for x in between:
            found[ids[x]][0] += 1
            found[ids[x]][1] += len(between) == 1
    return found


def links_by_hand(net, a_ids, b_ids):
    """Pairs, exclusive pairs and carrying groups of each organization."""
    near, ids = tied(net)
    matrix, _, groups = net.biadjacency()
    inside = matrix.toarray() > 0
    at = {identifier: row for row, identifier in enumerate(ids)}
    pairs = {frozenset((at[i], at[j])) for i in a_ids for j in b_ids if i != j}
    found = {identifier: [0, 0, set()] for identifier in ids}
    for pair in pairs:
        a, b = sorted(pair)
        between = np.flatnonzero(near[a] & near[b])
        for x in [] if near[a, b] else between:
            found[ids[x]][0] += 1
            found[ids[x]][1] += len(between) == 1
            for end in pair:
                met = np.flatnonzero(inside[x] & inside[end])
                found[ids[x]][2] |= {groups[group] for group in met}
    return {i: (p, e, tuple(sorted(via))) for i, (p, e, via) in found.items()}


def burt_by_hand(net, side, weight):
    """Constraint, effective size, efficiency and hierarchy with loops."""
    graph = net.project(side, weight=weight or "newman")
    ids = sorted(graph)
    a = nx.to_numpy_array(graph, ids, weight="weight" if weight else None)
    found = {}
    for i, identifier in enumerate(ids):
        contacts = np.flatnonzero(a[i])
        n = len(contacts)
        if not n:
            found[identifier] = [math.nan] * 4
            continue
        p = a / np.where(a.sum(1) > 0, a.sum(1), 1)[:, None]
        m = a / np.where(a.max(1) > 0, a.max(1), 1)[:, None]
        terms = np.array([(p[i, j] + p[i] @ p[:, j]) ** 2 for j in contacts])
        size = sum(1 - p[i] @ m[j] + p[i, j] * m[j, j] for j in contacts)
        ratio = terms / terms.mean()
        order = (ratio * np.log(ratio)).sum() / (n * np.log(n)) if n > 1 else 1.0
        found[identifier] = [terms.sum(), size, size / n, order]
    return found


def burchard_cornwell_by_hand(groups):
    """From {group: members}; groups of one do not count."""
    sets = {g: set(inside) for g, inside in groups.items() if len(set(inside)) > 1}
    of = {m: {g for g in sets if m in sets[g]} for g in sets for m in sets[g]}
    return {
        i: sum((len(of[i] & of[j]) / len(of[i])) ** 2 for j in of if j != i) for i in of
    }


def hollway_by_hand(net, side="members"):
    b, ids, _ = net.oriented(side)
    x = b.toarray()
    found = {}
    for i, identifier in enumerate(ids):
        mine = np.flatnonzero(x[i])
        total = 0.0 if len(mine) else math.nan
        for a in mine:
            p = 1 / len(mine)
            for other in mine[mine != a]:
                for j in np.flatnonzero(x[:, other] * x[:, a]):
                    if j != i:
                        p += 1 / len(mine) / x[:, other].sum() / x[j].sum()
            total += p**2
        found[identifier] = total
    return found


def members_per_piece(graph):
    sizes = [
        sum(node.startswith("member:") for node in piece)
        for piece in nx.connected_components(graph)
    ]
    return sorted((size for size in sizes if size), reverse=True)


def cuts_by_hand(net, side):
    graph = net.two_mode()
    found = {}
    for identifier in net.oriented(side)[1]:
        node = f"{side[:-1]}:{identifier}"
        rest = graph.subgraph(nx.node_connected_component(graph, node)).copy()
        rest.remove_node(node)
        sizes = members_per_piece(rest)
        if len(sizes) > 1:
            found[identifier] = (len(sizes), sum(sizes[1:]))
    return found


def bridges_by_hand(net):
    graph = net.two_mode()
    found = {}
    for edge in nx.bridges(graph) if len(graph) else []:
        member, group = sorted(edge, reverse=True)
        rest = graph.copy()
        rest.remove_edge(member, group)
        sides = [
            members_per_piece(rest.subgraph(nx.node_connected_component(rest, end)))
            for end in (member, group)
        ]
        if all(sides):
            found[member[7:], group[6:]] = (sides[0][0], sides[1][0])
    return found


# --- networks -------------------------------------------------------------------------


def random_network(seed, n=30, m=12, spread=0.12):
    rng = np.random.default_rng(seed)
    inside = rng.random((n, m)) < spread
    inside[:, 0] |= rng.random(n) < 0.3
    members = [f"m{i:02d}" for i in range(n)]
    groups = {
        f"g{j:02d}": [members[i] for i in np.flatnonzero(inside[:, j])]
        for j in range(m)
    }
    sectors = dict(
        zip(members, rng.choice(np.array(SECTORS, dtype=object), n), strict=True)
    )
    return networks.from_groups(groups, sectors=sectors, isolates=members)


@st.composite
def affiliation(draw):
    """Up to 8 members, 5 groups and some sectors."""
    members = "abcdefgh"[: draw(st.integers(1, 8))]
    some = st.lists(st.sampled_from(members), unique=True, max_size=6)
    groups = {f"g{k}": draw(some) for k in range(draw(st.integers(0, 5)))}
    groups = {g: inside for g, inside in groups.items() if inside}
    sectors = {m: draw(st.sampled_from(SECTORS)) for m in members}
    return groups, sectors, members


def built(groups, sectors, members):
    return networks.from_groups(groups, sectors=sectors, isolates=members)


laws = settings(max_examples=12, deadline=None)
NETWORKS = {
    "davis": networks.davis(),
    "florentine": networks.florentine(),
    "structural holes": networks.structural_holes(),
    "random 1": random_network(1),
    "random 2": random_network(2, n=20, m=25, spread=0.08),
    **networks.odd_networks(),
}
EACH = pytest.mark.parametrize("net", NETWORKS.values(), ids=NETWORKS)
SIDES = pytest.mark.parametrize("side", ["members", "groups"])


def values(frame, columns):
    rows = frame[columns].itertuples(index=False, name=None)
    return {i: list(row) for i, row in zip(frame.index, rows, strict=True)}


# --- published values -----------------------------------------------------------------


def test_burts_example():
    # NetworkX's tests of structural holes, values from UCINET and igraph.
    net = networks.structural_holes()
    found = brokerage.constraint(net)
    assert found[["G", "A", "C"]].tolist() == pytest.approx([0.400, 0.595, 1], abs=1e-3)
    size = brokerage.effective_size(net)
    assert size[["G", "A", "C"]].tolist() == pytest.approx([4.67, 2.50, 1], abs=1e-2)
    # Borgatti (1997): effective size over six, three and one contacts.
    share = brokerage.efficiency(net)[["G", "A", "C"]].tolist()
    assert share == pytest.approx([4.67 / 6, 2.5 / 4, 1], abs=1e-2)


def test_florentine_marriages():
    # NetworkX on Padgett's marriages (Breiger & Pattison, 1986).
    net = networks.florentine()
    names = ["Medici", "Guadagni", "Albizzi", "Strozzi"]
    expected = [0.2099, 0.2500, 0.3333, 0.4583]
    assert brokerage.constraint(net)[names].tolist() == pytest.approx(
        expected, abs=1e-4
    )
    assert brokerage.effective_size(net)["Medici"] == pytest.approx(5.6667, abs=1e-4)


def test_hollways_constraint_of_the_southern_women():
    # The tests of R netrics (Hollway), on the same data: .2782, .3071, .2965.
    found = brokerage.hollway_constraint(networks.davis())
    names = ["Evelyn Jefferson", "Laura Mandeville", "Theresa Anderson"]
    expected = [0.2782, 0.3071, 0.2965]
    assert found[names].tolist() == pytest.approx(expected, abs=1e-4)
    # The tests of R migraph for the first events, rounded to two digits.
    events = brokerage.hollway_constraint(networks.davis(), side="groups")
    expected = [0.48, 0.48, 0.34]
    assert events[["E1", "E2", "E3"]].tolist() == pytest.approx(expected, abs=5e-3)


def test_burchard_and_cornwells_example():
    # The network of their figure 2. By hand: i shares one of two groups with each of
    # j, k, m; m shares one of three with each of i, j, k.
    groups = {"1": "ijk", "2": "im", "3": "jm", "4": "km"}
    found = brokerage.burchard_cornwell_constraint(networks.from_groups(groups))
    assert found.to_dict() == pytest.approx(
        {"i": 3 / 4, "j": 3 / 4, "k": 3 / 4, "m": 3 / 9}
    )
    # A group of one is no contact and leaves the number as it is.
    again = networks.from_groups({**groups, "5": "i"})
    found = brokerage.burchard_cornwell_constraint(again)
    assert found["i"] == pytest.approx(3 / 4)


def test_gould_fernandez_counts_each_open_triad_once():
    # sna 2.7-1 on undirected ties counts both orders: A1–A2–B1 makes A2 once a
    # gatekeeper and once a representative; on undirected ties that is one triad.
    ties = nx.Graph([("A1", "A2"), ("A2", "B1")])
    sectors = {"A1": "industry", "A2": "industry", "B1": "academia"}
    net = networks.from_ties(ties, sectors=sectors)
    found = brokerage.roles(net, permutations=0)
    assert values(found, COUNTS)["A2"] == [0, 0, 1, 0, 1]
    # A star around x of sector A: two of A, two of B, one of C. By hand.
    star = nx.Graph([("x", leaf) for leaf in ("a", "b", "c", "d", "e")])
    of = {**dict.fromkeys("xab", "industry"), **dict.fromkeys("cd", "academia")}
    of["e"] = "media"
    found = brokerage.roles(networks.from_ties(star, sectors=of), permutations=0)
    assert values(found, COUNTS)["x"] == [1, 1, 6, 2, 10]


def test_linking_groups_and_ends_by_hand():
    # a in A, b in B, x of no sector; p joins a–x, q joins x–b, r holds a–c.
    sectors = {"a": "industry", "b": "academia", "c": "academia"}
    net = networks.from_groups({"p": "ax", "q": "xb", "r": "ac"}, sectors=sectors)
    links = brokerage.who_links(net, "industry", "academia")
    assert links.loc["x", ["pairs", "exclusive_pairs"]].tolist() == [1, 1]
    assert links.loc["x", "via"] == ("p", "q")
    assert links.loc["x", "groups_a"] == ("p",)
    assert links.loc["x", "groups_b"] == ("q",)
    where = brokerage.linking_groups(net, "産", "学")
    assert where.loc["r", ["pairs", "exclusive_pairs"]].tolist() == [1, 1]
    assert (links.attrs["open_pairs"], links.attrs["tied_pairs"]) == (1, 1)


# --- second computations --------------------------------------------------------------


@EACH
@SIDES
@pytest.mark.parametrize("weight", WEIGHTS)
def test_burt_equals_the_definition(net, side, weight):
    expected = burt_by_hand(net, side, weight)
    for place, measure in enumerate(BURT):
        found = getattr(brokerage, measure)(net, side=side, weight=weight)
        assert found.name == measure
        assert found.index.tolist() == sorted(expected)
        want = [expected[i][place] for i in found.index]
        assert found.tolist() == pytest.approx(want, abs=1e-9, nan_ok=True)


@pytest.mark.parametrize("name", ["davis", "florentine", "random 1", "random 2"])
def test_burt_equals_networkx_and_igraph(name):
    net = NETWORKS[name]
    for weight in (None, "shared"):
        graph = net.project(weight=weight or "newman")
        key = "weight" if weight else None
        found = brokerage.constraint(net, weight=weight)
        theirs = nx.constraint(graph, weight=key)
        assert found.to_dict() == pytest.approx(theirs, abs=1e-9, nan_ok=True)
        other = igraph.Graph.from_networkx(graph)
        also = dict(
            zip(other.vs["_nx_name"], other.constraint(weights=key), strict=True)
        )
        assert found.to_dict() == pytest.approx(also, abs=1e-9, nan_ok=True)
    # With all nodes at once NetworkX 3.6 divides weighted ties by the wrong maximum.
    size = brokerage.effective_size(net, weight="shared")
    theirs = nx.effective_size(
        net.project(weight="shared"), nodes=list(size.index), weight="weight"
    )
    assert size.to_dict() == pytest.approx(theirs, abs=1e-9, nan_ok=True)
    assert brokerage.effective_size(net).to_dict() == pytest.approx(
        nx.effective_size(net.project()), abs=1e-9, nan_ok=True
    )


@pytest.mark.parametrize("dense", [0, 12_000])
def test_burt_is_the_same_by_sparse_and_dense_products(dense, monkeypatch):
    net = NETWORKS["random 1"]
    expected = burt_by_hand(net, "members", "newman")
    monkeypatch.setattr(holes, "_DENSE", dense)
    monkeypatch.setattr(holes, "_PAYS", 1e9)
    monkeypatch.setattr(holes, "_BLOCK", 4)
    found = brokerage.constraint(net, weight="newman")
    want = [expected[i][0] for i in found.index]
    assert found.tolist() == pytest.approx(want, nan_ok=True)


@EACH
@SIDES
def test_two_mode_constraints_equal_the_definitions(net, side):
    b, ids, others = net.oriented(side)
    groups = {
        other: [ids[row] for row in np.flatnonzero(b.toarray()[:, column])]
        for column, other in enumerate(others)
    }
    found = brokerage.burchard_cornwell_constraint(net, side=side)
    expected = burchard_cornwell_by_hand(groups)
    assert found.to_dict() == pytest.approx(
        {i: expected.get(i, math.nan) for i in ids}, nan_ok=True
    )
    found = brokerage.hollway_constraint(net, side=side)
    assert found.to_dict() == pytest.approx(hollway_by_hand(net, side), nan_ok=True)


@EACH
@SIDES
@pytest.mark.parametrize("listed", [-1, 500_000])
def test_roles_and_activity_equal_the_definitions(net, side, listed, monkeypatch):
    monkeypatch.setattr(_triads, "_LISTED", listed)
    monkeypatch.setattr(_triads, "_BLOCK", 5)
    by = "sector" if side == "members" else "kind"
    found = brokerage.roles(net, by, side=side, permutations=0)
    assert values(found, COUNTS) == roles_by_hand(net, side, by)
    found = brokerage.heterogeneous(net, by, side=side)
    counts = values(found, ["activity", "exclusivity"])
    assert counts == heterogeneous_by_hand(net, side, by)
    assert found["exclusive_share"].isna().eq(found["activity"] == 0).all()


@pytest.mark.parametrize("listed", [-1, 500_000])
@pytest.mark.parametrize("dense", [0, 12_000])
def test_permutation_p_values_equal_permuting_by_hand(listed, dense, monkeypatch):
    monkeypatch.setattr(_triads, "_LISTED", listed)
    monkeypatch.setattr(_triads, "_DENSE", dense)
    net = NETWORKS["random 1"]
    found = brokerage.roles(net, permutations=19, seed=3)
    inside = sorted(found.index)
    codes = pd.Categorical(net.organizations["sector"].reindex(inside)).codes
    near = pd.DataFrame(*[tied(net)[0]], *[tied(net)[1]] * 2).loc[inside, inside]
    near = near.to_numpy()
    rng = np.random.default_rng(3)
    reached = np.zeros((len(inside), 4), dtype=int)
    observed = found.loc[inside, COUNTS[:4]].to_numpy()
    for _ in range(19):
        dealt = rng.permutation(codes.astype(np.int32))
        again = np.zeros_like(reached)
        for x in range(len(inside)):
            for a, b in itertools.combinations(np.flatnonzero(near[x]), 2):
                if not near[a, b]:
                    again[x, role_of(dealt[x], dealt[a], dealt[b])] += 1
        reached += again >= observed
    p = found.loc[inside, [f"p_{role}" for role in COUNTS[:4]]].to_numpy()
    assert p == pytest.approx((reached + 1) / 20)


@EACH
def test_who_links_equals_the_definition(net):
    members = net.biadjacency()[1]
    if len(members) < 2:
        return
    # Two named sets that overlap.
    a, b = members[: len(members) // 2 + 1], members[len(members) // 2 :]
    found = brokerage.who_links(net, a, b)
    expected = links_by_hand(net, a, b)
    rows = found[["pairs", "exclusive_pairs", "via"]].itertuples(name=None)
    assert {i: (p, e, via) for i, p, e, via in rows} == expected
    graph = net.project()
    ordered = nx.betweenness_centrality_subset(graph, a, b, normalized=False)
    # NetworkX halves the sum on undirected graphs.
    twice = {i: 2 * value for i, value in ordered.items()}
    assert found["betweenness"].to_dict() == pytest.approx(twice, abs=1e-9)


@EACH
def test_linking_groups_equals_the_definition(net):
    members = net.biadjacency()[1]
    if not members:
        return
    a, b = members[: len(members) // 2 + 1], members[len(members) // 2 :]
    matrix, _, groups = net.biadjacency()
    inside = {
        g: set(np.flatnonzero(matrix.toarray()[:, k])) for k, g in enumerate(groups)
    }
    at = {identifier: row for row, identifier in enumerate(members)}
    pairs = {frozenset((at[i], at[j])) for i in a for j in b if i != j}
    found = brokerage.linking_groups(net, a, b)
    for group in groups:
        here = [pair for pair in pairs if pair <= inside[group]]
        only = [p for p in here if sum(p <= others for others in inside.values()) == 1]
        row = found.loc[group, ["pairs", "exclusive_pairs"]].tolist()
        assert row == [len(here), len(only)]


@EACH
@SIDES
def test_cuts_equal_removing_one_at_a_time(net, side):
    found = brokerage.cut_organizations(net, side=side)
    rows = found[["pieces", "separated"]].itertuples(name=None)
    assert {i: (p, s) for i, p, s in rows} == cuts_by_hand(net, side)
    if side == "members" and len(net.project()):
        cut = set(nx.articulation_points(net.project()))
        assert set(found.index) == cut


@EACH
def test_bridges_equal_removing_one_at_a_time(net):
    found = brokerage.bridges(net)
    keys = zip(found["member_id"], found["group_id"], strict=True)
    sides = zip(found["n_member_side"], found["n_group_side"], strict=True)
    assert dict(zip(keys, sides, strict=True)) == bridges_by_hand(net)
    assert (
        found["separated"] == found[["n_member_side", "n_group_side"]].min(axis=1)
    ).all()


def test_an_organization_with_two_sides_is_cut_on_one():
    # c is a member of g and has members d, e of its own: two nodes, not one.
    net = networks.from_groups({"g": "abc", "c": "de"})
    assert brokerage.cut_organizations(net).empty
    assert set(brokerage.cut_organizations(net, side="groups").index) == {"c", "g"}


# --- other categories -----------------------------------------------------------------


def test_any_attribute_and_any_labels_can_be_ends():
    net = random_network(4)
    members = net.biadjacency()[1]
    sectors = net.organizations["sector"].reindex(members)
    by_sector = brokerage.who_links(net, "industry", "academia")
    named = [
        sectors.index[sectors == word].tolist() for word in ("industry", "academia")
    ]
    by_name = brokerage.who_links(net, *named)
    pd.testing.assert_frame_equal(by_sector, by_name)
    labels = sectors.map({"industry": 0.0, "academia": 1.0})
    by_label = brokerage.who_links(net, "0", "1", by=labels)
    pd.testing.assert_frame_equal(by_sector, by_label)
    frame = brokerage.roles(net, permutations=9)
    again = brokerage.roles(net, sectors, permutations=9)
    pd.testing.assert_frame_equal(frame, again)


def test_prefecture_and_kind_are_read_by_label(tohoku):
    by_code = brokerage.linking_groups(tohoku, "Miyagi", "Aomori", by="prefecture")
    by_label = brokerage.linking_groups(tohoku, "宮城県", "青森", by="prefecture")
    pd.testing.assert_frame_equal(by_code, by_label)
    found = brokerage.who_links(tohoku, "大学", "company", by="kind", language="en")
    assert found.attrs["n_a"] > 0
    assert {"name", "sector"} <= set(found)


# --- odd networks ---------------------------------------------------------------------


# Constraint, effective size, efficiency, hierarchy; Burchard–Cornwell, Hollway.
def disorder(*terms):
    ratio = np.array(terms) / np.mean(terms)
    return (ratio * np.log(ratio)).sum() / (len(terms) * np.log(len(terms)))


NONE = [math.nan] * 6
PAIR = [1, 1, 1, 1, 1, 1]
ODD = {
    "empty": {},
    "one member": {"a": NONE},
    "two isolated pairs": dict.fromkeys("abcd", PAIR),
    # Each tie is a group of two: the centre of four, and its leaves.
    "star": {"0": [1 / 4, 4, 1, 0, 1 / 4, 1 / 4], **dict.fromkeys("1234", PAIR)},
    "path": {
        **dict.fromkeys("03", PAIR),
        **{key: [1 / 2, 2, 1, 0, 1 / 2, 1 / 2] for key in "12"},
    },
    # (2k - 1)²/k³ for each of k + 1 that are all tied, k = 4.
    "complete": {key: [49 / 64, 1, 1 / 4, 0, 4, 1] for key in "abcde"},
    # Burchard–Cornwell does not count groups of one; Hollway does.
    "groups of one": dict.fromkeys("abc", [math.nan] * 5 + [1]),
    # Groups abc and cd.
    "one sector": {
        **{i: [145 / 144, 1, 1 / 2, disorder(4 / 9, 9 / 16), 2, 1] for i in "ab"},
        "c": [11 / 18, 7 / 3, 7 / 9, disorder(1 / 4, 1 / 4, 1 / 9), 3 / 4, 1 / 2],
        "d": PAIR,
    },
    "isolates": {**dict.fromkeys("ab", PAIR), **dict.fromkeys("xyz", NONE)},
}


@pytest.mark.parametrize("name", ODD)
def test_odd_networks_have_their_documented_values(name):
    net = networks.odd_networks()[name]
    for place, measure in enumerate((*BURT, *TWO_MODE)):
        found = getattr(brokerage, measure)(net)
        assert found.index.tolist() == sorted(ODD[name])
        assert found.index.name == "id"
        assert found.dtype == float
        want = [ODD[name][i][place] for i in found.index]
        assert found.tolist() == pytest.approx(want, nan_ok=True)


def test_odd_networks_and_their_brokers():
    nets = networks.odd_networks()
    idle = set(nets) - {"star", "path", "one sector"}
    for name in nets:
        label = pd.Series("same", index=nets[name].biadjacency()[1], dtype=object)
        found = brokerage.roles(nets[name], label, permutations=9)
        busy = found["total"].sum() > 0
        assert busy == (name not in idle)
        assert found[["itinerant", "gatekeeper", "liaison"]].to_numpy().sum() == 0
        # All in one category: no permutation differs.
        p = found[[f"p_{role}" for role in COUNTS[:4]]]
        assert (p == 1).all(axis=None)
        assert (brokerage.heterogeneous(nets[name], label)["activity"] == 0).all()
    one = brokerage.roles(nets["one sector"], permutations=0)
    assert values(one, COUNTS)["c"] == [2, 0, 0, 0, 2]
    assert one["p_coordinator"].isna().all()
    cut = brokerage.cut_organizations(nets["star"])
    assert cut[["pieces", "separated"]].to_numpy().tolist() == [[4, 3]]
    assert brokerage.bridges(nets["groups of one"]).empty
    assert len(brokerage.bridges(nets["complete"])) == 5


# --- laws -----------------------------------------------------------------------------


def everything(net):
    frame = pd.DataFrame({m: getattr(brokerage, m)(net) for m in (*BURT, *TWO_MODE)})
    counts = brokerage.roles(net, permutations=0)[COUNTS]
    frame = frame.join(counts)
    frame = frame.join(brokerage.heterogeneous(net)[["activity", "exclusivity"]])
    cut = brokerage.cut_organizations(net)[["pieces", "separated"]]
    return frame.join(cut).astype(float)


def same(left, right):
    pd.testing.assert_frame_equal(
        left.sort_index(), right.sort_index(), check_exact=False, rtol=1e-9, atol=1e-9
    )


@laws
@given(affiliation(), st.randoms(use_true_random=False))
def test_row_order_and_duplicated_rows_change_nothing(case, chance):
    net = built(*case)
    rows = net.memberships.index.tolist()
    chance.shuffle(rows)
    shuffled = net.memberships.loc[rows + rows[:1]]
    places = net.organizations.reset_index().sample(frac=1, random_state=1)
    again = AffiliationNetwork.from_frames(places, shuffled)
    same(everything(net), everything(again))
    pd.testing.assert_frame_equal(
        brokerage.roles(net, permutations=9), brokerage.roles(again, permutations=9)
    )


@laws
@given(affiliation())
def test_names_change_nothing(case):
    groups, sectors, members = case
    new = dict(zip(members, reversed("pqrstuvw"[: len(members)]), strict=True))
    renamed = built(
        {f"x{g}": [new[m] for m in inside] for g, inside in groups.items()},
        {new[m]: sector for m, sector in sectors.items()},
        new.values(),
    )
    same(everything(built(*case)).rename(index=new), everything(renamed))


@laws
@given(affiliation(), affiliation())
def test_unconnected_networks_and_isolates_do_not_affect_each_other(one, two):
    groups = {f"1{g}": [f"1{m}" for m in inside] for g, inside in one[0].items()}
    groups |= {f"2{g}": [f"2{m}" for m in inside] for g, inside in two[0].items()}
    sectors = {f"1{m}": s for m, s in one[1].items()}
    sectors |= {f"2{m}": s for m, s in two[1].items()}
    both = everything(built(groups, sectors, [*sectors, "9"]))
    parts = [
        everything(built(*case)).rename(index=lambda i, k=k: f"{k}{i}")
        for k, case in ((1, one), (2, two))
    ]
    same(both.drop(index="9"), pd.concat(parts))


@laws
@given(affiliation())
def test_swapping_the_sides_swaps_the_measures(case):
    net = built(case[0], {}, case[2])
    matrix, members, groups = net.biadjacency()
    swapped = {
        m: [groups[k] for k in np.flatnonzero(matrix.toarray()[row])]
        for row, m in enumerate(members)
    }
    turned = networks.from_groups(
        {m: inside for m, inside in swapped.items() if inside}, isolates=groups
    )
    for measure in (*BURT, *TWO_MODE):
        ours = getattr(brokerage, measure)(net, side="groups").to_dict()
        theirs = getattr(brokerage, measure)(turned).to_dict()
        assert ours == pytest.approx(theirs, nan_ok=True)


def test_seeds_decide_the_p_values():
    net = random_network(5)
    first = brokerage.roles(net, permutations=49, seed=1)
    pd.testing.assert_frame_equal(first, brokerage.roles(net, permutations=49, seed=1))
    other = brokerage.roles(net, permutations=49, seed=2)
    assert not first.filter(like="p_").equals(other.filter(like="p_"))
    p = first.filter(like="p_").to_numpy()
    assert p.min() >= 1 / 50
    assert p.max() == 1


def test_activity_is_gatekeeper_and_liaison_when_all_have_a_sector(tohoku):
    net = tohoku.filter(sector=["industry", "academia", "government"])
    counts = brokerage.roles(net, permutations=0)
    active = brokerage.heterogeneous(net).reindex(counts.index)["activity"]
    assert (active == counts["gatekeeper"] + counts["liaison"]).all()


# --- definitions and errors -----------------------------------------------------------


def test_every_result_carries_its_definition(tohoku):
    results = [getattr(brokerage, m)(tohoku) for m in (*BURT, *TWO_MODE)]
    results += [
        brokerage.roles(tohoku, permutations=9),
        brokerage.heterogeneous(tohoku),
    ]
    results += [brokerage.cut_organizations(tohoku), brokerage.bridges(tohoku)]
    results += [
        getattr(brokerage, name)(tohoku, "industry", "academia")
        for name in ("who_links", "linking_groups")
    ]
    for result in results:
        assert result.attrs["measure"]
        assert result.attrs["citation"]
        assert result.attrs["n"] > 0
    counted = brokerage.roles(tohoku, permutations=9).attrs
    assert counted["n"] + counted["n_left_out"] == len(tohoku.biadjacency()[1])
    assert (counted["seed"], counted["permutations"]) == (0, 9)
    assert brokerage.constraint(tohoku, weight="newman").attrs["weight"] == "newman"


def test_bad_options_name_the_good_ones():
    net = random_network(6)
    for measure in BURT:
        with pytest.raises(ValueError, match="weight must be one of newman, shared"):
            getattr(brokerage, measure)(net, weight="heavy")
    for measure in (*BURT, *TWO_MODE, "roles", "heterogeneous", "cut_organizations"):
        with pytest.raises(ValueError, match="side must be 'members' or 'groups'"):
            getattr(brokerage, measure)(net, side="both")
    with pytest.raises(ValueError, match="by must be one of sector, prefecture, kind"):
        brokerage.roles(net, "colour")
    with pytest.raises(ValueError, match="permutations must be 0 or more, not -1"):
        brokerage.roles(net, permutations=-1)
    with pytest.raises(ValueError, match="the sectors are: academia, government, ind"):
        brokerage.who_links(net, "industry", "circus")
    ones = pd.Series(1, index=net.organizations.index)
    with pytest.raises(ValueError, match="the categories are: 1"):
        brokerage.who_links(net, "1", "2", by=ones)
    with pytest.raises(ValueError, match="language must be 'ja' or 'en'"):
        brokerage.roles(net, permutations=0, language="fr")


def test_ends_and_labels_that_do_not_fit_are_told():
    net = random_network(7)
    with pytest.raises(ValueError, match="b names no organization"):
        brokerage.who_links(net, "industry", [])
    with pytest.raises(GraphError, match="a: no named member has the id g00, nobody"):
        brokerage.linking_groups(net, ["nobody", "m01", "g00"], "industry")
    labels = pd.Series("x", index=["m01", "m02"])
    with pytest.raises(GraphError, match=r"no category is given for m00, m03.* more"):
        brokerage.roles(net, labels)
    twice = pd.Series("x", index=[*net.organizations.index, "m01"])
    with pytest.raises(GraphError, match="two categories"):
        brokerage.heterogeneous(net, twice)


def test_unlinked_pairs_are_counted():
    # c and u meet through x; d is in no group with anybody who meets u.
    net = networks.from_groups(
        {"p": "cx", "q": "xu", "r": "d"},
        sectors={"c": "industry", "d": "industry", "u": "academia"},
    )
    facts = brokerage.who_links(net, "industry", "academia").attrs
    assert (facts["open_pairs"], facts["unlinked_pairs"]) == (2, 1)
