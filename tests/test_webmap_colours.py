"""What the map's colours and sizes tell: communities, coverage, ranks."""

# ruff: noqa: F401, F811 (fixtures are imported, and asked for by name)

import json

import pandas as pd
import pytest

import tohoku_network as tn
from browser import browser, council, network, playwright, reader
from test_webmap_access import FINDINGS, axe
from tohoku_network import communities, gaps, robustness, scene, webmap
from tohoku_network.vocabulary import SECTORS
from tohoku_network.webmap import _overlays

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def drawn(tohoku):
    return scene.build(tohoku)


@pytest.fixture(scope="module")
def found(tohoku):
    return communities.detect(tohoku)


@pytest.fixture(scope="module")
def ranks(tohoku):
    """Ranks by number of memberships, which are quick to draw again."""
    return robustness.stability(tohoku, "memberships", draws=40)


@pytest.fixture(scope="module")
def whole(drawn, found, ranks):
    """Page of everything that can be handed in, in Japanese."""
    return webmap.render(drawn, communities=found, ranks=ranks).html


def cells(net, sector, **options):
    """State, reason and numbers of a sector in every group, as the library has them."""
    frame = gaps.coverage(net, **options).set_index(["category", "group_id"])
    frame = frame.loc[sector]
    columns = frame[["state", "reason", "named", "unnamed"]]
    return {
        group: [row["state"], row["reason"], int(row["named"]), int(row["unnamed"])]
        for group, row in columns.iterrows()
    }


def on_page(opened, sector, groups):
    told = opened.page.evaluate("(code) => __map.coverage(code)", sector)
    return {
        one["id"]: [one["state"], one["reason"], one["named"], one["unnamed"]]
        for one in told
        if one["id"] in groups
    }


# --- coverage -------------------------------------------------------------------------


def test_states_are_those_of_the_library(reader, drawn, tohoku):
    opened = reader(drawn)

    def equals(net):
        for sector in SECTORS:
            expected = cells(net, sector)
            assert on_page(opened, sector, expected) == expected, sector

    equals(tohoku)
    for year in (2015, 2019, 2021, 2023):
        opened.set_year(year)
        equals(tohoku.at(str(year)))
    opened.set_year(None)
    opened.tick("certainty", "stated")
    equals(tohoku.filter(certainty="stated"))
    opened.set_year(2021)
    equals(tohoku.at("2021").filter(certainty="stated"))
    opened.tick("role", "member", "chair")
    equals(tohoku.at("2021").filter(certainty="stated", role=["member", "chair"]))


def test_states_under_conditions_on_members(reader, drawn, tohoku):
    opened = reader(drawn)
    opened.tick("prefecture", "Miyagi", "Aomori")
    net = tohoku.filter(prefecture=["Miyagi", "Aomori"])
    assert on_page(opened, "academia", cells(net, "academia")) == cells(net, "academia")
    opened.of_sectors("industry", "finance")
    net = net.filter(sector=["industry", "finance"])
    assert on_page(opened, "finance", cells(net, "finance")) == cells(net, "finance")


LISTS = {
    "id": ["a", "b", "x", "u", "v", "few", "full", "open", "one", "none", "blank"],
    "name": [f"機関{i}" for i in range(11)],
    "sector": ["industry", "academia", None, "finance", None, *[None] * 6],
    "kind": [None] * 5 + ["council"] * 6,
    "size_declared": [None] * 5 + [9, 2, None, None, None, None],
    "unnamed": [None] * 3 + ["true", "true"] + [None] * 6,
}
PAIRS = [
    ("a", "few"), ("b", "few"), ("a", "full"), ("b", "full"), ("a", "open"),
    ("b", "open"), ("u", "open"), ("v", "open"), ("a", "one"), ("a", "blank"),
    ("x", "blank"),
]  # fmt: skip


def test_every_reason_is_told_as_by_the_library(reader):
    rows = {"member_id": [m for m, _ in PAIRS], "group_id": [g for _, g in PAIRS]}
    net = network(LISTS, rows)
    excluded = {"none": ["civil"], "full": ["industry", "media"]}
    page = webmap.render(net, not_eligible=excluded).html
    opened = reader(page, fragment="#colour=coverage&of=media")
    reasons = set()
    for sector in SECTORS:
        expected = cells(net, sector, not_eligible=excluded)
        assert on_page(opened, sector, expected) == expected
        reasons |= {reason for _, reason, _, _ in expected.values()}
    assert reasons == {
        "named_member", "unnamed_class", "given", "declared_size", "open_class",
        "member_without_category", "one_member", "no_members", "complete_list",
    }  # fmt: skip
    legend = opened.texts("#legend li")
    assert "対象外" in legend
    opened.page.select_option("#covered", "civil")
    sections = opened.texts("#panel h3")
    assert [one.split()[0] for one in sections] == ["一覧にない", "不明", "対象外"]
    opened.page.click("#panel section:has-text('対象外') .name-button")
    facts = opened.texts("#panel .covers div")
    assert "対象外" in facts[list(SECTORS).index("civil")]
    assert "対象外: 対象外と指定" in opened.texts("#panel .lead")


