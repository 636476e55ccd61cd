"""Who stands between others, through which groups, and what hangs on it alone?

Links between any two sectors (or other categories, or named sets) and the groups
that carry them; the roles of Gould and Fernandez; Burt's structural holes on either
projection and in two modes; organizations and memberships that nothing replaces.
"""

from tohoku_network.brokerage.cuts import bridges, cut_organizations
from tohoku_network.brokerage.holes import (
    constraint,
    effective_size,
    efficiency,
    hierarchy,
)
from tohoku_network.brokerage.links import linking_groups, who_links
from tohoku_network.brokerage.roles import heterogeneous, roles
from tohoku_network.brokerage.two_mode import (
    burchard_cornwell_constraint,
    hollway_constraint,
)

__all__ = [
    "bridges",
    "burchard_cornwell_constraint",
    "constraint",
    "cut_organizations",
    "effective_size",
    "efficiency",
    "heterogeneous",
    "hierarchy",
    "hollway_constraint",
    "linking_groups",
    "roles",
    "who_links",
]
