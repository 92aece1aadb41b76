"""Knows how the rows of the registers are summed up in words; scores no project by them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

import pandas as pd

from shequ_eval.analysis.registers import panels, steps_kept
from shequ_eval.analysis.request_rates import LEAST_CASES, is_few, request_rates
from shequ_eval.exhibits.exhibit import Exhibit
from shequ_eval.exhibits.numbers import plain_number
from shequ_eval.exhibits.words import headed, listed, say
from shequ_eval.vocabulary.codebook import Codebook, Language
from shequ_eval.vocabulary.registers import REGISTERS, STEPS

MONEY = {
    "approved_yuan": ("批复", "approved"),
    "paid_in_yuan": ("到位", "paid in"),
    "spent_yuan": ("支出", "spent"),
}


def registers_table(
    registers: Mapping[str, pd.DataFrame],
    codebook: Codebook,
    language: Language,
    least_experts: int,
) -> Exhibit:
    """What each zone's registers hold, a row a register: steps, money, reviews, requests.

    Where no register has a row, a sentence says so. The mean of fewer than `least_experts`
    experts is not printed.

    Examples
    --------
    >>> from shequ_eval.vocabulary.codebook import read_codebook
    >>> from shequ_eval.vocabulary.data_root import find_data_root
    >>> book = read_codebook(find_data_root())
    >>> row = {"zone_id": "lishui", "received_on": "2020-01-01", "accepted": "yes", "due_on": "",
    ...     "closed_on": "2020-01-02", "resolved": "yes", "confirmed": ""}
    >>> rows = pd.DataFrame([row] * 12 + [row | {"accepted": "no", "closed_on": ""}])
    >>> registers_table({"requests": rows}, book, "zh", 3).data.iloc[0, 3]
    '受理 12/13；办结 12/12；解决 12/12；回访确认 0/0'
    """
    title = say(language, "台账：登记了什么", "The registers: what they hold")
    rows = [
        headed(
            language,
            ("地区", "Zone", codebook.title("short", str(zone_id), language)),
            ("台账", "Register", codebook.label("register", name, language)),
            ("行数", "Rows", _rows_words(name, len(part), language)),
            ("从中看到", "What it shows", words),
        )
        for name, held in _held(registers)
        for zone_id, part in held.groupby("zone_id", sort=False)
        for words in [_shown(name, part, registers, codebook, language, least_experts)]
    ]
    if not rows:
        nothing = say(
            language,
            "台账一行也没有登记：项目、资金、评审、专家评分、诉求、社会组织均待地区按模板提供。",
            "No register has a row: projects, funds, reviews, experts' scores, requests and "
            "organisations are yet to be supplied on the templates.",
        )
        return Exhibit("registers", "text", title, sentences=(nothing,))
    note = say(
        language,
        "台账为登记册（等级 B），由当地或评价人填写；没有填的格既不算“有”，也不算“无”。",
        "Registers are of grade B, filled by the zone or the evaluator; an empty cell is neither "
        "yes nor no.",
    )
    return Exhibit("registers", "table", title, pd.DataFrame(rows), notes=(note,))


def _rows_words(name: str, rows: int, language: Language) -> int | str:
    """How many rows; of few requests only that they are few, for each is a resident's.

    >>> _rows_words("requests", 3, "zh"), _rows_words("review", 3, "zh")
    ('不足 10，已隐去', 3)
    """
    if name == "requests" and is_few(rows):
        return say(language, f"不足 {LEAST_CASES}，已隐去", f"below {LEAST_CASES}, withheld")
    return rows


def _held(registers: Mapping[str, pd.DataFrame]) -> Iterator[tuple[str, pd.DataFrame]]:
    """The registers that have rows, in their order; an expert's score under its review."""
    for name in REGISTERS:
        if name != "panel_scores" and len(registers.get(name, ())):
            yield name, registers[name]


def _shown(
    name: str,
    rows: pd.DataFrame,
    registers: Mapping[str, pd.DataFrame],
    codebook: Codebook,
    language: Language,
    least_experts: int,
) -> str:
    if name == "review":
        scores = registers.get("panel_scores")
        told = [] if scores is None else panel_words(panels(rows, scores), language, least_experts)
        return listed([*_reviews(rows, codebook, language), *told], language)
    return listed(_WORDS[name](rows, codebook, language), language)


def _steps(rows: pd.DataFrame, codebook: Codebook, language: Language) -> list[str]:
    kept = steps_kept(rows).iloc[0]
    done, accepted = rows["completed_on"].ne("").sum(), rows["accepted"].eq("yes").sum()
    each = [
        f"{codebook.label('project_step', step, language)} {kept[step]}"
        + (_forms(rows, codebook, language) if step == "tender_on" else "")
        for step in STEPS
    ]
    return [
        say(language, f"六步齐全 {kept['all_six']}", f"all six steps {kept['all_six']}"),
        *each,
        say(language, f"完成 {done}", f"completed {done}"),
        say(language, f"验收合格 {accepted}", f"accepted {accepted}"),
    ]


