"""Is this file a workbook, and can it be opened without harm?

A file is what its first bytes say, not what its name says. Before any XML is parsed
the directory of the archive is added up, every part is looked at for a document type,
and whatever is unpacked runs through one counter. Macros and links are never
followed; nothing but the archive itself is read.
"""

from __future__ import annotations

import hashlib
import io
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from tohoku_network.errors import Problem, printable

__all__ = ["WORKBOOKS", "Archive", "Refusal", "is_workbook_name", "open_archive"]

WORKBOOKS = (".xlsx", ".xlsm")
"""Endings of the workbooks that are read."""

_OTHER_BOOKS = {
    ".xls": "an Excel 97–2003 workbook",
    ".xlsb": "a binary Excel workbook",
    ".xltx": "an Excel template",
    ".xltm": "an Excel template",
    ".ods": "an OpenDocument spreadsheet",
    ".numbers": "a Numbers document",
}
_SAVE_AS = "open it in Excel and save it as “Excel Workbook (*.xlsx)”"

_ZIP = b"PK\x03\x04"
_OLE = bytes.fromhex("d0cf11e0a1b11ae1")
_METHODS = {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}
_MOST_BYTES = 200_000_000
_MOST_RATIO = 200
_MOST_PARTS = 10_000
_PROLOGUE = 65_536
_CHUNK = 65_536


class Refusal(Exception):  # noqa: N818  # a problem of the file on its way, no error of ours
    """One problem that ends the reading of a file."""

    def __init__(self, *, code: str, why: str, remedy: str) -> None:
        self.code = code
        self.why = why
        self.remedy = remedy
        self.sheet = ""
        super().__init__(why)

    def problem(self, file: str) -> Problem:
        """The same as a problem of a file, or of the sheet that was being read."""
        return Problem(
            level="error",
            code=self.code,
            why=self.why,
            remedy=self.remedy,
            file=file,
            sheet=self.sheet,
        )


def is_workbook_name(path: Path) -> bool:
    """Whether a file is called like a workbook, readable or not."""
    return path.suffix.lower() in (*WORKBOOKS, *_OTHER_BOOKS)


@dataclass
class Archive:
    """An opened workbook: its parts by name, its checksum, what was unpacked."""

    file: str
    sha256: str
    has_macros: bool
    _zip: zipfile.ZipFile
    _unpacked: dict[str, int] = field(default_factory=dict)

    def __contains__(self, part: str) -> bool:
        return part in self._zip.NameToInfo

    def chunks(self, part: str) -> Iterator[bytes]:
        """Bytes of a part, piece by piece, counted against the limit."""
        if part not in self:
            raise damaged(why=f"the part {printable(part)} is missing")
        others = sum(self._unpacked.values()) - self._unpacked.get(part, 0)
        count = 0
        with _told_as_damage(), self._zip.open(part) as stream:
            while chunk := stream.read(_CHUNK):
                count += len(chunk)
                # A part that is read again does not count again.
                self._unpacked[part] = max(count, self._unpacked.get(part, 0))
                if count + others > _MOST_BYTES:
                    raise _too_large(why=f"more than {_MOST_BYTES:,} bytes unpacked")
                yield chunk


def damaged(*, why: str) -> Refusal:
    """The refusal of a workbook that is not put together as one."""
    return Refusal(
        code="unreadable-file",
        why=f"the workbook is damaged: {why}",
        remedy="open it in Excel, let Excel repair it, and save it again as .xlsx",
    )


def open_archive(path: Path) -> Archive:
    """Open a workbook after its bytes, its sizes and its XML have been looked at.

    Parameters
    ----------
    path
        The file.

    Returns
    -------
    Archive
        The opened workbook.

    Raises
    ------
    Refusal
        If the file is no workbook that can be read without harm.
    """
    try:
        size = path.stat().st_size
        if size > _MOST_BYTES:
            raise _too_large(why=f"a file of {size:,} bytes")
        content = path.read_bytes()
    except OSError as error:
        raise Refusal(
            code="unreadable-file" if path.exists() else "no-such-file",
            why=f"cannot be opened ({error.strerror})",
            remedy=f"check the path {printable(str(path), limit=300)}, and close the "
            "file where it is open",
        ) from None
    ending = path.suffix.lower()
    if not content.startswith(_ZIP):
        raise _no_archive(content, ending)
    with _told_as_damage():
        opened = zipfile.ZipFile(io.BytesIO(content))
    _check_sizes(opened, len(content))
    _check_kind(opened, ending)
    archive = Archive(
        path.name,
        hashlib.sha256(content).hexdigest(),
        "xl/vbaProject.bin" in opened.NameToInfo,
        opened,
    )
    _check_prologues(archive)
    return archive


