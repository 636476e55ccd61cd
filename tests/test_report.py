"""The report: what its sentences and tables say, for any network, byte for byte."""

# ruff: noqa: F401, F811 (fixtures are imported, and asked for by name)

import hashlib
import html
import inspect
import itertools
import json
import os
import re
import subprocess
import sys
from html.parser import HTMLParser
from importlib import resources
from pathlib import Path

import pytest

from browser import council, hostile, island
from networks import davis, odd_networks
from tohoku_network import (
    brokerage,
    centrality,
    communities,
    gaps,
    report,
    robustness,
    significance,
)
from tohoku_network.errors import ExportError, GraphError
from tohoku_network.report import _columns, _page, _section, _works
from tohoku_network.report._study import Study
from tohoku_network.report._words import WORDS
from tohoku_network.report.questions import QUESTIONS, links
from tohoku_network.vocabulary import Label

SECTORS = ("industry", "academia")
DATA_TEXT = re.compile(r"data:[^\"')]+")


class Text(HTMLParser):
    """The text of a page, its tags, and every address in it."""

    def __init__(self, page):
        super().__init__()
        self.words, self.tags, self.addresses, self._quiet = [], [], [], 0
        self.feed(page)

    def handle_starttag(self, tag, attributes):
        self.tags.append(tag)
        self._quiet += tag in ("style", "title")
        self.addresses += [v for k, v in attributes if k in ("src", "href") and v]

    def handle_endtag(self, tag):
        self._quiet -= tag in ("style", "title")

    def handle_data(self, data):
        if not self._quiet:
            self.words.append(data)

    @property
    def text(self):
        return " ".join(" ".join(self.words).split())


def read(path):
    return Text(path.read_text("utf-8"))


def answers(net, language="en", sectors=SECTORS):
    study = Study(net, language, sectors)
    return {code: ask(study) for code, ask in QUESTIONS.items()}


@pytest.fixture(scope="module")
def real(tohoku, tmp_path_factory):
    """The report of the curated data, written once in each language."""
    folder = tmp_path_factory.mktemp("report")
    return {
        language: report.write(tohoku, folder / language, language=language)
        for language in ("ja", "en")
    }


# --- what is said ---------------------------------------------------------------------


def test_answer_on_links_has_the_numbers_of_the_room(tohoku, real):
    found = brokerage.who_links(tohoku, *SECTORS, language="en")
    where = brokerage.linking_groups(tohoku, *SECTORS, language="en")
    first = found.iloc[0]
    text = read(real["en"].page).text
    assert (
        f"{first['name']} links Industry and Academia most: {first['pairs']:,} of the "
        f"{found.attrs['open_pairs']:,} pairs that never meet, "
        f"{first['exclusive_pairs']:,} of which nobody else links."
    ) in text
    assert f"{found.attrs['unlinked_pairs']:,} have no broker at all" in text
    met = where.iloc[0]
    assert f"Most of them meet in {met['name']} ({met['pairs']:,} pairs" in text
    stated = brokerage.who_links(
        tohoku.filter(certainty="stated"), *SECTORS, language="en"
    )
    told = f"the leaders are {stated['name'].iloc[0]} ({stated['pairs'].iloc[0]:,} pai"
    # The leaders change, so it is said at the head of the report too.
    assert text.count(told) == 2


def test_japanese_answers_have_the_numbers_of_the_rooms(tohoku, real):
    text = read(real["ja"].page).text
    found = brokerage.who_links(tohoku, *SECTORS)
    first = found.iloc[0]
    assert (
        f"{first['name']}で、出会わない{found.attrs['open_pairs']:,}組のうち"
        f"{first['pairs']:,}組の仲立ちとなり、うち{first['exclusive_pairs']:,}組は"
    ) in text
    leaving = robustness.succession(tohoku, found.index[0])
    lost, pieces = leaving.pairs.attrs["lost"], len(leaving.pieces)
    assert (
        f"{first['name']}が抜けると{lost:,}組が唯一のつながりを失い、つながりは"
        f"{pieces:,}の部分に分かれる。"
    ) in text
    for sentence in gaps.sentences(tohoku, top=12, draws=499)["sentence"]:
        assert " ".join(sentence.split()) in text


