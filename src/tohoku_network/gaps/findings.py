"""What does the gap analysis say, in plain words, with what evidence and what doubt?"""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

import numpy as np
import pandas as pd

from tohoku_network import _incidence
from tohoku_network._definition import tag
from tohoku_network.gaps._lists import TOHOKU, of_members, told
from tohoku_network.gaps.blocks import block_density
from tohoku_network.gaps.covering import coverage
from tohoku_network.gaps.inviting import invitations
from tohoku_network.gaps.meetings import missing_ties, pairs_between
from tohoku_network.gaps.themes import completeness, theme_coverage
from tohoku_network.network import AffiliationNetwork
from tohoku_network.vocabulary import Language

__all__ = ["sentences"]


class _Finding(NamedTuple):
    """One sentence in the asked language, and what stands behind it."""

    kind: str
    sentence: str
    number: float
    evidence: tuple[str, ...]
    caveat: str


class _Case(NamedTuple):
    """What every finder reads."""

    net: AffiliationNetwork
    ja: bool
    language: Language
    names: pd.Series
    table: pd.DataFrame
    """Coverage by sector."""
    lists: pd.DataFrame
    """Completeness."""
    draws: int
    seed: int

    def say(self, ja: str, en: str) -> str:
        return ja if self.ja else en

    def sector(self, code: str) -> str:
        return told(code, "sector", self.language)


def sentences(
    net: AffiliationNetwork,
    *,
    language: Language = "ja",
    top: int = 10,
    draws: int = 999,
    seed: int = 0,
) -> pd.DataFrame:
    """Findings of the gap analysis in plain words, each with its number and its doubt.

    In a fixed order of kinds, not of importance; a kind that the network says nothing
    about is left out:

    - ``sector_unrecorded``: a sector that no group has, named or unnamed;
    - ``theme_gap``: a theme of three groups or more at whose tables a sector that is
      recorded elsewhere is not, where most of it were to be expected (two at most);
    - ``fewer_than_chance``: sectors that meet less than expected, p below 0.05 after
      Holm (:func:`block_density`), the lowest ratio; or that there are none;
    - ``unmet_pairs``: pairs of the two sectors with most named members that share no
      group (industry and academia where both occur);
    - ``sole_contact``: unmet pairs of theirs with a single common contact;
    - ``meeting``: the first of :func:`missing_ties` for them;
    - ``invitation``: the first of :func:`invitations` for the consortium, council,
      committee or network with most named members (three or more) that lacks a sector
      on a list not known to be open;
    - ``names_missing``: named against declared members (:func:`completeness`);
    - ``one_member``: groups of which a single member is recorded;
    - ``unnamed_rows``: memberships of unnamed classes;
    - ``prefecture_range``: the Tohoku prefectures with the fewest and the most named
      members, where three or more of them occur;
    - ``concentrated``: the sector most over-represented in a group (p below 0.05 after
      Holm over all cells).

    Parameters
    ----------
    net
        The network.
    language
        Language of the sentences.
    top
        The most sentences to give.
    draws, seed
        Random networks of :func:`block_density`, and the seed of their generator.

    Returns
    -------
    pandas.DataFrame
        ``kind``, ``sentence``, ``number`` (the one that the sentence rests on),
        ``evidence`` (ids of organizations and groups, sorted or in the order of the
        sentence) and ``caveat``. Empty where nothing can be said;
        ``attrs["reason"]`` then says so.

    Raises
    ------
    ValueError
        If ``language`` is neither ``"ja"`` nor ``"en"``, or ``draws`` is below 1.

    Examples
    --------
    >>> import tohoku_network as tn
    >>> frame = sentences(tn.load_tohoku(), language="en", draws=19)
    >>> frame.loc[0, "kind"]
    'sector_unrecorded'
    """
    case = _Case(
        net,
        language == "ja",
        language,
        net.display_names(language),
        coverage(net, language=language),
        completeness(net, language=language),
        draws,
        seed,
    )
    found = [finding for finder in _FINDERS for finding in finder(case)]
    result = pd.DataFrame(found[: max(top, 0)], columns=list(_Finding._fields))
    result["number"] = result["number"].astype("float64")
    return tag(
        result,
        measure="sentences",
        variant="findings in a fixed order of kinds",
        n=len(net.oriented("members")[1]),
        period=net.period,
        seed=seed,
        draws=draws,
        reason="" if found else "no sectors, themes, sizes or unnamed classes recorded",
    )


