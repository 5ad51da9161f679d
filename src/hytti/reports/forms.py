"""What a person types of a report."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from hytti.core.forms.fields import LongTextField, YearField
from hytti.core.forms.records import RecordForm
from hytti.core.templatetags.hytti import plain
from hytti.plans.models import Plan

from .models import LONGEST, Part, Report
from .permissions import makers_organisations

if TYPE_CHECKING:
    from django.db import models

    from hytti.core.models import User


class OrganisationChoice(forms.ModelChoiceField):
    def label_from_instance(self, obj: Any) -> str:
        return plain(obj)


class PlanChoice(forms.ModelChoiceField):
    def label_from_instance(self, obj: Any) -> str:
        return f"{plain(obj.organisation)}: {plain(obj, 'title')}"


class StartForm(RecordForm):
    """Which report is begun: whose, of what, of which years and in which language."""

    organisation = OrganisationChoice(label=_("Organisaatio"), queryset=None, empty_label=None)
    kind = forms.ChoiceField(label=_("Mikä asiakirja"), choices=Report.Kind.choices, widget=forms.RadioSelect)
    plan = PlanChoice(
        label=_("Suunnitelma"),
        queryset=None,
        required=False,
        empty_label=_("Ei suunnitelmaa"),
        help_text=_("Tavoitteet, toimenpiteet, seuranta, vahvuudet ja huolet tulevat suunnitelmasta."),
    )
    starts = YearField(label=_("Vuosi tai kauden ensimmäinen vuosi"))
    ends = YearField(
        label=_("Kauden viimeinen vuosi"), required=False, help_text=_("Tyhjä, jos raportti on yhdestä vuodesta.")
    )
    language = forms.ChoiceField(label=_("Kieli"), choices=settings.LANGUAGES, initial="fi", widget=forms.RadioSelect)

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        organisations = makers_organisations(user)
        self.fields["organisation"].queryset = organisations.order_by("name_fi")  # type: ignore[attr-defined]
        plans = Plan.objects.filter(organisation__in=organisations).select_related("organisation")
        self.fields["plan"].queryset = plans.order_by("organisation__name_fi", "-ends", "title_fi")  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        found = super().clean() or {}
        if found.get("starts") and "ends" in found:
            found["ends"] = found["ends"] or found["starts"]
        return found


class PartForm(RecordForm):
    """A part of a report: its text, what is added to it, and whether it is shown."""

    text = LongTextField(
        label=_("Teksti"),
        max_length=LONGEST,
        rows=12,
        required=False,
        help_text=_(
            "Tyhjä rivi erottaa kappaleet, viiva rivin alussa tekee luettelon. Kun kenttä on tyhjä, teksti tulee "
            "taas elävästä sisällöstä."
        ),
    )
    added = LongTextField(
        label=_("Lisättävä teksti"),
        max_length=LONGEST,
        rows=6,
        required=False,
        help_text=_("Tulee kohdan loppuun, taulukoiden ja kuvioiden jälkeen."),
    )
    hidden = forms.BooleanField(
        label=_("Älä näytä tätä kohtaa raportissa"), required=False, help_text=_("Myös sen alakohdat jäävät pois.")
    )

    def __init__(self, *args: Any, record: Part, live: str, **kwargs: Any) -> None:
        self.live = live
        super().__init__(*args, record=record, **kwargs)

    def initial_of(self, record: models.Model) -> dict[str, Any]:
        found = super().initial_of(record)
        return {**found, "text": found["text"] or self.live}


class ConfirmForm(RecordForm):
    """A step that asks for nothing but for the button to be pressed."""
