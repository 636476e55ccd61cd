"""Is the map readable and usable in a dark room, and in the hand?"""

# ruff: noqa: F401, F811 (fixtures are imported, and asked for by name)

import re

import numpy as np
import pytest

from browser import (
    _kept,
    again,
    browser,
    council,
    curated,
    network,
    playwright,
    reader,
)

pytestmark = pytest.mark.browser

SECTORS = [
    "industry",
    "academia",
    "government",
    "finance",
    "labour",
    "media",
    "civil",
    "support",
    "",
]


# --- for a projector in a dark room ---------------------------------------------------


@pytest.fixture(scope="session")
def every_sector():
    """One organization of each sector, in one council."""
    names = [sector or "none" for sector in SECTORS]
    return network(
        {
            "id": [*names, "group"],
            "name": [*(f"機関{i}" for i in range(len(names))), "協議会"],
            "sector": [*SECTORS, ""],
            "kind": [""] * len(names) + ["council"],
        },
        {"member_id": names, "group_id": ["group"] * len(names)},
    )


def rgb(words):
    """Red, green and blue of a computed colour, between 0 and 255."""
    return np.array([float(one) for one in re.findall(r"[\d.]+", words)[:3]])


def contrast(one, other):
    """Ratio of contrast as WCAG 2.2 defines it."""
    light = []
    for colour in (one, other):
        part = np.asarray(colour) / 255
        linear = np.where(
            part <= 0.04045, part / 12.92, ((part + 0.055) / 1.055) ** 2.4
        )
        light.append(linear @ [0.2126, 0.7152, 0.0722] + 0.05)
    return max(light) / min(light)


def ground(opened):
    return rgb(
        opened.page.evaluate("getComputedStyle(document.body.parentElement).background")
    )


def drawn_at(opened, identifier):
    """Colour of the map where a symbol has its middle."""
    x, y = opened.point(identifier)
    clip = {"x": round(x) - 1, "y": round(y) - 1, "width": 2, "height": 2}
    return opened.pixels(clip).reshape(-1, 3).mean(axis=0) * 255


def signs(opened, style):
    """Sector -> computed style of its sign in the filter."""
    return opened.page.evaluate(
        """(style) => Object.fromEntries(
          [...document.querySelectorAll(".chip")].map((chip) => [
            chip.dataset.sector, getComputedStyle(chip.querySelector("path"))[style],
          ]))""",
        style,
    )


def test_sectors_stand_out_against_the_dark(again, every_sector):
    opened = again(every_sector, fragment="look=projector")
    dark = ground(opened)
    assert contrast(dark, [255, 255, 255]) > 15
    fills = {code: rgb(one) for code, one in signs(opened, "fill").items()}
    assert set(fills) == set(SECTORS)
    assert len({tuple(one) for one in fills.values()}) == len(SECTORS)
    for code, fill in fills.items():
        assert contrast(fill, dark) >= 3, code
        # The map has the colour of its legend.
        seen = drawn_at(opened, code or "none")
        assert seen == pytest.approx(fill, abs=2), code
    for code, stroke in signs(opened, "stroke").items():
        assert contrast(rgb(stroke), dark) >= 3, code


def test_shapes_are_the_same_in_both_looks(again, every_sector):
    opened = again(every_sector)
    shapes = signs(opened, "d")
    assert len(set(shapes.values())) == len(SECTORS)
    light = {one["id"]: one for one in opened.map("visibleLabels()")}
    page = opened.page
    page.click("#projector")
    opened.drawn()
    assert signs(opened, "d") == shapes
    # Letters are larger, and light; the names are the same.
    dark = {one["id"]: one for one in opened.map("visibleLabels()")}
    assert set(dark) == set(light)
    for key, label in dark.items():
        before = light[key]["bottom"] - light[key]["top"]
        assert label["bottom"] - label["top"] >= 1.2 * before
        clip = {
            "x": label["left"] + page.locator("#canvas").bounding_box()["x"],
            "y": label["top"] + page.locator("#canvas").bounding_box()["y"],
            "width": label["right"] - label["left"],
            "height": label["bottom"] - label["top"],
        }
        letters = opened.pixels(clip).reshape(-1, 3) * 255
        brightest = letters[letters.sum(axis=1).argmax()]
        assert contrast(brightest, ground(opened)) >= 4.5


@pytest.mark.parametrize("where", ["colour=coverage", "colour=coverage&of=finance"])
def test_letters_on_symbols_are_read_in_the_dark(again, council, where):
    opened = again(council, fragment=f"look=projector&{where}")
    pairs = opened.page.evaluate(
        """() => [...document.querySelectorAll("svg text")]
          .filter((one) => one.checkVisibility()).map((one) => {
            const below = [...one.parentNode.querySelectorAll("path")].map(
              (path) => getComputedStyle(path).fill).filter((fill) => fill !== "none");
            return [getComputedStyle(one).fill, below.at(-1)];
          })"""
    )
    assert pairs
    for ink, below in pairs:
        assert contrast(rgb(ink), rgb(below)) >= 4.5, (ink, below)


def width_of_a_line(opened):
    """Dots across the tie between two nodes that differ from the ground."""
    (x, y), (u, v) = opened.point("kogyo"), opened.point("tap")
    x, y = (3 * x + 2 * u) / 5, (3 * y + 2 * v) / 5
    clip = {"x": x - 7, "y": y - 7, "width": 14, "height": 14}
    seen = opened.pixels(clip)
    return (np.abs(seen - seen[0, 0]).max(axis=2) > 0.1).sum()


