"""Forms for founding, editing and closing bodies."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from hytti.core.forms.fields import DayField, LineField, LongTextField, PartialDayField, RecordField, RecordsField
from hytti.core.forms.records import RecordForm
from hytti.core.models import Area, Organisation, Source
from hytti.core.permissions import organisations_within

from .. import permissions
from ..models import NETWORK_KINDS, Body, Post, Theme

if TYPE_CHECKING:
    from django.db import models

    from hytti.core.models import User

HELP_PARTIAL = _("Esimerkiksi 2023, 7/2023 tai 31.7.2023.")
HELP_DAY = _("Esimerkiksi 24.11.2026.")


class BodyForm(RecordForm):
    """What networks and organs have in common. A field that stays out of the person's hands is not shown."""

    name_fi = LineField(label=_("Nimi"), max_length=200)
    name_sv = LineField(label=_("Nimi ruotsiksi"), max_length=200, required=False, lang="sv")
    name_en = LineField(label=_("Nimi englanniksi"), max_length=200, required=False, lang="en")
    also_known_as = LineField(
        label=_("Muut nimet"),
        max_length=400,
        required=False,
        help_text=_("Lyhenne tai aiempi nimi, jolla verkostoa haetaan."),
    )
    purpose_fi = LongTextField(
        label=_("Tarkoitus"), max_length=5000, required=False, help_text=_("Mitä varten toimielin tai verkosto on.")
    )
    purpose_sv = LongTextField(label=_("Tarkoitus ruotsiksi"), max_length=5000, required=False, lang="sv")
    purpose_en = LongTextField(label=_("Tarkoitus englanniksi"), max_length=5000, required=False, lang="en")
    composition_fi = LongTextField(
        label=_("Kokoonpano"), max_length=5000, required=False, help_text=_("Keitä kuuluu: tehtävät, ei nimiä.")
    )
    composition_sv = LongTextField(label=_("Kokoonpano ruotsiksi"), max_length=5000, required=False, lang="sv")
    composition_en = LongTextField(label=_("Kokoonpano englanniksi"), max_length=5000, required=False, lang="en")
    parent = RecordField(label=_("Kuuluu toimielimeen tai verkostoon"), queryset=Body.objects.none(), required=False)
    theme = RecordField(label=_("Teema"), queryset=Theme.objects.all(), required=False)
    other_themes = RecordsField(label=_("Muut teemat"), queryset=Theme.objects.all(), required=False)
    municipalities = RecordsField(
        label=_("Kunnat"),
        queryset=Area.objects.none(),
        required=False,
        help_text=_("Kunnat, joissa toimitaan. Tyhjä: koko alue tai ei tiedossa."),
    )
    founded = PartialDayField(label=_("Perustettu"), required=False, help_text=HELP_PARTIAL)
    term_fi = LineField(
        label=_("Kausi sanoin"), max_length=200, required=False, help_text=_("Esimerkiksi valtuustokausi 2025–2029.")
    )
    term_sv = LineField(label=_("Kausi ruotsiksi"), max_length=200, required=False, lang="sv")
    term_en = LineField(label=_("Kausi englanniksi"), max_length=200, required=False, lang="en")
    term_start = DayField(label=_("Kausi alkaa"), required=False, help_text=HELP_DAY)
    term_end = DayField(label=_("Kausi päättyy"), required=False, help_text=HELP_DAY)
    source = RecordField(
        label=_("Lähde"), queryset=Source.objects.all(), required=False, help_text=_("Mistä tiedot ovat peräisin.")
    )
    as_of = PartialDayField(label=_("Tiedon päivä"), required=False, help_text=HELP_PARTIAL)

    right = "bodies.edit"

    def __init__(self, *args: Any, user: User, record: Body | None = None, **kwargs: Any) -> None:
        super().__init__(*args, record=record, **kwargs)
        for name in permissions.kept_from(user, self.right, record):
            self.fields.pop(name, None)
        self.user = user
        self._offer("municipalities", Area.objects.municipalities().valid_on(timezone.localdate()))
        self._offer("parent", permissions.bodies_within(user, "bodies.edit").working().exclude(pk=_key(record)))

    def _offer(self, name: str, choices: models.QuerySet[Any]) -> None:
        """Let the field choose from these, and from what the record holds already."""
        if name not in self.fields:
            return
        held = self.initial.get(name) or []
        keys = [item.pk for item in (held if isinstance(held, list) else [held])]
        if keys:
            choices = choices.model._default_manager.filter(Q(pk__in=choices.order_by().values("pk")) | Q(pk__in=keys))
        self.fields[name].queryset = choices  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        start, end = cleaned.get("term_start"), cleaned.get("term_end")
        if start and end and end < start:
            self.add_error("term_end", _("Kausi päättyy ennen kuin se alkaa."))
        return cleaned


