"""What does every table of this room say about an organization?"""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
import pandas as pd

from tohoku_network.errors import GraphError
from tohoku_network.network import AffiliationNetwork
from tohoku_network.tables import Tables
from tohoku_network.vocabulary import SECTORS, UNKNOWN_SECTOR, Language, label

__all__ = [
    "checked_ids",
    "listed",
    "people",
    "rebuilt",
    "sector_codes",
    "sector_label",
]

_SHOWN = 5


def people(net: AffiliationNetwork, ids: list[str], language: Language) -> pd.DataFrame:
    """Frame with the name and sector of each organization, indexed by id."""
    sectors = net.organizations["sector"].reindex(ids)
    return pd.DataFrame(
        {
            "name": net.display_names(language).reindex(ids),
            "sector": [label(code, SECTORS, language) for code in sectors],
        },
        index=pd.Index(ids, name="id", dtype="str"),
    )


def checked_ids(net: AffiliationNetwork, asked: Iterable[str]) -> None:
    """Raise unless every id is that of an organization."""
    lost = sorted({str(i) for i in asked} - set(net.organizations.index))
    if lost:
        more = f" and {len(lost) - _SHOWN:,} more" if len(lost) > _SHOWN else ""
        shown = ", ".join(map(repr, lost[:_SHOWN]))
        msg = f"no organization has the id {shown}{more}; net.find(name) tells ids"
        raise GraphError(msg)


def rebuilt(
    net: AffiliationNetwork,
    organizations: pd.DataFrame,
    memberships: pd.DataFrame,
    *,
    also: frozenset[str] = frozenset(),
) -> AffiliationNetwork:
    """Network of changed tables; what was a group stays one."""
    tables = Tables(
        organizations,
        memberships.reset_index(drop=True),
        net.sources,
        net.remarks,
        net.files,
    )
    groups = set(net.oriented("groups")[1]) | set(memberships["group_id"]) | also
    return AffiliationNetwork(
        tables,
        group_ids=frozenset(groups & set(organizations.index)),
        period=net.period,
    )


def sector_codes(
    net: AffiliationNetwork, ids: list[str]
) -> tuple[np.ndarray, list[str]]:
    """Sector of each organization as a number, -1 for none, and the sectors' words."""
    column = net.organizations["sector"].reindex(ids)
    present = set(column.dropna()) - {""}
    words = [word for word in SECTORS if word in present]
    words += sorted(present - set(SECTORS))
    number = {word: code for code, word in enumerate(words)}
    return np.array([number.get(word, -1) for word in column], dtype=np.int64), words


def sector_label(code: str | None, language: Language) -> str:
    """Sector in the asked language; organizations without one are called so."""
    none = UNKNOWN_SECTOR.ja if language == "ja" else UNKNOWN_SECTOR.en
    return label(code, SECTORS, language) or none


def listed(names: list[str], language: Language) -> str:
    """Names as a list in words, the first five and how many more."""
    shown, more = names[:_SHOWN], len(names) - _SHOWN
    if language == "ja":
        return "、".join(shown) + (f"ほか{more:,}機関" if more > 0 else "")
    return ", ".join(shown) + (f" and {more:,} more" if more > 0 else "")
