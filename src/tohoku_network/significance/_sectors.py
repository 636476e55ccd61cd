"""How many ties of each category do organizations have, here and by chance?"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Literal, NamedTuple, get_args

import numpy as np
import pandas as pd
import scipy.sparse as sp

from tohoku_network import _nullmodels
from tohoku_network.errors import GraphError
from tohoku_network.network import AffiliationNetwork
from tohoku_network.significance import _models
from tohoku_network.significance._models import Model, Possible
from tohoku_network.vocabulary import (
    KINDS,
    PREFECTURES,
    SECTORS,
    Label,
    Language,
    label,
)

__all__ = ["By", "Setting", "against", "compared", "contacts", "index", "settled"]

By = Literal["sector", "kind", "prefecture"]
"""Column of the organizations that divides them."""

_LISTS = {"sector": SECTORS, "kind": KINDS, "prefecture": PREFECTURES}


class Setting(NamedTuple):
    """Who belongs to which category, and the random networks to compare with."""

    found: _models.Table
    belongs: np.ndarray
    categories: list[str]
    labels: list[str]
    model: Model
    side: str
    by: str
    draws: int
    seed: int

    @property
    def labelled(self) -> np.ndarray:
        """Rows that have a category."""
        return np.flatnonzero(self.belongs.any(axis=1))


def settled(
    net: AffiliationNetwork,
    by: str | pd.Series,
    model: str,
    side: str,
    possible: Possible,
    draws: int,
    seed: int,
    language: Language,
) -> Setting:
    """Check the options, and put every organization into its category."""
    known, draws = _models.checked_model(model), _models.checked_draws(draws)
    found = _models.table(net, side, known, possible)
    net.display_names(language)  # one place that knows which languages there are
    words: Mapping[str, Label] = {}
    if isinstance(by, pd.Series):
        _check_covers(by, found.ids)
        values, name = by.reindex(found.ids), str(by.name or "given")
    elif by in get_args(By):
        values, name = net.organizations[by].reindex(found.ids), by
        words = _LISTS[by]
    else:
        words_known = ", ".join(map(repr, get_args(By)))
        msg = f"by must be one of {words_known} or a Series, not {by!r}"
        raise ValueError(msg)
    texts = [None if pd.isna(v) or v == "" else str(v) for v in values]
    present = {text for text in texts if text is not None}
    categories = [code for code in words if code in present]
    categories += sorted(present - set(categories), key=_natural)
    belongs = np.zeros((len(texts), len(categories)))
    at = {code: column for column, code in enumerate(categories)}
    for row, text in enumerate(texts):
        if text is not None:
            belongs[row, at[text]] = 1.0
    labels = [label(code, words, language) for code in categories]
    return Setting(found, belongs, categories, labels, known, side, name, draws, seed)


def _check_covers(by: pd.Series, ids: list[str]) -> None:
    lost = sorted(set(ids) - set(by.index))
    if lost:
        shown = ", ".join(lost[:5])
        msg = f"by has no value for {len(lost)} organizations: {shown}"
        raise GraphError(msg)
    if not by.index.is_unique:
        twice = sorted(map(str, by.index[by.index.duplicated()].unique()))
        msg = f"by has more than one value for {', '.join(twice[:5])}"
        raise GraphError(msg)


def _natural(text: str) -> tuple[int, int, str]:
    """Numbers in their order, before texts."""
    return (0, int(text), "") if text.isdecimal() else (1, 0, text)


def contacts(b: sp.csr_array, belongs: np.ndarray) -> np.ndarray:
    """Number of tied others of each category, on the plain projection.

    Members of a single group meet exactly its other members; only those of several
    groups are multiplied with each other, so that nobody is counted twice.
    """
    degree = np.diff(b.indptr)
    single, several = np.flatnonzero(degree == 1), np.flatnonzero(degree > 1)
    result = np.zeros(belongs.shape)
    result[single] = b[single] @ (b.T @ belongs)
    linking = b[several]
    met = sp.csr_array(linking @ linking.T)
    met.data.fill(1.0)
    result[several] = met @ belongs[several]
    result[several] += linking @ (b[single].T @ belongs[single])
    result[degree > 0] -= belongs[degree > 0]
    return result


def index(internal: np.ndarray, external: np.ndarray) -> np.ndarray:
    """(E − I)/(E + I), NaN where there is neither."""
    total = internal + external
    return np.divide(
        external - internal, total, out=np.full(len(total), np.nan), where=total > 0
    )


def against(
    setting: Setting, statistic: Callable[[np.ndarray], np.ndarray]
) -> tuple[np.ndarray, dict[str, np.ndarray], dict[str, object] | None]:
    """Contacts of all rows, how their statistic compares, and how draws mixed."""
    found, belongs = setting.found, setting.belongs[setting.found.rows]

    def all_rows(b: sp.csr_array) -> np.ndarray:
        # Those without a group have no contacts, here or by chance.
        result = np.zeros(setting.belongs.shape)
        result[found.rows] = contacts(b, belongs)
        return result

    observed = all_rows(found.b)
    kept: list[float] = []

    def simulated() -> Iterator[np.ndarray]:
        last = found.b
        for b in _models.matrices(found, setting.model, setting.draws, setting.seed):
            kept.append(_nullmodels.kept_share(last, b))
            last = b
            yield statistic(all_rows(b))

    null = compared(statistic(observed), simulated())
    chain = _models.chain(found, kept) if setting.model == "fdsm" else None
    return observed, null, chain


def compared(
    observed: np.ndarray, simulated: Iterable[np.ndarray]
) -> dict[str, np.ndarray]:
    """Mean, deviation, z and two-sided p of simulated values, NaN ones left out."""
    base = np.nan_to_num(observed)
    n, total, squares, above, below = np.zeros((5, len(observed)))
    for values in simulated:
        known = ~np.isnan(values)
        # Differences to the observed value lose no digits when squared.
        off = np.where(known, values - base, 0.0)
        n += known
        total += off
        squares += off**2
        above += known & (off >= -1e-12)
        below += known & (off <= 1e-12)
    missing = np.full(len(observed), np.nan)
    mean = np.divide(total, n, out=missing.copy(), where=n > 0)
    spread = np.maximum(squares - n * np.nan_to_num(mean) ** 2, 0.0)
    sd = np.sqrt(np.divide(spread, n - 1, out=missing.copy(), where=n > 1))
    sd = np.where(sd < 1e-9, 0.0, sd)
    z = np.divide(-mean, sd, out=missing.copy(), where=sd > 0)
    p = np.minimum(1.0, 2 * (np.minimum(above, below) + 1) / (n + 1))
    undefined = np.isnan(observed)
    z[undefined], p[undefined] = np.nan, np.nan
    return {"expected": base + mean, "sd": sd, "z": z, "p": p}
