"""What breaks when someone leaves, what would a change do, and what holds at all?"""

from __future__ import annotations

from tohoku_network.robustness.changes import WhatIf, changed, what_if
from tohoku_network.robustness.cuts import articulation
from tohoku_network.robustness.leaving import Succession, succession
from tohoku_network.robustness.players import key_players
from tohoku_network.robustness.stability import (
    correlation_stability,
    fill_unnamed,
    stability,
)

__all__ = [
    "Succession",
    "WhatIf",
    "articulation",
    "changed",
    "correlation_stability",
    "fill_unnamed",
    "key_players",
    "stability",
    "succession",
    "what_if",
]
