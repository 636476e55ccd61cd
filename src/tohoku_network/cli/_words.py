"""Which words may follow, for completion and for slips of the pen?

A shell asks at every press of the tab key, so nothing here reads more than one small
file, and none of the rooms that compute is opened.
"""

from __future__ import annotations

import csv
import difflib
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

import typer

from tohoku_network import _bundled
from tohoku_network.vocabulary import COLUMNS, GROUP_KINDS, KINDS, SECTORS, code_of

__all__ = [
    "MEASURES",
    "RANKED",
    "groups",
    "known_measure",
    "measures",
    "organizations",
    "ranked_measures",
    "sector_slip",
    "sectors",
]

MEASURES = (
    "degree",
    "strength",
    "coreness",
    "closeness",
    "harmonic",
    "eigenvector",
    "pagerank",
    "two_mode_degree",
    "two_mode_closeness",
    "two_mode_betweenness",
    "two_mode_eigenvector",
    "hits",
    "birank",
    "betweenness",
)
"""What ``centrality --measure`` takes."""
RANKED = (
    "memberships",
    "degree",
    "strength",
    "coreness",
    "closeness",
    "harmonic",
    "betweenness",
    "two_mode_betweenness",
    "eigenvector",
)
"""What ``stability --measure`` takes."""

_LARGEST = 5_000_000
"""Bytes of a table beyond which completion stays silent rather than slow."""
_OFFERED = 200


def sectors(incomplete: str) -> list[tuple[str, str]]:
    """Sectors that begin so, in the writing that was begun."""
    found = []
    for code, (ja, en, _) in SECTORS.items():
        if not incomplete or code.startswith(incomplete.lower()):
            found.append((code, f"{ja} {en}"))
        elif ja.startswith(incomplete):
            found.append((ja, code))
    return found


def measures(incomplete: str) -> list[str]:
    """Measures of ``centrality`` that begin so."""
    return [name for name in MEASURES if name.startswith(incomplete)]


def ranked_measures(incomplete: str) -> list[str]:
    """Measures of ``stability`` that begin so."""
    return [name for name in RANKED if name.startswith(incomplete)]


def organizations(ctx: typer.Context, incomplete: str) -> list[tuple[str, str]]:
    """Ids that begin so, or names, of the table that is asked about."""
    return _matching(ctx, incomplete, groups_only=False)


def groups(ctx: typer.Context, incomplete: str) -> list[tuple[str, str]]:
    """Like :func:`organizations`, of those whose kind is that of a group."""
    return _matching(ctx, incomplete, groups_only=True)


def _matching(
    ctx: typer.Context, incomplete: str, *, groups_only: bool
) -> list[tuple[str, str]]:
    found = []
    for identifier, name, kind in _listed(ctx.params.get("data")):
        if groups_only and kind not in GROUP_KINDS:
            continue
        if identifier.startswith(incomplete):
            found.append((identifier, name))
        elif name.startswith(incomplete) and not any(map(str.isspace, name)):
            found.append((name, identifier))
        if len(found) == _OFFERED:
            break
    return found


def _listed(data: str | Path | None) -> Iterator[tuple[str, str, str]]:
    """Id, name and kind of every row, as far as the table can be read."""
    folder = _bundled.folder() if data is None else Path(data)
    path = folder / "organizations.csv"
    try:
        if path.stat().st_size > _LARGEST:
            return
        with path.open(encoding="utf-8-sig", newline="") as stream:
            rows = csv.reader(stream)
            codes = [code_of(heading, COLUMNS) for heading in next(rows, [])]
            places = [codes.index(code) for code in ("id", "name")]
            kind = codes.index("kind") if "kind" in codes else None
            for row in rows:
                if len(row) == len(codes):
                    word = "" if kind is None else row[kind]
                    identifier, name = (row[place] for place in places)
                    yield identifier, name, code_of(word, KINDS) or word
    except (OSError, UnicodeDecodeError, csv.Error, ValueError):
        # At the tab key nothing is told; the command itself tells what is wrong.
        return


def known_measure(name: str, known: Sequence[str]) -> None:
    """Refuse a measure that there is not, with the nearest one, before reading."""
    if name in known:
        return
    near = difflib.get_close_matches(name.casefold(), known, n=1, cutoff=0.6)
    guess = f"did you mean {near[0]!r}? " if near else ""
    japanese = f"近いもの: {near[0]}。" if near else ""
    listed = ", ".join(known)
    msg = (
        f"no measure is called {name!r}; {guess}There is {listed}\n"
        f"「{name}」という指標はありません。{japanese}使えるもの: {listed}"
    )
    raise typer.BadParameter(msg, param_hint="--measure")


def sector_slip(word: str, present: Iterable[str]) -> str | None:
    """What to tell about a word that is no sector of the tables; None if it is one.

    Sectors of one's own are allowed, so the tables decide what is known.
    """
    here = set(present)
    if code_of(word, SECTORS) is not None or word in here:
        return None
    spellings = {
        spelling.casefold(): code
        for code, (ja, en, also) in SECTORS.items()
        for spelling in (code, ja, en, *also)
    }
    folded = word.casefold()
    near = difflib.get_close_matches(folded, spellings, n=1, cutoff=0.6) or [
        spelling for spelling in spellings if len(spelling) > 1 and spelling in folded
    ]
    known = [code for code in SECTORS if code in here]
    # One's own sectors have one label, whatever the language.
    own = sorted(here - set(SECTORS))
    in_ja = "、".join([*(f"{SECTORS[code].ja} ({code})" for code in known), *own])
    in_en = ", ".join([*known, *own])
    code = spellings[near[0]] if near else ""
    guess = f"did you mean {code}? " if near else ""
    guess_ja = f"「{SECTORS[code].ja}」でしょうか。" if near else ""
    return (
        f"{word!r} is no sector of the tables; {guess}There is {in_en}\n"
        f"{word!r} という区分はありません。{guess_ja}表にある区分: {in_ja}"
    )
