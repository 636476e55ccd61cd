"""What do the lists of members lack: sectors, themes, names, prefectures?"""

from __future__ import annotations

from tohoku_network.gaps._case import Case, Finding
from tohoku_network.gaps._lists import TOHOKU, told
from tohoku_network.gaps.themes import theme_coverage
from tohoku_network.vocabulary import COVERAGE

__all__ = [
    "concentrated",
    "names_missing",
    "one_member",
    "prefecture_range",
    "sector_unrecorded",
    "theme_gap",
    "unnamed_rows",
]


def _open_lists(case: Case, unknown: int) -> str:
    return case.say(
        f"うち{unknown}は一覧が不完全なため、不参加とはいえない。",
        f"In {unknown} of them the list is incomplete or open: absence is not known.",
    )


def sector_unrecorded(case: Case) -> list[Finding]:
    """Sectors that no group has, named or unnamed."""
    result = []
    if not case.net.organizations["sector"].notna().any():
        return []
    for code, cells in case.table.groupby("category", sort=False):
        if (cells["state"].isin(["present", "unnamed"])).any():
            continue
        groups, unknown = len(cells), int((cells["state"] == "unknown").sum())
        sector = case.sector(str(code))
        result.append(
            Finding(
                "sector_unrecorded",
                case.say(
                    f"「{sector}」の機関は、{groups}の会議体等のいずれにも"
                    "（名称の記載がない構成員としても）記載がない。",
                    f"No organization of the sector {sector} is recorded, named or "
                    f"unnamed, in any of the {groups} groups.",
                ),
                groups,
                tuple(cells.loc[cells["state"] == "absent", "group_id"]),
                _open_lists(case, unknown),
            )
        )
    return result


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
                    f"「{row['theme_label']}」を掲げる{row['groups']}の会議体等に、"
                    f"「{row['label']}」の機関は（名称の記載がない構成員としても）"
                    "記載がない。",
                    f"At the {row['groups']} groups for {row['theme_label']}, no "
                    f"organization of the sector {row['label']} is recorded, named or "
                    "unnamed.",
                ),
                row["groups"],
                row["at"],
                _open_lists(case, row["groups_unknown"]),
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
        f"構成員数が公表されている{len(known)}の会議体等では、公表{declared:,}に対し"
        f"名称のある構成員は{named:,}（{named / declared:.1%}）。",
        f"The {len(known)} groups with a declared size declare {declared:,} members; "
        f"{named:,} are named ({named / declared:.1%}).",
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
        f"{len(case.lists)}の会議体等のうち{len(alone)}は、構成員の記載が1機関のみである。",
        f"Of {len(case.lists)} groups, {len(alone)} have a single recorded member.",
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
        f"{number:,} of {total:,} memberships ({number / total:.0%}) are those of "
        "unnamed members.",
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
    few = min(TOHOKU, key=lambda place: counts[place])
    many = max(TOHOKU, key=lambda place: counts[place])
    least, most = (told(place, "prefecture", case.language) for place in (few, many))
    text = case.say(
        f"東北6県のうち名称のある機関が最も少ないのは{least}の{counts[few]}、"
        f"最も多いのは{most}の{counts[many]}。",
        f"Among the six prefectures of Tohoku, {least} has the fewest named "
        f"organizations, {counts[few]}, and {most} the most, {counts[many]}.",
    )
    caveat = case.say(
        "資料に記載された機関の数で、県にある機関の数ではない。広域の機関は含まない。",
        "Organizations that the sources name, not those that exist; bodies of the "
        "whole region are not counted.",
    )
    ids = tuple(str(one) for one in places.index[(places == few).to_numpy()])
    return [Finding("prefecture_range", text, counts[few], ids, caveat)]


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
        f"{row['group']} has {row['named']} named members of the sector "
        f"{row['label']}; with the share of the whole network it would have "
        f"{row['expected']:.1f}.",
    )
    caveat = case.say(
        f"正確確率p={p:.2g}（{cells}の升目でHolm補正）。その区分のための"
        "会議体等である場合がある。",
        f"Exact p = {p:.2g} after Holm over {cells} cells; the group may be meant for "
        "that sector.",
    )
    evidence = (row["group_id"], *row["members"])
    number = float(row["location_quotient"])
    return [Finding("concentrated", text, number, evidence, caveat)]
