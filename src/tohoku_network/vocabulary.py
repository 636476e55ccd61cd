"""Which words may stand in a controlled column, and what are they called?

Every controlled list of the tables lives here once, with its Japanese and English
label: sectors, kinds, roles, themes, prefectures, certainties, and the headings of
the columns themselves. A word that is not on its list is reported as a finding by
the reader; it never stops the user.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from types import MappingProxyType
from typing import Literal, NamedTuple

__all__ = [
    "CERTAINTIES",
    "COLUMNS",
    "COVERAGE",
    "GROUP_KINDS",
    "KINDS",
    "LISTS",
    "PREFECTURES",
    "ROLES",
    "SECTORS",
    "THEMES",
    "UNKNOWN_SECTOR",
    "Label",
    "Language",
    "code_of",
    "label",
]

Language = Literal["ja", "en"]
"""The two languages that every view speaks."""


class Label(NamedTuple):
    """A word's Japanese and English label, and the other spellings it is read from."""

    ja: str
    en: str
    also: tuple[str, ...] = ()


def _labels(**labels: tuple[str, ...]) -> Mapping[str, Label]:
    return MappingProxyType(
        {code: Label(ja, en, tuple(also)) for code, (ja, en, *also) in labels.items()}
    )


def _also(text: str) -> tuple[str, ...]:
    """Other spellings, written one beside the other with a bar between."""
    return tuple(part.strip() for part in text.split("|"))


SECTORS = _labels(
    industry=(
        "産",
        "Industry",
        *_also(
            "産業|産業界|企業|民間企業|会社|中小企業|大企業|ベンチャー|"
            "ベンチャー企業|スタートアップ|経済界|経済団体|商工団体|業界団体|"
            "business|businesses|company|companies|private sector|private company|"
            "enterprise|corporation|firm|manufacturer|startup|startups|SME|"
            "chamber of commerce|business association"
        ),
    ),
    academia=(
        "学",
        "Academia",
        *_also(
            "学術|大学|学界|大学等|短大|短期大学|高専|高等専門学校|学校|教育機関|"
            "研究機関|教育研究機関|アカデミア|university|universities|college|"
            "academic|academic institution|school|education|research|"
            "research institute|research institution|higher education"
        ),
    ),
    government=(
        "官",
        "Government",
        *_also(
            "行政|行政機関|官公庁|官庁|省庁|国|政府|都道府県|県|市町村|市|町|村|"
            "自治体|地方自治体|地方公共団体|公共団体|national government|"
            "local government|local authority|authority|public sector|"
            "public administration|administration|ministry|government agency|"
            "municipality|city|town|prefecture"
        ),
    ),
    finance=(
        "金",
        "Finance",
        *_also(
            "金融|金融機関|金融界|銀行|地銀|地方銀行|信金|信用金庫|信組|信用組合|"
            "証券|証券会社|保険|保険会社|投資会社|ベンチャーキャピタル|VC|financial|"
            "financial institution|financial sector|bank|banks|banking|credit union|"
            "investor|venture capital"
        ),
    ),
    labour=(
        "労",
        "Labour",
        *_also(
            "労働|労働界|労働組合|労組|労働団体|labor|labour union|labor union|"
            "trade union|union"
        ),
    ),
    media=(
        "言",
        "Media",
        *_also(
            "報道|報道機関|メディア|マスコミ|言論|言論界|新聞|新聞社|放送|放送局|"
            "テレビ局|press|news|newspaper|broadcaster|broadcasting|mass media"
        ),
    ),
    civil=(
        "民",
        "Civil society",
        *_also(
            "市民|市民団体|住民|住民団体|NPO|NPO法人|NGO|特定非営利活動法人|"
            "非営利団体|civic|citizen|citizens|nonprofit|nonprofit organization|"
            "nonprofit organisation"
        ),
    ),
    support=(
        "支援",
        "Support",
        *_also(
            "支援機関|支援団体|産業支援機関|中間支援|中間支援組織|"
            "support organization|support organisation|support agency|"
            "support institution|intermediary"
        ),
    ),
)
UNKNOWN_SECTOR = Label("区分なし", "No sector")
"""How views call an organization whose sector the table leaves empty."""

GROUP_KINDS = _labels(
    consortium=("コンソーシアム", "Consortium"),
    council=(
        "協議会",
        "Council",
        *_also(
            "会議|会議体|連絡会|連絡会議|推進会議|推進協議会|ラウンドテーブル|roundtable"
        ),
    ),
    committee=(
        "委員会",
        "Committee",
        *_also(
            "部会|分科会|検討会|研究会|懇談会|審議会|ワーキンググループ|WG|"
            "subcommittee|study group|working group|task force"
        ),
    ),
    network=("ネットワーク", "Network"),
    programme=("事業・制度", "Programme", "program", "プログラム"),
    project=("プロジェクト", "Project"),
    agreement=("協定", "Agreement", "覚書"),
    event=("行事", "Event", "イベント"),
    award=("表彰", "Award"),
)
"""Kinds whose members are other organizations: a row of such a kind is a group."""

