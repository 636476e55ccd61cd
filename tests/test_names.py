"""Names are compared folded, and never merged, rewritten or guessed."""

from __future__ import annotations

import pandas as pd
import pytest

from tohoku_network.errors import GraphError
from tohoku_network.names import find, normalize

TABLE = pd.DataFrame(
    {
        "id": ["makoto", "tokeiren", "tokeiren-bc", "a", "b"],
        "name": [
            "株式会社MAKOTOキャピタル",
            "一般社団法人東北経済連合会",
            "東経連ビジネスセンター",
            "青葉会",
            "若葉会",
        ],
        "name_en": ["MAKOTO Capital", "Tohoku Economic Federation", None, None, None],
        "aliases": [None, "東経連|当会", "BC", "会", "会"],
    }
).set_index("id")


@pytest.mark.parametrize(
    ("text", "identifier"),
    [
        ("makoto", "makoto"),
        ("㈱ＭＡＫＯＴＯキャピタル", "makoto"),
        ("(株) MAKOTO キャピタル", "makoto"),
        ("makoto capital", "makoto"),
        ("東経連", "tokeiren"),
        ("（一社）東北経済連合会", "tokeiren"),
        ("bc", "tokeiren-bc"),
    ],
)
def test_an_organization_is_found_by_id_name_or_alias(text, identifier):
    assert find(text, TABLE) == identifier


def test_company_forms_before_and_after_the_name_differ():
    assert normalize("株式会社青葉") != normalize("青葉株式会社")


def test_a_name_of_several_organizations_is_not_guessed():
    with pytest.raises(GraphError, match="several organizations: a, b"):
        find("会", TABLE)


def test_an_unknown_name_suggests_those_that_contain_it():
    with pytest.raises(GraphError, match=r"did you mean.*tokeiren-bc"):
        find("ビジネスセンター", TABLE)
    with pytest.raises(GraphError, match="give an id, a name or an alias"):
        find("まったく別の何か", TABLE)


def test_hostile_text_is_escaped_in_the_message():
    with pytest.raises(GraphError) as caught:
        find("\x1b[31m", TABLE)
    assert "\x1b" not in str(caught.value)


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("METI Tohoku", "meti-tohoku"),
        ("tohoku meti", "meti-tohoku"),
        ("東北大", "tohoku-univ"),
        ("東北大学校", "tohoku-univ"),
        ("Sendai Citty", "sendai-city"),
    ],
)
def test_the_nearest_name_is_offered_first_and_five_at_most(tohoku, text, first):
    with pytest.raises(GraphError) as caught:
        tohoku.find(text)
    english, japanese = str(caught.value).split("\n")
    offered = english.partition("did you mean ")[2].split(" / ")
    assert offered[0].startswith(f"{first} (")
    assert len(offered) <= 5
    assert f"「{text}」という機関はありません。近いもの: {first}（" in japanese


def test_several_are_told_in_both_languages():
    with pytest.raises(GraphError, match="「会」にあたる機関が複数あります: a, b"):
        find("会", TABLE)
