"""How do the measures look side by side, and who comes first?"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from types import MappingProxyType

import numpy as np
import pandas as pd

from tohoku_network.centrality.mutual import birank, hits, two_mode_eigenvector
from tohoku_network.centrality.paths import betweenness, closeness, harmonic
from tohoku_network.centrality.ties import coreness, degree, strength
from tohoku_network.centrality.two_mode import (
    two_mode_betweenness,
    two_mode_closeness,
    two_mode_degree,
)
from tohoku_network.centrality.walks import eigenvector, pagerank
from tohoku_network.network import AffiliationNetwork, Side
from tohoku_network.vocabulary import SECTORS, Language, label

__all__ = ["MEASURES", "rank_table", "ranks", "table"]

_TOLERANCE = 1e-9
_ROUNDING = 1e-12

MEASURES: Mapping[str, Callable[..., pd.Series]] = MappingProxyType(
    {
        "degree": degree,
        "strength": strength,
        "coreness": coreness,
        "closeness": closeness,
        "harmonic": harmonic,
        "eigenvector": eigenvector,
        "pagerank": pagerank,
        "two_mode_degree": two_mode_degree,
        "two_mode_closeness": two_mode_closeness,
        "two_mode_betweenness": two_mode_betweenness,
        "two_mode_eigenvector": two_mode_eigenvector,
        "hits": hits,
        "birank": birank,
        "betweenness": betweenness,
    }
)
"""Measures that :func:`table` can show, by name."""


def table(
    net: AffiliationNetwork,
    measures: Iterable[str] | None = None,
    *,
    side: Side = "members",
    language: Language = "ja",
) -> pd.DataFrame:
    """Names, sectors and one column per measure, the most between first.

    Every measure is computed with its own defaults.

    Parameters
    ----------
    net
        The network.
    measures
        Names of measures, or one name; None for all.
    side
        ``"members"`` or ``"groups"``.
    language
        Language of names and sectors.

    Returns
    -------
    pandas.DataFrame
        Indexed by id: ``name``, ``sector``, then the measures; sorted by the last
        measure asked for (``betweenness`` if all are), descending, ties by id.
        ``attrs["measures"]`` has the definition of each.

    Raises
    ------
    ConvergenceError
        If an iterative measure does not settle.
    ValueError
        If there is no such measure, or an option is none of the accepted words.

    Examples
    --------
    >>> import pandas as pd
    >>> import tohoku_network as tn
    >>> net = tn.AffiliationNetwork.from_frames(
    ...     pd.DataFrame({"id": list("abcpq"), "name": list("abcpq")}),
    ...     pd.DataFrame({"member_id": list("abbc"), "group_id": list("ppqq")}),
    ... )
    >>> frame = table(net, ["degree", "harmonic"])
    >>> frame.columns.tolist(), frame["harmonic"].to_dict()
    (['name', 'sector', 'degree', 'harmonic'], {'b': 1.0, 'a': 0.75, 'c': 0.75})
    """
    asked = _known(measures)
    columns = {measure: MEASURES[measure](net, side=side) for measure in asked}
    result = _people(net, side, language)
    for measure, values in columns.items():
        result[measure] = values
    if asked:
        result = result.iloc[_order(ranks(result[asked[-1]]))]
    result.attrs["measures"] = {name: found.attrs for name, found in columns.items()}
    return result


def rank_table(
    net: AffiliationNetwork,
    measures: Iterable[str] | None = None,
    *,
    side: Side = "members",
    language: Language = "ja",
) -> pd.DataFrame:
    """Names, sectors and the rank under each measure, the most between first.

    Competition ranks from 1, as in :func:`ranks`: equal values share a rank.

    Parameters
    ----------
    net
        The network.
    measures
        Names of measures, or one name; None for all.
    side
        ``"members"`` or ``"groups"``.
    language
        Language of names and sectors.

    Returns
    -------
    pandas.DataFrame
        Indexed by id: ``name``, ``sector``, then a column of nullable integers per
        measure; in the order of :func:`table`. ``attrs["measures"]`` has the
        definition of each measure.

    Raises
    ------
    ConvergenceError
        If an iterative measure does not settle.
    ValueError
        If there is no such measure, or an option is none of the accepted words.

    Examples
    --------
    >>> import pandas as pd
    >>> import tohoku_network as tn
    >>> net = tn.AffiliationNetwork.from_frames(
    ...     pd.DataFrame({"id": list("abcpq"), "name": list("abcpq")}),
    ...     pd.DataFrame({"member_id": list("abbc"), "group_id": list("ppqq")}),
    ... )
    >>> rank_table(net, ["degree", "harmonic"])["harmonic"].to_dict()
    {'b': 1, 'a': 2, 'c': 2}
    """
    result = table(net, measures, side=side, language=language)
    for measure in result.columns[2:]:
        result[measure] = ranks(result[measure])
    return result


def ranks(values: pd.Series) -> pd.Series:
    """Competition ranks (1, 2, 2, 4), largest first; near-equal values tie.

    Values within a relative 1e-9 of the first of their run share its rank, so that
    rounding never separates organizations that are equal by definition; differences
    below 1e-12 of the largest value count as rounding too, so that what should be 0
    ties with 0. Missing values have no rank.

    Parameters
    ----------
    values
        One number per organization.

    Returns
    -------
    pandas.Series
        Nullable integers with the same index, named ``rank``.

    Examples
    --------
    >>> ranks(pd.Series({"a": 1.0, "b": 3.0, "c": 3.0 + 1e-12})).tolist()
    [3, 1, 1]
    """
    numbers = values.to_numpy(float)
    order = np.argsort(-numbers, kind="stable")
    places = np.zeros(len(numbers), dtype="int64")
    missing = np.isnan(numbers)
    largest = float(np.abs(numbers[np.isfinite(numbers)]).max(initial=0.0))
    leader, rank = np.nan, 0
    for position, row in enumerate(order, 1):
        value = numbers[row]
        slack = max(_TOLERANCE * max(abs(value), abs(leader)), _ROUNDING * largest)
        if not abs(value - leader) <= slack:
            leader, rank = value, position
        places[row] = rank
    result = pd.Series(places, index=values.index, name="rank", dtype="Int64")
    return result.mask(missing)


def _known(measures: Iterable[str] | None) -> list[str]:
    """Names of the measures asked for, or say which there are."""
    if measures is None:
        return list(MEASURES)
    asked = [measures] if isinstance(measures, str) else list(measures)
    unknown = [measure for measure in asked if measure not in MEASURES]
    if unknown:
        msg = f"no measure is called {unknown[0]!r}; there is {', '.join(MEASURES)}"
        raise ValueError(msg)
    return list(dict.fromkeys(asked))


def _people(net: AffiliationNetwork, side: Side, language: Language) -> pd.DataFrame:
    """Name and sector of every organization of the side."""
    _, ids, _ = net.oriented(side)
    sectors = net.organizations["sector"].reindex(ids)
    return pd.DataFrame(
        {
            "name": net.display_names(language).reindex(ids),
            "sector": [label(code, SECTORS, language) for code in sectors],
        },
        index=pd.Index(ids, name="id"),
    )


def _order(key: pd.Series) -> np.ndarray:
    return np.lexsort((np.arange(len(key)), key.to_numpy()))
