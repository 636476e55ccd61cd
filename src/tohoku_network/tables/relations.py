"""Do the tables hold together?

What only several rows or tables can tell: ids that resolve, parents without cycles,
rows told once, periods that end after they start, bodies called the same.
"""

from __future__ import annotations

import functools
from collections.abc import Mapping

import pandas as pd

from tohoku_network.errors import Problem, printable
from tohoku_network.names import normalize
from tohoku_network.tables.check import listed, on_lines
from tohoku_network.tables.dates import OPEN_END, parse_date
from tohoku_network.tables.references import check_sources, ids_by_name, resolve

__all__ = ["EXAMPLE_IDS", "check_relations"]

EXAMPLE_IDS = frozenset(
    f"ex-{name}"
    for name in (
        *("univ", "tech", "maker", "soft", "bank", "city"),
        *("council", "salon", "firms", "list", "minutes"),
    )
)
"""Ids of the example that ``tohoku-network init`` writes (a test compares them)."""


def check_relations(
    organizations: pd.DataFrame,
    memberships: pd.DataFrame,
    sources: pd.DataFrame,
    names: Mapping[str, str],
    problems: list[Problem],
) -> tuple[pd.DataFrame, pd.DataFrame, pd.DataFrame]:
    """Check what only several rows or tables together can tell.

    Parameters
    ----------
    organizations, memberships, sources
        The checked frames.
    names
        File name of each table, for the messages.
    problems
        Receives what is wrong.

    Returns
    -------
    tuple of pandas.DataFrame
        The three frames with rows that stand twice word for word kept once.
    """
    organizations = _once(organizations, ("id",), names["organizations"], problems)
    sources = _once(sources, ("id",), names["sources"], problems)
    named = organizations.dropna(subset=["id"])
    known = dict(zip(named["id"], named["name"], strict=True))
    called = functools.cache(lambda: ids_by_name(organizations))
    for column in ("member_id", "group_id"):
        memberships = resolve(
            memberships, column, known, called, names["memberships"], problems
        )
    organizations = resolve(
        organizations, "parent_id", known, called, names["organizations"], problems
    )
    # Two rows may be one after names have become ids.
    memberships = _once(memberships, (), names["memberships"], problems)
    _check_parents(organizations, names["organizations"], problems)
    _check_names(organizations, names["organizations"], problems)
    if len(sources):
        for table, frame in (
            ("organizations", organizations),
            ("memberships", memberships),
        ):
            check_sources(frame, sources, names[table], problems)
    _check_examples(organizations, memberships, sources, names, problems)
    _check_memberships(memberships, names["memberships"], problems)
    return organizations, memberships, sources


def _once(
    frame: pd.DataFrame, key: tuple[str, ...], file: str, problems: list[Problem]
) -> pd.DataFrame:
    """Keep equal rows once; report equal keys with different content."""
    content = frame.drop(columns="line")
    repeated = content.duplicated(keep="first")
    if repeated.any():
        for _, rows in frame[content.duplicated(keep=False)].groupby(
            list(content.columns), dropna=False, sort=False
        ):
            lines = [int(line) for line in rows["line"]]
            problems.append(
                Problem(
                    level="warning",
                    code="duplicate-row",
                    why=f"one row stands on lines {listed(lines)}; it counts once",
                    remedy="delete the repetitions",
                    file=file,
                    line=lines[1],
                )
            )
        frame = frame[~repeated].reset_index(drop=True)
    for column in key:
        twice = frame[frame[column].duplicated(keep=False) & frame[column].notna()]
        for value, rows in twice.groupby(column, sort=False):
            lines = [int(line) for line in rows["line"]]
            label = "name" if "name" in rows else "title"
            given = " / ".join(printable(str(text)) for text in rows[label])
            problems.append(
                Problem(
                    level="error",
                    code="duplicate-id",
                    why=f"one id on lines {listed(lines)}, but not one row ({given})",
                    remedy="give each organization its own id, or merge the rows",
                    file=file,
                    line=lines[1],
                    column=column,
                    value=printable(str(value)),
                )
            )
    return frame