KINDS = MappingProxyType(
    {
        **_labels(
            university=("大学", "University", *_also("国立大学|公立大学|私立大学")),
            school=(
                "学校",
                "School",
                *_also("高専|高等専門学校|短大|短期大学|専門学校|高校|高等学校"),
            ),
            research_institute=(
                "研究機関",
                "Research institute",
                "institute",
                "laboratory",
            ),
            hospital=("病院", "Hospital"),
            learned_society=("学会", "Learned society"),
            company=(
                "企業",
                "Company",
                *_also(
                    "会社|株式会社|民間企業|中小企業|大企業|ベンチャー|ベンチャー企業|"
                    "スタートアップ|enterprise|firm|business|startup|SME"
                ),
            ),
            cooperative=("協同組合", "Cooperative"),
            industry_association=(
                "業界団体",
                "Industry association",
                *_also(
                    "商工団体|商工会議所|商工会|industry body|trade association|"
                    "chamber of commerce"
                ),
            ),
            economic_federation=("経済団体", "Economic federation"),
            bank=(
                "銀行",
                "Bank",
                *_also("地銀|地方銀行|信金|信用金庫|信組|信用組合|credit union"),
            ),
            investor=(
                "投資会社",
                "Investor",
                *_also("ベンチャーキャピタル|VC|venture capital"),
            ),
            national_agency=(
                "国の機関",
                "National agency",
                *_also("国|省庁|官庁|国の出先機関|ministry|government agency"),
            ),
            prefecture=("都道府県", "Prefecture", "県", "県庁"),
            municipality=(
                "市町村",
                "Municipality",
                *_also("市|町|村|市区町村|市役所|city|town|village"),
            ),
            public_corporation=("独立行政法人", "Public corporation"),
            foreign_mission=("在外公館", "Foreign mission"),
            foundation=("財団", "Foundation"),
            support_centre=("支援拠点", "Support centre", "support_center"),
            npo=(
                "NPO",
                "Non-profit organization",
                *_also(
                    "NPO法人|特定非営利活動法人|nonprofit|non-profit organisation|NGO"
                ),
            ),
            media_company=(
                "報道機関",
                "Media company",
                *_also(
                    "新聞社|新聞|放送局|放送|テレビ局|メディア|newspaper|broadcaster"
                ),
            ),
            union=("労働組合", "Trade union", *_also("労組|labour union|labor union")),
            facility=("施設", "Facility"),
            department=("部局", "Department", "faculty"),
        ),
        **GROUP_KINDS,
    }
)

ROLES = _labels(
    chair=(
        "座長・会長",
        "Chair",
        *_also(
            "座長|会長|委員長|議長|代表|代表者|部会長|chairman|chairwoman|"
            "chairperson|president"
        ),
    ),
    member=(
        "会員・構成員",
        "Member",
        *_also("会員|構成員|委員|正会員|一般会員|メンバー"),
    ),
    founder=("発起人", "Founder", "設立者"),
    secretariat=("事務局", "Secretariat"),
    host=("主催・設置", "Host", "主催", "設置"),
    co_host=("共催", "Co-host"),
    operator=("実施主体", "Operator"),
    partner=("連携・協力", "Partner", "連携", "協力"),
    observer=("オブザーバー", "Observer"),
    sponsor=("協賛", "Sponsor"),
    supporter=("後援・支援", "Supporter", "後援", "サポーター"),
    funder=("資金提供", "Funder"),
    adviser=(
        "助言",
        "Adviser",
        *_also("advisor|有識者|顧問|アドバイザー|助言者|参与|相談役"),
    ),
    speaker=("講演・登壇", "Speaker", "講師", "登壇"),
    exhibitor=("出展", "Exhibitor"),
    participant=("参加", "Participant"),
    awarder=("授賞", "Awarder"),
    winner=("受賞", "Winner"),
    selected=("採択・選定", "Selected", "採択", "選定"),
    beneficiary=("支援先", "Beneficiary"),
    signatory=("締結", "Signatory"),
    tenant=("入居", "Tenant"),
)

