"""Which role does an organization play between categories, and is it more than chance?

The brokerage roles of Gould and Fernandez on undirected ties, with permutation
p-values, and how much of the brokerage between unlike others is an organization's
alone (Hamilton, Hileman and Bodin).
"""

from __future__ import annotations

import numpy as np
import pandas as pd
import scipy.sparse as sp

from tohoku_network._definition import tag
from tohoku_network.brokerage._ends import By, categories, coded, people
from tohoku_network.brokerage._triads import Around, exclusive_pairs, neighbourhoods
from tohoku_network.network import AffiliationNetwork, Side
from tohoku_network.vocabulary import Language

__all__ = ["heterogeneous", "roles"]

_ROLES = ("coordinator", "itinerant", "gatekeeper", "liaison")


def roles(
    net: AffiliationNetwork,
    by: By | pd.Series = "sector",
    *,
    side: Side = "members",
    permutations: int = 999,
    seed: int = 0,
    language: Language = "ja",
) -> pd.DataFrame:
    r"""How often an organization stands between others, by whose sectors it joins.

    Each open triad a–x–b, with a and b tied to x and not to each other on the plain
    projection, is counted once for x whatever the order of a and b:

    ============  ==========================================================
    coordinator   a, x and b are of one sector
    itinerant     a and b are of one sector, x of another
    gatekeeper    x is of one sector with either a or b; on undirected ties
                  the gatekeeper and the representative are one number
    liaison       three sectors
    total         all of them, :math:`d(d-1)/2` less the ties among x's d ties
    ============  ==========================================================

    Counts run from 0, the value of isolates, of members of a single group and of
    whoever has only tied others, to (n − 1)(n − 2)/2. They are the same in every
    component as if it were alone. Organizations without a sector are left out before
    anything is counted, as ends and as brokers.

    The p-values tell how often a role would be held that often, or more, were
    sectors dealt out anew among the same organizations with the same ties:
    :math:`p = (r + 1)/(permutations + 1)`, with r the number of permutations that
    reach the observed count. They are not corrected for the number of organizations.
    A role held 0 times has p = 1; ``total`` does not depend on sectors.

    Parameters
    ----------
    net
        The network.
    by
        The categories: ``"sector"``, ``"prefecture"``, ``"kind"``, or a Series that
        gives each organization a category (missing for none), such as a community.
    side
        ``"members"`` tied by shared groups, or ``"groups"`` tied by shared members.
    permutations
        How often categories are permuted; 0 for counts alone, and p missing.
    seed
        Seed of the permutations.
    language
        Language of names and sectors.

    Returns
    -------
    pandas.DataFrame
        One row per organization with a category, indexed by id, sorted by ``total``
        (descending), then id: ``name``, ``sector``, the five counts (integers), and
        ``p_coordinator``, ``p_itinerant``, ``p_gatekeeper``, ``p_liaison`` (from
        1/(permutations + 1) to 1). The attributes tell ``n_left_out``, the number of
        organizations without a category, and ``permutations``.

    Raises
    ------
    ValueError
        If an option is none of the accepted words, or ``permutations`` is negative.
    GraphError
        If the Series gives no category, not even a missing one, to an organization.

    Notes
    -----
    Programs that count ordered pairs report twice these numbers on undirected ties,
    except for the gatekeeper, whose other half they call representative. Normal
    approximations of the null distribution rest on a standard deviation that does not
    hold for undirected ties; hence permutations. The time grows with the number of
    permutations: for thousands of organizations with many shared groups each takes
    up to a second, and 99 are enough for p < .05.

    References
    ----------
    Gould, R. V. and Fernandez, R. M. (1989). Structures of mediation: a formal
    approach to brokerage in transaction networks. Sociological Methodology 19,
    89–126. Phipson, B. and Smyth, G. K. (2010). Permutation p-values should never be
    zero. Stat. Appl. Genet. Mol. Biol. 9, 39.

    Examples
    --------
    >>> import pandas as pd
    >>> import tohoku_network as tn
    >>> net = tn.AffiliationNetwork.from_frames(
    ...     pd.DataFrame({"id": ["c", "u", "v", "g", "h"], "name": list("会大学甲乙"),
    ...                   "sector": ["industry", "academia", "academia", None, None]}),
    ...     pd.DataFrame({"member_id": ["c", "u", "u", "v"],
    ...                   "group_id": ["g", "g", "h", "h"]}))
    >>> roles(net, permutations=0)[["gatekeeper", "liaison", "total"]]
        gatekeeper  liaison  total
    id
    u            1        0      1
    c            0        0      0
    v            0        0      0
    """
    if permutations < 0:
        msg = f"permutations must be 0 or more, not {permutations!r}"
        raise ValueError(msg)
    b, ids, _ = net.oriented(side)
    codes, words = coded(categories(net, ids, by))
    kept = np.flatnonzero(codes >= 0)
    b, codes, inside = sp.csr_array(b[kept]), codes[kept], [ids[row] for row in kept]
    counts = np.zeros((len(kept), len(_ROLES)), dtype=np.int64)
    reached = np.zeros_like(counts)
    dealt = _dealt(codes, permutations, seed)
    for around in neighbourhoods(b):
        observed = _counted(around, codes, len(words))
        counts[around.rows] = observed
        for again in dealt:
            reached[around.rows] += _counted(around, again, len(words)) >= observed
    idle = np.setdiff1d(np.arange(len(kept)), np.flatnonzero(counts.sum(axis=1)))
    reached[idle] = permutations
    result = people(net, inside, language)
    for column, role in enumerate(_ROLES):
        result[role] = counts[:, column]
    result["total"] = counts.sum(axis=1)
    for column, role in enumerate(_ROLES):
        p = (reached[:, column] + 1) / (permutations + 1)
        result[f"p_{role}"] = p if permutations else np.nan
    order = np.lexsort((np.arange(len(kept)), -result["total"]))
    return tag(
        result.iloc[order],
        measure="roles",
        variant=f"unordered open triads on the plain projection onto {side}",
        n=len(kept),
        period=net.period,
        seed=seed if permutations else None,
        citation="Gould and Fernandez (1989)",
        by=by if isinstance(by, str) else by.name,
        n_left_out=len(ids) - len(kept),
        permutations=permutations,
        p="upper tail, categories permuted over organizations, (r + 1)/(n + 1)",
    )


