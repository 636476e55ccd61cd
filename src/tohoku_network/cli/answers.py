"""Commands that answer a meeting's questions: who-links, why."""

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
    Top,
    app,
    network,
    told_as_usage,
    write,
)
from tohoku_network.cli._words import organizations, sector_slip, sectors
from tohoku_network.errors import printable
from tohoku_network.vocabulary import Language

if TYPE_CHECKING:
    import pandas as pd

    from tohoku_network.network import AffiliationNetwork


@app.command("who-links")
def who_links(
    a: Annotated[
        str,
        typer.Argument(
            metavar="SECTOR", help="A sector: industry, 産 …", autocompletion=sectors
        ),
    ],
    b: Annotated[
        str,
        typer.Argument(
            metavar="SECTOR", help="Another one: academia, 学 …", autocompletion=sectors
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
    """Who links two sectors, through which groups, and who alone does?

    Example: tohoku-network who-links industry academia --lang en
    """
    from tohoku_network import brokerage

    net = network(data, as_of, stated=stated)
    present = net.organizations["sector"].dropna()
    for word in (a, b):
        slip = sector_slip(word, present)
        if slip is not None:
            raise typer.BadParameter(slip, param_hint="SECTOR")
    with told_as_usage("SECTOR"):
        frame = brokerage.who_links(net, a, b, language=lang)
    if not write(frame, json=json, csv=csv):
        typer.echo(links_text(net, a, b, lang, top=top))


@app.command()
def why(
    a: Annotated[
        str,
        typer.Argument(
            metavar="ORGANIZATION",
            help="By id, name or alias.",
            autocompletion=organizations,
        ),
    ],
    b: Annotated[
        str,
        typer.Argument(
            metavar="ORGANIZATION", help="Another one.", autocompletion=organizations
        ),
    ],
    data: Data = None,
    as_of: AsOf = None,
    stated: Stated = False,
    lang: Lang = "ja",
    json: Json = False,
    csv: Csv = False,
) -> None:
    """Why are two organizations connected, and where is that written?

    Example: tohoku-network why 東北大学 仙台市
    """
    from tohoku_network import evidence

    net = network(data, as_of, stated=stated)
    source, target = net.find(a), net.find(b)
    with told_as_usage("ORGANIZATION"):
        frame = evidence.why(net, source, target, language=lang)
    if write(frame, json=json, csv=csv, index=False):
        return
    names = net.display_names(lang)
    typer.echo(f"{names[source]} – {names[target]}")
    if frame.empty:
        typer.echo(frame.attrs["reason"])
        return
    headings = {
        "ja": ["経路", "構成員", "会議体等", "役割", "期間", "確度", "出典", "箇所"],
        "en": [
            "Chain",
            "Member",
            "Group",
            "Role",
            "Period",
            "Certainty",
            "Source",
            "Place",
        ],
    }[lang]
    rows = [
        [
            row.chain,
            row.member,
            row.group,
            row.role,
            period_text(row.valid_from, row.valid_to, lang),
            row.certainty,
            row.source if isinstance(row.source, str) else row.source_id,
            row.locator,
        ]
        for row in frame.itertuples()
    ]
    if frame["step"].max() > 2:
        typer.echo(
            "同じ会議体等での同席はありません。最短の経路:"
            if lang == "ja"
            else "They share no group. Shortest chains:"
        )
    typer.echo(as_table(headings, rows))
    if frame.attrs["more_chains"]:
        typer.echo(f"… +{frame.attrs['more_chains']}")


def period_text(start: object, end: object, lang: Language) -> str:
    """Period as text; what is not told stays a question, "still open" is said."""
    if not isinstance(start, str) and not isinstance(end, str):
        return ""
    if start == end:
        return str(start)
    first = start if isinstance(start, str) else "?"
    last = end if isinstance(end, str) else "?"
    if last == "..":
        last = "（継続）" if lang == "ja" else " (ongoing)"
    return f"{first}–{last}"


def links_text(
    net: AffiliationNetwork, a: str, b: str, lang: Language, *, top: int
) -> str:
    """Answer of ``who-links`` as text: brokers, then the groups where both meet."""
    from tohoku_network import brokerage
    from tohoku_network.vocabulary import SECTORS, code_of, label

    links = brokerage.who_links(net, a, b, language=lang)
    where = brokerage.linking_groups(net, a, b, language=lang)
    names = net.display_names(lang)
    first, second = (
        label(code_of(word, SECTORS) or word, SECTORS, lang) for word in (a, b)
    )
    facts = links.attrs
    ja = lang == "ja"
    title = (
        f"■ {first}（{facts['n_a']}機関）と{second}（{facts['n_b']}機関）を誰がつなぐか"
        if ja
        else f"Who links {first} ({facts['n_a']} organizations) and {second} "
        f"({facts['n_b']})?"
    )
    counted = (
        f"同じ会議体で出会う組 {facts['tied_pairs']:,}、出会わない組 "
        f"{facts['open_pairs']:,}（うち仲立ちのない組 {facts['unlinked_pairs']:,}）"
        if ja
        else f"{facts['tied_pairs']:,} pairs meet in a group, "
        f"{facts['open_pairs']:,} do not ({facts['unlinked_pairs']:,} of them have "
        "no broker)"
    )
    if net.period:
        rows = net.memberships
        undated = int((rows["valid_from"].isna() & rows["valid_to"].isna()).sum())
        counted += (
            f"\n{net.period} 時点（期間の記載がない {undated:,} 行を含む）"
            if ja
            else f"\nAs of {net.period}, with {undated:,} rows whose dates are not told"
        )
    brokers = links[links["pairs"] > 0].head(top)
    joined = as_table(
        ["仲立ちする機関", "区分", "つなぐ組", "そこだけ", "主な場"]
        if ja
        else ["Broker", "Sector", "Pairs", "Alone", "Groups that carry the link"],
        [
            [*cells, _some([names[g] for g in _largest(via, where)], len(via))]
            for *cells, via in brokers[
                ["name", "sector", "pairs", "exclusive_pairs", "via"]
            ].itertuples(index=False, name=None)
        ],
    )
    meeting = where[where["pairs"] > 0].head(top)
    met = as_table(
        ["両者が出会う場", "種別", "出会う組", "そこだけ"]
        if ja
        else ["Where they meet", "Kind", "Pairs", "Only there"],
        meeting[["name", "kind", "pairs", "exclusive_pairs"]].itertuples(
            index=False, name=None
        ),
    )
    nobody = (
        "仲立ちする機関は記録の中にありません。"
        if ja
        else "No organization in the records links the two."
    )
    nowhere = (
        "両者が同じ場にいる記録はありません。"
        if ja
        else "No group in the records has members of both."
    )
    return "\n".join(
        [
            title,
            counted,
            "",
            nobody if brokers.empty else joined,
            "",
            nowhere if meeting.empty else met,
            *_stated_only(net, a, b, lang),
        ]
    )


def _stated_only(net: AffiliationNetwork, a: str, b: str, lang: Language) -> list[str]:
    """How the answer would begin without implied memberships, if there are any."""
    from tohoku_network import brokerage

    certainty = net.memberships["certainty"]
    if not {"stated", "implied"} <= set(certainty.dropna()):
        return []
    stated = net.filter(certainty="stated")
    try:
        links = brokerage.who_links(stated, a, b, language=lang)
    except ValueError:  # one of the sectors is only known by implication
        return []
    first = links[links["pairs"] > 0].head(3)
    shown = zip(first["name"], first["pairs"], strict=True)
    separator, lead, none = {
        "ja": ("、", "※ 資料が明記する所属だけで数えると: ", "仲立ちする機関なし"),
        "en": ("; ", "Counting only what the sources state: ", "no broker"),
    }[lang]
    told = separator.join(f"{printable(name)} {pairs}" for name, pairs in shown)
    return ["", lead + (told or none)]


def _largest(groups: tuple[str, ...], where: pd.DataFrame) -> list[str]:
    """First two groups of a broker: those with most members of both sectors."""
    weight = where["members_a"] + where["members_b"]
    return sorted(groups, key=lambda group: (-weight[group], group))[:2]


def _some(names: list[str], total: int) -> str:
    rest = total - len(names)
    return " / ".join(names) + (f" +{rest}" if rest > 0 else "")
