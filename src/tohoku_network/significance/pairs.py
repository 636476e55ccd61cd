"""Which ties are more than chance?

Two organizations share a group; would they by chance, given how many groups each
belongs to and how large the groups are? Every pair gets a p-value under one of four
null models, corrected for the number of pairs asked.
"""

from __future__ import annotations

from typing import Literal, get_args

import numpy as np
import pandas as pd

from tohoku_network._definition import tag
from tohoku_network.network import AffiliationNetwork, Side
from tohoku_network.significance._models import CITATIONS, KEEPS, Model, Possible
from tohoku_network.significance._pairs import Tested, order_of, tested_pairs
from tohoku_network.significance._reasons import why_none
from tohoku_network.significance._tails import Correction, adjusted
from tohoku_network.vocabulary import Language

__all__ = ["Tail", "pair_pvalues", "tie_pvalues", "ties"]

Tail = Literal["upper", "lower"]
"""More shared groups than chance gives, or fewer."""


def ties(
    net: AffiliationNetwork,
    *,
    model: Model = "hypergeometric",
    alpha: float = 0.05,
    correction: Correction = "holm",
    side: Side = "members",
    tail: Tail = "upper",
    possible: Possible = None,
    draws: int = 1000,
    seed: int = 0,
    language: Language = "ja",
) -> pd.DataFrame:
    """Pairs that share more (or fewer) groups than chance gives them.

    Only the significant pairs are returned; :func:`tie_pvalues` has all. A pair is
    significant if its corrected p is at most ``alpha``. When none is, the result is
    empty and ``attrs["reason"]`` says why: the smallest p, the correction that
    removed it, and what it would have had to be. The models are those of
    :func:`tie_pvalues`.

    The tests are all pairs of members that have a group, tied or not: which pairs
    are tied is part of what chance decides. In the upper tail pairs without a shared
    group have p = 1 and are never significant; the lower tail finds pairs that avoid
    each other, most of them without any shared group.

    Parameters
    ----------
    net
        The network.
    model
        ``"hypergeometric"``, ``"fixed_groups"``, ``"sdsm"`` or ``"fdsm"``.
    alpha
        Largest corrected p of a significant pair, between 0 and 1.
    correction
        ``"holm"``, ``"bh"`` (Benjamini–Hochberg) or ``"none"``.
    side
        ``"members"`` tied by shared groups, or ``"groups"`` tied by shared members.
    tail
        ``"upper"`` for more shared than by chance, ``"lower"`` for fewer.
    possible
        Member–group pairs that could exist, for ``sdsm`` and ``fdsm``: a frame with
        ``member_id`` and ``group_id``, or a mask in the shape of
        ``net.biadjacency()`` (see :func:`possible_pairs`). None for all pairs.
    draws, seed
        Number of random networks of ``fdsm``, and the seed of its generator; the
        other models draw nothing.
    language
        Language of names and of the reason.

    Returns
    -------
    pandas.DataFrame
        ``source``, ``target`` (ids, source before target), ``source_name``,
        ``target_name``, ``shared`` (count), ``expected`` (mean under the model),
        ``p``, ``p_corrected`` (0 to 1); sorted by ``p``, then ids. Empty for networks
        in which no two members can share anything. ``attrs`` hold ``reason`` (empty
        text when something was found), ``smallest_p``, ``n_tests``, ``n_tied``.

    Raises
    ------
    ValueError
        If an option is none of the accepted words, ``alpha`` is not between 0 and 1,
        or the model cannot honour ``possible``.
    GraphError
        If ``possible`` contradicts the network, or the lower tail would have to test
        more than five million pairs.

    Notes
    -----
    Isolates are not tested, so that adding one changes nothing. Other programs
    correct for the tied pairs only, which is more lenient: use
    ``adjusted(tie_pvalues(net)["p_upper"])`` for that.

    References
    ----------
    Tumminello, M. et al. (2011). Statistically validated networks in bipartite
    complex systems. PLoS ONE 6, e17994. Neal, Z. P., Domagalski, R. and Sagan, B.
    (2021). Comparing alternatives to the fixed degree sequence model for extracting
    the backbone of bipartite projections. Sci. Rep. 11, 23929.

    Examples
    --------
    >>> import tohoku_network as tn
    >>> net = tn.load_tohoku().filter(sector=["academia", "government"])
    >>> found = ties(net, model="sdsm", correction="bh")
    >>> bool((found["p_corrected"] <= 0.05).all())
    True
    >>> ties(net, alpha=1e-300).attrs["reason"] != ""
    True
    """
    if tail not in get_args(Tail):
        msg = f"tail must be 'upper' or 'lower', not {tail!r}"
        raise ValueError(msg)
    if not 0 < alpha < 1:
        msg = f"alpha must lie between 0 and 1, not {alpha!r}"
        raise ValueError(msg)
    adjusted([], correction=correction)
    tested = tested_pairs(
        net, model, side, possible, draws, seed, every=tail == "lower"
    )
    p = tested.p_upper if tail == "upper" else tested.p_lower
    corrected = adjusted(p, correction=correction, n_tests=tested.n_tests)
    order = order_of(p)
    kept = order[corrected[order] <= alpha]
    result = _frame(net, tested, kept, language)
    result["p"], result["p_corrected"] = p[kept], corrected[kept]
    smallest = float(p[order[0]]) if len(order) else None
    tested.facts.update(
        alpha=alpha,
        correction=correction,
        tail=tail,
        smallest_p=smallest,
        reason="",
    )
    result = _tagged(result, net, tested, "ties", seed)
    if result.empty:
        closest = _frame(net, tested, order[:1], language)
        closest["p"], closest["p_corrected"] = p[order[:1]], corrected[order[:1]]
        result.attrs["reason"] = why_none(closest, tested.facts, language)
    return result


