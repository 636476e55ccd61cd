"""A list of one's own begins with an example on which everything answers."""

from __future__ import annotations

import csv
import io
import re
import shlex
import zipfile

import openpyxl
import pytest

from tohoku_network import reading, starter
from tohoku_network.errors import ExportError
from tohoku_network.starter import _examples, _guide
from tohoku_network.tables.columns import MEMBERSHIPS, ORGANIZATIONS, SOURCES
from tohoku_network.vocabulary import COLUMNS, LISTS

FORMS = [("ja", False), ("en", False), ("ja", True), ("en", True)]
form = pytest.mark.parametrize(("language", "workbook"), FORMS)


@pytest.fixture
def begun(tmp_path, language, workbook):
    folder = tmp_path / "my lists"
    starter.write(folder, language=language, workbook=workbook)
    return folder


@form
def test_the_example_is_read_without_remarks(begun):
    net = reading.read(begun)
    assert net.remarks == ()
    assert repr(net) == (
        "<AffiliationNetwork: 6 members, 2 groups, 8 memberships, 1 unnamed class>"
    )


@form
@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["validate"], "no remarks"),
        (["summary"], "8"),
        (["who-links", "産", "学"], ("七ツ杜銀行", "Nanatsumori Bank")),
        (["why", "ex-maker", "ex-univ"], ("座長・会長", "Chair")),
        (["centrality"], ("七ツ杜銀行", "Nanatsumori Bank")),
        (["roles", "--permutations", "9"], ("七ツ杜銀行", "Nanatsumori Bank")),
        (["communities", "--runs", "3"], ("まとまり", "Q =")),
        (["ties"], "p"),
        (["gaps"], " 1. "),
        (["invite", "ex-council"], ("わかくさ精機", "Wakakusa")),
        (["if-leaves", "ex-bank"], ("つながりを失う組 6", "6 pairs lose")),
        (["what-if", "--add", "ex-soft:ex-council"], ("指標", "Measure")),
        (["stability", "--draws", "5"], "CS ="),
        (["diff", "2021", "2024"], ("加わった所属", "memberships joined")),
    ],
    ids=lambda value: value[0] if isinstance(value, list) else "",
)
def test_every_command_answers(run, begun, language, arguments, told):
    lang = [] if arguments[0] == "validate" else ["--lang", language]
    status, out, err = run(*arguments, "--data", str(begun), *lang)
    assert (status, err) == (0, "")
    expected = told if isinstance(told, str) else told[language == "en"]
    assert expected in out


@form
def test_the_map_is_drawn(run, begun, language, tmp_path):
    target = tmp_path / "map.html"
    status, _, err = run("map", "-o", str(target), "--data", str(begun))
    assert (status, err) == (0, "")
    name = "七ツ杜銀行" if language == "ja" else "Nanatsumori Bank"
    assert name in target.read_text(encoding="utf-8")


def test_both_forms_and_both_languages_are_one_network(tmp_path):
    nets = []
    for number, (language, workbook) in enumerate(FORMS):
        folder = tmp_path / str(number)
        starter.write(folder, language=language, workbook=workbook)
        nets.append(reading.read(folder))
    first = nets[0]
    for net in nets[1:]:
        pairs = ["member_id", "group_id", "role", "valid_from", "valid_to", "certainty"]
        assert net.memberships[pairs].equals(first.memberships[pairs])
        facts = ["sector", "kind", "prefecture", "themes", "size_declared", "unnamed"]
        assert net.organizations[facts].equals(first.organizations[facts])
        assert net.display_names("en").equals(first.display_names("en"))


@form
def test_without_the_example_the_headings_are_left(begun, language, workbook):
    if workbook:
        book = openpyxl.load_workbook(begun / "lists.xlsx")
        for schema in _examples.SCHEMAS:
            sheet = book[_examples.sheet_name(schema, language)]
            ids = [row[0].value for row in sheet.iter_rows(min_row=2)]
            assert all(one is None or one.startswith("ex-") for one in ids)
            sheet.delete_rows(2, sheet.max_row)
        book.save(begun / "lists.xlsx")
    else:
        for schema in _examples.SCHEMAS:
            path = begun / f"{schema.table}.csv"
            lines = path.read_text(encoding="utf-8-sig").splitlines()
            assert all(line.startswith("ex-") for line in lines[1:])
            path.write_text(lines[0] + "\n", encoding="utf-8-sig")
    net = reading.read(begun)
    assert not len(net.organizations)
    assert {finding.code for finding in net.remarks} == {"no-rows"}


@pytest.mark.parametrize("language", ["ja", "en"])
def test_csv_opens_in_a_spreadsheet(tmp_path, language):
    written = starter.write(tmp_path / "new", language=language)
    names = ["organizations.csv", "memberships.csv", "sources.csv", "README.txt"]
    assert [path.name for path in written] == names
    for path, schema in zip(
        written, (ORGANIZATIONS, MEMBERSHIPS, SOURCES), strict=False
    ):
        assert path.read_bytes().startswith(b"\xef\xbb\xbf")
        first = next(csv.reader(io.StringIO(path.read_text(encoding="utf-8-sig"))))
        assert first == (
            [COLUMNS[column].ja for column in schema.columns]
            if language == "ja"
            else list(schema.columns)
        )


