"""Knows how all faults of a file are told at once, also in a notebook; finds none."""

from __future__ import annotations

from collections.abc import Iterable


class FaultsError(ValueError):
    """What cannot be used as it is; one line a fault, all of them.

    Examples
    --------
    >>> error = FaultsError(["mine.yaml:2: …", "mine.yaml:7: …"])
    >>> error.faults
    ('mine.yaml:2: …', 'mine.yaml:7: …')
    >>> error._render_traceback_()
    ['FaultsError', 'mine.yaml:2: …', 'mine.yaml:7: …']
    """

    def __init__(self, faults: Iterable[str]) -> None:
        self.faults = tuple(faults)
        super().__init__("\n".join(self.faults))

    def _render_traceback_(self) -> list[str]:
        """The lines that IPython shows in a notebook in the place of a traceback.

        Where the fault was noticed in the code helps nobody to mend the file.
        """
        return [type(self).__name__, *self.faults]
