"""The map page as a reader meets it: opened, pointed at, typed into, printed."""

# ruff: noqa: F401, F811 (fixtures are imported, and asked for by name)

import json
import os
import re

import pytest

from browser import (
    ARGUMENTS,
    LINE_SEPARATOR,
    PAYLOADS,
    browser,
    council,
    hostile,
    island,
    large,
    meeting,
    network,
    overlaps,
    playwright,
    reader,
)
from tohoku_network import scene, webmap


@pytest.mark.browser
def test_opens_fitted_with_every_name(reader, council):
    opened = reader(council, title="東北の会議体", data_date="2024-03")
    names = {label["text"].replace("\n", "") for label in opened.map("visibleLabels()")}
    assert names == set(council.organizations["name"])
    assert opened.page.title() == "東北の会議体"
    facts = opened.texts("#facts")[0]
    assert "機関 5" in facts
    assert "2024-03" in facts
    for identifier in council.organizations.index:
        x, y = opened.point(identifier)
        assert 0 < x < 1280
        assert 0 < y < 720


@pytest.mark.browser
@pytest.mark.parametrize("language", ["ja", "en"])
@pytest.mark.parametrize("size", [(1280, 720), (1920, 1080), (900, 700), (700, 900)])
def test_labels_never_overlap(reader, meeting, language, size):
    opened = reader(meeting, width=size[0], height=size[1], language=language)
    labels = opened.map("visibleLabels()")
    assert len(labels) > 5
    assert overlaps(labels) == []
    opened.page.click("#zoom-in")
    opened.page.click("#zoom-in")
    opened.at_rest()
    assert len(opened.map("visibleLabels()")) > 5
    assert overlaps(opened.map("visibleLabels()")) == []
    wide = opened.page.evaluate("document.documentElement.scrollWidth")
    assert wide <= size[0]


@pytest.mark.browser
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
def test_search_finds_and_selects(reader, council, typed, found):
    opened = reader(council)
    opened.page.keyboard.press("/")
    opened.page.keyboard.type(typed)
    assert opened.page.locator("#hits").is_visible()
    opened.page.keyboard.press("Enter")
    assert opened.map("selected()") == found
    assert opened.page.locator("#hits").is_hidden()
    assert opened.page.input_value("#search") == ""


@pytest.mark.browser
def test_search_by_keys_and_without_result(reader, council):
    opened = reader(council)
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


@pytest.mark.browser
def test_panel_lists_every_row_with_its_evidence(reader, council):
    opened = reader(council)
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


@pytest.mark.browser
def test_missing_evidence_is_said(reader, council):
    opened = reader(council, language="en")
    opened.page.mouse.click(*opened.point("city"))
    row = opened.texts("#panel .row")[0]
    assert "until 2023" in row
    assert "No source given" in row
    opened.page.mouse.click(*opened.point("banks"))
    assert "8 declared" in opened.texts("#panel .notice")[0]


@pytest.mark.browser
def test_unnamed_class_and_lone_organization(reader, council):
    opened = reader(council)
    opened.page.mouse.click(*opened.point("banks"))
    assert "名称が公表されていない構成員" in opened.texts("#panel .notice")[0]
    opened.page.mouse.click(*opened.point("alone"))
    assert "所属の記録はありません" in opened.texts("#panel")[0]


@pytest.mark.browser
def test_hover_tells_and_click_beside_clears(reader, council):
    opened = reader(council)
    opened.page.mouse.move(*opened.point("tap"))
    tip = opened.texts("#tooltip")[0]
    assert "東北オープンアクセラレータ協議会" in tip
    assert "構成員 3" in tip
    opened.page.mouse.click(*opened.point("tap"))
    canvas = opened.page.locator("#canvas").bounding_box()
    opened.page.mouse.click(canvas["x"] + 4, canvas["y"] + canvas["height"] - 4)
    assert opened.map("selected()") is None
    assert opened.page.locator("#tooltip").is_hidden()


@pytest.mark.browser
@pytest.mark.parametrize("hidden", ["industry", "academia", "finance"])
def test_filter_shows_what_the_tables_say(reader, council, hidden):
    opened = reader(council)
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


