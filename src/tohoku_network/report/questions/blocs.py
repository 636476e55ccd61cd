"""Which organizations form blocs, and how sure is that?"""

from __future__ import annotations

import pandas as pd

from tohoku_network import _measured, communities, figures
from tohoku_network.communities import Communities
from tohoku_network.report._pictures import picture
from tohoku_network.report._section import Picture, Section, Table
from tohoku_network.report._study import RUNS, Study, clean
from tohoku_network.report._words import say as phrase

__all__ = ["ask"]

_MOST_DRAWN = 3000


def ask(study: Study) -> Section:
    """Which blocs are there?"""
    say = study.say
    found = study.blocs
    sizes = found.labels.value_counts()
    blocs = int((sizes > 1).sum())
    return Section(
        code="blocs",
        question=phrase("question_blocs", study.language),
        short=say("まとまり", "Blocs"),
        answer=_answer(study, found, blocs),
        pictures=_pictures(study, found, blocs),
        tables=(_profile(study, found), _labels(study, found)),
        reading=(
            say(
                "まとまりは、会議体等を互いに多く共有する機関の集まりで、最もよく当てはまる"
                "会議体等の名で呼ぶ。番号は大きい順である。",
                "A bloc is a set of organizations that share many groups with each "
                "other; it is called by the group that marks it best, and numbered by "
                "size.",
            ),
            say(
                "安定度は、探索を繰り返したときに同じまとまりにとどまる割合。0.8に満たない"
                "ものは、境目がはっきりしない。",
                "Stability is the share of repeated searches in which organizations "
                "stay with their bloc; below 0.8 the borders are blurred.",
            ),
        ),
        caveats=(
            say(
                "まとまりは記録された所属から計算したもので、組織上の区分ではない。方法や"
                "粒度を変えれば別の分け方もありうる。",
                "Blocs are computed from recorded memberships, and are no formal "
                "units; another method or resolution may divide them otherwise.",
            ),
            *study.doubt(),
        ),
        definitions=(
            (
                say("モジュラリティQ", "Modularity Q"),
                say(
                    "つながりの重みのうち、まとまりの内側にある割合が、偶然に見込まれる割合"
                    "をどれだけ上回るか。最大1。",
                    "Share of tie weight inside blocs beyond what chance would put "
                    "there; at most 1.",
                ),
            ),
            (
                say("一致度", "Agreement"),
                say(
                    "繰り返した探索の結果どうしの調整ランド指数の平均。1は完全な一"
                    "致、0 は偶然並み。",
                    "Mean adjusted Rand index between the repeated searches: 1 when "
                    "all agree, about 0 when they agree as by chance.",
                ),
            ),
        ),
        uses=("communities.detect",),
        method=(
            say(
                f"まとまりは、Newmanの重みによる射影でモジュラリティを最大にする分割を"
                f"Leiden法（Traagほか2019、{found.definition['engine']}、解像度1、"
                f"{RUNS}回、シード{study.seed}）で求めた。",
                "Communities maximize modularity on the Newman-weighted projection, "
                "searched by the Leiden algorithm (Traag et al. 2019; "
                f"{found.definition['engine']}, resolution 1, {RUNS} runs, seed "
                f"{study.seed}).",
            ),
        ),
    )


