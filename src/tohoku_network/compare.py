"""What has changed between two dates of a network, or between two files?

Who joined and who left, which groups are new and which have ended, whose rank moved,
and which sectors gained or lost links. A list that got shorter does not prove that
somebody left, so every change says whether dates tell it or only the lists.
"""

from __future__ import annotations

import itertools
from dataclasses import dataclass
from typing import Literal, NamedTuple, get_args

import numpy as np
import pandas as pd
import scipy.sparse as sp

from tohoku_network import _incidence
from tohoku_network._definition import tag
from tohoku_network._measured import Measure, measure_name, measured, ranked
from tohoku_network.network import AffiliationNetwork, Side
from tohoku_network.tables import OPEN_END
from tohoku_network.vocabulary import (
    KINDS,
    LISTS,
    ROLES,
    SECTORS,
    UNKNOWN_SECTOR,
    Language,
    label,
)

__all__ = [
    "Comparison",
    "compare",
    "groups_changed",
    "memberships_changed",
    "ranks_moved",
    "sector_links_changed",
]

By = Literal["sector", "prefecture", "kind"]


@dataclass(frozen=True, kw_only=True, eq=False, repr=False)
class Comparison:
    """What has changed from one network to another.

    Attributes
    ----------
    memberships
        Memberships that are only in one of them; see :func:`memberships_changed`.
    groups
        Groups that are new, have ended or changed members; see
        :func:`groups_changed`.
    ranks
        Rank of every organization in both; see :func:`ranks_moved`.
    sector_links
        Pairs of sectors; see :func:`sector_links_changed`.

    Examples
    --------
    >>> import tohoku_network as tn
    >>> net = tn.load_tohoku()
    >>> compare(net, net)
    <Comparison: 0 memberships joined, 0 left; 0 groups new, 0 ended; 0 ranks moved;
    0 ties between sectors gained, 0 lost>
    """

    memberships: pd.DataFrame
    groups: pd.DataFrame
    ranks: pd.DataFrame
    sector_links: pd.DataFrame

    @property
    def joined(self) -> pd.DataFrame:
        """Memberships that are only in the later network."""
        return self.memberships[self.memberships["change"] == "joined"]

    @property
    def left(self) -> pd.DataFrame:
        """Memberships that are only in the earlier network."""
        return self.memberships[self.memberships["change"] == "left"]

    @property
    def new_groups(self) -> pd.DataFrame:
        """Groups with a member in the later network only."""
        return self.groups[self.groups["change"] == "new"]

    @property
    def ended_groups(self) -> pd.DataFrame:
        """Groups with a member in the earlier network only."""
        return self.groups[self.groups["change"] == "ended"]

    @property
    def moved(self) -> pd.DataFrame:
        """Organizations whose rank is another."""
        return self.ranks[(self.ranks["moved"] != 0).fillna(False)]

    def __repr__(self) -> str:
        links = self.sector_links
        joined = len(self.joined)
        new = len(self.new_groups)
        moved = len(self.moved)
        gained = int(links["gained"].sum())
        return (
            f"<Comparison: {_counted(joined, 'membership')} joined, "
            f"{len(self.left):,} left; {_counted(new, 'group')} new, "
            f"{len(self.ended_groups):,} ended; {_counted(moved, 'rank')} moved; "
            f"{_counted(gained, 'tie')} between {links.attrs['by']}s gained, "
            f"{int(links['lost'].sum()):,} lost>"
        )


