"""The command line: parse, make one call, write.

Bad input ends with one report and exit status 2; an inner fault shows its traceback
and ends with 1. Rooms are imported inside the commands, so that help is instant.
"""

from __future__ import annotations

import signal
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from tohoku_network import __version__
from tohoku_network._terminal import as_csv, as_json, as_table
from tohoku_network.errors import InputError, TohokuNetworkError
from tohoku_network.vocabulary import Language

if TYPE_CHECKING:
    import pandas as pd

    from tohoku_network.network import AffiliationNetwork

app = typer.Typer(
    name="tohoku-network",
    help="Who sits where, who links industry and academia, and where is it written?\n\n"
    "Reads organizations.csv and memberships.csv from a folder (--data); without it, "
    "the curated Tohoku data that come with the program.",
    no_args_is_help=True,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)


Data = Annotated[
    Path | None,
    typer.Option(
        "--data", metavar="FOLDER", help="Folder with the two tables (UTF-8 CSV)."
    ),
]
AsOf = Annotated[
    str | None,
    typer.Option(
        "--as-of", metavar="DATE", help="Only what is in force then: 2021, 2021-12 …"
    ),
]
Lang = Annotated[Language, typer.Option("--lang", help="Language of names and words.")]
Json = Annotated[bool, typer.Option("--json", help="Write JSON.")]
Csv = Annotated[bool, typer.Option("--csv", help="Write CSV.")]
Top = Annotated[int, typer.Option("--top", min=1, help="Most rows of the text table.")]

_HAS_PIPES = hasattr(signal, "SIGPIPE")


def main() -> None:
    """Run the program and turn foreseen errors into a message and exit status 2."""
    for stream in (sys.stdout, sys.stderr):
        # A console that cannot show a character shows its code instead of failing.
        stream.reconfigure(errors="backslashreplace")  # type: ignore[union-attr]
    # When the reader of a pipe goes away, end as other programs do, without a word.
    before = signal.signal(signal.SIGPIPE, signal.SIG_DFL) if _HAS_PIPES else None
    try:
        status = app(standalone_mode=False)
        sys.stdout.flush()
        sys.exit(status if isinstance(status, int) else 0)
    except (KeyboardInterrupt, typer.Abort):
        sys.exit(130)
    except TohokuNetworkError as error:
        typer.echo(str(error), err=True)
        sys.exit(2)
    except Exception as error:
        if not hasattr(error, "exit_code"):
            raise
        error.show()  # type: ignore[attr-defined]  # a wrong option, told by click
        sys.exit(error.exit_code)
    finally:
        if _HAS_PIPES:
            signal.signal(signal.SIGPIPE, before)


def _version(asked: bool) -> None:
    if asked:
        typer.echo(__version__)
        raise typer.Exit


@app.callback()
def _program(
    version: Annotated[
        bool,
        typer.Option("--version", callback=_version, is_eager=True, help="Version."),
    ] = False,
) -> None:
    pass


def _network(data: Path | None, as_of: str | None) -> AffiliationNetwork:
    from tohoku_network.reading import load_tohoku, read

    net = load_tohoku() if data is None else read(data)
    if as_of is None:
        return net
    try:
        return net.at(as_of)
    except ValueError as error:
        raise typer.BadParameter(str(error), param_hint="--as-of") from None


def _write(frame: pd.DataFrame, *, json: bool, csv: bool, index: bool = True) -> bool:
    """Write a whole frame for machines, if asked; its definition goes with JSON."""
    if json and csv:
        msg = "choose one of --json and --csv"
        raise typer.BadParameter(msg)
    if not (json or csv):
        return False
    table = frame.reset_index() if index else frame
    headings = [str(column) for column in table.columns]
    rows = list(zip(*(table[column].tolist() for column in headings), strict=True))
    if csv:
        typer.echo(as_csv(headings, rows), nl=False)
    else:
        records = [dict(zip(headings, row, strict=True)) for row in rows]
        typer.echo(as_json({"definition": frame.attrs, "rows": records}))
    return True


