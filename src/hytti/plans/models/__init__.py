from .actions import Action, IndicatorLink
from .evidence import DutyEvidence
from .goals import Goal, Priority
from .plans import NotFound, Plan

__all__ = ["Action", "DutyEvidence", "Goal", "IndicatorLink", "NotFound", "Plan", "Priority"]
