"""Everything a person can do to the structures, one function each."""

from .bodies import close_body, confirm, edit_body, found_network
from .documents import add_document, edit_document
from .history import undo
from .memberships import add_member, edit_membership, remove_membership

__all__ = [
    "add_document",
    "add_member",
    "close_body",
    "confirm",
    "edit_body",
    "edit_document",
    "edit_membership",
    "found_network",
    "remove_membership",
    "undo",
]
