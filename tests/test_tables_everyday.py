"""A list as an office keeps it gets through; what was read into it is told."""

from __future__ import annotations

import itertools
import re
from pathlib import Path

import openpyxl
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import tohoku_network as tn
from tohoku_network.errors import InputError
from tohoku_network.starter import _examples
from tohoku_network.tables import read_tables
from tohoku_network.tables.columns import MEMBERSHIPS, ORGANIZATIONS, SOURCES
from tohoku_network.tables.headings import STAND_INS, accepted_headings, codes_of
from tohoku_network.tables.relations import EXAMPLE_IDS
from tohoku_network.vocabulary import COLUMNS, LISTS

ORGANIZATIONS_BY_NAME = pd.DataFrame(
    {
        "id": ["u", "c", "b", "g"],
        "name": ["青葉大学", "株式会社若葉", "広瀬銀行", "産学会議"],
        "name_en": ["Aoba University", None, None, None],
        "aliases": ["青葉大|AU", None, "銀行", None],
    }
)


def tables(organizations, memberships, **more):
    return read_tables(organizations=organizations, memberships=memberships, **more)


def frame(text):
    rows = [line.split(",") for line in text.strip().splitlines()]
    return pd.DataFrame(rows[1:], columns=rows[0])


def told(found):
    return {problem.code: problem for problem in found.findings}


def refused(organizations, memberships, **more):
    with pytest.raises(InputError) as caught:
        tables(organizations, memberships, **more)
    return caught.value.problems


# Headings


@pytest.mark.parametrize(
    ("schema", "headings", "codes"),
    [
        (ORGANIZATIONS, "No.,団体名,区分", "id,name,sector"),
        (ORGANIZATIONS, "番号,会議体", "id,name"),
        (ORGANIZATIONS, "会員番号,No.,機関", "id,No.,name"),
        (ORGANIZATIONS, "団体ID,Organisation", "id,name"),
        (ORGANIZATIONS, "No.,ID,名称", "No.,id,name"),
        (ORGANIZATIONS, "番号,No.,名称", "番号,No.,name"),
        (MEMBERSHIPS, "会議体,団体,役職", "group_id,member_id,role"),
        (MEMBERSHIPS, "会議ID,会員番号,就任日", "group_id,member_id,valid_from"),
        (MEMBERSHIPS, "Council,Organisation,End date", "group_id,member_id,valid_to"),
        (MEMBERSHIPS, "会員ID,団体ID", "member_id,group_id"),
        (
            MEMBERSHIPS,
            "機関ID,機関名,会議体ID,会議体",
            "member_id,機関名,group_id,会議体",
        ),
        (
            MEMBERSHIPS,
            "会員ID,会議体ID,退任年月,根拠",
            "member_id,group_id,valid_to,source_id",
        ),
        (MEMBERSHIPS, "会員番号,団体名", "member_id,団体名"),
    ],
)
def test_everyday_headings_mean_a_column_where_no_other_does(schema, headings, codes):
    assert codes_of(headings.split(","), schema) == codes.split(",")


@pytest.mark.parametrize("schema", [ORGANIZATIONS, MEMBERSHIPS, SOURCES])
def test_every_accepted_heading_is_read_as_its_column(schema):
    for code in schema.columns:
        others = [column for column in schema.required if column != code]
        for heading in accepted_headings(code, schema.table):
            assert codes_of([*others, heading], schema)[-1] == code


def test_a_heading_stands_in_for_one_column_of_a_rank():
    for columns in STAND_INS.values():
        for ranks in columns.values():
            folded = [
                re.sub(r"\s", "", text).casefold() for rank in ranks for text in rank
            ]
            assert len(folded) == len({*folded})


