"""What does a person see in a cell that holds a number?

A workbook stores dates and codes as numbers and shows them through a number format.
Here a number becomes the text that its format shows, as far as that tells something:
dates at the precision shown, leading zeros, percentages. Grouping, currency and
rounding are dress and are left off.
"""

from __future__ import annotations

import datetime
import re
from decimal import Decimal
from typing import Literal, NamedTuple

__all__ = [
    "GENERAL",
    "NumberFormat",
    "builtin_format",
    "is_rounded",
    "number_format",
    "shown",
    "shown_day",
]

_SECONDS = 86_400
_LAST_SERIAL = 2_958_465  # 31 December 9999
_EXACT_DIGITS = 15  # what Excel keeps of a number


class NumberFormat(NamedTuple):
    """What a number format shows: a plain number, zeros in front, a share, a date.

    ``detail`` holds the digits and letters of a padded number, and of a date which of
    year, month, day, hour and second are shown (``"ymdhs"``).
    """

    kind: Literal["number", "padded", "percent", "date"]
    detail: str = ""


GENERAL = NumberFormat("number")

# Formats that a workbook names by number only. Those from 27 depend on the language
# of the program; these are the Japanese ones, of ISO/IEC 29500-1, 18.8.30.
_BUILTIN = {
    **dict.fromkeys((9, 10), NumberFormat("percent")),
    **dict.fromkeys((14, 15, 30), NumberFormat("date", "ymd")),
    **dict.fromkeys(
        (27, 28, 29, 31, 36, 50, 51, 54, 57, 58), NumberFormat("date", "ymd")
    ),
    **dict.fromkeys((16, 35, 53, 56), NumberFormat("date", "md")),
    **dict.fromkeys((17, 34, 52, 55), NumberFormat("date", "ym")),
    **dict.fromkeys((18, 20, 32), NumberFormat("date", "h")),
    **dict.fromkeys((19, 21, 33, 46), NumberFormat("date", "hs")),
    **dict.fromkeys((45, 47), NumberFormat("date", "hs")),
    22: NumberFormat("date", "ymdh"),
}

# Not shown: quoted letters, escaped letters, widths and fillings, and brackets other
# than those of elapsed time.
_DRESS = re.compile(r'"[^"]*"|\\.|_.|\*.|\[(?!h+\]|m+\]|s+\])[^\]]*\]', re.IGNORECASE)
_NUMBER = re.compile(r"[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d{1,3})?", re.ASCII)


def builtin_format(number: int) -> NumberFormat:
    """Format that a workbook names by its number only."""
    return _BUILTIN.get(number, GENERAL)


def number_format(code: str) -> NumberFormat:
    """What a format code shows.

    Parameters
    ----------
    code
        A number format as a workbook stores it.

    Returns
    -------
    NumberFormat
        The kind of text it shows.

    Examples
    --------
    >>> number_format("yyyy/m").detail, number_format('ggge"年"m"月"d"日"').detail
    ('ym', 'ymd')
    >>> number_format("0000"), number_format("#,##0").kind
    (NumberFormat(kind='padded', detail='0000'), 'number')
    """
    first = _first_section(code[:255])
    bare = _DRESS.sub("", first)
    folded = bare.casefold().replace("general", "").replace("g/標準", "")
    if "%" in folded:
        return NumberFormat("percent")
    if not re.search(r"[0#?@]", re.sub(r"s\.0+", "s", folded)):
        parts = _date_parts(folded)
        return NumberFormat("date", parts) if parts else GENERAL
    pattern = _visible(first)
    zeros = re.sub(r"[^0#?]", "", bare)
    if zeros.startswith("00") and not re.search(r"[#?.,/@]|[eE][-+]", bare):
        return NumberFormat("padded", pattern)
    return GENERAL


def _first_section(code: str) -> str:
    """Part of a code that positive numbers take."""
    quoted = escaped = False
    for position, character in enumerate(code):
        if escaped:
            escaped = False
        elif character == "\\" and not quoted:
            escaped = True
        elif character == '"':
            quoted = not quoted
        elif character == ";" and not quoted:
            return code[:position]
    return code


def _date_parts(code: str) -> str:
    """Which of year, month, day, hour and second a date code shows.

    ``m`` is minutes beside hours or seconds, and months elsewhere.
    """
    # Three d or more are the name of a weekday, as aaa is; it tells no day.
    code = re.sub(r"a/p|am/pm|aaa+|ddd+", "", code)
    letters = re.findall(r"y+|b+|e+|g+|m+|d+|h+|s+", code)
    found = set()
    for position, letter in enumerate(letters):
        kind = letter[0]
        if kind in "ybe":
            found.add("y")
        elif kind == "m":
            before = letters[position - 1][0] if position else ""
            after = letters[position + 1][0] if position + 1 < len(letters) else ""
            minutes = (before == "h" or after == "s") and len(letter) <= 2
            found.add("h" if minutes else "m")
        elif kind != "g":
            found.add(kind)
    return "".join(part for part in "ymdhs" if part in found)


