"""How has the make-up of one group changed, and of the meetings that belong to it?"""

from __future__ import annotations

import pandas as pd

from tohoku_network.comparison._parts import column, names, tagged
from tohoku_network.errors import GraphError
from tohoku_network.network import AffiliationNetwork
from tohoku_network.tables import OPEN_END
from tohoku_network.vocabulary import ROLES, SECTORS, Language, label

__all__ = ["members_changed"]

_ORDER = ("joined", "later_only", "left", "earlier_only", "stayed")


def members_changed(
    before: AffiliationNetwork,
    after: AffiliationNetwork,
    group: str,
    *,
    language: Language = "ja",
) -> pd.DataFrame:
    """Who joined a group, who left, who stayed, and who came to single meetings only?

    The group is taken with all groups below it (``parent_id``): its meetings,
    committees, declarations. Somebody who is in any of them at both times has
    ``stayed``. A meeting that took place once is over without anybody leaving: who is
    recorded only there is ``earlier_only`` or ``later_only``, not ``left`` or
    ``joined``. A meeting is a group of the kind event, and any row that begins and
    ends on the same date.

    Parameters
    ----------
    before, after
        The earlier and the later network, such as ``net.at("2011")`` and
        ``net.at("2021")``.
    group
        Id of the group.
    language
        Language of names and words.

    Returns
    -------
    pandas.DataFrame
        One row per member, those who joined first, then ``later_only``, ``left``,
        ``earlier_only``, ``stayed``; each named before unnamed, by sector and id:
        ``change``, ``basis`` (``"dated"`` if the rows tell it, ``"undated"`` for who
        stayed by rows without a date, else ``"listed"``), ``member_id``, ``member``,
        ``sector``, ``unnamed``, ``roles_before``, ``roles_after``, ``groups_before``,
        ``groups_after`` (tuples of ids). The attributes tell ``groups``, the ids that
        were looked at.

    Raises
    ------
    GraphError
        If the group is in neither network.
    ValueError
        If ``language`` is none of the two words.

    Examples
    --------
    >>> import tohoku_network as tn
    >>> net = tn.load_tohoku()
    >>> found = members_changed(net.at("2011"), net.at("2021"), "aomori-roundtable")
    >>> "ieat-taipei" in set(found.loc[found["change"] == "later_only", "member_id"])
    True
    >>> sorted(set(found["change"]))
    ['earlier_only', 'later_only', 'stayed']
    """
    family = _family(before, after, group)
    old, new = (_inside(net, family) for net in (before, after))
    ids = sorted(set(old["member_id"]) | set(new["member_id"]))
    of = [dict(list(rows.groupby("member_id"))) for rows in (old, new)]
    none = old.iloc[:0]
    found = []
    for one in ids:
        then, now = (rows.get(one, none) for rows in of)
        change, basis = _told(then, now)
        found.append(
            {
                "change": change,
                "basis": basis,
                "member_id": one,
                "roles_before": _roles(then, language),
                "roles_after": _roles(now, language),
                "groups_before": tuple(sorted(set(then["group_id"]))),
                "groups_after": tuple(sorted(set(now["group_id"]))),
            }
        )
    frame = pd.DataFrame(found, columns=[*_COLUMNS[:3], *_COLUMNS[6:]])
    frame["member"] = names(before, after, ids, language).to_numpy()
    codes = column(before, after, ids, "sector")
    frame["sector"] = [label(code, SECTORS, language) for code in codes]
    unnamed = {
        str(one): bool(flag)
        for net in (before, after)
        for one, flag in net.organizations["unnamed"].items()
    }
    frame["unnamed"] = [unnamed[one] for one in ids]
    places = {code: place for place, code in enumerate(SECTORS)}
    frame["_sector"] = [places.get(code or "", len(places)) for code in codes]
    frame["_change"] = [_ORDER.index(word) for word in frame["change"]]
    order = ["_change", "unnamed", "_sector", "member_id"]
    result = frame.sort_values(order, ignore_index=True)[list(_COLUMNS)]
    texts = [c for c in _COLUMNS if not c.startswith("groups_") and c != "unnamed"]
    result = result.astype({**dict.fromkeys(texts, "str"), "unnamed": "bool"})
    tagged(result, "members_changed", f"members of {group}", before, after)
    result.attrs["groups"] = family
    return result


_COLUMNS = (
    "change",
    "basis",
    "member_id",
    "member",
    "sector",
    "unnamed",
    "roles_before",
    "roles_after",
    "groups_before",
    "groups_after",
)


def _family(
    before: AffiliationNetwork, after: AffiliationNetwork, group: str
) -> list[str]:
    """Ids of a group and of all groups below it, the group first."""
    below: dict[str, set[str]] = {}
    known: set[str] = set()
    for net in (before, after):
        groups = net.groups
        known.update(groups.index)
        for one, parent in groups["parent_id"].dropna().items():
            below.setdefault(parent, set()).add(str(one))
    if group not in known:
        msg = f"no group has the id {group!r}; net.find(name) tells ids"
        raise GraphError(msg)
    family, ahead = {group}, [group]
    while ahead:
        inside = below.get(ahead.pop(), set()) - family
        family |= inside
        ahead += sorted(inside)
    return [group, *sorted(family - {group})]


def _inside(net: AffiliationNetwork, family: list[str]) -> pd.DataFrame:
    """Membership rows of the groups, with those marked that are of one meeting."""
    rows = net.memberships
    # The group itself hosts its meetings; that is no member of it.
    rows = rows[rows["group_id"].isin(family) & ~rows["member_id"].isin(family)]
    is_event = rows["group_id"].map(net.organizations["kind"]) == "event"
    once = rows["valid_from"].notna() & (rows["valid_from"] == rows["valid_to"])
    return rows.assign(once=is_event | once)


def _told(then: pd.DataFrame, now: pd.DataFrame) -> tuple[str, str]:
    """What happened to one member, and what that rests on."""
    if len(then) and len(now):
        rows = pd.concat([then, now])
        dated = (rows["valid_from"].notna() | rows["valid_to"].notna()).any()
        return "stayed", "dated" if dated else "undated"
    if len(now):
        change = "later_only" if now["once"].all() else "joined"
        return change, "dated" if now["valid_from"].notna().all() else "listed"
    change = "earlier_only" if then["once"].all() else "left"
    ends = then["valid_to"].notna() & (then["valid_to"] != OPEN_END)
    return change, "dated" if ends.all() else "listed"


def _roles(rows: pd.DataFrame, language: Language) -> str:
    found = set(rows["role"].dropna())
    order = [role for role in ROLES if role in found]
    order += sorted(found - set(ROLES))
    return ", ".join(label(role, ROLES, language) for role in order)
