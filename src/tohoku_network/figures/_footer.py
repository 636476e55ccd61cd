"""Of when are the data that a picture shows?"""

from __future__ import annotations

from matplotlib.axes import Axes

from tohoku_network.figures._fonts import style
from tohoku_network.figures._paper import QUIET, points
from tohoku_network.figures._words import check_language, say
from tohoku_network.network import AffiliationNetwork
from tohoku_network.tables import PartialDate, parse_date
from tohoku_network.vocabulary import Language

__all__ = ["footer"]

_SIZE = 7.5
_BELOW = 21.0


def footer(ax: Axes, net: AffiliationNetwork, *, language: Language = "ja") -> Axes:
    """Date of the data, as a small line at the foot of a picture.

    The first and last date of the sources that the network's rows name, how many of
    these sources are not dated, and the day to which the network is cut, if any.

    Parameters
    ----------
    ax
        The picture, drawn by one of the functions of this room.
    net
        The network that it shows.
    language
        Language of the line.

    Returns
    -------
    matplotlib.axes.Axes
        The axes; without any source and period, nothing is written.

    Examples
    --------
    >>> import matplotlib.pyplot as plt
    >>> import tohoku_network as tn
    >>> net = tn.load_tohoku().at("2021")
    >>> ax = footer(tn.figures.draw_overlaps(net), net, language="en")
    >>> [one.get_text() for one in ax.texts if one.get_gid() == "footer"]
    ['Sources dated 2020 to 2024-03-18, 3 of 5 not dated  ·  in force 2021']
    >>> plt.close(ax.figure)
    """
    check_language(language)
    told = [_sources(net, language)]
    if net.period:
        told.append(say("period", language, date=net.period))
    text = ("　" if language == "ja" else "  ·  ").join(filter(None, told))
    if not text:
        return ax
    with style():
        # Below a remark of one line, which stands at the left.
        ax.annotate(
            text,
            (1, 0),
            xytext=(0, -_BELOW),
            xycoords="axes fraction",
            textcoords="offset points",
            ha="right",
            va="top",
            fontsize=min(_SIZE, max(points(ax)[0] / 55, 4.0)),
            color=QUIET,
            parse_math=False,
            annotation_clip=False,
            gid="footer",
        )
    return ax


def _date(text: str) -> PartialDate | None:
    """Date of a source; None for words that are no date, which the tables allow."""
    try:
        return parse_date(text)
    except ValueError:
        return None


def _sources(net: AffiliationNetwork, language: Language) -> str:
    """First and last date of the sources that rows of the network name."""
    rows = net.memberships
    named = {*rows["source_id"].dropna(), *net.organizations["source_id"].dropna()}
    sources = net.sources
    used = sources[sources.index.isin(list(named))]["date"]
    if not len(used):
        return ""
    dated = [date for date in map(_date, used.dropna()) if date is not None]
    missing = len(used) - len(dated)
    if not dated:
        return say("sources_undated", language)
    first = min(dated, key=lambda date: date.first).text
    last = max(dated, key=lambda date: date.last).text
    told = (
        say("source_date", language, date=first)
        if first == last
        else say("source_dates", language, first=first, last=last)
    )
    if missing:
        told += say("some_undated", language, n=missing, all=len(used))
    return told
