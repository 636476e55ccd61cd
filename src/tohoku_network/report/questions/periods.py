"""Since when do the memberships exist, as far as the sources tell?"""

from __future__ import annotations

from collections.abc import Hashable, Mapping

import pandas as pd

from tohoku_network import figures
from tohoku_network.figures import timeline
from tohoku_network.report._pictures import picture
from tohoku_network.report._section import Picture, Section, Table
from tohoku_network.report._study import Study, clean
from tohoku_network.report._words import say as phrase
from tohoku_network.tables import OPEN_END, parse_date
from tohoku_network.vocabulary import ROLES, label

__all__ = ["ask"]


def ask(study: Study) -> Section:
    """Since when?"""
    say = study.say
    rows = study.memberships
    dated = rows[rows["valid_from"].notna() | rows["valid_to"].notna()]
    return Section(
        code="periods",
        question=phrase("question_periods", study.language),
        short=say("期間", "Since when"),
        answer=_answer(study, dated),
        pictures=_pictures(study, dated),
        tables=() if dated.empty else (_by_year(study, dated), _dated(study, dated)),
        reading=()
        if dated.empty
        else (
            say(
                "帯は所属がありうる最初の日から最後の日まで。斜線は開始または終了が資料に"
                "ない部分、菱形は1か月以内の所属や行事である。",
                "A bar runs from the first to the last possible day of a membership; "
                "hatching where the start or the end is not told, a diamond for a "
                "month or less.",
            ),
        ),
        caveats=()
        if dated.empty
        else (
            say(
                "年ごとの数は資料に書かれた開始の数で、活動が増えたか減ったかは分からない。",
                "Starts by year count what the sources tell, and do not show whether "
                "there was more or less activity.",
            ),
        ),
        definitions=(
            (
                say("日付の読み方", "How dates are read"),
                say(
                    "年だけの日付はその年の1月から12月まで、年月だけの日付はその月の初め"
                    "から終わりまでのどこかと読む。",
                    "A date of a year alone may be any day of that year, one of a "
                    "month any day of that month.",
                ),
            ),
        )
        if len(dated)
        else (),
    )


def _answer(study: Study, dated: pd.DataFrame) -> tuple[str, ...]:
    say, rows = study.say, len(study.memberships)
    if dated.empty:
        return (
            say(
                "所属の期間は資料に記されていないため、いつからかは分からない。",
                "No membership has dates, so nobody can tell since when.",
            ),
        )
    n = len(dated)
    sentences = [
        say(
            f"期間が記されているのは、所属{rows:,}行のうち{n:,}行"
            f"（{study.share(n, rows)}）である。",
            f"{n:,} of {study.count(rows, 'membership row')} ({study.share(n, rows)}) "
            f"{'has' if n == 1 else 'have'} a date.",
        )
    ]
    starts = dated["valid_from"].dropna()
    if len(starts):
        by_day = sorted(
            (parse_date(text).first, text, group)
            for text, group in zip(starts, dated.loc[starts.index, "group_id"],
                                   strict=True)
        )  # fmt: skip
        first, last = by_day[0], by_day[-1]
        sentences.append(
            say(
                f"最も早い開始は{first[1]}の{study.names[first[2]]}、最も新しいのは"
                f"{last[1]}の{study.names[last[2]]}である。",
                f"The earliest start is {first[1]} ({study.names[first[2]]}), the "
                f"latest {last[1]} ({study.names[last[2]]}).",
            )
        )
    still = int((dated["valid_to"] == OPEN_END).sum())
    ends = int(dated["valid_to"].notna().sum()) - still
    ja, en = [], []
    if ends:
        ja.append(f"終了が記されているのは{ends:,}行")
        en.append(
            f"{study.count(ends, 'row')} {'tells' if ends == 1 else 'tell'} an end"
        )
    if still:
        ja.append(f"継続中と記されているのは{still:,}行")
        en.append(f"{still:,} {'is' if still == 1 else 'are'} said to go on")
    if ja:
        sentences.append(say(f"{'、'.join(ja)}である。", f"{'; '.join(en)}."))
    sentences += study.doubt_ended()
    return tuple(sentences)


def _pictures(study: Study, dated: pd.DataFrame) -> tuple[Picture, ...]:
    if dated.empty:
        return ()
    n = int(dated["group_id"].nunique())
    return (
        picture(
            lambda ax: figures.draw_timeline(
                study.net, ax=ax, language=study.language, title=""
            ),
            size=(7.1, min(8.6, timeline.height(study.net))),
            alt=study.say(
                f"期間の分かる会議体等（{n:,}）の所属を、年を横軸とする帯で示す図。",
                f"Memberships of {study.count(n, 'group')} with dates, as bars along "
                "the years.",
            ),
            caption=study.say(
                "会議体等ごとの所属の期間（入りきらない行の数は図の下に記す）。",
                "Memberships over time by group; rows that find no room are counted "
                "below.",
            ),
            is_large=n > 24,
        ),
    )


def _by_year(study: Study, dated: pd.DataFrame) -> Table:
    starts = dated[dated["valid_from"].notna()]
    years = [int(parse_date(text).first[:4]) for text in starts["valid_from"]]
    counted = pd.DataFrame({"year": years, "group": starts["group_id"].tolist()})
    frame = (
        counted.groupby("year")["group"]
        .agg(rows="size", n_groups="nunique")
        .reset_index()
    )
    return Table(
        "starts",
        study.say("9 開始年", "9 Starts"),
        study.say("開始の年ごとの所属", "Memberships by the year they started"),
        frame,
        ("year", "rows", "n_groups"),
        rows=30,
        bar="rows",
        nothing=study.say("開始の記載はない。", "No start is told."),
    )


def _title(titles: Mapping[Hashable, object], source: str) -> str:
    """Title of a source; its id where it has none."""
    title = titles.get(source)
    return clean(title if isinstance(title, str) else source)


def _dated(study: Study, dated: pd.DataFrame) -> Table:
    titles = study.net.sources["title"].to_dict()
    frame = pd.DataFrame(
        {
            "member": [study.names[one] for one in dated["member_id"]],
            "group": [study.names[one] for one in dated["group_id"]],
            "role": [clean(label(c, ROLES, study.language)) for c in dated["role"]],
            "valid_from": dated["valid_from"].tolist(),
            "valid_to": [
                study.say("継続中", "still open") if end == OPEN_END else end
                for end in dated["valid_to"]
            ],
            "source": [
                _title(titles, one) if isinstance(one, str) else ""
                for one in dated["source_id"]
            ],
            "locator": [
                clean(text) if isinstance(text, str) else ""
                for text in dated["locator"]
            ],
        }
    )
    return Table(
        "dated",
        study.say("9 期間のある所属", "9 Dated memberships"),
        study.say("期間が記された所属", "Memberships with dates"),
        frame.sort_values(
            ["valid_from", "group", "member"], kind="stable", na_position="last"
        ),
        (),
    )