def test_pairs_beyond_chance_are_counted_again_on_what_is_stated(tohoku, real):
    stated = significance.ties(tohoku.filter(certainty="stated"), model="sdsm")
    found = significance.ties(tohoku, model="sdsm")
    pairs = [
        set(zip(frame["source"], frame["target"], strict=True))
        for frame in (found, stated)
    ]
    assert pairs[0]
    assert not pairs[0] & pairs[1]  # or the sentence below has to count them
    assert (
        "資料が明記する所属だけで数えると、いずれも残らない。"
        in read(real["ja"].page).text
    )


def test_the_map_can_be_coloured_and_sized_by_the_answers(real):
    facts = island(real["ja"].map.read_text("utf-8"))
    assert facts["overlays"]["communities"]
    assert facts["overlays"]["ranks"]


def test_a_label_is_the_heading_in_the_language_asked(council, tmp_path):
    title = Label("東北の会議体", "Councils of Tohoku")
    for language in ("ja", "en"):
        written = report.write(
            council, tmp_path / language, language=language, title=title
        )
        assert getattr(title, language) in read(written.page).text


def test_every_question_stands_in_its_order(real):
    for language, written in real.items():
        page = written.page.read_text("utf-8")
        places = [page.index(f'<section id="{code}"') for code in QUESTIONS]
        assert places == sorted(places)
        assert f'<html lang="{language}">' in page
        text = Text(page)
        heads = [int(tag[1]) for tag in text.tags if re.fullmatch(r"h[1-6]", tag)]
        assert heads[0] == 1
        assert heads.count(1) == 1
        assert max(b - a for a, b in itertools.pairwise(heads)) == 1
        brief = page[page.index('id="brief"') : page.index("<nav")]
        assert 4 <= brief.count("<li>") <= 6


def test_page_is_small_and_asks_for_nothing(real):
    for written in real.values():
        page = written.page.read_text("utf-8")
        found = Text(page)
        assert len(page.encode()) < 3_000_000
        assert "script" not in found.tags
        assert all(one.startswith(("#", "data:image/")) for one in found.addresses)
        targets = {f"#{one}" for one in re.findall(r' id="([^"]+)"', page)}
        inner = {one for one in found.addresses if one.startswith("#")}
        assert inner <= targets
        assert "http" not in DATA_TEXT.sub("", page).replace("http-equiv", "")
        assert "default-src 'none'" in html.unescape(page)


def test_files_and_their_hashes_are_told(tohoku, real):
    text = read(real["en"].page).text
    assert len(tohoku.files) == 3
    for name, digest in tohoku.files.items():
        assert f"{name} {digest}" in text


def test_method_names_its_parameters_and_cites_listed_works(real):
    text = read(real["en"].page).text
    method = text[text.rindex("Method, to be quoted") : text.rindex("References")]
    for told in ("n = 197", "seed 0", "20 runs", "100 draws", "Holm (1979)"):
        assert told in method
    listed = text[text.rindex("References") : text.rindex("Data")]
    for surname, year in re.findall(r"([A-Z]\w+)(?: et al\.)? \(?((?:19|20)\d\d)",
                                    method):  # fmt: skip
        if surname not in ("Fernandez",):
            assert re.search(rf"{surname}.*?\({year}\)", listed), (surname, year)


# --- odd networks ---------------------------------------------------------------------


@pytest.mark.parametrize("name", sorted(odd_networks()))
def test_any_network_has_a_report(name, tmp_path):
    net = odd_networks()[name]
    written = report.write(net, tmp_path, language="en" if "i" in name else "ja")
    page = read(written.page)
    assert "nan" not in page.text.casefold().split()
    assert "None" not in page.text.split()
    for code in QUESTIONS:
        assert f"#{code}" in page.addresses


def test_what_cannot_be_answered_says_why():
    told = answers(odd_networks()["empty"])
    assert told["contents"].answer == ("No organization is recorded.",)
    assert "data lack one of them" in told["links"].answer[0]
    assert "nobody can tell since when" in told["periods"].answer[0]
    assert "Neither sectors nor themes" in told["gaps"].answer[0]
    assert "nothing breaks" in told["leaving"].answer[0]
    assert all(not section.pictures for section in told.values())


def test_known_network_is_described_in_grammatical_sentences():
    told = answers(davis())
    assert told["contents"].answer[0] == (
        "The data hold 89 membership rows of 32 named organizations, 14 of them groups."
    )
    assert "名E8 (14)" in told["seats"].answer[1]
    assert told["blocs"].answer[0].startswith("18 organizations fall into 2 blocs")
    assert told["chance"].answer[0] == "No pair can be said to meet more than chance."
    assert told["chance"].answer[1].startswith("The smallest p is ")
    assert told["leaving"].answer[0].endswith("no pair loses its only link.")


