"""Knows what has a numeral and is no figure: dates, ordinals, grades, slogans, names, idioms."""

from __future__ import annotations

import re

from shequ_eval.evidence.quantities.numerals import CHINESE
from shequ_eval.evidence.quantities.patterns import STOP
from shequ_eval.evidence.quantities.reading import Reading
from shequ_eval.evidence.quantities.units import TIME_IDS, Unit

IDIOMS = re.compile(
    "四面八方|五湖四海|四通八达|七上八下|三番五次|五次三番|三番两次|千家万户|百家争鸣|百花齐放|千方百计"
    "|成千上万|成百上千|千千万万|万家灯火|一分为二|三三两两|三天两头|隔三差五|一五一十|十户九空|五光十色|千头万绪|三言两语"
    "|三心二意|七零八落|五花八门|九牛一毛|一举两得|一石二鸟|十字(?:路口|街|架)|十万火急|百年大计"
    "|四处(?:奔|走|打|寻|求|碰|张|宣|乱)|三位一体|四位一体|五位一体|三次产业|三次分配|二次供水|两位数|四平八稳|三下五除二"
    "|一日三餐|三餐|一天到晚|四季|三个代表|四个意识|四个自信|四个全面|四个伟大|两个维护|两个确立"
    "|两个一百年|两个务必|三个务必|三个区分开来|两个毫不动摇|八项规定|四项基本原则|三项纪律|六个必须坚持"
    "|十四五|十三五|十二五|十五五|十一五|三人行|三句话不离|两口子|四门八"
    "|三棵树|五棵松|三间房|五角场|八角街|六角亭|三家村|三门峡|三门县|五家渠|五台山|五台县|三台县|九台区"
    "|三台山|九间|三步走|两步走|四步走|四件套|三件套|一件事|一家亲|一家人|一年一度|一年四季|一年之计"
    "|[一两三五十百][年载]磨|接着一[年天月村户个]|一年半载|三年[两五]载|三天打鱼|两天晒网|五十步笑|三人成虎|三座大山|四个现代化|两个凡是|三个和尚"
    "|三家分晋|十年树木|百年树人|[十百]年寒窗|两级分化|三分钟热度|[三四五]个一百|[两二]人(?:世界|转)"
    "|[两三五]个文明|三个面向|两个基本点|三头六臂|两条腿|两条线|三条红线|四个自我|四名一体"
)
NAME_AFTER = re.compile(
    "[村店渠庄镇乡县路街巷桥屯营湾沟岭坪峡河湖堡铺坊寺庙岛寨](?!道办|级|居|民)"
    "|子(?:村|镇|乡|社区)|街道|山(?!区)"
)
SOLO_FOLLOW = re.compile(
    "[^，,。；;！!？?\n\r]?一|接着?一|又一|比一|[一二三四五六七八]口|人|亲|来|度|级|到头|四季|之|复一|老小|制|以来|中|里|难求|论"
)
LEFT_NEVER = frozenset("第每.×*/〔[#№&@_=\\$")
LEFT_OF_CHINESE = frozenset("第每初末首专")
LEFT_OF_ONE = frozenset(
    "每任某同另唯统其逐这那哪进万无独专单归划合不同新为又上下前后头有第者整说试看"
)
# NOTE: 对后3名约谈 is a rank, 会后3天 a time.
_RANKED = frozenset("对和与的排、")
AHEAD = frozenset("目当此日以之提年会面眼跟往超")
PERIOD_BEFORE = re.compile(
    "(?:近|最近|今后|此后|过去|未来|前|后|这|那|头|上|下|往后|后续|下一个|接下来)\\Z"
)
SPENT = re.compile(
    "(?:提前|逾期|经过|历时|历经|耗时|用时?了?|为期|会期|工期|持续|长达|[期限]为|任期|工期|聘期|花了?|时长|达|需要?)\\Z"
)
PERIOD_AFTER = re.compile(
    "(?:以来|多?来(?!自)|之?前(?!往|来|列)|以前|以后|之?后(?!续)|间(?!隔)|中(?!心)|里)"
)
DAY_LABEL = re.compile(
    "工作制|制|之?外|以外|内外|不打烊|在线|热线|自助|值班|值守|全天候|营业|监控|巡|待命|响应|运转|开放|便利"
    "|报修|客服|急救|应急|咨询|书|图书|服务|便民|智能|驿站|药|超市|接|受理|无休|不间断|守护|政务"
)
SINCE = re.compile("建|出生|入党|参军|毕业|成立|起|底|初|春|夏|秋|冬|以来|[0-9]{1,2}月")
_SINCE_BEFORE = frozenset("自从于在至")
_WITHIN = frozenset("内以之")
DAYS_BEFORE = re.compile(
    "(?:公示|逾期|提前|为期|延期|延长|少于|超过|低于|高于|至少|不足|未满|最[多长短])期?\\Z"
)
GRADED = frozenset("家省市副厅正最为评定国的")
WITHIN = re.compile("[以之]?内(?!部|外)")
_DISTANCE = frozenset({"小时", "分钟", "刻钟"})
CIRCLE = re.compile("[^，,。；;、！!？?\n\r]{0,12}圈")
CONGRESS = re.compile(
    "[一二三四五六七八九]?[次中](?:全会|[、，,])|中(?:全会|央)|全国|人大|全会|人民代表|政协|党代会|委员会|市委|省委|区委|县委|村委|居委"
)
TIER_LABEL = re.compile(
    "社工师|社会工作|教师|医院|甲|乙|丙|巡视|调研|主任|警|裁判|风险|地震|残疾|证书|网格(?:[、，,。；;！!？?\n\r]|员|长|\\Z)"
    "|标题|指标|及?以上|公路|建造|运动|伤残|保护|文物|翻译|技|域名|市场|资质|企业|跳|注册|预警|大风|台风|标准|响应|应急"
)
TIER_WORDS = re.compile("平台|网络|体系|联动|架构|组织|治理|机制")
_ASSEMBLY = frozenset("大届协会代")
MEETING_NAME = re.compile("会议|全会|全体|大会|代表|职代会|理事会")
MEETING = re.compile("(?:党的|中共|第)\\Z")


