"""What has changed, against hand-worked networks and its own laws."""

from __future__ import annotations

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from networks import davis, from_groups, odd_networks
from tohoku_network import AffiliationNetwork, centrality
from tohoku_network.comparison import (
    Comparison,
    compare,
    groups_changed,
    memberships_changed,
    ranks_moved,
    sector_links_changed,
)

SECTORS = {"a": "industry", "b": "academia", "c": "government", "d": "finance"}


def earlier() -> AffiliationNetwork:
    """g: a b — h: b c — k: d."""
    return from_groups({"g": "ab", "h": "bc", "k": "d"}, sectors=SECTORS)


def later() -> AffiliationNetwork:
    """g: a b d — n: a c; h and k are gone, and e has come without a group."""
    return from_groups({"g": "abd", "n": "ac"}, sectors=SECTORS, isolates="e")


def dated() -> AffiliationNetwork:
    """a in g until 2018, b in g from 2020, c in g always, d in h from 2020."""
    people = pd.DataFrame({"id": list("abcdgh"), "name": list("ABCDGH")})
    rows = pd.DataFrame(
        [
            ("a", "g", "chair", None, "2018"),
            ("b", "g", "member", "2020-04", ".."),
            ("c", "g", "member", None, None),
            ("d", "h", "member", "2020", "2022"),
        ],
        columns=["member_id", "group_id", "role", "valid_from", "valid_to"],
    )
    return AffiliationNetwork.from_frames(people, rows)


def test_who_joined_and_who_left():
    found = memberships_changed(earlier(), later())
    assert found[["change", "member_id", "group_id"]].to_numpy().tolist() == [
        ["joined", "d", "g"],
        ["joined", "a", "n"],
        ["joined", "c", "n"],
        ["left", "b", "h"],
        ["left", "c", "h"],
        ["left", "d", "k"],
    ]
    # Nothing has a date: two lists differ, and that is all that is known.
    assert set(found["basis"]) == {"listed"}
    assert found["member"].iloc[0] == "名d"
    assert found["sector"].iloc[0] == "金"


def test_two_dates_of_one_network():
    found = memberships_changed(dated().at("2017"), dated().at("2021"), language="en")
    columns = ["change", "basis", "member_id", "role", "valid_from", "valid_to"]
    rows = found[columns].astype(object).where(found[columns].notna(), None)
    assert rows.to_numpy().tolist() == [
        ["joined", "dated", "b", "Member", "2020-04", None],
        ["joined", "dated", "d", "Member", "2020", "2022"],
        ["left", "dated", "a", "Chair", None, "2018"],
    ]
    assert found.attrs["period"] == "2017 → 2021"
    groups = groups_changed(dated().at("2017"), dated().at("2021"))
    assert groups["change"].to_dict() == {"h": "new", "g": "members"}
    assert groups.loc["g", ["joined", "left"]].tolist() == [1, 1]
    assert groups.loc["g", ["members_before", "members_after"]].tolist() == [2, 2]


def test_new_and_ended_groups():
    found = groups_changed(earlier(), later(), language="en")
    assert found["change"].to_dict() == {
        "n": "new",
        "h": "ended",
        "k": "ended",
        "g": "members",
    }
    assert found["kind"].unique().tolist() == ["Council"]
    assert found["basis"].unique().tolist() == ["listed"]
    assert found.loc["h", ["members_before", "members_after"]].tolist() == [2, 0]


def test_a_change_is_dated_only_if_all_of_it_is():
    people = pd.DataFrame({"id": list("abg"), "name": list("ABG")})
    rows = pd.DataFrame(
        [("a", "g", "2010", "2018"), ("a", "g", None, None), ("b", "g", None, "2018")],
        columns=["member_id", "group_id", "valid_from", "valid_to"],
    )
    full = AffiliationNetwork.from_frames(people, rows)
    empty = AffiliationNetwork.from_frames(people, rows.iloc[:0])
    found = memberships_changed(full, empty).set_index("member_id")
    assert found["basis"].to_dict() == {"a": "listed", "b": "dated"}
    assert found.loc["a", ["valid_from", "valid_to"]].tolist() == ["2010", "2018"]
    assert groups_changed(full, empty).loc["g", "basis"] == "listed"
    assert groups_changed(full, empty).loc["g", "change"] == "ended"


