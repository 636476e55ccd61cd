"""Every controlled word has both labels, and no spelling means two words."""

from __future__ import annotations

import pytest

from tohoku_network.vocabulary import (
    COLUMNS,
    GROUP_KINDS,
    KINDS,
    LISTS,
    PREFECTURES,
    SECTORS,
    code_of,
    label,
)


@pytest.mark.parametrize("words", LISTS.values(), ids=list(LISTS))
def test_labels_are_complete_and_lead_back_to_their_word(words):
    for code, (ja, en, also) in words.items():
        assert ja
        assert en
        for spelling in (code, ja, en, *also):
            assert code_of(spelling, words) == code


def test_the_eight_sectors_are_those_of_the_definition():
    expected = "industry academia government finance labour media civil support"
    assert list(SECTORS) == expected.split()


def test_there_are_47_prefectures_and_three_wider_areas():
    assert len(PREFECTURES) == 50
    assert code_of("東京", PREFECTURES) == code_of("東京都", PREFECTURES) == "Tokyo"
    assert code_of("京都", PREFECTURES) == "Kyoto"


def test_group_kinds_are_kinds():
    assert set(GROUP_KINDS) < set(KINDS)


@pytest.mark.parametrize("code", [None, "", float("nan")])
def test_what_is_not_told_has_no_label(code):
    assert label(code, SECTORS, "ja") == ""


def test_every_column_has_a_japanese_heading():
    assert all(entry.ja and entry.en for entry in COLUMNS.values())
