"""Which ties and which mixing are more than chance: values, laws, odd networks."""

from __future__ import annotations

import itertools
from fractions import Fraction
from math import comb

import numpy as np
import pandas as pd
import pytest
import scipy.stats
from hypothesis import given, settings
from hypothesis import strategies as st

import networks
from tohoku_network import AffiliationNetwork, _nullmodels, significance
from tohoku_network.errors import GraphError
from tohoku_network.significance import _tails

MODELS = ["hypergeometric", "fixed_groups", "sdsm", "fdsm"]
EXACT = MODELS[:3]


@pytest.fixture(scope="module")
def davis():
    return networks.davis()


def row_of(frame: pd.DataFrame, source: str, target: str) -> pd.Series:
    return frame[(frame["source"] == source) & (frame["target"] == target)].iloc[0]


def evelyn_theresa(frame: pd.DataFrame) -> pd.Series:
    return row_of(frame, "Evelyn Jefferson", "Theresa Anderson")


# --- published values -------------------------------------------------------------


def test_hypergeometric_of_davis(davis):
    # R backbone (fixed row model) and scipy.
    frame = significance.pair_pvalues(davis)
    assert len(frame) == 153
    assert evelyn_theresa(frame)["p_upper"] == pytest.approx(0.0163170, abs=1e-6)
    assert (frame["p_upper"] < 0.05).sum() == 17


def test_sdsm_of_davis(davis):
    # Exact convolution; R backbone approximates .18919.
    frame = significance.pair_pvalues(davis, model="sdsm")
    assert evelyn_theresa(frame)["p_upper"] == pytest.approx(0.18669, abs=1e-5)
    assert frame["p_upper"].min() == pytest.approx(0.0883723, abs=1e-6)


@pytest.mark.parametrize("model", MODELS)
@pytest.mark.parametrize("correction", ["holm", "bh"])
def test_no_tie_of_davis_survives_a_correction(davis, model, correction):
    # R backbone: none in any model.
    found = significance.ties(davis, model=model, correction=correction, draws=200)
    assert found.empty
    assert found.attrs["n_tests"] == 153
    assert found.attrs["n_tied"] == 139


def test_poisson_binomial_of_a_published_example():
    p = (0.123, 0.234, 0.345, 0.456, 0.567, 0.678, 0.789, 0.801, 0.911)
    upper = significance.poisson_binomial(p, 5, tail="upper")
    lower = significance.poisson_binomial(p, 5, tail="lower")
    assert upper == pytest.approx(0.628385, abs=1e-6)
    assert lower == pytest.approx(0.679135, abs=1e-6)


def test_fixed_groups_is_the_fixed_column_model(davis):
    # Neal, Domagalski and Sagan (2021): success probabilities k(k − 1)/(n(n − 1)).
    b, _, _ = davis.biadjacency()
    sizes = b.toarray().sum(axis=0)
    chance = sizes * (sizes - 1) / (18 * 17)
    found = evelyn_theresa(significance.tie_pvalues(davis, model="fixed_groups"))
    assert found["expected"] == pytest.approx(chance.sum())
    assert found["p_upper"] == pytest.approx(slow_tail(chance, 7))


# --- a second computation ---------------------------------------------------------


def slow_tail(chance, k: int) -> float:
    """P(X ≥ k), in exact fractions."""
    mass = [Fraction(1)]
    for p in map(Fraction, chance):
        mass = [
            (mass[at] if at < len(mass) else 0) * (1 - p)
            + (mass[at - 1] * p if at else 0)
            for at in range(len(mass) + 1)
        ]
    return float(sum(mass[max(k, 0) :], Fraction(0)))


@settings(max_examples=25, deadline=None)
@given(
    st.lists(
        st.tuples(
            st.sampled_from([0.0, 1e-9, 0.03, 0.2, 0.5, 0.93, 1.0]),
            st.sampled_from([1, 2, 20]),
        ),
        max_size=3,
    ),
    st.integers(0, 6),
)
def test_tails_are_exact(coins, k):
    single = [p for p, times in coins for _ in range(times)]
    upper, lower = _tails.tails(
        np.array([[p for p, _ in coins]]),
        np.array([times for _, times in coins], dtype=np.int64),
        np.zeros(2, dtype=np.int64),
        np.array([k, k + 2]),
    )
    for at, count in enumerate((k, k + 2)):
        # Relative precision, so that the smallest p-values can be told apart.
        assert upper[at] == pytest.approx(slow_tail(single, count), rel=1e-11, abs=0)
        below = slow_tail([1 - Fraction(p) for p in single], len(single) - count)
        assert lower[at] == pytest.approx(below, rel=1e-11, abs=0)


