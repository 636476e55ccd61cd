"""Everyday dates and words are read where they can mean one thing only, and told."""

from __future__ import annotations

import re

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tohoku_network.errors import InputError
from tohoku_network.tables import read_tables
from tohoku_network.tables.dates import date_remedy, is_past_its_era, written_date

ORGANIZATIONS = pd.DataFrame(
    {"id": ["u", "c", "b", "g"], "name": ["青葉大学", "若葉", "広瀬銀行", "産学会議"]}
)


def tables(organizations, memberships):
    return read_tables(organizations=organizations, memberships=memberships)


def frame(text):
    rows = [line.split(",") for line in text.strip().splitlines()]
    return pd.DataFrame(rows[1:], columns=rows[0])


def told(found):
    return {problem.code: problem for problem in found.findings}


# Dates


@pytest.mark.parametrize(
    ("written", "date"),
    [
        # first and last days of the eras as promulgated
        ("明治45年7月29日", "1912-07-29"),
        ("大正元年7月30日", "1912-07-30"),
        ("昭和元年12月25日", "1926-12-25"),
        ("昭和64年1月7日", "1989-01-07"),
        ("平成元年1月8日", "1989-01-08"),
        ("平成31年4月", "2019-04"),
        ("令和元年5月1日", "2019-05-01"),
        ("令和3年4月1日", "2021-04-01"),
        ("令和三年十二月二十一日", "2021-12-21"),
        ("二〇二一年四月", "2021-04"),
        ("Ｒ３．４．１", "2021-04-01"),
        ("H31.4.1", "2019-04-01"),
        ("S64/1/7", "1989-01-07"),
        ("平成33年", "2021"),
        ("昭和65年", "1990"),
        ("大正15年12月26日", "1926-12-26"),
        ("令和99年", "2117"),
        ("2022/6/1", "2022-06-01"),
        ("2022年6月", "2022-06"),
        ("2022-6-1", "2022-06-01"),
    ],
)
def test_dates_that_can_mean_one_thing_are_read_and_told(written, date):
    rows = pd.DataFrame({"member_id": ["u"], "group_id": ["g"], "開始": [written]})
    found = tables(ORGANIZATIONS, rows)
    assert found.memberships.loc[0, "valid_from"] == date
    assert f"{written} as {date}" in told(found)["date-converted"].why
    assert f"{written} は {date}" in told(found)["date-converted"].japanese


@pytest.mark.parametrize(
    ("written", "past"),
    [
        ("平成31年4月30日", False),
        ("平成31年5月1日", True),
        ("H31", False),
        ("H33.4.1", True),
        ("昭和64年1月8日", True),
        ("昭和64年1月", False),
        ("令和99年", False),
        ("2021年4月", False),
    ],
)
def test_a_date_past_its_era_is_told_as_one(written, past):
    assert is_past_its_era(written) is past
    if past:
        rows = pd.DataFrame({"member_id": ["u"], "group_id": ["g"], "開始": [written]})
        why = told(tables(ORGANIZATIONS, rows))["date-converted"].why
        assert f"1 in an era that had ended, such as {written}" in why


@pytest.mark.parametrize(
    ("column", "cell", "english", "japanese"),
    [
        (
            "開始",
            "令和2年度",
            "start of 2020-04 and an end of 2021-03",
            "2020-04 と書いて",
        ),
        (
            "終了",
            "令和2年度",
            "start of 2020-04 and an end of 2021-03",
            "2021-03 と書いて",
        ),
        ("終了", "現在", "write ..", ".. と書いてください"),
        ("終了", "在任中", "write ..", ".. と書いてください"),
        ("終了", "未定", "leave it empty", "空にしてください"),
        ("開始", "-", "leave it empty", "空にしてください"),
        ("開始", "不明", "leave it empty", "空にしてください"),
        ("開始", "R3", "write 2021", "2021 と書いてください"),
        ("開始", "20210401", "write 2021-04-01", "2021-04-01 と書いてください"),
        ("開始", "2021.1", "2021-01 or 2021-10", "2021-01 か 2021-10"),
        ("開始", "令和0年", "no such day", "暦にない"),
        ("開始", "45017", "2023-04-01", "2023-04-01"),
    ],
)
def test_other_dates_are_refused_with_what_to_write(column, cell, english, japanese):
    rows = pd.DataFrame({"member_id": ["u"], "group_id": ["g"], column: [cell]})
    with pytest.raises(InputError) as caught:
        tables(ORGANIZATIONS, rows)
    (found,) = caught.value.problems
    assert found.code == "bad-date"
    assert english in found.remedy
    assert japanese in found.japanese


@given(st.text(max_size=60), st.sampled_from(["valid_from", "valid_to", "date"]))
def test_any_text_has_a_remedy_and_no_text_is_half_read(text, column):
    english, japanese = date_remedy(text, column)
    assert english
    assert japanese
    known = written_date(text)
    assert known is None or re.fullmatch(r"\d{4}(-\d\d){0,2}", known)


@given(st.dates())
def test_a_day_is_the_same_day_in_every_writing(day):
    for written in (
        f"{day.year:04d}年{day.month}月{day.day}日",
        f"{day.year:04d}/{day.month}/{day.day}",
    ):
        assert written_date(written) == day.isoformat()
    if day.year >= 2019:
        era = f"令和{day.year - 2018}年{day.month}月{day.day}日"
        expected = day.isoformat() if day.year - 2018 < 100 else None
        assert written_date(era) == expected


# Words


def test_words_of_an_office_are_read_as_sectors():
    words = {
        "industry": "Company,商工団体,ベンチャー,Business",
        "academia": "University,高専,研究機関",
        "government": "local government,Local-Government,自治体,市町村",
        "finance": "Bank,銀行,信金,ＢＡＮＫ",
        "media": "新聞社,Newspaper",
        "civil": "NPO法人,ＮＰＯ",
        "labour": "labor union,Labour Union,労組",
    }
    cells = [(code, word) for code, row in words.items() for word in row.split(",")]
    organizations = pd.DataFrame(
        {
            "id": [str(n) for n in range(len(cells))],
            "name": [f"機関{n}" for n in range(len(cells))],
            "sector": [word for _, word in cells],
        }
    )
    found = tables(organizations, pd.DataFrame({"member_id": [], "group_id": []}))
    assert found.organizations["sector"].tolist() == [code for code, _ in cells]


@pytest.mark.parametrize("word", ["副会長", "賛助会員", "名誉会長", "準会員"])
def test_another_role_is_not_said_to_be_the_one_it_ends_in(word):
    rows = frame(f"会員ID,会議体,役職\nu,g,{word}")
    found = told(tables(ORGANIZATIONS, rows))["unknown-word"]
    assert "did you mean" not in found.remedy
    assert found.remedy.startswith("use one of: chair (座長・会長)")
    assert "使える語：座長・会長" in found.japanese


def test_a_dash_is_no_word():
    rows = frame("会員ID,会議体,役職\nu,g,-\nc,g,－\nb,g,-")
    found = tables(ORGANIZATIONS, rows)
    assert found.memberships["role"].isna().all()
    dashes = [one for one in found.findings if one.code == "dash-as-empty"]
    assert [one.why for one in dashes] == [
        "a dash is read as an empty cell (lines 1, 3)",
        "a dash is read as an empty cell",
    ]