def test_unnamed_classes_join_and_are_marked():
    people = pd.DataFrame(
        {
            "id": ["banks", "g"],
            "name": ["地銀", "会議"],
            "kind": [None, "council"],
            "unnamed": [True, False],
        }
    )
    rows = pd.DataFrame({"member_id": ["banks"], "group_id": ["g"]})
    before = AffiliationNetwork.from_frames(people, rows.iloc[:0])
    after = AffiliationNetwork.from_frames(people, rows)
    assert memberships_changed(before, after)["unnamed"].tolist() == [True]
    assert groups_changed(before, after).loc["g", "change"] == "new"
    assert len(ranks_moved(before, after)) == 0


def test_ranks_by_hand():
    # Degrees: a 1 b 2 c 1 d 0, then a 3 b 2 c 1 d 2 e 0.
    found = ranks_moved(earlier(), later(), measure="degree")
    assert found.index.tolist() == ["a", "b", "d", "c", "e"]
    assert found["before"].to_dict() == pytest.approx(
        {"a": 1, "b": 2, "d": 0, "c": 1, "e": float("nan")}, nan_ok=True
    )
    assert found["rank_before"].tolist()[:4] == [2, 1, 4, 2]
    assert found.loc["e", ["rank_before", "moved"]].isna().all()
    assert found["rank_after"].to_dict() == {"a": 1, "b": 2, "d": 2, "c": 4, "e": 5}
    assert found["moved"].tolist()[:4] == [1, -1, 2, -2]
    by_function = ranks_moved(earlier(), later(), measure=centrality.degree)
    pd.testing.assert_frame_equal(found, by_function)
    gone = ranks_moved(later(), earlier(), measure="degree")
    assert gone.index[-1] == "e"
    assert gone.loc["e", "name"] == "名e"
    groups = ranks_moved(earlier(), later(), measure="memberships", side="groups")
    assert groups.loc["g", ["before", "after"]].tolist() == [2, 3]
    assert groups.loc["n", "moved"] is pd.NA


def test_links_between_sectors_by_hand():
    # a–b stays; b–c ends; a–d, b–d in g and a–c in n are new.
    found = sector_links_changed(earlier(), later(), language="en")
    told = found.set_index(["a", "b"])
    assert told["change"].to_dict() == {
        ("Industry", "Government"): "new",
        ("Industry", "Finance"): "new",
        ("Academia", "Government"): "ended",
        ("Academia", "Finance"): "new",
        ("Industry", "Academia"): "same",
    }
    assert told.loc[("Industry", "Government"), "gained_via"] == ("n",)
    assert told.loc[("Academia", "Finance"), "gained_via"] == ("g",)
    assert told.loc[("Academia", "Government"), "lost_via"] == ("h",)
    assert told["gained"].sum() == 3
    assert told["lost"].sum() == 1


def test_pairs_that_change_sector_are_counted_where_they_are():
    # a and b stay tied; a goes from industry to academia: no tie is gained or lost.
    before = from_groups({"g": "ab"}, sectors={"a": "industry", "b": "academia"})
    after = from_groups({"g": "ab"}, sectors={"a": "academia", "b": "academia"})
    found = sector_links_changed(before, after)
    assert found[["gained", "lost"]].sum().tolist() == [0, 0]
    assert found[["before", "after"]].sum().tolist() == [1, 1]
    assert sorted(found["change"]) == ["ended", "new"]


