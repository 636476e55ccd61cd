"""The report's workbook, and its page in a browser and on paper."""

# ruff: noqa: F401, F811 (fixtures are imported, and asked for by name)

import gzip
import io
import warnings
import zipfile
from pathlib import Path

import openpyxl
import pandas as pd
import pypdfium2
import pytest

from browser import browser, council, hostile, playwright, reader
from tohoku_network import brokerage, report
from tohoku_network.report import _section, _workbook
from tohoku_network.report._words import say

SECTORS = ("industry", "academia")
AXE = Path(__file__).parent / "vendor" / "axe.min.js.gz"
FINDINGS = """async () => {
  const found = await axe.run(document);
  return found.violations.map((one) => [one.id, one.nodes.map((node) => node.html)]);
}"""


@pytest.fixture(scope="module")
def written(council, tmp_path_factory):
    """Reports of two councils in both languages."""
    folder = tmp_path_factory.mktemp("councils")
    return {
        language: report.write(
            council, folder / language, language=language, sectors=("産", "学")
        )
        for language in ("ja", "en")
    }


@pytest.fixture(scope="module")
def dangerous(hostile, tmp_path_factory):
    return report.write(hostile, tmp_path_factory.mktemp("hostile"), title="=1+1")


def opened(content):
    if isinstance(content, Path):
        content = content.read_bytes()
    with warnings.catch_warnings():
        # Bars that begin at 0 are an extension, which openpyxl leaves out.
        warnings.filterwarnings("ignore", message=".*extension is not supported")
        return openpyxl.load_workbook(io.BytesIO(content))


def cells(sheet):
    return [list(row) for row in sheet.iter_rows(values_only=True)]


# --- workbook -------------------------------------------------------------------------


def test_sheet_holds_the_whole_frame(council, written):
    book = opened(written["en"].workbook)
    found = brokerage.who_links(council, *SECTORS, language="en")
    head, *rows = cells(book["4 Brokers"])
    assert head[:6] == [
        "ID", "Name", "Sector", "Pairs linked", "Alone", "Betweenness between the two",
    ]  # fmt: skip
    assert [row[0] for row in rows] == found.index.tolist()
    assert [row[3:5] for row in rows] == found[["pairs", "exclusive_pairs"]].to_numpy(
        dtype=object
    ).tolist()
    assert [row[1] for row in rows] == found["name"].tolist()


def test_every_sheet_has_headings_in_view_a_filter_and_a_printable_set_up(written):
    for language, one in written.items():
        book = opened(one.workbook)
        cover = say("cover", language)
        assert book.sheetnames[0] == cover
        for sheet in book.worksheets:
            assert sheet.page_setup.orientation == "landscape"
            assert sheet.page_setup.fitToHeight == 0
            assert sheet.sheet_properties.pageSetUpPr.fitToPage
            if sheet.title == cover:
                continue
            assert sheet.freeze_panes in ("A2", "B2", "C2"), sheet.title
            assert sheet.auto_filter.ref, sheet.title
            assert sheet.print_title_rows == "$1:$1"
            assert all(cell.value for cell in sheet[1])


def test_cover_lists_and_links_every_sheet(written):
    for language, one in written.items():
        book = opened(one.workbook)
        cover = book[say("cover", language)]
        links = {
            cell.value: cell.hyperlink.location
            for row in cover.iter_rows()
            for cell in row
            if cell.hyperlink
        }
        assert list(links) == book.sheetnames[1:]
        assert all(place == f"'{name}'!A1" for name, place in links.items())
        rows = {row[0]: row[2] for row in cells(cover) if row[0] in links and row[2]}
        for name, told in rows.items():
            assert told == book[name].max_row - 1 or told == 0


def test_columns_are_explained(written):
    for language, one in written.items():
        book = opened(one.workbook)
        head, *rows = cells(book[say("columns", language)])
        assert len(head) == 5
        told = {(row[0], row[1]) for row in rows}
        for sheet in book.worksheets[1:-1]:
            assert {(sheet.title, cell.value) for cell in sheet[1]} <= told
        assert all(row[3] for row in rows)


def test_numbers_are_numbers_with_formats_and_bars(written):
    book = opened(written["en"].workbook)
    sheet = book["3 Centrality"]
    head = [cell.value for cell in sheet[1]]
    place = head.index("Betweenness")
    assert all(isinstance(row[place].value, (int, float)) for row in sheet["A2:N5"])
    assert sheet.cell(2, place + 1).number_format == "#,##0.00"
    (found,) = list(sheet.conditional_formatting)
    assert found.rules[0].type == "dataBar"
    widths = [sheet.column_dimensions[c].width for c in ("A", "B", "C")]
    assert all(7 <= width <= 46 for width in widths)


