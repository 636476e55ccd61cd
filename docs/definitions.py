"""Write the pages "Definitions" and "Bibliography" from the docstrings of the rooms.

Each public function of a room becomes one entry: what the number says, its definition,
what it returns, and the works it cites. Nothing is written twice by hand.
"""

from __future__ import annotations

import importlib
import inspect
import re
from collections.abc import Iterator
from pathlib import Path

from numpydoc.docscrape import NumpyDocString

ROOMS = {
    "centrality": "Who is central?",
    "brokerage": "Who links whom, and who alone does?",
    "communities": "Which organizations form blocs, and how sure is that?",
    "significance": "Which ties are more than chance?",
    "gaps": "What is missing, and whom to invite?",
    "robustness": "What breaks, and what holds?",
    "comparison": "What has changed?",
}


def entries(room: str) -> Iterator[tuple[str, NumpyDocString]]:
    """Public functions of a room with their parsed docstrings."""
    module = importlib.import_module(f"tohoku_network.{room}")
    for name in sorted(module.__all__):
        found = getattr(module, name)
        if inspect.isfunction(found):
            yield name, NumpyDocString(inspect.getdoc(found) or "")


def prose(lines: list[str]) -> str:
    """Docstring lines as Markdown: roles and double backticks made plain."""
    text = "\n".join(lines)
    text = re.sub(r":math:`([^`]+)`", r"$\1$", text, flags=re.DOTALL)
    text = re.sub(r":(?:func|class|meth|mod|attr):`~?([^`]+)`", r"`\1`", text)
    return text.replace("``", "`")


def write(folder: Path) -> None:
    """Write ``definitions.md`` and ``bibliography.md`` into a folder."""
    page = [
        "# Definitions",
        "",
        "Generated from the docstrings; every result carries the same facts in its",
        "`attrs`. n counts the organizations that belong, or could belong, to a group.",
        "",
    ]
    cited: dict[str, set[str]] = {}
    for room, question in ROOMS.items():
        page += [f"## {question}", ""]
        for name, entry in entries(room):
            page += [f"### `{room}.{name}`", "", prose(entry["Summary"]), ""]
            page += [prose(entry["Extended Summary"]), ""]
            if entry["Notes"]:
                page += [prose(entry["Notes"]), ""]
            for returned in entry["Returns"]:
                page += [f"*Returns* ({returned.type}): {prose(returned.desc)}", ""]
            if entry["References"]:
                text = prose(entry["References"])
                page += [f"*Source*: {text}", ""]
                cited.setdefault(" ".join(text.split()), set()).add(f"{room}.{name}")
    (folder / "definitions.md").write_text("\n".join(page), encoding="utf-8")
    works = ["# Bibliography", "", "Works that the measures cite.", ""]
    for text in sorted(cited):
        users = ", ".join(f"`{name}`" for name in sorted(cited[text]))
        works += [f"- {text} ({users})"]
    (folder / "bibliography.md").write_text("\n".join(works) + "\n", encoding="utf-8")
