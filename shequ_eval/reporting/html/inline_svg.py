"""Knows how a drawn SVG is set into a page so that two of them never meet; draws nothing."""

from __future__ import annotations

import re
from collections.abc import Callable
from xml.etree import ElementTree

from shequ_eval.exhibits.layout import TRACE_ID
from shequ_eval.reporting.faults import ReportingFault

DROPPED = {"metadata", "title", "desc"}
_LINK = re.compile(r"url\(\s*['\"]?#([^)'\"]+)['\"]?\s*\)")
_SELECTOR = re.compile(r"([^{}]+)\{")
_NUMBER = re.compile(r"[\d.]+")
_LONG_NUMBER = re.compile(r"-?\d+\.\d{3,}(?![\de])")


def inline_svg(
    svg: str, prefix: str, label: str, origin_of: Callable[[str, str], str] | None = None
) -> str:
    """An SVG document as an element of an HTML page, as wide as its column.

    Ids, links and style rules are bound to `prefix`; `label` is what a screen reader says. Points
    of paths are rounded to a hundredth, which no eye can tell and which halves the page. For each
    written text `origin_of` is asked with the key that it carries ("" for none) and its words; the
    text then opens the note of that anchor.

    Raises
    ------
    ReportingFault
        The text is not SVG.
    """
    try:
        root = ElementTree.fromstring(svg)
    except ElementTree.ParseError as error:
        raise ReportingFault(f"{prefix}: 不是 SVG is not SVG: {error}") from None
    _drop_metadata(root)
    noted = _note_numbers(root, origin_of) if origin_of else 0
    for element in root.iter():
        _bind(element, prefix)
    if "viewBox" not in root.attrib:
        sizes = [_NUMBER.findall(root.get(side, ""))[:1] for side in ("width", "height")]
        root.set("viewBox", " ".join(["0 0", *(number for size in sizes for number in size)]))
    for side in ("width", "height"):
        root.attrib.pop(side, None)
    # NOTE: assistive tools do not look inside an img, and its notes could not be reached.
    role = "group" if noted else "img"
    root.attrib.update({"id": prefix, "class": "chart", "role": role, "aria-label": label})
    return ElementTree.tostring(root, encoding="unicode")


def _note_numbers(root: ElementTree.Element, origin_of: Callable[[str, str], str]) -> int:
    """Make each text that has an origin a place that opens its note; how many there are."""
    noted = 0
    for element in root.iter():
        texts = [child for child in element if _local(child.tag) == "text"]
        if not texts or _local(element.tag) != "g":
            continue
        words = "".join(texts[-1].itertext())
        name = element.get("id", "")
        key = name.removeprefix(TRACE_ID).partition(".")[2] if name.startswith(TRACE_ID) else ""
        anchor = origin_of(key, words)
        if anchor:
            noted += 1
            element.attrib |= {
                "class": "n", "tabindex": "0", "role": "button",
                "data-note": anchor, "aria-label": words,
            }  # fmt: skip
    return noted


def _drop_metadata(element: ElementTree.Element) -> None:
    for child in list(element):
        if _local(child.tag) in DROPPED:
            element.remove(child)
        else:
            _drop_metadata(child)


def _bind(element: ElementTree.Element, prefix: str) -> None:
    element.tag = _local(element.tag)
    bound = {_local(name): _LINK.sub(rf"url(#{prefix}-\1)", v) for name, v in element.items()}
    if "id" in bound:
        bound["id"] = f"{prefix}-{bound['id']}"
    if bound.get("href", "").startswith("#"):
        bound["href"] = f"#{prefix}-{bound['href'][1:]}"
    if "d" in bound:
        bound["d"] = _LONG_NUMBER.sub(lambda hit: f"{float(hit[0]):.2f}", bound["d"])
    bound.pop("version", None)
    element.attrib.clear()
    element.attrib.update(bound)
    if element.tag == "style" and element.text:
        element.text = _SELECTOR.sub(lambda rule: _scoped(rule[1], prefix), element.text)


def _scoped(selectors: str, prefix: str) -> str:
    return ", ".join(f"#{prefix} {one.strip()}" for one in selectors.split(",")) + " {"


def _local(name: str) -> str:
    """A name without its namespace: HTML needs none inside `svg`."""
    return name.rpartition("}")[2]
