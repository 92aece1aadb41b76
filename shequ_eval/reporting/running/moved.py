"""Knows which figures moved between two reports, by how much and why; executes nothing."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from pathlib import Path

from shequ_eval.exhibits.numbers import plain_number
from shequ_eval.reporting.running.changed_inputs import ChangedInput, changed_inputs
from shequ_eval.reporting.running.report_figures import Line, Shown, numbers_in, shown_in

COLUMNS = (
    "notebook",
    "展项 exhibit",
    "哪一项 which",
    "旧 old",
    "新 new",
    "差 by",
    "原因 cause",
)  # fmt: skip
NONE = "—"
_OF_ROWS = ("evidence", "denominator")
EXHIBIT_ADDED, EXHIBIT_GONE = ("新展项", "new exhibit"), ("展项", "exhibit")


@dataclass(frozen=True)
class Moved:
    """A figure that is not what it was: where it stands, its words before and after, the causes.

    `is_certain` says that the figure goes back to what changed; otherwise the causes are all that
    changed, one of which it must be.
    """

    notebook: str
    exhibit_id: str
    title: str
    which: str
    old: str
    new: str
    causes: tuple[ChangedInput, ...] = ()
    is_certain: bool = True

    @property
    def by(self) -> str:
        """The difference, where both sides are one number; else as many as there are, in order.

        >>> Moved("n", "e", "t", "w", "392 家", "400 家").by
        '+8'
        """
        before, after = numbers_in(self.old), numbers_in(self.new)
        if len(before) != len(after):
            return ""
        steps = [b - a for a, b in zip(before, after, strict=True)]
        return ", ".join(_signed(step) for step in steps if step)

    @property
    def why(self) -> str:
        """The causes in one line."""
        if not self.causes:
            return "不明 unexplained"
        words = "; ".join(str(cause) for cause in self.causes)
        return words if self.is_certain else f"下列之一 one of: {words}"

    def row(self) -> tuple[str, ...]:
        """Its cells under `COLUMNS`."""
        return (self.notebook, self.title, self.which, self.old, self.new, self.by, self.why)


def moved_figures(old: Path, new: Path) -> list[Moved]:
    """Every figure that moved from one report's folder to another's, with its causes.

    Raises
    ------
    ReportingFault, ValueError
        A folder holds no report, or one that cannot be read.
    """
    return list(moved_between(shown_in(old), shown_in(new), changed_inputs(old, new)))


def moved_between(
    old: Mapping[tuple[str, str], Shown],
    new: Mapping[tuple[str, str], Shown],
    changed: Sequence[ChangedInput],
) -> Iterator[Moved]:
    """The same where the figures and what changed are known already."""
    # NOTE: no figure is made from the earlier report; only what moved is.
    changed = [one for one in changed if one.kind != "earlier"]
    for key in [*old, *(key for key in new if key not in old)]:
        before, after = old.get(key), new.get(key)
        if before is None or after is None:
            added, gone = " ".join(EXHIBIT_ADDED), " ".join(EXHIBIT_GONE)
            words = (NONE, added) if before is None else (gone, NONE)
            at = after or before
            assert at is not None  # one of the two has it
            causes, certain = _causes(frozenset(), False, changed)
            yield Moved(*key, at.title, "", *words, causes, certain)
        else:
            yield from _compared_lines(before, after, changed)


def _compared_lines(old: Shown, new: Shown, changed: Sequence[ChangedInput]) -> Iterator[Moved]:
    matcher = SequenceMatcher(
        None, [line.shape for line in old.lines], [line.shape for line in new.lines], autojunk=False
    )
    for tag, i, j, k, m in matcher.get_opcodes():
        before, after = old.lines[i:j], new.lines[k:m]
        if tag in {"equal", "replace"} and len(before) == len(after):
            for one, other in zip(before, after, strict=True):
                yield from _compared_cells(new, one, other, changed)
            continue
        yield from (_whole(new, line, changed, gone=True) for line in before)
        yield from (_whole(new, line, changed, gone=False) for line in after)


def _compared_cells(
    at: Shown, old: Line, new: Line, changed: Sequence[ChangedInput]
) -> Iterator[Moved]:
    if len(old.cells) != len(new.cells):
        yield _whole(at, old, changed, gone=True)
        yield _whole(at, new, changed, gone=False)
        return
    for n, (one, other) in enumerate(zip(old.cells, new.cells, strict=True)):
        if one != other:
            own = old.own[n] and new.own[n]
            causes, certain = _causes(old.keys[n] | new.keys[n], own, changed)
            which = " · ".join(part for part in (new.label, new.columns[n]) if part)
            which = which if new.columns[n] else ""
            yield Moved(at.notebook, at.exhibit_id, at.title, which, one, other, causes, certain)


def _whole(at: Shown, line: Line, changed: Sequence[ChangedInput], gone: bool) -> Moved:
    causes, certain = _causes(frozenset().union(*line.keys), any(line.own), changed)
    words = " | ".join(cell for cell in line.cells if cell)
    old, new = (words, NONE) if gone else (NONE, words)
    return Moved(at.notebook, at.exhibit_id, at.title, line.label, old, new, causes, certain)


def _causes(
    keys: frozenset[str], own: bool, changed: Sequence[ChangedInput]
) -> tuple[tuple[ChangedInput, ...], bool]:
    """The changes that a figure goes back to, and whether it is certain that these moved it.

    Where the keys are only those of its whole exhibit, what is no row may have moved it as well;
    where nothing that changed is among them, anything may have.
    """
    direct = tuple(one for one in changed if one.key in keys)
    if direct and own:
        return direct, True
    if direct:
        direct += tuple(one for one in changed if one.kind not in _OF_ROWS and one not in direct)
    causes = direct or tuple(changed)
    return causes, len(causes) == 1


def _signed(step: float) -> str:
    return f"{'+' if step > 0 else '−'}{plain_number(abs(round(step, 10)))}"
