"""The map page: what Python writes, and what a real browser makes of it."""

# ruff: noqa: F401, F811 (fixtures are imported, and asked for by name)

import base64
import hashlib
import html
import json
import os
import re
import sys
from importlib import resources

import pytest

import tohoku_network as tn
from browser import council, crowd, island, meeting, network
from tohoku_network import _glyphs, scene, webmap
from tohoku_network.errors import ExportError
from tohoku_network.vocabulary import Label
from tohoku_network.webmap import _font, _page, _payload

# --- what Python writes ---------------------------------------------------------------


def test_same_input_gives_same_bytes(council):
    first = webmap.render(council, title="図", data_date="2024-03").html
    _glyphs._cut.cache_clear()
    rows = council.memberships.sample(frac=1, random_state=1).reset_index(drop=True)
    shuffled = tn.AffiliationNetwork.from_frames(
        council.organizations.sample(frac=1, random_state=2), rows, council.sources
    )
    assert webmap.render(council, title="図", data_date="2024-03").html == first
    again = webmap.render(shuffled, title="図", data_date="2024-03").html
    assert island(again)["nodes"] == island(first)["nodes"]


def test_policy_lets_exactly_one_script_run(council):
    page = webmap.render(council).html
    head, _, rest = page.partition("<meta http-equiv")
    assert "<meta charset" in head
    assert "@@" not in rest
    scripts = re.findall(r"<script>(.*?)</script>", page, re.DOTALL)
    digest = base64.b64encode(hashlib.sha256(scripts[0].encode()).digest()).decode()
    assert len(scripts) == 1
    assert f"script-src 'sha256-{digest}'" in page
    policy = re.search(r'content="(default-src[^"]*)"', page)[1]
    assert "unsafe-eval" not in policy
    markup = re.sub(r"<script.*?</script>", "", page, flags=re.DOTALL)
    assert re.search(r"\son\w+=", markup) is None


def test_page_names_no_address(council):
    page = webmap.render(council).html
    addresses = set(re.findall(r"https?://[^\s\"'`)]+", page))
    assert all(one.startswith("http://www.w3.org/") for one in addresses)
    assert re.search(r"\b(src|href)=[\"'](?!#)", page) is None


def test_vendored_scripts_are_the_listed_ones():
    folder = resources.files("tohoku_network.webmap") / "vendor"
    listed = json.loads((folder / "vendor.json").read_text("utf-8"))
    for one in listed:
        content = (folder / one["file"]).read_bytes()
        assert hashlib.sha256(content).hexdigest() == one["sha256"], one["name"]
        assert b"sourceMappingURL" not in content
        assert "Copyright" in (folder / one["licence_file"]).read_text("utf-8")
    files = {entry.name for entry in folder.iterdir()}
    named = {one[key] for one in listed for key in ("file", "licence_file")}
    assert files == named | {"vendor.json"}


def test_every_text_of_the_page_is_there_in_both_languages():
    texts = webmap._payload.words()
    own = "".join(_page._file(name) for name in ("page.html", *_page.SCRIPTS))
    used = set(re.findall(r'say\("(\w+)"', own))
    used |= set(re.findall(r'data-(?:text|label|placeholder)="(\w+)"', own))
    assert used <= set(texts)
    assert all(len(both) == 2 and all(both) for both in texts.values())
    # A text for each word of a list is named by the words' common beginning.
    families = tuple(set(re.findall(r"say\(`(\w+_)\$\{", own)))
    assert all(f'"{key}"' in own or key.startswith(families) for key in texts)


def test_texts_of_unreasonable_length_are_clipped():
    organizations = [{"id": f"o{i}", "name": "長" * 100_000} for i in range(20)]
    memberships = [{"member_id": "o0", "group_id": "o1", "note": "注" * 100_000}]
    assert len(webmap.render(network(organizations, memberships)).html) < 400_000


def test_only_the_listed_columns_go_into_the_page(council):
    organizations = council.organizations.reset_index().assign(phone="022-000-0000")
    net = tn.AffiliationNetwork.from_frames(organizations, council.memberships)
    assert "022-000-0000" not in webmap.render(net).html


def test_file_is_small_enough_to_send(meeting):
    assert len(webmap.render(meeting).html.encode()) < 266_000


def test_file_of_a_large_network_is_small_too():
    drawn = scene.build(crowd(members=4600, groups=400, ties=18_500))
    assert len(drawn.nodes) == 5000
    assert len(webmap.render(drawn).html.encode()) < 368_000


