"""What a report says of ties, of unknown sectors, of what ended and of leftovers."""

import pandas as pd
import pytest

from tohoku_network import AffiliationNetwork, report
from tohoku_network.report import _columns, _workbook
from tohoku_network.report._study import TOP, Study
from tohoku_network.report.questions import centre, contents, leaving, links

SECTORS = ("industry", "academia")


def level():
    """Two brokers, x and y, each between one company and one university.

    c1 – p – x – q – u1 and c2 – r – y – s – u2; z has a word that is no sector.
    """
    people = {
        "c1": "産", "c2": "産", "u1": "学", "u2": "学",
        "x": "官", "y": "支援", "z": "謎",
    }  # fmt: skip
    table = pd.DataFrame(
        [(one, f"名{one}", people.get(one)) for one in (*people, *"pqrs")],
        columns=["id", "name", "sector"],
    )
    lists = {
        "p": ["c1", "x"],
        "q": ["u1", "x", "z"],
        "r": ["c2", "y"],
        "s": ["u2", "y"],
    }
    rows = pd.DataFrame(
        [(one, group, "s1") for group, inside in lists.items() for one in inside],
        columns=["member_id", "group_id", "source_id"],
    )
    rows["valid_to"] = ["2020-03", *[None] * (len(rows) - 1)]
    sources = pd.DataFrame(
        {"id": ["s1", "ex-a"], "title": ["名簿", "例"], "date": ["2024", "2026"]}
    )
    return AffiliationNetwork.from_frames(table, rows, sources)


def test_brokers_of_as_many_pairs_are_told_as_level():
    section = links.ask(Study(level(), "ja", SECTORS))
    assert section.answer[0] == (
        "「産」と「学」を最も多くつなぐのは、並んで名x（うち1組はここだけが頼り）、名y（うち"
        "1組はここだけが頼り）で、出会わない4組のうちそれぞれ1組の仲立ちとなる。"
    )
    assert not any("次いで" in text for text in section.answer)
    assert section.answer[1].endswith(
        "同じ会議体等で出会う組はなく、出会わず仲立ちもないのは2組である。"
    )
    english = links.ask(Study(level(), "en", SECTORS)).answer
    assert "level with each other: 1 each of the 4 pairs" in english[0]
    assert "none meets in a group" in english[1]


def test_the_one_who_leaves_is_an_example_among_equals():
    answer = leaving.ask(Study(level(), "ja", SECTORS)).answer
    assert answer[0].startswith("最も多くつなぐのは2機関が並び、ここではそのうち名xが")


def test_unknown_sectors_ended_rows_and_unused_sources_are_told():
    section = contents.ask(Study(level(), "ja", SECTORS))
    assert (
        "7機関のうち1機関は区分が不明（産・学・官などの8区分に当たらない語1）"
        in section.brief
    )
    assert "所属9行のうち1行は、2024（表にある最も新しい日付）より前に" in section.brief
    assert section.answer[1] == "資料は1点（日付2024）。"
    (table,) = [one for one in section.tables if one.code == "sources"]
    assert table.frame["title"].tolist() == ["名簿"]
    assert any("1点ある（ex-a）" in text for text in section.caveats)
    assert Study(level().at("2024"), "ja", SECTORS).doubt_ended() == []


def test_sectors_that_nobody_knows_are_refused(tmp_path):
    with pytest.raises(
        ValueError, match=r"'univ' is no sector; in the tables: .*産 ind"
    ):
        report.write(level(), tmp_path, sectors=("industry", "univ"))
    # A sector of one's own is one.
    report._sectors(("industry", "謎"), level())


@pytest.mark.parametrize("language", ["ja", "en"])
def test_who_is_said_to_be_among_the_first_is_so_over_the_whole_range(tohoku, language):
    section = centre.ask(Study(tohoku, language, SECTORS))
    frame = section.tables[0].frame
    sure = (frame["rank_high"] <= TOP) | (frame["rank_low"] > TOP)
    assert frame["holds"].tolist() == sure.tolist()
    first = int((frame["rank"] <= TOP).sum())
    kept = int(((frame["rank"] <= TOP) & (frame["rank_high"] <= TOP)).sum())
    assert 0 < kept < first
    text = " ".join(section.answer)
    wanted = (
        f"{TOP}位までの{first}機関のうち、この幅がすべて{TOP}位以内に収まるのは{kept}機関"
        if language == "ja"
        else f"Of the {first} organizations ranked {TOP}th or better, {kept} keep"
    )
    assert wanted in text


def test_few_organizations_have_no_first_ten():
    section = centre.ask(Study(level(), "ja", SECTORS))
    assert "holds" not in section.tables[0].columns
    assert "10位" not in " ".join(section.answer)


def test_japanese_workbook_speaks_japanese():
    assert _columns.column("who_links", "pairs", "ja").unit == "組"
    assert _columns.column("who_links", "pairs", "en").unit == "pairs"
    found = level().findings
    assert len(found)
    table = _workbook._remarks(found, "ja").frame
    assert set(table["level"]) == {"注意"}
    assert (table["japanese"].str.len() > 0).all()
    assert table.columns[-2:].tolist() == ["why", "remedy"]
    assert "japanese" not in _workbook._remarks(found, "en").frame
