"""What is typed about the follow-up of an action."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from hytti.core.forms.fields import DayField, LineField, LongTextField
from hytti.core.forms.records import RecordForm

from ..models import Action, Review
from ..rules import reviewing
from ..rules.tasks import tasks_of
from .contents import CONCLUDED


class ReviewForm(RecordForm):
    """The yearly review. Everything may be empty in a draft; what was done is asked for when it is handed in."""

    done = LongTextField(label=_("Mitä tehtiin?"), max_length=5000, required=False)
    effects = LongTextField(label=_("Mitä se muutti?"), max_length=5000, required=False)
    next_step = LongTextField(label=_("Mitä seuraavaksi?"), max_length=5000, required=False, rows=3)
    next_on = DayField(label=_("Seuraava askel viimeistään"), required=False)
    tasks = forms.MultipleChoiceField(
        label=_("Mitkä työvaiheet on tehty?"), widget=forms.CheckboxSelectMultiple, required=False
    )
    said_status = forms.ChoiceField(
        label=_("Toimenpiteen tila"), required=False, choices=[("", CONCLUDED), *Action.Status.choices]
    )
    status_reason = LineField(label=_("Mihin tila perustuu"), max_length=500, required=False)

    def __init__(self, *args: Any, action: Action, **kwargs: Any) -> None:
        self.action = action
        super().__init__(*args, **kwargs)
        for name in ("said_status", "status_reason"):
            self.fields[name].initial = getattr(action, name)
        self._offer_tasks()

    def _offer_tasks(self) -> None:
        """The tasks that are left, and those that were left when the form was opened and have been done since."""
        sent: Any = self.data
        chosen = sent.getlist("tasks") if self.is_bound else []
        offered = [one.name for one in tasks_of(self.action.tasks) if not one.is_done or one.name in chosen]
        self.fields["tasks"].choices = [(name, name) for name in dict.fromkeys(offered)]  # type: ignore[attr-defined]
        if not offered:
            del self.fields["tasks"]

    def clean(self) -> dict[str, Any]:
        values = super().clean() or self.cleaned_data
        if values.get("said_status") and not values.get("status_reason"):
            self.add_error("status_reason", _("Kerro, mihin tila perustuu."))
        return values


def form_of(data: Any, action: Action, review: Review | None) -> ReviewForm:
    return ReviewForm(data, action=action, record=review)


class AskForm(RecordForm):
    """A letter to a partner: which actions, to whom, until when."""

    actions = forms.MultipleChoiceField(label=_("Toimenpiteet"), widget=forms.CheckboxSelectMultiple)
    email = forms.EmailField(label=_("Kumppanin sähköposti"), max_length=254)
    expires_on = DayField(label=_("Linkki on voimassa päivään"))
    message = LongTextField(label=_("Viesti"), max_length=2000, required=False, rows=4)

    def __init__(self, *args: Any, actions: list[Action], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.known = {str(action.pk): action for action in actions}
        self.fields["actions"].choices = [  # type: ignore[attr-defined]
            (key, f"{action.name_fi} ({self._party(action)})") for key, action in self.known.items()
        ]
        self.fields["expires_on"].initial = timezone.localdate() + dt.timedelta(days=reviewing.LINK_DAYS)

    @staticmethod
    def _party(action: Action) -> str:
        party = action.responsible_organisation or action.responsible_body or action.responsible_post
        return str(party) if party else str(_("vastuutahoa ei ole kirjattu"))

    def chosen(self) -> list[Action]:
        return [self.known[key] for key in self.cleaned_data["actions"]]
