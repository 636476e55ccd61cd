"""pyvis' object, and a page that asks for nothing and runs nothing from the data."""

import base64
import hashlib
import json
import os
import re
import sys
from html.parser import HTMLParser
from pathlib import Path

import pandas as pd
import pytest

from networks import davis, odd_networks
from tohoku_network import AffiliationNetwork, _glyphs, pyvis_map, scene
from tohoku_network.errors import ExportError
from tohoku_network.pyvis_map import _page

PAYLOADS = {
    "img": "<img src=x onerror=\"document.title='fired'\">",
    "script": "</script><script>document.title='fired'</script>",
    "link": "<a href=\"javascript:document.title='fired'\">東北</a>",
    "template": "{{7*7}} ${7*7} <%= 7*7 %>",
    "comment": "<!-- <script> </head> <body> @@0@@ `'\"",
    "__proto__": "__proto__ constructor toString",
    "line": "行\u2028行\u202eobject",
}


@pytest.fixture(scope="module")
def hostile():
    """Every payload as a name, and in every other text that reaches the page."""
    organizations = pd.DataFrame(
        [
            {"id": key, "name": text, "name_en": text, "sector": text, "kind": text,
             "prefecture": text, "unnamed": i == 2}
            for i, (key, text) in enumerate(PAYLOADS.items())
        ]
        + [{"id": "group", "name": "会" + PAYLOADS["script"], "kind": "council"}]
    )  # fmt: skip
    memberships = pd.DataFrame(
        [{"member_id": k, "group_id": "group", "role": t} for k, t in PAYLOADS.items()]
    )
    return AffiliationNetwork.from_frames(organizations, memberships)


@pytest.fixture(scope="module")
def built(tohoku):
    """Scene of the curated data, laid out once."""
    return scene.build(tohoku)


class Reader(HTMLParser):
    """Elements and their attributes, as an HTML reader sees them."""

    def __init__(self, page):
        super().__init__()
        self.elements = []
        self.feed(page)

    def handle_starttag(self, tag, attributes):
        self.elements.append((tag, dict(attributes)))


# --- the object -----------------------------------------------------------------------


def test_every_organization_is_a_node_and_every_membership_an_edge():
    built = scene.build(davis())
    network = pyvis_map.build(built)
    assert [n["organization"] for n in network.nodes] == built.nodes.index.tolist()
    assert [(n["x"], n["y"]) for n in network.nodes] == [
        tuple(place) for place in built.nodes[["x", "y"]].to_numpy()
    ]
    ids = {n["id"]: n["organization"] for n in network.nodes}
    assert [(ids[e["from"]], ids[e["to"]]) for e in network.edges] == list(
        zip(built.ties["source"], built.ties["target"], strict=True)
    )
    assert network.num_nodes() == 32
    assert network.num_edges() == 89


def test_it_is_pyvis_own_object_and_goes_on_working(tmp_path):
    from pyvis.network import Network

    network = pyvis_map.build(davis())
    assert isinstance(network, Network)
    network.add_node(1000, label="追加", title="<a href='https://example.org'>x</a>")
    network.add_edge(0, 1000)
    network.toggle_physics(False)
    assert network.get_node(1000)["label"] == "追加"
    page = network.generate_html()
    assert "\\u8ffd\\u52a0" in page
    network.write_html(str(tmp_path / "written.html"))
    network.show(str(tmp_path / "shown.html"))
    assert (tmp_path / "written.html").read_text("utf-8") == page
    assert (tmp_path / "shown.html").read_text("utf-8") == page
    assert not (tmp_path / "lib").exists()


