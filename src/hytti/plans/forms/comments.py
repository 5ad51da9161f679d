"""What is typed into a comment, its moderation and a round."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from hytti.core.forms.fields import DayField, LineField, LongTextField, RecordField
from hytti.core.forms.records import RecordForm

from ..models import Comment, Goal, Plan


class CommentForm(RecordForm):
    """A comment. The hidden field is for machines: what fills it in is not a person."""

    goal = RecordField(label=_("Mihin tavoitteeseen"), queryset=Goal.objects.none(), required=False)
    text = LongTextField(
        label=_("Kommentti"),
        max_length=5000,
        rows=7,
        help_text=_("Älä kirjoita nimiä, terveystietoja tai muuta, mistä ihmisen voi tunnistaa."),
    )
    on_behalf_of = LineField(
        label=_("Organisaatio, jonka puolesta kommentoit"), max_length=200, required=False,
        help_text=_("Jätä tyhjäksi, jos kommentoit asukkaana. Nimeä ei kysytä."),
    )  # fmt: skip
    homepage = forms.CharField(
        required=False,
        label=_("Jätä tyhjäksi"),
        widget=forms.TextInput(attrs={"tabindex": "-1", "autocomplete": "off"}),
    )

    def __init__(self, *args: Any, plan: Plan, with_organisation: bool = True, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        goals = Goal.objects.filter(plan=plan, merged_into=None).order_by("order", "pk")
        self.fields["goal"].queryset = goals  # type: ignore[attr-defined]
        self.fields["goal"].empty_label = _("koko suunnitelma")  # type: ignore[attr-defined]
        if not with_organisation:
            del self.fields["on_behalf_of"], self.fields["homepage"]


class RoundForm(RecordForm):
    opens_on = DayField(label=_("Alkaa"))
    closes_on = DayField(label=_("Päättyy"))
    question_fi = LongTextField(label=_("Mitä kysytään"), max_length=2000, required=False, rows=3)
    question_sv = LongTextField(label=_("Ruotsiksi"), max_length=2000, required=False, rows=3, lang="sv")
    question_en = LongTextField(label=_("Englanniksi"), max_length=2000, required=False, rows=3, lang="en")


class ModerationForm(RecordForm):
    """One comment: published or not, why not, and the answer."""

    state = forms.ChoiceField(
        label=_("Julkaistaanko"),
        choices=[(Comment.State.PUBLISHED, _("Julkaistaan")), (Comment.State.HIDDEN, _("Ei julkaista"))],
        widget=forms.RadioSelect,
    )
    state_reason = LineField(label=_("Miksi ei julkaista"), max_length=500, required=False)
    answer = LongTextField(label=_("Vastaus"), max_length=5000, required=False, rows=4)