def _open_lists(case: _Case, unknown: int) -> str:
    return case.say(
        f"うち{unknown}は一覧が欠けているため、いないとは言えない。",
        f"In {unknown} of them the list is incomplete or open: absence is not known.",
    )


def _sector_unrecorded(case: _Case) -> list[_Finding]:
    result = []
    if not case.net.organizations["sector"].notna().any():
        return []
    for code, cells in case.table.groupby("category", sort=False):
        if (cells["state"].isin(["present", "unnamed"])).any():
            continue
        groups, unknown = len(cells), int((cells["state"] == "unknown").sum())
        sector = case.sector(str(code))
        result.append(
            _Finding(
                "sector_unrecorded",
                case.say(
                    f"「{sector}」の機関は、{groups}の会議体等のどれにも、"
                    "名前でも匿名でも記録されていない。",
                    f"No organization of the sector {sector} is recorded, named or "
                    f"unnamed, in any of the {groups} groups.",
                ),
                groups,
                tuple(cells.loc[cells["state"] == "absent", "group_id"]),
                _open_lists(case, unknown),
            )
        )
    return result


def _theme_gap(case: _Case) -> list[_Finding]:
    table = theme_coverage(case.net, language=case.language)
    recorded = set(table.loc[table["named"] > 0, "category"])
    missing = table[
        table["state"].isin(["absent", "unknown"])
        & table["category"].isin(recorded)
        & (table["groups"] >= 3)
    ].sort_values("expected", ascending=False, kind="stable")
    result: list[_Finding] = []
    seen: set[str] = set()
    for row in missing.to_dict("records"):
        if len(result) == 2 or row["theme"] in seen or row["category"] in seen:
            continue
        seen |= {row["theme"], row["category"]}
        result.append(
            _Finding(
                "theme_gap",
                case.say(
                    f"「{row['theme_label']}」を掲げる{row['groups']}の会議体等に、"
                    f"「{row['label']}」の機関は名前でも匿名でも記録されていない。",
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


def _fewer_than_chance(case: _Case) -> list[_Finding]:
    if not case.net.oriented("members")[0].nnz:
        return []
    frame = block_density(
        case.net, draws=case.draws, seed=case.seed, language=case.language
    )
    across = frame[(frame["source"] != frame["target"]) & (frame["pairs"] > 0)]
    if across.empty:
        return []
    p = _holm(across["p_fewer"].to_numpy())
    low = across[p < 0.05].sort_values("ratio", kind="stable")
    caveat = case.say(
        f"名前のある会員だけの比較（無作為な網{case.draws}回、Holm補正、"
        f"{len(across)}組）。名前のない会員が同席していることはある。",
        f"Named members only ({case.draws} random networks, Holm over {len(across)} "
        "pairs of sectors); unnamed members may meet.",
    )
    if low.empty:
        text = case.say(
            "機関の所属数と会議体の大きさから見込まれるより出会いが少ないと言える"
            "区分の組は、5 %水準ではない。",
            "No two sectors can be said, at the 5 % level, to meet less than the sizes "
            "of groups and members would give.",
        )
        return [_Finding("fewer_than_chance", text, 0, (), caveat)]
    row = low.iloc[0]
    one, two = row["source_label"], row["target_label"]
    expected = row["expected"] * row["pairs"]
    text = case.say(
        f"「{one}」と「{two}」が同じ会議体で出会う組は{row['ties']}で、会議体の大きさと"
        f"所属数から見込まれる{expected:.1f}の{row['ratio']:.0%}にあたる。",
        f"{row['ties']} pairs of {one} and {two} meet in a group, {row['ratio']:.0%} "
        f"of the {expected:.1f} that the sizes of groups and members would give.",
    )
    tables = _tables_of_both(case, row["source"], row["target"])
    return [_Finding("fewer_than_chance", text, float(row["ratio"]), tables, caveat)]


def _tables_of_both(case: _Case, one: str, two: str) -> tuple[str, ...]:
    """Groups with named members of two sectors: the evidence of where they meet."""
    present = case.table[case.table["state"] == "present"]
    both = [set(present.loc[present["category"] == w, "group_id"]) for w in (one, two)]
    return tuple(sorted(both[0] & both[1]))


def _holm(p: np.ndarray) -> np.ndarray:
    """P-values corrected for their number by Holm's method."""
    order = np.argsort(p, kind="stable")
    steps = np.maximum.accumulate(p[order] * (len(p) - np.arange(len(p))))
    result = np.empty(len(p))
    result[order] = np.minimum(steps, 1.0)
    return result


def _ends(case: _Case) -> tuple[str, str] | None:
    """Industry and academia, or else the two sectors with most named members."""
    _, members, _ = case.net.oriented("members")
    of = of_members(case.net, members, "sector")
    sizes = pd.Series([word for word in of.values() if word is not None], dtype="str")
    counts = sizes.value_counts().sort_index(kind="stable")
    counts = counts.sort_values(ascending=False, kind="stable")
    if {"industry", "academia"} <= set(counts.index):
        return "industry", "academia"
    two = [str(word) for word in counts.index[:2]]
    return (two[0], two[1]) if len(two) == 2 else None


def _pairs(case: _Case) -> list[_Finding]:
    """Unmet pairs, those with one common contact, and the first missing tie."""
    ends = _ends(case)
    if ends is None:
        return []
    first = missing_ties(case.net, between=ends, top=1, language=case.language)
    one, two = (case.sector(word) for word in ends)
    facts = first.attrs
    unmet, met = facts["unmet_pairs"], facts["met_pairs"]
    related = facts["related_pairs"]
    caveat = case.say(
        "記録された会議体での同席だけを数える。一覧にない会員や名前のない会員として"
        f"出会っていることはある。会員と会議体、親子の関係などにある{related}組は除く。",
        "Counts only recorded groups; they may meet where lists are incomplete, or "
        f"unnamed. {related} pairs are left out: one a member or part of the other, or "
        "a head office whose branches are members.",
    )
    tables = _tables_of_both(case, *ends)
    result = [
        _Finding(
            "unmet_pairs",
            case.say(
                f"「{one}」{facts['n_a']}機関と「{two}」{facts['n_b']}機関のうち、"
                f"同じ会議体で出会う組は{met}、出会わない組は{unmet}。",
                f"Of {facts['n_a']} organizations of {one} and {facts['n_b']} of "
                f"{two}, {met} pairs share a recorded group and {unmet} do not.",
            ),
            unmet,
            tables,
            caveat,
        ),
        *_sole_contact(case, ends, caveat),
    ]
    if not first.empty:
        row = first.iloc[0]
        result.append(
            _Finding(
                "meeting",
                case.say(
                    f"{row['source_name']}と{row['target_name']}に同席の記録はない。",
                    f"{row['source_name']} and {row['target_name']} share no recorded "
                    "group. ",
                )
                + row["reason"],
                float(row["new_pairs"]),
                (row["source"], *row["introducers"], row["target"], *row["via"]),
                caveat,
            )
        )
    return result


def _sole_contact(case: _Case, ends: tuple[str, str], caveat: str) -> list[_Finding]:
    """Unmet pairs whose only common contact is one organization."""
    b, members, _ = case.net.oriented("members")
    of = of_members(case.net, members, "sector")
    rows = [np.array([i for i, m in enumerate(members) if of[m] == w]) for w in ends]
    pairs_of = pairs_between(case.net, b, members, rows[0], rows[1])
    sole = (pairs_of.unmet & (pairs_of.triads == 1)).astype(float)
    tied = _incidence.adjacency(b)
    near_a, near_b = tied[rows[0]], tied[rows[1]]
    if not sole.any():
        return []
    through = ((near_a.T @ sole) * near_b.T.toarray()).sum(axis=1)
    best = int(np.argmax(np.rint(through)))
    pairs, held = int(sole.sum()), round(float(through[best]))
    one, two = (case.sector(word) for word in ends)
    name = case.names[members[best]]
    text = case.say(
        f"出会わない「{one}」と「{two}」の組のうち、共通の相手が1機関だけの組は{pairs}。"
        f"そのうち{held}組の相手は{name}である。",
        f"{pairs} unmet pairs of {one} and {two} have a single common contact; in "
        f"{held} of them it is {name}.",
    )
    return [_Finding("sole_contact", text, pairs, (members[best],), caveat)]


# Kinds of groups that invite members; programmes and events choose or gather them.
_BODIES = ("consortium", "council", "committee", "network")


def _invitation(case: _Case) -> list[_Finding]:
    lists = case.lists
    told_lists = lists[lists["list"].isin(["complete", "size_not_declared"])]
    lacking = set(case.table.loc[case.table["state"] == "absent", "group_id"])
    kinds = case.net.groups["kind"].reindex(told_lists.index)
    bodies = (kinds.isna() | kinds.isin(_BODIES)).to_numpy()
    several = told_lists.index.isin(lacking) & (told_lists["named"] >= 3)
    chosen = told_lists[several & bodies]
    order = chosen.sort_index().sort_values("named", ascending=False, kind="stable")
    for group in order.index:
        frame = invitations(case.net, str(group), top=1, language=case.language)
        if frame.empty or not any(
            w.startswith("sector") for w in frame.iloc[0]["fills"]
        ):
            continue
        row = frame.iloc[0]
        sectors = [case.sector(word) for word in frame.attrs["absent_sector"]]
        listed = (
            "・".join(f"「{s}」" for s in sectors) if case.ja else ", ".join(sectors)
        )
        named, who = int(order.loc[group, "named"]), row["name"]
        text = case.say(
            f"{case.names[group]}の名前のある会員{named}機関に{listed}はない。招く候補は"
            f"{who}。{row['reason']}",
            f"Among the {named} named members of {case.names[group]} there is none of: "
            f"{listed}. A candidate is {who}. {row['reason']}",
        )
        reached = order.loc[group, "list"] == "complete"
        caveat = (
            case.say(
                "一覧は公表会員数に達している。", "The list reaches its declared size."
            )
            if reached
            else case.say(
                "会員数の公表がなく、一覧がすべてかどうかは確かめられない。",
                "No size is declared, so the list may not be all.",
            )
        )
        evidence = (str(group), str(row.name), *row["introducers"], *row["via"])
        number = float(len(sectors))
        return [_Finding("invitation", text, number, evidence, caveat)]
    return []


def _names_missing(case: _Case) -> list[_Finding]:
    known = case.lists[case.lists["declared"].fillna(0) > 0]
    if known.empty:
        return []
    declared, named = int(known["declared"].sum()), int(known["named"].sum())
    text = case.say(
        f"会員数が公表されている{len(known)}の会議体等では、公表{declared:,}に対し"
        f"名前のある会員は{named:,}（{named / declared:.1%}）。",
        f"The {len(known)} groups with a declared size declare {declared:,} members; "
        f"{named:,} are named ({named / declared:.1%}).",
    )
    caveat = case.say(
        "行事の参加者数も公表会員数に含む。",
        "Numbers of participants of events are among the declared sizes.",
    )
    ids = tuple(sorted(known.index))
    return [_Finding("names_missing", text, named / declared, ids, caveat)]


def _one_member(case: _Case) -> list[_Finding]:
    alone = case.lists[case.lists["list"] == "one_member"]
    if alone.empty:
        return []
    text = case.say(
        f"{len(case.lists)}の会議体等のうち{len(alone)}は、会員が1つしか記録されていない。",
        f"Of {len(case.lists)} groups, {len(alone)} have a single recorded member.",
    )
    caveat = case.say(
        "多くは主催・実施の記録だけで、参加者は資料に書かれていない場合がある。",
        "The record may be that of a host alone; the sources may not list who took "
        "part.",
    )
    ids = tuple(sorted(alone.index))
    return [_Finding("one_member", text, len(alone), ids, caveat)]


def _unnamed_rows(case: _Case) -> list[_Finding]:
    table, rows = case.net.organizations, case.net.memberships
    unnamed = rows["member_id"].map(table["unnamed"].astype(bool)).astype(bool)
    if not unnamed.any():
        return []
    number, total = int(unnamed.sum()), len(rows)
    text = case.say(
        f"所属{total:,}件のうち{number:,}件（{number / total:.0%}）は名前のない会員"
        "のもの。",
        f"{number:,} of {total:,} memberships ({number / total:.0%}) are those of "
        "unnamed members.",
    )
    caveat = case.say(
        "これらは充足の表では「いる（名前なし）」と数え、つながりの指標には入らない。",
        "They count as present, unnamed, in coverage, and in no measure of ties.",
    )
    ids = tuple(sorted(set(rows.loc[unnamed, "member_id"])))
    return [_Finding("unnamed_rows", text, number / total, ids, caveat)]


def _prefecture_range(case: _Case) -> list[_Finding]:
    _, members, _ = case.net.oriented("members")
    places = case.net.organizations["prefecture"].reindex(members)
    counts = {place: int((places == place).sum()) for place in TOHOKU}
    if sum(count > 0 for count in counts.values()) < 3:
        return []
    few = min(TOHOKU, key=lambda place: counts[place])
    many = max(TOHOKU, key=lambda place: counts[place])
    least, most = (told(place, "prefecture", case.language) for place in (few, many))
    text = case.say(
        f"東北6県のうち名前のある機関が最も少ないのは{least}の{counts[few]}、"
        f"最も多いのは{most}の{counts[many]}。",
        f"Among the six prefectures of Tohoku, {least} has the fewest named "
        f"organizations, {counts[few]}, and {most} the most, {counts[many]}.",
    )
    caveat = case.say(
        "資料に書かれた機関の数で、県にある機関の数ではない。広域の機関は含まない。",
        "Organizations that the sources name, not those that exist; bodies of the "
        "whole region are not counted.",
    )
    ids = tuple(str(one) for one in places.index[(places == few).to_numpy()])
    return [_Finding("prefecture_range", text, counts[few], ids, caveat)]


def _concentrated(case: _Case) -> list[_Finding]:
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
        f"{row['group']}では名前のある会員のうち「{row['label']}」が{row['named']}で、"
        f"全体と同じ割合なら{row['expected']:.1f}になる。",
        f"{row['group']} has {row['named']} named members of the sector "
        f"{row['label']}; with the share of the whole network it would have "
        f"{row['expected']:.1f}.",
    )
    caveat = case.say(
        f"正確確率p={p:.2g}（{cells}の升目でHolm補正）。その区分を集める会議体である場合がある。",
        f"Exact p = {p:.2g} after Holm over {cells} cells; the group may be meant for "
        "that sector.",
    )
    evidence = (row["group_id"], *row["members"])
    number = float(row["location_quotient"])
    return [_Finding("concentrated", text, number, evidence, caveat)]


_FINDERS: tuple[Callable[[_Case], list[_Finding]], ...] = (
    _sector_unrecorded,
    _theme_gap,
    _fewer_than_chance,
    _pairs,
    _invitation,
    _names_missing,
    _one_member,
    _unnamed_rows,
    _prefecture_range,
    _concentrated,
)
