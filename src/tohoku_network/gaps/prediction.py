"""How often would the suggestions have found memberships that were hidden from them?"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import pandas as pd
import scipy.sparse as sp
import scipy.stats

from tohoku_network._definition import tag
from tohoku_network.errors import GraphError
from tohoku_network.gaps import _scores
from tohoku_network.gaps._cells import Cells, cells
from tohoku_network.gaps._lists import WIDE, By, rolls, without
from tohoku_network.network import AffiliationNetwork

__all__ = ["predictive_check"]

_CELLS = 25_000_000
"""The most member–group pairs that are ranked whole."""

_METHODS = ("gaps", "density", "path3", "degree", "random")
_SUGGEST = 3
"""The first so many methods are ours, the others baselines."""


def predictive_check(
    net: AffiliationNetwork,
    *,
    share: float = 0.1,
    draws: int = 50,
    seed: int = 0,
    top: int = 10,
) -> pd.DataFrame:
    """How often hidden memberships are among the first suggestions.

    In each draw a share of the memberships of named members is hidden at random, and
    every pair of a member and a group that is not left is scored from the rest alone:
    the three orders of :func:`invitations` (``gaps`` without communities); ``degree``,
    the product of the numbers of memberships that are left to both (Newman, 2001);
    ``random``. ``gaps`` looks for what a group lacks, not for what it is likely to
    have: that it finds few hidden members does not speak against it, but says that it
    is no forecast.

    - ``auc``: probability that a hidden membership scores higher than a pair that is
      none, equal scores counting half. 0.5 is chance, 1 the best.
    - ``precision``: of the first ``top`` pairs of all, the share that was hidden.
    - ``hit_rate``: of the hidden memberships, the share that is among the first
      ``top`` candidates for its group.

    Equal scores are put in random order. A member whose only membership is hidden, or
    a group left empty, can be found by no score from memberships alone;
    ``attrs["reachable"]`` is the mean share of hidden ones that are not of this kind,
    and ``auc_reachable`` counts these only.

    Parameters
    ----------
    net
        The network.
    share
        Share of the memberships to hide, more than 0 and less than 1; at least one.
    draws, seed
        Number of times to hide, and the seed of the choice.
    top
        How many suggestions are the first.

    Returns
    -------
    pandas.DataFrame
        Indexed by ``method``: ``auc``, ``auc_low``, ``auc_high`` (mean over the draws
        and the middle 95 % of them), ``auc_reachable``, ``precision``, ``hit_rate``
        (means), ``beats_degree`` and ``beats_random`` (share of the draws in which its
        auc is higher). NaN where nothing can be ranked: without two memberships, or
        without a pair that is none. ``attrs["beats_baselines"]`` lists the methods
        whose mean ``auc``, ``precision`` and ``hit_rate`` all exceed both baselines.

    Raises
    ------
    ValueError
        If ``share`` does not lie between 0 and 1, or ``draws`` or ``top`` is below 1.
    GraphError
        If there are too many member–group pairs to rank.

    References
    ----------
    Lü, L. and Zhou, T. (2011). Link prediction in complex networks: a survey. Physica A
    390, 1150–1170. Newman, M. E. J. (2001). Clustering and preferential attachment in
    growing networks. Phys. Rev. E 64, 025102.

    Examples
    --------
    >>> import tohoku_network as tn
    >>> frame = predictive_check(tn.load_tohoku(), draws=2)
    >>> frame.index.tolist()
    ['gaps', 'density', 'path3', 'degree', 'random']
    """
    if not 0 < share < 1:
        msg = f"share must lie between 0 and 1, not {share!r}"
        raise ValueError(msg)
    for name, value in (("draws", draws), ("top", top)):
        if value < 1:
            msg = f"{name} must be at least 1, not {value!r}"
            raise ValueError(msg)
    b, members, _ = net.oriented("members")
    if b.shape[0] * b.shape[1] > _CELLS:
        msg = (
            f"{b.shape[0]:,} × {b.shape[1]:,} pairs are more than {_CELLS:,}; filter "
            "the network first"
        )
        raise GraphError(msg)
    number = max(1, round(share * b.nnz))
    rng = np.random.default_rng(seed)
    ranked = b.nnz >= 2 and b.nnz < b.shape[0] * b.shape[1]
    known = _Known(net)
    found = [_draw(b, known, number, rng, top) for _ in range(draws if ranked else 0)]
    result = pd.DataFrame(
        {
            **_summary(np.array([one.auc for one in found])),
            "auc_reachable": _mean([one.auc_reachable for one in found]),
            "precision": _mean([one.precision for one in found]),
            "hit_rate": _mean([one.hit_rate for one in found]),
        },
        index=pd.Index(list(_METHODS), name="method"),
    )
    auc = np.array([one.auc for one in found]).reshape(-1, len(_METHODS))
    for at, base in enumerate(_METHODS[_SUGGEST:], _SUGGEST):
        above = (auc > auc[:, [at]]).mean(axis=0) if len(auc) else np.nan
        result[f"beats_{base}"] = above
    kept = result[["auc", "precision", "hit_rate"]]
    beats = [
        method
        for method in _METHODS[:_SUGGEST]
        if bool((kept.loc[method] > kept.loc[list(_METHODS[_SUGGEST:])].max()).all())
    ]
    return tag(
        result,
        measure="predictive_check",
        variant="memberships hidden at random and scored from the rest",
        n=len(members),
        period=net.period,
        seed=seed,
        citation="Lü and Zhou (2011); Newman (2001)",
        draws=len(found),
        share=share,
        hidden=number if ranked else 0,
        top=top,
        reachable=float(np.mean([one.reachable for one in found])) if found else np.nan,
        beats_baselines=tuple(beats),
    )


class _Draw(NamedTuple):
    """Numbers of one draw, in the order of the methods."""

    auc: list[float]
    auc_reachable: list[float]
    precision: list[float]
    hit_rate: list[float]
    reachable: float


class _Known:
    """What the order by gaps reads of a network once, and not in every draw."""

    def __init__(self, net: AffiliationNetwork) -> None:
        self.net = net
        self.lists = rolls(net)
        _, self.members, self.groups = net.oriented("members")
        texts = net.organizations["themes"].fillna("").reindex(self.groups)
        told = [set(str(cell).split("|")) - {""} for cell in texts]
        words = sorted(set().union(*told))
        carries = [[word in own for word in words] for own in told]
        self.themes = np.array(carries, dtype=float).reshape(len(told), len(words))

    def order(self, left: sp.csr_array, hidden: set[tuple[str, str]]) -> np.ndarray:
        """Members × groups: place in the order by gaps from below, equal ones equal."""
        lists = without(self.lists, hidden)
        columns: tuple[By, ...] = ("sector", "prefecture")
        sure, maybe = [], []
        for by in columns:
            found = cells(self.net, by, None, "absent", set(), lists)
            sure.append(self._state(found, "absent"))
            maybe.append(self._state(found, "unknown"))
        carried = left @ self.themes
        # A member of the group carries the theme elsewhere if it does so twice.
        elsewhere = (left.T @ (carried > 1).astype(float)) > 0
        lacks = (self.themes > 0) & ~elsewhere
        brings = ((carried > 0).astype(float) @ lacks.T.astype(float)) > 0
        # The small keys make one number in front of the density, which is at most 1.
        first = sure[0].astype(float) + sure[1] + brings
        for key in (*sure, brings):
            first = 2 * first + key
        first = 3 * first + maybe[0] + maybe[1]
        first = (2 * first + np.round(_scores.density(left), 9)).ravel()
        then = np.round(_scores.path3(left), 9).ravel()
        from_below = np.lexsort((then, first))
        differs = np.diff(first[from_below]) > 1e-10
        differs |= np.diff(then[from_below]) != 0
        place = np.zeros(len(first))
        place[from_below[1:]] = np.cumsum(differs)
        return place.reshape(left.shape)

    def _state(self, found: Cells, state: str) -> np.ndarray:
        """Members × groups: whether the member's category has a state in the group."""
        place = {word: at for at, word in enumerate(found.categories)}
        at_group = {group: at for at, group in enumerate(self.groups)}
        has = np.zeros((len(place) + 1, len(self.groups)), dtype=bool)
        for (group, word), cell in found.cells.items():
            if cell.state == state and word not in WIDE:
                has[place[word], at_group[group]] = True
        rows = [place.get(found.of[one] or "", len(place)) for one in self.members]
        return has[np.array(rows, dtype=np.int64)]


