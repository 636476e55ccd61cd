"""The network: two sides, slices that exclude only what is certain, projections."""

from __future__ import annotations

import datetime

import networkx as nx
import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from networks import davis, from_groups, odd_networks
from tohoku_network import AffiliationNetwork, GraphError


def network(rows, organizations=None, columns=("member_id", "group_id")):
    memberships = pd.DataFrame(rows, columns=list(columns))
    ids = sorted({*memberships["member_id"], *memberships["group_id"]})
    if organizations is None:
        organizations = pd.DataFrame({"id": ids, "name": ids})
    return AffiliationNetwork.from_frames(organizations, memberships)


# --- projections: Davis Southern Women, values of NetworkX's own data set ---------


def test_projection_of_davis_has_the_published_ties():
    women = davis().project("members", weight="shared")
    assert women.number_of_edges() == 139
    assert nx.density(women) == pytest.approx(0.908497, abs=1e-6)
    counts = pd.Series(nx.get_edge_attributes(women, "shared")).value_counts()
    assert counts.sort_index().to_dict() == {
        1: 44,
        2: 49,
        3: 22,
        4: 15,
        5: 1,
        6: 7,
        7: 1,
    }


def test_projection_weights_of_evelyn_and_theresa():
    pair = ("Evelyn Jefferson", "Theresa Anderson")
    values = {
        weight: davis().project(weight=weight).edges[pair]["weight"]
        for weight in ("shared", "newman", "jaccard", "cosine")
    }
    assert values == pytest.approx(
        {"shared": 7, "newman": 1.486880, "jaccard": 0.777778, "cosine": 7 / 8},
        abs=1e-6,
    )


def test_projection_onto_events():
    events = davis().project("groups")
    assert events.number_of_edges() == 66
    assert events.edges["E8", "E9"]["shared"] == 9


@pytest.mark.parametrize(("dropped", "ties"), [(["E8"], 121), (["E8", "E9"], 81)])
def test_ties_left_without_the_great_events(dropped, ties):
    net = davis()
    rest = net.filter(groups=[g for g in net.groups.index if g not in dropped])
    assert rest.project().number_of_edges() == ties


def test_newman_weights_as_in_networkx_bipartite_tests():
    # Members of the pairs a-1, b-1,2,4, c-2,3,4: a-b 1, b-c 2 (all groups of two).
    net = from_groups({"1": "ab", "2": "bc", "4": "bc", "3": "c"})
    graph = net.project(weight="newman")
    assert graph.edges["a", "b"]["weight"] == 1
    assert graph.edges["b", "c"]["weight"] == 2
    assert graph.edges["b", "c"]["distance"] == 0.5
    assert graph.edges["b", "c"]["via"] == ("2", "4")


def test_min_shared_drops_weak_ties_and_keeps_isolates():
    net = from_groups({"p": "abc", "q": "bc"})
    graph = net.project(min_shared=2)
    assert list(graph.edges) == [("b", "c")]
    assert "a" in graph


def test_a_projection_too_large_is_refused_with_the_numbers():
    net = from_groups({"huge": [f"m{i}" for i in range(100)]})
    with pytest.raises(GraphError, match=r"4,950 ties.*'huge'.*100"):
        net.project(max_ties=4_000)


def test_wrong_words_name_the_accepted_ones():
    net = davis()
    with pytest.raises(ValueError, match="newman, shared, jaccard, cosine"):
        net.project(weight="strong")
    with pytest.raises(ValueError, match="'members' or 'groups'"):
        net.project("women")


@settings(max_examples=40, deadline=None)
@given(
    st.dictionaries(
        st.sampled_from(["p", "q", "r", "s"]), st.sets(st.sampled_from("abcdef"))
    )
)
def test_projection_is_the_off_diagonal_of_the_matrix_product(groups):
    net = from_groups(groups, isolates="z")
    matrix, members, _ = net.biadjacency()
    product = (matrix @ matrix.T).toarray()
    graph = net.project(weight="shared")
    assert set(graph) == set(members)
    for i, a in enumerate(members):
        for j, b in enumerate(members[:i]):
            assert graph.get_edge_data(a, b, {"shared": 0})["shared"] == product[i, j]