def _dealt(codes: np.ndarray, permutations: int, seed: int) -> list[np.ndarray]:
    """Categories permuted over the organizations, time and again."""
    rng = np.random.default_rng(seed)
    small = codes.astype(np.int32)
    return [rng.permutation(small) for _ in range(permutations)]


def _counted(around: Around, codes: np.ndarray, n_codes: int) -> np.ndarray:
    """Open triads of each broker by role, in the order of ``_ROLES``."""
    same = around.open_within(codes, n_codes)
    ends = around.open_by(codes, n_codes)
    lines, own = np.arange(len(around.rows)), codes[around.rows]
    coordinator = same[lines, own]
    itinerant = same.sum(axis=1) - coordinator
    gatekeeper = ends[lines, own] - 2 * coordinator
    liaison = ends.sum(axis=1) / 2 - coordinator - itinerant - gatekeeper
    found = np.column_stack([coordinator, itinerant, gatekeeper, liaison])
    return np.rint(found).astype(np.int64)


def heterogeneous(
    net: AffiliationNetwork,
    by: By | pd.Series = "sector",
    *,
    side: Side = "members",
    language: Language = "ja",
) -> pd.DataFrame:
    """How often an organization stands between unlike others, and how often alone.

    ``activity`` counts the unordered pairs a, b of different sectors that share no
    group and both share one with x (plain projection). ``exclusivity`` counts those
    of them for which x is the only such organization: the pairs that would be left
    without a go-between if x went. Both run from 0, the value of isolates and of
    members of a single group, to (n − 1)(n − 2)/2. High activity with low
    exclusivity is a busy, replaceable broker. Components do not affect each other.

    Organizations without a sector are no ends of a pair; they may be brokers, and
    take exclusivity from others.

    Parameters
    ----------
    net
        The network.
    by
        The categories: ``"sector"``, ``"prefecture"``, ``"kind"``, or a Series that
        gives each organization a category (missing for none).
    side
        ``"members"`` tied by shared groups, or ``"groups"`` tied by shared members.
    language
        Language of names and sectors.

    Returns
    -------
    pandas.DataFrame
        One row per organization, indexed by id, sorted by ``activity``, then
        ``exclusivity`` (both descending), then id: ``name``, ``sector``,
        ``activity``, ``exclusivity`` (integers) and ``exclusive_share``
        (exclusivity / activity, from 0 to 1; missing where activity is 0).

    Raises
    ------
    ValueError
        If an option is none of the accepted words.
    GraphError
        If the Series gives no category, not even a missing one, to an organization.

    Notes
    -----
    The paper compares the activity of types of actors with baseline models of tie
    formation, and finds exclusivity by removing nodes. These are the counts per
    organization on which both rest; a pair counts once, not once in each direction.
    ``activity`` is gatekeeper plus liaison of :func:`roles` when every organization
    has a sector.

    References
    ----------
    Hamilton, M., Hileman, J. and Bodin, Ö. (2020). Evaluating heterogeneous
    brokerage: new conceptual and methodological approaches and their application to
    multi-level environmental governance networks. Social Networks 61, 1–10.

    Examples
    --------
    >>> import tohoku_network as tn
    >>> frame = heterogeneous(tn.load_tohoku())
    >>> bool((frame["exclusivity"] <= frame["activity"]).all())
    True
    """
    b, ids, _ = net.oriented(side)
    codes, words = coded(categories(net, ids, by))
    activity = np.zeros(len(ids), dtype=np.int64)
    has = np.where(codes >= 0, 0, -1)
    for around in neighbourhoods(b):
        any_two = around.open_within(has, 1)[:, 0]
        alike = around.open_within(codes, len(words)).sum(axis=1)
        activity[around.rows] = np.rint(any_two - alike).astype(np.int64)
    result = people(net, ids, language)
    result["activity"] = activity
    result["exclusivity"] = np.rint(exclusive_pairs(b, codes)).astype(np.int64)
    share = result["exclusivity"] / result["activity"].where(activity > 0)
    result["exclusive_share"] = share
    order = np.lexsort(
        (np.arange(len(ids)), -result["exclusivity"], -result["activity"])
    )
    return tag(
        result.iloc[order],
        measure="heterogeneous",
        variant=f"unordered open pairs of unlike ends, projection onto {side}",
        n=len(ids),
        period=net.period,
        citation="Hamilton, Hileman and Bodin (2020)",
        by=by if isinstance(by, str) else by.name,
        n_without_category=int((codes < 0).sum()),
    )
