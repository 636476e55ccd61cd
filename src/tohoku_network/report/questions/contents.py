"""What is in the data, and how much of it is named, stated and dated?"""

from __future__ import annotations

import pandas as pd

from tohoku_network import figures
from tohoku_network.report._pictures import picture
from tohoku_network.report._section import Picture, Section, Table
from tohoku_network.report._study import Study, clean
from tohoku_network.report._words import say as phrase
from tohoku_network.vocabulary import KINDS, SECTORS, UNKNOWN_SECTOR, label

__all__ = ["ask"]

_MOST_DRAWN = 3000
"""Organizations up to which the whole network makes a picture."""


def ask(study: Study) -> Section:
    """What is in the data?"""
    say = study.say
    return Section(
        code="contents",
        question=phrase("question_contents", study.language),
        short=say("データの内容", "The data"),
        answer=_answer(study),
        pictures=_pictures(study),
        tables=(_sectors(study), _kinds(study), _quality(study), _sources(study)),
        reading=(
            say(
                "「機関」は会社・大学・官公庁など、「会議体等」は機関が加わる協議会・"
                "委員会・事業・行事などをいう。会議体等がほかの会議体等に加わるときは、"
                "構成員としても数える。",
                "Organizations are companies, universities, agencies and the like; "
                "groups are what they belong to: councils, committees, programmes, "
                "events. A group that belongs to another one counts as a member too.",
            ),
            say(
                "明記は資料に所属が書かれているもの、示唆は文脈から読み取れるもの。"
                "期間の記載がない所属は、どの時点でも有効として数える。",
                "Stated means that a source says so outright, implied that its wording "
                "lets one conclude it. Rows without dates count at every date.",
            ),
        ),
        caveats=(
            say(
                "ここにあるのは資料に書かれたことに限る。書かれていない所属がないとは"
                "言えない。",
                "This is what the sources tell. What they do not tell may still exist.",
            ),
            *study.doubts(),
            *_unused(study),
        ),
        definitions=(
            (
                say("名称の記載がない構成員", "Unnamed class"),
                say(
                    "「地方銀行」のように、資料が名を挙げずに示す構成員のまとまり。"
                    "有無の表では「参加（名称の記載なし）」とし、つながりの指標には入れない。",
                    'Members that a source describes without naming, such as "regional '
                    'banks". They are present, unnamed, in coverage, and in no measure '
                    "of ties.",
                ),
            ),
        ),
        method=(_method(study),),
        brief=say("", " ").join(
            (_answer(study)[0], *study.doubt_sectors(), *study.doubt_ended())
        ),
    )


def _method(study: Study) -> str:
    counts, sources = study.counts, len(study.sources)
    return study.say(
        "データは、"
        + (f"{sources:,}点の資料に記された" if sources else "")
        + f"所属{counts['memberships']:,}行からなる二部ネットワークで、構成員になりうる"
        f"名称のある機関{len(study.members):,}（うち会議体等に加わるもの"
        f"{study.n_tied:,}）と会議体等{counts['groups']:,}を含む。",
        f"The data are a two-mode network of "
        f"{study.count(counts['memberships'], 'membership row')}"
        + (f" from {study.count(sources, 'source')}" if sources else "")
        + f": {study.count(len(study.members), 'named organization')} that belong or "
        f"could belong to a group ({study.n_tied:,} of them do) and "
        f"{study.count(counts['groups'], 'group')}.",
    )


