"""Are two partitions the same, and how far apart are they if not?"""

from __future__ import annotations

import pandas as pd

from tohoku_network._definition import tag
from tohoku_network.communities._agreement import adjusted_rand, entropies
from tohoku_network.communities.quality import label_codes
from tohoku_network.errors import GraphError

__all__ = ["compare"]


def compare(a: pd.Series, b: pd.Series) -> pd.Series:
    r"""Agreement of two partitions of the same organizations, by three numbers.

    ``adjusted_rand``: pairs treated alike beyond chance, 1 when equal, about 0 (even
    below) when unrelated. ``nmi``: mutual information over the mean of the two
    entropies, :math:`2 I / (H_a + H_b)`, 0 to 1. ``vi``: variation of information
    :math:`H_a + H_b - 2 I` in nats, 0 when equal, at most log n. Names of
    communities do not matter. Two empty partitions, and two with a single community
    each, are equal: 1, 1, 0.

    Parameters
    ----------
    a, b
        Community of every organization, indexed by id in any order.

    Returns
    -------
    pandas.Series
        Floats ``adjusted_rand``, ``nmi``, ``vi``, named ``agreement``.

    Raises
    ------
    GraphError
        If the partitions are not of the same organizations, or one has no label.

    References
    ----------
    Hubert, L. and Arabie, P. (1985). Comparing partitions. J. Classif. 2, 193–218.
    Meilă, M. (2007). Comparing clusterings: an information based distance. J.
    Multivar. Anal. 98, 873–895.

    Examples
    --------
    >>> a = pd.Series({"u": 0, "v": 0, "w": 1, "x": 1})
    >>> compare(a, a[::-1]).to_dict()
    {'adjusted_rand': 1.0, 'nmi': 1.0, 'vi': 0.0}
    >>> compare(a, pd.Series({"u": 0, "v": 1, "w": 0, "x": 1})).round(3).to_dict()
    {'adjusted_rand': -0.5, 'nmi': 0.0, 'vi': 1.386}
    """
    for labels in (a, b):
        if not labels.index.is_unique:
            msg = "an organization has two labels: give each id once"
            raise GraphError(msg)
    ids = sorted(set(a.index) | set(b.index))
    one, two = label_codes(a, ids), label_codes(b, ids)
    of_one, of_two, joint = entropies(one, two)
    apart = max(2 * joint - of_one - of_two, 0.0)
    mutual = max(of_one + of_two - joint, 0.0)
    both = of_one + of_two
    values = {
        "adjusted_rand": adjusted_rand(one, two),
        "nmi": 2 * mutual / both if both else 1.0,
        # Rounding leaves less than 1e-12 of a difference between equal partitions.
        "vi": apart if apart > 1e-12 else 0.0,
    }
    return tag(
        pd.Series(values, name="agreement"),
        measure="agreement",
        variant="two partitions of the same organizations",
        normalization="nmi by the mean entropy, vi in nats",
        n=len(ids),
        period=None,
        citation="Hubert and Arabie (1985); Meilă (2007)",
    )
