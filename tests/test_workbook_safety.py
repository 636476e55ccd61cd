"""Whatever is called a workbook is read without harm, or refused with a remedy."""

from __future__ import annotations

import contextlib
import random
import socket
import struct
import subprocess
import sys
import zipfile

import pytest

import books
from tohoku_network.errors import InputError
from tohoku_network.tables import archives, read_tables, sheets
from tohoku_network.tables import books as parts_of_books

DTD = '<!DOCTYPE x [<!ENTITY x SYSTEM "file:///etc/hostname">]>'


def refused(path):
    """The one problem that stops the reading."""
    with pytest.raises(InputError) as caught:
        read_tables(path)
    (found,) = caught.value.problems
    return found


def ole(*names):
    """The beginning of an older Office file with these streams."""
    entries = b"".join(name.encode("utf-16-le").ljust(128, b"\x00") for name in names)
    return bytes.fromhex("d0cf11e0a1b11ae1").ljust(512, b"\x00") + entries


@pytest.mark.parametrize(
    ("name", "content", "code", "words"),
    [
        ("a.xlsx", b"id,name\nu,\xe5\xa4\xa7\n", "format-mismatch", "name it .csv"),
        ("a.xlsx", "id,name\nu,大\n".encode("cp932"), "format-mismatch", "text"),
        ("a.xls", b"\xef\xbb\xbf<html><table><tr>", "format-mismatch", "HTML"),
        ("a.xlsx", "<html>".encode("utf-16"), "format-mismatch", "HTML"),
        ("a.xls", b"<?xml version='1.0'?><Workbook>", "format-mismatch", "XML"),
        ("a.xls", ole("Workbook"), "unsupported-format", "save it as"),
        ("a.xlsx", ole("Workbook"), "format-mismatch", "called .xlsx"),
        ("a.xlsx", ole("EncryptedPackage"), "format-mismatch", "remove the password"),
        ("a.xlsx", b"", "empty-file", "0 bytes"),
        ("a.xlsx", b"\x00\x01\x02", "format-mismatch", "no workbook"),
        ("a.xlsx", b"PK\x03\x04", "unreadable-file", "damaged"),
    ],
)
def test_a_file_is_what_its_bytes_say(tmp_path, name, content, code, words):
    (tmp_path / name).write_bytes(content)
    found = refused(tmp_path / name)
    assert (found.code, found.file) == (code, name)
    assert words in f"{found.why} {found.remedy}"


@pytest.mark.parametrize(
    ("name", "parts", "code", "words"),
    [
        ("a.ods", ["mimetype", "content.xml"], "unsupported-format", "OpenDocument"),
        ("a.xlsx", ["mimetype", "content.xml"], "format-mismatch", "OpenDocument"),
        ("a.xlsb", ["[Content_Types].xml", "xl/workbook.bin"], "unsupported-", "bin"),
        ("a.xlsx", ["[Content_Types].xml", "word/document.xml"], "format-m", "Word"),
        ("a.xlsx", ["list.csv"], "format-mismatch", "zip archive"),
        ("a.numbers", ["Index/Document.iwa"], "unsupported-format", "Numbers"),
        ("a.xltx", ["[Content_Types].xml"], "unsupported-format", "template"),
        ("a.xlsx", ["[Content_Types].xml"], "unreadable-file", "is missing"),
    ],
)
def test_an_archive_is_what_its_parts_say(tmp_path, name, parts, code, words):
    found = refused(books.write(tmp_path / name, dict.fromkeys(parts, "<x/>")))
    assert found.code.startswith(code)
    assert words in f"{found.why} {found.remedy}"


def test_a_file_that_is_not_there_is_told(tmp_path):
    assert refused(tmp_path / "a.xlsx").code == "no-such-file"


def test_macros_are_told_and_left_alone(tmp_path):
    parts = books.two_tables() | {"xl/vbaProject.bin": "\x00"}
    tables = read_tables(books.write(tmp_path / "a.xlsm", parts))
    assert "macros-not-run" in [found.code for found in tables.findings]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-be"])
@pytest.mark.parametrize(
    "part", ["xl/worksheets/sheet1.xml", "xl/sharedStrings.xml", "docProps/app.xml"]
)
def test_document_types_are_refused_before_parsing(
    tmp_path, monkeypatch, part, encoding
):
    def never(*_, **__):
        pytest.fail("parsed")

    parts = books.two_tables() | {part: f"{DTD}<x>&x;</x>".encode(encoding)}
    monkeypatch.setattr(parts_of_books, "create_parser", never)
    assert refused(books.write(tmp_path / "a.xlsx", parts)).code == "xml-dtd-forbidden"


def test_a_document_type_behind_a_long_comment_is_refused_by_the_parser(tmp_path):
    parts = books.two_tables()
    late = f"<!--{'x' * 70_000}-->{DTD}"
    name = "xl/worksheets/sheet2.xml"
    parts[name] = parts[name].replace("<worksheet", late + "<worksheet")
    # What does not pack keeps the comment from looking like a bomb.
    parts["xl/media/noise"] = random.Random(0).randbytes(20_000)  # noqa: S311  # no secret
    found = refused(books.write(tmp_path / "a.xlsx", parts))
    assert (found.code, found.sheet) == ("xml-dtd-forbidden", "memberships")
    assert "hostname" not in str(found)


