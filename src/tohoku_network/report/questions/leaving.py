"""What breaks if the leading broker leaves, and who could take over?"""

from __future__ import annotations

import pandas as pd

from tohoku_network import robustness
from tohoku_network.centrality import betweenness
from tohoku_network.report._section import Section, Table
from tohoku_network.report._study import Study, clean
from tohoku_network.report._words import say as phrase
from tohoku_network.robustness import Succession
from tohoku_network.vocabulary import COVERAGE, label

__all__ = ["ask"]

_MOST_PAIRS = 10_000
_TOO_MANY = 3000


def ask(study: Study) -> Section:
    """What breaks if the leading broker leaves?"""
    say = study.say
    who = _who(study)
    found = (
        None
        if who is None
        else robustness.succession(
            study.net, who, max_pairs=_MOST_PAIRS, language=study.language
        )
    )
    name = study.names[who] if who else ""
    answer = _answer(study, found)
    return Section(
        code="leaving",
        question=say(
            f"{name}が抜けると何が途切れるか。", f"What breaks if {name} leaves?"
        )
        if who
        else phrase("question_leaving", study.language),
        short=say("要の機関が抜けると", "If the leading broker leaves"),
        answer=answer,
        tables=() if found is None else _tables(study, found),
        reading=(
            say(
                "「唯一のつながりを失う組」は、同席の場か共通の相手がここだけだった二者の組。"
                "「引き継げそうな機関」は、抜ける機関と同じ会議体等に多く加わる機関で、「取り"
                "戻す組」は最もよい1つの場に加わったときに再びつながる組である。",
                "A pair loses its only link when the two met, or had somebody in "
                "common, only here. Successors sit in many of the same groups; "
                "pairs restored are those reconnected by joining the one best "
                "group.",
            ),
        ),
        caveats=study.doubt() if found is not None else (),
        definitions=(
            (
                say("分断度F", "Fragmentation F"),
                say(
                    "残った機関の組のうち、どの会議体等をたどってもつながらないものの割合"
                    "（0から1）。",
                    "Share of pairs of those who remain that no chain of groups "
                    "connects (0 to 1).",
                ),
            ),
        ),
        uses=()
        if found is None
        else ("robustness.succession", "robustness.key_players",
              "robustness.articulation"),
        method=()
        if found is None
        else (
            say(
                f"{name}の離脱の影響は、その所属を除く前後で、同席または共通の相手を唯一の"
                "つながりとする組を数えた（Burt 1992）。要の機関はBorgatti（2006）の"
                "分断度による。",
                f"The loss of {name} was counted as pairs whose only shared group "
                "or only common contact goes (Burt 1992); key players after "
                "Borgatti's (2006) fragmentation.",
            ),
        ),
        brief=study.say("", " ").join(answer[: 1 + (len(study.leaders) > 1)])
        if found
        else "",
    )  # fmt: skip


def _who(study: Study) -> str | None:
    """Who links most; else who stands between most; of several, the first."""
    if study.leaders:
        return study.leaders[0]
    values = betweenness(study.net)
    return str(values.idxmax()) if len(values) and values.max() > 0 else None


def _answer(study: Study, found: Succession | None) -> tuple[str, ...]:
    say = study.say
    if found is None:
        return (
            say(
                "ほかの二者のあいだに立つ機関がないため、抜けても途切れるものはない。",
                "Nobody stands between two others, so nothing breaks if one leaves.",
            ),
        )
    name = study.names[found.org]
    lost, pieces = found.pairs.attrs["lost"], len(found.pieces)
    empty = int(found.groups["left_empty"].sum())
    cut = int(found.groups["cut_off"].sum())
    sentences = [
        *_chosen(study, name),
        say(
            f"{name}が抜けても、唯一のつながりを失う組はない。",
            f"If {name} leaves, no pair loses its only link.",
        )
        if not lost
        else say(
            f"{name}が抜けると{lost:,}組が唯一のつながりを失い、"
            + (
                f"つながりは{study.things(pieces)}の部分に分かれる。"
                if pieces > 1
                else "ただし残りの機関はつながったままである。"
            ),
            f"If {name} leaves, {study.count(lost, 'pair')} "
            f"{'loses its' if lost == 1 else 'lose their'} only link"
            + (
                f" and {study.count(pieces, 'separate piece')} remain."
                if pieces > 1
                else ", though the others stay connected."
            ),
        ),
        _left(study, len(found.groups), empty, cut),
    ]
    heirs = found.successors[found.successors["shared_groups"] > 0].head(3)
    if len(heirs):
        told = [
            say(
                f"{study.names[str(one)]}（共通の場{n:,}"
                + (f"、取り戻す組{k:,}）" if k else "）"),
                f"{study.names[str(one)]} ({study.count(n, 'shared group')}"
                + (f", {study.count(k, 'pair')} restored)" if k else ")"),
            )
            for one, n, k in zip(
                heirs.index,
                heirs["shared_groups"],
                heirs["restored_pairs"],
                strict=True,
            )
        ]
        sentences.append(
            say(
                f"引き継げそうなのは{study.listed(told)}である。",
                f"{study.listed(told)} could take over.",
            )
        )
    else:
        sentences.append(
            say(
                "同じ会議体等に加わる機関はほかになく、引き継ぐ先はない。",
                "Nobody sits in the same groups, so nobody could take over.",
            )
        )
    return tuple(sentences)


def _chosen(study: Study, name: str) -> list[str]:
    """That the one looked at is one of several that link as many."""
    level = len(study.leaders)
    if level < 2:
        return []
    return [
        study.say(
            f"最も多くつなぐのは{level:,}機関が並び、ここではそのうち{name}が抜けた場合を"
            "例として見る。",
            f"{level:,} organizations link as many; {name} is looked at as an example.",
        )
    ]