@pytest.mark.parametrize(
    ("page", "comma"), [("docs/data.md", ", "), ("docs/ja/data.md", "、")]
)
def test_the_pages_tell_every_heading_and_word_that_is_read(page, comma):
    text = (Path(__file__).parent.parent / page).read_text(encoding="utf-8")
    for schema in (ORGANIZATIONS, MEMBERSHIPS, SOURCES):
        for code in schema.columns:
            headings = comma.join(accepted_headings(code, schema.table))
            assert f"| {code} | {headings} |\n" in text
    for column in ("sector", "kind", "role"):
        for code, (ja, en, also) in LISTS[column].items():
            words = comma.join(sorted(also, key=str.isascii))
            assert f"| {code} | {ja} | {en} | {words} |\n" in text


def test_a_missing_column_is_told_with_the_headings_that_are_read_as_it():
    (found,) = refused(
        frame("名称,番号,No.\n甲,1,2\n甲,2,3"), frame("会員ID,会議体\nx,y")
    )
    assert found.code == "missing-column"
    assert "No." in found.remedy
    assert "機関ID" in found.remedy
    assert "会員番号" in found.japanese


def test_dates_under_an_unknown_heading_are_told():
    rows = "会員ID,会議体,離任の時期\nu,g,2016-03\nc,g,平成28年3月\nb,g,"
    found = told(tables(ORGANIZATIONS_BY_NAME, frame(rows)))
    assert found["unread-dates"].column == "離任の時期"
    numbers = "会員ID,会議体,人数\nu,g,1200\nc,g,35\nb,g,"
    assert "unread-dates" not in told(tables(ORGANIZATIONS_BY_NAME, frame(numbers)))


def test_an_ended_term_is_ended_whatever_its_heading():
    rows = frame("会員ID,会議体,就任日,退任日\nu,g,2010-04,2016-03\nc,g,2010-04,")
    net = tn.read(organizations=ORGANIZATIONS_BY_NAME, memberships=rows)
    assert net.at("2022").memberships["member_id"].tolist() == ["c"]


# Above the headings


@pytest.mark.parametrize(
    "above", ["名簿\n", "名簿\n\n", "名簿,,\n令和6年4月1日現在,,\n,,\n"]
)
def test_a_title_above_the_headings_is_passed_over(tmp_path, above):
    tmp_path.joinpath("organizations.csv").write_text(
        above + "No.,団体名,区分\n1,青葉大学,大学\n2,会議,\n", encoding="utf-8"
    )
    tmp_path.joinpath("memberships.csv").write_text("会員ID,会議体\n1,2\n", "utf-8")
    found = read_tables(tmp_path)
    line = above.count("\n") + 1
    assert found.organizations["line"].tolist() == [line + 1, line + 2]
    assert f"line {line};" in told(found)["title-rows"].why
    assert f"{line}行目" in told(found)["title-rows"].japanese


def test_a_note_below_the_table_is_told_as_one(tmp_path):
    tmp_path.joinpath("organizations.csv").write_text(
        "ID,名称,区分\nu,青葉大学,大学\n※出典：要綱\n", encoding="utf-8"
    )
    tmp_path.joinpath("memberships.csv").write_text("会員ID,会議体ID\n", "utf-8")
    with pytest.raises(InputError) as caught:
        read_tables(tmp_path)
    (found,) = caught.value.problems
    assert (found.code, found.line) == ("missing-cell", 3)
    assert "delete the line if it is a note" in found.remedy


def test_without_headings_there_is_one_problem_that_names_the_fullest_line(tmp_path):
    tmp_path.joinpath("organizations.csv").write_text(
        "名簿,,\n,,\n通番,甲乙,区分\n1,青葉大学,大学\n", encoding="utf-8"
    )
    tmp_path.joinpath("memberships.csv").write_text("会員ID,会議体\n1,2\n", "utf-8")
    with pytest.raises(InputError) as caught:
        read_tables(tmp_path)
    (found,) = caught.value.problems
    assert "found 通番, 甲乙, 区分 (line 3)" in found.why


# Names in place of ids

