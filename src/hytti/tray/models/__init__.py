"""What the tray stores."""

from .counts import SearchMiss, Use
from .feeds import Feed, FeedRun, JoinProposal, Origin
from .offers import Offer
from .places import Contact, Place, ProviderContact, Time
from .postings import IndexedOffer, IndexState, Posting
from .terms import Term, ThemeRule, Vocabulary
from .writing import Freshness, Handled, Invitation, Missing, ReviewReminder, StepTaken

__all__ = [
    "Contact",
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
    "ReviewReminder",
    "SearchMiss",
    "StepTaken",
    "Term",
    "ThemeRule",
    "Time",
    "Use",
    "Vocabulary",
]
