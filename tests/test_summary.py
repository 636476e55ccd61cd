"""Counts at the head of a report."""

from __future__ import annotations

import pandas as pd

from tohoku_network import AffiliationNetwork
from tohoku_network.summary import overview


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
