"""Robustness against published values, brute force, hand values and its own laws."""

from __future__ import annotations

import itertools
import math
import os
import subprocess
import sys
from pathlib import Path

import networkx as nx
import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from networks import davis, florentine, from_groups, odd_networks
from tohoku_network import (
    AffiliationNetwork,
    GraphError,
    _measured,
    brokerage,
    centrality,
    robustness,
)
from tohoku_network.robustness._draws import correlation, dropped, filled
from tohoku_network.robustness._lists import unnamed_places
from tohoku_network.robustness._samples import gaps_of, in_words

SECTORS = {
    "a": "industry",
    "b": "academia",
    "c": "government",
    "d": "finance",
    "e": "industry",
    "f": "media",
}


def bow() -> AffiliationNetwork:
    r"""Two tables with a bridge between them, and somebody alone.

    a           e
    | \   h   / |        g = a b c    h = c d    k = d e f
    g  c --- d  k
    | /       \ |
    b           f        z
    """
    return from_groups(
        {"g": "abc", "h": "cd", "k": "def"}, sectors=SECTORS, isolates="z"
    )


def with_classes() -> AffiliationNetwork:
    """g: a, b and two unnamed banks; h: b of 4 declared; k: b and an open class."""
    organizations = pd.DataFrame(
        [
            ("a", "industry", None, None, False),
            ("b", "academia", None, None, False),
            ("c", "finance", None, None, False),
            ("d", "finance", None, None, False),
            ("banks", "finance", None, 2, True),
            ("others", None, None, None, True),
            ("g", None, "council", None, False),
            ("h", None, "council", 4, False),
            ("k", None, "council", None, False),
        ],
        columns=["id", "sector", "kind", "size_declared", "unnamed"],
    )
    organizations["name"] = organizations["id"].str.upper()
    rows = [("a", "g"), ("b", "g"), ("banks", "g"), ("b", "h"), ("b", "k")]
    rows += [("others", "k")]
    memberships = pd.DataFrame(rows, columns=["member_id", "group_id"])
    return AffiliationNetwork.from_frames(organizations, memberships)


MEMBERS = "abcdefg"
groupings = st.dictionaries(
    st.sampled_from("PQRSTU"), st.sets(st.sampled_from(MEMBERS), min_size=1), max_size=6
)
laws = settings(max_examples=15, deadline=None)


def build(groups: dict[str, set[str]]) -> AffiliationNetwork:
    return from_groups({g: sorted(i) for g, i in groups.items()}, isolates=MEMBERS)


# --- key players ----------------------------------------------------------------


def test_key_players_of_the_florentine_families():
    # Borgatti's F on Padgett's marriages: Medici .38462 in 3 pieces, three families
    # .14286 each, Medici and Guadagni together .70513.
    one = robustness.key_players(florentine())
    assert one["ids"].tolist()[:4] == [
        ("Medici",),
        ("Albizzi",),
        ("Guadagni",),
        ("Salviati",),
    ]
    assert one["value"].tolist()[:4] == pytest.approx(
        [0.38462, *[0.14286] * 3], abs=1e-5
    )
    assert one["rank"].tolist()[:4] == [1, 2, 2, 2]
    assert one["pieces"].iloc[0] == 3
    assert one["value"].iloc[4] == 0
    two = robustness.key_players(florentine(), k=2)
    assert two["ids"].iloc[0] == ("Guadagni", "Medici")
    assert two["value"].iloc[0] == pytest.approx(0.70513, abs=1e-5)
    assert two.attrs["search"] == "exact"


def test_key_players_by_hand():
    # Six connected and z: F = 1 - 30/42 before. Without c: {d e f}, {a b}, {z}.
    one = robustness.key_players(bow())
    assert one.attrs["before"] == pytest.approx(1 - 30 / 42)
    assert one["ids"].tolist()[:2] == [("c",), ("d",)]
    assert one["value"].iloc[0] == pytest.approx(1 - (6 + 2) / 30)
    assert one["gain"].iloc[0] == pytest.approx((1 - 8 / 30) - (1 - 30 / 42))
    assert one.loc[0, ["pieces", "largest", "near"]].tolist() == [3, 3, 4]
    two = robustness.key_players(bow(), k=2)
    # {a, b}, {e, f}, {z}; without a and d it is {b, c}, {e, f}, {z}, no less.
    best = two[two["rank"] == 1]
    assert ("c", "d") in best["ids"].tolist()
    assert best["ids"].iloc[0] == ("a", "d")
    assert best["value"].tolist() == pytest.approx([1 - (2 + 2) / 20] * len(best))


