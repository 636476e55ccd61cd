"""Where do names go, so that all of them can be read?

Names are broken into lines by script, as Japanese is, and placed beside their
symbols in order of importance; a name that would cover another, or a symbol, is left
out unless it was asked for.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np

from tohoku_network.figures._fonts import width

__all__ = ["LEADING", "Placed", "Wanted", "clip", "place", "shorten", "wrap"]

LEADING = 1.22
"""Distance of two lines, in ems."""

_NOT_FIRST = frozenset(
    "-/、。，．,.）)」』】〉》〕］]}ー・:;：；!?！？々’”…‐–—〜"
    "ぁぃぅぇぉっゃゅょァィゥェォッャュョヵヶ"
)
_NOT_LAST = frozenset("（(「『【〈《〔［[{‘“")
_AFTER = frozenset("・、）)」』】/-")
_BRACKETS = re.compile(r"\s*[（(][^（()）]*[)）]$")
_FORMS = ("法人", "株式会社", "有限会社", "合同会社", "委員会", "協議会", "事務局")
_GAP = 2.0
# Right, left, below, above, then the corners: where a reader looks first.
_SIDES = ((1, 0), (-1, 0), (0, -1), (0, 1), (1, 1), (1, -1), (-1, 1), (-1, -1))
_BETWEEN = ((1, 0.5), (1, -0.5), (-1, 0.5), (-1, -0.5), (0.5, 1), (0.5, -1))
_NEAR = 1.5
_FAR = (8.0, 14.0, 20.0, 28.0, 38.0, 50.0, 65.0, 85.0, 110.0, 140.0)
_TRIES = 1500


@dataclass(frozen=True)
class Wanted:
    """A name to place: its lines, size in points, symbol's place and half-sizes."""

    key: str
    lines: tuple[str, ...]
    size: float
    x: float
    y: float
    half: tuple[float, float]
    must: bool = False


@dataclass(frozen=True)
class Placed:
    """A name in its place: the middle of its box, all in points.

    ``across`` is 1 right of the symbol, -1 left of it; ``line`` leads to a far name.
    """

    key: str
    lines: tuple[str, ...]
    size: float
    x: float
    y: float
    across: int
    line: tuple[float, float, float, float] | None


# --- lines ----------------------------------------------------------------------------


def clip(text: str, widest: float) -> str:
    """Text that is at most so many ems wide, with an ellipsis where it was cut.

    Examples
    --------
    >>> clip("東北経済連合会", 4.0)
    '東北経…'
    """
    if width(text) <= widest:
        return text
    # Japanese fonts set the ellipsis high, which looks wrong among Latin letters.
    end = "..." if text.isascii() else "…"
    room, kept = widest - width(end), []
    for one in text:
        room -= width(one)
        if room < 0:
            break
        kept.append(one)
    return "".join(kept).rstrip("（( ・、,") + end


def shorten(text: str, widest: float) -> str:
    """Text with its middle left out, for names that differ only at their end.

    Examples
    --------
    >>> shorten("産学官金ラウンドテーブル第9回", 9.0)
    '産学官金ラ…第9回'
    """
    if width(text) <= widest:
        return text
    tail, room = len(text), 0.45 * (widest - 1)
    while tail > 1 and room >= width(text[tail - 1]):
        tail -= 1
        room -= width(text[tail])
    head = clip(text, widest - width(text[tail:]))
    return head.removesuffix("...").removesuffix("…") + "…" + text[tail:].lstrip()


def wrap(text: str, widest: float, *, lines: int = 2) -> tuple[str, ...]:
    """Lines of a name, broken where a reader would.

    Of a name that is too long, what stands in brackets at its end goes first.

    Examples
    --------
    >>> wrap("東北地域サイバーセキュリティ連絡会", 10.0)
    ('東北地域', 'サイバーセキュリティ連絡会')
    """
    found = _wrapped(text, round(widest, 2), lines)
    stem = _BRACKETS.sub("", text)
    if stem and stem != text and "".join(found[-1:]).endswith(("…", "...")):
        return wrap(stem, widest, lines=lines)
    return found


@cache
def _wrapped(text: str, widest: float, lines: int) -> tuple[str, ...]:
    if lines == 1 or width(text) <= widest:
        return (clip(text, widest),)
    # A little over the asked width is better than a word broken in two.
    target = min(widest, 1.04 * width(text) / min(lines, _count(text, widest)))
    best, lowest, run = 0, np.inf, 0.0
    for i in range(1, len(text)):
        run += width(text[i - 1])
        if run > widest * 1.15 and best:
            break
        # A legal form is a word of its own: 一般社団法人 | 東北経済連合会.
        cost = 0.0 if text[:i].endswith(_FORMS) else _cost(text[i - 1], text[i])
        cost += 0.55 * abs(run - target)
        if cost < lowest:
            best, lowest = i, cost
    if not best:
        return (clip(text, widest),)
    head = clip(text[:best].rstrip(), widest * 1.3)
    return (head, *_wrapped(text[best:].lstrip(), widest * 1.3, lines - 1))


def _count(text: str, widest: float) -> int:
    """Lines that a text needs at least."""
    return max(1, int(np.ceil(width(text) / widest)))


def _cost(before: str, after: str) -> float:
    """How bad a line break between two letters is."""
    if after in _NOT_FIRST or before in _NOT_LAST:
        return np.inf
    left, right = _script(before), _script(after)
    if left == "space" or right == "space" or before in _AFTER or after in _NOT_LAST:
        return 0.0
    if left == right:
        return {"word": np.inf, "katakana": 9.0}.get(left, 1.6)
    return 2.5 if right == "hiragana" else 0.6


