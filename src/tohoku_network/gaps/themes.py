"""Which sectors are at the tables of each theme, and how far do the lists reach?"""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
import pandas as pd

from tohoku_network._definition import tag
from tohoku_network.gaps._cells import Undeclared
from tohoku_network.gaps._lists import (
    By,
    NotEligible,
    not_eligible_pairs,
    rolls,
    told,
)
from tohoku_network.gaps._words import LISTS, said
from tohoku_network.gaps.covering import framed, tagged, untangled
from tohoku_network.network import AffiliationNetwork
from tohoku_network.vocabulary import COVERAGE, KINDS, THEMES, Language, label

__all__ = ["completeness", "theme_coverage"]


def theme_coverage(
    net: AffiliationNetwork,
    *,
    by: By = "sector",
    categories: Iterable[str] | None = None,
    not_eligible: NotEligible = None,
    undeclared: Undeclared = "absent",
    language: Language = "ja",
) -> pd.DataFrame:
    """Which sectors sit at the tables of each theme, in the five states of coverage.

    A theme is a strategy field of the policy documents; its tables are the groups that
    carry it. A cell is ``present`` if any of them is, else ``unnamed`` if any is, else
    ``not_eligible`` if all are, else ``unknown`` if any is, and ``absent`` only when
    every one of them that is eligible is. Location quotient and p-values are those of
    :func:`coverage` for the distinct named members of the theme's groups, an
    organization counted once however many of them it sits in.

    Parameters
    ----------
    net
        The network.
    by
        ``"sector"``, ``"prefecture"`` or ``"kind"``.
    categories
        Words to show, in their order; None for every sector, or for those that occur.
    not_eligible
        Cells that need not be filled: a mapping from theme to categories, pairs of
        theme and category, or a callable of both.
    undeclared
        What to call a category that is missing from a list whose size is not declared.
    language
        Language of labels and reasons.

    Returns
    -------
    pandas.DataFrame
        A row per theme and category, themes in the order of the vocabulary, other
        words after them: ``theme``, ``theme_label``, ``category``, ``label``,
        ``state``, ``state_label``, ``groups`` (of the theme), ``groups_present``,
        ``groups_unnamed``, ``groups_absent``, ``groups_unknown``,
        ``groups_not_eligible`` (counts), ``named``, ``unnamed``, ``expected``,
        ``location_quotient``, ``p_over``, ``p_under``, ``whole``, ``members``,
        ``classes``, ``at`` (ids of the groups). Empty when no group carries a theme.

    Raises
    ------
    ValueError
        If an option is none of the accepted words.
    GraphError
        If ``not_eligible`` names a theme or a category that is not there.

    References
    ----------
    Isard, W. (1960). Methods of Regional Analysis. MIT Press.

    Examples
    --------
    >>> import tohoku_network as tn
    >>> frame = theme_coverage(tn.load_tohoku()).set_index(["theme", "category"])
    >>> frame.loc[("dx", "industry"), "state"]
    'present'
    """
    net.display_names(language)
    found = untangled(net, by, categories, undeclared, None)
    themes = _themes(net, list(found.rolls))
    excluded = not_eligible_pairs(not_eligible, themes, found.categories, "theme")
    rows: list[dict[str, object]] = []
    size = {}
    for theme, groups in themes.items():
        everyone = {one for group in groups for one in found.rolls[group].named}
        size[theme] = sum(found.of[one] is not None for one in everyone)
        for category in found.categories:
            own = [found.cells[group, category] for group in groups]
            states = [cell.state for cell in own]
            state = _of_theme(states, (theme, category) in excluded)
            members = sorted({one for cell in own for one in cell.named})
            classes = sorted({one for cell in own for one in cell.classes})
            counts = {f"groups_{word}": states.count(word) for word in COVERAGE}
            rows.append(
                {
                    "theme": theme,
                    "theme_label": label(theme, THEMES, language),
                    "category": category,
                    "label": told(category, by, language),
                    "state": state,
                    "state_label": said(COVERAGE[state], language),
                    "groups": len(groups),
                    **counts,
                    "named": len(members),
                    "unnamed": len(classes),
                    "whole": all(cell.whole for cell in own),
                    "members": tuple(members),
                    "classes": tuple(classes),
                    "at": tuple(groups),
                }
            )
    result = framed(rows, _THEME_COLUMNS, found, size, "theme")
    return tagged(
        result, net, "theme_coverage", f"themes of groups by {by}", undeclared
    )


