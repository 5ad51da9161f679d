"""Loading a yearly table; the buttons and reasons of its later steps."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hytti.core.forms.fields import LineField, LongTextField, PartialDayField
from hytti.methods.coefficient import known_years

from ..models import Level

if TYPE_CHECKING:
    from collections.abc import Mapping

SHARE, SAID = "osuus-", ("percent", "as_they_are")
LARGEST = 2 * 1024 * 1024


class StepForm(forms.Form):
    """A button: the revision that the person looked at."""

    revision = forms.IntegerField(widget=forms.HiddenInput, min_value=0)


class ReasonForm(StepForm):
    """A step that asks why."""

    reason = LongTextField(
        label=gettext_lazy("Perustelu"), max_length=2000, rows=4, help_text=gettext_lazy("Jää historiaan.")
    )


class LoadForm(forms.Form):
    """A filled-in table: whose, of which funding year, from where, and the file."""

    level = forms.ChoiceField(label=gettext_lazy("Keiden taulukko"), choices=Level.choices)
    funding_year = forms.TypedChoiceField(label=gettext_lazy("Rahoitusvuosi"), coerce=int)
    name = LineField(
        label=gettext_lazy("Nimi"), max_length=200, help_text=gettext_lazy("Esimerkiksi: THL:n kerroinraportti 2026.")
    )
    source_text = LineField(
        label=gettext_lazy("Mistä luvut ovat"),
        max_length=300,
        help_text=gettext_lazy("Julkaisija ja julkaisu; näkyy jokaisen luvun vieressä."),
    )
    as_of = PartialDayField(
        label=gettext_lazy("Tiedon päivä"), help_text=gettext_lazy("Esimerkiksi 2025, 10/2025 tai 31.10.2025.")
    )
    file = forms.FileField(
        label=gettext_lazy("Tiedosto"),
        help_text=gettext_lazy("CSV, XLSX tai ODS mallipohjan sarakkein, enintään 2 megatavua. Ei henkilötunnuksia."),
        widget=forms.FileInput(attrs={"accept": ".csv,.xlsx,.ods"}),
        error_messages={"required": gettext_lazy("Valitse tiedosto."), "empty": gettext_lazy("Tiedosto on tyhjä.")},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        years = sorted({*known_years("county"), *known_years("municipality")}, reverse=True)
        self.fields["funding_year"].choices = [(year, str(year)) for year in years]  # type: ignore[attr-defined]
        for name, field in self.fields.items():
            if name != "file":
                field.error_messages["required"] = _("Täytä tämä kohta.")

    def ask(self, columns: Mapping[str, str]) -> None:
        """Ask what the figures of columns are, whose figures all look like shares of one: heading by key."""
        for key, heading in columns.items():
            self.fields[SHARE + key] = forms.ChoiceField(
                label=_("Sarakkeen ”%(heading)s” luvut ovat välillä 0–1") % {"heading": heading},
                choices=[
                    ("", _("valitse")),
                    ("percent", _("ne ovat osuuksia: kerrotaan sadalla")),
                    ("as_they_are", _("ne ovat prosentteja: jätetään ennalleen")),
                ],
                required=False,
            )

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if file.size > LARGEST:
            raise forms.ValidationError(_("Tiedosto on yli 2 megatavua."))
        return file

    def said(self) -> dict[str, Any]:
        """What was said of columns of shares, by column."""
        return {
            name.removeprefix(SHARE): value
            for name, value in self.data.items()
            if name.startswith(SHARE) and value in SAID
        }
