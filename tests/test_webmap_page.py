"""How the page carries its data, and moves without more than it needs."""

# ruff: noqa: F401, F811 (fixtures are imported, and asked for by name)

import json
import re

import pytest

from browser import (
    LINE_SEPARATOR,
    PAYLOADS,
    browser,
    council,
    island,
    large,
    meeting,
    network,
    playwright,
    reader,
)
from tohoku_network import scene, webmap
from tohoku_network.webmap import _page, _payload


def carried(page):
    """The island's own text, as it stands in the page."""
    return re.search(r'id="data">(.*?)</script>', page)[1]


def facts_of(drawn):
    return _payload.payload(drawn, title=None, language="ja", data_date="")


def test_short_data_can_be_read_in_the_page_and_long_ones_are_deflated(council, large):
    plain = webmap.render(council).html
    assert json.loads(carried(plain))["nodes"]["id"] == sorted(
        council.organizations.index
    )
    packed = webmap.render(large).html
    assert json.loads(carried(packed)).keys() == {"deflated"}
    assert re.fullmatch(r'\{"deflated":"[A-Za-z0-9+/=]+"\}', carried(packed))
    assert island(packed) == json.loads(json.dumps(facts_of(large)))
    assert len(carried(packed)) < len(_page.json_island(facts_of(large))) / 4


# What the page makes of its facts, told by the page: names, ranks, ties, rows.
TOLD = """() => {
  document.querySelector("#show-table").click();
  return [...document.querySelectorAll("#rows tr")].map((line) =>
    [...line.querySelectorAll("th, td")].map((cell) => cell.textContent));
}"""


@pytest.mark.browser
def test_deflated_page_tells_what_the_plain_one_tells(reader, meeting, monkeypatch):
    packed = webmap.render(meeting).html
    assert "deflated" in carried(packed)[:12]
    monkeypatch.setattr(_page, "_LONGEST_PLAIN", 10**9)
    plain = webmap.render(meeting).html
    assert "deflated" not in carried(plain)[:12]
    first, second = reader(packed), reader(plain)
    assert first.page.evaluate(TOLD) == second.page.evaluate(TOLD)
    assert first.map("visibleLabels()") == second.map("visibleLabels()")
    assert len(first.page.evaluate(TOLD)) == len(meeting.nodes)


@pytest.mark.browser
def test_every_column_arrives_as_it_was(reader, meeting):
    opened = reader(meeting)
    ties = meeting.ties.groupby("source")["target"].agg(list)
    names = meeting.nodes["name"]
    found = {line[0]: line for line in opened.page.evaluate(TOLD)}
    for identifier, groups in ties.head(60).items():
        line = found[names[identifier]]
        assert line[3].split("、") == names[groups].tolist()
    first = meeting.nodes["importance"].idxmin()
    opened.page.focus("#canvas")
    opened.page.keyboard.press("Escape")
    opened.page.click("#table-close", force=True)
    opened.page.focus("#canvas")
    opened.page.keyboard.press("ArrowRight")
    assert opened.map("focused()") == first


@pytest.mark.browser
def test_hostile_names_stay_names_when_deflated(reader, monkeypatch):
    organizations = [
        {"id": key, "name": text, "kind": text, "aliases": text}
        for key, text in PAYLOADS.items()
    ] + [{"id": "group", "name": "会", "kind": "council"}]
    rows = [
        {"member_id": key, "group_id": "group", "note": t}
        for key, t in PAYLOADS.items()
    ]
    monkeypatch.setattr(_page, "_LONGEST_PLAIN", 0)
    net = network(organizations, rows)
    opened = reader(webmap.render(net).html)
    assert "deflated" in opened.page.content()
    assert "fired" not in opened.page.title()
    told = {line[0] for line in opened.page.evaluate(TOLD)}
    # A line separator in a name is made visible.
    shown = {text.replace(LINE_SEPARATOR, r"\u2028") for text in PAYLOADS.values()}
    assert told == shown | {"会"}


@pytest.mark.browser
def test_browser_that_cannot_inflate_says_so_in_both_languages(
    browser, meeting, council, tmp_path
):
    context = browser.new_context(offline=True)
    context.add_init_script("delete globalThis.DecompressionStream")
    page = context.new_page()
    faults = []
    page.on("pageerror", lambda error: faults.append(str(error)))
    path = webmap.render(meeting).save(tmp_path / "map.html")
    page.goto(path.as_uri())
    page.wait_for_selector("#nothing", state="visible")
    words = page.inner_text("#nothing")
    assert "このブラウザーでは地図を表示できません" in words
    assert "This browser cannot show the map" in words
    # What is not deflated needs nothing of the kind.
    page.goto(webmap.render(council).save(tmp_path / "small.html").as_uri())
    page.wait_for_function("() => window.__map && __map.ready > 0")
    assert page.is_hidden("#nothing")
    assert faults == []
    context.close()


# --- moving ---------------------------------------------------------------------------


