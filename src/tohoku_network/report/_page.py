"""How do the sections become one page that opens anywhere and prints well?

The template escapes whatever is put into it; the page has no script, asks for nothing
outside itself, and carries the letters of its own text.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from importlib import resources

from jinja2 import Environment, FunctionLoader, StrictUndefined, Template
from markupsafe import Markup

from tohoku_network import _glyphs
from tohoku_network.report._columns import columns_of, text_of
from tohoku_network.report._section import Section, Table
from tohoku_network.report._words import WORDS, say
from tohoku_network.report._works import references, works
from tohoku_network.vocabulary import Language

__all__ = ["page"]

_NUMBERS = ("integer", "year", "decimal", "percent", "p")
_ALWAYS = "".join(map(chr, range(0x20, 0x7F))) + "–—‘’“”…→×・〜～、。「」（）▲▼●○－"
_SURNAME = re.compile(r"((?:(?:van|von|de|der) )*[A-Z][\w’'-]*), [A-Z]\.")
_ENDLESS = re.compile(r"[!-~]{25,}")
_SHORT = 10
"""Rows up to which a table is not divided between two sheets of paper."""

_AUTHORS = re.compile(r"^(.*?) \((\d{4})\)")


def page(
    sections: Sequence[Section],
    *,
    title: str,
    language: Language,
    facts: Iterable[str],
    method: Iterable[str],
    about: Iterable[str],
    files: Iterable[tuple[str, str]],
) -> str:
    """HTML of the report.

    Parameters
    ----------
    sections
        The questions with their answers, in order.
    title
        Heading of the page.
    language
        Language of the page.
    facts
        What stands below the heading.
    method
        Sentences on the method, besides those of the sections.
    about
        Sentences on the data.
    files
        Names and hashes of the files that were read.

    Returns
    -------
    str
        The whole page.

    Examples
    --------
    >>> text = page((), title="<b>", language="en", facts=(), method=(), about=(),
    ...             files=())
    >>> "<title>&lt;b&gt;</title>" in text
    True
    """
    listed = works(name for section in sections for name in section.uses)
    codes = {work: f"work-{place}" for place, (work, _) in enumerate(listed, start=1)}
    shown = {
        "language": language,
        "title": title,
        "words": {key: say(key, language) for key in WORDS},
        "facts": list(facts),
        "brief": [
            {
                "text": section.brief,
                "code": section.code,
                "where": say("section", language, number=number),
            }
            for number, section in enumerate(sections, start=1)
            if section.brief
        ],
        "sections": [_shown(section, codes, language) for section in sections],
        "method": list(method),
        "works": [{"code": codes[work], "text": work} for work, _ in listed],
        "about": list(about),
        "files": list(files),
    }
    # The font is cut to the letters of the page, so these come first.
    text = _template().render(shown, style="")
    return _template().render(shown, style=Markup(_style(title, text)))  # noqa: S704  (our own style)


def _shown(
    section: Section, codes: Mapping[str, str], language: Language
) -> dict[str, object]:
    """A section as the template needs it."""
    cited = {work for name in section.uses for work in references(name)}
    return {
        "code": section.code,
        "question": section.question,
        "answer": ("" if language == "ja" else " ").join(section.answer),
        "pictures": section.pictures,
        "findings": section.findings,
        "tables": [
            _table(table, language) for table in section.tables if table.columns
        ],
        "reading": section.reading,
        "caveats": section.caveats,
        "definitions": section.definitions,
        "works": [
            {"code": code, "short": _short(work)}
            for work, code in codes.items()
            if work in cited
        ],
    }


def _table(table: Table, language: Language) -> dict[str, object]:
    """First rows of a table, some of its columns, as text."""
    told = columns_of(table, table.columns, language)
    head = next((i for i, one in enumerate(told) if one.format == "text"), 0)
    first = table.frame.head(table.rows)[list(table.columns)]
    rows = [
        [
            {
                "text": text_of(cell, one.format, language) or "–",
                "is_head": place == head,
                "kind": _kind(one.format, text_of(cell, one.format, language)),
            }
            for place, (cell, one) in enumerate(zip(row, told, strict=True))
        ]
        for row in first.astype(object).itertuples(index=False, name=None)
    ]
    more = len(table.frame) > len(first)
    return {
        "code": table.code,
        "caption": table.caption,
        "heads": [
            {
                "text": one.heading,
                "kind": _kind(one.format, "") if place != head else "",
            }
            for place, one in enumerate(told)
        ],
        "rows": rows,
        "is_short": len(rows) <= _SHORT,
        "nothing": table.nothing or say("nothing", language),
        "note": say(
            "rows",
            language,
            shown=f"{len(first):,}",
            all=f"{len(table.frame):,}",
            sheet=table.sheet,
        )
        if more
        else "",
    }


def _kind(form: str, text: str) -> str:
    """Class of a cell: n for numbers, d for dates, x for what may break anywhere."""
    if form in _NUMBERS:
        return "n"
    if form == "date":
        return "d"
    return "x" if _ENDLESS.search(text) else ""


def _short(work: str) -> str:
    """How a work is cited in a line: authors and year."""
    found = _AUTHORS.match(work)
    if found is None:
        return work
    names = _SURNAME.findall(found[1])
    if len(names) > 2 or "et al." in found[1]:
        return f"{names[0]} et al. ({found[2]})"
    return f"{' and '.join(names)} ({found[2]})"


@cache
def _template() -> Template:
    environment = Environment(
        autoescape=True,
        undefined=StrictUndefined,
        loader=FunctionLoader(_file),
        trim_blocks=True,
        lstrip_blocks=True,
    )
    return environment.get_template("page.html")


def _style(title: str, text: str) -> str:
    """The style with the letters of the page, and the title at the foot of paper."""
    bare = re.sub(r"/\*.*?\*/", "", _file("page.css"), flags=re.DOTALL)
    lean = re.sub(r"\s*\n\s*", "\n", bare).strip()
    lean = lean.replace("@@FONT@@", _glyphs.data_uri(text + _ALWAYS))
    return lean.replace("@@RUNNING@@", _css_text(title))


def _css_text(text: str) -> str:
    r"""Text as it may stand between quotation marks in a style, whatever it holds.

    Examples
    --------
    >>> _css_text('a"</style>')
    'a\\22 \\3c \\2f style\\3e '
    """
    return "".join(
        one if one.isascii() and one.isalnum() else f"\\{ord(one):x} " for one in text
    )


@cache
def _file(name: str) -> str:
    return resources.files(__package__).joinpath(name).read_text("utf-8")
