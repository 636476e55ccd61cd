"""What does a group lack, and what would each candidate bring?"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

import numpy as np
import pandas as pd

from tohoku_network.gaps._cells import Cells, Undeclared, cells
from tohoku_network.gaps._lists import (
    WIDE,
    By,
    NotEligible,
    not_eligible_pairs,
    of_members,
)
from tohoku_network.gaps._paths import Acquaintance
from tohoku_network.network import AffiliationNetwork

__all__ = ["Gaps", "gaps_of", "kinds_of", "order_of"]

_BY: tuple[By, ...] = ("sector", "prefecture")


class Gaps(NamedTuple):
    """What the group lacks, and what each candidate would bring."""

    cells: Cells
    lacks: dict[str, dict[str, str]]
    """State of each category that is absent or unknown, by column."""
    column: dict[str, Mapping[str, str | None]]
    communities: Mapping[str, str | None]
    inside_communities: frozenset[str | None]
    themes: frozenset[str]
    """Themes of the group that no named member of it carries elsewhere."""
    carried: Mapping[str, frozenset[str]]

    def of(self, one: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """Gaps that one would fill, and those that it may fill."""
        sure, maybe = [], []
        for by in _BY:
            word = self.column[by][one]
            state = self.lacks[by].get(word or "")
            if state == "absent":
                sure.append(f"{by}:{word}")
            elif state == "unknown":
                maybe.append(f"{by}:{word}")
        community = self.communities.get(one)
        if community is not None and community not in self.inside_communities:
            sure.append(f"community:{community}")
        brought = sorted(self.themes & self.carried.get(one, frozenset()))
        sure.extend(f"theme:{theme}" for theme in brought)
        return tuple(sure), tuple(maybe)

    def told(self) -> dict[str, tuple[str, ...]]:
        """Gaps of the group for the attributes of a result."""
        result = {
            f"{state}_{by}": tuple(w for w, s in self.lacks[by].items() if s == state)
            for by in _BY
            for state in ("absent", "unknown")
        }
        return result | {"themes_not_carried": tuple(sorted(self.themes))}


def gaps_of(
    net: AffiliationNetwork,
    known: Acquaintance,
    group: str,
    inside: np.ndarray,
    labels: pd.Series | None,
    not_eligible: NotEligible,
    undeclared: Undeclared,
) -> Gaps:
    lacks: dict[str, dict[str, str]] = {}
    column: dict[str, Mapping[str, str | None]] = {}
    for by in _BY:
        found = cells(net, by, None, undeclared, set())
        if by == "sector" and not_eligible is not None:
            excluded = not_eligible_pairs(
                not_eligible, found.rolls, found.categories, "group"
            )
            found = cells(net, by, None, undeclared, excluded)
        lacks[by] = {
            word: found.cells[group, word].state
            for word in found.categories
            if found.cells[group, word].state in ("absent", "unknown")
            and word not in WIDE
        }
        column[by] = found.of
    communities = {} if labels is None else of_members(net, known.members, labels)
    themes = net.organizations["themes"].fillna("").to_dict()
    carried = {}
    here = known.groups.index(group)
    for row, one in enumerate(known.members):
        at = known.b.indices[known.b.indptr[row] : known.b.indptr[row + 1]]
        carried[one] = frozenset(
            theme
            for other in at.tolist()
            if other != here
            for theme in str(themes[known.groups[other]]).split("|")
            if theme
        )
    own = {theme for theme in str(themes[group]).split("|") if theme}
    seated = [known.members[row] for row in inside]
    covered = {theme for one in seated for theme in carried[one]}
    return Gaps(
        found,
        lacks,
        column,
        communities,
        frozenset(communities[one] for one in seated) if communities else frozenset(),
        frozenset(own - covered),
        carried,
    )


def kinds_of(words: tuple[str, ...]) -> int:
    """Number of kinds of gaps among some."""
    return len({word.partition(":")[0] for word in words})


def order_of(words: tuple[str, ...]) -> tuple[int, ...]:
    """For each kind of gap 0 if it is among some, else 1: who has it comes first."""
    found = {word.partition(":")[0] for word in words}
    return tuple(int(kind not in found) for kind in (*_BY, "community", "theme"))