def _answer(study: Study, found: Communities, blocs: int) -> tuple[str, ...]:
    say = study.say
    if not blocs:
        return (
            say(
                "会議体等を共有する機関がないため、まとまりはない。",
                "No two organizations share a group, so there are no blocs.",
            ),
        )
    lone = int((_measured.measured(study.net, "degree", "members") == 0).sum())
    tied = len(found.labels) - lone
    sure = (
        say("分かれ方は探索を繰り返してもほぼ同じで", "repeated searches find the same")
        if found.is_stable
        else say("分かれ方は探索のたびに違うもので", "repeated searches differ")
    )
    if blocs == 1:
        return (
            say(
                f"会議体等を共有する{tied:,}機関は1つのまとまりをなし、分かれていない。",
                f"The {study.count(tied, 'organization')} that share groups form a "
                "single bloc.",
            ),
        )
    profile = communities.profile(study.net, found.labels, language=study.language)
    named = profile[profile["size"] > 1].head(3)
    told = [
        say(
            f"「{clean(str(name))}」（{size:,}機関）",
            f"“{clean(str(name))}” ({size:,})",
        )
        for name, size in zip(named["name"], named["size"], strict=True)
    ]
    sentences = [
        say(
            f"会議体等を共有する{tied:,}機関は{study.things(blocs)}のまとまりに分かれ、{sure}"
            f"ある（Q = {found.quality:.2f}、{RUNS}回の探索の一致度"
            f"{found.stability:.2f}）。",
            f"{study.count(tied, 'organization')} fall into "
            f"{study.count(blocs, 'bloc')}; {sure} "
            f"(Q = {found.quality:.2f}, agreement of {RUNS} searches "
            f"{found.stability:.2f}).",
        ),
        say(
            f"大きい順に{study.listed(told)}などである。"
            if blocs > 3
            else f"大きい順に{study.listed(told)}である。",
            f"The largest {'are' if len(told) > 1 else 'is'} {study.listed(told)}.",
        ),
    ]
    if lone:
        sentences.append(
            say(
                f"ほかの{lone:,}機関は、誰とも会議体等を共有しない。",
                f"{study.count(lone, 'more organization')} "
                f"{'shares' if lone == 1 else 'share'} no group with anybody.",
            )
        )
    return tuple(sentences)


def _pictures(study: Study, found: Communities, blocs: int) -> tuple[Picture, ...]:
    if not blocs or len(study.organizations) > _MOST_DRAWN:
        return ()
    return (
        picture(
            lambda ax: figures.draw_communities(
                study.scene, found.labels, ax=ax, language=study.language, title=""
            ),
            size=(7.1, study.height(7.0)),
            alt=study.say(
                f"機関と会議体等のつながりの図に、{study.things(blocs)}のまとまりを色と番号の領域で"
                "示す。",
                f"Network picture with {blocs} blocs as numbered, tinted regions.",
            ),
            caption=study.say(
                "まとまり（番号は大きい順。表の番号と同じ）。",
                "The blocs, numbered by size as in the table.",
            ),
            is_large=True,
        ),
    )


def _profile(study: Study, found: Communities) -> Table:
    profile = communities.profile(study.net, found.labels, language=study.language)
    stay = found.node_stability.groupby(found.labels).mean()
    frame = pd.DataFrame(
        {
            # Counted from 1, as in the picture.
            "number": [int(label) + 1 for label in profile.index],
            "name": [clean(str(name)) for name in profile["name"]],
            "size": profile["size"].tolist(),
            "stability": [float(stay[label]) for label in profile.index],
            "sectors": [clean(str(text)) for text in profile["sectors"]],
            "prefectures": [clean(str(text)) for text in profile["prefectures"]],
            "leading": [clean(str(text)) for text in profile["leading"]],
        }
    )
    many = int((frame["size"] > 1).sum())
    return Table(
        "blocs",
        study.say("5 まとまり", "5 Blocs"),
        study.say("まとまりの顔ぶれ", "What the blocs are made of"),
        frame,
        ("number", "name", "size", "stability", "sectors"),
        rows=min(13, many),
        bar="size",
        nothing=study.say("まとまりはない。", "There are no blocs."),
    )


def _labels(study: Study, found: Communities) -> Table:
    sectors = study.organizations["sector"].reindex(found.labels.index)
    frame = pd.DataFrame(
        {
            "id": found.labels.index,
            "name": [study.names[one] for one in found.labels.index],
            "sector": [study.sector(c) if isinstance(c, str) else "" for c in sectors],
            "number": [int(label) + 1 for label in found.labels],
            "stability": found.node_stability.reindex(found.labels.index).tolist(),
        }
    ).sort_values(["number", "id"], kind="stable")
    return Table(
        "bloc_members",
        study.say("5 まとまりの機関", "5 Bloc members"),
        study.say("機関ごとのまとまり", "The bloc of every organization"),
        frame,
        (),
        nothing=study.say("機関の記録はない。", "No organization is recorded."),
    )
