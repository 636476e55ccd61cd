"""Pictures: what stands where, in which letters, and that nothing else is touched."""

import io
import itertools
import re
import subprocess
import sys

import matplotlib as mpl
import numpy as np
import pandas as pd
import pytest

mpl.use("Agg")

import matplotlib.pyplot as plt
from matplotlib import font_manager
from matplotlib.colors import to_hex

from networks import from_groups, odd_networks
from tohoku_network import (
    AffiliationNetwork,
    _glyphs,
    communities,
    figures,
    scene,
    significance,
)
from tohoku_network.errors import ExportError, GraphError, TohokuNetworkWarning
from tohoku_network.figures import _fonts, _labels, _marks, _words

SECTORS = ("industry", "academia", "government", "finance")


@pytest.fixture(autouse=True)
def _closed():
    """No figure is left open, and no setting changed."""
    before = dict(mpl.rcParams)
    yield
    plt.close("all")
    assert dict(mpl.rcParams) == before


@pytest.fixture(scope="module")
def built(tohoku):
    """Scene of the curated data, laid out once."""
    return scene.build(tohoku)


def texts(ax, gid):
    return [text.get_text() for text in ax.texts if text.get_gid() == gid]


def by_gid(ax, prefix):
    return [one for one in ax.get_children() if str(one.get_gid()).startswith(prefix)]


def boxes(ax, chosen):
    renderer = ax.figure.canvas.get_renderer()
    return [one.get_window_extent(renderer) for one in chosen]


def touching(found):
    return [
        (i, j)
        for i, a in enumerate(found)
        for j, b in enumerate(found[:i])
        if a.x0 < b.x1 - 0.5 and b.x0 < a.x1 - 0.5
        and a.y0 < b.y1 - 0.5 and b.y0 < a.y1 - 0.5
    ]  # fmt: skip


def drawn(ax, form="png"):
    """Bytes of the file; a letter that is missing is a warning, so an error."""
    stream = io.BytesIO()
    with figures.style():
        ax.figure.savefig(stream, format=form, dpi=24)
    return stream.getvalue()


def states(n=12, seed=3):
    words = ["present", "unnamed", "absent", "unknown", "not_eligible"]
    chosen = np.random.default_rng(seed).choice(words, size=(n, len(SECTORS)))
    return pd.DataFrame(chosen, index=[f"g{i}" for i in range(n)], columns=SECTORS)


def dated():
    organizations = pd.DataFrame(
        {
            "id": ["u", "c", "b", "n", "g", "h"],
            "name": ["大学", "会社", "銀行", "新聞", "協議会", "委員会"],
            "kind": [None, None, None, None, "council", "committee"],
        }
    )
    memberships = pd.DataFrame(
        [
            ("u", "g", "chair", "2019-04", "2021-03"),
            ("c", "g", "member", "2020", ".."),
            ("b", "g", "member", None, "2022"),
            ("n", "g", "member", "2021", None),
            ("u", "h", "member", "2021-12-01", "2021-12-02"),
            ("c", "h", "member", None, None),
        ],
        columns=["member_id", "group_id", "role", "valid_from", "valid_to"],
    )
    return AffiliationNetwork.from_frames(organizations, memberships)


# --- every picture --------------------------------------------------------------------


def pictures(net, language, *, asked=None):
    """All eight pictures of a network, as functions."""
    drawing = scene.build(net)
    ids = drawing.nodes.index
    labels = pd.Series(range(len(ids)), index=ids, dtype="int64") // 3
    numbers = pd.Series(np.arange(len(ids), dtype=float), index=ids)
    table = states(len(ids)).set_axis(ids)
    names = net.display_names(language)
    options = {"language": asked or language}
    first = ids[0] if len(ids) else None
    found = {
        "network": lambda **ax: figures.draw_network(drawing, **options, **ax),
        "communities": lambda **ax: figures.draw_communities(
            drawing, labels, **options, **ax
        ),
        "coverage": lambda **ax: figures.draw_coverage(
            table, names=names, **options, **ax
        ),
        "mixing": lambda **ax: figures.draw_mixing(mixed(net), **options, **ax),
        "overlaps": lambda **ax: figures.draw_overlaps(net, **options, **ax),
        "timeline": lambda **ax: figures.draw_timeline(net, **options, **ax),
        "ranks": lambda **ax: figures.draw_ranks(numbers, names=names, **options, **ax),
    }
    if first is not None:
        found["ego"] = lambda **ax: figures.draw_ego(net, first, **options, **ax)
    return found


