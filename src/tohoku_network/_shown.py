"""How does a result of several tables look as the last line of a notebook cell?"""

from __future__ import annotations

import html
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["shown"]

_NO_FORMULAS = "tex2jax_ignore mathjax_ignore"
"""Notebooks set what stands between dollar signs as a formula, in names too."""


def shown(
    heading: str,
    *parts: tuple[str, pd.DataFrame],
    rows: int = 5,
    width: int | None = 80,
) -> str:
    """HTML of a heading and of the first rows of some tables, the first one open.

    Everything is escaped, and nothing in it is a script; ``width`` is the most
    characters of a cell, None for all.
    """
    import pandas as pd

    with pd.option_context("display.max_colwidth", width):
        tables = "".join(
            f"<details{'' if place else ' open'}>"
            f"<summary>{html.escape(title)}: {_extent(len(frame), rows)}</summary>"
            f"{_table(frame.head(rows))}"
            "</details>"
            for place, (title, frame) in enumerate(parts)
        )
    return f'<div class="{_NO_FORMULAS}"><p>{html.escape(heading)}</p>{tables}</div>'


def _extent(total: int, rows: int) -> str:
    return f"{total:,}" if total <= rows else f"{rows:,} / {total:,}"


def _number(value: float) -> str:
    return f"{value:,.2f}"


def _table(frame: pd.DataFrame) -> str:
    # Only as a notebook's table are cells held to the width asked for.
    return frame.to_html(notebook=True, na_rep="–", float_format=_number)
