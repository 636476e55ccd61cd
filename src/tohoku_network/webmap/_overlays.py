"""What was found about the network elsewhere, and shall be seen on the map?

Communities, ranks with their range, and cells that need not be filled come in as
arguments; here they become columns of the nodes and a few facts.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, NamedTuple

import pandas as pd

from tohoku_network.scene import COLOURS, SHAPES, Scene
from tohoku_network.vocabulary import SECTORS, Label

if TYPE_CHECKING:
    from tohoku_network.communities import Communities

__all__ = ["Overlays", "overlays"]

_SHARE = 0.10
"""Of several shares lost, the one whose ranges are shown is nearest to this."""
_SURE = 0.8
"""Share of the runs below which an organization's community is called unsure."""

_MEASURES: Mapping[str, Label] = {
    "memberships": Label("所属数", "Memberships"),
    "degree": Label("次数", "Degree"),
    "strength": Label("強度", "Strength"),
    "coreness": Label("コア数", "Coreness"),
    "closeness": Label("近接中心性", "Closeness"),
    "harmonic": Label("調和中心性", "Harmonic centrality"),
    "betweenness": Label("媒介中心性", "Betweenness"),
    "two_mode_betweenness": Label("媒介中心性（二部）", "Two-mode betweenness"),
    "eigenvector": Label("固有ベクトル中心性", "Eigenvector centrality"),
}

Json = dict[str, object]


class Overlays(NamedTuple):
    """Columns of the nodes, and what is told of them."""

    columns: Mapping[str, pd.Series]
    facts: Json


def overlays(
    scene: Scene,
    communities: Communities | None = None,
    ranks: pd.DataFrame | None = None,
    not_eligible: Mapping[str, Iterable[str]] | None = None,
) -> Overlays:
    """Columns and facts of what is handed in; little where nothing is.

    Parameters
    ----------
    scene
        What is drawn.
    communities
        Result of :func:`tohoku_network.communities.detect`.
    ranks
        Frame of :func:`tohoku_network.robustness.stability` or ``fill_unnamed``.
    not_eligible
        Sectors that a group need not have, by group id.

    Returns
    -------
    Overlays
        Columns by name, indexed like the scene's nodes, and facts for JSON.

    Raises
    ------
    TypeError
        If communities or ranks are not such results.
    ValueError
        If they are of another network, or a cell names no group or no sector.

    Examples
    --------
    >>> import tohoku_network as tn
    >>> from tohoku_network import communities
    >>> net = tn.load_tohoku()
    >>> found = overlays(tn.scene.build(net), communities.detect(net, runs=2))
    >>> found.columns["community"].loc["meti-tohoku"] in range(8)
    True
    """
    columns: dict[str, pd.Series] = {}
    facts: Json = {
        "sectors": [_sector(code, word) for code, word in SECTORS.items()],
        "excluded": _excluded(scene, not_eligible or {}),
        "whole": _is_whole(scene),
    }
    if communities is not None:
        columns |= _of_communities(scene, communities)
        facts["communities"] = {
            "runs": communities.runs,
            "agreement": round(float(communities.stability), 4),
            "sure": _SURE,
        }
    if ranks is not None:
        own, share = _one_share(ranks)
        columns |= _of_ranks(scene, own)
        if columns["rank"].notna().any():
            facts["ranks"] = _told(ranks.attrs, share)
    return Overlays(columns, facts)


# --- communities ----------------------------------------------------------------------


def _of_communities(scene: Scene, found: Communities) -> dict[str, pd.Series]:
    """Community of every node: its own, or that of most of those it is tied to."""
    try:
        own, stability = found.labels, found.node_stability
        labels = pd.concat([own, found.other_labels]).astype("int64")
    except AttributeError:
        msg = (
            "communities must be what communities.detect returns, not "
            f"{type(found).__name__}"
        )
        raise TypeError(msg) from None
    nodes = scene.nodes
    if len(labels) and not labels.index.isin(nodes.index).any():
        msg = "communities: none of the labelled organizations is on the map"
        raise ValueError(msg)
    labels = labels[~labels.index.duplicated()]
    community = labels.reindex(nodes.index)
    is_class = nodes["unnamed"].astype(bool)
    majority = _majorities(scene, community[~is_class])
    community = community.where(community.notna() | is_class, majority)
    return {
        "community": community,
        "labelled": pd.Series(nodes.index.isin(own.index), index=nodes.index),
        "stability": stability.reindex(nodes.index).round(4),
    }