# --- two sides ----------------------------------------------------------------


def test_a_group_that_is_a_member_has_two_sides():
    net = network([("a", "inner"), ("inner", "outer"), ("b", "outer")])
    graph = net.two_mode()
    assert {"member:inner", "group:inner"} <= set(graph)
    assert graph.has_edge("member:inner", "group:outer")
    assert set(net.project()) == {"a", "b", "inner"}
    assert net.project().has_edge("b", "inner")
    assert not net.project().has_edge("a", "inner")


def test_nobody_is_tied_to_itself():
    net = network([("g", "g"), ("a", "g")])
    assert len(net.memberships) == 2
    assert net.biadjacency()[0].sum() == 1
    assert list(net.two_mode().edges) == [("member:a", "group:g")]


def test_several_roles_count_the_pair_once_and_keep_every_role():
    net = network(
        [("a", "g", "chair"), ("a", "g", "founder"), ("b", "g", "member")],
        columns=("member_id", "group_id", "role"),
    )
    assert net.project(weight="shared").edges["a", "b"]["shared"] == 1
    assert net.two_mode().edges["member:a", "group:g"]["roles"] == ("chair", "founder")


def test_unnamed_classes_stay_out_of_graphs_unless_asked_for():
    organizations = pd.DataFrame(
        {
            "id": ["a", "banks", "g"],
            "name": ["甲", "地方銀行", "会"],
            "unnamed": [False, True, False],
        }
    )
    net = network([("a", "g"), ("banks", "g")], organizations)
    assert net.biadjacency()[1] == ["a"]
    assert "member:banks" not in net.two_mode()
    assert net.two_mode(unnamed=True).has_edge("member:banks", "group:g")
    assert net.groups.loc["g", ["n_members", "n_unnamed"]].tolist() == [1, 1]


def test_isolates_and_empty_groups_are_in_every_node_table():
    net = from_groups({"g": ""}, isolates="x")
    assert net.biadjacency()[1:] == (["x"], ["g"])
    assert set(net.two_mode()) == {"member:x", "group:g"}


# --- time -----------------------------------------------------------------------

DATED = [
    ("early", "g", "2010", "2015-06"),
    ("late", "g", "2015-07-01", ""),
    ("open", "g", "2012", ".."),
    ("never told", "g", "", ""),
]


def in_force(net):
    return sorted(net.memberships["member_id"])


@pytest.mark.parametrize(
    ("date", "expected"),
    [
        ("2009-12-31", ["never told"]),
        ("2010", ["early", "never told"]),
        ("2015-06-30", ["early", "never told", "open"]),
        ("2015-07-01", ["late", "never told", "open"]),
        ("2015", ["early", "late", "never told", "open"]),
        (datetime.date(2030, 1, 1), ["late", "never told", "open"]),
    ],
)
def test_only_what_is_certainly_out_of_force_is_excluded(date, expected):
    net = network(DATED, columns=("member_id", "group_id", "valid_from", "valid_to"))
    assert in_force(net.at(date)) == expected


def test_between_takes_whatever_was_in_force_on_some_day():
    net = network(DATED, columns=("member_id", "group_id", "valid_from", "valid_to"))
    assert in_force(net.between("2011", "2015-06")) == ["early", "never told", "open"]
    assert in_force(net.between("2015-06-30", "2015-07")) == sorted(r[0] for r in DATED)
    with pytest.raises(ValueError, match=r"ends .* before it starts"):
        net.between("2015", "2014")


