"""The forms that a report can be taken in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .pdf import pdf
from .tables import csv, xlsx

if TYPE_CHECKING:
    from hytti.core.steps import Step

    from .blocks import Document

TYPES = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "csv": "text/csv; charset=utf-8",
}


def render(document: Document, form: str, *, step: Step) -> bytes:
    """The document as a file of a form of TYPES. Raises what its renderer raises, and Cancelled where `step` does."""
    match form:
        case "pdf":
            return pdf(document, step=step)
        case "docx":
            from .docx import docx  # with its library, which only the worker that makes such a file needs

            return docx(document, step=step)
        case "xlsx":
            return xlsx(document, step=step)
        case "csv":
            return ("\ufeff" + csv(document)).encode()
    raise ValueError(form)
