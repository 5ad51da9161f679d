"""What shows that a statutory duty was done."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from hytti.core import appeals, audit, changes
from hytti.core.permissions import NotNow, require
from hytti.core.plain_text import cleaned

from ..models import DutyEvidence
from ..permissions import readable_plans
from ..rules import Duty, duty_of
from ..rules.periods import named

if TYPE_CHECKING:
    from hytti.core.models import Organisation, User

FIELDS = (
    "period", "outcome", "plan", "decided_by", "happened_on", "decision_section", "case_number", "address",
    "note_fi", "note_sv", "note_en", "people", "people_until",
)  # fmt: skip


@transaction.atomic
def record(*, by: User, organisation: Organisation, duty: str, values: dict[str, Any]) -> DutyEvidence:
    """Keep a decision, meeting or document that counts for a duty of an organisation.

    Raises NotAllowed and ValidationError.
    """
    require(by, "duties.record", organisation)
    made = DutyEvidence(organisation=organisation, duty=duty)
    return changes.apply(
        made, _checked(organisation, duty, values, by), by=by, verb="duties.recorded", subject=organisation
    )


@transaction.atomic
def edit(evidence: DutyEvidence, values: dict[str, Any], *, by: User, revision: int | None = None) -> DutyEvidence:
    """Change what was recorded. Raises NotAllowed, ValidationError and EditConflict."""
    evidence = changes.lock(evidence)
    require(by, "duties.record", evidence.organisation)
    checked = _checked(evidence.organisation, evidence.duty, values, by)
    return changes.apply(
        evidence, checked, by=by, verb="duties.edited", revision=revision, subject=evidence.organisation
    )


@transaction.atomic
def remove(evidence: DutyEvidence, *, by: User) -> None:
    """Remove what was recorded here by mistake. Raises NotAllowed, and NotNow for what a source says."""
    evidence = changes.lock(evidence)
    require(by, "duties.record", evidence.organisation)
    if evidence.pack_key:
        raise NotNow(_("Tieto on lähteestä. Sitä voi korjata, mutta ei poistaa."))
    audit.record(by, "duties.removed", evidence, subject=evidence.organisation)
    evidence.delete()


def _checked(organisation: Organisation, key: str, values: dict[str, Any], by: User) -> dict[str, Any]:
    duty = _duty(key)
    if organisation.kind not in duty.who:
        raise ValidationError(_("Velvoite ei koske tätä organisaatiota."))
    values = cleaned(DutyEvidence, {name: values[name] for name in FIELDS if name in values})
    period = values.get("period", "")
    if duty.rhythm.has_periods and named(duty.rhythm, period) is None:
        raise ValidationError({"period": _("Valitse, mitä kautta tieto koskee.")})
    if not duty.rhythm.has_periods and period:
        raise ValidationError({"period": _("Tällä velvoitteella ei ole kausia.")})
    if duty.rhythm.interval and not values.get("happened_on"):
        raise ValidationError({"happened_on": _("Kerro päivä: seuraava määräaika lasketaan siitä.")})
    if values.get("outcome") == DutyEvidence.Outcome.DONE and not any(
        values.get(name) for name in ("address", "case_number", "decision_section", "plan")
    ):
        raise ValidationError({"address": _("Kerro, mistä tämä näkyy: osoite, asianumero, pykälä tai suunnitelma.")})
    plan = values.get("plan")
    if plan is not None and not readable_plans(by).filter(pk=plan.pk).exists():
        raise ValidationError({"plan": _("Valittu suunnitelma on toisen organisaation luonnos.")})
    return values | _last_day_of_names(organisation, values)


def _last_day_of_names(organisation: Organisation, values: dict[str, Any]) -> dict[str, Any]:
    """The last day for names: the one given, else that of the statutes where the day of the decision is known."""
    if not values.get("people"):
        return {}
    until, happened_on = values.get("people_until"), values.get("happened_on", "")
    if until is None and len(happened_on) == len("2025-06-16"):
        until = appeals.last_day(organisation, dt.date.fromisoformat(happened_on))
    if until is not None and until < timezone.localdate():
        raise ValidationError({"people_until": _("Päivä on jo ohi. Tyhjennä nimet tai anna myöhempi päivä.")})
    return {"people_until": until}


def _duty(key: str) -> Duty:
    found = duty_of(key)
    if found is None:
        raise ValidationError(_("Velvoitetta ei tunneta."))
    return found
