"""Knows a reader's names for the tables and rules that numbers are made from; reads none."""

from __future__ import annotations

# What stands for a table or a file of rules where a person reads of it, Chinese and English.
INPUT_NAMES = {
    "observations": ("编码事实", "coded facts"),
    "mechanisms": ("机制表", "mechanisms"),
    "mechanism_evidence": ("机制与证据对应表", "evidence of mechanisms"),
    "missing_numbers": ("原文缺失表", "numbers lost in the sources"),
    "denominators": ("分母表", "denominators"),
    "standards": ("标准表", "standards"),
    "sources": ("来源表", "sources"),
    "zones": ("地区表", "zones"),
    "disputes": ("异议表", "disputes of coders"),
    "relations": ("数字关系表", "relations of figures"),
    "indicators": ("指标表", "indicators"),
    "commitments": ("承诺台账", "register of commitments"),
    "followups": ("整改台账", "register of follow-ups"),
    "audit.yaml": ("核对规则", "rules of the audit"),
    "comparability.yaml": ("可比性规则", "rules of comparability"),
    "score_rules.yaml": ("评分规则", "rules of scores"),
    "scores/*.yaml": ("评分方案", "score schemes"),
    "boundaries.yaml": ("界线说明", "notes on boundaries"),
}


def input_name(key: str, language: str) -> str:
    """The name of a table or a file with its key; any other key as it is.

    >>> input_name("observations", "zh"), input_name("zhenhai-2319", "zh")
    ('编码事实（observations）', 'zhenhai-2319')
    >>> input_name("audit.yaml", "en")
    'rules of the audit (audit.yaml)'
    """
    if key not in INPUT_NAMES:
        return key
    chinese, english = INPUT_NAMES[key]
    return f"{chinese}（{key}）" if language == "zh" else f"{english} ({key})"