def test_sector_certainty_and_class_are_told_by_the_look(built):
    network = pyvis_map.build(built, language="en")
    nodes = {n["organization"]: n for n in network.nodes}
    assert nodes["tohoku-univ"]["shape"] == "dot"
    assert nodes["tohoku-univ"]["color"]["background"] == scene.COLOURS["academia"]
    assert "Academia · University · Miyagi" in nodes["tohoku-univ"]["title"]
    assert nodes["tap"]["image"].startswith("data:image/svg+xml,")
    hollow = built.nodes.index[built.nodes["unnamed"] & (built.nodes.kind == "company")]
    assert all(nodes[i]["shapeProperties"] == {"borderDashes": [3, 2]} for i in hollow)
    dashed = [edge["dashes"] for edge in network.edges]
    assert dashed == (built.ties["certainty"] == "implied").tolist()


def test_the_first_organizations_are_named_from_far(built):
    for language in ("ja", "en"):
        nodes = pyvis_map.build(built, language=language).nodes
        far = [n for n in nodes if n["font"]["size"] == 20]
        assert len(far) > 10
        assert {"tokeiren", "meti-tohoku", "tohoku-univ"} <= {
            n["organization"] for n in far
        }


@pytest.mark.parametrize("name", odd_networks())
def test_odd_networks_have_a_page(name):
    page = pyvis_map.build(odd_networks()[name]).generate_html()
    assert page.startswith('<!doctype html>\n<html lang="ja">')


@pytest.mark.parametrize(
    ("arguments", "error", "words"),
    [
        ({"net_or_scene": 3}, TypeError, "AffiliationNetwork or a Scene, not int"),
        ({"language": "fr"}, ValueError, "'ja' or 'en', not 'fr'"),
    ],
)
def test_wrong_arguments_are_named(arguments, error, words):
    arguments = {"net_or_scene": davis(), **arguments}
    with pytest.raises(error, match=re.escape(words)):
        pyvis_map.build(arguments.pop("net_or_scene"), **arguments)


def test_a_missing_pyvis_is_explained(monkeypatch):
    pyvis_map._offline.cache_clear()
    monkeypatch.setattr(pyvis_map, "find_spec", lambda _name: None)
    with pytest.raises(ImportError, match=r"pip install tohoku-network\[pyvis\]"):
        pyvis_map.build(davis())
    pyvis_map._offline.cache_clear()


def test_a_missing_font_is_explained(monkeypatch):
    _glyphs._cut.cache_clear()
    monkeypatch.setattr(_glyphs, "find_spec", lambda _name: None)
    with pytest.raises(ExportError, match="matplotlib-fontja"):
        pyvis_map.build(davis()).generate_html()


# --- the page -------------------------------------------------------------------------


def test_page_names_no_address_and_fetches_nothing(built):
    reader = Reader(pyvis_map.build(built).generate_html())
    fetching = {"src", "href", "srcset", "data", "action", "poster", "background"}
    for tag, attributes in reader.elements:
        assert not fetching & set(attributes), tag
        assert not [name for name in attributes if name.startswith("on")], tag
    tags = [tag for tag, _ in reader.elements]
    assert "link" not in tags
    assert "iframe" not in tags


def test_policy_lets_only_the_pages_scripts_run(hostile):
    page = pyvis_map.build(hostile).generate_html()
    policy = re.search(r'Content-Security-Policy" content="([^"]*)"', page)[1]
    scripts = re.findall(r"<script>(.*?)</script>", page, re.DOTALL)
    tags = [tag for tag, _ in Reader(page).elements]
    assert tags.count("script") == len(scripts) == page.count("</script>")
    for script in scripts:
        digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
        assert f"'sha256-{digest}'" in policy
    assert policy.startswith("default-src 'none'; script-src 'sha256-")
    assert "unsafe-eval" not in policy
    assert page.index("<meta charset") < page.index("<meta http-equiv") < 1000


