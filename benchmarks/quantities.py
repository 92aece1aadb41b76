"""How many figures of Chinese policy texts are found, and how fast, beside what else there is.

Quality is measured on the marked sentences in tests/evidence/quantities (all of them ours), speed
on the documents in the folder that SHEQU_EVAL_SOURCES names, or else on the same sentences,
repeated to a million characters. A peer takes part when it is installed:
pip install recognizers-text-suite emoji==1.7.0 jionlp. Run: python benchmarks/quantities.py
"""

from __future__ import annotations

import contextlib
import importlib
import importlib.util
import io
import os
import time
from collections.abc import Callable, Iterable
from pathlib import Path
from types import ModuleType
from typing import Any, NamedTuple

import yaml

from shequ_eval.evidence.quantities import find_quantities

CASES = Path(__file__).resolve().parents[1] / "tests" / "evidence" / "quantities"
FILES = ["figures.yaml", *sorted(path.name for path in CASES.glob("held_out_*.yaml"))]
MILLION = 1_000_000
RECOGNIZERS_UNITS = {
    "Chinese yuan": "元", "Square meter": "平方米", "Square kilometer": "平方公里", "Year": "岁",
    "Kilometer": "公里", "Meter": "米", "Hectare": "公顷", "Ton": "吨", "Kilogram": "公斤",
    "C": "度",
    "United States dollar": "美元", "Millimeter": "毫米", "Chinese Mu": "亩",
}  # fmt: skip


class Said(NamedTuple):
    """A figure as any tool says it."""

    start: int
    end: int
    value: float | None
    low: float | None
    high: float | None
    unit_id: str


Tool = Callable[[str], list[Said]]


class Peer(NamedTuple):
    name: str
    find: Tool | None
    sample: int  # characters that its speed is measured on


def ours(text: str) -> list[Said]:
    return [Said(q.start, q.end, q.value, q.low, q.high, q.unit_id) for q in find_quantities(text)]


def recognizers() -> Tool | None:
    if importlib.util.find_spec("recognizers_number_with_unit") is None:
        return None
    numbers = importlib.import_module("recognizers_number")
    units = importlib.import_module("recognizers_number_with_unit")
    culture = importlib.import_module("recognizers_text").Culture.Chinese
    models = [
        units.recognize_currency, units.recognize_dimension, units.recognize_age,
        units.recognize_temperature, numbers.recognize_percentage, numbers.recognize_number,
    ]  # fmt: skip

    def find(text: str) -> list[Said]:
        found: list[Said] = []
        for model in models:
            for one in model(text, culture):
                said = _of_recognizers(one)
                if said and not any(s.start < said.end and said.start < s.end for s in found):
                    found.append(said)
        return sorted(found)

    return find


def _of_recognizers(one: Any) -> Said | None:
    resolution = one.resolution or {}
    printed = str(resolution.get("value") or "")
    unit = RECOGNIZERS_UNITS.get(str(resolution.get("unit")), "")
    if printed.endswith("%"):
        printed, unit = printed[:-1], "%"
    try:
        value = float(printed)
    except ValueError:
        return None
    return Said(one.start, one.end + 1, value, value, value, unit)


def jionlp() -> Tool | None:
    if importlib.util.find_spec("jionlp") is None:
        return None
    with contextlib.redirect_stdout(io.StringIO()):
        module = importlib.import_module("jionlp")

    def find(text: str) -> list[Said]:
        return [_of_jionlp(one) for one in module.ner.extract_money(text, with_parsing=True)]

    return find


def _of_jionlp(one: dict[str, Any]) -> Said:
    start, end = one["offset"]
    number = one["detail"]["num"]
    ends = [float(n) for n in number] if isinstance(number, list) else [float(number)] * 2
    value = ends[0] if ends[0] == ends[1] else None
    return Said(start, end, value, ends[0], ends[1], str(one["detail"]["case"]))


