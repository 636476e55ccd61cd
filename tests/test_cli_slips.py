"""What a newcomer mistypes: each slip is told with what to do; what Tab completes."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

from tohoku_network import _measured, centrality
from tohoku_network.cli import _words


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["who-links", "circus", "academia"], "'circus' という区分はありません"),
        (["who-links", "indusrty", "academia"], "did you mean industry?"),
        (["who-links", "産業会", "学"], "「産」でしょうか"),
        (["who-links", "産", "大学院"], "「学」でしょうか"),
        (["who-links", "industry", "academia", "--as-of", "soon"], "is no date"),
        (["who-links", "industry", "academia", "--as-of", "2021/12"], "write 2021-12"),
        (["who-links", "industry", "academia", "--json", "--csv"], "choose one"),
        (["who-links", "industry"], "Missing argument"),
        (["who-links", "industry", "academia", "--lang", "fr"], "'ja'"),
        (["why", "だれか", "u"], "no organization is called"),
        (["why", "Universty", "c"], "did you mean u (大学)"),
        (["why", "u", "u"], "the same organization"),
        (["summary", "--laguage", "en"], "--lang"),
        (["centrality", "-m", "betweeness"], "did you mean 'betweenness'?"),
        (["stability", "-m", "Degree"], "did you mean 'degree'?"),
        (["figure", "network", "-o", "map.gif"], "must end in .png, .svg or .pdf"),
        (["figure", "ego", "-o", "ego.png"], "--org"),
        (["figure", "pie", "-o", "pie.png"], "'network'"),
        (["figure", "mixing", "-o", "m.png", "--org", "u"], "ego and timeline do"),
        (["figure", "ranks", "-o", "m.png", "-m", "fame"], "no measure is called"),
        (["map", "-o", "map.pdf"], "tohoku-network figure"),
        (["map"], "--output"),
        (["what-if", "--add", "u"], "is no MEMBER:GROUP"),
        (["sumary"], "Did you mean 'summary'?"),
        (["who-link", "産", "学"], "Did you mean 'who-links'"),
        (["nonsense"], "No such command"),
    ],
)
def test_slips_are_told_without_a_traceback(run, lists, monkeypatch, arguments, told):
    monkeypatch.chdir(lists)
    before = sorted(lists.iterdir())
    known = arguments[0] in ("sumary", "who-link", "nonsense")
    status, _, err = run(*arguments, *([] if known else ["--data", str(lists)]))
    assert status == 2
    assert told in err
    assert "Traceback" not in err
    assert sorted(lists.iterdir()) == before


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["who-links", "indusrty", "学"], "表にある区分: 産 (industry)、学 (academia)"),
        (["who-links", "産"], "SECTOR を指定してください"),
        (["who-links", "産", "学", "--as-of", "soon"], "日付として読めません"),
        (["who-links", "産", "学", "--json", "--csv"], "どちらか一つを"),
        (["who-links", "産", "学", "--lang", "fr"], "--lang の指定が正しくありません"),
        (["summary", "--laguage", "en"], "--laguage という選択肢はありません"),
        (["why", "だれか", "u"], "「だれか」という機関はありません"),
        (["why", "u", "u"], "ORGANIZATION の指定が正しくありません"),
        (["stability", "-m", "Degree"], "「Degree」という指標はありません。近いもの"),
        (["what-if"], "--remove 機関"),
        (["figure", "ego", "-o", "ego.png"], "一つの機関の図です"),
        (["figure", "network", "-o", "map.gif"], "末尾は .png"),
        (["map"], "--output を指定してください"),
        (["map", "-o", "map.pdf"], "地図はウェブページです"),
        (["sumary"], "そのようなコマンドはありません"),
    ],
)
def test_slips_are_told_in_japanese_too(run, lists, monkeypatch, arguments, told):
    monkeypatch.chdir(lists)
    data = [] if arguments[0] == "sumary" else ["--data", str(lists)]
    status, _, err = run(*arguments, *data)
    assert status == 2
    assert told in err
    assert err.count(told) == 1


def test_the_sectors_of_the_tables_are_listed_in_one_language_each(run, lists):
    path = lists / "organizations.csv"
    more = "v,新興,Venture,ベンチャー企業群,\n"
    path.write_text(path.read_text(encoding="utf-8") + more, encoding="utf-8")
    _, _, err = run("who-links", "circus", "学", "--data", str(lists))
    english, japanese = err.rstrip().split("\n")[-2:]
    assert english.endswith("There is industry, academia, finance, ベンチャー企業群")
    assert japanese.endswith(
        "産 (industry)、学 (academia)、金 (finance)、ベンチャー企業群"
    )


def test_remarks_name_the_command_that_lists_them(run, lists):
    path = lists / "organizations.csv"
    more = "v,新興,Venture,ベンチャー企業群,\n"
    path.write_text(path.read_text(encoding="utf-8") + more, encoding="utf-8")
    _, _, err = run("summary", "--data", str(lists))
    assert f"tohoku-network validate --data {lists}" in err


@pytest.mark.parametrize("command", ["map", "figure"])
def test_a_folder_is_no_file_to_write(run, lists, command):
    kind = ["network"] if command == "figure" else []
    status, _, err = run(command, *kind, "-o", str(lists), "--data", str(lists))
    assert status == 2
    assert "is a folder; name a file in it" in err


def test_a_folder_without_tables_is_told_how_to_begin(run, tmp_path):
    for data in (tmp_path, tmp_path / "nowhere"):
        status, _, err = run("summary", "--data", str(data))
        assert status == 2
        assert "tohoku-network init my-lists" in err


def test_one_missing_table_is_no_beginning(run, lists):
    (lists / "memberships.csv").write_text("member_id\nu\n", encoding="utf-8")
    status, _, err = run("summary", "--data", str(lists))
    assert status == 2
    assert "missing-column" in err
    assert "init" not in err


def test_a_table_given_for_the_folder_is_told(run, lists):
    table = lists / "organizations.csv"
    status, _, err = run("summary", "--data", str(table))
    assert status == 2
    assert str(lists) in err
    assert "Traceback" not in err


def test_a_missing_extra_says_what_to_install(run, monkeypatch):
    def missing(*_arguments, **_options):
        msg = "pyvis is not installed: pip install tohoku-network[pyvis]"
        raise ImportError(msg, name="pyvis")

    monkeypatch.setattr("tohoku_network.reading.load_tohoku", missing)
    status, _, err = run("summary")
    assert status == 2
    assert err == "pyvis is not installed: pip install tohoku-network[pyvis]\n"


def test_an_inner_fault_shows_itself(monkeypatch):
    def broken():
        msg = "No module named 'tohoku_network.nothing'"
        raise ImportError(msg)

    monkeypatch.setattr("tohoku_network.reading.load_tohoku", broken)
    monkeypatch.setattr(sys, "argv", ["tohoku-network", "summary"])
    from tohoku_network.cli import main

    with pytest.raises(ImportError, match="nothing"):
        main()


def test_the_date_of_a_source_is_checked_before_a_picture_needs_it(run, lists):
    (lists / "sources.csv").write_text(
        "id,title,date\ns,名簿,2024年春\n", encoding="utf-8"
    )
    status, _, err = run("validate", "--data", str(lists))
    assert status == 2
    assert "sources.csv:2, column date" in err
    assert "[bad-date]" in err


def test_sectors_of_ones_own_are_no_slip():
    assert _words.sector_slip("circus", ["circus", "industry"]) is None
    assert "circus" in _words.sector_slip("cirkus", ["circus", "industry"])


# --- completion ---------------------------------------------------------------------


def completed(line, shell="bash"):
    """What the tab key offers at the end of a line."""
    words = line.split(" ")
    asked = {
        "_TOHOKU_NETWORK_COMPLETE": f"complete_{shell}",
        "COMP_WORDS": line,
        "COMP_CWORD": str(len(words) - 1),
        "_TYPER_COMPLETE_ARGS": line,
        "PYTHONIOENCODING": "utf-8",
    }
    if shell == "fish":
        asked["_TYPER_COMPLETE_FISH_ACTION"] = "get-args"
    if shell in ("powershell", "pwsh"):
        asked["_TYPER_COMPLETE_WORD_TO_COMPLETE"] = words[-1]
    # The program answers to its own name alone, as the shell calls it.
    code = (
        "import sys; sys.argv = ['tohoku-network']; "
        "from tohoku_network.cli import main; main()"
    )
    done = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        env={**os.environ, **asked},
        check=False,
    )
    return done.stdout.decode()


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish", "powershell", "pwsh"])
def test_every_shell_is_offered_commands(shell):
    out = completed("tohoku-network who", shell)
    assert "who-links" in out
    assert "summary" not in out


@pytest.mark.parametrize(
    ("line", "offered"),
    [
        ("tohoku-network who-links ac", "academia"),
        ("tohoku-network who-links industry 学", "学"),
        ("tohoku-network centrality -m betw", "betweenness"),
        ("tohoku-network stability -m mem", "memberships"),
        ("tohoku-network invite ta", "tap"),
        ("tohoku-network why tohoku-u", "tohoku-univ"),
        ("tohoku-network if-leaves 東北経済産業", "東北経済産業局"),
        ("tohoku-network figure co", "coverage"),
        ("tohoku-network figure ego --org tohoku-u", "tohoku-univ"),
        ("tohoku-network summary --lang e", "en"),
    ],
)
def test_words_are_completed(line, offered):
    out = completed(line)
    assert offered in out.split()


def test_completion_reads_the_folder_that_is_asked_about(lists, tmp_path):
    out = completed(f"tohoku-network why --data {lists} 銀")
    assert out.split() == ["銀行"]
    out = completed(f"tohoku-network why --data {tmp_path} t")
    assert out.split() == []


def test_completion_of_a_table_with_japanese_headings(tmp_path):
    (tmp_path / "organizations.csv").write_text(
        "種別,機関ID,機関名\n協議会,g1,会\n大学,u1,大\n", encoding="utf-8-sig"
    )
    out = completed(f"tohoku-network invite --data {tmp_path} ")
    assert out.split() == ["g1"]


def test_completion_opens_no_heavy_room():
    code = (
        "import sys; from tohoku_network.cli import _words, app; "
        "list(_words._listed(None)); "
        "print({'pandas', 'numpy', 'matplotlib'} & set(sys.modules))"
    )
    out = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    ).stdout
    assert out == "set()\n"


def test_measures_offered_are_those_that_there_are():
    assert tuple(centrality.overview.MEASURES) == _words.MEASURES
    assert tuple(_measured.KERNELS) == _words.RANKED
