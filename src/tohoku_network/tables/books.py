"""What do all sheets of a workbook share?

Its list of sheets, the texts and the number formats that cells refer to, and the year
from which it counts days. Every part runs through a parser that knows no document
types; relations that lead out of the archive are not followed.
"""

from __future__ import annotations

import functools
import re
import xml.sax
from typing import TYPE_CHECKING, NamedTuple
from xml.sax.handler import ContentHandler

from defusedxml.common import DefusedXmlException
from defusedxml.expatreader import create_parser

from tohoku_network.errors import printable
from tohoku_network.tables.archives import Archive, Refusal, damaged, dtd_forbidden
from tohoku_network.tables.formats import (
    NumberFormat,
    builtin_format,
    number_format,
)

if TYPE_CHECKING:
    from xml.sax.xmlreader import AttributesImpl

__all__ = ["Book", "Listed", "Written", "local", "open_book", "parse", "unescaped"]

_LONGEST_CELL = 1_000_000
_ESCAPE = re.compile(r"_x([0-9A-Fa-f]{4})_")


class Listed(NamedTuple):
    """A sheet as its workbook lists it."""

    name: str
    hidden: bool
    part: str


class Book(NamedTuple):
    """What all sheets of a workbook share."""

    archive: Archive
    sheets: tuple[Listed, ...]
    texts: list[str]
    formats: list[NumberFormat]
    epoch_1904: bool


def open_book(archive: Archive) -> Book:
    """Read what all sheets of a workbook share: their list, texts and formats.

    Parameters
    ----------
    archive
        The opened workbook.

    Returns
    -------
    Book
        The workbook.

    Raises
    ------
    Refusal
        If a part is damaged or unsafe.
    """
    main = "xl/workbook.xml"
    root = _Relations()
    parse(archive, "_rels/.rels", root)
    for kind, target in root.targets.values():
        if kind == "officeDocument":
            main = _resolved("", target)
    folder, _, name = main.rpartition("/")
    relations = _Relations()
    parse(archive, f"{folder}/_rels/{name}.rels", relations)
    parts = {
        key: (kind, _resolved(folder, target))
        for key, (kind, target) in relations.targets.items()
    }
    kinds = dict(parts.values())
    contents = _Contents()
    parse(archive, main, contents)
    sheets = tuple(
        Listed(name, hidden, parts[key][1])
        for name, hidden, key in contents.sheets
        if key in parts and parts[key][0] == "worksheet"
    )
    texts = _Texts()
    if kinds.get("sharedStrings", "") in archive:
        parse(archive, kinds["sharedStrings"], texts)
    styles = _Styles()
    if kinds.get("styles", "") in archive:
        parse(archive, kinds["styles"], styles)
    return Book(archive, sheets, texts.found, styles.formats(), contents.epoch_1904)


def parse(archive: Archive, part: str, handler: ContentHandler) -> None:
    """Run a part of the workbook through the parser that knows no document types."""
    parser = create_parser(forbid_dtd=True)
    parser.setContentHandler(handler)
    try:
        for chunk in archive.chunks(part):
            parser.feed(chunk)
        parser.close()
    except DefusedXmlException:
        raise dtd_forbidden() from None
    except (xml.sax.SAXException, ValueError, LookupError) as error:
        why = f"{printable(part)} cannot be read ({printable(str(error))})"
        raise damaged(why=why) from None


def _resolved(folder: str, target: str) -> str:
    """Name of a part that a relation points to; never anything outside the archive."""
    if target.startswith("/"):
        return target[1:]
    steps = folder.split("/") if folder else []
    for step in target.split("/"):
        if step == "..":
            steps = steps[:-1]
        elif step != ".":
            steps.append(step)
    return "/".join(steps)


@functools.lru_cache(maxsize=256)
def local(name: str) -> str:
    """Name of an element without its prefix, which every program chooses itself."""
    return name.rpartition(":")[2]


