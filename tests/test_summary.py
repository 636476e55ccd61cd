"""Counts at the head of a report."""

from __future__ import annotations

import pandas as pd

from tohoku_network import AffiliationNetwork, scene
from tohoku_network.summary import acting, overview


def test_counts_are_those_of_the_tables():
    organizations = pd.DataFrame(
        {
            "id": ["u", "c", "banks", "g", "h"],
            "name": ["大学", "社", "銀行", "会", "行事"],
            "sector": ["academia", None, "finance", None, None],
            "kind": ["university", None, "bank", "council", "event"],
            "unnamed": [False, False, True, False, False],
        }
    )
    memberships = pd.DataFrame(
        {
            "member_id": ["u", "banks", "g"],
            "group_id": ["g", "g", "h"],
            "valid_from": ["2020", None, None],
            "certainty": ["stated", "implied", None],
        }
    )
    assert overview(AffiliationNetwork.from_frames(organizations, memberships)) == {
        "organizations": 4,
        "groups": 2,
        "unnamed_classes": 1,
        "memberships": 3,
        "stated": 1,
        "implied": 1,
        "undated": 2,
        "sources": 0,
        "period": None,
        "members_by_sector": {"academia": 1, "": 2},
        "groups_by_kind": {"council": 1, "event": 1},
        "memberships_by_source": {"": 3},
    }


def test_who_acts_is_what_the_scene_draws_as_an_organization(tohoku):
    nodes = scene.build(tohoku).nodes
    drawn = nodes.index[(nodes["side"] != "group") & ~nodes["unnamed"].astype(bool)]
    assert set(acting(tohoku)) == set(drawn)


def test_a_council_that_belongs_to_another_does_not_act_but_a_federation_does():
    organizations = pd.DataFrame(
        {
            "id": ["a", "f", "g", "k"],
            "name": ["甲", "連合会", "協議会", "委員会"],
            "kind": [None, "economic_federation", "council", "committee"],
        }
    )
    rows = [("a", "f"), ("a", "k"), ("f", "g"), ("k", "g")]
    memberships = pd.DataFrame(rows, columns=["member_id", "group_id"])
    net = AffiliationNetwork.from_frames(organizations, memberships)
    assert acting(net).tolist() == ["a", "f"]
    # Alone, with nothing that it belongs to, the federation is a group.
    assert acting(net.filter(groups="k")).tolist() == ["a"]
