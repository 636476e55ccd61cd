"""Affiliation networks of regional innovation, from two tables.

>>> import tohoku_network as tn
>>> net = tn.load_tohoku()
>>> answer = tn.brokerage.who_links(net, "industry", "academia")
"""

from __future__ import annotations

import importlib
from importlib.metadata import version as _version
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tohoku_network import (
        brokerage,
        centrality,
        communities,
        comparison,
        evidence,
        figures,
        gaps,
        names,
        pyvis_map,
        report,
        robustness,
        scene,
        significance,
        starter,
        summary,
        vocabulary,
        webmap,
    )
    from tohoku_network.comparison import compare
    from tohoku_network.errors import (
        ConvergenceError,
        ExportError,
        GraphError,
        InputError,
        TohokuNetworkError,
        TohokuNetworkWarning,
    )
    from tohoku_network.network import AffiliationNetwork
    from tohoku_network.reading import load_tohoku, read

__version__ = _version("tohoku-network")

_MODULES = (
    "brokerage",
    "centrality",
    "communities",
    "comparison",
    "evidence",
    "figures",
    "gaps",
    "names",
    "pyvis_map",
    "report",
    "robustness",
    "scene",
    "significance",
    "starter",
    "summary",
    "vocabulary",
    "webmap",
)
_FROM = {
    "AffiliationNetwork": "network",
    "load_tohoku": "reading",
    "read": "reading",
    "compare": "comparison",
    "ConvergenceError": "errors",
    "ExportError": "errors",
    "GraphError": "errors",
    "InputError": "errors",
    "TohokuNetworkError": "errors",
    "TohokuNetworkWarning": "errors",
}

__all__ = [
    "AffiliationNetwork",
    "ConvergenceError",
    "ExportError",
    "GraphError",
    "InputError",
    "TohokuNetworkError",
    "TohokuNetworkWarning",
    "__version__",
    "brokerage",
    "centrality",
    "communities",
    "compare",
    "comparison",
    "evidence",
    "figures",
    "gaps",
    "load_tohoku",
    "names",
    "pyvis_map",
    "read",
    "report",
    "robustness",
    "scene",
    "significance",
    "starter",
    "summary",
    "vocabulary",
    "webmap",
]


def __getattr__(name: str) -> object:
    # Rooms are opened on first use, so that `import tohoku_network` and the command
    # line's --help do not wait for pandas, SciPy and matplotlib.
    if name in _MODULES:
        return importlib.import_module(f"tohoku_network.{name}")
    if name in _FROM:
        return getattr(importlib.import_module(f"tohoku_network.{_FROM[name]}"), name)
    msg = f"module 'tohoku_network' has no attribute {name!r}"
    raise AttributeError(msg)


def __dir__() -> list[str]:
    return __all__
