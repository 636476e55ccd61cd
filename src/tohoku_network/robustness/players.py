"""Which few organizations, or groups, hold the network together or reach all of it?"""

from __future__ import annotations

import itertools
import math
from collections.abc import Callable, Iterator
from typing import Literal, NamedTuple, get_args

import numpy as np
import pandas as pd
import scipy.sparse as sp

from tohoku_network import _incidence
from tohoku_network._definition import tag
from tohoku_network.errors import GraphError
from tohoku_network.network import AffiliationNetwork, Side
from tohoku_network.robustness._people import listed
from tohoku_network.robustness._pieces import (
    Classes,
    classes,
    connected_pairs,
    member_pieces,
    without,
)
from tohoku_network.vocabulary import Language

__all__ = ["key_players"]

Method = Literal["fragmentation", "reach"]

_MOST_WORK = 25_000_000
"""Steps that an exact search may take: some ten seconds."""
_MOST_CLASSES = 8_000
"""Classes whose distances are held at once: about half a gigabyte."""
_CITATION = "Borgatti (2006)"

Score = Callable[[tuple[int, ...]], np.ndarray]
"""Given a set of candidates, the value of the set with each candidate added."""


def key_players(
    net: AffiliationNetwork,
    *,
    k: int = 1,
    method: Method = "fragmentation",
    side: Side = "members",
    top: int = 10,
    restarts: int = 10,
    seed: int = 0,
    language: Language = "ja",
) -> pd.DataFrame:
    r"""Sets of k whose leaving breaks most connections, or who together reach most.

    ``"fragmentation"`` is Borgatti's F once the set has gone: the share of pairs of
    the remaining members that no chain of groups connects any longer,
    :math:`F = 1 - \sum_c s_c(s_c - 1) / (n(n - 1))` over pieces of :math:`s_c`
    members; from 0 (all connected) to 1 (nobody is), 0 when fewer than two remain.
    ``"reach"`` is the distance-weighted reach of the set,
    :math:`\sum_j 1/d(K, j) / n` over all n members, from 0 to 1, which is attained
    when everyone shares a group with one of the set. The set's own members count 1
    each; those it cannot reach, such as isolates, count 0.

    With ``side="groups"`` the set consists of groups: those that are dissolved, all
    members staying, or those through which to reach members, where a group's own
    members are at distance 1 and those who share another group with them at 2.

    Parameters
    ----------
    net
        The network.
    k
        How many go, or reach, together.
    method
        ``"fragmentation"`` for who must not be lost, ``"reach"`` for whom to ask
        first when word is to spread.
    side
        ``"members"`` or ``"groups"``.
    top
        How many of the best sets to give.
    restarts
        Starts of the search where not every set can be tried.
    seed
        Seed of the starts.
    language
        Language of the names.

    Returns
    -------
    pandas.DataFrame
        One row per set, best first, ties by ids: ``rank`` (competition rank),
        ``ids`` (sorted tuple), ``names``, ``value``, ``gain`` (over the value of the
        empty set: F before, or 0), ``pieces`` (with a member, once the set has gone),
        ``largest`` (members of the largest piece) and ``near`` (members in the set or
        at distance 1 of it). ``attrs["search"]`` is ``"exact"`` or ``"greedy"``,
        ``attrs["before"]`` the value of the empty set.

    Raises
    ------
    ValueError
        If an option is none of the accepted words, or a number is out of range.
    GraphError
        If there are fewer than k to choose from, or too many for distances to be held.

    Notes
    -----
    Every set is tried for k ≤ 3 as long as that takes seconds; otherwise each of
    several starts is improved by exchanging one of the set at a time until no exchange
    helps, which finds good sets and proves nothing. Organizations with the same groups
    are interchangeable: the first of them by id stands for all.

    References
    ----------
    Borgatti, S. P. (2006). Identifying sets of key players in a social network.
    Computational and Mathematical Organization Theory 12, 21–34.

    Examples
    --------
    >>> import pandas as pd
    >>> import tohoku_network as tn
    >>> net = tn.AffiliationNetwork.from_frames(
    ...     pd.DataFrame({"id": list("abcdgh"), "name": list("ABCDGH")}),
    ...     pd.DataFrame({"member_id": list("abccd"), "group_id": list("ggghh")}))
    >>> found = key_players(net)
    >>> found["ids"].iloc[0], f"{found['value'].iloc[0]:.4f}", found.attrs["search"]
    (('c',), '0.6667', 'exact')
    """
    if method not in get_args(Method):
        msg = f"method must be 'fragmentation' or 'reach', not {method!r}"
        raise ValueError(msg)
    for name, count in (("k", k), ("top", top), ("restarts", restarts)):
        if count < 1:
            msg = f"{name} must be at least 1, not {count!r}"
            raise ValueError(msg)
    _, ids, _ = net.oriented(side)
    b, members, _ = net.oriented("members")
    if k > len(ids):
        msg = f"k is {k}, but there are only {len(ids)} {side}"
        raise GraphError(msg)
    task = (_fragmenting if method == "fragmentation" else _reaching)(b, side, k)
    exact = k == 1 or (k <= 3 and _work(task, k) <= _MOST_WORK)
    found = _every(task, k, top) if exact else _exchanged(task, k, top, restarts, seed)
    names = net.display_names(language)
    rows = []
    for value, chosen in found:
        places = task.places(chosen)
        who = sorted(ids[place] for place in places)
        rows.append(
            (tuple(who), value, *_once_gone(b, places, side), _near(b, places, side))
        )
    rows.sort(key=lambda row: (-round(row[1], 12), row[0]))
    values = np.array([row[1] for row in rows], dtype=float)
    result = pd.DataFrame(
        {
            "rank": [1 + int((values > value + 1e-9).sum()) for value in values],
            "ids": [row[0] for row in rows],
            "names": [listed([names[i] for i in row[0]], language) for row in rows],
            "value": values,
            "gain": values - task.before,
            "pieces": np.array([row[2] for row in rows], dtype=np.int64),
            "largest": np.array([row[3] for row in rows], dtype=np.int64),
            "near": np.array([row[4] for row in rows], dtype=np.int64),
        }
    )
    return tag(
        result,
        measure="key_players",
        variant=f"{method} of {k} {side}, two-mode network",
        normalization="share of pairs" if method == "fragmentation" else "divided by n",
        n=len(members),
        period=net.period,
        seed=None if exact else seed,
        citation=_CITATION,
        k=k,
        side=side,
        method=method,
        search="exact" if exact else "greedy",
        restarts=None if exact else restarts,
        before=task.before,
    )


