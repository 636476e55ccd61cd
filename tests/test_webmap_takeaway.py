"""What one takes away from the map page: pictures, prints, links, files to keep."""

# ruff: noqa: F401, F811 (fixtures are imported, and asked for by name)

import io
import json
import re
import xml.etree.ElementTree as ET

import numpy as np
import pandas as pd
import pytest
from matplotlib import image

from browser import (
    PAYLOADS,
    browser,
    council,
    hostile,
    island,
    network,
    playwright,
    reader,
)
from tohoku_network import scene, webmap
from tohoku_network.webmap import _payload

SVG = "{http://www.w3.org/2000/svg}"


def saved(opened, button, path):
    opened.page.click("#export-menu")
    with opened.page.expect_download() as download:
        opened.page.click(button)
    download.value.save_as(path)
    return download.value.suggested_filename, path


# --- pictures -------------------------------------------------------------------------


@pytest.mark.browser
@pytest.mark.parametrize("language", ["ja", "en"])
def test_drawing_opens_again_with_all_that_belongs_to_it(
    reader, browser, council, tmp_path, language
):
    opened = reader(council, title="東北の会議体", language=language)
    opened.page.click(".chip[data-sector=finance]")
    name, path = saved(opened, "#as-svg", tmp_path / "map.svg")
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
    # The drawing shows ink where a browser opens it, in its own font.
    page = browser.new_context(offline=True).new_page()
    page.set_viewport_size({"width": 1600, "height": 1131})
    page.goto(path.as_uri())
    page.wait_for_timeout(100)
    ink = image.imread(io.BytesIO(page.screenshot()))[:, :, :3].min(axis=2) < 0.7
    assert ink[:70].sum() > 800  # the heading
    assert ink[120:1000].sum() > 3000
    assert ink[1040:].sum() > 500  # the legend
    page.context.close()


@pytest.mark.browser
def test_picture_is_large_and_has_ink_everywhere(reader, council, tmp_path):
    opened = reader(council)
    _, path = saved(opened, "#as-png", tmp_path / "map.png")
    pixels = image.imread(path)[:, :, :3]
    assert pixels.shape[:2] == (2262, 3200)
    ink = pixels.min(axis=2) < 0.7
    assert ink[:140].sum() > 3000
    assert ink[240:2000].sum() > 9000
    assert ink[2080:].sum() > 2000
    # What is on the screen stays as it was.
    assert opened.map("visibleLabels()")
    assert opened.page.evaluate("document.getElementById('tooltip').hidden")


@pytest.mark.browser
def test_drawing_of_hostile_names_is_only_text(reader, hostile, tmp_path):
    opened = reader(hostile, title="/../" + PAYLOADS["script"])
    name, path = saved(opened, "#as-svg", tmp_path / "map.svg")
    assert not set(name) & set('/\\:*?"<>|')
    root = ET.parse(path).getroot()  # noqa: S314 (our own file)
    tags = {element.tag for element in root.iter()}
    known = ("svg", "title", "style", "path", "clipPath", "g", "text")
    assert tags <= {SVG + tag for tag in known}
    assert root.find(f"{SVG}title").text == "/../" + PAYLOADS["script"]


@pytest.mark.browser
@pytest.mark.parametrize(("paper", "mm"), [("a4", (277, 190)), ("a3", (400, 277))])
def test_print_fills_one_sheet(reader, council, tmp_path, paper, mm):
    opened = reader(council)
    opened.page.click(".chip[data-sector=industry]")
    opened.page.evaluate("window.print = () => dispatchEvent(new Event('beforeprint'))")
    opened.page.click("#export-menu")
    opened.page.click(f"#print-{paper}")
    printed = opened.page.pdf(path=tmp_path / "map.pdf", prefer_css_page_size=True)
    assert len(re.findall(rb"/Type\s*/Page\b(?!s)", printed)) == 1
    box = re.search(rb"/MediaBox\s*\[\s*0 0 ([\d.]+) ([\d.]+)", printed)
    width, height = (float(side) / 72 * 25.4 - 20 for side in box.groups())
    assert (width, height) == pytest.approx(mm, abs=1.5)
    opened.page.emulate_media(media="print")
    opened.page.set_viewport_size(
        {"width": round(mm[0] / 25.4 * 96), "height": round(mm[1] / 25.4 * 96)}
    )
    box = opened.page.locator("#canvas").bounding_box()
    assert box["height"] > 0.6 * mm[1] / 25.4 * 96
    legend = opened.page.locator("#legend").bounding_box()
    assert legend["y"] + legend["height"] < mm[1] / 25.4 * 96
    for selector in ("#title", "#facts", "#quality", "#filter-print", "#legend"):
        assert opened.page.locator(selector).is_visible()
    assert "区分：学" in opened.texts("#filter-print")[0]


# --- links and views ------------------------------------------------------------------


@pytest.mark.browser
def test_address_opens_what_it_names(reader, council):
    fragment = "#org=tap&lang=en&year=2021&role=chair|member"
    opened = reader(council, fragment=fragment)
    assert opened.map("selected()") == "tap"
    assert opened.page.get_attribute("html", "lang") == "en"
    assert opened.texts("#year-now") == ["In force in 2021"]
    assert set(opened.map("visibleIds()")) == {"tap", "tohoku-univ", "kogyo"}
    again = reader(council, fragment="#" + opened.map("address()"))
    assert again.map("selected()") == "tap"
    assert again.map("visibleIds()") == opened.map("visibleIds()")
    opened.page.evaluate("location.hash = '#link=industry|academia'")
    opened.page.wait_for_function("() => __map.links() !== null")
    assert opened.page.get_attribute("html", "lang") == "ja"
    assert len(opened.map("visibleIds()")) == len(council.organizations)


