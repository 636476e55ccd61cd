"""A workbook is read as the same tables in CSV are, or its cells are named."""

from __future__ import annotations

import json

import openpyxl
import pandas as pd
import pytest

import tohoku_network as tn
from tohoku_network.errors import InputError
from tohoku_network.tables import read_tables

ORGANIZATIONS = [
    ["機関ID", "機関名", "区分"],
    ["u", "大学", "学"],
    ["c", "会社", "産"],
    ["g", "協議会", None],
]
MEMBERSHIPS = [["会員ID", "グループID", "開始"], ["u", "g", None], ["c", "g", None]]


@pytest.fixture
def book(tmp_path):
    """A workbook writer: rows of every sheet by name, and what to do to it."""

    def write(sheets=None, change=None, name="list.xlsx"):
        made = openpyxl.Workbook()
        made.remove(made.active)
        if sheets is None:
            sheets = {"機関": ORGANIZATIONS, "所属": MEMBERSHIPS}
        for title, rows in sheets.items():
            sheet = made.create_sheet(title)
            for row in rows:
                sheet.append(row)
        if change is not None:
            change(made)
        made.save(tmp_path / name)
        return tmp_path / name

    return write


def problems(path, **tables):
    with pytest.raises(InputError) as caught:
        read_tables(path, **tables)
    return caught.value.problems


def codes(path, **tables):
    return [found.code for found in problems(path, **tables)]


def findings(path):
    return {found.code: found for found in read_tables(path).findings}


def test_a_workbook_with_two_sheets_is_a_network(book):
    net = tn.read(book())
    assert net.organizations["sector"].tolist()[:2] == ["academia", "industry"]
    assert net.memberships["line"].tolist() == [2, 3]
    assert net.findings["code"].tolist() == ["no-provenance"]
    assert net.findings.loc[0, ["file", "sheet"]].tolist() == ["list.xlsx", "所属"]


def test_problems_name_workbook_sheet_and_cell(book):
    rows = [*MEMBERSHIPS, [], ["x", "g", "2021-02-29"]]
    found = problems(book({"機関": ORGANIZATIONS, "会員": rows}))
    assert [(p.code, p.file, p.sheet, p.line, p.cell, p.column) for p in found] == [
        ("bad-date", "list.xlsx", "会員", 5, "C5", "valid_from"),
        ("unknown-id", "list.xlsx", "会員", 5, "A5", "member_id"),
    ]
    assert str(found[1]).startswith("list.xlsx:会員:A5, column member_id, value 'x'")


@pytest.mark.parametrize(
    ("organizations", "memberships", "sources"),
    [
        ("organizations", "memberships", "sources"),
        ("機関一覧", "会員名簿", "出典"),
        ("Ｏｒｇａｎｉｚａｔｉｏｎｓ", " 構成員 リスト", "資料一覧表"),
        ("Sheet1", "Sheet2", "Sheet3"),
    ],
)
def test_sheets_are_known_by_name_or_headings(
    book, organizations, memberships, sources
):
    path = book(
        {
            memberships: [["グループID", "会員ID", "出典"], ["g", "u", "s"]],
            sources: [["ID", "標題"], ["s", "資料"]],
            organizations: ORGANIZATIONS,
        }
    )
    tables = read_tables(path)
    assert tables.sources.loc["s", "title"] == "資料"
    assert len(tables.organizations) == 3
    assert tables.memberships.loc[0, "source_id"] == "s"
    assert tables.findings == ()


def test_headings_that_fit_one_table_only_outweigh_the_sheets_name(book):
    net = tn.read(book({"会員": ORGANIZATIONS, "Sheet2": MEMBERSHIPS}))
    assert len(net.memberships) == 2


def test_a_name_decides_where_the_headings_fit_two_tables(book):
    sources = [["ID", "名称"], ["s", "資料"]]
    path = book({"出典": sources, "機関": ORGANIZATIONS, "所属": MEMBERSHIPS})
    assert read_tables(path).sources.index.tolist() == ["s"]


def test_two_sheets_that_can_be_meant_are_an_error_that_names_them(book):
    found = problems(
        book({"A": ORGANIZATIONS, "B": ORGANIZATIONS, "所属": MEMBERSHIPS})
    )
    assert [p.code for p in found] == ["ambiguous-sheet"]
    assert found[0].why == "2 sheets can be the organizations, by their headings: A, B"
    named = problems(
        book({"機関": ORGANIZATIONS, "団体": ORGANIZATIONS, "所属": MEMBERSHIPS})
    )
    assert "by their names: 機関, 団体" in named[0].why


def test_a_name_settles_which_sheet_is_meant_and_the_other_is_told(book):
    path = book({"機関": ORGANIZATIONS, "旧版": ORGANIZATIONS, "所属": MEMBERSHIPS})
    ignored = findings(path)["ignored-sheet"]
    assert ignored.sheet == "旧版"
    assert "read from the sheet 機関" in ignored.why


def test_other_sheets_are_told_and_empty_ones_passed_over(book):
    sheets = {"機関": ORGANIZATIONS, "所属": MEMBERSHIPS, "予定": [["日付"]], "x": []}
    ignored = [
        p for p in read_tables(book(sheets)).findings if p.code != "no-provenance"
    ]
    assert [(p.code, p.sheet) for p in ignored] == [("ignored-sheet", "予定")]


