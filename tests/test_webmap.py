"""The map page: what Python writes, and what a real browser makes of it."""

import base64
import hashlib
import html
import io
import json
import os
import re
import sys
from importlib import resources
from pathlib import Path

import pandas as pd
import pytest

import tohoku_network as tn
from tohoku_network import scene, webmap
from tohoku_network.errors import ExportError
from tohoku_network.webmap import _font, _page, _payload

LINE_SEPARATOR = "\u2028"
PAYLOADS = {
    "img": "<img src=x onerror=\"document.title='fired'\">",
    "script": "</script><script>document.title='fired'</script>",
    "template": "{{7*7}} ${7*7} <%= 7*7 %>",
    "marker": "@@DATA@@ @@SCRIPT@@",
    "comment": "<!-- <script> \u0026lt; `'\"",
    "__proto__": "__proto__ constructor toString",
    "line": f"行{LINE_SEPARATOR}行",
}


# --- networks -------------------------------------------------------------------------


def network(organizations, memberships, sources=None):
    return tn.AffiliationNetwork.from_frames(
        pd.DataFrame(organizations),
        pd.DataFrame(memberships),
        None if sources is None else pd.DataFrame(sources),
    )


ORGANIZATIONS = """\
id,name,name_en,aliases,sector,kind,prefecture,size_declared,unnamed
tohoku-univ,東北大学,Tohoku University,東北大|TU,academia,university,Miyagi,,
kogyo,株式会社仙台工業,Sendai Kogyo,,industry,company,Miyagi,,
city,仙台市,Sendai City,,government,municipality,Miyagi,,
bank,七十七銀行,77 Bank,,finance,bank,Miyagi,,
banks,地方銀行,Regional banks,,finance,bank,Tohoku,8,true
tap,東北オープンアクセラレータ協議会,Tohoku Accelerator Council,TAP,,council,Tohoku,33,
dx,東北DX推進コンソーシアム,Tohoku DX Consortium,,,consortium,Tohoku,,
alone,青森の会,,,civil,npo,Aomori,,
"""
MEMBERSHIPS = """\
member_id,group_id,role,valid_from,valid_to,source_id,locator,certainty,note
tohoku-univ,tap,chair,2021-04,..,plan,第2章,stated,初代
tohoku-univ,tap,member,2019,2021-03,plan,第1章,stated,
tohoku-univ,dx,adviser,,,plan,第3章,implied,
kogyo,tap,member,,,plan,第2章,stated,
city,dx,secretariat,,2023,,,,
bank,tap,sponsor,,,plan,第2章,stated,
banks,dx,participant,,,plan,第3章,implied,
"""
SOURCES = "id,title,publisher,date\nplan,東北の戦略,経済局,2024-03\n"


def table(text):
    return pd.read_csv(io.StringIO(text), dtype=str)


@pytest.fixture(scope="module")
def council():
    """Two councils that share a university, with a class of unnamed members."""
    return network(table(ORGANIZATIONS), table(MEMBERSHIPS), table(SOURCES))


@pytest.fixture(scope="module")
def hostile():
    """Every payload as a name, and in every other text that reaches the page."""
    texts = list(PAYLOADS.values())
    organizations = [
        {"id": key, "name": text, "name_en": text, "aliases": text,
         "sector": "academia" if i % 2 else text, "kind": text, "prefecture": text,
         "themes": text}
        for i, (key, text) in enumerate(PAYLOADS.items())
    ]  # fmt: skip
    organizations.append({"id": "group", "name": "会" + texts[1], "kind": "council"})
    memberships = [
        {"member_id": key, "group_id": "group", "role": text, "source_id": "source",
         "locator": text, "certainty": text, "note": text}
        for key, text in PAYLOADS.items()
    ]  # fmt: skip
    sources = [{"id": "source", "title": texts[1], "publisher": texts[0]}]
    return network(organizations, memberships, sources)


def crowd(members=440, groups=60, ties=700):
    """A synthetic network of the size that a meeting sees at most."""
    sectors = ["industry", "academia", "government", "finance", "civil", "support"]
    organizations = [
        {"id": f"m{i:03}", "name": f"第{i}東北産業技術株式会社", "kind": "company",
         "name_en": f"Tohoku Industrial Technology No. {i}", "sector": sectors[i % 6]}
        for i in range(members)
    ] + [
        {"id": f"g{i:02}", "name": f"第{i}次地域連携推進協議会", "kind": "council",
         "name_en": f"Regional Collaboration Council No. {i}"}
        for i in range(groups)
    ]  # fmt: skip
    pairs = dict.fromkeys(
        (f"m{(i * 37) % members:03}", f"g{(i * i + i // 7) % groups:02}")
        for i in range(3 * ties)
    )
    rows = [{"member_id": m, "group_id": g, "role": "member"} for m, g in pairs]
    return network(organizations, rows[:ties])


