"""Who belongs to what, in force when, under which conditions?

:class:`AffiliationNetwork` is the one object that every other room takes: the
checked tables with time slices, filters, the two-mode graph and its projections.
It is never changed; each step returns a new network.
"""

from __future__ import annotations

import datetime
import html
from collections import Counter
from collections.abc import Mapping
from functools import cached_property
from typing import Literal

import networkx as nx
import numpy as np
import pandas as pd
import scipy.sparse as sp

from tohoku_network import _graphs, names
from tohoku_network._incidence import Weight
from tohoku_network._slices import (
    Condition,
    has_theme,
    in_force,
    is_group_in,
    meets,
    partial_date,
)
from tohoku_network.errors import Problem
from tohoku_network.tables import Tables, read_tables
from tohoku_network.tables.columns import MEMBERSHIPS, ORGANIZATIONS, SOURCES
from tohoku_network.vocabulary import (
    GROUP_KINDS,
    SECTORS,
    UNKNOWN_SECTOR,
    Language,
    label,
)

__all__ = ["AffiliationNetwork", "Side"]

Side = Literal["members", "groups"]


class AffiliationNetwork:
    """Organizations, the groups they belong to, and the memberships that tie them.

    Made by :func:`read`, :func:`load_tohoku` or :meth:`from_frames`; not changed
    afterwards. An organization that belongs to a group and has members of its own
    keeps one row and has two sides. Classes of unnamed members ("regional banks")
    are in the tables, and in graphs only when asked for.

    Examples
    --------
    >>> import pandas as pd
    >>> net = AffiliationNetwork.from_frames(
    ...     pd.DataFrame({"id": ["u", "c", "g"], "name": ["大学", "会社", "協議会"]}),
    ...     pd.DataFrame({"member_id": ["u", "c"], "group_id": ["g", "g"]}),
    ... )
    >>> net
    <AffiliationNetwork: 2 members, 1 group, 2 memberships>
    >>> list(net.project("members").edges)
    [('c', 'u')]
    """

    def __init__(
        self,
        tables: Tables,
        *,
        group_ids: frozenset[str] | None = None,
        period: str | None = None,
    ) -> None:
        self._tables = tables
        organizations, memberships = tables.organizations, tables.memberships
        if group_ids is None:
            by_kind = organizations.index[organizations["kind"].isin(list(GROUP_KINDS))]
            others = memberships["member_id"] != memberships["group_id"]
            with_members = frozenset(memberships.loc[others, "group_id"])
            group_ids = frozenset(by_kind) | with_members
        # Kept through slices: a group out of force is still a group, not a member.
        self._group_ids = group_ids
        self.period = period

    @classmethod
    def from_frames(
        cls,
        organizations: pd.DataFrame,
        memberships: pd.DataFrame,
        sources: pd.DataFrame | None = None,
    ) -> AffiliationNetwork:
        """Build the network from frames; they are checked like files and copied.

        Parameters
        ----------
        organizations
            At least ``id`` and ``name``.
        memberships
            At least ``member_id`` and ``group_id``.
        sources
            At least ``id`` and ``title``, if the sources are listed.

        Returns
        -------
        AffiliationNetwork
            The network.

        Raises
        ------
        InputError
            If anything in the frames cannot be taken as it is.

        Examples
        --------
        >>> import tohoku_network as tn
        >>> net = tn.load_tohoku()
        >>> again = AffiliationNetwork.from_frames(
        ...     net.organizations, net.memberships, net.sources)
        >>> again.project("groups").size() == net.project("groups").size()
        True
        """
        frames = [_own_columns(organizations), _own_columns(memberships)]
        return cls(
            read_tables(
                organizations=frames[0],
                memberships=frames[1],
                sources=None if sources is None else _own_columns(sources),
            )
        )

    # --- the tables -------------------------------------------------------------

    @property
    def organizations(self) -> pd.DataFrame:
        """Organizations and groups indexed by id, as in the table; a copy."""
        return self._tables.organizations.copy()

    @property
    def memberships(self) -> pd.DataFrame:
        """Memberships as in the table, ``line`` telling where each stands; a copy."""
        return self._tables.memberships.copy()

    @property
    def sources(self) -> pd.DataFrame:
        """Sources indexed by id; a copy."""
        return self._tables.sources.copy()

    @property
    def groups(self) -> pd.DataFrame:
        """Groups indexed by id with ``n_members`` and ``n_unnamed`` classes."""
        table = self._tables.organizations
        groups = table[table.index.isin(self._group_ids)].copy()
        pairs = self._pairs(unnamed=True)
        is_class = pairs["member_id"].map(table["unnamed"]).astype(bool)
        for column, rows in (
            ("n_members", pairs[~is_class]),
            ("n_unnamed", pairs[is_class]),
        ):
            counts = rows.groupby("group_id").size()
            groups[column] = counts.reindex(groups.index, fill_value=0).astype("int64")
        return groups

    @property
    def findings(self) -> pd.DataFrame:
        """What deserves a look in the tables: one row per warning of the reader."""
        columns = list(Problem(level="warning", code="", why="").as_dict())
        rows = [found.as_dict() for found in self.remarks]
        return pd.DataFrame(rows, columns=columns)

    @property
    def remarks(self) -> tuple[Problem, ...]:
        """What :attr:`findings` tells, as objects."""
        return self._tables.findings

    @property
    def files(self) -> Mapping[str, str]:
        """Name and sha256 of every file the network was read from."""
        return dict(self._tables.files)

    @cached_property
    def _named_rows(self) -> pd.DataFrame:
        table = self._tables.organizations
        return table[~table["unnamed"].astype(bool)]

    def display_names(self, language: Language = "ja") -> pd.Series:
        """Name of every organization in the asked language, Japanese where missing.

        Parameters
        ----------
        language
            ``"ja"`` or ``"en"``.

        Returns
        -------
        pandas.Series
            Names indexed by id.

        Examples
        --------
        >>> import tohoku_network as tn
        >>> tn.load_tohoku().display_names("en")["tohoku-univ"]
        'Tohoku University'
        """
        table = self._tables.organizations
        if language == "en":
            return table["name_en"].fillna(table["name"]).rename("name")
        if language != "ja":
            msg = f"language must be 'ja' or 'en', not {language!r}"
            raise ValueError(msg)
        return table["name"].copy()

    def find(self, text: str) -> str:
        """Id of the organization called by an id, a name, an English name or alias.

        Parameters
        ----------
        text
            What a person typed.

        Returns
        -------
        str
            The id.

        Raises
        ------
        GraphError
            If nothing, or more than one organization, goes by that name.

        Examples
        --------
        >>> import tohoku_network as tn
        >>> tn.load_tohoku().find("東北大学")
        'tohoku-univ'
        """
        return names.find(text, self._tables.organizations)

    # --- slices -----------------------------------------------------------------

    def at(self, date: str | int | datetime.date) -> AffiliationNetwork:
        """Memberships in force at a date; unknown dates exclude nothing.

        Parameters
        ----------
        date
            A day, or a month or year (then: not certainly out of force during all
            of it), such as ``"2021-12"`` or ``2021``.

        Returns
        -------
        AffiliationNetwork
            The network with every organization and the memberships in force.

        Raises
        ------
        ValueError
            If the text is no date.

        Examples
        --------
        >>> import tohoku_network as tn
        >>> net = tn.load_tohoku()
        >>> len(net.at("2010").memberships) < len(net.memberships)
        True
        """
        day = partial_date(date)
        return self._in_force(day.first, day.last, day.text)

    def between(
        self, start: str | int | datetime.date, end: str | int | datetime.date
    ) -> AffiliationNetwork:
        """Memberships in force on at least one day of a period, ends included.

        Parameters
        ----------
        start, end
            First and last day, month or year.

        Returns
        -------
        AffiliationNetwork
            The network with every organization and the memberships in force.

        Raises
        ------
        ValueError
            If a text is no date, or the end lies before the start.

        Examples
        --------
        >>> import tohoku_network as tn
        >>> net = tn.load_tohoku()
        >>> len(net.between("2011", "2022").memberships) <= len(net.memberships)
        True
        """
        first, last = partial_date(start), partial_date(end)
        if last.last < first.first:
            msg = f"the period ends ({last.text}) before it starts ({first.text})"
            raise ValueError(msg)
        return self._in_force(first.first, last.last, f"{first.text}/{last.text}")

    def _in_force(self, first: str, last: str, period: str) -> AffiliationNetwork:
        rows = self._tables.memberships
        kept = rows[in_force(rows, first, last)]
        return self._replace(memberships=kept, period=period)

    def filter(
        self,
        *,
        sector: Condition = None,
        prefecture: Condition = None,
        kind: Condition = None,
        group_kind: Condition = None,
        role: Condition = None,
        theme: Condition = None,
        certainty: Condition = None,
        groups: Condition = None,
        unnamed: bool | None = None,
    ) -> AffiliationNetwork:
        """Keep the members, groups and memberships that meet every condition.

        ``sector``, ``prefecture``, ``kind`` and ``unnamed`` choose members;
        ``group_kind``, ``theme`` and ``groups`` choose groups; ``role`` and
        ``certainty`` choose memberships. A condition is a word or several.

        Parameters
        ----------
        sector, prefecture, kind
            Words of the members' columns.
        group_kind, theme
            Kind of the groups, or a theme that they have.
        role, certainty
            Words of the memberships' columns.
        groups
            Ids of the groups to keep.
        unnamed
            False drops classes of unnamed members, True keeps only them.

        Returns
        -------
        AffiliationNetwork
            The network that is left: members that meet the conditions, also those
            without a membership, and groups that do. A chosen member that is also a
            chosen group keeps both sides; a group that was not chosen stays only where
            it is a member of one that was, and is no group of this network.

        Raises
        ------
        ValueError
            If a word occurs nowhere in its column; the message lists those that do.

        Examples
        --------
        >>> import tohoku_network as tn
        >>> net = tn.load_tohoku().filter(sector=["industry", "academia"])
        >>> sectors = net.organizations["sector"]
        >>> sorted(set(net.memberships["member_id"].map(sectors)))
        ['academia', 'industry']
        """
        table, rows = self._tables.organizations, self._tables.memberships
        member = pd.Series(True, index=table.index)
        for column, wanted in (
            ("sector", sector),
            ("prefecture", prefecture),
            ("kind", kind),
        ):
            member &= meets(table[column], wanted, column)
        if unnamed is not None:
            member &= table["unnamed"].astype(bool) == unnamed
        is_group = table.index.isin(self._group_ids)
        group = pd.Series(
            is_group_in(table.index, groups, self._group_ids), index=table.index
        )
        group &= meets(table["kind"], group_kind, "group_kind", among=is_group)
        group &= has_theme(table["themes"], theme)
        kept = rows[
            rows["member_id"].map(member).astype(bool)
            & rows["group_id"].map(group).astype(bool)
            & meets(rows["role"], role, "role")
            & meets(rows["certainty"], certainty, "certainty")
        ]
        members_chosen = not bool(member.all())
        stays = (member & ~is_group) | table.index.isin(
            set(kept["member_id"]) | set(kept["group_id"])
        )
        if not members_chosen:
            stays |= group
        # A group that was not chosen may belong to one that was: a member, no more.
        return self._replace(
            organizations=table[stays],
            memberships=kept,
            group_ids=self._group_ids & frozenset(table.index[group]),
        )

    def without_isolates(self) -> AffiliationNetwork:
        """Keep only organizations and groups that have a membership.

        For a picture or map of a part: slices and filters keep organizations that
        are left without a membership, because measures count them.

        Returns
        -------
        AffiliationNetwork
            The network with all its memberships.

        Examples
        --------
        >>> import tohoku_network as tn
        >>> tn.load_tohoku().filter(groups="tap").without_isolates()
        <AffiliationNetwork: 10 members, 1 group, 10 memberships>
        """
        table, rows = self._tables.organizations, self._tables.memberships
        tied = set(rows["member_id"]) | set(rows["group_id"])
        return self._replace(organizations=table[table.index.isin(tied)])

    def _replace(
        self,
        *,
        organizations: pd.DataFrame | None = None,
        memberships: pd.DataFrame | None = None,
        period: str | None = None,
        group_ids: frozenset[str] | None = None,
    ) -> AffiliationNetwork:
        tables = self._tables
        if organizations is not None:
            tables = tables._replace(organizations=organizations)
        if memberships is not None:
            tables = tables._replace(memberships=memberships.reset_index(drop=True))
        groups = self._group_ids if group_ids is None else group_ids
        return AffiliationNetwork(
            tables,
            group_ids=groups & frozenset(tables.organizations.index),
            period=self.period if period is None else period,
        )

    # --- graphs -----------------------------------------------------------------

    def _pairs(self, *, unnamed: bool) -> pd.DataFrame:
        """Each member–group pair once, sorted; nobody is a member of itself."""
        rows = self._tables.memberships
        pairs = rows.loc[
            rows["member_id"] != rows["group_id"], ["member_id", "group_id"]
        ]
        if not unnamed:
            is_class = self._tables.organizations["unnamed"].astype(bool)
            pairs = pairs[~pairs["member_id"].map(is_class).astype(bool)]
        return pairs.drop_duplicates().sort_values(["member_id", "group_id"])

    def _sides(self, *, unnamed: bool) -> tuple[list[str], list[str]]:
        table = self._tables.organizations if unnamed else self._named_rows
        belongs = set(self._pairs(unnamed=unnamed)["member_id"])
        members = [i for i in table.index if i in belongs or i not in self._group_ids]
        return sorted(members), sorted(self._group_ids)

    @cached_property
    def _matrix(self) -> tuple[sp.csr_array, list[str], list[str]]:
        members, groups = self._sides(unnamed=False)
        pairs = self._pairs(unnamed=False)
        rows = pd.Index(members).get_indexer(pd.Index(pairs["member_id"]))
        columns = pd.Index(groups).get_indexer(pd.Index(pairs["group_id"]))
        matrix = sp.csr_array(
            (np.ones(len(pairs)), (rows, columns)), shape=(len(members), len(groups))
        )
        matrix.sort_indices()
        return matrix, members, groups

    def biadjacency(self) -> tuple[sp.csr_array, list[str], list[str]]:
        """Sparse members × groups 0/1 matrix with the ids of its rows and columns.

        Rows are the named organizations that belong, or could belong, to a group
        (groups only when they are members themselves); columns are all groups;
        both sorted by id.

        Returns
        -------
        tuple
            ``(scipy.sparse.csr_array, member ids, group ids)``; copies.

        Examples
        --------
        >>> import tohoku_network as tn
        >>> matrix, members, groups = tn.load_tohoku().biadjacency()
        >>> matrix.shape == (len(members), len(groups))
        True
        """
        matrix, members, groups = self._matrix
        return matrix.copy(), list(members), list(groups)

    def two_mode(self, *, unnamed: bool = False) -> nx.Graph[str]:
        """Two-mode graph with nodes ``member:<id>`` (0) and ``group:<id>`` (1).

        Parameters
        ----------
        unnamed
            True adds the classes of unnamed members.

        Returns
        -------
        networkx.Graph
            Nodes carry ``bipartite``, ``id``, ``name``, ``sector``, ``kind``;
            ties carry ``roles`` (sorted). Members without a group and groups
            without a member are in it.

        Examples
        --------
        >>> import tohoku_network as tn
        >>> graph = tn.load_tohoku().two_mode()
        >>> graph.has_edge("member:tohoku-univ", "group:tap")
        True
        """
        members, groups = self._sides(unnamed=unnamed)
        roles: dict[tuple[str, str], set[str]] = {}
        rows = self._tables.memberships.dropna(subset="role")
        for member, group, role in zip(
            rows["member_id"], rows["group_id"], rows["role"], strict=True
        ):
            roles.setdefault((member, group), set()).add(role)
        pairs = self._pairs(unnamed=unnamed).itertuples(index=False, name=None)
        return _graphs.two_mode(self._facts(members), self._facts(groups), pairs, roles)

    def project(
        self,
        side: Side = "members",
        *,
        weight: Weight = "newman",
        min_shared: int = 1,
        max_ties: int = 5_000_000,
    ) -> nx.Graph[str]:
        r"""One-mode projection: organizations tied by the groups they share.

        With k the number of named members of a group, and :math:`d_i` the number of
        groups of i: ``shared`` counts shared groups; ``newman`` is
        :math:`\sum 1/(k-1)` over them (Newman, 2001); ``jaccard`` is shared / union;
        ``cosine`` is shared / :math:`\sqrt{d_i d_j}`.

        Parameters
        ----------
        side
            ``"members"`` tied by shared groups, or ``"groups"`` by shared members.
        weight
            What the ties' ``weight`` is; larger is closer.
        min_shared
            Ties need at least this many shared groups.
        max_ties
            The most ties that may be built.

        Returns
        -------
        networkx.Graph
            Nodes are ids with ``name``, ``sector``, ``kind``; ties carry ``weight``,
            ``distance`` (1/weight), ``shared`` and ``via`` (sorted ids). Isolates
            are in it.

        Raises
        ------
        GraphError
            If more ties than ``max_ties`` could arise.
        ValueError
            If an option is none of the accepted words.

        References
        ----------
        Newman, M. E. J. (2001). Scientific collaboration networks. II. Phys. Rev. E
        64, 016132.

        Examples
        --------
        >>> import tohoku_network as tn
        >>> graph = tn.load_tohoku().project("members", weight="shared")
        >>> "tap" in graph.edges["tohoku-univ", "sendai-city"]["via"]
        True
        """
        b, ids, other = self.oriented(side)
        return _graphs.projected(
            b, self._facts(ids), other, weight, min_shared=min_shared, max_ties=max_ties
        )

    def oriented(self, side: str) -> tuple[sp.csr_array, list[str], list[str]]:
        """Incidence matrix with the asked side in its rows.

        Parameters
        ----------
        side
            ``"members"`` for the matrix of :meth:`biadjacency`, ``"groups"`` for its
            transpose.

        Returns
        -------
        tuple
            ``(scipy.sparse.csr_array, row ids, column ids)``; not to be changed.

        Raises
        ------
        ValueError
            If ``side`` is neither of the two words.

        Examples
        --------
        >>> import tohoku_network as tn
        >>> net = tn.load_tohoku()
        >>> net.oriented("groups")[0].shape == net.biadjacency()[0].T.shape
        True
        """
        matrix, members, groups = self._matrix
        if side == "members":
            return matrix, members, groups
        if side == "groups":
            turned = sp.csr_array(matrix.T)
            turned.sort_indices()
            return turned, groups, members
        msg = f"side must be 'members' or 'groups', not {side!r}"
        raise ValueError(msg)

    def _facts(self, ids: list[str]) -> dict[str, dict[str, str]]:
        table = self._tables.organizations.loc[ids, ["name", "sector", "kind"]]
        cells = table.fillna("").itertuples(index=False, name=None)
        return {
            identifier: dict(zip(("name", "sector", "kind"), row, strict=True))
            for identifier, row in zip(ids, cells, strict=True)
        }

    # --- views ------------------------------------------------------------------

    def _counts(self) -> list[str]:
        members, groups = self._sides(unnamed=False)
        n_rows = len(self._tables.memberships)
        n_classes = len(self._tables.organizations) - len(self._named_rows)
        parts = [
            _plural(len(members), "member"),
            _plural(len(groups), "group"),
            _plural(n_rows, "membership"),
        ]
        if n_classes:
            noun = "class" if n_classes == 1 else "classes"
            parts.append(f"{n_classes} unnamed {noun}")
        return parts + ([f"in force {self.period}"] if self.period else [])

    def __repr__(self) -> str:
        return f"<AffiliationNetwork: {', '.join(self._counts())}>"

    def _repr_html_(self) -> str:
        """Notebook view: the counts, and the members of each sector, ja and en."""
        members, _ = self._sides(unnamed=False)
        sectors = self._tables.organizations.loc[members, "sector"].fillna("")
        rows = "".join(
            f"<tr><th scope='row'>{_sector_label(sector, 'ja')}</th>"
            f"<td>{_sector_label(sector, 'en')}</td>"
            f"<td style='text-align:right'>{count}</td></tr>"
            for sector, count in Counter(sectors).most_common()
        )
        return (
            "<div><strong>AffiliationNetwork</strong> "
            f"{html.escape(', '.join(self._counts()))}"
            "<table><thead><tr><th>区分</th><th>Sector</th><th>機関 / members</th>"
            f"</tr></thead><tbody>{rows}</tbody></table></div>"
        )


def _sector_label(sector: str, language: Language) -> str:
    none = UNKNOWN_SECTOR.ja if language == "ja" else UNKNOWN_SECTOR.en
    return html.escape(label(sector, SECTORS, language) or none)


def _own_columns(frame: pd.DataFrame) -> pd.DataFrame:
    """Caller's frame without the bookkeeping columns that our own frames carry."""
    if not isinstance(frame, pd.DataFrame):
        msg = f"a table must be a DataFrame, not {type(frame).__name__}"
        raise TypeError(msg)
    known = {*ORGANIZATIONS.columns, *MEMBERSHIPS.columns, *SOURCES.columns}
    ours = [c for c in ("line", "n_members", "n_unnamed") if c not in known]
    return frame.drop(columns=[c for c in ours if c in frame.columns])


def _plural(count: int, noun: str) -> str:
    return f"{count:,} {noun}{'' if count == 1 else 's'}"
