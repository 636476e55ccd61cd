"""How one group's make-up changed, with its meetings, against a hand-worked table."""

from __future__ import annotations

import pandas as pd
import pytest

from networks import from_groups
from tohoku_network import AffiliationNetwork, GraphError
from tohoku_network.comparison import members_changed


def table() -> AffiliationNetwork:
    """A table t with meetings m1 (2011) and m2 (2021), and a committee k below m2."""
    organizations = pd.DataFrame(
        [
            *((one, one.upper(), None, None, None) for one in "abcdefu"),
            ("t", "円卓", "council", None, None),
            ("m1", "第1回", "event", "t", None),
            ("m2", "第2回", "event", "t", None),
            ("k", "小委員会", "committee", "m2", None),
            ("x", "別の会", "council", None, None),
        ],
        columns=["id", "name", "kind", "parent_id", "unnamed"],
    )
    organizations.loc[organizations["id"] == "u", "unnamed"] = "true"
    organizations.loc[organizations["id"] == "b", "sector"] = "industry"
    memberships = pd.DataFrame(
        [
            ("a", "t", "chair", None, "2015"),
            ("a", "k", "adviser", "2020", ".."),
            ("b", "t", "member", None, None),
            ("c", "t", "member", "2009", "2015"),
            ("d", "m1", "speaker", "2011-05", "2011-06"),
            ("e", "m2", "participant", "2021-05-01", "2021-05-01"),
            ("f", "k", "member", "2020", None),
            ("u", "m1", "participant", "2011-05-01", "2011-05-01"),
            ("t", "m1", "host", "2011-05-01", "2011-05-01"),
            ("d", "x", "member", None, None),
        ],
        columns=["member_id", "group_id", "role", "valid_from", "valid_to"],
    )
    return AffiliationNetwork.from_frames(organizations, memberships)


def test_each_member_is_told_by_what_the_rows_say():
    net = table()
    found = members_changed(net.at("2011"), net.at("2021"), "t")
    assert found[["change", "basis", "member_id"]].to_numpy().tolist() == [
        ["joined", "dated", "f"],
        ["later_only", "dated", "e"],
        ["left", "dated", "c"],
        # A speaker at the first meeting has not left because the meeting is over.
        ["earlier_only", "dated", "d"],
        ["earlier_only", "dated", "u"],
        ["stayed", "undated", "b"],
        ["stayed", "dated", "a"],
    ]
    assert found["unnamed"].tolist() == [False] * 4 + [True] + [False] * 2
    assert found.attrs["groups"] == ["t", "k", "m1", "m2"]
    assert found.attrs["period"] == "2011 → 2021"


def test_roles_and_groups_are_told_on_both_sides():
    net = table()
    found = members_changed(net.at("2011"), net.at("2021"), "t", language="en")
    moved = found.set_index("member_id").loc["a"]
    assert (moved["roles_before"], moved["roles_after"]) == ("Chair", "Adviser")
    assert (moved["groups_before"], moved["groups_after"]) == (("t",), ("k",))


def test_turned_round_who_joined_has_left():
    net = table()
    ahead = members_changed(net.at("2011"), net.at("2021"), "t")
    back = members_changed(net.at("2021"), net.at("2011"), "t")
    turned = {
        "joined": "left",
        "left": "joined",
        "later_only": "earlier_only",
        "earlier_only": "later_only",
        "stayed": "stayed",
    }
    expected = ahead.set_index("member_id")["change"].map(turned)
    assert back.set_index("member_id")["change"].to_dict() == expected.to_dict()


def test_two_lists_without_dates_differ_and_no_more_is_said():
    before, after = from_groups({"g": "ab"}), from_groups({"g": "bc", "h": "a"})
    found = members_changed(before, after, "g")
    assert found[["change", "basis", "member_id"]].to_numpy().tolist() == [
        ["joined", "listed", "c"],
        ["left", "listed", "a"],
        ["stayed", "undated", "b"],
    ]
    # A group that is only in the later network has been joined by everybody.
    assert members_changed(before, after, "h")["change"].tolist() == ["joined"]
    with pytest.raises(GraphError, match="no group has the id 'b'"):
        members_changed(before, after, "b")


def test_a_group_without_members_gives_an_empty_frame_of_the_same_columns():
    net = from_groups({"g": "ab", "h": ""})
    found = members_changed(net, net, "h")
    assert found.empty
    assert found.columns.equals(members_changed(net, net, "g").columns)