def test_ties_among_leaders_are_told():
    seats = answers(odd_networks()["complete"])["seats"].answer[0]
    assert seats.endswith("名c (1) (2 more with the same number).")


def test_implied_rows_that_change_nothing_are_told_as_a_caveat(council):
    study = Study(council, "en", ("industry", "academia"))
    section = links.ask(study)
    assert all("Counting only what the sources state" not in a for a in section.answer)
    told = [one for one in section.caveats if "Counting only" in one]
    assert told == ["Counting only what the sources state, nobody links the two."]


def test_other_sectors_and_a_period_can_be_asked(council, tmp_path):
    written = report.write(
        council.at("2022"), tmp_path, language="en", sectors=("学", "金")
    )
    text = read(written.page).text
    assert "Who links Academia and Finance" in text
    assert "In force: 2022" in text
    assert "As of 2022, with" in text


def test_failed_question_says_so_and_the_others_stand(council, tmp_path, monkeypatch):
    def refuse(_):
        msg = "too many ties: 9 > 8"
        raise GraphError(msg)

    changed = {**QUESTIONS, "blocs": refuse}
    monkeypatch.setattr(report, "QUESTIONS", changed)
    text = read(report.write(council, tmp_path, language="en").page).text
    assert "This question could not be answered: too many ties: 9 > 8" in text
    assert "Which ties are more than chance?" in text


# --- hostile names --------------------------------------------------------------------


def test_hostile_names_are_only_text(hostile, tmp_path):
    title = "</title></style>\"'@@STYLE@@{{7*7}}"
    written = report.write(hostile, tmp_path, title=title)
    page = written.page.read_text("utf-8")
    found = Text(page)
    assert "script" not in found.tags
    assert found.tags.count("style") == found.tags.count("title") == 1
    assert (
        html.escape(title, quote=False).replace('"', "&#34;").replace("'", "&#39;")
        in page
    )
    assert "{{7*7}} ${7*7} <%= 7*7 %>" in found.text
    assert not re.search(r"<[^>]+\son\w+=", re.sub(r'alt="[^"]*"', "", page))


# --- files ----------------------------------------------------------------------------


def test_earlier_report_is_not_replaced_unasked(council, tmp_path):
    target = tmp_path / "deep" / "folder"
    written = report.write(council, target)
    assert [path.name for path in written] == list(report.FILES)
    assert sorted(one.name for one in target.iterdir()) == sorted(report.FILES)
    before = [hashlib.sha256(path.read_bytes()).hexdigest() for path in written]
    written.map.unlink()
    with pytest.raises(ExportError, match=r"report\.html, report\.xlsx"):
        report.write(council, target, language="en")
    assert not written.map.exists()
    again = report.write(council, target, overwrite=True)
    after = [hashlib.sha256(path.read_bytes()).hexdigest() for path in again]
    assert after == before


def test_folder_that_is_a_file_is_refused(council, tmp_path):
    (tmp_path / "here").write_text("x")
    with pytest.raises(ExportError, match="no folder"):
        report.write(council, tmp_path / "here")
    with pytest.raises(ExportError, match="cannot make the folder"):
        report.write(council, tmp_path / "here" / "below")


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"language": "fr"}, "language must be"),
        ({"sectors": ("産", "industry")}, "two different sectors"),
        ({"sectors": ("産",)}, "must be two sectors"),
        ({"sectors": "産学"}, "must be two sectors"),
    ],
)
def test_wrong_options_are_refused(council, tmp_path, options, message):
    with pytest.raises(ValueError, match=message):
        report.write(council, tmp_path / "out", **options)
    assert not (tmp_path / "out").exists()


def test_progress_is_told_from_first_to_last(council, tmp_path):
    told = []
    report.write(council, tmp_path, progress=lambda *step: told.append(step))
    steps = len(QUESTIONS) + len(report.FILES)
    assert told == [
        *((n, steps, what) for n, what in enumerate([*QUESTIONS, *report.FILES])),
        (steps, steps, ""),
    ]


