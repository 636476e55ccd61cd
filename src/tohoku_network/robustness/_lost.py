"""Which pairs lose their only link, and who could restore it?"""

from __future__ import annotations

import numpy as np
import pandas as pd
import scipy.sparse as sp

from tohoku_network import _incidence
from tohoku_network.network import AffiliationNetwork
from tohoku_network.robustness._people import people
from tohoku_network.vocabulary import GROUP_KINDS, Language

__all__ = ["lost_pairs", "pair_frame", "successors"]


def lost_pairs(
    b: sp.csr_array, after: sp.csr_array, others: np.ndarray
) -> pd.DataFrame:
    """Pairs of rows that lose their only link, with the steps before and after."""
    parts = []
    everyone = np.flatnonzero(others)
    for block in _incidence.blocks(len(everyone)):
        sources = everyone[block]
        allowed = others[:, None] & (np.arange(len(others))[:, None] > sources[None, :])
        shape = (len(others), len(sources))
        old = _incidence.distance_levels(b, sources)
        met, known = (next(old, np.zeros(shape, dtype=bool)) for _ in range(2))
        new = _incidence.distance_levels(after, sources)
        still, through = (next(new, np.zeros(shape, dtype=bool)) for _ in range(2))
        meeting = met & ~still & allowed
        lost = meeting | (known & ~still & ~through & allowed)
        if not lost.any():
            continue
        steps = np.where(through, 2, 0)
        for step, level in enumerate(new, 3):
            steps[level] = step
        target, source = np.nonzero(lost)
        parts.append(
            pd.DataFrame(
                {
                    "source": sources[source],
                    "target": target,
                    "meeting": meeting[target, source],
                    "steps": steps[target, source],
                }
            )
        )
    if not parts:
        return pd.DataFrame(
            {"source": [], "target": [], "meeting": [], "steps": []}, dtype=np.int64
        ).astype({"meeting": bool})
    return pd.concat(parts, ignore_index=True)


def pair_frame(
    net: AffiliationNetwork,
    lost: pd.DataFrame,
    members: list[str],
    most: int,
    language: Language,
) -> pd.DataFrame:
    # No chain at all weighs more than a long one.
    left = lost["steps"].where(lost["steps"] > 0, len(members) + 1).to_numpy()
    order = np.lexsort((lost["target"], lost["source"], -left))[:most]
    shown = lost.iloc[order]
    ends = people(net, members, language)
    result = pd.DataFrame(index=pd.RangeIndex(len(shown)))
    index = pd.Index(members, dtype="str")
    for end in ("source", "target"):
        result[end] = index[shown[end].to_numpy()]
    for end in ("source", "target"):
        result[f"{end}_name"] = ends["name"].to_numpy()[shown[end].to_numpy()]
    for end in ("source", "target"):
        result[f"{end}_sector"] = ends["sector"].to_numpy()[shown[end].to_numpy()]
    words = np.where(shown["meeting"], "meeting", "introduction")
    result["loses"] = pd.Series(words, dtype="str")
    result["steps_before"] = np.where(shown["meeting"], 1, 2).astype(np.int64)
    steps = pd.Series(shown["steps"].to_numpy(), dtype="Int64")
    result["steps_after"] = steps.mask(steps == 0)
    result.attrs.update(
        lost=len(lost),
        meetings=int(lost["meeting"].sum()),
        introductions=int((~lost["meeting"]).sum()),
        unconnected=int((lost["steps"] == 0).sum()),
    )
    return result


def successors(
    net: AffiliationNetwork,
    b: sp.csr_array,
    after: sp.csr_array,
    rows: list[int],
    columns: list[int],
    lost: pd.DataFrame,
    top: int,
    language: Language,
) -> pd.DataFrame:
    """Who sits in most of the groups, and what one more seat would restore.

    A committee or an event cannot take over from an organization, only from another
    body of that sort.
    """
    _, members, groups = net.oriented("members")
    kinds = net.organizations["kind"]
    bodies = kinds.reindex(members).isin(list(GROUP_KINDS)).to_numpy()
    own = np.setdiff1d(b[rows].indices, columns) if rows else np.array([], dtype=int)
    shared = np.asarray(after[:, own].sum(axis=1)).ravel().astype(np.int64)
    shared[rows] = 0
    if rows and not bodies[rows[0]]:
        shared[bodies] = 0
    degree = np.diff(after.indptr)
    near = np.flatnonzero(shared)
    # Restoring is worked out for the nearest only: each takes a search of every seat.
    near = near[np.lexsort((near, -degree[near], -shared[near]))][: max(3 * top, 30)]
    open_pairs = lost[(lost["steps"] == 0) | (lost["steps"] > 2)]
    first = open_pairs["source"].to_numpy(np.int64)
    second = open_pairs["target"].to_numpy(np.int64)
    turned = sp.csr_array(after.T)
    found = []
    for row in near:
        sits = after[[row]].indices
        knows = np.zeros(b.shape[0], dtype=bool)
        knows[turned[sits].indices] = True
        knows[row] = False
        free = np.setdiff1d(own, sits)
        best, restored = "", 0
        for column in free:
            met = knows.copy()
            met[turned[[column]].indices] = True
            count = int((met[first] & met[second]).sum())
            if count > restored:
                best, restored = groups[column], count
        missing = tuple(groups[column] for column in free)
        found.append((row, shared[row], missing, best, restored))
    found.sort(key=lambda item: (-item[1], -item[4], item[0]))
    found = found[:top]
    result = people(net, [members[item[0]] for item in found], language)
    result["shared_groups"] = np.array([item[1] for item in found], dtype=np.int64)
    index = result.index
    result["missing_groups"] = pd.Series(
        [item[2] for item in found], index=index, dtype="object"
    )
    result["best_seat"] = pd.Series(
        [item[3] for item in found], index=index, dtype="str"
    )
    result["restored_pairs"] = np.array([item[4] for item in found], dtype=np.int64)
    result.attrs["of_groups"] = len(own)
    return result
