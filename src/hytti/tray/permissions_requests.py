"""Who guides, who receives and who answers: each for the organisations of their own grants."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import rules
from django.contrib.contenttypes.models import ContentType
from django.utils import timezone

from hytti.core.models import Grant, Organisation
from hytti.core.permissions import grants_with, own_organisations, register
from hytti.core.roles import LINK_WORKER

from .models import Recipient
from .rules.requests import CONTACT, WELLBEING, State

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser
    from django.db import models

    from hytti.core.models import User


def link_worker_organisations() -> models.QuerySet[Organisation]:
    """The organisations that have a link worker today."""
    kind = ContentType.objects.get_for_model(Organisation)
    grants = Grant.objects.in_force(timezone.localdate()).filter(
        role=LINK_WORKER.code, content_type=kind, user__is_active=True
    )
    return Organisation.objects.filter(pk__in=grants.values("object_id")).order_by("name_fi")


def recipients_answered_by(user: User | AnonymousUser) -> models.QuerySet[Recipient]:
    """The confirmed requests and referrals that the user answers on behalf of an own organisation."""
    found = Recipient.objects.exclude(state=State.WAITING)
    requests = found.filter(request__kind=CONTACT, organisation__in=own_organisations(user, "requests.answer"))
    referrals = found.filter(request__kind=WELLBEING, organisation__in=own_organisations(user, "referrals.receive"))
    return requests | referrals


def _answers(user: User | AnonymousUser, record: Any) -> bool:
    if record is None:
        return any(True for _grant in grants_with(user, "requests.answer"))
    return recipients_answered_by(user).filter(pk=record.pk, request__kind=CONTACT).exists()


def _receives(user: User | AnonymousUser, record: Any) -> bool:
    if record is None:
        return any(True for _grant in grants_with(user, "referrals.receive"))
    return recipients_answered_by(user).filter(pk=record.pk, request__kind=WELLBEING).exists()


def _refers(user: User | AnonymousUser) -> bool:
    return any(True for _grant in grants_with(user, "referrals.make"))


register("requests.answer", rules.predicate(lambda user, record=None: _answers(user, record), "requests.answer"))
register("referrals.receive", rules.predicate(lambda user, record=None: _receives(user, record), "referrals.receive"))
register("referrals.make", rules.predicate(_refers, "referrals.make"))
