"""Everything that has changed, in one object."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from tohoku_network._measured import Measure
from tohoku_network._shown import shown
from tohoku_network.comparison._parts import (
    By,
    counted,
)
from tohoku_network.comparison.positions import ranks_moved, sector_links_changed
from tohoku_network.comparison.rosters import groups_changed, memberships_changed
from tohoku_network.network import AffiliationNetwork, Side
from tohoku_network.vocabulary import (
    Language,
)

__all__ = ["Comparison", "compare"]


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
            f"<Comparison: {counted(joined, 'membership')} joined, "
            f"{len(self.left):,} left; {counted(new, 'group')} new, "
            f"{len(self.ended_groups):,} ended; {counted(moved, 'rank')} moved; "
            f"{counted(gained, 'tie')} between {links.attrs['by']}s gained, "
            f"{int(links['lost'].sum()):,} lost>"
        )

    def _repr_html_(self) -> str:
        """Notebook view: the first rows of each frame, without what is the same."""
        links = self.sector_links
        return shown(
            repr(self),
            ("会議体等の増減 / groups", self.groups),
            ("所属の増減 / memberships", self.memberships),
            ("区分の間の増減 / sector_links", links[links["change"] != "same"]),
            ("順位の動き / moved", self.moved),
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