def _answer(study: Study) -> tuple[str, ...]:
    say, counts = study.say, study.counts
    if not counts["organizations"]:
        return (say("機関の記録はない。", "No organization is recorded."),)
    rows = counts["memberships"]
    sentences = [
        say(
            f"名称のある機関{counts['organizations']:,}（うち会議体等"
            f"{counts['groups']:,}）の、所属{rows:,}行の記録である。",
            f"The data hold {study.count(rows, 'membership row')} of "
            f"{study.count(counts['organizations'], 'named organization')}, "
            f"{counts['groups']:,} of them groups.",
        )
    ]
    if study.sources:
        first, _ = study.source_dates
        dated = (
            say(f"（日付{study.data_date}）", f" (dated {study.data_date})")
            if first
            else ""
        )
        sentences.append(
            say(
                f"資料は{len(study.sources):,}点{dated}。",
                f"They come from {study.count(len(study.sources), 'source')}{dated}.",
            )
        )
    if counts["stated"] or counts["implied"]:
        kinds = (
            (counts["stated"], "明記", "stated outright"),
            (counts["implied"], "示唆", "implied"),
            (counts["undated"], "期間の記載がないもの", "without dates"),
        )
        there = [kind for kind in kinds if kind[0]]
        spelt = [f"{n:,} {'is' if n == 1 else 'are'} {en}" for n, _, en in there]
        sentences.append(
            say(
                f"所属のうち{'、'.join(f'{ja}{n:,}行' for n, ja, _ in there)}。",
                f"Of the rows {study.listed(spelt)}.",
            )
        )
    members = counts["members_by_sector"]
    told = {code: n for code, n in members.items() if code}
    if told:
        largest = max(told, key=lambda code: told[code])
        sentences.append(
            say(
                f"構成員の側に数える{len(study.members):,}機関のうち、最も多い区分は"
                f"「{study.sector(largest)}」の{told[largest]:,}機関である。",
                f"Of the {study.count(len(study.members), 'organization')} on the "
                f"members' side the largest sector is {study.sector(largest)} with "
                f"{told[largest]:,}.",
            )
        )
    else:
        sentences.append(
            say(
                "区分（産・学・官など）の記録はないので、区分による分析はできない。",
                "No sector is recorded, so questions about sectors have no answer.",
            )
        )
    if study.net.period:
        sentences.append(
            say(
                f"{study.net.period}に有効な所属に限っている。",
                f"Only memberships in force {study.net.period} are counted.",
            )
        )
    return tuple(sentences)


def _pictures(study: Study) -> tuple[Picture, ...]:
    if not 0 < len(study.organizations) <= _MOST_DRAWN:
        return ()
    counts = study.counts
    return (
        picture(
            lambda ax: figures.draw_network(
                study.scene, ax=ax, language=study.language, title=""
            ),
            size=(7.1, study.height(6.3)),
            alt=study.say(
                f"機関と会議体等のつながりの図。名称のある機関"
                f"{counts['organizations']:,}、会議体等{counts['groups']:,}を所属の線で"
                "結ぶ。",
                f"Network picture: {counts['organizations']:,} named organizations, "
                f"{counts['groups']:,} of them groups, joined by their memberships.",
            ),
            caption=study.say(
                "機関と会議体等のつながり。形と色は区分、箱は会議体等、破線は示唆された"
                "所属。名称は、つながりの多い順に、重ならない範囲で記す。",
                "Organizations and the groups they share. Shape and colour tell the "
                "sector, boxes are groups, dashed lines implied memberships. Names are "
                "written in order of importance as far as there is room.",
            ),
            is_large=True,
        ),
    )


def _sectors(study: Study) -> Table:
    """Organizations, classes and rows by sector."""
    table, rows = study.organizations, study.memberships
    sector = table["sector"].fillna("")
    is_class = table["unnamed"].astype(bool)
    of_members = sector.reindex(study.members).value_counts()
    of_classes = sector[is_class].value_counts()
    of_rows = rows["member_id"].map(sector).value_counts()
    used = {*of_members.index, *of_classes.index, *of_rows.index}
    order = [code for code in SECTORS if code in used]
    order += sorted(used - set(SECTORS) - {""}) + ([""] if "" in used else [])
    none = study.say(UNKNOWN_SECTOR.ja, UNKNOWN_SECTOR.en)
    frame = pd.DataFrame(
        {
            "sector": [study.sector(code) if code else none for code in order],
            "members": [int(of_members.get(code, 0)) for code in order],
            "unnamed": [int(of_classes.get(code, 0)) for code in order],
            "rows": [int(of_rows.get(code, 0)) for code in order],
        }
    )
    return Table(
        "sectors",
        study.say("1 区分", "1 Sectors"),
        study.say("区分ごとの機関と所属", "Organizations and memberships by sector"),
        frame,
        ("sector", "members", "unnamed", "rows"),
        bar="members",
        nothing=study.say("機関の記録はない。", "No organization is recorded."),
    )