def mixed(net):
    if not len(net.biadjacency()[1]):
        return pd.DataFrame({"source": [], "target": [], "observed": []})
    sectors = pd.Series("industry", index=net.biadjacency()[1])
    return significance.mixing(net, by=sectors, draws=9)


@pytest.mark.parametrize("name", odd_networks())
def test_every_odd_network_draws_every_picture(name):
    ax = all_in_one(odd_networks()[name], "ja")
    drawn(ax)


def all_in_one(net, language):
    """Every picture on one sheet; the last axes."""
    figure, axes = plt.subplots(4, 2, figsize=(10, 14))
    for ax, draw in zip(axes.flat, pictures(net, language).values(), strict=False):
        assert draw(ax=ax) is ax
        title = ax.get_title(loc="left")
        assert title
        assert title.isascii() is (language == "en") or "名" in title
    return figure.axes[-1]


@pytest.mark.parametrize(
    ("form", "start", "letters"),
    [
        ("svg", b"<?xml", b"<path"),  # outlines need no font
        ("pdf", b"%PDF", b"/FontFile2"),  # letters stay letters
    ],
)
def test_every_picture_goes_into_a_file_of_every_kind(form, start, letters):
    content = drawn(all_in_one(from_groups({"p": "abc", "q": "cd"}), "en"), form)
    assert content.startswith(start)
    assert letters in content
    assert b"<text" not in content


def test_new_axes_fill_a_sheet_of_their_own():
    for name, draw in pictures(from_groups({"p": "ab"}), "ja").items():
        ax = draw()
        box = ax.get_position()
        assert box.width > 0.85, name
        assert ax.figure.axes == [ax]


@pytest.mark.parametrize("name", ["network", "communities", "ego", "overlaps"])
def test_another_language_is_refused(name):
    with pytest.raises(ValueError, match="language must be 'ja' or 'en', not 'fr'"):
        pictures(from_groups({"p": "ab"}), "ja", asked="fr")[name]()


def test_own_axes_are_used_and_given_back(built):
    figure, (left, right) = plt.subplots(1, 2)
    assert figures.draw_network(built, ax=left) is left
    assert figures.draw_ego(built, "tap", ax=right) is right
    assert len(figure.axes) == 2
    with pytest.raises(TypeError, match="ax must be matplotlib Axes, not Figure"):
        figures.draw_network(built, ax=figure)


def test_title_can_be_given_or_left_out(built):
    figure, ax = plt.subplots()
    figures.draw_network(built, ax=ax, title="費用 $x^2$ の図", labels="none")
    assert ax.get_title(loc="left") == "費用 $x^2$ の図"
    drawn(ax)  # axes made with other fonts, and a title that is no mathematics
    figures.draw_network(built, ax=plt.figure().add_subplot(), title="", labels="none")
    assert plt.gca().get_title(loc="left") == ""
    assert figure.axes == [ax]


def test_all_words_are_there_in_both_languages():
    for key, both in _words.WORDS.items():
        assert len(both) == 2, key
        assert all(both), key
        assert both[1].isascii() or set(both[1]) - set(map(chr, range(128))) <= set(
            "·▲▼●≤"
        ), key
        fields = [sorted(re.findall(r"{(\w+)}", text)) for text in both]
        assert fields[0] == fields[1], key


# --- letters --------------------------------------------------------------------------


def test_importing_the_library_does_not_import_matplotlib():
    code = (
        "import sys, tohoku_network; net = tohoku_network.load_tohoku(); "
        "assert 'matplotlib' not in sys.modules; "
        "from tohoku_network import figures; "
        "assert 'matplotlib.pyplot' not in sys.modules; "
        "assert 'matplotlib_fontja' not in sys.modules"
    )
    subprocess.run([sys.executable, "-W", "error", "-c", code], check=True)