@pytest.mark.browser
def test_address_follows_the_reader(reader, council):
    opened = reader(council)
    opened.page.mouse.click(*opened.point("tap"))
    opened.page.click("#zoom-in")
    opened.page.wait_for_function(
        "() => /org=tap.*view=[\\d.]+,/.test(location.hash)", timeout=4000
    )
    opened.at_rest()
    where, place = opened.map("address()"), opened.point("city")
    again = reader(council, fragment=f"#{where}")
    assert again.point("city") == pytest.approx(place, abs=1.5)


@pytest.mark.browser
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


VIEWS = [("大学", "org=tohoku-univ"), ("産と学", "link=industry|academia&lang=en")]


@pytest.mark.browser
def test_saved_views_are_stepped_through(reader, council, tmp_path):
    opened = reader(council, views=tuple(VIEWS))
    assert opened.texts("#view-name") == ["保存した表示 2"]
    opened.page.click("#view-next")
    assert opened.map("selected()") == "tohoku-univ"
    assert opened.texts("#view-name") == ["1/2 大学"]
    opened.page.focus("#canvas")
    opened.page.keyboard.press("PageDown")
    assert opened.map("links()") is not None
    opened.page.click("#view-next")
    assert opened.map("selected()") == "tohoku-univ"
    assert opened.page.get_attribute("html", "lang") == "ja"
    opened.page.click(".chip[data-sector=finance]")
    opened.page.click("#view-add")
    _, path = saved(opened, "#as-views", tmp_path / "views.json")
    found = json.loads(path.read_text("utf-8"))
    assert [(one["name"], one["state"]) for one in found[:2]] == VIEWS
    assert found[2]["name"] == "国立大学" or found[2]["name"].startswith("東北大学")
    assert "org=tohoku-univ" in found[2]["state"]
    again = reader(council, views=str(path), fragment="#view=産と学")
    assert again.map("links()") is not None
    again.page.click("#view-next")
    assert "bank" not in again.map("visibleIds()")


@pytest.mark.browser
def test_places_are_kept_from_one_map_to_the_next(reader, council, tmp_path):
    opened = reader(council)
    _, path = saved(opened, "#as-positions", tmp_path / "places.csv")
    kept = pd.read_csv(path).set_index("id")
    drawn = scene.build(council).nodes
    assert np.array_equal(kept[["x", "y"]], drawn.loc[kept.index, ["x", "y"]])
    kept.loc["tap", ["x", "y"]] = [500.0, -300.0]
    page = webmap.render(council, positions=kept.drop(index="city")).html
    nodes = island(page)["nodes"]
    x = dict(zip(nodes["id"], nodes["x"], strict=True))
    assert x["tap"] == 500.0
    assert x["kogyo"] == drawn.loc["kogyo", "x"]
    assert np.isfinite(x["city"])
    assert webmap.render(council, positions=path).html == webmap.render(council).html


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ({"positions": pd.DataFrame({"x": [1]}, index=["tap"])}, "no column 'y'"),
        ({"positions": pd.DataFrame({"id": ["a"], "x": ["?"], "y": [1]})}, "for 'a'"),
        ({"positions": pd.DataFrame({"id": ["a", "a"], "x": 1, "y": 1})}, "two places"),
        ({"views": [("a", 1)]}, "view 1 needs a name and a state"),
        ({"views": [("a", ""), ("a", "")]}, "two views are called 'a'"),
    ],
)
def test_wrong_files_are_explained(council, arguments, words):
    with pytest.raises(ValueError, match=re.escape(words)):
        webmap.render(council, **arguments)


def test_scene_has_its_own_places(council):
    places = pd.DataFrame({"x": [1.0], "y": [1.0]}, index=["tap"])
    with pytest.raises(ValueError, match="a scene has its own"):
        webmap.render(scene.build(council), positions=places)


# --- what the data are ----------------------------------------------------------------


def facts(net):
    return _payload.payload(scene.build(net), title=None, language="ja", data_date="")


def test_dates_and_doubts_are_counted(tohoku, council):
    rows = tohoku.memberships
    found = facts(tohoku)["quality"]
    assert found["stated"] == int((rows["certainty"] == "stated").sum())
    assert found["implied"] == int((rows["certainty"] == "implied").sum())
    undated = rows["valid_from"].isna() & rows["valid_to"].isna()
    assert found["undated"] == int(undated.sum())
    small = facts(council)
    assert small["quality"] == {
        "stated": 4, "implied": 2, "untold": 1, "undated": 4, "sourceless": 1,
    }  # fmt: skip
    assert small["source_dates"] == ["2024-03", "2024-03"]
    sources = pd.DataFrame({"id": ["plan", "b", "c"], "title": ["a", "b", "c"],
                            "date": ["2020", "2019-05", "2024"]})  # fmt: skip
    assert small["source_dates"] != facts(_with(council, sources))["source_dates"]


def _with(net, sources):
    organizations = net.organizations.reset_index()
    return network(organizations, net.memberships.drop(columns="line"), sources)


@pytest.mark.browser
def test_dates_and_doubts_are_told(reader, council):
    opened = reader(council)
    assert "資料の日付 2024-03" in opened.texts("#facts")[0]
    line = opened.texts("#quality")[0]
    assert (
        line
        == "所属の根拠：明記 4・示唆 2　確度の記載なし 1　期間の記載なし 4　出典なし 1"
    )
    own = reader(council, data_date="2025年度", language="en")
    assert "Data as of 2025年度" in own.texts("#facts")[0]
    assert "4 undated" in own.texts("#quality")[0]
