"""Write the page of what the library depends on: `make licences`.

Licences, bounds and sizes are read from the metadata of the installed packages,
starting at the requirements of pyproject.toml and following theirs.
"""

from __future__ import annotations

import re
import tomllib
from importlib import metadata
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parents[1]
TARGET = ROOT / "docs" / "licences.md"
EXTRAS = ("communities", "pyvis")
HEAD = """# Licences

The library is under the MIT licence. What it needs at run time, and what that needs in
turn, is listed below as installed with Python 3.11 on Linux; written by
`make licences` from the packages' own metadata. None is under the GPL; the wheels of
NumPy and SciPy also carry GCC's run-time libraries, to which its Runtime Library
Exception applies. The map page carries scripts of d3 (ISC licence), each with its
licence beside it, and glyphs of the IPAex font (IPA Font License), which comes with
matplotlib-fontja.

"""
NAMES = {
    "MIT": r"\bMIT\b",
    "BSD-3-Clause": r"BSD-3|3-Clause|New BSD",
    "BSD": r"\bBSD\b",
    "Apache-2.0": r"Apache",
    "PSF-2.0": r"\bPSF|Python Software Foundation",
    "MIT-CMU": r"HPND|MIT-CMU",
    "MPL-2.0": r"MPL|Mozilla",
    "ISC": r"\bISC\b",
}


def direct() -> dict[str, str]:
    """Bound of every requirement at run time, by canonical name."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    found = map(Requirement, project["project"]["dependencies"])
    return {canonicalize_name(one.name): str(one.specifier) for one in found}


def optional() -> dict[str, str]:
    """Bound of what the extras for analysts add."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    extras = project["project"]["optional-dependencies"]
    found = [Requirement(text) for extra in EXTRAS for text in extras[extra]]
    return {canonicalize_name(one.name): str(one.specifier) for one in found}


def needed(names: list[str]) -> dict[str, set[str]]:
    """Everything that some packages need, and by whom each is needed."""
    by: dict[str, set[str]] = {name: set() for name in names}
    waiting = list(names)
    while waiting:
        name = waiting.pop()
        for text in metadata.requires(name) or ():
            asked = Requirement(text)
            if asked.marker is not None and not asked.marker.evaluate({"extra": ""}):
                continue
            other = canonicalize_name(asked.name)
            if other not in by:
                by[other] = set()
                waiting.append(other)
            by[other].add(name)
    return by


def licence(name: str) -> str:
    """Licence of an installed package, by its short name where it is a known one."""
    facts = metadata.metadata(name)
    expression = facts.get("License-Expression")
    if expression:
        return str(expression)
    told = [
        text.rpartition("::")[2].strip()
        for text in facts.get_all("Classifier") or ()
        if text.startswith("License ::")
    ]
    told += [str(facts.get("License") or "").strip().partition("\n")[0]]
    for text in told:
        for short, pattern in NAMES.items():
            if re.search(pattern, text):
                return short
    return next(filter(None, told), "not told")


def size(name: str) -> str:
    """Size of a package's files as installed."""
    files = metadata.files(name) or ()
    total = sum(
        Path(file.locate()).stat().st_size
        for file in files
        if "__pycache__" not in file.parts and Path(file.locate()).is_file()
    )
    return f"{total / 1e6:,.1f} MB"


def page() -> str:
    """The whole page."""
    bounds, extra = direct(), optional()
    through = needed(sorted(bounds))
    more = needed(sorted(extra))
    lines = [HEAD, "## Needed by the library\n\n", *_table(bounds, sorted(bounds))]
    others = sorted(set(through) - set(bounds))
    lines += ["\n## Needed by those\n\n", *_table({}, others, through)]
    lines += [
        "\n## Only with the extras `communities` and `pyvis`\n\n",
        *_table(extra, sorted(set(more) - set(through)), more),
    ]
    return "".join(lines)


def _table(
    bounds: dict[str, str], names: list[str], by: dict[str, set[str]] | None = None
) -> list[str]:
    told = ["package", "bound", "licence", "size"]
    if by is not None:
        told.append("needed by")
    rows = [told, ["---"] * len(told)]
    for name in names:
        row = [name, f"`{bounds[name]}`" if name in bounds else "", licence(name)]
        row.append(size(name))
        if by is not None:
            row.append(", ".join(sorted(by[name])))
        rows.append(row)
    return [f"| {' | '.join(row)} |\n" for row in rows]


if __name__ == "__main__":
    TARGET.write_text(page(), encoding="utf-8")
