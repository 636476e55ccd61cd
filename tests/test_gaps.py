"""What is missing, who should meet, whom to invite: hand values, brute force, laws."""

from __future__ import annotations

import itertools

import networkx as nx
import numpy as np
import pandas as pd
import pytest
import scipy.stats
from hypothesis import given, settings
from hypothesis import strategies as st

import networks
from tohoku_network import AffiliationNetwork, gaps, significance
from tohoku_network.errors import GraphError, InputError
from tohoku_network.gaps import _paths, _scores, _unmet, prediction

ODD = networks.odd_networks()


def build(organizations, memberships, **columns):
    """Network from ``id: (sector, kind, …)`` facts and ``group: members`` lists."""
    fields = ("sector", "kind", "prefecture", "parent_id", "themes", "size_declared")
    rows = []
    for one, facts in organizations.items():
        row = {"id": one, "name": f"名{one}", "name_en": f"Name {one}"} | facts
        rows.append(dict.fromkeys((*fields, "unnamed")) | row)
    frame = pd.DataFrame(rows)
    frame["unnamed"] = frame["unnamed"].map({True: "true"})
    pairs = [(m, g) for g, inside in memberships.items() for m in inside]
    links = pd.DataFrame(pairs, columns=["member_id", "group_id"])
    for name, values in columns.items():
        links[name] = values
    return AffiliationNetwork.from_frames(frame.astype("object"), links)


# --- coverage ---------------------------------------------------------------------
#
#   u academia, c industry, b finance, n no sector; b belongs to "bank" alone
#
#   full    u c            declared 2      one     u
#   short   u c            declared 5      none    –
#   listed  u c                            banks   u c + "regional banks" (finance)
#   untold  u c n                          others  u c + "and others" (no sector)


@pytest.fixture(scope="module")
def tables():
    council = {"kind": "council"}
    return build(
        {
            "u": {"sector": "academia", "prefecture": "Miyagi"},
            "c": {"sector": "industry", "prefecture": "Akita"},
            "b": {"sector": "finance", "prefecture": "Aomori"},
            "n": {},
            "fin": {"sector": "finance", "unnamed": True, "prefecture": "Tohoku"},
            "etc": {"unnamed": True, "size_declared": "7"},
            "full": council | {"size_declared": "2", "themes": "dx"},
            "short": council | {"size_declared": "5", "themes": "energy"},
            "listed": council | {"themes": "dx|energy", "prefecture": "Miyagi"},
            "untold": council,
            "one": council,
            "none": council,
            "banks": council | {"prefecture": "Tohoku", "themes": "tourism"},
            "others": council,
            "bank": council,
        },
        {
            "full": "uc",
            "short": "uc",
            "listed": "uc",
            "untold": "ucn",
            "one": "u",
            "banks": ["u", "c", "fin"],
            "others": ["u", "c", "etc"],
            "bank": "b",
        },
    )


@pytest.mark.parametrize(
    ("group", "state", "reason"),
    [
        ("full", "absent", "complete_list"),
        ("short", "unknown", "declared_size"),
        ("listed", "absent", "not_listed"),
        ("untold", "unknown", "member_without_category"),
        ("one", "unknown", "one_member"),
        ("none", "unknown", "no_members"),
        ("banks", "unnamed", "unnamed_class"),
        ("others", "unknown", "open_class"),
        ("bank", "present", "named_member"),
    ],
)
def test_the_state_of_finance_in_each_list(tables, group, state, reason):
    frame = gaps.coverage(tables).set_index(["group_id", "category"])
    cell = frame.loc[(group, "finance")]
    assert (cell["state"], cell["reason"]) == (state, reason)
    assert cell["why"]


def test_a_list_of_undeclared_size_may_be_called_unknown(tables):
    frame = gaps.coverage(tables, undeclared="unknown")
    matrix = gaps.coverage_matrix(frame)
    assert matrix.loc["listed", "finance"] == "unknown"
    assert matrix.loc["full", "finance"] == "absent"
    assert matrix.loc["banks", "labour"] == "unknown"


def test_every_sector_has_a_column_in_the_order_of_the_vocabulary(tables):
    columns = list(gaps.coverage_matrix(gaps.coverage(tables)).columns)
    assert columns == [
        *("industry", "academia", "government", "finance"),
        *("labour", "media", "civil", "support"),
    ]


