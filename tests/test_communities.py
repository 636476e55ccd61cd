"""Communities: published values, second computations, odd networks, laws, errors."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from importlib.metadata import PackageNotFoundError
from itertools import combinations
from pathlib import Path

import igraph
import networkx as nx
import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from networks import davis, florentine, from_groups, from_ties, odd_networks
from tohoku_network import AffiliationNetwork, GraphError, communities
from tohoku_network.communities import (
    _agreement,
    _engines,
    _folding,
    _two_mode,
    detection,
)

METHODS = ("leiden", "louvain", "two_mode")
WEIGHTS = (None, "newman", "shared", "jaccard", "cosine")

few = settings(max_examples=12, deadline=None, derandomize=True)
small_groups = st.dictionaries(
    st.sampled_from("pqrst"),
    st.sets(st.sampled_from("abcdef"), min_size=1, max_size=5).map(sorted),
    min_size=1,
    max_size=5,
)


def unions(labels: pd.Series) -> list[set[str]]:
    return [set(found) for found in labels.groupby(labels).groups.values()]


# --- published values -----------------------------------------------------------

# Women 1-9 of the usual order, by the published table of Davis et al. (1941).
FIRST_NINE = {
    "Evelyn Jefferson",
    "Laura Mandeville",
    "Theresa Anderson",
    "Brenda Rogers",
    "Charlotte McDowd",
    "Frances Anderson",
    "Eleanor Nye",
    "Pearl Oglethorpe",
    "Ruth DeSand",
}


def test_barber_modularity_of_the_classical_division_of_davis() -> None:
    # Women 1-9 with E1-E8 against the rest: 0.318394, computed from Barber (2007).
    _, women, events = davis().biadjacency()
    members = pd.Series({w: int(w not in FIRST_NINE) for w in women})
    groups = pd.Series({e: int(int(e[1:]) > 8) for e in events})
    found = communities.two_mode_modularity(davis(), members, groups)
    assert found == pytest.approx(0.318394, abs=1e-6)


@pytest.mark.parametrize("seed", range(3))
def test_best_known_two_mode_division_of_davis(seed: int) -> None:
    # 0.345537 with four modules: the best of 18,000 BRIM starts (Barber 2007).
    found = communities.detect(davis(), method="two_mode", seed=seed, runs=5)
    assert found.quality == pytest.approx(0.345537, abs=1e-6)
    assert found.labels.nunique() == found.other_labels.nunique() == 4


def test_barber_modularity_of_two_complete_pieces_is_one_half() -> None:
    # Two disjoint K2,2 (Barber 2007).
    net = from_groups({"p": "ab", "q": "ab", "r": "cd", "s": "cd"})
    found = communities.detect(net, method="two_mode", runs=2)
    assert found.quality == pytest.approx(0.5)
    assert found.labels.tolist() == [0, 0, 1, 1]
    assert found.other_labels.tolist() == [0, 0, 1, 1]


@pytest.mark.parametrize("method", ["leiden", "louvain"])
def test_karate_club(method: str) -> None:
    # The maximum is 0.4198 with four communities (Brandes et al. 2008).
    graph = nx.relabel_nodes(nx.karate_club_graph(), lambda i: f"{i:02d}")
    found = communities.detect(from_ties(graph), method=method, weight=None)
    assert found.quality == pytest.approx(0.4198, abs=1e-4)
    assert found.labels.nunique() == 4
    # Ids and groups of both halves: the instructor (00) and the president (33) part.
    assert found.labels["00"] != found.labels["33"]


# --- a second computation -------------------------------------------------------


def test_florentine_families_reach_the_exact_maximum() -> None:
    net = florentine()
    graph = igraph.Graph.from_networkx(nx.florentine_families_graph())
    exact = graph.modularity(graph.community_optimal_modularity().membership)
    assert communities.detect(net, weight=None).quality == pytest.approx(exact)


@pytest.mark.parametrize("resolution", [0.5, 1.0, 2.0])
@pytest.mark.parametrize("weight", WEIGHTS)
def test_modularity_is_that_of_networkx_and_igraph(weight, resolution) -> None:
    net = davis()
    found = communities.detect(net, weight=weight, resolution=resolution, runs=5)
    graph = net.project("members", weight=weight or "shared")
    used = None if weight is None else "weight"
    theirs = nx.community.modularity(
        graph, unions(found.labels), weight=used, resolution=resolution
    )
    ours = communities.modularity(
        net, found.labels, weight=weight, resolution=resolution
    )
    assert found.quality == pytest.approx(ours, abs=1e-12)
    assert ours == pytest.approx(theirs, abs=1e-12)
    other = igraph.Graph.from_networkx(graph)
    best = max(
        other.modularity(
            other.community_leiden(
                "modularity", weights=used, resolution=resolution, n_iterations=-1
            ),
            weights=used,
            resolution=resolution,
        )
        for _ in range(10)
    )
    assert found.quality >= best - 1e-9


@pytest.mark.parametrize("weight", WEIGHTS)
def test_both_louvain_engines_reach_the_same_value_on_davis(weight) -> None:
    b, _, _ = davis().oriented("members")
    ties = _folding.fold(b, weight, 1.0, lambda _: None).ties
    best = [
        max(
            _engines.modularity(ties, engine(ties, 1.0, seed), 1.0)
            for seed in range(15)
        )
        for engine in (_engines.python_louvain, _engines.networkx_louvain)
    ]
    assert best[0] == pytest.approx(best[1], abs=1e-9)
    if weight == "newman":
        # Leiden in igraph, python-louvain and NetworkX alike.
        assert best[0] == pytest.approx(0.264144, abs=1e-6)


def set_partitions(n: int):
    """Every partition of n things as labels."""

    def extend(labels: list[int]):
        if len(labels) == n:
            yield np.array(labels)
            return
        for label in range(max(labels, default=-1) + 2):
            yield from extend([*labels, label])

    return extend([])


@few
@given(small_groups)
def test_no_partition_of_a_small_network_is_better(groups) -> None:
    net = from_groups(groups)
    ties = nx.to_numpy_array(net.project("members"))
    total = max(ties.sum(), 1)
    gain = (ties - np.outer(ties.sum(axis=0), ties.sum(axis=0)) / total) / total
    best = max(
        gain[labels[:, None] == labels[None, :]].sum()
        for labels in set_partitions(len(ties))
    )
    assert communities.detect(net, runs=5).quality == pytest.approx(best, abs=1e-9)


@few
@given(small_groups)
def test_no_two_mode_partition_of_a_small_network_is_better(groups) -> None:
    net = from_groups(groups)
    b, _, _ = net.oriented("members")
    total = b.sum()
    gain = b.toarray() - np.outer(b.sum(axis=1), b.sum(axis=0)) / total
    best = -np.inf
    for labels in set_partitions(b.shape[0]):
        one_hot = labels[:, None] == np.arange(labels.max() + 1)
        # Given the members, every group joins where it adds most, or stays alone.
        best = max(best, np.maximum((gain.T @ one_hot).max(axis=1), 0).sum() / total)
    found = communities.detect(net, method="two_mode", runs=4)
    assert found.quality == pytest.approx(best, abs=1e-9)
    again = communities.two_mode_modularity(net, found.labels, found.other_labels)
    assert again == pytest.approx(found.quality, abs=1e-12)


# --- folding --------------------------------------------------------------------


@few
@given(small_groups, st.sampled_from(WEIGHTS), st.sampled_from([0.3, 1.0, 4.0, 50.0]))
def test_folding_changes_no_value(groups, weight, resolution) -> None:
    # Members doubled, so that there is something to fold.
    doubled = {g: [m + twin for m in ms for twin in "12"] for g, ms in groups.items()}
    net = from_groups(doubled)
    b, ids, _ = net.oriented("members")
    folded = _folding.fold(b, weight, resolution, lambda _: None)
    labels = _engines.leiden(folded.ties, resolution, 1)[folded.whole]
    value = communities.modularity(
        net,
        pd.Series(labels[folded.first], index=ids),
        weight=weight,
        resolution=resolution,
    )
    inside = _engines.modularity(folded.ties, labels, resolution)
    assert inside == pytest.approx(value, abs=1e-9)


def test_classes_that_modularity_would_part_are_opened() -> None:
    b, _, _ = from_groups({"p": "abcd", "q": "cd"}).oriented("members")
    folded = _folding.fold(b, "newman", 1.0, lambda _: None)
    # Two classes of two, each as two halves.
    assert folded.ties.shape == (4, 4)
    assert folded.first.tolist() == [0, 0, 2, 2]
    opened = _folding.fold(b, "newman", 100.0, lambda _: None)
    assert opened.first.tolist() == [0, 1, 2, 3]


def test_a_large_group_costs_two_nodes() -> None:
    b, _, _ = from_groups({"g": [f"m{i:04d}" for i in range(3000)]}).oriented("members")
    assert _folding.fold(b, "newman", 1.0, lambda _: None).ties.shape == (2, 2)


# --- agreement ------------------------------------------------------------------

partitions = st.lists(
    st.tuples(st.integers(0, 3), st.integers(0, 3)), min_size=2, max_size=12
)


@few
@given(partitions)
def test_comparison_is_that_of_igraph(pairs) -> None:
    a, b = ([pair[i] for pair in pairs] for i in (0, 1))
    ids = [f"o{i:02d}" for i in range(len(pairs))]
    found = communities.compare(pd.Series(a, index=ids), pd.Series(b, index=ids))
    trivial = len(set(a)) == len(set(b)) in (1, len(a))
    for ours, theirs in (
        ("adjusted_rand", "adjusted_rand"),
        ("nmi", "nmi"),
        ("vi", "vi"),
    ):
        if trivial:  # equal by convention, undefined there
            continue
        expected = igraph.compare_communities(a, b, method=theirs)
        assert found[ours] == pytest.approx(expected, abs=1e-9)


def test_comparison_by_hand() -> None:
    a = pd.Series({"u": 0, "v": 0, "w": 1, "x": 1})
    same = communities.compare(a, pd.Series({"x": "b", "w": "b", "v": "a", "u": "a"}))
    assert same.to_dict() == {"adjusted_rand": 1.0, "nmi": 1.0, "vi": 0.0}
    # Crossed: no information in common, so vi = 2 ln 2; ARI = (0 - 2/3)/(2 - 2/3).
    crossed = communities.compare(a, pd.Series({"u": 0, "v": 1, "w": 0, "x": 1}))
    assert crossed["adjusted_rand"] == pytest.approx(-0.5)
    assert crossed["nmi"] == pytest.approx(0, abs=1e-12)
    assert crossed["vi"] == pytest.approx(2 * np.log(2))
    assert crossed.attrs["citation"].startswith("Hubert and Arabie")


@pytest.mark.parametrize(
    ("a", "b", "expected"),
    [
        ([], [], (1, 1, 0)),
        ([0], [5], (1, 1, 0)),
        ([0, 0, 0], [1, 1, 1], (1, 1, 0)),
        ([0, 1, 2], [2, 1, 0], (1, 1, 0)),
        ([0, 0, 0], [0, 1, 2], (0, 0, np.log(3))),
    ],
)
def test_comparison_of_trivial_partitions(a, b, expected) -> None:
    ids = [str(i) for i in range(len(a))]
    one, two = (pd.Series(x, index=ids, dtype="int64") for x in (a, b))
    found = communities.compare(one, two)
    assert found.tolist() == pytest.approx(list(expected))


def test_mean_agreement_is_the_mean_over_all_pairs_of_runs() -> None:
    runs = np.array([[0, 0, 1, 1], [1, 1, 0, 0], [0, 1, 0, 1], [0, 0, 0, 1]])
    pairs = [
        igraph.compare_communities(
            runs[i].tolist(), runs[j].tolist(), method="adjusted_rand"
        )
        for i, j in combinations(range(4), 2)
    ]
    assert _agreement.mean_agreement(runs) == pytest.approx(np.mean(pairs))


def test_who_stays_when_communities_are_matched_one_to_one() -> None:
    own = np.array([0, 0, 0, 1, 1, 2])
    assert _agreement.kept(own, np.array([7, 7, 7, 5, 5, 3])).all()
    # c leaves for the second community, the third one is swallowed by it.
    moved = _agreement.kept(own, np.array([0, 0, 1, 1, 1, 1]))
    assert moved.tolist() == [True, True, False, True, True, False]
    # Both merged: one of the two can be matched, the larger one.
    merged = _agreement.kept(np.array([0, 0, 0, 1]), np.zeros(4, dtype=int))
    assert merged.tolist() == [True, True, True, False]


def test_consensus_takes_what_most_runs_share() -> None:
    truth = np.repeat([0, 1, 2], 5)
    assert _agreement.consensus(np.array([truth] * 3), 0).tolist() == truth.tolist()
    runs = np.array([truth] * 6)
    for run, stray in enumerate((0, 4, 7, 11, 14, 2)):
        runs[run, stray] = (truth[stray] + 1) % 3  # another one strays in every run
    assert _agreement.consensus(runs, 0).tolist() == truth.tolist()


def test_consensus_cuts_nobody_off() -> None:
    # d is with a, b, c or alone with each of e, f, g in turn, never in half the runs.
    runs = np.array(
        [[0, 0, 0, 0, 1, 1, 1], [0, 0, 0, 1, 1, 1, 1], [0, 0, 0, 2, 1, 1, 1]]
    )
    found = _agreement.consensus(runs, 0)
    assert np.bincount(found).min() > 1
    assert len(set(found[[0, 1, 2]])) == len(set(found[[4, 5, 6]])) == 1


# --- what the result tells ------------------------------------------------------


@pytest.mark.parametrize("method", METHODS)
def test_result_carries_its_definition(method: str, tohoku) -> None:
    found = communities.detect(tohoku, method=method, runs=3)
    _, members, groups = tohoku.biadjacency()
    assert found.labels.index.tolist() == members
    assert found.labels.index.name == "id"
    assert found.labels.name == "community"
    assert str(found.labels.dtype) == "int64"
    assert found.consensus.name == "consensus"
    assert found.node_stability.between(0, 1).all()
    assert 0 < found.stability <= 1
    assert found.quality == max(found.qualities)
    assert len(found.qualities) == found.runs == 3
    beside = groups if method == "two_mode" else []
    assert found.other_labels.index.tolist() == beside
    told = found.definition
    assert told["measure"] == "community"
    assert told["weight"] == (None if method == "two_mode" else "newman")
    assert (told["n"], told["seed"], told["runs"]) == (len(members), 0, 3)
    assert told["stability"] == found.stability
    assert all(told[key] for key in ("variant", "citation", "engine"))
    sizes = found.labels.value_counts().sort_index()
    assert sizes.is_monotonic_decreasing
    smallest = found.labels.groupby(found.labels).apply(lambda s: s.index.min())
    for _, tied in smallest.groupby(sizes):
        assert tied.is_monotonic_increasing


def test_an_unstable_result_says_so() -> None:
    # A ring of many equal pairs has many equally good divisions.
    ring = nx.relabel_nodes(nx.cycle_graph(23), lambda i: f"{i:02d}")
    found = communities.detect(from_ties(ring), weight=None)
    assert found.stability < 0.8
    assert not found.is_stable
    assert "unstable" in found.labels.attrs["note"]
    assert "unstable" in repr(found)
    clear = communities.detect(from_groups({"p": "abc", "q": "def"}))
    assert clear.is_stable
    assert clear.labels.attrs["note"] == ""
    assert repr(clear) == (
        "<Communities: 6 members in 2 communities (leiden), Q = 0.500, "
        "stability 1.00 over 20 runs>"
    )


def test_louvain_names_its_engine_and_falls_back(monkeypatch) -> None:
    def engine(**options: float) -> str:
        found = communities.detect(davis(), method="louvain", runs=5, **options)
        assert found.quality <= 0.5168
        return str(found.definition["engine"])

    assert engine().startswith("python-louvain")
    # python-louvain stops by another quality than it moves by, unless γ is 1.
    assert engine(resolution=0.5).startswith("networkx")
    known = _engines.version

    def missing(name: str) -> str:
        if name == "python-louvain":
            raise PackageNotFoundError(name)
        return known(name)

    monkeypatch.setattr(_engines, "version", missing)
    assert engine().startswith("networkx")


def test_resolution_moves_the_number_of_communities() -> None:
    counts = [
        communities.detect(davis(), resolution=gamma, runs=3).labels.nunique()
        for gamma in (0.1, 1.0, 100.0)
    ]
    assert counts == [1, 2, 18]
    modules = [
        communities.detect(
            davis(), method="two_mode", resolution=gamma, runs=2
        ).labels.nunique()
        for gamma in (0.1, 1.0, 100.0)
    ]
    assert modules[0] == 1
    assert modules[0] < modules[1] < modules[2]


def test_the_first_runs_of_a_longer_series_are_those_of_a_shorter() -> None:
    long = communities.detect(davis(), method="louvain", runs=8, seed=3)
    short = communities.detect(davis(), method="louvain", runs=4, seed=3)
    assert long.qualities[:4] == short.qualities


def test_threads_change_nothing(monkeypatch, tohoku) -> None:
    before = communities.detect(tohoku, runs=6)
    monkeypatch.setattr(_engines, "_WORTH_THREADS", 0)
    after = communities.detect(tohoku, runs=6)
    pd.testing.assert_series_equal(before.labels, after.labels)
    assert before.qualities == after.qualities


def test_leiden_communities_are_connected(tohoku) -> None:
    graph = tohoku.project("members")
    for inside in unions(communities.detect(tohoku).labels):
        assert nx.is_connected(graph.subgraph(inside))


# --- odd networks ---------------------------------------------------------------

# Labels of the members, modularity on the projection, two-mode modularity.
ODD = {
    "empty": ([], 0, 0),
    "one member": ([0], 0, 0),
    "two isolated pairs": ([0, 0, 1, 1], 1 / 2, 1 / 2),
    # The star's best partition is the whole: leaves gain nothing apart.
    "star": ([0, 0, 0, 0, 0], 0, 3 / 8),
    # a-b | c-d: each Newman tie is 1, strengths 1, 2, 2, 1: 4/6 - 2 (3/6)^2.
    "path": ([0, 0, 1, 1], 1 / 6, 1 / 3),
    "complete": ([0, 0, 0, 0, 0], 0, 0),
    "groups of one": ([0, 1, 2], 0, 2 / 3),
    # p = abc, q = cd, ties 1/2 and 1: 2m = 5, {ab} and {cd}: 3/5 - (4 + 9)/25.
    "one sector": ([0, 0, 1, 1], 2 / 25, 8 / 25),
    "isolates": ([0, 0, 1, 2, 3], 0, 0),
}


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize("name", ODD)
def test_odd_networks(name: str, method: str) -> None:
    net = odd_networks()[name]
    labels, one_mode, two_mode = ODD[name]
    found = communities.detect(net, method=method, runs=3)
    expected = two_mode if method == "two_mode" else one_mode
    assert found.quality == pytest.approx(expected, abs=1e-12)
    # On two modes star and path have several divisions of the same value.
    if method != "two_mode" or name not in ("star", "path"):
        assert found.labels.tolist() == labels
        assert found.consensus.tolist() == labels
        assert found.stability == 1
        assert (found.node_stability == 1).all()
    tied = net.biadjacency()[0].sum() > 0
    assert ("no ties" in repr(found)) == (
        not tied or (method != "two_mode" and name == "groups of one")
    )


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize("name", ODD)
def test_odd_networks_from_the_other_side(name: str, method: str) -> None:
    net = odd_networks()[name]
    found = communities.detect(net, method=method, side="groups", runs=2)
    assert found.labels.index.tolist() == net.biadjacency()[2]
    assert np.isfinite([found.quality, found.stability]).all()
    assert found.node_stability.notna().all()
    if method == "two_mode":
        assert found.quality == pytest.approx(ODD[name][2], abs=1e-12)


@pytest.mark.parametrize("name", ODD)
def test_profiles_of_odd_networks(name: str) -> None:
    net = odd_networks()[name]
    labels = communities.detect(net, runs=2).labels
    frame = communities.profile(net, labels)
    assert frame["size"].sum() == len(labels)
    assert (frame["name"] != "").all()
    assert frame["name"].is_unique
    counts = communities.composition(net, labels)
    assert counts.sum(axis=1).tolist() == frame["size"].tolist()
    assert communities.modularity(net, labels) == pytest.approx(ODD[name][1])


# --- profiles -------------------------------------------------------------------


@pytest.fixture(scope="module")
def council() -> AffiliationNetwork:
    organizations = pd.DataFrame(
        {
            "id": ["a", "b", "c", "d", "e", "f", "x", "g1", "g2", "g3"],
            "name": ["甲", "乙", "丙", "丁", "戊", "己", "孤", "会", "懇", "全体"],
            "name_en": ["A", "B", "C", "D", "E", "F", "X", "Board", "Round", "All"],
            "sector": ["industry", "industry", "academia", "finance", "x-sector", None]
            + [None] * 4,
            "prefecture": ["Miyagi", "Miyagi", "Aomori", "Iwate", None, None]
            + [None] * 4,
            "kind": [None] * 7 + ["council"] * 3,
        }
    )
    rows = [(m, "g1") for m in "abc"] + [(m, "g2") for m in "def"]
    rows += [(m, "g3") for m in "abcdef"]
    memberships = pd.DataFrame(rows, columns=["member_id", "group_id"])
    return AffiliationNetwork.from_frames(organizations, memberships)


def test_profile_says_who_and_through_what(council) -> None:
    labels = communities.detect(council).labels
    assert labels.tolist() == [0, 0, 0, 1, 1, 1, 2]
    frame = communities.profile(council, labels)
    assert frame.index.tolist() == [0, 1, 2]
    assert frame.index.name == "community"
    # g3 has everybody, so it tells nothing about either.
    assert frame["groups"].tolist() == [("g1",), ("g2",), ()]
    assert frame["name"].tolist() == ["会", "懇", "孤"]
    assert frame["size"].tolist() == [3, 3, 1]
    assert frame.loc[0, "sectors"] == "産 2・学 1"
    assert frame.loc[1, "sectors"] == "金 1・x-sector 1・区分なし 1"
    assert frame.loc[1, "prefectures"] == "岩手県 1・所在地不明 2"
    assert frame.loc[0, "leading"] == "会 (3/3)"
    english = communities.profile(council, labels, language="en")
    assert english["name"].tolist() == ["Board", "Round", "X"]
    assert english.loc[0, "prefectures"] == "Miyagi 2, Aomori 1"
    assert frame.attrs["measure"] == "community_profile"


def test_one_community_is_led_by_its_largest_groups(council) -> None:
    everybody = pd.Series("one", index=list("abcdefx"))
    frame = communities.profile(council, everybody, top=2)
    assert frame.loc["one", "groups"] == ("g3", "g1")
    assert frame.loc["one", "leading"] == "全体 (6/6)、会 (3/3)"


def test_communities_led_by_one_group_are_told_apart() -> None:
    net = from_groups({"g": "abcd", "h": "ef"})
    labels = pd.Series({"a": 0, "b": 0, "c": 1, "d": 1, "e": 2, "f": 2})
    assert communities.profile(net, labels)["name"].tolist() == [
        "名g",
        "名g (2)",
        "名h",
    ]


def test_long_names_are_clipped() -> None:
    net = from_groups({"g" * 60: "ab"})
    frame = communities.profile(net, communities.detect(net, runs=2).labels)
    assert len(frame.loc[0, "name"]) == 20
    assert frame.loc[0, "name"].endswith("…")


def test_composition_counts_every_value_once(council) -> None:
    labels = communities.detect(council).labels
    frame = communities.composition(council, labels)
    assert frame.columns.tolist() == ["産", "学", "金", "x-sector", "区分なし"]
    assert frame.loc[1].tolist() == [0, 0, 1, 1, 1]
    places = communities.composition(council, labels, by="prefecture", language="en")
    assert places.columns.tolist() == ["Aomori", "Iwate", "Miyagi", "Place not told"]
    kinds = communities.composition(council, labels, by="kind")
    assert kinds.columns.tolist() == ["種別不明"]


def test_profile_of_groups(council) -> None:
    labels = communities.detect(council, side="groups").labels
    frame = communities.profile(council, labels, side="groups", top=9)
    assert frame.loc[0, "groups"] == tuple("abcdef")


# --- laws -----------------------------------------------------------------------


def shuffled(net: AffiliationNetwork, seed: int) -> AffiliationNetwork:
    def mixed(frame: pd.DataFrame) -> pd.DataFrame:
        return frame.sample(frac=1, random_state=seed)

    return AffiliationNetwork.from_frames(
        mixed(net.organizations.reset_index()), mixed(net.memberships)
    )


@pytest.mark.parametrize("method", METHODS)
def test_order_and_repetition_of_rows_change_nothing(method: str) -> None:
    net = davis()
    before = communities.detect(net, method=method, runs=3)
    rows = net.memberships
    twice = AffiliationNetwork.from_frames(
        net.organizations.reset_index(),
        pd.concat([rows, rows.head(5).assign(role="chair")]),
    )
    for other in (shuffled(net, 1), shuffled(net, 2), twice):
        after = communities.detect(other, method=method, runs=3)
        pd.testing.assert_series_equal(before.labels, after.labels)
        pd.testing.assert_series_equal(before.consensus, after.consensus)
        assert before.qualities == after.qualities


@few
@given(small_groups, st.sampled_from(METHODS))
def test_names_change_nothing_but_the_order_of_labels(groups, method) -> None:
    reverse = {m: chr(ord("a") + ord("z") - ord(m)) for m in "abcdef"}
    net = from_groups(groups)
    renamed = from_groups({g: [reverse[m] for m in ms] for g, ms in groups.items()})
    one, two = (communities.detect(n, method=method, runs=6) for n in (net, renamed))
    assert one.quality == pytest.approx(two.quality, abs=1e-9)


@few
@given(small_groups, st.sampled_from(METHODS))
def test_an_isolate_is_alone_and_moves_nobody(groups, method) -> None:
    net, more = from_groups(groups), from_groups(groups, isolates="z")
    before, after = (communities.detect(n, method=method, runs=3) for n in (net, more))
    pd.testing.assert_series_equal(
        before.labels, after.labels.drop("z"), check_flags=False
    )
    assert after.labels["z"] == after.labels.max()
    assert (after.labels == after.labels["z"]).sum() == 1
    assert after.node_stability["z"] == 1
    assert after.quality == pytest.approx(before.quality, abs=1e-12)
    assert after.stability == pytest.approx(before.stability)


@few
@given(small_groups, small_groups, st.sampled_from(METHODS))
def test_no_community_spans_two_components(one, two, method) -> None:
    both = one | {g.upper(): [m.upper() for m in ms] for g, ms in two.items()}
    net = from_groups(both)
    labels = communities.detect(net, method=method, runs=2, resolution=0.1).labels
    pieces = nx.connected_components(net.two_mode())
    of = {node.removeprefix("member:"): i for i, p in enumerate(pieces) for node in p}
    for inside in unions(labels):
        assert len({of[member] for member in inside}) == 1


@few
@given(small_groups)
def test_two_modes_have_one_best_value_from_either_side(groups) -> None:
    net = from_groups(groups)
    one, two = (
        communities.detect(net, method="two_mode", side=side, runs=4)
        for side in ("members", "groups")
    )
    assert one.quality == pytest.approx(two.quality, abs=1e-9)


SCRIPT = """
import json, sys
import pandas as pd
from tohoku_network import AffiliationNetwork, communities
data, seed = json.loads(sys.stdin.read()), int(sys.argv[1])
frames = [pd.DataFrame(data[k]).sample(frac=1, random_state=seed) for k in ("o", "m")]
net = AffiliationNetwork.from_frames(*frames)
told = []
for method in ("leiden", "louvain", "two_mode"):
    found = communities.detect(net, method=method, runs=4)
    told += [found.labels.to_dict(), found.consensus.to_dict(), found.qualities]
    told.append(communities.profile(net, found.labels).to_dict())
