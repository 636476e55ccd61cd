"""Which ties are more than chance?"""

from __future__ import annotations

import pandas as pd

from tohoku_network import figures, significance
from tohoku_network.report._pictures import picture
from tohoku_network.report._section import Picture, Section, Table
from tohoku_network.report._study import Study, clean
from tohoku_network.report._words import say as phrase

__all__ = ["ask"]

_ALPHA = 0.05
_DRAWS = 500
_MOST_DRAWN = 1500
"""Members up to which random networks are drawn for the sectors."""


def ask(study: Study) -> Section:
    """Which ties are more than chance?"""
    say = study.say
    found = significance.ties(
        study.net, model="sdsm", alpha=_ALPHA, language=study.language
    )
    mixed = _mixing(study)
    return Section(
        code="chance",
        question=phrase("question_chance", study.language),
        short=say("偶然を超えるつながり", "More than chance"),
        answer=_answer(study, found, mixed),
        pictures=_pictures(study, mixed),
        tables=_tables(study, found, mixed),
        reading=(
            say(
                "多くの会議体等に加わる機関どうしは、偶然でも同席する。「偶然なら」は、所属"
                "数と構成員数を平均として保つ無作為なネットワークで見込まれる共有数である。",
                "Organizations with many memberships meet by chance too. By chance is "
                "what random networks give that keep the numbers of memberships and of "
                "members on average.",
            ),
            say(
                "補正後のpが0.05以下の組だけを示す。調べた組の数だけ偽の発見が増える"
                "ため、Holmの方法で補正している。",
                "Only pairs with a corrected p of at most 0.05 are shown; since every "
                "pair asked is a chance to be wrong, p is corrected after Holm.",
            ),
        ),
        caveats=study.doubt(),
        definitions=(
            (
                say("p（補正後）", "p, corrected"),
                say(
                    "偶然でこれだけ以上の会議体等を共有する確率に、調べた組の数による補正を"
                    "加えたもの。",
                    "Probability of sharing so many groups or more by chance, "
                    "corrected for the number of pairs.",
                ),
            ),
        ),
        uses=(
            "significance.tie_pvalues",
            "significance.adjusted",
            *(("significance.mixing",) if mixed is not None else ()),
        ),
        method=_method(study, found, mixed),
    )


def _mixing(study: Study) -> pd.DataFrame | None:
    told = study.organizations["sector"].reindex(study.members).dropna()
    if told.nunique() < 2 or len(study.members) > _MOST_DRAWN or not study.n_tied:
        return None
    return significance.mixing(
        study.net, draws=_DRAWS, seed=study.seed, language=study.language
    )


def _answer(
    study: Study, found: pd.DataFrame, mixed: pd.DataFrame | None
) -> tuple[str, ...]:
    say, facts = study.say, found.attrs
    if found.empty:
        sentences = [
            say(
                "偶然を超えて同席していると言える組はない。",
                "No pair can be said to meet more than chance.",
            )
        ]
        if facts["reason"]:
            sentences.append(_ended(clean(str(facts["reason"])), study.language))
    else:
        first = found.iloc[0]
        a, b = study.names[first["source"]], study.names[first["target"]]
        sentences = [
            say(
                f"調べた{facts['n_tests']:,}組のうち{len(found):,}組が、偶然を超えて"
                "同席している。",
                f"{len(found):,} of {study.count(facts['n_tests'], 'pair')} "
                f"{'meets' if len(found) == 1 else 'meet'} more than chance.",
            ),
            say(
                f"最も際立つのは{a}と{b}で、共有する会議体等は{first['shared']:,}、偶然"
                f"なら{first['expected']:.1f}である（補正後p = "
                f"{first['p_corrected']:.2g}）。",
                f"The most striking are {a} and {b}: they share "
                f"{study.count(first['shared'], 'group')}, by chance it would be "
                f"{first['expected']:.1f} (corrected p = {first['p_corrected']:.2g}).",
            ),
        ]
        sentences += _stated(study, found)
    if mixed is not None:
        sentences += _between_sectors(study, mixed)
    return tuple(sentences)


def _stated(study: Study, found: pd.DataFrame) -> list[str]:
    """How many of the pairs remain when only what is stated outright counts."""
    if study.stated is None:
        return []
    strict = significance.ties(study.stated, model="sdsm", alpha=_ALPHA)
    pairs = set(zip(strict["source"], strict["target"], strict=True))
    kept = sum(
        pair in pairs for pair in zip(found["source"], found["target"], strict=True)
    )
    if kept == len(found):
        return []
    return [
        study.say(
            f"ただし、資料が明記する所属だけで数えると、このうち残るのは{kept:,}組である。"
            if kept
            else "ただし、資料が明記する所属だけで数えると、いずれも残らない。",
            "Counting only memberships that are stated, "
            f"{f'{kept:,} of them' if kept else 'none of them'} "
            f"{'remains' if kept == 1 else 'remain'}.",
        )
    ]


