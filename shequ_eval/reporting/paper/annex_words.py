"""Knows the fixed words of the annexes of a printed report in both languages; no content."""

from __future__ import annotations

ANNEX_WORDS: dict[str, dict[str, str]] = {
    "zh": {
        "figure_data_note": "正文的表中没有的、图所画的数字，按图的次序。",
        "data_of": "{label} 的数字",
        "held": "下列各图的数字在正文的表里：{pairs}。",
        "held_pair": "{figure} 见{table}",
        "numberless": "只标位置或状态、不画数字的图：{figures}。",
        "or": "或",
        "and": "、",
        "origins_note": "正文、表和图中算出和清点出的数字由何而来，按首次出现的位置排列；"
        "同一处、同一算法的数字合为一行。数字在电子版中可以点开，直达出处。",
        "facts_note": "来源给出的数字不在此重列：每个都带证据编号，编号指向{homes}中的一行，"
        "原词、口径、期间、位置都在那里；来源的文件与校验和见来源表。",
        "registers_note": "照录登记的表，表中各行就是出处：{homes}。",
        "origin_table": "算出和清点的数字",
        "place": "所在",
        "number": "数字",
        "key": "出处键",
        "known": "由何而来",
        "made_from": "所据",
        "only_input": "仅用于推算",
        "inputs_note": "本报告由 {files} 个文件算出；文件相同，结果相同。"
        "逐个文件的 SHA-256 在随报告交付的 ro-crate-metadata.json 中；"
        "按文件名排序、以 sha256sum 的格式逐行列出的清单，其 SHA-256 为：",
        "runtime_note": "运行环境：{versions}。",
        "versions_note": "所用软件包：{versions}。",
        "typesetter_note": "typst 后面是软件包的版本，其中排版程序的版本见 PDF 的文件属性。",
    },
    "en": {
        "figure_data_note": "The numbers that figures draw and that no table of the text holds, in "
        "the order of the figures.",
        "data_of": "Numbers of {label}",
        "held": "The numbers of the other figures stand in tables of the text: {pairs}.",
        "held_pair": "{figure} in {table}",
        "numberless": "Figures that show places or states and no number: {figures}.",
        "or": " or ",
        "and": " and ",
        "origins_note": "Where the computed and counted numbers of text, tables and figures come "
        "from, in the order of their first appearance; numbers of one place that were made alike "
        "share a row. On a screen each number leads to its origin.",
        "facts_note": "Numbers that a source states are not listed again: each bears an evidence "
        "id, which leads to its row in {homes} with the original wording, basis, period and place; "
        "documents and their checksums stand in the table of sources.",
        "registers_note": "The rows of a table that prints a register are themselves the origin of "
        "their numbers: {homes}.",
        "origin_table": "Computed and counted numbers",
        "place": "Where",
        "number": "Number",
        "key": "Key",
        "known": "Where it comes from",
        "made_from": "Made from",
        "only_input": "input only",
        "inputs_note": "This report is computed from {files} files; the same files give the same "
        "report. The SHA-256 of each is in ro-crate-metadata.json, which is handed in with the "
        "report; the list of them, sorted by name in the format of sha256sum, has the SHA-256: ",
        "runtime_note": "Run with {versions}.",
        "versions_note": "Software packages: {versions}.",
        "typesetter_note": " The version of typst is that of the package; that of the typesetter "
        "in it stands in the properties of the PDF.",
    },
}