def test_hypergeometric_tails_are_exact():
    m = 30
    sizes = np.array(
        [
            (k, a, b)
            for a in (1, 4, 17)
            for b in (2, 17, 30)
            for k in range(min(a, b) + 1)
        ]
    )
    upper, lower = _tails.hypergeometric(*sizes.T, m)
    for at, (k, a, b) in enumerate(sizes.tolist()):
        ways = [comb(b, x) * comb(m - b, a - x) for x in range(a + 1)]
        assert upper[at] == pytest.approx(sum(ways[k:]) / comb(m, a), rel=1e-9)
        assert lower[at] == pytest.approx(sum(ways[: k + 1]) / comb(m, a), rel=1e-9)


def test_corrections_equal_those_of_scipy():
    p = np.random.default_rng(0).random(40) ** 3
    assert significance.adjusted(p, correction="bh") == pytest.approx(
        scipy.stats.false_discovery_control(p)
    )
    # Holm by its definition: the largest of the stepwise Bonferroni values so far.
    order = np.argsort(p)
    steps = [min(1, (40 - at) * p[row]) for at, row in enumerate(order)]
    assert significance.adjusted(p)[order] == pytest.approx(
        np.maximum.accumulate(steps)
    )
    assert significance.adjusted(p, correction="none") == pytest.approx(p)


@pytest.mark.parametrize("correction", ["holm", "bh"])
def test_tests_whose_p_is_one_may_be_left_out(correction):
    p = np.random.default_rng(1).random(10) ** 4
    whole = significance.adjusted([*p, *[1.0] * 15], correction=correction)[:10]
    short = significance.adjusted(p, correction=correction, n_tests=25)
    assert short == pytest.approx(whole)


def test_sdsm_equals_the_cells_of_the_model_multiplied(davis):
    b, members, _ = davis.biadjacency()
    model = _nullmodels.bicm(b)
    p = model.p[np.ix_(model.row_class, model.column_class)]
    frame = significance.pair_pvalues(davis, model="sdsm")
    for found in frame.iloc[::19].itertuples():
        chance = p[members.index(found.source)] * p[members.index(found.target)]
        assert found.expected == pytest.approx(chance.sum())
        assert found.p_upper == pytest.approx(slow_tail(chance, found.shared))
        below = slow_tail(1 - chance, 14 - found.shared)
        assert found.p_lower == pytest.approx(below)


TINY = {"p": "abc", "q": "abd", "r": "ab", "s": "cde", "t": "e"}


def test_fdsm_approaches_the_share_among_all_networks():
    net = networks.from_groups(TINY)
    b = net.biadjacency()[0].toarray()
    columns = [
        [set(chosen) for chosen in itertools.combinations(range(5), int(size))]
        for size in b.sum(axis=0)
    ]
    degrees = b.sum(axis=1)
    counts = [
        sum(0 in column and 1 in column for column in every)
        for every in itertools.product(*columns)
        if all(sum(i in c for c in every) == degrees[i] for i in range(5))
    ]
    found = row_of(significance.tie_pvalues(net, model="fdsm", draws=800), "a", "b")
    exact = np.mean(np.array(counts) >= 3)
    assert found["shared"] == 3
    assert found["p_upper"] == pytest.approx(exact, abs=0.05)
    assert found["expected"] == pytest.approx(np.mean(counts), abs=0.08)


@pytest.mark.parametrize("model", MODELS)
def test_mixing_counts_ties_as_networkx_does(davis, model):
    import networkx as nx

    half = pd.Series({m: m[0] < "H" for m in davis.biadjacency()[1]}, name="half")
    frame = significance.mixing(davis, by=half, model=model, draws=40)
    graph = davis.project("members")
    assert frame["observed"].sum() == graph.size() == 139
    nx.set_node_attributes(graph, half.to_dict(), "half")
    counted = nx.attribute_mixing_matrix(
        graph, "half", mapping={False: 0, True: 1}, normalized=False
    )
    assert frame["source"].tolist() == ["False", "False", "True"]
    # NetworkX counts each tie from both its ends.
    expected = [counted[0, 0] / 2, counted[0, 1], counted[1, 1] / 2]
    assert frame["observed"].tolist() == expected
    assert frame["pairs"].sum() == 153