def test_touching_periods_are_both_in_force_on_their_ends():
    rows = [("a", "g", "2019-04-01", "2020-03-31"), ("a", "h", "2020-04-01", "")]
    net = network(rows, columns=("member_id", "group_id", "valid_from", "valid_to"))
    assert net.at("2020-03-31").memberships["group_id"].tolist() == ["g"]
    assert net.at("2020-04-01").memberships["group_id"].tolist() == ["h"]


def test_a_slice_keeps_every_organization_and_says_its_date():
    net = network(DATED, columns=("member_id", "group_id", "valid_from", "valid_to"))
    assert len(net.at("2009").organizations) == len(net.organizations)
    assert net.at("2009").period == "2009"
    assert net.between("2009", "2011").period == "2009/2011"
    assert "in force 2009" in repr(net.at("2009"))


@pytest.mark.parametrize("wrong", ["tomorrow", "2021-2", ""])
def test_a_text_that_is_no_date_is_refused(wrong):
    with pytest.raises(ValueError, match="is no date"):
        davis().at(wrong)


def test_a_date_of_another_type_is_refused():
    with pytest.raises(TypeError, match="float"):
        davis().at(2021.5)


def test_a_year_may_be_a_number():
    net = network(DATED, columns=("member_id", "group_id", "valid_from", "valid_to"))
    assert in_force(net.at(2010)) == in_force(net.at("2010"))


def test_conditions_understand_labels_as_the_tables_do():
    assert sectored().filter(sector="産").biadjacency()[1] == ["c", "lone"]
    assert len(sectored().filter(role="座長").memberships) == 1


def test_a_condition_on_an_empty_column_says_so():
    with pytest.raises(ValueError, match="certainty: the column is empty"):
        davis().filter(certainty="stated")


def test_its_own_member_is_not_a_group_for_that():
    assert network([("a", "g"), ("a", "a")]).groups.index.tolist() == ["g"]


# --- filters ----------------------------------------------------------------------


def sectored():
    organizations = pd.DataFrame(
        {
            "id": ["u", "c", "b", "lone", "g", "h"],
            "name": list("ucblgh"),
            "sector": ["academia", "industry", "finance", "industry", None, None],
            "prefecture": ["Miyagi", "Akita", "Miyagi", "Akita", None, None],
            "kind": ["university", "company", "bank", "company", "council", "event"],
            "themes": [None, None, None, None, "energy|dx", "dx"],
        }
    )
    rows = [
        ("u", "g", "chair", "stated"),
        ("c", "g", "member", "implied"),
        ("b", "h", "member", "stated"),
        ("c", "h", "speaker", "stated"),
    ]
    return network(rows, organizations, ("member_id", "group_id", "role", "certainty"))


@pytest.mark.parametrize(
    ("conditions", "pairs", "lone"),
    [
        ({"sector": "industry"}, {"cg", "ch"}, True),
        ({"sector": ["academia", "finance"]}, {"ug", "bh"}, False),
        ({"prefecture": "Miyagi"}, {"ug", "bh"}, False),
        ({"kind": "bank"}, {"bh"}, False),
        ({"group_kind": "council"}, {"ug", "cg"}, True),
        ({"theme": "energy"}, {"ug", "cg"}, True),
        ({"theme": "dx"}, {"ug", "cg", "bh", "ch"}, True),
        ({"role": "member"}, {"cg", "bh"}, True),
        ({"certainty": "stated"}, {"ug", "bh", "ch"}, True),
        ({"groups": "h"}, {"bh", "ch"}, True),
        ({"sector": "industry", "group_kind": "event"}, {"ch"}, True),
        ({"unnamed": False}, {"ug", "cg", "bh", "ch"}, True),
    ],
)
def test_filters_keep_what_meets_every_condition(conditions, pairs, lone):
    kept = sectored().filter(**conditions)
    rows = kept.memberships
    assert set(rows["member_id"] + rows["group_id"]) == pairs
    assert ("lone" in kept.biadjacency()[1]) is lone