def test_location_quotient_and_exact_tails_by_hand(tables):
    # Three named organizations have a sector, one each; two of them sit in "full".
    # P(X >= 1) = 1 - C(2,2)/C(3,2) = 2/3; P(X = 0) = 1/3; (1/2)/(1/3) = 1.5.
    frame = gaps.coverage(tables).set_index(["group_id", "category"])
    here = frame.loc[("full", "academia")]
    assert here["location_quotient"] == pytest.approx(1.5)
    assert here["p_over"] == pytest.approx(2 / 3)
    assert here["p_under"] == pytest.approx(1)
    assert here["expected"] == pytest.approx(2 / 3)
    lacks = frame.loc[("full", "finance")]
    assert lacks["location_quotient"] == 0
    assert lacks["p_under"] == pytest.approx(1 / 3)
    # Nothing is said of what is not known, and no shortage where some may be missing.
    unknown = frame.loc[("short", "finance")]
    assert unknown[["location_quotient", "p_over", "p_under"]].isna().all()
    short = frame.loc[("short", "academia")]
    assert short["p_over"] == pytest.approx(2 / 3)
    assert np.isnan(short["p_under"])
    # No organization of a sector: nothing to compare with, and certain tails.
    labour = frame.loc[("full", "labour")]
    assert np.isnan(labour["location_quotient"])
    assert labour["p_over"] == labour["p_under"] == 1


def test_tails_equal_fishers_exact_test(tohoku):
    frame = gaps.coverage(tohoku)
    population = frame.attrs["n"]
    _, members, _ = tohoku.biadjacency()
    sectors = tohoku.organizations["sector"].reindex(members).dropna()
    assert len(sectors) <= population
    for row in frame[frame["named"] >= 2].head(12).to_dict("records"):
        group = frame[frame["group_id"] == row["group_id"]]
        n, k = int(group["named"].sum()), row["named"]
        of = int((sectors == row["category"]).sum())
        table = [[k, n - k], [of - k, len(sectors) - of - n + k]]
        exact = scipy.stats.fisher_exact(table, alternative="greater")[1]
        assert row["p_over"] == pytest.approx(exact)


def test_prefectures_outside_the_groups_area_are_not_eligible(tables):
    matrix = gaps.coverage_matrix(gaps.coverage(tables, by="prefecture"))
    # "listed" is a group of Miyagi that has a member from Akita: facts come first.
    assert matrix.loc["listed", ["Miyagi", "Akita", "Aomori"]].tolist() == [
        "present",
        "present",
        "not_eligible",
    ]
    # The unnamed banks of "Tohoku" may come from Aomori, the recorded region is there.
    assert matrix.loc["banks", ["Aomori", "Tohoku"]].tolist() == ["unknown", "unnamed"]
    assert matrix.loc["full", "Aomori"] == "absent"


def test_niigata_may_be_among_tohokus_unnamed_but_is_no_gap(tables):
    shown = gaps.coverage(tables, by="prefecture", categories=["Niigata", "Tokyo"])
    matrix = gaps.coverage_matrix(shown)
    assert matrix.loc["banks"].tolist() == ["not_eligible", "not_eligible"]
    assert matrix.loc["full"].tolist() == ["absent", "absent"]


@pytest.mark.parametrize(
    "asked",
    [
        {"full": ["finance"]},
        {"full": "finance"},
        [("full", "finance")],
        lambda group, sector: (group, sector) == ("full", "finance"),
    ],
)
def test_callers_name_cells_that_need_not_be_filled(tables, asked):
    frame = gaps.coverage(tables, not_eligible=asked).set_index(
        ["group_id", "category"]
    )
    assert frame.loc[("full", "finance"), "state"] == "not_eligible"
    assert frame.loc[("full", "finance"), "reason"] == "given"
    assert (frame["state"] == "not_eligible").sum() == 1


def test_presence_overrides_not_eligible(tables):
    frame = gaps.coverage(tables, not_eligible=lambda *_: True)
    assert set(frame["state"]) == {"present", "unnamed", "not_eligible"}


def test_themes_by_hand(tables):
    # dx: full and listed; energy: short and listed; tourism: banks
    frame = gaps.theme_coverage(tables, language="en")
    cells = frame.set_index(["theme", "category"])
    assert cells.loc[("dx", "finance"), "state"] == "absent"
    assert cells.loc[("energy", "finance"), "state"] == "unknown"
    assert cells.loc[("energy", "finance"), "groups_unknown"] == 1
    assert cells.loc[("energy", "finance"), "groups_absent"] == 1
    assert cells.loc[("tourism", "finance"), "state"] == "unnamed"
    # An organization in two groups of a theme is one organization.
    assert cells.loc[("dx", "academia"), "named"] == 1
    assert cells.loc[("dx", "academia"), "location_quotient"] == pytest.approx(1.5)
    assert list(dict.fromkeys(frame["theme"])) == ["dx", "energy", "tourism"]
    excluded = gaps.theme_coverage(tables, not_eligible={"dx": ["finance"]})
    matrix = gaps.coverage_matrix(excluded, values="state_label")
    assert matrix.loc["dx", "finance"] == "対象外"


