"""Which organization does a piece of text mean?

Names are compared after Unicode compatibility folding and without spaces, so that
half-width and full-width spellings meet; nothing is ever merged or rewritten. A
name that fits several organizations is an error that lists them, not a guess.
"""

from __future__ import annotations

import difflib
import unicodedata

import pandas as pd

from tohoku_network.errors import GraphError, printable

__all__ = ["find", "normalize"]

# Legal forms written short; each has one long spelling.
_SHORT_FORMS = {
    "(株)": "株式会社",
    "(有)": "有限会社",
    "(一社)": "一般社団法人",
    "(公社)": "公益社団法人",
    "(一財)": "一般財団法人",
    "(公財)": "公益財団法人",
    "(独)": "独立行政法人",
    "(国研)": "国立研究開発法人",
    "(大)": "国立大学法人",
    "(特非)": "特定非営利活動法人",
}


def normalize(text: str) -> str:
    """Spelling by which names are compared; never one that is shown or stored.

    Compatibility folding (NFKC), short legal forms written out, spaces dropped,
    lower case.

    Parameters
    ----------
    text
        A name as written.

    Returns
    -------
    str
        The folded name.

    Examples
    --------
    >>> normalize("㈱ ＭＡＫＯＴＯキャピタル") == normalize("株式会社MAKOTOキャピタル")
    True
    """
    folded = "".join(unicodedata.normalize("NFKC", text).split()).casefold()
    for short, full in _SHORT_FORMS.items():
        folded = folded.replace(short, full)
    return folded


def find(text: str, organizations: pd.DataFrame) -> str:
    """Id of the organization that a text names: by id, name, English name or alias.

    An id that matches exactly wins; then the folded spelling of any name.

    Parameters
    ----------
    text
        What a person typed.
    organizations
        The organizations table, indexed by id.

    Returns
    -------
    str
        The id.

    Raises
    ------
    GraphError
        If no organization, or more than one, goes by that name.

    Examples
    --------
    >>> import tohoku_network as tn
    >>> find("東経連", tn.load_tohoku().organizations)
    'tokeiren'
    """
    if text in organizations.index:
        return text
    spellings = _spellings(organizations)
    wanted = normalize(text)
    hits = sorted(spellings.get(wanted, ()))
    if len(hits) == 1:
        return hits[0]
    shown = printable(text)
    if hits:
        msg = f"{shown!r} names several organizations: {', '.join(hits)}; use the id"
        raise GraphError(msg)
    near = [key for key in spellings if wanted and wanted in key][:5] or (
        difflib.get_close_matches(wanted, spellings, n=5, cutoff=0.6)
    )
    ids = sorted({organization for key in near for organization in spellings[key]})
    hint = (
        "did you mean "
        + " / ".join(
            f"{identifier} ({printable(str(organizations.loc[identifier, 'name']))})"
            for identifier in ids[:5]
        )
        if ids
        else "give an id, a name or an alias of the organizations table"
    )
    msg = f"no organization is called {shown!r}; {hint}"
    raise GraphError(msg)


def _spellings(organizations: pd.DataFrame) -> dict[str, set[str]]:
    """Ids by every folded id, name and alias."""
    spellings: dict[str, set[str]] = {}
    for column in ("name", "name_en", "aliases"):
        for organization, cell in organizations[column].dropna().items():
            for part in cell.split("|") if column == "aliases" else [cell]:
                if part.strip():
                    spellings.setdefault(normalize(part), set()).add(str(organization))
    for organization in organizations.index:
        spellings.setdefault(normalize(organization), set()).add(organization)
    return spellings