@pytest.fixture(scope="module")
def meeting():
    """Scene of 500 organizations and groups with 700 ties."""
    return scene.build(crowd())


# --- what Python writes ---------------------------------------------------------------


def island(page):
    found = re.search(r'<script type="application/json" id="data">(.*?)</script>', page)
    return json.loads(found[1])


def test_same_input_gives_same_bytes(council):
    first = webmap.render(council, title="図", data_date="2024-03").html
    _font._cut.cache_clear()
    rows = council.memberships.sample(frac=1, random_state=1).reset_index(drop=True)
    shuffled = tn.AffiliationNetwork.from_frames(
        council.organizations.sample(frac=1, random_state=2), rows, council.sources
    )
    assert webmap.render(council, title="図", data_date="2024-03").html == first
    again = webmap.render(shuffled, title="図", data_date="2024-03").html
    assert island(again)["nodes"] == island(first)["nodes"]


def test_policy_lets_exactly_one_script_run(council):
    page = webmap.render(council).html
    head, _, rest = page.partition("<meta http-equiv")
    assert "<meta charset" in head
    assert "@@" not in rest
    scripts = re.findall(r"<script>(.*?)</script>", page, re.DOTALL)
    digest = base64.b64encode(hashlib.sha256(scripts[0].encode()).digest()).decode()
    assert len(scripts) == 1
    assert f"script-src 'sha256-{digest}'" in page
    policy = re.search(r'content="(default-src[^"]*)"', page)[1]
    assert "unsafe-eval" not in policy
    assert re.search(r"\son\w+=", re.sub(r"<script.*?</script>", "", page)) is None


def test_page_names_no_address(council):
    page = webmap.render(council).html
    addresses = set(re.findall(r"https?://[^\s\"'`)]+", page))
    assert all(one.startswith("http://www.w3.org/") for one in addresses)
    assert re.search(r"\b(src|href)=[\"'](?!#)", page) is None


def test_vendored_scripts_are_the_listed_ones():
    folder = resources.files("tohoku_network.webmap") / "vendor"
    listed = json.loads((folder / "vendor.json").read_text("utf-8"))
    for one in listed:
        content = (folder / one["file"]).read_bytes()
        assert hashlib.sha256(content).hexdigest() == one["sha256"], one["name"]
        assert b"sourceMappingURL" not in content
        assert "Copyright" in (folder / one["licence_file"]).read_text("utf-8")
    files = {entry.name for entry in folder.iterdir()}
    named = {one[key] for one in listed for key in ("file", "licence_file")}
    assert files == named | {"vendor.json"}


def test_every_text_of_the_page_is_there_in_both_languages():
    texts = webmap._payload.words()
    own = "".join(_page._file(name) for name in ("page.html", *_page.SCRIPTS))
    used = set(re.findall(r'say\("(\w+)"', own))
    used |= set(re.findall(r'data-(?:text|label|placeholder)="(\w+)"', own))
    assert used <= set(texts)
    assert all(len(both) == 2 and all(both) for both in texts.values())
    assert all(f'"{key}"' in own for key in texts)


def test_texts_of_unreasonable_length_are_clipped():
    organizations = [{"id": f"o{i}", "name": "長" * 100_000} for i in range(20)]
    memberships = [{"member_id": "o0", "group_id": "o1", "note": "注" * 100_000}]
    assert len(webmap.render(network(organizations, memberships)).html) < 400_000


def test_only_the_listed_columns_go_into_the_page(council):
    organizations = council.organizations.reset_index().assign(phone="022-000-0000")
    net = tn.AffiliationNetwork.from_frames(organizations, council.memberships)
    assert "022-000-0000" not in webmap.render(net).html


def test_file_is_small_enough_to_send(meeting):
    assert len(webmap.render(meeting).html.encode()) < 350_000


def test_scene_with_own_positions_is_drawn_as_it_is(council):
    drawn = scene.build(council, unnamed=False)
    facts = island(webmap.render(drawn).html)
    assert facts["nodes"]["id"] == list(drawn.nodes.index)
    assert facts["nodes"]["x"] == drawn.nodes["x"].tolist()


def test_empty_network_has_a_page():
    net = network({"id": [], "name": []}, {"member_id": [], "group_id": []})
    assert island(webmap.render(net).html)["nodes"]["id"] == []