@pytest.mark.parametrize("language", ["ja", "en"])
def test_the_workbook_is_text_with_lists_and_frozen_headings(tmp_path, language):
    folder = tmp_path / "new"
    written = starter.write(folder, language=language, workbook=True)
    assert [path.name for path in written] == ["lists.xlsx", "README.txt"]
    book = openpyxl.load_workbook(folder / "lists.xlsx")
    tables = [_examples.sheet_name(schema, language) for schema in _examples.SCHEMAS]
    assert book.sheetnames == [*tables, _examples.word_sheet(language)]
    for name in tables:
        sheet = book[name]
        assert sheet.freeze_panes == "C2"
        for row in sheet.iter_rows():
            for cell in row:
                if cell.value is not None:
                    assert (cell.data_type, cell.number_format) == ("s", "@")
    words = book[_examples.word_sheet(language)]
    offered = {}
    for sheet_name, schema in zip(tables, _examples.SCHEMAS, strict=True):
        for rule in book[sheet_name].data_validations.dataValidation:
            assert rule.errorStyle == "warning"
            column = schema.columns[next(iter(rule.sqref.ranges)).min_col - 1]
            offered[column] = rule.formula1
    assert set(offered) == (set(LISTS) - {"themes"}) | {
        "unnamed",
        "parent_id",
        "member_id",
        "group_id",
        "source_id",
    }
    for column in set(LISTS) - {"themes"}:
        place = offered[column].split("!")[1].replace("$", "")
        found = [cell.value for (cell,) in words[place]]
        expected = [
            word.ja if language == "ja" else code
            for code, word in LISTS[column].items()
        ]
        assert found == expected
    assert tables[0] in offered["member_id"]
    assert tables[2] in offered["source_id"]


def test_cells_that_are_still_to_be_filled_are_text(tmp_path):
    starter.write(tmp_path / "new", workbook=True)
    with zipfile.ZipFile(tmp_path / "new" / "lists.xlsx") as book:
        styles = book.read("xl/styles.xml").decode()
        sheet = book.read("xl/worksheets/sheet1.xml").decode()
    formats = re.findall(r'<xf numFmtId="(\d+)"', styles[styles.index("<cellXfs") :])
    columns = re.findall(r'<col min="(\d+)" max="(\d+)"[^>]* style="(\d+)"', sheet)
    covered = [n for a, b, _ in columns for n in range(int(a), int(b) + 1)]
    assert covered == list(range(1, len(ORGANIZATIONS.columns) + 1))
    assert {formats[int(style)] for *_, style in columns} == {"49"}  # “Text”


@form
def test_the_guide_tells_every_column_and_word(begun, language):
    guide = (begun / "README.txt").read_text(encoding="utf-8")
    for schema in _examples.SCHEMAS:
        for heading in _examples.headings(schema, language):
            assert heading in guide
    for words in LISTS.values():
        for code, word in words.items():
            assert (word.ja if language == "ja" else f"{code} ({word.en})") in guide
    for command in ("validate", "who-links", "map -o map.html"):
        assert f"tohoku-network {command}" in guide
    assert "ex-" in guide


def test_every_column_has_a_meaning_of_its_own():
    for schema in _examples.SCHEMAS:
        assert set(_guide.MEANINGS[schema.table]) == set(schema.columns)
        for ja, en in _guide.MEANINGS[schema.table].values():
            assert ja
            assert en


@form
def test_same_bytes(tmp_path, language, workbook):
    both = [
        starter.write(tmp_path / name, language=language, workbook=workbook)
        for name in ("a", "b")
    ]
    for one, other in zip(*both, strict=True):
        assert one.read_bytes() == other.read_bytes()


@pytest.mark.parametrize(
    "name", ["organizations.csv", "memberships.csv", "lists.xlsx", "README.txt"]
)
@pytest.mark.parametrize("extra", [[], ["--excel"]])
def test_what_is_there_is_never_replaced(run, tmp_path, name, extra):
    (tmp_path / name).write_text("mine", encoding="utf-8")
    status, out, err = run("init", str(tmp_path), *extra)
    assert status == 2
    assert name in err
    assert out == ""
    assert [path.name for path in tmp_path.iterdir()] == [name]
    assert (tmp_path / name).read_text(encoding="utf-8") == "mine"


def test_other_files_do_not_matter(run, tmp_path):
    (tmp_path / "memo.docx").write_bytes(b"mine")
    status, _, _ = run("init", str(tmp_path))
    assert status == 0
    assert (tmp_path / "memo.docx").read_bytes() == b"mine"


def test_a_file_is_no_folder(tmp_path):
    (tmp_path / "lists").write_text("mine", encoding="utf-8")
    with pytest.raises(ExportError, match="is a file"):
        starter.write(tmp_path / "lists")
    with pytest.raises(ExportError, match="cannot make the folder"):
        starter.write(tmp_path / "lists" / "inner")


def test_wrong_language_writes_nothing(tmp_path):
    with pytest.raises(ValueError, match="'ja' or 'en'"):
        starter.write(tmp_path / "lists", language="fr")
    assert not list(tmp_path.iterdir())


@form
def test_the_commands_told_next_can_be_typed(
    run, tmp_path, monkeypatch, language, workbook
):
    monkeypatch.chdir(tmp_path)
    extra = ["--excel"] if workbook else []
    status, out, err = run("init", "my lists", "--lang", language, *extra)
    assert (status, err) == (0, "")
    told = [line for line in out.splitlines() if line.startswith("  tohoku-network ")]
    assert len(told) == 3
    for line in told:
        status, _, err = run(*shlex.split(line)[1:])
        assert (status, err) == (0, ""), line
    assert (tmp_path / "my lists" / "map.html").exists()