def test_completeness_by_hand(tables):
    frame = gaps.completeness(tables, language="en")
    assert frame.index[0] == "short"
    short, full = frame.loc["short"], frame.loc["full"]
    assert (short["named"], short["declared"], short["missing"]) == (2, 5, 3)
    assert short["share"] == pytest.approx(0.4)
    assert (full["missing"], full["share"], full["list"]) == (0, 1.0, "complete")
    assert frame.loc["others", "unnamed_size"] == 7
    assert frame.loc["listed", "list"] == "size_not_declared"
    assert pd.isna(frame.loc["listed", "share"])
    assert frame.attrs["declared"] == 7


sectors_ = st.sampled_from(["industry", "academia", "finance", None])


@settings(max_examples=25, deadline=None)
@given(st.data())
def test_absent_is_never_said_of_what_may_be_there(data):
    names = [f"m{i}" for i in range(data.draw(st.integers(1, 5)))]
    orgs = {
        one: {
            "sector": data.draw(sectors_),
            "unnamed": data.draw(st.booleans()) or None,
        }
        for one in names
    }
    groups = {}
    for group in ("g", "h"):
        size = data.draw(st.one_of(st.none(), st.integers(0, 4)))
        told = None if size is None else str(size)
        orgs[group] = {"kind": "council", "size_declared": told}
        groups[group] = data.draw(st.lists(st.sampled_from(names), unique=True))
    net = build(orgs, groups)
    frame = gaps.coverage(net)
    for row in frame[frame["state"] == "absent"].to_dict("records"):
        inside = groups[row["group_id"]]
        assert not any(orgs[one]["sector"] in (row["category"], None) for one in inside)
        declared = orgs[row["group_id"]]["size_declared"]
        named = [one for one in inside if not orgs[one]["unnamed"]]
        assert declared is None or int(declared) <= len(named)
    assert (frame["named"] > 0).equals(frame["state"] == "present")


# --- missing ties -----------------------------------------------------------------
#
#   a2 --s-- a1 --p-- x --q-- b1 --r-- b2      a industry, b academia, x government


@pytest.fixture(scope="module")
def chain():
    sectors = {"a1": "industry", "a2": "industry", "b1": "academia", "b2": "academia"}
    groups = {"s": ["a1", "a2"], "p": ["a1", "x"], "q": ["x", "b1"], "r": ["b1", "b2"]}
    orgs = {one: {"sector": sector} for one, sector in sectors.items()}
    orgs |= {"x": {"sector": "government"}}
    orgs |= {group: {"kind": "council"} for group in groups}
    dates = [None, None, "2019", "2019", "2020-04", None, None, None]
    return build(orgs, groups, valid_from=dates)


def test_missing_ties_by_hand(chain):
    # Far apart (3 steps or more): a1–b2, a2–b1, a2–b2. Tying a2 to b2 brings itself,
    # a2–b1 and a1–b2 within two steps; any other pair brings two.
    frame = gaps.missing_ties(chain, max_steps=None).set_index(["source", "target"])
    assert frame["new_pairs"].to_dict() == {
        ("a2", "b2"): 3,
        ("a1", "b1"): 2,
        ("a1", "b2"): 2,
        ("a2", "b1"): 2,
    }
    near = frame.loc[("a1", "b1")]
    assert near["triads"] == 1
    # a1–p–x–q: one path, 1/sqrt(2 members × 2 groups). φ is 1/2 between neighbouring
    # groups, so of the proximity around q (p and r) a1 has p: one half.
    assert near["path3"] == pytest.approx(0.5)
    assert near["density"] == pytest.approx(0.5)
    assert (near["steps"], near["introducers"], near["via"]) == (2, ("x",), ("p", "q"))
    assert near["dates"] == ("2019～", "2020-04～ / 期間の記載なし")
    assert len(near["lines"]) == 4
    assert (near["where"], near["joins"]) == ("p", "b1")
    far = frame.loc[("a2", "b2")]
    assert far["introducers"] == ("a1", "x", "b1")
    assert far["via"] == ("s", "p", "q", "r")
    assert frame.attrs["unmet_pairs"] == 4
    assert frame.attrs["met_pairs"] == 0


def test_only_pairs_that_somebody_could_introduce_are_given_first(chain):
    frame = gaps.missing_ties(chain, language="en")
    assert list(zip(frame["source"], frame["target"], strict=True)) == [("a1", "b1")]
    assert (
        "Name x (Name p, 2019–; Name q, 2020-04– / dates not told)"
        in (frame.loc[0, "reason"])
    )
    assert frame.attrs["within_steps"] == 1
    assert len(gaps.missing_ties(chain, max_steps=3)) == 3


def random_network(seed, members=14, groups=9):
    rng = np.random.default_rng(seed)
    words = ["industry", "academia", "government", None]
    sectors = {f"m{i:02}": words[rng.integers(4)] for i in range(members)}
    sectors |= {"m00": "industry", "m01": "academia"}
    inside = {
        f"g{j}": sorted({f"m{i:02}" for i in rng.integers(0, members, 3)})
        for j in range(groups)
    }
    kept = {one: word for one, word in sectors.items() if word}
    return networks.from_groups(inside, sectors=kept, isolates=sectors), kept


