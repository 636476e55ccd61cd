"""How large and how fast is the meeting map, and what else could be used?

Draws synthetic networks of three sizes and places each once. The same places, names
and ties become our page, the page of pyvis as this library makes it safe, and a plain
page of vis-network, the library inside pyvis. All are opened in headless Chromium
without network and without WebGL, and ``map-speed.md`` is written. Run it by hand::

    python docs/map_speed.py
"""

from __future__ import annotations

import os
import re
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from importlib import resources
from pathlib import Path
from typing import NamedTuple

import numpy as np
import pandas as pd
from playwright import sync_api
from playwright.sync_api import Page, Playwright, sync_playwright

import tohoku_network as tn
from tohoku_network import pyvis_map, scene, webmap
from tohoku_network.scene import Scene
from tohoku_network.webmap._page import json_island

SIZES = ((350, 50, 500), (5_000, 400, 20_000), (50_000, 2_000, 200_000))
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-software-rasterizer",
    "--disable-quic",
    "--no-first-run",
]
LIMIT = 60.0
"""Seconds that a page may take until its first picture; then it is given up."""
OUT = Path(__file__).with_name("map-speed.md")

# The first picture is there when the script that filled the first symbol has ended,
# whatever library it belongs to.
WATCH = """(() => {
  const own = CanvasRenderingContext2D.prototype;
  const { fill } = own;
  own.fill = function (...rest) {
    if (this.canvas.isConnected) {
      own.fill = fill;
      setTimeout(() => { window.drawn_ = performance.now(); });
    }
    return fill.apply(this, rest);
  };
})();"""
ANSWER = """() => {
  const start = performance.now();
  document.getElementById("link-mode").click();
  return performance.now() - start;
}"""
FRAMES = """(seconds) => new Promise((done) => {
  let n = 0;
  const start = performance.now();
  const count = () => {
    n += 1;
    const passed = (performance.now() - start) / 1000;
    if (passed < seconds) requestAnimationFrame(count);
    else done(n / passed);
  };
  requestAnimationFrame(count);
})"""


def synthetic(n_nodes: int, n_groups: int, n_ties: int) -> tn.AffiliationNetwork:
    """Members of eight sectors in groups of very different sizes."""
    rng = np.random.default_rng(1)
    n_members = n_nodes - n_groups
    sectors = ["industry", "academia", "government", "finance", "civil", "support"]
    organizations = pd.DataFrame(
        {
            "id": [f"m{i:05}" for i in range(n_members)]
            + [f"g{i:04}" for i in range(n_groups)],
            "name": [f"第{i}東北産業技術株式会社" for i in range(n_members)]
            + [f"第{i}次地域連携推進協議会" for i in range(n_groups)],
            "sector": [sectors[i % 6] for i in range(n_members)] + [""] * n_groups,
            "kind": ["company"] * n_members + ["council"] * n_groups,
        }
    )
    weight = 1 / (1 + np.arange(n_groups))
    pairs = pd.DataFrame(
        {
            "member_id": rng.integers(n_members, size=n_ties),
            "group_id": rng.choice(n_groups, size=n_ties, p=weight / weight.sum()),
        }
    ).drop_duplicates()
    pairs["member_id"] = pairs["member_id"].map("m{:05}".format)
    pairs["group_id"] = pairs["group_id"].map("g{:04}".format)
    years = rng.integers(2005, 2024, size=len(pairs))
    return tn.AffiliationNetwork.from_frames(
        organizations, pairs.assign(valid_from=years.astype(str), role="member")
    )


class Measure(NamedTuple):
    """What one page takes: bytes, seconds until drawn, frames per second, seconds."""

    size: int
    ready: float
    frames: float
    answer: float


