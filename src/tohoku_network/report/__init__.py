"""What would a good policy brief say about the network, and where is it all written?

:func:`write` asks every room the questions of a meeting and writes three files that
belong together: ``report.html``, one page with answers in sentences, pictures, tables,
doubts, definitions, method and references; ``map.html``, the meeting map; and
``report.xlsx`` with every table in full. The page and the map ask for nothing outside
themselves; the same tables give the same bytes.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from importlib.metadata import version
from pathlib import Path
from typing import NamedTuple, get_args

from tohoku_network import _files, webmap
from tohoku_network.communities import Communities
from tohoku_network.errors import ConvergenceError, ExportError, GraphError
from tohoku_network.network import AffiliationNetwork
from tohoku_network.report import _page, _workbook
from tohoku_network.report._section import Section
from tohoku_network.report._study import Study, clean
from tohoku_network.report._words import say
from tohoku_network.report.questions import QUESTIONS
from tohoku_network.vocabulary import SECTORS, Label, Language, code_of, label

__all__ = ["FILES", "Report", "write"]

FILES = ("report.html", "map.html", "report.xlsx")
"""Names of the files of a report."""

Progress = Callable[[int, int, str], object]
"""Told before each step: how many are done, of how many, and what comes."""


class Report(NamedTuple):
    """Paths of the files of a written report."""

    page: Path
    map: Path
    workbook: Path


def write(
    net: AffiliationNetwork,
    folder: str | os.PathLike[str],
    *,
    language: Language = "ja",
    title: str | Label | None = None,
    sectors: tuple[str, str] = ("industry", "academia"),
    overwrite: bool = False,
    progress: Progress | None = None,
) -> Report:
    """Page, map and workbook that answer a meeting's questions about a network.

    Nine questions in a fixed order: what is in the data; who sits where; who is
    central, and does it hold; who links two sectors; which blocs there are; which ties
    are more than chance; where the gaps are; what breaks if the leading broker leaves;
    since when. A question that the tables cannot answer says so.

    Parameters
    ----------
    net
        The network; cut it before with ``at`` or ``filter``.
    folder
        Where to write; it is made if it is not there.
    language
        Language of all texts.
    title
        Heading, or a label with one in each language; None for a general one.
    sectors
        The two sectors whose links are asked for, by word or label.
    overwrite
        False refuses to replace a file of an earlier report.
    progress
        Called before each step with the number of steps done, the number of all steps
        and the name of the next one.

    Returns
    -------
    Report
        The paths of ``report.html``, ``map.html`` and ``report.xlsx``.

    Raises
    ------
    ExportError
        If a file exists and must not be replaced, or cannot be written; then nothing
        has been written.
    ValueError
        If ``language`` is neither ``"ja"`` nor ``"en"``, or ``sectors`` are not two
        different sectors, each known or in the tables.

    Examples
    --------
    >>> import tempfile
    >>> import pandas as pd
    >>> net = AffiliationNetwork.from_frames(
    ...     pd.DataFrame({"id": ["u", "c", "g"], "name": ["大学", "会社", "協議会"]}),
    ...     pd.DataFrame({"member_id": ["u", "c"], "group_id": ["g", "g"]}),
    ... )
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     [path.name for path in write(net, folder, language="en")]
    ['report.html', 'map.html', 'report.xlsx']
    """
    if language not in get_args(Language):
        msg = f"language must be 'ja' or 'en', not {language!r}"
        raise ValueError(msg)
    study = Study(net, language, _sectors(sectors, net))
    target = Path(folder)
    _check(target, overwrite=overwrite)
    tell = progress or (lambda *_: None)
    steps = len(QUESTIONS) + len(FILES)
    sections = []
    for done, (code, ask) in enumerate(QUESTIONS.items()):
        tell(done, steps, code)
        sections.append(_asked(study, code, ask))
    if title is None:
        heading = say("title", language)
    else:
        told = title if isinstance(title, str) else getattr(title, language)
        heading = clean(told)
    facts = _facts(study)
    about = _about(study)
    files = sorted((clean(name), digest) for name, digest in net.files.items())
    tell(len(QUESTIONS), steps, FILES[0])
    method = [text for section in sections for text in section.method]
    page = _page.page(
        sections,
        title=heading,
        language=language,
        facts=facts,
        method=method,
        about=about,
        files=files,
    )
    tell(len(QUESTIONS) + 1, steps, FILES[1])
    drawn = webmap.render(
        study.scene,
        title=title,
        language=language,
        communities=_blocs(study),
        ranks=None if study.held is None or study.held.empty else study.held,
    )
    tell(len(QUESTIONS) + 2, steps, FILES[2])
    book = _workbook.workbook(
        sections,
        title=heading,
        language=language,
        facts=facts,
        about=about,
        files=files,
        remarks=net.findings,
    )
    contents = (page.encode("utf-8"), drawn.html.encode("utf-8"), book)
    written = Report(*_save(target, contents, overwrite=overwrite))
    tell(steps, steps, "")
    return written


def _sectors(sectors: tuple[str, str], net: AffiliationNetwork) -> tuple[str, str]:
    """The two sectors by their words."""
    if isinstance(sectors, str) or len(sectors) != 2:
        msg = f"sectors must be two sectors, not {sectors!r}"
        raise ValueError(msg)
    present = sorted(set(net.organizations["sector"].dropna()))
    for one in sectors:
        # A sector of one's own is allowed, if the tables have it.
        if code_of(one, SECTORS) is None and one not in present:
            there = ", ".join(
                f"{label(code, SECTORS, 'ja')} {code}" for code in present
            )
            msg = f"{one!r} is no sector; in the tables: {clean(there) or 'none'}"
            raise ValueError(msg)
    a, b = (code_of(one, SECTORS) or one for one in sectors)
    if a == b:
        msg = f"sectors must be two different sectors, not {a!r} twice"
        raise ValueError(msg)
    return a, b


def _asked(study: Study, code: str, ask: Callable[[Study], Section]) -> Section:
    """A question's section, or one that says why it has no answer."""
    try:
        return ask(study)
    except (GraphError, ConvergenceError) as error:
        reason = clean(str(error))
        return Section(
            code=code,
            question=say(f"question_{code}", study.language),
            short=say(f"question_{code}", study.language),
            answer=(say("failed", study.language, reason=reason),),
        )


