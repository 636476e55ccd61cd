"""Command that tells who sits where: who-sits."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from tohoku_network._terminal import as_table
from tohoku_network.cli._program import (
    AsOf,
    Csv,
    Data,
    Json,
    Lang,
    Stated,
    app,
    network,
    write,
)
from tohoku_network.cli._words import organizations
from tohoku_network.cli.answers import period_text
from tohoku_network.vocabulary import Language

if TYPE_CHECKING:
    import pandas as pd

    from tohoku_network.network import AffiliationNetwork

_PARTS = 5
"""Sub-bodies and meetings whose names are written; the others are counted."""


@app.command("who-sits")
def who_sits(
    name: Annotated[
        str,
        typer.Argument(
            metavar="NAME",
            help="A group or an organization, by id, name or alias.",
            autocompletion=organizations,
        ),
    ],
    data: Data = None,
    as_of: AsOf = None,
    stated: Stated = False,
    lang: Lang = "ja",
    json: Json = False,
    csv: Csv = False,
    top: Annotated[
        int, typer.Option("--top", min=1, help="Most rows of each text table.")
    ] = 30,
) -> None:
    """Who sits in a group, or where does an organization sit, and since when?

    A group is answered with its members, an organization with its seats, and a group
    that sits in other groups with both. CSV and JSON give every row, the members of
    the group first.

    Example: tohoku-network who-sits TAP
    """
    import pandas as pd

    from tohoku_network import evidence

    net = network(data, as_of, stated=stated)
    one = net.find(name)
    seats = evidence.seats(net, one, language=lang)
    if one not in net.groups.index:
        found, parts = seats, [_seats_text(net, one, seats, lang, top)]
    else:
        found = evidence.roster(net, one, language=lang)
        parts = [_roster_text(net, one, found, lang, top)]
        if len(seats):
            parts.append(_seats_text(net, one, seats, lang, top))
            facts = {**found.attrs, "n_groups": seats.attrs["n_groups"]}
            found = pd.concat([found, seats], ignore_index=True)
            found.attrs = {**facts, "measure": "roster and seats"}
    if not write(found, json=json, csv=csv, index=False):
        typer.echo("\n\n".join(parts))


def _roster_text(
    net: AffiliationNetwork, group: str, roster: pd.DataFrame, lang: Language, top: int
) -> str:
    """Members of a group, the classes of unnamed ones apart, and its sub-bodies."""
    ja = lang == "ja"
    facts = roster.attrs
    declared = facts["size_declared"]
    named, classes = roster[~roster["unnamed"]], roster[roster["unnamed"]]
    lines = [
        f"■ {net.display_names(lang)[group]}の構成員"
        if ja
        else f"Who sits in {net.display_names(lang)[group]}?",
        f"名称のある構成員 {facts['n_members']:,}、名称の記載がない構成員の層 "
        f"{facts['n_unnamed']:,}、公表数 "
        f"{'記載なし' if declared is None else f'{declared:,}'}"
        if ja
        else f"{_counted(facts['n_members'], 'named member')}, "
        f"{_counted(facts['n_unnamed'], 'class', 'classes')} of unnamed members; "
        f"declared size: {'not told' if declared is None else f'{declared:,}'}",
        *_dated(net, roster, lang),
        *_parts(net, group, lang),
        "",
    ]
    heads = ["構成員", "区分"] if ja else ["Member", "Sector"]
    if named.empty:
        lines.append(
            "名称のある構成員の記録はありません。"
            if ja
            else "No named member is recorded."
        )
    else:
        lines += _table(named, heads, ["member", "sector"], lang, top)
    if len(classes):
        heads = (["名称の記載がない構成員", "区分"], ["Unnamed members", "Sector"])[
            not ja
        ]
        lines += ["", *_table(classes, heads, ["member", "sector"], lang, top)]
    return "\n".join(lines)


def _seats_text(
    net: AffiliationNetwork, one: str, seats: pd.DataFrame, lang: Language, top: int
) -> str:
    """Groups that an organization sits in."""
    ja = lang == "ja"
    name = net.display_names(lang)[one]
    number = seats.attrs["n_groups"]
    if seats.empty:
        return (
            f"{name}が加わる会議体等の記録はありません。"
            if ja
            else f"No group is recorded in which {name} sits."
        )
    lines = [
        f"■ {name}が加わる会議体等" if ja else f"Where does {name} sit?",
        f"会議体等 {number:,}、所属の記録 {len(seats):,} 行"
        if ja
        else f"{_counted(number, 'group')}, {_counted(len(seats), 'row')}",
        *_dated(net, seats, lang),
        "",
    ]
    heads = ["会議体等", "種別"] if ja else ["Group", "Kind"]
    return "\n".join([*lines, *_table(seats, heads, ["group", "kind"], lang, top)])


def _table(
    rows: pd.DataFrame, heads: list[str], columns: list[str], lang: Language, top: int
) -> list[str]:
    ja = lang == "ja"
    heads += (
        ["役割", "期間", "確度", "出典", "箇所"]
        if ja
        else ["Role", "Period", "Certainty", "Source", "Place"]
    )
    shown = [
        [
            *(row[column] for column in columns),
            row["role"],
            period_text(row["valid_from"], row["valid_to"], lang),
            row["certainty"],
            row["source"] if isinstance(row["source"], str) else row["source_id"],
            row["locator"],
        ]
        for row in rows.head(top).to_dict("records")
    ]
    lines = [as_table(heads, shown)]
    if len(rows) > top:
        lines.append(
            f"… ほか {len(rows) - top:,} 行（--top {len(rows)} ですべて）"
            if ja
            else f"… {len(rows) - top:,} more (--top {len(rows)} for all)"
        )
    return lines


def _dated(net: AffiliationNetwork, rows: pd.DataFrame, lang: Language) -> list[str]:
    """At a date, how many of the rows are there only because no date is told."""
    if not net.period:
        return []
    undated = int((rows["valid_from"].isna() & rows["valid_to"].isna()).sum())
    return [
        f"{net.period} 時点（期間の記載がない {undated:,} 行を含む）"
        if lang == "ja"
        else f"As of {net.period}, with {_counted(undated, 'row')} whose dates are "
        "not told"
    ]


def _parts(net: AffiliationNetwork, group: str, lang: Language) -> list[str]:
    """Groups that belong to this one: people look for their members here too."""
    groups = net.groups
    inside = groups.index[groups["parent_id"] == group].tolist()
    if not inside:
        return []
    names = net.display_names(lang)
    some = [names[one] for one in inside[:_PARTS]]
    more = len(inside) - len(some)
    if lang == "ja":
        return [
            "この会議体等に属する会合など（構成員は別に記録）: "
            + "、".join(some)
            + (f"、ほか {more}" if more else "")
        ]
    return [
        "Meetings and bodies of it, with rosters of their own: "
        + "; ".join(some)
        + (f"; {more} more" if more else "")
    ]


def _counted(number: int, noun: str, several: str = "") -> str:
    return f"{number:,} {noun if number == 1 else several or noun + 's'}"