def _kinds(study: Study) -> Table:
    """Sectors by kinds on the members' side, and the kinds of groups."""
    table = study.organizations.reindex(study.members)
    groups = study.groups["kind"]
    none = study.say("種別なし", "No kind")
    sides = (
        (study.say("構成員", "Member"), table["kind"]),
        (study.say("会議体等", "Group"), groups),
    )
    records = []
    for side, kinds in sides:
        counted = kinds.fillna("").value_counts()
        known = [code for code in KINDS if code in counted.index]
        others = sorted(set(counted.index) - set(KINDS))
        for code in (*known, *others):
            word = clean(label(code, KINDS, study.language)) or none
            records.append((side, word, int(counted[code])))
    frame = pd.DataFrame(records, columns=["side", "kind", "number"])
    return Table(
        "kinds",
        study.say("1 種別", "1 Kinds"),
        study.say(
            "種別ごとの数（構成員の側と会議体等）",
            "Kinds of organizations on the members' side, and of groups",
        ),
        frame.sort_values(["side", "number"], ascending=[True, False], kind="stable"),
        ("side", "kind", "number"),
        bar="number",
        nothing=study.say("機関の記録はない。", "No organization is recorded."),
    )


def _unused(study: Study) -> list[str]:
    """That sources are listed on which no row rests: leftovers, or forgotten rows."""
    unused = [one for one in study.net.sources.index if one not in study.sources]
    if not unused:
        return []
    shown = study.listed(clean(str(one), 60) for one in unused[:3])
    more = study.say("など", " and others") if len(unused) > 3 else ""
    return [
        study.say(
            f"資料の表にあるが、どの行の出典でもない資料が{len(unused):,}点ある"
            f"（{shown}{more}）。数えていない。",
            f"{study.count(len(unused), 'listed source')} that no row rests on "
            f"{'is' if len(unused) == 1 else 'are'} not counted ({shown}{more}).",
        )
    ]


def _quality(study: Study) -> Table:
    rows, counts = study.memberships, study.counts
    untold = int((~rows["certainty"].isin(["stated", "implied"])).sum())
    facts = (
        (study.say("明記された所属", "Stated memberships"), counts["stated"]),
        (study.say("示唆された所属", "Implied memberships"), counts["implied"]),
        (study.say("確度の記載がない所属", "Certainty not told"), untold),
        (study.say("期間の記載がない所属", "Dates not told"), counts["undated"]),
        (
            study.say("資料の記載がない所属", "Source not told"),
            int(rows["source_id"].isna().sum()),
        ),
        (
            study.say("箇所の記載がない所属", "Place in the source not told"),
            int(rows["locator"].isna().sum()),
        ),
    )
    frame = pd.DataFrame(facts, columns=["fact", "rows"])
    total = len(rows)
    frame["row_share"] = [n / total if total else float("nan") for n in frame["rows"]]
    return Table(
        "quality",
        study.say("1 記録の確かさ", "1 Quality"),
        study.say("記録の確かさ", "How sure the rows are"),
        frame,
        ("fact", "rows", "row_share"),
        bar="rows",
    )


def _sources(study: Study) -> Table:
    rows, listed = study.memberships, study.net.sources
    counted = rows["source_id"].value_counts()
    certain = rows.groupby(["source_id", "certainty"]).size()
    ids = study.sources
    table = listed.reindex(ids)
    # A source that is cited and not listed is called by its id.
    table["title"] = table["title"].fillna(pd.Series(ids, index=ids))
    records = [
        {
            "id": one,
            "title": table.loc[one, "title"],
            "publisher": table.loc[one, "publisher"],
            "date": table.loc[one, "date"],
            "rows": int(counted.get(one, 0)),
            "stated": int(certain.get((one, "stated"), 0)),
            "implied": int(certain.get((one, "implied"), 0)),
            "note": table.loc[one, "note"],
        }
        for one in ids
    ]
    columns = [
        "id", "title", "publisher", "date", "rows", "stated", "implied", "note",
    ]  # fmt: skip
    return Table(
        "sources",
        study.say("1 資料", "1 Sources"),
        study.say("資料ごとの所属の数", "Memberships by source"),
        pd.DataFrame(records, columns=columns),
        ("title", "publisher", "date", "rows", "stated", "implied"),
        rows=20,
        bar="rows",
        nothing=study.say(
            "資料の一覧はない。所属の根拠はたどれない。",
            "No source is listed; what the rows rest on cannot be traced.",
        ),
    )
