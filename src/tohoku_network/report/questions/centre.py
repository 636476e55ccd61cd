"""Who is central, and does the ranking hold when the lists are incomplete?"""

from __future__ import annotations

import pandas as pd

from tohoku_network import _measured, figures
from tohoku_network.centrality import betweenness, ranks, table
from tohoku_network.report._pictures import picture
from tohoku_network.report._section import Picture, Section, Table
from tohoku_network.report._study import SHARE, TOP, Study, clean
from tohoku_network.report._words import say as phrase

__all__ = ["ask"]

_MEASURES = ("degree", "strength", "harmonic", "betweenness")


def ask(study: Study) -> Section:
    """Who is central, and does it hold?"""
    say = study.say
    found = table(study.net, list(_MEASURES), language=study.language)
    held = study.held
    whole = _whole(study, found, held)
    answer, stated = _answer(study, whole, held), _stated(study, found)
    changed = [told for told, differs in stated if differs]
    return Section(
        code="centre",
        question=phrase("question_centre", study.language),
        short=say("中心にいる機関", "Who is central"),
        answer=(*answer, *changed),
        pictures=_pictures(study, held),
        tables=(
            Table(
                "centrality",
                say("3 中心性", "3 Centrality"),
                say(
                    "媒介中心性の高い機関（順位の幅は、所属の10%を無作為に除いたとき）",
                    "Organizations by betweenness; the range is that of the rank when "
                    "10 % of the memberships are left out at random",
                ),
                whole,
                (
                    "rank",
                    "name",
                    "sector",
                    "n_groups",
                    "degree",
                    "harmonic",
                    "betweenness",
                    *(("rank_range",) if held is not None else ()),
                    *(("holds",) if held is not None and _tells_first(study) else ()),
                ),
                bar="betweenness",
                nothing=say("機関の記録はない。", "No organization is recorded."),
            ),
        ),
        reading=(
            say(
                "媒介中心性は、ほかの二者を結ぶ最短の道すじにどれだけ多く位置するかを"
                "示す。次数は、同じ会議体等に加わる相手の数である。",
                "Betweenness tells how often an organization lies on the shortest "
                "chains between two others; degree counts the others with whom it "
                "shares a group.",
            ),
            say(
                "順位の幅が重なる機関どうしに、差をつけて読むべきではない。",
                "Organizations whose ranges overlap should not be told apart.",
            ),
        ),
        caveats=(
            *(told for told, differs in stated if not differs),
            *study.doubt(),
        ),
        definitions=(
            (
                say("媒介中心性", "Betweenness"),
                say(
                    "順序を問わないすべての二者について、最短の道すじのうちこの機関を通る"
                    "割合を足し合わせた値。同じ会議体等に加わる機関を1歩とする。",
                    "Sum over all unordered pairs of others of the share of shortest "
                    "paths through the organization; organizations that share a group "
                    "are one step apart.",
                ),
            ),
            (
                say("調和中心性", "Harmonic centrality"),
                say(
                    "ほかのすべての機関への歩数の逆数の平均。届かない機関は0とする。"
                    "0 から1までの値をとる。",
                    "Mean of the inverse number of steps to every other "
                    "organization, 0 where there is no chain; from 0 to 1.",
                ),
            ),
            (
                say("強度", "Strength"),
                say(
                    "共有する会議体等ごとに1/(構成員数 − 1)を足した値。小さな場での"
                    "同席ほど重い。",
                    "Sum over shared groups of 1/(members − 1): small tables count "
                    "for more.",
                ),
            ),
        ),
        uses=(
            "centrality.betweenness",
            "centrality.degree",
            "centrality.harmonic",
            "centrality.strength",
            *(("robustness.stability",) if held is not None else ()),
        ),
        method=_method(study, held),
        brief=study.say("", " ").join((answer[0], *_shaky(study, held), *changed)),
    )


def _whole(
    study: Study, found: pd.DataFrame, held: pd.DataFrame | None
) -> pd.DataFrame:
    frame = found.copy()
    frame["name"] = [study.names[one] for one in frame.index]
    frame["sector"] = [clean(str(word)) for word in frame["sector"].fillna("")]
    frame.insert(0, "rank", ranks(frame["betweenness"]))
    groups = _measured.measured(study.net, "memberships", "members")
    frame.insert(3, "n_groups", groups.reindex(frame.index).astype(int))
    if held is not None and len(held):
        told = held.loc[SHARE]
        # By the range that stands beside it, so that the two cannot disagree.
        sure = (told["rank_high"] <= TOP) | (told["rank_low"] > TOP)
        columns = ["rank_range", "rank_low", "rank_high", "top_share"]
        frame = frame.join(told[columns].assign(holds=sure))
    elif held is not None:
        frame["rank_range"] = frame["holds"] = None
    return frame.reset_index(names="id")