class _Task(NamedTuple):
    """Candidates, in classes of interchangeable ones, and what a set of them is worth.

    A set is a sorted tuple of classes, in which a class may stand several times.
    """

    rows: list[np.ndarray]
    """Rows or columns of each class."""
    score: Score
    before: float
    step: int
    """Work of one call of ``score``."""

    def places(self, chosen: tuple[int, ...]) -> list[int]:
        """Rows or columns of a set: the first ones of each class."""
        taken: dict[int, int] = {}
        result = []
        for candidate in chosen:
            result.append(int(self.rows[candidate][taken.get(candidate, 0)]))
            taken[candidate] = taken.get(candidate, 0) + 1
        return result

    def allowed(self, chosen: tuple[int, ...]) -> bool:
        """Whether no class stands in the set more often than it has copies."""
        return all(len(self.rows[c]) >= chosen.count(c) for c in set(chosen))


def _fragmenting(b: sp.csr_array, side: str, k: int) -> _Task:
    graph: Classes = classes(b)
    n, total = graph.n_members, len(graph.near)
    offset = 0 if side == "members" else n
    rows = list(graph.rows[:n] if side == "members" else graph.rows[n:])
    inside = len(rows)
    # Whoever has no tie can still be chosen, and changes no more than the number left.
    free = np.flatnonzero(
        np.diff((b if side == "members" else b.T.tocsr()).indptr) == 0
    )
    rows += [free[:k]] if len(free) else []
    copies = [len(found) for found in graph.rows]
    left = b.shape[0]
    before, _ = connected_pairs(graph, copies, candidates=side)

    def score(chosen: tuple[int, ...]) -> np.ndarray:
        remaining = copies.copy()
        for candidate in chosen:
            if candidate < inside:
                remaining[offset + candidate] -= 1
        now, after = connected_pairs(graph, remaining, candidates=side)
        pairs = np.full(len(rows), now, dtype=float)
        pairs[:inside] = after[offset : offset + inside]
        gone = len(chosen) + 1 if side == "members" else 0
        return _fragmentation(pairs, left - gone)

    value = float(_fragmentation(np.array([before], dtype=float), left)[0])
    return _Task(rows, score, value, total + 2 * sum(map(len, graph.near[:n])))


def _fragmentation(pairs: np.ndarray, n: int) -> np.ndarray:
    return 1.0 - pairs / (n * (n - 1)) if n > 1 else np.zeros(len(pairs))


