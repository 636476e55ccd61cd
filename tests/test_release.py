"""What we hand out: bounds, licences, versions and verbs agree with each other.

That the wheel works where there is no checkout is tried by `make dist-check`.
"""

from __future__ import annotations

import importlib.util
import re
import subprocess
import sys
import tomllib
from importlib import metadata
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from typer.main import get_command

import tohoku_network
from tohoku_network.cli import app

ROOT = Path(__file__).parents[1]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))


def read(name):
    return (ROOT / name).read_text(encoding="utf-8")


def script(path):
    spec = importlib.util.spec_from_file_location(path.stem, path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


licences = script(ROOT / "docs" / "licences.py")
lowest = script(ROOT / "tests" / "lowest.py")


# --- versions ---------------------------------------------------------------------


def test_one_version_everywhere():
    version = PROJECT["project"]["version"]
    assert tohoku_network.__version__ == version
    assert re.search(rf"^version: {re.escape(version)}$", read("CITATION.cff"), re.M)
    newest = re.search(r"^## (\S+)", read("CHANGELOG.md"), re.M)[1]
    assert newest == version


def test_the_licence_is_told_alike():
    assert PROJECT["project"]["license"] == "MIT"
    assert read("LICENSE").startswith("MIT License")
    assert "license: MIT\n" in read("CITATION.cff")


def test_the_lowest_versions_are_those_of_the_project():
    assert read("constraints/minimal.txt") == lowest.lowest()


def test_python_versions_are_told_alike():
    lowest_python = PROJECT["project"]["requires-python"].removeprefix(">=")
    classifiers = PROJECT["project"]["classifiers"]
    told = [c.rpartition(":: ")[2] for c in classifiers if ":: 3." in c]
    assert told[0] == lowest_python
    workflow = read(".github/workflows/ci.yml")
    assert f'python: ["{told[0]}", "{told[-1]}"]' in workflow


# --- licences ---------------------------------------------------------------------


def rows(heading):
    page = read("docs/licences.md")
    part = page.partition(f"## {heading}")[2].partition("\n## ")[0]
    return [
        [cell.strip() for cell in line.strip("|\n").split("|")]
        for line in part.splitlines()
        if line.startswith("| ") and not line.startswith("| package")
    ][1:]


def test_the_page_of_licences_lists_what_the_project_asks_for():
    listed = {name: bound.strip("`") for name, bound, *_ in rows("Needed by the lib")}
    asked = map(Requirement, PROJECT["project"]["dependencies"])
    assert listed == {one.name: str(one.specifier) for one in asked}


def test_the_page_of_licences_is_complete():
    through = licences.needed(sorted(licences.direct()))
    listed = {row[0] for row in rows("Needed by the lib") + rows("Needed by those")}
    # Which packages the needed ones need may change with their versions.
    assert set(licences.direct()) <= listed
    assert len(set(through) ^ listed) <= 5


def test_nothing_that_is_needed_is_under_the_gpl():
    for name in licences.needed([*licences.direct(), *licences.optional()]):
        found = licences.licence(name)
        assert found != "not told", name
        assert not re.search(r"\b[AL]?GPL|General Public", found), name
    assert "GPL" not in read("docs/licences.md").partition("| package")[2]


def test_what_is_imported_is_asked_for():
    """Every package that the library imports is a requirement, and the reverse."""
    spelled = {
        "graspologic_native": "graspologic-native",
        "fontTools": "fonttools",
        "community": "python-louvain",
        "PIL": "pillow",
    }
    found = set()
    for path in (ROOT / "src").rglob("*.py"):
        for name in re.findall(
            r"^\s*(?:import|from) (\w+)", path.read_text("utf-8"), re.M
        ):
            if name not in sys.stdlib_module_names and name != "tohoku_network":
                found.add(spelled.get(name, name))
    extras = set(licences.optional())
    asked = set(licences.direct())
    # Lines of prose may begin with "from", too: a package is what is installed.
    installed = {*metadata.packages_distributions(), *spelled.values()}
    assert {one for one in found if one in installed} - asked - extras == set()
    # Found by its files, never imported, as importing changes the user's settings.
    assert asked - found == {"matplotlib-fontja"}


# --- verbs ------------------------------------------------------------------------


def verbs():
    done = subprocess.run(
        ["make", "-s", "help"], cwd=ROOT, capture_output=True, text=True, check=True
    )
    return {line.split()[0] for line in done.stdout.splitlines()}


@pytest.mark.parametrize(
    "page",
    [
        ".ci/run",
        "README.md",
        "README.ja.md",
        "CONTRIBUTING.md",
        ".github/workflows/ci.yml",
    ],
)
def test_every_verb_that_a_page_names_is_listed(page):
    text = read(page)
    lines = re.findall(r"(?:^|[`:] ?)make ([a-z -]+)", text, re.M)
    named = {verb for line in lines for verb in line.split()} - {"alone"}
    assert named - verbs() == set()


def test_every_verb_is_told_to_contributors():
    text = read("CONTRIBUTING.md")
    for verb in verbs() - {"help"}:
        assert f"`make {verb}`" in text, verb


def test_the_workflow_calls_verbs_and_keeps_no_secret():
    text = read(".github/workflows/ci.yml")
    assert "bash .ci/run" in text
    assert "secrets." not in text
    assert "http" not in text
    for used in re.findall(r"uses: (\S+)", text):
        assert re.fullmatch(r"actions/[\w-]+@v\d+", used)


# --- help -------------------------------------------------------------------------


@pytest.mark.parametrize("name", sorted(get_command(app).commands))
def test_every_help_has_an_example_that_begins_with_the_command(name):
    text = get_command(app).commands[name].help
    assert re.search(rf"Example: tohoku-network {name}\b", text), text