def test_share_of_sectors_is_counted(reader, drawn, tohoku):
    opened = reader(drawn, fragment="#colour=coverage", language="en")
    frame = gaps.coverage(tohoku)
    there = frame["state"].isin(["present", "unnamed"]).groupby(frame["group_id"]).sum()
    is_open = (frame["state"] == "unknown").groupby(frame["group_id"]).any()
    names = tohoku.display_names("en")
    entries = opened.texts("#panel .entry")
    assert len(entries) == 60
    top = there.sort_values(ascending=False).iloc[:60]
    told = {
        names[group]: f"at least {n}" if is_open[group] else f"{n} sectors"
        for group, n in there.items()
    }
    for entry in entries:
        *_, name, number = entry.split("\n")
        assert told[name].replace("1 sectors", "1 sector") == number
    assert sum(int("".join(c for c in e.split("\n")[-1] if c.isdigit()))
               for e in entries) == top.sum()  # fmt: skip


def test_two_years_show_the_later_lists(reader, drawn, tohoku):
    opened = reader(drawn, fragment="#colour=coverage&of=academia&change=2019|2021")
    expected = cells(tohoku.at("2021"), "academia")
    assert on_page(opened, "academia", expected) == expected


def test_map_without_the_classes_offers_no_coverage(reader, council):
    opened = reader(scene.build(council, unnamed=False))
    assert opened.page.locator("#colour").is_hidden()
    opened = reader(council)
    assert opened.page.locator("#colour option").all_inner_texts() == [
        "区分", "区分の参加状況",
    ]  # fmt: skip


# --- communities ----------------------------------------------------------------------


def test_groups_follow_most_of_their_members():
    net = network(
        {"id": [*"abcdefpqr"], "name": [*"甲乙丙丁戊己庚辛壬"],
         "unnamed": ["", "", "", "", "", "true", "", "", ""]},
        {"member_id": [*"abcabdabef"], "group_id": [*"pppqqqrrrr"]},
    )  # fmt: skip
    found = communities.detect(net)
    labels = pd.Series([0, 1, 1, 0, 1], index=[*"abcde"])
    chosen = type(found)(**{**vars(found), "labels": labels})
    columns = _overlays.overlays(scene.build(net), chosen).columns
    told = columns["community"]
    assert told[["a", "b", "p", "q", "r"]].tolist() == [0, 1, 1, 0, 1]
    assert pd.isna(told["f"])  # a class of unnamed members has no community
    labels = pd.Series([0, 1, 1, 0], index=[*"abcd"])
    chosen = type(found)(**{**vars(found), "labels": labels})
    columns = _overlays.overlays(scene.build(net), chosen).columns
    assert pd.isna(columns["community"]["r"])  # one each: no majority


def test_largest_communities_are_lettered(reader, drawn, found):
    opened = reader(drawn, communities=found, fragment="#colour=communities")
    sizes = found.labels.value_counts()
    largest = sizes[sizes >= 3].iloc[:8]
    headings = opened.texts("#panel h3")
    assert [one[0] for one in headings] == list("ABCDEFGH"[: len(largest)])
    counts = [int(one.split("\n")[-1].split("機関")[0]) for one in headings]
    assert counts == sorted(largest, reverse=True)
    biggest = set(found.labels.index[found.labels == 0])
    looks = opened.page.evaluate("__map.looks()")
    lettered = {one["id"] for one in looks if one["letter"] == "A"}
    assert lettered & set(found.labels.index) == biggest
    unsure = found.node_stability
    unsure = set(unsure.index[unsure < 0.8])
    colourless = {one["id"] for one in looks if not one["letter"]}
    assert {one["id"] for one in looks if one["doubt"]} == unsure - colourless
    # In greyscale and without colour the letter tells them apart.
    assert len({one["colour"] for one in looks if one["letter"]}) == len(largest)


