"""A plan's way from a draft to the end of its term."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from hytti.core import appeals, changes
from hytti.core.permissions import NotNow, require
from hytti.core.plain_text import cleaned
from hytti.structures.models import Body

from ..findable import reindex_parts
from ..models import Plan, StateChange
from ..queries.missing import missing
from ..rules import states

if TYPE_CHECKING:
    from hytti.core.models import User


DECIDED = (states.Needs.DECISION, states.Needs.DECISION_ELSEWHERE)
TEXT_IS_READ = (states.Needs.WHOLE_TEXT, states.Needs.DECISION)


@dataclass(frozen=True)
class Decision:
    """What is known of the decision behind a step."""

    decided_on: dt.date | None = None
    decided_by: str = ""
    decided_by_body: Body | None = None
    decision_section: str = ""
    case_number: str = ""
    address: str = ""
    note: str = ""
    people: str = ""
    people_until: dt.date | None = None


@transaction.atomic
def change(
    plan: Plan, to: str, *, by: User, decision: Decision = Decision(), revision: int | None = None
) -> StateChange:
    """Take a plan to the next state and keep who, when, the case number and the deciding body.

    Names of people get a last day from the time for appeal, unless one is given. An approved amendment ends what it
    replaces when it comes into force.
    Raises NotAllowed; NotNow where there is no such step or the text is not whole; ValidationError where the
    decision's facts are missing; EditConflict.
    """
    before = changes.lock(plan)
    require(by, "plans.decide", before)
    step = states.step(before.state, to)
    if step is None:
        raise NotNow(_("Tilasta ”%(state)s” ei pääse tähän tilaan.") % {"state": before.get_state_display()})
    if step.needs in TEXT_IS_READ and (gaps := missing(before)):
        words = [f"{gap.name}: {gap.words}" for gap in gaps]
        raise NotNow(_("Suunnitelmasta puuttuu vielä tietoja: %(what)s") % {"what": " ".join(words)})
    decides = step.needs in DECIDED
    _check_decision(decision, needed=decides)
    told = cleaned(StateChange, vars(_with_last_day(decision, before)))
    record = StateChange(plan=before, before=before.state, after=to, recorded_by=by, **told)
    record.full_clean()
    record.save()
    known = {name: told[name] for name in ("decided_by", "decided_by_body", "decision_section", "case_number")}
    values: dict[str, Any] = {"state": to}
    if decides and decision.decided_on:
        values |= known | {"decided_on": decision.decided_on.isoformat()}
        values |= {"address": told["address"]} if told["address"] else {}
    after = changes.apply(before, values, by=by, verb="plans.state_changed", revision=revision)
    if to == states.State.IN_FORCE and after.replaces is not None:
        _end_replaced(after, by)
    transaction.on_commit(lambda: reindex_parts(after))  # what may be found follows what is public
    return record


def _check_decision(decision: Decision, *, needed: bool) -> None:
    faults, today = {}, timezone.localdate()
    if needed and decision.decided_on is None:
        faults["decided_on"] = _("Kerro, milloin päätettiin.")
    if needed and not decision.decided_by and decision.decided_by_body is None:
        faults["decided_by"] = _("Kerro, mikä toimielin päätti.")
    if needed and not decision.decision_section and not decision.case_number:
        faults["case_number"] = _("Kerro asianumero tai pykälä.")
    if decision.decided_on and decision.decided_on > today:
        faults["decided_on"] = _("Päivä on vasta tulossa. Kirjaa päätös, kun se on tehty.")
    if decision.people and decision.people_until and decision.people_until < today:
        faults["people_until"] = _("Päivä on jo ohi. Tyhjennä nimet tai anna myöhempi päivä.")
    if faults:
        raise ValidationError(faults)


def _with_last_day(decision: Decision, plan: Plan) -> Decision:
    """The decision with the last day of its names, where they have none and the statutes give one."""
    if not decision.people or decision.people_until or decision.decided_on is None:
        return decision
    body = decision.decided_by_body
    by_council = body is None or body.kind == Body.Kind.COUNCIL
    way = appeals.Way.APPEAL if by_council else appeals.Way.RECTIFICATION
    return replace(decision, people_until=appeals.last_day(plan.organisation, decision.decided_on, way))


def _end_replaced(plan: Plan, by: User) -> None:
    old = plan.replaces
    if old is not None and states.step(old.state, states.State.ENDED):
        with override("fi"):  # kept for every reader, in the language of the plan
            note = _("Korvattu versiolla %(version)s.") % {"version": plan.version}
        StateChange.objects.create(plan=old, before=old.state, after=states.State.ENDED, recorded_by=by, note=note)
        changes.apply(old, {"state": states.State.ENDED.value}, by=by, verb="plans.state_changed")
    if old is not None:
        for part in Plan.objects.filter(parent=old):  # what the law makes a part belongs to the version in force
            changes.apply(part, {"parent": plan}, by=by, verb="plans.edited")
