"""Sphinx configuration: pages in Markdown, API from docstrings, notebooks executed."""

from __future__ import annotations

import importlib
import shutil
import sys
from pathlib import Path

import tohoku_network

HERE = Path(__file__).parent

project = "tohoku_network"
author = "The tohoku_network authors"
copyright = "2026, the tohoku_network authors"
version = release = tohoku_network.__version__

extensions = [
    "myst_nb",
    "sphinx.ext.autodoc",
    "sphinx.ext.autosummary",
    "sphinx.ext.mathjax",
    "numpydoc",
]
exclude_patterns = ["_build", "decisions/README.md"]

# Notebooks stand at the top of the project, where people look for them; the build
# works on a copy and runs every cell.
shutil.rmtree(HERE / "_notebooks", ignore_errors=True)
shutil.copytree(
    HERE.parent / "notebooks",
    HERE / "_notebooks",
    ignore=shutil.ignore_patterns(".ipynb_checkpoints"),
)
shutil.copyfile(HERE.parent / "data" / "README.md", HERE / "_data_tables.md")

# Definitions are written from the docstrings, so that they cannot differ from them.
sys.path.insert(0, str(HERE))
definitions = importlib.import_module("definitions")
definitions.write(HERE)

nb_execution_mode = "force"
nb_execution_raise_on_error = True
nb_execution_show_tb = True
nb_execution_timeout = 120
myst_enable_extensions = ["dollarmath", "colon_fence"]
myst_heading_anchors = 3

autosummary_generate = True
autodoc_typehints = "none"
numpydoc_show_class_members = False

html_theme = "pydata_sphinx_theme"
html_title = "tohoku_network"
html_show_sourcelink = False
html_theme_options = {"show_toc_level": 2, "navigation_with_keys": False}
