"""Which facts does the page carry?

The scene and the memberships behind it become plain lists that JSON can hold. Only
the columns named here go into the page; whatever else a user's table holds stays out.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from importlib import resources

import numpy as np
import pandas as pd

from tohoku_network.scene import COLOURS, SHAPES, Scene
from tohoku_network.tables import parse_date
from tohoku_network.vocabulary import LISTS, SECTORS, UNKNOWN_SECTOR, Label, Language
from tohoku_network.webmap import _overlays
from tohoku_network.webmap._overlays import Overlays

__all__ = ["payload", "words"]

_NODE_COLUMNS = (
    "name",
    "name_en",
    "aliases",
    "side",
    "sector",
    "kind",
    "prefecture",
    "themes",
    "unnamed",
    "size_declared",
    "parent_id",
    "x",
    "y",
    "radius",
    "shape",
    "colour",
)
_ROW_COLUMNS = (
    "role",
    "valid_from",
    "valid_to",
    "source_id",
    "locator",
    "certainty",
    "note",
)
_SOURCE_COLUMNS = ("title", "publisher", "date")
_LONGEST_TEXT = 600

Json = dict[str, object]


def payload(
    scene: Scene,
    *,
    title: str | Label | None,
    language: Language,
    data_date: str,
    views: Iterable[tuple[str, str]] = (),
    overlays: Overlays | None = None,
) -> Json:
    """Everything the page knows, as lists and dicts in a fixed order.

    Parameters
    ----------
    scene
        What is drawn.
    title
        Heading of the page, or None for the general one.
    language
        Language in which the page opens.
    data_date
        The date the data stand for.
    views
        Saved views, name and state of each.
    overlays
        What was found elsewhere and is to be seen; None for nothing.

    Returns
    -------
    dict
        Nodes, ties, memberships and sources by column, and every word in both
        languages.

    Examples
    --------
    >>> import pandas as pd
    >>> from tohoku_network import AffiliationNetwork, scene
    >>> net = AffiliationNetwork.from_frames(
    ...     pd.DataFrame({"id": ["u", "g"], "name": ["大学", "協議会"]}),
    ...     pd.DataFrame({"member_id": ["u"], "group_id": ["g"]}),
    ... )
    >>> facts = payload(scene.build(net), title=None, language="ja", data_date="")
    >>> facts["nodes"]["name"], facts["ties"]["rows"]
    (['協議会', '大学'], {'runs': [1]})
    """
    nodes, ties = scene.nodes, scene.ties
    rows = [row for found in ties["rows"] for row in found]
    memberships = scene.net.memberships.loc[rows]
    sources = _sources(scene, memberships)
    found = overlays or _overlays.overlays(scene)
    heading = {"title": [title.ja, title.en]} if isinstance(title, Label) else {}
    return {
        "title": title if isinstance(title, str) else None,
        "language": language,
        "data_date": data_date,
        "source_dates": _source_dates(sources),
        "quality": _quality(memberships),
        "period": scene.net.period or "",
        "views": [list(view) for view in views],
        "nodes": {
            "id": list(nodes.index),
            **{column: _packed(nodes[column]) for column in _NODE_COLUMNS},
            "importance": _ranked(nodes["importance"]),
            **{name: _packed(column) for name, column in found.columns.items()},
        },
        "ties": {
            "source": {"steps": _steps(_places(nodes, ties["source"]))},
            "target": _places(nodes, ties["target"]).tolist(),
            "certainty": _packed(ties["certainty"]),
            "rows": {"runs": _packed(ties["rows"].map(len))},
        },
        "memberships": {
            column: _packed(memberships[column]) for column in _ROW_COLUMNS
        },
        "sources": sources,
        "words": {
            column: _labels(known, _used(column, nodes, memberships))
            for column, known in LISTS.items()
        },
        "sectors": _sectors(nodes),
        "overlays": found.facts,
        "ui": [[key, *texts] for key, texts in (words() | heading).items()],
    }


def words() -> dict[str, list[str]]:
    """Texts of the page itself: key -> Japanese and English.

    Returns
    -------
    dict
        Two texts for every key.

    Examples
    --------
    >>> words()["search"]
    ['検索', 'Search']
    """
    text = resources.files(__package__).joinpath("words.json").read_text("utf-8")
    found: dict[str, list[str]] = json.loads(text)
    return found


def _packed(column: pd.Series) -> list[object] | Json:
    """Cells as they are, or each different cell once and where it stands: the shorter.

    So a note that many rows share is told once.
    """
    number_of: dict[tuple[type, object], int] = {}
    at = [
        number_of.setdefault((type(cell), cell), len(number_of))
        for cell in column.astype(object).tolist()
    ]
    different = [_cell(cell) for _, cell in number_of]
    cells = [different[number] for number in at]
    packed: Json = {"cells": different, "at": at}
    return cells if _length(cells) <= _length(packed) else packed


def _places(nodes: pd.DataFrame, ids: pd.Series) -> np.ndarray:
    """Where the nodes with these ids stand among all nodes."""
    return nodes.index.get_indexer(pd.Index(ids))


def _steps(numbers: np.ndarray) -> list[int]:
    """Each number as its distance from the one before: short where they ascend."""
    steps: list[int] = np.diff(numbers, prepend=0).tolist()
    return steps


def _ranked(column: pd.Series) -> list[object] | Json:
    """Ranks 0 to n - 1 as the rows in their order; other numbers as they are.

    Equal rows are ranked in their own order, so the rows ascend in long runs.
    """
    order = np.argsort(column.to_numpy(), kind="stable")
    if not np.array_equal(column.to_numpy()[order], np.arange(len(column))):
        return _packed(column)
    return {"ranked": _steps(order)}


def _length(value: object) -> int:
    return len(json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode())


def _source_dates(sources: Json) -> list[str]:
    """First and last date of the sources in use; nothing where none is dated."""
    dates = sources["date"]
    found = [
        parse_date(text)
        for text in (dates if isinstance(dates, list) else [])
        if isinstance(text, str)
    ]
    if not found:
        return ["", ""]
    first = min(found, key=lambda date: date.first)
    return [first.text, max(found, key=lambda date: date.last).text]


def _quality(memberships: pd.DataFrame) -> dict[str, int]:
    """How many memberships are stated, implied, undated, without a source."""
    certainty = memberships["certainty"]
    undated = memberships["valid_from"].isna() & memberships["valid_to"].isna()
    return {
        "stated": int((certainty == "stated").sum()),
        "implied": int((certainty == "implied").sum()),
        "untold": int((~certainty.isin(["stated", "implied"])).sum()),
        "undated": int(undated.sum()),
        "sourceless": int(memberships["source_id"].isna().sum()),
    }


def _plain(column: pd.Series) -> list[object]:
    """Cells as text, numbers, truth or None; long texts are clipped."""
    return [_cell(cell) for cell in column.astype(object)]


def _cell(cell: object) -> object:
    if isinstance(cell, str):
        return cell if len(cell) <= _LONGEST_TEXT else cell[: _LONGEST_TEXT - 1] + "…"
    if cell is None or cell is pd.NA or cell != cell:
        return None
    if isinstance(cell, bool):
        return cell
    if isinstance(cell, float):
        return int(cell) if cell.is_integer() else cell
    return cell


def _sources(scene: Scene, memberships: pd.DataFrame) -> Json:
    """Sources that the memberships name, listed in the table of sources or not."""
    used = sorted(set(memberships["source_id"].dropna()))
    table = scene.net.sources.reindex(used)
    columns: Json = {
        column: _plain(table[column]) if column in table.columns else [None] * len(used)
        for column in _SOURCE_COLUMNS
    }
    return {"id": used, **columns}


def _used(column: str, nodes: pd.DataFrame, memberships: pd.DataFrame) -> set[str]:
    cells = nodes[column] if column in nodes.columns else memberships[column]
    told = cells.dropna().unique()
    return {word for cell in told for word in str(cell).split("|") if word}


def _labels(known: Mapping[str, Label], used: Iterable[str]) -> list[list[str]]:
    """Code, Japanese and English of the words in use, in the order of the list."""
    found = set(used)
    return [[code, word.ja, word.en] for code, word in known.items() if code in found]


def _sectors(nodes: pd.DataFrame) -> list[Json]:
    """Sectors of the members drawn, in the vocabulary's order, unknown words last."""
    present = set(nodes.loc[nodes["side"] != "group", "sector"])
    listed = [code for code in SECTORS if code in present]
    others = sorted(present - set(SECTORS) - {""})
    order = [*listed, *others, *([""] if "" in present else [])]
    labels = {**SECTORS, "": UNKNOWN_SECTOR}
    return [
        {
            "code": code,
            "ja": labels[code].ja if code in labels else code,
            "en": labels[code].en if code in labels else code,
            "shape": SHAPES.get(code, SHAPES[""]),
            "colour": COLOURS.get(code, COLOURS[""]),
        }
        for code in order
    ]
