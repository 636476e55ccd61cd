"""How the reasons for the states of a cell, and lists, are called."""

from __future__ import annotations

from tohoku_network.vocabulary import Label, Language

__all__ = ["LISTS", "REASONS", "counted", "plural", "said"]

REASONS = {
    "named_member": Label("名称のある構成員がいる", "a named member is recorded"),
    "unnamed_class": Label(
        "名称の記載がない構成員がいる", "members are recorded without their names"
    ),
    "other_area": Label("会議体等の地域の外", "outside the group's own area"),
    "given": Label("対象外と指定された", "named as not eligible"),
    "declared_size": Label(
        "公表数が名称のある構成員より多い",
        "the declared size is larger than the named members",
    ),
    "open_class": Label(
        "名称の記載がない構成員が含まれる可能性がある",
        "unnamed members may belong here",
    ),
    "member_without_category": Label(
        "この項目の記載がない構成員がいる", "a member's own cell is empty"
    ),
    "one_member": Label(
        "構成員の記載が1機関のみ", "only one member is recorded at all"
    ),
    "no_members": Label("構成員の記載がない", "no member is recorded"),
    "size_not_declared": Label("構成員数の公表がない", "no size is declared"),
    "not_listed": Label(
        "記載された一覧に含まれない（構成員数の公表はない）",
        "not on the recorded list, whose size is not declared",
    ),
    "complete_list": Label(
        "一覧は公表数に達している", "the list reaches the declared size"
    ),
}
"""Why a cell has its state."""

LISTS = {
    "complete": Label("公表数に達している", "Reaches the declared size"),
    "incomplete": Label("公表数に足りない", "Below the declared size"),
    "open": Label("名称の記載がない構成員がいる", "Has unnamed members"),
    "one_member": Label("構成員の記載が1機関のみ", "One member only"),
    "no_members": Label("構成員の記載がない", "No member recorded"),
    "size_not_declared": Label("構成員数の公表がない", "Size not declared"),
}
"""How far a group's list reaches."""


def said(word: Label, language: Language) -> str:
    """Label in the asked language."""
    return word.ja if language == "ja" else word.en


def counted(number: int) -> str:
    """Number before a Japanese noun without a counter of its own: 4つ, 12.

    Examples
    --------
    >>> counted(4), counted(1200)
    ('4つ', '1,200')
    """
    return f"{number}つ" if number < 10 else f"{number:,}"


def plural(number: int, noun: str, several: str = "") -> str:
    """English number with its noun.

    Examples
    --------
    >>> plural(1, "pair"), plural(1200, "pair"), plural(2, "class", "classes")
    ('1 pair', '1,200 pairs', '2 classes')
    """
    return f"{number:,} {noun if number == 1 else several or noun + 's'}"
