"""Whom should a group invite, which gap would that fill, and who knows them?"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal, get_args

import numpy as np
import pandas as pd

from tohoku_network._definition import tag
from tohoku_network.errors import GraphError
from tohoku_network.gaps import _scores
from tohoku_network.gaps._cells import Undeclared
from tohoku_network.gaps._lacking import gaps_of, kinds_of, order_of
from tohoku_network.gaps._lists import By, Kin, NotEligible, facts, told
from tohoku_network.gaps._paths import (
    Acquaintance,
    WarmPath,
    acquaintance,
    told_path,
    warm_path,
)
from tohoku_network.network import AffiliationNetwork
from tohoku_network.vocabulary import SECTORS, THEMES, Language, label

__all__ = ["InvitationRank", "invitations"]

InvitationRank = Literal["gaps", "density", "path3"]
"""What the first of several candidates has most of."""

# Nobody can sit at a table for a prize or a meeting; standing bodies can.
_NO_GUESTS = ("event", "award", "programme", "project", "agreement", "committee")


def invitations(
    net: AffiliationNetwork,
    group: str,
    *,
    top: int = 10,
    rank: InvitationRank = "gaps",
    labels: pd.Series | None = None,
    not_eligible: NotEligible = None,
    undeclared: Undeclared = "absent",
    language: Language = "ja",
) -> pd.DataFrame:
    """Organizations that a group might invite, by the gaps that they would fill.

    Candidates are the named members of the network that are not in the group, except
    the group itself, its parents and its sub-bodies, and events, awards, programmes,
    projects, agreements and committees that are members somewhere. A candidate fills

    - its **sector** or **prefecture** when :func:`coverage` calls it absent from the
      group (a gap), or may fill it when coverage calls it unknown (an open gap);
    - its **community** (``labels``) when no named member of the group is of it;
    - a **theme** of the group when it sits in another group of that theme and no named
      member of the group does.

    ``gaps`` counts the kinds of gaps filled (0 to 4), ``open_gaps`` those that may be.
    ``density`` is the share of the relatedness around the group that the candidate
    already has, ``path3`` the number of paths member–group–member–group to it, as in
    :func:`missing_ties`; both are 0 for those who share nobody with its members.

    Parameters
    ----------
    net
        The network.
    group
        Id of the group.
    top
        The most candidates to give.
    rank
        ``"gaps"``: most gaps, of as many a sector before a prefecture, a community and
        a theme; then most open gaps, density, path3, introducers.
        ``"density"`` or ``"path3"``: that number first, then the others in this order.
        Equal ones by id.
    labels
        Community of organizations by id, such as ``communities.detect(net).labels``.
    not_eligible
        Sectors that the group need not have: a mapping from group to categories, pairs
        of group and category, or a callable of both. Prefectures outside the group's
        own area are never a gap.
    undeclared
        What :func:`coverage` calls a category that is missing from a list of
        undeclared size.
    language
        Language of names, gaps, dates and reasons.

    Returns
    -------
    pandas.DataFrame
        A row per candidate, indexed by id: ``name``, ``sector``, ``prefecture``,
        ``gaps``, ``open_gaps``, ``fills`` and ``may_fill`` (tuples such as
        ``("sector:media",)``), ``density``, ``path3``, ``n_introducers`` (named
        members of the group that share another group with it), ``introducers`` (ids
        from a member of the group to the last who knows the candidate; one when a
        member knows it), ``via``, ``dates`` and ``lines`` (as in
        :func:`missing_ties`), ``relative_inside`` (ids of its parents or sub-bodies
        in the group), ``may_be_inside`` (unnamed members recorded in the group may
        include it), ``reason`` in words. The attributes tell the group's absent and
        unknown sectors and prefectures.

    Raises
    ------
    GraphError
        If there is no such group, or ``labels`` misses a member.
    ValueError
        If an option is none of the accepted words.

    References
    ----------
    Hidalgo, C. A. et al. (2007). The product space conditions the development of
    nations. Science 317, 482–487. Kovács, I. A. et al. (2019). Network-based prediction
    of protein interactions. Nat. Commun. 10, 1240.

    Examples
    --------
    >>> import tohoku_network as tn
    >>> frame = invitations(tn.load_tohoku(), "tap", language="en")
    >>> "tohoku-univ" in frame.index  # a member already
    False
    >>> frame.attrs["absent_sector"]
    ('labour', 'media')
    """
    names = net.display_names(language)
    if rank not in get_args(InvitationRank):
        words = ", ".join(get_args(InvitationRank))
        msg = f"rank must be one of {words}, not {rank!r}"
        raise ValueError(msg)
    known = acquaintance(net)
    if group not in known.groups:
        msg = f"no group has the id {group!r}; net.find(name) tells ids"
        raise GraphError(msg)
    column = known.groups.index(group)
    inside = np.flatnonzero(known.b[:, [column]].toarray().ravel())
    found = gaps_of(net, known, group, inside, labels, not_eligible, undeclared)
    candidates = _candidates(net, known, group, inside)
    # One column of each score is all that is read.
    dense = _scores.density(known.b)[:, column]
    paths = _scores.path3(known.b)[:, column]
    introducing = np.diff(known.strength[:, inside].tocsr().indptr)
    rows = []
    for row in candidates:
        sure, maybe = found.of(known.members[row])
        keys = {
            "gaps": (-kinds_of(sure), *order_of(sure)),
            "open": (-kinds_of(maybe),),
            "density": (-round(float(dense[row]), 9),),
            "path3": (-round(float(paths[row]), 9),),
        }
        order = [rank, *(key for key in keys if key != rank)]
        values = tuple(value for key in order for value in keys[key])
        key = (*values, -int(introducing[row]), row)
        rows.append((key, row, sure, maybe))
    rows.sort()
    everyone = facts(net)
    kin = Kin(net)
    seated = {known.members[i] for i in inside}
    result: list[dict[str, object]] = []
    for _, row, sure, maybe in rows[: max(top, 0)]:
        one = known.members[row]
        path = warm_path(known, row, inside.tolist())[::-1]
        steps = told_path(known, path, language)
        chain = tuple(known.members[at] for at in path[:-1])
        classes = found.cells.rolls[group].classes
        result.append(
            {
                "id": one,
                "name": names[one],
                "sector": label(everyone[one].sector, SECTORS, language),
                "prefecture": told(
                    everyone[one].prefecture or "", "prefecture", language
                ),
                "gaps": kinds_of(sure),
                "open_gaps": kinds_of(maybe),
                "fills": sure,
                "may_fill": maybe,
                "density": float(dense[row]),
                "path3": float(paths[row]),
                "n_introducers": int(introducing[row]),
                "introducers": chain,
                "via": steps.via,
                "dates": steps.dates,
                "lines": steps.lines,
                "relative_inside": tuple(sorted(kin.of(one) & seated)),
                "may_be_inside": any(
                    everyone[one].may_be_among(everyone[c]) for c in classes
                ),
            }
        )
        result[-1]["reason"] = _reason(
            result[-1], (sure, maybe), chain, steps, names, language
        )
    frame = pd.DataFrame(result, columns=["id", *_COLUMNS])
    for name in ("gaps", "open_gaps", "n_introducers"):
        frame[name] = frame[name].astype("int64")
    for name in ("density", "path3"):
        frame[name] = frame[name].astype("float64")
    frame["may_be_inside"] = frame["may_be_inside"].astype(bool)
    frame["id"] = frame["id"].astype("str")
    frame = frame.set_index("id")
    frame.attrs.update(found.told())
    return tag(
        frame,
        measure="invitations",
        variant=f"candidates for {group} ranked by {rank}",
        n=len(known.members),
        period=net.period,
        citation="Hidalgo et al. (2007); Kovács et al. (2019)",
        group=group,
        candidates=len(candidates),
    )


_COLUMNS = [
    "name",
    "sector",
    "prefecture",
    "gaps",
    "open_gaps",
    "fills",
    "may_fill",
    "density",
    "path3",
    "n_introducers",
    "introducers",
    "via",
    "dates",
    "lines",
    "relative_inside",
    "may_be_inside",
    "reason",
]


def _candidates(
    net: AffiliationNetwork, known: Acquaintance, group: str, inside: np.ndarray
) -> list[int]:
    """Rows of those who could be asked, in the order of their ids."""
    kinds = net.organizations["kind"]
    never = Kin(net).of(group) | {known.members[row] for row in inside}
    return [
        row
        for row, one in enumerate(known.members)
        if one not in never and kinds[one] not in _NO_GUESTS
    ]


def _named_gap(word: str, language: Language) -> str:
    """A gap in words."""
    column, _, code = word.partition(":")
    if column == "theme":
        return label(code, THEMES, language)
    if column == "community":
        return f"まとまり{code}" if language == "ja" else f"community {code}"
    by: By = "sector" if column == "sector" else "prefecture"
    return told(code, by, language)


def _reason(
    row: Mapping[str, object],
    gaps: tuple[tuple[str, ...], tuple[str, ...]],
    chain: tuple[str, ...],
    steps: WarmPath,
    names: pd.Series,
    language: Language,
) -> str:
    """Which gaps it fills, who knows it, and what is not known."""
    ja = language == "ja"
    join = "、" if ja else ", "
    texts = (
        ("加われば、一覧にない{}を補える。", "Brings what is not on the list: {}."),
        ("{}がすでにいるかは不明。", "Not known whether there already: {}."),
    )
    said = []
    for words, (in_ja, in_en) in zip(gaps, texts, strict=True):
        if words:
            gaps_named = [_named_gap(word, language) for word in words]
            named = (
                "".join(f"「{one}」" for one in gaps_named)
                if ja
                else (join.join(gaps_named))
            )
            said.append((in_ja if ja else in_en).format(named))
    if chain:
        people = ("→" if ja else " → ").join(names[one] for one in chain)
        tables = [
            f"{names[at]}{join}{date}"
            for at, date in zip(steps.via, steps.dates, strict=True)
        ]
        where = ("／" if ja else "; ").join(tables)
        said.append(
            f"紹介できる機関: {people}（{where}）。"
            if ja
            else f"Could be introduced by {people} ({where})."
        )
    else:
        said.append(
            "構成員から紹介できる経路の記録はない。"
            if ja
            else "No chain of recorded memberships leads from a member to it."
        )
    if row["may_be_inside"]:
        said.append(
            "名称の記載がない構成員としてすでに参加している可能性がある。"
            if ja
            else "It may be inside already, unnamed."
        )
    return ("" if ja else " ").join(said)
