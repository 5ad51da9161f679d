"""Forms for the members of a body."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from hytti.core.forms.fields import DayField, LineField, LongTextField, RecordField
from hytti.core.forms.records import RecordForm
from hytti.core.models import Organisation, Source
from hytti.core.templatetags.hytti import translated

from ..models import Body, Membership, Post, SeatRole
from .bodies import HELP_DAY


class PrincipalField(RecordField):
    """The member whose deputy this one is."""

    def label_from_instance(self, record: Membership) -> str:
        return f"{record.person.name}, {record.get_role_display()}"


class PostField(RecordField):
    """A seat of the body, with the group it belongs to."""

    def label_from_instance(self, record: Post) -> str:
        title, group = translated(record, "title")[0], translated(record, "group")[0]
        return f"{group}: {title}" if group else title


class MembershipForm(RecordForm):
    """Who sits in a body, in which role and for whom."""

    name = LineField(
        label=_("Nimi"),
        max_length=150,
        help_text=_("Nimi näkyy julkisella sivulla. Se poistuu rekisteristä, kun jäsenyys poistetaan."),
    )
    role = forms.ChoiceField(label=_("Tehtävä"), choices=SeatRole.choices, initial=SeatRole.MEMBER)
    post = PostField(label=_("Paikka"), queryset=Post.objects.none(), required=False)
    deputy_for = PrincipalField(
        label=_("Henkilökohtainen varajäsen jäsenelle"),
        queryset=Membership.objects.none(),
        required=False,
        help_text=_("Valitaan, kun henkilö on tietyn jäsenen varajäsen."),
    )
    represents_body = RecordField(label=_("Edustaa verkostoa"), queryset=Body.objects.none(), required=False)
    represents_organisation = RecordField(
        label=_("Edustaa organisaatiota"), queryset=Organisation.objects.all(), required=False
    )
    start = DayField(label=_("Jäsenyys alkaa"), required=False, help_text=HELP_DAY)
    end = DayField(label=_("Jäsenyys päättyy"), required=False, help_text=_("Tyhjä: toistaiseksi tai kauden loppuun."))
    source = RecordField(label=_("Lähde"), queryset=Source.objects.all(), required=False)

    groups = (
        (_("Jäsen"), ("name", "role", "post", "deputy_for")),
        (_("Ketä edustaa"), ("represents_body", "represents_organisation")),
        (_("Aika ja lähde"), ("start", "end", "source")),
    )

    def __init__(self, *args: Any, body: Body, record: Membership | None = None, **kwargs: Any) -> None:
        super().__init__(*args, record=record, **kwargs)
        held = record.represents_body_id if record is not None else None
        self._choose("post", Post.objects.filter(body=body))
        self._choose("deputy_for", _principals(body))
        self._choose("represents_body", Body.objects.filter(Q(closed_on=None) | Q(pk=held)))
        if body.term_start and record is None:
            self.fields["start"].initial = max(body.term_start, timezone.localdate())

    def _choose(self, name: str, choices: Any) -> None:
        self.fields[name].queryset = choices  # type: ignore[attr-defined]

    def initial_of(self, record: Any) -> dict[str, Any]:
        return super().initial_of(record) | {"name": record.person.name}

    def values(self) -> dict[str, Any]:
        return {name: value for name, value in super().values().items() if name != "name"}

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        start, end = cleaned.get("start"), cleaned.get("end")
        if start and end and end < start:
            self.add_error("end", _("Jäsenyys päättyy ennen kuin se alkaa."))
        return cleaned


def _principals(body: Body) -> Any:
    """Members who may have a deputy. Oneself is offered too, so that choosing it is answered in words."""
    return Membership.objects.filter(body=body, deputy_for=None).select_related("person")


class RemoveForm(RecordForm):
    """Why a membership is taken away."""

    reason = LongTextField(
        label=_("Syy"),
        max_length=1000,
        rows=3,
        help_text=_("Esimerkiksi: kirjattu väärään verkostoon. Ei henkilöiden nimiä."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields.pop("revision", None)
