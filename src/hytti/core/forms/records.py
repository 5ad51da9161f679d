"""What every form of a record has in common."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import models
from django.utils.translation import gettext as _

from ..templatetags.hytti import day, translated
from .fields import LineField, PartialDayField

if TYPE_CHECKING:
    from collections.abc import Iterator

    from django.forms.boundfield import BoundField
    from django.utils.functional import _StrPromise


class RecordForm(forms.Form):
    """A form that knows the revision it was opened on, shows its fields in groups and takes an action's refusals."""

    groups: tuple[tuple[str | _StrPromise, tuple[str, ...]], ...] = ()
    revision = forms.IntegerField(widget=forms.HiddenInput, min_value=0)

    def __init__(self, *args: Any, record: models.Model | None = None, **kwargs: Any) -> None:
        self.record = record
        if record is not None and "initial" not in kwargs:
            kwargs["initial"] = self.initial_of(record)
        super().__init__(*args, **kwargs)
        if record is None:
            del self.fields["revision"]
        for field in self.fields.values():
            field.error_messages["required"] = _("Täytä tämä kohta.")
            if isinstance(field, LineField) and isinstance(field.widget, forms.TextInput):
                field.widget.attrs["autocomplete"] = "off"

    def initial_of(self, record: models.Model) -> dict[str, Any]:
        """What the record holds now, by field."""
        names = [name for name in self.base_fields if _has_field(record, name)]
        return {name: _held(record, name) for name in names} | {"revision": record.revision}  # type: ignore[attr-defined]

    def values(self) -> dict[str, Any]:
        """What was typed, for an action."""
        return {name: value for name, value in self.cleaned_data.items() if name != "revision"}

    @property
    def typed_revision(self) -> int | None:
        return self.cleaned_data.get("revision")

    def take_errors(self, error: ValidationError) -> None:
        """Put an action's refusals at their fields; what belongs to no field here is said of the whole form."""
        faults = error.error_dict if hasattr(error, "error_dict") else {NON_FIELD_ERRORS: error.error_list}
        for name, errors in faults.items():
            shown = name in self.fields and not self.fields[name].widget.is_hidden
            self.add_error(name if shown else None, ValidationError(errors))

    def grouped(self) -> Iterator[dict[str, Any]]:
        """The fields under their headings, each with its translations; a group without fields is left out."""
        for title, names in self.groups or (("", tuple(self.fields)),):
            present = [self[name] for name in names if name in self.fields and not self[name].is_hidden]
            lines = [self._with_translations(bound) for bound in present if not self._is_translation(bound.name)]
            if lines:
                yield {"title": title, "lines": lines}

    def _is_translation(self, name: str) -> bool:
        return name.endswith(("_sv", "_en")) and f"{name[:-3]}_fi" in self.fields

    def _with_translations(self, bound: BoundField) -> dict[str, Any]:
        stem = bound.name.removesuffix("_fi")
        names = [f"{stem}_{language}" for language in ("sv", "en")] if stem != bound.name else []
        translations = [self[name] for name in names if name in self.fields]
        return {
            "field": bound,
            "translations": translations,
            "summary": _("%(label)s ruotsiksi ja englanniksi") % {"label": bound.label},
            "opened": any(translation.errors for translation in translations),
        }

    def written(self, name: str, value: Any) -> str:
        """A field's value as a person reads it."""
        field = self.fields[name]
        if value in (None, "") or (isinstance(value, (list, models.QuerySet)) and not value):
            return ""
        if isinstance(value, bool):
            return _("kyllä") if value else _("ei")
        if isinstance(field, forms.ModelMultipleChoiceField):
            return ", ".join(sorted(field.label_from_instance(record) for record in value))
        if isinstance(value, models.Model):
            return translated(value, "title" if hasattr(value, "title_fi") else "name")[0] or str(value)
        if isinstance(field, forms.ChoiceField):
            return str(dict(field.choices).get(value, value))  # type: ignore[arg-type]
        if isinstance(value, str):
            return day(value) if isinstance(field, PartialDayField) else value
        return day(value) if hasattr(value, "isoformat") else str(value)


def _has_field(record: models.Model, name: str) -> bool:
    return any(field.name == name for field in record._meta.get_fields())


def _held(record: models.Model, name: str) -> Any:
    value = getattr(record, name)
    return list(value.all()) if record._meta.get_field(name).many_to_many else value
