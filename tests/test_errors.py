"""Messages say what, where and what to do, and are safe to show."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

import tohoku_network
from tohoku_network._japanese import SLIPS
from tohoku_network.errors import (
    ConvergenceError,
    ExportError,
    GraphError,
    InputError,
    Problem,
    TohokuNetworkError,
    printable,
)


def test_every_error_is_one_of_ours_and_input_is_a_value_error():
    for error in (InputError, GraphError, ExportError, ConvergenceError):
        assert issubclass(error, TohokuNetworkError)
    assert issubclass(InputError, ValueError)


def test_a_problem_reads_as_place_reason_and_remedy():
    problem = Problem(
        level="error",
        code="bad-date",
        why="no such day",
        remedy="write a day",
        file="m.csv",
        line=3,
        column="valid_from",
        value="x",
    )
    assert str(problem) == (
        "m.csv:3, column valid_from, value 'x': error [bad-date] no such day "
        "→ write a day"
    )


def test_one_problem_is_singular():
    one = InputError([Problem(level="error", code="c", why="w")])
    assert str(one).startswith("1 problem in")
    assert one.n_problems == 1


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("東北大学", "東北大学"),
        ("a\x1b[31m", "a\\x1b[31m"),
        ("a\u202eb\u2028c", "a\\u202eb\\u2028c"),
        ("\u200b\ue000", "\\u200b\\ue000"),
        ("髙﨑", "髙﨑"),
    ],
)
def test_controls_and_direction_marks_are_escaped(text, shown):
    assert printable(text) == shown


def test_long_values_are_clipped():
    assert len(printable("あ" * 500)) == 80


def test_every_code_of_a_problem_is_told_in_japanese():
    package = Path(tohoku_network.__file__).parent
    texts = {
        node.value
        for path in [*package.glob("tables/*.py"), package / "network.py"]
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }
    codes = {text for text in texts if re.fullmatch(r"[a-z]+(-[a-z]+)+", text)}
    ids_in_code = {"sendai-city", "tohoku-univ", "too-many"}
    assert codes - ids_in_code == set(SLIPS)


def test_the_japanese_line_stands_below_its_problem():
    problem = Problem(level="error", code="bad-date", why="not a date", file="a.csv")
    lines = str(InputError([problem])).splitlines()
    assert lines[1:] == [f"  {problem}", f"    {SLIPS['bad-date']}"]