THEMES = _labels(
    innovation=("イノベーション", "Innovation"),
    startup=("スタートアップ", "Start-ups"),
    intellectual_property=("知財・標準化", "Intellectual property and standards"),
    economic_security=("経済安全保障", "Economic security"),
    dx=("DX・デジタル化", "Digital transformation"),
    cybersecurity=("サイバーセキュリティ", "Cybersecurity"),
    robotics=("ロボット・ドローン", "Robots and drones"),
    energy=("エネルギー・カーボンニュートラル", "Energy and carbon neutrality"),
    mobility=("モビリティ", "Mobility"),
    aerospace=("航空宇宙", "Aerospace"),
    semiconductor=("半導体・電子デバイス", "Semiconductors and devices"),
    medical_device=("医療機器", "Medical devices"),
    sme_support=("中小企業支援", "Support for small firms"),
    value_co_creation=("価値共創", "Value co-creation"),
    local_resources=("地域資源・工芸", "Local resources and crafts"),
    tourism=("観光", "Tourism"),
    export=("輸出・海外展開", "Export"),
    healthcare=("ヘルスケア", "Health care"),
    shopping_street=("商店街", "Shopping streets"),
    human_resources=("人材", "People and skills"),
    fisheries=("水産", "Fisheries"),
    reconstruction=("復興", "Reconstruction"),
    disaster_prevention=("防災・減災", "Disaster prevention"),
    regional_collaboration=("広域連携", "Regional collaboration"),
    big_science=("大型研究施設", "Large research facilities"),
    manufacturing=("ものづくり", "Manufacturing"),
    agrifood=("農林水産・食", "Agriculture and food"),
    global_exchange=("国際交流", "International exchange"),
    infrastructure=("社会資本", "Infrastructure"),
    productivity=("生産性向上", "Productivity"),
)

CERTAINTIES = _labels(
    stated=("明記", "Stated"),
    implied=("示唆", "Implied", "推定"),
)

# JIS X 0401 order; the suffix is dropped from the code and kept in the label.
_PREFECTURE_NAMES = (
    "Hokkaido=北海道 Aomori=青森県 Iwate=岩手県 Miyagi=宮城県 Akita=秋田県 "
    "Yamagata=山形県 Fukushima=福島県 Ibaraki=茨城県 Tochigi=栃木県 Gunma=群馬県 "
    "Saitama=埼玉県 Chiba=千葉県 Tokyo=東京都 Kanagawa=神奈川県 Niigata=新潟県 "
    "Toyama=富山県 Ishikawa=石川県 Fukui=福井県 Yamanashi=山梨県 Nagano=長野県 "
    "Gifu=岐阜県 Shizuoka=静岡県 Aichi=愛知県 Mie=三重県 Shiga=滋賀県 Kyoto=京都府 "
    "Osaka=大阪府 Hyogo=兵庫県 Nara=奈良県 Wakayama=和歌山県 Tottori=鳥取県 "
    "Shimane=島根県 Okayama=岡山県 Hiroshima=広島県 Yamaguchi=山口県 "
    "Tokushima=徳島県 Kagawa=香川県 Ehime=愛媛県 Kochi=高知県 Fukuoka=福岡県 "
    "Saga=佐賀県 Nagasaki=長崎県 Kumamoto=熊本県 Oita=大分県 Miyazaki=宮崎県 "
    "Kagoshima=鹿児島県 Okinawa=沖縄県"
)
PREFECTURES = MappingProxyType(
    {
        code: Label(ja, code, () if ja == "北海道" else (ja[:-1],))
        for code, ja in (entry.split("=") for entry in _PREFECTURE_NAMES.split())
    }
    | {
        "Tohoku": Label("東北", "Tohoku", ("東北地方", "東北6県", "東北六県")),
        "Japan": Label("全国", "Japan", ("日本",)),
        "overseas": Label("海外", "Overseas"),
    }
)

LISTS: Mapping[str, Mapping[str, Label]] = MappingProxyType(
    {
        "sector": SECTORS,
        "kind": KINDS,
        "role": ROLES,
        "themes": THEMES,
        "prefecture": PREFECTURES,
        "certainty": CERTAINTIES,
    }
)
"""The controlled list of each column that has one."""

COVERAGE = _labels(
    present=("参加（名称あり）", "Present, named"),
    unnamed=("参加（名称の記載なし）", "Present, unnamed"),
    absent=("一覧にない", "Absent"),
    unknown=("不明", "Unknown"),
    not_eligible=("対象外", "Not eligible"),
)
"""What a list tells of a sector, prefecture or kind: one of five states."""

