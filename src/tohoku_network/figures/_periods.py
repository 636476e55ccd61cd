"""Which periods does a row of the timeline show?"""

from __future__ import annotations

import calendar
import datetime
from dataclasses import dataclass

import numpy as np
import pandas as pd

from tohoku_network.tables import OPEN_END, parse_date
from tohoku_network.vocabulary import ROLES, Language, label

__all__ = ["Bar", "by_group", "by_membership", "lanes", "year_of"]


@dataclass(frozen=True)
class Bar:
    """One period: first and last day as fractions of a year, None where not told."""

    start: float | None
    end: float | None
    is_open: bool
    count: int


def _bar(start: object, end: object, count: int = 1) -> Bar:
    known_start = isinstance(start, str)
    known_end = isinstance(end, str) and end != OPEN_END
    return Bar(
        year_of(parse_date(str(start)).first) if known_start else None,
        year_of(parse_date(str(end)).last, after=True) if known_end else None,
        end == OPEN_END,
        count,
    )


def year_of(day: str, *, after: bool = False) -> float:
    """A day as a year with its fraction; ``after`` counts the whole day in."""
    date = datetime.date.fromisoformat(day)
    first = datetime.date(date.year, 1, 1)
    days = 365 + calendar.isleap(date.year)
    return date.year + ((date - first).days + after) / days


def lanes(bars: list[Bar], room: float = 0.0) -> list[list[Bar]]:
    """Bars on lines of their own wherever one would lie upon another.

    ``room`` is what the number of organizations takes beside a bar, in years.

    Examples
    --------
    >>> old, long, new = (Bar(a, b, False, 1) for a, b in ((1, 2), (1, 9), (2, 3)))
    >>> [len(lane) for lane in lanes([old, long, new])]
    [2, 1]
    """
    found: list[list[Bar]] = []
    free: list[float] = []
    for bar in sorted(bars, key=_span):
        start, end = _span(bar)
        end += room if bar.count > 1 else 0.0
        # A day that ends where the next one begins is no overlap.
        at = next((i for i, day in enumerate(free) if day <= start + 1e-6), len(free))
        if at == len(free):
            found.append([])
            free.append(end)
        found[at].append(bar)
        free[at] = end
    return found


def _span(bar: Bar) -> tuple[float, float]:
    """First and last day drawn; a period without one runs to the edge."""
    return (
        -np.inf if bar.start is None else bar.start,
        np.inf if bar.end is None else bar.end,
    )


def by_group(dated: pd.DataFrame, names: dict[str, str]) -> list[tuple[str, list[Bar]]]:
    """A row per group, with one bar for each of its periods."""
    keys = ["group_id", "valid_from", "valid_to"]
    counted = dated.groupby(keys, dropna=False)["member_id"].nunique().reset_index()
    found: dict[str, list[Bar]] = {}
    for group, start, end, count in counted.itertuples(index=False, name=None):
        found.setdefault(group, []).append(_bar(start, end, int(count)))
    order = sorted(found, key=lambda one: (*_first(found[one]), one))
    return [(names[one], found[one]) for one in order]


def by_membership(
    dated: pd.DataFrame, names: dict[str, str], about: str, language: Language
) -> list[tuple[str, list[Bar]]]:
    """A row per membership of one organization: the other side, and the role."""
    found: dict[tuple[str, str], list[Bar]] = {}
    for member, group, role, start, end in dated[
        ["member_id", "group_id", "role", "valid_from", "valid_to"]
    ].itertuples(index=False, name=None):
        other = group if member == about else member
        key = (other, role if isinstance(role, str) else "")
        bar = _bar(start, end)
        if bar not in found.setdefault(key, []):
            found[key].append(bar)
    order = sorted(found, key=lambda one: (*_first(found[one]), one))
    result = []
    for other, role in order:
        text = label(role, ROLES, language)
        bracket = f"（{text}）" if language == "ja" else f" ({text})"
        result.append((names[other] + (bracket if text else ""), found[other, role]))
    return result


def _first(bars: list[Bar]) -> tuple[float, float]:
    """Earliest known day of a row; rows without a known start by their end."""
    starts = [b.start if b.start is not None else b.end for b in bars]
    ends = [np.inf if b.end is None else b.end for b in bars]
    return min(np.inf if day is None else day for day in starts), min(ends)
