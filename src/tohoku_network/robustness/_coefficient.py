"""How much may be lost before a ranking changes, and how sure is that?

The CS coefficient, its verdict, and what either may be for want of draws.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, NamedTuple

import numpy as np
from scipy.stats import binomtest

from tohoku_network.robustness._samples import SURE
from tohoku_network.vocabulary import Label, Language, label

__all__ = [
    "VERDICTS",
    "Coefficient",
    "coefficient",
    "kept_share",
    "note",
    "spread",
    "verdict",
]

_KEPT = 0.7
"""Correlation that must be kept."""
_LEAST, _BETTER = 0.25, 0.5
"""Published cut-offs of the CS coefficient."""

VERDICTS = {
    "unstable": Label("安定していない", "unstable"),
    "acceptable": Label("おおむね安定", "acceptable"),
    "stable": Label("安定", "stable"),
}
"""The three verdicts on a ranking as a whole."""


class Coefficient(NamedTuple):
    """CS coefficient with the least and the most that it may be."""

    value: float = 0.0
    low: float = 0.0
    high: float = 0.0

    def told(self, reason: str) -> dict[str, Any]:
        """Facts for the attributes of a result; nothing but why, for a reason."""
        cut = verdict(self.low), verdict(self.high)
        return {
            "cs": None if reason else self.value,
            "cs_range": None if reason else (self.low, self.high),
            "verdict": verdict(self.value),
            "verdict_range": None if reason else cut,
            "reason": reason,
        }


def coefficient(kept: Iterable[tuple[float, float]], draws: int) -> Coefficient:
    """Largest share up to which every share keeps the correlation.

    ``kept`` is read only as far as a share may still keep it.
    """
    found, still = [0.0, 0.0, 0.0], [True, True, True]
    for share, value in kept:
        if np.isnan(value):
            break
        sure = binomtest(round(value * draws), draws).proportion_ci(0.95, "exact")
        ends = (value, sure.low, sure.high)
        still = [s and end >= SURE for s, end in zip(still, ends, strict=True)]
        if not any(still):
            break
        found = [share if s else f for s, f in zip(still, found, strict=True)]
    return Coefficient(*found)


def verdict(cs: float) -> str:
    if cs < _LEAST:
        return "unstable"
    return "stable" if cs >= _BETTER else "acceptable"


def note(cs: Coefficient, draws: int, language: Language) -> str:
    """That more draws may give another verdict, where this is so."""
    words = [label(verdict(end), VERDICTS, language) for end in (cs.low, cs.high)]
    if words[0] == words[1]:
        return ""
    if language == "ja":
        return (
            f"抽出{draws:,}回で言えるCS係数の範囲は{cs.low:.2f}～{cs.high:.2f}（95％）で、"
            f"判定は「{words[0]}」から「{words[1]}」までありうる。"
        )
    return (
        f"With {draws:,} draws, the coefficient may be {cs.low:.2f} to {cs.high:.2f} "
        f"(95 %), and the verdict {words[0]} to {words[1]}."
    )


def kept_share(correlations: np.ndarray) -> float:
    """Share of the draws that keep the correlation; one that is missing does not."""
    if np.isnan(correlations).all():
        return np.nan
    return float((correlations >= _KEPT).mean())


def spread(correlations: np.ndarray) -> dict[str, float]:
    """Mean and middle 95 % of the draws."""
    known = correlations[~np.isnan(correlations)]
    if not len(known):
        return dict.fromkeys(("mean", "low", "high"), np.nan)
    low, high = np.quantile(known, [0.025, 0.975], method="inverted_cdf")
    return {"mean": float(known.mean()), "low": float(low), "high": float(high)}
