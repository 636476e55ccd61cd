"""Commands that measure: centrality, roles, communities, ties."""

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
    told_as_usage,
    write,
)
from tohoku_network.cli._words import MEASURES, known_measure, measures

if TYPE_CHECKING:
    import pandas as pd

    from tohoku_network.vocabulary import Language

JAPANESE = {
    "memberships": "所属の数",
    "degree": "次数",
    "strength": "強度",
    "coreness": "コア数",
    "closeness": "近接中心性",
    "harmonic": "調和中心性",
    "betweenness": "媒介中心性",
    "eigenvector": "固有ベクトル",
    "two_mode_degree": "次数（二部）",
    "two_mode_closeness": "近接（二部）",
    "two_mode_betweenness": "媒介（二部）",
    "two_mode_eigenvector": "固有ベクトル（二部）",
}
"""Japanese headings of measures; the others are called by their name."""

Side = Annotated[
    Literal["members", "groups"],
    typer.Option("--side", help="Organizations, or the groups they meet in."),
]
Seed = Annotated[int, typer.Option("--seed", help="Seed of what is random.")]


@app.command()
def centrality(
    data: Data = None,
    as_of: AsOf = None,
    stated: Stated = False,
    measure: Annotated[
        list[str] | None,
        typer.Option(
            "--measure",
            "-m",
            help="A measure; several times for several.",
            autocompletion=measures,
        ),
    ] = None,
    side: Side = "members",
    lang: Lang = "ja",
    json: Json = False,
    csv: Csv = False,
    top: Top = 10,
) -> None:
    """Who is central? Degree, harmonic and betweenness unless asked for others.

    Example: tohoku-network centrality -m betweenness -m pagerank --top 5
    """
    from tohoku_network.centrality import ranks, table

    asked = measure or ["degree", "harmonic", "betweenness"]
    for name in asked:
        known_measure(name, MEASURES)
    net = network(data, as_of, stated=stated)
    with told_as_usage("--measure"):
        frame = table(net, asked, side=side, language=lang)
    if write(frame, json=json, csv=csv):
        return
    shown = frame.head(top)
    rank = ranks(frame[asked[-1]]) if asked else None
    rows = [
        [*([rank[identifier]] if rank is not None else []), *cells]
        for identifier, cells in zip(
            shown.index, shown.itertuples(index=False, name=None), strict=True
        )
    ]
    headings = [JAPANESE.get(name, name) if lang == "ja" else name for name in asked]
    typer.echo(as_table([*_words(lang, "rank", "name", "sector"), *headings], rows))
    typer.echo(
        f"順位は「{headings[-1]}」による。次数は、同じ会議体等に加わる相手の数"
        if lang == "ja"
        else f"Ranked by {asked[-1]}; degree counts others who share a group"
    )


@app.command()
def roles(
    data: Data = None,
    as_of: AsOf = None,
    stated: Stated = False,
    by: Annotated[
        Literal["sector", "prefecture", "kind"],
        typer.Option("--by", help="What the two sides are told apart by."),
    ] = "sector",
    permutations: Annotated[
        int, typer.Option("--permutations", min=0, help="0 for counts alone.")
    ] = 999,
    seed: Seed = 0,
    lang: Lang = "ja",
    json: Json = False,
    csv: Csv = False,
    top: Top = 10,
) -> None:
    """Between whom do organizations stand? Gould and Fernandez' roles with p-values.

    Example: tohoku-network roles --by prefecture --lang en
    """
    from tohoku_network import brokerage

    net = network(data, as_of, stated=stated)
    frame = brokerage.roles(
        net, by, permutations=permutations, seed=seed, language=lang
    )
    if write(frame, json=json, csv=csv):
        return
    counts = ["coordinator", "itinerant", "gatekeeper", "liaison", "total"]
    shown = frame[frame["total"] > 0].head(top)
    rows = [
        [*cells, *_starred(numbers, shown, identifier)]
        for identifier, cells, numbers in zip(
            shown.index,
            shown[["name", "sector"]].itertuples(index=False, name=None),
            shown[counts].itertuples(index=False, name=None),
            strict=True,
        )
    ]
    headings = {
        "ja": ["まとめ役", "仲介者", "門番・代表", "連絡役", "計"],
        "en": [count.capitalize() for count in counts],
    }[lang]
    typer.echo(as_table([*_words(lang, "name", "sector"), *headings], rows))
    if any("*" in cell for row in rows for cell in map(str, row)):
        typer.echo(
            f"* p ≤ 0.05（区分を {permutations} 回並べ替えた場合との比較、補正なし）"
            if lang == "ja"
            else f"* p <= 0.05 against {permutations} permutations, not corrected"
        )


