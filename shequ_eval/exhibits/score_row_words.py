"""Knows how one row of a score sheet is said: its rule, its needs, its register; scores nothing."""

from __future__ import annotations

from shequ_eval.exhibits.numbers import plain_number
from shequ_eval.exhibits.words import evidence_mark, listed, say, unit_words
from shequ_eval.vocabulary.codebook import Codebook, Language
from shequ_eval.vocabulary.scores import Rubric, ScoreRow


def rule_words(row: ScoreRow, codebook: Codebook, language: Language) -> str:
    """The rule with its target and whence the target is, or who gave which level of a rubric.

    >>> from shequ_eval.vocabulary.codebook import read_codebook
    >>> from shequ_eval.vocabulary.data_root import find_data_root
    >>> book = read_codebook(find_data_root())
    >>> from shequ_eval.vocabulary.scores import Level
    >>> levels = [Level(id="full", title_zh="齐全", title_en="complete", share=1.0),
    ...           Level(id="not", title_zh="没有", title_en="none", share=0.0)]
    >>> given = {"level": "full", "name": "评价人甲", "date": "2026-01-05", "text": "见办法全文"}
    >>> row = ScoreRow(id="r", level1="过程", level2="组织实施", title_zh="制度", title_en="rules",
    ...     points=4.0, needs_zh="办法", needs_en="the rules",
    ...     rule=Rubric(kind="rubric", levels=levels, given=given, registers=["funds"]))
    >>> rule_words(row, book, "zh")
    '评价人按档评；齐全: 见办法全文；评价人甲, 2026-01-05'
    """
    kind = codebook.label("score_rule", row.rule.kind, language)
    if isinstance(row.rule, Rubric):
        given = row.rule.given
        if given is None:
            return kind
        level = next(level for level in row.rule.levels if level.id == given.level)
        words = f"{say(language, level.title_zh, level.title_en)}: {given.text}"
        return listed([kind, words, f"{given.name}, {given.date.isoformat()}"], language)
    target = row.rule.target
    if target is None:
        return kind
    ends = dict.fromkeys(n for n in (target.low, target.value, target.high) if n is not None)
    number = "–".join(plain_number(end) for end in ends)
    words = say(language, "目标 ", "target ") + f"{number} {unit_words(target.unit, language)}"
    if not number:
        mark = evidence_mark(target.evidence)
        words = say(language, f"目标取自 {mark}", f"target taken from {mark}")
    return listed([kind, words, say(language, target.source_zh, target.source_en)], language)


def needs_words(row: ScoreRow, codebook: Codebook, language: Language) -> str:
    """What material would make a row assessable, and in which registers it would stand.

    >>> from shequ_eval.vocabulary.scores import Level
    >>> levels = [Level(id="full", title_zh="齐全", title_en="complete", share=1.0),
    ...           Level(id="not", title_zh="没有", title_en="none", share=0.0)]
    >>> given = {"level": "full", "name": "评价人甲", "date": "2026-01-05", "text": "见办法全文"}
    >>> row = ScoreRow(id="r", level1="过程", level2="组织实施", title_zh="制度", title_en="rules",
    ...     points=4.0, needs_zh="办法", needs_en="the rules",
    ...     rule=Rubric(kind="rubric", levels=levels, given=given, registers=["funds"]))
    >>> from shequ_eval.vocabulary.codebook import read_codebook
    >>> from shequ_eval.vocabulary.data_root import find_data_root
    >>> needs_words(row, read_codebook(find_data_root()), "zh")
    '办法；资金台账'
    """
    kept = [codebook.label("register", name, language) for name in row.rule.registers]
    return listed([say(language, row.needs_zh, row.needs_en), *kept], language)


def register_count(counted: str, codebook: Codebook, language: Language) -> str:
    """What was counted in a register, under the register's own name; nothing for nothing.

    >>> from shequ_eval.vocabulary.codebook import read_codebook
    >>> from shequ_eval.vocabulary.data_root import find_data_root
    >>> register_count("projects 12 ÷ 15", read_codebook(find_data_root()), "zh")
    '项目台账：12 ÷ 15'
    """
    name, _, numbers = counted.partition(" ")
    if not name:
        return ""
    return codebook.label("register", name, language) + say(language, "：", ": ") + numbers
