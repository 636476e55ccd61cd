"""Who links the two sectors, through which groups, and who alone does?"""

from __future__ import annotations

from itertools import combinations

import pandas as pd

from tohoku_network import brokerage, figures
from tohoku_network.report._pictures import picture
from tohoku_network.report._section import Picture, Section, Table
from tohoku_network.report._study import Study, clean
from tohoku_network.vocabulary import SECTORS, label

__all__ = ["ask"]

_FIRST = ("id", "pairs", "exclusive_pairs")
_MOST_MEMBERS = 2000
"""Members up to which every pair of sectors is asked."""


def ask(study: Study) -> Section:
    """Who links industry and academia, or the two sectors asked for?"""
    say = study.say
    a, b = map(study.sector, study.sectors)
    links = study.links(study.net)
    where = None if links is None else _meetings(study)
    if links is None or where is None:
        return Section(
            code="links",
            question=_question(study),
            short=_short(study),
            answer=(
                say(
                    f"「{a}」と「{b}」の両方に名称のある機関があるのでなければ答えられ"
                    "ない。このデータにはどちらかがない。",
                    f"The question needs named organizations of both {a} and {b}; the "
                    "data lack one of them.",
                ),
            ),
        )
    answer, stated = _answer(study, links, where), _stated(study, links)
    changed = [told for told, differs in stated if differs]
    return Section(
        code="links",
        question=_question(study),
        short=_short(study),
        answer=(*answer, *changed),
        pictures=_pictures(study, links),
        tables=_tables(study, links, where),
        reading=(
            say(
                "「つなぐ組」は、同じ会議体等で出会わない二者の組のうち、この機関とはそれ"
                "ぞれ同席している組の数。「そこだけ」は、ほかに仲立ちできる機関がない組で、"
                "この機関が抜ければ共通の相手を失う。",
                "Pairs linked are those that share no group and of which both share "
                "one with the broker. Alone counts the pairs that nobody else "
                "links: they would lose their only common contact if the broker left.",
            ),
            say(
                "仲立ちは同席の記録であって、実際に引き合わせたことを示すものではない。",
                "Linking means sitting with both; it does not prove that the broker "
                "ever introduced them.",
            ),
        ),
        caveats=(
            *(told for told, differs in stated if not differs),
            *study.doubt(),
        ),
        definitions=(
            (
                say("組", "Pair"),
                say(
                    f"「{a}」の1機関と「{b}」の1機関の組み合わせ。",
                    f"One organization of {a} and one of {b}.",
                ),
            ),
            (
                say("区分間の媒介", "Betweenness between the two"),
                say(
                    "一方の区分から他方への最短の道すじのうち、この機関を通る割合の和。"
                    "2 歩より長い道すじも数える。",
                    "Sum of the shares of shortest paths from one sector to the other "
                    "through the organization; chains longer than two steps count too.",
                ),
            ),
        ),
        uses=("brokerage.who_links", "brokerage.linking_groups"),
        method=(
            say(
                "区分間の仲立ちは、射影上で結ばれていない二者を共に結ぶ機関の数え上げに"
                "よる（Gould and Fernandez 1989、経路はBrandes 2008）。対象は"
                f"「{a}」{links.attrs['n_a']:,}機関と「{b}」{links.attrs['n_b']:,}機関。",
                "Linking was counted as open two-paths between the sectors on the "
                "plain projection (Gould and Fernandez 1989; paths after Brandes "
                f"2008), for {links.attrs['n_a']:,} organizations of {a} and "
                f"{links.attrs['n_b']:,} of {b}.",
            ),
        ),
        brief=say("", " ").join((answer[0], *changed)),
    )


def _question(study: Study) -> str:
    a, b = map(study.sector, study.sectors)
    return study.say(
        f"「{a}」と「{b}」を誰が、どの場を通じてつないでいるか。",
        f"Who links {a} and {b}, through which groups, and who alone?",
    )


def _short(study: Study) -> str:
    a, b = map(study.sector, study.sectors)
    return study.say(f"「{a}」と「{b}」をつなぐ機関", f"Who links {a} and {b}")


def _meetings(study: Study) -> pd.DataFrame:
    a, b = study.sectors
    return brokerage.linking_groups(study.net, a, b, language=study.language)


