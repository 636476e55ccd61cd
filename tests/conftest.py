"""What every test may ask for."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

# Many small dense products: where several workers share two cores, threads of the
# linear algebra wait for one another. To be told before numpy is first imported.
for library in ("OPENBLAS", "OMP", "MKL"):
    os.environ.setdefault(f"{library}_NUM_THREADS", "1")

# The toy networks and browser helpers stand beside the tests.
sys.path.insert(0, str(Path(__file__).parent))


@pytest.fixture(scope="session")
def tohoku():
    """The curated Tohoku network."""
    import tohoku_network

    return tohoku_network.load_tohoku()


@pytest.fixture
def run(capsys, monkeypatch):
    """Run the program in this process: exit status, standard output and error."""
    from tohoku_network.cli import main

    def call(*arguments):
        monkeypatch.setattr(sys, "argv", ["tohoku-network", *arguments])
        with pytest.raises(SystemExit) as stopped:
            main()
        out, err = capsys.readouterr()
        return stopped.value.code, out, err

    return call


@pytest.fixture
def lists(tmp_path):
    """Folder with a small network of one's own."""
    folder = tmp_path / "lists"
    folder.mkdir()
    (folder / "organizations.csv").write_text(
        "id,name,name_en,sector,kind\n"
        "u,大学,University,academia,university\n"
        "c,会社,Company,industry,company\n"
        "b,銀行,Bank,finance,bank\n"
        "g,産学協議会,Council,,council\nh,金融懇談会,Salon,,council\n",
        encoding="utf-8",
    )
    (folder / "memberships.csv").write_text(
        "member_id,group_id,role,valid_from,valid_to\n"
        "u,g,member,2020,\nb,g,chair,2020,\nb,h,member,,\nc,h,member,,2021-03\n",
        encoding="utf-8",
    )
    return folder


def pytest_addoption(parser):
    parser.addoption(
        "--golden", action="store_true", help="write the reviewed tables anew"
    )
