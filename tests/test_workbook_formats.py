"""A number is shown as its format shows it to a person."""

from __future__ import annotations

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tohoku_network.tables.formats import (
    GENERAL,
    NumberFormat,
    builtin_format,
    number_format,
    shown,
    shown_day,
)


# Expected texts as Excel shows them, but for grouping, rounding and currency.
@pytest.mark.parametrize(
    ("raw", "code", "expected"),
    [
        ("1", "General", "1"),
        ("1.0", "General", "1"),
        ("-7", "General", "-7"),
        ("0", "General", "0"),
        ("1234567890123", "General", "1234567890123"),
        ("0.30000000000000004", "General", "0.3"),
        ("1.5E-3", "General", "0.0015"),
        ("1E+300", "General", "1E+300"),
        ("12", "0000", "0012"),
        ("12345", "0000", "12345"),
        ("-12", "0000", "-0012"),
        ("9800811", "000-0000", "980-0811"),
        ("7", '"A"000', "A007"),
        ("7", "\\A000", "A007"),
        ("7", "[Red]000;[Blue]-000", "007"),
        ("1234", "#,##0", "1234"),
        ("12", '0"社"', "12"),
        ("1234.5", "#,##0.00", "1234.5"),
        ("0.125", "0%", "12.5%"),
        ("0.07", "0.00%", "7%"),
        ("44287", "yyyy/m/d", "2021-04-01"),
        ("44287", "yyyy-mm-dd;@", "2021-04-01"),
        ("44287", "yyyy/m", "2021-04"),
        ("44287", 'yyyy"年"m"月"', "2021-04"),
        ("44287", "mmm-yy", "2021-04"),
        ("44287", "yyyy", "2021"),
        ("44287", 'yyyy"年度"', "2021"),
        ("44287", "[$-411]ge.m.d;@", "2021-04-01"),
        ("44287", '[$-ja-JP-x-gannen]ggge"年"m"月"d"日";@', "2021-04-01"),
        ("44287", 'ggge"年"', "2021"),
        ("44287", 'yyyy"年"m"月"d"日"(aaa)', "2021-04-01"),
        ("44287", "yyyy/m/d dddd", "2021-04-01"),
        ("44287", "yyyy/mm/dd hh:mm:ss", "2021-04-01"),
        ("44287.5", "yyyy/mm/dd hh:mm:ss", "2021-04-01 12:00:00"),
        ("44287.5", "yyyy/m/d h:mm", "2021-04-01 12:00"),
        ("44287.5", "yyyy/m/d", "2021-04-01"),
        ("44287.999999999", "yyyy/m/d", "2021-04-02"),
        ("0.5", "h:mm AM/PM", "12:00"),
        ("0.5", "mm:ss.0", "12:00:00"),
        ("61", "yyyy/m/d", "1900-03-01"),
        ("60", "yyyy/m/d", "1900-02-29"),
        ("59", "yyyy/m/d", "1900-02-28"),
        ("1", "yyyy/m/d", "1900-01-01"),
        ("2958465", "yyyy/m/d", "9999-12-31"),
        ("2958466", "yyyy/m/d", "2958466"),
        ("-1", "yyyy/m/d", "-1"),
        ("12", "@", "12"),
        ("12000", "0.00E+00", "12000"),
        ("12", "G/標準", "12"),
        ("0.5", "# ?/?", "0.5"),
    ],
)
def test_a_number_is_shown_as_a_person_sees_it(raw, code, expected):
    assert shown(raw, number_format(code)) == expected


def test_days_count_from_1904_where_the_workbook_says_so():
    day = number_format("yyyy/m/d")
    assert shown("45017", day, epoch_1904=True) == "2027-04-02"
    assert shown("60", day, epoch_1904=True) == "1904-03-01"
    assert shown("0", day, epoch_1904=True) == "1904-01-01"


@given(st.dates(datetime.date(1900, 3, 1)))
def test_every_day_is_shown_as_itself(day):
    serial = (day - datetime.date(1899, 12, 30)).days
    assert shown(str(serial), number_format("yyyy-mm-dd")) == day.isoformat()


@given(st.integers(-(10**15) + 1, 10**15 - 1))
def test_every_whole_number_that_fits_is_shown_as_itself(number):
    assert shown(str(number), GENERAL) == str(number)
    assert shown(f"{float(number)!r}", GENERAL) == str(number)


@given(st.floats(-1e300, 1e300))
def test_every_number_is_shown_to_fifteen_digits(number):
    assert float(shown(repr(number), GENERAL)) == pytest.approx(
        number, rel=1e-14, abs=1e-320
    )


@pytest.mark.parametrize("raw", ["", "x", "nan", "inf", "1_000", "1e999", "٣", "0x1"])
def test_what_is_no_number_is_refused(raw):
    with pytest.raises(ValueError, match="not a number"):
        shown(raw, GENERAL)


@given(st.text(alphabet='ymdhsegb0#?;@"\\_*[]/.,%$-:AP標 E+', max_size=40))
def test_any_format_code_shows_some_text(code):
    assert shown("44287.25", number_format(code))


def test_builtin_formats_are_what_their_codes_say():
    # The codes of the common ones, as ISO/IEC 29500-1 lists them in 18.8.30.
    codes = {0: "General", 1: "0", 4: "#,##0.00", 9: "0%", 10: "0.00%", 11: "0.00E+00"}
    codes |= {12: "# ?/?", 14: "mm-dd-yy", 15: "d-mmm-yy", 16: "d-mmm", 17: "mmm-yy"}
    codes |= {18: "h:mm AM/PM", 19: "h:mm:ss AM/PM", 20: "h:mm", 21: "h:mm:ss"}
    codes |= {22: "m/d/yy h:mm", 37: "#,##0 ;(#,##0)", 45: "mm:ss", 46: "[h]:mm:ss"}
    codes |= {47: "mmss.0", 48: "##0.0E+0", 49: "@"}
    for number, code in codes.items():
        assert builtin_format(number) == number_format(code), code


def test_dates_in_words_are_shown_as_far_as_their_format_goes():
    written = "2021-04-01T12:30:00"
    assert shown_day(written, number_format("yyyy/m/d h:mm")) == "2021-04-01 12:30"
    assert shown_day(written, number_format("yyyy")) == "2021"
    assert shown_day("2021-04-01", GENERAL) == "2021-04-01"
    assert shown_day("春", NumberFormat("date", "ymd")) == "春"
