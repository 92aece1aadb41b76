"""Knows the fixed words of a printed report (cover, signatures, annexes) in both languages.

What the page on a screen says too is said in its words: a date has one name in every document.
"""

from __future__ import annotations

from shequ_eval.reporting.html.page_words import WORDS

SHARED = (
    "client",
    "evaluator",
    "lead_evaluator",
    "report_date",
    "as_of",
    "to_fill_in",
    "signatures",
    "sign_lead",
    "sign_evaluator",
    "sign_date",
    "inputs",
    "one-page",
    "methods",
    "colon",
    "comma",
)
_OWN: dict[str, dict[str, str]] = {
    "zh": {
        "figure_data": "图中的数字",
        "origins": "数字的出处",
        "untitled": "正文",
        "part": "（第 {part} 部分，共 {parts} 部分）",
        "again": "续{label}",
        "semicolon": "；",
        "between": "; ",
    },
    "en": {
        "figure_data": "The numbers in the figures",
        "origins": "Where the numbers come from",
        "untitled": "Text",
        "part": " (part {part} of {parts})",
        "again": "{label} (continued)",
        "semicolon": "; ",
        "between": "; ",
    },
}
PAPER_WORDS: dict[str, dict[str, str]] = {
    language: {name: WORDS[language][name] for name in SHARED} | own
    for language, own in _OWN.items()
}
