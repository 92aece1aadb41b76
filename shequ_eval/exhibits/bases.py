"""Knows of each exhibit what its numbers are made from and how; computes and prints none.

A figure that a source states is traced to its evidence. This is for the other numbers of an
exhibit, counts and sums, whose origin is the tables named here and the sentence beside them.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Basis:
    """The tables that an exhibit was made from, and how, in both languages.

    `caption` says how where title and notes count what the rows do not. The rows of a `register`
    are printed as they were registered: each is itself the origin of its numbers.
    """

    tables: tuple[str, ...]
    zh: str
    en: str
    caption: tuple[str, str] = ("", "")
    register: bool = False

    def how(self, language: str, caption: bool = False) -> str:
        """How a number of the rows, or of the caption, was made.

        >>> basis_of("denominators").how("en"), basis_of("denominators").how("en", caption=True)
        ('the register of denominators', 'rows of the register, counted')
        """
        chinese, english = self.caption if caption and any(self.caption) else (self.zh, self.en)
        return chinese if language == "zh" else english


_COUNTED = ("清点所列表的行数", "rows of the tables named, counted")
_ROWS_OF_REGISTER = ("清点登记表的行数", "rows of the register, counted")
_RATES_COUNTED = (
    "清点表中的行，及其中没有写明期间、范围或累计期间的行",
    "rows of the table counted, and those without period, scope or span",
)
_SAMPLE_SIZE = (
    "两样本均值之差的样本量公式（statsmodels，正态近似），乘以假定的设计效应",
    "sample size for a difference of two means (statsmodels, normal), times an assumed design "
    "effect",
)
_CHECKS_COUNTED = ("逐条规则核对后清点", "each rule checked and its findings counted")


def _register(table: str, zh: str, en: str) -> Basis:
    return Basis((table,), zh, en, caption=_ROWS_OF_REGISTER, register=True)


BASES: dict[str, Basis] = {
    "overview": Basis(("observations", "sources"), *_COUNTED),
    "portraits": Basis(("observations",), *_COUNTED),
    "cannot_be_said": Basis(
        ("observations", "zones", "comparability.yaml"),
        "清点有数字的观测，并逐对过可比性闸门",
        "observations with a figure, counted; each pair put through the comparability gate",
    ),
    "one_page_said": Basis(
        ("observations", "denominators", "relations", "audit.yaml"),
        "算式写在句中",
        "the arithmetic stands in the sentence",
    ),
    "one_page_unsaid": Basis(
        ("observations", "zones", "comparability.yaml"),
        "清点有数字的观测，并逐对过可比性闸门",
        "observations with a figure, counted; each pair put through the comparability gate",
    ),
    "one_page_requests": Basis(
        ("observations", "mechanisms", "missing_numbers", "comparability.yaml", "scores/*.yaml"),
        "索取清单中的前几项；所解开的逐项清点",
        "the first of the list of requests; what each would unlock is counted",
    ),
    "figure_rug": Basis(
        ("observations", "missing_numbers", "indicators"),
        "每格取一条事实，清点有实际值的格数",
        "one fact a cell; cells with an actual figure counted",
    ),
    "zones": _register("zones", "照录登记表", "as registered"),
    "sources": _register("sources", "照录登记表；字数与校验和由文件算出", "as registered"),
    "figure_coverage*": Basis(
        ("observations", "missing_numbers", "indicators"),
        "每格取一条事实，清点各状态的格数",
        "one fact a cell; cells of each state counted",
    ),
    "figure_timeline": Basis(
        ("observations", "standards"),
        "按地区、期间、依据与状态清点事实；跨度为最早与最晚年份之差加一",
        "facts counted by zone, period, basis and status; span from first to last year",
    ),
    "figure_mechanisms": Basis(
        ("mechanisms", "mechanism_evidence"),
        "按痕迹的规则逐项判定后清点",
        "each mechanism judged by the rules for traces, then counted",
    ),
    "mechanisms*": Basis(
        ("mechanisms", "mechanism_evidence"),
        "照录机制登记表；项数为清点所得",
        "the register of mechanisms; numbers of mechanisms are counted",
    ),
    "side_by_side_*": Basis(("observations",), *_COUNTED),
    "figures_*": Basis(("observations",), *_COUNTED),
    "figure_intensity_*": Basis(
        ("observations", "denominators"),
        "原文数量除以人口；上下界由原文界限与全部可用分母得出",
        "stated amount over population; bounds from stated bounds and all usable denominators",
        caption=_RATES_COUNTED,
    ),
    "figure_one_basis": Basis(
        ("observations", "denominators"),
        "分子除以同一口径的人口，乘以每多少人",
        "numerator over the population of one basis, times the number of people it is per",
    ),
    "one_basis_words": Basis(
        ("observations", "denominators"),
        "分子除以同一口径的人口，乘以每多少人",
        "numerator over the population of one basis, times the number of people it is per",
    ),
    "rates": Basis(
        ("observations", "denominators"),
        "分子除以同一口径的人口，乘以每多少人；反推分母为分子除以印出的比率",
        "numerator over population times per; implied denominator is numerator over printed rate",
    ),
    "appraisal_weights": _register("scores/*.yaml", "照录评分方案", "as the scoring scheme has it"),
    "satisfaction_words": Basis(("observations", "comparability.yaml"), *_SAMPLE_SIZE),
    "figure_sample_sizes": Basis(("observations", "comparability.yaml"), *_SAMPLE_SIZE),
    "sample_sizes": Basis(("observations", "comparability.yaml"), *_SAMPLE_SIZE),
    "figure_targets": Basis(
        ("observations", "standards"),
        "承诺逐项对照实际值与有效期内的标准，再清点",
        "each promise held against actual figures and standards in force, then counted",
    ),
    "targets": Basis(
        ("observations", "standards"),
        "承诺逐项对照实际值与有效期内的标准",
        "each promise held against actual figures and standards in force",
    ),
    "standards": _register("standards", "照录标准登记表", "as registered"),
    "score*": Basis(
        ("scores/*.yaml", "score_rules.yaml", "observations"),
        "按方案的分值与评法逐项计算；没有证据的不可评",
        "points by the rule of each row of the scheme; without evidence not assessable",
        caption=(
            "评分对象照录评分方案；分值为计算、项数为清点所得",
            "what is scored as the scheme has it; points computed, rows counted",
        ),
    ),
    "commitment_chain": Basis(
        ("commitments", "followups", "observations"),
        "登记的承诺逐条对照证据、得分与整改，再清点",
        "each registered commitment with evidence, score and follow-up, then counted",
    ),
    "mid_term_outcomes": Basis(
        ("commitments", "followups", "observations"),
        "逐条对照中期建议与整改登记，承诺按两个日期各判一次",
        "each recommendation with its follow-up; commitments judged on both days",
    ),
    "methods": Basis(
        ("comparability.yaml", "audit.yaml", "score_rules.yaml", "standards"),
        "照录规则中的门槛",
        "the thresholds as the rules set them",
    ),
    "registers": Basis(
        ("projects", "funds", "review", "panel_scores", "requests", "organisations"),
        "按地区清点台账的行，金额相加",
        "rows of the registers counted by zone, amounts added up",
    ),
    "request_rates": Basis(
        ("requests", "observations"),
        "诉求台账的行按步骤清点后相除；抽样的台账另算 Wilson 区间；文件所称照录，再相减",
        "rows of the register counted step by step and divided; of a sample with Wilson's "
        "interval; what documents say as coded, then subtracted",
    ),
    "register_money": Basis(
        ("projects", "funds"),
        "台账的金额按地区和年度相加",
        "amounts of the registers added up by zone and year",
    ),
    "refusals": Basis(
        ("observations", "comparability.yaml"),
        "逐对过可比性闸门后清点",
        "each pair put through the comparability gate, then counted",
    ),
    "differences": Basis(
        ("observations", "comparability.yaml"),
        "闸门放行的两个数相减，上下界相应相减",
        "difference of two figures that the gate lets pass, bounds carried through",
    ),
    "figure_audit": Basis(
        ("observations", "denominators", "relations", "missing_numbers", "audit.yaml"),
        "逐条规则核对后清点；算式写在格内",
        "each rule checked and its findings counted; the arithmetic stands in the cell",
        caption=_CHECKS_COUNTED,
    ),
    "audit": Basis(
        ("observations", "denominators", "relations", "missing_numbers", "audit.yaml"),
        "算式写在格内；界限见规则文件",
        "the arithmetic stands in the cell; thresholds in the file of rules",
        caption=_CHECKS_COUNTED,
    ),
    "audit_requests": Basis(
        ("observations", "denominators", "relations", "missing_numbers", "audit.yaml"),
        "算式写在格内",
        "the arithmetic stands in the cell",
    ),
    "requests": Basis(
        ("observations", "mechanisms", "missing_numbers", "comparability.yaml", "scores/*.yaml"),
        "逐项清点补齐之后可去掉的障碍、可填的格与可评的分值",
        "obstacles removed, cells filled and points unlocked by each answer, counted",
    ),
    "agreement": Basis(
        ("evidence", "second_coding"),
        "两份编码逐列对照；Cohen κ 由 statsmodels 算出",
        "two codings compared column by column; Cohen's kappa by statsmodels",
    ),
    "disputes": _register("disputes", "照录异议登记表", "as registered"),
    "missing_numbers": _register("missing_numbers", "照录缺失登记表", "as registered"),
    "evidence": _register("evidence", "照录编码事实表", "the table of coded facts"),
    "denominators": _register("denominators", "照录分母登记表", "the register of denominators"),
}


def basis_of(exhibit_id: str) -> Basis | None:
    """What an exhibit rests on; None for one that nothing is known of.

    >>> basis_of("figures_input").tables, basis_of("evidence").en, basis_of("my_own")
    (('observations',), 'the table of coded facts', None)
    """
    if exhibit_id in BASES:
        return BASES[exhibit_id]
    fitting = [
        key for key in BASES if key.endswith("*") and exhibit_id.startswith(key.removesuffix("*"))
    ]
    return BASES[max(fitting, key=len)] if fitting else None