COLUMNS = _labels(
    id=("ID", "ID", "機関ID", "識別子", "コード"),
    name=("名称", "Name", "機関名", "組織名", "団体名", "会社名", "企業名", "名前"),
    name_en=("英語名", "English name", "英文名称", "英語名称"),
    aliases=("別名", "Aliases", "略称", "通称"),
    sector=("区分", "Sector", "セクター", "産学官金", "産学官", "産学官の別"),
    kind=("種別", "Kind", "種類", "形態"),
    prefecture=("都道府県", "Prefecture", "所在県", "県", "所在地"),
    parent_id=("上位機関ID", "Parent", "親機関ID", "親ID"),
    themes=("テーマ", "Themes"),
    size_declared=("公表会員数", "Declared size", "会員数", "構成員数"),
    unnamed=("名称不明", "Unnamed class", "無記名"),
    corporate_number=("法人番号", "Corporate number"),
    ror_id=("ROR", "ROR ID", "ROR番号"),
    source_id=("出典", "Source", "出典ID", "資料", "資料ID", "出典資料"),
    locator=("出典箇所", "Place in source", "箇所", "該当箇所"),
    member_id=("会員ID", "Member", "機関ID(会員)", "構成員ID"),
    group_id=("グループID", "Group", "会議体ID"),
    role=("役割", "Role", "役職", "立場"),
    valid_from=(
        "開始",
        "From",
        *_also(
            "開始日|開始年月|開始年月日|就任|就任日|就任年月|就任年月日|参加年月|参加日|"
            "参加年月日|加入|加入日|加入年月|加入年月日|入会|入会日|入会年月|入会年月日|"
            "委嘱日|任期開始|任期開始日|任期の開始|start|start date|since|joined|"
            "from date|date joined"
        ),
    ),
    valid_to=(
        "終了",
        "To",
        *_also(
            "終了日|終了年月|終了年月日|退任|退任日|退任年月|退任年月日|脱退|脱退日|"
            "脱退年月|脱退年月日|退会|退会日|退会年月|退会年月日|任期終了|任期終了日|"
            "任期の終了|任期満了|任期満了日|end|end date|until|left|to date|date left"
        ),
    ),
    certainty=("確度", "Certainty", "確実性"),
    note=("備考", "Note", "注記", "メモ書き"),
    title=("標題", "Title", "資料名", "タイトル", "題名"),
    publisher=("発行者", "Publisher", "発行元"),
    date=("発行日", "Date", "日付", "年月日"),
)
"""The tables' columns: code, heading in both languages, other headings read as it."""


def label(code: str | None, words: Mapping[str, Label], language: Language) -> str:
    """Label of a controlled word in the asked language.

    A word that is not on the list is its own label; an empty one stays empty.

    Parameters
    ----------
    code
        The word as it stands in the table, such as ``"academia"``.
    words
        One of the lists of this module, such as ``SECTORS``.
    language
        ``"ja"`` or ``"en"``.

    Returns
    -------
    str
        The label.

    Examples
    --------
    >>> label("academia", SECTORS, "ja"), label("academia", SECTORS, "en")
    ('学', 'Academia')
    >>> label("circus", SECTORS, "en")
    'circus'
    """
    if not isinstance(code, str) or not code:
        return ""
    known = words.get(code)
    if known is None:
        return code
    return known.ja if language == "ja" else known.en


def code_of(text: str, words: Mapping[str, Label]) -> str | None:
    """Controlled word that a cell means: the word itself, a label, or a synonym.

    Parameters
    ----------
    text
        A cell of a controlled column, such as ``"学"``, ``"University"``.
    words
        One of the lists of this module.

    Returns
    -------
    str or None
        The word, or None when the text is on no spelling of the list.

    Examples
    --------
    >>> code_of("学", SECTORS), code_of("宮城", PREFECTURES)
    ('academia', 'Miyagi')
    >>> code_of("Local government", SECTORS), code_of("信用金庫", SECTORS)
    ('government', 'finance')
    >>> code_of("circus", SECTORS) is None
    True
    """
    if text in words:
        return text
    return _spellings(words).get(_fold(text))


def _fold(text: str) -> str:
    """Spelling by which words are compared: width, case, spaces, hyphens drop out."""
    folded = "".join(unicodedata.normalize("NFKC", text).split()).casefold()
    return folded.replace("-", "").replace("_", "")


_SPELLINGS: dict[int, dict[str, str]] = {}


def _spellings(words: Mapping[str, Label]) -> dict[str, str]:
    """Every folded spelling of a list; kept, because each cell asks for it."""
    known = _SPELLINGS.get(id(words))
    if known is None:
        known = {}
        for code, (ja, en, also) in words.items():
            for spelling in (code, ja, en, *also):
                known.setdefault(_fold(spelling), code)
        # Lists are module constants, so their id is theirs for good.
        if any(words is constant for constant in (*LISTS.values(), COLUMNS)):
            _SPELLINGS[id(words)] = known
    return known
