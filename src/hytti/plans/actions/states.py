"""A plan's way from a draft to the end of its term."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from hytti.core import changes
from hytti.core.permissions import NotNow, require

from ..models import Plan, StateChange
from ..queries.missing import missing
from ..rules import states
from .rules import cleaned

if TYPE_CHECKING:
    from hytti.core.models import User
    from hytti.structures.models import Body


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

    An approved amendment ends what it replaces when it comes into force.
    Raises NotAllowed; NotNow where there is no such step or the text is not whole; ValidationError where the
    decision's facts are missing; EditConflict.
    """
    require(by, "plans.decide", plan)
    before = changes.lock(plan)
    step = states.step(before.state, to)
    if step is None:
        raise NotNow(_("Tilasta ”%(state)s” ei pääse tähän tilaan.") % {"state": before.get_state_display()})
    if step.needs is not states.Needs.NOTHING and (gaps := missing(before)):
        words = [f"{gap.name}: {gap.words}" for gap in gaps]
        raise NotNow(_("Suunnitelmasta puuttuu vielä tietoja: %(what)s") % {"what": " ".join(words)})
    if step.needs is states.Needs.DECISION:
        _require_decision(decision)
    told = cleaned(vars(decision))
    record = StateChange(plan=before, before=before.state, after=to, recorded_by=by, **told)
    record.full_clean()
    record.save()
    known = {name: told[name] for name in ("decided_by", "decided_by_body", "decision_section", "case_number")}
    values: dict[str, Any] = {"state": to}
    if step.needs is states.Needs.DECISION and decision.decided_on:
        values |= known | {"decided_on": decision.decided_on.isoformat()}
        values |= {"address": told["address"]} if told["address"] else {}
    after = changes.apply(before, values, by=by, verb="plans.state_changed", revision=revision)
    if to == states.State.IN_FORCE and after.replaces is not None:
        _end_replaced(after, by)
    return record


def _require_decision(decision: Decision) -> None:
    faults = {}
    if decision.decided_on is None:
        faults["decided_on"] = _("Kerro, milloin päätettiin.")
    if not decision.decided_by and decision.decided_by_body is None:
        faults["decided_by"] = _("Kerro, mikä toimielin päätti.")
    if not decision.decision_section and not decision.case_number:
        faults["case_number"] = _("Kerro asianumero tai pykälä.")
    if faults:
        raise ValidationError(faults)


def _end_replaced(plan: Plan, by: User) -> None:
    old = plan.replaces
    if old is not None and states.step(old.state, states.State.ENDED):
        StateChange.objects.create(
            plan=old, before=old.state, after=states.State.ENDED, recorded_by=by,
            note=_("Korvattu versiolla %(version)s.") % {"version": plan.version},
        )  # fmt: skip
        changes.apply(old, {"state": states.State.ENDED.value}, by=by, verb="plans.state_changed")