def test_key_players_reach_by_hand():
    # c itself, a b d at 1, e f at 2: (4 + 2/2)/7. a and d reach six of seven at once.
    one = robustness.key_players(bow(), method="reach")
    assert one["ids"].tolist()[:2] == [("c",), ("d",)]
    assert one["value"].iloc[0] == pytest.approx(5 / 7)
    two = robustness.key_players(bow(), k=2, method="reach")
    assert two["ids"].iloc[0] == ("a", "d")
    assert two["value"].iloc[0] == pytest.approx(6 / 7)
    assert two["near"].iloc[0] == 6


def test_key_groups_by_hand():
    # Without any one of the groups twelve ordered pairs of 42 stay connected.
    gone = robustness.key_players(bow(), side="groups")
    assert gone["value"].tolist() == pytest.approx([1 - 12 / 42] * 3)
    assert gone["rank"].tolist() == [1, 1, 1]
    # g reaches a b c at 1, d at 2, e f at 3; h only two at 1 and four at 2.
    reach = robustness.key_players(bow(), side="groups", method="reach")
    expected = [(3 + 1 / 2 + 2 / 3) / 7] * 2 + [(2 + 4 / 2) / 7]
    assert reach["value"].tolist() == pytest.approx(expected)
    assert reach["ids"].tolist() == [("g",), ("k",), ("h",)]


def fragmentation(net: AffiliationNetwork, gone: tuple[str, ...], side: str) -> float:
    graph = net.two_mode()
    word = "member" if side == "members" else "group"
    graph.remove_nodes_from(f"{word}:{i}" for i in gone)
    n = sum(node.startswith("member") for node in graph)
    sizes = [
        sum(node.startswith("member") for node in piece)
        for piece in nx.connected_components(graph)
    ]
    return 1 - sum(s * (s - 1) for s in sizes) / (n * (n - 1)) if n > 1 else 0.0


