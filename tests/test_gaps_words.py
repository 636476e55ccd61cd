"""Gaps in words: one name for each state, and sentences that say their limits."""

from __future__ import annotations

import ast
import json
from pathlib import Path

import matplotlib.pyplot as plt
import pandas as pd
import pytest

import tohoku_network
from tohoku_network import AffiliationNetwork, figures, gaps
from tohoku_network.vocabulary import COVERAGE

SOURCE = Path(tohoku_network.__file__).parent


def net_of(organizations, pairs):
    """Network of ``id: (sector, kind)`` and of pairs of member and group."""
    table = pd.DataFrame(
        [(one, f"名{one}", *facts) for one, facts in organizations.items()],
        columns=["id", "name", "sector", "kind"],
    )
    links = pd.DataFrame([tuple(pair) for pair in pairs], columns=["m", "g"])
    links.columns = ["member_id", "group_id"]
    return AffiliationNetwork.from_frames(table, links)


@pytest.mark.parametrize("language", ["ja", "en"])
def test_a_state_has_one_name_in_table_picture_and_map(tohoku, language):
    words = json.loads((SOURCE / "webmap" / "words.json").read_text(encoding="utf-8"))
    at = 0 if language == "ja" else 1
    named = {code: getattr(word, language) for code, word in COVERAGE.items()}
    assert {code: words[f"state_{code}"][at] for code in COVERAGE} == named

    table = gaps.coverage(tohoku, language=language)
    told = table.drop_duplicates("state").set_index("state")["state_label"].to_dict()
    assert told == {code: named[code] for code in told}
    assert {"present", "unnamed", "absent", "unknown"} <= set(told)

    ax = figures.draw_coverage(table, language=language)
    legend = [text.get_text().lstrip("●×? ") for text in ax.get_legend().get_texts()]
    assert sorted(legend) == sorted(told.values())
    plt.close(ax.figure)


@pytest.mark.parametrize("room", ["gaps", "figures", "robustness", "cli", "pyvis_map"])
def test_who_belongs_is_called_a_member_in_one_way(room):
    texts = [
        node.value
        for path in sorted((SOURCE / room).rglob("*.py"))
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    ]
    assert texts
    for other in ("会員", "名前のある", "名前のない", "分からない", "わからない"):
        assert [text for text in texts if other in text] == []


def test_so_few_random_networks_that_nothing_can_be_told_are_said():
    # Three sectors are three pairs: Holm multiplies the least p, 1 / (draws + 1), by
    # three, which falls below 0.05 from 60 draws on.
    sectors = {"i": "industry", "a": "academia", "f": "finance"}
    people = {f"{s}{n}": (word, "") for s, word in sectors.items() for n in range(3)}
    net = net_of(
        people | dict.fromkeys("pqr", ("", "council")),
        [(one, "pqr"[int(one[1])]) for one in people] + [("i0", "q"), ("a1", "r")],
    )
    told = {}
    for draws in (19, 59, 60):
        for language in ("ja", "en"):
            frame = gaps.sentences(net, draws=draws, language=language)
            row = frame.set_index("kind").loc["fewer_than_chance"]
            told[draws, language] = row["caveat"]
            assert row["number"] == 0
    assert (
        "no corrected p is below 0.15: the 5 % level takes at least 60"
        in (told[19, "en"])
    )
    assert "補正後のpは0.15を下回らず、5 %水準には60回以上" in told[19, "ja"]
    assert "takes at least 60" in told[59, "en"]
    assert "takes" not in told[60, "en"]
    assert "以上" not in told[60, "ja"]


def test_a_group_that_was_not_chosen_has_no_list_to_judge():
    # The consortium k belongs to the council g and has a list of its own; a council h
    # has nobody on record.
    net = net_of(
        {
            "u": ("academia", ""),
            "c": ("industry", ""),
            "k": ("", "consortium"),
            "g": ("", "council"),
            "h": ("", "council"),
        },
        ["ug", "cg", "kg", "uk", "ck"],
    )
    assert set(gaps.coverage(net)["group_id"]) == {"g", "h", "k"}
    councils = net.filter(group_kind="council")
    assert set(gaps.coverage(councils)["group_id"]) == {"g", "h"}
    assert gaps.completeness(councils).index.tolist() == ["g", "h"]
    # It is there as the member that it is.
    assert "k" in councils.oriented("members")[1]
    assert councils.groups.index.tolist() == ["g", "h"]


