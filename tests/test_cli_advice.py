"""What advice says, word by word: invitations, and what breaks if somebody leaves."""

from __future__ import annotations

import csv
import io

import pytest


def test_an_invitation_begins_with_the_group_and_keeps_to_its_language(run):
    _, out, _ = run("invite", "TAP", "--lang", "en", "--top", "3")
    first, second = out.splitlines()[:2]
    assert first.startswith("Whom to invite to TAP (Tohoku Activation Panel)")
    assert second.endswith("Co., Ltd. (Media)")
    assert not set("（）※→、。") & set(out)
    _, out, _ = run("invite", "TAP", "--top", "3")
    assert out.splitlines()[0].endswith("に招く候補")
    assert out.splitlines()[1].endswith("（言）")


@pytest.mark.parametrize("command", [["gaps"], ["stability", "--draws", "20"]])
def test_caveats_have_the_mark_of_their_language(run, command):
    _, out, _ = run(*command, "--lang", "en")
    assert "Note: " in out
    assert "※" not in out
    _, out, _ = run(*command)
    assert "※ " in out


@pytest.mark.parametrize(
    ("lang", "words", "more"),
    [
        ("ja", "名称のある構成員がいなくなる場（", "、ほか "),
        ("en", "Groups left without a named member (", "; "),
    ],
)
def test_the_groups_that_are_left_empty_are_named(run, lang, words, more):
    _, out, _ = run("if-leaves", "meti-tohoku", "--lang", lang)
    (line,) = (one for one in out.splitlines() if one.startswith(words))
    _, table, _ = run("if-leaves", "meti-tohoku", "--lang", lang, "--csv")
    rows = list(csv.DictReader(io.StringIO(table)))
    empty = [row["name"] for row in rows if row["left_empty"] == "True"]
    assert line.startswith(f"{words}{len(empty):,}")
    assert all(name in line for name in empty[:10])
    assert empty[10] not in line
    assert f"{more}{len(empty) - 10}" in line


def test_groups_that_are_cut_off_are_named(run, lists):
    # Without the bank nobody joins the two councils: each has one member left.
    _, out, _ = run("if-leaves", "銀行", "--data", str(lists))
    assert "残る構成員がほかの場に加わっていない場（2）: 産学協議会、金融懇談会" in out


def test_a_committee_does_not_take_over_from_an_organization(run, lists):
    more = "k,合同委員会,Joint committee,,committee\n"
    path = lists / "organizations.csv"
    path.write_text(path.read_text(encoding="utf-8") + more, encoding="utf-8")
    path = lists / "memberships.csv"
    rows = "k,g,member,,\nk,h,member,,\n"
    path.write_text(path.read_text(encoding="utf-8") + rows, encoding="utf-8")
    data = ("--data", str(lists))
    _, out, _ = run("if-leaves", "銀行", *data)
    assert "合同委員会" not in out.partition("引き継げそうな機関")[2]
    assert "大学" in out.partition("引き継げそうな機関")[2]
    # Another body of its sort may: what a committee did, a committee can do.
    path.write_text(
        path.read_text(encoding="utf-8") + "h,g,member,,\n", encoding="utf-8"
    )
    _, out, _ = run("if-leaves", "合同委員会", *data)
    assert "金融懇談会" in out.partition("引き継げそうな機関")[2]
