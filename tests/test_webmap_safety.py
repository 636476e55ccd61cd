"""Can a name, an address or a title make the map page do anything?"""

# ruff: noqa: F401, F811 (fixtures are imported, and asked for by name)

import xml.etree.ElementTree as ET

import pytest

from browser import (
    LINE_SEPARATOR,
    PAYLOADS,
    _kept,
    again,
    browser,
    council,
    hostile,
    playwright,
    reader,
)
from tohoku_network import webmap

SVG = "{http://www.w3.org/2000/svg}"


pytestmark = pytest.mark.browser


def test_naive_page_fires_the_payloads(reader):
    for payload in (PAYLOADS["img"], PAYLOADS["script"]):
        naive = f"<!doctype html><title>-</title><script>'{payload}'</script>{payload}"
        opened = reader(naive, faults=True)
        opened.page.wait_for_function("() => document.title === 'fired'")


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


def test_drawing_of_hostile_names_is_only_text(reader, hostile, tmp_path):
    opened = reader(hostile, title="/../" + PAYLOADS["script"])
    name, path = opened.saved("#as-svg", tmp_path / "map.svg")
    assert not set(name) & set('/\\:*?"<>|')
    root = ET.parse(path).getroot()  # noqa: S314 (our own file)
    tags = {element.tag for element in root.iter()}
    known = ("svg", "title", "style", "path", "clipPath", "g", "text")
    assert tags <= {SVG + tag for tag in known}
    assert root.find(f"{SVG}title").text == "/../" + PAYLOADS["script"]


@pytest.mark.parametrize(
    "fragment",
    ["#org=nobody&year=1&link=x|y&view=0,0,0&sector=&lang=fr", "#%", "#__proto__=1",
     "#view=<img src=x onerror=alert(1)>&org=__proto__", "#change=2021|1&view=NaN,1,2"],
)  # fmt: skip
def test_foreign_address_is_harmless(reader, council, fragment):
    opened = reader(council, fragment=fragment)
    assert opened.map("selected()") is None
    assert opened.map("links()") is None
    assert opened.texts("#year-now") == ["全期間"]


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
