"""Which works are cited behind the answers, and by what?

Every measure names its sources in its docstring; the list of references is read from
there, so that nothing is cited twice in different words.
"""

from __future__ import annotations

import importlib
import inspect
import re
from collections.abc import Iterable

__all__ = ["references", "works"]

_HEADING = re.compile(r"\n([A-Z][a-z]+)\n-{3,}\n")
_NAME = r"(?:(?:van|von|de|der) )*[A-Z][\w’'-]*"
_AUTHOR = rf"{_NAME}, [A-Z]\.(?:[ -]?[A-Z]\.)*"
_AUTHORS = rf"{_AUTHOR}(?:(?:, | and |, and ){_AUTHOR})*(?: et al\.)?"
_WORK = re.compile(rf"(?:^|(?<= )){_AUTHORS} \(\d{{4}}\)\.")


def references(function: str) -> list[str]:
    """Works that the docstring of ``room.function`` cites.

    Examples
    --------
    >>> references("brokerage.linking_groups")
    ['Breiger, R. L. (1974). The duality of persons and groups. Social Forces 53,
    181–190.']
    """
    room, _, name = function.partition(".")
    found = getattr(importlib.import_module(f"tohoku_network.{room}"), name)
    parts = _HEADING.split(inspect.getdoc(found) or "")
    sections = dict(zip(parts[1::2], parts[2::2], strict=True))
    text = " ".join(sections.get("References", "").split())
    starts = [one.start() for one in _WORK.finditer(text)]
    ends = [*starts[1:], len(text)][: len(starts)]
    return [text[a:b].strip() for a, b in zip(starts, ends, strict=True)]


def works(functions: Iterable[str]) -> list[tuple[str, tuple[str, ...]]]:
    """All works in the order of their authors, each with the functions that cite it."""
    cited: dict[str, set[str]] = {}
    for function in functions:
        for work in references(function):
            cited.setdefault(work, set()).add(function)
    order = sorted(cited, key=lambda work: (work.casefold(), work))
    return [(work, tuple(sorted(cited[work]))) for work in order]
