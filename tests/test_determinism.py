"""Same tables, same answers: whatever the order of rows and the hash seed."""

from __future__ import annotations

import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

PROGRAM = """
import hashlib, sys
import pandas as pd
import tohoku_network as tn
from networks import davis

order = int(sys.argv[1])
plain = davis()
organizations = plain.organizations
women = [i for i in organizations.index if i not in plain.groups.index]
sectors = ["industry", "academia", "government"]
organizations.loc[women, "sector"] = [sectors[n % 3] for n in range(len(women))]
net = tn.AffiliationNetwork.from_frames(
    organizations.sample(frac=1, random_state=order),
    plain.memberships.sample(frac=1, random_state=order),
)
pair = ("industry", "academia")
found = tn.communities.detect(net, runs=3)
answers = {
    "centrality": tn.centrality.table(net),
    "who_links": tn.brokerage.who_links(net, *pair),
    "linking_groups": tn.brokerage.linking_groups(net, *pair),
    "roles": tn.brokerage.roles(net, permutations=19),
    "constraint": tn.brokerage.constraint(net),
    "cuts": tn.brokerage.cut_organizations(net),
    "communities": found.labels,
    "two_mode": tn.communities.detect(net, method="two_mode", runs=2).labels,
    "sdsm": tn.significance.tie_pvalues(net, model="sdsm"),
    "fdsm": tn.significance.tie_pvalues(net, model="fdsm", draws=19),
    "mixing": tn.significance.mixing(net, draws=19),
    "coverage": tn.gaps.coverage(net).drop(columns="members"),
    "missing ties": tn.gaps.missing_ties(net, between=pair).drop(columns="lines"),
    "invitations": tn.gaps.invitations(net, "E1").drop(columns="lines"),
    "stability": tn.robustness.stability(net, "betweenness", draws=10),
    "key players": tn.robustness.key_players(net, k=2),
    "scene": tn.scene.build(net).nodes[["x", "y", "importance"]],
}
for name, answer in answers.items():
    text = answer.round(9).to_csv() + str(list(answer.index))
    print(name, hashlib.sha256(text.encode()).hexdigest())
"""


def answers(number):
    return subprocess.run(
        [sys.executable, "-c", PROGRAM, str(number)],
        capture_output=True,
        text=True,
        check=True,
        cwd=Path(__file__).parent,
        env={**os.environ, "PYTHONHASHSEED": str(number), "PYTHONPATH": "."},
    ).stdout.splitlines()


def test_eight_hash_seeds_and_row_orders_give_the_same_answers():
    with ThreadPoolExecutor(2) as pool:
        first, *others = pool.map(answers, range(1, 9))
    assert len(first) == 17
    for other in others:
        assert other == first