def test_scene_with_own_positions_is_drawn_as_it_is(council):
    drawn = scene.build(council, unnamed=False)
    facts = island(webmap.render(drawn).html)
    assert facts["nodes"]["id"] == list(drawn.nodes.index)
    assert facts["nodes"]["x"] == drawn.nodes["x"].tolist()


def test_empty_network_has_a_page():
    net = network({"id": [], "name": []}, {"member_id": [], "group_id": []})
    assert island(webmap.render(net).html)["nodes"]["id"] == []


@pytest.mark.parametrize(
    ("arguments", "error", "words"),
    [
        ({"net_or_scene": "net"}, TypeError, "AffiliationNetwork or a Scene, not str"),
        ({"language": "fr"}, ValueError, "'ja' or 'en', not 'fr'"),
        ({"title": 7}, TypeError, "title must be a text, not int"),
        ({"data_date": None}, TypeError, "data_date must be a text, not NoneType"),
    ],
)
def test_wrong_arguments_are_named(council, arguments, error, words):
    arguments = {"net_or_scene": council, **arguments}
    with pytest.raises(error, match=re.escape(words)):
        webmap.render(arguments.pop("net_or_scene"), **arguments)


def test_missing_font_is_explained(monkeypatch):
    monkeypatch.setattr(_glyphs, "find_spec", lambda _name: None)
    with pytest.raises(ExportError, match="matplotlib-fontja"):
        _glyphs.font_path()


def test_rendering_leaves_matplotlib_alone(council):
    loaded = "matplotlib_fontja" in sys.modules
    webmap.render(council)
    assert ("matplotlib_fontja" in sys.modules) is loaded


# --- saving ---------------------------------------------------------------------------


def test_save_replaces_a_file_and_leaves_nothing_beside_it(tmp_path):
    target = tmp_path / "図.html"
    target.write_text("old")
    assert webmap.WebMap("新").save(str(target)) == target
    assert target.read_bytes() == "新".encode()
    assert list(tmp_path.iterdir()) == [target]
    assert target.stat().st_mode & 0o777 == 0o666 & ~_umask()


def _umask():
    mask = os.umask(0)
    os.umask(mask)
    return mask


def test_failing_save_keeps_the_old_file(tmp_path, monkeypatch):
    target = tmp_path / "map.html"
    target.write_text("old")

    def full(_descriptor):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(ExportError, match="No space left"):
        webmap.WebMap("new").save(target)
    assert target.read_text() == "old"
    assert list(tmp_path.iterdir()) == [target]


def test_save_refuses_what_it_must_not_replace(tmp_path):
    page = webmap.WebMap("page")
    target = page.save(tmp_path / "map.html")
    with pytest.raises(ExportError, match="is a directory"):
        page.save(tmp_path)
    with pytest.raises(ExportError, match="no such folder"):
        page.save(tmp_path / "nowhere" / "map.html")
    with pytest.raises(ExportError, match="overwrite=True"):
        page.save(target, overwrite=False)
    with pytest.raises(ExportError, match="no ordinary file"):
        page.save("/dev/null")
    with pytest.raises(ExportError, match="cannot write"):
        page.save(target / "map.html")


def test_save_replaces_a_link_and_not_what_it_points_to(tmp_path):
    original = tmp_path / "original.csv"
    original.write_text("input")
    link = tmp_path / "map.html"
    link.symlink_to(original)
    webmap.WebMap("page").save(link)
    assert original.read_text() == "input"
    assert link.read_text() == "page"


def test_frame_text_is_escaped(council):
    page = webmap.render(council)
    frame = page._repr_html_()
    inside = re.search(r'srcdoc="(.*?)"></iframe>', frame, re.DOTALL)[1]
    assert html.unescape(inside) == page.html


def test_payload_marks_missing_cells(council):
    facts = _payload.payload(
        scene.build(council), title=None, language="ja", data_date=""
    )
    json.dumps(facts, allow_nan=False)


def test_a_label_is_the_title_in_both_languages(council):
    title = Label("東北の会議体", "Councils of Tohoku")
    for language in ("ja", "en"):
        page = webmap.render(council, title=title, language=language).html
        assert f"<title>{getattr(title, language)}</title>" in page
        facts = island(page)
        assert facts["title"] is None
        assert ["title", *title[:2]] in facts["ui"]
