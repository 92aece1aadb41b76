"""Knows what names a person directly: the names of such columns and the shapes of such cells."""

from __future__ import annotations

import re
from typing import Literal

from shequ_eval.vocabulary.id_numbers import is_identity_number

Kind = Literal[
    "name", "phone", "identity_number", "wechat", "address", "email", "position", "device"
]

# NOTE: matched against a column's own name, without the groups before it.
COLUMNS: dict[Kind, re.Pattern[str]] = {
    "identity_number": re.compile(
        r"身份证|证件号|护照|id_?card|id_?(no|num|number)$|passport", re.I
    ),
    "phone": re.compile(
        r"电话|手机|联系方式|座机|(?<![a-z])(tele?)?phone|mobile|(?<![a-z])tel$", re.I
    ),
    "wechat": re.compile(r"微信号?|wechat|weixin|wxid|openid|unionid|(?<![a-z])qq(?![a-z])", re.I),
    "email": re.compile(r"邮箱|电子邮件|e-?mail", re.I),
    "address": re.compile(r"住址|地址|门牌|楼栋|房号|address|(?<![a-z])addr(?![a-z])", re.I),
    "name": re.compile(
        r"姓名|受访者名|户主|联系人|签名|^名字$|(respondent|full|first|last|family|contact)_?name"
        r"|^name$|signature|_submitted_by|^username$",
        re.I,
    ),
    "position": re.compile(
        r"经纬度|经度|纬度|gps|geo(point|location|trace|shape)|latitude|longitude", re.I
    ),
    "device": re.compile(r"device_?id|subscriber_?id|sim_?serial|imei|ip_?addr|phonenumber", re.I),
}  # fmt: skip

PHONE = re.compile(r"(?<!\d)(?:\+?86[\s-]?)?1[3-9]\d[\s-]?\d{4}[\s-]?\d{4}(?!\d)")
LANDLINE = re.compile(r"(?<!\d)0\d{2,3}[\s-]\d{7,8}(?!\d)")
EMAIL = re.compile(r"[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{2,63}){1,4}")
WECHAT = re.compile(
    r"\bwxid_[a-z0-9]{6,}|(?:微信|wechat|weixin)号?[:：\s]\s*[a-z][\w-]{5,19}", re.I
)
ADDRESS = re.compile(
    r"(?:路|街|巷|弄|村|苑|园|小区|花园|新村|大道)[^，。；]{0,12}?\d{1,5}\s*(?:号|栋|幢|座|弄|单元|室|户)"
)
NUMBER = re.compile(r"(?<![\dA-Za-z])[1-9][\d\s-]{13,22}[\dXx](?![\dA-Za-z])")
POSITION = re.compile(r"-?\d{1,3}\.\d{4,}[,\s]+-?\d{1,3}\.\d{4,}")

# NOTE: the most frequent surnames, about nine tenths of the population; a hint, never a proof.
SURNAMES = (
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林高罗郑梁谢宋唐许韩邓冯曹彭曾肖田董潘袁蔡蒋余于杜叶程魏苏吕"
    "丁任卢姚沈钟姜崔谭陆范汪廖石金韦贾夏付方邹熊白孟秦邱侯江尹薛闫段雷龙黎史陶贺毛郝顾龚邵万覃武钱戴"
)
PERSON = re.compile(f"[{SURNAMES}][\u4e00-\u9fff]{{1,2}}")


def kind_of_column(name: str) -> Kind | None:
    """What a column of this name holds of a person, or None.

    >>> kind_of_column("联系电话"), kind_of_column("service_hall"), kind_of_column("_gps_latitude")
    ('phone', None, 'position')
    """
    return next((kind for kind, pattern in COLUMNS.items() if pattern.search(name)), None)


def kind_of_cell(text: str) -> Kind | None:
    """What a cell holds of a person by its shape, or None. A name alone has no shape.

    >>> kind_of_cell("请打 138-1234-5678"), kind_of_cell("5"), kind_of_cell("a@b.example")
    ('phone', None, 'email')
    >>> kind_of_cell("幸福路 12 号 3 栋"), kind_of_cell("道路 3 次积水")
    ('address', None)
    """
    shown = text[:2000]
    if any(is_identity_number(found) for found in NUMBER.findall(shown)):
        return "identity_number"
    shapes: tuple[tuple[Kind, re.Pattern[str]], ...] = (
        ("email", EMAIL), ("phone", PHONE), ("phone", LANDLINE), ("wechat", WECHAT),
        ("position", POSITION), ("address", ADDRESS),
    )  # fmt: skip
    return next((kind for kind, shape in shapes if shape.search(shown)), None)


def look_like_names(texts: list[str]) -> bool:
    """Whether distinct short texts are mostly surname and given name: five at least, four fifths.

    >>> look_like_names(["王小明", "李芳", "张伟", "刘洋", "陈静"]), look_like_names(["王庄"] * 9)
    (True, False)
    """
    distinct = {text.strip() for text in texts if text.strip()}
    if len(distinct) < 5:
        return False
    return sum(bool(PERSON.fullmatch(text)) for text in distinct) >= 0.8 * len(distinct)
