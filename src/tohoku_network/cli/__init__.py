"""The command line: parse, make one call, write.

Bad input ends with one report and exit status 2; an inner fault shows its traceback
and ends with 1. Rooms are imported inside the commands, so that help is instant.
"""

from __future__ import annotations

# Importing a module of commands is what puts them on the program, in this order.
from tohoku_network.cli import answers, seating, tables  # isort: skip
from tohoku_network.cli import measures  # isort: skip
from tohoku_network.cli import advice, changing, outputs  # isort: skip
from tohoku_network.cli import pictures, starting  # isort: skip
from tohoku_network.cli import reporting  # isort: skip
from tohoku_network.cli._program import app, main

__all__ = [
    "advice",
    "answers",
    "app",
    "changing",
    "main",
    "measures",
    "outputs",
    "pictures",
    "reporting",
    "seating",
    "starting",
    "tables",
]
