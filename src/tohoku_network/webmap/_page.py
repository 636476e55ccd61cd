"""How do template, style, scripts, font and data become one page?

The template is filled in a single pass over fixed markers, so what is filled in is
never read as template. The scripts are one block whose hash is all that the page's
own security policy lets run.
"""

from __future__ import annotations

import base64
import hashlib
import html
import json
import re
import zlib
from functools import cache
from importlib import resources

from tohoku_network.webmap import _font

__all__ = ["SCRIPTS", "json_island", "page"]

SCRIPTS = (
    "hand.js",
    "glide.js",
    "data.js",
    "text.js",
    "shapes.js",
    "dom.js",
    "labels.js",
    "conditions.js",
    "linking.js",
    "change.js",
    "view.js",
    "covering.js",
    "looks.js",
    "brush.js",
    "naming.js",
    "draw.js",
    "panel.js",
    "filters.js",
    "linkmode.js",
    "lookmode.js",
    "legend.js",
    "facts.js",
    "svg.js",
    "sheet.js",
    "search.js",
    "table.js",
    "address.js",
    "takeaway.js",
    "main.js",
)
"""The page's own scripts, in the order in which they build on each other."""

_LONGEST_PLAIN = 32_000
"""Longer data are deflated; shorter ones can be read in the page's own text."""

_MARKER = re.compile(r"@@([A-Z]+)@@")
_TEXT = re.compile("[\"'`/]")
_SIGNS = re.compile(r" ?([=<>!&|?:*%,;{}()\[\]]+) ?")
_UNSAFE = re.compile("[<>&\u2028\u2029\ud800-\udfff]")


def page(payload: dict[str, object]) -> str:
    """Page with the given facts in it.

    Parameters
    ----------
    payload
        What :func:`tohoku_network.webmap._payload.payload` returns.

    Returns
    -------
    str
        HTML of the page. Long data are deflated in it; their bytes are the same for
        the same build of zlib, and the data in them for every build.

    Examples
    --------
    >>> page({"title": "@@DATA@@", "language": "ja", "ui": []}).count("@@DATA@@") > 0
    True
    """
    island = json_island(payload)
    # Whatever the page can show: its data, and what stands in the template and in the
    # scripts for browsers that cannot read the data.
    readable = island + _file("page.html") + _file("data.js")
    script = _script()
    digest = hashlib.sha256(script.encode("utf-8")).digest()
    heading = str(payload["title"] or _default_title(payload))
    filled = {
        "LANGUAGE": str(payload["language"]),
        "HASH": base64.b64encode(digest).decode("ascii"),
        "TITLE": html.escape(heading),
        "STYLE": _style().replace("@@FONT@@", _font.data_uri(readable)),
        "DATA": _deflated(island) if len(island) > _LONGEST_PLAIN else island,
        "SCRIPT": script,
    }
    return _MARKER.sub(lambda marker: filled[marker[1]], _file("page.html"))


def json_island(value: object) -> str:
    r"""JSON that no HTML parser can mistake for markup or the end of a script.

    Parameters
    ----------
    value
        Anything JSON can hold.

    Returns
    -------
    str
        JSON with the five dangerous characters, and lone surrogates, escaped.

    Examples
    --------
    >>> json_island("</script>&")
    '"\\u003c/script\\u003e\\u0026"'
    """
    text = json.dumps(value, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
    return _UNSAFE.sub(lambda found: f"\\u{ord(found[0]):04x}", text)


def _deflated(island: str) -> str:
    """Island that holds another one, deflated; base64 knows no dangerous character."""
    packed = zlib.compress(island.encode("utf-8"), 9)
    return json_island({"deflated": base64.b64encode(packed).decode("ascii")})


def _default_title(payload: dict[str, object]) -> str:
    ui = payload["ui"]
    texts = {key: both for key, *both in ui} if isinstance(ui, list) else {}
    both = texts.get("title", ["", ""])
    return both[0] if payload["language"] == "ja" else both[1]


@cache
def _script() -> str:
    """All scripts in one block, with the licences of the borrowed ones."""
    vendored = json.loads(_file("vendor/vendor.json"))
    licences = dict.fromkeys(_file(f"vendor/{one['licence_file']}") for one in vendored)
    parts = ["/*", *licences, "*/", '"use strict";']
    parts += ["(async () => {", "const host = {};"]
    # Borrowed scripts hang themselves on the global object; here that is ours.
    parts.append("(function (globalThis) {")
    parts += [_file(f"vendor/{one['file']}") for one in vendored]
    parts += ["}).call(host, host);", "const d3 = host.d3;"]
    parts += [_lean(_file(name)) for name in SCRIPTS]
    parts.append("})();")
    return "\n".join(part.rstrip("\n") for part in parts) + "\n"


@cache
def _style() -> str:
    """The style without comments, and without space that says nothing."""
    bare = re.sub(r"/\*.*?\*/", "", _file("page.css"), flags=re.DOTALL)
    lines = re.sub(r"\s*\n\s*", "\n", bare).strip()
    return re.sub(r" *([{};]) *|(?<=[:,]) ", r"\1", lines)


def _lean(script: str) -> str:
    """Own script without indentation, lines of comment and idle space.

    No text spans lines, so a line without a quotation mark or a slash holds neither
    text nor pattern, and the space around its signs says nothing. Plus and minus keep
    theirs: two of them would become another sign.
    """
    lines = (line.strip() for line in script.splitlines())
    told = [line for line in lines if line and not line.startswith("//")]
    return "\n".join(
        line if _TEXT.search(line) else _SIGNS.sub(r"\1", line) for line in told
    )


@cache
def _file(name: str) -> str:
    return resources.files(__package__).joinpath(name).read_text("utf-8")
