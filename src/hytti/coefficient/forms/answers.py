"""A municipality's answer to one item."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hytti.core.forms.fields import LineField, WebAddressField
from hytti.core.forms.records import RecordForm

from ..models import MunicipalAnswer


class AnswerForm(RecordForm):
    """Yes, no or unknown, and the document that shows a yes."""

    answer = forms.ChoiceField(
        label=gettext_lazy("Vastaus"), choices=MunicipalAnswer.Answer.choices, widget=forms.RadioSelect
    )
    document = LineField(
        label=gettext_lazy("Asiakirja"),
        max_length=300,
        required=False,
        help_text=gettext_lazy("Kyllä-vastaus tarvitsee asiakirjan: nimi, päivä ja kohta, josta asian voi todeta."),
    )
    address = WebAddressField(label=gettext_lazy("Asiakirjan osoite"), max_length=500, required=False)

    def clean(self) -> dict[str, Any]:
        found: dict[str, Any] = super().clean() or {}
        yes = found.get("answer") == MunicipalAnswer.Answer.YES
        if yes and not found.get("document") and "document" not in self.errors:
            self.add_error("document", _("Nimeä asiakirja, josta asian voi todeta."))
        return found
