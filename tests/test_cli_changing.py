"""What has changed, as a user types it: two dates, two folders, one group."""

from __future__ import annotations

import json
import shutil


def told(text):
    return " ".join(text.split())


def test_the_make_up_of_a_group_between_two_dates(run):
    status, out, _ = run("diff", "2011", "2021", "--group", "産学官金ラウンドテーブル")
    assert status == 0
    assert "■ 産学官金ラウンドテーブルの顔ぶれの変化（2011 → 2021）" in out
    assert "これに属する会合など 13 を含みます。" in out
    assert "後の会合のみ 日付による 台日商務交流協進会 産 参加" in told(out)
    assert "抜ける 日付" not in told(out)
    assert "「抜ける」には数えません" in out
    _, out, _ = run(
        "diff", "2011", "2021", "--group", "aomori-roundtable", "--lang", "en"
    )
    assert "stayed no dates told Aomori Prefecture Government Member" in told(out)
    assert "Note: Who came to a single meeting has not left when it is over." in out
    assert "※" not in out


def test_machines_get_every_member_of_the_group(run):
    arguments = ("diff", "2011", "2021", "--group", "aomori-roundtable", "--json")
    _, out, _ = run(*arguments, "--top", "1")
    found = json.loads(out)
    assert found["definition"]["measure"] == "members_changed"
    assert len(found["rows"]) == 11


def test_a_group_of_two_folders_that_only_the_earlier_one_has(run, lists, tmp_path):
    later = tmp_path / "later"
    shutil.copytree(lists, later)
    path = later / "organizations.csv"
    rows = path.read_text(encoding="utf-8").splitlines(keepends=True)
    path.write_text("".join(r for r in rows if r[0] != "h"), encoding="utf-8")
    path = later / "memberships.csv"
    rows = path.read_text(encoding="utf-8").splitlines(keepends=True)
    path.write_text("".join(r for r in rows if ",h," not in r), encoding="utf-8")
    status, out, _ = run("diff", str(lists), str(later), "--group", "金融懇談会")
    assert status == 0
    assert "■ 金融懇談会の顔ぶれの変化" in out
    # One row has an end, the other is merely not in the later list.
    assert "抜ける 日付による 会社 産" in told(out)
    assert "抜ける 名簿の違い 銀行 金" in told(out)


def test_rows_that_are_not_shown_are_counted(run):
    _, out, _ = run(
        "diff", "2011", "2021", "--group", "aomori-roundtable", "--top", "2"
    )
    assert "… ほか 1\n" in out
    assert "… ほか 6\n" in out


def test_only_a_group_has_a_make_up(run, lists):
    data = ("--data", str(lists))
    status, _, err = run("diff", "2019", "2021", "--group", "銀行", *data)
    assert status == 2
    assert "no group has the id 'b'" in err
    status, _, err = run("diff", "2019", "2021", "--group", "ない会", *data)
    assert status == 2
    assert "no organization is called" in err
