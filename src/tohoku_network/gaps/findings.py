"""What does the gap analysis say, in plain words, with what evidence and what doubt?"""

from __future__ import annotations

from collections.abc import Callable

import pandas as pd

from tohoku_network._definition import tag
from tohoku_network.gaps import _about_lists, _about_pairs
from tohoku_network.gaps._case import Case, Finding
from tohoku_network.gaps.covering import coverage
from tohoku_network.gaps.themes import completeness
from tohoku_network.network import AffiliationNetwork
from tohoku_network.vocabulary import Language

__all__ = ["sentences"]


def sentences(
    net: AffiliationNetwork,
    *,
    language: Language = "ja",
    top: int = 10,
    draws: int = 999,
    seed: int = 0,
) -> pd.DataFrame:
    """Findings of the gap analysis in plain words, each with its number and its doubt.

    In a fixed order of kinds, not of importance; a kind that the network says nothing
    about is left out:

    - ``ended``: memberships that had ended before the latest date in the tables, where
      the network is not cut to a period;
    - ``sector_unknown``: members whose sector is a word that is no known sector;
    - ``sector_unrecorded``: the sectors that no group has, named or unnamed;
    - ``theme_gap``: a theme of three groups or more at whose tables a sector that is
      recorded elsewhere is not, where most of it were to be expected (two at most);
    - ``fewer_than_chance``: sectors that meet less than expected, p below 0.05 after
      Holm (:func:`block_density`), the lowest ratio; or that there are none;
    - ``unmet_pairs``: pairs of the two sectors with most named members that share no
      group (industry and academia where both occur);
    - ``sole_contact``: unmet pairs of theirs with a single common contact;
    - ``meeting``: the first of :func:`missing_ties` for them, if it would bring a pair
      nearer;
    - ``invitation``: the first of :func:`invitations` for the consortium, council,
      committee or network with most named members (three or more) that lacks a sector
      on a list not known to be open;
    - ``names_missing``: named against declared members (:func:`completeness`);
    - ``one_member``: groups of which a single member is recorded;
    - ``unnamed_rows``: memberships of unnamed classes;
    - ``prefecture_range``: the Tohoku prefectures with the fewest and the most named
      members, where three or more of them occur;
    - ``concentrated``: the sector most over-represented in a group (p below 0.05 after
      Holm over all cells).

    Parameters
    ----------
    net
        The network.
    language
        Language of the sentences.
    top
        The most sentences to give.
    draws, seed
        Random networks of :func:`block_density`, and the seed of their generator.

    Returns
    -------
    pandas.DataFrame
        ``kind``, ``sentence``, ``number`` (the one that the sentence rests on),
        ``evidence`` (ids of organizations and groups, sorted or in the order of the
        sentence) and ``caveat``. Empty where nothing can be said;
        ``attrs["reason"]`` then says so.

    Raises
    ------
    ValueError
        If ``language`` is neither ``"ja"`` nor ``"en"``, or ``draws`` is below 1.

    Examples
    --------
    >>> import tohoku_network as tn
    >>> frame = sentences(tn.load_tohoku(), language="en", draws=19)
    >>> frame.loc[0, "kind"]
    'ended'
    """
    case = Case(
        net,
        language == "ja",
        language,
        net.display_names(language),
        coverage(net, language=language),
        completeness(net, language=language),
        draws,
        seed,
    )
    found = [finding for finder in _FINDERS for finding in finder(case)]
    result = pd.DataFrame(found[: max(top, 0)], columns=list(Finding._fields))
    result["number"] = result["number"].astype("float64")
    return tag(
        result,
        measure="sentences",
        variant="findings in a fixed order of kinds",
        n=len(net.oriented("members")[1]),
        period=net.period,
        seed=seed,
        draws=draws,
        reason="" if found else "no sectors, themes, sizes or unnamed classes recorded",
    )


_FINDERS: tuple[Callable[[Case], list[Finding]], ...] = (
    _about_lists.ended,
    _about_lists.sector_unknown,
    _about_lists.sector_unrecorded,
    _about_lists.theme_gap,
    _about_pairs.fewer_than_chance,
    _about_pairs.pairs,
    _about_pairs.invitation,
    _about_lists.names_missing,
    _about_lists.one_member,
    _about_lists.unnamed_rows,
    _about_lists.prefecture_range,
    _about_lists.concentrated,
)
