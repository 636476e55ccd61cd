"""Who is in a community, and which groups hold it together?"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import Literal, get_args

import numpy as np
import pandas as pd
import scipy.sparse as sp

from tohoku_network._definition import tag
from tohoku_network.communities.quality import label_codes
from tohoku_network.errors import printable
from tohoku_network.network import AffiliationNetwork, Side
from tohoku_network.vocabulary import (
    KINDS,
    PREFECTURES,
    SECTORS,
    UNKNOWN_SECTOR,
    Label,
    Language,
    label,
)

__all__ = ["Attribute", "composition", "profile"]

Attribute = Literal["sector", "prefecture", "kind"]

_WORDS: Mapping[str, Mapping[str, Label]] = {
    "sector": SECTORS,
    "prefecture": PREFECTURES,
    "kind": KINDS,
}
_NOT_TOLD = {
    "sector": UNKNOWN_SECTOR,
    "prefecture": Label("所在地不明", "Place not told"),
    "kind": Label("種別不明", "Kind not told"),
}
_NAME_LENGTH = {"ja": 20, "en": 40}


def profile(
    net: AffiliationNetwork,
    labels: pd.Series,
    *,
    side: Side = "members",
    top: int = 3,
    language: Language = "ja",
) -> pd.DataFrame:
    r"""What each community is made of, and a short name from its leading groups.

    A group leads a community when at least two of its members are in it, and more
    than chance would put there: :math:`o - k s / n` is positive, o being the group's
    members inside, k all its members, s the organizations of the community and n of
    all, those without a group not counted. The largest surplus comes first, ties by
    id. Where no group is over-represented (one community holds everybody), the
    groups with most members inside are shown. The name is that of the first leading
    group, with the second where two communities would share it; a community without
    a group of two is called by its first organization.

    Parameters
    ----------
    net
        The network.
    labels
        Community of every organization of the side, indexed by id, such as
        ``detect(net).labels``; further ids do not matter.
    side
        The side that is labelled; with ``"groups"`` the leading "groups" are the
        organizations whose memberships hold a community of groups together.
    top
        The most leading groups to show.
    language
        Language of names and labels.

    Returns
    -------
    pandas.DataFrame
        One row per community, indexed by ``community`` in sorted order: ``name``,
        ``size`` (organizations), ``sectors`` and ``prefectures`` (labels with counts,
        the most frequent first), ``leading`` (names of the leading groups with
        members inside / all members), ``groups`` (their ids, a tuple).

    Raises
    ------
    GraphError
        If an organization has no label.
    ValueError
        If an option is none of the accepted words, or ``top`` is less than 1.

    Examples
    --------
    >>> import pandas as pd
    >>> import tohoku_network as tn
    >>> net = tn.AffiliationNetwork.from_frames(
    ...     pd.DataFrame({"id": list("abcdpq"), "name": list("ＡＢＣＤＰＱ"),
    ...                   "sector": ["industry", "academia", "industry", "industry",
    ...                              None, None]}),
    ...     pd.DataFrame({"member_id": list("abcd"), "group_id": list("ppqq")}))
    >>> frame = profile(net, pd.Series({"a": 0, "b": 0, "c": 1, "d": 1}))
    >>> frame[["name", "size", "sectors", "leading"]].values.tolist()
    [['Ｐ', 2, '産 1・学 1', 'Ｐ (2/2)'], ['Ｑ', 2, '産 2', 'Ｑ (2/2)']]
    """
    if top < 1:
        msg = f"top must be at least 1, not {top!r}"
        raise ValueError(msg)
    b, ids, other = net.oriented(side)
    codes, communities = _sorted_codes(labels, ids)
    names = net.display_names(language)
    surplus, inside = _surplus(b, codes, len(communities))
    sizes = np.asarray(b.sum(axis=0)).ravel().astype(int)
    leading = [
        _leading(surplus[[row]], inside[[row]], top) for row in range(len(communities))
    ]
    first = [ids[int(np.argmax(codes == row))] for row in range(len(communities))]
    join = "、" if language == "ja" else "; "
    facts = net.organizations.reindex(ids)
    result = pd.DataFrame(
        {
            "name": _short_names(
                [[names[other[g]] for g, _ in found] for found in leading],
                [names[identifier] for identifier in first],
                language,
            ),
            "size": np.bincount(codes, minlength=len(communities)),
            "sectors": _mixes(facts["sector"], codes, communities, "sector", language),
            "prefectures": _mixes(
                facts["prefecture"], codes, communities, "prefecture", language
            ),
            "leading": [
                join.join(f"{names[other[g]]} ({o}/{sizes[g]})" for g, o in found)
                for found in leading
            ],
            "groups": [tuple(other[g] for g, _ in found) for found in leading],
        },
        index=pd.Index(communities, name="community"),
    )
    return tag(
        result,
        measure="community_profile",
        variant="groups by members inside beyond their share",
        n=len(ids),
        period=net.period,
    )


def composition(
    net: AffiliationNetwork,
    labels: pd.Series,
    *,
    by: Attribute = "sector",
    side: Side = "members",
    language: Language = "ja",
) -> pd.DataFrame:
    """Organizations of each community, counted by sector, prefecture or kind.

    Parameters
    ----------
    net
        The network.
    labels
        Community of every organization of the side, indexed by id.
    by
        ``"sector"``, ``"prefecture"`` or ``"kind"``.
    side
        The side that is labelled.
    language
        Language of the column headings.

    Returns
    -------
    pandas.DataFrame
        Counts indexed by ``community``; a column for each value that occurs, in the
        order of the controlled list, unknown words after it, cells not told last.

    Raises
    ------
    GraphError
        If an organization has no label.
    ValueError
        If an option is none of the accepted words.

    Examples
    --------
    >>> import pandas as pd
    >>> import tohoku_network as tn
    >>> net = tn.AffiliationNetwork.from_frames(
    ...     pd.DataFrame({"id": list("abp"), "name": list("ＡＢＰ"),
    ...                   "sector": ["academia", "industry", None]}),
    ...     pd.DataFrame({"member_id": list("ab"), "group_id": list("pp")}))
    >>> composition(net, pd.Series({"a": 0, "b": 0}), language="en").loc[0].to_dict()
    {'Industry': 1, 'Academia': 1}
    """
    if by not in get_args(Attribute):
        msg = f"by must be one of {', '.join(get_args(Attribute))}, not {by!r}"
        raise ValueError(msg)
    net.display_names(language)  # refuses an unknown language
    _, ids, _ = net.oriented(side)
    codes, communities = _sorted_codes(labels, ids)
    values = net.organizations[by].reindex(ids).fillna("")
    order = [*_WORDS[by], *sorted(set(values) - {*_WORDS[by], ""}), ""]
    present = [code for code in order if (values == code).any()]
    counts = {
        _label(code, by, language): np.bincount(
            codes[(values == code).to_numpy()], minlength=len(communities)
        )
        for code in present
    }
    result = pd.DataFrame(counts, index=pd.Index(communities, name="community"))
    return tag(
        result,
        measure="community_composition",
        variant=f"organizations by {by}",
        n=len(ids),
        period=net.period,
    )


def _sorted_codes(labels: pd.Series, ids: list[str]) -> tuple[np.ndarray, list[object]]:
    """Place of each organization's community among the sorted communities."""
    label_codes(labels, ids)
    found = labels.reindex(ids)
    # Labels that met a missing id became floats on the way; they are whole again.
    values = found.astype(labels.dtype).tolist()
    communities = sorted(set(values))
    place = {value: row for row, value in enumerate(communities)}
    return np.array([place[value] for value in values], dtype=int), communities


