"""Who joined, who left, and which groups are new or have ended?"""

from __future__ import annotations

import numpy as np
import pandas as pd

from tohoku_network.comparison._parts import (
    column,
    names,
    only_in,
    sizes,
    tagged,
)
from tohoku_network.network import AffiliationNetwork
from tohoku_network.vocabulary import (
    KINDS,
    Language,
    label,
)

__all__ = ["groups_changed", "memberships_changed"]


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
        only_in(after, before, "joined", language),
        only_in(before, after, "left", language),
    ]
    result = pd.concat(parts, ignore_index=True)
    return tagged(
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
    counts = [sizes(net) for net in (before, after)]
    ids = sorted(set(rows["group_id"]))
    result = pd.DataFrame(index=pd.Index(ids, name="id", dtype="str"))
    result["name"] = names(before, after, ids, language)
    kinds = column(before, after, ids, "kind")
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
    return tagged(result, "groups_changed", "groups with members", before, after)