def tie_pvalues(
    net: AffiliationNetwork,
    *,
    model: Model = "hypergeometric",
    side: Side = "members",
    possible: Possible = None,
    draws: int = 1000,
    seed: int = 0,
    language: Language = "ja",
) -> pd.DataFrame:
    r"""How likely chance ties two organizations as closely as they are, or less so.

    For every pair that shares a group, P(X ≥ shared) and P(X ≤ shared), X being the
    number of groups they share by chance. With :math:`d_i` groups of member i,
    :math:`k_g` members of group g, n members and m groups (isolates and empty groups
    not counted), chance is one of:

    - ``hypergeometric``: each member chooses its :math:`d_i` groups at random;
      X is hypergeometric with mean :math:`d_i d_j / m`. Exact.
    - ``fixed_groups``: each group chooses its :math:`k_g` members at random; X is
      Poisson–binomial over the groups with :math:`k_g (k_g - 1) / (n (n - 1))`.
      Exact.
    - ``sdsm``: members and groups keep their numbers on average. Cells are
      independent with the probabilities :math:`p_{ig} = x_i y_g / (1 + x_i y_g)` of
      the bipartite configuration model; X is Poisson–binomial with
      :math:`p_{ig} p_{jg}`. Exact convolution, no normal approximation.
    - ``fdsm``: both numbers are kept exactly, in ``draws`` random networks made by
      Curveball trades; p = (r + 1)/(draws + 1) with r draws at least (at most) as
      large, so never below 1/(draws + 1). It takes time on networks of thousands,
      where ``sdsm`` is the fast approximation, on the careful side.

    Parameters
    ----------
    net
        The network.
    model
        ``"hypergeometric"``, ``"fixed_groups"``, ``"sdsm"`` or ``"fdsm"``.
    side
        ``"members"`` or ``"groups"``; for groups, members and groups change places.
    possible
        Member–group pairs that could exist, as in :func:`ties`.
    draws, seed
        Number of random networks of ``fdsm``, and the seed of its generator.
    language
        Language of names.

    Returns
    -------
    pandas.DataFrame
        A row per pair that shares a group: ``source``, ``target``, ``source_name``,
        ``target_name``, ``shared``, ``expected``, ``p_upper``, ``p_lower`` (0 to 1,
        not corrected); sorted by ``p_upper``, then ids. For ``fdsm``,
        ``attrs["chain"]`` tells how far the draws lie apart.

    Raises
    ------
    ValueError
        If an option is none of the accepted words, or the model cannot honour
        ``possible``.
    GraphError
        If ``possible`` contradicts the network.
    ConvergenceError
        If the bipartite configuration model does not settle.

    Notes
    -----
    Where the degrees leave a single network, ``sdsm`` and ``fdsm`` give p = 1. The
    draws of ``fdsm`` are one chain that is entered at a random place (Besag and
    Clifford, 1989): p is valid however slowly the chain mixes, and mixing decides
    only how precise it is. With ``possible``, trades need not reach every admissible
    network (Rao, Jana and Bandyopadhyay, 1996). An organization that is a member and
    a group could belong to itself in the models unless ``possible`` excludes it.

    References
    ----------
    Besag, J. and Clifford, P. (1989). Generalized Monte Carlo significance tests.
    Biometrika 76, 633–642. Neal, Z. P. (2014). The backbone of bipartite projections.
    Social Networks 39, 84–97. Neal, Z. P., Domagalski, R. and Sagan, B. (2021).
    Comparing alternatives to the fixed degree sequence model for extracting the
    backbone of bipartite projections. Sci. Rep. 11, 23929. Rao, A. R., Jana, R. and
    Bandyopadhyay, S. (1996). A Markov chain Monte Carlo method for generating random
    (0,1)-matrices with given marginals. Sankhyā A 58, 225–242. Saracco, F. et al.
    (2015). Randomizing bipartite networks. Sci. Rep. 5, 10595. Strona, G. et al.
    (2014). A fast and unbiased procedure to randomize ecological binary matrices with
    fixed row and column totals. Nat. Commun. 5, 4114. Tumminello, M. et al. (2011).
    Statistically validated networks in bipartite complex systems. PLoS ONE 6, e17994.
    Zweig, K. A. and Kaufmann, M. (2011). A systematic approach to the one-mode
    projection of bipartite graphs. Soc. Netw. Anal. Min. 1, 187–218.

    Examples
    --------
    >>> import tohoku_network as tn
    >>> frame = tie_pvalues(tn.load_tohoku(), model="sdsm")
    >>> bool(frame["p_upper"].between(0, 1).all()), int(frame["shared"].min())
    (True, 1)
    """
    tested = tested_pairs(net, model, side, possible, draws, seed, every=False)
    return _with_pvalues(net, tested, "tie_pvalues", seed, language)


