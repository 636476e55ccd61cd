"""What do the lists of members lack: sectors, themes, names, prefectures?"""

from __future__ import annotations

import pandas as pd

from tohoku_network import _dated
from tohoku_network.errors import printable
from tohoku_network.gaps._case import Case, Finding
from tohoku_network.gaps._lists import TOHOKU, told
from tohoku_network.gaps._words import counted, plural
from tohoku_network.gaps.themes import theme_coverage
from tohoku_network.vocabulary import COVERAGE, SECTORS

__all__ = [
    "concentrated",
    "ended",
    "names_missing",
    "one_member",
    "prefecture_range",
    "sector_unknown",
    "sector_unrecorded",
    "theme_gap",
    "unnamed_rows",
]


def _open_lists(case: Case, unknown: int, groups: int) -> str:
    """That absence is not known in some of the groups, where that is so."""
    if not unknown:
        return ""
    if unknown == groups:
        return case.say(
            "いずれも一覧が不完全なため、不参加とはいえない。",
            "The lists are incomplete or open: absence is not known.",
        )
    return case.say(
        f"うち{counted(unknown)}は一覧が不完全なため、不参加とはいえない。",
        f"In {unknown:,} of them the list is incomplete or open: absence is not known.",
    )


def ended(case: Case) -> list[Finding]:
    """Memberships that had ended by the latest date told, and count all the same."""
    rows, date = _dated.ended(case.net), _dated.latest(case.net)
    if rows.empty or date is None:
        return []
    number, total = len(rows), len(case.net.memberships)
    text = case.say(
        f"数えた所属{total:,}行のうち{number:,}行は、{date.text}（表にある最も新しい"
        "日付）より前に終わっている。",
        f"{number:,} of the {plural(total, 'membership')} counted had ended before "
        f"{date.text}, the latest date in the tables.",
    )
    caveat = case.say(
        "時点を指定しない集計は、過去の所属も数える。ある時点に限るには"
        f"--as-of {date.text}のように指定する。",
        "Without a date, past memberships count as well; ask with --as-of "
        f"{date.text}, or another date, for those in force.",
    )
    ids = {*rows["member_id"], *rows["group_id"]}
    return [Finding("ended", text, number, tuple(sorted(ids)), caveat)]


def sector_unknown(case: Case) -> list[Finding]:
    """Members whose sector is a word that nobody reads as a sector."""
    words = _sectors(case)
    strange = words[words.notna() & ~words.isin(list(SECTORS))]
    if strange.empty:
        return []
    number = len(strange)
    examples = sorted(set(strange))
    shown = [printable(word, limit=20) for word in examples[:3]]
    listed = (
        "".join(f"「{word}」" for word in shown)
        if case.ja
        else ", ".join(f"“{word}”" for word in shown)
    )
    more = case.say("など", " and others") if len(examples) > 3 else ""
    text = case.say(
        f"{number:,}機関の区分は、産・学・官・金・労・言・民・支援のいずれとも読めない"
        f"（{listed}{more}）。",
        f"The sector of {plural(number, 'organization')} is none of the eight that "
        f"are known ({listed}{more}).",
    )
    caveat = case.say(
        "8つの区分についての所見は、これらの機関を数えていない。",
        f"Findings on the eight sectors leave {'it' if number == 1 else 'them'} out.",
    )
    ids = tuple(sorted(map(str, strange.index)))
    return [Finding("sector_unknown", text, number, ids, caveat)]


def _sectors(case: Case) -> pd.Series:
    """Sector of everyone who counts as a member and is no group itself."""
    _, members, _ = case.net.oriented("members")
    sectors = case.net.organizations["sector"].reindex(members)
    return sectors[~sectors.index.isin(case.net.groups.index)]