def _blocs(study: Study) -> Communities | None:
    """Communities for the map; None where the network is too large for them."""
    try:
        return study.blocs
    except (GraphError, ConvergenceError):
        return None


def _facts(study: Study) -> list[str]:
    """What stands below the title."""
    language = study.language
    facts = [f"{say('data_date', language)}: {study.data_date}"]
    if study.net.period:
        facts.append(f"{say('period', language)}: {study.net.period}")
    return facts


def _about(study: Study) -> list[str]:
    """Sentences on program, files and remarks."""
    language, found = study.language, len(study.net.remarks)
    remarks = {0: "no_remarks", 1: "one_remark"}.get(found, "remarks")
    lines = [
        say("program", language, version=version("tohoku-network")),
        f"{say('data_date', language)}: {study.data_date}",
        say(remarks, language, n=f"{found:,}")
        if remarks == "remarks"
        else say(remarks, language),
    ]
    return lines if study.net.files else [*lines, say("no_files", language)]


def _check(folder: Path, *, overwrite: bool) -> None:
    """Refuse before the work is done what would be refused after it."""
    if folder.exists() and not folder.is_dir():
        msg = f"{str(folder)!r} is no folder: give the name of one"
        raise ExportError(msg)
    taken = [name for name in FILES if (folder / name).exists()]
    if taken and not overwrite:
        msg = (
            f"{', '.join(taken)} in {str(folder)!r} would be replaced: give another "
            "folder, or overwrite=True"
        )
        raise ExportError(msg)


def _save(folder: Path, contents: tuple[bytes, ...], *, overwrite: bool) -> list[Path]:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        msg = f"cannot make the folder {str(folder)!r}: {error.strerror}"
        raise ExportError(msg) from error
    return [
        _files.save(folder / name, content, overwrite=overwrite)
        for name, content in zip(FILES, contents, strict=True)
    ]
