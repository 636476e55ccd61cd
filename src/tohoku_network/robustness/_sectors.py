"""How many pairs of organizations tie two sectors, at one table or through a third?"""

from __future__ import annotations

import itertools
from typing import NamedTuple

import numpy as np
import pandas as pd
import scipy.sparse as sp

from tohoku_network import _incidence
from tohoku_network.robustness._people import sector_label
from tohoku_network.vocabulary import Language

__all__ = ["Links", "counted", "sector_frame", "sector_links"]


class Links(NamedTuple):
    """Unordered pairs between sectors; symmetric matrices of counts."""

    tied: np.ndarray
    """Pairs that share a group."""
    linked: np.ndarray
    """Pairs that share no group, and someone who shares one with each."""


def sector_links(b: sp.csr_array, codes: np.ndarray, n_words: int) -> Links:
    """Count the pairs of sectors; rows of code -1 are of none and not counted."""
    inside = np.zeros((len(codes), n_words), dtype=np.float32)
    known = np.flatnonzero(codes >= 0)
    inside[known, codes[known]] = 1.0
    found = [np.zeros((n_words, n_words)), np.zeros((n_words, n_words))]
    for block in _incidence.blocks(len(known)):
        rows = known[block]
        levels = itertools.islice(_incidence.distance_levels(b, rows), 2)
        for total, met in zip(found, levels, strict=False):
            total += inside[rows].T @ (met.T.astype(np.float32) @ inside)
    tied, linked = (np.rint(total).astype(np.int64) for total in found)
    for counts in (tied, linked):
        counts[np.diag_indices(n_words)] //= 2
    return Links(tied, linked)


def sector_frame(
    before: Links, after: Links, words: list[str], language: Language
) -> pd.DataFrame:
    """One row per unordered pair of sectors, with the pairs before and after."""
    pairs = list(itertools.combinations_with_replacement(range(len(words)), 2))
    first = np.array([a for a, _ in pairs], dtype=np.int64)
    second = np.array([b for _, b in pairs], dtype=np.int64)
    names = [sector_label(word, language) for word in words]
    return pd.DataFrame(
        {
            "sector_a": pd.Series([names[a] for a in first], dtype="str"),
            "sector_b": pd.Series([names[b] for b in second], dtype="str"),
            "tied_before": before.tied[first, second],
            "tied_after": after.tied[first, second],
            "linked_before": before.linked[first, second],
            "linked_after": after.linked[first, second],
        }
    )


def counted(number: int, one: str, many: str) -> str:
    """English number with its noun."""
    return f"{number:,} {one if number == 1 else many}"
