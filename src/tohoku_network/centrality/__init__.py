"""Who is central?

Measures on either projection and on the two-mode network itself, each a Series
indexed by organization id that carries its definition in ``.attrs``. They range over
every organization that belongs, or could belong, to a group; those without a group
count as isolates.
"""

from tohoku_network.centrality.mutual import birank, hits, two_mode_eigenvector
from tohoku_network.centrality.overview import MEASURES, rank_table, ranks, table
from tohoku_network.centrality.paths import betweenness, closeness, harmonic
from tohoku_network.centrality.ties import coreness, degree, strength
from tohoku_network.centrality.two_mode import (
    two_mode_betweenness,
    two_mode_closeness,
    two_mode_degree,
)
from tohoku_network.centrality.walks import eigenvector, pagerank

__all__ = [
    "MEASURES",
    "betweenness",
    "birank",
    "closeness",
    "coreness",
    "degree",
    "eigenvector",
    "harmonic",
    "hits",
    "pagerank",
    "rank_table",
    "ranks",
    "strength",
    "table",
    "two_mode_betweenness",
    "two_mode_closeness",
    "two_mode_degree",
    "two_mode_eigenvector",
]
