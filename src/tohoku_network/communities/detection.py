"""Which organizations belong together, and how sure is that?"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from importlib.metadata import version
from typing import Literal, NamedTuple, get_args

import numpy as np
import pandas as pd
import scipy.sparse as sp

from tohoku_network import _incidence
from tohoku_network._definition import tag
from tohoku_network._graphs import checked_weight
from tohoku_network._incidence import Weight
from tohoku_network._shown import shown
from tohoku_network.communities import _engines, _two_mode
from tohoku_network.communities._agreement import (
    consensus,
    kept,
    mean_agreement,
    numbered,
)
from tohoku_network.communities._folding import fold
from tohoku_network.communities.quality import checked_resolution
from tohoku_network.errors import GraphError
from tohoku_network.network import AffiliationNetwork, Side

__all__ = ["Communities", "Method", "detect"]

Method = Literal["leiden", "louvain", "two_mode"]

_STABLE = 0.8
"""Mean agreement of the runs below which a partition is called unstable."""
_MOST_TIES = {"leiden": 20_000_000, "louvain": 1_000_000}
_CITATIONS = {
    "leiden": "Traag, Waltman and van Eck (2019)",
    "louvain": "Blondel et al. (2008)",
    "two_mode": "Barber (2007); Beckett (2016)",
}


@dataclass(frozen=True, kw_only=True, eq=False, repr=False)
class Communities:
    """A partition of the organizations, and how far repeated searches agree on it.

    Attributes
    ----------
    labels
        Community of every organization in the best run, indexed by id: 0 is the
        largest, ties go to the smallest member id. Organizations without a tie are
        communities of their own.
    stability
        Mean adjusted Rand index over all pairs of runs, among organizations with a
        tie; 1 when all runs agree, about 0 when they agree as by chance.
    node_stability
        Share of runs in which the organization stays with its community, when the
        communities of the run are matched one to one with the reported ones; from
        0 to 1, and 1 for organizations without a tie.
    quality
        Modularity of ``labels``, at most 1; 0 for a network without ties.
    consensus
        The partition that the runs have in common, labelled in the same way.
    runs
        Number of runs.
    qualities
        Modularity of every run.
    other_labels
        For ``method="two_mode"`` the community of everything on the other side,
        in the same labels; otherwise empty.

    Examples
    --------
    >>> import pandas as pd
    >>> import tohoku_network as tn
    >>> net = tn.AffiliationNetwork.from_frames(
    ...     pd.DataFrame({"id": list("abcdpq"), "name": list("ＡＢＣＤＰＱ")}),
    ...     pd.DataFrame({"member_id": list("abcd"), "group_id": list("ppqq")}))
    >>> detect(net)
    <Communities: 4 members in 2 communities (leiden), Q = 0.500, stability 1.00 over
    20 runs>
    """

    labels: pd.Series
    stability: float
    node_stability: pd.Series
    quality: float
    consensus: pd.Series
    runs: int
    qualities: tuple[float, ...]
    other_labels: pd.Series

    @property
    def is_stable(self) -> bool:
        """Whether the runs agree with a mean adjusted Rand index of at least 0.8."""
        return self.stability >= _STABLE

    @property
    def definition(self) -> dict[str, object]:
        """What was computed: the tag that ``labels`` carries in its ``attrs``."""
        return {str(key): value for key, value in self.labels.attrs.items()}

    def __repr__(self) -> str:
        told = self.labels.attrs
        n, n_communities = len(self.labels), self.labels.nunique()
        who = str(told["side"]).removesuffix("s" if n == 1 else "")
        noun = "community" if n_communities == 1 else "communities"
        text = (
            f"<Communities: {n:,} {who} in {n_communities:,} {noun} "
            f"({told['method']}), Q = {self.quality:.3f}, "
            f"stability {self.stability:.2f} over {self.runs} runs"
        )
        return f"{text}; {told['note']}>" if told["note"] else f"{text}>"

    def _repr_html_(self) -> str:
        """Notebook view: the size and the stability of each community."""
        communities = self.labels.groupby(self.labels)
        table = pd.DataFrame(
            {
                "size": communities.size(),
                "mean_stability": self.node_stability.groupby(self.labels).mean(),
                "ids": pd.Series({name: tuple(own.index) for name, own in communities}),
            }
        ).rename_axis("community")
        return shown(repr(self), ("まとまり / communities", table))


def detect(
    net: AffiliationNetwork,
    *,
    method: Method = "leiden",
    side: Side = "members",
    weight: Weight | None = "newman",
    resolution: float = 1.0,
    seed: int = 0,
    runs: int = 20,
) -> Communities:
    r"""Communities of organizations that share groups more than their degrees imply.

    ``"leiden"`` and ``"louvain"`` look for the partition of the projection with the
    highest modularity :math:`Q = \frac{1}{2m} \sum_{ij} (A_{ij} - \gamma k_i k_j /
    2m)\, \delta(c_i, c_j)`, A being tie weights, k strengths and 2m their sum.
    ``"two_mode"`` divides members and groups at once, by Barber's
    :math:`Q = \frac{1}{m} \sum_{ig} (B_{ig} - \gamma d_i k_g / m)\, \delta(c_i, c_g)`
    on the m memberships. Q is at most 1, and 0 for a single community at γ = 1.

    The search is random: it is run many times from different seeds, the run with the
    highest Q is reported, and the agreement of the runs is told with it. Runs that
    agree with less than 0.8 make the result "unstable", in its ``repr`` and ``attrs``.

    Isolates, also members whose groups have no other member, are communities of
    their own on a projection; a member and a group without memberships are on two
    modes. A community never spans two components. Equal values of Q go to the
    earlier run. Results depend neither on the order of rows nor on hash seeds.

    Parameters
    ----------
    net
        The network.
    method
        ``"leiden"`` (each community is connected inside), ``"louvain"`` (by
        python-louvain where installed and ``resolution`` is 1, else by NetworkX;
        ``engine`` in the definition tells which) or ``"two_mode"``.
    side
        ``"members"`` or ``"groups"``: who is labelled.
    weight
        Tie weight of the projection, None for the plain one; of no concern to
        ``"two_mode"``.
    resolution
        γ: above 1 more and smaller communities, below 1 fewer and larger ones.
    seed
        Seed of all runs; the first runs of a longer series are those of a shorter.
    runs
        Number of runs, at least 2.

    Returns
    -------
    Communities
        The best partition with its stability.

    Raises
    ------
    ValueError
        If an option is none of the accepted words, ``resolution`` is not a positive
        number or ``runs`` is less than 2.
    GraphError
        If the projection has too many ties for the method: 20 million for Leiden,
        1 million for Louvain, organizations with equal groups counted once.

    Notes
    -----
    Organizations with exactly the same groups are searched as one whenever every
    best partition keeps them together, which changes no value of Q. A run on two
    modes is the best of 2 to 10 random starts, fewer for larger networks.

    References
    ----------
    Newman, M. E. J. (2006). Modularity and community structure in networks. PNAS
    103, 8577–8582. Traag, V. A., Waltman, L. and van Eck, N. J. (2019). From Louvain
    to Leiden. Sci. Rep. 9, 5233. Blondel, V. D. et al. (2008). Fast unfolding of
    communities in large networks. J. Stat. Mech. P10008. Barber, M. J. (2007).
    Modularity and community detection in bipartite networks. Phys. Rev. E 76,
    066102. Beckett, S. J. (2016). Improved community detection in weighted bipartite
    networks. R. Soc. Open Sci. 3, 140536. Lancichinetti, A. and Fortunato, S. (2012).
    Consensus clustering in complex networks. Sci. Rep. 2, 336. Hubert, L. and Arabie,
    P. (1985). Comparing partitions. J. Classif. 2, 193–218.

    Examples
    --------
    >>> import pandas as pd
    >>> import tohoku_network as tn
    >>> net = tn.AffiliationNetwork.from_frames(
    ...     pd.DataFrame({"id": list("abcdepq"), "name": list("ＡＢＣＤＥＰＱ")}),
    ...     pd.DataFrame({"member_id": list("abcd"), "group_id": list("ppqq")}))
    >>> found = detect(net)
    >>> found.labels.to_dict()
    {'a': 0, 'b': 0, 'c': 1, 'd': 1, 'e': 2}
    >>> found.quality, found.stability
    (0.5, 1.0)
    """
    if method not in get_args(Method):
        msg = f"method must be one of {', '.join(get_args(Method))}, not {method!r}"
        raise ValueError(msg)
    checked_resolution(resolution)
    if runs < 2:
        msg = f"runs must be at least 2, or nothing tells the stability, not {runs!r}"
        raise ValueError(msg)
    weight = None if weight is None else checked_weight(weight)
    b, ids, other = net.oriented(side)
    seeds = np.random.default_rng(seed).integers(0, 2**31 - 1, size=runs).tolist()
    if method == "two_mode":
        weight = None
        search = _search_two_modes(b, resolution, seeds)
    else:
        search = _search_projection(b, other, method, weight, resolution, seeds)
    best = int(np.argmax(np.round(search.qualities, 12)))
    tied = search.tied
    labels, other_labels = _joint_labels(search.found[best], search.other[best])
    among = search.found[:, tied]
    node = np.ones(len(ids))
    node[tied] = np.mean([kept(among[best], run) for run in among], axis=0)
    # Outside the tied ones everybody is alone, under labels that nobody else has.
    agreed = len(ids) + np.arange(len(ids))
    agreed[tied] = consensus(among, seed)
    stability = mean_agreement(among)
    note = _note(stability, int(tied.sum()))
    index = pd.Index(ids, name="id", dtype="str")

    def tagged(values: np.ndarray, index: pd.Index, name: str) -> pd.Series:
        return tag(
            pd.Series(values, index=index, name=name),
            measure=name,
            variant=_variant(method, side, weight),
            weight=weight,
            n=len(ids),
            period=net.period,
            seed=seed,
            citation=_CITATIONS[method],
            method=method,
            side=side,
            engine=search.engine,
            resolution=resolution,
            runs=runs,
            quality=search.qualities[best],
            stability=stability,
            note=note,
        )

    beside = pd.Index(other if method == "two_mode" else [], name="id", dtype="str")
    return Communities(
        labels=tagged(labels, index, "community"),
        stability=stability,
        node_stability=tagged(node, index, "node_stability"),
        quality=search.qualities[best],
        consensus=tagged(numbered(agreed), index, "consensus"),
        runs=runs,
        qualities=tuple(search.qualities),
        other_labels=tagged(other_labels, beside, "community"),
    )


class _Search(NamedTuple):
    """What the runs found: labels of both sides (rows: runs), values, who is tied."""

    found: np.ndarray
    other: np.ndarray
    qualities: list[float]
    tied: np.ndarray
    engine: str


def _search_projection(
    b: sp.csr_array,
    other: list[str],
    method: Literal["leiden", "louvain"],
    weight: Weight | None,
    resolution: float,
    seeds: list[int],
) -> _Search:
    folded = fold(b, weight, resolution, _refusal(other, method))
    engine, named = (
        (_engines.leiden, f"graspologic-native {version('graspologic-native')}")
        if method == "leiden"
        else _engines.louvain(resolution)
    )
    # A class's halves are told alike, so that values are those of the organizations.
    runs = _engines.repeated(engine, folded.ties, resolution, seeds)
    nodes = [run[folded.whole] for run in runs]
    values = [_engines.modularity(folded.ties, run, resolution) for run in nodes]
    tied = np.diff(folded.ties.indptr)[folded.first] > 0
    found = np.array(nodes)[:, folded.first]
    return _Search(found, np.zeros((len(seeds), 0), int), values, tied, named)


def _refusal(other: list[str], method: str) -> Callable[[sp.csr_array], None]:
    """Check that refuses a projection with more ties than the method can take."""

    def check(b: sp.csr_array) -> None:
        bound, largest = _incidence.possible_ties(b)
        if bound > _MOST_TIES[method]:
            instead = "" if method == "leiden" else "use method='leiden', "
            msg = (
                f"up to {bound:,} ties could arise, more than the "
                f"{_MOST_TIES[method]:,} that method={method!r} takes; {instead}filter "
                f"out {other[largest]!r}, the largest, or use method='two_mode'"
            )
            raise GraphError(msg)

    return check


def _search_two_modes(b: sp.csr_array, resolution: float, seeds: list[int]) -> _Search:
    starts = int(np.clip(100_000 // max(b.nnz, 1), 2, 10))
    both = [_two_mode.search(b, resolution, seed, starts) for seed in seeds]
    values = [_two_mode.modularity(b, *labels, resolution) for labels in both]
    tied = np.diff(b.indptr) > 0
    found, other = (np.array([run[i] for run in both], dtype=int) for i in (0, 1))
    return _Search(found, other, values, tied, f"BRIM and joining, {starts} starts")


def _joint_labels(
    labels: np.ndarray, other: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """Labels numbered on the one side; those of the other side alone come last."""
    own = numbered(labels)
    known = dict(zip(labels.tolist(), own.tolist(), strict=True))
    for label in other.tolist():
        known.setdefault(label, len(known) if not len(own) else max(known.values()) + 1)
    return own, np.array([known[label] for label in other.tolist()], dtype=np.int64)


def _variant(method: Method, side: str, weight: Weight | None) -> str:
    if method == "two_mode":
        return "two-mode modularity of members and groups"
    kind = "plain" if weight is None else f"{weight}-weighted"
    return f"modularity on the {kind} projection onto {side}"


def _note(stability: float, n_tied: int) -> str:
    if n_tied == 0:
        return "no ties: everyone is alone"
    if stability >= _STABLE:
        return ""
    return (
        f"unstable: runs agree with {stability:.2f}, less than {_STABLE}; "
        "look at node_stability and consensus"
    )