SPELLINGS = {
    "u": ["u", "青葉大学", "青葉 大学", "Aoba University", "青葉大", "ＡＵ"],
    "c": ["c", "(株)若葉", "㈱若葉", "株式会社若葉"],
    "b": ["b", "広瀬銀行", "銀行"],
}


@settings(max_examples=40, deadline=None)
@given(
    st.lists(st.sampled_from(sorted(SPELLINGS)), min_size=1, max_size=6).flatmap(
        lambda ids: st.tuples(
            st.just(ids), st.tuples(*(st.sampled_from(SPELLINGS[one]) for one in ids))
        )
    ),
    st.randoms(use_true_random=False),
)
def test_names_make_the_same_frames_as_ids(drawn, random):
    ids, cells = drawn
    by_id = pd.DataFrame({"member_id": ids, "group_id": "g"})
    by_name = pd.DataFrame({"会員": list(cells), "会議体": "産学会議"})
    expected = tables(ORGANIZATIONS_BY_NAME, by_id).memberships
    pd.testing.assert_frame_equal(
        tables(ORGANIZATIONS_BY_NAME, by_name).memberships, expected
    )
    shuffled = ORGANIZATIONS_BY_NAME.iloc[random.sample(range(4), 4)]
    pd.testing.assert_frame_equal(tables(shuffled, by_name).memberships, expected)


def test_names_are_told_once_for_a_column_with_their_lines():
    rows = frame("会員,会議体\n青葉大,産学会議\nc,産学会議\n銀行,産学会議")
    found = [
        problem
        for problem in tables(ORGANIZATIONS_BY_NAME, rows).findings
        if problem.code == "name-for-id"
    ]
    assert [(one.column, one.level) for one in found] == [
        ("member_id", "warning"),
        ("group_id", "warning"),
    ]
    assert "2 cells" in found[0].why
    assert "(lines 1, 3)" in found[0].why
    assert "青葉大 を u (青葉大学) と読みました（2件）" in found[0].japanese


@pytest.mark.parametrize("order", [*itertools.permutations(range(3))])
def test_a_name_of_several_is_never_guessed(order):
    organizations = frame("id,name,aliases\na,青葉会,会\nb,若葉会,会\ng,会議,").iloc[
        list(order)
    ]
    rows = frame("会員ID,会議体\n会,g\n青葉会,g\n会,g")
    (found,) = refused(organizations, rows)
    assert (found.code, found.value) == ("ambiguous-name", "会")
    assert found.remedy == "write one id: a / b"
    assert "a / b" in found.japanese


def test_an_id_wins_over_a_name():
    organizations = frame("id,name\na,b\nb,甲\ng,会議")
    found = tables(organizations, frame("会員ID,会議体\nb,g"))
    assert found.memberships["member_id"].tolist() == ["b"]
    assert "name-for-id" not in told(found)


def test_a_parent_may_be_named():
    organizations = frame("id,name,上位機関ID\nu,青葉大学,\nd,工学部,青葉大学")
    found = tables(organizations, pd.DataFrame({"member_id": [], "group_id": []}))
    assert found.organizations.loc["d", "parent_id"] == "u"


def test_rows_that_become_one_count_once():
    rows = frame("会員,会議体\n青葉大,g\nu,g")
    found = tables(ORGANIZATIONS_BY_NAME, rows)
    assert len(found.memberships) == 1
    assert "duplicate-row" in told(found)


def test_names_alone_are_ids_where_each_stands_once():
    organizations = frame("団体名,区分\n青葉大学,大学\n㈱若葉,企業\n産学会議,")
    rows = frame("会議体,団体,役職\n産学会議,青葉大学,座長\n産学会議,(株)若葉,委員")
    found = tables(organizations, rows)
    assert found.organizations.index.tolist() == ["青葉大学", "㈱若葉", "産学会議"]
    assert found.memberships["member_id"].tolist() == ["青葉大学", "㈱若葉"]
    assert {"id-from-name", "name-for-id"} <= set(told(found))


