"""Where does a network come from?

From a workbook, a folder, single files or frames, or from the curated Tohoku data
that come with the library.
"""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from tohoku_network import _bundled
from tohoku_network.network import AffiliationNetwork
from tohoku_network.tables import read_tables

__all__ = ["load_tohoku", "read"]


def read(
    path: str | Path | None = None,
    *,
    organizations: str | Path | pd.DataFrame | None = None,
    memberships: str | Path | pd.DataFrame | None = None,
    sources: str | Path | pd.DataFrame | None = None,
) -> AffiliationNetwork:
    """Read a network from a workbook or folder with the two tables, or from each.

    Parameters
    ----------
    path
        A workbook (``.xlsx``) with a sheet of organizations (機関) and one of
        memberships (所属); or a folder with ``organizations.csv``,
        ``memberships.csv`` and, if there is one, ``sources.csv`` (UTF-8), or with
        workbooks for those that are not there.
    organizations, memberships, sources
        Instead of a path: a CSV file, a workbook or a frame for each table.

    Returns
    -------
    AffiliationNetwork
        The network; what deserves a look is in its ``findings``.

    Raises
    ------
    InputError
        If anything in the tables cannot be taken as it is; it names every problem
        with file, sheet, line or cell, column, value, reason and remedy.

    Examples
    --------
    >>> import pandas as pd
    >>> import tohoku_network as tn
    >>> tn.read(organizations=pd.DataFrame({"機関ID": ["g"], "機関名": ["協議会"]}),
    ...         memberships=pd.DataFrame({"member_id": [], "group_id": []}))
    <AffiliationNetwork: 1 member, 0 groups, 0 memberships>
    """
    return AffiliationNetwork(
        read_tables(
            path,
            organizations=organizations,
            memberships=memberships,
            sources=sources,
        )
    )


def load_tohoku() -> AffiliationNetwork:
    """Read the curated Tohoku network that comes with the library.

    Returns
    -------
    AffiliationNetwork
        Organizations, groups and memberships told by five public documents of
        2020–2024; see the data page of the documentation.

    Examples
    --------
    >>> import tohoku_network as tn
    >>> net = tn.load_tohoku()
    >>> int(net.groups.loc["tap", "n_members"])
    10
    """
    return read(_bundled.folder())
