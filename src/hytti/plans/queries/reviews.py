"""What is to be reviewed, by whom, and how well an action can be followed."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from django.contrib.contenttypes.models import ContentType
from django.db.models import Prefetch, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from hytti.core.models import Grant, User
from hytti.core.roles import ROLES
from hytti.facts import Unreadable

from ..models import Action, FollowUpRequest, Plan, ReminderSent, Review
from ..permissions import actions_within, organisations_within, plans_within
from ..rules import reviewing, states
from ..rules.tasks import tasks_of
from ..store import facts
from .status import status_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.db.models import Model, QuerySet


@dataclass(frozen=True)
class Check:
    """One thing that makes an action easy to follow, and whether it is there."""

    words: str
    is_met: bool


@dataclass(frozen=True)
class Due:
    """An action whose review fell due on a day."""

    action: Action
    on: dt.date


@dataclass(frozen=True)
class ReviewRow:
    """An action in the season: its review so far, its status and the letter that was sent for it."""

    action: Action
    mark: str
    status: str
    review: Review | None
    request: FollowUpRequest | None
    due: dt.date | None
    checks: list[Check]

    @property
    def state(self) -> str:
        """“handed_in”, “kept”, “asked” or “missing”."""
        if self.review and self.review.handed_in_at:
            return "handed_in"
        if self.review:
            return "kept"
        return "asked" if self.request else "missing"

    @property
    def is_asked(self) -> bool:
        """Is there a letter that waits for its answer?"""
        return self.request is not None and not (self.request.used_at or self.request.cancelled_at)


@dataclass
class Season:
    """The year's reviews of a person: one's own, those that others owe, and how many are handed in."""

    year: int
    mine: list[ReviewRow] = field(default_factory=list)
    owed: list[ReviewRow] = field(default_factory=list)

    @property
    def handed_in(self) -> int:
        return sum(row.state == "handed_in" for row in [*self.mine, *self.owed])

    @property
    def total(self) -> int:
        return len(self.mine) + len(self.owed)


def season(user: User, year: int, today: dt.date) -> Season:
    """What the user must review and what others owe to the plans that the user writes."""
    found = Season(year)
    newest = newest_years()
    own = set(organisations_within(user, "plans.review").values_list("pk", flat=True))
    written = set(plans_within(user, "plans.edit").values_list("pk", flat=True))
    for action in _followed(actions_within(user, "plans.review"), year):
        row = _row(action, today, newest)
        plan = action.goal.plan
        is_mine = action.responsible_organisation_id in own or plan.pk not in written
        if not action.responsible_organisation_id and not action.responsible_body_id:
            is_mine = True
        (found.mine if is_mine else found.owed).append(row)
    return found


def _followed(actions: QuerySet[Action], year: int) -> QuerySet[Action]:
    reviews = Review.objects.filter(year=year)
    requests = FollowUpRequest.objects.filter(year=year).order_by("-asked_at")
    in_term = (Q(goal__plan__starts=None) | Q(goal__plan__starts__lte=year)) & (
        Q(goal__plan__ends=None) | Q(goal__plan__ends__gte=year)
    )
    return (
        actions.filter(in_term, goal__plan__state__in=states.FOLLOWED, merged_into=None)
        .select_related("goal__plan__organisation", "responsible_organisation", "responsible_body", "responsible_post")
        .prefetch_related(
            Prefetch("reviews", reviews, to_attr="of_year"),
            Prefetch("requests", requests, to_attr="asked"),
            "goal__indicators",
        )
        .order_by("goal__plan", "goal__order", "order")
        .distinct()
    )


def _row(action: Action, today: dt.date, newest: dict[str, int]) -> ReviewRow:
    mark, status = status_of(action, today)
    review = next(iter(action.of_year), None)  # type: ignore[attr-defined]
    first = action.first_review
    due = reviewing.last_due(first, action.review_every, today) if first else None
    return ReviewRow(
        action=action,
        mark=mark,
        status=status,
        review=review,
        request=next(iter(action.asked), None),  # type: ignore[attr-defined]
        due=due,
        checks=checks(action, review, newest, today),
    )


def checks(action: Action, review: Review | None, newest: dict[str, int], today: dt.date) -> list[Check]:
    """The checklist of an action's follow-up. It tells what is missing and gives no mark.

    `newest` is the last year of each figure in the store.
    """
    within_a_year = today + dt.timedelta(days=366)
    left = [task.due for task in tasks_of(action.tasks) if not task.is_done]
    steps = [day for day in (review.next_on if review else None, action.ends_on, action.starts_on, *left) if day]
    links = list(action.goal.indicators.all())
    has_target = any(link.target is not None and link.target_on for link in links)
    is_fresh = any(newest.get(link.indicator_key, 0) >= today.year - reviewing.FRESH_YEARS for link in links)
    return [
        Check(_("Yhteystieto on kirjattu"), bool(action.contact)),
        Check(_("Kuvaus on kirjattu"), bool(action.description or action.official_wording)),
        Check(_("Seuraava askel on vuoden sisällä"), any(today <= day <= within_a_year for day in steps)),
        Check(_("Tavoitteella on luku, jolla on tavoitearvo ja päivä"), has_target),
        Check(_("Luku on tuore"), is_fresh),
    ]


def newest_years() -> dict[str, int]:
    """The last year of each figure in the store; nothing where the store cannot be read."""
    try:
        found: dict[str, int] = {}
        for row in facts().coverage():
            found[row.indicator] = max(found.get(row.indicator, 0), row.last_year)
        return found
    except Unreadable:
        return {}


def due_for_reminder(today: dt.date) -> list[Due]:
    """Due days that have come lately, of which nobody was reminded and after which nothing was handed in."""
    actions = (
        Action.objects.filter(
            goal__plan__state__in=(Plan.State.APPROVED, Plan.State.IN_FORCE),
            merged_into=None,
        )
        .exclude(said_status__in=(Action.Status.DONE, Action.Status.STOPPED))
        .select_related("goal__plan", "responsible_organisation", "responsible_body")
        .prefetch_related("reviews")
    )
    found = []
    reminded = set(ReminderSent.objects.values_list("action", "due"))
    for action in actions:
        first = action.first_review
        day = reviewing.last_due(first, action.review_every, today) if first else None
        if (
            status_of(action, today)[0] == "done"
            or day is None
            or (today - day).days > reviewing.REMIND_WITHIN_DAYS
            or (action.pk, day) in reminded
        ):
            continue
        since = reviewing.months_after(day, -1)
        if not any(one.handed_in_at and one.handed_in_at.date() >= since for one in action.reviews.all()):
            found.append(Due(action, day))
    return found


def reviewers(action: Action) -> list[User]:
    """Who is written to: those who hold the follow-up for the responsible party, else those who write the plan."""
    parties: Iterable[Model | None] = (action.responsible_organisation, action.responsible_body)
    for record in (*parties, action.goal.plan.organisation):
        if record is not None and (users := _holders(record)):
            return users
    return []


def _holders(record: Model) -> list[User]:
    roles = [code for code, role in ROLES.items() if "plans.review" in role.rights]
    grants = Grant.objects.in_force(timezone.localdate()).filter(
        role__in=roles,
        content_type=ContentType.objects.get_for_model(type(record)),
        object_id=record.pk,
        user__is_active=True,
    )
    people = {grant.user for grant in grants.select_related("user")}
    return sorted(people, key=lambda user: user.email)
