"""The file that is brought into a plan."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hytti.core.forms.records import RecordForm

LARGEST = 4 * 1024 * 1024


class ImportForm(RecordForm):
    file = forms.FileField(
        label=gettext_lazy("Tiedosto"),
        help_text=gettext_lazy("CSV, XLSX tai ODS mallin sarakkein, enintään 4 megatavua. Ei henkilötunnuksia."),
        widget=forms.FileInput(attrs={"accept": ".csv,.xlsx,.ods"}),
        error_messages={"required": gettext_lazy("Valitse tiedosto."), "empty": gettext_lazy("Tiedosto on tyhjä.")},
    )

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if file.size > LARGEST:
            raise ValidationError(_("Tiedosto on yli 4 megatavua. Jaa se osiin."))
        return file