@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize("ends", [("industry", "academia"), ("industry", "industry")])
def test_missing_ties_against_brute_force(seed, ends):
    net, sectors = random_network(seed)
    graph = net.project("members", weight="newman")
    side = [[m for m in graph if sectors.get(m) == end] for end in ends]
    frame = gaps.missing_ties(net, between=ends, max_steps=None, top=1000)

    def far(g):
        near = dict(nx.all_pairs_shortest_path_length(g, cutoff=2))
        return {
            frozenset(p)
            for p in itertools.product(*side)
            if p[0] != p[1] and p[1] not in near[p[0]]
        }

    unmet = {
        frozenset(p)
        for p in itertools.product(*side)
        if p[0] != p[1] and not graph.has_edge(*p)
    }
    assert {
        frozenset(p) for p in zip(frame["source"], frame["target"], strict=True)
    } == unmet
    before = far(graph)
    for row in frame.to_dict("records"):
        a, b = row["source"], row["target"]
        # Only what the two themselves reach by meeting: pairs with a or b in them.
        tied = graph.copy()
        tied.add_edge(a, b)
        assert row["new_pairs"] == len(before - far(tied))
        assert row["triads"] == len(set(graph[a]) & set(graph[b]))
        if nx.has_path(graph, a, b):
            assert row["steps"] == nx.shortest_path_length(graph, a, b)
            paths = list(nx.all_shortest_paths(graph, a, b))
            weakest = [
                min(graph.edges[e]["weight"] for e in itertools.pairwise(path))
                for path in paths
            ]
            chosen = [a, *row["introducers"], b]
            assert chosen in paths
            own = [graph.edges[e]["weight"] for e in itertools.pairwise(chosen)]
            assert min(own) == pytest.approx(max(weakest))
        else:
            assert pd.isna(row["steps"])
            assert row["introducers"] == ()


@pytest.mark.parametrize("seed", range(3))
def test_scores_against_their_definitions(seed):
    net, _ = random_network(seed)
    matrix, members, groups = net.biadjacency()
    b = matrix.toarray()
    k, d = b.sum(axis=0), b.sum(axis=1)
    path3, dense = _scores.path3(matrix), _scores.density(matrix)
    for i, h in itertools.product(range(len(members)), range(len(groups))):
        if b[i, h]:
            continue
        paths = [
            1 / np.sqrt(k[g] * d[x])
            for g in range(len(groups))
            for x in range(len(members))
            if b[i, g] and b[x, g] and b[x, h]
        ]
        assert path3[i, h] == pytest.approx(sum(paths))
        near = [
            (b[:, g] @ b[:, h]) / max(k[g], k[h], 1) if g != h else 0
            for g in range(len(groups))
        ]
        own = sum(near[g] for g in range(len(groups)) if b[i, g])
        assert dense[i, h] == pytest.approx(own / sum(near) if sum(near) else 0)


def test_members_of_each_other_and_relatives_are_not_missing_ties():
    # The federation f (industry) is itself a group of which u is a member; v's branch
    # w sits in g with f, and v has no membership of its own.
    net = build(
        {
            "f": {"sector": "industry"},
            "u": {"sector": "academia"},
            "v": {"sector": "academia"},
            "w": {"sector": "academia", "parent_id": "v"},
            "z": {"sector": "academia"},
            "g": {"kind": "council"},
            "h": {"kind": "council"},
        },
        {"g": "fw", "f": "u", "h": "z"},
    )
    frame = gaps.missing_ties(net, max_steps=None)
    assert frame["target"].tolist() == ["z"]
    assert (frame.attrs["met_pairs"], frame.attrs["related_pairs"]) == (1, 2)


def test_unnamed_members_may_already_meet(chain):
    rows = pd.concat(
        [
            chain.organizations.drop(columns="line").reset_index(),
            pd.DataFrame(
                {
                    "id": ["k1", "k2"],
                    "name": ["大学等", "銀行"],
                    "sector": ["academia", "finance"],
                    "unnamed": [True, True],
                }
            ),
        ]
    )
    links = pd.concat(
        [
            chain.memberships.drop(columns="line"),
            pd.DataFrame({"member_id": ["k1", "k2"], "group_id": ["p", "p"]}),
        ]
    )
    net = AffiliationNetwork.from_frames(rows, links)
    frame = gaps.missing_ties(net)
    assert frame["may_meet"].tolist() == [1]
    assert "名称の記載がない構成員として1つの会議体等" in frame.loc[0, "reason"]


def test_missing_ties_between_communities(chain):
    labels = pd.Series({"a1": 0, "a2": 0, "x": 0, "b1": 1, "b2": 1})
    frame = gaps.missing_ties(chain, between=(0, 1), by=labels)
    assert set(frame["source"]) <= {"a1", "a2", "x"}
    assert frame.attrs["met_pairs"] == 1  # x–b1


