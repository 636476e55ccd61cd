"""Command that draws for paper and slides: figure."""

from __future__ import annotations

import io
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal, NamedTuple, NoReturn

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
from tohoku_network.cli._words import (
    RANKED,
    groups,
    known_measure,
    organizations,
    ranked_measures,
)
from tohoku_network.cli.measures import JAPANESE
from tohoku_network.vocabulary import Language

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from tohoku_network.network import AffiliationNetwork

Kind = Literal[
    "network",
    "ego",
    "coverage",
    "mixing",
    "overlaps",
    "timeline",
    "ranks",
    "communities",
]
_FORMATS = ("png", "svg", "pdf")
_DOTS = 200
"""Dots per inch of PNG files: 3300 across a sheet of A3."""


class _Asked(NamedTuple):
    """What a picture is of."""

    net: AffiliationNetwork
    organization: str | None
    groups: list[str]
    measure: str
    language: Language
    title: str | None

    @property
    def how(self) -> dict[str, Any]:
        """What every drawing function takes."""
        return {"language": self.language, "title": self.title}


@app.command()
def figure(
    kind: Annotated[Kind, typer.Argument(metavar="KIND", help="What to draw.")],
    output: Annotated[
        Path, typer.Option("-o", "--output", help="File to write: .png, .svg or .pdf.")
    ],
    data: Data = None,
    as_of: AsOf = None,
    stated: Stated = False,
    org: Annotated[
        str | None,
        typer.Option(
            "--org",
            metavar="ORGANIZATION",
            help="Who stands in the middle (ego), or whose time (timeline).",
            autocompletion=organizations,
        ),
    ] = None,
    group: Annotated[
        list[str] | None,
        typer.Option(
            "--group",
            metavar="GROUP",
            help="Only this group; several times for several.",
            autocompletion=groups,
        ),
    ] = None,
    measure: Annotated[
        str,
        typer.Option(
            "--measure",
            "-m",
            help="What ranks rank by.",
            autocompletion=ranked_measures,
        ),
    ] = "betweenness",
    lang: Lang = "ja",
    title: Annotated[str | None, typer.Option("--title", help="Title.")] = None,
    force: Annotated[
        bool, typer.Option("--force", help="Replace an existing file.")
    ] = False,
) -> None:
    """Draw a picture for paper or slides, with title and date of the data.

    KIND is one of: network (everybody), ego (one organization, --org), coverage
    (sectors by group), mixing (ties between sectors), overlaps (members that groups
    share), timeline (memberships over time), ranks (who is central, and how sure
    that is), communities (blocs).

    Example: tohoku-network figure ego --org 東北大学 -o ego.png
    """
    form = _form(output, kind, force=force)
    known_measure(measure, RANKED)
    if kind == "ego" and org is None:
        refuse(
            "ego draws one organization: name it, such as --org 東北大学",
            "ego は一つの機関の図です。--org 東北大学 のように指定してください",
            "--org",
        )
    if org is not None and kind not in ("ego", "timeline"):
        refuse(
            f"{kind} draws no single organization; ego and timeline do",
            f"{kind} では機関を一つに絞れません。--org は ego と timeline で使えます",
            "--org",
        )
    net = network(data, as_of, stated=stated)
    only = [net.find(text) for text in group or ()]
    if only and kind not in ("coverage", "overlaps"):
        with told_as_usage("--group"):
            net = net.filter(groups=only)
    chosen = net.find(org) if org is not None else None
    asked = _Asked(net, chosen, only, measure, lang, title)
    from tohoku_network import _files, figures

    if kind == "ego" and _alone(net, str(chosen)):
        refuse(
            f"{chosen} has no membership in what is asked about: nothing to draw",
            "指定された範囲に、この機関の所属の記録がありません。図にするものがありません",
            "--org",
        )
    with told_as_usage("KIND"):
        ax = _draw(kind, asked)
    if not len(net.memberships) or any(one.get_gid() == "empty" for one in ax.texts):
        _refuse_empty(kind, asked, group or [])
    figures.footer(ax, net, language=lang)
    target = _files.save(output, _bytes(ax, form), overwrite=force)
    typer.echo(
        f"図を書き出しました: {target}" if lang == "ja" else f"Figure written: {target}"
    )


def _alone(net: AffiliationNetwork, one: str) -> bool:
    rows = net.memberships
    return not ((rows["member_id"] == one) | (rows["group_id"] == one)).any()


