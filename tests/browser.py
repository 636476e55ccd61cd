"""What the tests of the map page share: networks, and a browser to read pages with."""

import base64
import io
import json
import os
import re
import zlib
from functools import cache
from pathlib import Path

import pandas as pd
import pytest
from matplotlib import image

import tohoku_network as tn
from tohoku_network import scene, webmap

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


# Every module that imports a fixture has one of its own; what is made, is made once.
@pytest.fixture(scope="session")
def council():
    """Two councils that share a university, with a class of unnamed members."""
    return _council()


@cache
def _council():
    return network(table(ORGANIZATIONS), table(MEMBERSHIPS), table(SOURCES))


@pytest.fixture(scope="session")
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


@pytest.fixture(scope="session")
def meeting():
    """Scene of 500 organizations and groups with 700 ties."""
    return _crowd_scene()


@pytest.fixture(scope="session")
def large():
    """Scene of 3,200 organizations and groups, too many to be drawn at once."""
    return _crowd_scene(members=3000, groups=200, ties=6000)


@cache
def _crowd_scene(**sizes):
    return scene.build(crowd(**sizes))


@cache
def _curated_scene():
    return scene.build(tn.load_tohoku())


@pytest.fixture(scope="session")
def curated():
    """Scene of the network that the library ships."""
    return _curated_scene()


# --- what a page carries --------------------------------------------------------------


def island(page):
    """The facts in a page's text, deflated or not."""
    found = re.search(r'<script type="application/json" id="data">(.*?)</script>', page)
    facts = json.loads(found[1])
    if "deflated" in facts:
        facts = json.loads(zlib.decompress(base64.b64decode(facts["deflated"])))
    return facts


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
PHONE = {"is_mobile": True, "has_touch": True, "device_scale_factor": 2}

_RUNNING = {}
_RENDERED = {}


def _chromium():
    found = os.environ.get("CHROMIUM", "/usr/bin/chromium")
    if Path(found).exists():
        return found
    if os.environ.get("TOHOKU_NETWORK_REQUIRE_BROWSER") == "1":
        pytest.fail(f"no browser at {found}")
    pytest.skip(f"no browser at {found}")
    return None


@pytest.fixture(scope="session")
def playwright(request):
    """Playwright and the path of the browser; one for all modules that import this."""
    path = _chromium()
    sync_api = pytest.importorskip("playwright.sync_api")
    if not _RUNNING:
        manager = sync_api.sync_playwright()
        running = manager.__enter__()
        opened = running.chromium.launch(executable_path=path, args=ARGUMENTS)
        _RUNNING.update(running=running, opened=opened)
        request.config.add_cleanup(lambda: manager.__exit__(None, None, None))
        request.config.add_cleanup(opened.close)
    return _RUNNING["running"], path


@pytest.fixture(scope="session")
def browser(playwright):
    assert playwright
    return _RUNNING["opened"]


def _page_of(shown, options):
    key = (id(shown), *sorted(options.items()))
    if key not in _RENDERED:
        # The network is kept, so that its number is not given to another one.
        _RENDERED[key] = (shown, webmap.render(shown, **options).html)
    return _RENDERED[key][1]