class _Relations(ContentHandler):
    """Which part is what: relation id to kind and target; outer targets left out."""

    def __init__(self) -> None:
        super().__init__()
        self.targets: dict[str, tuple[str, str]] = {}

    def startElement(self, name: str, attrs: AttributesImpl) -> None:  # noqa: N802  # SAX calls it so
        if local(name) == "Relationship" and attrs.get("TargetMode") != "External":
            kind = attrs.get("Type", "").rpartition("/")[2]
            self.targets[attrs.get("Id", "")] = kind, attrs.get("Target", "")


class _Contents(ContentHandler):
    """Sheets of a workbook in order, and from which year it counts days."""

    def __init__(self) -> None:
        super().__init__()
        self.sheets: list[tuple[str, bool, str]] = []
        self.epoch_1904 = False

    def startElement(self, name: str, attrs: AttributesImpl) -> None:  # noqa: N802  # SAX calls it so
        tag = local(name)
        if tag == "workbookPr":
            self.epoch_1904 = attrs.get("date1904") in ("1", "true")
        elif tag == "sheet":
            key = next(
                (value for key, value in attrs.items() if key.endswith(":id")), ""
            )
            hidden = attrs.get("state", "visible") != "visible"
            self.sheets.append((attrs.get("name", ""), hidden, key))


class _Styles(ContentHandler):
    """Number format of every cell style."""

    def __init__(self) -> None:
        super().__init__()
        self._codes: dict[int, NumberFormat] = {}
        self._numbers: list[int] = []
        self._in_cells = False

    def startElement(self, name: str, attrs: AttributesImpl) -> None:  # noqa: N802  # SAX calls it so
        tag = local(name)
        if tag == "numFmt":
            number = int(attrs.get("numFmtId", "0"))
            self._codes[number] = number_format(attrs.get("formatCode", ""))
        elif tag == "cellXfs":
            self._in_cells = True
        elif tag == "xf" and self._in_cells:
            self._numbers.append(int(attrs.get("numFmtId", "0")))

    def endElement(self, name: str) -> None:  # noqa: N802  # SAX calls it so
        if local(name) == "cellXfs":
            self._in_cells = False

    def formats(self) -> list[NumberFormat]:
        """Formats in the order in which cells refer to them."""
        return [
            self._codes[number] if number in self._codes else builtin_format(number)
            for number in self._numbers
        ]


class Written(ContentHandler):
    """Text as it is written, without the furigana above it."""

    def __init__(self) -> None:
        super().__init__()
        self._pieces: list[str] = []
        self._keeps = False
        self._above = False

    def startElement(self, name: str, attrs: AttributesImpl) -> None:  # noqa: ARG002, N802  # SAX calls it so
        """Begin to keep what stands in ``t``, unless it is furigana."""
        tag = local(name)
        if tag == "rPh":
            self._above = True
        elif tag == "t":
            self._keeps = not self._above

    def endElement(self, name: str) -> None:  # noqa: N802  # SAX calls it so
        """End what was begun."""
        tag = local(name)
        if tag == "rPh":
            self._above = False
        elif tag == "t":
            self._keeps = False

    def characters(self, content: str) -> None:
        """Keep a piece of text."""
        if self._keeps:
            self._pieces.append(content)

    def taken(self) -> str:
        """Text since the last call."""
        text = "".join(self._pieces)
        self._pieces = []
        if len(text) > _LONGEST_CELL:
            raise Refusal(
                code="cell-too-long",
                why=f"a cell of more than {_LONGEST_CELL:,} characters",
                remedy="shorten it",
            )
        return text


class _Texts(Written):
    """Texts that the cells of all sheets share."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def endElement(self, name: str) -> None:  # noqa: N802  # SAX calls it so
        super().endElement(name)
        if local(name) == "si":
            self.found.append(unescaped(self.taken()))


def unescaped(text: str) -> str:
    """Characters that XML cannot hold stand as ``_x000D_`` in a workbook."""
    return _ESCAPE.sub(_character, text) if "_x" in text else text


def _character(match: re.Match[str]) -> str:
    code = int(match[1], 16)
    return match[0] if 0xD800 <= code <= 0xDFFF else chr(code)
