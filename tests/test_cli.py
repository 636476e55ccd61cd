"""Commands as a user types them: what they print, and how they end."""

from __future__ import annotations

import csv
import io
import json
import os
import shutil
import signal
import subprocess
import sys

import pytest
from typer.testing import CliRunner

from browser import island


def run_alone(*arguments, **environment):
    """Run the program in a process of its own."""
    done = subprocess.run(
        [sys.executable, "-m", "tohoku_network", *arguments],
        capture_output=True,
        env={**os.environ, "PYTHONIOENCODING": "utf-8", **environment},
        check=False,
    )
    return done.returncode, done.stdout.decode(), done.stderr.decode()


def test_help_names_every_command_and_imports_nothing_heavy():
    code = (
        "import sys; from typer.testing import CliRunner; "
        "from tohoku_network.cli import app; "
        "print(CliRunner().invoke(app, ['--help']).output);"
        "print('HEAVY', {'pandas', 'numpy', 'matplotlib'} & set(sys.modules))"
    )
    out = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    ).stdout
    for command in ("demo", "validate", "summary", "who-links", "why", "map"):
        assert command in out
    assert "HEAVY set()" in out


def test_who_links_answers_in_both_languages(run, lists):
    status, out, _ = run("who-links", "産", "学", "--data", str(lists))
    assert status == 0
    assert "銀行" in out
    assert "出会わない組 1" in out
    status, out, _ = run(
        "who-links", "industry", "academia", "--data", str(lists), "--lang", "en"
    )
    assert status == 0
    assert "Bank" in out
    assert "1 do not (0 of them have no broker)" in out


def test_who_links_as_json_carries_the_definition(run, lists):
    status, out, _ = run(
        "who-links", "industry", "academia", "--data", str(lists), "--json"
    )
    found = json.loads(out)
    assert status == 0
    assert found["definition"]["measure"] == "who_links"
    first = found["rows"][0]
    assert (first["id"], first["pairs"], first["via"]) == ("b", 1, ["g", "h"])


def test_who_links_as_csv_is_a_table(run, lists):
    status, out, _ = run(
        "who-links", "industry", "academia", "--data", str(lists), "--csv"
    )
    rows = list(csv.DictReader(io.StringIO(out)))
    assert status == 0
    assert rows[0]["via"] == "g|h"
    assert {row["id"] for row in rows} == {"u", "c", "b"}


def test_as_of_cuts_to_what_is_in_force(run, lists):
    status, out, _ = run(
        "who-links", "industry", "academia", "--data", str(lists), "--as-of", "2022"
    )
    assert status == 0
    assert "仲立ちする機関は記録の中にありません" in out
    assert "2022 時点（期間の記載がない 1 行を含む）" in out


def test_why_finds_organizations_by_name_and_cites_rows(run, lists):
    status, out, _ = run("why", "大学", "Company", "--data", str(lists))
    assert status == 0
    for word in ("産学協議会", "金融懇談会", "座長", "2021-03"):
        assert word in out
    status, out, _ = run("why", "u", "c", "--data", str(lists), "--csv")
    assert [row["line"] for row in csv.DictReader(io.StringIO(out))] == list("2345")


def test_summary_counts(run, lists):
    status, out, _ = run("summary", "--data", str(lists), "--json")
    assert status == 0
    assert json.loads(out)["memberships"] == 4
    status, out, _ = run("summary", "--data", str(lists), "--lang", "en")
    assert "5 named organizations, 2 of them groups" in out


def test_validate_lists_remarks_and_ends_well(run, lists):
    status, out, _ = run("validate", "--data", str(lists))
    assert status == 0
    assert "no-provenance" in out
    assert "注意 1 件" in out


@pytest.mark.parametrize(
    ("table", "content", "told"),
    [
        ("organizations", "sector,note\nacademia,-\n", "missing-column"),
        ("organizations", "", "empty-file"),
        ("organizations", "id,name\nu,大学\nu,会社\n", "duplicate-id"),
        ("memberships", "member_id,group_id\nu,zz\n", "unknown-id"),
        ("memberships", "member_id,group_id,valid_from\nu,g,2021-02-30\n", "bad-date"),
    ],
)
@pytest.mark.parametrize(
    "command",
    [["validate"], ["map", "-o", "OUT"], ["who-links", "industry", "academia"]],
)
def test_bad_input_is_one_report_with_status_2_and_nothing_written(
    run, lists, tmp_path, table, content, told, command
):
    (lists / f"{table}.csv").write_text(content, encoding="utf-8")
    target = tmp_path / "map.html"
    arguments = [str(target) if word == "OUT" else word for word in command]
    status, out, err = run(*arguments, "--data", str(lists))
    assert status == 2
    assert out == ""
    assert f"[{told}]" in err
    assert f"{table}.csv" in err
    assert "Traceback" not in err
    assert not target.exists()
    assert sorted(p.name for p in tmp_path.iterdir()) == ["lists"]