def _majorities(scene: Scene, labels: pd.Series) -> pd.Series:
    """Commonest community among those tied to a node; none where two are equal."""
    ends = scene.ties[["source", "target"]].set_axis(["near", "far"], axis=1)
    turned = ends.rename(columns={"near": "far", "far": "near"})
    both = pd.concat([ends, turned], ignore_index=True)
    both["label"] = both["far"].map(labels)
    counts = both.dropna().groupby(["near", "label"]).size().rename("n").reset_index()
    most = counts["n"] == counts.groupby("near")["n"].transform("max")
    leading = counts[most].set_index("near")["label"]
    return leading[~leading.index.duplicated(keep=False)].reindex(scene.nodes.index)


# --- ranks ----------------------------------------------------------------------------


def _one_share(ranks: pd.DataFrame) -> tuple[pd.DataFrame, float | None]:
    """Ranges at one share lost, and that share; None where nothing is lost."""
    needed = {"rank", "rank_low", "rank_high"}
    if not isinstance(ranks, pd.DataFrame) or not needed <= set(ranks.columns):
        msg = (
            "ranks must be the frame that robustness.stability or fill_unnamed "
            f"returns, not {type(ranks).__name__}"
        )
        raise TypeError(msg)
    if ranks.index.nlevels == 1:
        return ranks, None
    told = ranks.index.get_level_values(0)
    if not len(told):
        return ranks.droplevel(0), _SHARE
    share = min(sorted(set(told)), key=lambda one: abs(one - _SHARE))
    return ranks[told == share].droplevel(0), float(share)


def _of_ranks(scene: Scene, own: pd.DataFrame) -> dict[str, pd.Series]:
    if len(own) and not own.index.isin(scene.nodes.index).any():
        msg = "ranks: none of the ranked organizations is on the map"
        raise ValueError(msg)
    columns = own[["rank", "rank_low", "rank_high"]].apply(pd.to_numeric)
    ranked = columns[(columns > 0).all(axis=1)].reindex(scene.nodes.index)
    return {str(name): column for name, column in ranked.items()}


def _told(attrs: Mapping[object, object], share: float | None) -> Json:
    code = str(attrs.get("of", "score"))
    label = _MEASURES.get(code, Label(code, code))
    lost = "filled" if share is None else str(attrs.get("drop", "memberships"))
    return {
        "code": code,
        "ja": label.ja,
        "en": label.en,
        "lost": lost,
        "share": share,
    }


# --- coverage -------------------------------------------------------------------------


def _sector(code: str, word: Label) -> Json:
    return {
        "code": code,
        "ja": word.ja,
        "en": word.en,
        "shape": SHAPES[code],
        "colour": COLOURS[code],
    }


def _is_whole(scene: Scene) -> bool:
    """Whether every organization is drawn: lists without their classes would lie."""
    return len(scene.nodes) == len(scene.net.organizations)


def _excluded(scene: Scene, asked: Mapping[str, Iterable[str]]) -> Json:
    groups = set(scene.net.groups.index)
    found: Json = {}
    for group in sorted(asked):
        sectors = asked[group]
        codes = [sectors] if isinstance(sectors, str) else sorted(sectors)
        lost = [code for code in codes if code not in SECTORS]
        if group not in groups or lost:
            what = f"group {group!r}" if group not in groups else f"sector {lost[0]!r}"
            msg = f"not_eligible: there is no {what}"
            raise ValueError(msg)
        found[str(scene.nodes.index.get_loc(group))] = codes
    return found
