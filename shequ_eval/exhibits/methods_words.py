"""Knows how the rules of the codebook are told as the method of a report; sets none of them."""

from __future__ import annotations

import pandas as pd

from shequ_eval.exhibits.coding_words import coding_method
from shequ_eval.exhibits.exhibit import Exhibit
from shequ_eval.exhibits.numbers import plain_number
from shequ_eval.exhibits.source_words import document_number
from shequ_eval.exhibits.words import headed, say
from shequ_eval.vocabulary.audit_rules import AuditRules
from shequ_eval.vocabulary.codebook import Codebook, Language
from shequ_eval.vocabulary.score_standards import BANDS, FRAMEWORK, standard_of
from shequ_eval.vocabulary.scores import ScoreRules

EFFECTS = {
    "refuses": ("不可比", "not comparable"),
    "leaves_open": (
        "无从判断（不算可比）",
        "cannot be determined, which does not count as comparable",
    ),
    "caveat": ("可比，有保留", "comparable with a caveat"),
}


def methods_text(
    codebook: Codebook,
    audit: AuditRules,
    scoring: ScoreRules,
    language: Language,
    evidence: pd.DataFrame | None = None,
    second: pd.DataFrame | None = None,
) -> Exhibit:
    """How the report was made, step by step, with every threshold as the codebook sets it.

    `evidence` and `second` (the second coding) are those of the study: how figures were coded and
    read again is said from them. Without them nothing is said of a second coder.

    Examples
    --------
    >>> from shequ_eval.vocabulary.audit_rules import read_audit_rules
    >>> from shequ_eval.vocabulary.codebook import read_codebook
    >>> from shequ_eval.vocabulary.data_root import find_data_root
    >>> from shequ_eval.vocabulary.scores import read_score_rules
    >>> root = find_data_root()
    >>> given = read_codebook(root), read_audit_rules(root), read_score_rules(root)
    >>> [sentence[:8] for sentence in methods_text(*given, "zh").sentences][:3]
    ['**编码。**每', '**上下界。**', '**状态。**实']
    """
    sentences = (
        coding_method(evidence, second, codebook, language),
        _bounds(language),
        _states(language),
        _comparison(codebook, language),
        _denominators(codebook, language),
        _audit(audit, language),
        _scoring(codebook, scoring, language),
        _samples(codebook, language),
        _grades(language),
    )
    title = say(language, "怎样得出这些结果", "How the results were obtained")
    return Exhibit("methods", "text", title, sentences=sentences)


def comparison_rules(codebook: Codebook, language: Language) -> Exhibit:
    """What each difference between two figures does to their comparison, a row an effect.

    >>> from shequ_eval.vocabulary.codebook import read_codebook
    >>> from shequ_eval.vocabulary.data_root import find_data_root
    >>> comparison_rules(read_codebook(find_data_root()), "zh").data["后果"].tolist()
    ['不可比', '无从判断（不算可比）', '可比，有保留']
    """
    reasons = codebook.comparability.reasons
    rows = [
        headed(
            language,
            ("后果", "Effect", say(language, *words)),
            (
                "两数之间有一项如此即可",
                "One of these between two figures is enough",
                say(language, "；", "; ").join(
                    codebook.label("reason", reason, language)
                    for reason, effect in reasons.items()
                    if effect == code
                ),
            ),
        )
        for code, words in EFFECTS.items()
    ]
    title = say(language, "两个数字何时可比", "When two figures are comparable")
    return Exhibit("comparison_rules", "table", title, pd.DataFrame(rows))


def _bounds(language: Language) -> str:
    return say(
        language,
        "**上下界。**“余”“多”“以上”只给下界，“近”“以内”只给上界，区间没有点值；"
        "“以上”“以下”含本数（民法典）；比重止于 0 与 100。"
        "上下界随计算传递；点值四舍五入，算出的界向外取整（下端舍，上端入）。",
        "**Bounds.** 余, 多 and 以上 (“more than”) give a lower bound only, 近 and 以内 (“nearly”, "
        "“within”) an upper one; a range has no point. 以上 and 以下 include the number (Civil "
        "Code). Shares end at 0 and 100. Bounds are carried through every calculation; a point "
        "is rounded to the nearest, a computed bound outward (the lower end down, the upper up).",
    )


def _states(language: Language) -> str:
    return say(
        language,
        "**状态。**实际、计划、标准、未提供、原文缺失分开画、分开算：未提供不是零，计划不是完成，"
        "标准不是支出。标准只在有效期内用来对照；标为“待核”的条文尚未核对原文。",
        "**Status.** Actual, planned, standard, not published and lost in source are drawn and "
        "counted apart: not published is not zero, planned is not achieved, a standard is not "
        "spending. A standard is applied only inside its dates; clauses marked “to be checked” "
        "have not been read in the original.",
    )


