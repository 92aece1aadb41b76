"""Knows what a second coder's sheet says of the figures of the first; settles no dispute."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from shequ_eval.evidence.checks.disputes import EMPTY
from shequ_eval.evidence.coding.columns import ACCEPT, Cells
from shequ_eval.evidence.coding.decisions import Decision
from shequ_eval.evidence.findings import Finding

AGREED, DISPUTED = "agreed", "disputed"
# NOTE: two coders need not word a statement alike; everything else is compared.
COMPARED = (
    "indicator_id", "value", "low", "high", "low_closed", "high_closed", "unit", "qualifier",
    "change", "per", "period", "period_basis", "status", "kind", "dimension", "registration",
    "population_basis", "scope", "cumulative_over", "flags",
)  # fmt: skip
NO_REASON = "读法不同，未写理由 reads otherwise, gives no reason"
TAKE_OUT = "删去"
SECOND_COLUMNS = (
    "value", "low", "high", "unit", "qualifier", "change", "per", "period", "status", "kind",
    "dimension",
)  # fmt: skip


@dataclass(frozen=True)
class Reading:
    """How the second coder reads a figure: the mark of its row, and the rows of disputes."""

    mark: str
    disputes: list[Cells] = field(default_factory=list)


def readings_of(
    first: Sequence[Decision], second: Sequence[Decision]
) -> dict[tuple[str, int, int], Reading]:
    """The second coder's reading of every figure that both decided and the first accepted."""
    others = {decision.key: decision for decision in second}
    return {
        decision.key: _reading(decision, others[decision.key])
        for decision in first
        if decision.decision == ACCEPT and decision.key in others
    }


def same_coder(file: str, first: Sequence[Decision], second: Sequence[Decision]) -> list[Finding]:
    """A fault where both sheets carry one coder's name: that is no second reading."""
    coders = {decision.coder for decision in first}
    both = sorted(coders & {decision.coder for decision in second})
    allowed = "另一位编码者 another coder than " + ", ".join(sorted(coders))
    return [
        Finding(file, None, "coder", "sheet-same-coder", "error", name, allowed) for name in both
    ]


def nothing_in_common(
    first_file: str, second_file: str, first: Iterable[Decision], second: Iterable[Decision]
) -> list[Finding]:
    """A fault where the two sheets have decided no figure in common: two documents, perhaps."""
    if {decision.key for decision in first} & {decision.key for decision in second}:
        return []
    allowed = (
        f"与 {first_file} 是同一份表的两份副本，且都已有决定 "
        f"a copy of the same sheet as {first_file}, both with decisions"
    )
    found = "没有共同的数字 no figure in common"
    remedy = "两人须填同一份表的副本 both fill in copies of one sheet"
    return [
        Finding(second_file, None, "", "sheet-nothing-in-common", "error", found, allowed, remedy)
    ]


def apart_without_evidence(
    first: Iterable[Decision], second: Iterable[Decision]
) -> list[tuple[str, str, str]]:
    """Words on which the coders decide apart and that the first does not accept: words, decisions.

    A dispute speaks of a row of evidence; these have none, so only a comparison shows them.
    """
    others = {decision.key: decision for decision in second}
    return [
        (decision.value_text, decision.decision, others[decision.key].decision)
        for decision in first
        if decision.key in others and (decision.decision != ACCEPT or decision.is_lost)
        if decision.decision != others[decision.key].decision
    ]


def second_coding_rows(
    second: Sequence[Decision], known: Mapping[tuple[str, int, int], str], last: int
) -> list[Cells]:
    """The rows of coding/second_coding.csv for what the second coder accepted.

    `known` are the spans that the table holds already, `last` its highest number.
    """
    new = [d for d in second if d.decision == ACCEPT and not d.is_lost and d.key not in known]
    return [
        {
            "second_id": f"s{last + number:02d}",
            "source_id": decision.source_id,
            "start": str(decision.start),
            "end": str(decision.end),
            "value_text": decision.value_text,
            **{name: decision.cells[name] for name in SECOND_COLUMNS},
        }
        for number, decision in enumerate(new, start=1)
    ]


def _reading(first: Decision, second: Decision) -> Reading:
    if second.decision != ACCEPT or second.is_lost:
        return Reading(DISPUTED, [_dispute("row", "", TAKE_OUT, second)])
    differing = [name for name in COMPARED if first.cells[name] != second.cells[name]]
    disputes = [
        _dispute(name, first.cells[name], second.cells[name] or EMPTY, second) for name in differing
    ]
    return Reading(DISPUTED if disputes else AGREED, disputes)


def _dispute(column: str, coded: str, otherwise: str, second: Decision) -> Cells:
    reason = f"{second.note or NO_REASON}（{second.coder}，{second.decided_on}）"
    return {"column": column, "coded": coded, "read_otherwise": otherwise, "reason": reason}
