"""Workbooks written part by part, for what no spreadsheet library would write."""

from __future__ import annotations

import zipfile
from xml.sax.saxutils import escape, quoteattr

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'

ORGANIZATIONS = [["id", "name"], ["u", "大学"], ["c", "会社"], ["g", "協議会"]]
MEMBERSHIPS = [["member_id", "group_id"], ["u", "g"], ["c", "g"]]


def text(address, content):
    """A cell with a text of its own."""
    return f'<c r="{address}" t="inlineStr"><is><t>{escape(content)}</t></is></c>'


def rows(table, start=1):
    """Rows of a sheet from rows of texts; a text that begins with < is a cell."""
    written = []
    for number, row in enumerate(table, start):
        cells = [
            cell
            if cell is None or cell.startswith("<c")
            else text(f"{chr(65 + place)}{number}", cell)
            for place, cell in enumerate(row)
        ]
        written.append(f'<row r="{number}">{"".join(filter(None, cells))}</row>')
    return "".join(written)


def sheet(data, before="", after=""):
    """A sheet from its rows and what stands around them."""
    return (
        f'{HEAD}<worksheet xmlns="{MAIN}">{before}<sheetData>{data}</sheetData>{after}'
        "</worksheet>"
    )


def parts_of(sheets, *, formats=(), texts=(), properties="", states=None):
    """Parts of a workbook by name; every sheet as XML or as rows of texts."""
    states = states or {}
    listed, related, parts = [], [], {}
    for number, (name, content) in enumerate(sheets.items(), 1):
        state = f' state="{states[name]}"' if name in states else ""
        listed.append(
            f'<sheet name={quoteattr(name)} sheetId="{number}"{state} '
            f'r:id="r{number}"/>'
        )
        related.append((f"r{number}", "worksheet", f"worksheets/sheet{number}.xml"))
        parts[f"xl/worksheets/sheet{number}.xml"] = (
            content if isinstance(content, str) else sheet(rows(content))
        )
    codes = "".join(
        f'<numFmt numFmtId="{200 + place}" formatCode={quoteattr(code)}/>'
        for place, code in enumerate(formats)
        if isinstance(code, str)
    )
    styles = "".join(
        f'<xf numFmtId="{200 + place if isinstance(code, str) else code}"/>'
        for place, code in enumerate(formats)
    )
    shared = "".join(f"<si>{content}</si>" for content in texts)
    related += [
        ("rs", "styles", "styles.xml"),
        ("rt", "sharedStrings", "sharedStrings.xml"),
    ]
    return {
        "[Content_Types].xml": f"{HEAD}<Types/>",
        "_rels/.rels": _relations([("r1", "officeDocument", "xl/workbook.xml")]),
        "xl/workbook.xml": f'{HEAD}<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}">'
        f"<workbookPr {properties}/><sheets>{''.join(listed)}</sheets></workbook>",
        "xl/_rels/workbook.xml.rels": _relations(related),
        "xl/styles.xml": f'{HEAD}<styleSheet xmlns="{MAIN}"><numFmts>{codes}</numFmts>'
        '<cellStyleXfs><xf numFmtId="14"/></cellStyleXfs>'
        f'<cellXfs><xf numFmtId="0"/>{styles}</cellXfs></styleSheet>',
        "xl/sharedStrings.xml": f'{HEAD}<sst xmlns="{MAIN}">{shared}</sst>',
        **parts,
    }


def _relations(related):
    written = "".join(
        f'<Relationship Id="{key}" Type="{OFFICE}/{kind}" Target="{target}"/>'
        for key, kind, target in related
    )
    return f'{HEAD}<Relationships xmlns="{RELATIONS}">{written}</Relationships>'


def write(path, parts):
    """Pack parts into an archive."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return path


def two_tables(cells="", **options):
    """Parts of a good workbook; ``cells`` are added to the first row of members."""
    headings = ["member_id", "group_id", "valid_from", "note"]
    memberships = [headings, ["u", "g", *([cells] if cells else [])], ["c", "g"]]
    return parts_of(
        {"organizations": ORGANIZATIONS, "memberships": memberships}, **options
    )
