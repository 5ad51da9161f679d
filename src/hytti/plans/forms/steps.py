"""What is typed when a plan goes from a state to the next, is copied, or many actions are changed at once."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _

from hytti.core.forms.fields import DayField, LineField, LongTextField, RecordField, WebAddressField, YearField
from hytti.core.forms.records import RecordForm
from hytti.core.models import Organisation
from hytti.core.templatetags.hytti import translated
from hytti.structures.models import Body, Theme

from ..models import Action, Plan
from ..rules import states

if TYPE_CHECKING:
    from collections.abc import Collection

WHERE = ("case_number", "decision_section", "address")
DECIDED = (states.Needs.DECISION, states.Needs.DECISION_ELSEWHERE)
NAMES = ("people", "people_until")
OF_A_DECISION = ("decided_on", "decided_by_body", "decided_by", *WHERE, *NAMES)


class StateForm(RecordForm):
    """What is known of a step: of a decision who, when and under which number; of any step a note."""

    groups = (
        (_("Päätös"), ("decided_on", "decided_by_body", "decided_by", *WHERE)),
        ("", ("note",)),
        (_("Henkilöiden nimet"), ("people", "people_until")),
    )  # fmt: skip
    to = forms.CharField(widget=forms.HiddenInput)
    decided_on = DayField(label=_("Päätetty"))
    decided_by_body = RecordField(
        label=_("Päättäjä"), queryset=Body.objects.all(), required=False,
        help_text=_("Valitse toimielin, tai kirjoita sen nimi seuraavaan kohtaan."),
    )  # fmt: skip
    decided_by = LineField(label=_("Päättäjä, jos se ei ole luettelossa"), max_length=200, required=False)
    case_number = LineField(
        label=_("Asianumero"), max_length=80, required=False, help_text=_("Asianumero tai pykälä tarvitaan.")
    )
    decision_section = LineField(label=_("Pykälä"), max_length=40, required=False)
    address = WebAddressField(label=_("Päätöksen osoite"), max_length=500, required=False)
    note = LongTextField(label=_("Huomautus"), max_length=2000, required=False, rows=3)
    people = LongTextField(
        label=_("Päätöksessä nimetyt henkilöt"), max_length=2000, required=False, rows=2,
        help_text=_("Vain jos tiedonsaanti sitä vaatii. Nimet poistuvat sivulta muutoksenhakuajan päätyttyä."),
    )  # fmt: skip
    people_until = DayField(
        label=_("Nimet näytetään päivään"), required=False,
        help_text=_("Tyhjä kohta lasketaan päätöspäivästä ja lain muutoksenhakuajasta."),
    )  # fmt: skip

    def __init__(self, *args: Any, record: Plan, step: states.Step, **kwargs: Any) -> None:
        kwargs["initial"] = {"revision": record.revision, "to": step.after.value}
        super().__init__(*args, record=record, **kwargs)
        decides = step.needs in DECIDED
        self.fields["decided_on"].required = decides
        if not decides:
            self.fields["case_number"].help_text = ""
        dropped = () if decides else OF_A_DECISION if step.after in states.WRITABLE else NAMES
        for name in dropped:
            del self.fields[name]


class CopyForm(RecordForm):
    starts = YearField(label=_("Uuden kauden ensimmäinen vuosi"))
    ends = YearField(label=_("Uuden kauden viimeinen vuosi"))


class RemovalForm(RecordForm):
    """Nothing but the revision: whoever removes has seen what is removed."""


class PlanRemovalForm(RecordForm):
    name = LineField(label=_("Kirjoita vahvistukseksi suunnitelman nimi"), max_length=300)

    def clean_name(self) -> str:
        typed: str = self.cleaned_data["name"]
        if self.record is not None and typed.casefold() != translated(self.record, "title")[0].casefold():
            raise forms.ValidationError(_("Nimi ei ole sama kuin sivulla."))
        return typed


SEEN = re.compile(r"\b([0-9]{1,18}):([0-9]{1,9})\b")


class BulkForm(RecordForm):
    """Fields that are set to all chosen actions; an empty one leaves them as they are."""

    actions = forms.MultipleChoiceField(label=_("Toimenpiteet"), widget=forms.CheckboxSelectMultiple)
    responsible_organisation = RecordField(
        label=_("Vastuuorganisaatio"), queryset=Organisation.objects.all(), required=False, empty_label=_("ei muuteta")
    )
    responsible_body = RecordField(
        label=_("Vastuutoimielin"), queryset=Body.objects.working().order_by("name_fi"), required=False,
        empty_label=_("ei muuteta"),
    )  # fmt: skip
    starts_on = DayField(label=_("Alkaa"), required=False)
    ends_on = DayField(label=_("Päättyy"), required=False)
    theme = RecordField(label=_("Teema"), queryset=Theme.objects.all(), required=False, empty_label=_("ei muuteta"))
    population_group = LineField(label=_("Väestöryhmä"), max_length=200, required=False)
    said_status = forms.ChoiceField(
        label=_("Ilmoitettu tila"), required=False, choices=[("", _("ei muuteta")), *Action.Status.choices]
    )
    status_reason = LineField(
        label=_("Tilan peruste"), max_length=500, required=False, help_text=_("Tarvitaan, kun tila ilmoitetaan.")
    )
    review_from = DayField(label=_("Ensimmäinen seuranta"), required=False)

    def __init__(self, *args: Any, actions: list[Action], only: Collection[str] | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.known = {str(action.pk): action for action in actions}
        self.fields["actions"].choices = [(key, action.name_fi) for key, action in self.known.items()]  # type: ignore[attr-defined]
        for name in list(self.fields):
            if only is not None and name not in only and name != "actions":
                del self.fields[name]

    def clean(self) -> dict[str, Any]:
        values = super().clean() or self.cleaned_data
        if not self.errors and not self.values():
            raise forms.ValidationError(_("Täytä vähintään yksi kohta, joka muutetaan."))
        return values

    def seen(self) -> str:
        """The revisions that the page shows."""
        return " ".join(f"{key}:{action.revision}" for key, action in self.known.items())

    def typed_seen(self) -> dict[int, int]:
        """The revisions that the page showed when it was opened."""
        return {int(key): int(at) for key, at in SEEN.findall(str(self.data.get("seen", "")))}

    def chosen(self) -> list[Action]:
        return [self.known[key] for key in self.cleaned_data["actions"]]

    def rows(self) -> list[tuple[Action, bool]]:
        """Each action, and whether it is chosen."""
        marked = {str(key) for key in self["actions"].value() or []}
        return [(action, key in marked) for key, action in self.known.items()]

    def settings(self) -> list[Any]:
        """The fields that are set."""
        return [bound for bound in self.visible_fields() if bound.name != "actions"]

    def values(self) -> dict[str, Any]:
        """The fields that were filled in."""
        return {
            name: value for name, value in self.cleaned_data.items() if name != "actions" and value not in (None, "")
        }