def _starred(
    numbers: tuple[int, ...], frame: pd.DataFrame, identifier: str
) -> list[str]:
    """Counts as text, with a star where chance seldom reaches them."""
    names = ("coordinator", "itinerant", "gatekeeper", "liaison")
    rare = [bool((frame[f"p_{name}"] <= 0.05)[identifier]) for name in names]
    return [
        f"{number:,}{'*' if star else ' '}"
        for number, star in zip(numbers, [*rare, False], strict=True)
    ]


@app.command()
def communities(
    data: Data = None,
    as_of: AsOf = None,
    stated: Stated = False,
    method: Annotated[
        Literal["leiden", "louvain", "two_mode"],
        typer.Option("--method", help="How blocs are searched."),
    ] = "leiden",
    runs: Annotated[int, typer.Option("--runs", min=1, help="Searches.")] = 20,
    seed: Seed = 0,
    lang: Lang = "ja",
    json: Json = False,
    csv: Csv = False,
    top: Top = 10,
) -> None:
    """Which organizations form blocs, and how far do repeated searches agree?

    CSV and JSON give the community of every organization; the text describes the
    communities of two and more.

    Example: tohoku-network communities --method two_mode --lang en
    """
    from tohoku_network import communities as room

    net = network(data, as_of, stated=stated)
    with told_as_usage("--method"):
        found = room.detect(net, method=method, runs=runs, seed=seed)
    labels = found.labels.to_frame("community")
    labels.insert(0, "name", net.display_names(lang).reindex(labels.index))
    labels["stability"] = found.node_stability
    labels.attrs.update(found.definition)
    if write(labels, json=json, csv=csv):
        return
    profile = room.profile(net, found.labels, language=lang)
    stay = found.node_stability.groupby(found.labels).mean()
    shown = profile[profile["size"] > 1].head(top)
    rows = [
        [number, *cells, f"{stay[number]:.2f}"]
        for number, cells in zip(
            shown.index,
            shown[["name", "size", "sectors"]].itertuples(index=False, name=None),
            strict=True,
        )
    ]
    headings = {
        "ja": ["番号", "呼び名", "機関", "区分の内訳", "安定度"],
        "en": ["No.", "Name", "Size", "Sectors", "Stability"],
    }[lang]
    typer.echo(
        f"{len(found.labels)} 機関、{found.labels.nunique()} のまとまり（{method}）。"
        f"モジュラリティ Q = {found.quality:.3f}、{runs} 回の探索の一致度 "
        f"{found.stability:.2f}" + ("" if found.is_stable else "：安定していません")
        if lang == "ja"
        else repr(found)
    )
    typer.echo(as_table(headings, rows))


@app.command()
def ties(
    data: Data = None,
    as_of: AsOf = None,
    stated: Stated = False,
    model: Annotated[
        Literal["hypergeometric", "fixed_groups", "sdsm", "fdsm"],
        typer.Option("--model", help="What chance keeps fixed."),
    ] = "sdsm",
    alpha: Annotated[float, typer.Option("--alpha", help="Level.")] = 0.05,
    correction: Annotated[
        Literal["holm", "bh", "none"],
        typer.Option("--correction", help="For the number of pairs asked."),
    ] = "holm",
    draws: Annotated[
        int, typer.Option("--draws", min=1, help="Random networks of fdsm.")
    ] = 1000,
    seed: Seed = 0,
    lang: Lang = "ja",
    json: Json = False,
    csv: Csv = False,
    top: Top = 10,
) -> None:
    """Which organizations share more groups than chance would give them?

    Example: tohoku-network ties --model sdsm --correction bh --lang en
    """
    from tohoku_network import significance

    net = network(data, as_of, stated=stated)
    with told_as_usage("--alpha"):
        frame = significance.ties(
            net,
            model=model,
            alpha=alpha,
            correction=correction,
            draws=draws,
            seed=seed,
            language=lang,
        )
    if write(frame, json=json, csv=csv, index=False):
        return
    if frame.empty:
        typer.echo(
            "有意な組はありません。" if lang == "ja" else "No pair is significant."
        )
        typer.echo(frame.attrs["reason"])
        return
    columns = ["source_name", "target_name", "shared", "expected"]
    rows = [
        [*cells, f"{p:.2g}"]
        for *cells, p in frame[[*columns, "p_corrected"]]
        .head(top)
        .itertuples(index=False, name=None)
    ]
    headings = {
        "ja": ["機関", "機関", "共有する場", "偶然なら", "p（補正後）"],
        "en": ["Organization", "Organization", "Shared", "By chance", "p, corrected"],
    }[lang]
    typer.echo(
        f"{len(frame):,} / {frame.attrs['n_tests']:,} "
        + ("組が偶然を超えて同席しています" if lang == "ja" else "pairs exceed chance")
    )
    typer.echo(as_table(headings, rows))


def _words(lang: Language, *names: str) -> list[str]:
    words = {
        "rank": ("順位", "Rank"),
        "name": ("機関", "Organization"),
        "sector": ("区分", "Sector"),
    }
    return [words[name][0 if lang == "ja" else 1] for name in names]