def _draw(
    b: sp.csr_array, known: _Known, number: int, rng: np.random.Generator, top: int
) -> _Draw:
    """Hide some memberships, and look for them with every method."""
    coo = b.tocoo()
    hidden = rng.choice(b.nnz, size=number, replace=False)
    row, column = coo.row[hidden], coo.col[hidden]
    stays = np.ones(b.nnz, dtype=bool)
    stays[hidden] = False
    left = sp.csr_array(
        (np.ones(int(stays.sum())), (coo.row[stays], coo.col[stays])), shape=b.shape
    )
    left.sort_indices()
    degrees, sizes = (
        np.diff(left.indptr),
        np.bincount(left.indices, minlength=b.shape[1]),
    )
    reachable = (degrees[row] > 0) & (sizes[column] > 0)
    taken = left.toarray() > 0
    truth = np.zeros(b.shape, dtype=bool)
    truth[row, column] = True
    pairs = {
        (known.members[one], known.groups[at])
        for one, at in zip(row.tolist(), column.tolist(), strict=True)
    }
    scores = (
        known.order(left, pairs),
        _scores.density(left),
        _scores.path3(left),
        np.outer(degrees, sizes).astype(float),
        rng.random(b.shape),
    )
    auc, auc_reachable, precision, hit_rate = [], [], [], []
    noise = rng.random(b.shape)
    for score in scores:
        value = np.where(taken, -np.inf, np.round(score, 12))
        positive, negative = value[row, column], value[~taken & ~truth]
        auc.append(_auc(positive, negative))
        auc_reachable.append(_auc(positive[reachable], negative))
        precision.append(_precision(value.ravel(), noise.ravel(), truth.ravel(), top))
        # Places before each hidden one among the candidates for its group.
        others, draw = value[:, column], noise[:, column]
        tied = (others == positive) & (draw > noise[row, column])
        ahead = (others > positive) | tied
        hit_rate.append(float((ahead.sum(axis=0) < top).mean()))
    return _Draw(auc, auc_reachable, precision, hit_rate, float(reachable.mean()))