def sector_unrecorded(case: Case) -> list[Finding]:
    """Sectors that no group has, named or unnamed, in one sentence."""
    table = case.table[case.table["category"].isin(list(SECTORS))]
    there = table["state"].isin(["present", "unnamed"])
    recorded = set(table.loc[there, "category"])
    lacking = [
        code for code in dict.fromkeys(table["category"]) if code not in recorded
    ]
    # Where no word is read as a sector, nothing can be said of any of them.
    if not lacking or not recorded:
        return []
    cells = table[table["category"].isin(lacking)]
    unknown = cells.loc[cells["state"] == "unknown", "group_id"].nunique()
    groups = cells["group_id"].nunique()
    names = [case.sector(code) for code in lacking]
    listed = "".join(f"「{name}」" for name in names)
    some = " or ".join([", ".join(names[:-1]), names[-1]]) if names[1:] else names[0]
    text = case.say(
        f"{listed}の機関は、{counted(groups)}の会議体等のいずれにも"
        "（名称の記載がない構成員としても）記載がない。",
        f"No organization of the sector {some} is recorded, named or unnamed, in any "
        f"of the {plural(groups, 'group')}."
        if groups > 1
        else f"No organization of the sector {some} is recorded in the group, named "
        "or unnamed.",
    )
    absent = cells.loc[cells["state"] == "absent", "group_id"]
    doubts = [_open_lists(case, unknown, groups), _untold(case)]
    caveat = case.say("", " ").join(doubt for doubt in doubts if doubt)
    evidence = tuple(sorted(set(map(str, absent))))
    return [Finding("sector_unrecorded", text, len(lacking), evidence, caveat)]


def _untold(case: Case) -> str:
    """That members of no known sector may be of the sector that is missing."""
    words = _sectors(case)
    number = int((~words.isin(list(SECTORS))).sum())
    if not number:
        return ""
    return case.say(
        f"区分が不明な{number:,}機関が、これに当たる可能性がある。",
        f"{plural(number, 'organization')} without a known sector may be of it.",
    )


def theme_gap(case: Case) -> list[Finding]:
    """Themes at whose tables a sector is missing that is recorded elsewhere."""
    table = theme_coverage(case.net, language=case.language)
    recorded = set(table.loc[table["named"] > 0, "category"])
    missing = table[
        table["state"].isin(["absent", "unknown"])
        & table["category"].isin(recorded)
        & (table["groups"] >= 3)
    ].sort_values("expected", ascending=False, kind="stable")
    result: list[Finding] = []
    seen: set[str] = set()
    for row in missing.to_dict("records"):
        if len(result) == 2 or row["theme"] in seen or row["category"] in seen:
            continue
        seen |= {row["theme"], row["category"]}
        result.append(
            Finding(
                "theme_gap",
                case.say(
                    f"「{row['theme_label']}」を掲げる{counted(row['groups'])}の会議体等に、"
                    f"「{row['label']}」の機関は（名称の記載がない構成員としても）"
                    "記載がない。",
                    f"At the {row['groups']} groups for {row['theme_label']}, no "
                    f"organization of the sector {row['label']} is recorded, named or "
                    "unnamed.",
                ),
                row["groups"],
                row["at"],
                _open_lists(case, row["groups_unknown"], row["groups"]),
            )
        )
    return result


def names_missing(case: Case) -> list[Finding]:
    """Named against declared members."""
    known = case.lists[case.lists["declared"].fillna(0) > 0]
    if known.empty:
        return []
    declared, named = int(known["declared"].sum()), int(known["named"].sum())
    text = case.say(
        f"構成員数が公表されている{counted(len(known))}の会議体等では、公表{declared:,}に対し"
        f"名称のある構成員は{named:,}（{named / declared:.1%}）。",
        f"{plural(len(known), 'group')} with a declared size "
        f"{'declares' if len(known) == 1 else 'declare'} "
        f"{plural(declared, 'member')}; {named:,} "
        f"{'is' if named == 1 else 'are'} named ({named / declared:.1%}).",
    )
    caveat = case.say(
        "公表数には行事の参加者数も含む。",
        "Numbers of participants of events are among the declared sizes.",
    )
    ids = tuple(sorted(known.index))
    return [Finding("names_missing", text, named / declared, ids, caveat)]


def one_member(case: Case) -> list[Finding]:
    """Groups of which a single member is recorded."""
    alone = case.lists[case.lists["list"] == "one_member"]
    if alone.empty:
        return []
    text = case.say(
        f"{counted(len(case.lists))}の会議体等のうち{counted(len(alone))}は、構成員の記載が1機関のみである。",
        f"Of {plural(len(case.lists), 'group')}, {len(alone):,} "
        f"{'has' if len(alone) == 1 else 'have'} a single recorded member.",
    )
    caveat = case.say(
        "多くは主催・実施の記録だけで、参加者は資料に記載されていない場合がある。",
        "The record may be that of a host alone; the sources may not list who took "
        "part.",
    )
    ids = tuple(sorted(alone.index))
    return [Finding("one_member", text, len(alone), ids, caveat)]


