"""Do two blocks meet less than the sizes of groups and members alone would have it?

Share of the pairs of two sectors, prefectures or communities that meet, against
random networks that keep every organization's and every group's number.
"""

from __future__ import annotations

import numpy as np
import pandas as pd
import scipy.sparse as sp

from tohoku_network import _incidence, _nullmodels
from tohoku_network._definition import tag
from tohoku_network.gaps._lists import (
    By,
    category_order,
    of_members,
    rolls,
    told,
)
from tohoku_network.network import AffiliationNetwork
from tohoku_network.vocabulary import Language

__all__ = ["block_density"]


def block_density(
    net: AffiliationNetwork,
    *,
    by: By | pd.Series = "sector",
    draws: int = 500,
    seed: int = 0,
    language: Language = "ja",
) -> pd.DataFrame:
    r"""Share of the pairs of two blocks that meet, against what chance would give.

    ``density`` is ties / pairs, over the pairs of named members of the two blocks (or
    within one), a tie for each pair that shares a group. ``expected`` is its mean over
    random networks in which every organization keeps its number of groups and every
    group its number of members (Curveball), ``ratio`` the observed over it, z =
    (density − expected) / sd. ``p_fewer`` and ``p_more`` are (r + 1)/(draws + 1), with
    r the draws with at most, or at least, as many ties; not corrected for the number
    of blocks. "Few ties" means: fewer than expected here, not few in number.

    Parameters
    ----------
    net
        The network.
    by
        ``"sector"``, ``"prefecture"``, ``"kind"``, or a Series that gives each member
        a category, such as a community.
    draws, seed
        Number of random networks, and the seed of their generator.
    language
        Language of the labels.

    Returns
    -------
    pandas.DataFrame
        A row per unordered pair of blocks that occur, each with itself first met:
        ``source``, ``target``, ``source_label``, ``target_label``, ``pairs``,
        ``ties``, ``density`` (0 to 1; NaN without pairs), ``expected``, ``sd``,
        ``ratio`` (NaN where nothing is expected), ``z`` (NaN where chance always
        gives the same), ``p_fewer``, ``p_more``, ``groups`` (in which named members of
        both are recorded; within a block, two of it) and ``groups_unnamed`` (further
        groups in which they are when unnamed classes count). Members without a
        category stay in the random networks; ``attrs["left_out"]`` counts them.

    Raises
    ------
    ValueError
        If an option is none of the accepted words, or ``draws`` is below 1.
    GraphError
        If a Series does not cover all members.

    References
    ----------
    Strona, G. et al. (2014). A fast and unbiased procedure to randomize ecological
    binary matrices with fixed row and column totals. Nat. Commun. 5, 4114.

    Examples
    --------
    >>> import tohoku_network as tn
    >>> frame = block_density(tn.load_tohoku(), draws=19)
    >>> bool(frame["density"].dropna().between(0, 1).all())
    True
    """
    net.display_names(language)
    if isinstance(draws, bool) or draws < 1:
        msg = f"draws must be a whole number from 1, not {draws!r}"
        raise ValueError(msg)
    b, members, _ = net.oriented("members")
    of = of_members(net, members, by)
    present = {one for one in of.values() if one is not None}
    blocks = [word for word in category_order(of.values(), by) if word in present]
    belongs = np.array([[of[one] == word for word in blocks] for one in members])
    belongs = belongs.reshape(len(members), len(blocks)).astype(float)
    first, second = np.triu_indices(len(blocks))
    sizes = belongs.sum(axis=0)
    pairs = sizes[first] * np.where(first == second, sizes[first] - 1, sizes[second])
    pairs = np.where(first == second, pairs / 2, pairs)

    def ties(matrix: sp.csr_array, inside: np.ndarray) -> np.ndarray:
        product = _incidence.tie_product(matrix, None)
        met = [inside.T @ product(inside[:, at]) for at in range(inside.shape[1])]
        counts = np.array(met).reshape(len(blocks), len(blocks))
        counts[np.diag_indices(len(blocks))] /= 2
        return np.rint(counts[first, second])

    rows = np.flatnonzero(np.diff(b.indptr))
    columns = np.flatnonzero(np.bincount(b.indices, minlength=b.shape[1]))
    kept = sp.csr_array(b[rows][:, columns])
    kept.sort_indices()
    inside = belongs[rows]
    observed = ties(kept, inside)
    rng = np.random.default_rng(seed)
    drawn = np.array(
        [ties(one, inside) for one in _nullmodels.curveball_draws(kept, draws, rng)]
    ).reshape(draws, len(pairs))
    sd = drawn.std(axis=0, ddof=1) if draws > 1 else np.full(len(pairs), np.nan)
    mean = drawn.mean(axis=0)
    labels = [told(word, by, language) for word in blocks]
    met_at, met_unnamed = _tables_of_both(net, by, blocks)
    result = pd.DataFrame(
        {
            "source": pd.array([blocks[at] for at in first], dtype="str"),
            "target": pd.array([blocks[at] for at in second], dtype="str"),
            "source_label": pd.array([labels[at] for at in first], dtype="str"),
            "target_label": pd.array([labels[at] for at in second], dtype="str"),
            "pairs": np.rint(pairs).astype("int64"),
            "ties": observed.astype("int64"),
            "density": _over(observed, pairs),
            "expected": _over(mean, pairs),
            "sd": _over(sd, pairs),
            "ratio": _over(observed, mean),
            "z": _over(observed - mean, np.nan_to_num(sd)),
            "p_fewer": ((drawn <= observed).sum(axis=0) + 1) / (draws + 1),
            "p_more": ((drawn >= observed).sum(axis=0) + 1) / (draws + 1),
            "groups": met_at[first, second],
            "groups_unnamed": met_unnamed[first, second],
        }
    )
    return tag(
        result,
        measure="block_density",
        variant="share of pairs tied on the plain projection; fdsm: both degree "
        "sequences kept exactly",
        normalization="pairs of the two blocks",
        n=len(members),
        period=net.period,
        seed=seed,
        citation="Strona et al. (2014)",
        draws=draws,
        left_out=int((belongs.sum(axis=1) == 0).sum()),
    )


def _over(counts: np.ndarray, of: np.ndarray) -> np.ndarray:
    """Quotient, NaN where there is nothing to divide by."""
    return np.divide(counts, of, out=np.full(len(of), np.nan), where=of > 1e-12)


def _tables_of_both(
    net: AffiliationNetwork, by: By | pd.Series, blocks: list[str]
) -> tuple[np.ndarray, np.ndarray]:
    """Groups that have both blocks by named members, and further by unnamed ones."""
    lists = rolls(net)
    everyone = {one for roll in lists.values() for one in (*roll.named, *roll.classes)}
    # A division of the members says nothing of unnamed classes.
    known = everyone & set(by.index) if isinstance(by, pd.Series) else everyone
    of = of_members(net, sorted(known), by)
    place = {word: at for at, word in enumerate(blocks)}
    found = []
    for unnamed in (False, True):
        counts = np.zeros((len(lists), len(blocks)), dtype=np.int64)
        for row, roll in enumerate(lists.values()):
            for one in (*roll.named, *(roll.classes if unnamed else ())):
                word = of.get(one)
                if word in place:
                    # A class is several.
                    counts[row, place[word]] += 2 if one in roll.classes else 1
        has = (counts > 0).astype(np.int64)
        both = has.T @ has
        both[np.diag_indices(len(blocks))] = (counts > 1).sum(axis=0)
        found.append(both)
    return found[0], found[1] - found[0]