class NetworkForm(BodyForm):
    """A network or group of the interfaces."""

    kind = forms.ChoiceField(label=_("Laji"), choices=[(kind.value, kind.label) for kind in NETWORK_KINDS])
    convener = RecordField(
        label=_("Vetovastuu"),
        queryset=Organisation.objects.none(),
        required=False,
        help_text=_("Organisaatio, joka kutsuu verkoston koolle."),
    )

    groups = (
        (_("Nimi ja laji"), ("name_fi", "also_known_as", "kind")),
        (_("Tarkoitus"), ("purpose_fi", "theme", "other_themes")),
        (_("Vetovastuu ja kunnat"), ("convener", "parent", "municipalities")),
        (_("Kausi"), ("founded", "term_start", "term_end", "term_fi")),
        (_("Lähde"), ("source", "as_of")),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for language in ("fi", "sv", "en"):
            del self.fields[f"composition_{language}"]
        self._offer("convener", organisations_within(self.user, self.right))


class FoundForm(NetworkForm):
    """A new network. A coordinator founds under the own municipality, which is chosen already."""

    right = "bodies.found"

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, user=user, **kwargs)
        self.fields["founded"].help_text = _("Esimerkiksi 24.11.2026. Tyhjä: tänään.")
        self.fields["as_of"].help_text = _("Päivä, jolloin tiedot pitivät paikkansa. Tyhjä: tänään.")
        self.fields["kind"].initial = Body.Kind.NETWORK
        if permissions.kept_from(user, self.right):
            self._fix_convener()

    def _fix_convener(self) -> None:
        field = self.fields["convener"]
        own = list(field.queryset)  # type: ignore[attr-defined]
        field.required, field.empty_label = True, None  # type: ignore[attr-defined]
        field.initial = own[0] if own else None
        field.help_text = _("Verkosto perustetaan oman kunnan nimiin.")
        self.fields["municipalities"].initial = [organisation.area_id for organisation in own[:1]]


class OrganForm(BodyForm):
    """A council, committee, sector or unit; who proposes and appoints it, and on what grounds."""

    organisation = RecordField(label=_("Organisaatio"), queryset=Organisation.objects.all(), required=False)
    appointed_by = RecordField(label=_("Asettaja"), queryset=Body.objects.none(), required=False)
    appointment_verb = forms.ChoiceField(label=_("Asettaja antaa tehtävän"), choices=Body.AppointmentVerb.choices)
    proposed_by = RecordField(label=_("Esittäjä"), queryset=Body.objects.none(), required=False)
    appointment_basis = LineField(
        label=_("Asettamisen peruste"), max_length=200, required=False, help_text=_("Esimerkiksi hallintosääntö 15 §.")
    )
    presented_by = RecordField(label=_("Esittelijä"), queryset=Post.objects.none(), required=False)

    groups = (
        (_("Nimi"), ("name_fi", "also_known_as")),
        (_("Tarkoitus ja kokoonpano"), ("purpose_fi", "composition_fi", "theme", "other_themes")),
        (
            _("Paikka rakenteessa"),
            (
                "organisation",
                "parent",
                "appointed_by",
                "appointment_verb",
                "appointment_basis",
                "proposed_by",
                "presented_by",
                "municipalities",
            ),
        ),
        (_("Kausi"), ("founded", "term_start", "term_end", "term_fi")),
        (_("Lähde"), ("source", "as_of")),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        others = Body.objects.organs().working().exclude(pk=_key(self.record))
        self._offer("appointed_by", others)
        self._offer("proposed_by", others)
        self._offer("presented_by", Post.objects.filter(role__in=("head", "presenter", "secretary", "coordinator")))


def form_for(body: Body) -> type[BodyForm]:
    """Networks and organs are edited on different forms."""
    return NetworkForm if body.is_network else OrganForm


class CloseForm(RecordForm):
    """When and why a body ends its work."""

    closed_on = DayField(label=_("Lakkautuspäivä"), help_text=HELP_DAY)
    closed_reason = LongTextField(
        label=_("Syy"), max_length=2000, rows=3, help_text=_("Syy jää verkoston sivulle ja historiaan.")
    )

    def initial_of(self, record: models.Model) -> dict[str, Any]:
        return super().initial_of(record) | {"closed_on": timezone.localdate()}


def _key(record: models.Model | None) -> Any:
    return record.pk if record is not None else None
