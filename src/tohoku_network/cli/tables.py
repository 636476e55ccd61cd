"""Commands that look at the tables: validate, summary."""

from __future__ import annotations

from typing import TYPE_CHECKING

import typer

from tohoku_network._terminal import as_json, as_table
from tohoku_network.cli._program import AsOf, Data, Json, Lang, Stated, app, network
from tohoku_network.errors import InputError
from tohoku_network.vocabulary import Language

if TYPE_CHECKING:
    from tohoku_network.network import AffiliationNetwork


@app.command()
def validate(data: Data = None, json: Json = False) -> None:
    """Check the tables: every problem with file, line or cell, value and remedy.

    Exit status 0 when they can be read (remarks are listed), 2 when they cannot.

    Example: tohoku-network validate --data list.xlsx
    """
    from tohoku_network.reading import load_tohoku, read

    try:
        net = load_tohoku() if data is None else read(data)
    except InputError as error:
        if not json:
            raise
        found = [problem.as_dict() for problem in error.problems]
        typer.echo(as_json({"n_problems": error.n_problems, "problems": found}))
        raise typer.Exit(2) from None
    if json:
        found = [finding.as_dict() for finding in net.remarks]
        typer.echo(as_json({"n_problems": 0, "findings": found}))
        return
    told = len(net.remarks)
    typer.echo(
        f"読めました（注意 {told} 件） / readable, {told} remarks"
        if told
        else "読めました（注意なし） / readable, no remarks"
    )
    for finding in net.remarks:
        typer.echo(f"  {finding}\n    {finding.japanese}")


@app.command()
def summary(
    data: Data = None,
    as_of: AsOf = None,
    stated: Stated = False,
    lang: Lang = "ja",
    json: Json = False,
) -> None:
    """How many organizations, groups and memberships, by sector, kind and source.

    Example: tohoku-network summary --lang en
    """
    from tohoku_network import summary as counts

    net = network(data, as_of, stated=stated)
    if json:
        typer.echo(as_json(counts.overview(net)))
    else:
        typer.echo(summary_text(net, lang))


def summary_text(net: AffiliationNetwork, lang: Language) -> str:
    """Answer of ``summary`` as text."""
    from tohoku_network import summary as counts
    from tohoku_network.vocabulary import KINDS, SECTORS, UNKNOWN_SECTOR, label

    found = counts.overview(net)
    ja = lang == "ja"
    none = UNKNOWN_SECTOR.ja if ja else UNKNOWN_SECTOR.en
    by_sector = as_table(
        ["区分", "構成員側の機関"] if ja else ["Sector", "Organizations"],
        [
            [label(code, SECTORS, lang) or none, count]
            for code, count in found["members_by_sector"].items()
        ],
    )
    groups = as_table(
        ["会議体等の種別", "数"] if ja else ["Groups", "Number"],
        [
            [label(code, KINDS, lang) or ("種別なし" if ja else "No kind"), count]
            for code, count in found["groups_by_kind"].items()
        ],
    )
    classes = int(net.groups["unnamed"].astype(bool).sum())
    bodies = found["groups"] - classes
    if ja:
        lines = [
            f"名称のある機関 {found['organizations']}（うち会議体等 {bodies}）、"
            f"名称の記載がない構成員の層 {found['unnamed_classes']}"
            + (f"（うち会議体等 {classes}）" if classes else ""),
            f"所属の記録 {found['memberships']} 行（明記 {found['stated']}、"
            f"示唆 {found['implied']}）、資料 {found['sources']} 点",
        ]
    else:
        lines = [
            f"{found['organizations']} named organizations, {bodies} of them groups; "
            f"{found['unnamed_classes']} classes of unnamed members"
            + (f", {classes} of them groups" if classes else ""),
            f"{found['memberships']} membership rows ({found['stated']} stated, "
            f"{found['implied']} implied) from {found['sources']} sources",
        ]
    members = sum(found["members_by_sector"].values())
    plain = found["organizations"] - bodies
    act = len(counts.acting(net))
    lines += [
        f"構成員の側に数える機関 {members}（会議体等でない {plain}、"
        f"ほかの会議体等に加わる会議体等 {members - plain}）"
        if ja
        else f"{members} count as members: {plain} that are no groups, and "
        f"{members - plain} groups that belong to other groups",
        f"地図と図の見出しの「機関」 {act}（会議体等でない {plain}、"
        f"構成員を持ち、自らもほかに加わる団体など {act - plain}）"
        if ja
        else f'The "organizations" of the map and of figures are {act}: the {plain}, '
        f"and {act - plain} bodies with members that sit in groups themselves",
    ]
    if found["period"]:
        lines.append(f"{'時点' if ja else 'As of'}: {found['period']}")
    return "\n".join([*lines, "", by_sector, "", groups])