def _reaching(b: sp.csr_array, side: str, k: int) -> _Task:
    n = b.shape[0]
    held = np.flatnonzero(np.diff(b.indptr))
    kept = _incidence.fold(sp.csr_array(b[held]))
    turned = sp.csr_array(b.T)
    if side == "members":
        of, free = kept.of, np.flatnonzero(np.diff(b.indptr) == 0)
        rows = [held[np.flatnonzero(of == row)] for row in range(len(kept.copies))]
        starts, first = sp.eye_array(len(rows), format="csr"), 0
    else:
        also = _incidence.fold(turned)
        named = np.flatnonzero(np.diff(also.b.indptr))
        rows = [np.flatnonzero(also.of == column) for column in named]
        free = np.flatnonzero(np.diff(turned.indptr) == 0)
        _, one = np.unique(kept.of, return_index=True)
        starts = sp.csr_array(also.b[named][:, held][:, one].T)
        first = 1
    if max(len(kept.copies), len(rows)) > _MOST_CLASSES:
        msg = (
            f"reach holds all distances at once, which {len(rows):,} candidates are "
            f"too many for ({_MOST_CLASSES:,}); cut the network with filter first"
        )
        raise GraphError(msg)
    near = _nearness(kept.b, starts, first)
    inside = len(rows)
    rows += [free[:k]] if len(free) else []
    copies = kept.copies.astype(float)

    def score(chosen: tuple[int, ...]) -> np.ndarray:
        picked = [candidate for candidate in chosen if candidate < inside]
        own = len(chosen) - len(picked) if side == "members" else 0
        best = near[picked].max(axis=0) if picked else np.zeros(len(copies))
        found = np.zeros(len(rows))
        for block in _incidence.blocks(inside):
            found[block] = np.maximum(near[block], best) @ copies
        if len(rows) > inside:
            found[-1] = best @ copies + (1 if side == "members" else 0)
        return (found + own) / max(n, 1)

    return _Task(rows, score, 0.0, near.size // 20)


def _nearness(b: sp.csr_array, starts: sp.csr_array, first: int) -> np.ndarray:
    """Inverse distance of each candidate (row) to each class of members (column)."""
    count = starts.shape[1]
    near = np.zeros((count, b.shape[0]))
    forth = sp.csr_array(b, dtype=np.float32)
    back = sp.csr_array(forth.T)
    for block in _incidence.blocks(count):
        frontier = starts[:, block].toarray().astype(np.float32)
        found = frontier.astype(float)
        step = first
        while True:
            step += 1
            new = (forth @ (back @ frontier) > 0) & (found == 0)
            if not new.any():
                break
            frontier = new.astype(np.float32)
            found += frontier / step
        near[block] = found.T
    return near


def _work(task: _Task, k: int) -> int:
    return math.comb(len(task.rows) + k - 2, k - 1) * task.step


def _every(task: _Task, k: int, top: int) -> list[tuple[float, tuple[int, ...]]]:
    """Best of all sets."""
    best: list[tuple[float, tuple[int, ...]]] = []
    for chosen in _sets(task, k - 1):
        first = chosen[-1] if chosen else 0
        values = task.score(chosen)
        values[:first] = -np.inf
        if chosen and chosen.count(first) >= len(task.rows[first]):
            values[first] = -np.inf
        worst = best[-1][0] if len(best) == top else -np.inf
        for last in np.flatnonzero(values >= worst - 1e-12):
            if np.isfinite(values[last]):
                best.append((float(values[last]), (*chosen, int(last))))
        if len(best) > 4 * top:
            best = _first(task, best, top)
    return _first(task, best, top)


def _first(
    task: _Task, found: list[tuple[float, tuple[int, ...]]], top: int
) -> list[tuple[float, tuple[int, ...]]]:
    return sorted(
        found, key=lambda item: (-round(item[0], 12), sorted(task.places(item[1])))
    )[:top]


def _sets(task: _Task, size: int) -> Iterator[tuple[int, ...]]:
    everyone = range(len(task.rows))
    for chosen in itertools.combinations_with_replacement(everyone, size):
        if task.allowed(chosen):
            yield chosen


def _exchanged(
    task: _Task, k: int, top: int, restarts: int, seed: int
) -> list[tuple[float, tuple[int, ...]]]:
    """Best sets of several starts, each improved one exchange at a time."""
    rng = np.random.default_rng(seed)
    everyone = np.repeat(np.arange(len(task.rows)), [min(len(r), k) for r in task.rows])
    seen: dict[tuple[int, ...], float] = {}
    for start in range(restarts):
        chosen: list[int] = []
        if start:
            chosen = sorted(rng.choice(everyone, size=k, replace=False).tolist())
        while len(chosen) < k:  # the first start adds the best one at a time
            chosen.append(_best(task, tuple(chosen))[0])
        value, improved = -np.inf, True
        while improved:
            improved = False
            for position in range(k):
                rest = tuple(chosen[:position] + chosen[position + 1 :])
                candidate, worth = _best(task, rest)
                if worth > value + 1e-12:
                    value, improved = worth, True
                    chosen[position] = candidate
        seen[tuple(sorted(chosen))] = value
    return _first(task, [(value, chosen) for chosen, value in seen.items()], top)


def _best(task: _Task, rest: tuple[int, ...]) -> tuple[int, float]:
    values = task.score(rest)
    for candidate in set(rest):
        if rest.count(candidate) >= len(task.rows[candidate]):
            values[candidate] = -np.inf
    best = int(values.argmax())
    return best, float(values[best])


def _once_gone(b: sp.csr_array, places: list[int], side: str) -> tuple[int, int]:
    """Pieces with a member and members of the largest, once the set has gone."""
    if side == "members":
        stays = np.setdiff1d(np.arange(b.shape[0]), places)
        pieces = member_pieces(sp.csr_array(b[stays]))
    else:
        pieces = member_pieces(without(b, [], places))
    return len(pieces), max(map(len, pieces), default=0)


def _near(b: sp.csr_array, places: list[int], side: str) -> int:
    """Members in the set or at distance 1 of it."""
    if side == "groups":
        return int((np.asarray(b[:, places].sum(axis=1)).ravel() > 0).sum())
    groups = np.asarray(b[places].sum(axis=0)).ravel() > 0
    met = b @ groups.astype(float) > 0
    met[places] = True
    return int(met.sum())
