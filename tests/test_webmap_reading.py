"""Does a reader of the map find names, evidence and the way around?"""

# ruff: noqa: F401, F811 (fixtures are imported, and asked for by name)

import pytest

from browser import _kept, again, browser, council, playwright, reader

pytestmark = pytest.mark.browser


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("東北大学", "tohoku-univ"),
        ("tohoku UNIVERSITY", "tohoku-univ"),
        ("ＴＵ", "tohoku-univ"),
        ("ｺﾝｿｰｼｱﾑ", "dx"),
        ("こんそーしあむ", "dx"),
        ("77", "bank"),
        ("council accelerator", "tap"),
        ("alone", "alone"),
    ],
)
def test_search_finds_and_selects(again, council, typed, found):
    opened = again(council)
    opened.page.keyboard.press("/")
    opened.page.keyboard.type(typed)
    assert opened.page.locator("#hits").is_visible()
    opened.page.keyboard.press("Enter")
    assert opened.map("selected()") == found
    assert opened.page.locator("#hits").is_hidden()
    assert opened.page.input_value("#search") == ""


def test_search_by_keys_and_without_result(again, council):
    opened = again(council)
    opened.page.fill("#search", "東北")
    hits = opened.texts("#hits .hit-name")
    assert len(hits) > 2
    opened.page.keyboard.press("ArrowDown")
    active = opened.page.get_attribute("#search", "aria-activedescendant")
    assert opened.texts(f"#{active} .hit-name") == [hits[1]]
    opened.page.keyboard.press("Escape")
    assert opened.page.locator("#hits").is_hidden()
    opened.page.fill("#search", "存在しない")
    assert opened.texts("#hits li") == ["該当する機関はありません"]
    opened.page.keyboard.press("Enter")
    assert opened.map("selected()") is None
    box = opened.page.locator("#search").bounding_box()
    assert box["x"] + box["width"] < 1280


def test_panel_lists_every_row_with_its_evidence(again, council):
    opened = again(council)
    opened.page.mouse.click(*opened.point("tohoku-univ"))
    assert opened.map("selected()") == "tohoku-univ"
    rows = opened.texts("#panel .row")
    assert len(rows) == 3
    assert "助言／期間の記載なし" in rows[0]
    assert "示唆" in rows[0]
    assert "座長・会長／2021-04 〜 現在" in rows[1]
    assert "出典: 東北の戦略（経済局、2024-03）" in rows[1]
    assert "箇所: 第2章" in rows[1]
    assert "備考: 初代" in rows[1]
    assert "2019 〜 2021-03" in rows[2]
    opened.page.click("#panel .name-button:has-text('アクセラレータ')")
    assert opened.map("selected()") == "tap"
    assert "公表数 33・うち名称判明 3" in opened.texts("#panel .notice")[0]
    assert len(opened.texts("#panel .entry")) == 3
    assert "東北大学" in opened.texts("#panel")[0]
    opened.page.keyboard.press("Escape")
    assert opened.map("selected()") is None


def test_missing_evidence_is_said(again, council):
    opened = again(council, fragment="lang=en")
    opened.page.mouse.click(*opened.point("city"))
    row = opened.texts("#panel .row")[0]
    assert "until 2023" in row
    assert "No source given" in row
    opened.page.mouse.click(*opened.point("banks"))
    assert "8 declared" in opened.texts("#panel .notice")[0]


def test_unnamed_class_and_lone_organization(again, council):
    opened = again(council)
    opened.page.mouse.click(*opened.point("banks"))
    assert "名称が公表されていない構成員" in opened.texts("#panel .notice")[0]
    opened.page.mouse.click(*opened.point("alone"))
    assert "所属の記録はありません" in opened.texts("#panel")[0]