_QUOTATION = 14
_OPENED = re.compile("[“‘「『]([^“”‘’「」『』。；;！!？?\n\r]*)\\Z")
_CLOSED = re.compile("[^“”‘’「」『』，,。；;！!？?\n\r]{0,14}[”’」』]")
_DOUBLING = re.compile("翻(?:了|近|超过?|将近|约)?\\Z")
_CHANNEL = re.compile("(?:监控|视频|摄像|探头|接入|信号|通道|专线|直播)[^。；;！!？?\n\r]{0,10}\\Z")
# NOTE: 公交站点300米覆盖率 is the name of a share.
REACHING = re.compile("(?:半径|服务半径|范围)?覆盖")
ONLY = re.compile("(?:仅有?|只有|剩下的?|剩余|其余|各有?|各[设建配])\\Z")
REACHED = re.compile("(?:达到?|[增升扩]至|[加升展]到)\\Z")
# NOTE: 第1、2、3组 numbers groups to the last one.
_LISTED = frozenset("、,，和及")
_NUMBERED = re.compile(
    f"第(?:[0-9]{{1,3}}|[{CHINESE}]{{1,3}})(?:[、,，和及](?:[0-9]{{1,3}}|[{CHINESE}]{{1,3}}))*[、,，和及]\\Z"
)
_ACRONYM = re.compile("(?<![A-Za-z])[A-Z]{3,5}\\Z")


def in_label(text: str, start: int, end: int) -> bool:
    """Whether a Chinese numeral stands in a short quotation that begins with one: “三张清单”.

    Such a quotation names a slogan, and so do its other parts: “三区融合、四级联动”.
    """
    opened = _OPENED.search(text[max(0, start - _QUOTATION) : start])
    if opened is None or (opened[1] or text[start])[0] not in CHINESE:
        return False
    return _CLOSED.match(text, end) is not None


def is_doubling(text: str, start: int) -> bool:
    """Whether 番 counts doublings (翻两番, 翻了一番多) and no rounds (三番五次)."""
    return _DOUBLING.search(text[max(0, start - 4) : start]) is not None


def is_channel(text: str, start: int) -> bool:
    """Whether 路 counts channels (接入监控128路) and is no line of buses (乘128路)."""
    return _CHANNEL.search(text[max(0, start - 12) : start]) is not None


def idiom_at(text: str, start: int, end: int) -> bool:
    """Whether an idiom, a political label or a plan's name covers these offsets."""
    for found in IDIOMS.finditer(text, max(0, start - 3), min(len(text), end + 4)):
        if found.start() < end and found.end() > start:
            return True
    return False


def stands_wrong(text: str, start: int) -> bool:
    """Whether what stands right before a number makes it a code, an ordinal or a rank."""
    if start == 0:
        return False
    before = text[start - 1]
    if before in LEFT_NEVER or (before in _LISTED and _is_numbered(text, start)):
        return True
    if before.isascii() and before.isalpha():
        # NOTE: APP12个 and GDP5000亿元 count, A4, G60 and PM2.5 do not.
        return _ACRONYM.search(text[max(0, start - 6) : start]) is None
    further = text[max(0, start - 2) : start - 1]
    if before in {"前", "后"}:
        return further not in AHEAD if before == "前" else further in _RANKED
    if before == "+":
        return not further or further.isascii() or further in STOP
    return before in "-_" and start > 1 and text[start - 2].isascii() and text[start - 2].isalnum()


