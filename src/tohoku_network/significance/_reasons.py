"""Why is nothing significant, and what would have been?"""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

import pandas as pd

from tohoku_network.vocabulary import Language

__all__ = ["why_none"]

_WAYS = {"holm": "Holm", "bh": "Benjamini–Hochberg"}


def why_none(
    closest: pd.DataFrame, facts: Mapping[str, Any], language: Language
) -> str:
    """Smallest p, what raised it, and what it would have had to be; in one text."""
    if closest.empty:
        return (
            "no two organizations share anything, so there is nothing to test"
            if language == "en"
            else "何かを共有する組がないため、検定するものがありません"
        )
    told = dict(facts) | {str(k): v for k, v in closest.iloc[0].items()}
    told["way"] = _WAYS.get(told["correction"], "")
    told["needed"] = told["alpha"] / (told["n_tests"] if told["way"] else 1)
    if told["draws"]:
        told["floor"] = 1 / (told["draws"] + 1)
        told["enough"] = math.ceil(1 / told["needed"] - 1e-9) - 1
    parts = _ENGLISH if language == "en" else _JAPANESE
    wanted = {
        "smallest": True,
        "way": bool(told["way"]),
        "needed": True,
        "draws": bool(told["draws"]) and told["floor"] > told["needed"],
        "only": bool(told.get("only_network")),
    }
    return "".join(
        text.format_map(told) for part, text in parts.items() if wanted[part]
    )


_ENGLISH = {
    "smallest": "the smallest p is {p:.3g} ({source_name} – {target_name}, {shared} "
    "shared, {expected:.2f} by chance)",
    "way": "; {way} over {n_tests:,} pairs raises it to {p_corrected:.3g}",
    "needed": "; alone it is significant up to {needed:.3g} (alpha = {alpha:g})",
    "draws": "; with {draws:,} draws no p is below {floor:.3g}: it takes at least "
    "{enough:,}",
    "only": "; no other network has these degrees, so chance has no choice",
}
_JAPANESE = {
    "smallest": "最小のpは{p:.3g}（{source_name} – {target_name}、共有{shared}、"
    "偶然の期待値{expected:.2f}）",
    "way": "。{n_tests:,}組についての{way}補正後は{p_corrected:.3g}",
    "needed": "。単独で有意となるのはp ≤ {needed:.3g}（有意水準{alpha:g}）",
    "draws": "。抽出{draws:,}回ではpは{floor:.3g}を下回らず、"
    "少なくとも{enough:,}回が必要である",
    "only": "。同じ次数をもつネットワークはほかになく、偶然の余地がない",
}