_THEME_COLUMNS = [
    "theme",
    "theme_label",
    "category",
    "label",
    "state",
    "state_label",
    "groups",
    "groups_present",
    "groups_unnamed",
    "groups_absent",
    "groups_unknown",
    "groups_not_eligible",
    "named",
    "unnamed",
    "expected",
    "location_quotient",
    "p_over",
    "p_under",
    "whole",
    "members",
    "classes",
    "at",
]


def _themes(net: AffiliationNetwork, groups: list[str]) -> dict[str, list[str]]:
    """Groups that carry each theme, in the order of the vocabulary."""
    found: dict[str, list[str]] = {}
    cells = net.organizations["themes"].fillna("")
    for group in groups:
        for theme in dict.fromkeys(str(cells[group]).split("|")):
            if theme:
                found.setdefault(theme, []).append(group)
    order = [*(t for t in THEMES if t in found), *sorted(set(found) - set(THEMES))]
    return {theme: found[theme] for theme in order}


def _of_theme(states: list[str], excluded: bool) -> str:
    for state in ("present", "unnamed"):
        if state in states:
            return state
    if excluded or all(state == "not_eligible" for state in states):
        return "not_eligible"
    return "unknown" if "unknown" in states else "absent"


def completeness(net: AffiliationNetwork, *, language: Language = "ja") -> pd.DataFrame:
    """How many of a group's declared members are known by name.

    ``share`` is named / declared: 0 when nobody is named, 1 when as many are named as
    the source declares. It may exceed 1, which asks for a look at the source. <NA>
    where no size is declared.

    Parameters
    ----------
    net
        The network; for one cut to a period the declared size stays the source's.
    language
        Language of names, kinds and states.

    Returns
    -------
    pandas.DataFrame
        A row per group, indexed by id, most missing members first, then groups without
        a declared size by id: ``name``, ``kind``, ``named`` (organizations),
        ``unnamed`` (classes), ``unnamed_size`` (members that the classes stand for, as
        far as told; <NA> if none tells it), ``declared``, ``missing`` (declared less
        named, not below 0), ``share``, ``list`` (``complete``, ``incomplete``,
        ``open``, ``one_member``, ``no_members``, ``size_not_declared``) and
        ``list_label``. The attributes sum up the groups with a declared size.

    Examples
    --------
    >>> import tohoku_network as tn
    >>> frame = completeness(tn.load_tohoku())
    >>> frame.loc["aomori-roundtable", ["declared", "missing"]].astype(int).tolist()
    [10, 9]
    """
    names = net.display_names(language)
    lists = rolls(net)
    table = net.organizations
    sizes, kinds = table["size_declared"], table["kind"].fillna("").to_dict()
    rows = []
    for group, roll in lists.items():
        told_sizes = [int(sizes[c]) for c in roll.classes if not pd.isna(sizes[c])]
        declared, named = roll.declared, len(roll.named)
        rows.append(
            {
                "name": names[group],
                "kind": label(kinds[group], KINDS, language),
                "named": named,
                "unnamed": len(roll.classes),
                "unnamed_size": sum(told_sizes) if told_sizes else None,
                "declared": declared,
                "missing": None if declared is None else max(declared - named, 0),
                "share": named / declared if declared else None,
                "list": roll.state,
                "list_label": said(LISTS[roll.state], language),
            }
        )
    result = pd.DataFrame(
        rows,
        columns=[
            *("name", "kind", "named", "unnamed", "unnamed_size", "declared"),
            *("missing", "share", "list", "list_label"),
        ],
        index=pd.Index(list(lists), name="id", dtype="str"),
    )
    for column in ("unnamed_size", "declared", "missing"):
        result[column] = result[column].astype("Int64")
    for column in ("named", "unnamed"):
        result[column] = result[column].astype("int64")
    result["share"] = result["share"].astype("Float64")
    lost = result["missing"].fillna(-1).to_numpy(dtype=np.int64)
    result = result.iloc[np.argsort(-lost, kind="stable")]
    known = result[result["declared"].notna()]
    return tag(
        result,
        measure="completeness",
        variant="named members against the declared size",
        normalization="declared size",
        n=len(net.oriented("members")[1]),
        period=net.period,
        groups_with_size=len(known),
        declared=int(known["declared"].sum()),
        named=int(known["named"].sum()),
    )
