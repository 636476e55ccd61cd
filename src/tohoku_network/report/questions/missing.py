"""Where are the gaps, who should meet, and whom to invite?"""

from __future__ import annotations

import pandas as pd

from tohoku_network import gaps
from tohoku_network.report._section import Finding, Section, Table
from tohoku_network.report._study import Study, clean
from tohoku_network.report._words import say as phrase
from tohoku_network.vocabulary import SECTORS, Label, code_of, label

__all__ = ["ask"]

_STANDING = ("consortium", "council", "committee", "network")
"""Kinds of groups that invite; events and awards are over when they are told."""

_GROUPS, _CANDIDATES, _SHOWN, _PAIRS = 3, 10, 3, 200
_DRAWS = 499
_TOO_MANY = 3000
_KINDS = {
    "ended": Label("終わった所属", "Ended memberships"),
    "sector_unknown": Label("不明な区分", "Unknown sectors"),
    "sector_unrecorded": Label("記載のない区分", "Sectors not recorded"),
    "theme_gap": Label("テーマと区分の隙間", "Themes without a sector"),
    "fewer_than_chance": Label("見込みより少ない出会い", "Fewer meetings than chance"),
    "unmet_pairs": Label("出会わない組", "Unmet pairs"),
    "sole_contact": Label("唯一の共通の相手", "Sole common contacts"),
    "meeting": Label("出会いの候補", "Who should meet"),
    "invitation": Label("招く候補", "Whom to invite"),
    "names_missing": Label("名称の不足", "Names missing"),
    "one_member": Label("構成員が1機関", "Groups of one member"),
    "unnamed_rows": Label("名称の記載がない構成員", "Unnamed members"),
    "prefecture_range": Label("県ごとの差", "Prefectures"),
    "concentrated": Label("区分の偏り", "Concentrated sectors"),
}
"""Kinds of findings, as :func:`gaps.sentences` has them."""


def ask(study: Study) -> Section:
    """Where are the gaps?"""
    say = study.say
    found = gaps.sentences(
        study.net, language=study.language, top=14, draws=_DRAWS, seed=study.seed
    )
    if found.empty:
        return Section(
            code="gaps",
            question=phrase("question_gaps", study.language),
            short=say("隙間と招く候補", "Gaps and invitations"),
            answer=_answer(study, found),
        )
    asked = _groups(study)
    unmet = _unmet(study)
    return Section(
        code="gaps",
        question=phrase("question_gaps", study.language),
        short=say("隙間と招く候補", "Gaps and invitations"),
        answer=_answer(study, found),
        findings=tuple(
            Finding(clean(str(sentence)), clean(str(caveat)))
            for sentence, caveat in found[["sentence", "caveat"]].itertuples(
                index=False, name=None
            )
        ),
        tables=tuple(
            table
            for table in (
                *_invitations(study, asked),
                unmet,
                _completeness(study),
                _themes(study),
                _findings(study, found),
            )
            if table is not None
        ),
        reading=(
            say(
                "上の所見は、決まった種類の順に並べたもので、重要さの順ではない。それぞれの"
                "数と根拠、割り引いて読むべき点を併せて示す。",
                "The findings stand in a fixed order of kinds, not of importance, each "
                "with its number and its doubt.",
            ),
            say(
                "「招く候補」は、その会議体等の一覧にない区分などを補える機関で、すでに知る"
                "構成員がいればその機関が紹介できる。候補は予測ではない。",
                "Candidates would bring what the group's list lacks; a member that "
                "already sits with them elsewhere could introduce them. They are no "
                "forecast.",
            ),
        ),
        caveats=(
            say(
                "「一覧にない」は資料の一覧に見当たらないという意味で、参加していないことを"
                "証するものではない。",
                '"Not on the list" means that the source does not name it; it does not '
                "prove absence.",
            ),
            *_narrower(study, unmet),
            *study.doubt(),
        ),
        definitions=(
            (
                say("出会っていない組", "Unmet pair"),
                say(
                    "記録されたどの会議体等にも同席せず、一方が他方の構成員や親子の関係に"
                    "もない二者。",
                    "Two organizations that share no recorded group, of which "
                    "neither is a member, a parent or a part of the other.",
                ),
            ),
            (
                say("新たに近づく組", "New pairs"),
                say(
                    "二者が出会えば、いま共通の相手のない組のうち2歩以内に入るものの数。",
                    "Pairs without a common contact now that a meeting of the two "
                    "would bring within two steps.",
                ),
            ),
        ),
        uses=tuple(
            name
            for name, used in (
                ("gaps.coverage", True),
                ("gaps.block_density", True),
                ("gaps.missing_ties", unmet is not None),
                ("gaps.invitations", bool(asked)),
            )
            if used
        ),
        method=(
            say(
                "有無は5つの状態（参加（名称あり）、参加（名称の記載なし）、一覧にない、不明、対象外）"
                "で判定した。区分間の密度は次数列を固定した無作為なネットワーク"
                f"（Stronaほか2014、{_DRAWS}回、シード{study.seed}）と比べた。",
                "Coverage was judged in five states (present, unnamed, absent, "
                "unknown, not eligible); densities between sectors were compared "
                "with random networks of the same degree sequences (Strona et al. "
                f"2014; {_DRAWS} draws, seed {study.seed}).",
            ),
        ),
        brief=_brief(study, found),
    )


