"""What a reader tells of an offer, and of what is missing."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from hytti.core.forms.fields import LongTextField, RecordField
from hytti.core.forms.records import RecordForm
from hytti.core.models import Area

from ..models import Freshness, Term, Vocabulary

NO_NAMES = _("Älä kirjoita nimiä, terveystietoja tai muuta, mistä ihmisen voi tunnistaa.")


class TrapForm(RecordForm):
    """The hidden field is for machines: what fills it in is not a person."""

    homepage = forms.CharField(
        required=False,
        label=_("Jätä tyhjäksi"),
        widget=forms.TextInput(attrs={"tabindex": "-1", "autocomplete": "off"}),
    )

    @property
    def is_a_machine(self) -> bool:
        return bool(self.cleaned_data.get("homepage"))


class FreshnessForm(TrapForm):
    verdict = forms.ChoiceField(
        label=_("Pitävätkö tiedot paikkansa"), choices=Freshness.Verdict.choices, widget=forms.RadioSelect
    )
    words = LongTextField(label=_("Mikä on väärin"), max_length=500, rows=4, required=False, help_text=NO_NAMES)


class MissingForm(TrapForm):
    words = LongTextField(label=_("Mitä etsit, mutta et löytänyt"), max_length=500, rows=4, help_text=NO_NAMES)
    municipality = RecordField(label=_("Missä kunnassa"), queryset=Area.objects.none(), required=False)
    theme = RecordField(label=_("Mihin teemaan se kuuluu"), queryset=Term.objects.none(), required=False)

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        towns = Area.objects.of_region()
        themes = Term.objects.filter(vocabulary=Vocabulary.THEME).order_by("order")
        for name, records, empty in (("municipality", towns, _("ei väliä")), ("theme", themes, _("en tiedä"))):
            self.fields[name].queryset = records  # type: ignore[attr-defined]
            self.fields[name].empty_label = empty  # type: ignore[attr-defined]
