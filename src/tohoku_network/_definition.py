"""What exactly was computed? A tag that every result carries in ``.attrs``.

A number without its variant and normalisation cannot be defended. The tag travels
with the frame, and views print it below the table.
"""

from __future__ import annotations

from typing import TypeVar

import pandas as pd

__all__ = ["tag"]

Result = TypeVar("Result", pd.Series, pd.DataFrame)


def tag(
    result: Result,
    *,
    measure: str,
    variant: str,
    normalization: str = "none",
    weight: str | None = None,
    n: int,
    period: str | None,
    seed: int | None = None,
    citation: str = "",
    **more: object,
) -> Result:
    """Write the definition of a result into its ``attrs``; the same object back.

    Parameters
    ----------
    result
        A Series or a DataFrame made by the caller.
    measure, variant, normalization, weight
        What was computed, on what, how scaled and by which tie weight.
    n
        Organizations that the computation ranged over.
    period
        The date or period the network was cut to, None for all of it.
    seed
        Seed of a random method, None if nothing was random.
    citation
        Author and year of the definition.
    **more
        Further facts that a reader needs.

    Returns
    -------
    pandas.Series or pandas.DataFrame
        ``result`` itself.

    Examples
    --------
    >>> tag(pd.Series([1]), measure="degree", variant="plain projection", n=1,
    ...     period=None).attrs["measure"]
    'degree'
    """
    result.attrs.update(
        measure=measure,
        variant=variant,
        normalization=normalization,
        weight=weight,
        n=n,
        period=period,
        seed=seed,
        citation=citation,
        **more,
    )
    return result
