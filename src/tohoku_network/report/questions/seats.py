"""Who sits where: the largest groups, the most memberships, who is at which table?"""

from __future__ import annotations

import pandas as pd

from tohoku_network import _measured, figures, gaps
from tohoku_network.report._pictures import picture
from tohoku_network.report._section import Picture, Section, Table
from tohoku_network.report._study import Study, clean
from tohoku_network.report._words import say as phrase
from tohoku_network.vocabulary import KINDS, label

__all__ = ["ask"]

_DRAWN = 22
"""Groups in the picture of coverage."""


def ask(study: Study) -> Section:
    """Who sits where?"""
    say = study.say
    groups, members = _groups(study), _members(study)
    return Section(
        code="seats",
        question=phrase("question_seats", study.language),
        short=say("誰がどこに", "Who sits where"),
        answer=_answer(study, groups.frame, members.frame),
        pictures=_pictures(study, groups.frame),
        tables=(groups, members, _seats(study)),
        reading=(
            say(
                "構成員数は、名称の分かる機関の数。公表会員数がこれより多ければ、名の"
                "分からない構成員がいる。",
                "Members are organizations known by name. A larger declared size means "
                "that there are members whose names are not known.",
            ),
            say(
                "図の「？」は、一覧が完全でないため、いるかいないか分からないことを示す。"
                "「×」は一覧に見当たらないことを示し、不参加を証するものではない。",
                'In the picture "?" means that the list is incomplete, so that nobody '
                'can tell; "×" that the list, as far as it goes, has none. Neither '
                "proves absence.",
            ),
        ),
        caveats=(
            say(
                "所属が多いことは、よく記録されていることでもある。資料を書いた側の機関"
                "は多く現れる。",
                "Many memberships also mean being well recorded: those who wrote the "
                "sources appear often.",
            ),
            *study.doubt(),
        ),
        definitions=(
            (
                say("構成員数", "Members"),
                say(
                    "その会議体等に加わる、名称のある機関の数。役割や時期が違う複数の行も"
                    "1 と数える。",
                    "Named organizations that belong to the group, each once, whatever "
                    "its roles and periods.",
                ),
            ),
            (
                say("所属数", "Memberships"),
                say(
                    "その機関が加わる会議体等の数（二部ネットワークでの次数）。",
                    "Groups that the organization belongs to: its degree in the "
                    "two-mode network.",
                ),
            ),
        ),
        uses=("gaps.coverage",),
    )


def _groups(study: Study) -> Table:
    table = study.groups
    frame = pd.DataFrame(
        {
            "id": table.index,
            "name": [study.names[one] for one in table.index],
            "kind": [clean(label(c, KINDS, study.language)) for c in table["kind"]],
            "n_members": table["n_members"].tolist(),
            "n_unnamed": table["n_unnamed"].tolist(),
            "size_declared": table["size_declared"].tolist(),
        }
    ).sort_values(
        ["n_members", "n_unnamed", "id"], ascending=[False, False, True], kind="stable"
    )
    return Table(
        "groups",
        study.say("2 会議体等", "2 Groups"),
        study.say("構成員の多い会議体等", "Groups with most members"),
        frame,
        ("name", "kind", "n_members", "n_unnamed", "size_declared"),
        bar="n_members",
        nothing=study.say("会議体等の記録はない。", "No group is recorded."),
    )


def _members(study: Study) -> Table:
    held = _measured.measured(study.net, "memberships", "members").astype(int)
    sectors = study.organizations["sector"].reindex(held.index)
    rows = study.memberships.groupby("member_id").size()
    frame = pd.DataFrame(
        {
            "id": held.index,
            "name": [study.names[one] for one in held.index],
            "sector": [study.sector(c) if isinstance(c, str) else "" for c in sectors],
            "n_groups": held.tolist(),
            "rows": [int(rows.get(one, 0)) for one in held.index],
        }
    ).sort_values(["n_groups", "id"], ascending=[False, True], kind="stable")
    return Table(
        "members",
        study.say("2 機関", "2 Organizations"),
        study.say("所属の多い機関", "Organizations with most memberships"),
        frame,
        ("name", "sector", "n_groups"),
        bar="n_groups",
        nothing=study.say("機関の記録はない。", "No organization is recorded."),
    )


def _seats(study: Study) -> Table:
    """Every cell of groups by sectors with its state."""
    found = gaps.coverage(study.net, language=study.language)
    frame = found[
        ["group_id", "group", "label", "state_label", "why", "named", "unnamed"]
    ].rename(columns={"group_id": "id", "label": "sector", "state_label": "state"})
    frame["group"] = [clean(str(name)) for name in frame["group"]]
    frame["members"] = [
        tuple(study.names[one] for one in ids) for ids in found["members"]
    ]
    frame["classes"] = [
        tuple(study.names[one] for one in ids) for ids in found["classes"]
    ]
    return Table(
        "coverage",
        study.say("2 区分の有無", "2 Coverage"),
        study.say("会議体等ごとの区分の有無", "Which sectors sit in which group"),
        frame,
        (),
        nothing=study.say("会議体等の記録はない。", "No group is recorded."),
    )