def test_names_that_stand_twice_are_no_ids():
    organizations = frame("団体名,区分\n青葉大学,大学\n青葉　大学,企業")
    (found,) = refused(organizations, frame("会議体,団体\nx,y"))
    assert found.code == "missing-column"


def test_unknown_names_come_once_with_how_the_ids_were_read():
    organizations = frame("団体名,区分\n青葉大学,大学\n産学会議,")
    rows = frame("会議体,団体\n産学会議,青葉大楽\n産学会議,青葉大楽\n産学会議,別")
    found = refused(organizations, rows)
    assert [one.code for one in found] == ["id-from-name", "unknown-id", "unknown-id"]
    assert "(lines 1, 2)" in found[1].why
    assert "もしかして：青葉大学" in found[1].japanese


def test_a_workbook_of_names_and_titles_gets_through(tmp_path):
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "令和6年度"
    for row in (
        ["地域イノベーション会議　構成団体"],
        [],
        ["団体名", "区分", "略称"],
        ["青葉大学", "大学", "青葉大"],
        ["広瀬市", "自治体", None],
        ["推進会議", None, None],
    ):
        sheet.append(row)
    sheet.merge_cells("A1:C1")
    other = book.create_sheet("構成")
    for row in (
        ["構成"],
        ["No.", "会議体", "団体", "役職", "就任日", "退任日"],
        [1, "推進会議", "青葉大", "-", "令和3年4月1日", "R5.3.31"],
        [2, "推進会議", "広瀬市", "会長", "2021/4/1", None],
    ):
        other.append(row)
    book.save(tmp_path / "名簿.xlsx")
    net = tn.read(tmp_path / "名簿.xlsx")
    assert net.memberships["member_id"].tolist() == ["青葉大学", "広瀬市"]
    assert net.memberships["valid_from"].tolist() == ["2021-04-01", "2021-04-01"]
    assert net.memberships["valid_to"].tolist()[0] == "2023-03-31"
    assert net.memberships["role"].isna().tolist() == [True, False]
    assert net.organizations["sector"].tolist()[:2] == ["academia", "government"]
    assert {*net.findings["code"]} == {
        "title-rows",
        "id-from-name",
        "name-for-id",
        "date-converted",
        "dash-as-empty",
        "unknown-column",
        "no-provenance",
    }
    assert set(net.findings["cell"]) == {"", "A3", "C3", "D3", "E3", "F3"}


# Sources and examples


def test_a_source_that_is_not_listed_is_told_once_with_its_lines():
    rows = frame("会員ID,会議体,根拠\nu,g,要綱\nc,g,要綱\nb,g,設置要綱")
    sources = frame("ID,標題\ns,設置要綱")
    found = [
        one
        for one in tables(ORGANIZATIONS_BY_NAME, rows, sources=sources).findings
        if one.code == "unknown-source"
    ]
    assert [one.value for one in found] == ["要綱", "設置要綱"]
    assert "(lines 1, 2)" in found[0].why
    assert found[1].remedy == "this is a title; write its id, 's'"


def test_the_ids_of_the_example_are_those_that_the_starter_writes():
    written = {
        row["id"]
        for table in ("organizations", "sources")
        for row in _examples._ROWS[table]
    }
    assert written == EXAMPLE_IDS


def test_rows_of_the_example_among_others_are_told():
    sources = frame("ID,標題\nex-list,一覧\ns,名簿")
    rows = pd.DataFrame({"member_id": ["u"], "group_id": ["g"], "source_id": ["s"]})
    found = told(tables(ORGANIZATIONS_BY_NAME, rows, sources=sources))
    assert found["example-rows"].file == "sources"
    assert "(line 1)" in found["example-rows"].why
    assert "example-rows" not in told(tables(ORGANIZATIONS_BY_NAME, rows))


def test_every_column_of_the_stand_ins_is_a_column():
    for columns in STAND_INS.values():
        assert {*columns} <= {*COLUMNS}
