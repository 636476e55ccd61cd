"""Which rankings hold when part of the lists is lost, or their gaps are filled?"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import NamedTuple, get_args

import numpy as np
import pandas as pd
import scipy.sparse as sp

from tohoku_network._definition import tag
from tohoku_network._measured import Measure, kernel, measure_name, measured, ranked
from tohoku_network.network import AffiliationNetwork, Side
from tohoku_network.robustness._draws import (
    Draw,
    Drop,
    Gap,
    correlation,
    dropped,
    filled,
)
from tohoku_network.robustness._lists import unnamed_places
from tohoku_network.robustness._people import people, rebuilt
from tohoku_network.vocabulary import Language

__all__ = ["correlation_stability", "fill_unnamed", "stability"]

_GRID = tuple(round(0.05 * step, 2) for step in range(1, 16))
_KEPT = 0.7
"""Correlation that must be kept, and in which share of the draws."""
_SURE = 0.95
_LEAST, _BETTER = 0.25, 0.5
"""Published cut-offs of the CS coefficient."""
_CITATION = "Costenbader and Valente (2003); Epskamp, Borsboom and Fried (2018)"


def stability(
    net: AffiliationNetwork,
    measure: Measure,
    *,
    draws: int = 200,
    shares: Iterable[float] = (0.05, 0.10, 0.25),
    drop: Drop = "memberships",
    side: Side = "members",
    top: int = 10,
    seed: int = 0,
    language: Language = "ja",
) -> pd.DataFrame:
    """How far ranks move when a share of the memberships, members or groups is lost.

    Each draw takes a share of the rows away at random, at least one, and ranks the
    measure anew. ``rank_low`` to ``rank_high`` is the range that holds the middle
    95 % of the draws; ``top_share`` the share of draws with a rank of at most
    ``top``. Whether an organization is among the first ``top`` *holds* when 95 % of
    the draws say the same as the full lists. The ranking as a whole is judged by the
    CS coefficient (see :func:`correlation_stability`), and holds from 0.25 on.

    Organizations whose memberships are all taken away stay, as isolates; those that
    are themselves taken away (``drop="members"``) are out of the draw. That says how
    sensitive a ranking is to rows that are missing at random. It cannot say what a
    whole source that was never read would change.

    Parameters
    ----------
    net
        The network.
    measure
        A name, as for :func:`what_if`, or a function of the network that returns a
        Series by id (slower: the network is built for every draw). The largest value
        ranks first.
    draws
        Number of draws for each share.
    shares
        Shares to lose, each more than 0 and less than 1.
    drop
        What is lost: ``"memberships"`` (pairs of member and group), ``"members"``
        or ``"groups"``.
    side
        Whose measure: ``"members"`` or ``"groups"``.
    top
        How many count as the first.
    seed
        Seed of the draws.
    language
        Language of names and ranges.

    Returns
    -------
    pandas.DataFrame
        One row per share and organization, indexed by ``share`` and ``id``, by full
        rank and id within a share: ``name``, ``sector``, ``value`` and ``rank`` in
        the full network, ``rank_low``, ``rank_high``, ``rank_range`` in words
        ("1st–3rd"), ``top_share`` (0 to 1), ``holds``. ``attrs["correlation"]`` has
        mean, low and high (middle 95 %) of the Spearman correlation with the full
        ranking for each share; ``attrs["cs"]`` the CS coefficient, ``attrs["verdict"]``
        ``"unstable"``, ``"acceptable"`` or ``"stable"``, ``attrs["holds"]`` whether it
        is not unstable. If the full ranking tells nobody apart, ``attrs["reason"]``
        says so and nothing holds.

    Raises
    ------
    ValueError
        If a word or number is out of range.
    TypeError
        If the measure is neither a name nor a function that returns a Series.

    References
    ----------
    Costenbader, E. and Valente, T. W. (2003). The stability of centrality measures
    when networks are sampled. Social Networks 25, 283–307. Epskamp, S., Borsboom, D.
    and Fried, E. I. (2018). Estimating psychological networks and their accuracy.
    Behavior Research Methods 50, 195–212.

    Examples
    --------
    >>> import tohoku_network as tn
    >>> found = stability(tn.load_tohoku(), "memberships", draws=20, language="en")
    >>> found.loc[0.05].index[0], found.loc[0.05]["rank_range"].iloc[0]
    ('meti-tohoku', '1st')
    """
    asked = _checked(shares, draws, top, drop)
    task = _task(net, measure, side)
    b = task.b
    samples = {
        share: _sampled(task, dropped(b, drop, share, draws, seed), draws)
        for share in asked
    }
    table = _table(net, task, language)
    parts = {
        share: _ranges(table, found, top, language) for share, found in samples.items()
    }
    cs, verdict, reason = np.nan, "unstable", _reason(task)
    if not reason:
        cs = _coefficient(
            (share, _kept(samples[share].correlations))
            if share in samples
            else (
                share,
                _kept(_correlations(task, dropped(b, drop, share, draws, seed))),
            )
            for share in _GRID
        )
        verdict = _verdict(cs)
    result = pd.concat(parts, names=["share", "id"]) if parts else table.iloc[:0]
    if reason:
        result["holds"] = False
    return tag(
        result,
        measure="stability",
        variant=f"{measure_name(measure)} of {side}, {drop} lost at random",
        n=len(task.ids),
        period=net.period,
        seed=seed,
        citation=_CITATION,
        of=measure_name(measure),
        side=side,
        drop=drop,
        draws=draws,
        top=top,
        correlation={
            share: _spread(found.correlations) for share, found in samples.items()
        },
        cs=None if reason else cs,
        verdict=verdict,
        holds=not reason and cs >= _LEAST,
        reason=reason,
    )


def correlation_stability(
    net: AffiliationNetwork,
    measure: Measure,
    *,
    draws: int = 200,
    shares: Iterable[float] = _GRID,
    drop: Drop = "memberships",
    side: Side = "members",
    seed: int = 0,
) -> pd.DataFrame:
    """Correlation with the full ranking as more is lost, and the CS coefficient.

    The correlation stability coefficient is the largest share that can be lost with
    95 % probability of keeping a correlation of 0.7 with the full ranking, at this
    and at every smaller share tried: from 0 to the largest share. It should not be
    below 0.25 (``"unstable"``), and better reaches 0.5 (``"stable"``); in between it
    is ``"acceptable"``.

    Parameters
    ----------
    net
        The network.
    measure
        A name or a function, as for :func:`stability`.
    draws
        Number of draws for each share.
    shares
        Shares to lose, each more than 0 and less than 1.
    drop
        What is lost: ``"memberships"``, ``"members"`` or ``"groups"``.
    side
        Whose measure: ``"members"`` or ``"groups"``.
    seed
        Seed of the draws.

    Returns
    -------
    pandas.DataFrame
        Indexed by ``share``: ``correlation`` (mean of Spearman's ρ), ``low`` and
        ``high`` (middle 95 %), ``kept_share`` (of draws with at least 0.7), ``holds``
        (``kept_share`` of 0.95 or more). ``attrs`` has ``cs`` and ``verdict``. If the
        full ranking tells nobody apart, all are missing and ``attrs["reason"]`` says
        so.

    Raises
    ------
    ValueError
        If a word or number is out of range.
    TypeError
        If the measure is neither a name nor a function that returns a Series.

    Notes
    -----
    The package bootnet drops cases of a survey and correlates values; here the cases
    are rows of the lists, and ranks are correlated, because ranks are what is shown.
    A draw that tells nobody apart counts as correlation 0, as there.

    References
    ----------
    Epskamp, S., Borsboom, D. and Fried, E. I. (2018). Estimating psychological
    networks and their accuracy. Behavior Research Methods 50, 195–212.

    Examples
    --------
    >>> import tohoku_network as tn
    >>> found = correlation_stability(tn.load_tohoku(), "memberships", draws=20)
    >>> found.attrs["verdict"]
    'stable'
    """
    asked = _checked(shares, draws, 1, drop)
    task = _task(net, measure, side)
    reason = _reason(task)
    rows = []
    for share in asked:
        found = np.full(draws, np.nan)
        if not reason:
            found = _correlations(task, dropped(task.b, drop, share, draws, seed))
        spread = _spread(found)
        rows.append((spread["mean"], spread["low"], spread["high"], _kept(found)))
    columns = ["correlation", "low", "high", "kept_share"]
    index = pd.Index(asked, name="share", dtype=float)
    result = pd.DataFrame(rows, columns=columns, index=index, dtype=float)
    result["holds"] = result["kept_share"] >= _SURE
    cs = _coefficient(zip(asked, result["kept_share"], strict=True))
    return tag(
        result,
        measure="correlation_stability",
        variant=f"{measure_name(measure)} of {side}, {drop} lost at random",
        n=len(task.ids),
        period=net.period,
        seed=seed,
        citation="Epskamp, Borsboom and Fried (2018)",
        of=measure_name(measure),
        side=side,
        drop=drop,
        draws=draws,
        cs=None if reason else cs,
        verdict="unstable" if reason else _verdict(cs),
        reason=reason,
    )


def fill_unnamed(
    net: AffiliationNetwork,
    measure: Measure,
    *,
    draws: int = 200,
    known: float = 1.0,
    most: int = 50,
    side: Side = "members",
    top: int = 10,
    seed: int = 0,
    language: Language = "ja",
) -> pd.DataFrame:
    """How far ranks move when unnamed members turn out to be organizations we know.

    Each draw gives the places of every unnamed class to named organizations of its
    sector (of any, where none is told) that are not in the group, at random and
    without repetition; so too the places that are missing to a group's declared size
    beyond its names and classes. A class of no told size has one place. Nobody is
    added who is not in the network: the draws tell what the lists may hide about those
    who are.

    Parameters
    ----------
    net
        The network.
    measure
        A name or a function, as for :func:`stability`.
    draws
        Number of draws.
    known
        Share of the places that are taken by organizations of the network, from 0 to
        1. With 1 every place is, as far as there are candidates: the hardest test.
    most
        Classes and gaps of more places than this are left out, and counted in
        ``attrs["crowds"]``: of an audience of hundreds the named are a small part.
    side
        Whose measure: ``"members"`` or ``"groups"``.
    top
        How many count as the first.
    seed
        Seed of the draws.
    language
        Language of names and ranges.

    Returns
    -------
    pandas.DataFrame
        Columns of :func:`stability`, indexed by id. ``attrs`` has ``correlation``
        (mean, low, high), ``places`` (filled, for the most), ``classes``, ``crowds``
        and ``verdict`` (``"stable"`` if 95 % of the draws keep a correlation of 0.7,
        otherwise ``"unstable"``).

    Raises
    ------
    ValueError
        If a word or number is out of range.
    TypeError
        If the measure is neither a name nor a function that returns a Series.

    References
    ----------
    Smith, J. A., Morgan, J. H. and Moody, J. (2022). Network sampling coverage III:
    imputation of missing network data under different network and missing data
    conditions. Social Networks 68, 148–178.

    Examples
    --------
    >>> import tohoku_network as tn
    >>> found = fill_unnamed(tn.load_tohoku(), "degree", draws=20)
    >>> found.attrs["places"] > 0, found.index[0]
    (True, 'meti-tohoku')
    """
    _checked([0.5], draws, top, "memberships")
    if not 0 <= known <= 1:
        msg = f"known must be from 0 to 1, not {known!r}"
        raise ValueError(msg)
    task = _task(net, measure, side)
    gaps, crowds = _gaps(net, most)
    found = _sampled(task, filled(task.b, gaps, known, draws, seed), draws)
    reason = _reason(task)
    result = _ranges(_table(net, task, language), found, top, language)
    steady = not reason and bool(_kept(found.correlations) >= _SURE)
    if reason:
        result["holds"] = False
    return tag(
        result,
        measure="fill_unnamed",
        variant=f"{measure_name(measure)} of {side}, unnamed places filled at random",
        n=len(task.ids),
        period=net.period,
        seed=seed,
        citation="Smith, Morgan and Moody (2022)",
        of=measure_name(measure),
        side=side,
        draws=draws,
        top=top,
        known=known,
        correlation=_spread(found.correlations),
        places=sum(min(gap.size, len(gap.eligible)) for gap in gaps),
        classes=len(gaps),
        crowds=crowds,
        verdict="stable" if steady else "unstable",
        holds=steady,
        reason=reason,
    )


class _Task(NamedTuple):
    """What is ranked, and how a draw of it is."""

    b: sp.csr_array
    ids: list[str]
    side: str
    numbers: np.ndarray
    ranks: np.ndarray
    rank: Callable[[Draw], np.ndarray]


class _Samples(NamedTuple):
    """Ranks of every draw (0 for none), and their correlation with the full ones."""

    ranks: np.ndarray
    out: np.ndarray
    """Whether the one ranked had been taken away."""
    correlations: np.ndarray


def _task(net: AffiliationNetwork, measure: Measure, side: Side) -> _Task:
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

    return _Task(b, ids, side, values, ranked(values), rank)


def _sampled(task: _Task, draws: Iterator[Draw], count: int) -> _Samples:
    ranks = np.zeros((count, len(task.ids)), dtype=np.int64)
    out = np.zeros((count, len(task.ids)), dtype=bool)
    found = np.full(count, np.nan)
    for number, draw in enumerate(draws):
        gone = draw.rows if task.side == "members" else draw.columns
        ranks[number] = _among(task.rank(draw), gone)
        out[number, gone] = True
        found[number] = correlation(task.ranks, ranks[number])
    return _Samples(ranks, out, found)


def _correlations(task: _Task, draws: Iterator[Draw]) -> np.ndarray:
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


def _gaps(net: AffiliationNetwork, most: int) -> tuple[list[Gap], int]:
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


def _table(net: AffiliationNetwork, task: _Task, language: Language) -> pd.DataFrame:
    """Names, values and full ranks; ``place`` is where each stands in the draws."""
    table = people(net, task.ids, language)
    table["value"] = task.numbers
    table["rank"] = _whole(task.ranks)
    table["place"] = np.arange(len(table))
    last = np.where(task.ranks > 0, task.ranks, len(table) + 1)
    return table.iloc[np.lexsort((np.arange(len(table)), last))]


def _ranges(
    table: pd.DataFrame, found: _Samples, top: int, language: Language
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
        [_in_words(a, b, language) for a, b in zip(low, high, strict=True)],
        index=result.index,
        dtype="str",
    )
    result["top_share"] = np.array(share, dtype=float)
    first = (result["rank"] <= top).fillna(False).to_numpy(dtype=bool)
    sure = result["top_share"].to_numpy()
    result["holds"] = np.where(first, sure >= _SURE, sure <= 1 - _SURE + 1e-12)
    return result


def _whole(ranks: Iterable[int]) -> pd.api.extensions.ExtensionArray:
    numbers = pd.Series(list(ranks), dtype="Int64")
    return numbers.mask(numbers == 0).array


def _in_words(low: int, high: int, language: Language) -> str:
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


def _spread(correlations: np.ndarray) -> dict[str, float]:
    known = correlations[~np.isnan(correlations)]
    if not len(known):
        return dict.fromkeys(("mean", "low", "high"), np.nan)
    low, high = np.quantile(known, [0.025, 0.975], method="inverted_cdf")
    return {"mean": float(known.mean()), "low": float(low), "high": float(high)}


def _kept(correlations: np.ndarray) -> float:
    """Share of the draws that keep the correlation; one that is missing does not."""
    if np.isnan(correlations).all():
        return np.nan
    return float((correlations >= _KEPT).mean())


def _coefficient(kept: Iterable[tuple[float, float]]) -> float:
    """Largest share up to which every share keeps the correlation."""
    largest = 0.0
    for share, value in kept:
        if not value >= _SURE:
            break
        largest = share
    return largest


def _verdict(cs: float) -> str:
    if cs < _LEAST:
        return "unstable"
    return "stable" if cs >= _BETTER else "acceptable"


def _reason(task: _Task) -> str:
    ranks = task.ranks[task.ranks > 0]
    if len(ranks) < 2:
        return "fewer than two have a value, so that there is nothing to rank"
    if ranks.max() == 1:
        return "all have the same value, so that the full ranking tells nobody apart"
    return ""


def _checked(shares: Iterable[float], draws: int, top: int, drop: str) -> list[float]:
    asked = sorted({float(share) for share in shares})
    if not asked:
        msg = "shares names no share to lose"
        raise ValueError(msg)
    for share in asked:
        if not 0 < share < 1:
            msg = f"a share must be more than 0 and less than 1, not {share!r}"
            raise ValueError(msg)
    for name, value in (("draws", draws), ("top", top)):
        if value < 1:
            msg = f"{name} must be at least 1, not {value!r}"
            raise ValueError(msg)
    if drop not in get_args(Drop):
        msg = f"drop must be one of {', '.join(get_args(Drop))}, not {drop!r}"
        raise ValueError(msg)
    return asked