def _answer(study: Study, links: pd.DataFrame, where: pd.DataFrame) -> tuple[str, ...]:
    say = study.say
    a, b = map(study.sector, study.sectors)
    facts = links.attrs
    brokers = links[links["pairs"] > 0]
    meeting = where[where["pairs"] > 0]
    sentences = []
    if brokers.empty:
        sentences.append(
            say(
                f"「{a}」と「{b}」を仲立ちする機関は記録にない。",
                f"No organization on record links {a} and {b}.",
            )
        )
    else:
        sentences += _leaders(study, brokers, facts["open_pairs"])
    sentences.append(
        say(
            f"「{a}」{facts['n_a']:,}機関と「{b}」{facts['n_b']:,}機関の組のうち、"
            + _or_none(facts["tied_pairs"], "同じ会議体等で出会う")
            + "、"
            + _or_none(facts["unlinked_pairs"], "出会わず仲立ちもない", ends=True),
            f"Of the pairs of {study.count(facts['n_a'], 'organization')} of {a} and "
            f"{facts['n_b']:,} of {b}, {_number(facts['tied_pairs'])} "
            f"{'meets' if facts['tied_pairs'] in (0, 1) else 'meet'} in a group and "
            f"{_number(facts['unlinked_pairs'])} "
            f"{'has' if facts['unlinked_pairs'] in (0, 1) else 'have'} no broker at "
            "all.",
        )
    )
    if len(meeting):
        sentences.append(_where(study, meeting))
    else:
        sentences.append(
            say(
                "両者が同席する会議体等の記録はない。",
                "No group on record has members of both.",
            )
        )
    return tuple(sentences)


def _or_none(number: int, what: str, *, ends: bool = False) -> str:
    """Japanese part of a sentence on pairs, which says none rather than 0."""
    if number:
        return f"{what}のは{number:,}組" + ("である。" if ends else "")
    return f"{what}組は" + ("ない。" if ends else "なく")


def _number(number: int) -> str:
    return f"{number:,}" if number else "none"


def _alone(study: Study, alone: int) -> str:
    """How many of the pairs nobody else links, in a bracket; nothing for none."""
    return study.say(f"、そこだけ{alone:,}組", f", {alone:,} alone") if alone else ""


def _leaders(study: Study, brokers: pd.DataFrame, unmet: int) -> list[str]:
    """Who links most pairs, who follows, and who is level with whom."""
    say = study.say
    a, b = map(study.sector, study.sectors)
    table = brokers.reset_index()[list(_FIRST)]
    first, pairs, alone = table.iloc[0]
    level = int((table["pairs"] == pairs).sum())
    if level > 1:
        told = [
            study.names[one]
            + (say(f"（うち{k:,}組はここだけが頼り）", f" ({k:,} alone)") if k else "")
            for one, _, k in table.head(min(level, 3)).itertuples(index=False)
        ]
        return [
            say(
                f"「{a}」と「{b}」を最も多くつなぐのは、並んで{study.listed(told)}"
                f"{study.equal(level - 3)}で、出会わない{unmet:,}組のうちそれぞれ"
                f"{pairs:,}組の仲立ちとなる。",
                f"{study.listed(told)}{study.equal(level - 3)} link {a} and {b} most, "
                f"level with each other: {pairs:,} each of the "
                f"{study.count(unmet, 'pair')} that never meet.",
            )
        ]
    sentences = [
        say(
            f"「{a}」と「{b}」を最も多くつなぐのは{study.names[first]}で、出会わない"
            f"{unmet:,}組のうち{pairs:,}組の仲立ちとな"
            + (f"り、うち{alone:,}組はここだけが頼りである。" if alone else "る。"),
            f"{study.names[first]} links {a} and {b} most: {pairs:,} of the "
            f"{study.count(unmet, 'pair')} that never meet"
            + (f", {alone:,} of which nobody else links." if alone else "."),
        )
    ]
    others = table.iloc[1:3]
    if len(others):
        next_ = [
            (
                study.names[one],
                say(f"{n:,}組", study.count(n, "pair")) + _alone(study, k),
            )
            for one, n, k in others.itertuples(index=False)
        ]
        last = others["pairs"].iloc[-1]
        more = int((table["pairs"] == last).sum() - (others["pairs"] == last).sum())
        if more:
            name, note = next_[-1]
            next_[-1] = (
                name,
                note + say(f"、ほか{more:,}機関も同数", f", as do {more:,} more"),
            )
        tie = bool((others["pairs"] == last).all())
        sentences.append(study.following(next_, tie=tie))
    return sentences


