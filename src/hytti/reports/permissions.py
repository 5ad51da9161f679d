"""Who may make the reports of an organisation, and read those that are not ready."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hytti.core.permissions import allows
from hytti.plans.permissions import organisations_within

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser
    from django.db.models import QuerySet

    from hytti.core.models import Organisation, User

    from .models import Report

MAKE, READ_DRAFTS = "reports.make", "plans.read_drafts"


def may_make(user: User | AnonymousUser, report: Report) -> bool:
    return allows(user, MAKE, report.organisation)


def may_read(user: User | AnonymousUser, report: Report) -> bool:
    """A completed report is everybody's; a draft belongs to its makers and to those who read drafts."""
    return report.is_completed or may_make(user, report) or allows(user, READ_DRAFTS, report.organisation)


def makers_organisations(user: User | AnonymousUser) -> QuerySet[Organisation]:
    """The organisations whose reports the user may make."""
    return organisations_within(user, MAKE)
