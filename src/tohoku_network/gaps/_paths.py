"""Who could introduce two organizations, through which groups, and since when?

The best warm path: as few introducers as possible; among such paths the one whose
weakest acquaintance is strongest, by Newman's weight (small shared groups count more).
"""

from __future__ import annotations

from collections.abc import Iterable
from itertools import pairwise
from typing import NamedTuple

import numpy as np
import pandas as pd
import scipy.sparse as sp

from tohoku_network import _incidence
from tohoku_network.gaps._lists import period_text
from tohoku_network.network import AffiliationNetwork
from tohoku_network.vocabulary import Language

__all__ = ["Acquaintance", "WarmPath", "acquaintance", "told_path", "warm_path"]


class Acquaintance(NamedTuple):
    """What the search for introducers walks on."""

    net_rows: dict[tuple[str, str], list[tuple[object, object, int]]]
    """Dates and table line of every membership row, by member and group."""
    b: sp.csr_array
    members: list[str]
    groups: list[str]
    strength: sp.csr_array
    """Newman weight of every tie."""


class WarmPath(NamedTuple):
    """A path in words and in ids, the ends left out of the introducers."""

    introducers: tuple[str, ...]
    via: tuple[str, ...]
    """A group for each step."""
    dates: tuple[str, ...]
    """For each step, when the two belong to the group."""
    lines: tuple[int, ...]
    """Lines of the membership table that say so."""


def acquaintance(net: AffiliationNetwork) -> Acquaintance:
    b, members, groups = net.oriented("members")
    rows: dict[tuple[str, str], list[tuple[object, object, int]]] = {}
    table = net.memberships
    for member, group, start, end, line in zip(
        table["member_id"],
        table["group_id"],
        table["valid_from"],
        table["valid_to"],
        table["line"],
        strict=True,
    ):
        at = 0 if pd.isna(line) else int(line)
        rows.setdefault((member, group), []).append((start, end, at))
    strength = _incidence.projection(b, "newman")
    return Acquaintance(rows, b, members, groups, strength)


def warm_path(known: Acquaintance, source: int, targets: Iterable[int]) -> list[int]:
    """Rows on the best path from a row to the nearest of some others; or nothing."""
    matrix = known.strength
    n = matrix.shape[0]
    wanted = np.zeros(n, dtype=bool)
    wanted[[row for row in targets if row != source]] = True
    best, before = np.zeros(n), np.full(n, -1, dtype=np.int64)
    best[source], before[source] = np.inf, source
    level = np.array([source])
    while len(level) and not wanted[level].any():
        part = matrix[level]
        row = np.repeat(level, np.diff(part.indptr))
        near = part.indices
        weakest = np.minimum(best[row], part.data)
        kept = before[near] < 0
        if (kept & wanted[near]).any():
            kept &= wanted[near]
        row, near, weakest = row[kept], near[kept], weakest[kept]
        np.maximum.at(best, near, weakest)
        # The level is sorted: of equally strong ways the first by id is taken.
        strongest = weakest >= best[near] * (1 - 1e-12)
        level, first = np.unique(near[strongest], return_index=True)
        before[level] = row[strongest][first]
    if not len(level):
        return []
    there = level[wanted[level]]
    path = [int(there[np.argmax(best[there] >= best[there].max() * (1 - 1e-12))])]
    while path[-1] != source:
        path.append(int(before[path[-1]]))
    return path[::-1]


def told_path(known: Acquaintance, path: list[int], language: Language) -> WarmPath:
    """Groups, dates and lines of the steps of a path of rows."""
    via, dates = [], []
    lines: list[int] = []
    for one, two in pairwise(path):
        group = _smallest_shared(known.b, one, two)
        via.append(known.groups[group])
        spans = []
        for row in (one, two):
            found = known.net_rows[known.members[row], known.groups[group]]
            spans.append([period_text(start, end, language) for start, end, _ in found])
            lines.extend(line for _, _, line in found)
        dates.append(_spans(spans))
    inner = tuple(known.members[row] for row in path[1:-1])
    return WarmPath(inner, tuple(via), tuple(dates), tuple(sorted(set(lines))))


def _smallest_shared(b: sp.csr_array, one: int, two: int) -> int:
    """Shared group with the fewest members, the first of equals by id."""
    first, second = (b.indices[b.indptr[r] : b.indptr[r + 1]] for r in (one, two))
    shared = np.intersect1d(first, second, assume_unique=True)
    sizes = [int(b[:, [int(group)]].sum()) for group in shared]
    return int(shared[int(np.argmin(sizes))])


def _spans(spans: list[list[str]]) -> str:
    """Dates of both, once where they are the same."""
    each = [", ".join(dict.fromkeys(found)) for found in spans]
    return each[0] if each[0] == each[1] else " / ".join(each)
