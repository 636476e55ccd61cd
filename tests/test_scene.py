"""One place for everybody, the same every time, and nobody on top of another."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from scipy.spatial.distance import pdist

from networks import davis, from_groups, odd_networks
from tohoku_network import AffiliationNetwork, scene


def overlaps(nodes):
    if len(nodes) < 2:
        return 0
    distance = pdist(nodes[["x", "y"]].to_numpy(float))
    touching = pdist(nodes[["radius"]].to_numpy(float), lambda a, b: (a + b)[0])
    return int((distance < touching - 0.2).sum())


@pytest.mark.parametrize("name", odd_networks())
def test_odd_networks_have_finite_places_apart(name):
    built = scene.build(odd_networks()[name])
    assert np.isfinite(built.nodes[["x", "y", "radius"]].to_numpy(float)).all()
    assert overlaps(built.nodes) == 0


def test_everybody_is_drawn_once_with_all_ties():
    net = davis()
    built = scene.build(net)
    assert built.nodes.index.tolist() == sorted(net.organizations.index)
    assert len(built.ties) == 89
    assert sorted(built.nodes["importance"]) == list(range(32))
    assert set(built.nodes.sort_values("importance").head(14)["side"]) == {"group"}


def test_the_layout_does_not_depend_on_row_order():
    net = davis()
    shuffled = AffiliationNetwork.from_frames(
        net.organizations.sample(frac=1, random_state=3),
        net.memberships.sample(frac=1, random_state=4),
    )
    columns = ["x", "y", "radius", "importance"]
    pd.testing.assert_frame_equal(
        scene.build(net).nodes[columns], scene.build(shuffled).nodes[columns]
    )


def test_tied_nodes_are_nearer_than_others():
    built = scene.build(davis())
    places = built.nodes[["x", "y"]]
    tied = np.hypot(
        *(
            places.loc[built.ties["source"]].to_numpy()
            - places.loc[built.ties["target"]].to_numpy()
        ).T
    )
    assert tied.mean() < pdist(places.to_numpy()).mean()


def test_shape_and_colour_follow_sector_and_groups_are_groups():
    net = from_groups({"g": "ab"}, sectors={"a": "industry", "b": "circus"})
    nodes = scene.build(net).nodes
    assert nodes.loc["a", "shape"] == scene.SHAPES["industry"]
    assert nodes.loc["b", "shape"] == scene.SHAPES[""]
    assert nodes.loc["g", ["shape", "side"]].tolist() == ["group", "group"]


def test_a_group_that_a_filter_left_as_a_member_still_looks_like_one():
    organizations = pd.DataFrame(
        {
            "id": ["u", "k", "g"],
            "name": ["大学", "連合", "協議会"],
            "kind": ["university", "consortium", "council"],
        }
    )
    links = pd.DataFrame(
        {"member_id": ["u", "u", "k"], "group_id": ["g", "k", "g"]}, dtype="str"
    )
    net = AffiliationNetwork.from_frames(organizations, links)
    drawn = scene.build(net.filter(group_kind="council"))
    assert drawn.nodes.loc["k", ["side", "shape"]].tolist() == ["group", "group"]
    assert list(zip(drawn.ties["source"], drawn.ties["target"], strict=True)) == [
        ("k", "g"),
        ("u", "g"),
    ]


def test_a_federation_that_belongs_somewhere_keeps_its_sector_and_both_sides():
    organizations = pd.DataFrame(
        {
            "id": ["f", "m", "g"],
            "name": ["連合会", "社", "会"],
            "sector": ["industry", "industry", None],
            "kind": ["economic_federation", "company", "council"],
        }
    )
    memberships = pd.DataFrame({"member_id": ["m", "f"], "group_id": ["f", "g"]})
    net = AffiliationNetwork.from_frames(organizations, memberships)
    assert scene.build(net).nodes.loc["f", ["side", "shape"]].tolist() == [
        "both",
        "square",
    ]


def test_classes_are_drawn_unless_left_out_and_come_last():
    organizations = pd.DataFrame(
        {
            "id": ["a", "banks", "g"],
            "name": ["甲", "銀行", "会"],
            "kind": [None, "bank", "council"],
            "unnamed": [False, True, False],
        }
    )
    memberships = pd.DataFrame({"member_id": ["a", "banks"], "group_id": ["g", "g"]})
    net = AffiliationNetwork.from_frames(organizations, memberships)
    assert scene.build(net).nodes["importance"].idxmax() == "banks"
    assert "banks" not in scene.build(net, unnamed=False).nodes.index
    assert len(scene.build(net, unnamed=False).ties) == 1


def test_a_tie_is_implied_only_when_every_row_is():
    organizations = pd.DataFrame({"id": list("abg"), "name": list("abg")})
    memberships = pd.DataFrame(
        [
            ("a", "g", "host", "implied"),
            ("a", "g", "member", "stated"),
            ("b", "g", "host", "implied"),
        ],
        columns=["member_id", "group_id", "role", "certainty"],
    )
    ties = scene.build(AffiliationNetwork.from_frames(organizations, memberships)).ties
    assert ties["certainty"].tolist() == ["stated", "implied"]
    assert ties["rows"].tolist() == [(0, 1), (2,)]


def test_kept_positions_stay_and_new_nodes_come_beside_their_groups():
    before = scene.build(from_groups({"g": "ab", "h": "cd"})).nodes
    after = scene.build(
        from_groups({"g": "abx", "h": "cd"}), positions=before[["x", "y"]]
    ).nodes
    old = before.index
    pd.testing.assert_frame_equal(after.loc[old, ["x", "y"]], before[["x", "y"]])
    new = after.loc["x", ["x", "y"]].to_numpy(float)
    assert np.hypot(*(new - after.loc["g", ["x", "y"]].to_numpy(float))) < 60
