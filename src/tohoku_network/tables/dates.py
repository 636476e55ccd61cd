"""When exactly does a partial date begin and end?

Sources tell a year, a month or a day, and often nothing. A date is kept as it was
written, with its first and last possible day, so that a period is only ever
excluded when it is certainly out of force.
"""

from __future__ import annotations

import calendar
import datetime
import re
import unicodedata
from typing import Literal, NamedTuple

__all__ = [
    "OPEN_END",
    "PartialDate",
    "date_remedy",
    "is_past_its_era",
    "looks_dated",
    "parse_date",
    "suggest_date",
    "written_date",
]

OPEN_END = ".."
"""What ``valid_to`` holds when the source says that a membership still goes on."""

_PATTERN = re.compile(r"([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2}))?)?")

# The year before the first of each era; letters stand for them in official forms.
_ERAS = {"明治": 1867, "大正": 1911, "昭和": 1925, "平成": 1988, "令和": 2018}
_ERAS |= dict(zip("MTSHR", tuple(_ERAS.values()), strict=True))
_ERA_ENDS = {
    letter: end
    for letters, end in (
        ("明M", "1912-07-30"),
        ("大T", "1926-12-25"),
        ("昭S", "1989-01-07"),
        ("平H", "2019-04-30"),
    )
    for letter in letters
}
_ERA = rf"(?P<era>{'|'.join(_ERAS)})"
_DIGITS = "〇一二三四五六七八九"
_KANJI = re.compile(rf"[{_DIGITS}十]+(?=[年月日])")
_LONGEST = 40
_FISCAL = re.compile(rf"{_ERA}?(?P<year>元|[0-9]{{1,4}})年度")
_IN_CHARACTERS = re.compile(
    rf"{_ERA}?(?P<year>元|[0-9]{{1,4}})年"
    r"(?:(?P<month>[0-9]{1,2})月(?:(?P<day>[0-9]{1,2})日)?)?"
)
_WITH_MARKS = re.compile(
    rf"{_ERA}?(?P<year>元|[0-9]{{1,4}})(?P<mark>[-/.])(?P<month>[0-9]{{1,2}})"
    r"(?:(?P=mark)(?P<day>[0-9]{1,2}))?"
)
_DAY_OR_MONTH_FIRST = re.compile(r"([0-9]{1,2})/([0-9]{1,2})/([0-9]{4})")
_GOES_ON = re.compile(
    "現在|現職|現任|在任中|在籍中|継続中?|至現在|現在に至る|"
    "PRESENT|CURRENT|ONGOING|NOW|OPEN"
)
_NOT_TOLD = re.compile(
    "不明|未定|未詳|不詳|未記載|記載なし|なし|無し?|[-–—―ー−]+|[?]|"
    "N/?A|NONE|UNKNOWN|TBD"
)
_NO_SUCH_DAY = (
    "check it in the source; there is no such day in the calendar",
    "暦にない日付です。資料で確かめてください",
)


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


def written_date(text: str) -> str | None:
    """Our form of a date that is written otherwise and can mean nothing else.

    Japanese eras, ``2021年4月1日``, ``2021/4/1`` and ``2021-4-1``; as precise as what
    is written. Fiscal years, bare numbers and days before months are not read.

    Parameters
    ----------
    text
        A cell that :func:`parse_date` refused.

    Returns
    -------
    str or None
        ``YYYY``, ``YYYY-MM`` or ``YYYY-MM-DD``; None when it is no such date.

    Examples
    --------
    >>> written_date("令和3年4月1日"), written_date("H31.4"), written_date("2021/4/1")
    ('2021-04-01', '2019-04', '2021-04-01')
    >>> written_date("令和2年度") is None
    True
    """
    written = _plain(text)
    match = _IN_CHARACTERS.fullmatch(written) or _WITH_MARKS.fullmatch(written)
    if match is None or re.fullmatch(r"[0-9]{4}\.[0-9]{1,2}", written):
        return None  # 2021.1 may be a number that was 2021.10
    year = _year(match["era"], match["year"])
    if year is None:
        return None
    parts = [f"{year:04d}"]
    parts += [match[name].zfill(2) for name in ("month", "day") if match[name]]
    found = "-".join(parts)
    return found if _is_date(found) else None


def is_past_its_era(text: str) -> bool:
    """Whether a date counts an era on after it had ended, as plans do.

    Parameters
    ----------
    text
        A date that :func:`written_date` can read.

    Returns
    -------
    bool
        Whether its first day lies after the last day of the era.

    Examples
    --------
    >>> is_past_its_era("平成33年"), is_past_its_era("平成31年4月30日")
    (True, False)
    """
    found = written_date(text)
    end = _ERA_ENDS.get(_plain(text)[:1])
    return found is not None and end is not None and parse_date(found).first > end


def looks_dated(text: str) -> bool:
    """Whether a cell is a date, in our form or another that can be read.

    Parameters
    ----------
    text
        Any cell.

    Returns
    -------
    bool
        Whether it is; a bare number counts only as a year of our times.

    Examples
    --------
    >>> looks_dated("2016-03"), looks_dated("平成28年3月"), looks_dated("1200")
    (True, True, False)
    """
    if written_date(text) is not None:
        return True
    try:
        return "1868" <= parse_date(text).text < "2101"
    except ValueError:
        return False