def _no_archive(content: bytes, ending: str) -> Refusal:
    """What a file that is called a workbook and is none may be instead."""
    if not content.strip(b"\x00 \t\r\n\xef\xbb\xbf\xff\xfe"):
        return Refusal(
            code="empty-file",
            why=f"the file holds nothing ({len(content)} bytes)",
            remedy="save the workbook again, or name another file",
        )
    if content.startswith(_OLE):
        if "EncryptedPackage".encode("utf-16-le") in content:
            return Refusal(
                code="format-mismatch",
                why="the workbook is locked with a password",
                remedy="open it in Excel, remove the password (File › Info › Protect "
                "Workbook › Encrypt with Password, leave it empty), and save it",
            )
        return Refusal(
            code="unsupported-format" if ending == ".xls" else "format-mismatch",
            why="an Excel 97–2003 workbook (.xls)"
            + ("" if ending == ".xls" else f" that is called {ending}"),
            remedy=_SAVE_AS,
        )
    start = content[:4096].replace(b"\x00", b"").lower()
    if b"<html" in start or b"<!doctype html" in start or b"<table" in start:
        return Refusal(
            code="format-mismatch",
            why=f"called {ending}, but its bytes are a web page (HTML)",
            remedy=_SAVE_AS,
        )
    if b"schemas-microsoft-com:office" in start or start.lstrip().startswith(b"<?xml"):
        return Refusal(
            code="format-mismatch",
            why=f"called {ending}, but its bytes are plain XML",
            remedy=_SAVE_AS,
        )
    if b"\x00" not in content[:4096]:
        return Refusal(
            code="format-mismatch",
            why=f"called {ending}, but its bytes are text, not a zip archive",
            remedy="if it is a CSV file, name it .csv; else save it as .xlsx",
        )
    return Refusal(
        code="format-mismatch",
        why=f"called {ending}, but its bytes are no workbook",
        remedy=_SAVE_AS,
    )


def _check_sizes(opened: zipfile.ZipFile, packed: int) -> None:
    parts = opened.infolist()
    total = sum(part.file_size for part in parts)
    if total > _MOST_BYTES:
        raise _too_large(why=f"{total:,} bytes unpacked, the limit is {_MOST_BYTES:,}")
    if total > _MOST_RATIO * packed:
        raise _too_large(
            why=f"it unpacks to {total / packed:,.0f} times its size, the limit is "
            f"{_MOST_RATIO}"
        )
    if len(parts) > _MOST_PARTS:
        raise _too_large(why=f"{len(parts):,} parts, the limit is {_MOST_PARTS:,}")
    if len({part.filename for part in parts}) < len(parts):
        raise damaged(why="two parts have one name")
    if not {part.compress_type for part in parts} <= _METHODS:
        raise damaged(why="it is packed by a method that workbooks do not use")


def _too_large(*, why: str) -> Refusal:
    return Refusal(
        code="workbook-too-large",
        why=f"too large to be read safely: {why}",
        remedy="copy the tables as values into a new workbook, without pictures",
    )


def _check_kind(opened: zipfile.ZipFile, ending: str) -> None:
    names = opened.NameToInfo
    if any(part.flag_bits & 1 for part in opened.infolist()):
        raise Refusal(
            code="format-mismatch",
            why="the archive is locked with a password",
            remedy="unpack it, or save the workbook again without a password",
        )
    if "xl/workbook.bin" in names:
        found = _OTHER_BOOKS[".xlsb"]
    elif "content.xml" in names and "mimetype" in names:
        found = _OTHER_BOOKS[".ods"]
    elif "Index/Document.iwa" in names or "Index.zip" in names:
        found = _OTHER_BOOKS[".numbers"]
    elif "[Content_Types].xml" not in names:
        found = "a zip archive and no workbook"
    elif "word/document.xml" in names or "ppt/presentation.xml" in names:
        found = "a Word or PowerPoint document"
    elif ending in WORKBOOKS:
        return
    else:
        found = _OTHER_BOOKS.get(ending, "no workbook")
    honest = found == _OTHER_BOOKS.get(ending)
    raise Refusal(
        code="unsupported-format" if honest else "format-mismatch",
        why=found if honest else f"called {ending}, but it is {found}",
        remedy=_SAVE_AS,
    )


def _check_prologues(archive: Archive) -> None:
    """Refuse a document type or entity at the head of any XML part, in any encoding.

    The parser refuses them wherever they stand; this look comes before any parsing.
    """
    for name in archive._zip.NameToInfo:
        if not name.lower().endswith((".xml", ".rels", ".vml")):
            continue
        with _told_as_damage(), archive._zip.open(name) as stream:
            head = stream.read(_PROLOGUE).replace(b"\x00", b"").upper()
        if b"<!DOCTYPE" in head or b"<!ENTITY" in head:
            raise dtd_forbidden()


def dtd_forbidden() -> Refusal:
    """The refusal of XML that defines document types or entities."""
    return Refusal(
        code="xml-dtd-forbidden",
        why="a part of the workbook defines a document type or entities, which no "
        "spreadsheet program writes",
        remedy="do not trust the file; ask for a copy that Excel itself has saved",
    )


@contextmanager
def _told_as_damage() -> Iterator[None]:
    """Whatever a broken archive raises, told as damage."""
    try:
        yield
    except (
        zipfile.BadZipFile,
        zlib.error,
        EOFError,
        RuntimeError,  # a locked part, or a kind of archive that nobody uses
        OSError,
        ValueError,
    ) as error:
        raise damaged(
            why=f"its archive cannot be unpacked ({printable(str(error))})"
        ) from None
