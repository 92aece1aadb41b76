"""Knows the documents that evidence is coded from: how to read them and where they may lie."""

from __future__ import annotations

from shequ_eval.evidence.documents.document import Document, Place
from shequ_eval.evidence.documents.folders import ENVIRONMENT, find_documents, find_text, passage
from shequ_eval.evidence.documents.reading import document_of, read_document

__all__ = [
    "ENVIRONMENT",
    "Document",
    "Place",
    "document_of",
    "find_documents",
    "find_text",
    "passage",
    "read_document",
]
