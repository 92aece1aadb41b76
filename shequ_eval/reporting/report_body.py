"""Knows how an executed notebook becomes the body of a report, with its contents; no frame."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

from bs4 import BeautifulSoup, Tag
from markupsafe import Markup
from nbconvert.exporters import HTMLExporter

from shequ_eval.reporting.evidence_links import evidence_home, link_evidence, mark_evidence
from shequ_eval.reporting.exhibit_html import exhibit_html
from shequ_eval.reporting.report_cells import KeepExhibits, KeepReportCells, place_of
from shequ_eval.reporting.templates_folder import FOLDER

_REMOTE = re.compile(r"^(https?:)?//", re.IGNORECASE)


@dataclass
class Heading:
    """A heading in the table of contents, with those under it."""

    anchor: str
    words: str
    below: list[Heading] = field(default_factory=list)


@dataclass(frozen=True)
class Body:
    """A report's HTML without head and foot, and its table of contents."""

    html: str
    contents: list[Heading]


def report_body(notebook: Any, language: str) -> Body:
    """The narrative in one language with numbered figures and tables, and no code.

    The notebook's own first-level heading is dropped: the report's title stands for it.
    """
    keep, exhibits = KeepReportCells(language), KeepExhibits(language)
    exporter = HTMLExporter(
        template_name="body",
        extra_template_basedirs=[str(FOLDER)],
        exclude_anchor_links=True,
        preprocessors=[keep, exhibits],
    )
    text, _ = exporter.from_notebook_node(notebook)
    soup = BeautifulSoup(text, "html.parser")
    for title in soup.find_all("h1"):
        title.decompose()
    _name_remote_links(soup)
    _mark_remarks(soup)
    contents = _contents(soup)
    html = str(mark_evidence(Markup(soup)))
    home = evidence_home(exhibits.figures_and_tables)
    counts = {"figure": 0, "table": 0}
    for position, exhibit in enumerate(exhibits.figures_and_tables):
        counts[exhibit.kind] += 1
        anchored = exhibit.exhibit_id == home
        drawn = exhibit_html(exhibit, counts[exhibit.kind], language, anchored)
        html = html.replace(place_of(position), drawn)
    return Body(link_evidence(html), contents)


def _contents(soup: BeautifulSoup) -> list[Heading]:
    """Number the headings' anchors and list the second and third level."""
    chapters: list[Heading] = []
    for heading in soup.find_all(["h2", "h3"]):
        level = chapters if heading.name == "h2" or not chapters else chapters[-1].below
        above = "s" if level is chapters else f"{chapters[-1].anchor}-"
        entry = Heading(f"{above}{len(level) + 1}", heading.get_text(" ", strip=True))
        heading["id"] = entry.anchor
        level.append(entry)
    for heading in soup.find_all(["h4", "h5", "h6"]):
        del heading["id"]
    return chapters


def _mark_remarks(soup: BeautifulSoup) -> None:
    """A paragraph that is emphasised as a whole is a remark, not a shout."""
    for paragraph in soup.find_all("p"):
        words = paragraph.get_text()
        if paragraph.em and words.strip() and words == paragraph.em.get_text():
            paragraph["class"] = "remark"
            paragraph.em.unwrap()


def _name_remote_links(soup: BeautifulSoup) -> None:
    """Write an address out instead of linking to it: a report asks nothing of the network."""
    for link in soup.find_all("a", href=_REMOTE):
        if isinstance(link, Tag):
            address = str(link["href"])
            if address not in link.get_text():
                link.append(f"（{address}）")
            link.unwrap()