@pytest.mark.parametrize(
    ("arguments", "error", "words"),
    [
        ({"net_or_scene": "net"}, TypeError, "AffiliationNetwork or a Scene, not str"),
        ({"language": "fr"}, ValueError, "'ja' or 'en', not 'fr'"),
        ({"title": 7}, TypeError, "title must be a text, not int"),
        ({"data_date": None}, TypeError, "data_date must be a text, not NoneType"),
    ],
)
def test_wrong_arguments_are_named(council, arguments, error, words):
    arguments = {"net_or_scene": council, **arguments}
    with pytest.raises(error, match=re.escape(words)):
        webmap.render(arguments.pop("net_or_scene"), **arguments)


def test_missing_font_is_explained(monkeypatch):
    monkeypatch.setattr(_font, "find_spec", lambda _name: None)
    with pytest.raises(ExportError, match="matplotlib-fontja"):
        _font._path()


def test_rendering_leaves_matplotlib_alone(council):
    loaded = "matplotlib_fontja" in sys.modules
    webmap.render(council)
    assert ("matplotlib_fontja" in sys.modules) is loaded


# --- saving ---------------------------------------------------------------------------


def test_save_replaces_a_file_and_leaves_nothing_beside_it(tmp_path):
    target = tmp_path / "図.html"
    target.write_text("old")
    assert webmap.WebMap("新").save(str(target)) == target
    assert target.read_bytes() == "新".encode()
    assert list(tmp_path.iterdir()) == [target]
    assert target.stat().st_mode & 0o777 == 0o666 & ~_umask()


def _umask():
    mask = os.umask(0)
    os.umask(mask)
    return mask


def test_failing_save_keeps_the_old_file(tmp_path, monkeypatch):
    target = tmp_path / "map.html"
    target.write_text("old")

    def full(_descriptor):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(ExportError, match="No space left"):
        webmap.WebMap("new").save(target)
    assert target.read_text() == "old"
    assert list(tmp_path.iterdir()) == [target]


def test_save_refuses_what_it_must_not_replace(tmp_path):
    page = webmap.WebMap("page")
    target = page.save(tmp_path / "map.html")
    with pytest.raises(ExportError, match="is a directory"):
        page.save(tmp_path)
    with pytest.raises(ExportError, match="no such folder"):
        page.save(tmp_path / "nowhere" / "map.html")
    with pytest.raises(ExportError, match="overwrite=True"):
        page.save(target, overwrite=False)
    with pytest.raises(ExportError, match="no ordinary file"):
        page.save("/dev/null")
    with pytest.raises(ExportError, match="cannot write"):
        page.save(target / "map.html")


def test_save_replaces_a_link_and_not_what_it_points_to(tmp_path):
    original = tmp_path / "original.csv"
    original.write_text("input")
    link = tmp_path / "map.html"
    link.symlink_to(original)
    webmap.WebMap("page").save(link)
    assert original.read_text() == "input"
    assert link.read_text() == "page"


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


def _chromium():
    found = os.environ.get("CHROMIUM", "/usr/bin/chromium")
    if Path(found).exists():
        return found
    if os.environ.get("TOHOKU_NETWORK_REQUIRE_BROWSER") == "1":
        pytest.fail(f"no browser at {found}")
    pytest.skip(f"no browser at {found}")
    return None


@pytest.fixture(scope="module")
def playwright():
    path = _chromium()
    sync_api = pytest.importorskip("playwright.sync_api")
    with sync_api.sync_playwright() as running:
        yield running, path


@pytest.fixture(scope="module")
def browser(playwright):
    running, path = playwright
    opened = running.chromium.launch(executable_path=path, args=ARGUMENTS)
    yield opened
    opened.close()


class Reader:
    """A page in a fresh offline context, and everything that went wrong in it."""

    def __init__(self, context, path):
        self.faults = []
        self.page = context.new_page()
        self.page.on("console", lambda message: self.faults.append(message.text))
        self.page.on("pageerror", lambda error: self.faults.append(str(error)))
        self.page.on("dialog", lambda dialog: self.faults.append(dialog.message))
        self.page.on("request", self._asked)
        self.page.add_init_script(
            "addEventListener('securitypolicyviolation',"
            " (event) => console.error('policy', event.violatedDirective))"
        )
        self.own = path.as_uri()
        self.page.goto(self.own)

    def _asked(self, request):
        if request.url != self.own and not request.url.startswith("data:"):
            self.faults.append(request.url)

    def ready(self):
        self.page.wait_for_function("window.__map && __map.ready > 0")
        self.page.wait_for_selector("#rows tr", state="attached")
        return self

    def at_rest(self):
        """Wait until moving has ended and the picture is drawn anew."""
        self.page.evaluate("window.still = 0")
        self.page.wait_for_function(
            """() => {
              const now = JSON.stringify(__map.visibleLabels()) + __map.zoom();
              window.still = window.before === now ? window.still + 1 : 0;
              window.before = now;
              return window.still > 2;
            }""",
            polling=160,
        )

    def map(self, call):
        return self.page.evaluate(f"__map.{call}")

    def point(self, identifier):
        place = self.page.evaluate("(id) => __map.place(id)", identifier)
        return place["x"], place["y"]

    def texts(self, selector):
        return self.page.locator(selector).all_inner_texts()


