"""The four null models, and the table that they range over.

Members without a group and groups without a named member are left out of every
model: they cannot share anything, and would change nothing but the margins.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal, NamedTuple, TypeAlias, get_args

import numpy as np
import pandas as pd
import scipy.sparse as sp

from tohoku_network import _nullmodels
from tohoku_network.errors import ConvergenceError, GraphError
from tohoku_network.network import AffiliationNetwork

__all__ = [
    "CITATIONS",
    "KEEPS",
    "Model",
    "Possible",
    "Table",
    "chain",
    "checked_draws",
    "checked_model",
    "matrices",
    "possible_pairs",
    "table",
]

Model = Literal["hypergeometric", "fixed_groups", "sdsm", "fdsm"]
"""What chance keeps: members' degrees, groups' sizes, both on average, or both."""

Possible: TypeAlias = "pd.DataFrame | sp.sparray | np.ndarray | None"
"""Pairs that could exist: columns ``member_id, group_id``, or a mask; None for all."""

CITATIONS = {
    "hypergeometric": "Tumminello et al. (2011)",
    "fixed_groups": "Neal, Domagalski and Sagan (2021)",
    "sdsm": "Neal (2014); Saracco et al. (2015)",
    "fdsm": "Zweig and Kaufmann (2011); Strona et al. (2014)",
}
KEEPS = {
    "hypergeometric": "degrees of the tied side kept",
    "fixed_groups": "sizes of the shared side kept",
    "sdsm": "both degree sequences kept on average",
    "fdsm": "both degree sequences kept exactly",
}


class Table(NamedTuple):
    """Incidence matrix without empty rows and columns, and the place of its rows."""

    b: sp.csr_array
    ids: list[str]
    rows: np.ndarray
    possible: np.ndarray | None


def table(
    net: AffiliationNetwork, side: str, model: str, possible: Possible = None
) -> Table:
    """Rows and columns that the model ranges over, with the mask cut to them."""
    b, ids, _ = net.oriented(side)
    rows = np.flatnonzero(np.diff(b.indptr))
    columns = np.flatnonzero(np.bincount(b.indices, minlength=b.shape[1]))
    kept = sp.csr_array(b[rows][:, columns])
    kept.sort_indices()
    mask = None
    if possible is not None:
        if model not in ("sdsm", "fdsm"):
            msg = (
                f"model {model!r} cannot honour pairs that are not possible; use "
                "model='sdsm' or model='fdsm'"
            )
            raise ValueError(msg)
        whole = _mask(net, possible)
        mask = np.ascontiguousarray(
            (whole if side == "members" else whole.T)[np.ix_(rows, columns)]
        )
        _check_observed(net, whole)
    return Table(kept, ids, rows, mask)


def possible_pairs(
    net: AffiliationNetwork, *, impossible: pd.DataFrame
) -> sp.csr_array:
    """Mask of all member–group pairs but those that cannot exist.

    For pairs that no chance could bring about: a group founded after the member was
    dissolved, a member that is not eligible. Hand the mask to ``possible=``.

    Parameters
    ----------
    net
        The network.
    impossible
        Columns ``member_id`` and ``group_id``, a row per pair that cannot exist.

    Returns
    -------
    scipy.sparse.csr_array
        True where a pair could exist; rows and columns as ``net.biadjacency()``.

    Raises
    ------
    ValueError
        If a column is missing.
    GraphError
        If an id is no member or no group of the network.

    Examples
    --------
    >>> import pandas as pd
    >>> import tohoku_network as tn
    >>> net = tn.load_tohoku()
    >>> mask = possible_pairs(net, impossible=pd.DataFrame(
    ...     {"member_id": ["sendai-city"], "group_id": ["tohoku-mapso"]}))
    >>> bool(mask.sum() == mask.shape[0] * mask.shape[1] - 1)
    True
    """
    return sp.csr_array(~_pairs_mask(net, impossible, "impossible"))


def _mask(
    net: AffiliationNetwork, possible: pd.DataFrame | sp.sparray | np.ndarray
) -> np.ndarray:
    if isinstance(possible, pd.DataFrame):
        return _pairs_mask(net, possible, "possible")
    if not (sp.issparse(possible) or isinstance(possible, np.ndarray)):
        msg = (
            "possible must be a DataFrame with member_id and group_id or a mask in "
            f"the shape of biadjacency(), not {type(possible).__name__}"
        )
        raise TypeError(msg)
    return _nullmodels.checked_mask(net.oriented("members")[0], possible)


def _pairs_mask(
    net: AffiliationNetwork, pairs: pd.DataFrame, argument: str
) -> np.ndarray:
    """Dense members × groups mask that is True at the pairs of a frame."""
    b, members, groups = net.oriented("members")
    missing = [c for c in ("member_id", "group_id") if c not in pairs.columns]
    if missing:
        msg = f"{argument} has no column {' and no column '.join(missing)}"
        raise ValueError(msg)
    found = []
    for column, known in (("member_id", members), ("group_id", groups)):
        at = pd.Index(known).get_indexer(pd.Index(pairs[column]))
        lost = sorted({str(value) for value in pairs[column][at < 0]})
        if lost:
            what = "member" if column == "member_id" else "group"
            msg = f"{argument}: no {what} has the id {', '.join(lost[:5])}"
            raise GraphError(msg)
        found.append(at)
    where = sp.csr_array((np.ones(len(pairs)), (found[0], found[1])), shape=b.shape)
    return _nullmodels.checked_mask(b, where)


def _check_observed(net: AffiliationNetwork, mask: np.ndarray) -> None:
    b, members, groups = net.oriented("members")
    coo = b.tocoo()
    wrong = np.flatnonzero(~mask[coo.row, coo.col])
    if len(wrong):
        named = "; ".join(
            f"{members[coo.row[at]]} in {groups[coo.col[at]]}" for at in wrong[:5]
        )
        more = f" and {len(wrong) - 5} more" if len(wrong) > 5 else ""
        msg = f"possible leaves out memberships that exist: {named}{more}"
        raise GraphError(msg)


def checked_model(model: str) -> Model:
    """Return the model, or say which there are."""
    for known in get_args(Model):
        if model == known:
            return known
    words = ", ".join(map(repr, get_args(Model)))
    msg = f"model must be one of {words}, not {model!r}"
    raise ValueError(msg)


def checked_draws(draws: int) -> int:
    """Return the number of draws, or say that it is none."""
    if isinstance(draws, bool) or not isinstance(draws, int | np.integer):
        msg = f"draws must be a whole number, not {type(draws).__name__}"
        raise TypeError(msg)
    if draws < 1:
        msg = f"draws must be at least 1, not {draws}"
        raise ValueError(msg)
    return int(draws)


def chain(found: Table, kept: list[float]) -> dict[str, object]:
    """How far apart the draws of a chain lie, and how far unrelated ones would.

    ``kept`` are the shares of memberships that a draw has from the one before.
    """
    try:
        by_chance = _nullmodels.kept_by_chance(
            _nullmodels.bicm(found.b, found.possible)
        )
    except ConvergenceError:
        # The draws need no solution; they only go without this comparison.
        by_chance = None
    return {
        "cycles_between_draws": _nullmodels.chain_cycles(found.b),
        "kept_between_draws": float(np.mean(kept)),
        "kept_by_chance": by_chance,
    }


def matrices(
    found: Table, model: Model, draws: int, seed: int
) -> Iterator[sp.csr_array]:
    """Random matrices of a model, in the shape of the table."""
    rng = np.random.default_rng(seed)
    if model == "hypergeometric":
        return _nullmodels.fixed_row_draws(found.b, draws, rng)
    if model == "fixed_groups":
        return _nullmodels.fixed_column_draws(found.b, draws, rng)
    if model == "sdsm":
        solved = _nullmodels.bicm(found.b, found.possible)
        return _nullmodels.bicm_draws(solved, draws, rng)
    return _nullmodels.curveball_draws(found.b, draws, rng, possible=found.possible)
