"""Where do the curated Tohoku tables lie?"""

from __future__ import annotations

from importlib import resources
from pathlib import Path

__all__ = ["folder"]


def folder() -> Path:
    """Folder of the curated tables: in the wheel, or in a checkout of the project."""
    shipped = Path(str(resources.files("tohoku_network"))) / "_data"
    return shipped if shipped.is_dir() else Path(__file__).parents[2] / "data"
