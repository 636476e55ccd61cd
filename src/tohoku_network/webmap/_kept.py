"""What does a meeting keep from one map to the next?

Two small files that the page itself hands out: the places of the organizations, so
that the next map looks like the last one, and the saved views to step through.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterable
from pathlib import Path

import pandas as pd

__all__ = ["read_positions", "read_views"]

_FARTHEST = 1e6
"""No place lies farther out, in pixels."""


def read_positions(given: pd.DataFrame | str | os.PathLike[str]) -> pd.DataFrame:
    """Places by organization, from a frame or from the file the page hands out.

    Parameters
    ----------
    given
        Frame with ``x`` and ``y`` indexed by id (or with a column ``id``), or the
        path of a CSV file with the columns ``id``, ``x`` and ``y``.

    Returns
    -------
    pandas.DataFrame
        ``x`` and ``y`` as numbers, indexed by id.

    Raises
    ------
    ValueError
        If a column is missing, a place is no number, or an id stands twice.

    Examples
    --------
    >>> read_positions(pd.DataFrame({"id": ["a"], "x": ["1"], "y": [2]})).loc["a", "x"]
    np.float64(1.0)
    """
    if isinstance(given, pd.DataFrame):
        table = given if "id" not in given.columns else given.set_index("id")
    else:
        table = pd.read_csv(given, dtype=str, encoding="utf-8-sig")
        if "id" not in table.columns:
            msg = f"positions: {str(given)!r} has no column 'id'"
            raise ValueError(msg)
        table = table.set_index("id")
    lost = [column for column in ("x", "y") if column not in table.columns]
    if lost:
        msg = f"positions: there is no column {' and '.join(map(repr, lost))}"
        raise ValueError(msg)
    places = table[["x", "y"]].apply(pd.to_numeric, errors="coerce").astype(float)
    wrong = sorted(
        {str(one) for one in places.index[~(places.abs() < 1e6).all(axis=1)]}
    )
    if wrong:
        msg = f"positions: x and y must be numbers; they are not for {_few(wrong)}"
        raise ValueError(msg)
    twice = sorted({str(one) for one in places.index[places.index.duplicated()]})
    if twice:
        msg = f"positions: there are two places for {_few(twice)}"
        raise ValueError(msg)
    return places


def read_views(
    given: str | os.PathLike[str] | Iterable[tuple[str, str]],
) -> list[tuple[str, str]]:
    """Saved views as name and state, from pairs or from the file the page hands out.

    Parameters
    ----------
    given
        Pairs of a name and a state (what stands behind the ``#`` of the page's
        address), or the path of a JSON file with ``name`` and ``state`` of each.

    Returns
    -------
    list of tuple
        Name and state of each view.

    Raises
    ------
    ValueError
        If a view has no name or no state, or two have the same name.

    Examples
    --------
    >>> read_views([("金と学", "link=finance|academia")])
    [('金と学', 'link=finance|academia')]
    """
    pairs: list[tuple[object, ...]]
    if isinstance(given, str | os.PathLike):
        found = json.loads(Path(given).read_text("utf-8-sig"))
        pairs = [(one.get("name"), one.get("state")) for one in found]
    else:
        pairs = [tuple(one) for one in given]
    views: list[tuple[str, str]] = []
    for number, pair in enumerate(pairs, start=1):
        match pair:
            case (str(name), str(state)) if name:
                views.append((name, state.removeprefix("#")))
            case _:
                msg = f"views: view {number} needs a name and a state, both texts"
                raise ValueError(msg)
    names = [name for name, _ in views]
    twice = sorted({name for name in names if names.count(name) > 1})
    if twice:
        msg = f"views: two views are called {_few(twice)}"
        raise ValueError(msg)
    return views


def _few(names: list[str]) -> str:
    more = f" and {len(names) - 5:,} more" if len(names) > 5 else ""
    return ", ".join(repr(name) for name in names[:5]) + more
