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