@cache
def _script(character: str) -> str:
    if character.isspace():
        return "space"
    name = unicodedata.name(character, "")
    for script, words in (
        ("katakana", ("KATAKANA",)),
        ("hiragana", ("HIRAGANA",)),
        ("han", ("CJK", "IDEOGRAPH")),
    ):
        if any(word in name for word in words):
            return script
    return "word" if re.match(r"[\w'’&.+@]", character) else "other"


# --- places ---------------------------------------------------------------------------


def place(
    wanted: Sequence[Wanted],
    *,
    symbols: np.ndarray,
    ties: np.ndarray,
    room: np.ndarray,
) -> list[Placed]:
    """Places of the names that fit, in the order in which they are wanted.

    ``symbols`` are boxes that no name may cover (left, bottom, right, top), ``ties``
    are lines that names should not cover (x, y, x, y), ``room`` is the whole paper.
    """
    taken = np.empty((0, 4))
    placed: list[Placed] = []
    crossed = _crossings(ties)
    for one in wanted[:_TRIES]:
        w = max(map(width, one.lines)) * one.size
        h = len(one.lines) * one.size * LEADING
        best = _best(one, (w, h), taken, symbols, crossed, room)
        if best is None and one.must:
            # Where there is no free spot, a name that was asked for covers symbols.
            best = _best(one, (w, h), taken, symbols[:0], crossed, room)
        if best is None:
            continue
        reach, across, x, y = best
        taken = np.vstack([taken, [x - w / 2, y - h / 2, x + w / 2, y + h / 2]])
        line = _leader(one, x, y, w, h) if reach > _NEAR else None
        placed.append(Placed(one.key, one.lines, one.size, x, y, across, line))
    return placed


def _best(
    one: Wanted,
    size: tuple[float, float],
    taken: np.ndarray,
    symbols: np.ndarray,
    crossed: Callable[[np.ndarray], int],
    room: np.ndarray,
) -> tuple[float, int, float, float] | None:
    """The free spot that is near and crosses few lines."""
    w, h = size
    best: tuple[float, int, float, float] | None = None
    lowest = np.inf
    for reach, across, x, y in _candidates(one, w, h):
        cost = 0.12 * reach
        if cost >= lowest:
            break
        box = np.array([x - w / 2, y - h / 2, x + w / 2, y + h / 2])
        if (box[:2] < room[:2]).any() or (box[2:] > room[2:]).any():
            continue
        if _covers(box, taken, _GAP) or _covers(box, symbols, 0.5):
            continue
        cost += crossed(box) * (0.25 if one.must else 1.0)
        if cost < lowest:
            best, lowest = (reach, across, x, y), cost
    return best


def _candidates(
    one: Wanted, w: float, h: float
) -> Iterable[tuple[float, int, float, float]]:
    """Distance, side and middle of the boxes to try; farther ones for a must."""
    for reach in (_NEAR, *(_FAR if one.must else ())):
        for across, up in _SIDES if reach == _NEAR else (*_SIDES, *_BETWEEN):
            corner = 0.75 if abs(across * up) == 1 else 1.0
            dx = across * (one.half[0] * corner + reach + w / 2)
            dy = up * (one.half[1] * corner + reach * 0.8 + h / 2)
            yield reach, int(np.sign(across)), one.x + dx, one.y + dy


def _leader(
    one: Wanted, x: float, y: float, w: float, h: float
) -> tuple[float, float, float, float]:
    """Line from the edge of a symbol to the nearest edge of its name."""
    end_x = float(np.clip(one.x, x - w / 2, x + w / 2))
    end_y = float(np.clip(one.y, y - h / 2, y + h / 2))
    length = float(np.hypot(end_x - one.x, end_y - one.y)) or 1.0
    part = min(min(one.half) / length, 1.0)
    return (
        one.x + (end_x - one.x) * part,
        one.y + (end_y - one.y) * part,
        end_x,
        end_y,
    )


def _covers(box: np.ndarray, others: np.ndarray, gap: float) -> bool:
    return bool(
        (
            (others[:, 0] < box[2] + gap)
            & (others[:, 2] > box[0] - gap)
            & (others[:, 1] < box[3] + gap)
            & (others[:, 3] > box[1] - gap)
        ).any()
    )


def _crossings(ties: np.ndarray) -> Callable[[np.ndarray], int]:
    """Number of lines that cross a box, by the test of separating axes."""
    if not 0 < len(ties) <= 5000:
        return lambda _box: 0
    low = np.minimum(ties[:, :2], ties[:, 2:])
    high = np.maximum(ties[:, :2], ties[:, 2:])
    along = ties[:, 2:] - ties[:, :2]
    middle = (ties[:, 2:] + ties[:, :2]) / 2

    def crossed(box: np.ndarray) -> int:
        near = (low < box[2:]).all(axis=1) & (high > box[:2]).all(axis=1)
        if not near.any():
            return 0
        centre, half = (box[:2] + box[2:]) / 2, (box[2:] - box[:2]) / 2
        off = middle[near] - centre
        step = along[near]
        apart = np.abs(off[:, 0] * step[:, 1] - off[:, 1] * step[:, 0])
        reach = half[0] * np.abs(step[:, 1]) + half[1] * np.abs(step[:, 0])
        return int((apart < reach).sum())

    return crossed