def _precision(
    value: np.ndarray, noise: np.ndarray, truth: np.ndarray, top: int
) -> float:
    """Share of true ones among the first; equal values in the order of the noise."""
    number = min(top, int(np.isfinite(value).sum()))
    least = np.partition(value, len(value) - number)[len(value) - number]
    near = np.flatnonzero(value >= least)
    first = near[np.lexsort((-noise[near], -value[near]))][:number]
    return float(truth[first].mean())


def _auc(positive: np.ndarray, negative: np.ndarray) -> float:
    """Probability that a positive is larger, ties half (Mann–Whitney)."""
    if not len(positive) or not len(negative):
        return float("nan")
    ranks = scipy.stats.rankdata(np.concatenate([positive, negative]))
    n = len(positive)
    above = ranks[:n].sum() - n * (n + 1) / 2
    return float(above / (n * len(negative)))


def _mean(values: list[list[float]]) -> np.ndarray:
    """Mean over the draws in which the number is defined."""
    array = np.array(values, dtype=float).reshape(-1, len(_METHODS))
    known = ~np.isnan(array)
    total = np.where(known, array, 0.0).sum(axis=0)
    count = known.sum(axis=0)
    return np.divide(total, count, out=np.full(len(_METHODS), np.nan), where=count > 0)


def _summary(auc: np.ndarray) -> dict[str, np.ndarray]:
    if not len(auc):
        missing = np.full(len(_METHODS), np.nan)
        return {"auc": missing, "auc_low": missing, "auc_high": missing}
    low, high = np.quantile(auc, [0.025, 0.975], axis=0)
    return {"auc": auc.mean(axis=0), "auc_low": low, "auc_high": high}