def test_a_word_that_occurs_nowhere_is_refused_with_those_that_do():
    with pytest.raises(ValueError, match="'acadmia'; there is academia, finance"):
        sectored().filter(sector="acadmia")
    with pytest.raises(ValueError, match="no group has the id u"):
        sectored().filter(groups="u")


# --- the frames belong to the network ---------------------------------------------


def test_what_is_handed_out_is_a_copy():
    net = davis()
    organizations, memberships = net.organizations, net.memberships
    organizations.loc[:, "name"] = "x"
    memberships.loc[:, "member_id"] = "x"
    matrix, members, _ = net.biadjacency()
    matrix.data[:] = 0
    members.clear()
    assert "x" not in set(net.memberships["member_id"])
    assert net.biadjacency()[0].sum() == 89
    assert "x" not in set(net.organizations["name"])


def test_row_order_does_not_matter():
    net = davis()
    shuffled = AffiliationNetwork.from_frames(
        net.organizations.sample(frac=1, random_state=1),
        net.memberships.sample(frac=1, random_state=2),
    )
    assert shuffled.biadjacency()[1:] == net.biadjacency()[1:]
    assert (shuffled.biadjacency()[0] != net.biadjacency()[0]).nnz == 0
    assert nx.utils.edges_equal(
        shuffled.project().edges(data=True), net.project().edges(data=True)
    )


@pytest.mark.parametrize("name", odd_networks())
def test_odd_networks_have_every_view(name):
    net = odd_networks()[name]
    assert repr(net).startswith("<AffiliationNetwork: ")
    assert net.two_mode().number_of_edges() == len(net.memberships)
    assert net.project("groups").number_of_nodes() == len(net.groups)
    assert "<table>" in net._repr_html_()


def test_without_isolates_keeps_what_has_a_membership():
    net = from_groups({"p": "ab", "q": "bc"}, isolates="xy").filter(groups="p")
    assert set(net.organizations.index) == set("abcxyp")
    tied = net.without_isolates()
    assert set(tied.organizations.index) == set("abp")
    assert tied.memberships.equals(net.memberships)
    assert tied.at("2020").without_isolates().period == "2020"


@pytest.mark.parametrize("name", odd_networks())
def test_without_isolates_changes_no_tie(name):
    net = odd_networks()[name]
    tied = net.without_isolates()
    assert set(tied.project().edges) == set(net.project().edges)
    assert all(degree for _, degree in tied.two_mode().degree)


def test_counts_are_spelled_in_the_singular_and_plural():
    assert repr(from_groups({"g": "a"})) == (
        "<AffiliationNetwork: 1 member, 1 group, 1 membership>"
    )


def test_notebook_view_escapes_what_stands_in_the_table():
    net = from_groups({"g": "a"}, sectors={"a": "<script>alert(1)</script>"})
    assert "<script>" not in net._repr_html_()


def test_names_fall_back_to_japanese():
    organizations = pd.DataFrame(
        {"id": ["a", "g"], "name": ["甲", "会"], "name_en": ["Alpha", None]}
    )
    net = network([("a", "g")], organizations)
    assert net.display_names("en").tolist() == ["Alpha", "会"]
    assert net.display_names().tolist() == ["甲", "会"]
    with pytest.raises(ValueError, match="'ja' or 'en'"):
        net.display_names("fr")


def test_matrix_is_sorted_and_binary():
    matrix, members, groups = davis().biadjacency()
    assert members == sorted(members)
    assert groups == sorted(groups)
    assert set(np.unique(matrix.data)) == {1.0}


def test_two_mode_graph_has_the_published_clustering():
    # Robins and Alexander's coefficient, as netrics and NetworkX give it.
    graph = davis().two_mode()
    found = nx.bipartite.robins_alexander_clustering(graph)
    assert found == pytest.approx(0.467764, abs=1e-6)
