from .actions import Action, IndicatorLink
from .comments import Comment, CommentRound
from .decisions import StateChange
from .evidence import DutyEvidence
from .follow_up import FollowUpRequest, ReminderSent, Review
from .goals import Goal, Priority
from .imports import ImportJob
from .plans import NotFound, Plan
from .worries import LeftOutIndicator, Worry

__all__ = [
    "Action",
    "Comment",
    "CommentRound",
    "DutyEvidence",
    "FollowUpRequest",
    "Goal",
    "ImportJob",
    "IndicatorLink",
    "LeftOutIndicator",
    "NotFound",
    "Plan",
    "Priority",
    "ReminderSent",
    "Review",
    "StateChange",
    "Worry",
]
