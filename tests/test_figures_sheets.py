"""Sheets of pictures: as high as their rows, letters to read, words of the reader."""

from itertools import pairwise

import matplotlib as mpl
import pandas as pd
import pytest

mpl.use("Agg")

import matplotlib.pyplot as plt

from networks import from_groups
from tohoku_network import AffiliationNetwork, figures, robustness, scene

WORDS = ["present", "unnamed", "absent", "unknown"]
SECTORS = ["industry", "academia", "government", "finance"]


@pytest.fixture(autouse=True)
def _closed():
    yield
    plt.close("all")


def texts(ax, gid):
    return [text.get_text() for text in ax.texts if text.get_gid() == gid]


def told(ax):
    return [text.get_text() for text in ax.get_legend().get_texts()]


def drawn_boxes(ax, chosen):
    with figures.style():
        renderer = ax.figure.canvas.get_renderer()
        return [one.get_window_extent(renderer) for one in chosen]


def states(rows, name="会議体{}"):
    frame = pd.DataFrame([WORDS] * rows, columns=SECTORS)
    return frame.set_axis([name.format(i) for i in range(rows)])


def ranks(rows, **facts):
    frame = pd.DataFrame({"rank": range(1, rows + 1)}, index=range(rows)).astype(int)
    frame = frame.set_axis([f"機関{i}" for i in range(rows)])
    frame.attrs.update(facts)
    return frame


def unfilled(ax):
    """Height in points that stays free between the rows and the legend."""
    rows = [text for text in ax.texts if text.get_gid() == "row"]
    lowest = min(box.y0 for box in drawn_boxes(ax, rows))
    (legend,) = drawn_boxes(ax, [ax.get_legend()])
    return (lowest - legend.y1) * 72 / ax.figure.dpi


@pytest.mark.parametrize("rows", [4, 8, 20, 40])
@pytest.mark.parametrize("draw", ["coverage", "ranks"])
def test_a_sheet_is_as_high_as_its_rows(draw, rows):
    ax = (
        figures.draw_coverage(states(rows))
        if draw == "coverage"
        else figures.draw_ranks(ranks(rows), top=rows)
    )
    wide, high = ax.figure.get_size_inches()
    assert len(texts(ax, "row")) == rows
    assert high <= (11.7 if draw == "coverage" else 8.3)
    assert wide in (8.3, 11.7)
    assert 0 < unfilled(ax) < 60


def test_names_and_signs_grow_where_there_is_room_and_never_beyond_it():
    sizes = {}
    for rows in (8, 55, 200):
        ax = figures.draw_coverage(states(rows))
        assert len(texts(ax, "row")) == rows
        sizes[rows] = {t.get_fontsize() for t in ax.texts if t.get_gid() == "row"}
    assert sizes[8] == {7.5 * 1.3}
    assert sizes[200] == {7.5}
    name = "東北地域における先端的な産業の振興に関する連絡協議会" * 2
    many = pd.DataFrame([["present"] * 14] * 8, columns=range(14))
    long = figures.draw_coverage(many.set_axis(states(8, name + "{}").index))
    (size,) = {t.get_fontsize() for t in long.texts if t.get_gid() == "row"}
    assert 7.5 <= size < 7.5 * 1.3
    (whole,) = drawn_boxes(long, [long.patch])
    cells = [p for p in long.patches if str(p.get_gid()).startswith("cell-")]
    assert max(box.x1 for box in drawn_boxes(long, cells)) <= whole.x1


@pytest.mark.parametrize(
    ("inches", "least"), [(3.5, 6.0), (5.0, 6.6), (7.0, 7.4), (9.0, 8.0), (16.0, 8.0)]
)
def test_the_letters_of_a_legend_can_be_read(inches, least):
    _, ax = plt.subplots(figsize=(inches, 5))
    figures.draw_coverage(states(5), ax=ax)
    size = {text.get_fontsize() for text in ax.get_legend().get_texts()}
    assert min(size) >= least
    (legend,) = drawn_boxes(ax, [ax.get_legend()])
    (whole,) = drawn_boxes(ax, [ax.patch])
    assert legend.x1 <= whole.x1 + 1


@pytest.mark.parametrize("inches", [None, (7.0, 4.6)])
def test_a_long_name_keeps_off_the_bar_before_it(inches):
    organizations = pd.DataFrame(
        {
            "id": ["a", "b", "c", "p", "q"],
            "name": [
                *"abc",
                "東北地域における先端的な産業の振興に関する連絡協議会",
                "会",
            ],
        }
    )
    pairs = pd.DataFrame(["ap", "bp", "cp", "aq"])[0].map(list).tolist()
    net = AffiliationNetwork.from_frames(
        organizations, pd.DataFrame(pairs, columns=["member_id", "group_id"])
    )
    ax = None if inches is None else plt.subplots(figsize=inches)[1]
    ax = figures.draw_overlaps(net, ax=ax)
    names = [text for text in ax.texts if text.get_gid() == "row"]
    bars = [patch for patch in ax.patches if patch.get_gid() == "size"]
    dots = [one for one in ax.collections if one.get_gid() == "dots"]
    left = min(box.x0 for box in drawn_boxes(ax, names))
    right = max(box.x1 for box in drawn_boxes(ax, names))
    assert left > max(box.x1 for box in drawn_boxes(ax, bars)) + 6
    points = dots[0].get_offsets()
    first = ax.transData.transform(points)[:, 0].min()
    assert right < first - 4