def reach(net: AffiliationNetwork, chosen: tuple[str, ...], side: str) -> float:
    graph = net.two_mode()
    word = "member" if side == "members" else "group"
    found = nx.multi_source_dijkstra_path_length(graph, {f"{word}:{i}" for i in chosen})
    steps = [(d + 1) // 2 for node, d in found.items() if node.startswith("member")]
    members = len(net.oriented("members")[1])
    return sum(1 / max(step, 1) for step in steps) / members


@pytest.mark.parametrize("side", ["members", "groups"])
@pytest.mark.parametrize("method", ["fragmentation", "reach"])
@laws
@given(groupings, st.integers(1, 3))
def test_key_players_against_all_sets(method, side, groups, k):
    net = build(groups)
    ids = net.oriented(side)[1]
    if len(ids) < k:
        return
    worth = {"fragmentation": fragmentation, "reach": reach}[method]
    every = {s: worth(net, s, side) for s in itertools.combinations(ids, k)}
    found = robustness.key_players(net, k=k, method=method, side=side)
    assert found["value"].iloc[0] == pytest.approx(max(every.values()))
    for chosen, value in zip(found["ids"], found["value"], strict=True):
        assert value == pytest.approx(every[chosen])
    assert found["value"].is_monotonic_decreasing


def test_key_players_of_four_are_searched_greedily():
    found = robustness.key_players(davis(), k=4, side="groups", restarts=5)
    assert found.attrs["search"] == "greedy"
    assert found.attrs["seed"] == 0
    events = davis().oriented("groups")[1]
    best = max(
        fragmentation(davis(), s, "groups")
        for s in itertools.islice(itertools.combinations(events, 4), 60)
    )
    assert found["value"].iloc[0] >= best - 1e-9
    for chosen, value in zip(found["ids"], found["value"], strict=True):
        assert value == pytest.approx(fragmentation(davis(), chosen, "groups"))


def test_greedy_search_may_take_twins_and_isolates():
    net = from_groups({"g": "abc"}, isolates="z")
    found = robustness.key_players(net, k=4)
    assert found["ids"].iloc[0] == ("a", "b", "c", "z")
    assert found["value"].iloc[0] == 0


# --- articulation ---------------------------------------------------------------


def test_articulationin_words():
    found = robustness.articulation(bow(), language="en")
    assert found.index.tolist() == ["c", "d"]
    assert found.loc["c", ["pieces", "separated", "open_lists"]].tolist() == [2, 2, 0]
    assert found.loc["c", "who"] == ("a", "b")
    assert found.loc["c", "sentence"] == (
        "Without 名c, 2 organizations (名a, 名b) have no chain to the other 3; "
        "2 pieces remain."
    )
    said = robustness.articulation(bow()).loc["d", "sentence"]
    assert said == (
        "名dが抜けると、名e、名f（2機関）は残る3機関とつながる経路を失い、"
        "全体は2つに分かれます。"
    )
    groups = robustness.articulation(bow(), side="groups")
    assert groups.loc["h", "who"] == ("d", "e", "f")
    assert "名hがなくなると" in groups.loc["h", "sentence"]


def test_articulation_tells_where_lists_are_open():
    # b alone ties c to a in h; the lists of g and h are incomplete.
    net = with_classes()
    net = robustness.changed(net, add=[("c", "h")])
    found = robustness.articulation(net)
    assert found.index.tolist() == ["b"]
    assert found.loc["b", "open_lists"] == 1


@pytest.mark.parametrize("side", ["members", "groups"])
@laws
@given(groupings)
def test_articulation_against_brokerage(side, groups):
    found = robustness.articulation(build(groups), side=side)
    expected = brokerage.cut_organizations(build(groups), side=side)
    columns = ["pieces", "separated"]
    pd.testing.assert_frame_equal(found[columns], expected[columns])


def test_articulation_names_five_and_counts_the_rest():
    net = from_groups({"g": "axyzuvw", **{f"h{i}": ["a", i] for i in "bcdefghi"}})
    said = robustness.articulation(net, language="en").loc["a", "sentence"]
    assert "8 organizations (名b, 名c, 名d, 名e, 名f and 3 more)" in said


# --- succession -----------------------------------------------------------------


def test_succession_by_hand():
    # c leaves g and h: only c knew a and b on one side and d on the other.
    found = robustness.succession(bow(), "c")
    pairs = found.pairs
    assert pairs[["source", "target", "loses"]].values.tolist() == [
        ["a", "d", "introduction"],
        ["b", "d", "introduction"],
    ]
    assert pairs["steps_after"].isna().all()
    assert pairs["source_sector"].tolist() == ["産", "学"]
    groups = found.groups
    assert groups.index.tolist() == ["g", "h"]
    assert groups["members_after"].tolist() == [2, 1]
    assert groups["cut_off"].tolist() == [True, False]
    assert groups["sector_left"].tolist() == ["absent", "absent"]
    assert found.pieces["members"].tolist() == [3, 2]
    assert found.pieces["groups"].tolist() == [2, 1]
    assert found.pieces["who"].tolist() == [("d", "e", "f"), ("a", "b")]
    assert (found.pieces.attrs["before"], found.pieces.attrs["after"]) == (2, 3)
    # a in h would know b and d; d in g would know a and b, but is an end of each pair.
    after = found.successors
    assert after.index.tolist() == ["a", "b", "d"]
    assert after["shared_groups"].tolist() == [1, 1, 1]
    assert after["restored_pairs"].tolist() == [1, 1, 0]
    assert after["best_seat"].tolist() == ["h", "h", ""]
    assert after["missing_groups"].tolist() == [("h",), ("h",), ("g",)]
    sectors = found.sectors.set_index(["sector_a", "sector_b"])
    columns = ["tied_before", "tied_after", "linked_before", "linked_after"]
    assert sectors.loc[("学", "金"), columns].tolist() == [0, 0, 1, 0]
    assert sectors.loc[("学", "金"), "only_link"]
    # a–d is lost; d–e share k.
    assert sectors.loc[("産", "金"), columns].tolist() == [1, 1, 1, 0]
    assert not sectors.loc[("産", "金"), "only_link"]
    assert found.sectors.attrs["last_of"] == ("官",)
    assert repr(found) == (
        "<Succession: 名c leaves 2 groups; 2 pairs lose their only link, "
        "1 group is cut off, 0 are left empty; 2 pieces>"
    )


def test_a_group_that_is_dissolved():
    # Without h: c and d meet nowhere; a, b – d and c – e, f lose whoever knew both.
    found = robustness.succession(bow(), "h")
    assert found.pairs.attrs["lost"] == 5
    assert found.pairs.attrs["meetings"] == 1
    assert len(found.groups) == 0
    assert len(found.successors) == 0
    assert found.pieces["who"].tolist() == [("a", "b", "c"), ("d", "e", "f")]


def test_an_organization_with_two_sides_leaves_with_one_or_both():
    # x belongs to g with a; b and c belong to x.
    net = from_groups({"g": "ax", "x": "bc"})
    both = robustness.succession(net, "x")
    assert both.pairs.attrs["lost"] == 1
    assert both.pairs.loc[0, ["source", "target", "loses"]].tolist() == [
        "b",
        "c",
        "meeting",
    ]
    assert robustness.succession(net, "x", leaves="members").pairs.attrs["lost"] == 0
    assert robustness.succession(net, "x", leaves="groups").pairs.attrs["lost"] == 1


def test_steps_that_are_left_are_counted():
    # A ring of five tables: without a, its neighbours are four steps apart, and those
    # two away from each other through it three.
    ring = {
        f"t{i}": f"{a}{b}"
        for i, (a, b) in enumerate(zip("abcde", "bcdea", strict=True))
    }
    found = robustness.succession(from_groups(ring), "a")
    assert found.pairs[["source", "target", "steps_after"]].values.tolist() == [
        ["b", "e", 3]
    ]


@laws
@given(groupings, st.sampled_from(MEMBERS))
def test_lost_pairs_against_who_links(groups, org):
    net = build(groups)
    lost = robustness.succession(net, org).pairs
    everyone = sorted(set(MEMBERS) - {org})
    found = brokerage.who_links(net, everyone, everyone)
    assert len(lost) == found.loc[org, "exclusive_pairs"]
    graph = net.project()
    graph.remove_node(org)
    for row in lost.itertuples():
        apart = math.nan
        if nx.has_path(graph, row.source, row.target):
            apart = nx.shortest_path_length(graph, row.source, row.target)
        left = math.nan if pd.isna(row.steps_after) else row.steps_after
        assert left == pytest.approx(apart, nan_ok=True)


def test_what_is_left_of_a_sector_is_told_honestly():
    net = with_classes()
    net = robustness.changed(net, add=[("c", "g"), ("c", "h"), ("c", "k")])
    left = robustness.succession(net, "c").groups["sector_left"]
    # g has unnamed banks, h one of four named, k an unnamed class of no sector.
    assert left.to_dict() == {"g": "unnamed", "h": "unknown", "k": "unknown"}
    assert robustness.succession(net, "a").groups["sector_left"].tolist() == ["absent"]
    more = robustness.changed(net, add=[("d", "g")])
    assert robustness.succession(more, "c").groups["sector_left"]["g"] == "present"
    alone = from_groups({"g": "a"}, sectors={"a": "industry"})
    assert robustness.succession(alone, "a").groups["sector_left"].tolist() == [
        "unknown"
    ]


def test_roles_that_nobody_else_has():
    organizations = pd.DataFrame({"id": list("abg"), "name": list("ABG")})
    rows = pd.DataFrame(
        [("a", "g", "chair"), ("a", "g", "member"), ("b", "g", "member")],
        columns=["member_id", "group_id", "role"],
    )
    net = AffiliationNetwork.from_frames(organizations, rows)
    found = robustness.succession(net, "a", language="en").groups
    assert found.loc["g", "roles"] == ("Chair", "Member")
    assert found.loc["g", "only_roles"] == ("Chair",)


def test_pairs_are_cut_and_still_counted():
    hub = from_groups({f"g{i}": ["x", i] for i in "abcde"})
    found = robustness.succession(hub, "x", max_pairs=3)
    assert (len(found.pairs), found.pairs.attrs["lost"]) == (3, 10)
    assert found.pairs.attrs["unconnected"] == 10


# --- what if --------------------------------------------------------------------


def test_what_if_by_hand():
    # a joins k: it meets d, e, f; c is no longer the only way.
    found = robustness.what_if(bow(), add=[("a", "k")], measures=["degree"])
    first = found.measures.iloc[0]
    assert (found.measures.index[0], first["before"], first["after"]) == ("a", 2, 5)
    assert (first["rank_before"], first["rank_after"]) == (3, 1)
    assert found.measures.loc["d", "change"] == 1
    assert found.components.loc["memberships", "change"] == 1
    assert found.components.loc["pieces", ["before", "after"]].tolist() == [2, 2]
    sectors = found.sectors.set_index(["sector_a", "sector_b"])
    # a–d, a–e, a–f are new; e–d was there.
    assert sectors.loc[("産", "金"), ["tied_before", "tied_after"]].tolist() == [1, 2]
    assert len(bow().memberships) == 8


def test_what_if_somebody_leaves_and_a_group_is_set_up():
    found = robustness.what_if(
        bow(),
        remove=["c", ("d", "k")],
        add=[("a", "new"), ("z", "new")],
        new_groups={"new": "新"},
        measures=["degree", "betweenness", centrality.pagerank],
        language="en",
    )
    degrees = found.measures[found.measures["measure"] == "degree"]
    assert math.isnan(degrees.loc["c", "after"])
    assert degrees.loc["c", "rank_after"] is pd.NA
    assert degrees.loc[["a", "d", "z"], "after"].tolist() == [2, 0, 1]
    assert set(found.measures["measure"]) == {"degree", "betweenness", "pagerank"}
    facts = found.components
    assert facts["after"].to_dict() == {
        "members": 6,
        "groups": 4,
        "memberships": 7,
        "pieces": 3,
        "largest": 3,
        "isolates": 1,
        "connected_share": (6 + 2) / 30,
    }
    assert facts.loc["members", "name"] == "Members"
    assert repr(found) == "<WhatIf: 7 → 6 members, 8 → 7 memberships, 2 → 3 pieces>"
    assert found.network.display_names()["new"] == "新"


def test_what_if_of_groups():
    found = robustness.what_if(
        bow(), remove=["k"], side="groups", measures="memberships"
    )
    assert math.isnan(found.measures.loc["k", "after"])
    assert found.measures.loc["g", "before"] == 3


def test_nothing_changes_nothing():
    found = robustness.what_if(davis())
    assert (found.measures["change"] == 0).all()
    assert (found.components["change"] == 0).all()


def test_added_and_removed_again(tohoku):
    pair = ("77-bank", "tap")
    again = robustness.changed(robustness.changed(tohoku, add=[pair]), remove=[pair])
    assert (again.biadjacency()[0] != tohoku.biadjacency()[0]).nnz == 0
    assert again.period is None


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"add": [("a", "nowhere")]}, "add: no organization has the id 'nowhere'"),
        ({"add": [("a", "g")]}, "'a' belongs to 'g' already"),
        ({"add": [("g", "g")]}, "'g' cannot belong to itself"),
        ({"add": [("banks", "h")]}, "'banks' is a class of unnamed members"),
        ({"add": [("c", "h"), ("c", "h")]}, "belongs to 'h' already"),
        ({"remove": ["nobody"]}, "no organization has the id 'nobody'"),
        ({"remove": [("a", "h")]}, "'a' in 'h': it is not recorded"),
        ({"remove": [("a", "x")]}, "there is no 'x'"),
        ({"remove": ["a"], "add": [("a", "h")]}, "'a' is removed"),
        ({"new_groups": {"a": "A"}}, "the id 'a' is taken"),
    ],
)
def test_impossible_changes_say_why(change, message):
    with pytest.raises(GraphError, match=message):
        robustness.changed(with_classes(), **change)


