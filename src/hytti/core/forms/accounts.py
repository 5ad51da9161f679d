"""Forms of one's own account and of the administration."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from allauth.account.forms import ResetPasswordForm
from allauth.core.context import request_context
from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from .. import audit_words, scopes
from ..after_answer import after_answer
from ..models import Area, Region, User
from ..queries import accounts as queries
from ..roles import ROLES
from ..templatetags.hytti import plain

if TYPE_CHECKING:
    from django.db import models
    from django.http import HttpRequest


class ForgottenPasswordForm(ResetPasswordForm):  # type: ignore[misc]
    """Ask for a link to choose a new password; neither the answer nor its time tells who has an account."""

    def save(self, request: HttpRequest, **kwargs: Any) -> str:
        send = super().save

        def later() -> None:
            with request_context(request):
                send(request, **kwargs)

        after_answer(later)
        email: str = self.cleaned_data["email"]
        return email


class NameForm(forms.ModelForm):
    class Meta:
        model = User
        fields = ["name"]
        help_texts = {"name": _("Nimi näkyy muille kirjautuneille muutosten tekijänä.")}


class AccountForm(forms.Form):
    email = forms.EmailField(
        label=_("Sähköposti"),
        max_length=254,
        help_text=_("Osoitteella kirjaudutaan. Siihen lähtee linkki salasanan valintaan."),
    )
    name = forms.CharField(label=_("Nimi"), max_length=150)


class DateInput(forms.DateInput):
    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")


class GrantForm(forms.Form):
    """A role, what it is for and when. The scope's value is "kind:key"."""

    role = forms.ChoiceField(label=_("Rooli"))
    scope = forms.ChoiceField(
        label=_("Kohde"),
        initial="region",
        help_text=_("Koordinaattori saa organisaation, vetäjä verkoston tai toimielimen."),
    )
    valid_from = forms.DateField(label=_("Alkaa"), widget=DateInput())
    valid_to = forms.DateField(label=_("Päättyy"), widget=DateInput(), required=False)
    reason = forms.CharField(label=_("Perustelu"), max_length=500, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["role"].choices = [  # type: ignore[attr-defined]
            ("", _("Valitse rooli")),
            *((role.code, role.label) for role in ROLES.values()),
        ]
        groups = [
            (scope.label, [(f"{scope.code}:{record.pk}", plain(record)) for record in scope.records()])
            for scope in scopes.known()
        ]
        self.fields["scope"].choices = [("region", _("Koko alue")), *groups]  # type: ignore[attr-defined]
        self.fields["valid_from"].initial = timezone.localdate

    def clean_scope(self) -> models.Model | None:
        code, _colon, key = self.cleaned_data["scope"].partition(":")
        return scopes.find(code, int(key)) if key else None


class ReasonForm(forms.Form):
    reason = forms.CharField(label=_("Perustelu"), max_length=500, required=False)


class DeleteForm(forms.Form):
    """Deleting asks for the address, so that the wrong account does not go by a slip."""

    email = forms.CharField(label=_("Kirjoita poistettavan tunnuksen sähköposti"))

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        self.user = user
        super().__init__(*args, **kwargs)

    def clean_email(self) -> str:
        email: str = self.cleaned_data["email"].strip().lower()
        if email != self.user.email.lower():
            raise forms.ValidationError(_("Osoite ei ole tämän tunnuksen osoite."))
        return email


class UserFilterForm(forms.Form):
    q = forms.CharField(label=_("Nimi tai sähköposti"), required=False, max_length=200)
    role = forms.ChoiceField(label=_("Rooli"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["role"].choices = [  # type: ignore[attr-defined]
            ("", _("Kaikki")),
            *((role.code, role.label) for role in ROLES.values()),
        ]


class EventFilterForm(forms.Form):
    verb = forms.ChoiceField(label=_("Tapahtuma"), required=False)
    person = forms.ModelChoiceField(User.objects.all(), label=_("Tekijä"), required=False, empty_label=_("Kaikki"))
    since = forms.DateField(label=_("Alkaen"), required=False, widget=DateInput())
    until = forms.DateField(label=_("Asti"), required=False, widget=DateInput())

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        labels = ((verb, audit_words.verb_label(verb)) for verb in queries.verbs_used())
        self.fields["verb"].choices = [("", _("Kaikki")), *sorted(labels, key=lambda choice: choice[1])]  # type: ignore[attr-defined]


class Lines(forms.Textarea):
    """A few short lines."""

    def __init__(self) -> None:
        super().__init__(attrs={"rows": 5})


class RegionForm(forms.ModelForm):
    """The region's own facts; challenges are typed one to a line, in the same order in each language."""

    revision = forms.IntegerField(widget=forms.HiddenInput)
    challenges_fi = forms.CharField(
        label=_("Väestötason haasteet suomeksi"),
        widget=Lines,
        required=False,
        max_length=4000,
        help_text=_("Yksi haaste kullekin riville."),
    )
    challenges_sv = forms.CharField(
        label=_("Haasteet ruotsiksi"),
        widget=Lines,
        required=False,
        max_length=4000,
        help_text=_("Samassa järjestyksessä kuin suomeksi."),
    )
    challenges_en = forms.CharField(
        label=_("Haasteet englanniksi"),
        widget=Lines,
        required=False,
        max_length=4000,
        help_text=_("Samassa järjestyksessä kuin suomeksi."),
    )

    class Meta:
        model = Region
        fields = ["residents", "employees", "centre", "other_towns"]
        widgets = {"other_towns": forms.CheckboxSelectMultiple}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        towns = Area.objects.municipalities().filter(valid_to__isnull=True).order_by("name_fi")
        self.fields["centre"].queryset = self.fields["other_towns"].queryset = towns  # type: ignore[attr-defined]
        self.fields["revision"].initial = self.instance.revision
        for language in ("fi", "sv", "en"):
            lines = "\n".join(item.get(language, "") for item in self.instance.challenges)
            self.fields[f"challenges_{language}"].initial = lines.rstrip("\n")

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        finnish = lines_of(cleaned.get("challenges_fi", ""))
        for language in ("sv", "en"):
            if len(lines_of(cleaned.get(f"challenges_{language}", ""))) > len(finnish):
                self.add_error(f"challenges_{language}", _("Rivejä on enemmän kuin suomeksi."))
        return cleaned

    def values(self) -> dict[str, Any]:
        """The facts as the action takes them."""
        texts = {language: lines_of(self.cleaned_data[f"challenges_{language}"]) for language in ("fi", "sv", "en")}
        challenges = [
            {language: lines[index] for language, lines in texts.items() if index < len(lines) and lines[index]}
            for index in range(len(texts["fi"]))
        ]
        return {
            **{name: self.cleaned_data[name] for name in ("residents", "employees", "centre")},
            "other_towns": list(self.cleaned_data["other_towns"]),
            "challenges": challenges,
        }


def lines_of(text: str) -> list[str]:
    return [line.strip() for line in text.strip().splitlines()]