# --- density between blocks -------------------------------------------------------


def test_block_density_counts_ties_like_the_projection(tohoku):
    frame = gaps.block_density(tohoku, draws=19)
    graph = tohoku.project("members")
    sectors = tohoku.organizations["sector"]
    for row in frame.to_dict("records"):
        ends = {row["source"], row["target"]}
        ties = sum({sectors[a], sectors[b]} == ends for a, b in graph.edges)
        assert row["ties"] == ties
        assert row["density"] == pytest.approx(ties / row["pairs"])


def test_block_density_agrees_with_the_mixing_of_significance(tohoku):
    # Another room's own code and draws: equal counts, expectations within noise.
    ours = gaps.block_density(tohoku, draws=150, seed=1)
    theirs = significance.mixing(tohoku, draws=150, seed=2)
    both = ours.merge(theirs, on=["source", "target"])
    assert len(both) == len(ours)
    assert both["ties"].equals(both["observed"])
    off = (both["expected_x"] * both["pairs_x"] - both["expected_y"]).abs()
    assert (off <= 6 * both["sd_y"] / np.sqrt(75) + 1e-9).all()


def test_one_group_of_all_leaves_nothing_to_chance():
    sectors = {"a": "industry", "b": "industry", "c": "academia"}
    net = networks.from_groups({"g": "abc"}, sectors=sectors)
    frame = gaps.block_density(net, draws=9, language="en").set_index(
        ["source_label", "target_label"]
    )
    row = frame.loc[("Industry", "Academia")]
    assert (row["pairs"], row["ties"], row["density"], row["expected"]) == (2, 2, 1, 1)
    assert np.isnan(row["z"])
    assert row["p_fewer"] == row["p_more"] == 1
    assert row["groups"] == 1
    assert frame.loc[("Academia", "Academia"), "pairs"] == 0
    assert np.isnan(frame.loc[("Academia", "Academia"), "density"])


# --- invitations ------------------------------------------------------------------
#
#   g (Miyagi, dx)   u academia Miyagi, v government Miyagi          parent: top
#   h (energy)       u, c industry Miyagi
#   i (dx)           c, m media Tokyo                                 child of g: sub
#   top, sub, ev (event) belong to h as well; l labour belongs nowhere


@pytest.fixture(scope="module")
def table_to_fill():
    council = {"kind": "council"}
    return build(
        {
            "u": {"sector": "academia", "prefecture": "Miyagi"},
            "v": {"sector": "government", "prefecture": "Miyagi"},
            "c": {"sector": "industry", "prefecture": "Miyagi"},
            "m": {"sector": "media", "prefecture": "Tokyo"},
            "l": {"sector": "labour", "prefecture": "Miyagi"},
            "w": {"sector": "academia", "prefecture": "Miyagi", "parent_id": "u"},
            "k": {"sector": "civil", "unnamed": True},
            "ev": {"kind": "event"},
            "top": council | {"sector": "industry"},
            "sub": council | {"parent_id": "g"},
            "g": council | {"parent_id": "top", "prefecture": "Miyagi", "themes": "dx"},
            "h": council | {"themes": "energy"},
            "i": council | {"themes": "dx"},
        },
        {"g": "uv", "h": ["u", "c", "top", "sub", "ev"], "i": "cm", "ev": "k"},
    )


def test_invitations_by_hand(table_to_fill):
    frame = gaps.invitations(table_to_fill, "g", language="en")
    # Never u, v (members), g itself, top (parent), sub (child), ev (event), k (class).
    assert frame.index.tolist() == ["c", "m", "l", "w"]
    first = frame.loc["c"]
    # c: industry is not on the list, and it is in i for dx, where u and v are not.
    assert first["fills"] == ("sector:industry", "theme:dx")
    assert (first["gaps"], first["open_gaps"]) == (2, 0)
    assert (first["introducers"], first["via"]) == (("u",), ("h",))
    assert first["n_introducers"] == 1
    # c–h–u–g: 1/sqrt(4 named... members of h × groups of u).
    assert first["path3"] == pytest.approx(1 / np.sqrt(5 * 2))
    # m: media and dx; u could reach it through c.
    assert frame.loc["m", "fills"] == ("sector:media", "theme:dx")
    assert frame.loc["m", "introducers"] == ("u", "c")
    assert frame.loc["m", "via"] == ("h", "i")
    assert frame.loc["l", "introducers"] == ()
    assert "No chain" in frame.loc["l", "reason"]
    # w brings nothing, and its parent is inside.
    assert frame.loc["w", "gaps"] == 0
    assert frame.loc["w", "relative_inside"] == ("u",)
    assert frame.attrs["themes_not_carried"] == ("dx",)
    assert "industry" in frame.attrs["absent_sector"]