def test_same_bytes_whatever_the_hash_seed(tmp_path):
    """Two processes with different seeds, the rows in another order in one of them."""
    code = (
        "import sys, pandas as pd, tohoku_network as tn\n"
        "from browser import ORGANIZATIONS, MEMBERSHIPS, SOURCES, table\n"
        "step = int(sys.argv[2])\n"
        "frames = [table(t) for t in (ORGANIZATIONS, MEMBERSHIPS, SOURCES)]\n"
        "frames[0], frames[2] = frames[0][::step], frames[2][::step]\n"
        "tn.report.write(tn.AffiliationNetwork.from_frames(*frames), sys.argv[1])\n"
    )
    digests = []
    for seed, step in (("0", 1), ("4242", -1)):
        folder = tmp_path / seed
        subprocess.run(
            [sys.executable, "-c", code.replace("tn.report", "report").replace(
                "import sys,", "from tohoku_network import report\nimport sys,"),
             str(folder), str(step)],
            env={**os.environ, "PYTHONHASHSEED": seed,
                 "PYTHONPATH": str(Path(__file__).parent)},
            check=True,
        )  # fmt: skip
        digests.append(
            {
                name: hashlib.sha256((folder / name).read_bytes()).hexdigest()
                for name in report.FILES
            }
        )
    assert digests[0] == digests[1]


# --- words, columns, works ------------------------------------------------------------


def test_every_text_is_in_both_languages_with_the_same_facts():
    for key, (ja, en) in WORDS.items():
        assert ja, key
        assert en, key
        assert set(re.findall(r"{(\w+)}", ja)) == set(re.findall(r"{(\w+)}", en)), key


def test_every_column_is_told_in_both_languages():
    listed = json.loads(
        resources.files("tohoku_network.report").joinpath("columns.json").read_text()
    )
    for code, told in listed.items():
        assert all(told["heading"]), code
        assert all(told["meaning"]), code
        assert told["format"] in {
            "text", "date", "integer", "year", "decimal", "percent", "p", "truth",
        }  # fmt: skip
    assert _columns.column("who_links", "pairs", "en").heading == "Pairs linked"
    assert _columns.column("linking_groups", "pairs", "en").heading == "Pairs"


@pytest.mark.parametrize(
    ("cell", "form", "ja", "en"),
    [
        (1234, "integer", "1,234", "1,234"),
        (1999, "year", "1999", "1999"),
        (0.0104, "percent", "1.0%", "1.0%"),
        (0.5, "percent", "50%", "50%"),
        (0.000145, "p", "0.000145", "0.000145"),
        (3.2e-9, "p", "3.2e-09", "3.2e-09"),
        (1.0, "p", "1", "1"),
        (9704.1, "decimal", "9,704", "9,704"),
        (0.733, "decimal", "0.73", "0.73"),
        (True, "truth", "○", "yes"),
        (float("nan"), "decimal", "", ""),
        (None, "text", "", ""),
        (("a", "b", "c"), "text", "a、b（ほか1）", "a; b (+1)"),
    ],
)
def test_cells_are_written(cell, form, ja, en):
    assert _columns.text_of(cell, form, "ja") == ja
    assert _columns.text_of(cell, form, "en") == en


def test_references_are_taken_whole_from_the_docstrings():
    """Cut into works, and put together again, every paragraph is as it was."""
    rooms = (brokerage, centrality, communities, gaps, robustness, significance)
    seen = 0
    for room in rooms:
        for name in room.__all__:
            text = inspect.getdoc(getattr(room, name)) or ""
            if not callable(getattr(room, name)) or "\nReferences\n---" not in text:
                continue
            part = re.split(
                r"\n[A-Z]\w+\n-{3,}\n", text.split("References\n----", 1)[1]
            )
            paragraph = " ".join(part[0].lstrip("-").split())
            works = _works.references(f"{room.__name__.split('.')[-1]}.{name}")
            if not re.match(r"As :func:", paragraph) and works:
                assert " ".join(works) == paragraph, name
                seen += len(works)
    assert seen > 60


def test_works_are_cited_in_short():
    assert _page._short("Traag, V. A., Waltman, L. and van Eck, N. J. (2019). X.") == (
        "Traag et al. (2019)"
    )
    assert _page._short("Zweig, K. A. and Kaufmann, M. (2011). A.") == (
        "Zweig and Kaufmann (2011)"
    )
    assert _page._short("Saracco, F. et al. (2015). R.") == "Saracco et al. (2015)"


def test_title_in_the_style_cannot_end_it():
    assert _page._css_text('"}</style>東') == "\\22 \\7d \\3c \\2f style\\3e \\6771 "


def test_empty_table_says_so():
    table = _section.Table(
        "groups", "s", "c", odd_networks()["empty"].groups, ("name",)
    )
    assert _page._table(table, "en")["nothing"] == "Nothing to show"
