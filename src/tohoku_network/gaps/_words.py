"""How the states of a cell, the reasons for them, and lists are called."""

from __future__ import annotations

from tohoku_network.vocabulary import Label, Language

__all__ = ["LISTS", "REASONS", "STATES", "said"]

STATES = {
    "present": Label("いる（名前あり）", "Present"),
    "unnamed": Label("いる（名前なし）", "Present, unnamed"),
    "absent": Label("一覧にない", "Absent"),
    "unknown": Label("わからない", "Unknown"),
    "not_eligible": Label("対象外", "Not eligible"),
}
"""The five states of a cell."""

REASONS = {
    "named_member": Label("名前のある会員がいる", "a named member is recorded"),
    "unnamed_class": Label(
        "名前のない会員が記録されている", "members are recorded without their names"
    ),
    "other_area": Label("会議体の地域の外", "outside the group's own area"),
    "given": Label("対象外と指定された", "named as not eligible"),
    "declared_size": Label(
        "公表会員数が名前のある会員より多い",
        "the declared size is larger than the named members",
    ),
    "open_class": Label(
        "名前のない会員がここに入るかもしれない", "unnamed members may belong here"
    ),
    "member_without_category": Label(
        "会員にこの欄の記録がないものがある", "a member's own cell is empty"
    ),
    "one_member": Label(
        "会員が1つしか記録されていない", "only one member is recorded at all"
    ),
    "no_members": Label("会員の記録がない", "no member is recorded"),
    "size_not_declared": Label("会員数の公表がない", "no size is declared"),
    "not_listed": Label(
        "記録された一覧にない（会員数の公表はない）",
        "not on the recorded list, whose size is not declared",
    ),
    "complete_list": Label(
        "一覧は公表会員数に達している", "the list reaches the declared size"
    ),
}
"""Why a cell has its state."""

LISTS = {
    "complete": Label("公表会員数に達している", "Reaches the declared size"),
    "incomplete": Label("公表会員数に足りない", "Below the declared size"),
    "open": Label("名前のない会員がいる", "Has unnamed members"),
    "one_member": Label("会員が1つだけ", "One member only"),
    "no_members": Label("会員の記録がない", "No member recorded"),
    "size_not_declared": Label("会員数の公表がない", "Size not declared"),
}
"""How far a group's list reaches."""


def said(word: Label, language: Language) -> str:
    """Label in the asked language."""
    return word.ja if language == "ja" else word.en
