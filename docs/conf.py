"""Sphinx configuration: pages in Markdown, cells executed, API from docstrings."""

from __future__ import annotations

import gettext
import importlib
import os
import shutil
import sys
import unicodedata
from pathlib import Path

import pydata_sphinx_theme
from docutils import nodes
from sphinx import locale
from sphinx.application import Sphinx
from sphinx.util import logging

import tohoku_network as tn

# Many small dense products: where several kernels share two cores, threads of the
# linear algebra wait for one another. Nothing has imported numpy yet.
for library in ("OPENBLAS", "OMP", "MKL"):
    os.environ.setdefault(f"{library}_NUM_THREADS", "1")

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE))  # the build's own modules stand beside the pages

project = "tohoku_network"
author = "The tohoku_network authors"
copyright = "2026, the tohoku_network authors"
version = release = tn.__version__

extensions = [
    "myst_nb",
    "sphinx.ext.autodoc",
    "sphinx.ext.autosummary",
    "formulas",
    "numpydoc",
    "shell",
]
exclude_patterns = ["_build", "decisions/README.md"]
templates_path = ["_templates"]
html_static_path = ["_static"]
html_css_files = ["pages.css"]

# Notebooks stand at the top of the project, where people look for them; the build
# works on a copy and runs every cell.
shutil.rmtree(HERE / "_notebooks", ignore_errors=True)
shutil.copytree(
    HERE.parent / "notebooks",
    HERE / "_notebooks",
    ignore=shutil.ignore_patterns(".ipynb_checkpoints"),
)
shutil.copyfile(HERE.parent / "data" / "README.md", HERE / "_data_tables.md")

# Definitions are written from the docstrings and commands from the program, so that
# the pages cannot differ from them.
for generated in ("definitions", "cli_reference"):
    importlib.import_module(generated).write(HERE)

# Kernels that run the cells: pictures for screens, and nobody's own start-up files.
os.environ["MATPLOTLIBRC"] = str(HERE / "matplotlibrc")
os.environ["IPYTHONDIR"] = str(HERE / "_build" / "ipython")
profile = HERE / "_build" / "ipython" / "profile_default"
profile.mkdir(parents=True, exist_ok=True)
(profile / "ipython_kernel_config.py").write_text(
    "c = get_config()\nc.IPKernelApp.log_level = 40\n", encoding="utf-8"
)
nb_execution_mode = "force"
nb_execution_in_temp = True
nb_execution_raise_on_error = True
nb_execution_show_tb = True
nb_execution_timeout = 300
nb_merge_streams = True
myst_enable_extensions = ["dollarmath", "colon_fence", "deflist"]
myst_heading_anchors = 3

autosummary_generate = True
autodoc_typehints = "none"
numpydoc_show_class_members = False

html_math_renderer = "mathml"
html_theme = "pydata_sphinx_theme"
html_title = "tohoku_network"
html_show_sourcelink = False
html_context = {"default_mode": "auto"}
html_theme_options = {
    "show_toc_level": 2,
    "navigation_with_keys": False,
    "header_links_before_dropdown": 7,
    "navbar_end": ["other-language", "theme-switcher"],
    "article_footer_items": [],
    "secondary_sidebar_items": ["page-toc"],
}


def other_language(page: str, pages: set[str]) -> tuple[str, str] | None:
    """Label and name of the page that says the same in the other language."""
    if page.startswith("ja/"):
        label, other = "English", page.removeprefix("ja/")
    else:
        label, other = "日本語", f"ja/{page}"
    return (label, other) if other in pages else None


def _japanese() -> gettext.NullTranslations:
    """Words of the theme and of Sphinx itself ("Next", "On this page") in Japanese."""
    words: gettext.NullTranslations = gettext.NullTranslations()
    for module in (locale, pydata_sphinx_theme):
        place = Path(module.__file__ or "").parent
        folder = place if module is locale else place / "locale"
        found = gettext.translation("sphinx", folder, ["ja"], fallback=True)
        found.add_fallback(words)
        words = found
    return words


def _page_context(
    sphinx: Sphinx, page: str, _template: str, context: dict, _tree: object
) -> None:
    """Tell templates the language of the page, and its counterpart."""
    is_japanese = page.startswith("ja/")
    context["language"] = "ja" if is_japanese else "en"
    words = _japanese() if is_japanese else sphinx.translator
    sphinx.builder.templates.environment.install_gettext_translations(words)
    context["other_language"] = other_language(page, set(sphinx.env.found_docs))


def _join_lines(_sphinx: Sphinx, document: nodes.document) -> None:
    """Japanese goes on in the next line without the space that browsers put there."""
    for text in [one for one in document.findall(nodes.Text) if one == "\n"]:
        line = text.parent
        # Texts are equal as strings are, so the place is sought by identity.
        place = next(i for i, one in enumerate(line.children) if one is text)
        ends = "".join(one.astext() for one in line[:place])[-1:]
        ends += "".join(one.astext() for one in line[place + 1 :])[:1]
        if len(ends) == 2 and all(
            unicodedata.east_asian_width(c) in "WF" for c in ends
        ):
            del line[place]


def _write_maps(sphinx: Sphinx, error: Exception | None) -> None:
    """Render the map of the landing pages from today's data, in both languages."""
    if error is None and sphinx.builder.format == "html":
        scene = tn.scene.build(tn.load_tohoku())
        for language in ("ja", "en"):
            page = tn.webmap.render(scene, language=language)
            page.save(Path(sphinx.outdir) / f"map-{language}.html")


def _check_links(sphinx: Sphinx, error: Exception | None) -> None:
    """Warn of each link inside the built pages that leads nowhere."""
    if error is None and sphinx.builder.name == "html":
        broken = importlib.import_module("links").broken
        for line in broken(Path(sphinx.outdir).resolve()):
            logging.getLogger(__name__).warning("broken link in %s", line)


def setup(sphinx: Sphinx) -> None:
    """Hook into the build."""
    sphinx.connect("doctree-read", _join_lines)
    sphinx.connect("html-page-context", _page_context)
    sphinx.connect("build-finished", _write_maps)
    sphinx.connect("build-finished", _check_links)