def test_hostile_cells_stay_text(dangerous, hostile):
    book = opened(dangerous.workbook)
    seen = set()
    for sheet in book.worksheets:
        for row in sheet.iter_rows():
            for cell in row:
                assert cell.data_type != "f", (sheet.title, cell.coordinate)
                if cell.hyperlink:
                    assert cell.hyperlink.target is None
                    assert cell.hyperlink.location.endswith("!A1")
                seen.add(cell.value)
    assert "=1+1" in seen
    assert hostile.organizations.loc["script", "name"] in seen


def test_formulas_links_and_long_texts_are_only_written():
    frame = pd.DataFrame(
        {
            "id": ["a", "b", "c", "d"],
            "name": [
                "=HYPERLINK(1)",
                "https://a.example/",
                "東" * 40_000,
                "\x01\ud800",
            ],
            "rows": [1, 2, float("nan"), 4],
        }
    )
    table = _section.Table("members", "2 S", "c", frame, (), bar="rows")
    section = _section.Section("s", "q", "q", ("a",), tables=(table,))
    content = _workbook.workbook(
        [section], title="t", language="en", facts=(), about=(), files=(),
        remarks=pd.DataFrame(),
    )  # fmt: skip
    book = opened(content)
    assert book.sheetnames == ["Cover", "2 S", "Columns"]
    sheet = book["2 S"]
    names = [row[1] for row in cells(sheet)[1:]]
    assert names[:2] == ["=HYPERLINK(1)", "https://a.example/"]
    assert len(names[2]) == 32_767
    assert names[2].endswith("… (clipped)")
    assert names[3] == "\ufffd\ufffd"
    assert [cell.data_type for cell in sheet["B"]] == ["s"] * 5
    assert sheet["C4"].value is None
    assert not any(cell.hyperlink for row in sheet.iter_rows() for cell in row)
    with zipfile.ZipFile(io.BytesIO(content)) as parts:
        assert {one.date_time for one in parts.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert b"2000-01-01" in parts.read("docProps/core.xml")


def test_remarks_have_a_sheet(hostile, dangerous):
    assert len(hostile.remarks) > 0
    rows = cells(opened(dangerous.workbook)[say("remarks_sheet", "ja")])
    assert len(rows) == 1 + len(hostile.remarks)


# --- the page in a browser ------------------------------------------------------------


@pytest.fixture
def shown(browser):
    """A page in a fresh offline context; what it asks for and says is kept."""
    contexts = []

    def open_(path, width=1100):
        context = browser.new_context(
            offline=True, viewport={"width": width, "height": 800}
        )
        contexts.append(context)
        page = context.new_page()
        page.faults = []
        page.on("console", lambda message: page.faults.append(message.text))
        page.on("pageerror", lambda error: page.faults.append(str(error)))
        page.on("dialog", lambda dialog: page.faults.append(dialog.message))
        page.on(
            "request",
            lambda request: (
                page.faults.append(request.url)
                if not request.url.startswith(("data:", path.as_uri()))
                else None
            ),
        )
        page.goto(path.as_uri())
        return page

    yield open_
    for context in contexts:
        context.close()


@pytest.mark.browser
@pytest.mark.parametrize("language", ["ja", "en"])
def test_page_opens_without_a_fault_or_a_barrier(shown, written, language):
    page = shown(written[language].page)
    page.evaluate(gzip.decompress(AXE.read_bytes()).decode())
    assert page.evaluate(FINDINGS) == []
    images = page.evaluate(
        "[...document.images].map((one) => [one.complete, one.naturalWidth])"
    )
    assert len(images) > 3
    assert all(complete and width > 100 for complete, width in images)
    assert page.evaluate("document.fonts.check('16px \"Report letters\"', '東北')")
    assert page.faults == []


@pytest.mark.browser
def test_page_fits_a_telephone(shown, written):
    page = shown(written["en"].page, width=360)
    assert page.evaluate("document.documentElement.scrollWidth") <= 360


@pytest.mark.browser
def test_hostile_page_does_nothing(shown, dangerous):
    page = shown(dangerous.page)
    page.wait_for_timeout(50)
    assert page.title() == "=1+1"
    assert page.faults == []


@pytest.mark.browser
def test_printed_on_a4_with_page_numbers(shown, written, tmp_path):
    page = shown(written["ja"].page)
    page.pdf(path=tmp_path / "report.pdf", prefer_css_page_size=True)
    document = pypdfium2.PdfDocument(tmp_path / "report.pdf")
    total = len(document)
    assert 5 < total < 20
    for number in range(total):
        sheet = document[number]
        assert [round(one) for one in sheet.get_size()] == [595, 842]
        text = sheet.get_textpage().get_text_range()
        assert f"{number + 1} / {total}" in text
        lines = [one for one in text.splitlines() if one.strip()]
        # Head and foot come first in the text; no heading is the last line of a sheet.
        headings = {say(word, "ja") for word in ("reading", "caveats", "definitions")}
        assert lines[-1].strip() not in headings
