"""The command that writes the map: what it lets the reader colour and size by."""

import json
import re

import pytest

from tohoku_network import communities
from tohoku_network.errors import GraphError


def facts(path):
    """The facts of a page, which short ones carry as they are."""
    page = path.read_text("utf-8")
    found = re.search(r'<script type="application/json" id="data">(.*?)</script>', page)
    return json.loads(found[1])["overlays"]


@pytest.mark.parametrize(
    ("options", "expected"),
    [
        ([], {"communities"}),
        (["--no-communities"], set()),
        (["--ranks"], {"communities", "ranks"}),
        (["--ranks", "--no-communities"], {"ranks"}),
    ],
)
def test_map_carries_what_is_asked_for(run, lists, tmp_path, options, expected):
    target = tmp_path / "map.html"
    status, _, _ = run("map", "-o", str(target), "--data", str(lists), *options)
    assert status == 0
    found = facts(target)
    assert set(found) & {"communities", "ranks"} == expected
    if "ranks" in expected:
        assert found["ranks"]["code"] == "betweenness"
        assert found["ranks"]["share"] == 0.1


def test_map_of_a_network_too_large_for_communities_is_drawn(
    run, lists, tmp_path, monkeypatch
):
    def refuse(_):
        msg = "up to 30,000,000 ties could arise"
        raise GraphError(msg)

    monkeypatch.setattr(communities, "detect", refuse)
    target = tmp_path / "map.html"
    status, _, err = run("map", "-o", str(target), "--data", str(lists))
    assert status == 0
    assert "no communities: up to 30,000,000 ties" in err
    assert "communities" not in facts(target)
