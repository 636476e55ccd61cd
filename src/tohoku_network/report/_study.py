"""What do all questions of a report share: the network, its names, its doubts?

A study is a network that is asked in one language. It words numbers and lists, and
knows how far the answers rest on what the sources only imply, leave unnamed or undated.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

import pandas as pd

from tohoku_network import _dated, brokerage, communities, robustness, summary
from tohoku_network import scene as scenes
from tohoku_network.communities import Communities
from tohoku_network.errors import printable
from tohoku_network.network import AffiliationNetwork
from tohoku_network.scene import Scene
from tohoku_network.tables import parse_date
from tohoku_network.vocabulary import SECTORS, Language, code_of, label

__all__ = ["RUNS", "SHARE", "TOP", "Study", "clean"]

RUNS = 20
"""Searches for communities."""
SHARE, TOP = 0.1, 10
"""Share of the memberships taken away at random, and ranks looked at first."""
_DRAWS, _FEW_DRAWS = 100, 20
_MANY, _TOO_MANY = 400, 2000
"""Members from which fewer draws are made, and from which none is."""

_LONGEST_NAME = 120


def clean(text: str, limit: int = 2000) -> str:
    r"""Text as it may be shown: composed, on one line, control characters escaped.

    Examples
    --------
    >>> clean("か\u3099く\n")
    'がく\\n'
    """
    return printable(unicodedata.normalize("NFC", text), limit=limit)


@dataclass(frozen=True)
class Study:
    """A network, the language it is asked in, and the two sectors to be linked."""

    net: AffiliationNetwork
    language: Language
    sectors: tuple[str, str]
    seed: int = 0

    # --- words ------------------------------------------------------------------

    def say(self, ja: str, en: str) -> str:
        """The text of the two that the reader reads."""
        return ja if self.language == "ja" else en

    def count(self, number: int, noun: str, plural: str = "") -> str:
        """English number with its noun: ``1 pair``, ``27 pairs``."""
        return f"{number:,} {noun if number == 1 else plural or noun + 's'}"

    def things(self, number: int) -> str:
        """Number before a Japanese noun without a counter of its own."""
        return f"{number}つ" if number < 10 else f"{number:,}"

    def share(self, part: int, whole: int) -> str:
        """Share in per cent; nothing of nothing is 0 %."""
        return f"{part / whole if whole else 0:.0%}"

    @cached_property
    def names(self) -> dict[str, str]:
        """Name of every organization, safe to show."""
        found = self.net.display_names(self.language)
        return {str(one): clean(name, _LONGEST_NAME) for one, name in found.items()}

    def listed(self, texts: Iterable[str]) -> str:
        """Texts as a list in a sentence."""
        found = list(texts)
        if self.language == "ja":
            return "、".join(found)
        if len(found) < 3:
            return " and ".join(found)
        return ", ".join(found[:-1]) + ", and " + found[-1]

    def equal(self, more: int) -> str:
        """That others, who are not named, have the same number as the last named."""
        if more < 1:
            return ""
        return self.say(
            f"（ほか{more:,}も同数）", f" ({more:,} more with the same number)"
        )

    def following(self, told: list[tuple[str, str]], *, tie: bool) -> str:
        """Who comes after the first: one or two names with what is told of each."""
        notes = [
            self.say(f"{name}（{note}）", f"{name} ({note})") for name, note in told
        ]
        if tie and len(notes) > 1:
            return self.say(
                f"次いで{'と'.join(notes)}が並ぶ。",
                f"{' and '.join(notes)} follow, level with each other.",
            )
        return self.say(
            f"次いで{self.listed(notes)}である。",
            f"{self.listed(notes)} {'follows' if len(notes) == 1 else 'follow'}.",
        )

    def sector(self, code: str) -> str:
        """Label of a sector."""
        return clean(label(code_of(code, SECTORS) or code, SECTORS, self.language))

    # --- what is known ----------------------------------------------------------

    @cached_property
    def counts(self) -> summary.Overview:
        """The plain counts."""
        return summary.overview(self.net)

    @cached_property
    def organizations(self) -> pd.DataFrame:
        """The organizations; not to be changed."""
        return self.net.organizations

    @cached_property
    def memberships(self) -> pd.DataFrame:
        """The memberships; not to be changed."""
        return self.net.memberships

    @cached_property
    def groups(self) -> pd.DataFrame:
        """The groups with their numbers of members; not to be changed."""
        return self.net.groups

    @cached_property
    def members(self) -> list[str]:
        """Ids of the named organizations that belong, or could belong, to a group."""
        return self.net.biadjacency()[1]

    @cached_property
    def n_tied(self) -> int:
        """Members that belong to a group at all."""
        return int((self.net.oriented("members")[0].sum(axis=1) > 0).sum())

    @cached_property
    def stated(self) -> AffiliationNetwork | None:
        """The network of what is stated outright, if something else is in it too."""
        if not {"stated", "implied"} <= set(self.memberships["certainty"].dropna()):
            return None
        return self.net.filter(certainty="stated")

    @cached_property
    def scene(self) -> Scene:
        """What pictures and map draw, laid out once."""
        return scenes.build(self.net)

    def height(self, most: float) -> float:
        """Inches of a picture of the whole network: few need little room."""
        return min(most, 2.4 + 0.03 * len(self.organizations))

    @cached_property
    def blocs(self) -> Communities:
        """Communities of repeated searches."""
        return communities.detect(self.net, runs=RUNS, seed=self.seed)

    @cached_property
    def held(self) -> pd.DataFrame | None:
        """Ranges of the ranks; None where drawing again would take too long."""
        n = len(self.members)
        if n > _TOO_MANY:
            return None
        return robustness.stability(
            self.net,
            "betweenness",
            draws=_DRAWS if n <= _MANY else _FEW_DRAWS,
            shares=(SHARE,),
            top=TOP,
            seed=self.seed,
            language=self.language,
        )

    @cached_property
    def leaders(self) -> list[str]:
        """Who links most pairs of the two sectors: one, or several with as many."""
        found = self.links(self.net)
        if found is None or found.empty or not found["pairs"].iloc[0]:
            return []
        first = found[found["pairs"] == found["pairs"].iloc[0]]
        return [str(one) for one in first.index]

    def links(self, net: AffiliationNetwork) -> pd.DataFrame | None:
        """Who links the two sectors; None if one of them has no organization."""
        known = set(net.organizations["sector"].dropna())
        a, b = (code_of(one, SECTORS) or one for one in self.sectors)
        if not {a, b} <= known:
            return None
        try:
            return brokerage.who_links(net, a, b, language=self.language)
        except ValueError:  # only groups, or classes without names, are of a sector
            return None

    @cached_property
    def sources(self) -> list[str]:
        """Sources that a row rests on: those listed first, in their order."""
        used, listed = _dated.used_sources(self.net), self.net.sources.index
        return [
            *(str(one) for one in listed if one in set(used)),
            *(one for one in used if one not in listed),
        ]

    @cached_property
    def source_dates(self) -> tuple[str, str]:
        """First and last date of the sources in use; empty where none is dated."""
        table = self.net.sources
        texts = table["date"].reindex(self.sources).dropna()
        dates = [parse_date(text) for text in texts]
        if not dates:
            return "", ""
        first = min(dates, key=lambda date: (date.first, date.text))
        return first.text, max(dates, key=lambda date: (date.last, date.text)).text

    @cached_property
    def data_date(self) -> str:
        """The dates of the sources in words."""
        first, last = self.source_dates
        if not first:
            return self.say("記載なし", "not told")
        return first if first == last else f"{first}{self.say('～', '–')}{last}"

    # --- doubts -----------------------------------------------------------------

    def doubt_ended(self) -> list[str]:
        """How many memberships had ended before the latest date told."""
        over, date = len(_dated.ended(self.net)), _dated.latest(self.net)
        if not over or date is None:
            return []
        rows = self.counts["memberships"]
        return [
            self.say(
                f"所属{rows:,}行のうち{over:,}行は、{date.text}（表にある最も新しい日付）"
                "より前に終わっているが、時点を指定しないため数えている（ある時点に限るには"
                f"--as-of {date.text}のように指定する）。",
                f"{over:,} of the {self.count(rows, 'membership row')} had ended "
                f"before {date.text}, the latest date in the tables, and "
                f"{'counts' if over == 1 else 'count'} all the same, no date being "
                f"asked for (--as-of {date.text} leaves them out).",
            )
        ]

    def doubt_sectors(self) -> list[str]:
        """How many members have no sector, or a word that is none of the eight."""
        apart = [one for one in self.members if one not in self.groups.index]
        sectors = self.organizations["sector"].reindex(apart)
        none = int(sectors.isna().sum())
        strange = int((sectors.notna() & ~sectors.isin(list(SECTORS))).sum())
        # Without any sector the answer itself says so.
        if not none + strange or none == len(sectors):
            return []
        parts_ja, parts_en = [], []
        if none:
            parts_ja.append(f"記載なし{none:,}")
            parts_en.append(f"{none:,} without one")
        if strange:
            parts_ja.append(f"産・学・官などの8区分に当たらない語{strange:,}")
            parts_en.append(f"{strange:,} with a word that is none of the eight")
        n = none + strange
        return [
            self.say(
                f"会議体等を除く{len(sectors):,}機関のうち{n:,}機関は区分が不明"
                f"（{self.listed(parts_ja)}）で、8区分についての答えに入っていない。",
                f"The sector of {n:,} of {self.count(len(sectors), 'organization')}, "
                f"groups aside, is not known ({self.listed(parts_en)}); answers on "
                f"the eight sectors leave {'it' if n == 1 else 'them'} out.",
            )
        ]

    def doubt_implied(self) -> list[str]:
        """How many rows are only implied; nothing where all are stated or untold."""
        implied, rows = self.counts["implied"], self.counts["memberships"]
        if not implied:
            return []
        share = self.share(implied, rows)
        return [
            self.say(
                f"所属{rows:,}行のうち{implied:,}行（{share}）は、資料が明記せず示唆"
                "するものである。",
                f"{implied:,} of the {self.count(rows, 'membership row')} ({share}) "
                "are implied by a source, not stated.",
            )
        ]

    def doubt_unnamed(self) -> list[str]:
        """How many classes of unnamed members are left out of a measure."""
        classes = self.counts["unnamed_classes"]
        if not classes:
            return []
        return [
            self.say(
                f"名称の記載がない構成員{classes:,}件は、だれか分からないため数えて"
                "いない。",
                f"{self.count(classes, 'class', 'classes')} of unnamed members "
                f"{'is' if classes == 1 else 'are'} not counted, since nobody can tell "
                "who they are.",
            )
        ]

    def doubt_lists(self) -> list[str]:
        """How many groups declare more members than they name."""
        groups = self.groups
        short = (groups["size_declared"] > groups["n_members"]).fillna(False)
        if not short.any():
            return []
        lack = int((groups["size_declared"] - groups["n_members"])[short].sum())
        n = int(short.sum())
        return [
            self.say(
                f"公表会員数より名称のある構成員が少ない会議体等が{self.things(n)}あり、一覧に"
                f"ない構成員は延べ{lack:,}にのぼる。",
                f"{self.count(n, 'group')} {'declares' if n == 1 else 'declare'} more "
                f"members than {'it names' if n == 1 else 'they name'}, {lack:,} in "
                "all.",
            )
        ]

    def doubt_period(self) -> list[str]:
        """That undated rows count whatever the date."""
        undated = self.counts["undated"]
        if not (self.net.period and undated):
            return []
        return [
            self.say(
                f"{self.net.period}時点の所属に、期間の記載がない{undated:,}行を含む。",
                f"As of {self.net.period}, with {self.count(undated, 'row')} whose "
                "dates are not told.",
            )
        ]

    def doubts(self) -> tuple[str, ...]:
        """The doubts that every measure of ties shares."""
        return (
            *self.doubt_sectors(),
            *self.doubt_ended(),
            *self.doubt_implied(),
            *self.doubt_unnamed(),
            *self.doubt_lists(),
            *self.doubt_period(),
        )

    def doubt(self) -> tuple[str, ...]:
        """The shared doubts as one sentence, for the sections after the first."""
        counts, groups = self.counts, self.groups
        lacking = (groups["size_declared"] - groups["n_members"]).fillna(0)
        lack = int(lacking[lacking > 0].sum())
        parts_ja, parts_en = [], []
        if counts["unnamed_classes"]:
            n = counts["unnamed_classes"]
            parts_ja.append(f"名称の記載がない構成員{n:,}件")
            parts_en.append(self.count(n, "unnamed class", "unnamed classes"))
        if lack:
            parts_ja.append(f"公表会員数に対して一覧にない延べ{lack:,}の構成員")
            parts_en.append(self.count(lack, "declared member") + " not on any list")
        sentences = []
        if counts["implied"]:
            share = self.share(counts["implied"], counts["memberships"])
            sentences.append(
                self.say(
                    f"所属の{share}は資料が示唆するものである。",
                    f"{share} of the membership rows are implied, not stated.",
                )
            )
        if parts_ja:
            sentences.append(
                self.say(
                    f"{self.listed(parts_ja)}は数えていない。",
                    f"Not counted: {self.listed(parts_en)}.",
                )
            )
        sentences += self.doubt_period()
        return (self.say("", " ").join(sentences),) if sentences else ()
