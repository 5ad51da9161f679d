"""Adding and editing documents."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils import timezone

from hytti.core import changes, permissions
from hytti.core.conflicts import check_revision

from ..models import Document
from .bodies import add_named
from .rules import DOCUMENT_FIELDS, check_placing, check_reach, require_known

if TYPE_CHECKING:
    from hytti.core.models import User


@transaction.atomic
def add_document(*, by: User, values: dict[str, Any]) -> Document:
    """Add a document of an organisation. Raises NotAllowed, ValidationError."""
    permissions.require(by, "documents.edit", values["organisation"])
    require_known(values, DOCUMENT_FIELDS)
    values = values | {"as_of": values.get("as_of") or timezone.localdate().isoformat()}
    check_placing(by, "documents.edit", Document(), values)
    return add_named(Document, values["title_fi"], values, by=by, verb="document.added")


@transaction.atomic
def edit_document(*, by: User, document: Document, values: dict[str, Any], revision: int | None) -> Document:
    """Change a document's facts. It may only move to an organisation where the person has the same right.

    Raises NotAllowed, NotNow, EditConflict, ValidationError.
    """
    document = changes.lock(document)
    permissions.require(by, "documents.edit", document)
    require_known(values, DOCUMENT_FIELDS)
    check_revision(document, revision)
    check_placing(by, "documents.edit", document, values)
    document = changes.apply(document, values, by=by, verb="document.edited")
    check_reach(by, "documents.edit", document, values)
    return document
