"""Commands that write files: demo, map."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from tohoku_network.cli._program import (
    AsOf,
    Data,
    Lang,
    Stated,
    app,
    network,
    refuse,
)
from tohoku_network.cli.answers import links_text
from tohoku_network.cli.tables import summary_text
from tohoku_network.vocabulary import Label, Language

if TYPE_CHECKING:
    from tohoku_network.communities import Communities
    from tohoku_network.network import AffiliationNetwork


TITLE = Label(
    "東北の産学官金ネットワーク",
    "Industry, academia, government and finance in Tohoku",
)
"""What map and report of the curated data are called."""


@app.command()
def demo(
    output: Annotated[
        Path, typer.Option("-o", "--output", help="Folder to write into.")
    ] = Path("out"),
    lang: Lang = "ja",
) -> None:
    """Answer "who links industry and academia" on the Tohoku data and draw the map.

    Example: tohoku-network demo --output out
    """
    from tohoku_network.reading import load_tohoku

    net = load_tohoku()
    typer.echo(summary_text(net, lang))
    typer.echo("")
    typer.echo(links_text(net, "industry", "academia", lang, top=8))
    output.mkdir(parents=True, exist_ok=True)
    target = _save_map(net, output / "tohoku_map.html", lang, title=TITLE)
    typer.echo("")
    typer.echo(_written(target, lang))


@app.command("map")
def draw_map(
    output: Annotated[Path, typer.Option("-o", "--output", help="HTML file to write.")],
    data: Data = None,
    as_of: AsOf = None,
    stated: Stated = False,
    lang: Lang = "ja",
    title: Annotated[str | None, typer.Option("--title", help="Title.")] = None,
    communities: Annotated[
        bool,
        typer.Option(
            "--communities/--no-communities", help="Let the reader colour by community."
        ),
    ] = True,
    ranks: Annotated[
        bool,
        typer.Option(
            "--ranks",
            help="Let the reader size by rank in betweenness, with the range that "
            "missing memberships would give it (takes some seconds).",
        ),
    ] = False,
    force: Annotated[
        bool, typer.Option("--force", help="Replace an existing file.")
    ] = False,
) -> None:
    """Write the interactive map: one HTML file that opens offline.

    The reader can colour it by sector, by community, or by who is missing where.

    Example: tohoku-network map -o map.html --lang en --ranks
    """
    if output.is_dir():
        name = output / "map.html"
        refuse(
            f"{output} is a folder; name a file in it, such as {name}",
            f"{output} はフォルダーです。{name} のようにファイル名まで書いてください",
            "--output",
        )
    if output.exists() and not force:
        refuse(
            f"{output} exists; give another name, or --force to replace it",
            f"{output} はすでにあります。別の名前にするか、"
            "--force で置き換えてください",
            "--output",
        )
    if output.suffix.lower() not in (".html", ".htm"):
        page = output.with_suffix(".html")
        refuse(
            f"the map is a web page: name it {page}; pictures (.png, .svg, .pdf) are "
            "drawn by tohoku-network figure",
            f"地図はウェブページです。{page} としてください。"
            "画像（.png、.svg、.pdf）は tohoku-network figure で書き出せます",
            "--output",
        )
    net = network(data, as_of, stated=stated)
    heading = TITLE if title is None and data is None else title
    target = _save_map(
        net, output, lang, title=heading, communities=communities, ranks=ranks
    )
    typer.echo(_written(target, lang))


def _written(target: Path, lang: Language) -> str:
    if lang == "ja":
        return f"地図を書き出しました（オフラインで開けます）: {target}"
    return f"Map written (opens offline): {target}"


def _save_map(
    net: AffiliationNetwork,
    target: Path,
    lang: Language,
    *,
    title: str | Label | None,
    communities: bool = True,
    ranks: bool = False,
) -> Path:
    from tohoku_network import webmap

    found, ranked = None, None
    if communities:
        found = _communities(net)
    if ranks:
        from tohoku_network.robustness import stability

        ranked = stability(net, "betweenness", shares=(0.10,))
    page = webmap.render(
        net, title=title, language=lang, communities=found, ranks=ranked
    )
    return page.save(target)


def _communities(net: AffiliationNetwork) -> Communities | None:
    """Communities, or a word that the network is too large to look for them."""
    from tohoku_network.communities import detect
    from tohoku_network.errors import GraphError

    try:
        return detect(net)
    except GraphError as error:
        typer.echo(f"まとまりなし / no communities: {error}", err=True)
        return None