print(json.dumps(told))
"""


def test_eight_hash_seeds_and_row_orders_give_one_result() -> None:
    net = davis()
    tables = {
        "o": net.organizations.reset_index()[["id", "name", "kind"]].to_dict("list"),
        "m": net.memberships[["member_id", "group_id"]].to_dict("list"),
    }
    answers = {
        subprocess.run(
            [sys.executable, "-c", SCRIPT, str(seed)],
            input=json.dumps(tables),
            env={**os.environ, "PYTHONHASHSEED": str(seed)},
            cwd=Path(__file__).parent,
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for seed in range(8)
    }
    assert len(answers) == 1


def test_inputs_stay_as_they_were(council) -> None:
    labels = pd.Series(0, index=list("xfedcba"))
    before, matrix = labels.copy(), council.biadjacency()[0].toarray()
    communities.profile(council, labels)
    communities.modularity(council, labels)
    communities.compare(labels, labels)
    for method in METHODS:
        communities.detect(council, method=method, runs=2)
    pd.testing.assert_series_equal(labels, before)
    assert (council.biadjacency()[0].toarray() == matrix).all()


# --- errors ---------------------------------------------------------------------


@pytest.mark.parametrize(
    ("options", "told"),
    [
        ({"method": "infomap"}, "leiden, louvain, two_mode"),
        ({"side": "people"}, "'members' or 'groups'"),
        ({"weight": "heavy"}, "newman, shared, jaccard, cosine"),
        ({"resolution": 0}, "positive"),
        ({"resolution": float("nan")}, "positive"),
        ({"runs": 1}, "at least 2"),
    ],
)
def test_bad_options_name_the_good_ones(options, told: str) -> None:
    with pytest.raises(ValueError, match=told):
        communities.detect(davis(), **options)


@pytest.mark.parametrize("method", ["leiden", "louvain"])
def test_a_projection_too_large_names_the_way_out(method: str, monkeypatch) -> None:
    monkeypatch.setitem(detection._MOST_TIES, method, 20)
    with pytest.raises(GraphError, match=r"E8.*two_mode"):
        communities.detect(davis(), method=method)


def test_profiles_need_a_label_for_everybody(council) -> None:
    with pytest.raises(GraphError, match="'b', 'c', 'd', 'e', 'f' and 1 more"):
        communities.profile(council, pd.Series({"a": 0}))
    labels = pd.Series(0, index=list("abcdefx"))
    with pytest.raises(ValueError, match="top must be"):
        communities.profile(council, labels, top=0)
    with pytest.raises(ValueError, match="language"):
        communities.profile(council, labels, language="fr")
    with pytest.raises(ValueError, match="language"):
        communities.composition(council, labels, language="fr")
    with pytest.raises(ValueError, match="sector, prefecture, kind"):
        communities.composition(council, labels, by="size")
    with pytest.raises(ValueError, match="positive"):
        communities.modularity(council, labels, resolution=-1)
    with pytest.raises(GraphError, match="g1"):
        communities.two_mode_modularity(council, labels, labels)


def test_partitions_of_different_organizations_cannot_be_compared() -> None:
    a, b = pd.Series({"u": 0, "v": 1}), pd.Series({"u": 0, "w": 1})
    with pytest.raises(GraphError, match="'w'"):
        communities.compare(a, b)
    with pytest.raises(GraphError, match="two labels"):
        communities.compare(pd.Series([0, 1], index=["u", "u"]), b)


def test_extra_labels_and_real_numbers_do_no_harm(council) -> None:
    labels = pd.Series(0, index=[*"abcdefx", "somebody else"])
    frame = communities.profile(council, labels)
    assert frame.index.tolist() == [0]
    assert str(frame.index.dtype) == "int64"


def test_search_survives_a_matrix_without_entries() -> None:
    b, _, _ = from_groups({}, isolates="ab").oriented("members")
    rows, columns = _two_mode.search(b, 1.0, 0, 3)
    assert rows.tolist() == [0, 1]
    assert len(columns) == 0
