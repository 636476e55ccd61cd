"""Who links two sectors, and what is drawn where there is too much?"""

# ruff: noqa: F401, F811 (fixtures are imported, and asked for by name)

import pytest

from browser import (
    _kept,
    again,
    browser,
    council,
    curated,
    large,
    overlaps,
    playwright,
    reader,
)
from tohoku_network import brokerage

pytestmark = pytest.mark.browser


def linkers(net, a, b):
    found = brokerage.who_links(net, a, b)
    found = found[found["pairs"] > 0]
    return [
        {"id": one, "pairs": row["pairs"], "exclusive": row["exclusive_pairs"],
         "via": list(row["via"])}
        for one, row in found.iterrows()
    ]  # fmt: skip


def ask(opened, a, b):
    if opened.page.get_attribute("#link-mode", "aria-pressed") == "false":
        opened.page.click("#link-mode")
    opened.page.locator("#panel select").nth(0).select_option(a)
    opened.page.locator("#panel select").nth(1).select_option(b)


PAIRS = [
    ("industry", "academia"),
    ("academia", "industry"),
    ("government", "finance"),
    ("industry", "industry"),
]


def test_linkers_are_those_of_the_library(again, curated, tohoku):
    opened = again(curated)
    for a, b in PAIRS:
        ask(opened, a, b)
        assert opened.map("links()") == linkers(tohoku, a, b)
    # In a year, and under conditions of every kind.
    opened.set_year(2021)
    net = tohoku.at("2021")
    assert opened.map("links()") == linkers(net, *PAIRS[-1])
    ask(opened, "industry", "academia")
    assert opened.map("links()") == linkers(net, "industry", "academia")
    opened.tick("certainty", "stated")
    net = net.filter(certainty="stated")
    assert opened.map("links()") == linkers(net, "industry", "academia")
    opened.tick("prefecture", "Miyagi", "Aomori", "Tohoku")
    net = net.filter(prefecture=["Miyagi", "Aomori", "Tohoku"])
    assert opened.map("links()") == linkers(net, "industry", "academia")


def test_answer_is_a_ranked_list_that_leads_to_evidence(again, curated, tohoku):
    opened = again(curated)
    opened.page.click("#link-mode")
    expected = linkers(tohoku, "industry", "academia")
    assert opened.texts("#panel h2") == ["「産」と「学」をつなぐ機関"]
    entries = opened.texts(".linker")
    assert len(entries) == len(expected)
    first, name = entries[0], tohoku.organizations.loc[expected[0]["id"], "name"]
    assert name in first
    assert f"{expected[0]['pairs']}組をつなぐ" in first
    assert overlaps(opened.map("visibleLabels()")) == []
    lit = {one["id"] for one in opened.map("visibleLabels()")}
    assert lit <= {group for one in expected for group in [one["id"], *one["via"]]}
    assert expected[0]["id"] in lit
    opened.page.click(".linker .name-button >> nth=0")
    assert opened.map("selected()") == expected[0]["id"]
    assert f"{expected[0]['pairs']}組をつなぐ" in opened.texts("#panel .notice")[0]
    opened.page.click(".back")
    assert len(opened.texts(".linker")) == len(expected)
    opened.page.click("#to-en")
    assert opened.texts("#panel h2") == ["Who links Industry and Academia"]
    opened.page.focus("#canvas")
    opened.page.keyboard.press("Escape")
    assert opened.map("links()") is None
    assert opened.texts("#panel h2") == ["How to read the map"]


def test_nobody_links(again, council):
    opened = again(council)
    ask(opened, "civil", "finance")
    assert opened.map("links()") == []
    assert "見当たりません" in opened.texts("#panel .notice")[0]


# --- large networks ------------------------------------------------------------------


def test_large_network_starts_with_its_groups(reader, large):
    opened = reader(large, width=900, height=700)
    shown = set(opened.map("visibleIds()"))
    nodes = large.nodes
    groups = set(nodes.index[nodes["side"] != "member"])
    assert groups <= shown
    assert len(shown) == 400
    others = nodes.drop(index=list(groups))
    assert others.loc[list(shown - groups), "degree"].min() >= (
        others.drop(index=list(shown - groups))["degree"].max()
    )
    assert "ほか" in opened.texts("#part")[0]
    # What is chosen brings its neighbours, hidden ones too.
    group = opened.page.evaluate("__map.visibleLabels()[0].id")
    opened.page.evaluate("(id) => { location.hash = `#org=${id}` }", group)
    opened.page.wait_for_function("() => __map.selected() !== null")
    ties = large.ties
    own = set(ties.loc[ties["target"] == group, "source"])
    assert own
    assert own <= set(opened.map("visibleIds()"))
    opened.page.click("#part-more")
    assert len(opened.map("visibleIds()")) == len(nodes)
    opened.page.click("#part-more")
    assert len(opened.map("visibleIds()")) == 400


def test_answers_on_a_large_network_count_everything(reader, large):
    opened = reader(large, width=900, height=700)
    ask(opened, "industry", "academia")
    assert opened.map("links()") == linkers(large.net, "industry", "academia")
    # A filter that leaves few shows them all.
    opened.page.click("#link-mode")
    opened.of_sectors("civil")
    expected = large.nodes.index[large.nodes["sector"] == "civil"]
    assert set(opened.map("visibleIds()")) > set(expected)
    assert opened.page.locator("#part").is_hidden()
