"""Knows everything that is wrong with a score scheme, all at once; mends and scores nothing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import Any, Literal

import pandas as pd
from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from shequ_eval.vocabulary import scores
from shequ_eval.vocabulary.codebook import Codebook
from shequ_eval.vocabulary.model_words import refused_words, shown_value
from shequ_eval.vocabulary.nearest import did_you_mean
from shequ_eval.vocabulary.periods import PeriodError, period_bounds
from shequ_eval.vocabulary.registers import REGISTER_OF
from shequ_eval.vocabulary.score_standards import WEIGHTS, framework, standard_of
from shequ_eval.vocabulary.scores import Scheme
from shequ_eval.vocabulary.yaml_text import line_of

KINDS = ("capped_ratio", "threshold", "rubric")
WHOLE = 100.0
MODELS: tuple[type[BaseModel], ...] = (
    scores.Scheme, scores.ScoreRow, scores.CappedRatio, scores.Threshold, scores.Rubric,
    scores.Target, scores.Level, scores.Given,
)  # fmt: skip
KEYS = frozenset(key for model in MODELS for key in model.model_fields)


@dataclass(frozen=True)
class SchemeFault:
    """One fault of a scheme at one key, such as `rows.3.rule.target.unit`."""

    key: str
    rule: str
    found: str
    allowed: str
    severity: Literal["error", "warning"] = "error"

    def sentence(self, where: str, text: str = "") -> str:
        r"""The fault in one line: file, key, what was found, what is allowed.

        With the file's `text` the line of the key is named too, or that of the nearest above it.

        >>> fault = SchemeFault("rows", "points-sum", "90", "100 in all")
        >>> fault.sentence("mine.yaml", "id: mine\nrows: []")
        "mine.yaml:2: 键 key rows: 现为 found '90'; 100 in all"
        """
        line = line_of(text, self.key) if text else None
        place = where if line is None else f"{where}:{line}"
        return f"{place}: 键 key {self.key or '-'}: 现为 found {self.found!r}; {self.allowed}"


def scheme_faults(
    given: Any,
    stem: str,
    codebook: Codebook,
    evidence: pd.DataFrame,
    registers: Collection[str] = (),
) -> list[SchemeFault]:
    """Every fault of a scheme as read from YAML; `stem` is its file's name without the ending.

    `evidence` names the figures that exist (evidence_id, zone_id, unit), `registers` the
    registers; where either names none, ids of that kind are not looked up.

    Outputs and effects under the rule's least weight, without a written reason, is a warning
    and never an error: the clause is not verified.

    Examples
    --------
    >>> from shequ_eval.vocabulary.codebook import read_codebook
    >>> from shequ_eval.vocabulary.data_root import find_data_root
    >>> codebook = read_codebook(find_data_root())
    >>> from shequ_eval.vocabulary.scheme_files import read_given
    >>> folder = find_data_root() / "codebook" / "scores"
    >>> given, _ = read_given(folder / "template.yaml")
    >>> wrong = given | {"zone_id": "x"}
    >>> [fault.rule for fault in scheme_faults(wrong, "template", codebook, pd.DataFrame())]
    ['unknown-zone']
    """
    if not isinstance(given, dict):
        return [SchemeFault("", "mapping", type(given).__name__, "应为“键: 值” a mapping of keys")]
    faults = [*_of_model(given), *_of_names(given, stem, codebook), *_of_period(given)]
    rows = [(f"rows.{n}", row) for n, row in enumerate(_list(given.get("rows")))]
    sound = [(key, row) for key, row in rows if isinstance(row, dict)]
    faults += _of_points(given, [row for _, row in sound], codebook)
    faults += _of_ids(sound)
    for key, row in sound:
        faults += _of_levels(key, row, codebook)
        faults += _of_evidence(f"{key}.rule", row.get("rule"), given.get("zone_id"), evidence)
        faults += _of_rubric(f"{key}.rule", row.get("rule"))
        faults += _of_registers(f"{key}.rule", row.get("rule"), registers)
    return faults


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []


def _of_model(given: dict[Any, Any]) -> Iterator[SchemeFault]:
    try:
        Scheme.model_validate(given)
    except ValidationError as error:
        for detail in error.errors():
            yield _of_detail(detail)


def _of_detail(detail: ErrorDetails) -> SchemeFault:
    parts = [str(part) for part in detail["loc"] if part not in KINDS]
    key, kind = ".".join(parts), detail["type"]
    if kind == "missing":
        return SchemeFault(key, "missing", "", f"缺 missing: {parts[-1]}")
    if kind == "extra_forbidden":
        return SchemeFault(key, "unknown-key", parts[-1], did_you_mean(parts[-1], KEYS))
    if kind in ("union_tag_invalid", "union_tag_not_found"):
        given = detail["input"]
        found = str(given.get("kind", "")) if isinstance(given, dict) else ""
        return SchemeFault(f"{key}.kind", "unknown-rule", found, did_you_mean(found, KINDS))
    return SchemeFault(key, kind, shown_value(detail["input"]), refused_words(detail))


def _of_names(given: dict[Any, Any], stem: str, codebook: Codebook) -> Iterator[SchemeFault]:
    name, zone = given.get("id"), given.get("zone_id")
    if isinstance(name, str) and name != stem:
        yield SchemeFault("id", "id-is-file-name", name, f"应与文件名相同 the file's name: {stem}")
    zones = codebook.zones.index
    if isinstance(zone, str) and zone not in zones and len(zones):
        yield SchemeFault("zone_id", "unknown-zone", zone, did_you_mean(zone, zones))


def _of_period(given: dict[Any, Any]) -> Iterator[SchemeFault]:
    period = given.get("period")
    if not isinstance(period, str) or not period:
        return
    allowed = "EDTF 期间 period, 如 such as 2015/2017；未写明则留空 empty where unstated"
    try:
        bounds = period_bounds(period)
    except PeriodError:
        bounds = None
    if bounds is None or bounds[0] > bounds[1]:
        yield SchemeFault("period", "period", period, allowed)


def _of_points(
    given: dict[Any, Any], rows: list[dict[Any, Any]], codebook: Codebook
) -> Iterator[SchemeFault]:
    points = [row.get("points") for row in rows]
    if not points or not all(_is_number(number) for number in points):
        return
    total = round(sum(float(number) for number in points if number is not None), 9)
    if total != WHOLE:
        yield SchemeFault("rows", "points-sum", f"{total:g}", "各行 points 之和应为 100 in all")
    least = 100 * float(standard_of(codebook, WEIGHTS).values["产出与效益下限"])
    heavy = round(sum(row["points"] for row in rows if row.get("level1") in ("产出", "效益")), 9)
    reason = given.get("reason")
    if heavy < least and not (isinstance(reason, str) and reason.strip()):
        yield SchemeFault(
            "reason",
            "outputs-and-effects",
            f"产出＋效益 {heavy:g}",
            f"低于 {least:g}（待核，不拒绝）时请在 reason 写明理由 "
            "write the reason; the clause is unverified and refuses nothing",
            "warning",
        )


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and abs(value) < 1e12


def _of_ids(rows: list[tuple[str, dict[Any, Any]]]) -> Iterator[SchemeFault]:
    count = Counter(str(row.get("id")) for _, row in rows)
    for key, row in rows:
        if count[str(row.get("id"))] > 1 and row.get("id") is not None:
            yield SchemeFault(f"{key}.id", "repeated-id", str(row["id"]), "每行不同 each id once")


def _of_levels(key: str, row: dict[Any, Any], codebook: Codebook) -> Iterator[SchemeFault]:
    """Each level against the names that the one above it allows."""
    levels = framework(codebook)
    first, second, third = (row.get(name) for name in ("level1", "level2", "level3"))
    if not isinstance(first, str) or not isinstance(second, str):
        return
    if first not in levels:
        yield SchemeFault(f"{key}.level1", "unknown-level", first, did_you_mean(first, levels))
        return
    if second not in levels[first]:
        allowed = did_you_mean(second, levels[first])
        yield SchemeFault(f"{key}.level2", "unknown-level", second, allowed)
        return
    if isinstance(third, str) and third and third not in levels[first][second]:
        allowed = did_you_mean(third, levels[first][second])
        yield SchemeFault(f"{key}.level3", "unknown-level", third, allowed)


def _of_evidence(key: str, rule: Any, zone: Any, evidence: pd.DataFrame) -> Iterator[SchemeFault]:
    if not isinstance(rule, dict) or evidence.empty:
        return
    target = rule["target"] if isinstance(rule.get("target"), dict) else {}
    named = [(f"{key}.evidence.{n}", name) for n, name in enumerate(_list(rule.get("evidence")))]
    named += [(f"{key}.target.evidence", target.get("evidence"))] * bool(target.get("evidence"))
    known = evidence.drop_duplicates("evidence_id").set_index("evidence_id")
    said = [(place, name) for place, name in named if isinstance(name, str)]
    for place, name in said:
        if name not in known.index:
            yield SchemeFault(place, "unknown-evidence", name, did_you_mean(name, known.index))
        elif known.at[name, "zone_id"] != zone:
            yield SchemeFault(place, "evidence-of-another-zone", name, f"应为本区的 of zone {zone}")
        elif target.get("unit") and known.at[name, "unit"] != target["unit"]:
            unit = str(known.at[name, "unit"])
            allowed = f"单位应同为 the unit of {name}: {unit}"
            yield SchemeFault(f"{key}.target.unit", "unit-differs", str(target["unit"]), allowed)
    for name, times in Counter(name for _, name in said).items():
        if times > 1:
            yield SchemeFault(f"{key}.evidence", "repeated-evidence", name, "每条一次 each id once")
    if rule.get("kind") == "capped_ratio":
        yield from _of_whole(key, target)


def _of_whole(key: str, target: dict[Any, Any]) -> Iterator[SchemeFault]:
    """A ratio needs a target above zero to be reached, not one to stay under."""
    if target.get("high") is not None and target.get("low") is target.get("value") is None:
        allowed = "“至多”用 threshold；比率须有 value 或 low: at most is a threshold"
        yield SchemeFault(f"{key}.target", "at-most", "high", allowed)
    for end in ("low", "value", "high"):
        number = target.get(end)
        if _is_number(number) and number is not None and number <= 0:
            yield SchemeFault(f"{key}.target.{end}", "above-zero", f"{number:g}", "须大于 0")


def _of_rubric(key: str, rule: Any) -> Iterator[SchemeFault]:
    if not isinstance(rule, dict) or not isinstance(rule.get("given"), dict):
        return
    names = [str(level.get("id")) for level in _list(rule.get("levels")) if isinstance(level, dict)]
    found = rule["given"].get("level")
    if isinstance(found, str) and found not in names:
        yield SchemeFault(f"{key}.given.level", "unknown-level", found, did_you_mean(found, names))


def _of_registers(key: str, rule: Any, registers: Collection[str]) -> Iterator[SchemeFault]:
    measure = rule.get("measure") if isinstance(rule, dict) else None
    needs = REGISTER_OF.get(measure) if isinstance(measure, str) else None
    if needs is not None and needs not in _list(rule.get("registers")):
        allowed = f"registers 中须有 must list {needs}"
        yield SchemeFault(f"{key}.measure", "measure-without-register", str(measure), allowed)
    named = _list(rule.get("registers")) if isinstance(rule, dict) and registers else []
    for place, name in enumerate(named):
        if isinstance(name, str) and name not in registers:
            where = f"{key}.registers.{place}"
            yield SchemeFault(where, "unknown-register", name, did_you_mean(name, registers))
