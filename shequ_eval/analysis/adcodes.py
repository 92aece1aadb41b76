"""Knows how values meet outlines: by adcode alone, each code once; never joins by name.

Names are not unique (68 of 2,891 names of counties are not), and a code outlives the place that
it meant, so a name that stands beside a code is held against the layer's name.
"""

from __future__ import annotations

import geopandas
import pandas as pd


class AdcodeError(ValueError):
    """Values that cannot be joined to outlines; one line a fault, all of them."""

    def __init__(self, faults: list[str]) -> None:
        self.faults = tuple(faults)
        super().__init__("\n".join(faults))


def match_units(values: pd.DataFrame, units: geopandas.GeoDataFrame) -> geopandas.GeoDataFrame:
    """The outlines with the values of their codes; an outline without a row has missing values.

    `values` has `adcode` (six digits, as text) and whatever else; where it has `name_zh`, that
    must be the layer's name of the code, or end with it. `units` is indexed by adcode and has
    `name`. The result has all of `units`, in its order.

    Raises
    ------
    AdcodeError
        No column `adcode`; a code is malformed, repeated or not in the layer, or has another
        name there.

    Examples
    --------
    >>> units = geopandas.GeoDataFrame({"name": ["江北区", "北仑区"]}, index=["330205", "330206"])
    >>> match_units(pd.DataFrame({"adcode": ["330206"], "value": [1.0]}), units)["value"].tolist()
    [nan, 1.0]
    >>> match_units(pd.DataFrame({"name_zh": ["江北区"], "value": [1.0]}), units)
    Traceback (most recent call last):
    ...
    shequ_eval.analysis.adcodes.AdcodeError: 缺 adcode 列，不按名称连接 no column adcode; never joined by name; found 为: name_zh, value
    """  # noqa: E501
    faults = _faults(values, units)
    if faults:
        raise AdcodeError(faults)
    columns = [column for column in values.columns if column not in ("adcode", *units.columns)]
    return units.join(values.set_index("adcode")[columns])


def _faults(values: pd.DataFrame, units: geopandas.GeoDataFrame) -> list[str]:
    if "adcode" not in values:
        found = ", ".join(str(column) for column in values.columns)
        return [
            f"缺 adcode 列，不按名称连接 no column adcode; never joined by name; found 为: {found}"
        ]
    codes = values["adcode"].astype(str)
    malformed = ~codes.str.fullmatch(r"\d{6}")
    unknown = ~malformed & ~codes.isin(units.index)
    twice = codes.duplicated(keep=False)
    faults = [f"{code!r}: 应为六位数字 must be six digits" for code in codes[malformed]]
    faults += [f"{code}: 重复 repeated" for code in sorted(set(codes[twice]))]
    faults += [f"{code}: 界线数据里没有 not in the layer" for code in sorted(set(codes[unknown]))]
    if "name_zh" in values:
        faults += _renamed(values[~malformed & ~unknown], units)
    return faults


def _renamed(values: pd.DataFrame, units: geopandas.GeoDataFrame) -> list[str]:
    pairs = zip(values["adcode"].astype(str), values["name_zh"].astype(str), strict=True)
    return [
        f"{code}: 表中名 named {name}，界线数据里是 in the layer {units.at[code, 'name']}；"
        "代码已改指他处或填错 the code means another place"
        for code, name in pairs
        if name and not same_place(name, str(units.at[code, "name"]))
    ]


def same_place(name: str, layer_name: str) -> bool:
    """Whether a full name ends with the layer's name of its code.

    >>> same_place("重庆市江北区", "江北区"), same_place("重庆市江北区", "两江新区")
    (True, False)
    """
    return name.endswith(layer_name)
