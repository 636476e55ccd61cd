"""What one takes away from the map page: links, views and places to keep, numbers."""

# ruff: noqa: F401, F811 (fixtures are imported, and asked for by name)

import json
import re

import numpy as np
import pandas as pd
import pytest

from browser import browser, council, island, network, playwright, reader
from tohoku_network import scene, webmap
from tohoku_network.webmap import _payload

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
    _, path = opened.saved("#as-views", tmp_path / "views.json")
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
    _, path = opened.saved("#as-positions", tmp_path / "places.csv")
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
