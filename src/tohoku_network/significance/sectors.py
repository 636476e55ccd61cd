"""Do sectors mix more, or less, than chance would have it?

Ties of the plain projection are counted within and between sectors, or any other
division of the organizations, and compared with random networks of the same null
models by which single ties are judged.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from tohoku_network._definition import tag
from tohoku_network.network import AffiliationNetwork, Side
from tohoku_network.significance import _models
from tohoku_network.significance._models import Model, Possible
from tohoku_network.significance._sectors import By, Setting, against, index, settled
from tohoku_network.vocabulary import Language

__all__ = ["By", "ei_by_organization", "ei_index", "mixing"]


def mixing(
    net: AffiliationNetwork,
    *,
    by: By | pd.Series = "sector",
    model: Model = "fdsm",
    side: Side = "members",
    possible: Possible = None,
    draws: int = 1000,
    seed: int = 0,
    language: Language = "ja",
) -> pd.DataFrame:
    """Ties within and between sectors, against what chance would give.

    A tie is a pair of organizations that share at least one group, whatever their
    number. ``observed`` counts the ties of each pair of sectors, ``expected`` and
    ``sd`` are the mean and the standard deviation over random networks, z =
    (observed − expected) / sd, and p is two-sided: twice the smaller of the two
    shares (r + 1)/(draws + 1), at most 1.

    Parameters
    ----------
    net
        The network.
    by
        ``"sector"``, ``"kind"``, ``"prefecture"``, or a Series of categories by
        organization id.
    model
        Null model, as in :func:`tie_pvalues`; random networks are drawn from it.
    side
        ``"members"`` or ``"groups"``.
    possible
        Member–group pairs that could exist, for ``sdsm`` and ``fdsm``.
    draws, seed
        Number of random networks, and the seed of their generator.
    language
        Language of the labels.

    Returns
    -------
    pandas.DataFrame
        A row per unordered pair of categories, each with itself first met:
        ``source``, ``target``, ``source_label``, ``target_label``, ``pairs`` (pairs of
        organizations), ``observed``, ``expected``, ``sd``, ``z`` (NaN where chance
        always gives the same), ``p``. In the order of the vocabulary. Organizations
        without a category stay in the random networks, are not counted, and their
        number is in ``attrs["left_out"]``; isolates count in ``pairs`` only.

    Raises
    ------
    ValueError
        If an option is none of the accepted words, or the model cannot honour
        ``possible``.
    GraphError
        If a Series does not cover all organizations.

    References
    ----------
    Newman, M. E. J. (2003). Mixing patterns in networks. Phys. Rev. E 67, 026126.
    Strona, G. et al. (2014). A fast and unbiased procedure to randomize ecological
    binary matrices with fixed row and column totals. Nat. Commun. 5, 4114.

    Examples
    --------
    >>> import tohoku_network as tn
    >>> frame = mixing(tn.load_tohoku(), draws=19, language="en")
    >>> frame.loc[0, ["source_label", "target_label"]].tolist()
    ['Industry', 'Industry']
    """
    setting = settled(net, by, model, side, possible, draws, seed, language)
    one, two = np.triu_indices(len(setting.categories))

    def counted(met: np.ndarray) -> np.ndarray:
        between = setting.belongs.T @ met
        between[np.diag_indices(len(between))] /= 2
        return between[one, two]

    met, null, chain = against(setting, counted)
    sizes = setting.belongs.sum(axis=0)
    possible_pairs = np.outer(sizes, sizes)[one, two]
    possible_pairs = np.where(
        one == two, sizes[one] * (sizes[one] - 1) / 2, possible_pairs
    )
    codes, labels = setting.categories, setting.labels
    result = pd.DataFrame(
        {
            "source": pd.array([codes[at] for at in one], dtype="str"),
            "target": pd.array([codes[at] for at in two], dtype="str"),
            "source_label": pd.array([labels[at] for at in one], dtype="str"),
            "target_label": pd.array([labels[at] for at in two], dtype="str"),
            "pairs": np.rint(possible_pairs).astype("int64"),
            "observed": np.rint(counted(met)).astype("int64"),
            **null,
        }
    )
    return _tagged(result, net, setting, chain, "mixing", "Newman (2003)")


def ei_index(
    net: AffiliationNetwork,
    *,
    by: By | pd.Series = "sector",
    model: Model = "fdsm",
    side: Side = "members",
    possible: Possible = None,
    draws: int = 1000,
    seed: int = 0,
    language: Language = "ja",
) -> pd.DataFrame:
    """How far ties lead out of sectors rather than stay inside them.

    (E − I)/(E + I) with E ties to other categories and I ties inside; from −1 (all
    inside) to 1 (all outside). For one category, I are its inside ties, each counted
    once, and E those that leave it. The null model tells what to expect from sizes
    alone: a large sector has many inside ties by chance.

    Parameters
    ----------
    net
        The network.
    by
        ``"sector"``, ``"kind"``, ``"prefecture"``, or a Series of categories by
        organization id.
    model
        Null model, as in :func:`tie_pvalues`.
    side
        ``"members"`` or ``"groups"``.
    possible
        Member–group pairs that could exist, for ``sdsm`` and ``fdsm``.
    draws, seed
        Number of random networks, and the seed of their generator.
    language
        Language of the labels.

    Returns
    -------
    pandas.DataFrame
        The whole network first (``level`` "network"), then a row per category
        (``level`` "category"): ``level``, ``category``, ``label``, ``internal``,
        ``external`` (ties), ``ei`` (NaN without ties), ``expected``, ``sd``, ``z``,
        ``p`` (two-sided, (r + 1)/(draws + 1)), over the draws in which the index is
        defined.

    Raises
    ------
    ValueError
        If an option is none of the accepted words, or the model cannot honour
        ``possible``.
    GraphError
        If a Series does not cover all organizations.

    Notes
    -----
    Inside ties of a category are counted once each; summing over its members instead,
    as some programs do, counts them twice and gives a lower index. The members' own
    indices are in :func:`ei_by_organization`.

    References
    ----------
    Krackhardt, D. and Stern, R. N. (1988). Informal networks and organizational
    crises. Soc. Psychol. Q. 51, 123–140.

    Examples
    --------
    >>> import tohoku_network as tn
    >>> frame = ei_index(tn.load_tohoku(), draws=19)
    >>> frame.loc[0, "level"], bool(frame["ei"].dropna().between(-1, 1).all())
    ('network', True)
    """
    setting = settled(net, by, model, side, possible, draws, seed, language)

    def split(met: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        between = setting.belongs.T @ met
        inside = np.diag(between) / 2
        outside = between.sum(axis=1) - np.diag(between)
        return (
            np.append(inside.sum(), inside),
            np.append(outside.sum() / 2, outside),
        )

    met, null, chain = against(setting, lambda found: index(*split(found)))
    internal, external = split(met)
    everything = "全体" if language == "ja" else "Whole network"
    count = len(setting.categories)
    result = pd.DataFrame(
        {
            "level": pd.array(["network"] + ["category"] * count, dtype="str"),
            "category": pd.array(["", *setting.categories], dtype="str"),
            "label": pd.array([everything, *setting.labels], dtype="str"),
            "internal": np.rint(internal).astype("int64"),
            "external": np.rint(external).astype("int64"),
            "ei": index(internal, external),
            **null,
        }
    )
    return _tagged(
        result, net, setting, chain, "ei_index", "Krackhardt and Stern (1988)", "E + I"
    )


def ei_by_organization(
    net: AffiliationNetwork,
    *,
    by: By | pd.Series = "sector",
    model: Model = "fdsm",
    side: Side = "members",
    possible: Possible = None,
    draws: int = 1000,
    seed: int = 0,
    language: Language = "ja",
) -> pd.DataFrame:
    """How far an organization's ties lead out of its own sector.

    (E − I)/(E + I) with E others of another category and I others of its own with
    whom it shares a group; from −1 to 1. NaN for isolates and for those whose contacts
    have no category.

    Parameters
    ----------
    net
        The network.
    by
        ``"sector"``, ``"kind"``, ``"prefecture"``, or a Series of categories by
        organization id.
    model
        Null model, as in :func:`tie_pvalues`.
    side
        ``"members"`` or ``"groups"``.
    possible
        Member–group pairs that could exist, for ``sdsm`` and ``fdsm``.
    draws, seed
        Number of random networks, and the seed of their generator.
    language
        Language of names and labels.

    Returns
    -------
    pandas.DataFrame
        A row per organization with a category, indexed by id in sorted order:
        ``name``, ``sector`` (label of its category), ``internal``, ``external``
        (organizations), ``ei``, ``expected``, ``sd``, ``z``, ``p`` as in
        :func:`ei_index`; ``p`` is not corrected for the number of organizations (see
        :func:`adjusted`).

    Raises
    ------
    ValueError
        If an option is none of the accepted words, or the model cannot honour
        ``possible``.
    GraphError
        If a Series does not cover all organizations.

    References
    ----------
    Krackhardt, D. and Stern, R. N. (1988). Informal networks and organizational
    crises. Soc. Psychol. Q. 51, 123–140.

    Examples
    --------
    >>> import tohoku_network as tn
    >>> frame = ei_by_organization(tn.load_tohoku(), draws=19)
    >>> bool((frame["internal"] >= 0).all())
    True
    """
    setting = settled(net, by, model, side, possible, draws, seed, language)

    def split(met: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        own = (met * setting.belongs).sum(axis=1)[setting.labelled]
        return own, met.sum(axis=1)[setting.labelled] - own

    met, null, chain = against(setting, lambda found: index(*split(found)))
    internal, external = split(met)
    ids = pd.Index(setting.found.ids, dtype="str", name="id")[setting.labelled]
    category = np.nonzero(setting.belongs)[1]
    result = pd.DataFrame(
        {
            "name": net.display_names(language).reindex(ids),
            "sector": pd.array([setting.labels[at] for at in category], dtype="str"),
            "internal": np.rint(internal).astype("int64"),
            "external": np.rint(external).astype("int64"),
            "ei": index(internal, external),
            **null,
        },
        index=ids,
    )
    return _tagged(
        result,
        net,
        setting,
        chain,
        "ei_by_organization",
        "Krackhardt and Stern (1988)",
        "E + I",
    )


def _tagged(
    result: pd.DataFrame,
    net: AffiliationNetwork,
    setting: Setting,
    chain: dict[str, object] | None,
    measure: str,
    citation: str,
    normalization: str = "none",
) -> pd.DataFrame:
    return tag(
        result,
        measure=measure,
        variant=f"plain projection onto {setting.side} by {setting.by}; "
        f"{setting.model}: {_models.KEEPS[setting.model]}",
        normalization=normalization,
        n=len(setting.found.ids),
        period=net.period,
        seed=setting.seed,
        citation=f"{citation}; {_models.CITATIONS[setting.model]}",
        model=setting.model,
        draws=setting.draws,
        chain=chain,
        left_out=len(setting.found.ids) - len(setting.labelled),
    )
