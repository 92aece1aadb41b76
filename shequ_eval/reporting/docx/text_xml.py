"""Knows how the words of a report become runs, links and bookmarks of a DOCX; lays out no block."""

from __future__ import annotations

import re
from itertools import zip_longest

from shequ_eval.exhibits.style import INK_2
from shequ_eval.reporting.document.blocks import Span, Words, text_of
from shequ_eval.reporting.document.quotes import with_quotes_of
from shequ_eval.reporting.docx.styles import EVIDENCE
from shequ_eval.reporting.docx.wordml import bookmark, bookmark_name, field, hyperlink, run
from shequ_eval.reporting.paper.line_breaks import BREAK, breakable
from shequ_eval.reporting.paper.links import Links
from shequ_eval.reporting.paper.printable import one_line, printable

MAY_BREAK = " "
_LABEL = re.compile(r"(?P<series>.*?)(?P<number>\d+)(?P<rest>\D*)")
_NO_WORD = re.compile(r"\W+")
# Where a Chinese point stands between two keys: not every program sees that a line may break.
_POINT = re.compile("(?<=[、，；])(?=[!-~])")
# A sign and its number are one, be the number in the next run.
_AFTER_SIGN = re.compile(r"(?<=[≥≤≈]) (?=\d|$)")
NO_BREAK = "\u00a0"


class TextXml:
    """Writes words; knows the labels of figures and tables and which bookmarks are set."""

    def __init__(self, links: Links, labels: dict[str, str], language: str) -> None:
        self.links = links
        self.labels = labels
        self.language = language
        self.hyphenated = language == "en"
        self.bookmarks = 0

    def words(self, words: Words, properties: str = "", room: float = 0.0, mark: str = "") -> str:
        """The runs of some words, each with these properties besides its own.

        In a cell with `room` for so many em, a longer key or checksum breaks at its joints.
        `mark` are properties of evidence marks alone.
        """
        shown = [span for span in words if printable(span.text)]
        return "".join(
            self._span(span, properties + (mark if span.evidence else ""), room)
            + _between(span, after, in_cell=room > 0)
            for span, after in zip_longest(shown, shown[1:])
        )

    def printed(self, text: str, room: float = 0.0) -> str:
        """A text as the document shows it; in a cell with room for so many em, able to break."""
        shown = _AFTER_SIGN.sub(NO_BREAK, with_quotes_of(self.language, printable(text)))
        if room:
            shown = breakable(shown, room, self.hyphenated)
        return _POINT.sub(BREAK, shown) if room else shown

    def anchored(self, anchor: str, content: str) -> str:
        """Content under the bookmark of its anchor, where the anchor is first set."""
        if not self.links.anchor(anchor):
            return content
        self.bookmarks += 1
        return bookmark(anchor, self.bookmarks, content)

    def caption(
        self,
        anchor: str,
        label: str,
        title: Words,
        after: str = "",
        again: bool = False,
        refers_to: str = "",
    ) -> str:
        """A caption's words: label with a number that Word can count again, then the title.

        A further part of a table has its number `again`, and the numbers behind a figure have its
        anchor in `refers_to`: neither counts.
        """
        said = self.words(title) + (run(after) if after else "")
        numbered = self._referred(refers_to, one_line(label)) or self._numbered(
            one_line(label), again
        )
        if not numbered:
            return self.anchored(anchor, said)
        gap = run("\u3000") if text_of(title) or after else ""
        return self.anchored(anchor, numbered) + gap + said

    def _referred(self, figure: str, label: str) -> str:
        """A label that names a figure above, as a reference to it; "" for any other label."""
        named = self.labels.get(figure, "")
        if not named or named not in label or figure not in self.links.set:
            return ""
        before, _, after = label.partition(named)
        reference = field(f"REF {bookmark_name(figure)} \\h", run(named))
        return (run(before) if before else "") + reference + (run(after) if after else "")

    def _numbered(self, label: str, again: bool) -> str:
        found = _LABEL.fullmatch(label)
        if not found:
            return run(label) if label else ""
        series = _NO_WORD.sub("_", found["series"]).strip("_")[:30] or "n"
        repeat = "\\c " if again else ""
        number = field(f"SEQ {series} {repeat}\\* ARABIC", run(found["number"]))
        before = run(found["series"]) if found["series"] else ""
        return before + number + (run(found["rest"]) if found["rest"] else "")

    def _span(self, span: Span, properties: str, room: float) -> str:
        text = self.printed(span.text, 0.0 if span.evidence else room)
        target = self.links.target(span)
        if target and not span.evidence and self.labels.get(target) == text:
            shown = run(text, properties)
            return field(f"REF {bookmark_name(target)} \\h", shown, properties=properties)
        look = f'<w:rStyle w:val="{EVIDENCE}"/>' if span.evidence else ""
        look += "<w:b/>" if span.strong or span.emphasis else ""
        if span.code and "<w:color" not in properties:
            look += f'<w:color w:val="{INK_2[1:]}"/>'
        content = run(text, look + properties, hyphens=not span.evidence)
        return hyperlink(target, content) if target else content


def _between(span: Span, after: Span | None, in_cell: bool) -> str:
    """A chance to break between two spans where a program sees none.

    It is a space before an evidence mark that follows another, or words in a cell: Word would
    break between two digits of the first, LibreOffice of the second.
    """
    if after is None:
        return ""
    if after.evidence and after.text.startswith("["):
        close = (
            span.text.endswith("]") if span.evidence else in_cell and not span.text[-1].isspace()
        )
        return run(MAY_BREAK) if close else ""
    return run(BREAK) if _POINT.search(span.text[-1:] + after.text[:1]) else ""
