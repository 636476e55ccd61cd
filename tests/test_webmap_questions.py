"""What the map page answers: who links two sectors, what the filters leave."""

# ruff: noqa: F401, F811 (fixtures are imported, and asked for by name)

import pandas as pd
import pytest

from browser import browser, council, large, network, overlaps, playwright, reader
from tohoku_network import brokerage, scene

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def drawn(tohoku):
    return scene.build(tohoku)


def tick(opened, axis, *codes):
    """Tick words of a condition, as a click does."""
    opened.page.evaluate(
        """([axis, codes]) => {
          const box = document.querySelector(`fieldset[data-axis=${axis}]`);
          for (const tick of box.querySelectorAll("input")) {
            if (codes.includes(tick.dataset.code)) tick.click();
          }
        }""",
        [axis, list(codes)],
    )


def set_year(opened, year):
    place = 0 if year is None else opened.map("years()").index(year) + 1
    opened.page.evaluate(
        """(place) => {
          const slider = document.getElementById("year");
          slider.value = place;
          slider.dispatchEvent(new Event("input"));
        }""",
        place,
    )


def of_sectors(opened, *kept):
    for chip in opened.page.locator(".chip").all():
        if chip.get_attribute("data-sector") not in kept:
            chip.click()


def linkers(net, a, b):
    found = brokerage.who_links(net, a, b)
    found = found[found["pairs"] > 0]
    return [
        {"id": one, "pairs": row["pairs"], "exclusive": row["exclusive_pairs"],
         "via": list(row["via"])}
        for one, row in found.iterrows()
    ]  # fmt: skip


# --- who links ------------------------------------------------------------------------


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


def test_linkers_are_those_of_the_library(reader, drawn, tohoku):
    opened = reader(drawn)
    for a, b in PAIRS:
        ask(opened, a, b)
        assert opened.map("links()") == linkers(tohoku, a, b)
    # In a year, and under conditions of every kind.
    set_year(opened, 2021)
    net = tohoku.at("2021")
    assert opened.map("links()") == linkers(net, *PAIRS[-1])
    ask(opened, "industry", "academia")
    assert opened.map("links()") == linkers(net, "industry", "academia")
    tick(opened, "certainty", "stated")
    net = net.filter(certainty="stated")
    assert opened.map("links()") == linkers(net, "industry", "academia")
    tick(opened, "prefecture", "Miyagi", "Aomori", "Tohoku")
    net = net.filter(prefecture=["Miyagi", "Aomori", "Tohoku"])
    assert opened.map("links()") == linkers(net, "industry", "academia")


def test_answer_is_a_ranked_list_that_leads_to_evidence(reader, drawn, tohoku):
    opened = reader(drawn)
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


def test_nobody_links(reader, council):
    opened = reader(council)
    ask(opened, "civil", "finance")
    assert opened.map("links()") == []
    assert "見当たりません" in opened.texts("#panel .notice")[0]


# --- filters --------------------------------------------------------------------------

CASES = [
    {"prefecture": ["Miyagi"]},
    {"kind": ["university", "company"]},
    {"group_kind": ["council", "network"]},
    {"theme": ["startup", "dx"]},
    {"role": ["host", "partner"]},
    {"certainty": ["implied"]},
    {"sector": ["industry", "academia"], "role": ["member"], "theme": ["energy"]},
    {"prefecture": ["Aomori", "Akita"], "group_kind": ["committee"]},
]


def shown(net, kept, conditions):
    """Which organizations the page shows, told from the tables."""
    rows = kept.memberships
    rows = rows[rows["member_id"] != rows["group_id"]]
    tied = set(rows["member_id"]) | set(rows["group_id"])
    asked = set(conditions)
    table = kept.organizations
    is_group = table.index.isin(net.groups.index)
    if not asked & {"group_kind", "theme", "role", "certainty", "year"}:
        return tied | set(table.index[~is_group])
    if not asked & {"sector", "prefecture", "kind", "role", "certainty", "year"}:
        return tied | set(table.index[is_group])
    return tied


@pytest.mark.parametrize("conditions", CASES, ids=lambda one: "+".join(one))
def test_conditions_leave_what_the_tables_say(reader, drawn, tohoku, conditions):
    opened = reader(drawn)
    for axis, words in conditions.items():
        if axis == "sector":
            of_sectors(opened, *words)
        else:
            tick(opened, axis, *words)
    expected = shown(tohoku, tohoku.filter(**conditions), conditions)
    assert set(opened.map("visibleIds()")) == expected
    assert len(opened.page.locator(".tag-button").all()) == sum(
        len(words) for axis, words in conditions.items() if axis != "sector"
    )
    assert overlaps(opened.map("visibleLabels()")) == []
    opened.page.click("#all")
    assert len(opened.map("visibleIds()")) == len(tohoku.organizations)


