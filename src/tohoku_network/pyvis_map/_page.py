"""How does pyvis' template become a page that is safe and offline?

Scripts are set aside first, so that nothing can change what they hold; what the
template would fetch is taken out, and a security policy lets only those scripts run.
"""

from __future__ import annotations

import base64
import hashlib
import html
import json
import re
from functools import cache
from typing import Any

from tohoku_network.errors import ExportError, printable
from tohoku_network.pyvis_map import _glyphs
from tohoku_network.pyvis_map._items import FACE

__all__ = ["page"]

_CSS_VALUE = re.compile(r"[\w#%.(), +-]{1,60}")
_STYLE = """
body { margin: 0; font-family: @@FACE@@; color: #17212e; background: #fff; }
header { padding: 0.7rem 1rem 0.4rem; }
h1 { margin: 0 0 0.4rem; font-size: 1.3rem; font-weight: 600; }
ul { display: flex; flex-wrap: wrap; gap: 0.2rem 1.1rem; margin: 0; padding: 0;
  list-style: none; font-size: 0.85rem; }
li { display: inline-flex; align-items: center; gap: 0.35rem; }
#mynetwork { box-sizing: border-box; }
div.vis-tooltip { white-space: pre-line; max-width: 32rem; font-family: @@FACE@@; }
"""


def page(network: Any) -> str:  # noqa: ANN401  (pyvis has no types)
    """Page of a network: pyvis' template without what it fetches or runs from data."""
    if network.use_DOT:
        msg = "a network read from DOT text has no safe page: add nodes and edges"
        raise ExportError(msg)
    nodes, edges, _, height, width, options = network.get_network_data()
    sizes = {"height": height, "width": width, "bgcolor": network.bgcolor}
    for name, value in sizes.items():
        if not _CSS_VALUE.fullmatch(str(value)):
            msg = f"{name} is no CSS value: {printable(str(value))!r}"
            raise ExportError(msg)
    rendered = _template(network.template_dir).render(
        **sizes,
        nodes=_plain(nodes),
        edges=_plain(edges),
        options=options.replace("<", "\\u003c"),
        heading="",
        physics_enabled=False,
        neighborhood_highlight=network.neighborhood_highlight,
        conf=network.conf,
        cdn_resources="in_line",
        # Each of these would run what stands in the data.
        use_DOT=False,
        tooltip_link=False,
        select_menu=False,
        filter_menu=False,
        widget=False,
        notebook=False,
    )
    return _cleaned(rendered, network)


@cache
def _template(folder: str) -> Any:  # noqa: ANN401  (jinja2 comes with pyvis only)
    """Pyvis' template, read once: reading it takes longer than filling it in."""
    from jinja2 import Environment, FileSystemLoader

    # As pyvis does; what is filled in is escaped by the template or checked above.
    environment = Environment(loader=FileSystemLoader(folder), autoescape=False)  # noqa: S701
    return environment.get_template("template.html")


def _plain(items: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Items as JSON can hold them, told early and by name if it cannot."""
    try:
        json.dumps(items, allow_nan=False)
    except (TypeError, ValueError) as error:
        msg = f"a node or an edge holds what a page cannot: {error}"
        raise ExportError(msg) from error
    return items


# Names are measured when the picture is made, so their font must be there by then.
_DRAW = "drawGraph();\n"
_DRAW_LATER = (
    f"document.fonts.load(\"16px '{_glyphs.FAMILY}'\").then(drawGraph, drawGraph);\n"
)
_LINK = re.compile(r"<link\b[^>]*>", re.DOTALL)
_SCRIPT = re.compile(r"(<script\b[^>]*>)(.*?)</script>", re.DOTALL)


def _cleaned(rendered: str, network: Any) -> str:  # noqa: ANN401
    """Rendered template without foreign parts, with heading and security policy."""
    # HTML readers turn line ends into \n before they hash a script; so do we.
    page = rendered.replace("\r\n", "\n").replace("\r", "\n")
    scripts: list[str] = []

    drawn = page.count(_DRAW)

    def keep(found: re.Match[str]) -> str:
        if "src=" in found[1].replace(" ", ""):
            return ""
        scripts.append(found[2].replace(_DRAW, _DRAW_LATER))
        return f"<script>@@{len(scripts) - 1}@@</script>"

    # Scripts are set aside, so that nothing below can change what they hold.
    page = _SCRIPT.sub(keep, page)
    page = re.sub(r"<!--.*?-->", "", page, flags=re.DOTALL)
    page = re.sub(r"<center>.*?</center>", "", page, flags=re.DOTALL)
    page = _LINK.sub("", page)
    page = re.sub(r"<meta\b[^>]*>", "", page)
    if drawn != 1 or re.search(r"\b(?:src|href|on\w+)\s*=", page):
        msg = "this version of pyvis makes a page that cannot be made safe: use 0.3.2"
        raise ExportError(msg)
    language, title = network.page_language, html.escape(network.page_title)
    head = (
        f'<!doctype html>\n<html lang="{language}">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{_policy(scripts)}">\n'
        f'<meta name="viewport" content="width=device-width">\n<title>{title}</title>\n'
    )
    readable = json.dumps([network.nodes, network.edges], ensure_ascii=False)
    font = _glyphs.style(readable + network.page_title + network.page_legend)
    style = f"<style>{font}{_STYLE.replace('@@FACE@@', FACE)}</style>\n</head>"
    heading = f"<header><h1>{title}</h1>{network.page_legend}</header>"
    page = re.sub(r"^\s*<html>\s*<head>", lambda _: head, page, count=1)
    page = page.replace("</head>", style, 1)
    page = page.replace("<body>", f"<body>\n{heading}", 1)
    return re.sub(
        r"<script>@@(\d+)@@</script>",
        lambda found: f"<script>{scripts[int(found[1])]}</script>",
        page,
    )


def _policy(scripts: list[str]) -> str:
    """Only these scripts run, and nothing is fetched."""
    hashes = " ".join(
        f"'sha256-{base64.b64encode(hashlib.sha256(one.encode()).digest()).decode()}'"
        for one in scripts
    )
    return (
        f"default-src 'none'; script-src {hashes}; style-src 'unsafe-inline'; "
        "img-src data: blob:; font-src data:; base-uri 'none'; form-action 'none'"
    )