def _answer(
    study: Study, groups: pd.DataFrame, members: pd.DataFrame
) -> tuple[str, ...]:
    say = study.say
    if groups.empty or not groups["n_members"].iloc[0]:
        return (
            say(
                "会議体等への、名称のある機関の所属は記録されていない。",
                "No membership of a named organization is recorded.",
            ),
        )
    largest = groups.head(3)
    told = [
        say(f"{name}（{n:,}機関）", f"{name} ({n:,})")
        for name, n in zip(largest["name"], largest["n_members"], strict=True)
        if n
    ]
    most = members[members["n_groups"] > 0].head(3)
    held = [
        say(f"{name}（{n:,}）", f"{name} ({n:,})")
        for name, n in zip(most["name"], most["n_groups"], strict=True)
    ]
    more = int((groups["n_members"] == largest["n_members"].iloc[-1]).sum())
    more -= int((largest["n_members"] == largest["n_members"].iloc[-1]).sum())
    others = int((members["n_groups"] == most["n_groups"].iloc[-1]).sum())
    others -= int((most["n_groups"] == most["n_groups"].iloc[-1]).sum())
    if not largest["n_members"].iloc[-1]:
        more = 0
    single = int((groups["n_members"] == 1).sum())
    lone = len(members) - study.n_tied
    sentences = [
        say(
            f"所属が最も多いのは{study.listed(held)}{study.equal(others)}である。",
            f"Most memberships are held by {study.listed(held)}{study.equal(others)}.",
        ),
        say(
            f"名称のある構成員が最も多いのは{study.listed(told)}{study.equal(more)}"
            "である。",
            f"The groups with most named members are {study.listed(told)}"
            f"{study.equal(more)}."
            if len(told) > 1
            else f"The group with most named members is {told[0]}.",
        ),
    ]
    if single:
        sentences.append(
            say(
                f"会議体等{len(groups):,}のうち{single:,}は、名称のある構成員が1機関"
                "だけ記録されている。",
                f"Of {study.count(len(groups), 'group')}, {single:,} "
                f"{'has' if single == 1 else 'have'} a single named member on record.",
            )
        )
    if lone:
        sentences.append(
            say(
                f"どの会議体等にも加わっていない機関は{lone:,}である。",
                f"{study.count(lone, 'organization')} "
                f"{'belongs' if lone == 1 else 'belong'} to no group.",
            )
        )
    return tuple(sentences)


def _pictures(study: Study, groups: pd.DataFrame) -> tuple[Picture, ...]:
    drawn = groups[groups["n_members"] > 0].head(_DRAWN)
    told = study.organizations["sector"].notna().any()
    found: list[Picture] = []
    if len(drawn) and told:
        states = gaps.coverage(study.net, language=study.language)
        states = gaps.coverage_matrix(states).loc[drawn["id"].tolist()]
        names = pd.Series(study.names)
        # English headings of the columns are long and stand upright.
        above = 1.5 if study.language == "ja" else 2.1
        found.append(
            picture(
                lambda ax: figures.draw_coverage(
                    states, names=names, ax=ax, language=study.language, title=""
                ),
                size=(7.1, above + 0.16 * len(drawn)),
                alt=study.say(
                    f"構成員の多い{study.things(len(drawn))}の会議体等を行、区分を列とし、参加（名称あり）・"
                    "参加（名称の記載なし）・一覧にない・不明を印で示す表。",
                    f"Matrix of the {len(drawn)} groups with most members by sector: "
                    "present, present but unnamed, absent or unknown.",
                ),
                caption=study.say(
                    f"構成員の多い会議体等{len(drawn)}における区分の有無。",
                    f"Which sectors sit in the {len(drawn)} groups with most members."
                    if len(drawn) > 1
                    else "Which sectors sit in the group.",
                ),
            )
        )
    if int((drawn["n_members"] > 1).sum()) > 1:
        found.append(
            picture(
                lambda ax: figures.draw_overlaps(
                    study.net, ax=ax, language=study.language, title=""
                ),
                size=(7.1, 3.8),
                alt=study.say(
                    "構成員の多い会議体等の、構成員の重なりを棒の長さで示す図。",
                    "How the members of the largest groups overlap, as bars.",
                ),
                caption=study.say(
                    "構成員の多い会議体等における構成員の重なり。",
                    "Members that the largest groups have in common.",
                ),
            )
        )
    return tuple(found)