def _left(study: Study, groups: int, empty: int, cut: int) -> str:
    """How many groups one leaves, and what becomes of them."""
    ja, en = [], []
    if empty:
        ja.append(f"名称のある構成員がいなくなるものが{study.things(empty)}")
        en.append(f"{empty:,} then {'has' if empty == 1 else 'have'} no named member")
    if cut:
        ja.append(f"ほかの会議体等とのつながりを失うものが{study.things(cut)}")
        en.append(
            f"{cut:,} {'is' if cut == 1 else 'are'} cut off from the other groups"
        )
    told = f"It leaves {study.count(groups, 'group')}"
    return study.say(
        f"離れる会議体等は{study.things(groups)}"
        + (f"で、うち{'、'.join(ja)}ある。" if ja else "である。"),
        told + (f": {' and '.join(en)}." if en else "."),
    )


def _tables(study: Study, found: Succession) -> tuple[Table, ...]:
    say, name = study.say, study.names[found.org]
    heirs = found.successors.reset_index(names="id")
    heirs["name"] = [study.names[one] for one in heirs["id"]]
    heirs["sector"] = [clean(str(word)) for word in heirs["sector"].fillna("")]
    heirs["best_seat"] = [
        study.names.get(str(one), "") if isinstance(one, str) else ""
        for one in heirs["best_seat"]
    ]
    heirs["missing_groups"] = [
        tuple(study.names[one] for one in ids) for ids in heirs["missing_groups"]
    ]
    groups = found.groups.reset_index(names="id")
    groups["name"] = [study.names[one] for one in groups["id"]]
    groups["kind"] = [clean(str(word)) for word in groups["kind"].fillna("")]
    groups["sector_left"] = [
        clean(label(str(code), COVERAGE, study.language))
        if isinstance(code, str)
        else ""
        for code in groups["sector_left"]
    ]
    for column in ("roles", "only_roles"):
        groups[column] = [tuple(map(clean, map(str, told))) for told in groups[column]]
    pairs = found.pairs.copy()
    for side in ("source", "target"):
        pairs[f"{side}_name"] = [study.names[one] for one in pairs[side]]
        pairs[f"{side}_sector"] = [
            clean(str(word)) for word in pairs[f"{side}_sector"].fillna("")
        ]
    words = {
        "meeting": say("同席の場", "meeting"),
        "introduction": say("共通の相手", "introduction"),
    }
    pairs["loses"] = [words.get(str(word), str(word)) for word in pairs["loses"]]
    listed = len(pairs) < found.pairs.attrs["lost"]
    tables = [
        Table(
            "successors",
            say("8 引き継ぎ", "8 Successors"),
            say(f"{name}を引き継げそうな機関", f"Who could take over from {name}"),
            heirs,
            ("name", "sector", "shared_groups", "best_seat", "restored_pairs"),
            rows=6,
            bar="restored_pairs",
            nothing=say("引き継ぐ先はない。", "Nobody could take over."),
        ),
        Table(
            "left_groups",
            say("8 離れる場", "8 Groups left"),
            say(f"{name}が離れる会議体等", f"Groups that {name} would leave"),
            groups,
            (),
            bar="members_after",
        ),
        Table(
            "lost_pairs",
            say("8 途切れる組", "8 Pairs lost"),
            say(
                "唯一のつながりを失う組"
                + (f"（初めの{len(pairs):,}組）" if listed else ""),
                "Pairs that lose their only link"
                + (f" (the first {len(pairs):,})" if listed else ""),
            ),
            pairs,
            (),
        ),
    ]
    if len(study.members) <= _TOO_MANY:
        tables.insert(1, _key_players(study))
        tables.insert(2, _articulation(study))
    return tuple(tables)


def _key_players(study: Study) -> Table:
    sets = [
        robustness.key_players(
            study.net, k=k, top=5, seed=study.seed, language=study.language
        )
        for k in (1, 2)
        if len(study.members) > k
    ]
    whole = pd.concat(
        [found.assign(k=k) for k, found in enumerate(sets, start=1)],
        ignore_index=True,
    )
    frame = whole[["k", "rank", "value", "gain", "pieces", "largest"]].copy()
    frame.insert(
        2, "names", [tuple(study.names[one] for one in ids) for ids in whole["ids"]]
    )
    breaks = bool((frame["gain"] > 0).any())
    frame = frame[frame["gain"] > 0] if breaks else frame
    before = sets[0].attrs["before"]
    return Table(
        "key_players",
        study.say("8 要の機関", "8 Key players"),
        study.say(
            f"抜けると最も分断される機関と2機関の組（現在のF = {before:.2f}）",
            f"Whose leaving breaks most: one, and two together (F is {before:.2f} now)",
        ),
        frame,
        # Where nobody breaks anything, ten rows of zeros say nothing.
        ("k", "names", "value", "gain", "pieces") if breaks else (),
        rows=10,
        bar="gain",
    )


def _articulation(study: Study) -> Table:
    found = robustness.articulation(study.net, language=study.language)
    frame = found.reset_index(names="id")
    frame["name"] = [study.names[one] for one in frame["id"]]
    frame["sector"] = [clean(str(word)) for word in frame["sector"].fillna("")]
    frame["who"] = [tuple(study.names[one] for one in ids) for ids in frame["who"]]
    frame["sentence"] = [clean(str(text)) for text in frame["sentence"]]
    return Table(
        "articulation",
        study.say("8 切断点", "8 Cut points"),
        study.say(
            "抜けると、ほかの機関が切り離される機関",
            "Organizations without which others are cut off",
        ),
        frame,
        ("name", "sector", "pieces", "separated", "open_lists"),
        rows=6,
        bar="separated",
        nothing=study.say("そのような機関はない。", "There is none."),
    )
