"""Knows what the standards say of scoring: levels, grades, weights; knows no scheme."""

from __future__ import annotations

from shequ_eval.vocabulary.codebook import Codebook, Standard

BANDS = "mof_2020_10_bands"
FRAMEWORK = "mof_2020_10_framework"
WEIGHTS = "mof_2020_10_department_weights"
APPRAISAL = "nanjing_subjective_weight"


def standard_of(codebook: Codebook, standard_id: str) -> Standard:
    """A standard by its id.

    Raises
    ------
    KeyError
        The codebook has no such standard.

    Examples
    --------
    >>> from shequ_eval.vocabulary.codebook import read_codebook
    >>> from shequ_eval.vocabulary.data_root import find_data_root
    >>> codebook = read_codebook(find_data_root())
    >>> standard_of(codebook, BANDS).number
    '财预〔2020〕10号'
    """
    for standard in codebook.standards:
        if standard.id == standard_id:
            return standard
    raise KeyError(f"standards.yaml: {standard_id}: 没有这条标准 no such standard")


def framework(codebook: Codebook) -> dict[str, dict[str, tuple[str, ...]]]:
    """The levels of indicators that the rule names: first, second, and the third in brackets.

    The standard writes a second level as 项目立项(依据充分性、程序规范性).

    Examples
    --------
    >>> from shequ_eval.vocabulary.codebook import read_codebook
    >>> from shequ_eval.vocabulary.data_root import find_data_root
    >>> codebook = read_codebook(find_data_root())
    >>> list(framework(codebook)), framework(codebook)["决策"]["绩效目标"]
    (['决策', '过程', '产出', '效益'], ('合理性', '指标明确性'))
    """
    said: dict[str, list[str]] = standard_of(codebook, FRAMEWORK).values
    return {first: dict(_second(words) for words in seconds) for first, seconds in said.items()}


def _second(words: str) -> tuple[str, tuple[str, ...]]:
    """A second level and the third levels under it.

    >>> _second("组织实施(管理制度健全性、制度执行有效性)")
    ('组织实施', ('管理制度健全性', '制度执行有效性'))
    """
    name, _, inside = words.partition("(")
    return name, tuple(part for part in inside.rstrip(")").split("、") if part)


def grade_bands(codebook: Codebook) -> dict[str, float]:
    """The grades of the rule with the least score of each, which belongs to it; best first.

    >>> from shequ_eval.vocabulary.codebook import read_codebook
    >>> from shequ_eval.vocabulary.data_root import find_data_root
    >>> codebook = read_codebook(find_data_root())
    >>> grade_bands(codebook)
    {'优': 90.0, '良': 80.0, '中': 60.0, '差': 0.0}
    """
    values: dict[str, list[float]] = standard_of(codebook, BANDS).values
    lows = {grade: float(ends[0]) for grade, ends in values.items()}
    return dict(sorted(lows.items(), key=lambda item: -item[1]))


def subjective_share(level: str, codebook: Codebook) -> float:
    """The least weight of residents' own rating in Nanjing's appraisal of 街道 or 社区.

    It governs the appraisal of sub-districts and communities by Nanjing, and nothing else: it is
    no part of any scheme that scores a project or a fund, and it is not a satisfaction score.

    Raises
    ------
    KeyError
        The level is neither 街道 nor 社区.

    Examples
    --------
    >>> from shequ_eval.vocabulary.codebook import read_codebook
    >>> from shequ_eval.vocabulary.data_root import find_data_root
    >>> codebook = read_codebook(find_data_root())
    >>> subjective_share("街道", codebook), subjective_share("社区", codebook)
    (0.5, 0.7)
    """
    shares: dict[str, float] = standard_of(codebook, APPRAISAL).values
    if level not in shares:
        raise KeyError(f"{level}: 应为 one of: {', '.join(shares)}")
    return shares[level]
