"""What is typed of a decision, meeting or document that shows a duty done."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from hytti.core.forms.fields import DayField, LineField, LongTextField, PartialDayField, RecordField, WebAddressField
from hytti.core.forms.records import RecordForm
from hytti.core.models import Organisation

from ..models import DutyEvidence, Plan
from ..rules import Duty
from ..rules.periods import before, period_of

PERIODS = 3  # this period and the two before it


class EvidenceForm(RecordForm):
    groups = (
        (_("Mitä tehtiin"), ("period", "outcome", "happened_on", "decided_by")),
        (_("Mistä se näkyy"), ("plan", "address", "case_number", "decision_section", "note_fi", "note_sv", "note_en")),
        (_("Henkilöiden nimet"), ("people", "people_until")),
    )
    period = forms.ChoiceField(label=_("Mitä kautta se koskee"))
    outcome = forms.ChoiceField(label=_("Mitä se osoittaa"), choices=DutyEvidence.Outcome.choices)
    happened_on = PartialDayField(label=_("Päivä"), required=False)
    decided_by = LineField(label=_("Päättäjä"), max_length=200, required=False)
    plan = RecordField(label=_("Suunnitelma tai kertomus"), queryset=Plan.objects.none(), required=False)
    address = WebAddressField(label=_("Osoite"), max_length=500, required=False)
    case_number = LineField(label=_("Asianumero"), max_length=80, required=False)
    decision_section = LineField(label=_("Pykälä"), max_length=40, required=False)
    note_fi = LongTextField(label=_("Huomautus"), max_length=2000, required=False, rows=3)
    note_sv = LongTextField(label=_("Ruotsiksi"), max_length=2000, required=False, rows=3, lang="sv")
    note_en = LongTextField(label=_("Englanniksi"), max_length=2000, required=False, rows=3, lang="en")
    people = LongTextField(
        label=_("Päätöksessä nimetyt henkilöt"), max_length=2000, required=False, rows=2,
        help_text=_("Vain jos tiedonsaanti sitä vaatii. Nimet poistuvat sivulta muutoksenhakuajan päätyttyä."),
    )  # fmt: skip
    people_until = DayField(label=_("Nimet näytetään päivään"), required=False)

    def __init__(self, *args: Any, organisation: Organisation, duty: Duty, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["plan"].queryset = organisation.plans.all()  # type: ignore[attr-defined]
        if duty.rhythm.has_periods:
            self.fields["period"].choices = [(one, one) for one in self._periods(duty)]  # type: ignore[attr-defined]
        else:
            del self.fields["period"]

    def _periods(self, duty: Duty) -> list[str]:
        today: dt.date = timezone.localdate()
        period, labels = period_of(duty.rhythm, today), []
        for _step in range(PERIODS):
            labels.append(period.label)
            period = before(duty.rhythm, period)
        held = getattr(self.record, "period", "")
        return [*labels, held] if held and held not in labels else labels