def test_a_missing_table_is_told_with_the_names_to_give(book):
    (found,) = problems(book({"機関": ORGANIZATIONS, "予定": [["日付"]], "所属": []}))
    assert found.code == "missing-table"
    assert "機関 (organizations), 予定 (no table), 所属 (empty)" in found.why
    assert found.remedy.startswith("name the sheet 所属 or memberships")


def test_headings_broken_into_lines_are_understood(book):
    sheets = {
        "機関": [["機関\nID", "機 関 名"], *(row[:2] for row in ORGANIZATIONS[1:])],
        "所属": [["機関\nＩＤ", "グループ\nID"], ["u", "g"]],
    }
    assert read_tables(book(sheets)).memberships.loc[0, "member_id"] == "u"


def test_wrong_headings_in_a_named_sheet_are_told_as_in_a_file(book):
    (found,) = problems(book({"機関": [["ID"], ["u"]], "所属": MEMBERSHIPS}))
    assert (found.code, found.sheet, found.line) == ("missing-column", "機関", 1)


def test_rows_above_the_headings_are_passed_over_and_told(book):
    rows = [["会員名簿"], [], *MEMBERSHIPS]

    def merged_title(made):
        made["Sheet2"].merge_cells("A1:C1")

    path = book({"機関": ORGANIZATIONS, "Sheet2": rows}, merged_title)
    told = findings(path)
    assert set(told) == {"title-rows", "no-provenance"}
    assert told["title-rows"].sheet == "Sheet2"
    assert "found on line 3" in told["title-rows"].why
    assert read_tables(path).memberships["line"].tolist() == [4, 5]


# Where the tables are


def test_a_folder_with_one_workbook_is_that_workbook(book):
    path = book()
    path.with_name("~$list.xlsx").write_bytes(b"lock")
    assert len(tn.read(path.parent).memberships) == 2
    assert len(tn.read(str(path)).memberships) == 2


def test_two_workbooks_are_known_by_their_file_names(book):
    book({"Sheet1": ORGANIZATIONS}, name="機関一覧.xlsx")
    path = book({"Sheet1": MEMBERSHIPS}, name="会員.xlsx")
    assert len(tn.read(path.parent).memberships) == 2
    assert set(read_tables(path.parent).files) == {"機関一覧.xlsx", "会員.xlsx"}


def test_a_workbook_and_a_file_make_a_network(book):
    path = book({"Sheet1": MEMBERSHIPS})
    (path.parent / "organizations.csv").write_text("id,name\nu,大\nc,会\ng,協\n")
    assert len(tn.read(path.parent).memberships) == 2
    net = tn.read(organizations=path.parent / "organizations.csv", memberships=path)
    assert len(net.memberships) == 2


def test_the_only_sheet_of_a_file_named_for_a_table_is_that_table(book):
    organizations = book({"Sheet1": [["ID"], ["u"]]}, name="o.xlsx")
    memberships = book({"Sheet1": MEMBERSHIPS}, name="m.xlsx")
    with pytest.raises(InputError) as caught:
        tn.read(organizations=organizations, memberships=memberships)
    (found,) = caught.value.problems
    assert (found.code, found.file, found.sheet) == (
        "missing-column",
        "o.xlsx",
        "Sheet1",
    )
    organizations = book({"Sheet1": ORGANIZATIONS}, name="o.xlsx")
    net = tn.read(organizations=str(organizations), memberships=memberships)
    assert len(net.memberships) == 2


def test_single_tables_may_come_from_one_workbook_or_several(book):
    both = book()
    assert len(tn.read(organizations=both, memberships=both).memberships) == 2
    frame = pd.DataFrame(MEMBERSHIPS[1:], columns=MEMBERSHIPS[0])
    assert len(tn.read(organizations=both, memberships=frame).memberships) == 2


def test_workbooks_that_both_hold_a_table_are_told(book):
    book(name="a.xlsx")
    (found, *_) = problems(book(name="b.xlsx").parent)
    assert found.code == "ambiguous-sheet"
    assert "a.xlsx:機関, b.xlsx:機関" in found.why


def test_tables_in_csv_come_before_workbooks_in_a_folder(book):
    folder = book({"x": [["y"]]}).parent
    (folder / "organizations.csv").write_text("id,name\nu,大\ng,協\n")
    (folder / "memberships.csv").write_text("member_id,group_id\nu,g\n")
    assert set(read_tables(folder).files) == {"organizations.csv", "memberships.csv"}


# As the program tells it


def test_the_program_reads_a_workbook_and_tells_what_is_wrong_with_it(book, run):
    rows = [*MEMBERSHIPS, ["x", "g", None]]
    path = book({"機関": ORGANIZATIONS, "会員": rows})
    status, out, _ = run("validate", "--data", str(path), "--json")
    (found,) = json.loads(out)["problems"]
    assert status == 2
    assert (found["sheet"], found["cell"], found["value"]) == ("会員", "A4", "x")
    status, out, _ = run("validate", "--data", str(book()))
    assert status == 0
    assert "list.xlsx:所属, column source_id: warning [no-provenance]" in out
    status, out, _ = run("who-links", "industry", "academia", "--data", str(book()))
    assert status == 0
