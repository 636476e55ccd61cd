"""Take the pictures of the pages from the program itself: `make pictures`.

Opens the written map in headless Chromium, offline, and saves screenshots.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

import tohoku_network as tn

IMAGES = Path(__file__).parent / "images"
BROWSER = os.environ.get("CHROMIUM") or shutil.which("chromium") or ""
ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--no-first-run"]


def select(page: Page, name: str) -> None:
    """Choose an organization as a person would: through the search box."""
    page.keyboard.press("/")
    page.keyboard.type(name)
    page.wait_for_timeout(300)
    page.keyboard.press("Enter")
    page.wait_for_timeout(600)


def main() -> None:
    """Write map.png (Japanese), map-en.png and map-selected.png."""
    IMAGES.mkdir(exist_ok=True)
    net = tn.load_tohoku()
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=BROWSER, args=ARGUMENTS)
        for name, language, chosen in (
            ("map.png", "ja", None),
            ("map-en.png", "en", None),
            ("map-selected.png", "ja", "TAP"),
        ):
            target = tn.webmap.render(net, language=language).save(
                Path(folder) / f"{name}.html"
            )
            context = browser.new_context(
                offline=True, viewport={"width": 1440, "height": 900}
            )
            page = context.new_page()
            page.goto(target.as_uri())
            page.wait_for_timeout(600)
            if chosen:
                select(page, chosen)
            page.screenshot(path=IMAGES / name)
            context.close()
        browser.close()


if __name__ == "__main__":
    main()
