"""The name under which a what-if is kept."""

from __future__ import annotations

from django.utils.translation import gettext_lazy

from hytti.core.forms.fields import LineField, LongTextField
from hytti.core.forms.records import RecordForm


class ScenarioForm(RecordForm):
    """What the what-if is about, in the words of its maker."""

    name = LineField(
        label=gettext_lazy("Nimi"), max_length=120, help_text=gettext_lazy("Esimerkiksi: mini-interventio puoleen.")
    )
    note = LongTextField(
        label=gettext_lazy("Huomautus"),
        max_length=2000,
        rows=4,
        required=False,
        help_text=gettext_lazy("Millä toimilla ja mihin mennessä. Laskelmat näkyvät kirjautuneille."),
    )
