"""Command that compares two dates or two folders: diff."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from tohoku_network._terminal import as_table
from tohoku_network.cli._program import (
    Csv,
    Data,
    Json,
    Lang,
    Top,
    app,
    network,
    told_as_usage,
    write,
)
from tohoku_network.cli._words import groups
from tohoku_network.errors import GraphError
from tohoku_network.vocabulary import Language

if TYPE_CHECKING:
    import pandas as pd

    from tohoku_network.network import AffiliationNetwork

_WORDS = {
    "joined": ("加わる", "joined"),
    "left": ("抜ける", "left"),
    "stayed": ("続く", "stayed"),
    "later_only": ("後の会合のみ", "later meeting only"),
    "earlier_only": ("前の会合のみ", "earlier meeting only"),
    "dated": ("日付による", "dated"),
    "listed": ("名簿の違い", "lists differ"),
    "undated": ("期間の記載なし", "no dates told"),
}


@app.command()
def diff(
    old: Annotated[
        str, typer.Argument(metavar="OLD", help="A folder, or a date of --data.")
    ],
    new: Annotated[str, typer.Argument(metavar="NEW", help="Another one.")],
    data: Data = None,
    group: Annotated[
        str | None,
        typer.Option(
            "--group",
            metavar="GROUP",
            help="Only the make-up of this group and of what belongs to it.",
            autocompletion=groups,
        ),
    ] = None,
    lang: Lang = "ja",
    json: Json = False,
    csv: Csv = False,
    top: Top = 20,
) -> None:
    """What has changed between two folders, or two dates of one network?

    With --group: who joined that group, who left, who stayed, in which roles. Its
    meetings and committees are looked at with it; who came to a meeting that took
    place once has not left when it is over. CSV and JSON give every membership that
    is in only one of them, or every member of the group.

    Example: tohoku-network diff 2011 2021 --group 産学官金ラウンドテーブル
    """
    from tohoku_network.comparison import (
        groups_changed,
        members_changed,
        memberships_changed,
    )
    from tohoku_network.reading import read

    if Path(old).is_dir() and Path(new).is_dir():
        nets = read(old), read(new)
    else:
        net = network(data, None)
        with told_as_usage("OLD NEW"):
            nets = net.at(old), net.at(new)
    if group is not None:
        one = _found(nets, group)
        with told_as_usage("--group"):
            made_up = members_changed(*nets, one, language=lang)
        if not write(made_up, json=json, csv=csv, index=False):
            typer.echo(_group_text(nets, one, made_up, lang, top))
        return
    changed = memberships_changed(*nets, language=lang)
    if write(changed, json=json, csv=csv, index=False):
        return
    bodies = groups_changed(*nets, language=lang)
    typer.echo(_whole_text(changed, bodies, lang, top))


def _found(nets: tuple[AffiliationNetwork, AffiliationNetwork], text: str) -> str:
    """Id in the later network, or in the earlier one if it is gone."""
    before, after = nets
    try:
        return after.find(text)
    except GraphError:
        if before.organizations.index.equals(after.organizations.index):
            raise
        return before.find(text)


def _whole_text(
    changed: pd.DataFrame, bodies: pd.DataFrame, lang: Language, top: int
) -> str:
    ja = lang == "ja"
    joined = int((changed["change"] == "joined").sum())
    left = len(changed) - joined
    fresh, ended = (int((bodies["change"] == word).sum()) for word in ("new", "ended"))
    lines = [
        f"加わった所属 {joined:,}、なくなった所属 {left:,}、"
        f"新しい会議体等 {fresh:,}、終わった会議体等 {ended:,}"
        if ja
        else f"{joined:,} memberships joined, {left:,} left; {fresh:,} groups new, "
        f"{ended:,} ended"
    ]
    columns = ["change", "basis", "member", "group"]
    rows = [
        [_word(change, lang), _word(basis, lang), *cells]
        for change, basis, *cells in changed.head(top)[columns].itertuples(
            index=False, name=None
        )
    ]
    headings = (
        ["変化", "根拠", "機関", "会議体等"]
        if ja
        else ["Change", "Basis", "Member", "Group"]
    )
    if rows:
        lines.append(as_table(headings, rows))
    return "\n".join(lines)


def _group_text(
    nets: tuple[AffiliationNetwork, AffiliationNetwork],
    group: str,
    changed: pd.DataFrame,
    lang: Language,
    top: int,
) -> str:
    """How the make-up of a group changed: the counts, named members, unnamed ones."""
    ja = lang == "ja"
    before, after = nets
    known = after if group in after.organizations.index else before
    name = known.display_names(lang)[group]
    period = changed.attrs["period"]
    below = len(changed.attrs["groups"]) - 1
    counts = changed["change"].value_counts()
    told = [
        f"{_word(word, lang)} {counts[word]:,}"
        for word in ("joined", "left", "stayed", "later_only", "earlier_only")
        if word in counts.index
    ]
    lines = [
        f"■ {name}の顔ぶれの変化（{period}）"
        if ja
        else f"How the make-up of {name} changed ({period})"
    ]
    if below:
        lines.append(
            f"これに属する会合など {below:,} を含みます。"
            if ja
            else f"With {below:,} meetings and bodies that belong to it."
        )
    if not told:
        nobody = "構成員の記録はありません。" if ja else "No member is recorded."
        return "\n".join([*lines, nobody])
    lines.append(("、" if ja else ", ").join(told))
    for unnamed in (False, True):
        part = changed[changed["unnamed"] == unnamed]
        if len(part):
            lines += ["", _members(part, lang, top, unnamed=unnamed)]
            if len(part) > top:
                rest = len(part) - top
                lines.append(f"… ほか {rest:,}" if ja else f"… {rest:,} more")
    notes = []
    if {"later_only", "earlier_only"} & set(counts.index):
        notes.append(
            "一回限りの会合に出た機関は、会合が終わっても「抜ける」には数えません。"
            if ja
            else "Who came to a single meeting has not left when it is over."
        )
    if "undated" in set(changed["basis"]):
        notes.append(
            "期間の記載がない所属は、どちらの時点にも数えます。"
            if ja
            else "Memberships without dates count at both times."
        )
    mark = "※ " if ja else "Note: "
    return "\n".join([*lines, *([""] if notes else []), *(mark + n for n in notes)])


def _members(frame: pd.DataFrame, lang: Language, top: int, *, unnamed: bool) -> str:
    ja = lang == "ja"
    who = (
        ("名称の記載がない構成員" if ja else "Unnamed members")
        if unnamed
        else ("機関" if ja else "Member")
    )
    headings = (
        ["変化", "根拠", who, "区分", "前の役割", "後の役割"]
        if ja
        else ["Change", "Basis", who, "Sector", "Role before", "Role after"]
    )
    columns = ["change", "basis", "member", "sector", "roles_before", "roles_after"]
    rows = frame.head(top)[columns].itertuples(index=False, name=None)
    return as_table(
        headings,
        [
            [_word(change, lang), _word(basis, lang), *cells]
            for change, basis, *cells in rows
        ],
    )


def _word(code: object, lang: Language) -> str:
    return _WORDS[str(code)][0 if lang == "ja" else 1]
