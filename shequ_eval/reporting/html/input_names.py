"""Knows a reader's names for the tables and rules that numbers are made from; reads none."""

from __future__ import annotations

# What stands for a table or a file of rules where a person reads of it, Chinese and English.
INPUT_NAMES = {
    "observations": ("编码事实", "coded facts"),
    "evidence": ("编码事实", "coded facts"),
    "mechanisms": ("机制表", "mechanisms"),
    "mechanism_evidence": ("机制与证据对应表", "evidence of mechanisms"),
    "missing_numbers": ("原文缺失表", "numbers lost in the sources"),
    "denominators": ("分母表", "denominators"),
    "standards": ("标准表", "standards"),
    "sources": ("来源表", "sources"),
    "zones": ("地区表", "register of places"),
    "provinces": ("分省数据表", "figures of provinces"),
    "second_coding": ("第二编码者的编码", "figures coded by a second coder"),
    "disputes": ("异议表", "second readings of coders"),
    "relations": ("数字关系表", "relations of figures"),
    "indicators": ("指标表", "indicators"),
    "commitments": ("承诺台账", "register of commitments"),
    "followups": ("整改台账", "register of follow-ups"),
    "projects": ("项目台账", "register of projects"),
    "funds": ("资金台账", "register of funds"),
    "review": ("评审台账", "register of reviews"),
    "panel_scores": ("专家评分台账", "register of panel scores"),
    "requests": ("诉求台账", "register of requests"),
    "organisations": ("社会组织台账", "register of organisations"),
    "audit.yaml": ("核对规则", "rules of the audit"),
    "comparability.yaml": ("可比性规则", "rules of comparability"),
    "score_rules.yaml": ("评分规则", "rules of scores"),
    "scores/*.yaml": ("评分方案", "score schemes"),
    "boundaries.yaml": ("界线说明", "notes on boundaries"),
    "compared_with": ("对照的较早报告", "the earlier report"),
}


def input_name(key: str, language: str) -> str:
    """The name of a table or a file of rules; any other key as it is.

    >>> input_name("observations", "zh"), input_name("zhenhai-2319", "zh")
    ('编码事实', 'zhenhai-2319')
    >>> input_name("audit.yaml", "en")
    'rules of the audit'
    """
    chinese, english = INPUT_NAMES.get(key, (key, key))
    return chinese if language == "zh" else english