@pytest.mark.parametrize(
    "kind", ["&lt;!DOCTYPE", "<![CDATA[<b>]]>", "&amp;x; &#12354;"], ids=str
)
def test_markup_in_a_text_is_text(tmp_path, kind):
    cell = f'<c r="D2" t="inlineStr"><is><t>{kind}</t></is></c>'
    path = books.write(tmp_path / "a.xlsx", books.two_tables(cell))
    note = read_tables(path).memberships.loc[0, "note"]
    assert note in ("<!DOCTYPE", "<b>", "&x; あ")


# Bombs and lies about size


def test_an_archive_that_unpacks_to_too_much_is_refused_unopened(tmp_path):
    parts = books.two_tables() | {"xl/media/x": b"\x00" * 5_000_000}
    found = refused(books.write(tmp_path / "a.xlsx", parts))
    assert found.code == "workbook-too-large"
    assert "times its size, the limit is 200" in found.why


def test_the_sum_of_all_parts_counts(tmp_path, monkeypatch):
    parts = books.two_tables(books.text("D2", "x" * 20_000))
    path = books.write(tmp_path / "a.xlsx", parts)
    monkeypatch.setattr(archives, "_MOST_BYTES", 10_000)
    assert "bytes unpacked, the limit is 10,000" in refused(path).why


def test_what_is_unpacked_is_counted_whatever_the_directory_says(tmp_path, monkeypatch):
    parts = books.two_tables(books.text("D2", "x" * 200_000))
    path = books.write(tmp_path / "a.xlsx", parts)
    monkeypatch.setattr(archives, "_check_sizes", lambda *_: None)
    monkeypatch.setattr(archives, "_MOST_BYTES", 10_000)
    # The file itself is smaller than the limit; its parts are not.
    assert path.stat().st_size < 10_000
    found = refused(path)
    assert found.code == "workbook-too-large"
    assert found.why.endswith("more than 10,000 bytes unpacked")


def test_a_directory_that_tells_less_than_there_is_is_damage(tmp_path):
    path = books.write(tmp_path / "a.xlsx", books.two_tables())
    content = bytearray(path.read_bytes())
    place = content.index(b"PK\x01\x02", content.index(b"PK\x01\x02") + 1)
    content[place + 24 : place + 28] = struct.pack("<I", 10)
    path.write_bytes(content)
    assert refused(path).code == "unreadable-file"


def test_a_locked_or_strangely_packed_part_is_refused(tmp_path):
    path = books.write(tmp_path / "a.xlsx", books.two_tables())
    content = bytearray(path.read_bytes())
    content[content.index(b"PK\x01\x02") + 8] |= 1
    path.write_bytes(content)
    assert "password" in refused(path).why
    with zipfile.ZipFile(path, "w", zipfile.ZIP_LZMA) as archive:
        for name, part in books.two_tables().items():
            archive.writestr(name, part)
    assert "method" in refused(path).why


def test_a_sheet_that_claims_to_be_endless_is_read_by_its_cells(tmp_path):
    made = books.sheet(
        books.rows(books.MEMBERSHIPS)
        + '<row r="1048576"><c r="XFD1048576" s="1"/></row>',
        before='<dimension ref="A1:XFD1048576"/>',
    )
    parts = books.parts_of({"機関": books.ORGANIZATIONS, "所属": made})
    assert len(read_tables(books.write(tmp_path / "a.xlsx", parts)).memberships) == 2


def test_limits_on_columns_and_cells_are_told(tmp_path, monkeypatch):
    made = books.sheet(books.rows(books.MEMBERSHIPS) + "<row r='9'>{}</row>")
    far = books.text("XFD9", "x")
    parts = books.parts_of({"機関": books.ORGANIZATIONS, "所属": made.format(far)})
    found = refused(books.write(tmp_path / "a.xlsx", parts))
    assert (found.code, found.sheet) == ("too-many-columns", "所属")
    assert "column XFD; at most 500" in found.why
    monkeypatch.setattr(sheets, "_MOST_CELLS", 3)
    found = refused(books.write(tmp_path / "a.xlsx", books.two_tables()))
    assert found.code == "too-many-cells"


def test_a_chart_beside_the_tables_may_be_as_wide_as_it_likes(tmp_path):
    wide = books.sheet(f"<row r='1'>{books.text('XFD1', 'x')}</row>")
    tables = {"機関": books.ORGANIZATIONS, "所属": books.MEMBERSHIPS, "工程": wide}
    path = books.write(tmp_path / "a.xlsx", books.parts_of(tables))
    found = [p for p in read_tables(path).findings if p.code == "ignored-sheet"]
    assert "at most 500 columns" in found[0].why