def compare(
    before: AffiliationNetwork,
    after: AffiliationNetwork,
    *,
    measure: Measure = "betweenness",
    by: By = "sector",
    side: Side = "members",
    language: Language = "ja",
) -> Comparison:
    """Everything that has changed between two dates of a network, or two files.

    Organizations are the same if their ids are. Between two dates of one network a
    membership without dates is in force on both, so that it never shows as a change:
    what is told is what is dated. Between two files, ``basis`` tells the changes that
    dates tell from those that may be mere gaps of a list.

    Parameters
    ----------
    before, after
        The earlier and the later network, such as ``net.at("2011")`` and
        ``net.at("2021")``.
    measure
        What organizations are ranked by: ``memberships``, ``degree``, ``strength``,
        ``coreness``, ``closeness``, ``harmonic``, ``betweenness``,
        ``two_mode_betweenness``, ``eigenvector``, or a function of the network that
        returns a Series by id.
    by
        What links are told by: ``"sector"``, ``"prefecture"`` or ``"kind"``.
    side
        ``"members"`` or ``"groups"``, for the ranks.
    language
        Language of names and words.

    Returns
    -------
    Comparison
        Four frames: ``memberships``, ``groups``, ``ranks``, ``sector_links``; and
        ``joined``, ``left``, ``new_groups``, ``ended_groups``, ``moved`` cut from
        them.

    Raises
    ------
    ValueError
        If an option is none of the accepted words.
    TypeError
        If the measure is neither a name nor a function that returns a Series.

    Examples
    --------
    >>> import tohoku_network as tn
    >>> net = tn.load_tohoku()
    >>> found = compare(net.at("2019-04"), net.at("2021-12"))
    >>> len(found.joined) > 0, set(found.memberships["basis"])
    (True, {'dated'})
    """
    return Comparison(
        memberships=memberships_changed(before, after, language=language),
        groups=groups_changed(before, after, language=language),
        ranks=ranks_moved(before, after, measure=measure, side=side, language=language),
        sector_links=sector_links_changed(before, after, by=by, language=language),
    )


def memberships_changed(
    before: AffiliationNetwork,
    after: AffiliationNetwork,
    *,
    language: Language = "ja",
) -> pd.DataFrame:
    """Memberships that are in one of two networks only: who joined, who left.

    A pair of member and group counts once, whatever its roles and rows; classes of
    unnamed members are among them and marked. A change is ``dated`` if the rows tell
    it: a start for who joined, an end for who left. Otherwise it is ``listed``: the
    membership stands in one list and not in the other, which may be a gap.

    Parameters
    ----------
    before, after
        The earlier and the later network.
    language
        Language of names and words.

    Returns
    -------
    pandas.DataFrame
        Numbered, joined first, then by group and member id: ``change`` (``"joined"``
        or ``"left"``), ``basis`` (``"dated"`` or ``"listed"``), ``member_id``,
        ``member``, ``sector``, ``group_id``, ``group``, ``role`` (all roles),
        ``valid_from`` and ``valid_to`` (earliest and latest told), ``unnamed``.

    Raises
    ------
    ValueError
        If ``language`` is none of the two words.

    Examples
    --------
    >>> import pandas as pd
    >>> import tohoku_network as tn
    >>> people = pd.DataFrame({"id": list("abg"), "name": list("ABG")})
    >>> rows = pd.DataFrame({"member_id": ["a", "b"], "group_id": ["g", "g"],
    ...     "valid_from": [None, "2020"], "valid_to": ["2018", None]})
    >>> net = tn.AffiliationNetwork.from_frames(people, rows)
    >>> found = memberships_changed(net.at("2017"), net.at("2021"))
    >>> found[["change", "basis", "member_id"]].values.tolist()
    [['joined', 'dated', 'b'], ['left', 'dated', 'a']]
    """
    parts = [
        _only_in(after, before, "joined", language),
        _only_in(before, after, "left", language),
    ]
    result = pd.concat(parts, ignore_index=True)
    return _tagged(
        result, "memberships_changed", "pairs of member and group", before, after
    )