def test_no_square_stands_for_a_letter_where_only_dejavu_is():
    """A machine with DejaVu alone: every name is drawn from the packaged font."""
    code = """
import warnings; warnings.simplefilter("error")
import matplotlib; matplotlib.use("Agg")
from matplotlib import font_manager
manager = font_manager.fontManager
manager.ttflist = [f for f in manager.ttflist if f.name.startswith("DejaVu")]
import io, tohoku_network as tn
from tohoku_network import figures
net = tn.load_tohoku().filter(groups=["tap", "nanoterasu"])
ax = figures.draw_network(tn.scene.build(net))
assert figures._fonts.families() == ("IPAexGothic", "DejaVu Sans")
ax.figure.savefig(io.BytesIO())
names = "".join(net.display_names())
assert not [c for c in names if not figures._fonts._has(c)]
"""
    subprocess.run([sys.executable, "-c", code], check=True)


def test_every_name_of_the_data_has_its_letters(tohoku):
    for language in ("ja", "en"):
        names = tohoku.display_names(language)
        assert "〓" not in "".join(_fonts.readable(names).values())


def test_missing_letters_are_told_with_the_organization_and_drawn_as_geta():
    net = from_groups({"g": "ab"})
    table = net.organizations
    table.loc["a", "name"] = "東北🍎\U0001e900商店"
    odd = AffiliationNetwork.from_frames(table.reset_index(), net.memberships)
    told = r"name of a \(U\+1F34E U\+1E900\)"
    with pytest.warns(TohokuNetworkWarning, match=told) as caught:
        ax = figures.draw_network(scene.build(odd))
    assert caught[0].filename == __file__
    assert "東北〓〓商店" in [text.get_text() for text in ax.texts]
    drawn(ax)


def test_many_missing_letters_are_told_once():
    with pytest.warns(TohokuNetworkWarning, match="and 2 more") as caught:
        _fonts.readable({f"o{i}": "🍎" for i in range(7)})
    assert len(caught) == 1


def test_names_are_composed_and_on_one_line_but_never_widened():
    assert _fonts.shown("ハ\u309aン\n㈱Ａ") == "パン\\n㈱Ａ"
    assert len(_fonts.shown("長" * 100_000)) == 200


def test_a_missing_font_package_is_explained(monkeypatch):
    monkeypatch.setattr(_glyphs, "find_spec", lambda _name: None)
    with pytest.raises(ExportError, match="pip install matplotlib-fontja"):
        _glyphs.font_path()


def test_measured_width_is_the_drawn_width():
    figure = plt.figure(dpi=72)
    for text in ("東北大学", "Tohoku University", "第5期（2022年度）"):
        with figures.style():
            written = figure.text(0, 0.5, text, fontsize=20)
        found = written.get_window_extent(figure.canvas.get_renderer()).width
        assert found == pytest.approx(_fonts.width(text) * 20, rel=0.06)


def test_a_notebook_shows_the_second_picture_too():
    # Its backend is chosen while the first is drawn, and turns interactive mode on.
    before = mpl.is_interactive()
    try:
        mpl.interactive(False)
        with figures.style():
            mpl.interactive(True)
        assert mpl.is_interactive()
    finally:
        mpl.interactive(before)


def test_style_gives_the_settings_back_after_an_error():
    before = mpl.rcParams["font.family"]
    with pytest.raises(ZeroDivisionError), figures.style():
        _ = 1 / 0
    assert mpl.rcParams["font.family"] == before
    assert "IPAexGothic" in font_manager.fontManager.get_font_names()


# --- labels ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "widest", "lines"),
    [
        ("東北大学", 9, ("東北大学",)),
        ("一般社団法人東北経済連合会", 9, ("一般社団法人", "東北経済連合会")),
        ("青森県（八戸市）", 6, ("青森県", "（八戸市）")),
        ("ものづくりセンター", 6, ("ものづくり", "センター")),
        ("Tohoku University", 6, ("Tohoku", "University")),
    ],
)
def test_names_break_where_a_reader_would(text, widest, lines):
    assert _labels.wrap(text, widest) == lines


