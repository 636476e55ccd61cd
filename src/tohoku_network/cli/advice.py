"""Commands that advise: gaps, invite, if-leaves, what-if, stability."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Literal

import typer

from tohoku_network._terminal import as_table
from tohoku_network.cli._program import (
    AsOf,
    Csv,
    Data,
    Json,
    Lang,
    Stated,
    Top,
    app,
    network,
    refuse,
    told_as_usage,
    write,
)
from tohoku_network.cli._words import (
    RANKED,
    groups,
    known_measure,
    organizations,
    ranked_measures,
)
from tohoku_network.errors import printable
from tohoku_network.vocabulary import Language

if TYPE_CHECKING:
    from collections.abc import Iterable

    import pandas as pd

    from tohoku_network.network import AffiliationNetwork

Seed = Annotated[int, typer.Option("--seed", help="Seed of what is random.")]


@app.command()
def gaps(
    data: Data = None,
    as_of: AsOf = None,
    stated: Stated = False,
    lang: Lang = "ja",
    json: Json = False,
    csv: Csv = False,
    top: Top = 10,
    seed: Seed = 0,
) -> None:
    """Which findings deserve a look: what is missing, each with number and caveat.

    Example: tohoku-network gaps --lang en
    """
    from tohoku_network import gaps as room

    net = network(data, as_of, stated=stated)
    frame = room.sentences(net, language=lang, top=top, seed=seed)
    if write(frame, json=json, csv=csv, index=False):
        return
    for number, (sentence, caveat) in enumerate(
        frame[["sentence", "caveat"]].itertuples(index=False, name=None), 1
    ):
        typer.echo(f"{number:>2}. {sentence}")
        if isinstance(caveat, str) and caveat:
            typer.echo(f"    {_note(lang)}{caveat}")


@app.command()
def invite(
    group: Annotated[
        str,
        typer.Argument(
            metavar="GROUP",
            help="A group, by id, name or alias.",
            autocompletion=groups,
        ),
    ],
    data: Data = None,
    as_of: AsOf = None,
    stated: Stated = False,
    rank: Annotated[
        Literal["gaps", "density", "path3"],
        typer.Option("--rank", help="By gaps filled, or by how near they already are."),
    ] = "gaps",
    lang: Lang = "ja",
    json: Json = False,
    csv: Csv = False,
    top: Top = 10,
) -> None:
    """Whom to invite to a group, for which gap, and who could introduce them?

    Example: tohoku-network invite TAP
    """
    from tohoku_network import gaps as room

    net = network(data, as_of, stated=stated)
    with told_as_usage("GROUP"):
        frame = room.invitations(
            net, net.find(group), rank=rank, top=top, language=lang
        )
    if write(frame, json=json, csv=csv):
        return
    called = printable(net.display_names(lang)[net.find(group)])
    heading = (
        f"■ {called}に招く候補" if lang == "ja" else f"Whom to invite to {called}?"
    )
    if frame.empty:
        typer.echo(heading)
        typer.echo(
            "候補はありません。" if lang == "ja" else "No candidate is in the network."
        )
        return
    typer.echo(heading)
    for number, row in enumerate(frame.reset_index().to_dict("records"), 1):
        sector, name = row["sector"], printable(row["name"])
        brackets = "（{}）" if lang == "ja" else " ({})"
        typer.echo(f"{number:>2}. {name}{brackets.format(sector) if sector else ''}")
        typer.echo(f"    {row['reason']}")


@app.command("if-leaves")
def if_leaves(
    organization: Annotated[
        str,
        typer.Argument(
            metavar="ORGANIZATION",
            help="By id, name or alias.",
            autocompletion=organizations,
        ),
    ],
    data: Data = None,
    as_of: AsOf = None,
    stated: Stated = False,
    lang: Lang = "ja",
    json: Json = False,
    csv: Csv = False,
    top: Top = 10,
) -> None:
    """What breaks if an organization leaves, and who could take over?

    The groups left without a named member, or cut off from all others, are named. CSV
    and JSON give all groups that it would leave.

    Example: tohoku-network if-leaves 東北経済産業局
    """
    from tohoku_network import robustness

    net = network(data, as_of, stated=stated)
    with told_as_usage("ORGANIZATION"):
        found = robustness.succession(
            net, net.find(organization), top=top, language=lang
        )
    if write(found.groups, json=json, csv=csv):
        return
    lost = found.pairs.attrs["lost"]
    empty = int(found.groups["left_empty"].sum())
    ja = lang == "ja"
    typer.echo(
        f"{net.display_names(lang)[found.org]} が抜けると: 会議体等 "
        f"{len(found.groups)}、唯一のつながりを失う組 {lost:,}、"
        f"名称のある構成員がいなくなる場 {empty}、分かれる先 {len(found.pieces)}"
        if ja
        else f"If {net.display_names(lang)[found.org]} leaves: "
        f"{_counted(len(found.groups), 'group')}, "
        f"{_counted(lost, 'pair loses its', 'pairs lose their')} only link, "
        f"{_counted(empty, 'group has', 'groups have')} no named member left, "
        f"{_counted(len(found.pieces), 'piece remains', 'pieces remain')}"
    )
    columns = ["name", "sector", "shared_groups", "restored_pairs"]
    headings = (
        ["引き継げそうな機関", "区分", "共通の場", "取り戻す組"]
        if ja
        else ["Who could take over", "Sector", "Shared groups", "Pairs restored"]
    )
    for parts in _emptied(found.groups, lang):
        typer.echo(parts)
    typer.echo("")
    if found.successors.empty:
        typer.echo(
            "引き継げそうな機関の記録はありません。"
            if ja
            else "Nobody who could take over is recorded."
        )
        return
    typer.echo(as_table(headings, _cells(found.successors, columns)))


_NAMED = 10
"""Groups that are named in a sentence; the others are counted."""


def _emptied(groups: pd.DataFrame, lang: Language) -> Iterable[str]:
    """Groups without a named member, and those whose members sit nowhere else."""
    ja = lang == "ja"
    texts = {
        "left_empty": (
            "名称のある構成員がいなくなる場",
            "Groups left without a named member",
        ),
        "cut_off": (
            "残る構成員がほかの場に加わっていない場",
            "Groups cut off, whose other members sit nowhere else",
        ),
    }
    for column, words in texts.items():
        some = [printable(name) for name in groups.loc[groups[column], "name"]]
        rest = len(some) - _NAMED
        if some and ja:
            more = f"、ほか {rest:,}" if rest > 0 else ""
            yield f"{words[0]}（{len(some):,}）: {'、'.join(some[:_NAMED])}{more}"
        elif some:
            more = f"; {rest:,} more" if rest > 0 else ""
            yield f"{words[1]} ({len(some):,}): {'; '.join(some[:_NAMED])}{more}"


@app.command("what-if")
def what_if(
    data: Data = None,
    as_of: AsOf = None,
    stated: Stated = False,
    add: Annotated[
        list[str] | None,
        typer.Option("--add", metavar="MEMBER:GROUP", help="A membership to add."),
    ] = None,
    remove: Annotated[
        list[str] | None,
        typer.Option(
            "--remove",
            metavar="ORGANIZATION",
            help="Who or which group goes.",
            autocompletion=organizations,
        ),
    ] = None,
    lang: Lang = "ja",
    json: Json = False,
    csv: Csv = False,
    top: Top = 10,
) -> None:
    """What would change if memberships were added, or organizations left?

    CSV and JSON give the measures of every organization, before and after.

    Example: tohoku-network what-if --add 弘前大学:TAP --lang en
    """
    from tohoku_network import robustness

    if not (add or remove):
        refuse(
            "give at least one --add MEMBER:GROUP or --remove ORGANIZATION",
            "--add 構成員:会議体等 または --remove 機関 を、一つ以上指定してください",
        )
    net = network(data, as_of, stated=stated)
    with told_as_usage("--add / --remove"):
        found = robustness.what_if(
            net,
            add=[_pair(net, text) for text in add or ()],
            remove=[net.find(text) for text in remove or ()],
            language=lang,
        )
    if write(found.measures, json=json, csv=csv):
        return
    ja = lang == "ja"
    facts = ["name", "before", "after", "change"]
    headings = (
        ["全体", "前", "後", "差"] if ja else ["Whole", "Before", "After", "Change"]
    )
    rows = [
        [name, *(f"{value:.4g}" for value in values)]
        for name, *values in _cells(found.components, facts)
    ]
    typer.echo(as_table(headings, rows))
    moved = found.measures[found.measures["change"].abs() > 1e-9]
    order = (-moved["change"].abs()).to_numpy().argsort(kind="stable")
    moved = moved.iloc[order]
    columns = ["measure", "name", "before", "after", "change"]
    headings = (
        ["指標", "機関", "前", "後", "差"]
        if ja
        else ["Measure", "Organization", "Before", "After", "Change"]
    )
    typer.echo("")
    typer.echo(as_table(headings, _cells(moved.head(top), columns)))


@app.command()
def stability(
    data: Data = None,
    as_of: AsOf = None,
    stated: Stated = False,
    measure: Annotated[
        str,
        typer.Option(
            "--measure",
            "-m",
            help="The measure that is ranked by.",
            autocompletion=ranked_measures,
        ),
    ] = "betweenness",
    drop: Annotated[
        Literal["memberships", "members", "groups"],
        typer.Option("--drop", help="What the lists may lack."),
    ] = "memberships",
    draws: Annotated[int, typer.Option("--draws", min=1, help="Random draws.")] = 200,
    seed: Seed = 0,
    lang: Lang = "ja",
    json: Json = False,
    csv: Csv = False,
    top: Top = 10,
) -> None:
    """How far does a ranking hold if the member lists are incomplete?

    Example: tohoku-network stability -m degree --drop groups
    """
    from tohoku_network import robustness

    known_measure(measure, RANKED)
    net = network(data, as_of, stated=stated)
    with told_as_usage("--measure"):
        frame = robustness.stability(
            net, measure, draws=draws, drop=drop, top=top, seed=seed, language=lang
        )
    if write(frame, json=json, csv=csv):
        return
    share = 0.1
    shown = frame.loc[[share]].sort_values(["rank", "name"]).head(top)
    ja = lang == "ja"
    rows = [
        [*cells, f"{often:.0%}", ("○" if ja else "yes") if holds else "–"]
        for *cells, often, holds in _cells(
            shown, ["rank", "name", "rank_range", "top_share", "holds"]
        )
    ]
    headings = (
        ["順位", "機関", "10%欠けたときの幅", f"上位{top}に残る率", "成り立つ"]
        if ja
        else ["Rank", "Organization", "Range if 10% lack", f"In top {top}", "Holds"]
    )
    typer.echo(as_table(headings, rows))
    facts = frame.attrs
    if facts["reason"]:
        typer.echo(facts["reason"])
        return
    typer.echo(f"CS = {facts['cs']:.2f}: {facts['verdict_label']}")
    if facts["note"]:
        typer.echo(f"{_note(lang)}{facts['note']}")


def _counted(number: int, noun: str, several: str = "") -> str:
    return f"{number:,} {noun if number == 1 else several or noun + 's'}"


def _note(lang: Language) -> str:
    return "※ " if lang == "ja" else "Note: "


def _pair(net: AffiliationNetwork, text: str) -> tuple[str, str]:
    member, separator, group = text.partition(":")
    if not separator:
        msg = f"{text!r} is no MEMBER:GROUP"
        raise ValueError(msg)
    return net.find(member), net.find(group)


def _cells(frame: pd.DataFrame, columns: list[str]) -> Iterable[tuple[object, ...]]:
    return list(frame.reset_index()[columns].itertuples(index=False, name=None))
