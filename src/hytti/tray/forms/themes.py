"""What is typed of a rule from service class to theme."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy

from hytti.core.forms.fields import DayField, LineField, RecordField
from hytti.core.forms.records import RecordForm

from ..models import Term, Vocabulary


class ClassField(RecordField):
    """A service class with its national code, by which the list is ordered."""

    def label_from_instance(self, record: Any) -> str:
        return f"{record.code} {super().label_from_instance(record)}"


class ThemeRuleForm(RecordForm):
    service_class = ClassField(
        label=gettext_lazy("Palveluluokka"), queryset=Term.objects.filter(vocabulary=Vocabulary.SERVICE_CLASS)
    )
    theme = RecordField(label=gettext_lazy("Teema"), queryset=Term.objects.filter(vocabulary=Vocabulary.THEME))
    since = DayField(label=gettext_lazy("Voimassa alkaen"))
    until = DayField(label=gettext_lazy("Voimassa asti"), required=False)
    note = LineField(label=gettext_lazy("Peruste"), max_length=500, required=False)


class EndThemeRuleForm(RecordForm):
    until = DayField(label=gettext_lazy("Viimeinen päivä, jona sääntö on voimassa"))