def _is_numbered(text: str, start: int) -> bool:
    return _NUMBERED.search(text[max(0, start - 16) : start]) is not None


def is_time(text: str, reading: Reading, unit: Unit, end: int) -> bool:
    """Whether a number with a unit of time is a date, a period that is named, or opening hours.

    `end` is where the unit ends.
    """
    start, before = reading.start, text[reading.start - 1 : reading.start]
    if unit.form == "日":
        window = text[max(0, start - 4) : start]
        is_span = text[end : end + 1] in _WITHIN or DAYS_BEFORE.search(window)
        return before == "月" or not is_span
    if unit.form == "分":
        # NOTE: 9:30分 and 九点三十分 are times; 满分:30分 and 采分点10分 are marks.
        return before in {"时", "点", ":"} and _is_numeral(text[start - 2 : start - 1])
    if unit.unit_id == "年" and _is_year(text, reading, end):
        return True
    if unit.unit_id not in TIME_IDS:
        return False
    is_day = unit.unit_id == "小时" and (reading.value in {8, 24} or text.startswith("工作制", end))
    return (
        PERIOD_AFTER.match(text, end) is not None
        or (unit.unit_id in _DISTANCE and CIRCLE.match(text, end) is not None)
        or (is_day and DAY_LABEL.match(text, end) is not None)
        or (not reading.bare and _is_period(text, start, end))
    )


def _is_numeral(sign: str) -> bool:
    return sign != "" and (sign in CHINESE or sign in "0123456789")


def _is_year(text: str, reading: Reading, end: int) -> bool:
    value, digits = reading.value, reading.digits
    if not isinstance(value, int) or reading.scale:
        return False
    if 1000 <= value <= 2999 and len(digits) in {0, 4}:
        return bool(digits) or len(reading.numeral) == 4
    if len(digits) != 2 or value < 50:
        return False
    before = text[reading.start - 1 : reading.start]
    return before in _SINCE_BEFORE or SINCE.match(text, end) is not None


def _is_period(text: str, start: int, end: int) -> bool:
    # NOTE: texts out of a PDF part word and number by a space: 近 2 年.
    start -= text[start - 1 : start] == " "
    window = text[max(0, start - 4) : start]
    found = PERIOD_BEFORE.search(window)
    if found is None or _ends_another_word(found[0], window[-2:-1]):
        return False
    # NOTE: 受理后5个工作日内 is a time limit, 会后3天 a time.
    if found[0] == "后":
        return WITHIN.match(text, end) is None
    if found[0] != "近":
        return True
    spent = SPENT.search(text[max(0, start - 6) : start - 1])
    return spent is None and text[end : end + 1] not in {"的", "时"}


def _ends_another_word(word: str, before: str) -> bool:
    """Whether 前, 上, 下 or 近 is the end of another word: 目前, 以上, 之下, 将近."""
    if word == "前":
        return before in AHEAD
    if word in {"上", "下"}:
        return before in {"以", "之"}
    return word == "近" and before in {"将", "接"}


def is_session(text: str, reading: Reading, end: int) -> bool:
    """Whether 届 numbers a congress (十九届六中全会) and does not count events (五届公益创投)."""
    if text[reading.start - 1 : reading.start] in set("本上历换") or CONGRESS.match(text, end):
        return True
    return not reading.digits and reading.value is not None and reading.value > 10


def is_grade(text: str, reading: Reading, end: int) -> bool:
    """Whether 级 names a grade (国家一级, 三级医院) and does not count tiers (三级平台)."""
    if reading.digits:
        return TIER_WORDS.match(text, end) is None
    if reading.value is not None and reading.value > 7:
        return True
    before = text[reading.start - 1 : reading.start]
    # NOTE: 三、四级 names two grades.
    if before == "、" and _is_numeral(text[reading.start - 2 : reading.start - 1]):
        return True
    return before in GRADED or TIER_LABEL.match(text, end) is not None


def is_meeting(text: str, reading: Reading, end: int) -> bool:
    """Whether 次 numbers a session (人大三次会议) and does not count meetings (召开三次会议)."""
    if text[reading.start - 1 : reading.start] not in _ASSEMBLY:
        return False
    return MEETING_NAME.match(text, end) is not None
