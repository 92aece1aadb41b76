"""Knows the words that count and measure and the canonical unit of each; judges no context."""

from __future__ import annotations

import re
from typing import NamedTuple

from shequ_eval.evidence.quantities.longer_words import NOT_BEFORE


class Unit(NamedTuple):
    """A unit as printed: its canonical id and how freely a Chinese numeral may stand before it.

    `chinese` is `free` (三名), `guarded` (三家: not where a place name goes on), or `never`
    (三字: read with digits only). `one` says that a bare 一 before it counts one thing.
    """

    form: str
    unit_id: str
    chinese: str = "free"
    one: bool = False


# Canonical id: the forms it is printed in, parted by spaces. Forms that start another word are
# cut off by NOT_BEFORE.
FREE = {
    "个": "个", "项": "项", "类": "类 大类", "种": "种", "条": "条", "件": "件",
    "人次": "人次", "户次": "户次", "家次": "家次", "件次": "件次", "车次": "车次",
    "架次": "架次", "班次": "班次", "批次": "批次", "场次": "场次", "台次": "台次", "桩次": "桩次",
    "剂次": "剂次", "剂": "剂", "册次": "册次", "课次": "课次", "轮次": "轮次", "台套": "台套",
    "人天": "人天 人日",
    "人": "名 位 人 人口", "届": "届", "倍": "倍", "岁": "岁 周岁", "户": "户", "步": "步",
    "套": "套", "张": "张", "次": "次", "期": "期", "轮": "轮", "批": "批", "支": "支",
    "只": "只", "栋": "栋 幢", "所": "所", "处": "处", "座": "座", "场": "场", "份": "份",
    "辆": "辆", "艘": "艘", "盏": "盏", "册": "册", "封": "封", "枚": "枚", "桩": "桩", "宗": "宗",
    "例": "例", "起": "起", "款": "款", "篇": "篇", "株": "株", "课时": "课时 学时 个课时 个学时",
    "年": "年", "月": "个月 个多月 个半月", "季度": "个季度", "周": "星期 个星期 个礼拜 个多星期",
    "学期": "学期 个学期",
    "工作日": "工作日 个工作日", "天": "天", "小时": "小时 个小时 钟头 个钟头 个多小时 个半小时",
    "分钟": "分钟", "秒": "秒钟 秒", "刻钟": "刻钟", "昼夜": "昼夜",
    "百分点": "个百分点 百分点", "位次": "个位次 位次 个名次 名次", "%": "%", "‰": "‰",
    "平方米": "平方米 平米 ㎡ m² m2 个平方米 个平方 平方", "平方公里": "平方公里 平方千米 km² km2",
    "公顷": "公顷", "亩": "亩", "立方米": "立方米 立方 m³ m3 个立方",
    "公里": "公里 千米 km KM 华里", "海里": "海里", "米": "米 m", "厘米": "厘米 公分 cm",
    "毫米": "毫米 mm", "吨标准煤": "吨标准煤", "吨": "吨", "公斤": "公斤 千克 kg KG", "斤": "斤",
    "克": "克", "微克": "微克", "毫克": "毫克", "升": "升", "毫升": "毫升",
    "千瓦时": "千瓦时 kWh 度电", "千瓦": "千瓦 kW",
    "兆瓦": "兆瓦 MW", "吉瓦": "吉瓦 GW", "℃": "℃ 摄氏度 °C",
    "元": "元 块钱 元人民币 人民币", "美元": "美元", "港元": "港元 港币", "欧元": "欧元",
    "日元": "日元", "标准箱": "标准箱 标箱", "分贝": "分贝", "千伏安": "千伏安", "千伏": "千伏 kV",
    "GB": "GB", "TB": "TB", "PB": "PB", "分钱": "分钱", "角": "角钱", "项次": "项次",
    "积分": "积分",
}  # fmt: skip
GUARDED = {
    "家": "家", "间": "间", "台": "台", "部": "部", "块": "块", "片": "片", "棵": "棵", "组": "组",
    "门": "门", "对": "对", "双": "双", "层": "层", "本": "本", "架": "架", "级": "级", "段": "段",
    "眼": "眼", "口": "口", "成": "成", "折": "折", "番": "番", "扇": "扇", "幅": "幅", "根": "根",
    "颗": "颗", "节": "节", "堂": "堂", "股": "股", "样": "样", "盒": "盒", "头": "头", "匹": "匹",
    "桶": "桶", "箱": "箱", "袋": "袋", "瓶": "瓶", "捆": "捆", "杯": "杯", "桌": "桌", "餐": "餐",
    "把": "把", "道": "道", "首": "首", "副": "副", "卷": "卷", "床": "床", "粒": "粒", "拨": "拨",
    "周": "周", "具": "具", "针": "针", "樘": "樘", "尊": "尊", "顿": "顿", "档": "档",
}  # fmt: skip
DIGITS_ONLY = {
    "分": "分", "字": "字", "页": "页", "单": "单", "票": "票", "席": "席", "通": "通", "笔": "笔",
    "面": "面", "顶": "顶", "车": "车", "天": "日", "平方米": "平", "句": "句", "列": "列",
    "集": "集", "讲": "讲", "羽": "羽", "尾": "尾", "趟": "趟",
    "包": "包", "份次": "份次", "吨": "t", "度": "度", "遍": "遍", "立方米": "方", "路": "路",
}  # fmt: skip
# A bare 一 before these counts; before the others it is an article (一个, 一项, 一套 …).
ONE = "名 位 家 间 年 座 栋 幢 倍 个月 小时 个小时 周岁 成 元 吨 亩 斤 公斤 公顷"
ONE += " 平方米 平米 平方公里 立方米 公里"