def _answer(
    study: Study, whole: pd.DataFrame, held: pd.DataFrame | None
) -> tuple[str, ...]:
    say = study.say
    between = whole[whole["betweenness"] > 0]
    leaders = between.head(3)
    if leaders.empty:
        return (
            say(
                "ほかの二者のあいだに立つ機関はなく、中心を語ることはできない。",
                "No organization stands between two others, so none is central.",
            ),
        )
    level = int((between["rank"] == 1).sum())
    value = _value(leaders["betweenness"].iloc[0])
    first = study.listed(leaders.loc[leaders["rank"] == 1, "name"])
    sentences = [
        say(
            f"最も多くの機関のあいだに立つのは{first}である（媒介中心性{value}）。",
            f"{first} stands between most others (betweenness {value}).",
        )
        if level == 1
        else say(
            f"最も多くの機関のあいだに立つのは、並んで{first}{study.equal(level - 3)}"
            f"である（媒介中心性はいずれも{value}）。",
            f"{first}{study.equal(level - 3)} stand between most others, level with "
            f"each other (betweenness {value}).",
        )
    ]
    others = leaders[leaders["rank"] > 1]
    if len(others) and level == 1:
        last = others["rank"].iloc[-1]
        more = int((between["rank"] == last).sum())
        more -= int((others["rank"] == last).sum())
        told = [_value(number) for number in others["betweenness"]]
        if more:
            told[-1] += say(f"、ほか{more:,}機関も同じ", f", as do {more:,} more")
        sentences.append(
            study.following(
                list(zip(others["name"], told, strict=True)),
                tie=bool((others["rank"] == last).all()),
            )
        )
    if held is None:
        sentences.append(
            say(
                "機関が多いため、順位の確かさは調べていない。",
                "There are too many organizations to test how sure the ranks are.",
            )
        )
    elif held.attrs["reason"]:
        sentences.append(clean(str(held.attrs["reason"])))
    else:
        sentences += _sureness(study, leaders, held)
    return tuple(sentences)


def _value(number: float) -> str:
    """A value in a sentence: whole when large, with decimals when small."""
    return f"{number:,.0f}" if number >= 100 else f"{number:.3g}"


def _sureness(study: Study, leaders: pd.DataFrame, held: pd.DataFrame) -> list[str]:
    """What the draws say of the leaders, and of the ranking as a whole."""
    say, told = study.say, held.loc[SHARE]
    ranges = [
        say(f"{name}は{told}", f"{name} {told}")
        for name, told in zip(leaders["name"], leaders["rank_range"], strict=True)
    ]
    first = told[told["rank"] <= TOP]
    steady = int((first["rank_high"] <= TOP).sum())
    sentences = [
        say(
            f"所属の10%が一覧から漏れていたとしても、{study.listed(ranges)}に収まる"
            "（95%の場合）。",
            "If a tenth of the memberships were missing, their ranks would be: "
            f"{study.listed(ranges)} (in 95 % of the draws).",
        )
    ]
    if _tells_first(study):
        sentences.append(
            say(
                f"{TOP}位までの{len(first):,}機関のうち、この幅がすべて{TOP}位以内に収まる"
                + (f"のは{steady:,}機関である。" if steady else "ものはない。"),
                f"Of the {study.count(len(first), 'organization')} ranked {TOP}th or "
                f"better, {f'{steady:,}' if steady else 'none'} "
                f"{'keeps' if steady == 1 else 'keep'} so good a rank over the whole "
                "range.",
            )
        )
    return [*sentences, _verdict(study, held)]


def _shaky(study: Study, held: pd.DataFrame | None) -> list[str]:
    """Which rank the first may have if rows are missing, where it is not the first."""
    if held is None or held.attrs["reason"]:
        return []
    first = held.loc[SHARE].iloc[0]
    if first["rank_high"] <= 1:
        return []
    return [
        study.say(
            f"ただし、所属の10%が一覧から漏れていたとすると、順位は{first['rank_range']}に"
            "なりうる。",
            "If a tenth of the memberships were missing, the rank could be "
            f"{first['rank_range']}.",
        )
    ]