def pair_pvalues(
    net: AffiliationNetwork,
    *,
    model: Model = "hypergeometric",
    side: Side = "members",
    possible: Possible = None,
    draws: int = 1000,
    seed: int = 0,
    language: Language = "ja",
) -> pd.DataFrame:
    """The p-values of :func:`tie_pvalues` for all pairs, tied or not.

    Pairs that share no group have ``shared`` 0, ``p_upper`` 1, and a ``p_lower`` that
    is small when chance would have brought them together.

    Parameters
    ----------
    net
        The network.
    model
        ``"hypergeometric"``, ``"fixed_groups"``, ``"sdsm"`` or ``"fdsm"``.
    side
        ``"members"`` or ``"groups"``.
    possible
        Member–group pairs that could exist, as in :func:`ties`.
    draws, seed
        Number of random networks of ``fdsm``, and the seed of its generator.
    language
        Language of names.

    Returns
    -------
    pandas.DataFrame
        As :func:`tie_pvalues`, a row per pair of members that have a group.

    Raises
    ------
    ValueError
        If an option is none of the accepted words, or the model cannot honour
        ``possible``.
    GraphError
        If there are more than five million pairs, or ``possible`` contradicts the
        network.
    ConvergenceError
        If the bipartite configuration model does not settle.

    References
    ----------
    As :func:`tie_pvalues`.

    Examples
    --------
    >>> import tohoku_network as tn
    >>> net = tn.load_tohoku().filter(sector="academia")
    >>> len(pair_pvalues(net)) >= len(tie_pvalues(net))
    True
    """
    tested = tested_pairs(net, model, side, possible, draws, seed, every=True)
    return _with_pvalues(net, tested, "pair_pvalues", seed, language)


def _frame(
    net: AffiliationNetwork, tested: Tested, rows: np.ndarray, language: Language
) -> pd.DataFrame:
    ids = pd.Index(tested.found.ids, dtype="str")[tested.found.rows]
    shown = net.display_names(language).reindex(ids).to_numpy()
    i, j = tested.i[rows], tested.j[rows]
    return pd.DataFrame(
        {
            "source": ids[i],
            "target": ids[j],
            "source_name": pd.array(shown[i], dtype="str"),
            "target_name": pd.array(shown[j], dtype="str"),
            "shared": tested.shared[rows],
            "expected": tested.expected[rows],
        }
    )


def _with_pvalues(
    net: AffiliationNetwork,
    tested: Tested,
    measure: str,
    seed: int,
    language: Language,
) -> pd.DataFrame:
    rows = order_of(tested.p_upper)
    result = _frame(net, tested, rows, language)
    result["p_upper"], result["p_lower"] = tested.p_upper[rows], tested.p_lower[rows]
    return _tagged(result, net, tested, measure, seed)


def _tagged(
    result: pd.DataFrame,
    net: AffiliationNetwork,
    tested: Tested,
    measure: str,
    seed: int,
) -> pd.DataFrame:
    result.attrs.update(tested.facts)
    model = tested.model
    return tag(
        result,
        measure=measure,
        variant=f"{model} on pairs of {tested.facts['side']}; {KEEPS[model]}",
        n=len(tested.found.ids),
        period=net.period,
        seed=seed if model == "fdsm" else None,
        citation=CITATIONS[model],
    )