def _answer(study: Study, found: pd.DataFrame) -> tuple[str, ...]:
    say = study.say
    if found.empty:
        return (
            say(
                "区分もテーマも公表会員数も記録されていないため、隙間について言えることは"
                "ない。",
                "Neither sectors nor themes nor declared sizes are recorded, so "
                "nothing can be said about gaps.",
            ),
        )
    by_kind = found.drop_duplicates("kind").set_index("kind")["sentence"]
    leading = [
        clean(str(by_kind[kind]))
        for kind in ("unmet_pairs", "sole_contact", "sector_unrecorded", "theme_gap")
        if kind in by_kind.index
    ][:3]
    n = len(found)
    more = say(
        f"所見は{n}件あり、以下に並べる。",
        f"{study.count(n, 'finding')} {'follows' if n == 1 else 'follow'}.",
    )
    return (*leading, more) if leading else (clean(_first(found)), more)


def _brief(study: Study, found: pd.DataFrame) -> str:
    """A finding for the head of the report, with its doubt."""
    by_kind = found.drop_duplicates("kind").set_index("kind")
    for kind in ("sector_unrecorded", "theme_gap", "unmet_pairs"):
        if kind in by_kind.index:
            told = by_kind.loc[kind, ["sentence", "caveat"]]
            return study.say("", " ").join(clean(str(text)) for text in told if text)
    return clean(_first(found))


def _first(found: pd.DataFrame) -> str:
    """The first finding on gaps; that seats had ended is told with the data."""
    gaps_alone = found[found["kind"] != "ended"]
    return str((found if gaps_alone.empty else gaps_alone)["sentence"].iloc[0])


def _groups(study: Study) -> list[str]:
    """The largest standing groups that lack a sector on a list not known to be open."""
    if len(study.members) > _TOO_MANY:
        return []
    table = study.groups
    closed = ~(table["size_declared"] > table["n_members"]).fillna(False)
    closed &= table["n_unnamed"] == 0
    standing = table[table["kind"].isin(_STANDING) & (table["n_members"] >= 3) & closed]
    if standing.empty or study.organizations["sector"].isna().all():
        return []
    cells = gaps.coverage(study.net, language=study.language)
    absent = cells[cells["state"] == "absent"].groupby("group_id").size()
    lacking = absent.reindex(standing.index, fill_value=0)
    order = sorted(
        lacking.index[lacking > 0],
        key=lambda one: (-standing["n_members"][one], -lacking[one], one),
    )
    return order[:_GROUPS]


def _invitations(study: Study, asked: list[str]) -> list[Table]:
    """The candidates of each group for the page, and all of them for the workbook."""
    sheet = study.say("7 招く候補", "7 Invitations")
    tables: list[Table] = []
    frames = []
    for group in asked:
        found = gaps.invitations(
            study.net, group, top=_CANDIDATES, language=study.language
        )
        frame = _candidates(study, found)
        frames.append(frame.assign(group=study.names[group]))
        tables.append(
            Table(
                f"invitations-{len(tables) + 1}",
                sheet,
                study.say(
                    f"{study.names[group]}に招く候補",
                    f"Whom to invite to {study.names[group]}",
                ),
                frame,
                ("name", "sector", "reason"),
                rows=_SHOWN,
                nothing=study.say("候補はない。", "There is no candidate."),
                is_extract=True,
            )
        )
    if frames:
        whole = pd.concat(frames, ignore_index=True)
        order = ["group", *(code for code in whole.columns if code != "group")]
        caption = study.say(
            "招く候補（一覧にない区分がある、構成員の多い常設の会議体等）",
            "Whom to invite (the largest standing groups whose lists lack a sector)",
        )
        tables.append(
            Table("invitations", sheet, caption, whole[order], (), bar="n_introducers")
        )
    return tables


def _candidates(study: Study, found: pd.DataFrame) -> pd.DataFrame:
    """Candidates for one group in words."""
    frame = pd.DataFrame(
        {
            "id": found.index.tolist(),
            "name": [study.names[str(one)] for one in found.index],
            "sector": [clean(str(word)) for word in found["sector"].fillna("")],
        }
    )
    for code in ("gaps", "open_gaps", "n_introducers", "density", "path3"):
        frame[code] = found[code].tolist()
    frame["introducers"] = [
        tuple(study.names[one] for one in ids) for ids in found["introducers"]
    ]
    frame["reason"] = [clean(str(text)) for text in found["reason"]]
    return frame


