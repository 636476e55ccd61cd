"""Who never meets, what would a meeting add, and who could bring it about?

Pairs of two sectors, prefectures or communities that share no group.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal, get_args

import numpy as np
import pandas as pd
import scipy.sparse as sp

from tohoku_network._definition import tag
from tohoku_network.gaps._lists import (
    By,
    Facts,
    chosen_category,
    facts,
    of_members,
    rolls,
    told,
)
from tohoku_network.gaps._paths import (
    Acquaintance,
    WarmPath,
    acquaintance,
    told_path,
    warm_path,
)
from tohoku_network.gaps._unmet import Pairs, pairs_between, within
from tohoku_network.gaps._words import counted, plural
from tohoku_network.network import AffiliationNetwork
from tohoku_network.vocabulary import Language

__all__ = ["PairRank", "missing_ties"]

PairRank = Literal["new_pairs", "triads", "density", "path3"]
"""What the first of several unmet pairs has most of."""

# What is over, or is no table at all, cannot be joined.
_PASSING = ("event", "award", "agreement")


def missing_ties(
    net: AffiliationNetwork,
    *,
    between: tuple[str, str] = ("industry", "academia"),
    by: By | pd.Series = "sector",
    top: int = 20,
    rank: PairRank = "new_pairs",
    max_steps: int | None = 2,
    language: Language = "ja",
) -> pd.DataFrame:
    r"""Pairs of two sectors that never meet, by what a meeting would add.

    A pair (a in A, b in B) is unmet when no recorded group has both, neither is a
    member of the other, and neither is the other's parent or sub-body. A head office
    without a membership of its own, whose sub-body has some, is left out. On the plain
    projection of named members, if the two met,

    - ``new_pairs``: pairs of A and B, the two themselves among them, that have neither
      a shared group nor a common contact now and would then be met or have one: (a,
      b), a with the contacts of b in B, the contacts of a in A with b;
    - ``triads``: open triads that would close: common contacts of a and b;
    - ``density``: the larger, over the groups that one has and the other lacks, of the
      relatedness density :math:`\sum_{g \ni a} \varphi_{gh} / \sum_{g \ne h}
      \varphi_{gh}`, with :math:`\varphi_{gh}` the shared members over the larger
      membership (0 to 1);
    - ``path3``: the larger, over the same groups, of the number of paths
      member–group–member–group, each counted :math:`1/\sqrt{k_g d_x}` for the group
      and the member that it passes (0 upwards).

    Parameters
    ----------
    net
        The network.
    between
        Two words or labels of ``by``; twice the same for pairs within it.
    by
        ``"sector"``, ``"prefecture"``, ``"kind"``, or a Series that gives each member
        a category, such as a community.
    top
        The most pairs to give.
    rank
        Which of the four numbers orders the pairs; the others decide between equals
        in the order above, then the ids.
    max_steps
        Give only pairs whose shortest path has at most so many steps: 2 is one
        introducer, 3 are two. None also gives pairs that nobody could introduce.
    language
        Language of names, dates and reasons.

    Returns
    -------
    pandas.DataFrame
        A row per pair: ``source``, ``source_name``, ``target``, ``target_name``,
        ``new_pairs``, ``triads``, ``density``, ``path3``, ``steps`` (length of the
        shortest path, <NA> without one), ``introducers`` (ids on the best warm path:
        fewest steps, then the strongest weakest tie by Newman weight), ``via`` (the
        smallest shared group of each of its steps), ``dates`` (when both belong to
        it), ``lines`` (of the membership table), ``where`` and ``joins`` (the nearest
        group of one of them by ``path3``, no event, award or agreement, and which of
        the two would join it; empty if none is near), ``may_meet`` (groups
        of the one with unnamed members to whom the other may belong) and ``reason``
        in words. Attributes: ``unmet_pairs``, ``met_pairs`` (that share a group),
        ``within_steps`` (unmet pairs that ``max_steps`` leaves), ``related_pairs``
        (left out: members of each other, relatives, head offices), ``n_a``, ``n_b``.

    Raises
    ------
    ValueError
        If ``between`` is no two categories that occur, or an option is none of the
        accepted words.
    GraphError
        If a Series does not cover all members, or there are too many pairs.

    Notes
    -----
    Unmet means: in no recorded group. Lists are incomplete; ``may_meet`` counts where
    the two may sit together unnamed.

    References
    ----------
    Hidalgo, C. A. et al. (2007). The product space conditions the development of
    nations. Science 317, 482–487. Boschma, R., Balland, P.-A. and Kogler, D. F. (2015).
    Relatedness and technological change in cities. Ind. Corp. Change 24, 223–250.
    Kovács, I. A. et al. (2019). Network-based prediction of protein interactions. Nat.
    Commun. 10, 1240.

    Examples
    --------
    >>> import tohoku_network as tn
    >>> frame = missing_ties(tn.load_tohoku(), top=5)
    >>> len(frame), bool(frame["new_pairs"].is_monotonic_decreasing)
    (5, True)
    """
    names = net.display_names(language)
    if rank not in get_args(PairRank):
        msg = f"rank must be one of {', '.join(get_args(PairRank))}, not {rank!r}"
        raise ValueError(msg)
    if isinstance(between, str) or len(between) != 2:
        msg = f"between must be two categories, not {between!r}"
        raise ValueError(msg)
    if max_steps is not None and max_steps < 2:
        msg = f"max_steps must be at least 2, as nobody unmet is nearer: {max_steps!r}"
        raise ValueError(msg)
    b, members, _ = net.oriented("members")
    of = of_members(net, members, by)
    ends = [chosen_category(word, by, of.values()) for word in between]
    rows = [
        np.array([i for i, one in enumerate(members) if of[one] == end]) for end in ends
    ]
    pairs = pairs_between(net, b, members, rows[0], rows[1])
    n_unmet = int(pairs.unmet.sum())
    if max_steps is not None:
        near = within(b, rows[0], rows[1], max_steps)
        pairs = pairs._replace(unmet=pairs.unmet & near)
    columns = [rank, *(name for name in get_args(PairRank) if name != rank)]
    found = pairs.best([getattr(pairs, name) for name in columns], top)
    result = _described(net, pairs, found, names, (ends[0], ends[1]), by, language)
    return tag(
        result,
        measure="missing_ties",
        variant=f"unmet pairs of {ends[0]} and {ends[1]} on the plain projection, "
        f"ranked by {rank}",
        n=len(members),
        period=net.period,
        citation="Hidalgo et al. (2007); Boschma et al. (2015); Kovács et al. (2019)",
        by=by if isinstance(by, str) else by.name,
        unmet_pairs=n_unmet,
        within_steps=int(pairs.unmet.sum()),
        met_pairs=pairs.met,
        related_pairs=pairs.related,
        n_a=len(rows[0]),
        n_b=len(rows[1]),
    )


_COLUMNS = [
    "source",
    "source_name",
    "target",
    "target_name",
    "new_pairs",
    "triads",
    "density",
    "path3",
    "steps",
    "introducers",
    "via",
    "dates",
    "lines",
    "where",
    "joins",
    "may_meet",
    "reason",
]


def _described(
    net: AffiliationNetwork,
    pairs: Pairs,
    found: list[tuple[int, int]],
    names: pd.Series,
    ends: tuple[str, str],
    by: By | pd.Series,
    language: Language,
) -> pd.DataFrame:
    known, everyone = acquaintance(net), facts(net)
    seats = _open_seats(net, everyone)
    standing = ~net.groups["kind"].reindex(known.groups).isin(_PASSING).to_numpy()
    rows = []
    for at_a, at_b in found:
        one, two = int(pairs.a[at_a]), int(pairs.b[at_b])
        path = warm_path(known, one, [two])
        told_steps = told_path(known, path, language)
        source, target = known.members[one], known.members[two]
        where, joins = _nearest_group(pairs, known.b, standing, one, two)
        row: dict[str, object] = {
            "source": source,
            "source_name": names[source],
            "target": target,
            "target_name": names[target],
            "new_pairs": int(pairs.new_pairs[at_a, at_b]),
            "triads": int(pairs.triads[at_a, at_b]),
            "density": float(pairs.density[at_a, at_b]),
            "path3": float(pairs.path3[at_a, at_b]),
            "steps": len(path) - 1 if path else None,
            "introducers": told_steps.introducers,
            "via": told_steps.via,
            "dates": told_steps.dates,
            "lines": told_steps.lines,
            "where": "" if where is None else known.groups[where],
            "joins": "" if joins is None else known.members[joins],
            "may_meet": _may_meet(known, seats, one, everyone[target])
            + _may_meet(known, seats, two, everyone[source]),
        }
        labels = (told(ends[0], by, language), told(ends[1], by, language))
        row["reason"] = _reason(row, told_steps, names, labels, language)
        rows.append(row)
    frame = pd.DataFrame(rows, columns=_COLUMNS)
    for column in ("new_pairs", "triads", "may_meet"):
        frame[column] = frame[column].astype("int64")
    for column in ("density", "path3"):
        frame[column] = frame[column].astype("float64")
    frame["steps"] = frame["steps"].astype("Int64")
    return frame


def _nearest_group(
    pairs: Pairs, b: sp.csr_array, standing: np.ndarray, one: int, two: int
) -> tuple[int | None, int | None]:
    """Standing group of one that is nearest to the other, and who would join it."""
    best: tuple[tuple[float, float, int, int], int, int] | None = None
    for joins, sits in ((one, two), (two, one)):
        for group in b.indices[b.indptr[sits] : b.indptr[sits + 1]].tolist():
            score = round(float(pairs.score[joins, group]), 9)
            dense = round(float(pairs.density_of[joins, group]), 9)
            key = (-score, -dense, group, joins)
            if standing[group] and score > 0 and (best is None or key < best[0]):
                best = (key, group, joins)
    return (None, None) if best is None else (best[1], best[2])


def _open_seats(
    net: AffiliationNetwork, everyone: Mapping[str, Facts]
) -> dict[str, list[Facts]]:
    """Classes of unnamed members in each group."""
    return {
        group: [everyone[one] for one in roll.classes]
        for group, roll in rolls(net).items()
    }


def _may_meet(
    known: Acquaintance, seats: Mapping[str, list[Facts]], row: int, other: Facts
) -> int:
    """Groups of one in which the other may be among the unnamed."""
    inside = known.b.indices[known.b.indptr[row] : known.b.indptr[row + 1]]
    return sum(
        any(other.may_be_among(one) for one in seats[known.groups[group]])
        for group in inside
    )


def _contacts(number: int, language: Language) -> str:
    """How many contacts the two have in common."""
    if language == "ja":
        return f"共通の相手は{number:,}機関。" if number else "共通の相手はない。"
    if not number:
        return "the two have no common contact."
    return f"the two have {plural(number, 'common contact')}."


def _reason(
    row: Mapping[str, object],
    path: WarmPath,
    names: pd.Series,
    labels: tuple[str, str],
    language: Language,
) -> str:
    """What a meeting would add, who could bring it about, and what is not known."""
    ja = language == "ja"
    one, two = labels
    new, triads = int(str(row["new_pairs"])), int(str(row["triads"]))
    said = [
        f"会えば、{one}と{two}の組のうち、いま共通の相手がない{new:,}組が"
        f"2歩以内に入る。{_contacts(triads, language)}"
        if ja
        else f"A meeting would bring {plural(new, 'pair')} of {one} and {two} that "
        f"{'has' if new == 1 else 'have'} no common contact now within two steps; "
        f"{_contacts(triads, language)}"
    ]
    if path.via:
        steps = [
            f"{names[group]}、{date}" if ja else f"{names[group]}, {date}"
            for group, date in zip(path.via, path.dates, strict=True)
        ]
        people = ("→" if ja else " → ").join(names[one] for one in path.introducers)
        said.append(
            f"紹介できる機関: {people}（{'／'.join(steps)}）。"
            if ja
            else f"Could be introduced by {people} ({'; '.join(steps)})."
        )
    else:
        said.append(
            "紹介できる機関の記録はない。"
            if ja
            else "No chain of recorded memberships could introduce them."
        )
    if row["where"]:
        who, where = names[str(row["joins"])], names[str(row["where"])]
        said.append(
            f"最も近い場: {where}（{who}が加わる場合）。"
            if ja
            else f"Nearest table: {where}, if {who} joined."
        )
    may = int(str(row["may_meet"]))
    if may:
        said.append(
            f"名称の記載がない構成員として{counted(may)}の会議体等で同席している"
            "可能性がある。"
            if ja
            else f"They may already meet, unnamed, in {plural(may, 'group')}."
        )
    return ("" if ja else " ").join(said)