def test_ei_index_by_hand():
    # Ties a–b, a–c, b–c (p), c–d (q): one sector a, b, c and one of d, e.
    net = networks.from_groups(
        {"p": "abc", "q": "cd"},
        sectors=dict.fromkeys("abc", "industry") | dict.fromkeys("de", "academia"),
        isolates="e",
    )
    frame = significance.ei_index(net, draws=20, language="en").set_index("label")
    assert frame.loc["Whole network", ["internal", "external"]].tolist() == [3, 1]
    assert frame["ei"].to_dict() == {
        "Whole network": -0.5,
        "Industry": -0.5,
        "Academia": 1.0,
    }
    each = significance.ei_by_organization(net, draws=20)
    assert each["ei"].fillna(9).to_dict() == pytest.approx(
        {"a": -1, "b": -1, "c": -1 / 3, "d": 1, "e": 9}
    )
    assert each.loc["c", ["internal", "external"]].tolist() == [2, 1]


def test_mixing_finds_what_was_planted():
    rng = np.random.default_rng(0)
    groups = {}
    for number in range(40):
        pool = [f"i{k:02d}" for k in range(25)] if number % 2 else []
        pool = pool or [f"u{k:02d}" for k in range(25)]
        groups[f"g{number:02d}"] = sorted(rng.choice(pool, 4, replace=False))
    sectors = {f"i{k:02d}": "industry" for k in range(25)}
    sectors |= {f"u{k:02d}": "academia" for k in range(25)}
    net = networks.from_groups(groups, sectors=sectors)
    for model in MODELS:
        frame = significance.mixing(net, model=model, draws=99)
        across = row_of(frame, "industry", "academia")
        assert across["observed"] == 0
        assert across["z"] < -5
        assert across["p"] == pytest.approx(2 / 100)
        overall = significance.ei_index(net, model=model, draws=99).iloc[0]
        assert overall["ei"] == -1
        assert overall["p"] == pytest.approx(2 / 100)
    found = significance.ties(net, tail="lower", correction="none", model="sdsm")
    assert {(r.source[0], r.target[0]) for r in found.itertuples()} <= {("i", "u")}


# --- the frames -------------------------------------------------------------------


def test_a_tie_that_is_more_than_chance_is_returned():
    groups = {f"g{k:02d}": "xy" for k in range(12)}
    groups |= {f"h{k:02d}": "abcdefgh"[k % 7 : k % 7 + 2] for k in range(30)}
    net = networks.from_groups(groups)
    for model in MODELS:
        found = significance.ties(net, model=model, draws=1000)
        assert ("x", "y") in set(zip(found["source"], found["target"], strict=True))
        assert found.attrs["reason"] == ""
        assert (found["p_corrected"] <= 0.05).all()
        assert found["p"].is_monotonic_increasing
    assert found.columns.tolist() == [
        *("source", "target", "source_name", "target_name"),
        *("shared", "expected", "p", "p_corrected"),
    ]
    assert found.loc[0, "source_name"] == f"名{found.loc[0, 'source']}"


def test_an_empty_result_explains_itself(davis):
    found = significance.ties(davis, model="fdsm", draws=100, language="en")
    reason = found.attrs["reason"]
    assert f"{found.attrs['smallest_p']:.3g}" in reason
    assert "Holm over 153 pairs" in reason
    assert "it takes at least 3,059" in reason  # 1/(3059 + 1) = .05/153
    assert "有意" in significance.ties(davis).attrs["reason"]
    plain = significance.ties(davis, model="sdsm", correction="none", language="en")
    assert "Holm" not in plain.attrs["reason"]
    lone = significance.ties(networks.from_groups({"p": "a"}), language="en")
    assert "nothing to test" in lone.attrs["reason"]


def test_a_network_without_alternative_says_so():
    net = networks.from_groups({"g": "abcde"})
    for model in ("sdsm", "fdsm"):
        found = significance.ties(net, model=model, draws=9, language="en")
        assert found.attrs["only_network"]
        assert "no other network" in found.attrs["reason"]