@contextmanager
def opened(running: Playwright, file: Path) -> Iterator[Page]:
    """A page in a browser of its own, which ends with it whatever the page does."""
    path = os.environ.get("CHROMIUM", "/usr/bin/chromium")
    browser = running.chromium.launch(executable_path=path, args=ARGUMENTS)
    try:
        page = browser.new_context(
            offline=True, viewport={"width": 1280, "height": 720}
        ).new_page()
        page.set_default_timeout(LIMIT * 1000)
        page.add_init_script(WATCH)
        page.goto(file.as_uri(), wait_until="commit")
        yield page
    finally:
        browser.close()


def measured(running: Playwright, file: Path, runs: int) -> Measure | None:
    """Medians over the runs; None for a page that draws nothing within the limit."""
    found = []
    for _ in range(runs):
        with opened(running, file) as page:
            try:
                page.wait_for_function("() => window.drawn_ > 0")
            except sync_api.TimeoutError:
                return None
            found.append((page.evaluate("drawn_ / 1000"), *_moved(page)))
            has_webgl = page.evaluate(
                "document.createElement('canvas').getContext('webgl') !== null"
            )
            assert not has_webgl  # noqa: S101 (the premise of the whole table)
    return Measure(
        file.stat().st_size,
        *(statistics.median(one) for one in zip(*found, strict=True)),
    )


def _moved(page: Page) -> tuple[float, float]:
    """Frames per second while the map is dragged; seconds until it answers."""
    page.wait_for_timeout(800)
    is_ours = page.evaluate("'__map' in window")
    if is_ours and page.locator("#part-more").is_visible():
        page.evaluate("() => document.getElementById('part-more').click()")
        page.wait_for_timeout(3000)
    page.mouse.move(400, 400)
    page.mouse.down()
    page.evaluate(f"window.frames_ = ({FRAMES})(1.5); 0")
    until = time.perf_counter() + 1.5
    i = 0
    while time.perf_counter() < until:
        i += 1
        page.mouse.move(400 + 150 * np.sin(i / 9), 400 + 90 * np.cos(i / 7))
    frames = page.evaluate("() => window.frames_")
    page.mouse.up()
    if not is_ours:
        return frames, float("nan")
    page.wait_for_timeout(600)  # a click right after a drag counts as its end
    return frames, page.evaluate(ANSWER) / 1000


# --- the pages ------------------------------------------------------------------------


def library() -> str:
    """The script of vis-network that pyvis carries, the newest of them."""
    folder = resources.files("pyvis") / "templates" / "lib"
    versions = sorted(one.name for one in folder.iterdir() if "vis-" in one.name)
    return (folder / versions[-1] / "vis-network.min.js").read_text("utf-8")


def plain_page(drawn: Scene, file: Path) -> None:
    """The same names at the same places, as the manual of vis-network draws them."""
    number = {one: i for i, one in enumerate(drawn.nodes.index)}
    nodes = [
        {"id": number[row.Index], "label": row.name, "x": row.x, "y": row.y}
        for row in drawn.nodes[["name", "x", "y"]].itertuples(name="Node")
    ]
    ends = zip(drawn.ties["source"], drawn.ties["target"], strict=True)
    edges = [{"from": number[one], "to": number[other]} for one, other in ends]
    options = {"physics": False, "edges": {"smooth": False}, "nodes": {"shape": "dot"}}
    options["layout"] = {"improvedLayout": False}
    parts = [json_island(one) for one in ({"nodes": nodes, "edges": edges}, options)]
    file.write_text(
        f"<!doctype html><meta charset=utf-8><title>vis-network</title>"
        "<style>#map{height:700px}</style><div id=map></div>"
        f"<script>{library()}</script><script>"
        f"new vis.Network(document.getElementById('map'),{','.join(parts)})</script>",
        "utf-8",
    )


PAGES: dict[str, Callable[[Scene, Path], object]] = {
    "this map": lambda drawn, file: webmap.render(drawn).save(file),
    "pyvis, made safe": lambda drawn, file: pyvis_map.build(drawn).save(file),
    "vis-network, plain": plain_page,
}


# --- the tables -----------------------------------------------------------------------