def _tells_first(study: Study) -> bool:
    """Whether to be among the first ten says anything: not where few are ranked."""
    return len(study.members) > 3 * TOP


def _verdict(study: Study, held: pd.DataFrame) -> str:
    """What can be said of the ranking as a whole."""
    scale = study.say(
        f"（CS係数{held.attrs['cs']:.2f}、0.25以上で可、0.5以上で良）",
        f" (CS coefficient {held.attrs['cs']:.2f}; 0.25 is acceptable, 0.5 good)",
    )
    ja, en = {
        "stable": ("順位の並び全体は安定している", "The ranking as a whole is stable"),
        "acceptable": (
            "順位の並び全体はおおむね安定している",
            "The ranking as a whole is acceptably stable",
        ),
        "unstable": (
            "順位の並び全体は安定していないため、幅の重なる機関に差をつけて読むべきではない",
            "The ranking as a whole is not stable: where ranges overlap, ranks should "
            "not be told apart",
        ),
    }[held.attrs["verdict"]]
    return study.say(f"{ja}{scale}。", f"{en}{scale}.")


def _stated(study: Study, found: pd.DataFrame) -> list[tuple[str, bool]]:
    """The leaders without implied memberships, and whether they are others."""
    if study.stated is None or found.empty:
        return []
    values = betweenness(study.stated)
    order = values.sort_values(ascending=False, kind="stable")
    told = [str(one) for one in order[order > 0].index[:3]]
    before = [str(one) for one in found.index[found["betweenness"] > 0][:3]]
    if told == before:
        same = study.say(
            f"資料が明記する所属だけで数えても、上位{len(told)}機関は変わらない。",
            f"Counting only what the sources state, the first {len(told)} are the "
            "same.",
        )
        return [(same, False)] if told else []
    names = study.listed([study.names[one] for one in told])
    sentence = study.say(
        f"ただし、資料が明記する所属だけで数えると、上位は{names}となる。"
        if told
        else "ただし、資料が明記する所属だけでは、あいだに立つ機関はない。",
        "Counting only what the sources state, "
        + (f"the first are {names}." if told else "nobody stands between others."),
    )
    return [(sentence, True)]


def _pictures(study: Study, held: pd.DataFrame | None) -> tuple[Picture, ...]:
    if held is None or held.empty or held.attrs["reason"]:
        return ()
    told = held.loc[SHARE]
    shown = min(20, len(told))
    return (
        picture(
            lambda ax: figures.draw_ranks(
                told,
                sectors=study.organizations["sector"],
                top=shown,
                ax=ax,
                language=study.language,
                title="",
            ),
            size=(7.1, 1.5 + 0.19 * shown),
            alt=study.say(
                f"媒介中心性の上位{shown}機関の順位と、その幅を線で示す図。",
                f"The first {shown} organizations by betweenness, with the range "
                "of each rank as a line.",
            ),
            caption=study.say(
                "媒介中心性の順位と、所属の10%を無作為に除いたときの幅"
                f"（{held.attrs['draws']}回の95%）。",
                "Rank by betweenness, and its range when 10 % of the memberships are "
                f"left out at random (95 % of {held.attrs['draws']} draws).",
            ),
        ),
    )


def _method(study: Study, held: pd.DataFrame | None) -> tuple[str, ...]:
    n = len(study.members)
    first = study.say(
        f"中心性は、会議体等を共有する機関を結んだ重みなしの射影（n = {n:,}）で求めた"
        "（媒介中心性は Freeman 1977、次数は Freeman 1978、調和中心性は Rochat "
        "2009。強度はNewman 2001の重みによる）。",
        f"Centrality was computed on the plain projection onto members (n = {n:,}): "
        "betweenness (Freeman 1977), degree (Freeman 1978), harmonic centrality "
        "(Rochat 2009), and strength by Newman's (2001) weights.",
    )
    if held is None or held.attrs["reason"]:
        return (first,)
    return (
        first,
        study.say(
            f"順位の幅は、所属の10%を無作為に除く{held.attrs['draws']}回の抽出の95 % "
            f"が収まる範囲（シード{study.seed}）、順位全体の確かさはCS係数"
            "（Epskampほか2018）による。",
            f"Ranges of ranks hold 95 % of {held.attrs['draws']} draws without 10 % of "
            f"the memberships (seed {study.seed}); the ranking as a whole is judged by "
            "the correlation stability coefficient (Epskamp et al. 2018).",
        ),
    )
