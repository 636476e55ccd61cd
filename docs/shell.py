"""Sphinx extension: show a command line with what the program prints today.

    ```{shell}
    tohoku-network who-links industry academia --lang en
    ```

The program runs inside the build, in a folder of the page's own; a command that fails
is a warning, and so fails the build.
"""

from __future__ import annotations

import contextlib
import os
import shlex
import tempfile
from pathlib import Path

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.util import logging
from sphinx.util.docutils import SphinxDirective
from typer.testing import CliRunner

from tohoku_network.cli import app

PROGRAM = "tohoku-network"
logger = logging.getLogger(__name__)
_folders: dict[str, tempfile.TemporaryDirectory[str]] = {}


class Shell(SphinxDirective):
    """Run the program as a reader would, and show what it prints."""

    has_content = True

    def run(self) -> list[nodes.Node]:
        """Return the commands as one block, and what they print as another."""
        commands = [line for line in self.content if line.strip()]
        shown = nodes.literal_block("\n".join(commands), "\n".join(commands))
        shown["language"] = "sh"
        printed = "\n".join(filter(None, map(self._printed, commands)))
        if not printed:
            return [shown]
        output = nodes.literal_block(printed, printed, classes=["printed"])
        output["language"] = "text"
        return [shown, output]

    def _printed(self, command: str) -> str:
        """What one command writes to standard output."""
        name, *arguments = shlex.split(command)
        if name != PROGRAM:
            msg = f"{command!r} does not call {PROGRAM}"
            raise self.error(msg)
        home = _folders.setdefault(self.env.docname, tempfile.TemporaryDirectory())
        with contextlib.chdir(Path(home.name)):
            result = CliRunner(env={**os.environ}).invoke(app, arguments)
        if result.exit_code:
            why = result.exception or result.stderr
            logger.warning("%s: %s", command, why, location=self.get_location())
        return result.stdout.rstrip()


def setup(sphinx: Sphinx) -> dict[str, bool]:
    """Register the directive."""
    sphinx.add_directive("shell", Shell)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
