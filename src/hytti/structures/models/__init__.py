"""How the region's promotion of wellbeing and health is organised."""

from .bodies import NETWORK_KINDS, Body, BodyEvent, BodyKind, Link, Mandate
from .documents import CooperationTier, Document, Topic
from .seats import Membership, Post, SeatRole
from .themes import Theme

__all__ = [
    "NETWORK_KINDS",
    "Body",
    "BodyEvent",
    "BodyKind",
    "CooperationTier",
    "Document",
    "Link",
    "Mandate",
    "Membership",
    "Post",
    "SeatRole",
    "Theme",
    "Topic",
]