def test_invitations_fill_communities_and_skip_what_need_not_be(table_to_fill):
    _, members, _ = table_to_fill.biadjacency()
    labels = pd.Series(0, index=members)
    labels["m"] = 1
    frame = gaps.invitations(
        table_to_fill, "g", labels=labels, not_eligible={"g": ["industry"]}
    )
    assert frame.index[0] == "m"
    assert frame.loc["m", "fills"] == ("sector:media", "community:1", "theme:dx")
    assert frame.loc["c", "fills"] == ("theme:dx",)


def test_an_incomplete_list_has_open_gaps_only(table_to_fill):
    rows = table_to_fill.organizations.drop(columns="line").reset_index()
    rows.loc[rows["id"] == "g", "size_declared"] = 9
    net = AffiliationNetwork.from_frames(
        rows, table_to_fill.memberships.drop(columns="line")
    )
    frame = gaps.invitations(net, "g")
    assert frame.loc["c", "fills"] == ("theme:dx",)
    assert frame.loc["c", "may_fill"] == ("sector:industry",)
    assert frame.attrs["absent_sector"] == ()


def test_invitations_of_the_data_keep_their_promise(tohoku):
    everyone = tohoku.organizations
    for group in ("tap", "tohoku-cybersecurity-council", "j-startup-tohoku"):
        frame = gaps.invitations(tohoku, group, top=1000)
        inside = tohoku.memberships.query("group_id == @group")["member_id"]
        assert not set(frame.index) & {*inside, group, everyone.loc[group, "parent_id"]}
        assert not everyone.loc[frame.index, "unnamed"].any()
        assert not (everyone.loc[frame.index, "parent_id"] == group).any()
        # Who introduces is a member of the group, and steps are memberships.
        rows = set(
            zip(
                tohoku.memberships["member_id"],
                tohoku.memberships["group_id"],
                strict=True,
            )
        )
        for one, row in frame.iterrows():
            people = [*row["introducers"], one]
            if row["introducers"]:
                assert people[0] in set(inside)
            for (a, b), at in zip(itertools.pairwise(people), row["via"], strict=True):
                assert {(a, at), (b, at)} <= rows


# --- findings in words ------------------------------------------------------------


def test_sentences_by_hand(tables):
    frame = gaps.sentences(tables, language="en", top=50, draws=9)
    by_kind = frame.drop_duplicates("kind").set_index("kind")
    assert by_kind.loc["names_missing", "sentence"] == (
        "2 groups with a declared size declare 7 members; 4 are named (57.1%)."
    )
    assert by_kind.loc["names_missing", "evidence"] == ("full", "short")
    assert by_kind.loc["one_member", "sentence"] == (
        "Of 9 groups, 2 have a single recorded member."
    )
    assert by_kind.loc["one_member", "evidence"] == ("bank", "one")
    assert by_kind.loc["unnamed_rows", "number"] == pytest.approx(2 / 17)
    unrecorded = frame.loc[frame["kind"] == "sector_unrecorded", "sentence"]
    assert unrecorded.tolist() == [
        "No organization of the sector Government, Labour, Media, Civil society or "
        "Support is recorded, named or unnamed, in any of the 9 groups."
    ]
    assert by_kind.loc["unmet_pairs", "sentence"] == (
        "Of 1 organization of Industry and 1 of Academia, every pair shares a recorded "
        "group: 1 in all."
    )


@pytest.mark.parametrize("language", ["ja", "en"])
def test_sentences_of_the_data_have_number_evidence_and_caveat(tohoku, language):
    frame = gaps.sentences(tohoku, language=language, top=10, draws=99)
    assert len(frame) == 10
    assert frame["number"].notna().all()
    assert (frame["caveat"].str.len() > 0).all()
    ids = set(tohoku.organizations.index)
    assert all(set(found) <= ids for found in frame["evidence"])
    assert frame["sentence"].str.contains(r"\d").all()
    assert not frame["sentence"].str.contains(r"\bnan\b|None").any()


def test_sole_contact_and_meeting_in_words(chain):
    frame = gaps.sentences(chain, language="ja", draws=9).set_index("kind")
    assert frame.loc["sole_contact", "sentence"] == (
        "出会わない「産」と「学」の組のうち、共通の相手が1機関だけの組は1。"
        "その相手は名xである。"
    )
    assert frame.loc["meeting", "evidence"] == ("a1", "x", "b1", "p", "q")


# --- the predictive check ---------------------------------------------------------


def test_the_check_beats_degree_and_chance_on_davis():
    frame = gaps.predictive_check(networks.davis(), draws=40)
    # Davis' women have no sectors: the order by gaps is that by density, then path3.
    assert frame.attrs["beats_baselines"] == ("gaps", "density", "path3")
    assert frame.loc["gaps", "auc"] == pytest.approx(
        frame.loc["density", "auc"], abs=0.01
    )
    assert frame.loc["path3", "auc"] > frame.loc["degree", "auc"] + 0.05
    assert frame.loc["random", "auc"] == pytest.approx(0.5, abs=0.05)
    assert frame.attrs["hidden"] == 9


