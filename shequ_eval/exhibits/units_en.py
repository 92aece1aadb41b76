"""Knows the English words that are printed for each unit, one or many; converts no figure.

The only home of these words. A unit of `data/codebook/units.csv` or of the grammar of quantities
that is not here would be printed in Chinese in an English report; a test says so.
"""

from __future__ import annotations

import re

UNITS_EN = {
    "%": "%", "元": "yuan",
    # measure words: what is counted is said by the name of the indicator
    "个": "", "家": "", "项": "", "条": "", "类": "", "级": "", "步": "", "套": "", "张": "",
    "间": "", "次": "", "届": "", "件": "",
    "场": "sessions", "人": "persons", "人次": "person-times", "年": "years", "小时": "hours",
    "分": "points", "积分": "points", "档": "tiers",
    "平方米": "m²", "户": "households", "人/户": "persons per household",
    "亿元": "100 million yuan",
    # counted things
    "种": "kinds", "栋": "buildings", "处": "places", "所": "institutions",
    "座": "structures", "支": "teams", "批": "batches", "期": "issues", "轮": "rounds",
    "只": "pieces", "份": "copies", "辆": "vehicles", "艘": "ships", "盏": "lamps",
    "册": "volumes", "封": "letters", "枚": "pieces", "桩": "cases", "宗": "cases",
    "例": "cases", "起": "incidents", "款": "models", "篇": "articles", "株": "plants",
    "剂": "doses", "台": "machines", "部": "pieces", "片": "areas",
    "棵": "trees", "组": "groups", "门": "subjects", "对": "pairs", "双": "pairs",
    "层": "storeys", "本": "books", "架": "aircraft", "段": "sections", "眼": "wells",
    "口": "persons", "扇": "panes", "幅": "pictures", "根": "poles", "颗": "pieces",
    "节": "lessons", "堂": "lessons", "股": "strands", "样": "kinds", "盒": "boxes",
    "头": "head", "匹": "head", "桶": "barrels", "箱": "boxes", "袋": "bags",
    "瓶": "bottles", "捆": "bundles", "杯": "cups", "桌": "tables", "餐": "meals",
    "字": "characters", "页": "pages", "单": "orders", "票": "votes", "席": "seats",
    "通": "calls", "笔": "transactions", "面": "faces", "顶": "pieces", "车": "loads",
    "句": "sentences", "列": "trains", "集": "episodes", "讲": "lectures", "羽": "birds",
    "尾": "fish", "趟": "trips", "包": "packets", "遍": "times", "位次": "places",
    "部门": "departments", "城区": "urban districts", "镇街": "towns and sub-districts",
    "街镇": "sub-districts and towns", "街道": "sub-districts", "乡镇": "townships",
    "社区": "communities", "行政村": "administrative villages", "自然村": "natural villages",
    "县区": "counties and districts", "区县": "districts and counties",
    "县市": "counties and cities", "单位": "bodies", "企业": "enterprises",
    "学校": "schools", "网格": "grids", "小区": "residential estates",
    "村居": "villages and communities", "村社": "villages and communities",
    "镇村": "towns and villages", "市县": "cities and counties",
    "省市": "provinces and cities", "省份": "provinces", "地市": "prefecture-level cities",
    "院校": "colleges", "高校": "universities",
    # things that happened, counted each time
    "户次": "household-times", "家次": "organisation-times", "件次": "case-times",
    "项次": "item-times", "份次": "copy-times", "车次": "vehicle-times", "架次": "flights",
    "班次": "runs", "批次": "batches", "场次": "sessions", "台次": "machine-times",
    "桩次": "case-times", "剂次": "doses given",
    # time and age
    "月": "months", "季度": "quarters", "周": "weeks", "天": "days",
    "工作日": "working days", "学期": "terms", "分钟": "minutes", "秒": "seconds",
    "刻钟": "quarter-hours", "昼夜": "days and nights", "课时": "class hours",
    "岁": "years old",
    # shares and ratios
    "‰": "‰", "百分点": "percentage points", "倍": "times as much", "番": "doublings",
    "成": "tenths", "折": "tenths of the price", "比": "to 1",
    # length, area, volume, mass
    "公里": "km", "海里": "nautical miles", "米": "m", "厘米": "cm", "毫米": "mm",
    "平方公里": "km²", "公顷": "ha", "亩": "mu", "立方米": "m³", "升": "litres",
    "毫升": "ml", "吨": "t", "吨标准煤": "t of standard coal", "公斤": "kg",
    "斤": "jin", "克": "g", "毫克": "mg", "微克": "µg",
    # energy and temperature
    "千瓦时": "kWh", "千瓦": "kW", "兆瓦": "MW", "吉瓦": "GW", "℃": "°C", "度": "degrees",
    # money
    "角": "jiao", "分钱": "fen", "美元": "US dollars", "港元": "Hong Kong dollars",
    "欧元": "euros", "日元": "Japanese yen",
    # data, sound, voltage
    "GB": "GB", "TB": "TB", "PB": "PB", "分贝": "dB", "千伏": "kV", "千伏安": "kVA",
    # more counted things
    "人天": "person-days", "册次": "loans", "课次": "lessons", "轮次": "rounds",
    "具": "pieces", "副": "sets", "卷": "volumes", "台套": "machines", "块": "pieces",
    "尊": "statues", "床": "beds", "把": "pieces", "拨": "groups", "标准箱": "TEU",
    "樘": "doors", "粒": "pieces", "路": "lines", "道": "lines", "针": "doses",
    "顿": "meals", "首": "songs",
}  # fmt: skip
_HEAD = re.compile(r"^(.*?)([A-Za-z²³]+)((?: (?:of|per|given|of standard coal)\b.*)?)$")
_MANY = (("ies", "y"), ("xes", "x"), ("ches", "ch"), ("shes", "sh"), ("s", ""))
_SAME_FOR_ONE = frozenset({"yuan", "times as much", "to 1", "degrees", "aircraft"})


def english_unit(unit: str, one: bool = False) -> str:
    """The English word of a unit, for one or for many; one without a word stays as it is.

    >>> english_unit("人"), english_unit("人", one=True), english_unit("人/户", one=True)
    ('persons', 'person', 'person per household')
    >>> english_unit("小时", one=True), english_unit("公里", one=True), english_unit("家")
    ('hour', 'km', '')
    """
    many = UNITS_EN.get(unit, unit)
    head = _HEAD.match(many)
    if not one or head is None or many in _SAME_FOR_ONE or " and " in many:
        return many
    before, word, after = head.groups()
    for ending, single in _MANY:
        if word.endswith(ending) and not word.endswith("ss"):
            return f"{before}{word.removesuffix(ending)}{single}{after}"
    return many
