"""What every test may ask for."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

# The toy networks and browser helpers stand beside the tests.
sys.path.insert(0, str(Path(__file__).parent))


@pytest.fixture(scope="session")
def tohoku():
    """The curated Tohoku network."""
    import tohoku_network

    return tohoku_network.load_tohoku()


def pytest_addoption(parser):
    parser.addoption(
        "--golden", action="store_true", help="write the reviewed tables anew"
    )
