"""What do page and workbook say of their own, in both languages?"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from tohoku_network.vocabulary import Language

__all__ = ["WORDS", "say"]

WORDS: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "title": ("所属ネットワークの分析報告", "Report on an affiliation network"),
        "question_contents": (
            "このデータには何が入っているか。",
            "What is in the data?",
        ),
        "question_seats": ("誰がどこに加わっているか。", "Who sits where?"),
        "question_centre": (
            "誰が中心にいるか。その順位は確かか。",
            "Who is central, and does it hold?",
        ),
        "question_links": (
            "二つの区分を誰がつないでいるか。",
            "Who links the two sectors?",
        ),
        "question_blocs": (
            "どのようなまとまりがあるか。どの程度確かか。",
            "Which blocs are there, and how sure is that?",
        ),
        "question_chance": (
            "偶然を超えて同席しているのは誰と誰か。",
            "Which ties are more than chance?",
        ),
        "question_gaps": (
            "どこに隙間があるか。誰を招き、誰が紹介できるか。",
            "Where are the gaps, whom to invite, and who could introduce them?",
        ),
        "question_leaving": (
            "要の機関が抜けると何が途切れるか。",
            "What breaks if the leading broker leaves?",
        ),
        "question_periods": ("いつからのつながりか。", "Since when?"),
        "skip": ("本文へ", "Skip to the report"),
        "contents": ("目次", "Contents"),
        "brief": ("要点", "In brief"),
        "section": ("第{number}節", "Section {number}"),
        "findings": ("所見", "Findings"),
        "reading": ("読み方", "How to read it"),
        "caveats": ("割り引いて読むべき点", "What to doubt"),
        "definitions": ("定義と出典", "Definitions and sources"),
        "sources": ("出典", "Sources"),
        "method": ("方法（論文などに引用できる形）", "Method, to be quoted in a paper"),
        "references": ("参考文献", "References"),
        "data": ("データ", "Data"),
        "data_date": ("資料の日付", "Dates of the sources"),
        "period": ("対象時点", "In force"),
        "files": (
            "読み込んだファイルとそのSHA-256",
            "Files that were read, and their SHA-256",
        ),
        "file": ("ファイル", "File"),
        "no_files": (
            "表はファイルではなく、プログラムから渡された。",
            "The tables came from a program, not from files.",
        ),
        "remarks": (
            "表についての注意は{n}件ある。",
            "There are {n} remarks on the tables.",
        ),
        "one_remark": (
            "表についての注意が1件ある。",
            "There is 1 remark on the tables.",
        ),
        "no_remarks": (
            "表についての注意はない。",
            "There are no remarks on the tables.",
        ),
        "program": (
            "tohoku_network {version}により作成した。同じ表からは同じ報告ができる。",
            "Made by tohoku_network {version}; the same tables give the same report.",
        ),
        "map": (
            "対話式の地図はmap.html、すべての表はreport.xlsxにある。",
            "The interactive map is in map.html, the whole tables are in report.xlsx.",
        ),
        "rows": (
            "{shown}行を示す。全{all}行はreport.xlsxの「{sheet}」にある。",
            "{shown} of {all} rows; all are in report.xlsx, sheet “{sheet}”.",
        ),
        "failed": (
            "この問いには答えを計算できなかった：{reason}",
            "This question could not be answered: {reason}",
        ),
        "cover": ("表紙", "Cover"),
        "columns": ("列の説明", "Columns"),
        "remarks_sheet": ("表への注意", "Remarks"),
        "warning": ("注意", "warning"),
        "error": ("誤り", "error"),
        "sheet": ("シート", "Sheet"),
        "what": ("内容", "What it holds"),
        "n_rows": ("行数", "Rows"),
        "code": ("コード", "Code"),
        "heading": ("見出し", "Heading"),
        "meaning": ("意味", "Meaning"),
        "unit": ("単位", "Unit"),
        "workbook": (
            "報告（report.html）の表をすべて収めたブック。各シートの1行目が見出し、"
            "列の意味は「列の説明」にある。",
            "Every table of the report (report.html) in full. The first row of each "
            "sheet holds the headings; sheet “Columns” tells what they mean.",
        ),
        "nothing": ("該当なし", "Nothing to show"),
        "clipped": ("…（以下省略）", "… (clipped)"),
        "page": ("ページ", "Page"),
        "members_only": (
            "資料に書かれた所属だけに基づく。書かれていないことがないとは言えない。",
            "This rests on what the sources tell; what they do not tell may still "
            "exist.",
        ),
    }
)
"""Japanese and English of each text; facts stand in braces."""


def say(key: str, language: Language, **facts: object) -> str:
    """Text in the asked language with its facts filled in.

    Examples
    --------
    >>> say("section", "en", number=3)
    'Section 3'
    """
    text = WORDS[key][0 if language == "ja" else 1]
    return text.format(**facts) if facts else text
