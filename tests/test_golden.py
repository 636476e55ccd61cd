"""The real data give these reviewed tables; a change must be looked at.

`make golden` writes them anew; read the difference before committing it.
"""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

import tohoku_network as tn

GOLDEN = Path(__file__).parent / "golden"


def who_links(net):
    columns = ["name", "pairs", "exclusive_pairs", "betweenness"]
    return tn.brokerage.who_links(net, "industry", "academia")[columns].head(15)


def linking_groups(net):
    found = tn.brokerage.linking_groups(net, "industry", "academia")
    return found[found["pairs"] > 0]


def central(net):
    return tn.centrality.table(
        net, ["degree", "strength", "harmonic", "pagerank", "betweenness"]
    ).head(15)


def roles(net):
    counts = ["name", "coordinator", "itinerant", "gatekeeper", "liaison", "total"]
    return tn.brokerage.roles(net, permutations=0)[counts].head(10)


def communities(net):
    found = tn.communities.detect(net)
    profile = tn.communities.profile(net, found.labels)
    table = profile.loc[profile["size"] > 1, ["name", "size", "sectors"]].copy()
    stay = found.node_stability.groupby(found.labels).mean()
    table["stability"] = stay.reindex(table.index)
    table["all_runs"] = found.stability
    table["modularity"] = found.quality
    return table


def significant_ties(net):
    found = tn.significance.ties(net, model="sdsm")
    columns = ["source", "target", "shared", "expected", "p_corrected"]
    return found[columns]


TABLES = {
    table.__name__: table
    for table in (
        who_links,
        linking_groups,
        central,
        roles,
        communities,
        significant_ties,
    )
}


@pytest.mark.parametrize("name", TABLES)
def test_real_data_give_the_reviewed_table(name, tohoku, request, tmp_path):
    table = TABLES[name](tohoku)
    written = GOLDEN / f"{name}.csv"
    if request.config.getoption("--golden"):
        GOLDEN.mkdir(exist_ok=True)
        table.to_csv(written, float_format="%.6g", lineterminator="\n")
    again = tmp_path / "again.csv"
    table.to_csv(again, float_format="%.6g", lineterminator="\n")
    pd.testing.assert_frame_equal(
        pd.read_csv(again), pd.read_csv(written), rtol=1e-4, check_exact=False
    )
