"""Write the lowest versions that pyproject.toml allows: `make lowest`.

pip always takes the newest; `constraints/minimal.txt` holds it down, so that the
bounds are tried and not only hoped for (`make test-minimal`).
"""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

ROOT = Path(__file__).parents[1]
TARGET = ROOT / "constraints" / "minimal.txt"
HEAD = "# The lowest versions that pyproject.toml allows; written by `make lowest`.\n"


def lowest() -> str:
    """Text of the file: a line for each requirement of the library and its extras."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    extras = project["project"]["optional-dependencies"]
    asked = [
        *project["project"]["dependencies"],
        *extras["communities"],
        *extras["pyvis"],
    ]
    lines = set()
    for requirement in asked:
        found = re.fullmatch(r"([\w.-]+)(?:>=|==)([\d.]+)", requirement)
        if found is None:
            msg = f"{requirement!r} has no single lower bound"
            raise ValueError(msg)
        lines.add(f"{found[1]}=={found[2]}\n")
    return HEAD + "".join(sorted(lines))


if __name__ == "__main__":
    TARGET.write_text(lowest(), encoding="utf-8")