@pytest.mark.browser
def test_the_map_glides_to_its_aim_and_a_hand_on_it_ends_the_glide(
    browser, council, tmp_path
):
    context = browser.new_context(offline=True, reduced_motion="no-preference")
    page = context.new_page()
    page.goto(webmap.render(council).save(tmp_path / "map.html").as_uri())
    page.wait_for_function("() => window.__map && __map.ready > 0")
    before = page.evaluate("__map.zoom()")
    path = page.evaluate("""() => new Promise((done) => {
      document.getElementById("zoom-in").click();
      const seen = [];
      const look = () => {
        seen.push(__map.zoom());
        const isMoving = seen.length < 60 && seen.at(-1) !== seen.at(-9);
        if (isMoving) requestAnimationFrame(look);
        else done(seen);
      };
      requestAnimationFrame(look);
    })""")
    assert path == sorted(path)
    assert path[-1] == pytest.approx(before * 1.5)
    assert any(before < k < before * 1.49 for k in path)
    stopped = page.evaluate("""() => new Promise((done) => {
      document.getElementById("fit").click();
      const canvas = document.getElementById("canvas");
      requestAnimationFrame(() => {
        const at = { clientX: 300, clientY: 300, bubbles: true, view: window };
        canvas.dispatchEvent(new MouseEvent("mousedown", at));
        window.dispatchEvent(new MouseEvent("mouseup", at));
        const k = __map.zoom();
        setTimeout(() => done([k, __map.zoom()]), 600);
      });
    })""")
    assert stopped[0] == stopped[1]
    assert stopped[1] > before
    context.close()


TOUCHES = """() => {
  const canvas = document.getElementById("canvas");
  const box = canvas.getBoundingClientRect();
  const middle = box.left + box.width / 2;
  const send = (type, places, changed = places) => {
    const touch = ([identifier, x, y]) =>
      new Touch({ identifier, target: canvas, clientX: x, clientY: y });
    const touches = places.map(touch);
    canvas.dispatchEvent(new TouchEvent(type, {
      touches, targetTouches: touches, changedTouches: changed.map(touch),
      bubbles: true, cancelable: true,
    }));
  };
  const before = __map.zoom();
  send("touchstart", [[1, middle - 50, 300], [2, middle + 50, 300]]);
  send("touchmove", [[1, middle - 100, 300], [2, middle + 100, 300]]);
  const pinched = __map.zoom();
  const place = __map.place("tap");
  send("touchend", [[1, middle - 100, 300]], [[2, middle + 100, 300]]);
  send("touchmove", [[1, middle - 70, 340]]);
  const dragged = __map.place("tap");
  send("touchend", [], [[1, middle - 70, 340]]);
  for (const tap of [1, 2, 3]) {
    send("touchstart", [[3, middle, 300]]);
    send("touchend", [], [[3, middle, 300]]);
  }
  return { before, pinched, x: dragged.x - place.x, y: dragged.y - place.y,
           after: __map.zoom() };
}"""


@pytest.mark.browser
def test_two_fingers_zoom_one_moves_and_a_double_tap_does_nothing(
    browser, council, tmp_path
):
    context = browser.new_context(offline=True, has_touch=True, reduced_motion="reduce")
    page = context.new_page()
    faults = []
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.goto(webmap.render(council).save(tmp_path / "map.html").as_uri())
    page.wait_for_function("() => window.__map && __map.ready > 0")
    seen = page.evaluate(TOUCHES)
    assert seen["pinched"] == pytest.approx(2 * seen["before"])
    assert seen["after"] == seen["pinched"]
    assert (seen["x"], seen["y"]) == pytest.approx((30, 40))
    assert faults == []
    context.close()


@pytest.mark.browser
def test_dragging_marks_no_text_and_its_end_is_no_click(reader, council):
    opened = reader(council)
    page, mouse = opened.page, opened.page.mouse
    x, y = opened.point("tap")
    mouse.move(x, y)
    mouse.down()
    mouse.move(x + 60, y - 10, steps=4)
    mouse.move(1270, 300, steps=6)  # over the texts of the panel
    assert page.evaluate("String(getSelection())") == ""
    begins = "dispatchEvent(new Event('selectstart', { cancelable: true }))"
    assert not page.evaluate(begins)
    mouse.move(x + 90, y + 20, steps=4)
    mouse.up()
    assert opened.map("selected()") is None
    assert opened.point("tap") == pytest.approx((x + 90, y + 20))
    page.wait_for_timeout(50)
    opened.page.mouse.click(*opened.point("tap"))
    assert opened.map("selected()") == "tap"
    # Afterwards, texts can be marked again.
    assert page.evaluate(begins)
    page.locator("#panel h2").dblclick()
    assert page.evaluate("String(getSelection())") != ""


# --- scripts without idle space -------------------------------------------------------


@pytest.mark.parametrize(
    ("line", "lean"),
    [
        ("  const a = (b, c) => [...b, !c];", "const a=(b,c)=>[...b,!c];"),
        ('  const a = "x = (y)" ;', 'const a = "x = (y)" ;'),
        ("  text.replace(/ = /g, b);", "text.replace(/ = /g, b);"),
        ("  a = b - -c + +d;", "a=b - -c + +d;"),
        ("  // only said", ""),
        ("  x += 1; // and why", "x += 1; // and why"),
    ],
)
def test_space_goes_only_where_it_says_nothing(line, lean):
    assert _page._lean(line) == lean


def test_no_text_of_the_scripts_spans_lines():
    for name in _page.SCRIPTS:
        for line in _page._file(name).splitlines():
            assert line.count("`") % 2 == 0, (name, line)
            assert not line.endswith("\\"), (name, line)
            assert "/*" not in line.split("//")[0] or "`" in line, (name, line)
        assert "<!--" not in _page._lean(_page._file(name))
