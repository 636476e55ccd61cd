"""A cell says what a person sees in it, or it is named as unreadable."""

from __future__ import annotations

import datetime

import openpyxl
import pytest
import python_calamine
import xlsxwriter
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl.comments import Comment

import books
from tohoku_network.errors import InputError
from tohoku_network.tables import read_tables


def starts(path):
    """What stands in the first cell of valid_from."""
    return read_tables(path).memberships.loc[0, "valid_from"]


def notes(path):
    return read_tables(path).memberships["note"].tolist()


def told(path):
    """Findings by code, but for the one on sources."""
    found = {found.code: found for found in read_tables(path).findings}
    found.pop("no-provenance", None)
    return found


def refused(path):
    with pytest.raises(InputError) as caught:
        read_tables(path)
    return caught.value.problems


@pytest.mark.parametrize(
    ("number", "expected"),
    [(14, "2021-04-01"), (17, "2021-04"), (31, "2021-04-01"), (55, "2021-04")],
)
def test_formats_named_by_number_are_those_of_japanese_excel(
    tmp_path, number, expected
):
    cell = '<c r="C2" s="1"><v>44287</v></c>'
    parts = books.two_tables(cell, formats=[number])
    assert starts(books.write(tmp_path / "a.xlsx", parts)) == expected


def test_dates_stored_in_words_are_shown_as_their_format_says(tmp_path):
    cell = '<c r="C2" s="1" t="d"><v>2021-04-01T00:00:00</v></c>'
    parts = books.two_tables(cell, formats=["yyyy/m"])
    assert starts(books.write(tmp_path / "a.xlsx", parts)) == "2021-04"


def test_a_date_that_shows_no_year_is_told(tmp_path):
    cell = '<c r="C2" s="1"><v>44287</v></c>'
    path = books.write(
        tmp_path / "a.xlsx", books.two_tables(cell, formats=['m"月"d"日"'])
    )
    assert starts(path) == "2021-04-01"
    assert told(path)["date-without-year"].cell == "C2"


def test_a_bare_number_is_no_date_and_both_readings_are_offered(tmp_path):
    cell = '<c r="C2"><v>45017</v></c>'
    path = books.write(
        tmp_path / "a.xlsx", books.two_tables(cell, properties='date1904="1"')
    )
    (found,) = refused(path)
    assert (found.code, found.cell, found.value) == ("bad-date", "C2", "45017")
    assert "2023-04-01 (2027-04-02 where Excel counts from 1904)" in found.remedy


def test_numbers_that_a_workbook_cannot_keep_are_told(tmp_path):
    cell = '<c r="D2"><v>12345678901234500000</v></c>'
    path = books.write(tmp_path / "a.xlsx", books.two_tables(cell))
    assert told(path)["rounded-number"].cell == "D2"
    assert notes(path)[0] == "12345678901234500000"


def test_furigana_are_no_part_of_a_text_and_runs_are_joined(tmp_path):
    texts = [
        "<r><rPr><b/></rPr><t>東北</t></r><r><t>大学</t></r>"
        '<rPh sb="0" eb="2"><t>トウホク</t></rPh><phoneticPr fontId="1"/>',
        "<t>改\n行　</t>",
    ]
    cell = '<c r="D2" t="s"><v>0</v></c>'
    parts = books.two_tables(cell, texts=texts)
    assert notes(books.write(tmp_path / "a.xlsx", parts))[0] == "東北大学"
    parts = books.two_tables(cell.replace("<v>0", "<v>1"), texts=texts)
    assert notes(books.write(tmp_path / "b.xlsx", parts))[0] == "改\n行　"


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("a_x000D_b", "a\rb"),
        ("_x005F_x000D_", "_x000D_"),
        ("_xD83D_", "_xD83D_"),
        ("a_x12", "a_x12"),
    ],
)
def test_escaped_characters_are_read_as_excel_means_them(tmp_path, written, expected):
    parts = books.two_tables(books.text("D2", written))
    assert notes(books.write(tmp_path / "a.xlsx", parts))[0] == expected


def test_a_nul_character_is_told_as_in_a_file(tmp_path):
    parts = books.two_tables(books.text("D2", "a_x0000_b"))
    (found,) = refused(books.write(tmp_path / "a.xlsx", parts))
    assert (found.code, found.cell, found.sheet) == ("null-byte", "D2", "memberships")


def test_true_and_false_are_understood(tmp_path):
    organizations = [
        ["id", "name", "unnamed"],
        ["u", "地方銀行", '<c r="C2" t="b"><v>1</v></c>'],
        ["g", "協議会", '<c r="C3" t="b"><v>0</v></c>'],
    ]
    parts = books.parts_of({"機関": organizations, "所属": [["会員ID", "グループID"]]})
    tables = read_tables(books.write(tmp_path / "a.xlsx", parts))
    assert tables.organizations["unnamed"].tolist() == [True, False]