def test_results_carry_their_definition(davis):
    frame = significance.ties(davis.at("2020"), model="fdsm", draws=20, seed=4)
    told = frame.attrs
    assert told["measure"] == "ties"
    assert told["seed"] == 4
    assert told["draws"] == 20
    assert told["n"] == 18
    assert told["period"] == "2020"
    assert 0 < told["chain"]["kept_between_draws"] < 1
    assert significance.ties(davis).attrs["seed"] is None
    mixed = significance.mixing(networks.from_groups(TINY), model="sdsm", draws=5)
    assert mixed.attrs["left_out"] == 5
    assert mixed.attrs["chain"] is None


@pytest.mark.parametrize("model", MODELS)
def test_the_two_tails_cover_everything(davis, model):
    every = significance.pair_pvalues(davis, model=model, draws=50)
    assert len(every) == 153
    assert (every["p_upper"] + every["p_lower"] >= 1 - 1e-12).all()
    assert (every.loc[every["shared"] == 0, "p_upper"] == 1).all()
    tied = significance.tie_pvalues(davis, model=model, draws=50)
    key = ["source", "target"]
    same = tied.merge(every, on=key, suffixes=("", "_every"))
    assert len(same) == len(tied) == 139
    assert same["p_upper"].tolist() == pytest.approx(same["p_upper_every"].tolist())
    assert same["p_lower"].tolist() == pytest.approx(same["p_lower_every"].tolist())


def test_groups_can_be_tied_too(davis):
    frame = significance.tie_pvalues(davis, side="groups", model="sdsm")
    assert len(frame) == 66
    assert row_of(frame, "E8", "E9")["shared"] == 9


# --- structural zeros -------------------------------------------------------------


def test_impossible_pairs_raise_the_chance_of_the_others():
    net = networks.from_groups(TINY)
    everywhere = significance.tie_pvalues(net, model="sdsm")
    nothing = pd.DataFrame({"member_id": [], "group_id": []}, dtype=str)
    mask = significance.possible_pairs(net, impossible=nothing)
    same = significance.tie_pvalues(net, model="sdsm", possible=mask)
    pd.testing.assert_frame_equal(everywhere, same, check_exact=False)
    never = pd.DataFrame({"member_id": ["d", "e", "e"], "group_id": ["p", "p", "q"]})
    mask = significance.possible_pairs(net, impossible=never)
    for model in ("sdsm", "fdsm"):
        found = significance.tie_pvalues(net, model=model, possible=mask, draws=200)
        free = significance.tie_pvalues(net, model=model, draws=200)
        more = row_of(found, "a", "b")["expected"]
        assert more > row_of(free, "a", "b")["expected"]
        assert found.attrs["structural_zeros"] == 3
    coo = mask.tocoo()
    _, members, groups = net.biadjacency()
    listed = pd.DataFrame(
        {
            "member_id": [members[at] for at in coo.row],
            "group_id": [groups[at] for at in coo.col],
        }
    )
    for way in (listed, mask.toarray()):
        again = significance.tie_pvalues(net, model="sdsm", possible=way)
        masked = significance.tie_pvalues(net, model="sdsm", possible=mask)
        pd.testing.assert_frame_equal(again, masked)
    turned = significance.tie_pvalues(net, model="sdsm", side="groups", possible=mask)
    assert turned["expected"].sum() > 0
    assert len(significance.mixing(net, possible=mask, draws=3)) == 0


def test_structural_zeros_that_cannot_be(davis):
    net = networks.from_groups(TINY)
    pair = pd.DataFrame({"member_id": ["a"], "group_id": ["p"]})
    with pytest.raises(GraphError, match="a in p"):
        significance.ties(
            net,
            model="sdsm",
            possible=significance.possible_pairs(net, impossible=pair),
        )
    for model in ("hypergeometric", "fixed_groups"):
        with pytest.raises(ValueError, match="sdsm"):
            significance.ties(net, model=model, possible=pair)
    with pytest.raises(GraphError, match="no group has the id zz"):
        significance.possible_pairs(net, impossible=pair.assign(group_id="zz"))
    with pytest.raises(ValueError, match="no column group_id"):
        significance.possible_pairs(net, impossible=pair[["member_id"]])
    with pytest.raises(ValueError, match="shape"):
        significance.ties(davis, model="sdsm", possible=np.ones((2, 2)))
    with pytest.raises(TypeError, match="mask"):
        significance.ties(davis, model="sdsm", possible=[("a", "p")])


