"""Does what leaves the map for paper hold the map, its legend and its filters?"""

# ruff: noqa: F401, F811 (fixtures are imported, and asked for by name)

import base64
import re
import xml.etree.ElementTree as ET

import numpy as np
import pypdfium2
import pytest
from PIL import Image

from browser import _kept, again, browser, council, curated, playwright, reader

pytestmark = pytest.mark.browser

SVG = "{http://www.w3.org/2000/svg}"
SHEETS = {"a4": (297, 210), "a3": (420, 297)}


# --- prints ---------------------------------------------------------------------------


def printed(opened, paper, path):
    """What the button for a paper prints, opened again by another program."""
    opened.page.evaluate("window.print = () => {}")
    opened.page.click("#export-menu")
    opened.page.click(f"#print-{paper}")
    opened.page.pdf(path=path, prefer_css_page_size=True)
    return pypdfium2.PdfDocument(path)


def ink(sheet, dots=100):
    """Where a sheet is not white, as rows of truth, and its dots per point."""
    scale = dots / 72
    return sheet.render(scale=scale).to_numpy().min(axis=2) < 200, scale


def box_of(sheet, words):
    """Where words stand on a sheet, in points from its upper left corner."""
    text = sheet.get_textpage()
    start, n = text.search(words).get_next()
    boxes = [text.get_charbox(i) for i in range(start, start + n)]
    left, bottom, right, top = np.array(boxes).T
    height = sheet.get_height()
    return left.min(), height - top.max(), right.max(), height - bottom.min()


@pytest.mark.parametrize(
    ("paper", "look"), [("a4", "paper"), ("a3", "paper"), ("a4", "projector")]
)
def test_print_opens_again_with_map_legend_and_filter(
    again, curated, tmp_path, paper, look
):
    opened = again(curated, fragment=f"prefecture=Miyagi|Aomori&look={look}")
    document = printed(opened, paper, tmp_path / "map.pdf")
    assert len(document) == 1
    sheet = document[0]
    size = [side / 72 * 25.4 for side in sheet.get_size()]
    assert size == pytest.approx(SHEETS[paper], abs=0.5)
    text = sheet.get_textpage().get_text_range()
    legend = opened.texts("#legend li")
    for words in [
        "機関と会議体のつながり",
        "構成員の都道府県：青森県、宮城県",
        *legend,
    ]:
        assert words in text, words
    for words in opened.texts("#facts, #quality")[0].split("　"):
        assert words in text
    seen, scale = ink(sheet)
    assert not seen[:20].any()  # white paper, also from a dark room
    assert seen.mean() < 0.3
    # The map fills what heading and legend leave, and stands apart from both.
    top = round(box_of(sheet, "構成員の都道府県")[3] * scale) + 4
    bottom = round(box_of(sheet, legend[0])[1] * scale) - 12
    part = seen[top:bottom]
    assert len(part) > 0.6 * len(seen)
    rows, columns = np.flatnonzero(part.any(axis=1)), np.flatnonzero(part.any(axis=0))
    assert np.ptp(rows) > 0.7 * len(part)
    assert np.ptp(columns) > 0.45 * part.shape[1]
    assert part.mean() > 0.01
    # Every word of the legend but the last has its sign before it.
    for words in legend[:-1]:
        left, above, _, below = (round(one * scale) for one in box_of(sheet, words))
        assert seen[above - 2 : below + 2, left - 26 : left - 3].sum() > 8, words


LONG = (
    "theme=startup|dx|innovation|energy|food|health|people|region|tourism|manufacturing"
    "&role=member|chair|host|partner|secretariat|sponsor&year=2021&lang=en"
    "&prefecture=Aomori|Iwate|Miyagi|Akita|Yamagata|Fukushima|Niigata"
    "&link=industry|academia"
)


@pytest.mark.parametrize(
    ("paper", "fragment"),
    [("a4", "lang=en&link=industry|academia"), ("a4", LONG), ("a3", LONG)],
)
def test_print_is_one_sheet_however_much_is_asked(
    again, curated, tmp_path, paper, fragment
):
    opened = again(curated, fragment=fragment)
    document = printed(opened, paper, tmp_path / "map.pdf")
    assert len(document) == 1
    text = document[0].get_textpage().get_text_range()
    assert opened.texts("#legend li")[-1] in text