def test_a_pair_is_a_pair():
    with pytest.raises(ValueError, match="add: 'ab' is no pair"):
        robustness.changed(bow(), add=["ab"])


# --- measures by name -----------------------------------------------------------


@pytest.mark.parametrize("side", ["members", "groups"])
@pytest.mark.parametrize("name", [*_measured.KERNELS])
def test_kernels_equal_the_measures_of_their_name(name, side):
    nets = [*odd_networks().values(), davis(), bow(), florentine()]
    for net in nets:
        found = _measured.measured(net, name, side)
        if name == "memberships":
            expected = centrality.two_mode_degree(net, side=side, normalized=False)
        elif name == "two_mode_betweenness":
            expected = centrality.two_mode_betweenness(net, side=side, normalized=False)
        else:
            expected = centrality.MEASURES[name](net, side=side)
        np.testing.assert_allclose(
            found.to_numpy(), expected.to_numpy(float), atol=1e-9
        )
        assert found.index.equals(expected.index)


def test_betweenness_of_large_networks_takes_the_other_way(monkeypatch, tohoku):
    dense = _measured.measured(tohoku, "betweenness", "members")
    monkeypatch.setattr(_measured, "_DENSE", 1)
    sparse = _measured.measured(tohoku, "betweenness", "members")
    np.testing.assert_allclose(dense, sparse, rtol=1e-9, atol=1e-7)