def test_no_line_begins_or_ends_with_a_letter_that_must_not(tohoku):
    for name in tohoku.display_names():
        lines = _labels.wrap(name, 8.0, lines=3)
        assert not [line for line in lines[1:] if line[0] in "ー・、）ゃゅょっ」"]
        assert not [line for line in lines[:-1] if line[-1] in "（「"]
        assert max(map(_fonts.width, lines)) < 8.0 * 1.7


def test_a_text_that_is_cut_says_so():
    assert _labels.clip("東北経済連合会", 4) == "東北経…"
    assert _labels.clip("Tohoku University", 6).endswith("...")
    assert _labels.shorten("第11回産学官金ラウンドテーブル", 10)[-5:] == "…テーブル"


@pytest.mark.parametrize("language", ["ja", "en"])
def test_no_name_covers_another_or_leaves_the_sheet(built, language):
    ax = figures.draw_network(built, language=language)
    ax.figure.canvas.draw()
    names = [text for text in ax.texts if str(text.get_gid()).startswith("name-")]
    assert len(names) > 90
    found = boxes(ax, names)
    assert touching(found) == []
    frame = ax.get_window_extent()
    assert all(b.x0 >= frame.x0 and b.x1 <= frame.x1 for b in found)
    legend = ax.get_legend().get_window_extent()
    assert all(b.y0 >= legend.y1 - 1 for b in found)


@pytest.mark.parametrize("language", ["ja", "en"])
def test_no_name_covers_another_in_lists(tohoku, language):
    axes = [
        figures.draw_ego(tohoku, "meti-tohoku", language=language),
        figures.draw_timeline(tohoku, language=language),
        figures.draw_overlaps(tohoku, language=language),
        figures.draw_coverage(states(40), language=language),
        figures.draw_ranks(
            pd.Series(1.0, index=tohoku.organizations.index),
            names=tohoku.display_names(language),
            language=language,
        ),
    ]
    for ax in axes:
        ax.figure.canvas.draw()
        rows = [t for t in ax.texts if str(t.get_gid()).startswith(("name-", "row"))]
        assert rows
        assert touching(boxes(ax, rows)) == []


# --- the network ----------------------------------------------------------------------


def test_symbols_stand_at_the_places_of_the_scene(built):
    ax = figures.draw_network(built, labels="none")
    found = by_gid(ax, "nodes-") + by_gid(ax, "unnamed-")
    offsets = np.vstack([one.get_offsets() for one in found])
    wanted = built.nodes[["x", "y"]].to_numpy(float)
    assert sorted(map(tuple, offsets)) == sorted(map(tuple, wanted))
    assert ax.yaxis_inverted()
    assert texts(ax, None) is not None
    assert not [t for t in ax.texts if str(t.get_gid()).startswith("name-")]


def test_sectors_have_the_colours_of_the_scene_and_classes_are_hollow(built):
    ax = figures.draw_network(built, labels="none")
    circle = by_gid(ax, "nodes-circle")[0]
    assert to_hex(circle.get_facecolor()[0]) == scene.COLOURS["academia"]
    assert to_hex(circle.get_edgecolor()[0]) == _marks.OUTLINE
    hollow = by_gid(ax, "unnamed-square")[0]
    assert to_hex(hollow.get_facecolor()[0]) == "#ffffff"
    assert to_hex(hollow.get_edgecolor()[0]) == scene.COLOURS["industry"]
    assert hollow.get_linestyle()[0][1] is not None


def test_ties_are_drawn_by_their_certainty(built):
    ax = figures.draw_network(built, labels="none")
    count = built.ties["certainty"].value_counts()
    for certainty in ("stated", "implied"):
        lines = by_gid(ax, f"ties-{certainty}")[0]
        assert len(lines.get_segments()) == count[certainty]
    assert lines.get_linestyle()[0][1] is not None


def test_legend_tells_what_is_there_in_the_asked_language(built):
    ax = figures.draw_network(built, labels="none", language="en")
    told = [text.get_text() for text in ax.get_legend().get_texts()]
    assert told[:3] == ["Industry", "Academia", "Government"]
    assert "Labour" not in told
    assert told[-2:] == ["Membership stated in a source", "Membership implied"]


