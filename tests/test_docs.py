"""Documentation cannot drift: pages, notebooks and program are compared."""

from __future__ import annotations

import importlib
import re
from pathlib import Path

import nbformat
import pytest
from nbclient import NotebookClient
from typer.testing import CliRunner

import tohoku_network
from tohoku_network.cli import app

ROOT = Path(__file__).parents[1]
NOTEBOOKS = sorted((ROOT / "notebooks").glob("*.ipynb"))
ROOMS = [
    name
    for name in tohoku_network.__all__
    if not name.startswith("_")
    and getattr(tohoku_network, name).__class__.__name__ == "module"
]


def read(name):
    return (ROOT / name).read_text(encoding="utf-8")


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_notebooks_run_and_keep_no_outputs(path, tmp_path):
    notebook = nbformat.read(path, as_version=4)
    code = [cell for cell in notebook.cells if cell.cell_type == "code"]
    assert all(not cell.outputs and cell.execution_count is None for cell in code)
    done = NotebookClient(
        notebook, timeout=120, resources={"metadata": {"path": str(tmp_path)}}
    ).execute()
    streams = [o for c in done.cells if c.cell_type == "code" for o in c.outputs]
    assert not [o for o in streams if o.get("name") == "stderr"]


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


@pytest.mark.parametrize(
    "command", [c.name or c.callback.__name__ for c in app.registered_commands]
)
def test_every_command_is_on_its_page_with_help(command):
    assert f"`tohoku-network {command}" in read("docs/cli.md")
    callbacks = {
        c.name or c.callback.__name__: c.callback for c in app.registered_commands
    }
    assert callbacks[command].__doc__


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