def test_nothing_in_the_data_becomes_markup(hostile):
    page = pyvis_map.build(hostile, title=PAYLOADS["img"]).generate_html()
    plain = re.sub(r"<(script|style)>.*?</\1>", "", page, flags=re.DOTALL)
    assert "onerror" not in plain.replace("&lt;img src=x onerror=&quot;", "")
    data = re.search(r"nodes = new vis\.DataSet\((.*?)\);\n", page)[1]
    assert not set("<>&\u2028\u2029") & set(data)
    labels = [node["title"].split("\n")[0] for node in json.loads(data)]
    assert set(list(PAYLOADS.values())[:6]) <= set(labels)


def test_what_pyvis_would_run_is_left_out():
    network = pyvis_map.build(davis())
    network.heading = PAYLOADS["script"]
    network.select_menu = network.filter_menu = True
    page = network.generate_html()
    assert "fired" not in page
    assert "select-node" not in page
    assert "popup.innerHTML" not in page


def test_what_cannot_be_made_safe_is_refused(monkeypatch):
    network = pyvis_map.build(davis())
    network.width = "1px; } </style><script>"
    with pytest.raises(ExportError, match="width is no CSS value"):
        network.generate_html()
    network = pyvis_map.build(davis())
    network.use_DOT = True
    with pytest.raises(ExportError, match="DOT"):
        network.generate_html()
    network = pyvis_map.build(davis())
    network.nodes[0]["x"] = float("nan")
    with pytest.raises(ExportError, match="holds what a page cannot"):
        network.generate_html()
    monkeypatch.setattr(_page, "_DRAW", "another template")
    with pytest.raises(ExportError, match=r"use 0\.3\.2"):
        pyvis_map.build(davis()).generate_html()


def test_same_network_gives_the_same_bytes():
    first = pyvis_map.build(davis()).generate_html()
    assert pyvis_map.build(davis()).generate_html() == first


def test_heading_language_and_period_stand_above_the_map(tohoku):
    page = pyvis_map.build(
        tohoku.at("2021"), title="<会>", language="en"
    ).generate_html()
    assert "<h1>&lt;会&gt;</h1>" in page
    assert "<title>&lt;会&gt;</title>" in page
    assert '<html lang="en">' in page
    for text in ("Academia", "Group", "In force 2021"):
        assert f"{text}</li>" in page


def test_notebook_frame_is_cut_off_from_the_notebook():
    frame = Reader(pyvis_map.build(davis())._repr_html_()).elements
    assert [tag for tag, _ in frame] == ["iframe"]
    assert frame[0][1]["sandbox"] == "allow-scripts"
    assert frame[0][1]["srcdoc"].startswith("<!doctype html>")


# --- saving ---------------------------------------------------------------------------


def test_save_writes_utf8_and_leaves_nothing_beside_it(tmp_path):
    target = tmp_path / "図.html"
    target.write_text("old")
    network = pyvis_map.build(davis(), title="図")
    assert network.save(str(target)) == target
    assert "<h1>図</h1>" in target.read_bytes().decode("utf-8")
    assert list(tmp_path.iterdir()) == [target]


def test_failing_save_keeps_the_old_file(tmp_path, monkeypatch):
    target = tmp_path / "map.html"
    target.write_text("old")

    def full(_descriptor):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(ExportError, match="No space left"):
        pyvis_map.build(davis()).save(target)
    assert target.read_text() == "old"
    assert list(tmp_path.iterdir()) == [target]


def test_save_refuses_what_it_must_not_replace(tmp_path):
    network = pyvis_map.build(davis())
    target = network.save(tmp_path / "map.html")
    with pytest.raises(ExportError, match="is a directory"):
        network.save(tmp_path)
    with pytest.raises(ExportError, match="no ordinary file"):
        network.save("/dev/null")
    with pytest.raises(ExportError, match="overwrite=True"):
        network.save(target, overwrite=False)
    with pytest.raises(ExportError, match="no such folder"):
        network.save(tmp_path / "nowhere" / "map.html")
    with pytest.raises(TypeError, match="made by pyvis_map"):
        pyvis_map.save("network", target)