def _table() -> dict[str, Unit]:
    units: dict[str, Unit] = {}
    for forms, chinese in ((FREE, "free"), (GUARDED, "guarded"), (DIGITS_ONLY, "never")):
        for unit_id, printed in forms.items():
            for form in printed.split():
                units[form] = Unit(form, unit_id, chinese, form in ONE.split())
    return units


UNITS = _table()


def alternation(forms: str, not_before: dict[str, str] | None = None) -> str:
    """A pattern of all forms, which spaces part: longest first, grouped by first character."""
    by_first: dict[str, list[str]] = {}
    for form in sorted(forms.split(), key=len, reverse=True):
        by_first.setdefault(form[0], []).append(form)
    branches = []
    for first, group in by_first.items():
        rest = "|".join(_branch(form, not_before or {}) for form in group)
        branches.append(f"{re.escape(first)}(?:{rest})")
    return "|".join(branches)


def _branch(form: str, not_before: dict[str, str]) -> str:
    stop = not_before.get(form, "")
    if form.isascii() and form[-1].isalnum():
        stop = "[A-Za-z0-9]"
    return re.escape(form[1:]) + (f"(?!{stop})" if stop else "")


UNIT_PATTERN = alternation(" ".join(UNITS), NOT_BEFORE)
UNIT_FIRST = "".join(sorted({form[0] for form in UNITS}))
# Nouns that are counted without a measure word, and are then the unit (十部门, 8镇街).
COUNTED = (
    "部门 城区 镇街 街镇 街道 乡镇 社区 行政村 自然村 县区 区县 县市 单位 企业 学校 网格 小区 村居"
    " 市县 省市 省份 地市 镇村 村社 高校 院校"
)
COUNTED_PATTERN = alternation(COUNTED)
# Nouns of persons: the unit is 人, not printed, and the noun stays outside the figure.
PERSONS = (
    "居民 群众 市民 村民 党员 志愿者 老人 老年人 职工 干部 学生 儿童 青少年 网格员 社工 劳动力"
    " 游客 人才 农民 用户 人员 民众 业主 残疾人 困难群众 常住人口 户籍人口 毕业生"
)
PERSONS_PATTERN = alternation(PERSONS)
# Nouns after which 大 counts parts of a whole (六大步骤), and nouns of ideas (三个导向).
STRUCTURE = (
    "步骤 方面 领域 板块 行动 工程 任务 体系 机制 平台 举措 专项 攻坚战 保卫战 产业 环节 模块 要素"
    " 原则 阶段 类别 类型 目标 内容 抓手 重点 片区 场景 计划"
)
STRUCTURE_PATTERN = alternation(STRUCTURE)
STRUCTURE_IDS = {"步骤": "步", "类别": "类", "类型": "类"}
ABSTRACT = (
    "方面 导向 结合 环节 集成 层面 维度 阶段 步骤 原则 重点 到位 统一 一批 坚持 中心 体系 机制"
    " 转变 关系 突出 强化 聚焦 确保 注重 提升 优化 更加 着力 推进 加强 围绕 落实 明确 要素 问题 有"
)
ABSTRACT_PATTERN = alternation(ABSTRACT)
MONEY_WORDS = re.compile(
    "资金|经费|补贴|补助|投入|投资|收入|产值|GDP|生产总值|奖励|预算|捐|支出|贷款|营收|税|费|基金|款|薪|债"
    "|总额|增加值|利润|销售额|融资|造价"
)
TIME_IDS = frozenset({"年", "月", "季度", "周", "工作日", "天", "小时", "分钟", "秒", "刻钟"})
