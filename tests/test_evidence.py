"""Every line of a chain leads back to a row, a source and a place."""

from __future__ import annotations

import pandas as pd
import pytest

from networks import from_groups
from tohoku_network import AffiliationNetwork, GraphError
from tohoku_network.evidence import roster, seats, why


def chains(frame):
    return [
        "".join(rows["member_id"] + rows["group_id"])
        for _, rows in frame.groupby("chain", sort=True)
    ]


def test_two_members_of_a_group_are_one_chain_of_two_rows():
    found = why(from_groups({"g": "ab", "h": "b"}), "a", "b")
    assert chains(found) == ["agbg"]
    assert found["step"].tolist() == [1, 2]


def test_a_member_and_its_group_are_one_row():
    net = from_groups({"g": "ab"})
    assert chains(why(net, "a", "g")) == ["ag"]
    assert chains(why(net, "g", "a")) == ["ag"]


def test_all_shortest_chains_in_the_order_of_ids():
    net = from_groups(
        {"p": "ax", "q": "xb", "r": "ay", "s": "yb", "t": "azw", "u": "wb"}
    )
    found = why(net, "a", "b")
    assert chains(found) == ["apxpxqbq", "aryrysbs", "atwtwubu"]
    assert found.attrs["chains"] == 3
    short = why(net, "a", "b", max_chains=1)
    assert chains(short) == ["apxpxqbq"]
    assert short.attrs["more_chains"] == 2


def test_a_chain_passes_through_a_group_that_is_a_member_itself():
    net = from_groups({"inner": "a", "outer": ["inner", "b"]})
    assert chains(why(net, "a", "b")) == ["ainnerinnerouterbouter"]


def test_rows_carry_role_period_source_and_line():
    organizations = pd.DataFrame(
        {"id": ["a", "b", "g"], "name": ["甲", "乙", "会"], "name_en": ["A", "B", "G"]}
    )
    memberships = pd.DataFrame(
        {
            "member_id": ["a", "b", "a"],
            "group_id": ["g", "g", "g"],
            "role": ["chair", "member", "founder"],
            "valid_from": ["2020-04", None, "2019"],
            "source_id": ["s", "s", "s"],
            "locator": ["名簿", "名簿", "沿革"],
            "certainty": ["stated", "implied", "stated"],
        }
    )
    sources = pd.DataFrame({"id": ["s"], "title": ["要覧"]})
    net = AffiliationNetwork.from_frames(organizations, memberships, sources)
    found = why(net, "a", "b", language="en")
    assert found["role"].tolist() == ["Chair", "Founder", "Member"]
    assert found["line"].tolist() == [1, 3, 2]
    assert found["source"].tolist() == ["要覧"] * 3
    assert found["certainty"].tolist() == ["Stated", "Stated", "Implied"]
    assert found["member"].tolist() == ["A", "A", "B"]


def test_an_empty_result_explains_itself():
    net = from_groups({"p": "ab", "q": "cd"}, isolates="x")
    assert why(net, "a", "c").empty
    assert "no chain" in why(net, "a", "c").attrs["reason"]
    assert "no membership of x" in why(net, "a", "x").attrs["reason"]


def test_unknown_and_equal_organizations_are_refused():
    net = from_groups({"g": "ab"})
    with pytest.raises(GraphError, match="no organization is called 'zz'"):
        why(net, "a", "zz")
    with pytest.raises(ValueError, match="the same organization"):
        why(net, "a", "a")


def test_organizations_may_be_named():
    net = from_groups({"g": "ab"})
    assert why(net, "名a", "名b").equals(why(net, "a", "b"))


def test_very_long_chains_do_not_overflow():
    groups = {f"g{i:04}": [f"m{i:04}", f"m{i + 1:04}"] for i in range(1500)}
    found = why(from_groups(groups), "m0000", "m1500")
    assert len(found) == 3000