# Formulas, errors, merged and hidden cells


def test_the_last_value_of_a_formula_is_read_and_told(tmp_path):
    cell = '<c r="D2" t="str"><f>A2&amp;"x"</f><v>ux</v></c>'
    path = books.write(tmp_path / "a.xlsx", books.two_tables(cell))
    assert notes(path)[0] == "ux"
    found = told(path)["formula-value"]
    assert (found.level, found.cell, found.column) == ("warning", "D2", "note")


def test_a_formula_without_a_value_says_how_to_save(tmp_path):
    made = openpyxl.Workbook()
    made.active.title = "機関"
    for row in books.ORGANIZATIONS:
        made.active.append(row)
    memberships = made.create_sheet("所属")
    memberships.append(["会員ID", "グループID"])
    for number in range(2, 10):
        memberships.append([f"=機関!A{number}", "g"])
    made.save(tmp_path / "a.xlsx")
    (found,) = refused(tmp_path / "a.xlsx")
    assert found.code == "formula-without-value"
    assert "A2, A3, A4, A5, A6 and 3 more" in found.why
    assert "save it" in found.remedy


def test_error_values_are_named_and_not_blamed_twice(tmp_path):
    cell = '<c r="A2" t="e"><f>VLOOKUP(1,B:B,1)</f><v>#N/A</v></c>'
    memberships = [["member_id", "group_id"], [cell, "g"]]
    parts = books.parts_of(
        {"organizations": books.ORGANIZATIONS, "memberships": memberships}
    )
    (found,) = refused(books.write(tmp_path / "a.xlsx", parts))
    assert (found.code, found.value, found.cell) == ("error-value", "#N/A", "A2")
    assert found.column == "member_id"


def test_an_error_beside_the_table_is_named_too(tmp_path):
    cell = '<c r="Z2" t="e"><v>#REF!</v></c>'
    parts = books.two_tables(cell)
    (found,) = refused(books.write(tmp_path / "a.xlsx", parts))
    assert (found.code, found.cell, found.column) == ("error-value", "Z2", "")


def test_merged_cells_count_for_the_first_only_and_explain_the_gap(tmp_path):
    organizations = [["id", "name", "note"], ["u", "大学", "甲"], ["g", "協議会"]]
    memberships = [["group_id", "member_id"], ["g", "u"], [None, "c"], [None, "u"]]
    around = '<mergeCells><mergeCell ref="A1:B1"/><mergeCell ref="{}"/></mergeCells>'
    made = books.sheet(books.rows(organizations), after=around.format("C2:C3"))
    path = books.write(
        tmp_path / "a.xlsx",
        books.parts_of({"organizations": made, "memberships": memberships[:2]}),
    )
    tables = read_tables(path)
    assert tables.organizations["note"].isna().tolist() == [False, True]
    merged = [p for p in tables.findings if p.code == "merged-cells"]
    assert [p.cell for p in merged] == ["C2"]
    assert merged[0].why == "C2:C3 are merged; the text counts for C2 only"
    made = books.sheet(books.rows(memberships), after=around.format("A2:A4"))
    path = books.write(
        tmp_path / "b.xlsx",
        books.parts_of({"organizations": books.ORGANIZATIONS, "memberships": made}),
    )
    found = refused(path)
    assert [(p.code, p.cell) for p in found] == [
        ("required-value", "A3"),
        ("required-value", "A4"),
    ]
    assert "A2:A4 are merged" in found[0].why


def test_hidden_rows_and_columns_are_read_and_told(tmp_path):
    data = books.rows([*books.MEMBERSHIPS, ["u", "g"]]).replace(
        '<row r="3"', '<row hidden="1" r="3"'
    )
    made = books.sheet(data, before='<cols><col min="2" max="9" hidden="1"/></cols>')
    path = books.write(
        tmp_path / "a.xlsx",
        books.parts_of({"organizations": books.ORGANIZATIONS, "memberships": made}),
    )
    assert len(read_tables(path).memberships) == 2
    found = told(path)
    assert "hidden rows are read like the others: 3" in found["hidden-rows"].why
    assert found["hidden-columns"].why.endswith(": B")


def test_a_hidden_sheet_counts_only_if_it_is_named_as_a_table(tmp_path):
    sheets = {"organizations": books.ORGANIZATIONS, "x": books.MEMBERSHIPS}
    states = {"x": "veryHidden"}
    parts = books.parts_of(sheets, states=states)
    (found,) = refused(books.write(tmp_path / "a.xlsx", parts))
    assert found.code == "missing-table"
    assert "x (hidden)" in found.why
    sheets["所属"] = sheets.pop("x")
    parts = books.parts_of(sheets, states={"所属": "hidden"})
    assert "hidden-sheet" in told(books.write(tmp_path / "b.xlsx", parts))