@laws
@given(st.lists(st.sampled_from([0.0, 1e-16, 1.0, 1.0 + 1e-13, 2.5, math.nan])))
def test_ranks_equal_those_of_centrality(values):
    expected = centrality.ranks(pd.Series(values, dtype=float)).fillna(0)
    assert _measured.ranked(np.array(values, dtype=float)).tolist() == expected.tolist()


# --- stability ------------------------------------------------------------------


@pytest.mark.parametrize(
    ("measure", "published", "tolerance"),
    [
        # Mean of 200 draws, given to two places. Single draws scatter by up to .04
        # (memberships) and .20 (betweenness), their means by .003 and .014; two such
        # means differ by less than three times √2 of that, and .005 for rounding.
        ("memberships", (0.97, 0.94, 0.86), 0.018),
        ("betweenness", (0.87, 0.77, 0.57), 0.065),
    ],
)
def test_davis_correlations_when_memberships_are_lost(measure, published, tolerance):
    found = robustness.stability(davis(), measure)
    means = [found.attrs["correlation"][share]["mean"] for share in (0.05, 0.1, 0.25)]
    assert means == pytest.approx(published, abs=tolerance)


def test_betweenness_of_davis_does_not_hold():
    found = robustness.stability(davis(), "betweenness", draws=100)
    assert found.attrs["verdict"] == "unstable"
    assert not found.attrs["holds"]
    assert found.attrs["cs"] < 0.25


