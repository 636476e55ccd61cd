"""Who does not meet, through whom could they, and who is to be invited?"""

from __future__ import annotations

import math

import numpy as np
import pandas as pd

from tohoku_network import _incidence
from tohoku_network.gaps._case import Case, Finding
from tohoku_network.gaps._lists import of_members
from tohoku_network.gaps._unmet import pairs_between
from tohoku_network.gaps._words import plural
from tohoku_network.gaps.blocks import block_density
from tohoku_network.gaps.inviting import invitations
from tohoku_network.gaps.meetings import missing_ties

__all__ = ["fewer_than_chance", "invitation", "pairs"]

_ALPHA = 0.05


def fewer_than_chance(case: Case) -> list[Finding]:
    """Two sectors that meet less than sizes alone would give."""
    if not case.net.oriented("members")[0].nnz:
        return []
    frame = block_density(
        case.net, draws=case.draws, seed=case.seed, language=case.language
    )
    across = frame[(frame["source"] != frame["target"]) & (frame["pairs"] > 0)]
    if across.empty:
        return []
    p = _holm(across["p_fewer"].to_numpy())
    low = across[p < _ALPHA].sort_values("ratio", kind="stable")
    caveat = case.say(
        f"名称のある構成員だけの比較（無作為な網{case.draws:,}回、Holm補正、"
        f"{len(across)}組）。名称の記載がない構成員が同席している場合がある。",
        f"Named members only ({plural(case.draws, 'random network')}, Holm over "
        f"{plural(len(across), 'pair')} of sectors); unnamed members may meet.",
    ) + _too_few_draws(case, len(across))
    if low.empty:
        text = case.say(
            "機関の所属数と会議体等の大きさから見込まれるより出会いが少ないと、"
            "5 %水準でいえる区分の組はない。",
            "No two sectors can be said, at the 5 % level, to meet less than the sizes "
            "of groups and members would give.",
        )
        return [Finding("fewer_than_chance", text, 0, (), caveat)]
    row = low.iloc[0]
    one, two = row["source_label"], row["target_label"]
    expected = row["expected"] * row["pairs"]
    text = case.say(
        f"「{one}」と「{two}」が同じ会議体等で出会う組は{row['ties']}で、会議体等の大きさと"
        f"所属数から見込まれる{expected:.1f}の{row['ratio']:.0%}にあたる。",
        f"{plural(int(row['ties']), 'pair')} of {one} and {two} "
        f"{'meets' if row['ties'] == 1 else 'meet'} in a group, {row['ratio']:.0%} of "
        f"the {expected:.1f} that the sizes of groups and members would give.",
    )
    tables = _tables_of_both(case, row["source"], row["target"])
    return [Finding("fewer_than_chance", text, float(row["ratio"]), tables, caveat)]


def _too_few_draws(case: Case, tests: int) -> str:
    """That no p can reach the level with so few random networks, where this is so."""
    floor = tests / (case.draws + 1)
    if floor < _ALPHA:
        return ""
    enough = math.floor(tests / _ALPHA + 1e-9)
    return case.say(
        f"無作為な網{case.draws:,}回では補正後のpは{min(floor, 1.0):.2g}を下回らず、"
        f"5 %水準には{enough:,}回以上が必要である。",
        f" With {case.draws:,} random networks no corrected p is below "
        f"{min(floor, 1.0):.2g}: the 5 % level takes at least {enough:,}.",
    )


def _tables_of_both(case: Case, one: str, two: str) -> tuple[str, ...]:
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


def _ends(case: Case) -> tuple[str, str] | None:
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


