"""Adding and editing documents."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from hytti.core import changes, permissions

from ..models import Document
from .bodies import free_slug

if TYPE_CHECKING:
    from hytti.core.models import User


def add_document(*, by: User, values: dict[str, Any]) -> Document:
    """Add a document of an organisation. Raises NotAllowed, ValidationError."""
    permissions.require(by, "documents.edit", values["organisation"])
    document = Document(slug=free_slug(Document, values["title_fi"]))
    return changes.apply(document, values, by=by, verb="document.added")


def edit_document(*, by: User, document: Document, values: dict[str, Any], revision: int | None) -> Document:
    """Change a document's facts. It may only move to an organisation where the person has the same right."""
    permissions.require(by, "documents.edit", document)
    permissions.require(by, "documents.edit", values.get("organisation", document.organisation))
    return changes.apply(document, values, by=by, verb="document.edited", revision=revision)