def test_stability_of_a_star_whose_centre_is_never_in_doubt():
    # x sits with everyone: whatever is lost, no other has a second membership.
    net = from_groups({f"g{i}": ["x", i] for i in "abcdefgh"})
    found = robustness.stability(net, "memberships", top=1, draws=50, language="en")
    for share in (0.05, 0.10, 0.25):
        row = found.loc[(share, "x")]
        assert (row["rank_range"], row["top_share"], row["holds"]) == ("1st", 1, True)
    assert found.index.names == ["share", "id"]
    assert found.loc[0.05].index.tolist() == ["x", *"abcdefgh"]


def test_a_lost_membership_moves_exactly_the_ranks_it_must():
    # One of two memberships is lost (5 % of 2, at least one): a and b draw lots.
    net = from_groups({"g": "a", "h": "b"}, isolates="c")
    found = robustness.stability(net, "memberships", shares=[0.05], top=1, draws=400)
    table = found.loc[0.05]
    assert table["rank"].to_dict() == {"a": 1, "b": 1, "c": 3}
    assert table.loc["a", "top_share"] == pytest.approx(0.5, abs=0.08)
    assert table.loc["a", "top_share"] + table.loc["b", "top_share"] == pytest.approx(1)
    assert table["rank_range"].tolist() == ["1–2位", "1–2位", "2位"]
    assert table["holds"].tolist() == [False, False, True]


def test_those_who_are_taken_away_are_out_of_the_draw():
    net = from_groups({"g": "abcd", "h": "ab", "k": "a"})
    found = robustness.stability(
        net, "memberships", drop="members", shares=[0.25], top=1, draws=100
    )
    # Whenever a is there it is the first; b is when a is not.
    assert found.loc[(0.25, "a"), "top_share"] == 1
    assert found.loc[(0.25, "b"), "top_share"] == pytest.approx(1 / 3, abs=0.15)
    b, _, _ = net.oriented("members")
    for draw in dropped(b, "members", 0.25, 5, 0):
        assert len(draw.rows) == 1
        assert draw.b[[int(draw.rows[0])]].nnz == 0
    for draw in dropped(b, "groups", 0.5, 5, 0):
        assert len(draw.columns) == 2
        assert draw.b[:, draw.columns].nnz == 0
    for draw in dropped(b, "memberships", 0.5, 5, 0):
        assert draw.b.nnz == 3  # half of 7 is rounded to 4


def test_stability_of_groups_and_of_a_function():
    by_name = robustness.stability(davis(), "degree", draws=5, side="groups")
    assert set(by_name.loc[0.05].index) == set(davis().oriented("groups")[1])

    def degree(net: AffiliationNetwork) -> pd.Series:
        return centrality.degree(net)

    left = robustness.stability(davis(), degree, draws=5, shares=[0.1])
    right = robustness.stability(davis(), "degree", draws=5, shares=[0.1])
    pd.testing.assert_frame_equal(left, right)


def test_missing_values_have_no_rank():
    net = from_groups({"g": "abc", "h": "cd"}, isolates="z")
    found = robustness.stability(net, brokerage.constraint, draws=5, shares=[0.1])
    assert found.loc[(0.1, "z"), "rank"] is pd.NA
    assert found.loc[(0.1, "z"), "rank_range"] == ""
    assert not found.loc[(0.1, "z"), "top_share"]


def test_correlation_stability_walks_up_to_the_first_share_that_fails():
    frame = robustness.correlation_stability(
        davis(), "memberships", draws=60, shares=[0.5, 0.05, 0.9]
    )
    assert frame.index.tolist() == [0.05, 0.5, 0.9]
    assert frame["holds"].tolist() == [True, False, False]
    assert frame.attrs["cs"] == 0.05
    assert frame.attrs["verdict"] == "unstable"
    assert (frame["low"] <= frame["correlation"]).all()
    whole = robustness.correlation_stability(davis(), "memberships", draws=200)
    assert whole.attrs["cs"] == robustness.stability(davis(), "memberships").attrs["cs"]