def test_lines_are_heavier_in_the_dark(again, council):
    opened = again(council)
    light = width_of_a_line(opened)
    opened.page.click("#projector")
    opened.drawn()
    assert width_of_a_line(opened) > 1.2 * light > 10


def test_light_unless_asked_for(reader, council):
    opened = reader(council)
    opened.page.emulate_media(color_scheme="dark")
    assert ground(opened).tolist() == [255, 255, 255]
    opened.page.click("#projector")
    assert max(ground(opened)) < 40
    assert opened.page.get_attribute("#projector", "aria-pressed") == "true"
    assert opened.map("address()") == "look=projector"
    # A view remembers the look; one that tells none keeps that of the room.
    opened.page.click("#view-add")
    opened.page.click("#projector")
    assert opened.map("address()") == ""
    opened.page.click("#view-next")
    assert opened.map("address()") == "look=projector"
    opened.page.evaluate("location.hash = '#org=tap'")
    opened.page.wait_for_function("() => __map.selected() === 'tap'")
    assert max(ground(opened)) < 40
    opened.page.evaluate("location.hash = '#look=paper'")
    opened.page.wait_for_function("() => __map.selected() === null")
    assert ground(opened).tolist() == [255, 255, 255]
    linked = reader(council, fragment="#look=projector&lang=en")
    assert max(ground(linked)) < 40
    name = linked.page.get_attribute("#projector", "aria-label")
    assert name == linked.page.get_attribute("#projector", "title")
    assert name.startswith("Projector")


# --- in the hand ----------------------------------------------------------------------

TARGETS = """() => [...document.querySelectorAll(
  "button, select, input:not([type=checkbox]), label.choice"
)].filter((one) => one.checkVisibility() && !one.closest(".unseen")).map((one) => {
  const box = one.getBoundingClientRect();
  return [one.id || one.className, box.left, box.right, box.width, box.height];
})"""
STATES = [
    ("", ""),
    ("org=tap", ""),
    ("link=industry|academia", ""),
    ("change=2019|2021", "#export-menu"),
    ("theme=startup|dx|energy|food&role=chair|member", "#more-filters"),
    ("look=projector", "#show-table"),
]


@pytest.mark.parametrize("language", ["ja", "en"])
def test_phone_shows_everything_within_its_width(reader, curated, language):
    opened = reader(curated, width=390, height=844, phone=True, language=language)
    for where, button in STATES:
        opened.to_beginning(f"{where}&lang={language}")
        if button:
            opened.page.tap(button)
        across = opened.page.evaluate("document.documentElement.scrollWidth")
        assert across <= 390, (where, across)
        for name, left, right, width, height in opened.page.evaluate(TARGETS):
            assert left >= 0, (where, name)
            assert right <= 390, (where, name)
            assert min(width, height) >= 24, (where, name, width, height)


def test_phone_searches_selects_and_reads(reader, curated):
    opened = reader(curated, width=390, height=844, phone=True)
    page = opened.page
    stage = page.locator("#stage").bounding_box()
    assert stage["width"] == 390
    assert stage["height"] > 0.5 * 844
    assert stage["y"] < 0.5 * 844
    assert len(opened.map("visibleLabels()")) > 8
    page.fill("#search", "東北大学")
    hits = page.locator("#hits").bounding_box()
    assert hits["x"] >= 0
    assert hits["x"] + hits["width"] <= 390
    page.tap("#hits li >> nth=0")
    assert opened.map("selected()") is not None
    page.tap("#panel .panel-top button")
    assert opened.map("selected()") is None
    x, y = opened.point("tohoku-univ")
    page.touchscreen.tap(x, y)
    assert opened.map("selected()") == "tohoku-univ"
    first = page.locator("#panel .entry .name-button >> nth=0")
    first.scroll_into_view_if_needed()
    first.tap()
    assert opened.map("selected()") not in (None, "tohoku-univ")
    page.tap("#show-table")
    table = page.locator("#table").bounding_box()
    assert (table["width"], table["height"]) == (390, 844)
    page.tap("#rows button >> nth=2")
    assert page.locator("#table").bounding_box()["height"] < 3


@pytest.mark.parametrize("phone", [False, True])
def test_long_words_stay_in_their_places(reader, phone):
    """A name without a place to break widens neither page nor panel."""
    long = "LongNameWithoutAnyPlaceToBreakIt" * 9
    net = network(
        [
            {"id": "a", "name": long, "aliases": long, "kind": long, "sector": long},
            {"id": "g", "name": "G" + long, "kind": "council", "prefecture": long},
        ],
        [{"member_id": "a", "group_id": "g", "role": long, "note": long}],
    )
    width = 390 if phone else 1280
    opened = reader(net, width=width, phone=phone, title=long)
    for where in ("", "org=a", "org=g"):
        opened.to_beginning(where)
        opened.page.fill("#search", "long")
        across = opened.page.evaluate("document.documentElement.scrollWidth")
        assert across <= width, where
        for part in ("#panel", "#hits"):
            inside = opened.page.locator(part).evaluate(
                "(one) => one.scrollWidth <= one.clientWidth"
            )
            assert inside, (where, part)
