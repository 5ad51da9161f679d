"""What every room shares: where, who, by what source, by whom changed."""

from .accounts import Grant, User
from .audit import AuditEvent
from .names import NamesUntil
from .places import Area, Organisation, Person, Region
from .provenance import Provenance, Source
from .search import SearchEntry

__all__ = [
    "Area",
    "AuditEvent",
    "Grant",
    "NamesUntil",
    "Organisation",
    "Person",
    "Provenance",
    "Region",
    "SearchEntry",
    "Source",
    "User",
]