def test_form_controls_and_comments_are_no_rows(tmp_path):
    control = (
        '<controls><x:from xmlns:x="urn:x"><x:row>9</x:row><x:col>1</x:col>'
        "<x:c/><x:v>1</x:v></x:from></controls>"
    )
    made = books.sheet(books.rows(books.MEMBERSHIPS), after=control)
    path = books.write(
        tmp_path / "a.xlsx",
        books.parts_of({"organizations": books.ORGANIZATIONS, "memberships": made}),
    )
    assert len(read_tables(path).memberships) == 2
    made = openpyxl.Workbook()
    for row in books.MEMBERSHIPS:
        made.active.append(row)
    made.active["A2"].comment = Comment("秘密", "誰か")
    made.save(path)
    organizations = tmp_path / "o.csv"
    organizations.write_text("id,name\nu,大学\nc,会社\ng,協議会\n")
    tables = read_tables(organizations=organizations, memberships=path)
    assert "秘密" not in tables.memberships.to_csv()


# The same tables in CSV and in a workbook

_TEXT = st.text(
    st.characters(exclude_categories=["Cs"], exclude_characters="\r\x00\ufffe\uffff"),
    max_size=20,
)
_HOSTILE = st.sampled_from(
    ["=1+1", "+1", "-1", "@SUM(A1)", "'", "0012", "1.0", "1E5", "TRUE", "#N/A"]
) | st.sampled_from(
    ["2021-04", "{=1}", "</t>", "_x000D_", "<script>", "{{7*7}}", "\t", "　"]
)
_ID = st.just("u") | _HOSTILE


@settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(
    st.lists(st.tuples(*[_TEXT | _HOSTILE] * 3), max_size=6),
    st.lists(st.tuples(_ID, _ID, _TEXT | _HOSTILE, _TEXT | _HOSTILE), max_size=6),
)
def test_a_table_reads_alike_from_csv_and_from_a_workbook(
    tmp_path_factory, organizations, memberships
):
    import csv

    folder = tmp_path_factory.mktemp("alike")
    tables = {
        "organizations": [("id", "name", "電話"), ("u", "大学", ""), *organizations],
        "memberships": [("member_id", "group_id", "開始", "note"), *memberships],
    }
    made = xlsxwriter.Workbook(folder / "list.xlsx")
    for name, table in tables.items():
        sheet = made.add_worksheet(name)
        with (folder / f"{name}.csv").open("w", newline="", encoding="utf-8") as file:
            csv.writer(file, quoting=csv.QUOTE_ALL).writerows(table)
        for row, cells in enumerate(table):
            for column, cell in enumerate(cells):
                sheet.write_string(row, column, cell)
    made.close()
    assert _read(folder) == _read(folder / "list.xlsx")


def _read(path):
    """Everything that reading tells, but for the places in the files."""
    try:
        tables = read_tables(path)
    except InputError as error:
        frames, found = "", error.problems
    else:
        frames = [
            frame.drop(columns="line", errors="ignore").to_csv()
            for frame in (tables.organizations, tables.memberships, tables.sources)
        ]
        found = tables.findings
    return frames, sorted((p.level, p.code, p.column, p.value) for p in found)


def test_a_second_reader_finds_the_same_texts(tmp_path):
    path = tmp_path / "a.xlsx"
    made = xlsxwriter.Workbook(path)
    sheet = made.add_worksheet("memberships")
    texts = ["member_id", "group_id", "東北　大学", "=1+1", "_x000D_", "0012", "a\nb"]
    for column, content in enumerate(texts):
        sheet.write_string(0, column, content)
    sheet.write_row(1, 0, ["u", "g", 1, 2.5, 1e14])
    sheet.write_datetime(
        1, 5, datetime.datetime(2021, 4, 1), made.add_format({"num_format": "yyyy/m/d"})
    )
    made.close()
    theirs = python_calamine.load_workbook(path).get_sheet_by_index(0).to_python()
    from tohoku_network.tables.archives import open_archive
    from tohoku_network.tables.books import open_book
    from tohoku_network.tables.sheets import read_sheet

    book = open_book(open_archive(path))
    ours = read_sheet(book, book.sheets[0]).rows
    assert ours[0] == theirs[0] == texts
    assert ours[1] == ["u", "g", "1", "2.5", "100000000000000", "2021-04-01"]
    assert [float(cell) for cell in ours[1][2:5]] == theirs[1][2:5]
    assert ours[1][5] == theirs[1][5].isoformat()
