"""What a keeper types about a feed, and the table that is brought in."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hytti.core.forms.fields import LineField, RecordField
from hytti.core.forms.records import RecordForm
from hytti.core.models import Organisation, Source

from ..models import Feed

LARGEST = 4 * 1024 * 1024


class FeedForm(RecordForm):
    name = LineField(label=gettext_lazy("Nimi"), max_length=200)
    kind = forms.ChoiceField(label=gettext_lazy("Laji"), choices=Feed.Kind.choices)
    address = forms.URLField(
        label=gettext_lazy("Osoite"),
        max_length=500,
        required=False,
        assume_scheme="https",
        help_text=gettext_lazy("Tyhjä: palvelutietovarannon tai Lipaksen oma osoite. Sisäverkon osoitteista ei haeta."),
    )
    source = RecordField(
        label=gettext_lazy("Lähde"),
        queryset=Source.objects.all(),
        help_text=gettext_lazy("Lähteen nimi ja lisenssi näkyvät jokaisella tarjonnalla."),
    )
    organisation = RecordField(
        label=gettext_lazy("Tarjoaja, jos syöte ei nimeä"), queryset=Organisation.objects.all(), required=False
    )
    is_on = forms.BooleanField(label=gettext_lazy("Haetaan säännöllisesti"), required=False, initial=True)
    every_hours = forms.IntegerField(
        label=gettext_lazy("Haetaan tunnin välein"), min_value=1, max_value=24 * 31, initial=24
    )
    whole_every_days = forms.IntegerField(
        label=gettext_lazy("Kaikki uudelleen päivän välein"), min_value=1, max_value=31, initial=7
    )


class SheetForm(RecordForm):
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