def _forms(rows: pd.DataFrame, codebook: Codebook, language: Language) -> str:
    """The forms of the purchases made, those that are not recorded counted as such.

    >>> from shequ_eval.vocabulary.codebook import read_codebook
    >>> from shequ_eval.vocabulary.data_root import find_data_root
    >>> book = read_codebook(find_data_root())
    >>> rows = pd.DataFrame({"tender_on": ["2021-02-10"] * 3 + [""],
    ...                      "tender": ["open", "other", "", "open"]})
    >>> _forms(rows, book, "zh")
    '，其中公开招标 1、其他方式 1、方式未记 1'
    """
    made = rows.loc[rows["tender_on"].ne(""), "tender"]
    names = {code: codebook.label("tender", code, language) for code in codebook.labels["tender"]}
    names[""] = say(language, "方式未记", "form not recorded")
    told = [
        f"{name} {count}" for code, name in names.items() if (count := int(made.eq(code).sum()))
    ]
    if not told:
        return ""
    return say(language, "，其中" + "、".join(told), ", of which " + ", ".join(told))


def _money(rows: pd.DataFrame, codebook: Codebook, language: Language) -> list[str]:
    years = f"{rows['year'].min()}–{rows['year'].max()}"
    sums = []
    for column, words in MONEY.items():
        sign = "≥ " if rows[column].isna().any() else ""
        sums.append(f"{say(language, *words)} {sign}{plain_number(float(rows[column].sum()))}")
    return [years, *sums, say(language, "单位：元", "in yuan")]


def _reviews(rows: pd.DataFrame, codebook: Codebook, language: Language) -> list[str]:
    words = []
    for stage, part in rows.groupby("stage", sort=False):
        results = part["result"].value_counts(sort=False)
        said = say(language, "、", ", ").join(
            f"{codebook.label('review_result', str(code), language)} {n}"
            for code, n in results.items()
        )
        head = f"{codebook.label('evaluation_stage', str(stage), language)} {len(part)}"
        words.append(head + say(language, f"（{said}）", f" ({said})"))
    outside = int(rows["independent"].eq("yes").sum())
    return [*words, say(language, f"第三方 {outside}", f"independent {outside}")]


def panel_words(found: pd.DataFrame, language: Language, least_experts: int) -> list[str]:
    """Each panel with its number of experts; the mean only where they are enough.

    >>> rows = [["v1", 3, 84.0, 86.0, 88.0], ["v2", 2, 70.0, 80.0, 90.0]]
    >>> table = pd.DataFrame(rows, columns=["review_id", "experts", "low", "mean", "high"])
    >>> panel_words(table, "zh", 3)
    ['v1：专家 3 人，均分 86.0（84–88）', 'v2：专家 2 人，少于 3 人不计均分（70–90）']
    """
    words = []
    for row in found.to_dict("records"):
        ends = f"{plain_number(row['low'])}–{plain_number(row['high'])}"
        mean = say(language, f"均分 {row['mean']:.1f}", f"mean {row['mean']:.1f}")
        few = say(
            language, f"少于 {least_experts} 人不计均分", f"fewer than {least_experts}: no mean"
        )
        told = mean if row["experts"] >= least_experts else few
        words.append(
            say(
                language,
                f"{row['review_id']}：专家 {row['experts']} 人，{told}（{ends}）",
                f"{row['review_id']}: {row['experts']} experts, {told} ({ends})",
            )
        )
    return words


def _requests(rows: pd.DataFrame, codebook: Codebook, language: Language) -> list[str]:
    """How many were accepted, closed, resolved and confirmed, of how many; small ones withheld.

    Of a small register its number of rows says that it is small, and nothing more is told.
    """
    names = {
        "accepted": ("受理", "accepted"),
        "closed": ("办结", "closed"),
        "resolved": ("解决", "resolved"),
        "confirmed": ("回访确认", "confirmed"),
    }
    if is_few(len(rows)):
        return []
    rates = request_rates(rows.assign(kept_by=""))
    told = rates[rates["rate"].isin(list(names))].to_dict("records")
    few = say(language, f"不足 {LEAST_CASES} 件，已隐去", f"below {LEAST_CASES}, withheld")
    return [
        f"{say(language, *names[row['rate']])} "
        + (few if row["withheld"] else f"{row['numerator']}/{row['denominator']}")
        for row in told
    ]


def _organisations(rows: pd.DataFrame, codebook: Codebook, language: Language) -> list[str]:
    kinds = [
        f"{codebook.label('registration', str(code), language)} {n}"
        for code, n in rows["registration"].value_counts(sort=False).items()
    ]
    rated = rows["rating"].ne("")
    filed = int((rated & rows["registration"].eq("备案")).sum())
    doubted = say(
        language, f"（其中备案 {filed}，须核对）", f" ({filed} only filed: to be looked into)"
    )
    told = say(language, f"有等级 {rated.sum()}", f"rated {rated.sum()}")
    return [*kinds, told + (doubted if filed else "")]


_WORDS: dict[str, Callable[[pd.DataFrame, Codebook, Language], list[str]]] = {
    "projects": _steps,
    "funds": _money,
    "requests": _requests,
    "organisations": _organisations,
}