@pytest.mark.browser
def test_group_without_visible_member_hides(reader, council):
    opened = reader(council)
    for sector in ("academia", "industry", "finance"):
        opened.page.click(f".chip[data-sector={sector}]")
    assert set(opened.map("visibleIds()")) == {"city", "dx", "alone"}
    for sector in ("government", "civil"):
        opened.page.click(f".chip[data-sector={sector}]")
    assert opened.map("visibleIds()") == []
    assert opened.page.locator("#nothing").is_visible()


@pytest.mark.browser
def test_filter_clears_a_hidden_selection_and_the_tooltip(reader, council):
    opened = reader(council)
    x, y = opened.point("tohoku-univ")
    opened.page.mouse.click(x, y)
    opened.page.mouse.move(x + 1, y)
    assert opened.page.locator("#tooltip").is_visible()
    opened.page.evaluate("document.querySelector('[data-sector=academia]').click()")
    assert opened.page.locator("#tooltip").is_hidden()
    assert opened.map("selected()") is None
    assert opened.texts("#panel h2") == ["図の見かた"]
    # What search brings back is shown again.
    opened.page.fill("#search", "東北大")
    assert "絞り込みで非表示" in opened.texts("#hits li")[0]
    opened.page.keyboard.press("Enter")
    assert "tohoku-univ" in opened.map("visibleIds()")
    assert opened.map("selected()") == "tohoku-univ"


@pytest.mark.browser
def test_language_switches_in_place(reader, council):
    opened = reader(council)
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


@pytest.mark.browser
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


@pytest.mark.browser
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


@pytest.mark.browser
def test_naive_page_fires_the_payloads(reader):
    for payload in (PAYLOADS["img"], PAYLOADS["script"]):
        naive = f"<!doctype html><title>-</title><script>'{payload}'</script>{payload}"
        opened = reader(naive, faults=True)
        opened.page.wait_for_function("() => document.title === 'fired'")


@pytest.mark.browser
@pytest.mark.parametrize("language", ["ja", "en"])
def test_hostile_names_are_only_text(reader, hostile, language):
    title = "".join(PAYLOADS.values())
    opened = reader(hostile, title=title, data_date=title, language=language)
    page = opened.page
    visible = {
        key: text.replace(LINE_SEPARATOR, "\\u2028") for key, text in PAYLOADS.items()
    }
    assert page.title() == "".join(visible.values())
    assert set(opened.map("visibleIds()")) == {*PAYLOADS, "group"}
    for key, text in visible.items():
        page.mouse.move(*opened.point(key))
        assert text in page.locator("#tooltip strong").text_content()
        page.mouse.click(*opened.point(key))
        assert opened.map("selected()") == key
        panel = page.locator("#panel").text_content()
        assert panel.count(text) >= 5
        page.keyboard.press("Escape")
        page.fill("#search", key)
        assert text in page.locator("#hits").text_content()
        page.keyboard.press("Escape")
        page.keyboard.press("Escape")
    page.click("#show-table")
    rows = page.locator("#rows").text_content()
    assert all(text in rows for text in visible.values())
    page.emulate_media(media="print")
    assert page.evaluate("document.title") != "fired"
    assert page.evaluate("({}).polluted === undefined && !('49' in window)")
    assert "49" not in page.locator("body").inner_text()
    assert page.evaluate("[typeof d3, typeof view]") == ["undefined"] * 2


@pytest.mark.browser
def test_lives_in_a_sandboxed_frame(reader, council):
    frame = webmap.render(council)._repr_html_()
    assert 'sandbox="allow-scripts allow-downloads allow-modals"' in frame
    opened = reader(f"<!doctype html><meta charset=utf-8>{frame}", faults=True)
    inside = opened.page.frame_locator("iframe")
    inside.locator("#rows tr").first.wait_for(state="attached")
    inside.locator("#search").fill("仙台市")
    inside.locator("#search").press("Enter")
    assert inside.locator("#panel h2").inner_text() == "仙台市"
    assert opened.faults == []


GLYPHS = """async (texts) => {
  const drawn = (character) => {
    const canvas = document.createElement("canvas");
    canvas.width = canvas.height = 40;
    const context = canvas.getContext("2d");
    context.font = '30px "Map Gothic"';
    context.textBaseline = "top";
    context.fillText(character, 2, 2);
    return canvas.toDataURL();
  };
  await document.fonts.ready;
  const missing = drawn("\\u{10fffd}");
  const wanted = new Set(texts + document.body.innerText + "あアABCabc0123");
  return Array.from(wanted).filter(
    (character) => character.trim() && drawn(character) === missing,
  );
}"""


