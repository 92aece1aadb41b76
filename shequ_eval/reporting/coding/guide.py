"""Knows what the guide of a coding sheet says to the coder, in Chinese and then in English."""

from __future__ import annotations

from openpyxl.styles import Alignment
from openpyxl.worksheet.worksheet import Worksheet

from shequ_eval.reporting.coding.room import height_of
from shequ_eval.reporting.files.workbooks import font

WIDTH = 110
GUIDE = (
    "一行是文件里的一个数字。灰色各列是原词与建议，受保护；白色各列由编码者填写。",
    "决定：accept 采纳；not_a_figure 不是数字；leave_out 是数字但不编码。没有决定的行留待以后。",
    "采纳后，白色格留空表示同意左边的建议；要改就填；原文没有、应为空的填 无。",
    "文件里有而表里没有的数字：在末尾空行填 原词、位置 place（填段号，见“全文”）、来源 source_id，"
    "再填决定、指标、状态和签名；数值、界限、单位由原词读出，读不出的程序会一次问清。",
    "类别是 原文缺失 的行：原文丢了数字。采纳即记入缺失数字表；指标可填可空。",
    "没有建议指标的行：近旁没有够近的词，请从列表自选；候选见“其他可能”。编码表没有这个指标的，"
    "填 leave_out 并在备注写明，或先在指标手册里立指标。",
    "决定等各列可从下拉列表选，也可只写编码，如 accept。",
    "“来源”表每份文件一行，未登记的须填全。两位编码者各填一份副本，互不商量。",
    "前后文和全文只供编码时阅读，不进入 data/；本表不要放进 data/。",
    "One row is one figure. Grey columns are given and protected; white ones are the coder's.",
    "decision: accept, not_a_figure or leave_out; a row without one is left for later.",
    "An empty white cell agrees with the suggestion on its left; 无 says that it stays empty.",
    "A figure that is missing: a row at the end with its words, its paragraph number (in place), "
    "its source, then decision, indicator, status, signature; its numbers are read from the words.",
    "A row of the kind missing_number: the document lost a number; accept it to record the loss.",
    "No indicator suggested: no word stood near enough; choose one. Where the codebook has none, "
    "leave the figure out with a note, or add an indicator to the codebook first.",
    "Choose from the lists or write the code alone, such as accept.",
    "Fill in the sheet of sources. Two coders fill in two copies without talking about them.",
    "Passages are for the coder's eyes only; keep this file out of data/.",
)


def write_guide(sheet: Worksheet) -> None:
    """Write the guide, one line of it to a row."""
    sheet.column_dimensions["A"].width = WIDTH
    for number, line in enumerate(GUIDE, start=1):
        cell = sheet.cell(number, 1, line)
        cell.font, cell.alignment = font(), Alignment(wrap_text=True, vertical="top")
        sheet.row_dimensions[number].height = height_of([(line, WIDTH)])
