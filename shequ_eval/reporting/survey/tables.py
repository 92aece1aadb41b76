"""Knows how tables about a survey are written and printed, whole or not at all; computes none."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pandas as pd

from shequ_eval.evidence.responses.read import Responses
from shequ_eval.evidence.workbooks import kept_as_text
from shequ_eval.reporting.files.place import OutputFault
from shequ_eval.reporting.files.tidy_files import FLOAT_FORMAT

PLAN_WORDS = (
    ("street", "街道 street"), ("communities", "社区 communities"), ("draw", "抽 draw"),
    ("take", "每社区 take"), ("answers", "答卷 answers"), ("issue", "应发 issue"),
    ("deff", "deff"), ("half_width", "半宽 half-width"), ("df", "df"), ("cost", "花费 cost"),
)  # fmt: skip


def plan_lines(table: pd.DataFrame) -> Iterator[str]:
    """A sampling plan as lines to read, columns between bars."""
    yield " | ".join(words for _, words in PLAN_WORDS)
    for row in table.to_dict("records"):
        cells = [str(row["street"]) or "合计 all"]
        cells += [_number(float(row[name]), name) for name, _ in PLAN_WORDS[1:]]
        yield " | ".join(cells)


def write_table(table: pd.DataFrame, out: Path) -> Path:
    """Write a table as CSV (UTF-8, LF) or Parquet, by the name's ending.

    Raises
    ------
    OutputFault
        The file cannot be written.
    """
    try:
        out.parent.mkdir(parents=True, exist_ok=True)
        temporary = out.with_name(f".tmp-{out.name}")
        if out.suffix.lower() == ".parquet":
            table.to_parquet(temporary, index=False)
        else:
            words = table.select_dtypes(["object", "string"]).columns
            plain = table.assign(
                **{c: table[c].map(kept_as_text, na_action="ignore") for c in words}
            )
            plain.to_csv(
                temporary, index=False, encoding="utf-8", lineterminator="\n",
                float_format=FLOAT_FORMAT,
            )  # fmt: skip
        temporary.replace(out)
    except OSError as error:
        reason = error.strerror or str(error)
        raise OutputFault(f"{out}: 不能写 cannot be written: {reason}") from None
    return out


def clean_answers(responses: Responses) -> pd.DataFrame:
    """The answers for `survey estimate`: coded, corrected, nobody named, no line of the file."""
    return responses.answers.drop(columns=["row"])


def _number(value: float, name: str) -> str:
    decimals = {"deff": 2, "half_width": 3, "take": 1}.get(name, 0)
    return f"{value:,.{decimals}f}"
