"""Follow-up of actions: the yearly review, the said status, and letters to partners who have no account."""

from __future__ import annotations

import datetime as dt
import secrets
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from hytti.core import audit, changes
from hytti.core.letters import hash_of, link_to, send
from hytti.core.permissions import NotAllowed, NotNow, require
from hytti.core.plain_text import cleaned

from ..models import Action, FollowUpRequest, Review
from ..rules import reviewing, states, tasks

if TYPE_CHECKING:
    from collections.abc import Iterable

    from hytti.core.models import User

TOLD = ("done", "effects", "next_step", "next_on")
STATUS = ("said_status", "status_reason")


@transaction.atomic
def review(
    action: Action,
    year: int,
    values: dict[str, Any],
    *,
    by: User | None,
    hand_in: bool,
    revision: int | None = None,
    request: FollowUpRequest | None = None,
) -> Review:
    """Keep what was told of an action for a year; handed in, it is seen on the plan's page.

    values: done, effects, next_step (texts), next_on (date or None), said_status, status_reason, tasks (the names
    of those that are done now; the others stay as they are). A partner without an account tells through an open
    `request` instead of `by`. A review that was handed in may be mended by handing it in again.
    Raises NotAllowed, NotNow, ValidationError, EditConflict.
    """
    if request is None:
        require(by, "plans.review", action)  # type: ignore[arg-type]
    elif not _is_open(request) or not request.actions.filter(pk=action.pk).exists():
        raise NotAllowed(_("Linkki ei ole enää voimassa."))
    _require_reviewable(action, year)
    said = cleaned(Action, {name: values[name] for name in STATUS if name in values})
    told = cleaned(Review, {name: values[name] for name in TOLD if name in values})
    if hand_in and not told.get("done"):
        raise ValidationError({"done": _("Kerro, mitä tehtiin. Jos mitään ei tehty, kerro miksi.")})
    known = Review.objects.filter(action=action, year=year).first()
    if known and known.handed_in_at and not hand_in:
        raise NotNow(_("Seuranta on jo annettu, joten muutos näkyy kaikille. Paina Anna seuranta."))
    record = known or Review(action=action, year=year)
    if hand_in:
        told["handed_in_at"] = timezone.now()
    verb = "plans.review_handed_in" if hand_in else "plans.review_kept"
    record = changes.apply(
        record, {**told, "by": by, "request": request}, by=by, verb=verb, revision=revision, subject=action
    )
    if "tasks" in values:
        said["tasks"] = tasks.with_done(changes.lock(action).tasks, values["tasks"])
    if said:
        changes.apply(action, said, by=by, verb="plans.status_said", subject=action)
    if request is not None and hand_in:
        _use_up(request)
    return record


def _require_reviewable(action: Action, year: int) -> None:
    plan = action.goal.plan
    if plan.state not in states.FOLLOWED:
        raise NotNow(_("Seuranta alkaa, kun suunnitelma on hyväksytty."))
    if action.merged_into_id:
        raise NotNow(_("Toimenpide on yhdistetty toiseen. Seuraa sitä, johon se on yhdistetty."))
    first, last = plan.starts or year, timezone.localdate().year
    if plan.ends:
        last = min(last, plan.ends)
    if not first <= year <= last:
        raise NotNow(_("Suunnitelmalla ei ole seurantaa vuodelta %(year)s.") % {"year": year})


@transaction.atomic
def ask(
    actions: Iterable[Action], year: int, *, by: User, email: str, expires_on: dt.date, message: str = ""
) -> FollowUpRequest:
    """Send a partner without an account a link to the review of these actions. Nothing is kept if it cannot be sent.

    Raises NotAllowed, NotNow, ValidationError (email, expires_on, actions).
    """
    chosen = list(actions)
    today = timezone.localdate()
    if not chosen:
        raise ValidationError({"actions": _("Valitse vähintään yksi toimenpide.")})
    for action in chosen:
        require(by, "plans.edit", action)
        _require_reviewable(action, year)
    validate_email(email)
    if not today <= expires_on <= today + dt.timedelta(days=reviewing.LONGEST_LINK_DAYS):
        raise ValidationError(
            {
                "expires_on": _("Linkki voi olla voimassa enintään %(days)s päivää.")
                % {"days": reviewing.LONGEST_LINK_DAYS}
            }
        )
    token = secrets.token_urlsafe(32)
    request = FollowUpRequest(
        year=year, email=email, message=message, token_hash=hash_of(token), asked_by=by, expires_on=expires_on
    )
    request.full_clean()
    request.save()
    request.actions.set(chosen)
    for action in chosen:
        audit.record(by, "plans.review_asked", action, changes={"year": [None, year]})
    _send(request, chosen, token, by)
    return request


def _send(request: FollowUpRequest, actions: list[Action], token: str, by: User) -> None:
    context = {
        "actions": actions,
        "request": request,
        "year": str(request.year),
        "link": link_to(reverse("plans:by_link", args=[token])),
        "sender": by,
    }
    subject = _("Seurantapyyntö: hyvinvointisuunnitelman toimenpiteet %(year)s") % {"year": request.year}
    send(request.email, subject, "plans/reviews/request.txt", context)


@transaction.atomic
def cancel(request: FollowUpRequest, *, by: User) -> None:
    """End a link before its day. Raises NotAllowed, and NotNow where it has ended already."""
    request = changes.lock(request)
    require(by, "plans.edit", request)
    for action in request.actions.all():
        require(by, "plans.edit", action)
    if not _is_open(request):
        raise NotNow(_("Linkki on jo päättynyt."))
    FollowUpRequest.objects.filter(pk=request.pk).update(cancelled_at=timezone.now())
    for action in request.actions.all():
        audit.record(by, "plans.review_ask_cancelled", action)


class AlreadyTold(NotNow):
    """A link has ended because every follow-up that it asked for was handed in."""


def opened(token: str) -> FollowUpRequest:
    """The open request of a link. Raises NotNow, in plain words, for a link that is unknown, used, cancelled or old."""
    request = FollowUpRequest.objects.filter(token_hash=hash_of(token)).first()
    if request is None:
        raise NotNow(_("Linkkiä ei löydy. Tarkista, että osoite on kopioitu kokonaan."))
    if request.used_at:
        raise AlreadyTold(_("Linkki on jo käytetty: seuranta on annettu. Kiitos!"))
    if request.cancelled_at:
        raise NotNow(_("Linkki on peruttu. Kysy uutta siltä, joka lähetti sen."))
    if not _is_open(request):
        raise NotNow(_("Linkin aika on päättynyt. Kysy uutta siltä, joka lähetti sen."))
    return request


def _is_open(request: FollowUpRequest) -> bool:
    return request.used_at is None and request.cancelled_at is None and timezone.localdate() <= request.expires_on


def _use_up(request: FollowUpRequest) -> None:
    """The link ends when every action of it has a review that was handed in through it."""
    handed_in = Review.objects.filter(request=request, handed_in_at__isnull=False).values("action")
    if not request.actions.exclude(pk__in=handed_in).exists():
        FollowUpRequest.objects.filter(pk=request.pk).update(used_at=timezone.now())
