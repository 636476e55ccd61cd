"""What does each kind of problem mean, and what helps, in Japanese?

The English sentence of a problem tells its details; this line beside it lets a reader
of Japanese know at once what kind of slip it is. Every code has one (a test holds it).
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

__all__ = ["SLIPS"]

SLIPS: Mapping[str, str] = MappingProxyType(
    {
        # --- files -------------------------------------------------------------------
        "no-such-file": "ファイルがありません。場所と名前を確かめてください",
        "unreadable-file": "ファイルを開けません。権限や、ほかで開いていないかを確かめてください",
        "empty-file": "ファイルに中身がありません。見出しと行を入れてください",
        "unsupported-format": "読めない形式です。CSV UTF-8か.xlsxで保存してください",
        "format-mismatch": "拡張子と中身の形式が違います。.xlsxかCSV UTF-8で保存し直してください",
        "encoding-error": "UTF-8ではありません。「CSV UTF-8」で保存し直してください",
        "null-byte": "文字ではないデータが混じっています。UTF-8のテキストで保存し直してください",
        "unclosed-quote": "引用符が閉じていません",
        "cell-too-long": "一つの升目が長すぎます。引用符の閉じ忘れを確かめてください",
        # --- headings ----------------------------------------------------------------
        "header-not-found": "見出しの行が離れています。見出しより上の行を削除してください",
        "title-rows": "見出しより上の行は読みません",
        "blank-header": "見出しのない列があります。名前を付けるか、列を削除してください",
        "duplicate-header": "同じ意味の見出しが二つあります。一つにしてください",
        "missing-column": "必要な列がありません。見出しの名前を確かめてください",
        "unknown-column": "知らない見出しの列です（そのまま残します）",
        "unread-dates": "日付らしい列ですが、見出しがわからないため期間として扱いません",
        "id-from-name": "IDの列がないため、重なりのない名称をIDとして扱います",
        # --- rows and cells ----------------------------------------------------------
        "no-rows": "見出しだけで、行がありません",
        "missing-cell": "升目の数が見出しより少ない行です。カンマの抜けを確かめてください",
        "extra-cell": "升目の数が見出しより多い行です。カンマを含む升目は引用符で囲んでください",
        "required-value": "必ず要る升目が空です",
        "bad-number": "会員数は整数で書いてください（不明なら空に）",
        "bad-flag": "true か false で書いてください",
        "bad-date": "日付は 2021、2021-04、2021-04-01 のいずれかで書いてください",
        "date-converted": "別の書き方の日付を、意味が一つに決まるので読み替えました",
        "date-without-year": "年の表示がない日付です。保存された年が正しいか確かめてください",
        "inverted-period": "終わりが始まりより前です",
        "unknown-word": "語彙の一覧にない語です（そのまま残します）",
        "dash-as-empty": "横線だけの升目は、空として扱います",
        # --- rows together -----------------------------------------------------------
        "duplicate-row": "同じ行が重なっています（一度だけ数えます）",
        "duplicate-id": "一つのIDに違う内容の行があります。IDを分けるか、行をまとめてください",
        "possible-duplicate": "同じ名前の機関が複数あります。同じ機関ならIDを一つにしてください",
        "unknown-id": "機関の表にないIDです。機関の表に足すか、IDを直してください",
        "name-for-id": "IDの代わりに名称が書かれています。同じ名称の機関は一つなので、その機関と読みます",
        "ambiguous-name": "同じ名称の機関が複数あり、どれかを決められません",
        "example-rows": "雛形の例の行が残っています。削除してください",
        "unknown-source": "資料の表にないIDです。資料の表に足すか、IDを直してください",
        "parent-cycle": "親機関をたどると自分に戻ります",
        "self-membership": "自分自身に所属する行です（残しますが、どこにも数えません）",
        "no-provenance": "出典のない行です",
        # --- workbooks ---------------------------------------------------------------
        "missing-table": "必要な表のシートがありません",
        "ambiguous-sheet": "どのシートがどの表かを決められません。シート名を直してください",
        "ignored-sheet": "どの表でもないシートです（読みません）",
        "hidden-sheet": "隠れたシートです（表の名前なので読みました）",
        "hidden-rows": "隠れた行も読みました",
        "hidden-columns": "隠れた列も読みました",
        "merged-cells": "結合されたセルです。値は左上のセルだけにあるものとして読みます",
        "formula-value": "数式のセルです。保存されていた計算結果を読みました",
        "formula-without-value": "計算結果のない数式です。Excelで開いて保存し直してください",
        "error-value": "エラー値のセルです。値を直してください",
        "rounded-number": "15桁を超える数値は正確に残りません。文字として入れ直してください",
        "macros-not-run": "マクロは実行していません",
        "too-many-cells": "セルが多すぎます。使わない行と列を削除してください",
        "too-many-columns": "列が多すぎます。使わない列を削除してください",
        "workbook-too-large": "ブックが大きすぎるため開きません",
        "xml-dtd-forbidden": "許されない宣言（DTD）を含むブックのため開きません",
    }
)
"""Code of a problem -> what it means and what helps."""