def test_counts_beside_the_words(reader, drawn, tohoku):
    opened = reader(drawn, language="en")
    opened.page.click("#more-filters")
    rows = dict(
        text.rsplit("\n", 1) for text in opened.texts("[data-axis=certainty] label")
    )
    counts = tohoku.memberships["certainty"].value_counts()
    assert rows == {"Stated": str(counts["stated"]), "Implied": str(counts["implied"])}
    places = [t.split("\n")[0] for t in opened.texts("[data-axis=prefecture] label")]
    assert places[:3] == ["Aomori", "Iwate", "Miyagi"]
    opened.page.keyboard.press("Escape")
    assert opened.page.locator("#conditions").is_hidden()


def test_years_leave_what_is_not_excluded(reader, drawn, tohoku):
    opened = reader(drawn)
    years = opened.map("years()")
    assert years == sorted(set(years))
    for year in (years[0], 2019, 2021, years[-1]):
        set_year(opened, year)
        kept = tohoku.at(str(year))
        assert set(opened.map("visibleIds()")) == shown(tohoku, kept, {"year": year})
        rows = kept.memberships
        undated = rows["valid_from"].isna() & rows["valid_to"].isna()
        assert opened.map("undated()") == int(undated.sum())
        assert f"{int(undated.sum())}件は常に表示" in opened.texts("#undated")[0]
    assert f"{years[-1]}年に有効" in opened.texts("#year-now")[0]
    set_year(opened, None)
    assert opened.texts("#year-now") == ["全期間"]
    assert len(opened.map("visibleIds()")) == len(tohoku.organizations)


def test_years_play_through(reader, council):
    opened = reader(council)
    years = opened.map("years()")
    assert years == [2019, 2021, 2022]  # what ends in 2023 changes no shown year
    opened.page.click("#play")
    assert opened.texts("#year-now") == ["2019年に有効"]
    opened.page.wait_for_function(
        "() => document.getElementById('year-now').textContent === '2021年に有効'"
    )
    opened.page.click("#play")
    opened.page.focus("#year")
    opened.page.keyboard.press("Home")
    assert opened.texts("#year-now") == ["全期間"]


def test_network_without_dates_has_no_slider(reader):
    net = network(
        {"id": ["a", "b", "g"], "name": ["甲", "乙", "会"]},
        {"member_id": ["a", "b"], "group_id": ["g", "g"]},
    )
    opened = reader(net)
    assert opened.page.locator("#years").is_hidden()
    assert opened.page.locator("#link-mode").is_hidden()
    assert opened.map("undated()") == 2


def test_counts_and_evidence_follow_the_filter(reader, council):
    opened = reader(council)
    tick(opened, "role", "chair", "member")
    opened.page.mouse.move(*opened.point("tap"))
    assert "構成員 2" in opened.texts("#tooltip")[0]
    tick(opened, "role", "member")
    opened.page.mouse.click(*opened.point("tohoku-univ"))
    rows = opened.texts("#panel .row")
    assert [("絞り込みの対象外" in row) for row in rows] == [True, False, True]
    opened.page.click(".tag-button")
    assert opened.map("selected()") == "tohoku-univ"


# --- two years ------------------------------------------------------------------------


def pairs(net):
    rows = net.memberships
    rows = rows[rows["member_id"] != rows["group_id"]]
    return set(zip(rows["member_id"], rows["group_id"], strict=True))


def test_change_between_two_years(reader, drawn, tohoku):
    opened = reader(drawn, fragment="#change=2019|2021")
    before, after = pairs(tohoku.at("2019")), pairs(tohoku.at("2021"))
    expected = {
        "joined": len(after - before),
        "left": len(before - after),
        "stayed": len(before & after),
    }
    assert opened.map("changes()") == expected
    told = (
        f"加入 {expected['joined']}・終了 {expected['left']}・継続 {expected['stayed']}"
    )
    assert told in opened.texts("#panel .lead")[0]
    tied = {one for pair in before | after for one in pair}
    assert set(opened.map("visibleIds()")) == tied
    assert any("2021年に加わった所属" in one for one in opened.texts("#legend li"))
    opened.page.locator("#before").select_option("2020")
    assert opened.map("changes()")["joined"] == len(after - pairs(tohoku.at("2020")))
    opened.page.click("#compare")
    assert len(opened.map("visibleIds()")) == len(tohoku.organizations)
    assert opened.page.locator("#year").is_visible()


# --- large networks -------------------------------------------------------------------


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
    of_sectors(opened, "civil")
    expected = large.nodes.index[large.nodes["sector"] == "civil"]
    assert set(opened.map("visibleIds()")) > set(expected)
    assert opened.page.locator("#part").is_hidden()