def test_groups_of_other_kinds_are_no_rows_of_the_data(tohoku):
    councils = tohoku.filter(group_kind="council")
    kinds = tohoku.organizations["kind"]
    rows = gaps.coverage(councils)["group_id"]
    assert set(kinds.loc[rows]) == {"council"}
    # A chosen list is judged as before.
    whole = gaps.coverage(tohoku).set_index(["group_id", "category"])
    part = gaps.coverage(councils).set_index(["group_id", "category"])
    assert part["state"].equals(whole.loc[part.index, "state"])


def seats(ends, sources=None):
    """A council of four whose seats end as told, since 2020."""
    people = {"u": "academia", "c": "industry", "b": "finance", "m": "media"}
    table = pd.DataFrame(
        [(one, f"名{one}", people.get(one)) for one in (*people, "g")],
        columns=["id", "name", "sector"],
    )
    rows = pd.DataFrame(
        {"member_id": list(people), "group_id": "g", "valid_from": "2020",
         "valid_to": ends, "source_id": "s"}
    )  # fmt: skip
    listed = pd.DataFrame({"id": ["s"], "title": ["名簿"], "date": [sources]})
    return AffiliationNetwork.from_frames(table, rows, listed)


def told(net, kind, language="ja", **options):
    frame = gaps.sentences(net, language=language, draws=9, top=50, **options)
    found = frame[frame["kind"] == kind]
    return None if found.empty else found.iloc[0]


def test_seats_that_had_ended_are_told_by_the_dates_of_the_tables():
    ends = ["..", "2023-03-31", None, "2023-03"]
    row = told(seats(ends, "2026-11"), "ended")
    assert row["sentence"] == (
        "数えた所属4行のうち2行は、2026-11（表にある最も新しい日付）より前に終わっている。"
    )
    assert row["number"] == 2
    assert row["evidence"] == ("c", "g", "m")
    assert "--as-of 2026-11" in row["caveat"]
    english = told(seats(ends, "2026-11"), "ended", "en")["sentence"]
    assert english.startswith("2 of the 4 memberships counted had ended before 2026-11")
    # The latest date is that of a seat; the year 2023 may be the month that ends it.
    assert told(seats(["2024", "2023-03", None, None]), "ended")["number"] == 1
    assert told(seats(["2023", "2023-03", None, None]), "ended") is None
    assert told(seats([None] * 4, "2026"), "ended") is None
    # Cut to a date, nothing is in the network that had ended.
    assert told(seats(ends, "2026-11").at("2022"), "ended") is None


def test_missing_sectors_are_one_sentence_that_says_who_may_be_of_them():
    pairs = [(one, "g") for one in "ucxy"]
    whole = {"u": ("academia", ""), "c": ("industry", ""), "g": ("", "council")}
    net = net_of(whole | {"x": ("謎", ""), "y": ("", "")}, pairs)
    row = told(net, "sector_unrecorded")
    assert row["sentence"] == (
        "「官」「金」「労」「言」「民」「支援」の機関は、1つの会議体等のいずれにも"
        "（名称の記載がない構成員としても）記載がない。"
    )
    assert row["number"] == 6
    assert "区分が不明な2機関が" in row["caveat"]
    strange = told(net, "sector_unknown")
    assert strange["sentence"].startswith("1機関の区分は")
    assert "（「謎」）" in strange["sentence"]
    assert strange["evidence"] == ("x",)
    # Where no word is a sector, none is said to be missing.
    net = net_of({"x": ("謎", ""), "y": ("謎々", ""), "g": ("", "council")}, [
        ("x", "g"), ("y", "g"),
    ])  # fmt: skip
    assert told(net, "sector_unrecorded") is None
    assert told(net, "sector_unknown", "en")["sentence"] == (
        "The sector of 2 organizations is none of the eight that are known "
        "(“謎”, “謎々”)."
    )


@pytest.mark.parametrize("language", ["ja", "en"])
def test_no_sentence_tells_of_nothing(tohoku, language):
    sentences = gaps.sentences(tohoku, language=language, draws=9, top=50)
    texts = [*sentences["sentence"], *sentences["caveat"]]
    for wrong in (
        "うち0",
        "0組",
        "In 0 of",
        " 1 pairs",
        " 1 organizations",
        " 1 groups",
    ):
        assert [text for text in texts if wrong in text] == []
