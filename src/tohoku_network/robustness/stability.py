"""Which rankings hold when part of the lists is lost, or their gaps are filled?"""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
import pandas as pd

from tohoku_network._definition import tag
from tohoku_network._measured import Measure, measure_name
from tohoku_network.network import AffiliationNetwork, Side
from tohoku_network.robustness._coefficient import (
    VERDICTS,
    Coefficient,
    coefficient,
    kept_share,
    note,
    spread,
    verdict,
)
from tohoku_network.robustness._draws import Drop, checked, dropped, filled
from tohoku_network.robustness._samples import (
    SURE,
    correlations_of,
    full_table,
    gaps_of,
    nothing_to_rank,
    ranges,
    sampled,
    task_of,
)
from tohoku_network.vocabulary import Language, label

__all__ = ["correlation_stability", "fill_unnamed", "stability"]

_GRID = tuple(round(0.05 * step, 2) for step in range(1, 16))
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
        is not unstable. ``attrs["cs_range"]`` and ``attrs["verdict_range"]`` tell how
        low and high these may be for want of draws, and ``attrs["note"]`` says so in
        words where the verdict is not sure. If the full ranking tells nobody apart,
        ``attrs["reason"]`` says so and nothing holds.

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
    asked = checked(shares, draws, top, drop)
    task = task_of(net, measure, side)
    b = task.b
    samples = {
        share: sampled(task, dropped(b, drop, share, draws, seed), draws)
        for share in asked
    }
    table = full_table(net, task, language)
    parts = {
        share: ranges(table, found, top, language) for share, found in samples.items()
    }
    reason = nothing_to_rank(task)

    def kept(share: float) -> float:
        if share in samples:
            return kept_share(samples[share].correlations)
        return kept_share(correlations_of(task, dropped(b, drop, share, draws, seed)))

    cs = Coefficient()
    if not reason:
        cs = coefficient(((share, kept(share)) for share in _GRID), draws)
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
            share: spread(found.correlations) for share, found in samples.items()
        },
        **cs.told(reason),
        holds=not reason and verdict(cs.value) != "unstable",
        verdict_label=label(verdict(cs.value), VERDICTS, language),
        note="" if reason else note(cs, draws, language),
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
        (``kept_share`` of 0.95 or more). ``attrs`` has ``cs`` and ``verdict``, and
        with ``cs_range`` and ``verdict_range`` what they may be for want of draws. If
        the full ranking tells nobody apart, all are missing and ``attrs["reason"]``
        says so.

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

    ``cs_range`` judges every share by the exact 95 % interval (Clopper and Pearson)
    of its ``kept_share``: up to the lower end of the range every share surely keeps
    the correlation, beyond the upper end one surely does not. With fewer than 72 draws
    no share can be sure, and the range starts at 0.

    References
    ----------
    Epskamp, S., Borsboom, D. and Fried, E. I. (2018). Estimating psychological
    networks and their accuracy. Behavior Research Methods 50, 195–212. Clopper, C. J.
    and Pearson, E. S. (1934). The use of confidence or fiducial limits illustrated in
    the case of the binomial. Biometrika 26, 404–413.

    Examples
    --------
    >>> import tohoku_network as tn
    >>> found = correlation_stability(tn.load_tohoku(), "memberships", draws=20)
    >>> found.attrs["verdict"]
    'acceptable'
    """
    asked = checked(shares, draws, 1, drop)
    task = task_of(net, measure, side)
    reason = nothing_to_rank(task)
    rows = []
    for share in asked:
        found = np.full(draws, np.nan)
        if not reason:
            found = correlations_of(task, dropped(task.b, drop, share, draws, seed))
        middle = spread(found)
        rows.append((middle["mean"], middle["low"], middle["high"], kept_share(found)))
    columns = ["correlation", "low", "high", "kept_share"]
    index = pd.Index(asked, name="share", dtype=float)
    result = pd.DataFrame(rows, columns=columns, index=index, dtype=float)
    result["holds"] = result["kept_share"] >= SURE
    cs = coefficient(zip(asked, result["kept_share"], strict=True), draws)
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
        **cs.told(reason),
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
    checked([0.5], draws, top, "memberships")
    if not 0 <= known <= 1:
        msg = f"known must be from 0 to 1, not {known!r}"
        raise ValueError(msg)
    task = task_of(net, measure, side)
    gaps, crowds = gaps_of(net, most)
    found = sampled(task, filled(task.b, gaps, known, draws, seed), draws)
    reason = nothing_to_rank(task)
    result = ranges(full_table(net, task, language), found, top, language)
    steady = not reason and bool(kept_share(found.correlations) >= SURE)
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
        correlation=spread(found.correlations),
        places=sum(min(gap.size, len(gap.eligible)) for gap in gaps),
        classes=len(gaps),
        crowds=crowds,
        verdict="stable" if steady else "unstable",
        holds=steady,
        reason=reason,
    )
