"""Which sectors, prefectures or kinds sit at which table, and what is not known?

Five honest states. A sector is called absent only where no class of unnamed members
is recorded that may belong to it and nothing tells that the list is incomplete.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal, get_args

import numpy as np
import pandas as pd

from tohoku_network._definition import tag
from tohoku_network.gaps._cells import Cells, Undeclared, cells, compared
from tohoku_network.gaps._lists import (
    By,
    NotEligible,
    not_eligible_pairs,
    told,
    words_of,
)
from tohoku_network.gaps._words import REASONS, said
from tohoku_network.network import AffiliationNetwork
from tohoku_network.vocabulary import COVERAGE, Language

__all__ = ["Values", "coverage", "coverage_matrix", "framed", "tagged", "untangled"]

Values = Literal["state", "state_label", "named", "unnamed"]
"""What a matrix of coverage shows in its cells."""

_CITATION = "Isard (1960); Fisher's exact test, one-sided"


def coverage(
    net: AffiliationNetwork,
    *,
    by: By = "sector",
    categories: Iterable[str] | None = None,
    not_eligible: NotEligible = None,
    undeclared: Undeclared = "absent",
    language: Language = "ja",
) -> pd.DataFrame:
    r"""Which sectors, prefectures or kinds are recorded in each group, in five states.

    The first that applies:

    1. ``present``: a named member of the category is recorded;
    2. ``unnamed``: a class of unnamed members of the category is recorded;
    3. ``not_eligible``: the caller says so, or (``by="prefecture"``) the category lies
       outside the group's own area, such as Akita for a group of Aomori;
    4. ``unknown``: the list is incomplete or open for this category: its declared size
       is larger than its named members; an unnamed class has no category, or (for
       prefectures) one that contains this; a named member's own cell is empty; one
       member or none is recorded at all, so that the source tells no list;
    5. ``absent``: none of these. ``reason`` tells whether the list reaches its declared
       size, or no size is declared and the category is only not on the list.

    For the n named members of a group that have a category, of which k have this one,
    and the N named organizations of the network, of which K have it,
    ``location_quotient`` is :math:`(k/n)/(K/N)` (1 as in the network, 0 upwards);
    ``p_over`` is :math:`P(X \ge k)` and ``p_under`` :math:`P(X \le k)` for X
    hypergeometric with N, K, n. Both are exact, and not corrected for the number of
    cells. NaN where the list cannot bear them: all three in cells that are not
    ``present`` or ``absent``, ``p_under`` also where unnamed or untold members may
    belong to the category, and all without a member that has a category.

    Parameters
    ----------
    net
        The network; groups and members of all roles. A group that a filter did not
        choose is no row: it may still be a member here, but has no list to judge.
    by
        ``"sector"``, ``"prefecture"`` or ``"kind"``.
    categories
        Words to show, in their order; None for every sector, or for those that occur.
    not_eligible
        Cells that need not be filled: a mapping from group to categories, pairs of
        group and category, or a callable of both.
    undeclared
        What to call a category that is missing from a list of two or more named
        members whose size no source declares: ``"absent"`` or ``"unknown"``.
    language
        Language of names, labels and reasons.

    Returns
    -------
    pandas.DataFrame
        A row per group and category, groups by id: ``group_id``, ``group``,
        ``category``, ``label``, ``state``, ``state_label``, ``reason`` (code),
        ``why`` (in words), ``named`` (organizations), ``unnamed`` (classes),
        ``expected`` (named members of the category, had they been drawn at random),
        ``location_quotient``, ``p_over``, ``p_under``, ``whole`` (nothing tells that
        members of this category are missing), ``members`` and ``classes`` (their ids).
        Empty without groups.

    Raises
    ------
    ValueError
        If an option is none of the accepted words.
    GraphError
        If ``not_eligible`` names a group or a category that is not there.

    References
    ----------
    Isard, W. (1960). Methods of Regional Analysis. MIT Press. Fisher, R. A. (1935).
    The Design of Experiments. Oliver and Boyd.

    Examples
    --------
    >>> import tohoku_network as tn
    >>> frame = coverage(tn.load_tohoku(), language="en").set_index(
    ...     ["group_id", "category"])
    >>> frame.loc[("tap", "academia"), "state"]
    'present'
    >>> frame.loc[("get-up-tohoku", "finance"), "state"]
    'unnamed'
    """
    names = net.display_names(language)
    found = untangled(net, by, categories, undeclared, not_eligible)
    rows = []
    for (group, category), cell in found.cells.items():
        rows.append(
            {
                "group_id": group,
                "group": names[group],
                "category": category,
                "label": told(category, by, language),
                "state": cell.state,
                "state_label": said(COVERAGE[cell.state], language),
                "reason": cell.reason,
                "why": said(REASONS[cell.reason], language),
                "named": len(cell.named),
                "unnamed": len(cell.classes),
                "whole": cell.whole,
                "members": cell.named,
                "classes": cell.classes,
            }
        )
    size = {
        group: sum(found.of[one] is not None for one in roll.named)
        for group, roll in found.rolls.items()
    }
    result = framed(rows, _GROUP_COLUMNS, found, size, "group_id")
    return tagged(result, net, "coverage", f"groups by {by}", undeclared)


def untangled(
    net: AffiliationNetwork,
    by: By,
    categories: Iterable[str] | None,
    undeclared: Undeclared,
    not_eligible: NotEligible,
) -> Cells:
    """Cells of the groups, first without, then with what the caller excludes."""
    words_of(by)
    found = cells(net, by, categories, undeclared, set())
    if not_eligible is None:
        return found
    excluded = not_eligible_pairs(not_eligible, found.rolls, found.categories, "group")
    return cells(net, by, categories, undeclared, excluded)


_GROUP_COLUMNS = [
    "group_id",
    "group",
    "category",
    "label",
    "state",
    "state_label",
    "reason",
    "why",
    "named",
    "unnamed",
    "expected",
    "location_quotient",
    "p_over",
    "p_under",
    "whole",
    "members",
    "classes",
]


def framed(
    rows: list[dict[str, object]],
    columns: list[str],
    found: Cells,
    size: dict[str, int],
    unit: str,
) -> pd.DataFrame:
    """Rows of cells as a frame, with the numbers that compare them to the network."""
    numbers = ("expected", "location_quotient", "p_over", "p_under")
    frame = pd.DataFrame(rows, columns=[c for c in columns if c not in numbers])
    for column in ("named", "unnamed", *(c for c in columns if "groups" in c)):
        frame[column] = frame[column].astype("int64")
    frame["whole"] = frame["whole"].astype(bool)
    population = np.array(
        [found.population[word] for word in frame["category"]], dtype=np.int64
    )
    of_row = np.array([size[row] for row in frame[unit]], dtype=np.int64)
    compared(frame, population, found.population[""], of_row)
    return frame[columns]


def tagged(
    result: pd.DataFrame,
    net: AffiliationNetwork,
    measure: str,
    variant: str,
    undeclared: str,
) -> pd.DataFrame:
    """Result with its definition, and how many cells are in which state."""
    states = result["state"].value_counts()
    return tag(
        result,
        measure=measure,
        variant=f"{variant}, five states; unnamed classes count as present, unnamed",
        n=len(net.oriented("members")[1]),
        period=net.period,
        citation=_CITATION,
        undeclared=undeclared,
        cells={state: int(states.get(state, 0)) for state in COVERAGE},
    )


def coverage_matrix(table: pd.DataFrame, *, values: Values = "state") -> pd.DataFrame:
    """Wide matrix of a coverage: groups or themes in rows, categories in columns.

    Parameters
    ----------
    table
        Result of :func:`coverage` or :func:`theme_coverage`, or rows of one.
    values
        What the cells show: ``"state"``, ``"state_label"``, ``"named"`` or
        ``"unnamed"``.

    Returns
    -------
    pandas.DataFrame
        Indexed by group id or theme, one column per category; rows and columns in the
        order of the table. Its attributes are those of the table.

    Raises
    ------
    ValueError
        If the frame is no coverage, or ``values`` is none of the accepted words.

    Examples
    --------
    >>> import tohoku_network as tn
    >>> frame = coverage_matrix(coverage(tn.load_tohoku()))
    >>> frame.loc["tap", ["industry", "labour"]].tolist()
    ['present', 'absent']
    """
    if values not in get_args(Values):
        msg = f"values must be one of {', '.join(get_args(Values))}, not {values!r}"
        raise ValueError(msg)
    rows = next((c for c in ("group_id", "theme") if c in table.columns), None)
    if rows is None or "category" not in table.columns:
        msg = "coverage_matrix needs the frame that coverage or theme_coverage gives"
        raise ValueError(msg)
    wide = table.pivot(index=rows, columns="category", values=values)  # noqa: PD010  (a cell told twice must fail, not be averaged)
    result = wide.reindex(
        index=pd.Index(table[rows].unique(), name=rows),
        columns=pd.Index(table["category"].unique(), name="category"),
    )
    result.attrs.update(table.attrs)
    return result