def groups_changed(
    before: AffiliationNetwork,
    after: AffiliationNetwork,
    *,
    language: Language = "ja",
) -> pd.DataFrame:
    """Groups that are new or have ended, and those whose members are others.

    A group is there when it has a member or an unnamed class. A group that is in both
    tables without a member is no change.

    Parameters
    ----------
    before, after
        The earlier and the later network.
    language
        Language of names and kinds.

    Returns
    -------
    pandas.DataFrame
        Indexed by id; new ones first, then ended, then those that changed
        (``"members"``), each by the number of changes (descending), then id:
        ``name``, ``kind``, ``change``, ``basis`` (``"dated"`` if all changes are, else
        ``"listed"``), ``members_before``, ``members_after`` (named and classes),
        ``joined``, ``left``.

    Raises
    ------
    ValueError
        If ``language`` is none of the two words.

    Examples
    --------
    >>> import tohoku_network as tn
    >>> net = tn.load_tohoku()
    >>> found = groups_changed(net.at("2010"), net.at("2021"))
    >>> found["change"].iloc[0]
    'new'
    """
    rows = memberships_changed(before, after, language=language)
    counts = [_sizes(net) for net in (before, after)]
    ids = sorted(set(rows["group_id"]))
    result = pd.DataFrame(index=pd.Index(ids, name="id", dtype="str"))
    result["name"] = _names(before, after, ids, language)
    kinds = _column(before, after, ids, "kind")
    result["kind"] = pd.Series(
        [label(code, KINDS, language) for code in kinds],
        index=result.index,
        dtype="str",
    )
    old, new = (sizes.reindex(ids, fill_value=0).astype("int64") for sizes in counts)
    words = np.select([old == 0, new == 0], ["new", "ended"], "members")
    result["change"] = pd.Series(words, index=result.index, dtype="str")
    listed = set(rows.loc[rows["basis"] == "listed", "group_id"])
    basis = ["listed" if group in listed else "dated" for group in ids]
    result["basis"] = pd.Series(basis, index=result.index, dtype="str")
    result["members_before"], result["members_after"] = old, new
    for change in ("joined", "left"):
        number = rows[rows["change"] == change].groupby("group_id").size()
        result[change] = number.reindex(ids, fill_value=0).astype("int64")
    place = result["change"].map({"new": 0, "ended": 1, "members": 2})
    size = result["joined"] + result["left"]
    result = result.iloc[np.lexsort((np.arange(len(ids)), -size, place))]
    return _tagged(result, "groups_changed", "groups with members", before, after)


def ranks_moved(
    before: AffiliationNetwork,
    after: AffiliationNetwork,
    *,
    measure: Measure = "betweenness",
    side: Side = "members",
    language: Language = "ja",
) -> pd.DataFrame:
    """Value and rank of every organization in both networks, and how far it moved.

    Competition ranks, the largest value first; values that differ by rounding alone
    share a rank. ``moved`` is the number of ranks won (positive) or lost (negative),
    missing for those that are in one of the networks only. Ranks of many equal values
    move together: when ten leave the zeros, all zeros sink by ten.

    Parameters
    ----------
    before, after
        The earlier and the later network.
    measure
        A name or a function, as for :func:`compare`.
    side
        ``"members"`` or ``"groups"``.
    language
        Language of names and sectors.

    Returns
    -------
    pandas.DataFrame
        Indexed by id, by the later rank, then id: ``name``, ``sector``, ``before``,
        ``after``, ``rank_before``, ``rank_after``, ``moved``.

    Raises
    ------
    ValueError
        If an option is none of the accepted words.
    TypeError
        If the measure is neither a name nor a function that returns a Series.

    Examples
    --------
    >>> import tohoku_network as tn
    >>> net = tn.load_tohoku()
    >>> found = ranks_moved(net.at("2019"), net.at("2022"), measure="degree")
    >>> int(found["rank_after"].iloc[0])
    1
    """
    values = [measured(net, measure, side) for net in (before, after)]
    ids = sorted(set(values[0].index) | set(values[1].index))
    index = pd.Index(ids, name="id", dtype="str")
    result = pd.DataFrame(index=index)
    result["name"] = _names(before, after, ids, language)
    sectors = _column(before, after, ids, "sector")
    result["sector"] = pd.Series(
        [label(code, SECTORS, language) for code in sectors], index=index, dtype="str"
    )
    for when, found in zip(("before", "after"), values, strict=True):
        result[when] = found.reindex(index)
    for when in ("before", "after"):
        rank = pd.Series(ranked(result[when].to_numpy()), index=index, dtype="Int64")
        result[f"rank_{when}"] = rank.mask(rank == 0)
    result["moved"] = result["rank_before"] - result["rank_after"]
    last = result["rank_after"].fillna(len(ids) + 1).to_numpy(dtype=np.int64)
    result = result.iloc[np.lexsort((np.arange(len(ids)), last))]
    variant = f"ranks by {measure_name(measure)} of {side}"
    result.attrs.update(of=measure_name(measure), side=side)
    return _tagged(result, "ranks_moved", variant, before, after)