def test_panel_tells_how_sure_a_community_is(reader, drawn, found):
    opened = reader(drawn, communities=found, fragment="#colour=communities")
    for one in ("tohoku-univ", found.node_stability.idxmin()):
        opened.page.evaluate("(id) => { location.hash = `#org=${id}` }", one)
        opened.page.wait_for_function("(id) => __map.selected() === id", arg=one)
        share = round(100 * found.node_stability[one])
        (notice,) = [t for t in opened.texts("#panel .notice") if "まとまり" in t]
        assert f"20回の探索のうち{share}％で同じ" in notice
        assert ("不安定" in notice) == (share < 80)


# --- ranks ----------------------------------------------------------------------------


def test_sizes_are_ranks_with_their_range(reader, drawn, whole, ranks):
    opened = reader(whole, fragment="#size=memberships&lang=en")
    own = ranks.xs(0.10)
    looks = {one["id"]: one for one in opened.page.evaluate("__map.looks()")}
    ordered = own.sort_values("rank")
    radii = [looks[one]["radius"] for one in ordered.index]
    assert radii == sorted(radii, reverse=True)
    assert len({round(r, 6) for r in radii}) == own["rank"].nunique()
    laid = drawn.nodes["radius"]
    assert laid.min() <= min(radii) < max(radii) <= laid.max()
    for one, row in own.iterrows():
        look = looks[one]
        is_wide = row["rank_low"] < row["rank_high"]
        assert (look["outer"] is not None) == is_wide
        if is_wide:
            assert look["outer"] >= 1 >= look["inner"] > 0
    wide = own[own["rank_low"] < own["rank"]].iloc[0]
    opened.page.evaluate("(id) => { location.hash += `&org=${id}` }", wide.name)
    opened.page.wait_for_function("() => __map.selected() !== null")
    (notice,) = [t for t in opened.texts("#panel .notice") if "Memberships: rank" in t]
    expected = f"rank {wide['rank']} ({wide['rank_low']}–{wide['rank_high']} when 10 %"
    assert expected in notice


def test_table_has_the_columns(reader, whole, tohoku, ranks):
    opened = reader(whole)
    opened.page.click("#show-table")
    heads = opened.texts(".table thead th")
    assert heads[5:] == ["まとまり", "所属数の順位"]
    own = ranks.xs(0.10)
    name = tohoku.organizations.loc[own.index[0], "name"]
    row = opened.page.locator("#rows tr").filter(
        has=opened.page.locator("th", has_text=name)
    )
    assert row.first.locator("td").all_inner_texts()[5].startswith("1位")
    assert len(opened.page.locator("#rows tr").first.locator("td").all()) == 6


def test_ranks_of_filled_classes_are_told_as_such(reader, council):
    frame = robustness.fill_unnamed(council, "memberships", draws=20)
    page = webmap.render(council, ranks=frame).html
    opened = reader(page, fragment="#size=memberships")
    assert any(
        "名称の記載がない構成員を補った" in t for t in opened.texts("#legend li")
    )


# --- the choice -----------------------------------------------------------------------


def test_followed_link_wins_over_what_waits_to_be_written(reader, whole):
    opened = reader(whole)
    opened.page.select_option("#colour", "coverage")  # is written after a pause
    opened.page.evaluate("""() => {
        location.hash = "#colour=communities";
        const start = performance.now();
        while (performance.now() - start < 500) {}  // the pause ends before the event
    }""")
    opened.page.wait_for_function("() => __map.address() === 'colour=communities'")


def test_choice_stands_in_address_sheet_and_speech(reader, whole):
    opened = reader(whole)
    opened.page.select_option("#colour", "coverage")
    opened.page.select_option("#covered", "finance")
    opened.page.select_option("#size", "memberships")
    where = "colour=coverage&of=finance&size=memberships"
    assert opened.map("address()").startswith(where)
    said = opened.page.inner_text("#live")
    assert "会議体等への参加状況（金）" in said
    assert "所属数の順位" in said
    assert said in opened.page.text_content("#filter-print")
    opened.page.select_option("#colour", "communities")
    assert "まとまり" in opened.page.inner_text("#live")
    opened.page.select_option("#colour", "sector")
    opened.page.select_option("#size", "connections")
    assert "区分で色分け" in opened.page.inner_text("#live")
    assert "colour" not in opened.map("address()")
    opened.page.evaluate("(where) => { location.hash = where }", f"#{where}")
    opened.page.wait_for_function("() => __map.address().includes('of=finance')")
    assert opened.page.input_value("#covered") == "finance"
    opened.page.evaluate("location.hash = '#colour=nonsense&size=1&of=x'")
    opened.page.wait_for_function("() => !__map.address().includes('colour')")