def test_validate_as_json_gives_every_field(run, lists):
    (lists / "memberships.csv").write_text(
        "member_id,group_id\nU,g\n", encoding="utf-8"
    )
    status, out, _ = run("validate", "--data", str(lists), "--json")
    found = json.loads(out)
    assert status == 2
    assert found["n_problems"] == 1
    problem = found["problems"][0]
    assert (problem["file"], problem["line"], problem["column"], problem["value"]) == (
        "memberships.csv",
        2,
        "member_id",
        "U",
    )
    assert "did you mean 'u'" in problem["remedy"]


def test_map_refuses_to_replace_a_file_unless_told(run, lists, tmp_path):
    target = tmp_path / "map.html"
    target.write_text("mine", encoding="utf-8")
    status, _, err = run("map", "-o", str(target), "--data", str(lists))
    assert status == 2
    assert "exists" in err
    assert target.read_text(encoding="utf-8") == "mine"
    status, out, _ = run("map", "-o", str(target), "--data", str(lists), "--force")
    assert status == 0
    assert str(target) in out
    assert target.read_text(encoding="utf-8").startswith("<!")


def test_a_console_that_lacks_a_character_shows_its_code_instead_of_failing(lists):
    table = lists / "organizations.csv"
    text = table.read_text(encoding="utf-8").replace("b,銀行", "b,さくら🌸銀行")
    table.write_text(text, encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-m", "tohoku_network", "why", "b", "c", "--data", str(lists)],
        capture_output=True,
        env={**os.environ, "PYTHONIOENCODING": "cp932", "PYTHONUTF8": "0"},
        check=True,
    )
    assert "さくら\\U0001f338銀行" in done.stdout.decode("cp932")


def test_a_reader_that_goes_away_causes_no_traceback():
    started = subprocess.Popen(
        [sys.executable, "-m", "tohoku_network", "summary"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    started.stdout.close()
    err = started.stderr.read()
    started.stderr.close()
    assert started.wait() == -signal.SIGPIPE  # a shell calls this 141
    assert b"Traceback" not in err


def test_version_is_that_of_the_package():
    import tohoku_network
    from tohoku_network.cli import app

    out = CliRunner().invoke(app, ["--version"]).output
    assert out.strip() == tohoku_network.__version__


def test_demo_answers_and_writes_the_map(tmp_path):
    status, out, err = run_alone("demo", "--output", str(tmp_path / "out"))
    assert (status, err) == (0, "")
    assert "誰がつなぐか" in out
    assert "東北経済産業局" in out
    written = tmp_path / "out" / "tohoku_map.html"
    assert str(written) in out
    facts = island(written.read_text(encoding="utf-8"))
    assert "国立大学法人東北大学" in str(facts["nodes"]["name"])


# --- measures --------------------------------------------------------------------


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["centrality", "-m", "degree"], "銀行"),
        (["centrality", "--lang", "en", "--side", "groups"], "Council"),
        (["roles", "--permutations", "9"], "門番・代表"),
        (["roles", "--permutations", "0", "--lang", "en"], "Gatekeeper"),
        (["communities", "--runs", "3"], "一致度"),
        (["communities", "--method", "two_mode", "--runs", "3", "--lang", "en"], "Q ="),
        (["ties"], "p"),
        (["ties", "--model", "hypergeometric", "--lang", "en"], "p"),
    ],
)
def test_measures_answer(run, lists, arguments, told):
    status, out, err = run(*arguments, "--data", str(lists))
    assert status == 0
    assert "注意が 1 件" in err
    assert told in out


@pytest.mark.parametrize("command", ["centrality", "roles", "communities", "ties"])
def test_measures_write_json_with_their_definition_and_csv(run, lists, command):
    status, out, _ = run(command, "--data", str(lists), "--json")
    found = json.loads(out)
    assert status == 0
    assert "measure" in found["definition"] or "measures" in found["definition"]
    status, out, _ = run(command, "--data", str(lists), "--csv")
    assert status == 0
    assert len(list(csv.DictReader(io.StringIO(out)))) == len(found["rows"])


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["centrality", "-m", "fame"], "no measure is called 'fame'"),
        (["ties", "--alpha", "3"], "alpha"),
        (["ties", "--model", "coin"], "'sdsm'"),
        (["roles", "--by", "colour"], "'sector'"),
        (["communities", "--runs", "0"], "runs"),
    ],
)
def test_wrong_options_of_measures_are_told(run, lists, arguments, told):
    status, _, err = run(*arguments, "--data", str(lists))
    assert status == 2
    assert told in err
    assert "Traceback" not in err


