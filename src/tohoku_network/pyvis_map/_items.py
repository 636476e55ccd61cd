"""What do vis-network's nodes and edges look like, and what do they tell?"""

from __future__ import annotations

import html
import textwrap
from typing import Any
from urllib.parse import quote

import pandas as pd

from tohoku_network import scene as scenes
from tohoku_network.errors import printable
from tohoku_network.pyvis_map._glyphs import FAMILY
from tohoku_network.scene import Scene
from tohoku_network.tables import OPEN_END
from tohoku_network.vocabulary import (
    KINDS,
    PREFECTURES,
    ROLES,
    SECTORS,
    UNKNOWN_SECTOR,
    Label,
    Language,
    label,
)

__all__ = ["FACE", "edges", "legend", "nodes", "say", "settle"]

_WORDS = {
    "title": Label(
        "機関と会議体のつながり", "Organizations and the groups they belong to"
    ),
    "group": Label("会議体・事業等", "Group"),
    "both": Label("構成員を持つ機関", "Organization with members"),
    "unnamed": Label("名称の記載がない構成員", "Unnamed class"),
    "implied": Label("破線：資料が示唆する所属", "Dashed: membership implied"),
    "period": Label("対象時点 {}", "In force {}"),
    "more": Label("ほか {} 件", "and {} more"),
    "open": Label("現在", "today"),
}
FACE = f"'{FAMILY}',sans-serif"
"""Font of every text of the page."""

_OUTLINE, _TIE = "#1d2836", "#8a96a6"
_SHAPES = {
    "square": "square",
    "circle": "dot",
    "dot": "dot",
    "triangle": "triangle",
    "triangle-down": "triangleDown",
    "diamond": "diamond",
    "hexagon": "hexagon",
}
# What vis-network cannot draw itself is a small picture; corners on a 100 × 100 sheet.
_CORNERS = {
    "cross": "35,5 65,5 65,35 95,35 95,65 65,65 65,95 35,95 35,65 5,65 5,35 35,35",
    "pentagon": "50,4 96,38 78,93 22,93 4,38",
}
_FAR, _NEAR = 20, 7
_LEADING = 24
_SHOWN_ROWS = 12
_NAME_LENGTH, _LINE = 80, 14


def say(key: str, language: Language) -> str:
    """One of the page's own words."""
    return label(key, _WORDS, language)


def nodes(scene: Scene, language: Language) -> list[dict[str, Any]]:
    """Every organization as vis-network draws it."""
    frame = scene.nodes
    names = scene.net.display_names(language).reindex(frame.index)
    told = _told(scene, language)
    lines = [_lines(printable(name, limit=_NAME_LENGTH)) for name in names]
    leading = _leading(frame, lines)
    result = []
    for number, (identifier, row) in enumerate(frame.iterrows()):
        name = printable(names.iloc[number], limit=_NAME_LENGTH)
        result.append(
            {
                "id": number,
                "organization": str(identifier),
                "label": lines[number],
                "title": "\n".join([name, *told[str(identifier)]]),
                "x": float(row["x"]),
                "y": float(row["y"]),
                "size": float(row["radius"]),
                "borderWidth": 4 if row["side"] == "both" else 1,
                "font": {"size": _FAR if identifier in leading else _NEAR},
                **_look(row),
            }
        )
    return result


