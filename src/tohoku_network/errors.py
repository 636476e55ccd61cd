"""What can be wrong, and how is it told?

Everything that a caller can cause is one of four exceptions below. Bad input is
never told piecemeal: an :class:`InputError` carries every :class:`Problem` found,
each with file, line, column, value, reason and remedy.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from typing import Literal

from tohoku_network._japanese import SLIPS
from tohoku_network._shown import shown

__all__ = [
    "ConvergenceError",
    "ExportError",
    "GraphError",
    "InputError",
    "Problem",
    "TohokuNetworkError",
    "TohokuNetworkWarning",
    "printable",
]

_SHOWN_PROBLEMS = 1000
_VALUE_LENGTH = 80


class TohokuNetworkError(Exception):
    """Base of every error that this library raises on purpose."""


class GraphError(TohokuNetworkError, ValueError):
    """The network is not what the function needs, or has no such organization."""


class ExportError(TohokuNetworkError):
    """A file could not be written without losing or damaging something."""


class ConvergenceError(TohokuNetworkError, ValueError):
    """An iterative measure did not settle; no half-finished number is returned.

    Attributes
    ----------
    measure
        What was computed.
    iterations
        How many steps were taken.
    residual
        How far the last step still moved.
    remedy
        What to do about it.

    Examples
    --------
    >>> print(ConvergenceError("hits", 5, 0.1, "raise max_iterations"))
    hits did not settle: 5 iterations left a residual of 1.0e-01; raise max_iterations
    """

    def __init__(
        self, measure: str, iterations: int, residual: float, remedy: str
    ) -> None:
        self.measure = measure
        self.iterations = iterations
        self.residual = residual
        self.remedy = remedy
        super().__init__(
            f"{measure} did not settle: {iterations:,} iterations left a residual of "
            f"{residual:.1e}; {remedy}"
        )


class TohokuNetworkWarning(UserWarning):
    """The result is usable, but is not literally what was asked for."""


def printable(text: str, *, limit: int = _VALUE_LENGTH) -> str:
    r"""Text safe to show anywhere: controls and direction marks escaped, clipped.

    Parameters
    ----------
    text
        Any text from a table.
    limit
        The most characters to show before an ellipsis.

    Returns
    -------
    str
        The text on one line, without control, format or private characters.

    Examples
    --------
    >>> printable("東北\n大学"), printable("a\u202eb"), printable("x" * 9, limit=5)
    ('東北\\n大学', 'a\\u202eb', 'xxxx…')
    """
    shown = "".join(
        character
        if unicodedata.category(character)[0] not in "C"
        and unicodedata.category(character) not in ("Zl", "Zp")
        else character.encode("unicode_escape").decode("ascii")
        for character in text[: limit + 1]
    )
    return shown if len(shown) <= limit else shown[: limit - 1] + "…"


@dataclass(frozen=True, kw_only=True)
class Problem:
    """One thing that is wrong or remarkable in an input table.

    Attributes
    ----------
    level
        ``"error"`` stops the reading, ``"warning"`` is kept as a finding.
    code
        A stable short name, such as ``"unknown-id"``.
    why
        What is wrong, in one sentence.
    remedy
        What to do about it.
    remedy_ja
        The same in Japanese, where there is something exact to say.
    file, sheet
        Where: file name and, for workbooks, the sheet.
    line
        Physical line of the file, counted from 1 with the heading; for a frame, the
        row counted from 1; for a sheet, the number of its row.
    cell
        Address of the cell in a sheet, such as ``"C7"``.
    column
        Heading of the column concerned.
    value
        The value found, made safe for showing.
    """

    level: Literal["error", "warning"]
    code: str
    why: str
    remedy: str = ""
    remedy_ja: str = ""
    file: str = ""
    sheet: str = ""
    line: int | None = None
    cell: str = ""
    column: str = ""
    value: str = ""

    def as_dict(self) -> dict[str, object]:
        """Every field by name, for JSON and for frames.

        Returns
        -------
        dict
            The eleven fields.

        Examples
        --------
        >>> Problem(level="error", code="empty-file", why="empty").as_dict()["code"]
        'empty-file'
        """
        return asdict(self)

    @property
    def japanese(self) -> str:
        """What this kind of slip is and what helps, in Japanese.

        Returns
        -------
        str
            One sentence, and what is to be written where that is known; empty for a
            code that the library does not use.

        Examples
        --------
        >>> Problem(level="error", code="bad-flag", why="neither").japanese
        'true か false で書いてください'
        """
        told = (SLIPS.get(self.code, ""), self.remedy_ja)
        return " → ".join(part for part in told if part)

    def __str__(self) -> str:
        place = ":".join(
            str(part)
            for part in (self.file, self.sheet, self.cell or self.line)
            if part
        )
        where = ", ".join(
            part
            for part in (
                place,
                f"column {self.column}" if self.column else "",
                f"value {self.value!r}" if self.value else "",
            )
            if part
        )
        sentence = f"{self.level} [{self.code}] {self.why}"
        if where:
            sentence = f"{where}: {sentence}"
        return f"{sentence} → {self.remedy}" if self.remedy else sentence


class InputError(TohokuNetworkError, ValueError):
    """Input tables that cannot be read as they are; carries every problem found.

    Attributes
    ----------
    problems : tuple of Problem
        The first thousand problems in file and line order.
    n_problems : int
        How many there are in all.

    Examples
    --------
    >>> error = InputError([Problem(level="error", code="empty-file", why="no bytes",
    ...                             file="memberships.csv")])
    >>> print(error)
    1 problem in the input:
      memberships.csv: error [empty-file] no bytes
        ファイルに中身がありません。見出しと行を入れてください
    """

    def __init__(self, problems: Iterable[Problem]) -> None:
        found: Sequence[Problem] = list(problems)
        self.n_problems = len(found)
        self.problems = tuple(found[:_SHOWN_PROBLEMS])
        noun = "problem" if self.n_problems == 1 else "problems"
        lines = [f"{self.n_problems} {noun} in the input:"]
        for problem in self.problems:
            lines += [f"  {problem}", f"    {problem.japanese}"]
        if self.n_problems > len(self.problems):
            lines.append(f"  and {self.n_problems - len(self.problems)} more")
        super().__init__("\n".join(lines))

    def _repr_html_(self) -> str:
        """Notebook view: every problem with its place, reason and remedy."""
        import pandas as pd

        rows = [
            {
                "file": problem.file,
                "sheet": problem.sheet,
                "place": problem.cell or str(problem.line or ""),
                "column": problem.column,
                "value": problem.value,
                "why": problem.why,
                "remedy": problem.remedy,
                "ja": problem.japanese,
                "code": problem.code,
            }
            for problem in self.problems
        ]
        table = pd.DataFrame(rows, index=range(1, len(rows) + 1))
        told = [column for column in table if table[column].any()]
        return shown(
            str(self).partition("\n")[0],
            ("直すところ / problems", table[told]),
            rows=50,
            width=None,
        )
