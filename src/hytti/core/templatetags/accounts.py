"""Template tags of the sign-in and administration pages."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import template
from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ..audit_words import verb_label
from ..models import Area, AuditEvent
from ..roles import ROLES
from .hytti import day

if TYPE_CHECKING:
    from django import forms

register = template.Library()
register.filter("verb_label", verb_label)

FIELD_LABELS = {
    "name": gettext_lazy("Nimi"),
    "email": gettext_lazy("Sähköposti"),
    "is_active": gettext_lazy("Käytössä"),
    "role": gettext_lazy("Rooli"),
    "scope": gettext_lazy("Kohde"),
    "valid_from": gettext_lazy("Alkaa"),
    "valid_to": gettext_lazy("Päättyy"),
}


@register.filter
def tidied(form: forms.BaseForm) -> forms.BaseForm:
    """The sign-in library's form in our manner: the label alone names a field, and every label is in our language."""
    for field in form.fields.values():
        field.widget.attrs.pop("placeholder", None)
    if "name" in form.fields and not form.fields["name"].label:
        form.fields["name"].label = _("Avaimen nimi")
    if "code" in form.fields:
        form.fields["code"].widget.attrs.update(inputmode="numeric", autocomplete="one-time-code")
    return form


@register.simple_tag
def mail_works() -> bool:
    """Does the installation have a mail server?"""
    return bool(settings.EMAIL_HOST)


@register.filter
def change_rows(event: AuditEvent) -> list[dict[str, str]]:
    """The event's changes as rows of words: what, from what, to what."""
    model = event.content_type.model_class() if event.content_type else None
    return [
        {"label": _field_label(model, name), "old": _word(name, old), "new": _word(name, new)}
        for name, (old, new) in event.changes.items()
    ]


def _field_label(model: Any, name: str) -> str:
    if name in FIELD_LABELS:
        return str(FIELD_LABELS[name])
    names = {field.name: field for field in model._meta.get_fields()} if model else {}
    return str(getattr(names.get(name), "verbose_name", name))


def _word(name: str, value: Any) -> str:
    if value in (None, "", []):
        return ""
    if isinstance(value, bool):
        return _("kyllä") if value else _("ei")
    if name == "role" and value in ROLES:
        return str(ROLES[value].label)
    if name in ("valid_from", "valid_to"):
        return day(value)
    if name in ("centre", "other_towns"):
        keys = value if isinstance(value, list) else [value]
        return ", ".join(Area.objects.filter(pk__in=keys).values_list("name_fi", flat=True))
    if isinstance(value, list):
        return "; ".join(item.get("fi", "") if isinstance(item, dict) else str(item) for item in value)
    return str(value)