def _comparison(codebook: Codebook, language: Language) -> str:
    years = codebook.comparability.largest_period_gap_years
    ratio = plain_number(codebook.comparability.largest_size_ratio)
    return say(
        language,
        "**可比。**两个数字逐项对照：层级、状态、单位、水平或变化、登记口径、人口口径、范围、累计期间与期间。"
        f"有一项不同即不可比，有一项未说明即无从判断；期间相距超过 {years} 年即不可比。"
        "不可比的数字并列而不排序；一地在另一地之内的，不相加也不并排。"
        "在同类里说高低还要规模相近：总数按每万人或人均看，不能换算的只与人口相差不超过 "
        f"{ratio} 倍的地区相比。",
        "**Comparability.** Two figures are held against each other by level, status, unit, level "
        "or change, registration, population basis, scope, accumulation period and period. One "
        "difference makes them not comparable, one aspect not stated leaves it open; periods more "
        f"than {years} year{'s' * (years != 1)} apart are not comparable. Figures that are not "
        "comparable stand side by side without an order; a place inside another is neither added "
        "to it nor set beside it. Higher and lower among peers also needs like size: counts are "
        "taken per 10,000 people or per resident, the others only among places whose populations "
        f"differ by no more than a factor of {ratio}.",
    )


def _denominators(codebook: Codebook, language: Language) -> str:
    rules = codebook.comparability
    order = say(language, "、", "; ").join(
        codebook.label("count_type", kind, language) for kind in rules.denominator_count_types
    )
    years = rules.largest_denominator_gap_years
    return say(
        language,
        f"**分母。**比率由分子和同一口径、同一范围的分母复算，依次取{order}，"
        f"相距不超过 {years} 年；主结果和单侧的界只用第一个。"
        "其他分母得出的数只作旁证，印在括号里或画成浅条，是敏感性范围；"
        "估算、内插与待核的数只进这一范围，从不作主结果；"
        "由被检验的数字反推出来的分母只用来核对。",
        "**Denominators.** Rates are recomputed from the numerator and a denominator of the same "
        f"basis and area, in this order: {order}. They lie at most {years} years apart. "
        "The main result, and a bound on one side, rest on the first alone. What the others give "
        "stands beside it in brackets or as a pale bar: the sensitivity range. Estimated, "
        "interpolated and unverified numbers enter that range only, are named with it, and never "
        "carry a result; a denominator "
        "worked back from the figure under test serves to check it and nothing else.",
    )


def _audit(audit: AuditRules, language: Language) -> str:
    share = f"{plain_number(audit.largest_population_change_per_year * 100)}%"
    years, times = audit.largest_population_gap_years, plain_number(audit.largest_scale_ratio)
    return say(
        language,
        f"**核对。**来源中的数字彼此验算。"
        f"两个人口数按每年至多变动 {share}、相距至多 {years} 年视为相容；"
        f"同类数字相差 {times} 倍以上即提问。印出的比率按其末位四舍五入前的全部取值核对。"
        "对得上只是相容，不是证实。",
        "**Audit.** The figures of a source are held against each other. Two populations are "
        f"compatible if they differ by at most {share} a year over at most {years} years; like "
        f"figures more than {times} times apart are asked about. A printed rate stands for all "
        "that round to it. Figures that add up are compatible, not confirmed.",
    )


def _scoring(codebook: Codebook, scoring: ScoreRules, language: Language) -> str:
    least = plain_number(scoring.least_assessable_points)
    experts = scoring.least_panel_experts
    framed, banded = (
        document_number(standard_of(codebook, key).number, codebook, language)
        for key in (FRAMEWORK, BANDS)
    )
    return say(
        language,
        f"**评分。**一级指标框架据{framed}，等级分档据{banded}。评的是项目或资金，不是地区。"
        f"没有证据的指标不可评；可评分值不足 {least} 分暂不评级，得分不折算。"
        f"专家不足 {experts} 人时不取平均。",
        f"**Scoring.** First-level framework after {framed}, grade bands after "
        f"{banded}. Projects or funds are scored, never places. An indicator without "
        f"evidence is not assessable; below {least} assessable points there is no grade, and "
        f"scores are not rescaled. With fewer than {experts} experts no mean is taken.",
    )


def _samples(codebook: Codebook, language: Language) -> str:
    power = codebook.comparability.power_assumptions
    alpha, chance = f"{plain_number(power.alpha * 100)}%", f"{plain_number(power.power * 100)}%"
    return say(
        language,
        "**样本量。**两期独立样本的均值之差按双侧正态检验求所需人数"
        f"（Cohen 1988，2.4 节），乘以设计效应（Kish 1965），"
        f"显著性水平 {alpha}、检验功效（把握度）{chance}。"
        "居民调查按抽样设计加权，标准误用泰勒线性化或重复权数；小单元隐去。",
        "**Sample sizes.** Respondents needed to see a difference between the means of two "
        "independent waves: two-sided normal test (Cohen 1988, section 2.4) times the design "
        f"effect (Kish 1965), at a significance level of {alpha} and a power of {chance}. Resident "
        "surveys are weighted by their design, with standard errors by Taylor linearisation or "
        "replicate weights; small cells are withheld.",
    )


def _grades(language: Language) -> str:
    return say(
        language,
        "**证据等级。**A 官方统计，B 登记册或台账，C 自述，D 由词语推出。"
        "实际值的等级印在各表与报告的证据全表。",
        "**Evidence grades.** A official statistics, B register or ledger, C self-report, D "
        "inferred from words; printed with every actual figure in the tables.",
    )
