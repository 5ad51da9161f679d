"""How the region's promotion of wellbeing and health is organised."""

from .bodies import Body, BodyEvent, Link, Mandate
from .documents import CooperationTier, Document, Topic
from .seats import Membership, Post
from .themes import Theme

__all__ = ["Body", "BodyEvent", "CooperationTier", "Document", "Link", "Mandate", "Membership", "Post", "Theme", "Topic"]
