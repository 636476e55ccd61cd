"""How does everyone rank in each draw, and between which ranks do they move?"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import NamedTuple

import numpy as np
import pandas as pd
import scipy.sparse as sp

from tohoku_network._measured import Measure, kernel, measured, ranked
from tohoku_network.network import AffiliationNetwork, Side
from tohoku_network.robustness._draws import Draw, Gap, correlation
from tohoku_network.robustness._lists import unnamed_places
from tohoku_network.robustness._people import people, rebuilt
from tohoku_network.vocabulary import Language

__all__ = [
    "SURE",
    "Samples",
    "Task",
    "correlations_of",
    "full_table",
    "gaps_of",
    "in_words",
    "nothing_to_rank",
    "ranges",
    "sampled",
    "task_of",
]

SURE = 0.95
"""Share of the draws that must agree."""


class Task(NamedTuple):
    """What is ranked, and how a draw of it is."""

    b: sp.csr_array
    ids: list[str]
    side: str
    numbers: np.ndarray
    ranks: np.ndarray
    rank: Callable[[Draw], np.ndarray]


class Samples(NamedTuple):
    """Ranks of every draw (0 for none), and their correlation with the full ones."""

    ranks: np.ndarray
    out: np.ndarray
    """Whether the one ranked had been taken away."""
    correlations: np.ndarray


def task_of(net: AffiliationNetwork, measure: Measure, side: Side) -> Task:
    _, ids, _ = net.oriented(side)
    b, members, groups = net.oriented("members")
    values = measured(net, measure, side).to_numpy()
    if isinstance(measure, str):
        number = kernel(measure)

        def rank(draw: Draw) -> np.ndarray:
            found = draw.b if side == "members" else sp.csr_array(draw.b.T)
            found.sort_indices()
            return ranked(np.asarray(number(found), dtype=float))
    else:
        table, rows = net.organizations, net.memberships
        row = pd.Index(members).get_indexer(pd.Index(rows["member_id"]))
        column = pd.Index(groups).get_indexer(pd.Index(rows["group_id"]))
        row = np.where(rows["member_id"] == rows["group_id"], -1, row)
        pair = np.where((row >= 0) & (column >= 0), row * len(groups) + column, -1)

        def rank(draw: Draw) -> np.ndarray:
            entries = draw.b.tocoo()
            drawn = entries.row.astype(np.int64) * len(groups) + entries.col
            kept = rows[(pair < 0) | np.isin(pair, drawn)].reset_index(drop=True)
            new = np.setdiff1d(drawn, pair)
            later = kept.reindex(range(len(kept) + len(new)))
            later.loc[len(kept) :, "member_id"] = [
                members[i // len(groups)] for i in new
            ]
            later.loc[len(kept) :, "group_id"] = [groups[i % len(groups)] for i in new]
            found = measured(rebuilt(net, table, later), measure, side)
            return ranked(found.reindex(ids).to_numpy(float))

    return Task(b, ids, side, values, ranked(values), rank)


def sampled(task: Task, draws: Iterator[Draw], count: int) -> Samples:
    ranks = np.zeros((count, len(task.ids)), dtype=np.int64)
    out = np.zeros((count, len(task.ids)), dtype=bool)
    found = np.full(count, np.nan)
    for number, draw in enumerate(draws):
        gone = draw.rows if task.side == "members" else draw.columns
        ranks[number] = _among(task.rank(draw), gone)
        out[number, gone] = True
        found[number] = correlation(task.ranks, ranks[number])
    return Samples(ranks, out, found)


def correlations_of(task: Task, draws: Iterator[Draw]) -> np.ndarray:
    count = []
    for draw in draws:
        gone = draw.rows if task.side == "members" else draw.columns
        count.append(correlation(task.ranks, _among(task.rank(draw), gone)))
    return np.array(count)


def _among(ranks: np.ndarray, gone: np.ndarray) -> np.ndarray:
    """Ranks among those who are still there."""
    if not len(gone):
        return ranks
    ahead = np.sort(ranks[gone])
    left = ranks - np.searchsorted(ahead, ranks, side="left")
    left[gone] = 0
    return np.where(ranks > 0, left, 0)


def gaps_of(net: AffiliationNetwork, most: int) -> tuple[list[Gap], int]:
    """Unnamed places with the members that might sit there, and how many crowds."""
    b, members, groups = net.oriented("members")
    turned = sp.csr_array(b.T)
    sectors = net.organizations["sector"].reindex(members).to_numpy(dtype=object)
    row_of = {member: row for row, member in enumerate(members)}
    column_of = {group: column for column, group in enumerate(groups)}
    gaps, crowds = [], 0
    for place in unnamed_places(net):
        size = place.size or 1
        if size > most:
            crowds += 1
            continue
        column = column_of[place.group]
        eligible = np.ones(len(members), dtype=bool)
        if place.sector is not None:
            eligible = sectors == place.sector
        eligible[turned[[column]].indices] = False
        if place.group in row_of:
            eligible[row_of[place.group]] = False
        gaps.append(Gap(column, np.flatnonzero(eligible), size))
    return gaps, crowds


def full_table(net: AffiliationNetwork, task: Task, language: Language) -> pd.DataFrame:
    """Names, values and full ranks; ``place`` is where each stands in the draws."""
    table = people(net, task.ids, language)
    table["value"] = task.numbers
    table["rank"] = _whole(task.ranks)
    table["place"] = np.arange(len(table))
    last = np.where(task.ranks > 0, task.ranks, len(table) + 1)
    return table.iloc[np.lexsort((np.arange(len(table)), last))]


def ranges(
    table: pd.DataFrame, found: Samples, top: int, language: Language
) -> pd.DataFrame:
    low, high, share = [], [], []
    for place in table["place"]:
        ranks = found.ranks[:, place]
        ranks = ranks[ranks > 0]
        there = int((~found.out[:, place]).sum())
        ends = [0, 0]
        if len(ranks):
            ends = np.quantile(ranks, [0.025, 0.975], method="inverted_cdf").tolist()
        low.append(int(ends[0]))
        high.append(int(ends[1]))
        share.append(float((ranks <= top).sum() / there) if there else np.nan)
    result = table.drop(columns="place")
    result["rank_low"], result["rank_high"] = _whole(low), _whole(high)
    result["rank_range"] = pd.Series(
        [in_words(a, b, language) for a, b in zip(low, high, strict=True)],
        index=result.index,
        dtype="str",
    )
    result["top_share"] = np.array(share, dtype=float)
    first = (result["rank"] <= top).fillna(False).to_numpy(dtype=bool)
    sure = result["top_share"].to_numpy()
    result["holds"] = np.where(first, sure >= SURE, sure <= 1 - SURE + 1e-12)
    return result


def _whole(ranks: Iterable[int]) -> pd.api.extensions.ExtensionArray:
    numbers = pd.Series(list(ranks), dtype="Int64")
    return numbers.mask(numbers == 0).array


def in_words(low: int, high: int, language: Language) -> str:
    if not low:
        return ""
    if language == "ja":
        return f"{low:,}位" if low == high else f"{low:,}–{high:,}位"
    first, last = _ordinal(low), _ordinal(high)
    return first if low == high else f"{first}–{last}"


def _ordinal(number: int) -> str:
    teen = number % 100 in (11, 12, 13)
    return f"{number:,}{'th' if teen else _ENDINGS.get(number % 10, 'th')}"


_ENDINGS = {1: "st", 2: "nd", 3: "rd"}


def nothing_to_rank(task: Task) -> str:
    ranks = task.ranks[task.ranks > 0]
    if len(ranks) < 2:
        return "fewer than two have a value, so that there is nothing to rank"
    if ranks.max() == 1:
        return "all have the same value, so that the full ranking tells nobody apart"
    return ""