@pytest.fixture
def reader(browser, tmp_path):
    """Open a network, or a page text, in a browser; fault-free unless said."""
    contexts, readers = [], []

    def open_(shown, *, width=1280, height=720, faults=False, on=browser, **options):
        page = shown if isinstance(shown, str) else webmap.render(shown, **options).html
        path = tmp_path / f"map{len(readers)}.html"
        path.write_text(page, encoding="utf-8")
        context = on.new_context(
            offline=True, viewport={"width": width, "height": height}
        )
        contexts.append(context)
        one = Reader(context, path)
        if not faults:
            readers.append(one)
            one.ready()
        return one

    yield open_
    for context in contexts:
        context.close()
    for one in readers:
        assert one.faults == []


def overlaps(labels):
    return [
        (a["text"], b["text"])
        for i, a in enumerate(labels)
        for b in labels[:i]
        if a["left"] < b["right"]
        and b["left"] < a["right"]
        and a["top"] < b["bottom"]
        and b["top"] < a["bottom"]
    ]


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
    assert "推定" in rows[0]
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
        "__map.visibleLabels().some((label) => label.text.includes('University'))"
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
        opened.page.wait_for_function("document.title === 'fired'")


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


GLYPHS = """async () => {
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
  const texts = JSON.stringify(JSON.parse(document.getElementById("data").textContent));
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
        bare = reader("<!doctype html><script id=data>\"東北\"</script>", on=poor,
                      faults=True)  # fmt: skip
        assert {"東", "北", "あ"} <= set(bare.page.evaluate(GLYPHS))
        opened = reader(council, on=poor)
        assert opened.page.evaluate(GLYPHS) == []
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
    opened.page.mouse.move(60, 640)
    opened.page.mouse.down()
    opened.page.mouse.move(160, 600, steps=5)
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
def test_large_map_opens_and_moves(reader):
    opened = reader(crowd(members=3000, groups=200, ties=6000))
    before = opened.map("zoom()")
    opened.page.mouse.move(400, 400)
    opened.page.mouse.wheel(0, -500)
    opened.at_rest()
    assert opened.map("zoom()") > before
    assert overlaps(opened.map("visibleLabels()")) == []
    # What the pointer is over is drawn upon the kept picture, with its names only.
    group = next(one["id"] for one in opened.map("visibleLabels()"))
    opened.page.mouse.move(*opened.point(group))
    opened.page.wait_for_function("!document.getElementById('tooltip').hidden")
    opened.at_rest()
    assert group in {one["id"] for one in opened.map("visibleLabels()")}
    assert overlaps(opened.map("visibleLabels()")) == []


@pytest.mark.browser
def test_empty_network_opens(reader):
    net = network({"id": [], "name": []}, {"member_id": [], "group_id": []})
    page = webmap.render(net).html
    opened = reader(page, faults=True)
    opened.page.wait_for_function("window.__map && __map.ready > 0")
    assert opened.page.locator("#nothing").is_visible()
    assert opened.faults == []


@pytest.mark.browser
def test_curated_map_in_both_languages(reader, tohoku):
    drawn = scene.build(tohoku)
    for language in ("ja", "en"):
        opened = reader(drawn, width=1920, height=1080, language=language)
        assert overlaps(opened.map("visibleLabels()")) == []
        assert opened.map("selected()") is None


def test_frame_text_is_escaped(council):
    page = webmap.render(council)
    frame = page._repr_html_()
    inside = re.search(r'srcdoc="(.*?)"></iframe>', frame, re.DOTALL)[1]
    assert html.unescape(inside) == page.html


def test_payload_marks_missing_cells(council):
    facts = _payload.payload(
        scene.build(council), title=None, language="ja", data_date=""
    )
    json.dumps(facts, allow_nan=False)