# --- odd networks -----------------------------------------------------------------

# Tied pairs, and the smallest upper p of hypergeometric, fixed_groups and sdsm, by
# hand. For sdsm: cells of the pairs 1/2; of the star's leaves 1/4, its hub is in all;
# of the path's ends 1/3, its middle 2/3; of a, b, d 2/3 in p and 1/3 in q, c in both.
ODD = {
    "empty": (0, None, None, None),
    "one member": (0, None, None, None),
    "two isolated pairs": (2, 1 / 2, 11 / 36, 7 / 16),
    "star": (4, 1.0, 1 - 0.9**4, 1 - (3 / 4) ** 4),
    "path": (3, 2 / 3, 1 - (5 / 6) ** 3, 1 - (7 / 9) ** 3),
    "complete": (10, 1.0, 1.0, 1.0),
    "groups of one": (0, None, None, None),
    "one sector": (4, 1 / 2, 7 / 12, 41 / 81),
    "isolates": (1, 1.0, 1.0, 1.0),
}


@pytest.mark.parametrize("name", list(networks.odd_networks()))
def test_odd_networks(name):
    net = networks.odd_networks()[name]
    n_tied, *smallest = ODD[name]
    for model, value in zip(EXACT, smallest, strict=True):
        frame = significance.tie_pvalues(net, model=model)
        assert len(frame) == n_tied
        if n_tied:
            assert frame["p_upper"].min() == pytest.approx(value)
    for model in MODELS:
        frame = significance.pair_pvalues(net, model=model, draws=9)
        numbers = frame[["expected", "p_upper", "p_lower"]]
        assert np.isfinite(numbers.to_numpy(float)).all()
        assert numbers["p_upper"].between(0, 1).all()
        assert numbers["p_lower"].between(0, 1).all()
        for tail in ("upper", "lower"):
            found = significance.ties(net, model=model, tail=tail, draws=9)
            assert found.empty
            assert found.attrs["reason"]
        mixed = significance.mixing(net, model=model, draws=9)
        index = significance.ei_index(net, model=model, draws=9)
        each = significance.ei_by_organization(net, model=model, draws=9)
        if name == "one sector":
            assert mixed["observed"].tolist() == [4]
            assert index["ei"].tolist() == [-1, -1]
            assert each["ei"].tolist() == [-1] * 4
        else:  # nobody has a sector
            assert mixed.empty
            assert index["ei"].isna().all()
            assert each.empty


def test_isolated_sectors_have_no_index_and_no_p():
    net = networks.from_groups(
        {"p": "ab"}, sectors={"a": "industry", "x": "media"}, isolates="x"
    )
    frame = significance.ei_index(net, draws=9)
    assert frame[["ei", "z", "p"]].isna().all(axis=None)
    assert (frame[["internal", "external"]] == 0).all(axis=None)


# --- laws -------------------------------------------------------------------------


@st.composite
def groups_of(draw):
    members = "abcdef"
    count = draw(st.integers(1, 5))
    return {
        f"g{k}": "".join(sorted(draw(st.sets(st.sampled_from(members), min_size=1))))
        for k in range(count)
    }


def values(frame: pd.DataFrame) -> dict[frozenset[str], tuple[float, ...]]:
    return {
        frozenset((r.source, r.target)): (r.shared, r.expected, r.p_upper, r.p_lower)
        for r in frame.itertuples()
    }


def assert_same(one, two):
    assert one.keys() == two.keys()
    for key, found in one.items():
        assert found == pytest.approx(two[key], rel=1e-9)