def pairs(case: Case) -> list[Finding]:
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
        "記録された会議体等での同席だけを数える。一覧にない、または名称の記載がない構成員として"
        "出会っている場合がある。",
        "Counts only recorded groups; they may meet where lists are incomplete, or "
        "unnamed.",
    )
    if related:
        caveat += case.say(
            f"構成員と会議体等、親子の関係などにある{related:,}組は除く。",
            f" {plural(related, 'pair')} {'is' if related == 1 else 'are'} left out: "
            "one a member or part of the other, or a head office whose branches are "
            "members.",
        )
    tables = _tables_of_both(case, *ends)
    result = [
        Finding(
            "unmet_pairs",
            _met_and_unmet(case, (one, two), (facts["n_a"], facts["n_b"]), met, unmet),
            unmet,
            tables,
            caveat,
        ),
        *_sole_contact(case, ends, caveat),
    ]
    # A meeting that brings nobody nearer is no finding.
    if not first.empty and first["new_pairs"].iloc[0] > 0:
        row = first.iloc[0]
        result.append(
            Finding(
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


def _met_and_unmet(
    case: Case,
    names: tuple[str, str],
    sizes: tuple[int, int],
    met: int,
    unmet: int,
) -> str:
    """How many pairs of two sectors share a group, and how many do not."""
    (one, two), (n_one, n_two) = names, sizes
    in_ja = f"「{one}」{n_one:,}機関と「{two}」{n_two:,}機関"
    in_en = f"{plural(n_one, 'organization')} of {one} and {n_two:,} of {two}"
    if not met:
        return case.say(
            f"{in_ja}の{unmet:,}組に、同じ会議体等で出会うものはない。",
            f"Of {in_en}, no pair shares a recorded group: {unmet:,} do not.",
        )
    if not unmet:
        return case.say(
            f"{in_ja}の{met:,}組は、すべて同じ会議体等で出会う。",
            f"Of {in_en}, every pair shares a recorded group: {met:,} in all.",
        )
    return case.say(
        f"{in_ja}のうち、同じ会議体等で出会う組は{met:,}、出会わない組は{unmet:,}。",
        f"Of {in_en}, {plural(met, 'pair')} {'shares' if met == 1 else 'share'} a "
        f"recorded group and {unmet:,} {'does' if unmet == 1 else 'do'} not.",
    )


def _sole_contact(case: Case, ends: tuple[str, str], caveat: str) -> list[Finding]:
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
    equal = int((np.rint(through) == held).sum()) - 1
    one, two = (case.sector(word) for word in ends)
    name = case.names[members[best]]
    same_ja = f"（ほか{equal:,}機関も同数）" if equal else ""
    same_en = f" ({equal:,} more with the same number)" if equal else ""
    text = case.say(
        f"出会わない「{one}」と「{two}」の組のうち、共通の相手が1機関だけの組は{pairs:,}。"
        + (
            f"その相手はいずれも{name}である。"
            if held == pairs > 1
            else f"そのうち{held:,}組の相手は{name}である{same_ja}。"
            if pairs > 1
            else f"その相手は{name}である。"
        ),
        f"{plural(pairs, 'unmet pair')} of {one} and {two} "
        f"{'has' if pairs == 1 else 'have'} a single common contact; "
        + (
            f"in all of them it is {name}."
            if held == pairs > 1
            else f"in {held:,} of them it is {name}{same_en}."
            if pairs > 1
            else f"it is {name}."
        ),
    )
    return [Finding("sole_contact", text, pairs, (members[best],), caveat)]


# Kinds of groups that invite members; programmes and events choose or gather them.
_BODIES = ("consortium", "council", "committee", "network")


def invitation(case: Case) -> list[Finding]:
    """The first invitation to the largest body that lacks a sector."""
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
        named, who = int(order.loc[group, "named"]), str(row["name"])
        text = case.say(
            f"{case.names[group]}の名称のある構成員{named}機関に{listed}はない。招く候補は"
            f"{who}。{row['reason']}",
            f"Among the {named:,} named members of {case.names[group]} there is none "
            # A name may end in a full stop of its own, as in "Co., Ltd.".
            f"of: {listed}. A candidate is {who.removesuffix('.')}. {row['reason']}",
        )
        reached = order.loc[group, "list"] == "complete"
        caveat = (
            case.say(
                "一覧は公表数に達している。", "The list reaches its declared size."
            )
            if reached
            else case.say(
                "構成員数の公表がなく、一覧がすべてかどうかは確かめられない。",
                "No size is declared, so the list may not be all.",
            )
        )
        evidence = (str(group), str(row.name), *row["introducers"], *row["via"])
        number = float(len(sectors))
        return [Finding("invitation", text, number, evidence, caveat)]
    return []