def test_hover_tells_and_click_beside_clears(again, council):
    opened = again(council)
    opened.page.mouse.move(*opened.point("tap"))
    tip = opened.texts("#tooltip")[0]
    assert "東北オープンアクセラレータ協議会" in tip
    assert "構成員 3" in tip
    opened.page.mouse.click(*opened.point("tap"))
    canvas = opened.page.locator("#canvas").bounding_box()
    opened.page.mouse.click(canvas["x"] + 4, canvas["y"] + canvas["height"] - 4)
    assert opened.map("selected()") is None
    assert opened.page.locator("#tooltip").is_hidden()


def test_language_switches_in_place(again, council):
    opened = again(council)
    opened.page.mouse.click(*opened.point("tohoku-univ"))
    opened.page.click("#to-en")
    assert opened.page.get_attribute("html", "lang") == "en"
    assert opened.map("selected()") == "tohoku-univ"
    assert opened.texts("#panel h2") == ["Tohoku University"]
    assert "Chair" in opened.texts("#panel .row")[1]
    assert opened.texts(".chip span")[0] == "Industry"
    opened.page.wait_for_function(
        "() => __map.visibleLabels().some((label) => label.text.includes('University'))"
    )
    hint = opened.page.get_attribute("#search", "placeholder")
    assert hint == "Search by name or alias"
    opened.page.click("#to-ja")
    assert opened.page.get_attribute("html", "lang") == "ja"
    assert opened.page.title() == "機関と会議体のつながり"


def test_keyboard_walks_selects_and_zooms(reader, council):
    opened = reader(council)
    opened.page.focus("#canvas")
    opened.page.keyboard.press("ArrowRight")
    first = opened.map("focused()")
    assert first == "dx"
    seen = {first}
    for key in ("ArrowLeft", "ArrowUp", "ArrowRight", "ArrowDown") * 2:
        opened.page.keyboard.press(key)
        seen.add(opened.map("focused()"))
    assert len(seen) > 2
    focused = opened.map("focused()")
    opened.page.keyboard.press("Enter")
    assert opened.map("selected()") == focused
    name = council.organizations.loc[focused, "name"]
    assert name in opened.texts("#live")[0]
    opened.at_rest()
    before = opened.map("zoom()")
    opened.page.keyboard.press("-")
    opened.at_rest()
    assert opened.map("zoom()") < before
    opened.page.keyboard.press("0")
    opened.page.keyboard.press("Escape")
    assert opened.map("selected()") is None


def test_table_is_there_for_screen_readers_and_for_all(reader, council):
    opened = reader(council)
    assert opened.page.locator("#rows tr").count() == len(council.organizations)
    cells = opened.page.locator("#rows tr:has-text('東北大学') td").all_text_contents()
    assert cells[0] == "学"
    assert "東北DX推進コンソーシアム" in cells[2]
    opened.page.keyboard.press("Tab")
    assert opened.page.evaluate("document.activeElement.id") == "skip"
    opened.page.keyboard.press("Enter")
    assert opened.page.locator("#table").bounding_box()["height"] > 300
    opened.page.click("#rows button:has-text('仙台市')")
    assert opened.map("selected()") == "city"
    assert opened.page.locator("#table").bounding_box()["height"] < 3
    opened.page.click("#show-table")
    opened.page.keyboard.press("Escape")
    assert opened.page.locator("#table").bounding_box()["height"] < 3
    assert opened.map("selected()") == "city"


def test_pointer_pans_and_wheel_zooms(again, council):
    opened = again(council)
    x, y = opened.point("tap")
    before = opened.map("zoom()")
    opened.page.mouse.move(40, 400)
    opened.page.mouse.wheel(0, -300)
    opened.at_rest()
    assert opened.map("zoom()") > before
    opened.page.click("#fit")
    opened.at_rest()
    assert opened.map("zoom()") == pytest.approx(before)
    opened.page.mouse.move(60, 560)
    opened.page.mouse.down()
    opened.page.mouse.move(160, 520, steps=5)
    opened.page.mouse.up()
    opened.at_rest()
    assert opened.point("tap") == pytest.approx((x + 100, y - 40), abs=1)
    assert opened.map("selected()") is None
