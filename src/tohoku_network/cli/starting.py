"""Command that begins a list of one's own: init."""

from __future__ import annotations

import shlex
from pathlib import Path
from typing import Annotated

import typer

from tohoku_network.cli._program import Lang, app


@app.command("init")
def begin(
    folder: Annotated[
        Path, typer.Argument(metavar="FOLDER", help="Folder to make, or an empty one.")
    ],
    lang: Lang = "ja",
    excel: Annotated[
        bool,
        typer.Option("--excel", help="One workbook instead of three CSV files."),
    ] = False,
) -> None:
    """Begin a list of your own: tables with headings, an invented example, a guide.

    Nothing is replaced: a folder that holds such tables is refused.

    Example: tohoku-network init my-lists
    """
    from tohoku_network import starter

    written = starter.write(folder, language=lang, workbook=excel)
    ja = lang == "ja"
    typer.echo("書き出しました:" if ja else "Written:")
    for path in written:
        typer.echo(f"  {path}")
    data = shlex.quote(str(folder))
    sectors = "産 学" if ja else "industry academia"
    tail = "" if ja else " --lang en"
    typer.echo(
        "架空の記入例が入っています。次のように入力してみてください:"
        if ja
        else "An invented example is in them. Try next:"
    )
    for command in (
        f"validate --data {data}",
        f"who-links {sectors} --data {data}{tail}",
        f"map -o {shlex.quote(str(folder / 'map.html'))} --data {data}{tail}",
    ):
        typer.echo(f"  tohoku-network {command}")