def test_many_equal_chains_are_counted_and_not_all_walked():
    # Twelve steps with three ways each: 3**12 chains.
    groups = {}
    for step in range(12):
        for way in "xyz":
            groups[f"g{step}{way}1"] = [f"m{step:02}", f"b{step}{way}"]
            groups[f"g{step}{way}2"] = [f"b{step}{way}", f"m{step + 1:02}"]
    found = why(from_groups(groups), "m00", "m12", max_chains=2)
    assert found.attrs["chains"] == 2
    assert found.attrs["more_chains"] == 3**12 - 2


@pytest.fixture
def forum():
    """A forum with a role of every kind, a class of unnamed members, and a seat."""
    organizations = pd.DataFrame(
        {
            "id": ["a", "b", "c", "g", "h", "z"],
            "name": ["甲", "乙", "各社", "会", "連盟", "丙"],
            "name_en": ["A", "B", None, "Forum", "Union", None],
            "sector": ["academia", "industry", "industry", None, None, None],
            "kind": [None, None, None, "council", "network", None],
            "size_declared": [None, None, None, "12", None, None],
            "unnamed": [None, None, "true", None, None, None],
        }
    )
    memberships = pd.DataFrame(
        {
            "member_id": ["c", "a", "b", "a", "g"],
            "group_id": ["g", "g", "g", "g", "h"],
            "role": ["chair", "moderator", "member", "founder", "member"],
            "valid_from": [None, None, "2020", "2019", None],
            "source_id": ["s"] * 5,
            "locator": ["名簿", "沿革", "名簿", "沿革", "規約"],
            "certainty": ["stated", None, "implied", "stated", "stated"],
        }
    )
    sources = pd.DataFrame({"id": ["s"], "title": ["要覧"]})
    return AffiliationNetwork.from_frames(organizations, memberships, sources)


def test_a_roster_is_in_the_order_of_roles_with_unnamed_members_last(forum):
    found = roster(forum, "会", language="en")
    # A role that is on no list stands after those that are; a class after everybody.
    assert found[["member", "role"]].values.tolist() == [
        ["B", "Member"],
        ["A", "Founder"],
        ["A", "moderator"],
        ["各社", "Chair"],
    ]
    assert found["unnamed"].tolist() == [False, False, False, True]
    assert found["sector"].tolist() == ["Industry", "Academia", "Academia", "Industry"]
    assert found["line"].tolist() == [3, 4, 2, 1]
    assert found["source"].tolist() == ["要覧"] * 4
    facts = ("n", "n_members", "n_unnamed", "size_declared")
    assert [found.attrs[fact] for fact in facts] == [3, 2, 1, 12]


def test_seats_have_the_columns_of_a_roster(forum):
    found = seats(forum, "甲")
    assert found.columns.equals(roster(forum, "g").columns)
    assert found["group"].tolist() == ["会", "会"]
    assert found["kind"].tolist() == ["協議会", "協議会"]
    assert found["certainty"].tolist()[0] == "明記"
    assert found.attrs["n_groups"] == 1
    assert seats(forum, "g")["group_id"].tolist() == ["h"]
    assert seats(forum, "h").empty
    assert roster(forum, "h").attrs["size_declared"] is None


def test_a_roster_is_of_a_group_in_the_network_that_is_asked(forum):
    assert roster(forum.at("2019-06"), "g")["member_id"].tolist() == ["a", "a", "c"]
    with pytest.raises(GraphError, match="'a' is no group"):
        roster(forum, "a")
    with pytest.raises(GraphError, match="no organization is called"):
        seats(forum, "だれか")


def test_rosters_and_seats_together_are_the_membership_table(tohoku):
    rows, everybody = tohoku.memberships, tohoku.organizations.index
    inside = [line for g in tohoku.groups.index for line in roster(tohoku, g)["line"]]
    outside = [line for one in everybody for line in seats(tohoku, one)["line"]]
    proper = rows.loc[rows["member_id"] != rows["group_id"], "line"].tolist()
    assert sorted(inside) == sorted(outside) == sorted(proper)