def test_the_check_on_the_data_is_told_whatever_it_is(tohoku):
    frame = gaps.predictive_check(tohoku, draws=5)
    assert frame.loc["path3", "auc"] > frame.loc["degree", "auc"]
    assert frame.loc["path3", "precision"] > frame.loc["degree", "precision"]
    # Among memberships that leave something to go by, degree alone does better.
    assert frame.loc["degree", "auc_reachable"] > frame.loc["path3", "auc_reachable"]
    # The order by gaps looks for what is unlike, and is no forecast.
    assert frame.loc["gaps", "auc_reachable"] < frame.loc["path3", "auc_reachable"]
    assert "gaps" not in frame.attrs["beats_baselines"]
    again = gaps.predictive_check(tohoku, draws=5)
    pd.testing.assert_frame_equal(frame, again)


def test_auc_and_precision_against_brute_force():
    rng = np.random.default_rng(3)
    positive, negative = rng.integers(0, 5, 8) * 1.0, rng.integers(0, 5, 11) * 1.0
    wins = [(p > q) + 0.5 * (p == q) for p in positive for q in negative]
    assert prediction._auc(positive, negative) == pytest.approx(np.mean(wins))
    value = np.array([3.0, -np.inf, 2.0, 2.0, 1.0])
    noise, truth = np.array([0, 0, 0.2, 0.9, 0]), np.array([1, 1, 0, 1, 1], dtype=bool)
    assert prediction._precision(value, noise, truth, 2) == 1
    assert prediction._precision(value, noise, truth, 3) == pytest.approx(2 / 3)
    assert prediction._precision(value, noise, truth, 10) == pytest.approx(3 / 4)


def test_the_order_by_gaps_is_that_of_invitations(tohoku):
    # With nothing hidden both orders read the same cells.
    known = prediction._Known(tohoku)
    matrix, members, groups = tohoku.biadjacency()
    place = known.order(matrix, set())
    for group in ("tap", "tohoku-cybersecurity-council", "mems-park"):
        frame = gaps.invitations(tohoku, group, top=1000)
        rows = [members.index(one) for one in frame.index]
        assert (np.diff(place[rows, groups.index(group)]) <= 0).all()


# --- odd networks, laws, errors ---------------------------------------------------


@pytest.mark.parametrize("name", ODD)
@pytest.mark.parametrize("language", ["ja", "en"])
def test_odd_networks_give_frames(name, language):
    net = ODD[name]
    members, groups = net.biadjacency()[1:]
    for by in ("sector", "prefecture", "kind"):
        frame = gaps.coverage(net, by=by, language=language)
        per_group = 8 if by == "sector" else frame["category"].nunique()
        assert len(frame) == len(groups) * per_group
        assert gaps.coverage_matrix(frame).shape[0] == (len(groups) if per_group else 0)
    assert gaps.theme_coverage(net, language=language).empty
    assert len(gaps.completeness(net, language=language)) == len(groups)
    density = gaps.block_density(net, draws=3, language=language)
    assert len(density) == (1 if name == "one sector" else 0)
    check = gaps.predictive_check(net, draws=3)
    hides = name not in ("empty", "one member", "complete")
    assert check["auc"].notna().all() == hides
    for group in groups:
        frame = gaps.invitations(net, group, language=language, top=100)
        inside = net.biadjacency()[0][:, [groups.index(group)]].toarray().sum()
        assert len(frame) == len(members) - inside
    frame = gaps.sentences(net, language=language, draws=3)
    assert (frame.attrs["reason"] != "") == frame.empty


def test_without_two_sectors_there_are_no_ends():
    with pytest.raises(ValueError, match="no named member is of sector 'industry'"):
        gaps.missing_ties(ODD["star"])


def test_row_order_changes_nothing(tohoku):
    rng = np.random.default_rng(5)
    rows = tohoku.organizations.reset_index()
    links = tohoku.memberships
    shuffled = AffiliationNetwork.from_frames(
        rows.iloc[rng.permutation(len(rows))],
        links.iloc[rng.permutation(len(links))],
        tohoku.sources.reset_index(),
    )
    for function in (
        gaps.coverage,
        gaps.theme_coverage,
        gaps.completeness,
        lambda net: gaps.missing_ties(net).drop(columns=["lines", "dates", "reason"]),
        lambda net: gaps.invitations(net, "tap").drop(
            columns=["lines", "dates", "reason"]
        ),
        lambda net: gaps.block_density(net, draws=5),
        lambda net: gaps.predictive_check(net, draws=2),
    ):
        pd.testing.assert_frame_equal(function(tohoku), function(shuffled))


