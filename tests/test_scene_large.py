"""A large network gets a picture that reads: room for all, blocs apart, quickly."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from scipy.spatial import cKDTree

import tohoku_network as tn
from tohoku_network import AffiliationNetwork, scene
from tohoku_network.scene import _hubs, _room

LIMIT = 1500  # from here on, groups are laid out first


def network(pairs):
    """Network of (member, group) pairs; whatever has members is a council."""
    groups = {group for _, group in pairs}
    ids = sorted({identifier for pair in pairs for identifier in pair})
    kinds = ["council" if identifier in groups else "company" for identifier in ids]
    return AffiliationNetwork.from_frames(
        pd.DataFrame({"id": ids, "name": ids, "kind": kinds}),
        pd.DataFrame(pairs, columns=["member_id", "group_id"]),
    )


def blocs(n_blocs=4, members=500, groups=12, seed=0):
    """Blocs of councils that share members; one member in 50 also sits in the next."""
    rng = np.random.default_rng(seed)
    pairs = set()
    for member in range(n_blocs * members):
        bloc = member // members
        for group in rng.choice(groups, size=3, replace=False):
            pairs.add((f"m{member:04}", f"g{bloc}-{group:02}"))
        if member % 50 == 0:
            pairs.add((f"m{member:04}", f"g{(bloc + 1) % n_blocs}-00"))
    return sorted(pairs)


def crossed(members, groups, ties, seed=0):
    rng = np.random.default_rng(seed)
    pairs = zip(rng.integers(members, size=ties), rng.integers(groups, size=ties))  # noqa: B905
    return sorted({(f"m{a:04}", f"g{b:04}") for a, b in pairs})


LARGE = {
    "blocs": blocs(),
    "star": [(f"m{i:04}", "g") for i in range(2000)],
    "two": [(f"m{i:04}", "g") for i in range(1200)]
    + [(f"m{i:04}", "h") for i in range(1000, 2000)],
    "chain": [(f"m{i:04}", f"g{i + d:04}") for i in range(800) for d in (0, 1)],
    "more groups than members": crossed(40, 2500, 9000),
    "groups of groups": [(f"g{i:04}", f"g{i // 3:04}") for i in range(1, 2500)],
}


def touching(nodes):
    """Pairs of marks that lie upon each other."""
    places, radius = nodes[["x", "y"]].to_numpy(float), nodes["radius"].to_numpy()
    pairs = cKDTree(places).query_pairs(2 * radius.max(), output_type="ndarray")
    gap = np.hypot(*(places[pairs[:, 0]] - places[pairs[:, 1]]).T)
    return int((gap < radius[pairs].sum(axis=1) - 0.2).sum())


def filled(nodes):
    """Share of the ground of the whole picture that its marks take."""
    width, height = np.ptp(nodes[["x", "y"]].to_numpy(float), axis=0)
    return (np.pi * nodes["radius"] ** 2).sum() / (width * height)


@pytest.mark.parametrize("name", LARGE)
def test_no_mark_lies_upon_another_and_all_have_a_place(name):
    nodes = scene.build(network(LARGE[name])).nodes
    assert len(nodes) > LIMIT
    assert np.isfinite(nodes[["x", "y"]].to_numpy(float)).all()
    assert touching(nodes) == 0


@pytest.mark.parametrize("name", ["blocs", "star", "more groups than members"])
def test_ground_is_used_without_waste(name):
    # Discs packed as tightly as can be take 0.91 of a plane; marks with their gaps
    # and the corners of the picture leave less than half of that.
    assert 0.1 < filled(scene.build(network(LARGE[name])).nodes) < 0.6


def test_blocs_stand_apart():
    nodes = scene.build(network(blocs())).nodes
    members = nodes[nodes["side"] == "member"]
    bloc = members.index.str[1:].astype(int) // 500
    places = members[["x", "y"]].to_numpy(float)
    nearest = cKDTree(places).query(places, k=7)[1][:, 1:]
    alike = bloc.to_numpy()[nearest] == bloc.to_numpy()[:, None]
    assert alike.mean() > 0.9  # 0.25 if the blocs were mixed
    centres = members.groupby(bloc.to_numpy())[["x", "y"]].mean().to_numpy()
    apart = np.hypot(*(centres[:, None] - centres).T)[np.triu_indices(4, 1)]
    assert apart.min() > 0.3 * np.ptp(places, axis=0).max()


def test_members_of_one_group_surround_it_and_shared_ones_stand_between():
    nodes = scene.build(network(LARGE["two"])).nodes
    g, h = (nodes.loc[i, ["x", "y"]].to_numpy(float) for i in "gh")
    along = (nodes[["x", "y"]].to_numpy(float) - g) @ (h - g) / ((h - g) @ (h - g))
    place = pd.Series(along, index=nodes.index)
    only_g = place[[f"m{i:04}" for i in range(1000)]]
    both = place[[f"m{i:04}" for i in range(1000, 1200)]]
    only_h = place[[f"m{i:04}" for i in range(1200, 2000)]]
    assert only_g.median() < 0.2 < both.median() < 0.8 < only_h.median()


def test_a_large_layout_does_not_depend_on_row_order():
    net = network(LARGE["blocs"])
    shuffled = AffiliationNetwork.from_frames(
        net.organizations.sample(frac=1, random_state=3),
        net.memberships.sample(frac=1, random_state=4),
    )
    columns = ["x", "y", "importance"]
    pd.testing.assert_frame_equal(
        scene.build(net).nodes[columns], scene.build(shuffled).nodes[columns]
    )


def fingerprint():
    """Of the places of a large network and of a small one."""
    nets = [network(LARGE["more groups than members"]), tn.load_tohoku()]
    frames = [scene.build(net).nodes[["x", "y"]].to_numpy(float) for net in nets]
    return [hashlib.sha256(frame.tobytes()).hexdigest() for frame in frames]


def test_a_layout_does_not_depend_on_the_number_of_threads():
    one = dict.fromkeys(("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS"), "1")
    paths = [str(Path(__file__).parent), os.environ.get("PYTHONPATH", "")]
    found = subprocess.run(
        [sys.executable, "-c", "import test_scene_large as t; print(t.fingerprint())"],
        env={**os.environ, **one, "PYTHONPATH": os.pathsep.join(paths)},
        capture_output=True,
        text=True,
        check=True,
    )
    assert found.stdout.strip() == str(fingerprint())


def test_kept_places_stay_in_a_large_network_and_newcomers_come_near():
    before = scene.build(network(LARGE["blocs"])).nodes
    pairs = [*LARGE["blocs"], ("new", "g2-00"), ("new", "g2-01")]
    after = scene.build(network(pairs), positions=before[["x", "y"]]).nodes
    pd.testing.assert_frame_equal(
        after.loc[before.index, ["x", "y"]], before[["x", "y"]]
    )
    groups = before.loc[["g2-00", "g2-01"], ["x", "y"]].to_numpy(float)
    new = after.loc["new", ["x", "y"]].to_numpy(float)
    assert np.hypot(*(new - groups.mean(axis=0))) < 40


def test_small_parts_are_packed_beside_the_large_one():
    pairs = [*LARGE["star"], ("a", "other"), ("b", "other"), ("c", "third")]
    nodes = scene.build(network(pairs)).nodes
    assert touching(nodes) == 0
    large = nodes.loc[[member for member, _ in LARGE["star"]], "x"].max()
    assert nodes.loc[["a", "b", "c", "other", "third"], "x"].min() > large


def test_busiest_members_are_passed_over_when_meetings_are_too_many(monkeypatch):
    # Everybody in one member's groups would otherwise be compared with everybody.
    pairs = blocs() + [("busy", f"g{b}-{g:02}") for b in range(4) for g in range(12)]
    with_all = scene.build(network(pairs)).nodes
    monkeypatch.setattr(_hubs, "_MOST_MEETINGS", 20_000)
    without = scene.build(network(pairs)).nodes
    assert touching(without) == 0
    assert not np.array_equal(with_all["x"], without["x"])


# --- room -----------------------------------------------------------------------------


def test_widening_gives_crowded_marks_room_and_leaves_roomy_ones_in_peace():
    rng = np.random.default_rng(0)
    crowd = rng.normal(scale=30, size=(1500, 2))
    area = np.full(1500, 400.0)
    moved = _room.widened(crowd, area)
    distance = cKDTree(moved).query(moved, k=2)[0][:, 1]
    assert np.median(distance) > 5 * np.median(
        cKDTree(crowd).query(crowd, k=2)[0][:, 1]
    )
    # The order outwards is kept: nobody is carried past the others.
    out = np.corrcoef(np.hypot(*crowd.T).argsort().argsort(),
                      np.hypot(*moved.T).argsort().argsort())[0, 1]  # fmt: skip
    assert out > 0.99
    roomy = rng.uniform(0, 3000, size=(1500, 2))
    assert np.array_equal(_room.widened(roomy, np.full(1500, 400.0)), roomy)


def test_the_evened_density_is_that_of_the_marks():
    rng = np.random.default_rng(1)
    area = rng.uniform(200, 800, size=2000)
    moved = _room.widened(rng.normal(scale=40, size=(2000, 2)), area)
    centre = moved.mean(axis=0)
    inside = np.hypot(*(moved - centre).T) < 0.7 * np.quantile(
        np.hypot(*(moved - centre).T), 0.98
    )
    ground = np.pi * np.hypot(*(moved[inside] - centre).T).max() ** 2
    assert area[inside].sum() / ground == pytest.approx(1.1, abs=0.3)


def test_pushing_apart_ends_with_the_gap_kept():
    rng = np.random.default_rng(2)
    radius = rng.choice([5.0, 7.5, 20.0], p=[0.6, 0.35, 0.05], size=300)
    places = _room.apart(rng.uniform(0, 700, size=(300, 2)), radius)
    gap = np.hypot(*(places[:, None] - places).T) - radius[:, None] - radius
    np.fill_diagonal(gap, np.inf)
    assert gap.min() > _room.GAP - 0.1
    assert np.array_equal(_room.apart(places, radius, rounds=0), places)


def test_those_on_one_spot_open_around_it():
    opened = _room.opened(np.zeros((40, 2)), np.full(40, 5.0))
    assert len(np.unique(np.round(opened, 3), axis=0)) == 40
    assert np.abs(opened.mean(axis=0)).max() < 10
