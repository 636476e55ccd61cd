"""Does what we hand out work where there is no checkout? `make dist-check`.

Builds the source archive and from it the wheel, looks at what is inside, installs the
wheel into a fresh environment outside the checkout, and types the commands that a
newcomer types there. Fails at the first thing that is wrong.
"""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
import tarfile
import tempfile
import venv
import zipfile
from pathlib import Path

ROOT = Path(__file__).parents[1]
SOURCE = ROOT / "src" / "tohoku_network"
USER_SCRIPT = """\
import pandas as pd
from networkx import Graph

import tohoku_network as tn
from tohoku_network import brokerage, webmap

net: tn.AffiliationNetwork = tn.load_tohoku()
links: pd.DataFrame = brokerage.who_links(net, "industry", "academia")
ties: Graph[str] = net.at("2021-12").project("members")
webmap.render(net, language="en").save("typed.html")
"""
WRONG_SCRIPT = USER_SCRIPT + 'net.project("membres")\n'


def run(*command: str | Path, cwd: Path, fails: bool = False) -> str:
    """Output of a command that must succeed, or must fail."""
    clean = {k: v for k, v in os.environ.items() if not k.startswith("PYTHON")}
    done = subprocess.run(  # noqa: S603  (our own commands)
        [str(word) for word in command],
        cwd=cwd,
        capture_output=True,
        text=True,
        encoding="utf-8",
        env={**clean, "PYTHONIOENCODING": "utf-8", "PYTHONDONTWRITEBYTECODE": "1"},
        check=False,
    )
    if (done.returncode != 0) != fails:
        sys.exit(f"$ {' '.join(map(str, command))}\n{done.stdout}{done.stderr}")
    return done.stdout


def build(place: Path) -> tuple[Path, Path]:
    """Source archive and wheel; the wheel of the archive is that of the checkout."""
    builder = (sys.executable, "-m", "build", "--outdir")
    run(*builder, place, ROOT, cwd=place)
    run(*builder, place / "direct", "--wheel", ROOT, cwd=place)
    (archive,), (wheel,) = place.glob("*.tar.gz"), place.glob("*.whl")
    (direct,) = (place / "direct").glob("*.whl")
    if contents(wheel) != contents(direct):
        differ = sorted(set(contents(wheel).items()) ^ set(contents(direct).items()))
        sys.exit(f"the wheel of the source archive differs: {differ}")
    return archive, wheel


def contents(wheel: Path) -> dict[str, str]:
    """Hash of every file in a wheel."""
    with zipfile.ZipFile(wheel) as opened:
        return {
            name: hashlib.sha256(opened.read(name)).hexdigest()
            for name in opened.namelist()
        }


def inspect(archive: Path, wheel: Path) -> None:
    """Everything that the program reads is in the wheel, and nothing else is."""
    inside = contents(wheel)
    expected = {
        f"tohoku_network/{path.relative_to(SOURCE).as_posix()}": path
        for path in sorted(SOURCE.rglob("*"))
        if path.is_file() and "__pycache__" not in path.parts
    } | {f"tohoku_network/_data/{p.name}": p for p in sorted((ROOT / "data").iterdir())}
    shipped = {name for name in inside if name.startswith("tohoku_network/")}
    if shipped != set(expected):
        sys.exit(f"not alike: {sorted(shipped ^ set(expected))}")
    for name, path in expected.items():
        if inside[name] != hashlib.sha256(path.read_bytes()).hexdigest():
            sys.exit(f"{name} is not that of the checkout")
    for script in (SOURCE / "webmap" / "vendor").glob("*.js"):
        licence = script.name.replace(".min.js", "-LICENSE.txt")
        for place in ("tohoku_network", "licenses/src/tohoku_network"):
            if not any(
                name.endswith(f"{place}/webmap/vendor/{licence}") for name in inside
            ):
                sys.exit(f"{script.name} comes without {place}/…/{licence}")
    with tarfile.open(archive) as opened:
        packed = {name.partition("/")[2] for name in opened.getnames()}
    for name in ("tests/conftest.py", "docs/index.md", "Makefile", ".ci/run"):
        if name not in packed:
            sys.exit(f"the source archive lacks {name}")


def use(wheel: Path, place: Path) -> None:
    """Install the wheel where there is no checkout, and type what newcomers type."""
    home = place / "environment"
    venv.create(home, with_pip=True)
    folder = home / ("Scripts" if os.name == "nt" else "bin")
    python, program = folder / "python", folder / "tohoku-network"
    run(python, "-m", "pip", "install", "--quiet", wheel, cwd=place)
    work = place / "work"
    work.mkdir()
    version = wheel.name.split("-")[1]
    if run(program, "--version", cwd=work).strip() != version:
        sys.exit("the program tells another version")
    where = run(python, "-c", "import tohoku_network as t; print(t.__file__)", cwd=work)
    if not Path(where.strip()).resolve().is_relative_to(home.resolve()):
        sys.exit(f"the package comes from {where}")
    run(program, "demo", cwd=work)
    run(program, "validate", cwd=work)
    answer = run(program, "who-links", "産", "学", cwd=work)
    if "東北経済産業局" not in answer:
        sys.exit(f"who-links answers:\n{answer}")
    for form in ([], ["--excel"]):
        mine = "my-lists" + "".join(form)
        run(program, "init", mine, *form, cwd=work)
        if "no remarks" not in run(program, "validate", "--data", mine, cwd=work):
            sys.exit(f"{mine} has remarks")
        run(program, "map", "-o", f"{mine}.html", "--data", mine, cwd=work)
    run(program, "figure", "overlaps", "-o", "overlaps.pdf", cwd=work)
    run(python, "-m", "tohoku_network", "summary", cwd=work)
    made = {path.name for path in work.rglob("*") if path.is_file()}
    if not {"tohoku_map.html", "my-lists.html", "overlaps.pdf"} <= made:
        sys.exit(f"written is only {sorted(made)}")
    check_types(python, work)


def check_types(python: Path, work: Path) -> None:
    """A user's script is checked against the types that the wheel brings."""
    checker = (sys.executable, "-m", "mypy", "--strict", "--python-executable", python)
    for name, text, fails in (
        ("right.py", USER_SCRIPT, False),
        ("wrong.py", WRONG_SCRIPT, True),
    ):
        (work / name).write_text(text, encoding="utf-8")
        cache = ("--cache-dir", work / ".cache", "--follow-imports", "silent")
        told = run(
            *checker, *cache, "--ignore-missing-imports", name, cwd=work, fails=fails
        )
        if fails and 'project" of "AffiliationNetwork' not in told:
            sys.exit(f"the wrong script is told:\n{told}")


def main() -> None:
    """Build, look inside, install, use."""
    with tempfile.TemporaryDirectory(prefix="tohoku-network-") as name:
        place = Path(name)
        archive, wheel = build(place)
        inspect(archive, wheel)
        use(wheel, place)
        print(f"{archive.name} and {wheel.name} hold what they should, and work")


if __name__ == "__main__":
    main()
