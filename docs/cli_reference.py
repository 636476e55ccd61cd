"""Write the page "Command line" from the program itself.

Commands, arguments, options, defaults and examples are read from the functions that
typer calls, so the page says what the program does. `python docs/cli_reference.py`
and every build of the documentation write `cli.md`.
"""

from __future__ import annotations

import inspect
import types
import typing
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from tohoku_network.cli import app

HEAD = """# Command line

`tohoku-network` reads the curated Tohoku data, or your own with `--data`. Names of
organizations may be ids, names or aliases. Written from the program by
`python docs/cli_reference.py`; `tohoku-network COMMAND --help` says the same in the
shell. [日本語](ja/cli.md)

The exit status is 0 when all is well, 2 when the input or the command is wrong (with
one report and nothing written), 1 when the program itself fails. Answers go to standard
output, remarks to standard error; `--csv` and `--json` give the whole table.
"""
COMMON_IN = 5
"""An option that so many commands share, word for word, is told once."""

_TAKES: dict[object, str] = {bool: "", int: "N", float: "X", Path: "PATH"}


@dataclass(frozen=True)
class Parameter:
    """One argument or option of a command."""

    name: str
    words: tuple[str, ...]
    takes: str
    help: str
    default: str
    is_argument: bool

    def usage(self) -> str:
        """How it is written in the usage line."""
        if self.is_argument:
            return self.takes
        text = " ".join([self.words[0], self.takes]).strip()
        return text if self.default == "required" else f"[{text}]"

    def cell(self) -> str:
        """First cell of its row: every spelling, and what it takes."""
        if self.is_argument:
            return f"`{self.takes}`"
        shown = ", ".join(f"`{word}`" for word in self.words)
        return f"{shown} `{self.takes}`" if self.takes else shown

    def row(self) -> str:
        """Row of the table of options."""
        cells = (self.cell(), self.help, self.default)
        return "| " + " | ".join(one.replace("|", "\\|") for one in cells) + " |"


def commands() -> dict[str, Callable[..., object]]:
    """Name and function of every command, in the program's order."""
    return {
        one.name or one.callback.__name__: one.callback
        for one in app.registered_commands
        if one.callback is not None and not one.hidden
    }


def parameters(callback: Callable[..., object]) -> list[Parameter]:
    """Arguments and options of a command, in its order."""
    hints = typing.get_type_hints(callback, include_extras=True)
    found = []
    for name, parameter in inspect.signature(callback).parameters.items():
        kind, info = typing.get_args(hints[name])[:2]
        is_argument = type(info).__name__ == "ArgumentInfo"
        has_default = parameter.default is not inspect.Parameter.empty
        # Inside Annotated, typer takes the first spelling for a default.
        spelt = (info.default, *(info.param_decls or ()))
        words = tuple(one for one in spelt if isinstance(one, str))
        words = words or (f"--{name.replace('_', '-')}",)
        found.append(
            Parameter(
                name=name,
                words=tuple(sorted(words, key=len)),
                takes=info.metavar or _takes(kind, name, is_argument=is_argument),
                help=info.help or "",
                default=_default(parameter.default) if has_default else "required",
                is_argument=is_argument,
            )
        )
    return found


def _takes(kind: object, name: str, *, is_argument: bool) -> str:
    """What a value of this type looks like."""
    if is_argument:
        return name.upper()
    if typing.get_origin(kind) in (typing.Union, types.UnionType):
        kind = next(one for one in typing.get_args(kind) if one is not type(None))
    if typing.get_origin(kind) is list:
        kind = typing.get_args(kind)[0]
    if typing.get_origin(kind) is typing.Literal:
        return "|".join(map(str, typing.get_args(kind)))
    return _TAKES.get(kind, "TEXT")


def _default(value: object) -> str:
    """Default as a reader would type it; what is off or empty says nothing."""
    if value is None or value is False or value == []:
        return ""
    return (
        f"`{' '.join(map(str, value))}`" if isinstance(value, tuple) else f"`{value}`"
    )


def paragraphs(callback: Callable[..., object]) -> Iterator[str]:
    """Paragraphs of the help text."""
    for text in (inspect.getdoc(callback) or "").split("\n\n"):
        yield " ".join(text.split())


def common(all_of_them: dict[str, list[Parameter]]) -> list[Parameter]:
    """Options that many commands share word for word, the most shared first."""
    counted = Counter(one for some in all_of_them.values() for one in some)
    return [one for one, times in counted.most_common() if times >= COMMON_IN]


def section(name: str, found: list[Parameter], shared: list[Parameter]) -> list[str]:
    """Page section of one command."""
    callback = commands()[name]
    own = [one for one in found if one not in shared]
    usage = [f"tohoku-network {name}", *(one.usage() for one in own)]
    usage += ["[common options]"] * (len(own) < len(found))
    lines = ["", f"## `{name}`", ""]
    for text in paragraphs(callback):
        if text.startswith("Example: "):
            lines += ["```sh", text.removeprefix("Example: "), "```", ""]
        else:
            lines += [text, ""]
    lines += [f"Usage: `{' '.join(usage)}`", ""]
    if own:
        lines += ["| argument or option | meaning | default |", "|---|---|---|"]
        lines += [one.row() for one in own] + [""]
    if len(own) < len(found):
        words = ", ".join(f"`{one.words[-1]}`" for one in found if one in shared)
        lines += [f"Common options: {words}.", ""]
    return lines[:-1]


def page() -> str:
    """Return the whole page as Markdown."""
    found = {name: parameters(callback) for name, callback in commands().items()}
    shared = common(found)
    lines = [HEAD, "| command | question |", "|---|---|"]
    for name, callback in commands().items():
        first = next(paragraphs(callback)).replace("|", "\\|")
        lines += [f"| [`{name}`](#{name}) | {first} |"]
    lines += ["", "## Common options", "", "| option | meaning | default |"]
    lines += ["|---|---|---|", *(one.row() for one in shared)]
    for name, some in found.items():
        lines += section(name, some, shared)
    return "\n".join(lines) + "\n"


def write(folder: Path) -> None:
    """Write ``cli.md`` into a folder, unless it already says the same."""
    path, text = folder / "cli.md", page()
    if not path.exists() or path.read_text(encoding="utf-8") != text:
        path.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    write(Path(__file__).parent)
