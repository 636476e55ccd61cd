"""Whose rank moved, and which sectors gained or lost links?"""

from __future__ import annotations

import itertools
from typing import NamedTuple, get_args

import numpy as np
import pandas as pd
import scipy.sparse as sp

from tohoku_network import _incidence
from tohoku_network._measured import Measure, measure_name, measured, ranked
from tohoku_network.comparison._parts import (
    By,
    column,
    labelled,
    names,
    tagged,
)
from tohoku_network.network import AffiliationNetwork, Side
from tohoku_network.vocabulary import (
    LISTS,
    SECTORS,
    Language,
    label,
)

__all__ = ["ranks_moved", "sector_links_changed"]


def ranks_moved(
    before: AffiliationNetwork,
    after: AffiliationNetwork,
    *,
    measure: Measure = "betweenness",
    side: Side = "members",
    language: Language = "ja",
) -> pd.DataFrame:
    """Value and rank of every organization in both networks, and how far it moved.

    Competition ranks, the largest value first; values that differ by rounding alone
    share a rank. ``moved`` is the number of ranks won (positive) or lost (negative),
    missing for those that are in one of the networks only. Ranks of many equal values
    move together: when ten leave the zeros, all zeros sink by ten.

    Parameters
    ----------
    before, after
        The earlier and the later network.
    measure
        A name or a function, as for :func:`compare`.
    side
        ``"members"`` or ``"groups"``.
    language
        Language of names and sectors.

    Returns
    -------
    pandas.DataFrame
        Indexed by id, by the later rank, then id: ``name``, ``sector``, ``before``,
        ``after``, ``rank_before``, ``rank_after``, ``moved``.

    Raises
    ------
    ValueError
        If an option is none of the accepted words.
    TypeError
        If the measure is neither a name nor a function that returns a Series.

    Examples
    --------
    >>> import tohoku_network as tn
    >>> net = tn.load_tohoku()
    >>> found = ranks_moved(net.at("2019"), net.at("2022"), measure="degree")
    >>> int(found["rank_after"].iloc[0])
    1
    """
    values = [measured(net, measure, side) for net in (before, after)]
    ids = sorted(set(values[0].index) | set(values[1].index))
    index = pd.Index(ids, name="id", dtype="str")
    result = pd.DataFrame(index=index)
    result["name"] = names(before, after, ids, language)
    sectors = column(before, after, ids, "sector")
    result["sector"] = pd.Series(
        [label(code, SECTORS, language) for code in sectors], index=index, dtype="str"
    )
    for when, found in zip(("before", "after"), values, strict=True):
        result[when] = found.reindex(index)
    for when in ("before", "after"):
        rank = pd.Series(ranked(result[when].to_numpy()), index=index, dtype="Int64")
        result[f"rank_{when}"] = rank.mask(rank == 0)
    result["moved"] = result["rank_before"] - result["rank_after"]
    last = result["rank_after"].fillna(len(ids) + 1).to_numpy(dtype=np.int64)
    result = result.iloc[np.lexsort((np.arange(len(ids)), last))]
    variant = f"ranks by {measure_name(measure)} of {side}"
    result.attrs.update(of=measure_name(measure), side=side)
    return tagged(result, "ranks_moved", variant, before, after)