def _where(study: Study, meeting: pd.DataFrame) -> str:
    """The group, or groups, in which most pairs meet."""
    pairs, alone = (
        int(meeting["pairs"].iloc[0]),
        int(meeting["exclusive_pairs"].iloc[0]),
    )
    level = int((meeting["pairs"] == pairs).sum())
    if level > 1:
        told = [study.names[str(one)] for one in meeting.index[: min(level, 3)]]
        return study.say(
            f"両者が最も多く出会う場は、並んで{study.listed(told)}"
            f"{study.equal(level - 3)}である（それぞれ{pairs:,}組）。",
            f"Most of them meet in {study.listed(told)}{study.equal(level - 3)}, "
            f"level with each other ({study.count(pairs, 'pair')} each).",
        )
    name = study.names[str(meeting.index[0])]
    only_ja, only_en = "", ""
    if alone:
        whole = alone == pairs
        only_ja = f"、{'いずれも' if whole else f'うち{alone:,}組は'}ほかで出会わない"
        only_en = f", {'all' if whole else f'{alone:,}'} of which meet nowhere else"
    return study.say(
        f"両者が最も多く出会う場は{name}（{pairs:,}組{only_ja}）である。",
        f"Most of them meet in {name} ({study.count(pairs, 'pair')}{only_en}).",
    )


def _stated(study: Study, links: pd.DataFrame) -> list[tuple[str, bool]]:
    """How the answer would begin without implied memberships, and if that differs."""
    if study.stated is None:
        return []
    found = study.links(study.stated)
    brokers = None if found is None else found[found["pairs"] > 0].head(3)
    if brokers is None or brokers.empty:
        nobody = study.say(
            "資料が明記する所属だけで数えると、仲立ちする機関はない。",
            "Counting only what the sources state, nobody links the two.",
        )
        return [(nobody, bool((links["pairs"] > 0).any()))]
    told = [
        study.say(
            f"{study.names[str(one)]}（{n:,}組）",
            f"{study.names[str(one)]} ({study.count(n, 'pair')})",
        )
        for one, n in brokers["pairs"].items()
    ]
    differs = list(brokers.index) != list(links.index[links["pairs"] > 0][:3])
    sentence = study.say(
        f"ただし、資料が明記する所属だけで数えると、上位は{study.listed(told)}となる。"
        if differs
        else "資料が明記する所属だけで数えても、上位は"
        f"{study.listed(told)}で変わらない。",
        f"Counting only what the sources state, the leaders are {study.listed(told)}."
        if len(told) > 1
        else f"Counting only what the sources state, the leader is {told[0]}.",
    )
    return [(sentence, differs)]


