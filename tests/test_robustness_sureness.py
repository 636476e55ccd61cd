"""How sure is the verdict on a ranking? The CS coefficient and its range."""

from __future__ import annotations

import pytest

from networks import davis
from tohoku_network import robustness
from tohoku_network.robustness._coefficient import Coefficient, coefficient, note

# Of 20 draws, 20 leave an exact 95 % interval of 0.832 to 1, and 18 one of 0.683 to
# 0.988 (tables of Clopper and Pearson); of 2000, 1900 leave 0.9395 to 0.9591.
KEPT = [(0.1, 1.0), (0.2, 0.95), (0.3, 0.9), (0.4, 0.5), (0.5, 1.0)]


@pytest.mark.parametrize(
    ("draws", "value", "low", "high"),
    [(20, 0.2, 0.0, 0.3), (2000, 0.2, 0.1, 0.2)],
)
def test_the_range_is_what_the_draws_leave_open(draws, value, low, high):
    assert coefficient(KEPT, draws) == Coefficient(value, low, high)


def test_72_draws_are_the_fewest_that_can_be_sure():
    # 0.025 ** (1 / 72) = 0.9501
    assert coefficient([(0.25, 1.0)], 71) == Coefficient(0.25, 0.0, 0.25)
    assert coefficient([(0.25, 1.0)], 72) == Coefficient(0.25, 0.25, 0.25)


def test_no_share_is_drawn_that_cannot_matter():
    def kept():
        yield 0.1, 0.5
        pytest.fail("the next share was asked for")

    assert coefficient(kept(), 100) == Coefficient()
    assert coefficient([(0.1, float("nan"))], 100) == Coefficient()


def test_the_note_names_both_ends_or_is_silent():
    assert note(Coefficient(0.25, 0.2, 0.3), 40, "en") == (
        "With 40 draws, the coefficient may be 0.20 to 0.30 (95 %), and the verdict "
        "unstable to acceptable."
    )
    assert "「安定していない」から「おおむね安定」" in (
        note(Coefficient(0.25, 0.2, 0.3), 40, "ja")
    )
    assert note(Coefficient(0.3, 0.25, 0.45), 40, "en") == ""


def test_few_draws_say_that_their_verdict_may_be_another():
    few = robustness.stability(davis(), "memberships", draws=20, language="en").attrs
    low, high = few["cs_range"]
    assert low == 0 <= few["cs"] <= high
    assert few["verdict_range"][0] == "unstable"
    assert few["verdict"] in few["verdict_range"]
    many = robustness.stability(davis(), "betweenness", draws=200).attrs
    assert many["verdict_range"] == ("unstable", "unstable")
    assert many["note"] == ""
    alone = robustness.correlation_stability(davis(), "memberships", draws=20).attrs
    assert alone["cs_range"] == few["cs_range"]
    assert alone["verdict_range"] == few["verdict_range"]


@pytest.mark.parametrize(
    ("lang", "verdict", "doubt"),
    [
        ("ja", ": おおむね安定", "※ 抽出20回で言えるCS係数の範囲は0.00～"),
        ("en", ": acceptable", "Note: With 20 draws, the coefficient may be 0.00"),
    ],
)
def test_the_program_says_so(run, lang, verdict, doubt):
    options = ["-m", "memberships", "--lang", lang, "--draws", "20", "--top", "1"]
    status, out, _ = run("stability", *options)
    assert status == 0
    assert out.splitlines()[-2].startswith("CS = 0.")
    assert out.splitlines()[-2].endswith(verdict)
    assert out.splitlines()[-1].startswith(doubt)


def test_the_program_says_why_there_is_nothing_to_rank(run, tmp_path):
    for name, text in {
        "organizations": "id,name\na,甲\nb,乙\ng,会\n",
        "memberships": "member_id,group_id\na,g\nb,g\n",
    }.items():
        (tmp_path / f"{name}.csv").write_text(text, encoding="utf-8")
    options = ["--data", str(tmp_path), "-m", "degree", "--draws", "5"]
    status, out, _ = run("stability", *options, "--lang", "en")
    assert status == 0
    assert "tells nobody apart" in out.splitlines()[-1]
    assert "CS" not in out
