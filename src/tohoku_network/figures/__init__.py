"""What does it look like on paper?

Pictures for reports and slides, drawn with matplotlib: ``ax=None`` in, ``Axes`` out.
Nothing is shown or saved, and the caller's settings stay as they are. Japanese names
need no font on the machine. What is drawn is fitted to the size that the axes have
when they are drawn in. Save with :func:`style`, so that letters stay letters in PDF::

    with tn.figures.style():
        ax.figure.savefig("network.pdf")
"""

from __future__ import annotations

from tohoku_network.figures._fonts import style
from tohoku_network.figures._footer import footer
from tohoku_network.figures.communities import draw_communities
from tohoku_network.figures.coverage import draw_coverage
from tohoku_network.figures.ego import draw_ego
from tohoku_network.figures.mixing import draw_mixing
from tohoku_network.figures.network import draw_network
from tohoku_network.figures.overlaps import draw_overlaps
from tohoku_network.figures.rankings import draw_ranks
from tohoku_network.figures.timeline import draw_timeline

__all__ = [
    "draw_communities",
    "draw_coverage",
    "draw_ego",
    "draw_mixing",
    "draw_network",
    "draw_overlaps",
    "draw_ranks",
    "draw_timeline",
    "footer",
    "style",
]
