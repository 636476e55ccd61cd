"""Is it more than chance: which ties, which sectors, and whose contacts?

Shared groups are bound to arise where some belong to many groups and some groups are
large. Every function here compares the network with random ones that keep the
number of groups per member, of members per group, or both, and says how often
chance does as well.
"""

from __future__ import annotations

from tohoku_network.significance._models import Model, possible_pairs
from tohoku_network.significance._tails import Correction, adjusted, poisson_binomial
from tohoku_network.significance.pairs import Tail, pair_pvalues, tie_pvalues, ties
from tohoku_network.significance.sectors import By, ei_by_organization, ei_index, mixing

__all__ = [
    "By",
    "Correction",
    "Model",
    "Tail",
    "adjusted",
    "ei_by_organization",
    "ei_index",
    "mixing",
    "pair_pvalues",
    "poisson_binomial",
    "possible_pairs",
    "tie_pvalues",
    "ties",
]