def _leading(frame: pd.DataFrame, lines: list[str]) -> set[str]:
    """Best-connected organizations and groups whose names fit beside each other.

    vis-network writes names below their nodes and does not hold them apart.
    """
    order = frame.assign(line=lines)[~frame["unnamed"] & (frame["degree"] > 1)]
    # A reader looks for organizations first, so groups must be larger to go before.
    first = order["radius"].where(order["side"] == "group", 1.6 * order["radius"])
    order = order.loc[first.sort_values(ascending=False, kind="stable").index]
    taken: list[tuple[float, float, float, float]] = []
    chosen: set[str] = set()
    for identifier, x, y, radius, line in zip(
        order.index, order["x"], order["y"], order["radius"], order["line"], strict=True
    ):
        rows = line.split("\n")
        half = max(map(_ems, rows)) * _FAR / 2 + 4
        box = (x - half, y + radius, x + half, y + radius + len(rows) * _FAR * 1.25)
        apart = all(
            box[2] < t[0] or t[2] < box[0] or box[3] < t[1] or t[3] < box[1]
            for t in taken
        )
        if apart and len(chosen) < _LEADING:
            taken.append(box)
            chosen.add(identifier)
    return chosen


def _ems(line: str) -> float:
    return sum(0.56 if one.isascii() else 1.0 for one in line)