def suggest_date(text: str, column: str = "") -> str:
    """Readings that a wrong date may have meant, as a remedy; never applied.

    Parameters
    ----------
    text
        A cell that was refused as a date.
    column
        Where it stands; an end may be open.

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
    return date_remedy(text, column)[0]


def date_remedy(text: str, column: str = "") -> tuple[str, str]:
    """What :func:`suggest_date` says, in English and in Japanese.

    Parameters
    ----------
    text, column
        As there.

    Returns
    -------
    tuple of str
        The two sentences.

    Examples
    --------
    >>> date_remedy("令和2年度", "valid_from")[1]
    '年度の初めは 2020-04 と書いてください'
    >>> date_remedy("現在", "valid_to")[1]
    '継続中なら .. と書いてください'
    """
    written = _plain(text)
    if _GOES_ON.fullmatch(written) and column in ("valid_to", ""):
        return "write .. when it still goes on", "継続中なら .. と書いてください"
    if _NOT_TOLD.fullmatch(written):
        return "leave it empty when it is not told", "記載がなければ空にしてください"
    if match := _FISCAL.fullmatch(written):
        return _fiscal(_year(match["era"], match["year"]), column)
    known = written_date(text)
    dates = [known] if known else _candidates(written)
    if len(dates) == 1:
        return f"write {dates[0]}", f"{dates[0]} と書いてください"
    if dates:
        return (
            f"is it {' or '.join(dates)}? write one",
            f"{' か '.join(dates)} の正しいほうを書いてください",
        )
    if any(
        form.fullmatch(written)
        for form in (_PATTERN, _IN_CHARACTERS, _WITH_MARKS, _DAY_OR_MONTH_FIRST)
    ):
        return _NO_SUCH_DAY
    if re.fullmatch(r"[0-9]{5}", written):
        day = datetime.date(1899, 12, 30) + datetime.timedelta(days=int(written))
        later = day + datetime.timedelta(days=1462)
        return (
            f"if this is an Excel serial number, write {day.isoformat()} "
            f"({later.isoformat()} where Excel counts from 1904)",
            f"Excel の通し番号なら {day.isoformat()}（1904年から数えるブックなら "
            f"{later.isoformat()}）と書いてください",
        )
    return (
        "write YYYY, YYYY-MM or YYYY-MM-DD, or leave it empty when it is not told",
        "記載がなければ空にしてください",
    )


def _fiscal(year: int | None, column: str) -> tuple[str, str]:
    if year is None:
        return _NO_SUCH_DAY
    start, end = f"{year}-04", f"{year + 1}-03"
    ja = {
        "valid_from": f"年度の初めは {start} と書いてください",
        "valid_to": f"年度の終わりは {end} と書いてください",
    }
    return (
        f"write a start of {start} and an end of {end} for the fiscal year",
        ja.get(column, f"年度の初めは {start}、終わりは {end} と書いてください"),
    )


def _candidates(written: str) -> list[str]:
    """Dates that a writing may mean which is not read for another."""
    if match := _DAY_OR_MONTH_FIRST.fullmatch(written):
        first, second = match[1].zfill(2), match[2].zfill(2)
        found = [f"{match[3]}-{first}-{second}", f"{match[3]}-{second}-{first}"]
    elif match := re.fullmatch(r"([0-9]{4})\.([0-9]{1,2})", written):
        found = [f"{match[1]}-{match[2].zfill(2)}"]
        if match[2] == "1":
            found.append(f"{match[1]}-10")  # a number loses its last zero
    elif match := re.fullmatch(r"([0-9]{4})([0-9]{2})([0-9]{2})?", written):
        found = ["-".join(part for part in match.groups() if part)]
    elif match := re.fullmatch(r"([0-9]{4}-[0-9]{2}-[0-9]{2})T?[0-9]{2}:.*", written):
        found = [match[1]]
    elif match := re.fullmatch(rf"{_ERA}(?P<year>元|[0-9]{{1,2}})", written):
        year = _year(match["era"], match["year"])
        found = [str(year)] if year else []
    else:
        return []
    return [date for date in dict.fromkeys(found) if _is_date(date)]


def _is_date(text: str) -> bool:
    try:
        parse_date(text)
    except ValueError:
        return False
    return True


def _year(era: str | None, text: str) -> int | None:
    """Year of our calendar; eras are counted on where they had ended."""
    if era is None:
        return int(text) if len(text) == 4 and text.isdigit() else None
    year = 1 if text == "元" else int(text)
    return _ERAS[era] + year if 1 <= year < 100 else None


def _plain(text: str) -> str:
    """A writing with narrow characters, without spaces, with figures for kanji."""
    if len(text) > _LONGEST:
        return ""
    narrow = "".join(unicodedata.normalize("NFKC", text).split()).upper()
    return _KANJI.sub(lambda match: _figures(match[0]), narrow)


def _figures(kanji: str) -> str:
    tens, ten, ones = kanji.partition("十")
    if not ten:
        return "".join(str(_DIGITS.index(digit)) for digit in kanji)
    if len(tens) > 1 or len(ones) > 1 or "十" in ones:
        return kanji
    high = _DIGITS.index(tens) if tens else 1
    return str(high * 10 + (_DIGITS.index(ones) if ones else 0))
