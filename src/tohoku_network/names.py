"""Which organization does a piece of text mean?

Names are compared after Unicode compatibility folding and without spaces, so that
half-width and full-width spellings meet; nothing is ever merged or rewritten. A
name that fits several organizations is an error that lists them, not a guess; for one
that fits none, the nearest spellings are offered.
"""

from __future__ import annotations

import difflib
import re
import unicodedata
from collections.abc import Iterator

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
    written = list(_written(organizations))
    wanted = normalize(text)
    hits = sorted({one for spelling, one in written if normalize(spelling) == wanted})
    if len(hits) == 1:
        return hits[0]
    shown = printable(text)
    if hits:
        listed = ", ".join(hits)
        msg = (
            f"{shown!r} names several organizations: {listed}; use the id\n"
            f"「{shown}」にあたる機関が複数あります: {listed}。ID で指定してください"
        )
        raise GraphError(msg)
    near = [
        (one, printable(str(organizations.loc[one, "name"])))
        for one in _nearest(text, written)
    ]
    if near:
        hint = "did you mean " + " / ".join(f"{one} ({name})" for one, name in near)
        japanese = "近いもの: " + "、".join(f"{one}（{name}）" for one, name in near)
    else:
        hint = "give an id, a name or an alias of the organizations table"
        japanese = "機関の表にある ID、名称、別名のどれかで指定してください"
    msg = (
        f"no organization is called {shown!r}; {hint}\n"
        f"「{shown}」という機関はありません。{japanese}"
    )
    raise GraphError(msg)


def _written(organizations: pd.DataFrame) -> Iterator[tuple[str, str]]:
    """Every name, English name, alias and id as written, with the id."""
    for column in ("name", "name_en", "aliases"):
        for organization, cell in organizations[column].dropna().items():
            for part in cell.split("|") if column == "aliases" else [cell]:
                if part.strip():
                    yield part, str(organization)
    for organization in organizations.index:
        yield organization, organization


_NEAR = 0.6
"""How alike two spellings must be, from 0 to 1, for one to be offered."""
_OFFERED = 5


def _nearest(text: str, written: list[tuple[str, str]]) -> list[str]:
    """Ids of the organizations whose spelling is nearest, at most five."""
    wanted, tokens = _bare(text), _tokens(text)
    if not wanted:
        return []
    matcher = difflib.SequenceMatcher(autojunk=False)
    matcher.set_seq2(wanted)
    best: dict[str, float] = {}
    for spelling, one in written:
        here = _bare(spelling)
        least = max(best.get(one, 0.0), _NEAR)
        if wanted in here:
            score = _NEAR + (1 - _NEAR) * len(wanted) / len(here)
        else:
            matcher.set_seq1(here)
            # The two quick ones are upper bounds and spare most of the work.
            score = min(matcher.real_quick_ratio(), matcher.quick_ratio())
            score = matcher.ratio() if score >= least else 0.0
        others = _tokens(spelling)
        if tokens and tokens <= others:
            score = max(score, _NEAR + (1 - _NEAR) * len(tokens) / len(others))
        if score >= least:
            best[one] = score
    return sorted(best, key=lambda one: (-best[one], one))[:_OFFERED]


def _bare(text: str) -> str:
    """Spelling without anything but letters and digits: ids have hyphens for blanks."""
    return re.sub(r"[\W_]", "", normalize(text))


def _tokens(text: str) -> frozenset[str]:
    folded = unicodedata.normalize("NFKC", text).casefold()
    return frozenset(re.split(r"[\W_]+", folded)) - {""}
