"""Reading is strict, tells every problem at once, and loses nothing."""

from __future__ import annotations

import contextlib

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import tohoku_network as tn
from tohoku_network.errors import InputError
from tohoku_network.tables import parse_date, read_tables

ORGANIZATIONS = "id,name,sector\nu,大学,academia\nc,会社,industry\ng,協議会,\n"
MEMBERSHIPS = "member_id,group_id\nu,g\nc,g\n"


@pytest.fixture
def folder(tmp_path):
    """A folder writer: give it the tables as text or bytes."""

    def write(organizations=ORGANIZATIONS, memberships=MEMBERSHIPS, sources=None):
        tables = {
            "organizations.csv": organizations,
            "memberships.csv": memberships,
            "sources.csv": sources,
        }
        for name, content in tables.items():
            if content is not None:
                data = content.encode() if isinstance(content, str) else content
                (tmp_path / name).write_bytes(data)
        return tmp_path

    return write


def problems(folder):
    with pytest.raises(InputError) as caught:
        read_tables(folder)
    return [(p.code, p.file, p.line, p.column) for p in caught.value.problems]


def test_good_tables_are_read_as_written(folder):
    tables = read_tables(folder())
    assert tables.organizations.loc["u", "name"] == "大学"
    assert tables.memberships["line"].tolist() == [2, 3]
    assert set(tables.files) == {"organizations.csv", "memberships.csv"}
    assert [found.code for found in tables.findings] == ["no-provenance"]


def test_cells_not_told_are_missing_and_not_empty_text(folder):
    tables = read_tables(folder())
    assert pd.isna(tables.organizations.loc["g", "sector"])
    assert tables.organizations["name_en"].isna().all()
    assert not tables.organizations["unnamed"].any()


def test_ids_and_names_stay_text(folder):
    ids = ["001", "01", "1", "1.0", "1E5", "TRUE", "NA", "12345678901234567890"]
    rows = "".join(f"{i},{i}\n" for i in ids)
    tables = read_tables(folder("id,name\n" + rows, "member_id,group_id\n"))
    assert tables.organizations.index.tolist() == ids
    assert tables.organizations["name"].tolist() == ids


@pytest.mark.parametrize(
    "content", [ORGANIZATIONS.replace("\n", "\r\n"), "\ufeff" + ORGANIZATIONS]
)
def test_line_ends_and_byte_order_mark_do_not_matter(folder, content):
    assert len(read_tables(folder(content)).organizations) == 3


def test_japanese_headings_and_words_are_understood(folder):
    tables = read_tables(
        folder(
            "機関ID,機関名,区分,都道府県,種別\nu,大学,学,宮城県,大学\ng,会,,,協議会\n",
            "会員ID,グループID,役割,開始,終了\nu,g,座長,2020,..\n",
        )
    )
    university = tables.organizations.loc["u"]
    assert university[["sector", "prefecture", "kind"]].tolist() == [
        "academia",
        "Miyagi",
        "university",
    ]
    assert tables.memberships.loc[0, "role"] == "chair"
    assert tables.memberships.loc[0, "valid_to"] == ".."


def test_all_problems_come_at_once_with_file_line_and_column(folder):
    found = problems(
        folder(
            "id,name,size_declared\nu,大学,many\nu,別の大学,\n,無名,\n",
            "member_id,group_id,valid_from,valid_to\n"
            "x,u,2021-02-29,\nu,u,2022,2020\nu,u\n",
        )
    )
    assert set(found) == {
        ("bad-number", "organizations.csv", 2, "size_declared"),
        ("duplicate-id", "organizations.csv", 3, "id"),
        ("required-value", "organizations.csv", 4, "id"),
        ("unknown-id", "memberships.csv", 2, "member_id"),
        ("bad-date", "memberships.csv", 2, "valid_from"),
        ("inverted-period", "memberships.csv", 3, "valid_to"),
        ("missing-cell", "memberships.csv", 4, ""),
    }


@pytest.mark.parametrize(
    ("organizations", "code", "line"),
    [
        ("", "empty-file", None),
        ("\ufeff", "empty-file", None),
        ("id\nu\n", "missing-column", 1),
        ("name\n大学\n大 学\n", "missing-column", 1),
        ("注\n" * 12 + "id,name\nu,大学\n", "header-not-found", 1),
        ("id,name,\nu,大学,x\n", "blank-header", 1),
        ('id,name\nu,"大学\nc,会社\n', "unclosed-quote", 2),
        ("id,name\nu,大\x00学\n", "null-byte", 2),
        ("id,name\nu,大学\n".encode("cp932"), "encoding-error", 2),
    ],
)
def test_unreadable_files_are_one_problem_not_many(folder, organizations, code, line):
    assert problems(folder(organizations)) == [(code, "organizations.csv", line, "")]


