"""What is typed when a plan goes from a state to the next, is copied, or many actions are changed at once."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from hytti.core.forms.fields import DayField, LineField, LongTextField, RecordField, WebAddressField, YearField
from hytti.core.forms.records import RecordForm
from hytti.core.models import Organisation
from hytti.structures.models import Body, Theme

from ..models import Action, Plan
from ..rules import states

WHERE = ("case_number", "decision_section", "address")


class StateForm(RecordForm):
    """The next state, and what is known of the decision."""

    groups = (
        (_("Uusi tila"), ("to",)),
        (_("Päätös"), ("decided_on", "decided_by_body", "decided_by", *WHERE, "note")),
        (_("Henkilöiden nimet"), ("people", "people_until")),
    )  # fmt: skip
    to = forms.ChoiceField(label=_("Mihin tilaan"), widget=forms.RadioSelect)
    decided_on = DayField(label=_("Päätetty"), required=False)
    decided_by_body = RecordField(label=_("Toimielin rekisterissä"), queryset=Body.objects.all(), required=False)
    decided_by = LineField(label=_("Päättäjä, jos se ei ole rekisterissä"), max_length=200, required=False)
    case_number = LineField(label=_("Asianumero"), max_length=80, required=False)
    decision_section = LineField(label=_("Pykälä"), max_length=40, required=False)
    address = WebAddressField(label=_("Päätöksen osoite"), max_length=500, required=False)
    note = LongTextField(label=_("Huomautus"), max_length=2000, required=False, rows=3)
    people = LongTextField(
        label=_("Päätöksessä nimetyt henkilöt"), max_length=2000, required=False, rows=2,
        help_text=_("Vain jos tiedonsaanti sitä vaatii. Nimet poistuvat sivulta muutoksenhakuajan päätyttyä."),
    )  # fmt: skip
    people_until = DayField(label=_("Nimet näytetään päivään"), required=False)

    def __init__(self, *args: Any, record: Plan, **kwargs: Any) -> None:
        kwargs["initial"] = {"revision": record.revision}
        super().__init__(*args, record=record, **kwargs)
        labels = dict(Plan.State.choices)
        self.fields["to"].choices = [  # type: ignore[attr-defined]
            (step.after.value, labels[step.after.value]) for step in states.steps_from(record.state)
        ]


class CopyForm(forms.Form):
    starts = YearField(label=_("Uuden kauden ensimmäinen vuosi"))
    ends = YearField(label=_("Uuden kauden viimeinen vuosi"))


class BulkForm(forms.Form):
    """Fields that are set to all chosen actions; an empty one leaves them as they are."""

    actions = forms.MultipleChoiceField(label=_("Toimenpiteet"), widget=forms.CheckboxSelectMultiple)
    responsible_organisation = RecordField(
        label=_("Vastuuorganisaatio"), queryset=Organisation.objects.all(), required=False, empty_label=_("ei muuteta")
    )
    responsible_body = RecordField(
        label=_("Vastuutoimielin"), queryset=Body.objects.all(), required=False, empty_label=_("ei muuteta")
    )
    starts_on = DayField(label=_("Alkaa"), required=False)
    ends_on = DayField(label=_("Päättyy"), required=False)
    theme = RecordField(label=_("Teema"), queryset=Theme.objects.all(), required=False, empty_label=_("ei muuteta"))
    population_group = LineField(label=_("Väestöryhmä"), max_length=200, required=False)
    said_status = forms.ChoiceField(
        label=_("Ilmoitettu tila"), required=False, choices=[("", _("ei muuteta")), *Action.Status.choices]
    )
    status_reason = LineField(label=_("Tilan peruste"), max_length=500, required=False)
    review_from = DayField(label=_("Ensimmäinen seuranta"), required=False)

    def __init__(self, *args: Any, actions: list[Action], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.known = {str(action.pk): action for action in actions}
        choices = [(key, f"{action.name_fi} ({action.goal.name_fi})") for key, action in self.known.items()]
        self.fields["actions"].choices = choices  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        values = super().clean() or self.cleaned_data
        if not self.errors and not self.values():
            raise forms.ValidationError(_("Täytä vähintään yksi kohta, joka muutetaan."))
        return values

    def chosen(self) -> list[Action]:
        return [self.known[key] for key in self.cleaned_data["actions"]]

    def values(self) -> dict[str, Any]:
        """The fields that were filled in."""
        return {
            name: value for name, value in self.cleaned_data.items() if name != "actions" and value not in (None, "")
        }
