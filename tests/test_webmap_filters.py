"""What do the filters and the years leave on the map?"""

# ruff: noqa: F401, F811 (fixtures are imported, and asked for by name)

import pytest

from browser import (
    _kept,
    again,
    browser,
    council,
    curated,
    network,
    overlaps,
    playwright,
    reader,
)

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("hidden", ["industry", "academia", "finance"])
def test_filter_shows_what_the_tables_say(again, council, hidden):
    opened = again(council)
    opened.page.click(f".chip[data-sector={hidden}]")
    table, rows = council.organizations, council.memberships
    sector = rows["member_id"].map(table["sector"])
    expected = set(rows.loc[sector != hidden, "group_id"])
    is_member = ~table.index.isin(rows["group_id"])
    expected |= set(table.index[is_member & (table["sector"] != hidden)])
    assert set(opened.map("visibleIds()")) == expected
    chip = opened.texts(f".chip[data-sector={hidden}] b")[0]
    is_named = (table["sector"] == hidden) & ~table["unnamed"].astype(bool)
    assert int(chip) == int(is_named.sum())
    opened.page.click("#all")
    assert set(opened.map("visibleIds()")) == set(table.index)


def test_the_legend_explains_the_numbers_behind_a_plus_sign(again, curated):
    opened = again(curated)
    assert opened.texts(".chip[data-sector=industry] i")[0].endswith("+91")
    assert "+n: 名称の記載がない構成員" in opened.texts("#legend li")


def test_group_without_visible_member_hides(again, council):
    opened = again(council)
    for sector in ("academia", "industry", "finance"):
        opened.page.click(f".chip[data-sector={sector}]")
    assert set(opened.map("visibleIds()")) == {"city", "dx", "alone"}
    for sector in ("government", "civil"):
        opened.page.click(f".chip[data-sector={sector}]")
    assert opened.map("visibleIds()") == []
    assert opened.page.locator("#nothing").is_visible()


def blackest(opened, identifier):
    """The darkest dot of a symbol and its edge."""
    x, y = opened.point(identifier)
    clip = {"x": x - 12, "y": y - 12, "width": 24, "height": 24}
    return opened.pixels(clip).max(axis=2).min()


def test_filter_clears_a_hidden_selection_and_the_tooltip(again, council):
    opened = again(council)
    plain = blackest(opened, "alone")
    x, y = opened.point("tohoku-univ")
    opened.page.mouse.click(x, y)
    opened.drawn()
    faded = blackest(opened, "alone")
    opened.page.mouse.move(x + 1, y)
    assert opened.page.locator("#tooltip").is_visible()
    opened.page.evaluate("document.querySelector('[data-sector=academia]').click()")
    assert opened.page.locator("#tooltip").is_hidden()
    assert opened.map("selected()") is None
    assert opened.texts("#panel h2") == ["図の見かた"]
    # What is left is not pale, as it was beside the selection.
    opened.drawn()
    assert blackest(opened, "alone") == pytest.approx(plain, abs=0.1)
    assert faded > plain + 0.3
    # What search brings back is shown again.
    opened.page.fill("#search", "東北大")
    assert "絞り込みで非表示" in opened.texts("#hits li")[0]
    opened.page.keyboard.press("Enter")
    assert "tohoku-univ" in opened.map("visibleIds()")
    assert opened.map("selected()") == "tohoku-univ"


# --- sectors, places, themes, roles ---------------------------------------------------

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
def test_conditions_leave_what_the_tables_say(again, curated, tohoku, conditions):
    opened = again(curated)
    for axis, words in conditions.items():
        if axis == "sector":
            opened.of_sectors(*words)
        else:
            opened.tick(axis, *words)
    expected = shown(tohoku, tohoku.filter(**conditions), conditions)
    assert set(opened.map("visibleIds()")) == expected
    assert len(opened.page.locator(".tag-button").all()) == sum(
        len(words) for axis, words in conditions.items() if axis != "sector"
    )
    assert overlaps(opened.map("visibleLabels()")) == []
    opened.page.click("#all")
    assert len(opened.map("visibleIds()")) == len(tohoku.organizations)


def test_counts_beside_the_words(again, curated, tohoku):
    opened = again(curated, fragment="lang=en")
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


# --- years ---------------------------------------------------------------------------


def test_years_leave_what_is_not_excluded(again, curated, tohoku):
    opened = again(curated)
    years = opened.map("years()")
    assert years == sorted(set(years))
    for year in (years[0], 2019, 2021, years[-1]):
        opened.set_year(year)
        kept = tohoku.at(str(year))
        assert set(opened.map("visibleIds()")) == shown(tohoku, kept, {"year": year})
        rows = kept.memberships
        undated = rows["valid_from"].isna() & rows["valid_to"].isna()
        assert opened.map("undated()") == int(undated.sum())
        assert f"{int(undated.sum())}件は常に表示" in opened.texts("#undated")[0]
    assert f"{years[-1]}年に有効" in opened.texts("#year-now")[0]
    opened.set_year(None)
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


def test_network_without_dates_has_no_slider(again):
    net = network(
        {"id": ["a", "b", "g"], "name": ["甲", "乙", "会"]},
        {"member_id": ["a", "b"], "group_id": ["g", "g"]},
    )
    opened = again(net)
    assert opened.page.locator("#years").is_hidden()
    assert opened.page.locator("#link-mode").is_hidden()
    assert opened.map("undated()") == 2


def test_counts_and_evidence_follow_the_filter(again, council):
    opened = again(council)
    opened.tick("role", "chair", "member")
    opened.page.mouse.move(*opened.point("tap"))
    assert "構成員 2" in opened.texts("#tooltip")[0]
    opened.tick("role", "member")
    opened.page.mouse.click(*opened.point("tohoku-univ"))
    rows = opened.texts("#panel .row")
    assert [("絞り込みの対象外" in row) for row in rows] == [True, False, True]
    opened.page.click(".tag-button")
    assert opened.map("selected()") == "tohoku-univ"


def pairs(net):
    rows = net.memberships
    rows = rows[rows["member_id"] != rows["group_id"]]
    return set(zip(rows["member_id"], rows["group_id"], strict=True))


def test_change_between_two_years(again, curated, tohoku):
    opened = again(curated, fragment="change=2019|2021")
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
