"""What does every result of this room look like?"""

from __future__ import annotations

import numpy as np
import pandas as pd

from tohoku_network._definition import tag
from tohoku_network.network import AffiliationNetwork

__all__ = ["checked_share", "one_mode", "two_mode"]


def one_mode(
    values: np.ndarray,
    ids: list[str],
    net: AffiliationNetwork,
    measure: str,
    side: str,
    *,
    weight: str | None = None,
    normalization: str = "none",
    citation: str,
    **more: object,
) -> pd.Series:
    """Measure on a projection, with its definition."""
    kind = "plain" if weight is None else "weighted"
    return tag(
        _series(values, ids, measure),
        measure=measure,
        variant=f"{kind} projection onto {side}",
        normalization=normalization,
        weight=weight,
        n=len(ids),
        period=net.period,
        seed=None,
        citation=citation,
        **more,
    )


def two_mode(
    values: np.ndarray,
    ids: list[str],
    other: list[str],
    net: AffiliationNetwork,
    measure: str,
    side: str,
    *,
    normalization: str = "none",
    citation: str,
    **more: object,
) -> pd.Series:
    """Measure on the two-mode network, with its definition."""
    return tag(
        _series(values, ids, measure),
        measure=measure,
        variant=f"two-mode network, values of {side}",
        normalization=normalization,
        weight=None,
        n=len(ids),
        n_other=len(other),
        period=net.period,
        seed=None,
        citation=citation,
        **more,
    )


def checked_share(value: float, name: str) -> float:
    """Return a share from 0 to less than 1, or say that it is none."""
    if 0 <= value < 1:
        return float(value)
    msg = f"{name} must be at least 0 and less than 1, not {value!r}"
    raise ValueError(msg)


def _series(values: np.ndarray, ids: list[str], measure: str) -> pd.Series:
    return pd.Series(values, index=pd.Index(ids, name="id", dtype="str"), name=measure)