@pytest.mark.browser
def test_no_letter_is_missing_without_japanese_fonts(
    reader, playwright, council, tmp_path
):
    running, path = playwright
    settings = tmp_path / "fonts.conf"
    folder = "/usr/share/fonts/truetype/dejavu"
    settings.write_text(
        '<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd">'
        f"<fontconfig><dir>{folder}</dir>"
        f"<cachedir>{tmp_path}/cache</cachedir></fontconfig>"
    )
    environment = {**os.environ, "FONTCONFIG_FILE": str(settings)}
    poor = running.chromium.launch(
        executable_path=path, args=ARGUMENTS, env=environment
    )
    try:
        # A page without the font shows boxes here: the machine has no such letters.
        bare = reader("<!doctype html><p>", on=poor, faults=True)
        assert {"東", "北", "あ"} <= set(bare.page.evaluate(GLYPHS, "東北"))
        opened = reader(council, on=poor)
        texts = json.dumps(island(opened.page.content()), ensure_ascii=False)
        assert "東北" in texts
        assert opened.page.evaluate(GLYPHS, texts) == []
        family = "getComputedStyle(document.getElementById('search')).fontFamily"
        assert "Map Gothic" in opened.page.evaluate(family)
    finally:
        poor.close()


@pytest.mark.browser
def test_print_shows_picture_legend_and_filter(reader, council, tmp_path):
    opened = reader(council)
    opened.page.click(".chip[data-sector=industry]")
    opened.page.emulate_media(media="print")
    assert opened.page.locator("#filter-print").is_visible()
    assert "学、官、金、民" in opened.texts("#filter-print")[0]
    assert opened.page.locator("#legend").is_visible()
    assert opened.page.locator("#panel").is_hidden()
    assert opened.page.locator("#search").is_hidden()
    printed = opened.page.pdf(path=tmp_path / "map.pdf", prefer_css_page_size=True)
    assert printed.startswith(b"%PDF")
    assert len(re.findall(rb"/Type\s*/Page\b(?!s)", printed)) == 1


@pytest.mark.browser
def test_pointer_pans_and_wheel_zooms(reader, council):
    opened = reader(council)
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


@pytest.mark.browser
def test_meeting_size_is_ready_at_once(reader, meeting):
    opened = reader(meeting)
    assert opened.map("ready") < 3000  # some 300 on an idle machine
    assert len(opened.map("visibleIds()")) == 500


@pytest.mark.browser
def test_large_map_opens_and_moves(reader, large):
    opened = reader(large)
    opened.page.click("#part-more")
    before = opened.map("zoom()")
    opened.page.mouse.move(400, 400)
    opened.page.mouse.wheel(0, -500)
    opened.at_rest()
    assert opened.map("zoom()") > before
    assert overlaps(opened.map("visibleLabels()")) == []
    # What the pointer is over is drawn upon the kept picture, with its names only.
    group = next(one["id"] for one in opened.map("visibleLabels()"))
    opened.page.mouse.move(*opened.point(group))
    opened.page.wait_for_function("() => !document.getElementById('tooltip').hidden")
    opened.at_rest()
    assert group in {one["id"] for one in opened.map("visibleLabels()")}
    assert overlaps(opened.map("visibleLabels()")) == []


@pytest.mark.browser
def test_empty_network_opens(reader):
    net = network({"id": [], "name": []}, {"member_id": [], "group_id": []})
    page = webmap.render(net).html
    opened = reader(page, faults=True)
    opened.page.wait_for_function("() => window.__map && __map.ready > 0")
    assert opened.page.locator("#nothing").is_visible()
    assert opened.faults == []


@pytest.mark.browser
def test_curated_map_in_both_languages(reader, tohoku):
    drawn = scene.build(tohoku)
    for language in ("ja", "en"):
        opened = reader(drawn, width=1920, height=1080, language=language)
        assert overlaps(opened.map("visibleLabels()")) == []
        assert opened.map("selected()") is None


@pytest.mark.browser
def test_legend_says_stated_only_where_the_tables_tell(reader, council):
    assert "資料に明記された所属" in reader(council).texts("#legend li")
    untold = network(
        council.organizations.reset_index(),
        council.memberships.drop(columns=["certainty", "line"]),
    )
    signs = reader(untold).texts("#legend li")
    assert "資料に明記された所属" not in signs
    assert "所属" in signs
