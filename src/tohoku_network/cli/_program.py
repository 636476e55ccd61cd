"""The program, the options that commands share, and how it ends."""

from __future__ import annotations

import re
import shlex
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NoReturn

import typer

from tohoku_network import __version__
from tohoku_network._terminal import as_csv, as_json
from tohoku_network.errors import InputError, TohokuNetworkError
from tohoku_network.vocabulary import Language

if TYPE_CHECKING:
    import pandas as pd

    from tohoku_network.network import AffiliationNetwork

app = typer.Typer(
    name="tohoku-network",
    help="Who sits where, who links industry and academia, and where is it written?\n\n"
    "Reads your organizations and memberships from an Excel workbook or a folder of "
    "CSV files (--data); without it, the curated Tohoku data that come with it.",
    no_args_is_help=True,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)


Data = Annotated[
    Path | None,
    typer.Option(
        "--data",
        metavar="PATH",
        help="Excel workbook (.xlsx) or folder with the two tables (UTF-8 CSV).",
    ),
]
AsOf = Annotated[
    str | None,
    typer.Option(
        "--as-of", metavar="DATE", help="Only what is in force then: 2021, 2021-12 …"
    ),
]
Stated = Annotated[
    bool,
    typer.Option("--stated", help="Only memberships that a source states outright."),
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
        stream.reconfigure(errors="backslashreplace")  # type: ignore[union-attr]  # text streams have it
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
        if _nothing_there(error):
            typer.echo(
                "雛形から始めるには / to begin with an example: "
                "tohoku-network init my-lists",
                err=True,
            )
        sys.exit(2)
    except ImportError as error:
        if "pip install" not in str(error):
            raise  # an inner fault; a missing extra says how to install it
        typer.echo(str(error), err=True)
        sys.exit(2)
    except Exception as error:
        if not hasattr(error, "exit_code"):
            raise
        error.show()  # type: ignore[attr-defined]  # a wrong option, told by click
        japanese = _in_japanese(error)
        if japanese:
            typer.echo(japanese, err=True)
        sys.exit(error.exit_code)
    finally:
        if _HAS_PIPES:
            signal.signal(signal.SIGPIPE, before)


def _in_japanese(error: Exception) -> str:
    """What click tells about a wrong command line, for those who read Japanese."""
    told = str(getattr(error, "message", ""))
    if re.search(r"[\u3041-\u30fe\u4e00-\u9fff]{2}", told.rpartition("\n")[2]):
        return ""  # told by ourselves, in both languages
    help_ = "使い方は tohoku-network コマンド --help にあります"
    ctx = getattr(error, "ctx", None)
    if ctx is not None:
        help_ = f"使い方は {ctx.command_path} --help にあります"
    kind = type(error).__name__
    if kind == "NoSuchOption":
        return f"{error.option_name} という選択肢はありません。{help_}"  # type: ignore[attr-defined]  # click's
    param = getattr(error, "param", None)
    hint = getattr(error, "param_hint", None)
    if hint is None and param is not None:
        is_argument = param.param_type_name == "argument"
        hint = param.metavar if is_argument else max(param.opts, key=len)
    where = str(hint or "").replace("'", "")
    if kind == "MissingParameter":
        return f"{where} を指定してください。{help_}"
    if told.startswith("No such command"):
        return f"そのようなコマンドはありません。{help_}"
    if where:
        return f"{where} の指定が正しくありません。{help_}"
    return f"指定が正しくありません。{help_}"


def _nothing_there(error: TohokuNetworkError) -> bool:
    """Whether somebody asks about tables that are not there at all."""
    return isinstance(error, InputError) and all(
        problem.code == "no-such-file" for problem in error.problems
    )


def _version(asked: bool) -> None:
    if asked:
        typer.echo(__version__)
        raise typer.Exit


@app.callback()
def _program(
    version: Annotated[
        bool,
        typer.Option(
            "--version", "-V", callback=_version, is_eager=True, help="Version."
        ),
    ] = False,
) -> None:
    pass


def network(
    data: Path | None, as_of: str | None, *, stated: bool = False
) -> AffiliationNetwork:
    """Read the asked network, cut to a date and to what is stated."""
    from tohoku_network.reading import load_tohoku, read

    if data is None:
        net = load_tohoku()
        typer.echo(
            "付属の東北データについて答えます"
            "（自分の表は --data ブックまたはフォルダー） / "
            "answering from the bundled Tohoku data (--data PATH for your own)",
            err=True,
        )
    else:
        net = read(data)
    if net.remarks:
        command = "tohoku-network validate"
        if data is not None:
            command += f" --data {shlex.quote(str(data))}"
        typer.echo(
            f"表に注意が {len(net.remarks)} 件あります / {len(net.remarks)} remarks on "
            f"the tables: {command}",
            err=True,
        )
    if as_of is not None:
        try:
            net = net.at(as_of)
        except ValueError as error:
            from tohoku_network.tables.dates import suggest_date

            refuse(
                f"{error}; {suggest_date(as_of)}",
                f"「{as_of}」は日付として読めません。2021、2021-12、2021-12-01 の"
                "ように書いてください",
                "--as-of",
            )
    if stated:
        if not net.memberships["certainty"].notna().any():
            refuse(
                "the tables do not tell: write 明記 or 示唆 (stated, implied) into a "
                "column 確度 (certainty) of the memberships",
                "表に記載がありません。所属の表に列「確度」を設け、明記または示唆と"
                "書いてください",
                "--stated",
            )
        with told_as_usage("--stated"):
            net = net.filter(certainty="stated")
    return net


def write(frame: pd.DataFrame, *, json: bool, csv: bool, index: bool = True) -> bool:
    """Write a whole frame for machines, if asked; its definition goes with JSON."""
    if json and csv:
        refuse(
            "choose one of --json and --csv",
            "--json と --csv は、どちらか一つを指定してください",
        )
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


def refuse(english: str, japanese: str, hint: str | None = None) -> NoReturn:
    """Tell in both languages that an argument or option cannot be taken."""
    msg = f"{english}\n{japanese}"
    raise typer.BadParameter(msg, param_hint=hint) from None


@contextmanager
def told_as_usage(hint: str) -> Iterator[None]:
    """Turn a refused option of a measure into a message of the command line."""
    try:
        yield
    except ValueError as error:
        if isinstance(error, TohokuNetworkError):
            raise
        raise typer.BadParameter(str(error), param_hint=hint) from None
