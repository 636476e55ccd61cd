"""The curated data hold what their page promises, row by row."""

from __future__ import annotations

import re
from pathlib import Path

import pandas as pd
import pytest

from tohoku_network.vocabulary import GROUP_KINDS, LISTS

DATA = Path(__file__).parents[1] / "data"

# Family names of persons who hold seats or speak in the documents; none may appear.
PERSONS = [
    "一力",
    "蛯名",
    "海輪",
    "鎌田",
    "杉村",
    "丹羽",
    "三村",
    "大野",
    "英男",
    "丙坤",
    "藤本",
    "ベンアリ",
]


def test_reading_finds_nothing_to_remark(tohoku):
    assert tohoku.findings.empty, tohoku.findings[["file", "line", "why"]]


@pytest.mark.parametrize("column", ["sector", "kind", "prefecture", "themes"])
def test_every_word_is_on_its_list(tohoku, column):
    cells = tohoku.organizations[column].dropna()
    words = {word for cell in cells for word in cell.split("|")}
    assert words <= set(LISTS[column])


def test_every_row_has_its_source_and_place(tohoku):
    for frame in (tohoku.organizations, tohoku.memberships):
        assert frame["source_id"].isin(tohoku.sources.index).all()
        assert frame["locator"].str.strip().ne("").all()
        assert frame["locator"].notna().all()


def test_every_membership_has_a_role_and_a_certainty(tohoku):
    assert tohoku.memberships["role"].isin(list(LISTS["role"])).all()
    assert tohoku.memberships["certainty"].isin(["stated", "implied"]).all()


def test_ids_are_ascii_slugs_and_english_names_are_filled(tohoku):
    slug = re.compile(r"[a-z0-9]+(-{1,2}[a-z0-9]+)*")
    assert all(slug.fullmatch(identifier) for identifier in tohoku.organizations.index)
    assert tohoku.organizations["name_en"].notna().all()


def test_identifiers_are_not_invented(tohoku):
    assert tohoku.organizations[["corporate_number", "ror_id"]].isna().all(axis=None)


def test_named_members_have_a_sector_unless_they_are_groups(tohoku):
    table = tohoku.organizations
    bodies = table[~table["unnamed"] & ~table.index.isin(tohoku.groups.index)]
    assert bodies["sector"].notna().all(), bodies[
        bodies["sector"].isna()
    ].index.tolist()


def test_every_unnamed_class_belongs_to_the_group_of_its_id(tohoku):
    table = tohoku.organizations
    classes = table.index[table["unnamed"]]
    rows = tohoku.memberships
    assert set(classes) <= set(rows["member_id"])
    assert not set(classes) & set(rows["group_id"])
    groups = rows[rows["member_id"].isin(classes)].groupby("member_id")["group_id"]
    assert (groups.agg(lambda found: len(set(found))) == 1).all()
    assert all(c.split("--")[0] == g for c, g in groups.first().items())


def test_no_person_is_named():
    for table in DATA.glob("*.csv"):
        text = table.read_text(encoding="utf-8")
        assert [name for name in PERSONS if name in text] == []


def test_the_page_tells_todays_counts(tohoku):
    page = (DATA / "README.md").read_text(encoding="utf-8")
    table, rows = tohoku.organizations, tohoku.memberships
    classes = int(table["unnamed"].sum())
    class_rows = int(rows["member_id"].map(table["unnamed"]).sum())
    for sentence in (
        f"{len(table)}: {len(table) - classes} named organizations",
        f"({len(tohoku.groups)} of them groups",
        f"and {classes} classes of unnamed members",
        f"{len(rows)}: {(rows['certainty'] == 'stated').sum()} stated",
        f"{(rows['certainty'] == 'implied').sum()} clearly implied",
        f"{class_rows} of them are rows of unnamed classes",
    ):
        assert sentence in " ".join(page.split())


def members(tohoku, group, role=None):
    rows = tohoku.memberships[tohoku.memberships["group_id"] == group]
    if role:
        rows = rows[rows["role"] == role]
    return rows


def test_tap_has_its_ten_members(tohoku):
    rows = members(tohoku, "tap", "member")
    assert set(rows["member_id"]) == {
        "tokeiren-bc",
        "miyagi-kogyokai",
        "tohoku-univ",
        "meti-tohoku",
        "miyagi-pref",
        "sendai-city",
        "aist-tohoku",
        "tic",
        "sendai-siip",
        "natural-science",
    }
    assert (rows["certainty"] == "stated").all()


def test_mems_park_has_its_founders(tohoku):
    rows = members(tohoku, "mems-park", "founder")
    founders = {"sendai-city", "miyagi-pref", "meti-tohoku", "tohoku-univ"}
    assert founders < set(rows["member_id"])
    assert (rows["valid_from"] == "2004").all()


def test_get_up_tohoku_has_its_unnamed_classes(tohoku):
    rows = members(tohoku, "get-up-tohoku")
    names = "".join(tohoku.organizations.loc[rows["member_id"], "name"])
    for word in (
        "地域新電力",
        "発電事業者",
        "自治体",
        "地方金融機関",
        "リース",
        "総合商社",
        "シンクタンク",
        "コンサルティング会社",
        "地域開発関連会社",
    ):
        assert word in names
    assert tohoku.groups.loc["get-up-tohoku", "n_unnamed"] >= 9


def test_aomori_met_eleven_times_on_these_days(tohoku):
    days = {
        1: "2011-11-15",
        2: "2012-11-20",
        3: "2013-11-19",
        4: "2014-10-22",
        5: "2015-10-28",
        6: "2016-10-26",
        7: "2017-10-24",
        8: "2018-10-23",
        9: "2019-12-12",
        10: "2020-10-28",
        11: "2021-11-04",
    }
    for number, day in days.items():
        event = f"aomori-roundtable-{number:02}"
        assert tohoku.organizations.loc[event, "kind"] == "event"
        rows = members(tohoku, event)
        assert set(rows["valid_from"]) == set(rows["valid_to"]) == {day}
    assert tohoku.groups.loc["aomori-roundtable", "size_declared"] == 10


def test_the_six_prefectures_are_six_implied_rows(tohoku):
    rows = members(tohoku, "tohoku-cybersecurity-council")
    prefectures = ["aomori", "iwate", "miyagi", "akita", "yamagata", "fukushima"]
    six = [f"{prefecture}-pref" for prefecture in prefectures]
    told = rows.set_index("member_id").loc[six]
    assert (told["certainty"] == "implied").all()


def test_one_organization_has_one_row(tohoku):
    named = tohoku.organizations[~tohoku.organizations["unnamed"]]
    assert named["name"].is_unique
    assert tohoku.find("東経連") == "tokeiren"
    assert tohoku.organizations.loc["tokeiren-bc", "parent_id"] == "tokeiren"


def test_groups_by_kind_are_those_of_the_vocabulary(tohoku):
    kinds = tohoku.groups["kind"].value_counts()
    assert kinds[kinds.index.isin(list(GROUP_KINDS))].sum() > 200
    assert isinstance(kinds, pd.Series)