def _visible(section: str) -> str:
    """Digits and letters that a padded number shows; letters behind a backslash."""
    shown = re.sub(
        r'"([^"]*)"', lambda quoted: "".join(f"\\{c}" for c in quoted[1]), section
    )
    return re.sub(r"(?<!\\)(?:_.|\*.|\[[^\]]*\])", "", shown)


def shown(raw: str, code: NumberFormat, *, epoch_1904: bool = False) -> str:
    """Text that a person sees for a stored number.

    Parameters
    ----------
    raw
        The number as the workbook stores it.
    code
        What its format shows.
    epoch_1904
        Whether the workbook counts days from 1904.

    Returns
    -------
    str
        The text; dates as ``YYYY``, ``YYYY-MM`` or ``YYYY-MM-DD``.

    Raises
    ------
    ValueError
        If the stored text is no number.

    Examples
    --------
    >>> shown("1", GENERAL), shown("0.30000000000000004", GENERAL)
    ('1', '0.3')
    >>> shown("12", number_format("0000")), shown("44287", number_format("yyyy/m"))
    ('0012', '2021-04')
    """
    whole = len(raw) <= _EXACT_DIGITS and raw.isascii() and raw.isdigit()
    if whole and code.kind == "number":
        return str(int(raw))  # as nearly every number of a list
    if _NUMBER.fullmatch(raw) is None or abs(float(raw)) == float("inf"):
        msg = "not a number"
        raise ValueError(msg)
    number = float(raw)
    if code.kind == "date" and 0 <= number <= _LAST_SERIAL:
        return _date(number, code.detail, epoch_1904=epoch_1904)
    if code.kind == "percent":
        return f"{_plain(Decimal(_short(number)) * 100)}%"
    if code.kind == "padded" and number == int(number) and abs(number) < 1e15:
        return _padded(int(number), code.detail)
    return _plain(Decimal(_short(number)))


def shown_day(written: str, code: NumberFormat) -> str:
    """Text that a person sees for a date that a workbook stores in words (ISO 8601).

    Parameters
    ----------
    written
        The date, or date and time.
    code
        What its format shows.

    Returns
    -------
    str
        The text; what is no date stays as it is.

    Examples
    --------
    >>> shown_day("2021-04-01T00:00:00", number_format("yyyy/m"))
    '2021-04'
    """
    try:
        moment = datetime.datetime.fromisoformat(written)
    except ValueError:
        return written
    parts = code.detail if code.kind == "date" else "ymdhs"
    rest = moment.hour * 3600 + moment.minute * 60 + moment.second
    return _day_and_clock(moment.date().isoformat(), rest, parts)


def is_rounded(raw: str) -> bool:
    """Whether a whole number has more digits than a workbook can keep."""
    number = float(raw)
    return abs(number) >= 10**_EXACT_DIGITS


def _short(number: float) -> str:
    return f"{number:.{_EXACT_DIGITS}g}"


def _plain(number: Decimal) -> str:
    if not number:
        return "0"
    if not -10 <= number.adjusted() <= 20:
        return f"{number.normalize():E}"
    text = f"{number:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def _padded(number: int, pattern: str) -> str:
    """Digits put into the zeros of a pattern, from the right."""
    marks = re.findall(r"\\.|.", pattern)
    slots = sum(mark in "0#?" for mark in marks)
    digits = str(abs(number)).zfill(slots)
    more, digits = digits[: len(digits) - slots], digits[len(digits) - slots :]
    result = []
    for mark in marks:
        if mark in "0#?":
            result.append(more + digits[0])
            more, digits = "", digits[1:]
        else:
            result.append(mark[-1])
    return ("-" if number < 0 else "") + "".join(result)


def _date(serial: float, parts: str, *, epoch_1904: bool) -> str:
    days, rest = divmod(round(serial * _SECONDS), _SECONDS)
    return _day_and_clock(_day(days, epoch_1904=epoch_1904), rest, parts)


def _day_and_clock(day: str, rest: int, parts: str) -> str:
    """As much of a day and of the seconds after midnight as a format shows."""
    clock = f"{rest // 3600:02}:{rest % 3600 // 60:02}"
    clock += f":{rest % 60:02}" if "s" in parts else ""
    if not set("ymd") & set(parts):
        return clock
    if "d" not in parts:
        day = day[:7] if "m" in parts else day[:4]
    return f"{day} {clock}" if "h" in parts and rest else day


def _day(days: int, *, epoch_1904: bool) -> str:
    if epoch_1904:
        start = datetime.date(1904, 1, 1)
        if days > (datetime.date.max - start).days:
            return str(days)
        return (start + datetime.timedelta(days=days)).isoformat()
    # Excel counts a 29 February 1900 that never was, and calls the day before the
    # first of January the zeroth; they are shown as Excel shows them and then refused.
    if days in (0, 60):
        return "1900-01-00" if days == 0 else "1900-02-29"
    start = datetime.date(1899, 12, 31 if days < 60 else 30)
    return (start + datetime.timedelta(days=days)).isoformat()