def test_a_share_is_drawn_alike_whatever_else_is_asked():
    alone = robustness.stability(davis(), "degree", draws=10, shares=[0.1])
    among = robustness.stability(davis(), "degree", draws=10)
    pd.testing.assert_frame_equal(alone.loc[0.1], among.loc[0.1])


def test_spearman_against_scipy():
    from scipy.stats import spearmanr

    rng = np.random.default_rng(1)
    for _ in range(10):
        a, b = (
            rng.integers(0, 6, 20).astype(float),
            rng.integers(0, 6, 20).astype(float),
        )
        expected = spearmanr(a, b).statistic
        found = correlation(_measured.ranked(a), _measured.ranked(b))
        assert found == pytest.approx(expected)
    same = np.array([1, 1, 1])
    assert correlation(same, np.array([1, 2, 3])) == 0
    assert math.isnan(correlation(np.array([1, 0]), np.array([1, 0])))


@pytest.mark.parametrize(
    ("low", "high", "ja", "en"),
    [
        (1, 3, "1–3位", "1st–3rd"),
        (2, 2, "2位", "2nd"),
        (11, 13, "11–13位", "11th–13th"),
        (21, 112, "21–112位", "21st–112th"),
        (0, 0, "", ""),
    ],
)
def test_rangesin_words(low, high, ja, en):
    assert in_words(low, high, "ja") == ja
    assert in_words(low, high, "en") == en


# --- unnamed members ------------------------------------------------------------


def test_what_is_known_of_unnamed_members():
    # Two banks, an open class of no told size, and 4 - 1 places of h.
    assert [tuple(place) for place in unnamed_places(with_classes())] == [
        ("g", "finance", 2),
        ("k", None, None),
        ("h", None, 3),
    ]
    net = with_classes()
    b, members, groups = net.oriented("members")
    gaps, crowds = gaps_of(net, 50)
    told = {groups[gap.column]: [members[row] for row in gap.eligible] for gap in gaps}
    assert told == {"g": ["c", "d"], "k": ["a", "c", "d"], "h": ["a", "c", "d"]}
    assert crowds == 0
    assert gaps_of(net, 2)[1] == 1
    for draw in filled(b, gaps, 1.0, 5, 0):
        full = draw.b.toarray()
        assert full.max() == 1
        # Both banks sit in g, everyone in h, one more in k.
        assert dict(zip(groups, full.sum(axis=0), strict=True)) == {
            "g": 4,
            "h": 4,
            "k": 2,
        }
    for draw in filled(b, gaps, 0.0, 2, 0):
        assert (draw.b != b).nnz == 0


def test_filling_moves_ranks():
    found = robustness.fill_unnamed(with_classes(), "memberships", draws=50, top=1)
    assert found.index[0] == "b"
    # b stays first (3 groups) unless the open place of k makes a, c or d the third.
    assert found.loc["b", "rank_low"] == 1
    assert found.loc["c", "rank_low"] == 1
    assert found.attrs["places"] == 2 + 1 + 3
    assert found.attrs["classes"] == 3
    nothing = robustness.fill_unnamed(bow(), "degree", draws=3)
    assert nothing["holds"].all()
    assert nothing.attrs["verdict"] == "stable"


def test_filling_a_function_equals_filling_a_kernel():
    left = robustness.fill_unnamed(with_classes(), centrality.degree, draws=8)
    right = robustness.fill_unnamed(with_classes(), "degree", draws=8)
    pd.testing.assert_frame_equal(left, right)


# --- odd networks, options, order -----------------------------------------------


@pytest.mark.parametrize("name", [*odd_networks()])
def test_odd_networks(name):
    net = odd_networks()[name]
    members = net.oriented("members")[1]
    for side in ("members", "groups"):
        cut = robustness.articulation(net, side=side)
        expected = brokerage.cut_organizations(net, side=side)
        assert cut.index.tolist() == expected.index.tolist()
    for measure in ("betweenness", "degree"):
        found = robustness.stability(net, measure, draws=3, top=2)
        assert len(found) == 3 * len(members)
        if found.attrs["reason"]:
            assert found.attrs["cs"] is None
            assert not found["holds"].any()
        assert not found["top_share"].isna().any()
    distinct = {"star", "path", "one sector"}
    assert (not found.attrs["reason"]) == (name in distinct | {"isolates"})
    frame = robustness.correlation_stability(net, "degree", draws=2)
    assert frame["correlation"].isna().all() == bool(frame.attrs["reason"])
    assert (robustness.what_if(net).components["change"] == 0).all()
    robustness.fill_unnamed(net, "degree", draws=2)
    for org in members:
        found = robustness.succession(net, org)
        assert len(found.pairs) == found.pairs.attrs["lost"]
        row = robustness.what_if(net, remove=[org], measures=[]).components
        assert row.loc["members", "change"] == -1
        assert row.loc["pieces", "after"] == found.pieces.attrs["after"]
    if members:
        for method in ("fragmentation", "reach"):
            value = robustness.key_players(net, method=method)["value"].iloc[0]
            assert 0 <= value <= 1