@app.command()
def demo(
    output: Annotated[
        Path, typer.Option("-o", "--output", help="Folder to write into.")
    ] = Path("out"),
    lang: Lang = "ja",
) -> None:
    """Answer "who links industry and academia" on the Tohoku data and draw the map."""
    from tohoku_network.reading import load_tohoku

    net = load_tohoku()
    typer.echo(_summary_text(net, lang))
    typer.echo("")
    typer.echo(_links_text(net, "industry", "academia", lang, top=8))
    output.mkdir(parents=True, exist_ok=True)
    target = _save_map(net, output / "tohoku_map.html", lang, title=None)
    typer.echo("")
    typer.echo(
        f"地図を書き出しました（オフラインで開けます）: {target}"
        if lang == "ja"
        else f"Map written (opens offline): {target}"
    )


@app.command()
def validate(data: Data = None, json: Json = False) -> None:
    """Check the tables: every problem with file, line, column, value and remedy.

    Exit status 0 when they can be read (remarks are listed), 2 when they cannot.

    Example: tohoku-network validate --data my-lists
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
    typer.echo(f"OK: {net!r}")
    for finding in net.remarks:
        typer.echo(f"  {finding}")


@app.command()
def summary(
    data: Data = None,
    as_of: AsOf = None,
    lang: Lang = "ja",
    json: Json = False,
) -> None:
    """How many organizations, groups and memberships, by sector, kind and source.

    Example: tohoku-network summary --lang en
    """
    from tohoku_network import summary as counts

    net = _network(data, as_of)
    if json:
        typer.echo(as_json(counts.overview(net)))
    else:
        typer.echo(_summary_text(net, lang))


@app.command("who-links")
def who_links(
    a: Annotated[str, typer.Argument(help="A sector: industry, 産 …")],
    b: Annotated[str, typer.Argument(help="Another sector: academia, 学 …")],
    data: Data = None,
    as_of: AsOf = None,
    lang: Lang = "ja",
    json: Json = False,
    csv: Csv = False,
    top: Top = 10,
) -> None:
    """Who links two sectors, through which groups, and who alone does?

    Example: tohoku-network who-links industry academia --lang en
    """
    from tohoku_network import brokerage

    net = _network(data, as_of)
    try:
        frame = brokerage.who_links(net, a, b, language=lang)
    except ValueError as error:
        raise typer.BadParameter(str(error), param_hint="A B") from None
    if not _write(frame, json=json, csv=csv):
        typer.echo(_links_text(net, a, b, lang, top=top))


@app.command()
def why(
    a: Annotated[str, typer.Argument(help="An organization: id, name or alias.")],
    b: Annotated[str, typer.Argument(help="Another one.")],
    data: Data = None,
    as_of: AsOf = None,
    lang: Lang = "ja",
    json: Json = False,
    csv: Csv = False,
) -> None:
    """Why are two organizations connected, and where is that written?

    Example: tohoku-network why 東北大学 仙台市
    """
    from tohoku_network import evidence

    net = _network(data, as_of)
    source, target = net.find(a), net.find(b)
    try:
        frame = evidence.why(net, source, target, language=lang)
    except ValueError as error:
        raise typer.BadParameter(str(error), param_hint="A B") from None
    if _write(frame, json=json, csv=csv, index=False):
        return
    names = net.display_names(lang)
    typer.echo(f"{names[source]} – {names[target]}")
    if frame.empty:
        typer.echo(frame.attrs["reason"])
        return
    headings = {
        "ja": ["経路", "会員", "会議体", "役割", "期間", "確度", "出典", "箇所"],
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
            _period(row.valid_from, row.valid_to),
            row.certainty,
            row.source if isinstance(row.source, str) else row.source_id,
            row.locator,
        ]
        for row in frame.itertuples()
    ]
    typer.echo(as_table(headings, rows))
    if frame.attrs["more_chains"]:
        typer.echo(f"… +{frame.attrs['more_chains']}")


@app.command("map")
def draw_map(
    output: Annotated[Path, typer.Option("-o", "--output", help="HTML file to write.")],
    data: Data = None,
    as_of: AsOf = None,
    lang: Lang = "ja",
    title: Annotated[str | None, typer.Option("--title", help="Title.")] = None,
    force: Annotated[
        bool, typer.Option("--force", help="Replace an existing file.")
    ] = False,
) -> None:
    """Write the interactive map: one HTML file that opens offline.

    Example: tohoku-network map -o map.html --lang en
    """
    if output.exists() and not force:
        msg = f"{output} exists; give another name, or --force to replace it"
        raise typer.BadParameter(msg, param_hint="--output")
    net = _network(data, as_of)
    typer.echo(str(_save_map(net, output, lang, title=title)))


def _save_map(
    net: AffiliationNetwork, target: Path, lang: Language, *, title: str | None
) -> Path:
    from tohoku_network import webmap

    return webmap.render(net, title=title, language=lang).save(target)


def _period(start: object, end: object) -> str:
    if not isinstance(start, str) and not isinstance(end, str):
        return ""
    if start == end:
        return str(start)
    first = start if isinstance(start, str) else ""
    last = end if isinstance(end, str) and end != ".." else ""
    return f"{first}–{last}"


def _summary_text(net: AffiliationNetwork, lang: Language) -> str:
    from tohoku_network import summary as counts
    from tohoku_network.vocabulary import KINDS, SECTORS, UNKNOWN_SECTOR, label

    found = counts.overview(net)
    ja = lang == "ja"
    none = UNKNOWN_SECTOR.ja if ja else UNKNOWN_SECTOR.en
    members = as_table(
        ["区分", "会員側の機関"] if ja else ["Sector", "Organizations"],
        [
            [label(code, SECTORS, lang) or none, count]
            for code, count in found["members_by_sector"].items()
        ],
    )
    groups = as_table(
        ["会議体の種別", "数"] if ja else ["Groups", "Number"],
        [
            [label(code, KINDS, lang) or ("種別なし" if ja else "No kind"), count]
            for code, count in found["groups_by_kind"].items()
        ],
    )
    if ja:
        lines = [
            f"名前のある機関 {found['organizations']}（うち会議体 {found['groups']}）、"
            f"名前の記されていない会員層 {found['unnamed_classes']}",
            f"所属の記録 {found['memberships']} 行（明記 {found['stated']}、"
            f"推定 {found['implied']}）、資料 {found['sources']} 点",
        ]
    else:
        lines = [
            f"{found['organizations']} named organizations, {found['groups']} of them "
            f"groups; {found['unnamed_classes']} classes of unnamed members",
            f"{found['memberships']} membership rows ({found['stated']} stated, "
            f"{found['implied']} implied) from {found['sources']} sources",
        ]
    if found["period"]:
        lines.append(f"{'時点' if ja else 'As of'}: {found['period']}")
    return "\n".join([*lines, "", members, "", groups])


def _links_text(
    net: AffiliationNetwork, a: str, b: str, lang: Language, *, top: int
) -> str:
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
        f"同じ会議体で出会う組 {facts['tied_pairs']:,}、"
        f"出会わない組 {facts['open_pairs']:,}"
        if ja
        else f"{facts['tied_pairs']:,} pairs meet in a group, "
        f"{facts['open_pairs']:,} do not"
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
        ]
    )


def _largest(groups: tuple[str, ...], where: pd.DataFrame) -> list[str]:
    """First two groups of a broker: those with most members of both sectors."""
    weight = where["members_a"] + where["members_b"]
    return sorted(groups, key=lambda group: (-weight[group], group))[:2]


def _some(names: list[str], total: int) -> str:
    rest = total - len(names)
    return " / ".join(names) + (f" +{rest}" if rest > 0 else "")