def test_shapes_differ_without_colour():
    outlines = {
        shape: _marks.path(shape).vertices.round(3).tobytes()
        for shape in scene.SHAPES.values()
    }
    assert len(set(outlines.values())) == len(outlines)


def test_asked_names_are_written_even_in_a_crowd(built):
    asked = ["tohoku-univ", "sendai-city", "tap", "meti-tohoku"]
    ax = figures.draw_network(built, labels=asked)
    written = [t.get_gid() for t in ax.texts if str(t.get_gid()).startswith("name-")]
    assert written == [f"name-{one}" for one in asked]
    side = built.nodes["side"]
    for labels, unwanted in (("groups", "member"), ("members", "group")):
        ax = figures.draw_network(built, labels=labels)
        ids = [str(t.get_gid())[5:] for t in ax.texts if "name-" in str(t.get_gid())]
        assert unwanted not in set(side[ids])


def test_wrong_labels_are_named(built):
    with pytest.raises(GraphError, match="not in the scene: 'nobody'"):
        figures.draw_network(built, labels=["nobody"])
    with pytest.raises(ValueError, match="'members', 'none' or ids, not 'all'"):
        figures.draw_network(built, labels="all")


def test_counts_and_period_stand_below_the_title(tohoku):
    ax = figures.draw_network(scene.build(tohoku.filter(groups="tap").at("2021")))
    assert any("対象時点 2021" in text.get_text() for text in ax.texts)


# --- communities ----------------------------------------------------------------------


def test_each_community_has_a_number_and_a_region(built, tohoku):
    labels = communities.detect(tohoku, runs=2).labels
    ax = figures.draw_communities(built, labels, language="en")
    counts = labels.value_counts()
    several = sorted(counts.index[counts > 1])
    numbers = [t.get_text() for t in ax.texts if "number-" in str(t.get_gid())]
    assert numbers == [str(one + 1) for one in several]
    assert {str(one.get_gid()) for one in by_gid(ax, "region-")} == {
        f"region-{one}" for one in numbers
    }
    told = [text.get_text() for text in ax.get_legend().get_texts()]
    other = [c for c in ax.get_children() if isinstance(c, mpl.legend.Legend)]
    assert len(other) == 2
    assert told


def test_a_group_goes_with_most_of_its_members():
    net = from_groups({"g": "abc"})
    drawing = scene.build(net)
    from tohoku_network.figures.communities import _everyone

    labels = pd.Series({"a": 1, "b": 1, "c": 0})
    assert _everyone(drawing, labels)["g"] == 1
    with pytest.raises(GraphError, match="none of their ids"):
        figures.draw_communities(drawing, pd.Series({"x": 0}))


# --- ego ------------------------------------------------------------------------------


def test_ego_shows_the_groups_and_whom_one_meets_there():
    net = from_groups({"p": "abc", "q": "abd", "r": "de"})
    ax = figures.draw_ego(net, "a")
    names = {str(t.get_gid())[5:]: t for t in ax.texts if "name-" in str(t.get_gid())}
    assert set(names) == {"a", "p", "q", "b", "c", "d"}
    assert names["b"].get_text() == "名b (2)"
    assert names["c"].get_text() == "名c"
    x = {one: text.get_position()[0] for one, text in names.items()}
    assert x["a"] < x["p"] == x["q"] < x["b"] == x["c"] == x["d"]
    assert texts(ax, "heading") == [
        "所属する会議体等  2",
        "同じ会議体等に加わる機関  3",
    ]


def test_ego_of_a_group_shows_its_members_and_their_other_groups():
    ax = figures.draw_ego(from_groups({"p": "ab", "q": "bc"}), "p", language="en")
    assert texts(ax, "heading") == ["Members  2", "Other groups of those members  1"]
    lonely = figures.draw_ego(from_groups({"p": "ab"}, isolates="z"), "z")
    assert texts(lonely, "heading") == []


