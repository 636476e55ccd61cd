"""What has changed between two dates of a network, or between two files?

Who joined and who left, how the make-up of one group changed, which groups are new
and which have ended, whose rank moved, and which sectors gained or lost links. A list
that got shorter does not prove that somebody left, so every change says whether dates
tell it or only the lists.
"""

from tohoku_network.comparison.composition import members_changed
from tohoku_network.comparison.overall import Comparison, compare
from tohoku_network.comparison.positions import ranks_moved, sector_links_changed
from tohoku_network.comparison.rosters import groups_changed, memberships_changed

__all__ = [
    "Comparison",
    "compare",
    "groups_changed",
    "members_changed",
    "memberships_changed",
    "ranks_moved",
    "sector_links_changed",
]
