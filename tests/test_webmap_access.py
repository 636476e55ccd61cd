"""Can everybody use the map page? What axe-core finds, in every state and language."""

# ruff: noqa: F401, F811 (fixtures are imported, and asked for by name)

import gzip
import hashlib
import json
from pathlib import Path

import pytest

from browser import browser, council, playwright, reader

FOLDER = Path(__file__).parent / "vendor"
FINDINGS = """async () => {
  const found = await axe.run(document);
  return found.violations.map((one) => [one.id, one.nodes.map((node) => node.html)]);
}"""


@pytest.fixture(scope="module")
def axe():
    return gzip.decompress((FOLDER / "axe.min.js.gz").read_bytes()).decode()


def test_vendored_checker_is_the_listed_one(axe):
    (listed,) = json.loads((FOLDER / "vendor.json").read_text("utf-8"))
    assert hashlib.sha256(axe.encode()).hexdigest() == listed["sha256_unpacked"]
    assert "Mozilla Public License" in (FOLDER / listed["licence_file"]).read_text()


STATES = [
    ("", []),
    ("org=tap", ["#export-menu"]),
    ("link=industry|academia", ["#more-filters"]),
    ("change=2019|2021", ["#view-add"]),
    ("year=2021&role=member", ["#show-table"]),
]


@pytest.mark.browser
@pytest.mark.parametrize("look", ["paper", "projector"])
@pytest.mark.parametrize("language", ["ja", "en"])
def test_no_barrier_is_found(reader, council, axe, language, look):
    opened = reader(council, language=language)
    opened.page.evaluate(axe)
    for where, clicks in STATES:
        opened.to_beginning(f"{where}&lang={language}&look={look}")
        for button in clicks:
            opened.page.click(button)
        assert opened.page.evaluate(FINDINGS) == [], where
    assert (
        opened.page.get_attribute("#projector", "aria-pressed")
        == str(look == "projector").lower()
    )


@pytest.mark.browser
def test_checker_finds_a_barrier_where_there_is_one(reader, axe):
    opened = reader("<!doctype html><title>-</title><img><input>", faults=True)
    opened.page.evaluate(axe)
    found = {one for one, _ in opened.page.evaluate(FINDINGS)}
    assert {"image-alt", "label", "html-has-lang"} <= found
