"""What is lost when one organization leaves, and who could take over?"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, get_args

import numpy as np
import pandas as pd
import scipy.sparse as sp

from tohoku_network import _incidence
from tohoku_network._definition import tag
from tohoku_network._shown import shown
from tohoku_network.errors import GraphError
from tohoku_network.network import AffiliationNetwork
from tohoku_network.robustness._lists import Class, sector_state, unnamed_places
from tohoku_network.robustness._lost import lost_pairs, pair_frame, successors
from tohoku_network.robustness._people import checked_ids, sector_codes, sector_label
from tohoku_network.robustness._pieces import member_pieces, without
from tohoku_network.robustness._sectors import counted, sector_frame, sector_links
from tohoku_network.vocabulary import KINDS, ROLES, Language, label

__all__ = ["Succession", "succession"]

Leaves = Literal["both", "members", "groups"]


@dataclass(frozen=True, kw_only=True, eq=False, repr=False)
class Succession:
    """What one organization's leaving would take along.

    Attributes
    ----------
    org
        Id of the organization.
    name
        Its name.
    pairs
        Pairs of others that lose their only link; see :func:`succession`.
    groups
        Its groups, indexed by id.
    sectors
        Pairs of sectors.
    pieces
        Pieces that its connected piece falls into.
    successors
        Organizations that could take over, indexed by id.

    Examples
    --------
    >>> import pandas as pd
    >>> import tohoku_network as tn
    >>> net = tn.AffiliationNetwork.from_frames(
    ...     pd.DataFrame({"id": list("abcdgh"), "name": list("ABCDGH")}),
    ...     pd.DataFrame({"member_id": list("abccd"), "group_id": list("ggghh")}))
    >>> succession(net, "c", language="en")
    <Succession: C leaves 2 groups; 2 pairs lose their only link, 2 groups are cut
    off, 0 are left empty; 2 pieces>
    """

    org: str
    name: str
    pairs: pd.DataFrame
    groups: pd.DataFrame
    sectors: pd.DataFrame
    pieces: pd.DataFrame
    successors: pd.DataFrame

    def __repr__(self) -> str:
        cut = int(self.groups["cut_off"].sum())
        empty = int(self.groups["left_empty"].sum())
        pairs = counted(self.pairs.attrs["lost"], "pair loses", "pairs lose")
        only = "its" if self.pairs.attrs["lost"] == 1 else "their"
        return (
            f"<Succession: {self.name} leaves "
            f"{counted(len(self.groups), 'group', 'groups')}; {pairs} {only} only "
            f"link, {counted(cut, 'group is', 'groups are')} cut off, {empty:,} "
            f"{'is' if empty == 1 else 'are'} left empty; "
            f"{counted(len(self.pieces), 'piece', 'pieces')}>"
        )

    def _repr_html_(self) -> str:
        """Notebook view: the first rows of each frame."""
        return shown(
            repr(self),
            ("引き継げる機関 / successors", self.successors),
            ("所属する会議体等 / groups", self.groups),
            ("失われるつながり / pairs", self.pairs),
            ("区分の間のつながり / sectors", self.sectors),
            ("残るかたまり / pieces", self.pieces),
        )


def succession(
    net: AffiliationNetwork,
    org: str,
    *,
    leaves: Leaves = "both",
    max_pairs: int = 1000,
    top: int = 10,
    language: Language = "ja",
) -> Succession:
    """What is lost when an organization leaves, and who already sits nearest to it.

    Everything is counted among the others. A pair loses its only link when it shared
    a group and shares none any longer (``meeting``), or when it shared none, had
    someone who shares a group with each (``introduction``), and has nobody any more.
    A group is cut off when none of the members it keeps sits in another group, though
    the leaving one did. The sector left in a group is told as ``present``,
    ``unnamed`` (a class without names), ``unknown`` (the list is known to be
    incomplete, nobody is left on it, or someone on it has no sector) or ``absent``; a
    list that is longer than it says cannot be seen.

    Parameters
    ----------
    net
        The network.
    org
        Id of the organization that leaves.
    leaves
        ``"members"``: it gives up its memberships. ``"groups"``: it is dissolved as
        a group that others belong to. ``"both"``: both, as far as it is both.
    max_pairs
        The most pairs to list; ``pairs.attrs["lost"]`` counts them all.
    top
        The most successors to list.
    language
        Language of names and words.

    Returns
    -------
    Succession
        Five frames. ``pairs``: ``source``, ``target``, ``source_name``,
        ``target_name``, ``source_sector``, ``target_sector``, ``loses``,
        ``steps_before`` (1 or 2), ``steps_after`` (missing if no chain is left),
        sorted by what is left, then ids. ``groups``: ``name``, ``kind``, ``roles``
        (what it did there), ``only_roles`` (roles that nobody else is recorded in),
        ``members_after`` (named), ``unnamed`` (classes), ``left_empty`` (no named
        member), ``cut_off``, ``sector_left``. ``sectors``: pairs of sectors with
        their pairs of organizations that share a group (``tied_before``,
        ``tied_after``) or only someone in between (``linked_before``,
        ``linked_after``), and ``only_link`` where none of either is left.
        ``pieces``: ``members``, ``groups``, ``who`` (ids), largest first.
        ``successors``: ``name``, ``sector``, ``shared_groups`` (its groups in which
        they sit), ``missing_groups`` (ids of the others), ``best_seat`` (the one of
        these groups where joining restores most) and ``restored_pairs`` (pairs left
        without anyone in between that they would then stand between), sorted by
        shared groups, restored pairs, id; without those that are groups by kind,
        such as committees, unless the leaving one is such a group itself.

    Raises
    ------
    GraphError
        If there is no such organization, or it is neither member nor group.
    ValueError
        If ``leaves`` is none of the accepted words.

    Notes
    -----
    Introductions lost are the exclusive pairs of ``brokerage.who_links``, over all
    sectors. An isolate leaves nothing behind: all frames but ``sectors`` are empty.

    References
    ----------
    Burt, R. S. (1992). Structural holes. Harvard University Press. Borgatti, S. P.
    (2006). Identifying sets of key players in a social network. Computational and
    Mathematical Organization Theory 12, 21–34.

    Examples
    --------
    >>> import tohoku_network as tn
    >>> found = succession(tn.load_tohoku(), "meti-tohoku")
    >>> found.pairs.attrs["lost"] > 0, len(found.successors)
    (True, 10)
    """
    if leaves not in get_args(Leaves):
        msg = f"leaves must be 'both', 'members' or 'groups', not {leaves!r}"
        raise ValueError(msg)
    checked_ids(net, [org])
    b, members, groups = net.oriented("members")
    rows = [members.index(org)] if leaves != "groups" and org in members else []
    columns = [groups.index(org)] if leaves != "members" and org in groups else []
    if not rows and not columns:
        is_no = {"members": "no named member", "groups": "no group"}
        what = is_no.get(leaves, "neither a named member nor a group")
        msg = f"{org!r} is {what} in this network"
        raise GraphError(msg)
    after = without(b, rows, columns)
    others = np.ones(len(members), dtype=bool)
    # An organization that goes on as a member stays among those who are counted.
    others[rows] = False
    lost = lost_pairs(b, after, others)
    names = net.display_names(language)
    found = Succession(
        org=org,
        name=str(names[org]),
        pairs=pair_frame(net, lost, members, max_pairs, language),
        groups=_groups(net, b, org, rows, columns, language),
        sectors=_sectors(net, b, after, members, others, language),
        pieces=_pieces(b, after, rows, columns, members),
        successors=successors(net, b, after, rows, columns, lost, top, language),
    )
    for part in ("pairs", "groups", "sectors", "pieces", "successors"):
        tag(
            getattr(found, part),
            measure="succession",
            variant=f"{part} before and after, recorded memberships of named members",
            citation="Burt (1992)" if part in ("pairs", "successors") else "",
            n=len(members),
            period=net.period,
            org=org,
            leaves=leaves,
        )
    return found


def _groups(
    net: AffiliationNetwork,
    b: sp.csr_array,
    org: str,
    rows: list[int],
    columns: list[int],
    language: Language,
) -> pd.DataFrame:
    _, members, groups = net.oriented("members")
    own = np.setdiff1d(b[rows].indices, columns) if rows else np.array([], dtype=int)
    ids = [groups[column] for column in own]
    table, counts = net.organizations, net.groups["n_unnamed"].to_dict()
    result = pd.DataFrame(index=pd.Index(ids, name="id", dtype="str"))
    result["name"] = net.display_names(language).reindex(ids)
    kinds = table["kind"].reindex(ids)
    result["kind"] = pd.Series(
        [label(code, KINDS, language) for code in kinds],
        index=result.index,
        dtype="str",
    )
    held = net.memberships.dropna(subset="role")
    roles = {str(group): part for group, part in held.groupby("group_id")}
    places: dict[str, list[Class]] = {}
    for place in unnamed_places(net):
        places.setdefault(place.group, []).append(place)
    sector = table["sector"].get(org)
    sector = sector if isinstance(sector, str) and sector else None
    turned = sp.csr_array(b.T)
    degree = np.diff(b.indptr)
    told: dict[str, list[object]] = {name: [] for name in _GROUP_COLUMNS}
    for column, group in zip(own, ids, strict=True):
        part = roles.get(group)
        mine, alone = _roles(part, org)
        stays = np.setdiff1d(turned[[column]].indices, rows)
        elsewhere = degree[stays] - 1
        sectors = table["sector"].reindex([members[row] for row in stays])
        named = [code if isinstance(code, str) and code else None for code in sectors]
        told["roles"].append(tuple(label(word, ROLES, language) for word in mine))
        told["only_roles"].append(tuple(label(word, ROLES, language) for word in alone))
        told["members_after"].append(len(stays))
        told["unnamed"].append(counts[group])
        told["left_empty"].append(not len(stays))
        told["cut_off"].append(
            bool(len(stays)) and degree[rows[0]] > 1 and not (elsewhere > 0).any()
        )
        told["sector_left"].append(
            "" if sector is None else sector_state(sector, named, places.get(group, []))
        )
    for name, dtype in _GROUP_COLUMNS.items():
        result[name] = pd.Series(told[name], index=result.index, dtype=dtype)
    order = np.lexsort(
        (
            result.index,
            -result["left_empty"].astype(int),
            -result["cut_off"].astype(int),
        )
    )
    return result.iloc[order]


_GROUP_COLUMNS = {
    "roles": "object",
    "only_roles": "object",
    "members_after": "int64",
    "unnamed": "int64",
    "left_empty": "bool",
    "cut_off": "bool",
    "sector_left": "str",
}


def _roles(rows: pd.DataFrame | None, org: str) -> tuple[list[str], list[str]]:
    """Roles of an organization in a group, and those that it alone has there."""
    if rows is None:
        return [], []
    mine = set(rows.loc[rows["member_id"] == org, "role"])
    theirs = set(rows.loc[rows["member_id"] != org, "role"])
    return sorted(mine), sorted(mine - theirs)


def _sectors(
    net: AffiliationNetwork,
    b: sp.csr_array,
    after: sp.csr_array,
    members: list[str],
    others: np.ndarray,
    language: Language,
) -> pd.DataFrame:
    codes, words = sector_codes(net, members)
    own = sorted(set(codes[~others]) - set(codes[others]))
    codes = np.where(others, codes, -1)
    old, new = (sector_links(found, codes, len(words)) for found in (b, after))
    result = sector_frame(old, new, words, language)
    had = result["tied_before"] + result["linked_before"] > 0
    result["only_link"] = had & (result["tied_after"] + result["linked_after"] == 0)
    fewer = (result["tied_before"] - result["tied_after"]) + (
        result["linked_before"] - result["linked_after"]
    )
    order = np.lexsort(
        (np.arange(len(result)), -fewer, -result["only_link"].astype(int))
    )
    result = result.iloc[order].reset_index(drop=True)
    result.attrs.update(
        last_of=tuple(sector_label(words[code], language) for code in own if code >= 0),
        without_sector=int((codes[others] < 0).sum()),
    )
    return result


def _pieces(
    b: sp.csr_array,
    after: sp.csr_array,
    rows: list[int],
    columns: list[int],
    members: list[str],
) -> pd.DataFrame:
    """Pieces of what was connected with the organization."""
    was = np.zeros(b.shape[0], dtype=bool)
    for inside, across in _incidence.components(b):
        if set(rows) & set(inside) or set(columns) & set(across):
            was[inside] = True
    was[rows] = False
    pieces = [piece for piece in member_pieces(after) if was[piece].any()]
    result = pd.DataFrame(
        {
            "members": np.array([len(piece) for piece in pieces], dtype=np.int64),
            "groups": np.array(
                [len(np.unique(after[piece].indices)) for piece in pieces],
                dtype=np.int64,
            ),
        },
        index=pd.RangeIndex(1, len(pieces) + 1, name="piece"),
    )
    who = [tuple(members[row] for row in piece) for piece in pieces]
    result["who"] = pd.Series(who, index=result.index, dtype="object")
    result.attrs.update(
        before=len(member_pieces(b)),
        after=len(member_pieces(after)) - len(rows),
    )
    return result
