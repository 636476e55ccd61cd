"""Text tables line up, CSV starts no formula, JSON has no NaN."""

from __future__ import annotations

import csv
import io
import json
import unicodedata

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tohoku_network._terminal import as_csv, as_json, as_table


def cells_wide(text):
    return sum(2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in text)


def test_columns_start_at_the_same_cell_whatever_the_script():
    lines = as_table(
        ["名", "種別", "n"], [["東北大学", "大学", 1], ["TAP", "協議会", 22]]
    )
    assert len({cells_wide(line) for line in lines.splitlines()[1:]}) == 1


def test_long_and_hostile_cells_stay_on_their_line():
    text = as_table(["n"], [["あ" * 100], ["a\nb\x1b[0m"]])
    assert len(text.splitlines()) == 4
    assert "\x1b" not in text


@pytest.mark.parametrize("start", list("=+-@'\t\r"))
def test_no_csv_cell_can_start_a_formula(start):
    written = as_csv(["x"], [[start + "cmd"]])
    cells = list(csv.reader(io.StringIO(written, newline="")))
    assert cells == [["x"], ["'" + start + "cmd"]]


def test_negative_numbers_stay_numbers():
    assert as_csv(["x"], [[-1.5]]) == "x\n-1.5\n"


def test_lists_are_joined_and_missing_values_are_empty():
    assert as_csv(["x", "y"], [[("a", "b"), None], [pd.NA, np.nan]]) == (
        "x,y\na|b,\n,\n"
    )


def test_json_holds_numpy_numbers_and_no_nan():
    text = as_json(
        {"a": np.int64(3), "b": np.float64("nan"), "c": pd.NA, "d": np.True_}
    )
    assert json.loads(text) == {"a": 3, "b": None, "c": None, "d": True}


@given(st.recursive(st.none() | st.text() | st.floats(), st.lists, max_leaves=5))
def test_whatever_is_written_is_valid_json(value):
    json.loads(as_json(value), parse_constant=pytest.fail)
