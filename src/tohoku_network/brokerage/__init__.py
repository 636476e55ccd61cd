from tohoku_network.brokerage.links import linking_groups, who_links
from tohoku_network.brokerage.roles import heterogeneous, roles