def _unmet(study: Study) -> Table | None:
    a, b = (code_of(one, SECTORS) or one for one in study.sectors)
    present = set(study.organizations["sector"].reindex(study.members).dropna())
    if not {a, b} <= present:
        return None
    found = gaps.missing_ties(
        study.net, between=(a, b), top=_PAIRS, language=study.language
    )
    frame = pd.DataFrame(
        {
            "source_name": [study.names[one] for one in found["source"]],
            "target_name": [study.names[one] for one in found["target"]],
            "new_pairs": found["new_pairs"].tolist(),
            "triads": found["triads"].tolist(),
            "steps": found["steps"].tolist(),
            "introducers": [
                tuple(study.names[one] for one in ids) for ids in found["introducers"]
            ],
            "where": [
                study.names.get(str(one), "") if isinstance(one, str) else ""
                for one in found["where"]
            ],
            "may_meet": found["may_meet"].tolist(),
            "reason": [clean(str(text)) for text in found["reason"]],
        }
    )
    frame.attrs["related_pairs"] = found.attrs["related_pairs"]
    first, second = study.sector(a), study.sector(b)
    return Table(
        "missing_ties",
        study.say("7 出会いの候補", "7 Who should meet"),
        study.say(
            f"出会っていない「{first}」と「{second}」のうち、出会えば最も効くもの",
            f"Unmet pairs of {first} and {second}, by what a meeting would add",
        ),
        frame,
        ("source_name", "target_name", "new_pairs", "introducers", "where"),
        rows=8,
        bar="new_pairs",
        nothing=study.say(
            "1 機関の紹介で出会える組はない。",
            "No unmet pair is within one introduction.",
        ),
    )


def _narrower(study: Study, unmet: Table | None) -> list[str]:
    """That fewer pairs are unmet here than never meet in the section on links."""
    related = 0 if unmet is None else int(unmet.frame.attrs["related_pairs"])
    if not related:
        return []
    return [
        study.say(
            f"ここでの「出会わない組」は、一方が他方の構成員である、親子の関係にあるなどの"
            f"{related:,}組を除くため、第4節の数より少ない。",
            f"Unmet pairs leave out {study.count(related, 'pair')} of which one is a "
            "member, a parent or a part of the other, and so are fewer than the pairs "
            "of section 4 that never meet.",
        )
    ]


def _completeness(study: Study) -> Table:
    found = gaps.completeness(study.net, language=study.language)
    frame = found.reset_index(names="id")
    frame["name"] = [study.names[one] for one in frame["id"]]
    frame["kind"] = [clean(str(word)) for word in frame["kind"].fillna("")]
    frame = frame.drop(columns=["list"])
    declared = int(frame["declared"].notna().sum())
    return Table(
        "completeness",
        study.say("7 名簿の完全さ", "7 Completeness"),
        study.say(
            "公表会員数に対して名称の分かる構成員（足りない順）",
            "Named against declared members, most missing first",
        ),
        frame,
        ("name", "named", "declared", "share", "list_label") if declared else (),
        rows=min(6, declared),
        bar="missing",
        nothing=study.say("会議体等の記録はない。", "No group is recorded."),
    )


def _themes(study: Study) -> Table | None:
    found = gaps.theme_coverage(study.net, language=study.language)
    if found.empty:
        return None
    frame = pd.DataFrame(
        {
            "theme": [clean(str(word)) for word in found["theme_label"]],
            "sector": [clean(str(word)) for word in found["label"]],
            "state": found["state_label"].tolist(),
            "n_groups": found["groups"].tolist(),
            "named": found["named"].tolist(),
            "unnamed": found["unnamed"].tolist(),
            "groups_present": found["groups_present"].tolist(),
            "groups_unnamed": found["groups_unnamed"].tolist(),
            "groups_absent": found["groups_absent"].tolist(),
            "groups_unknown": found["groups_unknown"].tolist(),
        }
    )
    return Table(
        "themes",
        study.say("7 テーマと区分", "7 Themes"),
        study.say(
            "テーマごとの区分の有無", "Which sectors sit at the tables of a theme"
        ),
        frame,
        (),
        bar="named",
    )


def _findings(study: Study, found: pd.DataFrame) -> Table | None:
    if found.empty:
        return None
    frame = pd.DataFrame(
        {
            "kind": [
                label(str(kind), _KINDS, study.language) for kind in found["kind"]
            ],
            "sentence": [clean(str(text)) for text in found["sentence"]],
            "number": found["number"].tolist(),
            "evidence": [
                tuple(study.names.get(str(one), clean(str(one))) for one in ids)
                for ids in found["evidence"]
            ],
            "caveat": [clean(str(text or "")) for text in found["caveat"]],
        }
    )
    return Table(
        "findings",
        study.say("7 所見", "7 Findings"),
        study.say("所見とその根拠", "Findings and what they rest on"),
        frame,
        (),
    )