def unnamed_rows(case: Case) -> list[Finding]:
    """Memberships of unnamed classes."""
    table, rows = case.net.organizations, case.net.memberships
    unnamed = rows["member_id"].map(table["unnamed"].astype(bool)).astype(bool)
    if not unnamed.any():
        return []
    number, total = int(unnamed.sum()), len(rows)
    text = case.say(
        f"所属{total:,}件のうち{number:,}件（{number / total:.0%}）は名称の記載が"
        "ない構成員のもの。",
        f"{number:,} of {plural(total, 'membership')} ({number / total:.0%}) "
        f"{'is that' if number == 1 else 'are those'} of unnamed members.",
    )
    caveat = case.say(
        f"これらは充足の表では「{COVERAGE['unnamed'].ja}」と数え、つながりの指標には"
        "含めない。",
        "They count as present, unnamed, in coverage, and in no measure of ties.",
    )
    ids = tuple(sorted(set(rows.loc[unnamed, "member_id"])))
    return [Finding("unnamed_rows", text, number / total, ids, caveat)]


def prefecture_range(case: Case) -> list[Finding]:
    """Prefectures of Tohoku with the fewest and the most named members."""
    _, members, _ = case.net.oriented("members")
    places = case.net.organizations["prefecture"].reindex(members)
    counts = {place: int((places == place).sum()) for place in TOHOKU}
    if sum(count > 0 for count in counts.values()) < 3:
        return []
    fewest, most = min(counts.values()), max(counts.values())
    few = [place for place in TOHOKU if counts[place] == fewest]
    many = [place for place in TOHOKU if counts[place] == most]
    if fewest == most:
        return []
    least, first = (
        [told(place, "prefecture", case.language) for place in chosen]
        for chosen in (few, many)
    )
    text = case.say(
        f"東北6県のうち名称のある機関が最も少ないのは{'・'.join(least)}の{fewest:,}、"
        f"最も多いのは{'・'.join(first)}の{most:,}。",
        f"Among the six prefectures of Tohoku, {_and(least)} "
        f"{'has' if len(few) == 1 else 'have'} the fewest named organizations, "
        f"{fewest:,}, and {_and(first)} the most, {most:,}.",
    )
    caveat = case.say(
        "資料に記載された機関の数で、県にある機関の数ではない。広域の機関は含まない。",
        "Organizations that the sources name, not those that exist; bodies of the "
        "whole region are not counted.",
    )
    ids = tuple(str(one) for one in places.index[places.isin(few).to_numpy()])
    return [Finding("prefecture_range", text, fewest, ids, caveat)]


def _and(names: list[str]) -> str:
    return " and ".join([", ".join(names[:-1]), names[-1]] if names[1:] else names)


def concentrated(case: Case) -> list[Finding]:
    """The sector most over-represented in a group."""
    tested = case.table[case.table["p_over"].notna() & (case.table["named"] > 0)]
    # Cells without a named member have p = 1; they count among the tests.
    cells = int(case.table["p_over"].notna().sum())
    if tested.empty:
        return []
    row = tested.sort_values("p_over", kind="stable").iloc[0]
    p = min(1.0, float(row["p_over"]) * cells)
    if p >= 0.05:
        return []
    text = case.say(
        f"{row['group']}では名称のある構成員のうち「{row['label']}」が{row['named']}で、"
        f"全体と同じ割合なら{row['expected']:.1f}になる。",
        f"{row['group']} has {plural(row['named'], 'named member')} of the sector "
        f"{row['label']}; with the share of the whole network it would have "
        f"{row['expected']:.1f}.",
    )
    caveat = case.say(
        f"正確確率p = {p:.2g}（{cells}の升目でHolm補正）。その区分のための"
        "会議体等である場合がある。",
        f"Exact p = {p:.2g} after Holm over {cells} cells; the group may be meant for "
        "that sector.",
    )
    evidence = (row["group_id"], *row["members"])
    number = float(row["location_quotient"])
    return [Finding("concentrated", text, number, evidence, caveat)]
