"""What do the pictures say, in both languages?

Every heading, legend entry and remark that a picture adds of its own.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import get_args

from tohoku_network.vocabulary import Label, Language

__all__ = ["MEASURES", "WORDS", "check_language", "say"]

WORDS: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "network": (
            "機関と会議体のつながり",
            "Organizations and the groups they share",
        ),
        "ego": ("{name} のつながり", "Connections of {name}"),
        "coverage": ("会議体等ごとの区分の有無", "Which sectors sit in which group"),
        "mixing": ("区分どうしのつながり", "Ties within and between sectors"),
        "overlaps": ("会議体等の構成員の重なり", "Members that groups have in common"),
        "timeline": ("所属の期間", "Memberships over time"),
        "timeline_of": ("{name}：所属の期間", "{name}: memberships over time"),
        "ranks": ("順位とその幅", "Ranks and how sure they are"),
        "values": ("上位の機関", "Organizations in the lead"),
        "communities": ("まとまり", "Communities"),
        "counts": (
            "機関 {members}・会議体等 {groups}・所属 {rows}件",
            "{members} organizations · {groups} groups · {rows} memberships",
        ),
        "classes": ("名称の記載がない構成員 {n}", "{n} unnamed classes"),
        "period": ("対象時点 {date}", "in force {date}"),
        "source_date": ("資料の日付 {date}", "Sources dated {date}"),
        "source_dates": (
            "資料の日付 {first} 〜 {last}",
            "Sources dated {first} to {last}",
        ),
        "some_undated": (
            "（{all}点のうち{n}点は日付の記載なし）",
            ", {n} of {all} not dated",
        ),
        "sources_undated": ("資料に日付の記載なし", "Sources not dated"),
        "empty": ("表示する内容がありません", "Nothing to show"),
        "group": ("会議体・事業等", "Group"),
        "both": ("構成員を持つ機関", "Organization with members"),
        "unnamed": ("名称の記載がない構成員", "Unnamed class"),
        "stated": ("資料に明記された所属", "Membership stated in a source"),
        "implied": ("資料が示唆する所属", "Membership implied"),
        "untold": ("所属", "Membership"),
        "size": ("大きいほど、つながりが多い", "Larger: more memberships"),
        "more": ("ほか {n}", "and {n} more"),
        "ego_centre": ("中心", "In focus"),
        "ego_groups": ("所属する会議体等", "Belongs to"),
        "ego_members": ("構成員", "Members"),
        "ego_ring": (
            "所属する会議体等・構成員",
            "Groups it belongs to, and its members",
        ),
        "ego_others": ("同じ会議体等に加わる機関", "Met in those groups"),
        "ego_sisters": (
            "構成員が加わるほかの会議体等",
            "Other groups of those members",
        ),
        "ego_both": ("さらにつながる機関・会議体等", "Reached through them"),
        "ego_note": (
            "（ ）内は、中心の機関と共有する数",
            "In brackets: how many they share with the organization in focus",
        ),
        "community": ("まとまり {n}", "Community {n}"),
        "no_community": ("どのまとまりにも属さない", "In no community"),
        "community_entry": (
            "{n}：{name} ほか{rest}機関",
            "{n}: {name} and {rest} more",
        ),
        "community_pair": ("{n}：{name}", "{n}: {name}"),
        "small_communities": (
            "1機関だけのまとまり {n}（灰色）",
            "{n} of a single organization (grey)",
        ),
        "mixing_cell": ("{observed}\n（{expected}）", "{observed}\n({expected})"),
        "mixing_note": (
            "数値：つながりの数（ ）内：偶然による期待値　"
            "▲ 偶然より多い　▼ 偶然より少ない（p ≤ {alpha}、両側）",
            "Numbers: ties, in brackets what chance would give.  "
            "▲ more than chance   ▼ fewer than chance (two-sided p ≤ {alpha})",
        ),
        "mixing_bar": (
            "偶然との差（標準偏差）",
            "Away from chance (standard deviations)",
        ),
        "overlap_note": (
            "棒：● の会議体等すべてに、かつそれだけに加わる機関の数",
            "Bars: organizations in all of the groups marked ● and in no other of them",
        ),
        "overlap_more": (
            "ほか {n} 通りの組合せ（計 {members} 機関）は省略",
            "{n} more combinations, of {members} organizations, are left out",
        ),
        "members": ("構成員 {n}", "{n} members"),
        "known_period": ("期間", "In force"),
        "unknown_start": ("開始が不明", "Start not told"),
        "unknown_end": ("終了が不明", "End not told"),
        "open_end": ("継続中", "Still open"),
        "one_day": ("1か月以内の所属・行事", "A month or less"),
        "undated": (
            "期間の記載のない所属 {n} は示していない",
            "{n} memberships without any date are not shown",
        ),
        "left_out": ("示していない行 {n}", "{n} rows are not shown"),
        "organizations": ("{n}機関", "{n} organizations"),
        "one_organization": ("1機関", "1 organization"),
        "rank": ("順位", "Rank"),
        "rank_range": ("順位の幅", "Range of the rank"),
        "rank_more": ("上位 {n}／全 {all} 機関", "First {n} of {all} organizations"),
        "no_sector": ("区分なし", "No sector"),
    }
)
"""Japanese and English of each text; facts stand in braces."""

MEASURES: Mapping[str, Label] = MappingProxyType(
    {
        "memberships": Label("所属数", "memberships"),
        "degree": Label("次数", "degree"),
        "strength": Label("強度", "strength"),
        "coreness": Label("コア数", "coreness"),
        "closeness": Label("近接中心性", "closeness"),
        "harmonic": Label("調和中心性", "harmonic centrality"),
        "betweenness": Label("媒介中心性", "betweenness"),
        "eigenvector": Label("固有ベクトル中心性", "eigenvector centrality"),
        "pagerank": Label("ページランク", "PageRank"),
        "birank": Label("バイランク", "BiRank"),
        "two_mode_degree": Label("次数（二部）", "two-mode degree"),
        "two_mode_closeness": Label("近接中心性（二部）", "two-mode closeness"),
        "two_mode_betweenness": Label("媒介中心性（二部）", "two-mode betweenness"),
        "two_mode_eigenvector": Label(
            "固有ベクトル中心性（二部）", "two-mode eigenvector centrality"
        ),
        "constraint": Label("拘束度", "constraint"),
        "effective_size": Label("有効規模", "effective size"),
        "who_links.pairs": Label("つなぐ組", "pairs linked"),
        "linking_groups.pairs": Label("出会う組", "pairs that meet"),
    }
)
"""What is ranked, by the name of the measure, or of a measure and its column."""


def check_language(language: str) -> None:
    """Refuse a language that the pictures do not speak."""
    if language not in get_args(Language):
        msg = f"language must be 'ja' or 'en', not {language!r}"
        raise ValueError(msg)


def say(key: str, language: Language, **facts: object) -> str:
    """Text in the asked language with its facts filled in.

    Examples
    --------
    >>> say("members", "en", n=3)
    '3 members'
    """
    text = WORDS[key][0 if language == "ja" else 1]
    return text.format(**facts) if facts else text