def test_adding_an_isolate_or_a_second_row_changes_no_finding_of_a_pair(chain):
    rows = chain.organizations.drop(columns="line").reset_index()
    links = chain.memberships.drop(columns="line")
    more = pd.concat([rows, pd.DataFrame({"id": ["zz"], "name": ["無所属"]})])
    role = links.iloc[[0]].assign(role="chair")
    net = AffiliationNetwork.from_frames(more, pd.concat([links, role]))
    kept = ["source", "target", "new_pairs", "triads", "density", "path3", "via"]
    before = gaps.missing_ties(chain, max_steps=None)[kept]
    after = gaps.missing_ties(net, max_steps=None)[kept]
    pd.testing.assert_frame_equal(before, after, check_flags=False)


def test_results_carry_their_definition(tohoku):
    for frame in (
        gaps.coverage(tohoku),
        gaps.theme_coverage(tohoku),
        gaps.completeness(tohoku),
        gaps.missing_ties(tohoku, top=1),
        gaps.block_density(tohoku, draws=2),
        gaps.invitations(tohoku, "tap", top=1),
    ):
        assert frame.attrs["measure"]
        assert frame.attrs["n"] == 197


@pytest.mark.parametrize(
    ("call", "error", "words"),
    [
        (lambda n: gaps.coverage(n, by="colour"), ValueError, "sector, prefecture"),
        (lambda n: gaps.coverage(n, undeclared="x"), ValueError, "absent"),
        (lambda n: gaps.coverage(n, categories=["x"]), ValueError, "there is"),
        (lambda n: gaps.coverage(n, language="fr"), ValueError, "language"),
        (lambda n: gaps.coverage(n, not_eligible={"q": []}), None, ""),
        (
            lambda n: gaps.coverage(n, not_eligible={"q": ["finance"]}),
            GraphError,
            "no group 'q'",
        ),
        (
            lambda n: gaps.coverage(n, not_eligible=[("full", "x")]),
            GraphError,
            "no category 'x'",
        ),
        (
            lambda n: gaps.theme_coverage(n, not_eligible={"q": ["finance"]}),
            GraphError,
            "no theme 'q'",
        ),
        (
            lambda n: gaps.coverage_matrix(gaps.completeness(n)),
            ValueError,
            "needs the frame",
        ),
        (
            lambda n: gaps.coverage_matrix(gaps.coverage(n), values="p_over"),
            ValueError,
            "values must be",
        ),
        (lambda n: gaps.missing_ties(n, rank="best"), ValueError, "new_pairs"),
        (lambda n: gaps.missing_ties(n, between=("産", "x")), ValueError, "there is"),
        (lambda n: gaps.missing_ties(n, between="産"), ValueError, "two categories"),
        (lambda n: gaps.missing_ties(n, max_steps=1), ValueError, "at least 2"),
        (
            lambda n: gaps.missing_ties(n, by=pd.Series({"u": 0}), between=(0, 0)),
            GraphError,
            "no category is given",
        ),
        (lambda n: gaps.block_density(n, draws=0), ValueError, "draws"),
        (
            lambda n: gaps.block_density(n, by=pd.Series([0, 1], index=["u", "u"])),
            GraphError,
            "unique",
        ),
        (lambda n: gaps.invitations(n, "nowhere"), GraphError, "no group"),
        (lambda n: gaps.invitations(n, "full", rank="x"), ValueError, "rank"),
        (lambda n: gaps.sentences(n, language="fr"), ValueError, "language"),
        (lambda n: gaps.predictive_check(n, share=1), ValueError, "share"),
        (lambda n: gaps.predictive_check(n, draws=0), ValueError, "draws"),
        (lambda n: gaps.predictive_check(n, top=0), ValueError, "top"),
    ],
)
def test_what_a_caller_can_get_wrong(tables, call, error, words):
    if error is None:
        call(tables)
        return
    with pytest.raises(error, match=words) as caught:
        call(tables)
    assert not isinstance(caught.value, InputError)


def test_a_label_is_as_good_as_a_word(chain):
    pd.testing.assert_frame_equal(
        gaps.missing_ties(chain, between=("産", "学")), gaps.missing_ties(chain)
    )


def test_too_many_pairs_are_refused(chain, monkeypatch):
    monkeypatch.setattr(_unmet, "_PAIRS", 3)
    with pytest.raises(GraphError, match="filter the network first"):
        gaps.missing_ties(chain)
    monkeypatch.setattr(prediction, "_CELLS", 3)
    with pytest.raises(GraphError, match="filter the network first"):
        gaps.predictive_check(chain)


def test_no_path_is_no_step(chain):
    known = _paths.acquaintance(chain)
    assert _paths.warm_path(known, 0, []) == []
    assert _paths.told_path(known, [], "en").via == ()