def _between_sectors(study: Study, mixed: pd.DataFrame) -> list[str]:
    """Pairs of sectors that meet more, or less, than chance would have it."""
    telling = mixed[mixed["p"] <= _ALPHA]
    more, fewer = (
        [
            _between(study, clean(str(a)), clean(str(b)))
            for a, b in chosen[["source_label", "target_label"]].itertuples(
                index=False, name=None
            )
        ]
        for chosen in (telling[telling["z"] > 0], telling[telling["z"] < 0])
    )
    sentences = []
    if more:
        sentences.append(
            study.say(
                f"区分で見ると、{study.listed(more)}のつながりが偶然より多い。",
                f"Ties {study.listed(more)} are more than chance would give.",
            )
        )
    if fewer:
        sentences.append(
            study.say(
                f"{study.listed(fewer)}のつながりは偶然より少ない"
                "（区分の組の数による補正はしていない）。",
                f"Ties {study.listed(fewer)} are fewer than chance would give (not "
                "corrected for the number of pairs of sectors).",
            )
        )
    return sentences


def _between(study: Study, a: str, b: str) -> str:
    """Two sectors in a sentence, or one with itself."""
    if a == b:
        return study.say(f"「{a}」どうし", f"within {a}")
    return study.say(f"「{a}」と「{b}」", f"between {a} and {b}")


def _ended(text: str, language: str) -> str:
    """A reason as a sentence of its own."""
    stop = "。" if language == "ja" else "."
    text = text[:1].upper() + text[1:]
    return text if text.endswith(stop) else text + stop


def _tables(
    study: Study, found: pd.DataFrame, mixed: pd.DataFrame | None
) -> tuple[Table, ...]:
    say = study.say
    frame = found.copy()
    for side in ("source", "target"):
        frame[f"{side}_name"] = [study.names[one] for one in frame[side]]
    tables = [
        Table(
            "ties",
            say("6 偶然を超える組", "6 Ties beyond chance"),
            say("偶然を超えて同席する組", "Pairs that meet more than chance"),
            frame,
            ("source_name", "target_name", "shared", "expected", "p_corrected"),
            bar="shared",
            nothing=say("偶然を超える組はない。", "No pair is beyond chance."),
        )
    ]
    if mixed is not None:
        cells = mixed.drop(columns=["source", "target"])
        for side in ("source_label", "target_label"):
            cells[side] = [clean(str(word)) for word in cells[side]]
        tables.append(
            Table(
                "mixing",
                say("6 区分間のつながり", "6 Sector mixing"),
                say(
                    "区分の組ごとのつながりと、偶然に見込まれる数",
                    "Ties within and between sectors, against chance",
                ),
                cells,
                (),
                bar="observed",
            )
        )
    return tuple(tables)


def _pictures(study: Study, mixed: pd.DataFrame | None) -> tuple[Picture, ...]:
    if mixed is None:
        return ()
    n = max(2, mixed["source"].nunique())
    return (
        picture(
            lambda ax: figures.draw_mixing(
                mixed, alpha=_ALPHA, ax=ax, language=study.language, title=""
            ),
            size=(6.6, min(5.2, 1.8 + 0.48 * n)),
            alt=study.say(
                "区分の組ごとに、つながりの数と偶然による期待値を示す表。",
                "Matrix of ties within and between sectors, with what chance would "
                "give.",
            ),
            caption=study.say(
                "区分どうしのつながりの数（括弧内は偶然による期待値）。",
                "Ties within and between sectors, in brackets what chance would give.",
            ),
        ),
    )


def _method(
    study: Study, found: pd.DataFrame, mixed: pd.DataFrame | None
) -> tuple[str, ...]:
    facts = found.attrs
    sentences = [
        study.say(
            "同席の有意性は、確率的次数列モデル（SDSM。二部配置モデルの確率による、"
            f"Saraccoほか2015、Neal 2014）の厳密な上側確率を、{facts['n_tests']:,}組に"
            f"ついてHolm（1979）の方法で補正し、有意水準{_ALPHA}で判定した。",
            "Ties were tested against the stochastic degree sequence model with the "
            "probabilities of the bipartite configuration model (Neal 2014; Saracco et "
            "al. 2015), by exact upper tails corrected after Holm (1979) for "
            f"{study.count(facts['n_tests'], 'pair')}, at the level {_ALPHA}.",
        )
    ]
    if mixed is not None:
        sentences.append(
            study.say(
                "区分どうしのつながりは、次数列を固定した無作為なネットワーク（Curveball、"
                f"{_DRAWS}回、シード{study.seed}）と比べた。pは両側で補正していない。",
                "Mixing of sectors was compared with random networks of the same "
                f"degree sequences (Curveball, {_DRAWS} draws, seed {study.seed}), "
                "two-sided and not corrected.",
            )
        )
    return tuple(sentences)