def _surplus(
    b: sp.csr_array, codes: np.ndarray, n_communities: int
) -> tuple[sp.csr_array, sp.csr_array]:
    """Members of each group in each community, beyond its share and in all."""
    tied = np.diff(b.indptr) > 0
    one_hot = sp.csr_array(
        (np.ones(len(codes)), (codes, np.arange(len(codes)))),
        shape=(n_communities, len(codes)),
    )
    inside = sp.csr_array(one_hot @ b)
    inside.sort_indices()
    share = np.bincount(codes[tied], minlength=n_communities) / max(tied.sum(), 1)
    sizes = np.asarray(b.sum(axis=0)).ravel()
    surplus = inside.copy()
    row = np.repeat(np.arange(n_communities), np.diff(inside.indptr))
    surplus.data = inside.data - share[row] * sizes[inside.indices]
    return surplus, inside


def _leading(
    surplus: sp.csr_array, inside: sp.csr_array, top: int
) -> list[tuple[int, int]]:
    """Groups that hold one community together, with their members inside."""
    groups, members = inside.indices, inside.data
    several = members > 1.5
    above = several & (surplus.data > 1e-9)
    rank = surplus.data if above.any() else members
    chosen = np.flatnonzero(above if above.any() else several)
    order = chosen[np.lexsort((groups[chosen], -rank[chosen].round(9)))]
    return [(int(groups[i]), round(float(members[i]))) for i in order[:top]]


def _short_names(
    leading: list[list[str]], alone: list[str], language: Language
) -> list[str]:
    """One name each: the first group's, more where two would be called alike."""
    limit, join = _NAME_LENGTH[language], "／" if language == "ja" else " / "
    short = [
        [printable(name, limit=limit) for name in found[:2]]
        or [printable(one, limit=limit)]
        for found, one in zip(leading, alone, strict=True)
    ]
    first = Counter(names[0] for names in short)
    chosen = [names[0] if first[names[0]] == 1 else join.join(names) for names in short]
    seen: Counter[str] = Counter()
    result = []
    for name in chosen:
        seen[name] += 1
        result.append(name if seen[name] == 1 else f"{name} ({seen[name]})")
    return result


def _mixes(
    values: pd.Series,
    codes: np.ndarray,
    communities: list[object],
    by: Attribute,
    language: Language,
) -> list[str]:
    """Labels with counts for each community, the most frequent first."""
    order = {code: place for place, code in enumerate(_WORDS[by])}
    found: list[Counter[str]] = [Counter() for _ in communities]
    for row, code in zip(codes, values.fillna(""), strict=True):
        found[row][code] += 1
    join = "・" if language == "ja" else ", "
    result = []
    for counts in found:
        told = sorted(
            counts, key=lambda c: (c == "", -counts[c], order.get(c, len(order)), c)
        )
        result.append(
            join.join(f"{_label(code, by, language)} {counts[code]}" for code in told)
        )
    return result


def _label(code: str, by: Attribute, language: Language) -> str:
    if code:
        return label(code, _WORDS[by], language)
    return _NOT_TOLD[by].ja if language == "ja" else _NOT_TOLD[by].en