def sector_links_changed(
    before: AffiliationNetwork,
    after: AffiliationNetwork,
    *,
    by: By = "sector",
    language: Language = "ja",
) -> pd.DataFrame:
    """Pairs of sectors that gained or lost ties between their organizations.

    Two named organizations are tied when they share a group. For each pair of sectors
    ``gained`` counts the pairs of organizations that are tied later only, ``lost``
    those tied earlier only, each by the sectors that they then have. A pair of
    sectors that had no tie and has one is ``new``; one that has none any longer is
    ``ended``. Organizations without a sector are a sector of their own.

    Parameters
    ----------
    before, after
        The earlier and the later network.
    by
        ``"sector"``, ``"prefecture"`` or ``"kind"`` of the organizations.
    language
        Language of the labels.

    Returns
    -------
    pandas.DataFrame
        Numbered, by the number of changes (descending), then words: ``a``, ``b``
        (labels, in the order of the controlled list), ``before``, ``after`` (pairs
        tied), ``gained``, ``lost``, ``change`` (``"new"``, ``"ended"``, ``"more"``,
        ``"fewer"``, ``"exchanged"`` for as many others, ``"same"``),
        ``gained_via``, ``lost_via`` (ids of the groups that carry them, sorted
        tuples).

    Raises
    ------
    ValueError
        If an option is none of the accepted words.

    Examples
    --------
    >>> import tohoku_network as tn
    >>> net = tn.load_tohoku()
    >>> found = sector_links_changed(net.at("2010"), net.at("2021"), language="en")
    >>> int((found["after"] - found["before"] - found["gained"] + found["lost"]).sum())
    0
    """
    if by not in get_args(By):
        msg = f"by must be one of {', '.join(get_args(By))}, not {by!r}"
        raise ValueError(msg)
    if language not in get_args(Language):
        msg = f"language must be 'ja' or 'en', not {language!r}"
        raise ValueError(msg)
    old, new = _ties(before, by), _ties(after, by)
    # Empty cells come last.
    words = [word for word in LISTS[by] if word in old.words | new.words]
    words += sorted((old.words | new.words) - set(LISTS[by]) - {""})
    words += [""] if "" in old.words | new.words else []
    place = {word: number for number, word in enumerate(words)}
    lost, gained = old.only(new.pairs(), place), new.only(old.pairs(), place)
    counts = old.counts(place), new.counts(place)
    rows = []
    for pair in itertools.combinations_with_replacement(range(len(words)), 2):
        count = int(counts[0][pair]), int(counts[1][pair])
        more, fewer = gained.get(pair, _NOTHING), lost.get(pair, _NOTHING)
        if not any(count):
            continue
        change = _change(*count, exchanged=bool(more[0] or fewer[0]))
        rows.append(
            (
                pair,
                *count,
                more[0],
                fewer[0],
                change,
                tuple(sorted(more[1])),
                tuple(sorted(fewer[1])),
            )
        )
    rows.sort(key=lambda row: (-row[3] - row[4], row[0]))
    names = [_word(word, by, language) for word in words]
    columns = ["before", "after", "gained", "lost", "change", "gained_via", "lost_via"]
    result = pd.DataFrame(
        {
            "a": pd.Series([names[row[0][0]] for row in rows], dtype="str"),
            "b": pd.Series([names[row[0][1]] for row in rows], dtype="str"),
            **{
                name: pd.Series([row[place] for row in rows], dtype=dtype)
                for place, (name, dtype) in enumerate(
                    zip(
                        columns,
                        ["int64"] * 4 + ["str", "object", "object"],
                        strict=True,
                    ),
                    1,
                )
            },
        }
    )
    result.attrs.update(by=by)
    return _tagged(result, "sector_links_changed", f"ties between {by}s", before, after)


_NOTHING: tuple[int, frozenset[str]] = (0, frozenset())

_Pairs = dict[tuple[int, int], tuple[int, frozenset[str]]]
"""Per pair of words, the number of tied pairs and the groups that carry them."""


