"""When exactly does a partial date begin and end?

Sources tell a year, a month or a day, and often nothing. A date is kept as it was
written, with its first and last possible day, so that a period is only ever
excluded when it is certainly out of force.
"""

from __future__ import annotations

import calendar
import datetime
import re
from typing import Literal, NamedTuple

__all__ = ["OPEN_END", "PartialDate", "parse_date"]

OPEN_END = ".."
"""What ``valid_to`` holds when the source says that a membership still goes on."""

_PATTERN = re.compile(r"([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2}))?)?")


class PartialDate(NamedTuple):
    """A year, a month or a day, with the first and last day it can mean.

    Days are ISO texts (``"2021-12-01"``), which sort as dates do.
    """

    text: str
    first: str
    last: str
    precision: Literal["year", "month", "day"]


def parse_date(text: str) -> PartialDate:
    """Read ``YYYY``, ``YYYY-MM`` or ``YYYY-MM-DD``.

    Parameters
    ----------
    text
        The date as written; surrounding white space does not matter.

    Returns
    -------
    PartialDate
        The date with its first and last possible day.

    Raises
    ------
    ValueError
        If the text is no such date, or no day of the calendar.

    Examples
    --------
    >>> date = parse_date("2020-02")
    >>> date.first, date.last, date.precision
    ('2020-02-01', '2020-02-29', 'month')
    >>> parse_date("2021-02-29")
    Traceback (most recent call last):
    ...
    ValueError: 2021-02 has 28 days
    """
    written = text.strip()
    match = _PATTERN.fullmatch(written)
    if match is None:
        msg = "not a date of the form YYYY, YYYY-MM or YYYY-MM-DD"
        raise ValueError(msg)
    year = int(match[1])
    if year < 1:
        msg = "there is no year 0"
        raise ValueError(msg)
    if match[2] is None:
        return PartialDate(written, f"{match[1]}-01-01", f"{match[1]}-12-31", "year")
    month = int(match[2])
    if not 1 <= month <= 12:
        msg = f"there is no month {match[2]}"
        raise ValueError(msg)
    days = calendar.monthrange(year, month)[1]
    if match[3] is None:
        start = f"{match[1]}-{match[2]}"
        return PartialDate(written, f"{start}-01", f"{start}-{days}", "month")
    if not 1 <= int(match[3]) <= days:
        msg = f"{match[1]}-{match[2]} has {days} days"
        raise ValueError(msg)
    return PartialDate(written, written, written, "day")


def suggest_date(text: str) -> str:
    """Readings that a wrong date may have meant, as a remedy; never applied.

    Parameters
    ----------
    text
        A cell that :func:`parse_date` refused.

    Returns
    -------
    str
        One sentence.

    Examples
    --------
    >>> suggest_date("2021/4/1")
    'write 2021-04-01'
    >>> suggest_date("2021年度")
    'write a start of 2021-04 and an end of 2022-03 for the fiscal year'
    """
    written = text.strip()
    if match := re.fullmatch(r"([0-9]{4})年度", written):
        year = int(match[1])
        return (
            f"write a start of {year}-04 and an end of {year + 1}-03 for the "
            "fiscal year"
        )
    match = re.fullmatch(
        r"([0-9]{4})[-/.年]([0-9]{1,2})(?:[-/.月]([0-9]{1,2})日?|月)?", written
    )
    if match:
        parts = [
            match[1],
            match[2].zfill(2),
            *([match[3].zfill(2)] if match[3] else []),
        ]
        candidate = "-".join(parts)
        try:
            parse_date(candidate)
        except ValueError:
            return "check it in the source; there is no such day in the calendar"
        return f"write {candidate}"
    if match := re.fullmatch(r"([0-9]{1,2})/([0-9]{1,2})/([0-9]{4})", written):
        first, second = match[1].zfill(2), match[2].zfill(2)
        readings = f"{match[3]}-{first}-{second} or {match[3]}-{second}-{first}"
        return f"is it {readings}? write one"
    if re.fullmatch(r"[0-9]{5}", written):
        day = datetime.date(1899, 12, 30) + datetime.timedelta(days=int(written))
        later = day + datetime.timedelta(days=1462)
        return (
            f"if this is an Excel serial number, write {day.isoformat()} "
            f"({later.isoformat()} where Excel counts from 1904)"
        )
    return "write YYYY, YYYY-MM or YYYY-MM-DD, or leave it empty when it is not told"