def test_bad_options_are_named():
    net = bow()
    cases = [
        (lambda: robustness.key_players(net, k=0), "k must be at least 1"),
        (
            lambda: robustness.key_players(net, method="fame"),
            "'fragmentation' or 'reach'",
        ),
        (lambda: robustness.key_players(net, side="people"), "'members' or 'groups'"),
        (lambda: robustness.articulation(net, side="people"), "'members' or 'groups'"),
        (lambda: robustness.articulation(net, language="fr"), "language"),
        (lambda: robustness.succession(net, "a", leaves="half"), "leaves must be"),
        (lambda: robustness.stability(net, "fame"), "'fame'; there is memberships"),
        (lambda: robustness.stability(net, "degree", shares=[]), "names no share"),
        (lambda: robustness.stability(net, "degree", shares=[1.0]), "less than 1"),
        (lambda: robustness.stability(net, "degree", draws=0), "draws must be"),
        (lambda: robustness.stability(net, "degree", top=0), "top must be"),
        (
            lambda: robustness.stability(net, "degree", drop="rows"),
            "drop must be one of",
        ),
        (lambda: robustness.stability(net, "degree", side="people"), "side must be"),
        (lambda: robustness.fill_unnamed(net, "degree", known=2), "known must be"),
        (lambda: robustness.what_if(net, measures=["fame"]), "'fame'"),
    ]
    for call, message in cases:
        with pytest.raises(ValueError, match=message):
            call()
    with pytest.raises(GraphError, match="only 7 members"):
        robustness.key_players(net, k=8)
    with pytest.raises(GraphError, match="no organization has the id 'q'"):
        robustness.succession(net, "q")
    with pytest.raises(GraphError, match="'a' is no group"):
        robustness.succession(net, "a", leaves="groups")
    with pytest.raises(GraphError, match="'g' is no named member"):
        robustness.succession(net, "g", leaves="members")
    with pytest.raises(GraphError, match="neither a named member nor a group"):
        robustness.succession(with_classes(), "banks")
    with pytest.raises(TypeError, match="must return a Series, not int"):
        robustness.stability(net, lambda _: 3)
    with pytest.raises(TypeError, match="a name or a function, not int"):
        robustness.stability(net, 3)


def test_too_many_distances_are_refused(monkeypatch):
    from tohoku_network.robustness import players

    monkeypatch.setattr(players, "_MOST_CLASSES", 2)
    with pytest.raises(GraphError, match="cut the network with filter"):
        robustness.key_players(davis(), method="reach")


@settings(max_examples=6, deadline=None)
@given(groupings, st.randoms(use_true_random=False))
def test_row_order_does_not_matter(groups, random):
    net = build(groups)
    rows = net.memberships.sample(frac=1, random_state=random.randint(0, 99))
    table = net.organizations.reset_index().sample(frac=1, random_state=1)
    other = AffiliationNetwork.from_frames(table, rows)
    for found, again in (
        (robustness.key_players(net, k=2), robustness.key_players(other, k=2)),
        (
            robustness.stability(net, "degree", draws=3),
            robustness.stability(other, "degree", draws=3),
        ),
        (
            robustness.succession(net, "a").pairs,
            robustness.succession(other, "a").pairs,
        ),
    ):
        pd.testing.assert_frame_equal(found, again)


def test_hash_seeds_do_not_matter():
    code = (
        "from networks import davis; from tohoku_network import robustness as r; "
        "print(r.stability(davis(), 'degree', draws=5).to_csv(), "
        "r.key_players(davis(), k=4, restarts=3).to_csv(), "
        "r.succession(davis(), 'Evelyn Jefferson').successors.to_csv())"
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


def test_real_data(tohoku):
    found = robustness.key_players(tohoku, k=2)
    assert found.attrs["search"] == "exact"
    assert "meti-tohoku" in found["ids"].iloc[0]
    left = robustness.succession(tohoku, "meti-tohoku")
    assert left.groups.index.is_unique
    assert set(left.groups["sector_left"]) <= {
        "present",
        "unnamed",
        "absent",
        "unknown",
    }
    said = robustness.articulation(tohoku, language="en")
    assert said["sentence"].str.startswith("Without ").all()
