"""Pictures from the command line: every kind in every format, titled and dated."""

from __future__ import annotations

import re
from typing import get_args

import matplotlib.pyplot as plt
import pytest

from tohoku_network import figures, reading
from tohoku_network.cli.pictures import Kind

KINDS = get_args(Kind)


@pytest.fixture(autouse=True)
def _closed():
    yield
    plt.close("all")


@pytest.fixture
def dated(lists):
    """The lists with two sources, one of them dated in words."""
    (lists / "sources.csv").write_text(
        "id,title,date\ns,名簿,2021-05\nt,要覧,2023-02-01\nw,会報,\n", encoding="utf-8"
    )
    (lists / "memberships.csv").write_text(
        "member_id,group_id,valid_from,valid_to,source_id\n"
        "u,g,2020,,s\nb,g,2020,,t\nb,h,,,w\nc,h,,2021-03,s\n",
        encoding="utf-8",
    )
    return lists


def test_the_kinds_are_the_functions_of_the_room():
    drawn = {name.removeprefix("draw_") for name in figures.__all__}
    assert set(KINDS) == drawn - {"footer", "style"}


@pytest.mark.parametrize("lang", ["ja", "en"])
@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_is_drawn_with_title_and_date(
    run, dated, tmp_path, kind, lang, monkeypatch
):
    met = []
    footer = figures.footer

    def seen(ax, net, **how):
        met.append(footer(ax, net, **how))
        return met[-1]

    monkeypatch.setattr(figures, "footer", seen)
    target = tmp_path / f"{kind}.png"
    org = ["--org", "銀行"] if kind == "ego" else []
    status, out, err = run(
        "figure", kind, "-o", str(target), "--data", str(dated), "--lang", lang, *org
    )
    assert (status, err.count("\n")) == (0, 0), err
    assert str(target) in out
    assert target.read_bytes().startswith(b"\x89PNG")
    (ax,) = met
    assert ax.get_title(loc="left")
    (line,) = [text for text in ax.texts if text.get_gid() == "footer"]
    assert line.get_text() == (
        "資料の日付 2021-05 〜 2023-02-01（3点のうち1点は日付の記載なし）"
        if lang == "ja"
        else "Sources dated 2021-05 to 2023-02-01, 1 of 3 not dated"
    )
    box = line.get_window_extent(ax.figure.canvas.get_renderer())
    assert box.y0 >= 0
    assert box.x1 <= ax.figure.bbox.width


@pytest.mark.parametrize(
    ("suffix", "start"), [(".png", b"\x89PNG"), (".svg", b"<?xml"), (".PDF", b"%PDF")]
)
def test_formats_and_same_bytes(run, dated, tmp_path, suffix, start):
    written = []
    for name in ("one", "two"):
        target = tmp_path / f"{name}{suffix}"
        arguments = ("overlaps", "-o", str(target), "--data", str(dated))
        status, _, _ = run("figure", *arguments)
        assert status == 0
        written.append(target.read_bytes())
    assert written[0].startswith(start)
    assert written[0] == written[1]


def test_title_and_day_are_those_asked_for(run, dated, tmp_path):
    target = tmp_path / "time.svg"
    asked = ("--title", "役員の任期", "--as-of", "2022", "--org", "産学協議会")
    status, _, _ = run(
        "figure", "timeline", "-o", str(target), "--data", str(dated), *asked
    )
    assert status == 0
    net = reading.read(dated).at("2022")
    ax = figures.footer(figures.draw_timeline(net), net)
    assert "対象時点 2022" in ax.texts[-1].get_text()


@pytest.mark.parametrize(
    ("asked", "names"),
    [
        (["産学協議会"], ["産学協議会"]),
        (["金融懇談会", "産学協議会"], ["金融懇談会", "産学協議会"]),
        (["g", "h"], ["産学協議会", "金融懇談会"]),
    ],
)
def test_groups_cut_the_picture_and_stand_in_the_order_asked(
    run, dated, tmp_path, monkeypatch, asked, names
):
    met = []
    draw = figures.draw_coverage

    def drawn(table, **how):
        met.append(draw(table, **how))
        return met[-1]

    monkeypatch.setattr(figures, "draw_coverage", drawn)
    cut = [word for one in asked for word in ("--group", one)]
    target = ("-o", str(tmp_path / "c.png"))
    status, _, _ = run("figure", "coverage", *target, "--data", str(dated), *cut)
    assert status == 0
    rows = [text.get_text() for text in met[0].texts if text.get_gid() == "row"]
    assert rows == names


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["timeline", "--group", "金融懇談会"], "--org 金融懇談会 で描けます"),
        (["timeline", "--group", "h"], "is drawn with --org h"),
        (["timeline", "--org", "金融懇談会"], "期間の記載がありません"),
        (["network"], "no membership is left"),
        (["communities"], "所属が一つも残りません"),
        (["overlaps"], "no group with a named member is left"),
        (["ego", "--org", "u"], "has no membership in what is asked about"),
    ],
)
def test_an_empty_picture_is_refused_with_the_reason(
    run, dated, tmp_path, arguments, told
):
    path = dated / "memberships.csv"
    rows = path.read_text(encoding="utf-8").replace("2021-03", "").splitlines(True)
    # For time lines h has members without dates; for the others nobody sits anywhere.
    kept = rows if arguments[0] == "timeline" else rows[:1]
    path.write_text("".join(kept), encoding="utf-8")
    target = tmp_path / "e.pdf"
    status, _, err = run("figure", *arguments, "-o", str(target), "--data", str(dated))
    assert status == 2
    assert told in err
    assert "nothing to draw" in err
    assert not target.exists()


def test_a_picture_is_replaced_only_if_told(run, dated, tmp_path):
    target = tmp_path / "n.svg"
    target.write_text("mine", encoding="utf-8")
    arguments = ("figure", "network", "-o", str(target), "--data", str(dated))
    status, _, err = run(*arguments)
    assert status == 2
    assert "exists" in err
    assert target.read_text(encoding="utf-8") == "mine"
    status, _, _ = run(*arguments, "--force")
    assert status == 0
    assert re.match(r"<\?xml", target.read_text(encoding="utf-8"))


# --- the line itself ------------------------------------------------------------------


def line_of(net, language="ja"):
    ax = figures.footer(figures.draw_overlaps(net), net, language=language)
    return [text.get_text() for text in ax.texts if text.get_gid() == "footer"]


def test_no_source_no_line(lists):
    assert line_of(reading.read(lists)) == []


def test_sources_without_any_date_are_told(dated):
    (dated / "sources.csv").write_text(
        "id,title,date\ns,名簿,\nt,要覧,\nw,会報,\n", encoding="utf-8"
    )
    assert line_of(reading.read(dated)) == ["資料に日付の記載なし"]
    assert line_of(reading.read(dated), "en") == ["Sources not dated"]


def test_only_sources_that_rows_name_count(dated):
    with (dated / "sources.csv").open("a", encoding="utf-8") as table:
        table.write("x,ほかの資料,1999\n")
    (line,) = line_of(reading.read(dated), "en")
    assert "1999" not in line
