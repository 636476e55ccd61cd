"""What the two comparisons share: rows in one network only, names, tags."""

from __future__ import annotations

from typing import Literal

import pandas as pd

from tohoku_network._definition import tag
from tohoku_network.network import AffiliationNetwork
from tohoku_network.tables import OPEN_END
from tohoku_network.vocabulary import (
    LISTS,
    ROLES,
    SECTORS,
    UNKNOWN_SECTOR,
    Language,
    label,
)

By = Literal["sector", "prefecture", "kind"]


def only_in(
    net: AffiliationNetwork,
    other: AffiliationNetwork,
    change: str,
    language: Language,
) -> pd.DataFrame:
    """Memberships of one network that the other has not."""
    rows = net.memberships
    rows = rows[rows["member_id"] != rows["group_id"]]
    pairs = pd.MultiIndex.from_frame(rows[["member_id", "group_id"]])
    known = pd.MultiIndex.from_frame(other.memberships[["member_id", "group_id"]])
    rows = rows[~pairs.isin(known)]
    table = net.organizations
    names = net.display_names(language).to_dict()
    sectors, unnamed = table["sector"].to_dict(), table["unnamed"].to_dict()
    found = []
    for pair, part in rows.groupby(["group_id", "member_id"], sort=True):
        group, member = (str(identifier) for identifier in pair)
        roles = sorted(set(part["role"].dropna()))
        starts = sorted(part["valid_from"].dropna())
        ends = sorted(set(part["valid_to"].dropna()) - {OPEN_END})
        dated = len(starts) if change == "joined" else len(ends)
        found.append(
            {
                "change": change,
                "basis": "dated" if dated == len(part) else "listed",
                "member_id": member,
                "member": names[member],
                "sector": label(sectors[member], SECTORS, language),
                "group_id": group,
                "group": names[group],
                "role": ", ".join(label(role, ROLES, language) for role in roles),
                "valid_from": starts[0] if starts else None,
                "valid_to": ends[-1] if ends else None,
                "unnamed": bool(unnamed[member]),
            }
        )
    frame = pd.DataFrame(found, columns=list(MEMBERSHIP_COLUMNS))
    return frame.astype(MEMBERSHIP_COLUMNS)


MEMBERSHIP_COLUMNS = {
    **dict.fromkeys(
        (
            "change",
            "basis",
            "member_id",
            "member",
            "sector",
            "group_id",
            "group",
            "role",
            "valid_from",
            "valid_to",
        ),
        "str",
    ),
    "unnamed": "bool",
}


def sizes(net: AffiliationNetwork) -> pd.Series:
    """Members and classes of each group that has any."""
    groups = net.groups
    return (groups["n_members"] + groups["n_unnamed"]).astype("int64")


def names(
    before: AffiliationNetwork,
    after: AffiliationNetwork,
    ids: list[str],
    language: Language,
) -> pd.Series:
    """Names as they are now, or were when there is none now."""
    now = after.display_names(language).reindex(ids)
    return now.fillna(before.display_names(language).reindex(ids))


def column(
    before: AffiliationNetwork, after: AffiliationNetwork, ids: list[str], name: str
) -> list[str | None]:
    """Cells as they are now; of organizations that are gone, as they were."""
    now, then = after.organizations[name], before.organizations[name]
    cells = [now[i] if i in now.index else then[i] for i in ids]
    return [cell if isinstance(cell, str) else None for cell in cells]


def labelled(word: str, by: By, language: Language) -> str:
    none = UNKNOWN_SECTOR.ja if language == "ja" else UNKNOWN_SECTOR.en
    if not word and by != "sector":
        none = "記載なし" if language == "ja" else "Not told"
    return label(word, LISTS[by], language) or none


def tagged(
    result: pd.DataFrame,
    measure: str,
    variant: str,
    before: AffiliationNetwork,
    after: AffiliationNetwork,
) -> pd.DataFrame:
    return tag(
        result,
        measure=measure,
        variant=f"{variant}, earlier against later",
        n=len(after.oriented("members")[1]),
        period=f"{before.period or 'all'} → {after.period or 'all'}",
        n_before=len(before.oriented("members")[1]),
    )


def counted(number: int, noun: str) -> str:
    return f"{number:,} {noun}{'' if number == 1 else 's'}"