def test_ego_says_how_many_find_no_room(tohoku):
    _, ax = plt.subplots(figsize=(6, 3))
    figures.draw_ego(tohoku, "meti-tohoku", ax=ax)
    assert len(texts(ax, "more")) == 2
    heads = [int(re.search(r"\d+$", text)[0]) for text in texts(ax, "heading")]
    left_out = [int(re.search(r"\d+", text)[0]) for text in texts(ax, "more")]
    shown = [t for t in ax.texts if "name-" in str(t.get_gid())]
    assert sum(heads) - sum(left_out) == len(shown) - 1


def test_ego_refuses_what_it_does_not_know(tohoku):
    with pytest.raises(GraphError, match="look it up with"):
        figures.draw_ego(tohoku, "東北大学")
    with pytest.raises(TypeError, match="AffiliationNetwork or a Scene, not int"):
        figures.draw_ego(3, "tap")


# --- coverage and mixing --------------------------------------------------------------


def test_coverage_shows_every_cell_with_a_sign_of_its_own():
    frame = states(12)
    ax = figures.draw_coverage(frame)
    for state in ("present", "unnamed", "absent", "unknown", "not_eligible"):
        assert len(by_gid(ax, f"cell-{state}")) == int((frame == state).sum().sum())
    assert {p.get_hatch() for p in by_gid(ax, "cell-unnamed")} == {"/////"}
    assert set(texts(ax, "sign")) == {"●", "×", "?"}
    assert texts(ax, "column") == ["産", "学", "官", "金"]
    assert texts(ax, "row") == frame.index.tolist()


def test_coverage_takes_names_other_columns_and_communities():
    frame = states(6).assign(name=[f"会{i}" for i in range(6)], gaps=3)
    frame.loc["g0", "industry"] = None
    groups = pd.Series({"g5": 0, "g4": 1, "g3": 0, "g2": 1})
    ax = figures.draw_coverage(frame, communities=groups)
    assert texts(ax, "row") == ["会3", "会5", "会2", "会4", "会0", "会1"]
    assert len(by_gid(ax, "rule")) == 2
    assert len(texts(ax, "column")) == 4


def test_long_coverage_is_set_in_columns_and_says_what_is_left_out():
    ax = figures.draw_coverage(states(200))
    assert len(texts(ax, "column")) > 4
    assert len(texts(ax, "row")) == 200
    _, small = plt.subplots(figsize=(4, 3))
    figures.draw_coverage(states(200), ax=small)
    shown = len(texts(small, "row"))
    assert any(f"示していない行 {200 - shown}" in t.get_text() for t in small.texts)


def test_coverage_takes_the_long_table_of_gaps():
    frame = states(5)
    long = frame.rename_axis("group_id").reset_index()
    long = long.melt("group_id", var_name="category", value_name="state")
    long = long.assign(group="会" + long["group_id"])
    ax = figures.draw_coverage(long)
    assert texts(ax, "row") == [f"会g{i}" for i in range(5)]
    assert texts(ax, "column") == ["産", "学", "官", "金"]
    assert len(by_gid(ax, "cell-absent")) == int((frame == "absent").sum().sum())


def test_coverage_refuses_other_words():
    with pytest.raises(GraphError, match="no column of the frame holds only the words"):
        figures.draw_coverage(pd.DataFrame({"industry": ["yes"]}))


def test_mixing_shows_each_pair_once_with_what_chance_gives(tohoku):
    frame = significance.mixing(tohoku, draws=19, language="en")
    ax = figures.draw_mixing(frame, language="en")
    assert len(texts(ax, "cell")) == len(frame)
    first = frame.iloc[0]
    assert texts(ax, "cell")[0] == f"{first.observed}\n({first.expected:.1f})"
    signs = frame[(frame["p"] <= 0.05) & frame["z"].notna()]["z"] > 0
    assert texts(ax, "sign") == ["▲" if more else "▼" for more in signs]
    assert texts(ax, "row")[0] == "Industry"
    figures.draw_mixing(frame, alpha=1e-9)
    assert texts(plt.gca(), "sign") == []


def test_mixing_refuses_another_frame():
    with pytest.raises(GraphError, match="no column source, target, observed"):
        figures.draw_mixing(pd.DataFrame({"a": [1]}))


# --- overlaps -------------------------------------------------------------------------


