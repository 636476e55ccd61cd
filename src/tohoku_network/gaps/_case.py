"""What does every finder of the gap analysis read, and what does it tell?"""

from __future__ import annotations

from typing import NamedTuple

import pandas as pd

from tohoku_network.gaps._lists import told
from tohoku_network.network import AffiliationNetwork
from tohoku_network.vocabulary import Language

__all__ = ["Case", "Finding"]


class Finding(NamedTuple):
    """One sentence in the asked language, and what stands behind it."""

    kind: str
    sentence: str
    number: float
    evidence: tuple[str, ...]
    caveat: str


class Case(NamedTuple):
    """What every finder reads."""

    net: AffiliationNetwork
    ja: bool
    language: Language
    names: pd.Series
    table: pd.DataFrame
    """Coverage by sector."""
    lists: pd.DataFrame
    """Completeness."""
    draws: int
    seed: int

    def say(self, ja: str, en: str) -> str:
        return ja if self.ja else en

    def sector(self, code: str) -> str:
        return told(code, "sector", self.language)
