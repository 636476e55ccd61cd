"""How late do the tables tell, and which memberships had ended by then?

No clock is asked: the latest date is the latest that the tables themselves name.
"""

from __future__ import annotations

import pandas as pd

from tohoku_network.network import AffiliationNetwork
from tohoku_network.tables import OPEN_END, PartialDate, parse_date

__all__ = ["ended", "latest", "used_sources"]


def used_sources(net: AffiliationNetwork) -> list[str]:
    """Ids of the sources that a membership or an organization rests on, sorted."""
    cited = {
        *net.memberships["source_id"].dropna(),
        *net.organizations["source_id"].dropna(),
    }
    return sorted(map(str, cited))


def latest(net: AffiliationNetwork) -> PartialDate | None:
    """Latest date of a membership or of a source in use; None where none is told."""
    rows, sources = net.memberships, net.sources
    texts = {
        *rows["valid_from"].dropna(),
        *rows["valid_to"].dropna(),
        *sources["date"].reindex(used_sources(net)).dropna(),
    } - {OPEN_END}
    dates = [parse_date(str(text)) for text in texts]
    return max(dates, key=lambda date: (date.first, date.text), default=None)


def ended(net: AffiliationNetwork) -> pd.DataFrame:
    """Memberships whose last possible day lies before the latest date told.

    None in a network that is cut to a period: what had ended is not in it.
    """
    rows, date = net.memberships, latest(net)
    if date is None or net.period:
        return rows.iloc[:0]
    over = [
        isinstance(end, str) and end != OPEN_END and parse_date(end).last < date.first
        for end in rows["valid_to"]
    ]
    return rows[over]