def test_nothing_handed_in_offers_nothing(reader, council):
    opened = reader(council, fragment="#colour=communities&size=betweenness")
    assert opened.map("address()") == ""
    assert opened.page.locator("#size").is_hidden()
    assert opened.page.locator("#covered").is_hidden()


@pytest.mark.parametrize("where", ["colour=communities", "colour=coverage&of=finance"])
def test_saved_drawing_is_coloured_as_the_screen(reader, whole, where):
    opened = reader(whole, fragment=f"#{where}")
    opened.page.click("#export-menu")
    with opened.page.expect_download() as saved:
        opened.page.click("#as-svg")
    drawing = saved.value.path().read_text("utf-8")
    for words in opened.texts("#legend li > span"):
        assert (
            words.removeprefix("+n: ") in drawing
        )  # a word on the chips, not on paper
    assert opened.page.text_content("#filter-print").split("　")[-1][:12] in drawing
    colours = {
        one["colour"]
        for one in opened.page.evaluate("__map.looks()")
        if one["letter"] or one["covered"] == "present"
    }
    assert colours
    assert all(f'fill="{colour}"' in drawing for colour in colours)


@pytest.mark.parametrize(
    ("language", "choices"),
    [
        ("ja", ["colour=communities", "size=memberships", "colour=coverage&of=labour"]),
        (
            "en",
            [
                "colour=coverage",
                "colour=coverage&of=finance&org=tap",
                "colour=communities&size=memberships&org=tohoku-univ",
            ],
        ),
    ],
)
def test_no_barrier_in_any_choice(reader, whole, axe, language, choices):
    opened = reader(whole)
    opened.page.evaluate(axe)
    opened.page.click(f"#to-{language}")
    for where in choices:
        opened.page.evaluate("(where) => { location.hash = `#${where}` }", where)
        opened.page.wait_for_function(
            "(parts) => parts.every((part) => __map.address().includes(part))",
            arg=where.split("&"),
        )
        assert opened.page.evaluate(FINDINGS) == [], where


# --- names beside symbols -------------------------------------------------------------


def covering(opened):
    """Names that lie over the symbol of somebody else."""
    boxes = opened.page.evaluate("__map.boxes()")
    return [
        (label["id"], box["id"])
        for label in opened.map("visibleLabels()")
        for box in boxes
        if box["id"] != label["id"]
        and label["left"] < box["right"]
        and box["left"] < label["right"]
        and label["top"] < box["bottom"]
        and box["top"] < label["bottom"]
    ]


def test_names_leave_symbols_free(reader, drawn):
    opened = reader(drawn, width=1600, height=900)
    labels = opened.map("visibleLabels()")
    assert len(labels) > 40
    # Only the hubs, which must have their names, may stand over small symbols.
    reach = (
        drawn.ties["source"]
        .value_counts()
        .add(drawn.ties["target"].value_counts(), fill_value=0)
    )
    hubs = set(reach.nlargest(14).index)
    found = covering(opened)
    assert {name for name, _ in found} <= hubs
    assert len(found) <= 20


# --- what cannot be shown -------------------------------------------------------------


def test_wrong_overlays_are_refused(council, ranks):
    with pytest.raises(TypeError, match="communities must be"):
        webmap.render(council, communities={"a": 1})
    with pytest.raises(TypeError, match="ranks must be"):
        webmap.render(council, ranks=pd.Series([1]))
    with pytest.raises(TypeError, match="ranks must be"):
        webmap.render(council, ranks=pd.DataFrame({"rank": [1]}))
    with pytest.raises(ValueError, match="none of the ranked"):
        webmap.render(
            council,
            ranks=ranks.drop(council.organizations.index, level="id", errors="ignore"),
        )
    with pytest.raises(ValueError, match="no group 'bank'"):
        webmap.render(council, not_eligible={"bank": ["civil"]})
    with pytest.raises(ValueError, match="no sector 'circus'"):
        webmap.render(council, not_eligible={"tap": ["circus"]})
    other = network(
        {"id": ["z", "y"], "name": ["い", "ろ"]},
        {"member_id": ["z"], "group_id": ["y"]},
    )
    with pytest.raises(ValueError, match="none of the labelled"):
        webmap.render(council, communities=communities.detect(other, runs=2))


def test_overlays_are_the_same_bytes(council):
    found = communities.detect(council)
    pages = {webmap.render(council, communities=found).html for _ in range(2)}
    assert len(pages) == 1
    assert json.loads(json.dumps(_overlays.overlays(scene.build(council)).facts))
    assert tn.communities is communities
