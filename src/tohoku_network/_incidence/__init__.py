"""What follows from the members × groups matrix alone?

The numerical room under the network: everything here takes the sparse 0/1 incidence
matrix B (members in rows) and knows nothing of names.
"""

from tohoku_network._incidence.matrix import (
    Folded,
    Weight,
    adjacency,
    blocks,
    components,
    coreness,
    degrees,
    excess,
    fold,
    gram_product,
    possible_ties,
    projection,
    shared_counts,
    tie_product,
)
from tohoku_network._incidence.paths import (
    Reach,
    betweenness,
    distance_levels,
    folded_betweenness,
    hop_counts,
    reach,
    two_mode_betweenness,
    two_mode_reach,
)
from tohoku_network._incidence.spectral import fixed_point, leading_vector
from tohoku_network._incidence.weighted import (
    lengths,
    weighted_betweenness,
    weighted_reach,
)

__all__ = [
    "Folded",
    "Reach",
    "Weight",
    "adjacency",
    "betweenness",
    "blocks",
    "components",
    "coreness",
    "degrees",
    "distance_levels",
    "excess",
    "fixed_point",
    "fold",
    "folded_betweenness",
    "gram_product",
    "hop_counts",
    "leading_vector",
    "lengths",
    "possible_ties",
    "projection",
    "reach",
    "shared_counts",
    "tie_product",
    "two_mode_betweenness",
    "two_mode_reach",
    "weighted_betweenness",
    "weighted_reach",
]