def test_print_shows_only_what_belongs_on_paper(again, council):
    opened = again(council)
    opened.page.click(".chip[data-sector=industry]")
    opened.page.emulate_media(media="print")
    for selector in ("#title", "#facts", "#quality", "#filter-print", "#legend"):
        assert opened.page.locator(selector).is_visible()
    assert "学、官、金、民" in opened.texts("#filter-print")[0]
    for selector in ("#panel", "#search", ".tools", ".languages", "#sectors", ".zoom"):
        assert opened.page.locator(selector).is_hidden()


# --- pictures -------------------------------------------------------------------------


@pytest.mark.parametrize("language", ["ja", "en"])
def test_drawing_holds_all_that_belongs_to_it(reader, council, tmp_path, language):
    opened = reader(council, title="東北の会議体", language=language)
    opened.page.click(".chip[data-sector=finance]")
    name, path = opened.saved("#as-svg", tmp_path / "map.svg")
    assert name == "東北の会議体.svg"
    root = ET.parse(path).getroot()  # noqa: S314 (our own file)
    texts = [element.text for element in root.iter(f"{SVG}text")]
    column = "name" if language == "ja" else "name_en"
    whole = "".join(texts).replace(" ", "")
    for text in council.organizations.loc[["tohoku-univ", "kogyo", "city"], column]:
        assert text.replace(" ", "") in whole
    assert texts[0] == "東北の会議体"
    legend, date = ("金", "2024-03") if language == "ja" else ("Finance", "2024-03")
    assert legend in texts
    assert any(date in text for text in texts)
    assert not any(
        text.replace(" ", "") in whole
        for text in council.organizations.loc[["bank"], column]
    )
    content = path.read_text("utf-8")
    assert re.findall(r"(?:href|src)=|https?://(?!www\.w3\.org)", content) == []


def shown(browser, path, folder):
    """An SVG file as a browser shows it where a page names it as a picture."""
    context = browser.new_context(offline=True)
    page = context.new_page()
    page.set_viewport_size({"width": 1700, "height": 1200})
    source = base64.b64encode(path.read_bytes()).decode()
    page.set_content(f'<img src="data:image/svg+xml;base64,{source}">')
    size = page.evaluate(
        "() => document.images[0].decode().then(() =>"
        " [document.images[0].naturalWidth, document.images[0].naturalHeight])"
    )
    page.locator("img").screenshot(path=folder / "drawing.png")
    context.close()
    return size, Image.open(folder / "drawing.png").convert("RGB")


@pytest.mark.parametrize("look", ["paper", "projector"])
def test_drawing_and_picture_show_the_same_on_white(
    again, browser, curated, tmp_path, look
):
    opened = again(curated, fragment=f"link=industry|academia&look={look}")
    before = opened.pixels()
    _, path = opened.saved("#as-png", tmp_path / "map.png")
    picture = Image.open(path)
    assert (picture.format, picture.size) == ("PNG", (3200, 2262))
    picture = picture.convert("RGB").resize((1600, 1131), Image.Resampling.BOX)
    _, path = opened.saved("#as-svg", tmp_path / "map.svg")
    size, drawing = shown(browser, path, tmp_path)
    assert size == [1600, 1131]
    assert drawing.size == (1600, 1131)
    pixels = [np.asarray(one, dtype=float) / 255 for one in (picture, drawing)]
    for one in pixels:
        dark = one.min(axis=2) < 0.7
        assert one[:20].min() > 0.99  # white paper, also from a dark room
        assert dark[:90].sum() > 1000  # the heading
        assert dark[150:1000].sum() > 9000  # the map
        assert dark[1030:].sum() > 1000  # the legend
    assert np.abs(pixels[0] - pixels[1]).mean() < 0.02
    # What is on the screen stays as it was.
    opened.page.locator("#export-menu").blur()
    opened.page.mouse.move(0, 0)
    opened.drawn()
    assert np.abs(opened.pixels() - before).mean() < 0.005