def _tables(
    study: Study, links: pd.DataFrame, where: pd.DataFrame
) -> tuple[Table, ...]:
    say = study.say
    a, b = map(study.sector, study.sectors)
    by_size = (where["members_a"] + where["members_b"]).to_dict()

    def groups(ids: tuple[str, ...]) -> tuple[str, ...]:
        """Names of groups, those with most members of both sectors first."""
        return tuple(
            study.names[one] for one in sorted(ids, key=lambda g: (-by_size[g], g))
        )

    brokers = _for_people(study, links)
    for column in ("via", "groups_a", "groups_b"):
        brokers[column] = [groups(ids) for ids in links[column]]
    brokers = brokers.reset_index(drop=True)
    meetings = _for_people(study, where)
    meetings["kind"] = [clean(str(word)) for word in where["kind"].fillna("")]
    shown = brokers[brokers["pairs"] > 0]
    met = meetings[meetings["pairs"] > 0]
    tables = [
        Table(
            "who_links",
            say("4 つなぐ機関", "4 Brokers"),
            say(f"「{a}」と「{b}」をつなぐ機関", f"Who links {a} and {b}"),
            brokers,
            ("name", "sector", "pairs", "exclusive_pairs", "via"),
            rows=min(10, len(shown)),
            bar="pairs",
            nothing=say("つなぐ機関はない。", "Nobody links them."),
            headings={
                "groups_a": say(f"「{a}」と会う場", f"Groups with {a}"),
                "groups_b": say(f"「{b}」と会う場", f"Groups with {b}"),
            },
        ),
        Table(
            "linking_groups",
            say("4 出会う場", "4 Meeting places"),
            say(f"「{a}」と「{b}」が出会う会議体等", f"Where {a} and {b} meet"),
            meetings,
            ("name", "kind", "pairs", "exclusive_pairs", "members_a", "members_b"),
            rows=min(8, len(met)),
            bar="pairs",
            nothing=say("出会う場の記録はない。", "They meet nowhere on record."),
            headings={"members_a": say(f"「{a}」", a), "members_b": say(f"「{b}」", b)},
        ),
    ]
    others = _every_pair(study)
    if len(others) > 1:
        tables.append(
            Table(
                "sector_pairs",
                say("4 区分の組", "4 Pairs of sectors"),
                say("区分の組ごとに誰がつなぐか", "Who links each pair of sectors"),
                others,
                ("pair", "tied_pairs", "open_pairs", "broker", "pairs",
                 "exclusive_pairs"),
                rows=12,
                bar="pairs",
            )
        )  # fmt: skip
    return tuple(tables)


def _for_people(study: Study, frame: pd.DataFrame) -> pd.DataFrame:
    result = frame.reset_index(names="id")
    result["name"] = [study.names[one] for one in result["id"]]
    if "sector" in result:
        result["sector"] = [clean(str(word)) for word in result["sector"].fillna("")]
    return result


def _every_pair(study: Study) -> pd.DataFrame:
    """The leading broker of every two sectors that occur."""
    columns = [
        "pair", "n_a", "n_b", "tied_pairs", "open_pairs", "unlinked_pairs", "broker",
        "pairs", "exclusive_pairs",
    ]  # fmt: skip
    told = study.organizations["sector"].reindex(study.members).dropna()
    present = [code for code in SECTORS if code in set(told)]
    records = []
    if len(study.members) <= _MOST_MEMBERS:
        for a, b in combinations(present, 2):
            found = brokerage.who_links(study.net, a, b, language=study.language)
            first = found[found["pairs"] > 0].head(1)
            none = study.say("なし", "none")
            records.append(
                (
                    f"{label(a, SECTORS, study.language)} – "
                    f"{label(b, SECTORS, study.language)}",
                    *(found.attrs[key] for key in columns[1:6]),
                    study.names[str(first.index[0])] if len(first) else none,
                    int(first["pairs"].iloc[0]) if len(first) else 0,
                    int(first["exclusive_pairs"].iloc[0]) if len(first) else 0,
                )
            )
    frame = pd.DataFrame(records, columns=columns)
    order = ["open_pairs", "pair"]
    return frame.sort_values(order, ascending=[False, True], kind="stable")


def _pictures(study: Study, links: pd.DataFrame) -> tuple[Picture, ...]:
    if not (links["pairs"] > 0).any():
        return ()
    values = links.loc[links["pairs"] > 0, "pairs"]
    shown = min(12, len(values))
    a, b = map(study.sector, study.sectors)
    return (
        picture(
            lambda ax: figures.draw_ranks(
                values,
                names=pd.Series(study.names),
                sectors=study.organizations["sector"],
                top=shown,
                ax=ax,
                language=study.language,
                title="",
            ),
            size=(7.1, 1.5 + 0.19 * shown),
            alt=study.say(
                f"「{a}」と「{b}」をつなぐ組の数が多い{shown}機関の図。"
                f"最多は{study.names[str(values.index[0])]}の{values.iloc[0]:,}組。",
                f"The {shown} organizations that link most pairs of {a} and {b}; "
                f"{study.names[str(values.index[0])]} leads with {values.iloc[0]:,}.",
            ),
            caption=study.say(
                f"「{a}」と「{b}」の、出会わない組をつなぐ数。",
                f"Pairs of {a} and {b} that never meet, by who links them.",
            ),
        ),
    )