def times(value: float, ours: float) -> str:
    """How many times ours, to two digits; nothing where it is ours."""
    return "" if value == ours else f" (×{value / ours:.2g})"


def compared(name: str, found: dict[str, Measure | None]) -> list[str]:
    """Rows of the comparison: each page beside ours."""
    ours = found["this map"]
    rows = []
    for what, one in found.items():
        if one is None or ours is None:
            cells = ["–", f"not finished in {LIMIT:.0f} s", "–", "–"]
        else:
            cells = [
                f"{one.size / 1e6:.2f} MB{times(one.size, ours.size)}",
                f"{one.ready:.2f} s{times(one.ready, ours.ready)}",
                f"{one.frames:.0f}{times(one.frames, ours.frames)}",
                "yes",
            ]
        rows.append(f"| {' | '.join([name, what, *cells])} |")
    return rows


def main(sizes: tuple[tuple[int, int, int], ...] = SIZES) -> None:
    """Measure and write the page."""
    own, others = [], []
    networks = [("the data of this repository", tn.load_tohoku())]
    networks += [(f"{size[0]:,} nodes", synthetic(*size)) for size in sizes]
    with sync_playwright() as running, tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "map.html"
        for name, net in networks:
            n_ties = len(net.memberships)
            runs = 1 if n_ties > 100_000 else 3
            start = time.perf_counter()
            drawn = scene.build(net)
            placed = time.perf_counter() - start
            found = {}
            for what, write in PAGES.items():
                start = time.perf_counter()
                write(drawn, file)
                written = time.perf_counter() - start
                found[what] = one = measured(running, file, runs)
                print(name, what, f"{written:.1f} s to write", one, flush=True)  # noqa: T201
                if what == "this map" and one:
                    own.append(
                        f"| {name} | {n_ties:,} | {one.size / 1e6:.2f} MB | "
                        f"{placed + written:.1f} s | {one.ready:.2f} s | "
                        f"{one.frames:.0f} | {one.answer:.2f} s |"
                    )
            others += compared(name, found)
        with opened(running, file) as page:
            page.wait_for_load_state()
            version = page.evaluate(r"navigator.userAgent.match(/Chrome\/(\d+)/)[1]")
    vis = re.search(r"@version ([\d.]+)", library())
    OUT.write_text(
        TEXT.format(
            version=version,
            vis=vis[1] if vis else "?",
            rows="\n".join(own),
            others="\n".join(others),
            limit=f"{LIMIT:.0f}",
        ),
        "utf-8",
    )


TEXT = """\
---
orphan: true
---

# How fast is the meeting map?

Written by `python docs/map_speed.py`: headless Chromium {version} at 1280×720, without
network, without a graphics card and with WebGL switched off, each number the median
of three runs (of one for the largest). Times
depend on the machine and on what else it does; sizes do not.

| network | memberships | file | made in Python | ready | frames/s panned | who links |
|---|---|---|---|---|---|---|
{rows}

*Made* is the time in Python, layout and font included. The map is *ready* when its
first picture is drawn. Above 800 nodes it opens with the
groups and the best-connected organizations; panning is measured after *Draw all*, with
every node on the sheet. *Who links* counts industry × academia over everything that
the filters show; where that is too much, as with 50,000 nodes here, the page asks
the reader to narrow it first.

## Beside the alternatives

The same names at the same places in three pages: this map, `tn.pyvis_map` (pyvis
0.3.2 with what it needs inside the file), and plain vis-network {vis}, the version that
this pyvis carries, with dots, straight edges and no simulated forces. In brackets: how
many times this map's number. A page that draws nothing within {limit} seconds is
given up.

| network | page | file | ready | frames/s panned | works without WebGL |
|---|---|---|---|---|---|
{others}

This map's file also holds the evidence behind every membership, both languages, a
Japanese font, search, filters and table; the plain page holds names, places and ties
only. The other two draw the whole network from the start.
"""

if __name__ == "__main__":
    main()