def _check_examples(
    organizations: pd.DataFrame,
    memberships: pd.DataFrame,
    sources: pd.DataFrame,
    names: Mapping[str, str],
    problems: list[Problem],
) -> None:
    """Report rows of the starter's invented example that stand beside others."""
    tables = {
        "organizations": (organizations, ("id",)),
        "memberships": (memberships, ("member_id", "group_id")),
        "sources": (sources, ("id",)),
    }
    left = {
        table: frame[frame[list(columns)].isin(EXAMPLE_IDS).any(axis=1)]
        for table, (frame, columns) in tables.items()
    }
    if all(len(left[table]) == len(frame) for table, (frame, _) in tables.items()):
        return  # the example as it is, tried out
    for table, rows in left.items():
        if len(rows):
            lines = [int(line) for line in rows["line"]]
            noun = "row" if len(lines) == 1 else "rows"
            problems.append(
                Problem(
                    level="warning",
                    code="example-rows",
                    why=f"{len(lines)} {noun} of the invented example are left among "
                    "others" + on_lines(lines),
                    remedy="delete them",
                    remedy_ja=f"{len(lines)}行あります",
                    file=names[table],
                    line=lines[0],
                    column="id" if "id" in rows else "",
                )
            )


def _check_parents(
    organizations: pd.DataFrame, file: str, problems: list[Problem]
) -> None:
    told = organizations[organizations["parent_id"].notna()]
    parent = dict(zip(told["id"], told["parent_id"], strict=True))
    line = dict(zip(told["id"], told["line"], strict=True))
    settled: set[str] = set()
    for start in parent:
        path: dict[str, None] = {}
        current = start
        while current in parent and current not in settled and current not in path:
            path[current] = None
            current = parent[current]
        if current in path:
            ids = list(path)
            cycle = ids[ids.index(current) :]
            shown = " → ".join(
                f"{printable(step)} (line {line[step]})" for step in (*cycle, current)
            )
            problems.append(
                Problem(
                    level="error",
                    code="parent-cycle",
                    why=f"an organization is its own parent: {shown}",
                    remedy="empty one of these parent_id cells",
                    file=file,
                    line=int(line[current]),
                    column="parent_id",
                    value=printable(current),
                )
            )
        settled.update(path)


def _check_names(
    organizations: pd.DataFrame, file: str, problems: list[Problem]
) -> None:
    """Report organizations that are called the same; they are never merged."""
    named = organizations[
        organizations["name"].notna() & ~organizations["unnamed"].astype(bool)
    ]
    folded = named["name"].map(normalize)
    for _, rows in named[folded.duplicated(keep=False)].groupby(folded, sort=False):
        ids = [printable(identifier) for identifier in rows["id"].dropna()]
        problems.append(
            Problem(
                level="warning",
                code="possible-duplicate",
                why=f"{len(rows)} organizations are called the same: "
                + ", ".join(ids[:5]),
                remedy="if they are one, keep one id and use it in the memberships",
                file=file,
                line=int(rows["line"].iloc[1]),
                column="name",
                value=printable(rows["name"].iloc[0]),
            )
        )


def _check_memberships(
    memberships: pd.DataFrame, file: str, problems: list[Problem]
) -> None:
    itself = memberships[memberships["member_id"] == memberships["group_id"]]
    for value, line in zip(itself["member_id"], itself["line"], strict=True):
        problems.append(
            Problem(
                level="warning",
                code="self-membership",
                why="an organization is its own member; the row is kept and counts "
                "nowhere",
                remedy="delete the row if it is a slip",
                file=file,
                line=int(line),
                column="member_id",
                value=printable(value),
            )
        )
    for start, end, line in zip(
        memberships["valid_from"],
        memberships["valid_to"],
        memberships["line"],
        strict=True,
    ):
        if isinstance(start, str) and isinstance(end, str) and end != OPEN_END:
            try:
                inverted = parse_date(start).first > parse_date(end).last
            except ValueError:
                continue  # reported with its own cell
            if inverted:
                problems.append(
                    Problem(
                        level="error",
                        code="inverted-period",
                        why=f"ends ({printable(end)}) before it starts "
                        f"({printable(start)})",
                        remedy="exchange or correct the two dates",
                        file=file,
                        line=int(line),
                        column="valid_to",
                        value=printable(end),
                    )
                )
    unsourced = int(memberships["source_id"].isna().sum())
    if unsourced:
        problems.append(
            Problem(
                level="warning",
                code="no-provenance",
                why=f"{unsourced} of {len(memberships)} memberships have no source",
                remedy="fill in source_id, so that every tie can be traced",
                file=file,
                column="source_id",
            )
        )
