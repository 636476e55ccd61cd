"""What would the members × groups matrix look like by chance?

Random 0/1 matrices that keep the degrees of the rows, of the columns, or of both, on
average or exactly. A matrix is a sparse incidence matrix without names.
"""

from __future__ import annotations

from tohoku_network._nullmodels._bicm import Bicm, bicm, checked_mask, kept_by_chance
from tohoku_network._nullmodels._draws import (
    bicm_draws,
    chain_cycles,
    curveball_draws,
    fixed_column_draws,
    fixed_row_draws,
    kept_share,
)

__all__ = [
    "Bicm",
    "bicm",
    "bicm_draws",
    "chain_cycles",
    "checked_mask",
    "curveball_draws",
    "fixed_column_draws",
    "fixed_row_draws",
    "kept_by_chance",
    "kept_share",
]