def test_overlaps_count_everybody_once():
    net = from_groups({"p": "abcd", "q": "bcd", "r": "de"}, isolates="z")
    ax = figures.draw_overlaps(net, groups=["r", "p", "q"])
    # p and q only: b, c; p only: a; r only: e; all three: d.
    assert texts(ax, "count") == ["2", "1", "1", "1"]
    assert texts(ax, "row") == ["名p", "名q", "名r"]
    assert [t for t in texts(ax, "size") if t] == ["4", "3", "2"]
    heights = [bar.get_height() for bar in by_gid(ax, "bar")]
    assert heights[0] == pytest.approx(2 * heights[1])
    dark = [to_hex(c) == "#17212e" for c in by_gid(ax, "dots")[0].get_facecolor()]
    assert dark == [True, True, False]


def test_overlaps_choose_the_largest_groups_and_tell_what_is_left_out(tohoku):
    ax = figures.draw_overlaps(tohoku)
    assert len(texts(ax, "row")) == 6
    _, small = plt.subplots(figsize=(5, 4))
    figures.draw_overlaps(tohoku, ax=small)
    left_out = re.search(
        r"ほか (\d+) 通りの組合せ（計 (\d+)", small.texts[-1].get_text()
    )
    whole = sum(map(int, texts(ax, "count")))
    assert sum(map(int, texts(small, "count"))) + int(left_out[2]) == whole


def test_overlaps_refuse_what_cannot_be_compared(tohoku):
    with pytest.raises(GraphError, match="no group has the id 'nobody'"):
        figures.draw_overlaps(tohoku, groups=["tap", "nobody"])
    with pytest.raises(GraphError, match="13 are too many"):
        figures.draw_overlaps(tohoku, groups=tohoku.groups.index[:13])


# --- timeline -------------------------------------------------------------------------


def test_timeline_tells_the_kinds_of_period_apart():
    ax = figures.draw_timeline(dated(), about="g")
    assert texts(ax, "row") == [
        "大学（座長・会長）",
        "会社（会員・構成員）",
        "新聞（会員・構成員）",
        "銀行（会員・構成員）",
    ]
    for gid in ("bar", "open", "unknown-start", "unknown-end"):
        assert len(by_gid(ax, gid)) == 1, gid
    assert by_gid(ax, "unknown-start")[0].get_hatch() == "/////"
    bar, late = by_gid(ax, "bar")[0], by_gid(ax, "unknown-end")[0]
    # 2019-04 to 2021-03 is two years; 2021 begins a quarter before its end.
    year = bar.get_width() / 2
    assert late.get_x() == pytest.approx(bar.get_x() + 1.75 * year, rel=0.01)
    assert texts(ax, "year")[0] == "2019"


def lasting(*periods, date=None):
    """A group g whose members belong to it for the periods told."""
    members = [f"m{n}" for n in range(len(periods))]
    rows = pd.DataFrame(periods, columns=["valid_from", "valid_to"])
    rows = rows.assign(member_id=members, group_id="g", source_id="s")
    table = pd.DataFrame({"id": [*members, "g"], "name": [*members, "会"]})
    sources = pd.DataFrame({"id": ["s"], "title": ["名簿"], "date": [date]})
    return AffiliationNetwork.from_frames(table, rows, sources)


def test_timeline_hides_no_period_behind_another():
    net = lasting(("2018", "2020"), ("2018", ".."), ("2022", "2023"), date="2026-09")
    ax = figures.draw_timeline(net)
    assert texts(ax, "row") == ["会"]
    boxes = [
        bar.get_window_extent() for gid in ("bar", "open") for bar in by_gid(ax, gid)
    ]
    assert len(boxes) == 3
    for one, other in itertools.combinations(boxes, 2):
        assert not one.overlaps(other)
    # What follows upon the first stands in its line.
    assert len({round(box.y0 + box.y1) for box in boxes}) == 2
    # Seen as late as the tables tell.
    assert texts(ax, "year")[-1] == "2027"
    assert figures.timeline.height(net) < figures.timeline.height(
        lasting(*[("2018", str(2021 + n)) for n in range(20)])
    )


