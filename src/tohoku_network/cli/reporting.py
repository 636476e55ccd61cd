"""The command that writes a whole report: page, map and workbook."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

import typer

from tohoku_network.cli._program import (
    AsOf,
    Data,
    Lang,
    Stated,
    app,
    network,
    refuse,
    told_as_usage,
)
from tohoku_network.cli.outputs import TITLE
from tohoku_network.vocabulary import Language


@app.command()
def report(
    output: Annotated[Path, typer.Option("-o", "--output", help="Folder to write.")],
    data: Data = None,
    as_of: AsOf = None,
    stated: Stated = False,
    lang: Lang = "ja",
    title: Annotated[str | None, typer.Option("--title", help="Title.")] = None,
    between: Annotated[
        tuple[str, str],
        typer.Option(
            "--between", metavar="SECTOR SECTOR", help="The two sectors to be linked."
        ),
    ] = ("industry", "academia"),
    force: Annotated[
        bool, typer.Option("--force", help="Replace an earlier report.")
    ] = False,
) -> None:
    """Write a report: a page to read and print, the map, and a workbook of all tables.

    Nine questions with answers in sentences, pictures, tables, doubts and sources. The
    folder then holds report.html, map.html and report.xlsx, which need no network.

    Example: tohoku-network report -o report --lang en
    """
    from tohoku_network import report as room

    if output.exists() and not output.is_dir():
        refuse(
            f"{output} is a file; name a folder",
            f"{output} はファイルです。フォルダー名を指定してください",
            "--output",
        )
    taken = [name for name in room.FILES if (output / name).exists()]
    if taken and not force:
        refuse(
            f"{output} holds {', '.join(taken)}; name another folder, or --force to "
            "replace them",
            f"{output} には {'、'.join(taken)} がすでにあります。"
            "別のフォルダーにするか、--force で置き換えてください",
            "--output",
        )
    net = network(data, as_of, stated=stated)
    heading = TITLE if title is None and data is None else title
    with told_as_usage("--between"), _progress(lang) as tell:
        written = room.write(
            net,
            output,
            language=lang,
            title=heading,
            sectors=between,
            overwrite=force,
            progress=tell,
        )
    typer.echo(
        "報告を書き出しました（オフラインで開けます）:"
        if lang == "ja"
        else "Report written (opens offline):"
    )
    for path in written:
        typer.echo(f"  {path}")


@contextmanager
def _progress(lang: Language) -> Iterator[Callable[[int, int, str], None] | None]:
    """A bar on the terminal, if somebody is looking at one."""
    if not sys.stderr.isatty():
        yield None
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    console = Console(stderr=True)
    with Progress(*columns, console=console, transient=True) as bar:
        task = bar.add_task("報告" if lang == "ja" else "Report", total=None)

        def tell(done: int, total: int, step: str) -> None:
            bar.update(task, completed=done, total=total, description=step or "")

        yield tell