def test_other_attributes_and_empty_cells():
    before = from_groups({"g": "ab"})
    after = from_groups({"g": "ab", "h": "bc"})
    found = sector_links_changed(before, after)
    assert found[["a", "b", "change"]].to_numpy().tolist() == [
        ["区分なし", "区分なし", "more"]
    ]
    told = sector_links_changed(before, after, by="prefecture", language="en")
    assert told["a"].tolist() == ["Not told"]
    assert sector_links_changed(after, before)["change"].tolist() == ["fewer"]


def test_everything_at_once():
    found = compare(earlier(), later(), measure="degree")
    assert isinstance(found, Comparison)
    assert repr(found) == (
        "<Comparison: 3 memberships joined, 3 left; 1 group new, 2 ended; "
        "4 ranks moved; 3 ties between sectors gained, 1 lost>"
    )
    assert found.joined["member_id"].tolist() == ["d", "a", "c"]
    assert len(found.left) == 3
    assert found.new_groups.index.tolist() == ["n"]
    assert found.ended_groups.index.tolist() == ["h", "k"]
    assert found.moved.index.tolist() == ["a", "b", "d", "c"]
    for frame in (found.memberships, found.groups, found.ranks, found.sector_links):
        assert {"measure", "variant", "n", "n_before", "period"} <= set(frame.attrs)


@pytest.mark.parametrize("name", [*odd_networks()])
def test_odd_networks_do_not_differ_from_themselves(name):
    net = odd_networks()[name]
    found = compare(net, net)
    assert len(found.memberships) == len(found.groups) == len(found.moved) == 0
    assert found.sector_links["change"].isin(["same"]).all()
    other = compare(odd_networks()["empty"], net)
    assert len(other.joined) == net.oriented("members")[0].nnz
    assert other.ranks["moved"].isna().all()
    back = compare(net, odd_networks()["empty"])
    assert len(back.left) == len(other.joined)


groupings = st.dictionaries(
    st.sampled_from("PQRST"), st.sets(st.sampled_from("abcde"), min_size=1), max_size=5
)


@settings(max_examples=15, deadline=None)
@given(groupings, groupings)
def test_there_and_back_again(first, second):
    nets = [
        from_groups(
            {g: sorted(i) for g, i in groups.items()}, sectors=SECTORS, isolates="abcde"
        )
        for groups in (first, second)
    ]
    forth, back = compare(*nets), compare(*reversed(nets))
    pair = ["member_id", "group_id"]
    assert forth.joined[pair].to_numpy().tolist() == back.left[pair].to_numpy().tolist()
    assert forth.new_groups.index.tolist() == back.ended_groups.index.tolist()
    moved = back.ranks["moved"].reindex(forth.ranks.index)
    assert (forth.ranks["moved"] == -moved).all()
    links = forth.sector_links
    assert (links["after"] - links["before"] == links["gained"] - links["lost"]).all()
    assert links["gained"].sum() == back.sector_links["lost"].sum()


def test_bad_options_are_named():
    net = davis()
    cases = [
        (lambda: compare(net, net, measure="fame"), "'fame'; there is memberships"),
        (lambda: compare(net, net, side="people"), "'members' or 'groups'"),
        (lambda: compare(net, net, by="colour"), "by must be one of sector"),
        (lambda: compare(net, net, language="fr"), "language must be"),
        (lambda: sector_links_changed(net, net, language="fr"), "language must be"),
    ]
    for call, message in cases:
        with pytest.raises(ValueError, match=message):
            call()
    with pytest.raises(TypeError, match="must return a Series"):
        ranks_moved(net, net, measure=repr)


def test_real_data(tohoku):
    found = compare(tohoku.at("2011"), tohoku.at("2021"))
    assert set(found.memberships["basis"]) == {"dated"}
    assert (found.groups["joined"] + found.groups["left"] > 0).all()
    stated = compare(tohoku, tohoku.filter(certainty="stated"))
    assert len(stated.joined) == 0
