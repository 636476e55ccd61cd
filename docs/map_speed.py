"""How large and how fast is the meeting map?

Draws synthetic networks of three sizes, opens each in headless Chromium without
network and without a graphics card, and writes ``map-speed.md``. Run it by hand::

    python docs/map_speed.py
"""

from __future__ import annotations

import os
import statistics
import tempfile
import time
from pathlib import Path

import numpy as np
import pandas as pd
from playwright.sync_api import sync_playwright

import tohoku_network as tn
from tohoku_network import webmap

SIZES = ((350, 50, 500), (5_000, 400, 20_000), (50_000, 2_000, 200_000))
ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"]
OUT = Path(__file__).with_name("map-speed.md")

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


def measured(browser: object, page_file: Path, runs: int) -> tuple[float, float, float]:
    """Seconds until ready, frames per second when panned, seconds for who links."""
    ready, frames, answer = [], [], []
    for _ in range(runs):
        context = browser.new_context(  # type: ignore[attr-defined]
            offline=True, viewport={"width": 1280, "height": 720}
        )
        page = context.new_page()
        page.goto(page_file.as_uri())
        page.wait_for_function("() => window.__map && __map.ready > 0", timeout=120_000)
        ready.append(page.evaluate("__map.ready") / 1000)
        page.wait_for_timeout(800)
        if page.locator("#part-more").is_visible():
            page.evaluate("() => document.getElementById('part-more').click()")
            page.wait_for_timeout(3000)
        page.mouse.move(400, 400)
        page.mouse.down()
        page.evaluate(f"window.frames_ = ({FRAMES})(1.5)")
        until = time.perf_counter() + 1.5
        i = 0
        while time.perf_counter() < until:
            i += 1
            page.mouse.move(400 + 150 * np.sin(i / 9), 400 + 90 * np.cos(i / 7))
        frames.append(page.evaluate("() => window.frames_"))
        page.mouse.up()
        page.wait_for_timeout(600)  # a click right after a drag counts as its end
        answer.append(page.evaluate(ANSWER) / 1000)
        context.close()
    return tuple(statistics.median(one) for one in (ready, frames, answer))


def main() -> None:
    """Measure and write the page."""
    lines = []
    path = os.environ.get("CHROMIUM", "/usr/bin/chromium")
    with sync_playwright() as running, tempfile.TemporaryDirectory() as folder:
        browser = running.chromium.launch(executable_path=path, args=ARGUMENTS)
        networks = [("the data of this repository", tn.load_tohoku())]
        networks += [(f"{size[0]:,} nodes", synthetic(*size)) for size in SIZES]
        for name, net in networks:
            start = time.perf_counter()
            page = webmap.render(net)
            made = time.perf_counter() - start
            file = page.save(Path(folder) / "map.html")
            ready, frames, answer = measured(
                browser, file, 1 if len(net.memberships) > 100_000 else 3
            )
            size = file.stat().st_size / 1e6
            n_ties = len(net.memberships)
            lines.append(
                f"| {name} | {n_ties:,} | {size:.2f} MB | {made:.1f} s | "
                f"{ready:.2f} s | {frames:.0f} | {answer:.2f} s |"
            )
            print(lines[-1], flush=True)  # noqa: T201
        version = browser.version.split(".")[0]
        browser.close()
    OUT.write_text(TEXT.format(version=version, rows="\n".join(lines)), "utf-8")


TEXT = """\
---
orphan: true
---

# How fast is the meeting map?

Written by `python docs/map_speed.py`: headless Chromium {version} at 1280×720, without
network and without a graphics card, each number the median of three runs
(of one for the largest). Times
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
"""

if __name__ == "__main__":
    main()
