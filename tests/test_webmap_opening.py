"""Does the map page open, draw and name, in any window and on any machine?"""

# ruff: noqa: F401, F811 (fixtures are imported, and asked for by name)

import json
import os
from contextlib import contextmanager

import pytest

from browser import (
    ARGUMENTS,
    _kept,
    again,
    browser,
    council,
    curated,
    island,
    large,
    meeting,
    network,
    overlaps,
    playwright,
    reader,
)
from tohoku_network import webmap

pytestmark = pytest.mark.browser


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


@pytest.mark.parametrize("language", ["ja", "en"])
@pytest.mark.parametrize("size", [(1280, 720), (1920, 1080), (900, 700), (700, 900)])
def test_labels_never_overlap(again, meeting, language, size):
    opened = again(meeting, width=size[0], height=size[1], fragment=f"lang={language}")
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


def test_meeting_size_is_ready_at_once(reader, meeting):
    opened = reader(meeting)
    assert opened.map("ready") < 3000  # some 300 on an idle machine
    assert len(opened.map("visibleIds()")) == 500


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


def test_empty_network_opens(reader):
    net = network({"id": [], "name": []}, {"member_id": [], "group_id": []})
    page = webmap.render(net).html
    opened = reader(page, faults=True)
    opened.page.wait_for_function("() => window.__map && __map.ready > 0")
    assert opened.page.locator("#nothing").is_visible()
    assert opened.faults == []


def test_curated_map_in_both_languages(reader, curated):
    for language in ("ja", "en"):
        opened = reader(curated, width=1920, height=1080, language=language)
        assert overlaps(opened.map("visibleLabels()")) == []
        assert opened.map("selected()") is None


def test_legend_says_stated_only_where_the_tables_tell(reader, council):
    assert "資料に明記された所属" in reader(council).texts("#legend li")
    untold = network(
        council.organizations.reset_index(),
        council.memberships.drop(columns=["certainty", "line"]),
    )
    signs = reader(untold).texts("#legend li")
    assert "資料に明記された所属" not in signs
    assert "所属" in signs


# --- on poor machines -----------------------------------------------------------------

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


@contextmanager
def launched(playwright, *arguments, **environment):
    """Another browser, with further arguments or on a differently furnished machine."""
    running, path = playwright
    another = running.chromium.launch(
        executable_path=path,
        args=[*ARGUMENTS, *arguments],
        env={**os.environ, **environment},
    )
    try:
        yield another
    finally:
        another.close()


def typed(page, letters):
    """The search box with letters in it, as it looks."""
    field = page.locator("input >> nth=0")
    field.fill(letters)
    box = field.bounding_box()
    return page.screenshot(clip={**box, "width": 120}, caret="hide")


def test_no_letter_is_missing_without_japanese_fonts(
    reader, playwright, council, tmp_path
):
    settings = tmp_path / "fonts.conf"
    folder = "/usr/share/fonts/truetype/dejavu"
    settings.write_text(
        '<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd">'
        f"<fontconfig><dir>{folder}</dir>"
        f"<cachedir>{tmp_path}/cache</cachedir></fontconfig>"
    )
    with launched(playwright, FONTCONFIG_FILE=str(settings)) as poor:
        # A page without the font shows boxes here: the machine has no such letters.
        bare = reader("<!doctype html><input><p>", on=poor, faults=True)
        assert {"東", "北", "あ"} <= set(bare.page.evaluate(GLYPHS, "東北"))
        assert typed(bare.page, "東北") == typed(bare.page, "仙台")
        opened = reader(council, on=poor)
        texts = json.dumps(island(opened.page.content()), ensure_ascii=False)
        assert "東北" in texts
        assert opened.page.evaluate(GLYPHS, texts) == []
        # The search box is no exception, though form fields have fonts of their own.
        assert typed(opened.page, "東北") != typed(opened.page, "仙台")


def test_draws_and_answers_without_webgl(reader, playwright, council):
    with launched(playwright, "--disable-software-rasterizer") as plain:
        opened = reader(council, on=plain, fragment="#link=government|finance")
        for kind in ("webgl", "webgl2"):
            assert opened.page.evaluate(
                "(kind) => document.createElement('canvas').getContext(kind) === null",
                kind,
            )
        seen = opened.pixels(opened.page.locator("#stage").bounding_box())
        assert (seen.min(axis=2) < 0.5).sum() > 1000
        assert "tohoku-univ" in {one["id"] for one in opened.map("visibleLabels()")}
        assert [one["id"] for one in opened.map("links()")] == ["tohoku-univ"]
        opened.page.fill("#search", "仙台市")
        opened.page.keyboard.press("Enter")
        assert opened.map("selected()") == "city"
        x, y = opened.point("city")
        opened.page.mouse.move(x, y)
        opened.page.mouse.wheel(0, -300)
        opened.at_rest()
        assert opened.map("visibleLabels()")
