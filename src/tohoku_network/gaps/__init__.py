"""What is missing, who should meet, whom to invite, and how sure is that?"""

from tohoku_network.gaps.blocks import block_density
from tohoku_network.gaps.covering import Values, coverage, coverage_matrix
from tohoku_network.gaps.findings import sentences
from tohoku_network.gaps.inviting import InvitationRank, invitations
from tohoku_network.gaps.meetings import PairRank, missing_ties
from tohoku_network.gaps.prediction import predictive_check
from tohoku_network.gaps.themes import completeness, theme_coverage

__all__ = [
    "InvitationRank",
    "PairRank",
    "Values",
    "block_density",
    "completeness",
    "coverage",
    "coverage_matrix",
    "invitations",
    "missing_ties",
    "predictive_check",
    "sentences",
    "theme_coverage",
]