def sector_links_changed(
    before: AffiliationNetwork,
    after: AffiliationNetwork,
    *,
    by: By = "sector",
    language: Language = "ja",
) -> pd.DataFrame:
    """Pairs of sectors that gained or lost ties between their organizations.

    Two named organizations are tied when they share a group. For each pair of sectors
    ``gained`` counts the pairs of organizations that are tied later only, ``lost``
    those tied earlier only, each by the sectors that they then have. A pair of
    sectors that had no tie and has one is ``new``; one that has none any longer is
    ``ended``. Organizations without a sector are a sector of their own.

    Parameters
    ----------
    before, after
        The earlier and the later network.
    by
        ``"sector"``, ``"prefecture"`` or ``"kind"`` of the organizations.
    language
        Language of the labels.

    Returns
    -------
    pandas.DataFrame
        Numbered, by the number of changes (descending), then words: ``a``, ``b``
        (labels, in the order of the controlled list), ``before``, ``after`` (pairs
        tied), ``gained``, ``lost``, ``change`` (``"new"``, ``"ended"``, ``"more"``,
        ``"fewer"``, ``"exchanged"`` for as many others, ``"same"``),
        ``gained_via``, ``lost_via`` (ids of the groups that carry them, sorted
        tuples).

    Raises
    ------
    ValueError
        If an option is none of the accepted words.

    Examples
    --------
    >>> import tohoku_network as tn
    >>> net = tn.load_tohoku()
    >>> found = sector_links_changed(net.at("2010"), net.at("2021"), language="en")
    >>> int((found["after"] - found["before"] - found["gained"] + found["lost"]).sum())
    0
    """
    if by not in get_args(By):
        msg = f"by must be one of {', '.join(get_args(By))}, not {by!r}"
        raise ValueError(msg)
    if language not in get_args(Language):
        msg = f"language must be 'ja' or 'en', not {language!r}"
        raise ValueError(msg)
    old, new = _ties(before, by), _ties(after, by)
    # Empty cells come last.
    words = [word for word in LISTS[by] if word in old.words | new.words]
    words += sorted((old.words | new.words) - set(LISTS[by]) - {""})
    words += [""] if "" in old.words | new.words else []
    place = {word: number for number, word in enumerate(words)}
    lost, gained = old.only(new.pairs(), place), new.only(old.pairs(), place)
    counts = old.counts(place), new.counts(place)
    rows = []
    for pair in itertools.combinations_with_replacement(range(len(words)), 2):
        count = int(counts[0][pair]), int(counts[1][pair])
        more, fewer = gained.get(pair, _NOTHING), lost.get(pair, _NOTHING)
        if not any(count):
            continue
        change = _change(*count, exchanged=bool(more[0] or fewer[0]))
        rows.append(
            (
                pair,
                *count,
                more[0],
                fewer[0],
                change,
                tuple(sorted(more[1])),
                tuple(sorted(fewer[1])),
            )
        )
    rows.sort(key=lambda row: (-row[3] - row[4], row[0]))
    names = [labelled(word, by, language) for word in words]
    columns = ["before", "after", "gained", "lost", "change", "gained_via", "lost_via"]
    result = pd.DataFrame(
        {
            "a": pd.Series([names[row[0][0]] for row in rows], dtype="str"),
            "b": pd.Series([names[row[0][1]] for row in rows], dtype="str"),
            **{
                name: pd.Series([row[place] for row in rows], dtype=dtype)
                for place, (name, dtype) in enumerate(
                    zip(
                        columns,
                        ["int64"] * 4 + ["str", "object", "object"],
                        strict=True,
                    ),
                    1,
                )
            },
        }
    )
    result.attrs.update(by=by)
    return tagged(result, "sector_links_changed", f"ties between {by}s", before, after)


_NOTHING: tuple[int, frozenset[str]] = (0, frozenset())

_Pairs = dict[tuple[int, int], tuple[int, frozenset[str]]]
"""Per pair of words, the number of tied pairs and the groups that carry them."""


class _Ties(NamedTuple):
    """Tied pairs of members, each once, with the words of both sides."""

    b: sp.csr_array
    members: list[str]
    groups: list[str]
    word: list[str]
    first: np.ndarray
    second: np.ndarray

    @property
    def words(self) -> set[str]:
        return set(self.word)

    def pairs(self) -> set[tuple[str, str]]:
        """Pairs of ids; rows are sorted by id, so that each is in one order."""
        ends = zip(self.first.tolist(), self.second.tolist(), strict=True)
        return {(self.members[i], self.members[j]) for i, j in ends}

    def counts(self, place: dict[str, int]) -> np.ndarray:
        """Number of tied pairs of each pair of words, the smaller code first."""
        found = np.zeros((len(place), len(place)), dtype=np.int64)
        np.add.at(found, self._codes(place), 1)
        return found

    def only(self, others: set[tuple[str, str]], place: dict[str, int]) -> _Pairs:
        """Tied pairs that are not among the others, and the groups that carry them."""
        numbers: dict[tuple[int, int], int] = {}
        groups: dict[tuple[int, int], set[str]] = {}
        low, high = self._codes(place)
        ends = zip(
            self.first.tolist(),
            self.second.tolist(),
            zip(low.tolist(), high.tolist(), strict=True),
            strict=True,
        )
        for i, j, words in ends:
            if (self.members[i], self.members[j]) in others:
                continue
            shared = np.intersect1d(self.b[[i]].indices, self.b[[j]].indices)
            numbers[words] = numbers.get(words, 0) + 1
            groups.setdefault(words, set()).update(self.groups[c] for c in shared)
        return {words: (numbers[words], frozenset(groups[words])) for words in numbers}

    def _codes(self, place: dict[str, int]) -> tuple[np.ndarray, np.ndarray]:
        codes = np.array([place[word] for word in self.word], dtype=np.int64)
        one, other = codes[self.first], codes[self.second]
        return np.minimum(one, other), np.maximum(one, other)


def _ties(net: AffiliationNetwork, by: By) -> _Ties:
    b, members, groups = net.oriented("members")
    column = net.organizations[by].reindex(members)
    word = [cell if isinstance(cell, str) else "" for cell in column]
    tied = sp.triu(_incidence.shared_counts(b), k=1).tocoo()
    return _Ties(b, members, groups, word, tied.row, tied.col)


def _change(before: int, after: int, *, exchanged: bool) -> str:
    """How the ties of a pair of words have changed."""
    if not before or not after:
        return "ended" if before else "new"
    if before == after:
        return "exchanged" if exchanged else "same"
    return "more" if after > before else "fewer"
