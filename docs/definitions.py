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
    text = re.sub(
        r"^\.\. math::(.*?)(?=\n\n|\Z)",
        lambda found: f"$$\n{' '.join(found[1].split())}\n$$",
        text,
        flags=re.DOTALL | re.MULTILINE,
    )
    text = re.sub(r":math:`([^`]+)`", r"$\1$", text, flags=re.DOTALL)
    text = re.sub(r":(?:func|class|meth|mod|attr):`~?([^`]+)`", r"`\1`", text)
    return text.replace("``", "`")


def works(text: str) -> list[str]:
    """Works that a docstring cites, one by one.

    A new work begins with a surname and an initial after a full stop; what has no year
    ("As above.") is none.
    """
    found = re.split(
        r"(?<=\.) (?!and )(?=[^\W\d_][\w’'\- ]*, [^\W\d_]\.)", " ".join(text.split())
    )
    return [one for one in found if re.search(r"\(\d{4}\)", one)]


def short(work: str) -> str:
    """Authors and year, as one cites in a text."""
    authors, year = re.split(r"\((\d{4})\)", work, maxsplit=1)[:2]
    names = re.findall(
        r"([^\W\d_][\w’'\- ]*), [^\W\d_]\.", authors.replace(" and ", ", ")
    )
    if "et al." in authors or len(names) > 2:
        return f"{names[0]} et al. ({year})"
    return f"{' and '.join(names)} ({year})"


def overview(room: str) -> list[str]:
    """Table of a room: what each number says, and whose it is."""
    lines = ["| name | what it says | source |", "|---|---|---|"]
    for name, entry in entries(room):
        anchor = f"{room}{name}".lower()
        said = prose(entry["Summary"]).replace("\n", " ").replace("|", "\\|")
        cited = works(prose(entry["References"]))
        by = "; ".join(map(short, cited))
        lines.append(f"| [`{name}`](#{anchor}) | {said} | {by} |")
    return [*lines, ""]


def section(room: str, name: str, entry: NumpyDocString) -> list[str]:
    """Everything that is said about one function."""
    lines = [f"### `{room}.{name}`", "", prose(entry["Summary"]), ""]
    lines += [prose(entry["Extended Summary"]), ""]
    if entry["Notes"]:
        lines += [prose(entry["Notes"]), ""]
    for returned in entry["Returns"]:
        lines += [f"*Returns* ({returned.type}): {prose(returned.desc)}", ""]
    if entry["References"]:
        lines += [f"*Source*: {prose(entry['References'])}", ""]
    return lines


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
        page += [f"## {question}", "", *overview(room)]
        for name, entry in entries(room):
            page += section(room, name, entry)
            for work in works(prose(entry["References"])):
                cited.setdefault(work, set()).add(f"{room}.{name}")
    (folder / "definitions.md").write_text("\n".join(page), encoding="utf-8")
    lines = ["# Bibliography", "", "Works that the measures cite.", ""]
    for work in sorted(cited, key=str.casefold):
        users = ", ".join(f"`{name}`" for name in sorted(cited[work]))
        lines += [f"- {work} ({users})"]
    (folder / "bibliography.md").write_text("\n".join(lines) + "\n", encoding="utf-8")
