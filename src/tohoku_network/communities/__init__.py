"""Which organizations belong together, how sure is that, and what holds them?

Partitions of the projection (Leiden, Louvain) or of members and groups at once
(two-mode modularity), each searched many times and told with the agreement of the
searches; profiles of the communities; comparison of partitions.
"""

from __future__ import annotations

from tohoku_network.communities.comparison import compare
from tohoku_network.communities.detection import Communities, Method, detect
from tohoku_network.communities.profiles import Attribute, composition, profile
from tohoku_network.communities.quality import modularity, two_mode_modularity

__all__ = [
    "Attribute",
    "Communities",
    "Method",
    "compare",
    "composition",
    "detect",
    "modularity",
    "profile",
    "two_mode_modularity",
]