def _lines(name: str) -> str:
    """Name in lines: vis-network breaks at spaces only, which Japanese has not."""
    if len(name) <= _LINE:
        return name
    if name.isascii():
        return "\n".join(textwrap.wrap(name, 2 * _LINE))
    count = -(-len(name) // _LINE)
    each = -(-len(name) // count)
    return "\n".join(name[i : i + each] for i in range(0, len(name), each))


def _look(row: pd.Series) -> dict[str, Any]:
    """Shape, fill and edge of one node."""
    hollow = bool(row["unnamed"])
    fill = "#ffffff" if hollow else row["colour"]
    edge = row["colour"] if hollow and row["side"] != "group" else _OUTLINE
    if row["shape"] not in _SHAPES:
        return {"shape": "image", "image": _image(row["shape"], fill, edge, hollow)}
    look: dict[str, Any] = {
        "shape": _SHAPES[row["shape"]],
        "color": {
            "background": fill,
            "border": edge,
            "highlight": {"background": fill, "border": "#000000"},
            "hover": {"background": fill, "border": "#000000"},
        },
    }
    if hollow:
        look["shapeProperties"] = {"borderDashes": [3, 2]}
    return look


def _outline(shape: str) -> str:
    """SVG element of a shape that vis-network lacks, without its paint."""
    if shape in _CORNERS:
        return f'<polygon points="{_CORNERS[shape]}"'
    return '<rect x="4" y="20" width="92" height="60" rx="16"'


def _image(shape: str, fill: str, edge: str, hollow: bool) -> str:
    dash = ' stroke-dasharray="14 10"' if hollow else ""
    drawn = (
        '<svg xmlns="http://www.w3.org/2000/svg" width="100" height="100" '
        f'viewBox="0 0 100 100">{_outline(shape)} fill="{fill}" stroke="{edge}" '
        f'stroke-width="6"{dash}/></svg>'
    )
    return f"data:image/svg+xml,{quote(drawn)}"


def edges(scene: Scene) -> list[dict[str, Any]]:
    """Every membership as vis-network draws it."""
    number = {identifier: i for i, identifier in enumerate(scene.nodes.index)}
    return [
        {"from": number[source], "to": number[target], "dashes": certainty == "implied"}
        for source, target, certainty in zip(
            scene.ties["source"],
            scene.ties["target"],
            scene.ties["certainty"],
            strict=True,
        )
    ]


def _told(scene: Scene, language: Language) -> dict[str, list[str]]:
    """What the tooltip tells of each organization below its name."""
    names = scene.net.display_names(language)
    told = {
        str(identifier): [" · ".join(filter(None, map(printable, parts)))]
        for identifier, *parts in zip(
            scene.nodes.index,
            [label(code, SECTORS, language) for code in scene.nodes["sector"]],
            [label(code, KINDS, language) for code in scene.nodes["kind"]],
            [label(code, PREFECTURES, language) for code in scene.nodes["prefecture"]],
            strict=True,
        )
    }
    left_out = dict.fromkeys(told, 0)
    for member, group, *rest in scene.net.memberships[
        ["member_id", "group_id", "role", "valid_from", "valid_to"]
    ].itertuples(index=False, name=None):
        if member == group or not {member, group} <= told.keys():
            continue
        role, start, end = (one if isinstance(one, str) else "" for one in rest)
        end = say("open", language) if end == OPEN_END else end
        facts = [
            label(role, ROLES, language),
            f"{start}–{end}" if start or end else "",
        ]
        suffix = ", ".join(printable(fact) for fact in facts if fact)
        for one, other in ((member, group), (group, member)):
            if len(told[one]) > _SHOWN_ROWS:
                left_out[one] += 1
                continue
            line = printable(names.loc[other], limit=_NAME_LENGTH)
            told[one].append(f"・{line}" + (f" ({suffix})" if suffix else ""))
    for one, count in left_out.items():
        if count:
            told[one].append(say("more", language).format(count))
    return {one: [line for line in lines if line] for one, lines in told.items()}


def settle(options: Any) -> None:  # noqa: ANN401  (pyvis has no types)
    """Own places, straight ties, no physics; pyvis' own option object stays in use."""
    options.physics.enabled = False
    options.edges.smooth.enabled = False
    options.edges.color = {"color": _TIE, "highlight": _OUTLINE, "hover": _OUTLINE}
    options.edges.width = 1
    # Names appear from the most important on as one zooms in.
    options.nodes = {
        "font": {"face": FACE, "strokeWidth": 4, "strokeColor": "#ffffff"},
        "scaling": {"label": {"drawThreshold": 12}},
    }
    options.interaction.hover = True
    options.interaction.keyboard = {"enabled": True, "bindToWindow": False}
    options.layout = {"improvedLayout": False}


def legend(scene: Scene, language: Language) -> str:
    """Legend and period below the heading, as HTML."""
    members = scene.nodes[scene.nodes["side"] != "group"]
    codes = [code for code in SECTORS if (members["sector"] == code).any()]
    items = [
        _key(scenes.SHAPES[code], scenes.COLOURS[code], label(code, SECTORS, language))
        for code in codes
    ]
    if not members["sector"].isin(list(SECTORS)).all():
        none = UNKNOWN_SECTOR.ja if language == "ja" else UNKNOWN_SECTOR.en
        items.append(_key("dot", scenes.COLOURS[""], none))
    if (scene.nodes["side"] == "group").any():
        items.append(_key("group", scenes.COLOURS["group"], say("group", language)))
    if scene.nodes["unnamed"].any():
        items.append(_key("circle", "#ffffff", say("unnamed", language), hollow=True))
    if (scene.ties["certainty"] == "implied").any():
        items.append(f"<li>{html.escape(say('implied', language))}</li>")
    if scene.net.period:
        text = say("period", language).format(scene.net.period)
        items.append(f"<li>{html.escape(text)}</li>")
    return f"<ul>{''.join(items)}</ul>" if items else ""


_KEYS = {
    "circle": '<circle cx="50" cy="50" r="42"',
    "dot": '<circle cx="50" cy="50" r="30"',
    "square": '<rect x="8" y="8" width="84" height="84"',
    "triangle": '<polygon points="50,6 96,90 4,90"',
    "triangle-down": '<polygon points="50,94 96,10 4,10"',
    "diamond": '<polygon points="50,3 97,50 50,97 3,50"',
    "hexagon": '<polygon points="96,50 73,90 27,90 4,50 27,10 73,10"',
}


def _key(shape: str, colour: str, text: str, *, hollow: bool = False) -> str:
    dash = ' stroke-dasharray="14 10"' if hollow else ""
    outline = _KEYS.get(shape) or _outline(shape)
    return (
        '<li><svg viewBox="0 0 100 100" width="15" height="15" aria-hidden="true">'
        f'{outline} fill="{colour}" stroke="{_OUTLINE}" stroke-width="6"{dash}/></svg>'
        f"{html.escape(text)}</li>"
    )
