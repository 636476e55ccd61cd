"""Results show in a notebook as tables in which no name acts."""

from __future__ import annotations

from html.parser import HTMLParser

import pandas as pd
import pytest

import tohoku_network as tn
from tohoku_network._shown import shown
from tohoku_network.errors import InputError, Problem

HOSTILE = "</td><script>alert(1)</script><img src=x onerror=alert(1)>"
TAGS = {"div", "p", "details", "summary", "style", "table", "thead", "tbody", "tr"}


class Seen(HTMLParser):
    """Tags, attributes and texts of a piece of HTML."""

    def __init__(self, text):
        super().__init__()
        self.tags, self.attributes, self.text, self.open = set(), set(), "", []
        self.feed(text)
        self.close()

    def handle_starttag(self, tag, attrs):
        self.tags.add(tag)
        self.attributes |= {name for name, _ in attrs}
        self.open.append(tag)

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def handle_data(self, data):
        self.text += data


@pytest.fixture(scope="module")
def council():
    """a and b meet in g, c and d in h, and only x is in both; every name is hostile."""
    names = [f"{HOSTILE}{letter}" for letter in "abcdxgh"]
    organizations = pd.DataFrame(
        {
            "id": list("abcdxgh"),
            "name": names,
            "sector": ["industry", HOSTILE] * 3 + [None],
        }
    )
    pairs = ["ag", "bg", "xg", "ch", "dh", "xh"]
    memberships = pd.DataFrame(
        [list(p) for p in pairs], columns=["member_id", "group_id"]
    )
    memberships["valid_from"] = ["2020", "2011", "2011", "2011", "2011", "2011"]
    return tn.AffiliationNetwork.from_frames(organizations, memberships)


@pytest.mark.parametrize(
    ("ask", "told"),
    [
        (lambda net: tn.communities.detect(net), "まとまり / communities: 2"),
        (lambda net: tn.compare(net.at(2012), net.at(2021)), "memberships: 1"),
        (lambda net: tn.robustness.what_if(net, remove=["x"]), "components: 7"),
        (lambda net: tn.robustness.succession(net, "x"), "pieces: 2"),
        (lambda net: tn.summary.overview(net), "members_by_sector: 2"),
        (lambda net: tn.scene.build(net), "nodes: 5 / 7"),
    ],
    ids=["Communities", "Comparison", "WhatIf", "Succession", "Overview", "Scene"],
)
def test_results_are_tables_and_names_stay_inert(council, ask, told):
    seen = Seen(ask(council)._repr_html_())
    assert told in seen.text
    assert seen.tags <= TAGS | {"th", "td"}
    assert not {name for name in seen.attributes if name.startswith("on")}
    assert not seen.open


def test_hostile_names_are_read_as_they_are_written(council):
    seen = Seen(tn.robustness.succession(council, "x", language="en")._repr_html_())
    assert f"<Succession: {HOSTILE}x leaves 2 groups" in seen.text


def test_an_input_error_shows_every_problem_in_full():
    why = "理由 " + "x" * 300 + HOSTILE
    error = InputError(
        [
            Problem(level="error", code="bad-date", why=why, file="m.csv", line=3),
            Problem(level="error", code="no-file", why="no sources"),
        ]
    )
    seen = Seen(error._repr_html_())
    assert "2 problems in the input:" in seen.text
    assert why in seen.text
    assert "bad-date" in seen.text
    assert "3.0" not in seen.text
    assert "remedy" not in seen.text  # none was told
    assert seen.tags <= TAGS | {"th", "td"}


def test_only_the_first_rows_are_shown_and_their_number_is_told():
    frame = pd.DataFrame({"n": range(1234), "x": 0.5})
    text = Seen(shown("heading", ("rows", frame), rows=2)).text
    assert "rows: 2 / 1,234" in text
    assert "0.50" in text
    assert "rows: 1,234" in Seen(shown("heading", ("rows", frame), rows=2000)).text


def test_long_cells_are_clipped_and_tables_but_the_first_are_folded():
    frame = pd.DataFrame({"ids": [tuple("abcdefgh" * 20)]}, index=["長" * 200])
    page = shown("heading", ("one", frame), ("two", frame), width=30)
    assert page.count("<details open>") == 1
    assert page.count("<details>") == 1
    assert page.count("長" * 200) == 2  # names in the index are whole
    assert "(a, b, c, d" in page
    assert max(len(line) for line in page.splitlines() if "(a, b" in line) < 60


def test_dollar_signs_make_no_formula():
    assert 'class="tex2jax_ignore mathjax_ignore"' in shown("a $x$")
