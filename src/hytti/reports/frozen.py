"""A document as bytes that stay the same, and back again."""

from __future__ import annotations

import hashlib
import json
from functools import cache

from pydantic import TypeAdapter, ValidationError

from .blocks import Document
from .checks import check

FORMAT = "hytti-report/1"


class NotADocument(ValueError):
    """Bytes that were not made by `freeze`."""


def freeze(document: Document) -> bytes:
    """The document as canonical JSON: the same document gives the same bytes on every machine.

    Raises InvalidDocument where the document breaks a rule.
    """
    check(document)
    written = {"format": FORMAT, "document": plain(document)}
    return json.dumps(written, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False).encode()


def thaw(frozen: bytes) -> Document:
    """The document of frozen bytes; raises NotADocument with the reason, InvalidDocument where a rule is broken."""
    try:
        written = json.loads(frozen)
    except ValueError as error:
        raise NotADocument(f"the bytes are not JSON: {error}") from None
    if not isinstance(written, dict) or written.get("format") != FORMAT:
        raise NotADocument(f"the format is not {FORMAT}")
    try:
        document = _adapter().validate_json(json.dumps(written.get("document")))
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(str(part) for part in first["loc"]) or "the document"
        raise NotADocument(f"{where}: {first['msg']}") from None
    if freeze(document) != frozen:
        raise NotADocument("the bytes are not those that freezing gives")
    return document


def sha256(document: Document) -> str:
    """The sum of the frozen bytes, printed in every file of the report."""
    return hashlib.sha256(freeze(document)).hexdigest()


def plain(document: Document) -> dict[str, object]:
    """The document as dictionaries, lists, texts and numbers."""
    written: dict[str, object] = _adapter().dump_python(document, mode="json")
    return written


@cache
def _adapter() -> TypeAdapter[Document]:
    return TypeAdapter(Document)