_NOTHING = {
    "network": ("no membership is left", "所属が一つも残りません"),
    "coverage": ("no group with a sector is left", "区分の分かる会議体等が残りません"),
    "mixing": (
        "no two organizations whose sectors are told share a group",
        "区分の分かる機関どうしが同席する会議体等がありません",
    ),
    "overlaps": (
        "no group with a named member is left",
        "名称のある構成員がいる会議体等が残りません",
    ),
    "timeline": (
        "none of these memberships has a date",
        "該当する所属に、期間の記載がありません",
    ),
    "ranks": ("no organization is left to rank", "順位をつける機関が残りません"),
    "communities": ("no membership is left", "所属が一つも残りません"),
}
"""Why a picture would be empty."""


def _refuse_empty(kind: Kind, asked: _Asked, groups: list[str]) -> NoReturn:
    """Refuse a picture that would show nothing; say what to ask instead."""
    english, japanese = _NOTHING.get(kind, _NOTHING["network"])
    hint = "KIND"
    if groups:
        hint = "--group"
        if kind == "timeline":
            english += (
                f"; its own place in other groups is drawn with --org {groups[0]}"
            )
            japanese += (
                f"。この会議体等が加わる会合などの期間は --org {groups[0]} で描けます"
            )
    elif asked.organization is not None:
        hint = "--org"
    refuse(f"nothing to draw: {english}", f"図にするものがありません: {japanese}", hint)


def _form(output: Path, kind: str, *, force: bool) -> str:
    """Format that the file's name asks for; refused before anything is drawn."""
    form = output.suffix.lower().removeprefix(".")
    if output.is_dir():
        name = f"{output / kind}.png"
        refuse(
            f"{output} is a folder; name a file in it: {name}",
            f"{output} はフォルダーです。{name} のようにファイル名まで書いてください",
            "--output",
        )
    if form not in _FORMATS:
        refuse(
            f"{output} must end in .png, .svg or .pdf",
            f"{output} の末尾は .png、.svg、.pdf のどれかにしてください",
            "--output",
        )
    if output.exists() and not force:
        refuse(
            f"{output} exists; give another name, or --force to replace it",
            f"{output} はすでにあります。別の名前にするか、"
            "--force で置き換えてください",
            "--output",
        )
    return form


def _draw(kind: Kind, asked: _Asked) -> Axes:
    import pandas as pd

    from tohoku_network import communities, figures, gaps, robustness, scene
    from tohoku_network import significance as chance

    net, how = asked.net, asked.how
    match kind:
        case "network":
            return figures.draw_network(scene.build(net), **how)
        case "ego":
            return figures.draw_ego(net, str(asked.organization), **how)
        case "coverage":
            table = gaps.coverage(net, language=asked.language)
            if asked.groups:
                # In the order in which they were asked for.
                table = pd.concat(
                    [table[table["group_id"] == one] for one in asked.groups],
                    ignore_index=True,
                )
            names = net.display_names(asked.language)
            return figures.draw_coverage(table, names=names, **how)
        case "mixing":
            found = chance.mixing(net, language=asked.language)
            return figures.draw_mixing(found, **how)
        case "overlaps":
            return figures.draw_overlaps(net, groups=asked.groups or None, **how)
        case "timeline":
            return figures.draw_timeline(net, about=asked.organization, **how)
        case "ranks":
            # One membership in ten lacking: the share that the text answer shows too.
            ranks = robustness.stability(
                net, asked.measure, draws=100, shares=[0.1], language=asked.language
            )
            named = asked.title if asked.title is not None else _ranks_title(asked)
            return figures.draw_ranks(
                ranks.droplevel("share"), language=asked.language, title=named
            )
        case "communities":
            labels = communities.detect(net).labels
            return figures.draw_communities(scene.build(net), labels, **how)


def _ranks_title(asked: _Asked) -> str:
    if asked.language == "ja":
        measure = JAPANESE.get(asked.measure, asked.measure)
        return f"{measure}の順位と、所属の1割が欠けたときの幅"
    measure = asked.measure.replace("_", " ")
    return f"Ranks by {measure}, and their range if a tenth of the memberships lack"


def _bytes(ax: Axes, form: str) -> bytes:
    """The whole sheet as a file, without the time of writing."""
    import matplotlib as mpl

    from tohoku_network import figures

    stream = io.BytesIO()
    timeless = {"pdf": {"CreationDate": None}, "svg": {"Date": None}}.get(form)
    # Names of parts of an SVG file come from a hash; without a salt it is random.
    with figures.style(), mpl.rc_context({"svg.hashsalt": "tohoku-network"}):
        ax.get_figure(root=True).savefig(  # type: ignore[union-attr]  # axes in use have a figure
            stream, format=form, dpi=_DOTS, metadata=timeless
        )
    return stream.getvalue()