def test_two_headings_of_one_meaning_are_told(folder):
    found = problems(folder("id,name,名称\nu,大学,x\n"))
    assert found == [("duplicate-header", "organizations.csv", 1, "名称")]


def test_lines_are_physical_lines_of_the_file(folder):
    found = problems(folder('id,name\nu,"大\n学"\n\nc,会社,余り\n'))
    assert ("extra-cell", "organizations.csv", 5, "") in found


def test_missing_files_and_folders_are_told_by_name(tmp_path, folder):
    folder(memberships=None)
    assert problems(tmp_path) == [("no-such-file", "memberships.csv", None, "")]
    assert problems(tmp_path / "nowhere") == [("no-such-file", "nowhere", None, "")]


def test_unknown_id_suggests_the_one_that_differs_by_case(folder):
    with pytest.raises(InputError, match="did you mean 'u'"):
        read_tables(folder(memberships="member_id,group_id\nU,g\n"))


def test_parent_cycles_are_told_as_a_path_and_chains_do_not_overflow(folder):
    rows = "".join(f"n{i},名,n{i + 1}\n" for i in range(5000)) + "n5000,名,\n"
    deep = "id,name,parent_id\n" + rows
    assert len(read_tables(folder(deep, "member_id,group_id\n")).organizations) == 5001
    cycle = "id,name,parent_id\na,甲,b\nb,乙,a\nc,丙,a\n"
    with pytest.raises(InputError, match=r"a \(line 2\) → b \(line 3\) → a") as caught:
        read_tables(folder(cycle, "member_id,group_id\n"))
    assert caught.value.n_problems == 1


def test_unknown_words_are_findings_that_never_stop_the_user(folder):
    tables = read_tables(folder(ORGANIZATIONS.replace("industry", "circus")))
    found = [p for p in tables.findings if p.code == "unknown-word"]
    assert [(p.line, p.column, p.value) for p in found] == [(3, "sector", "circus")]
    assert tables.organizations.loc["c", "sector"] == "circus"


def test_repeated_rows_count_once_and_are_told(folder):
    tables = read_tables(
        folder(ORGANIZATIONS + "u,大学,academia\n", MEMBERSHIPS + "u,g\nu,g\n")
    )
    assert len(tables.organizations) == 3
    assert len(tables.memberships) == 2
    repeated = [p for p in tables.findings if p.code == "duplicate-row"]
    assert [p.why for p in repeated] == [
        "one row stands on lines 2, 5; it counts once",
        "one row stands on lines 2, 4, 5; it counts once",
    ]


def test_unknown_columns_are_kept_and_told_once(folder):
    tables = read_tables(folder("id,name,電話\nu,大学,022\n", "member_id,group_id\n"))
    assert tables.organizations.loc["u", "電話"] == "022"
    assert [p.code for p in tables.findings].count("unknown-column") == 1


def test_self_membership_is_kept_and_told(folder):
    tables = read_tables(folder(memberships=MEMBERSHIPS + "g,g\n"))
    assert len(tables.memberships) == 3
    assert "self-membership" in [p.code for p in tables.findings]


def test_a_source_that_is_not_listed_is_a_finding(folder):
    tables = read_tables(
        folder(
            memberships="member_id,group_id,source_id\nu,g,s1\nc,g,s2\n",
            sources="id,title\ns1,資料\n",
        )
    )
    found = [p for p in tables.findings if p.code == "unknown-source"]
    assert [(p.file, p.line, p.value) for p in found] == [("memberships.csv", 3, "s2")]


def test_callers_frames_are_not_changed():
    organizations = pd.DataFrame({"id": ["a", "g"], "name": ["甲", "会"]})
    memberships = pd.DataFrame({"member_id": ["a"], "group_id": ["g"]})
    before = organizations.copy(), memberships.copy()
    read_tables(organizations=organizations, memberships=memberships)
    pd.testing.assert_frame_equal(organizations, before[0])
    pd.testing.assert_frame_equal(memberships, before[1])


def test_numbers_in_frames_are_read_as_a_person_would():
    tables = read_tables(
        organizations=pd.DataFrame(
            {"id": [1, 2], "name": ["甲", "会"], "size_declared": [None, 12.0]}
        ),
        memberships=pd.DataFrame({"member_id": [1], "group_id": [2]}),
    )
    assert tables.organizations.index.tolist() == ["1", "2"]
    assert tables.organizations.loc["2", "size_declared"] == 12


