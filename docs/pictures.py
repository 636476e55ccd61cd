"""Take the pictures of the pages from the program itself: `make pictures`.

Opens the written map in headless Chromium, offline, and saves screenshots.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from pathlib import Path

from PIL import Image
from playwright.sync_api import sync_playwright

import tohoku_network as tn
from tohoku_network.cli.outputs import TITLE

IMAGES = Path(__file__).parent / "images"
BROWSER = os.environ.get("CHROMIUM") or shutil.which("chromium") or ""
ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--no-first-run"]


PICTURES = {
    "map.png": ("ja", ""),
    "map-en.png": ("en", ""),
    "map-selected.png": ("ja", "#org=tap"),
    "map-links.png": ("en", "#link=industry|academia"),
    "map-links-ja.png": ("ja", "#link=industry|academia"),
    "map-coverage.png": ("en", "#colour=coverage&of=finance"),
    "map-coverage-ja.png": ("ja", "#colour=coverage&of=finance"),
    "map-communities.png": ("en", "#colour=communities"),
    "map-communities-ja.png": ("ja", "#colour=communities"),
}
"""File name -> language, and what the map is asked by its address."""


def _in_256_colours(path: Path) -> None:
    """A third of the bytes; no colour moves by more than 6 %."""
    picture = Image.open(path).convert("RGB")
    method = Image.Quantize.MAXCOVERAGE  # keeps rare colours, such as one sector's
    picture.quantize(256, method=method, dither=Image.Dither.NONE).save(
        path, optimize=True
    )


def main() -> None:
    """Write the pictures of the map."""
    IMAGES.mkdir(exist_ok=True)
    net = tn.load_tohoku()
    found = tn.communities.detect(net)
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=BROWSER, args=ARGUMENTS)
        for name, (language, fragment) in PICTURES.items():
            target = tn.webmap.render(
                net, title=TITLE, language=language, communities=found
            ).save(Path(folder) / f"{name}.html")
            context = browser.new_context(
                offline=True, viewport={"width": 1440, "height": 900}
            )
            page = context.new_page()
            page.goto(target.as_uri() + fragment)
            page.wait_for_timeout(1000)
            page.screenshot(path=IMAGES / name)
            context.close()
            _in_256_colours(IMAGES / name)
        browser.close()


if __name__ == "__main__":
    main()
