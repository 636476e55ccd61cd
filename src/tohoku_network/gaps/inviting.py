"""Whom should a group invite, which gap would that fill, and who knows them?"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal, NamedTuple, get_args

import numpy as np
import pandas as pd

from tohoku_network._definition import tag
from tohoku_network.errors import GraphError
from tohoku_network.gaps import _scores
from tohoku_network.gaps._cells import Cells, Undeclared, cells
from tohoku_network.gaps._lists import (
    WIDE,
    By,
    Kin,
    NotEligible,
    facts,
    not_eligible_pairs,
    of_members,
    told,
)
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

_GAPS: tuple[By, ...] = ("sector", "prefecture")


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
    found = _gap_finder(net, known, group, inside, labels, not_eligible, undeclared)
    candidates = _candidates(net, known, group, inside)
    # One column of each score is all that is read.
    dense = _scores.density(known.b)[:, column]
    paths = _scores.path3(known.b)[:, column]
    introducing = np.diff(known.strength[:, inside].tocsr().indptr)
    rows = []
    for row in candidates:
        sure, maybe = found.of(known.members[row])
        keys = {
            "gaps": (-_kinds(sure), *_has(sure)),
            "open": (-_kinds(maybe),),
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
                "gaps": _kinds(sure),
                "open_gaps": _kinds(maybe),
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


def _kinds(words: tuple[str, ...]) -> int:
    """Number of kinds of gaps among some."""
    return len({word.partition(":")[0] for word in words})


def _has(words: tuple[str, ...]) -> tuple[int, ...]:
    """For each kind of gap 0 if it is among some, else 1: who has it comes first."""
    found = {word.partition(":")[0] for word in words}
    return tuple(int(kind not in found) for kind in (*_GAPS, "community", "theme"))


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


class _Gaps(NamedTuple):
    """What the group lacks, and what each candidate would bring."""

    cells: Cells
    lacks: dict[str, dict[str, str]]
    """State of each category that is absent or unknown, by column."""
    column: dict[str, Mapping[str, str | None]]
    communities: Mapping[str, str | None]
    inside_communities: frozenset[str | None]
    themes: frozenset[str]
    """Themes of the group that no named member of it carries elsewhere."""
    carried: Mapping[str, frozenset[str]]

    def of(self, one: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """Gaps that one would fill, and those that it may fill."""
        sure, maybe = [], []
        for by in _GAPS:
            word = self.column[by][one]
            state = self.lacks[by].get(word or "")
            if state == "absent":
                sure.append(f"{by}:{word}")
            elif state == "unknown":
                maybe.append(f"{by}:{word}")
        community = self.communities.get(one)
        if community is not None and community not in self.inside_communities:
            sure.append(f"community:{community}")
        brought = sorted(self.themes & self.carried.get(one, frozenset()))
        sure.extend(f"theme:{theme}" for theme in brought)
        return tuple(sure), tuple(maybe)

    def told(self) -> dict[str, tuple[str, ...]]:
        """Gaps of the group for the attributes of a result."""
        result = {
            f"{state}_{by}": tuple(w for w, s in self.lacks[by].items() if s == state)
            for by in _GAPS
            for state in ("absent", "unknown")
        }
        return result | {"themes_not_carried": tuple(sorted(self.themes))}


def _gap_finder(
    net: AffiliationNetwork,
    known: Acquaintance,
    group: str,
    inside: np.ndarray,
    labels: pd.Series | None,
    not_eligible: NotEligible,
    undeclared: Undeclared,
) -> _Gaps:
    lacks: dict[str, dict[str, str]] = {}
    column: dict[str, Mapping[str, str | None]] = {}
    for by in _GAPS:
        found = cells(net, by, None, undeclared, set())
        if by == "sector" and not_eligible is not None:
            excluded = not_eligible_pairs(
                not_eligible, found.rolls, found.categories, "group"
            )
            found = cells(net, by, None, undeclared, excluded)
        lacks[by] = {
            word: found.cells[group, word].state
            for word in found.categories
            if found.cells[group, word].state in ("absent", "unknown")
            and word not in WIDE
        }
        column[by] = found.of
    communities = {} if labels is None else of_members(net, known.members, labels)
    themes = net.organizations["themes"].fillna("").to_dict()
    carried = {}
    here = known.groups.index(group)
    for row, one in enumerate(known.members):
        at = known.b.indices[known.b.indptr[row] : known.b.indptr[row + 1]]
        carried[one] = frozenset(
            theme
            for other in at.tolist()
            if other != here
            for theme in str(themes[known.groups[other]]).split("|")
            if theme
        )
    own = {theme for theme in str(themes[group]).split("|") if theme}
    seated = [known.members[row] for row in inside]
    covered = {theme for one in seated for theme in carried[one]}
    return _Gaps(
        found,
        lacks,
        column,
        communities,
        frozenset(communities[one] for one in seated) if communities else frozenset(),
        frozenset(own - covered),
        carried,
    )


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
        return f"コミュニティ{code}" if language == "ja" else f"community {code}"
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
        ("一覧にないものを補う: {}。", "Brings what is not on the list: {}."),
        ("いるかどうか分からない: {}。", "Not known whether there already: {}."),
    )
    said = []
    for words, (in_ja, in_en) in zip(gaps, texts, strict=True):
        if words:
            named = join.join(_named_gap(word, language) for word in words)
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
            "会員から紹介できる経路の記録はない。"
            if ja
            else "No chain of recorded memberships leads from a member to it."
        )
    if row["may_be_inside"]:
        said.append(
            "名前のない会員として既にいるかもしれない。"
            if ja
            else "It may be inside already, unnamed."
        )
    return ("" if ja else " ").join(said)