@pytest.mark.parametrize(
    ("language", "tie", "implied"),
    [("ja", "所属", "資料が示唆する所属"), ("en", "Membership", "Membership implied")],
)
def test_only_what_is_told_is_called_stated(language, tie, implied, tohoku):
    net = from_groups({"p": "abc", "q": "cd"})
    for ax in (
        figures.draw_network(scene.build(net), language=language),
        figures.draw_ego(net, "c", language=language),
    ):
        assert told(ax)[-1] == tie
    # One row that tells is enough: those that do not are read as before.
    rows = net.memberships.drop(columns="line").astype({"certainty": "object"})
    rows.loc[0, "certainty"] = "implied"
    some = AffiliationNetwork.from_frames(net.organizations.reset_index(), rows)
    ax = figures.draw_network(scene.build(some), language=language)
    assert told(ax)[-1] == implied
    assert told(ax)[-2] != tie
    ax = figures.draw_network(scene.build(tohoku), language=language, labels="none")
    assert told(ax)[-2] != tie


@pytest.mark.parametrize(
    ("column", "facts", "ja", "en"),
    [
        ("pairs", {"measure": "who_links"}, "つなぐ組", "pairs linked"),
        ("exclusive_pairs", {"measure": "who_links"}, None, "exclusive pairs"),
        ("degree", {"measure": "degree"}, "次数", "degree"),
        (
            None,
            {"measure": "stability", "of": "betweenness"},
            "媒介中心性",
            "betweenness",
        ),
        (None, {"measure": "stability", "of": "my_own"}, None, "my own"),
        (None, {}, None, None),
    ],
)
def test_what_is_ranked_is_named_in_the_language_of_the_picture(column, facts, ja, en):
    frame = ranks(3, **facts)
    result = frame if column is None else frame["rank"].rename(column)
    for language, name in (("ja", ja), ("en", en)):
        ax = figures.draw_ranks(result, language=language)
        count = {"ja": "上位 3／全 3 機関", "en": "First 3 of 3 organizations"}[
            language
        ]
        (line,) = [t.get_text() for t in ax.texts if count in t.get_text()]
        assert line.split("　") == [*([name] if name else []), count]


@pytest.mark.parametrize("language", ["ja", "en"])
@pytest.mark.parametrize("inches", [4.0, 7.0, 12.0])
def test_numbers_of_ranks_do_not_run_into_each_other(inches, language):
    _, ax = plt.subplots(figsize=(inches, 4.6))
    figures.draw_ranks(ranks(10).assign(rank_high=38), ax=ax, language=language)
    ticks = [text for text in ax.texts if text.get_gid() == "tick"]
    assert len(ticks) > 3
    boxes = sorted(drawn_boxes(ax, ticks), key=lambda box: box.x0)
    assert all(a.x1 < b.x0 for a, b in pairwise(boxes))


def test_the_number_told_is_that_of_the_rows_drawn():
    _, ax = plt.subplots(figsize=(6, 3))
    figures.draw_ranks(ranks(30), ax=ax)
    rows = len(texts(ax, "row"))
    assert rows < 20
    assert any(f"上位 {rows}／全 30 機関" in text.get_text() for text in ax.texts)


def test_a_frame_of_stability_is_named_by_what_it_ranks():
    net = from_groups({"p": "abc", "q": "cd", "r": "ad"})
    held = robustness.stability(net, "degree", draws=5, shares=[0.2])
    ax = figures.draw_ranks(held.droplevel("share"))
    lines = [text.get_text() for text in ax.texts]
    assert any(line.startswith("次数　上位") for line in lines)
    assert not any("stability" in line for line in lines)


@pytest.mark.parametrize("language", ["ja", "en"])
@pytest.mark.parametrize("rows", [1, 2, 3])
def test_a_table_of_few_groups_has_all_rows_and_little_blank_space(rows, language):
    ax = figures.draw_coverage(states(rows), language=language)
    assert len(texts(ax, "row")) == rows
    assert 0 <= unfilled(ax) < 48


def test_the_legend_shows_each_state_as_its_cell(tmp_path):
    ax = figures.draw_coverage(states(3))
    legend = ax.get_legend()
    labels = ["参加（名称あり）", "参加（名称の記載なし）", "一覧にない", "不明"]
    assert told(ax) == labels
    ax.figure.savefig(tmp_path / "c.png")  # the legend is put in its place
    boxes = {one.get_gid(): one for one in legend.get_patches()}
    cells = {
        one.get_gid().removeprefix("cell-"): one
        for one in ax.patches
        if str(one.get_gid()).startswith("cell-")
    }
    assert set(boxes) == set(cells) == set(WORDS)
    for state, box in boxes.items():
        assert box.get_facecolor() == cells[state].get_facecolor()
        assert box.get_hatch() == cells[state].get_hatch()
    signs = {t.get_text(): t.get_color() for t in ax.texts if t.get_gid() == "sign"}
    inside = {
        t.get_text(): t.get_color()
        for t in legend.findobj(mpl.text.Text)
        if t.get_text() in signs
    }
    assert inside == signs == {"●": "#ffffff", "×": "#b34700", "?": "#52606d"}


def test_headings_count_as_the_map_does(tohoku):
    ax = figures.draw_network(scene.build(tohoku), language="en", labels="none")
    (line,) = (t.get_text() for t in ax.texts if "organizations" in t.get_text())
    nodes = scene.build(tohoku).nodes
    acting = nodes[(nodes["side"] != "group") & ~nodes["unnamed"].astype(bool)]
    groups = nodes[nodes["side"] != "member"]
    assert line.startswith(
        f"{len(acting)} organizations · {len(groups)} groups · "
        f"{len(tohoku.memberships)} memberships"
    )