@pytest.mark.parametrize("given_", [{}, {"organizations": "a.csv"}])
def test_too_little_is_a_type_error_before_any_file_is_touched(given_):
    with pytest.raises(TypeError, match="give a folder"):
        tn.read(**given_)


def test_organizations_of_one_name_are_told_and_not_merged(folder):
    tables = read_tables(folder(ORGANIZATIONS + "u2,大 学,academia\n"))
    found = [p for p in tables.findings if p.code == "possible-duplicate"]
    assert [p.why for p in found] == ["2 organizations are called the same: u, u2"]
    assert len(tables.organizations) == 4


def test_an_unknown_word_is_told_once_with_its_lines_and_the_nearest(folder):
    table = "id,name,sector\na,甲,産学\nb,乙,産学\nc,丙,indutry\n"
    tables = read_tables(folder(table, "member_id,group_id\n"))
    found = [p for p in tables.findings if p.code == "unknown-word"]
    assert [p.why for p in found] == [
        "on no list for sector; kept as it is (lines 2, 3)",
        "on no list for sector; kept as it is",
    ]
    assert "did you mean" in found[0].remedy
    assert found[1].remedy == "did you mean industry?"


def test_tabs_and_workbooks_in_disguise_are_told_with_what_to_do(folder):
    with pytest.raises(InputError, match="separated by tabs"):
        read_tables(folder("id\tname\nu\t大学\n"))
    with pytest.raises(InputError, match=r"name it \.xlsx"):
        read_tables(folder(b"PK\x03\x04rest"))


def test_a_column_without_any_text_is_passed_over(folder):
    tables = read_tables(folder("id,name,,\nu,大学,,\nc,会社,,\ng,会, ,\n"))
    assert "unknown-column" not in [p.code for p in tables.findings]
    assert len(tables.organizations) == 3


def test_only_the_first_thousand_problems_are_listed_but_all_are_counted(folder):
    rows = "".join(f"x{i},g\n" for i in range(1500))
    with pytest.raises(InputError) as caught:
        read_tables(folder(memberships="member_id,group_id\n" + rows))
    assert caught.value.n_problems == 1500
    assert len(caught.value.problems) == 1000
    assert "and 500 more" in str(caught.value)


def test_hostile_values_are_escaped_in_messages(folder):
    with pytest.raises(InputError) as caught:
        read_tables(folder(memberships='member_id,group_id\n"\x1b[31m\u202e",g\n'))
    assert "\x1b" not in str(caught.value)
    assert "\\x1b" in caught.value.problems[0].value


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=200))
def test_any_text_is_a_network_or_an_input_error(tmp_path_factory, text):
    target = tmp_path_factory.mktemp("any")
    (target / "organizations.csv").write_text(text, encoding="utf-8", newline="")
    (target / "memberships.csv").write_text("member_id,group_id\n", encoding="utf-8")
    with contextlib.suppress(InputError):
        read_tables(target)


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("2020", "2020-01-01", "2020-12-31"),
        ("2020-02", "2020-02-01", "2020-02-29"),
        ("1900-02", "1900-02-01", "1900-02-28"),
        ("2024-03-18", "2024-03-18", "2024-03-18"),
    ],
)
def test_partial_dates_have_a_first_and_a_last_day(text, first, last):
    assert parse_date(text)[1:3] == (first, last)


@pytest.mark.parametrize(
    "text",
    [
        "2021-2",
        "2021-13",
        "2021-04-31",
        "20210401",
        "45017",
        "令和3年",
        "0000",
        "..",
        "",
    ],
)
def test_what_is_no_date_is_refused(text):
    with pytest.raises(ValueError, match=r"."):
        parse_date(text)


@pytest.mark.parametrize(
    ("cell", "remedy"),
    [
        ("20210401", "write 2021-04-01"),
        ("2021.1", "is it 2021-01 or 2021-10?"),
        ("令和3年13月", "no such day"),
        ("1/2/2023", "is it 2023-01-02 or 2023-02-01?"),
        ("45017", "2023-04-01"),
        ("2023年度", "2023-04 and an end of 2024-03"),
        ("2021/2/30", "no such day"),
        ("春", "YYYY-MM-DD"),
    ],
)
def test_wrong_dates_offer_readings_and_are_never_guessed(folder, cell, remedy):
    with pytest.raises(InputError) as caught:
        read_tables(folder(memberships=f"member_id,group_id,開始\nu,g,{cell}\n"))
    assert remedy in caught.value.problems[0].remedy
