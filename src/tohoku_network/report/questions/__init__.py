"""Which questions does a report answer, in which order?

Each module answers one of them: it asks the rooms, words the answer in both languages
and says what to doubt. The same sections become the page and the workbook.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType

from tohoku_network.report._section import Section
from tohoku_network.report._study import Study
from tohoku_network.report.questions import (
    blocs,
    centre,
    chance,
    contents,
    leaving,
    links,
    missing,
    periods,
    seats,
)

__all__ = ["QUESTIONS"]

QUESTIONS: Mapping[str, Callable[[Study], Section]] = MappingProxyType(
    {
        "contents": contents.ask,
        "seats": seats.ask,
        "centre": centre.ask,
        "links": links.ask,
        "blocs": blocs.ask,
        "chance": chance.ask,
        "gaps": missing.ask,
        "leaving": leaving.ask,
        "periods": periods.ask,
    }
)
"""Each question by its code, in the order of the report."""
