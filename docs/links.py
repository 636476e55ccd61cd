"""Do all links of the built pages lead somewhere? Runs at the end of every build.

Pages, pictures and anchors inside the built folder are checked. Links to the network
are not followed, and nothing that a page needs may lie there: pages open offline.
"""

from __future__ import annotations

from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urlsplit

SKIPPED = ("genindex.html", "search.html")
"""Pages of the theme, which answer without a place of their own."""


class Page(HTMLParser):
    """Anchors of a page, and the links that leave from it."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.anchors: set[str] = set()
        self.links: list[str] = []
        self.needs: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Keep what can be linked to, and what links."""
        found = dict(attrs)
        for name in ("id", "name"):
            self.anchors.add(found.get(name) or "")
        is_page = tag == "a" or (tag == "link" and found.get("rel") != "stylesheet")
        for name in ("href", "src"):
            (self.links if is_page else self.needs).append(found.get(name) or "")


def broken(folder: Path) -> list[str]:
    """Links that lead nowhere, as "page: link".

    Parameters
    ----------
    folder
        The built pages.

    Returns
    -------
    list of str
        One line for each broken link, sorted.
    """
    pages = {
        path: Page(path.read_text(encoding="utf-8"))
        for path in sorted(folder.rglob("*.html"))
        if "_static" not in path.relative_to(folder).parts
    }
    wrong = set()
    for path, page in pages.items():
        for link in [*page.links, *page.needs]:
            to = urlsplit(link)
            if to.scheme or to.netloc:
                if link in page.needs and to.scheme != "data":
                    wrong.add(f"{path.relative_to(folder)}: needs {link}")
                continue
            target = (path.parent / unquote(to.path)).resolve() if to.path else path
            if not target.exists():
                wrong.add(f"{path.relative_to(folder)}: {link}")
            elif to.fragment and target in pages and target.name not in SKIPPED:
                # The map reads what stands behind its "#" itself.
                is_map = target.name.startswith("map-") and target.parent == folder
                if not is_map and unquote(to.fragment) not in pages[target].anchors:
                    wrong.add(f"{path.relative_to(folder)}: {link}")
    return sorted(wrong)
