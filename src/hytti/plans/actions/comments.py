"""Comment rounds, comments in them, colleagues' comments, and their moderation."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from hytti.core import audit, changes
from hytti.core.permissions import NotNow, require
from hytti.core.plain_text import plain
from hytti.sources.identity import holds_identity_code

from ..models import Comment, CommentRound, Goal, Plan
from ..rules import states

if TYPE_CHECKING:
    from hytti.core.models import User

LONGEST = 5000
MOST_WAITING = 500  # comments of a round that wait to be read; beyond this none is taken until some are read
FIELDS = ("opens_on", "closes_on", "question_fi", "question_sv", "question_en")


@transaction.atomic
def plan_round(
    plan: Plan, values: dict[str, Any], *, by: User, record: CommentRound | None = None, revision: int | None = None
) -> CommentRound:
    """Set the days and the question of a round of a plan that is being written, or change them.

    Raises NotAllowed, NotNow, ValidationError, EditConflict.
    """
    require(by, "plans.moderate", plan)
    if plan.state not in states.WRITABLE:
        raise NotNow(_("Kommentteja pyydetään suunnitelmasta, jota vielä kirjoitetaan."))
    wanted = {name: values[name] for name in FIELDS if name in values}
    opens, closes = wanted.get("opens_on"), wanted.get("closes_on")
    others = plan.rounds.exclude(pk=record.pk) if record else plan.rounds.all()
    if opens and closes and others.filter(opens_on__lte=closes, closes_on__gte=opens).exists():
        raise ValidationError({"opens_on": _("Suunnitelmalla on jo kierros näinä päivinä.")})
    verb = "plans.round_changed" if record else "plans.round_planned"
    made = record or CommentRound(plan=plan)
    return changes.apply(made, wanted, by=by, verb=verb, revision=revision, subject=plan)


def open_round(plan: Plan, today: dt.date) -> CommentRound | None:
    """The round in which comments are taken on a day."""
    if plan.state != states.State.FOR_COMMENTS:
        return None
    return plan.rounds.filter(opens_on__lte=today, closes_on__gte=today).first()


@transaction.atomic
def comment(plan: Plan, text: str, *, goal: Goal | None = None, on_behalf_of: str = "") -> Comment:
    """A resident's or an organisation's comment in an open round; it waits for moderation. No name is asked.

    Raises NotNow where no round is open, and ValidationError.
    """
    found = open_round(plan, timezone.localdate())
    if found is None:
        raise NotNow(_("Kommentteja ei oteta nyt vastaan: kierros ei ole auki."))
    if found.comments.filter(state=Comment.State.WAITING).count() >= MOST_WAITING:
        raise NotNow(_("Kommentteja odottaa tarkistusta paljon. Yritä myöhemmin uudelleen."))
    record = Comment(plan=plan, round=found, goal=goal, on_behalf_of=plain(on_behalf_of))
    return _kept(record, text, by=None, verb="plans.commented")


@transaction.atomic
def comment_as_colleague(plan: Plan, text: str, *, by: User, goal: Goal | None = None) -> Comment:
    """A signed-in colleague's comment, seen by those who write the plan and those who may comment on it.

    Raises NotAllowed, NotNow and ValidationError.
    """
    require(by, "plans.comment", plan)
    if plan.state not in {*states.WRITABLE, states.State.PROPOSED}:
        raise NotNow(_("Suunnitelmaa ei enää kirjoiteta. Kommentoi seurannassa tai seuraavaa versiota."))
    return _kept(Comment(plan=plan, goal=goal, by=by), text, by=by, verb="plans.commented_as_colleague")


def _kept(record: Comment, text: str, *, by: User | None, verb: str) -> Comment:
    if record.goal is not None and record.goal.plan_id != record.plan_id:
        raise ValidationError({"goal": _("Valittu tieto on toisesta suunnitelmasta.")})
    if len(text) > 10 * LONGEST:
        raise ValidationError({"text": _("Kommentissa on %(length)s merkkiä.") % {"length": len(text)}})
    record.text, record.language = plain(text), (get_language() or "fi")[:2]
    if not record.text:
        raise ValidationError({"text": _("Kirjoita kommentti.")})
    if holds_identity_code(f"{record.text} {record.on_behalf_of}"):
        raise ValidationError({"text": _("Kommentissa näyttää olevan henkilötunnus. Poista se ja lähetä uudelleen.")})
    record.full_clean()
    record.save()
    audit.record(by, verb, record, subject=record.plan)
    return record


@transaction.atomic
def moderate(
    record: Comment,
    *,
    by: User,
    publish: bool,
    reason: str = "",
    answer: str | None = None,
    revision: int | None = None,
) -> Comment:
    """Publish a comment or keep it from the net, with the reason; answer it. The text itself is never changed.

    Raises NotAllowed, ValidationError, EditConflict.
    """
    require(by, "plans.moderate", record.plan)
    if not publish and not reason:
        raise ValidationError({"state_reason": _("Kerro, miksi kommenttia ei julkaista.")})
    state = Comment.State.PUBLISHED if publish else Comment.State.HIDDEN
    values: dict[str, Any] = {"state": state.value, "state_reason": reason}
    if answer is not None:
        values["answer"] = plain(answer)
    return changes.apply(record, values, by=by, verb="plans.comment_moderated", revision=revision, subject=record.plan)
