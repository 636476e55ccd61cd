"""Who sits where, as a user types it: rosters, seats, and groups that have both."""

from __future__ import annotations

import csv
import io
import json

import pytest


def told(text):
    """Text with every run of blanks as one, so that columns can be compared."""
    return " ".join(text.split())


def test_a_group_is_answered_with_its_members(run, lists):
    status, out, _ = run("who-sits", "産学協議会", "--data", str(lists))
    assert status == 0
    assert "■ 産学協議会の構成員" in out
    assert "名称のある構成員 2、名称の記載がない構成員の層 0、公表数 記載なし" in out
    assert "銀行 金 座長・会長 2020–?" in told(out)
    assert out.index("銀行") < out.index("大学")
    assert "加わる会議体等" not in out


def test_an_organization_is_answered_with_its_seats(run, lists):
    status, out, _ = run("who-sits", "Bank", "--data", str(lists), "--lang", "en")
    assert status == 0
    assert "Where does Bank sit?\n2 groups, 2 rows" in out
    assert "Council Council Chair 2020–?" in told(out)
    assert "Salon Council Member" in told(out)


def test_at_a_date_undated_rows_are_counted_and_ended_ones_gone(run, lists):
    _, out, _ = run("who-sits", "金融懇談会", "--data", str(lists), "--as-of", "2022")
    assert "2022 時点（期間の記載がない 1 行を含む）" in out
    assert "会社" not in out


def test_what_is_not_recorded_is_said(run, lists):
    more = "x,無所属,Lone,civil,npo\ne,空会,Void,,council\n"
    path = lists / "organizations.csv"
    path.write_text(path.read_text(encoding="utf-8") + more, encoding="utf-8")
    _, out, _ = run("who-sits", "無所属", "--data", str(lists))
    assert out == "無所属が加わる会議体等の記録はありません。\n"
    _, out, _ = run("who-sits", "Void", "--data", str(lists), "--lang", "en")
    assert "No named member is recorded." in out


def test_a_group_that_sits_in_others_has_both_parts(run):
    _, out, _ = run("who-sits", "産学官金ラウンドテーブル", "--lang", "en")
    roster, _, seats = out.partition("Where does ")
    assert "1 named member, 1 class of unnamed members; declared size: 10" in roster
    assert "Meetings and bodies of it, with rosters of their own:" in roster
    assert "Ten main industry, academia" in roster
    assert "Innovation Network Aomori Network Adviser" in told(seats)


def test_machines_get_every_row_of_both_parts(run):
    _, out, _ = run("who-sits", "TAP", "--json")
    found = json.loads(out)
    assert found["definition"]["measure"] == "roster and seats"
    assert found["definition"]["n_members"] == 10
    groups = [row["group_id"] for row in found["rows"]]
    assert groups[:10] == ["tap"] * 10
    assert set(groups[10:]) == {"tohoku-innovation-declaration"}
    _, out, _ = run("who-sits", "TAP", "--csv")
    rows = list(csv.DictReader(io.StringIO(out)))
    assert [row["group_id"] for row in rows] == groups


@pytest.mark.parametrize(
    ("lang", "rest"),
    [("ja", "… ほか 8 行（--top 10 ですべて）"), ("en", "… 8 more (--top 10 for all)")],
)
def test_rows_that_are_not_shown_are_counted(run, lang, rest):
    _, out, _ = run("who-sits", "TAP", "--top", "2", "--lang", lang)
    assert rest in out