def test_timeline_of_all_groups_counts_and_names_what_is_undated():
    net = dated()
    ax = figures.draw_timeline(net)
    assert texts(ax, "row") == ["協議会", "委員会"]
    assert len(by_gid(ax, "short")) == 1
    assert any("期間の記載のない所属 1 は" in text.get_text() for text in ax.texts)
    told = [text.get_text() for text in ax.get_legend().get_texts()]
    assert told == ["期間", "継続中", "開始が不明・終了が不明", "1か月以内の所属・行事"]


def test_timeline_draws_a_membership_of_which_only_its_going_on_is_known():
    rows = pd.DataFrame({"member_id": ["a"], "group_id": ["g"], "valid_to": [".."]})
    table = pd.DataFrame({"id": ["a", "g"], "name": ["甲", "会"]})
    ax = figures.draw_timeline(AffiliationNetwork.from_frames(table, rows))
    assert texts(ax, "row") == ["会"]
    drawn(ax)


def test_timeline_refuses_whom_it_does_not_know(tohoku):
    with pytest.raises(GraphError, match="no organization has the id 'nobody'"):
        figures.draw_timeline(tohoku, about="nobody")


# --- ranks ----------------------------------------------------------------------------


def test_ranks_with_ranges_are_drawn_in_order():
    frame = pd.DataFrame(
        {
            "rank": pd.array([2, 1, 2, pd.NA], dtype="Int64"),
            "best": [1, 1, 2, 1],
            "worst": [4, 2, 5, 9],
            "name": ["乙", "甲", "丙", "丁"],
            "sector": ["学", "Industry", None, "官"],
        },
        index=["b", "a", "c", "d"],
    )
    ax = figures.draw_ranks(frame, low="best", high="worst")
    assert texts(ax, "row") == ["甲", "乙", "丙"]
    assert texts(ax, "place") == ["1.", "2.", "2."]
    ranges = [line.get_xdata() for line in by_gid(ax, "range")]
    step = (ranges[0][1] - ranges[0][0]) / 1
    assert ranges[1][1] - ranges[1][0] == pytest.approx(3 * step)
    assert len(by_gid(ax, "nodes-")) == 3
    told = [text.get_text() for text in ax.get_legend().get_texts()]
    assert told == ["産", "学", "区分なし", "順位の幅"]


def test_values_are_drawn_largest_first_with_their_numbers(tohoku):
    values = pd.Series({"tap": 1.0, "tohoku-univ": 12.5, "nanoterasu": np.nan})
    ax = figures.draw_ranks(
        values,
        names=tohoku.display_names("en"),
        sectors=tohoku.organizations["sector"],
        language="en",
    )
    assert texts(ax, "row")[0] == "Tohoku University"
    assert texts(ax, "value") == ["12.5", "1"]
    stems = [np.ptp(line.get_xdata()) for line in by_gid(ax, "stem")]
    assert stems[0] == pytest.approx(12.5 * stems[1])
    assert by_gid(ax, "nodes-circle")


def test_ranks_refuse_what_they_cannot_draw():
    with pytest.raises(GraphError, match="no column 'rank'"):
        figures.draw_ranks(pd.DataFrame({"a": [1]}))
    with pytest.raises(ValueError, match="top must be at least 1"):
        figures.draw_ranks(pd.Series({"a": 1.0}), top=0)
    twice = pd.DataFrame({"rank": [1, 2]}, index=["a", "a"])
    with pytest.raises(GraphError, match="occurs twice"):
        figures.draw_ranks(twice)
    levels = pd.MultiIndex.from_tuples([(0.1, "a"), (0.2, "a")], names=["share", "id"])
    with pytest.raises(GraphError, match="choose one share"):
        figures.draw_ranks(twice.set_axis(levels))
    with pytest.raises(TypeError, match="Series or a DataFrame, not list"):
        figures.draw_ranks([1, 2])


def test_a_large_network_is_drawn_in_seconds():
    groups = {
        f"g{i}": [f"m{(i * 37 + k * k) % 3000}" for k in range(8)] for i in range(600)
    }
    net = from_groups({key: sorted(set(inside)) for key, inside in groups.items()})
    ax = figures.draw_network(scene.build(net))
    assert len(ax.texts) > 50