class Marks(NamedTuple):
    figures: int
    met: int
    number: int
    number_and_unit: int
    exact: int
    said: int
    traps: int

    @property
    def f1(self) -> float:
        return 2 * self.exact / (self.figures + self.said)


def load_cases() -> ModuleType:
    spec = importlib.util.spec_from_file_location("figure_cases", CASES / "figure_cases.py")
    if spec is None or spec.loader is None:
        raise FileNotFoundError(CASES)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def marks_of(find: Tool, names: Iterable[str]) -> Marks:
    cases = load_cases()
    rows = [
        (e, case.text) for name in names for case in cases.read_cases(name) for e in case.figures
    ]
    found = {text: find(text) for name in names for text in _texts(cases, name)}
    met = number = both = exact = 0
    for expected, text in rows:
        at = [s for s in found[text] if s.start < expected.end and expected.start < s.end]
        right = [s for s in at if _same_number(s, expected)]
        met += bool(at)
        number += bool(right)
        both += any(s.unit_id == expected.unit_id for s in right)
        exact += any(cases.agrees(expected, s) for s in at)
    said = sum(map(len, found.values()))
    return Marks(len(rows), met, number, both, exact, said, _false_figures(find))


def _texts(cases: ModuleType, name: str) -> list[str]:
    return [case.text for case in cases.read_cases(name)]


def _same_number(said: Said, expected: Said) -> bool:
    if expected.value is None:
        return (said.low, said.high) == (expected.low, expected.high)
    return said.value is not None and abs(said.value - expected.value) < 1e-3


def _false_figures(find: Tool) -> int:
    groups = yaml.safe_load((CASES / "traps.yaml").read_text(encoding="utf-8"))
    return sum(bool(find(str(words))) for group in groups.values() for words in group)


def traps() -> int:
    groups = yaml.safe_load((CASES / "traps.yaml").read_text(encoding="utf-8"))
    return sum(map(len, groups.values()))


def long_text() -> str:
    folder = os.environ.get("SHEQU_EVAL_SOURCES")
    paths = sorted(Path(folder).glob("*.txt")) if folder else []
    texts = [path.read_text(encoding="utf-8") for path in paths]
    texts = texts or [text for name in FILES for text in _texts(load_cases(), name)]
    once = "\n".join(texts)
    return (once * (MILLION // len(once) + 1))[:MILLION]


def characters_a_second(find: Tool, text: str) -> float:
    find(text[:2000])
    best = float("inf")
    for _ in range(3):
        start = time.process_time()
        for at in range(0, len(text), 100_000):
            find(text[at : at + 100_000])
        best = min(best, time.process_time() - start)
    return len(text) / best


def main() -> None:
    peers = [
        Peer("shequ-eval", ours, MILLION),
        Peer("Recognizers-Text", recognizers(), 4_000),
        Peer("JioNLP (money)", jionlp(), 20_000),
    ]
    text = long_text()
    speeds = {p.name: characters_a_second(p.find, text[: p.sample]) for p in peers if p.find}
    base = speeds.get("Recognizers-Text")
    print(
        "| tool | figures | met | number | number and unit | exact | F1 exact "
        f"| false in {traps()} traps | characters/s | × Recognizers |"
    )
    print("|---|---:|---:|---:|---:|---:|---:|---:|---:|---:|")
    for peer in peers:
        print(_line(peer, speeds, base))
    for name in FILES:
        print(f"{name}: F1 {marks_of(ours, [name]).f1:.3f}")


def _line(peer: Peer, speeds: dict[str, float], base: float | None) -> str:
    if peer.find is None:
        return f"| {peer.name} | 未安装 not installed |"
    m = marks_of(peer.find, FILES)
    times = f"{speeds[peer.name] / base:,.0f}" if base else "–"
    return (
        f"| {peer.name} | {m.figures} | {m.met} | {m.number} | {m.number_and_unit} | {m.exact} "
        f"| {m.f1:.3f} | {m.traps} | {speeds[peer.name]:,.0f} | {times} |"
    )


if __name__ == "__main__":
    main()