@pytest.mark.parametrize(
    "row",
    [
        '<row r="1"/><row r="1"/>',
        '<row r="1048577"/>',
        '<row r="1"><c r="B1"/><c r="A1"/></row>',
        '<row r="1"><c r="A2"/></row>',
        '<row r="1"><c r="A"/></row>',
        '<row r="x"/>',
        '<row r="1"><c r="A1" t="s"><v>-1</v></c></row>',
        '<row r="1"><c r="A1" t="s"><v>99</v></c></row>',
        '<row r="1"><c r="A1"><v>1,5</v></c></row>',
        '<row r="1"><c r="A1" s="x"/></row>',
        '<row r="1">',
        "&unknown;",
    ],
)
def test_a_sheet_that_is_not_put_together_is_damage(tmp_path, row):
    parts = books.parts_of({"機関": books.ORGANIZATIONS, "所属": books.sheet(row)})
    found = refused(books.write(tmp_path / "a.xlsx", parts))
    assert (found.code, found.sheet) == ("unreadable-file", "所属")


def test_damage_far_below_the_headings_is_told_of_the_sheet_alone(tmp_path):
    table = [*books.MEMBERSHIPS, *[["u", "g"]] * 40]
    made = books.sheet(books.rows(table) + '<row r="1"/>')
    parts = books.parts_of({"機関": books.ORGANIZATIONS, "所属": made})
    found = refused(books.write(tmp_path / "a.xlsx", parts))
    assert (found.code, found.file, found.sheet, found.why[-25:]) == (
        "unreadable-file",
        "a.xlsx",
        "所属",
        "row 1 stands after row 43",
    )


def test_a_text_of_a_million_characters_is_refused(tmp_path, monkeypatch):
    monkeypatch.setattr(parts_of_books, "_LONGEST_CELL", 100)
    for cell, texts in [
        (books.text("D2", "x" * 101), []),
        ('<c r="D2" t="s"><v>0</v></c>', [f"<t>{'x' * 101}</t>"]),
    ]:
        parts = books.two_tables(cell, texts=texts)
        assert refused(books.write(tmp_path / "a.xlsx", parts)).code == "cell-too-long"


def test_links_to_elsewhere_are_never_followed(tmp_path, monkeypatch):
    def never(*_, **__):
        pytest.fail("connected")

    monkeypatch.setattr(socket.socket, "connect", never)
    parts = books.two_tables()
    name = "xl/_rels/workbook.xml.rels"
    parts[name] = parts[name].replace(
        'Target="worksheets/sheet2.xml"',
        'TargetMode="External" Target="http://127.0.0.1:9/sheet.xml"',
    )
    found = refused(books.write(tmp_path / "a.xlsx", parts))
    assert found.code == "missing-table"
    parts[name] = parts[name].replace('TargetMode="External" ', "")
    assert refused(books.write(tmp_path / "a.xlsx", parts)).code == "unreadable-file"
    parts[name] = parts[name].replace("http://127.0.0.1:9/", "../../../../etc/")
    assert refused(books.write(tmp_path / "a.xlsx", parts)).code == "unreadable-file"


@pytest.mark.parametrize("seed", range(150))
def test_any_damage_is_a_network_or_an_input_error(tmp_path, seed):
    chance = random.Random(seed)  # noqa: S311  # no secret
    parts = books.two_tables('<c r="C2" s="1"><v>44287</v></c>', formats=["yyyy"])
    path = tmp_path / "a.xlsx"
    if seed % 2:
        # Damage inside a part, packed well.
        name = chance.choice(sorted(parts))
        parts[name] = _harmed(parts[name].encode(), chance)
        books.write(path, parts)
    else:
        books.write(path, parts)
        path.write_bytes(_harmed(path.read_bytes(), chance))
    with contextlib.suppress(InputError):
        read_tables(path)


def _harmed(content, chance):
    harmed = bytearray(content)
    for _ in range(chance.randrange(1, 6)):
        place = chance.randrange(len(harmed))
        harmed[place : place + chance.randrange(3)] = chance.randbytes(
            chance.randrange(3)
        )
    return bytes(harmed)


def test_a_bomb_costs_little_memory(tmp_path):
    path = books.write(
        tmp_path / "a.xlsx", books.two_tables() | {"xl/x.xml": b" " * 60_000_000}
    )
    script = (
        "import resource, sys\n"
        "from tohoku_network.tables import read_tables\n"
        "from tohoku_network.errors import InputError\n"
        "peak = lambda: resource.getrusage(resource.RUSAGE_SELF).ru_maxrss\n"
        "before = peak()\n"
        "try:\n    read_tables(sys.argv[1])\n"
        "except InputError as error:\n    print(error.problems[0].code)\n"
        "print((peak() - before) // 1024)\n"
    )
    pytest.importorskip("resource")
    done = subprocess.run(
        [sys.executable, "-c", script, str(path)],
        capture_output=True,
        text=True,
        check=True,
    )
    code, megabytes = done.stdout.split()
    assert code == "workbook-too-large"
    assert int(megabytes) < 50
