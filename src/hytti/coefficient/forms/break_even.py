"""A cost to be paid by a better figure."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from .numbers import NumberField


class BreakEvenForm(forms.Form):
    """The cost, the years in which it should be paid, and which figure is to move."""

    kulu = NumberField(
        label=gettext_lazy("Kulu, euroa"), low=0, high=1_000_000_000, help_text=gettext_lazy("Koko ajalta yhteensä.")
    )
    vuodet = forms.IntegerField(
        label=gettext_lazy("Monessa vuodessa"),
        min_value=1,
        max_value=20,
        initial=1,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )
    luku = forms.ChoiceField(label=gettext_lazy("Mikä luku paranee"))

    def __init__(self, *args: Any, columns: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["luku"].choices = columns  # type: ignore[attr-defined]
        if len(columns) == 1:
            del self.fields["luku"]
        self.column = columns[0][0]
        for field in self.fields.values():
            field.error_messages["required"] = _("Täytä tämä kohta.")

    def clean_kulu(self) -> Decimal:
        cost = Decimal(repr(self.cleaned_data["kulu"]))
        if not cost > 0:
            raise forms.ValidationError(gettext_lazy("Kulun on oltava yli nolla euroa."))
        return cost

    def chosen_column(self) -> str:
        return str(self.cleaned_data.get("luku") or self.column)