def test_stated_leaves_out_what_is_only_implied(run):
    status, everything, _ = run("who-links", "industry", "academia", "--csv")
    assert status == 0
    status, stated, _ = run("who-links", "industry", "academia", "--csv", "--stated")
    assert status == 0
    first = [next(csv.DictReader(io.StringIO(out))) for out in (everything, stated)]
    assert int(first[0]["pairs"]) > int(first[1]["pairs"])
    status, out, _ = run("who-links", "industry", "academia")
    assert f"明記する所属だけで数えると: {first[1]['name']} {first[1]['pairs']}" in out


def test_stated_on_tables_without_certainty_is_told(run, lists):
    status, _, err = run("summary", "--data", str(lists), "--stated")
    assert status == 2
    assert "確度" in err


def test_who_is_answered_about_is_said_when_no_folder_is_named(run, lists):
    _, _, err = run("summary")
    assert "付属の東北データ" in err
    _, _, err = run("summary", "--data", str(lists))
    assert "付属の東北データ" not in err


def test_what_is_not_told_and_what_goes_on_are_two_things(run, lists):
    (lists / "memberships.csv").write_text(
        "member_id,group_id,valid_from,valid_to\nu,g,2020,..\nc,g,2021,\n",
        encoding="utf-8",
    )
    _, out, _ = run("why", "u", "c", "--data", str(lists))
    assert "2020–（継続）" in out
    assert "2021–?" in out


# --- advice -------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["gaps", "--top", "2"], "1."),
        (["gaps", "--lang", "en"], "1."),
        (["invite", "産学協議会"], "会社"),
        (["invite", "g", "--lang", "en", "--rank", "path3"], "Company"),
        (["if-leaves", "銀行"], "唯一のつながりを失う組 1"),
        (["if-leaves", "b", "--lang", "en"], "1 pair loses its only link"),
        (["what-if", "--add", "c:産学協議会"], "所属"),
        (["what-if", "--remove", "b", "--lang", "en"], "Before"),
        (["stability", "--draws", "5"], "CS ="),
        (["stability", "-m", "degree", "--draws", "5", "--lang", "en"], "CS ="),
        (["diff", "2019", "2022"], "加わった所属 2、なくなった所属 1"),
        (["diff", "2019", "2022", "--lang", "en"], "2 memberships joined"),
    ],
)
def test_advice_answers(run, lists, arguments, told):
    status, out, _ = run(*arguments, "--data", str(lists))
    assert status == 0
    assert told in out


@pytest.mark.parametrize(
    "arguments",
    [
        ["gaps"],
        ["invite", "g"],
        ["if-leaves", "b"],
        ["what-if", "--add", "c:g"],
        ["stability", "--draws", "5"],
        ["diff", "2019", "2022"],
    ],
)
def test_advice_writes_json_and_csv(run, lists, arguments):
    status, out, _ = run(*arguments, "--data", str(lists), "--json")
    assert status == 0
    rows = json.loads(out)["rows"]
    status, out, _ = run(*arguments, "--data", str(lists), "--csv")
    assert status == 0
    assert len(list(csv.DictReader(io.StringIO(out)))) == len(rows) > 0


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["invite", "u"], "no group has the id"),
        (["what-if"], "--add MEMBER:GROUP"),
        (["what-if", "--add", "u"], "is no MEMBER:GROUP"),
        (["if-leaves", "だれか"], "no organization is called"),
        (["stability", "-m", "fame"], "'fame'"),
        (["diff", "2019", "soon"], "is no date"),
    ],
)
def test_wrong_advice_is_refused(run, lists, arguments, told):
    status, _, err = run(*arguments, "--data", str(lists))
    assert status == 2
    assert told in err
    assert "Traceback" not in err


def test_two_folders_can_be_compared(run, lists, tmp_path):
    other = tmp_path / "other"
    shutil.copytree(lists, other)
    with (other / "memberships.csv").open("a", encoding="utf-8") as table:
        table.write("c,g,member,,\n")
    status, out, _ = run("diff", str(lists), str(other))
    assert status == 0
    assert "加わった所属 1、なくなった所属 0" in out
    assert "名簿の違い" in out