@settings(max_examples=15, deadline=None)
@given(groups_of(), st.sampled_from(EXACT), st.randoms(use_true_random=False))
def test_laws_of_exact_p_values(groups, model, random):
    net = networks.from_groups(groups)
    found = values(significance.pair_pvalues(net, model=model))
    # Row order, and a duplicated row.
    rows = net.memberships[["member_id", "group_id"]]
    shuffled = pd.concat([rows, rows.iloc[:1]]).sample(
        frac=1, random_state=random.randrange(2**31)
    )
    table = net.organizations.reset_index()[["id", "name", "kind"]].iloc[::-1]
    again = AffiliationNetwork.from_frames(table, shuffled)
    assert_same(found, values(significance.pair_pvalues(again, model=model)))
    # An added isolate, and an added group without named members.
    more = networks.from_groups({**groups, "none": ""}, isolates="z")
    assert_same(found, values(significance.pair_pvalues(more, model=model)))
    # Relabelling turns the order of the ids round.
    other = dict(zip("abcdef", "zyxwvu", strict=True))
    named = {g: [other[m] for m in inside] for g, inside in groups.items()}
    renamed = values(
        significance.pair_pvalues(networks.from_groups(named), model=model)
    )
    back = {frozenset(other[m] for m in key): value for key, value in found.items()}
    assert_same(back, renamed)
    # Swapped sides.
    swapped = {
        m: [g for g in groups if m in groups[g]]
        for m in "abcdef"
        if any(m in inside for inside in groups.values())
    }
    turned = significance.pair_pvalues(
        networks.from_groups(swapped), model=model, side="groups"
    )
    assert_same(found, values(turned))


@settings(max_examples=5, deadline=None)
@given(groups_of())
def test_row_order_does_not_change_random_draws(groups):
    net = networks.from_groups(groups, sectors=dict.fromkeys("abc", "industry"))
    table = net.organizations.reset_index()[["id", "name", "kind", "sector"]]
    rows = net.memberships[["member_id", "group_id"]]
    again = AffiliationNetwork.from_frames(table.iloc[::-1], rows.iloc[::-1])
    for measure in (significance.tie_pvalues, significance.ei_index):
        pd.testing.assert_frame_equal(
            measure(net, model="fdsm", draws=20), measure(again, model="fdsm", draws=20)
        )
    for model in ("sdsm", "hypergeometric", "fixed_groups"):
        pd.testing.assert_frame_equal(
            significance.mixing(net, model=model, draws=5),
            significance.mixing(again, model=model, draws=5),
        )


def test_seeds_change_draws_only(davis):
    one, same, other = (
        significance.tie_pvalues(davis, model="fdsm", draws=30, seed=seed)
        for seed in (1, 1, 2)
    )
    pd.testing.assert_frame_equal(one, same)
    assert values(one) != values(other)


# --- errors -----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"model": "sdms"}, "hypergeometric"),
        ({"correction": "fdr"}, "holm"),
        ({"tail": "both"}, "lower"),
        ({"side": "rows"}, "members"),
        ({"alpha": 5}, "between 0 and 1"),
        ({"draws": 0}, "at least 1"),
        ({"language": "fr"}, "language"),
    ],
)
def test_options_that_are_not_known(davis, options, message):
    with pytest.raises(ValueError, match=message):
        significance.ties(davis, **options)


def test_other_mistakes(davis):
    with pytest.raises(TypeError, match="whole number"):
        significance.ties(davis, model="fdsm", draws=1.5)
    with pytest.raises(ValueError, match="prefecture"):
        significance.mixing(davis, by="colour")
    with pytest.raises(GraphError, match="no value for 18"):
        significance.mixing(davis, by=pd.Series({"a": 1}))
    twice = pd.Series(1, index=davis.biadjacency()[1] * 2)
    with pytest.raises(GraphError, match="more than one value"):
        significance.ei_index(davis, by=twice)
    with pytest.raises(ValueError, match="n_tests"):
        significance.adjusted([0.1, 0.2], n_tests=1)
    with pytest.raises(ValueError, match="between 0 and 1"):
        significance.poisson_binomial([1.2], 1, tail="upper")
    with pytest.raises(ValueError, match="tail"):
        significance.poisson_binomial([0.2], 1, tail="both")
    assert significance.poisson_binomial([0.2], 2, tail="upper") == 0
    assert significance.poisson_binomial([], 0, tail="lower") == 1


def test_too_many_pairs_are_refused():
    n = 3200
    net = networks.from_groups({"g": [f"m{k}" for k in range(n)]})
    with pytest.raises(GraphError, match="5,000,000"):
        significance.pair_pvalues(net)


def test_the_real_network(tohoku):
    found = significance.ties(tohoku, model="sdsm")
    assert {"fukushima-pref", "iwate-pref"} <= set(found["source"]) | set(
        found["target"]
    )
    mixed = significance.mixing(tohoku, draws=49, language="en")
    within = row_of(mixed, "government", "government")
    assert within["z"] > 3
    assert mixed["observed"].sum() <= found.attrs["n_tied"]