class _Ties(NamedTuple):
    """Tied pairs of members, each once, with the words of both sides."""

    b: sp.csr_array
    members: list[str]
    groups: list[str]
    word: list[str]
    first: np.ndarray
    second: np.ndarray

    @property
    def words(self) -> set[str]:
        return set(self.word)

    def pairs(self) -> set[tuple[str, str]]:
        """Pairs of ids; rows are sorted by id, so that each is in one order."""
        ends = zip(self.first.tolist(), self.second.tolist(), strict=True)
        return {(self.members[i], self.members[j]) for i, j in ends}

    def counts(self, place: dict[str, int]) -> np.ndarray:
        """Number of tied pairs of each pair of words, the smaller code first."""
        found = np.zeros((len(place), len(place)), dtype=np.int64)
        np.add.at(found, self._codes(place), 1)
        return found

    def only(self, others: set[tuple[str, str]], place: dict[str, int]) -> _Pairs:
        """Tied pairs that are not among the others, and the groups that carry them."""
        numbers: dict[tuple[int, int], int] = {}
        groups: dict[tuple[int, int], set[str]] = {}
        low, high = self._codes(place)
        ends = zip(
            self.first.tolist(),
            self.second.tolist(),
            zip(low.tolist(), high.tolist(), strict=True),
            strict=True,
        )
        for i, j, words in ends:
            if (self.members[i], self.members[j]) in others:
                continue
            shared = np.intersect1d(self.b[[i]].indices, self.b[[j]].indices)
            numbers[words] = numbers.get(words, 0) + 1
            groups.setdefault(words, set()).update(self.groups[c] for c in shared)
        return {words: (numbers[words], frozenset(groups[words])) for words in numbers}

    def _codes(self, place: dict[str, int]) -> tuple[np.ndarray, np.ndarray]:
        codes = np.array([place[word] for word in self.word], dtype=np.int64)
        one, other = codes[self.first], codes[self.second]
        return np.minimum(one, other), np.maximum(one, other)


def _ties(net: AffiliationNetwork, by: By) -> _Ties:
    b, members, groups = net.oriented("members")
    column = net.organizations[by].reindex(members)
    word = [cell if isinstance(cell, str) else "" for cell in column]
    tied = sp.triu(_incidence.shared_counts(b), k=1).tocoo()
    return _Ties(b, members, groups, word, tied.row, tied.col)


def _change(before: int, after: int, *, exchanged: bool) -> str:
    """How the ties of a pair of words have changed."""
    if not before or not after:
        return "ended" if before else "new"
    if before == after:
        return "exchanged" if exchanged else "same"
    return "more" if after > before else "fewer"


def _only_in(
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
    frame = pd.DataFrame(found, columns=list(_MEMBERSHIP_COLUMNS))
    return frame.astype(_MEMBERSHIP_COLUMNS)


_MEMBERSHIP_COLUMNS = {
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


def _sizes(net: AffiliationNetwork) -> pd.Series:
    """Members and classes of each group that has any."""
    groups = net.groups
    return (groups["n_members"] + groups["n_unnamed"]).astype("int64")


def _names(
    before: AffiliationNetwork,
    after: AffiliationNetwork,
    ids: list[str],
    language: Language,
) -> pd.Series:
    """Names as they are now, or were when there is none now."""
    now = after.display_names(language).reindex(ids)
    return now.fillna(before.display_names(language).reindex(ids))


def _column(
    before: AffiliationNetwork, after: AffiliationNetwork, ids: list[str], name: str
) -> list[str | None]:
    """Cells as they are now; of organizations that are gone, as they were."""
    now, then = after.organizations[name], before.organizations[name]
    cells = [now[i] if i in now.index else then[i] for i in ids]
    return [cell if isinstance(cell, str) else None for cell in cells]


def _word(word: str, by: By, language: Language) -> str:
    none = UNKNOWN_SECTOR.ja if language == "ja" else UNKNOWN_SECTOR.en
    if not word and by != "sector":
        none = "記載なし" if language == "ja" else "Not told"
    return label(word, LISTS[by], language) or none


def _tagged(
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


def _counted(number: int, noun: str) -> str:
    return f"{number:,} {noun}{'' if number == 1 else 's'}"
