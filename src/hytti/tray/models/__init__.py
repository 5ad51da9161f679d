"""What the tray stores."""

from .counts import SearchMiss, Use
from .feeds import Feed, FeedRun, JoinProposal, Origin
from .offers import Offer
from .places import Contact, Place, ProviderContact, Time
from .postings import IndexedOffer, IndexState, Posting
from .requests import ContactRequest, Recipient, RecipientStep, RequestCount, RequestTable, SavedTray
from .terms import Term, ThemeRule, Vocabulary
from .writing import Freshness, Handled, Invitation, Missing, ReviewReminder, StepTaken

__all__ = [
    "Contact",
    "ContactRequest",
    "Feed",
    "FeedRun",
    "Freshness",
    "Handled",
    "IndexState",
    "IndexedOffer",
    "Invitation",
    "JoinProposal",
    "Missing",
    "Offer",
    "Origin",
    "Place",
    "Posting",
    "ProviderContact",
    "Recipient",
    "RecipientStep",
    "RequestCount",
    "RequestTable",
    "ReviewReminder",
    "SavedTray",
    "SearchMiss",
    "StepTaken",
    "Term",
    "ThemeRule",
    "Time",
    "Use",
    "Vocabulary",
]
