"""The form of a steering document."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from hytti.core.forms.fields import (
    DayField,
    LineField,
    LongTextField,
    PartialDayField,
    RecordField,
    WebAddressField,
    YearField,
)
from hytti.core.forms.records import RecordForm
from hytti.core.models import Organisation, Source
from hytti.core.permissions import organisations_within

from .. import permissions
from ..models import Body, Document, Theme
from .bodies import HELP_PARTIAL

if TYPE_CHECKING:
    from hytti.core.models import User


class DocumentForm(RecordForm):
    """A report, plan, programme, strategy or rule."""

    title_fi = LineField(label=_("Nimi"), max_length=300)
    title_sv = LineField(label=_("Nimi ruotsiksi"), max_length=300, required=False, lang="sv")
    title_en = LineField(label=_("Nimi englanniksi"), max_length=300, required=False, lang="en")
    kind = forms.ChoiceField(label=_("Laji"), choices=Document.Kind.choices)
    organisation = RecordField(label=_("Organisaatio"), queryset=Organisation.objects.none(), empty_label=None)
    body = RecordField(
        label=_("Toimielin tai verkosto"),
        queryset=Body.objects.none(),
        required=False,
        help_text=_("Toimielin, joka valmistelee asiakirjan tai noudattaa sitä."),
    )
    theme = RecordField(label=_("Teema"), queryset=Theme.objects.all(), required=False)
    period_start = YearField(label=_("Kauden ensimmäinen vuosi"), required=False)
    period_end = YearField(label=_("Kauden viimeinen vuosi"), required=False)
    address = WebAddressField(
        label=_("Verkko-osoite"), max_length=500, required=False, help_text=_("Esimerkiksi https://www.lahti.fi/…")
    )
    state = forms.ChoiceField(label=_("Tila"), choices=Document.State.choices, initial=Document.State.UNKNOWN)
    approved = LineField(
        label=_("Hyväksytty"),
        max_length=300,
        required=False,
        help_text=_("Kuka hyväksyi ja milloin, esimerkiksi kaupunginvaltuusto 15.12.2025 § 120."),
    )
    people = LongTextField(
        label=_("Päätöksessä nimetyt henkilöt"),
        max_length=2000,
        required=False,
        rows=2,
        help_text=_("Vain nimet, jotka ovat välttämättömiä. Nimet poistuvat itsestään viimeisen päivän jälkeen."),
    )
    people_until = DayField(
        label=_("Nimet näytetään päivään"),
        required=False,
        help_text=_(
            "Muutoksenhakuajan viimeinen päivä: päätöksestä yleensä 37 päivää valtuustossa ja 21 päivää muissa "
            "toimielimissä (hyvinvointialuelaki 145 §, kuntalaki 140 §)."
        ),
    )
    is_guiding = forms.BooleanField(
        label=_("Ohjaava asiakirja"), required=False, help_text=_("Näkyy rakennekuvan ylimmällä rivillä.")
    )
    source = RecordField(label=_("Lähde"), queryset=Source.objects.all(), required=False)
    as_of = PartialDayField(label=_("Tiedon päivä"), required=False, help_text=HELP_PARTIAL)

    groups = (
        (_("Nimi ja laji"), ("title_fi", "kind", "theme")),
        (_("Kenen asiakirja"), ("organisation", "body", "is_guiding")),
        (_("Kausi ja tila"), ("period_start", "period_end", "state", "approved")),
        (_("Henkilöiden nimet"), ("people", "people_until")),
        (_("Osoite ja lähde"), ("address", "source", "as_of")),
    )

    def __init__(self, *args: Any, user: User, record: Document | None = None, **kwargs: Any) -> None:
        super().__init__(*args, record=record, **kwargs)
        for name in permissions.kept_from(user, "documents.edit", record) & {"is_guiding"}:
            del self.fields[name]
        self._offer("organisation", organisations_within(user, "documents.edit"), record)
        self._offer("body", permissions.bodies_within(user, "bodies.edit").working(), record)

    def _offer(self, name: str, choices: Any, record: Document | None) -> None:
        held = getattr(record, f"{name}_id", None)
        within = Q(pk__in=choices.order_by().values("pk")) | Q(pk=held)
        self.fields[name].queryset = choices.model._default_manager.filter(within)  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        start, end = cleaned.get("period_start"), cleaned.get("period_end")
        if start and end and end < start:
            self.add_error("period_end", _("Kausi päättyy ennen kuin se alkaa."))
        until = cleaned.get("people_until")
        if cleaned.get("people") and until and until < timezone.localdate():
            self.add_error("people_until", _("Päivä on jo ohi. Tyhjennä nimet tai anna myöhempi päivä."))
        return cleaned
