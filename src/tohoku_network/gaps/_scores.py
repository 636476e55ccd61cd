"""How near is a group to an organization that does not belong to it?

Scores of member–group pairs from the matrix alone: relatedness density and the paths
of three steps. They order suggestions; :func:`predictive_check` tells what they are
worth.
"""

from __future__ import annotations

import numpy as np
import scipy.sparse as sp

__all__ = ["density", "path3", "plain_path3", "proximity"]


def proximity(b: sp.csr_array) -> sp.csr_array:
    """Groups × groups: shared members over the larger membership; zero diagonal.

    The smaller of the two conditional probabilities to be in one group, given the
    other (Hidalgo et al., 2007).
    """
    shared = (b.T @ b).tocoo()
    sizes = np.bincount(b.indices, minlength=b.shape[1])
    off = shared.row != shared.col
    row, column = shared.row[off], shared.col[off]
    larger = np.maximum(sizes[row], sizes[column])
    return sp.csr_array((shared.data[off] / larger, (row, column)), shape=shared.shape)


def density(b: sp.csr_array) -> np.ndarray:
    """Members × groups: share of the proximity around a group that a member has.

    0 where a group shares no member with any other.
    """
    near = proximity(b)
    around = np.asarray(near.sum(axis=0)).ravel()
    reached = np.asarray((b @ near).toarray(), dtype=float)
    result = np.zeros_like(reached)
    np.divide(reached, around[None, :], out=result, where=around[None, :] > 0)
    return result


def path3(b: sp.csr_array) -> np.ndarray:
    r"""Members × groups: paths member–group–member–group, hubs on them held down.

    Each path counts :math:`1/\sqrt{k_g d_x}` with k the size of the group and d the
    number of groups of the member that it passes (Kovács et al., 2019). Only pairs
    that are no membership are meant to be read.
    """
    sizes = np.bincount(b.indices, minlength=b.shape[1])
    degrees = np.diff(b.indptr)
    through_group = sp.diags_array(1.0 / np.sqrt(np.maximum(sizes, 1)))
    through_member = sp.diags_array(1.0 / np.sqrt(np.maximum(degrees, 1)))
    return np.asarray((b @ through_group @ (b.T @ through_member @ b)).toarray())


def plain_path3(b: sp.csr_array) -> np.ndarray:
    """Members × groups: number of paths member–group–member–group."""
    return np.asarray((b @ (b.T @ b)).toarray())
