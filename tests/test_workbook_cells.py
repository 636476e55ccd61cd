"""A cell says what a person sees in it, or it is named as unreadable."""

from __future__ import annotations

import datetime

import openpyxl
import pytest
import xlsxwriter
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl.comments import Comment

import books
from tohoku_network.errors import InputError
from tohoku_network.tables import read_tables
from tohoku_network.tables.formats import GENERAL, number_format, shown


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
    calamine = pytest.importorskip("python_calamine")
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
    theirs = calamine.load_workbook(path).get_sheet_by_index(0).to_python()
    from tohoku_network.tables.archives import open_archive
    from tohoku_network.tables.books import open_book
    from tohoku_network.tables.sheets import read_sheet

    book = open_book(open_archive(path))
    ours = read_sheet(book, book.sheets[0]).rows
    assert ours[0] == theirs[0] == texts
    assert ours[1] == ["u", "g", "1", "2.5", "100000000000000", "2021-04-01"]
    assert [float(cell) for cell in ours[1][2:5]] == theirs[1][2:5]
    assert ours[1][5] == theirs[1][5].isoformat()
