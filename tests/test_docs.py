"""Documentation cannot drift: pages, notebooks and program are compared."""

from __future__ import annotations

import importlib.util
import pkgutil
import re
import sys
from pathlib import Path

import nbformat
import pytest
from nbclient import NotebookClient
from typer.testing import CliRunner

import tohoku_network
from tohoku_network.cli import app

ROOT = Path(__file__).parents[1]
DOCS = ROOT / "docs"
HOW_TOS = sorted(p.relative_to(DOCS).as_posix() for p in DOCS.glob("howto/*.md"))
MAIN_PAGES = ["index.md", "tutorial.md", "howto.md", "concepts.md", "data.md", "map.md"]
USER_PAGES = sorted([*MAIN_PAGES, *HOW_TOS])
NOTEBOOKS = sorted((ROOT / "notebooks").glob("*.ipynb"))
BEHIND = {"cli", "network", "reading", "tables"}
"""Modules whose public names are reached from the top, or by the command line."""
ROOMS = sorted(
    module.name
    for module in pkgutil.iter_modules(tohoku_network.__path__)
    if not module.name.startswith("_") and module.name not in BEHIND
)


def module_of_the_docs(name):
    """One of the build's own modules, which stand beside the pages."""
    spec = importlib.util.spec_from_file_location(name, DOCS / f"{name}.py")
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module  # dataclasses look their module up
    spec.loader.exec_module(module)
    return module


cli_reference = module_of_the_docs("cli_reference")
definitions = module_of_the_docs("definitions")
links = module_of_the_docs("links")


def read(name):
    return (ROOT / name).read_text(encoding="utf-8")


def cells(name):
    """Executed Python cells of a page."""
    return re.findall(r"^```\{code-cell\}\n(.*?)^```$", read(name), re.M | re.S)


def shell_lines(name):
    """Executed command lines of a page."""
    blocks = re.findall(r"^```\{shell\}\n(.*?)^```$", read(name), re.M | re.S)
    return [line for block in blocks for line in block.splitlines()]


def options(line):
    """Command and options of a line; names and languages may differ."""
    words = line.replace("--lang en", "").split()
    return words[1], [one for one in words if one.startswith("-")]


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_notebooks_run_and_keep_no_outputs(path, tmp_path):
    notebook = nbformat.read(path, as_version=4)
    code = [cell for cell in notebook.cells if cell.cell_type == "code"]
    assert all(not cell.outputs and cell.execution_count is None for cell in code)
    done = NotebookClient(
        notebook, timeout=120, resources={"metadata": {"path": str(tmp_path)}}
    ).execute()
    ran = [cell for cell in done.cells if cell.cell_type == "code"]
    streams = [output for cell in ran for output in cell.outputs]
    assert not [o for o in streams if o.get("name") == "stderr"]
    # A figure that is closed or styled away too early is no error, only not there.
    drawing = [cell for cell in ran if "tn.figures." in cell.source]
    blind = [
        cell.source
        for cell in drawing
        if not any("image/png" in output.get("data", {}) for output in cell.outputs)
    ]
    assert blind == []


@pytest.mark.parametrize("room", ROOMS)
def test_every_public_function_is_on_the_api_page(room):
    page = read("docs/api.md")
    module = importlib.import_module(f"tohoku_network.{room}")
    functions = [n for n in module.__all__ if callable(getattr(module, n))]
    documented = set(re.findall(rf"^   {room}\.(\w+)$", page, re.MULTILINE))
    assert {
        n
        for n in functions
        if getattr(module, n).__module__.startswith("tohoku_network")
    } - documented == set()


def test_every_name_at_the_top_is_on_the_api_page():
    documented = {
        name.split(".")[-1]
        for name in re.findall(r"^   ([\w.]+)$", read("docs/api.md"), re.MULTILINE)
    }
    methods = {
        name
        for name, found in vars(tohoku_network.AffiliationNetwork).items()
        if not name.startswith("_")
        and (callable(found) or isinstance(found, classmethod))
    }
    top = {name for name in tohoku_network.__all__ if not name.startswith("_")}
    assert (top | methods) - documented - set(ROOMS) == set()


@pytest.mark.parametrize(
    "name", re.findall(r"^   ([\w.]+)$", read("docs/api.md"), re.M)
)
def test_every_name_on_the_api_page_exists_and_has_a_docstring(name):
    found = tohoku_network
    for part in name.split("."):
        if not hasattr(found, part):
            found = importlib.import_module(f"tohoku_network.{part}")
        else:
            found = getattr(found, part)
    assert found.__doc__


def test_every_command_is_on_its_page_as_the_program_has_it():
    assert read("docs/cli.md") == cli_reference.page()