# --- in a browser ---------------------------------------------------------------------

ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@pytest.fixture(scope="module")
def browser():
    path = os.environ.get("CHROMIUM", "/usr/bin/chromium")
    if not Path(path).exists():
        if os.environ.get("TOHOKU_NETWORK_REQUIRE_BROWSER") == "1":
            pytest.fail(f"no browser at {path}")
        pytest.skip(f"no browser at {path}")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as running:
        opened = running.chromium.launch(executable_path=path, args=ARGUMENTS)
        yield opened
        opened.close()


def visit(browser, path):
    """Open a file offline; the page, and everything that went wrong."""
    context = browser.new_context(offline=True, viewport={"width": 1200, "height": 800})
    page = context.new_page()
    faults = []
    page.on("console", lambda message: faults.append(message.text))
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.on("dialog", lambda dialog: faults.append(dialog.message))
    own = path.as_uri()
    page.on(
        "request",
        lambda request: (
            None
            if request.url == own or request.url.startswith(("data:", "blob:"))
            else faults.append(request.url)
        ),
    )
    page.add_init_script(
        "addEventListener('securitypolicyviolation',"
        " (event) => console.error('policy', event.violatedDirective))"
    )
    page.goto(own)
    return page, faults


@pytest.mark.browser
def test_the_payloads_are_live_in_a_naive_page(browser, tmp_path):
    path = tmp_path / "naive.html"
    path.write_text(f"<!doctype html><title>quiet</title>{PAYLOADS['script'][9:]}")
    page, _ = visit(browser, path)
    assert page.title() == "fired"
    page.context.close()


@pytest.mark.browser
def test_hostile_names_are_inert_and_the_map_is_drawn(browser, tmp_path, hostile):
    network = pyvis_map.build(hostile, title=PAYLOADS["script"])
    path = network.save(tmp_path / "hostile.html")
    page, faults = visit(browser, path)
    page.wait_for_function("network && network.body.nodeIndices.length === 8")
    for number in range(8):
        place = page.evaluate(
            f"network.canvasToDOM(network.getPositions([{number}])[{number}])"
        )
        box = page.locator("#mynetwork").bounding_box()
        page.mouse.move(box["x"] + place["x"], box["y"] + place["y"])
        page.wait_for_timeout(330)
        page.mouse.down()
        page.mouse.up()
    assert page.locator("h1").inner_text() == PAYLOADS["script"]
    assert page.title() == PAYLOADS["script"]
    assert page.evaluate("({}).polluted") is None
    shown = page.locator("div.vis-tooltip").inner_text()
    assert shown.startswith(("<", "{", "_", "行", "会"))
    assert page.locator("div.vis-tooltip :not(br)").count() == 0
    assert faults == []
    page.context.close()


@pytest.mark.browser
def test_the_real_map_opens_offline_with_its_own_letters(browser, tmp_path, built):
    path = pyvis_map.build(built).save(tmp_path / "tohoku.html")
    page, faults = visit(browser, path)
    page.wait_for_function("network && network.body.nodeIndices.length === 630")
    assert page.evaluate("document.fonts.check(\"16px 'Map Gothic'\", '東北大学')")
    assert page.evaluate("[...document.fonts].map((font) => font.status)") == ["loaded"]
    drawn = page.evaluate(
        """() => {
          const canvas = document.querySelector("#mynetwork canvas");
          const { data } = canvas.getContext("2d")
            .getImageData(0, 0, canvas.width, canvas.height);
          let inked = 0;
          for (let i = 3; i < data.length; i += 4) inked += data[i] > 0;
          return inked;
        }"""
    )
    assert drawn > 20_000
    assert faults == []
    page.context.close()


def test_building_leaves_matplotlib_alone():
    loaded = "matplotlib_fontja" in sys.modules
    pyvis_map.build(davis()).generate_html()
    assert ("matplotlib_fontja" in sys.modules) is loaded