class Reader:
    """A page in an offline context of its own, and everything that went wrong in it."""

    def __init__(self, on, file, fragment="", *, width=1280, height=720, phone=False):
        self.faults = []
        self.context = on.new_context(
            offline=True,
            accept_downloads=True,
            reduced_motion="reduce",
            viewport={"width": width, "height": height},
            **(PHONE if phone else {}),
        )
        self.page = self.context.new_page()
        self.page.on("console", lambda message: self.faults.append(message.text))
        self.page.on("pageerror", lambda error: self.faults.append(str(error)))
        self.page.on("dialog", lambda dialog: self.faults.append(dialog.message))
        self.page.on("request", self._asked)
        self.page.add_init_script(
            "addEventListener('securitypolicyviolation',"
            " (event) => console.error('policy', event.violatedDirective))"
        )
        self.own = file.as_uri()
        self.page.goto(self.own + fragment)

    def _asked(self, request):
        if request.url.partition("#")[0] != self.own and not request.url.startswith(
            "data:"
        ):
            self.faults.append(request.url)

    def ready(self):
        self.page.wait_for_function("() => window.__map && __map.ready > 0")
        self.page.wait_for_selector("#rows tr", state="attached")
        return self

    def to_beginning(self, fragment=""):
        """As the page opens, without opening it again; saved views and lists stay."""
        self.page.emulate_media(media="null")
        self.page.mouse.move(0, 0)
        self.page.evaluate(
            """(where) => {
              for (const id of ["table-close", "conditions-close"]) {
                document.getElementById(id).click();
              }
              document.getElementById("search").value = "";
              document.getElementById("export-list").hidden = true;
              document.activeElement.blur();
              scrollTo(0, 0);
              history.replaceState(null, "", where);
              dispatchEvent(new HashChangeEvent("hashchange", {newURL: location.href}));
            }""",
            "#look=paper&" + fragment,
        )
        return self.drawn()

    def drawn(self):
        """Wait until what was asked for is painted."""
        self.page.evaluate(
            "() => new Promise((done) =>"
            " requestAnimationFrame(() => requestAnimationFrame(() => done())))"
        )
        return self

    def at_rest(self):
        """Wait until moving has ended and the picture is drawn anew."""
        self.page.evaluate("window.still = 0")
        self.page.wait_for_function(
            """() => {
              const now = JSON.stringify(__map.visibleLabels()) + __map.zoom();
              window.still = window.before === now ? window.still + 1 : 0;
              window.before = now;
              return window.still > 4;
            }""",
            polling=50,
        )

    def map(self, call):
        return self.page.evaluate(f"__map.{call}")

    def point(self, identifier):
        place = self.page.evaluate("(id) => __map.place(id)", identifier)
        return place["x"], place["y"]

    def texts(self, selector):
        return self.page.locator(selector).all_inner_texts()

    def pixels(self, clip=None):
        """What is seen, as rows of red, green and blue between 0 and 1."""
        return image.imread(io.BytesIO(self.page.screenshot(clip=clip)))[:, :, :3]

    def tick(self, axis, *codes):
        """Tick words of a condition, as a click does."""
        self.page.evaluate(
            """([axis, codes]) => {
              const box = document.querySelector(`fieldset[data-axis=${axis}]`);
              for (const tick of box.querySelectorAll("input")) {
                if (codes.includes(tick.dataset.code)) tick.click();
              }
            }""",
            [axis, list(codes)],
        )

    def of_sectors(self, *kept):
        for chip in self.page.locator(".chip").all():
            if chip.get_attribute("data-sector") not in kept:
                chip.click()

    def set_year(self, year):
        place = 0 if year is None else self.map("years()").index(year) + 1
        self.page.evaluate(
            """(place) => {
              const slider = document.getElementById("year");
              slider.value = place;
              slider.dispatchEvent(new Event("input"));
            }""",
            place,
        )

    def saved(self, button, path):
        """Name proposed for a file to take away, and where it is saved."""
        self.page.click("#export-menu")
        with self.page.expect_download() as download:
            self.page.click(button)
        download.value.save_as(path)
        return download.value.suggested_filename, path


@pytest.fixture
def reader(browser, tmp_path):
    """Open a network, or a page text, in a browser; fault-free unless said."""
    opened, watched = [], []

    def open_(shown, *, faults=False, on=browser, fragment="", **options):
        window = {
            key: options.pop(key)
            for key in ("width", "height", "phone")
            if key in options
        }
        path = tmp_path / f"map{len(opened)}.html"
        text = shown if isinstance(shown, str) else _page_of(shown, options)
        path.write_text(text, encoding="utf-8")
        one = Reader(on, path, fragment, **window)
        opened.append(one)
        if not faults:
            watched.append(one.ready())
        return one

    yield open_
    for one in opened:
        one.context.close()
    for one in watched:
        assert one.faults == []


@pytest.fixture(scope="module")
def _kept(browser, tmp_path_factory):
    """Pages that stay open through a module."""
    pages = {}
    yield pages, browser, tmp_path_factory.mktemp("pages")
    for _, one in pages.values():
        one.context.close()


@pytest.fixture
def again(_kept):
    """The page of a network, opened once in a module and brought to its beginning.

    For tests that look, choose and filter; what outlives that (saved views, a map
    drawn as a whole, a file downloaded) asks for a page of its own: ``reader``.
    """
    pages, on, folder = _kept
    used = []

    def open_(shown, *, width=1280, height=720, fragment=""):
        if id(shown) not in pages:
            path = folder / f"map{len(pages)}.html"
            path.write_text(_page_of(shown, {}), encoding="utf-8")
            pages[id(shown)] = (shown, Reader(on, path).ready())
        one = pages[id(shown)][1]
        if one.page.viewport_size != {"width": width, "height": height}:
            one.page.set_viewport_size({"width": width, "height": height})
            one.drawn()
        used.append(one)
        return one.to_beginning(fragment)

    yield open_
    for one in used:
        faults, one.faults[:] = list(one.faults), []
        assert faults == []


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