@pytest.mark.parametrize("command", sorted(cli_reference.commands()))
def test_every_command_has_help_and_is_in_the_japanese_overview(command):
    assert cli_reference.commands()[command].__doc__
    assert f"`tohoku-network {command}" in read("docs/ja/cli.md")


@pytest.mark.parametrize("page", USER_PAGES)
def test_each_page_for_users_has_its_counterpart_and_links_to_it(page):
    for name, label in ((page, "日本語"), (f"ja/{page}", "English")):
        other = page if name.startswith("ja/") else f"ja/{page}"
        head = read(f"docs/{name}")[:400]
        (link,) = re.findall(rf"^\[{label}\]\(([^)]+)\)$", head, re.MULTILINE)
        assert (DOCS / name).parent.joinpath(link).resolve() == DOCS / other


def test_no_japanese_page_is_without_its_english_one():
    japanese = {p.relative_to(DOCS / "ja").as_posix() for p in DOCS.glob("ja/**/*.md")}
    assert japanese - set(USER_PAGES) == {"cli.md"}


@pytest.mark.parametrize("page", USER_PAGES)
def test_both_languages_run_the_same_cells(page):
    english, japanese = cells(f"docs/{page}"), cells(f"docs/ja/{page}")
    assert [one.replace('language="en"', 'language="ja"') for one in english] == (
        japanese
    )
    lines, others = shell_lines(f"docs/{page}"), shell_lines(f"docs/ja/{page}")
    assert [options(one) for one in lines] == [options(one) for one in others]


@pytest.mark.parametrize("page", HOW_TOS)
def test_each_how_to_answers_reads_and_names_its_limits(page):
    headings = re.findall(r"^## (.+)$", read(f"docs/{page}"), re.MULTILINE)
    assert headings[-2:] == ["How to read it", "What it does not say"] or (
        headings[-2:] == ["How to use it in the room", "What it does not say"]
    )
    assert cells(f"docs/{page}")
    assert f"]({page})" in read("docs/howto.md")


def test_definitions_keep_their_formulas():
    text = [".. math:: a = b", "          + c", "", "with :math:`b` as in ``c``"]
    assert definitions.prose(text) == "$$\na = b + c\n$$\n\nwith $b$ as in `c`"


def test_works_are_told_apart_in_a_list_of_references():
    hubert = "Hubert, L. and Arabie, P. (1985). Comparing partitions. J. Classif. 2, 1."
    meila = "Meilă, M. (2007). Comparing clusterings. J. Multivar. Anal. 98, 873."
    assert definitions.works(f"{hubert}\n{meila}") == [hubert, meila]
    assert definitions.works("As `tie_pvalues`.") == []
    assert definitions.short(hubert) == "Hubert and Arabie (1985)"


def test_links_that_lead_nowhere_are_found(tmp_path):
    tmp_path.joinpath("a.html").write_text(
        '<p id="top"><a href="b.html#here">1</a><a href="#top">2</a>'
        '<a href="b.html#gone">3</a><a href="c.html">4</a>'
        '<a href="https://example.org/x">5</a><img src="p.png">'
        '<script src="https://example.org/s.js"></script>'
    )
    tmp_path.joinpath("b.html").write_text('<h1 id="here">b</h1>')
    assert links.broken(tmp_path) == [
        "a.html: b.html#gone",
        "a.html: c.html",
        "a.html: needs https://example.org/s.js",
        "a.html: p.png",
    ]


def test_the_changelog_knows_this_version():
    assert f"## {tohoku_network.__version__}" in read("CHANGELOG.md")
    assert f"version: {tohoku_network.__version__}" in read("CITATION.cff")


@pytest.mark.parametrize("page", ["README.md", "README.ja.md", "data/README.md"])
def test_files_named_in_the_pages_exist(page):
    for target in re.findall(r"\]\(((?!http)[^)#]+)\)", read(page)):
        assert (ROOT / page).parent.joinpath(target).exists(), target


@pytest.mark.parametrize(
    ("page", "arguments"),
    [
        ("README.md", ["industry", "academia", "--lang", "en", "--top", "5"]),
        ("README.ja.md", ["産", "学", "--top", "5"]),
    ],
)
def test_the_answer_in_the_readme_is_todays(page, arguments):
    output = CliRunner().invoke(app, ["who-links", *arguments]).stdout.rstrip()
    assert f"```text\n{output}\n```" in read(page)


@pytest.mark.parametrize("page", ["README.md", "README.ja.md"])
def test_the_counts_in_the_readme_are_todays(page, tohoku):
    counts = tohoku_network.summary.overview(tohoku)
    numbers = set(re.findall(r"\d+", read(page)))
    for key in (
        "organizations",
        "groups",
        "unnamed_classes",
        "memberships",
        "stated",
        "implied",
    ):
        assert str(counts[key]) in numbers, key
