"""What a resident or a professional types to hand a tray on, to mail it to oneself and to ask to be contacted."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _

from hytti.core.forms.fields import LineField, LongTextField, RecordField, RecordsField
from hytti.core.models import Area, Organisation

from ..models.requests import LONGEST_WISH
from ..permissions_requests import link_worker_organisations

if TYPE_CHECKING:
    from collections.abc import Iterable


def _for_machines() -> forms.CharField:
    """A field that people do not see: what fills it in is not a person."""
    widget = forms.TextInput(attrs={"tabindex": "-1", "autocomplete": "off"})
    return forms.CharField(required=False, label=_("Jätä tyhjäksi"), widget=widget)


class Form(forms.Form):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.error_messages["required"] = _("Täytä tämä kohta.")

    def is_of_a_machine(self) -> bool:
        return bool(self.cleaned_data.get("homepage"))


class CodeForm(Form):
    code = LineField(
        label=_("Koodi"), max_length=40, help_text=_("Yhdeksän merkkiä, esimerkiksi KTR-4WM-X7H. Viivoja ei tarvita.")
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["code"].widget.attrs |= {
            "autocomplete": "off",
            "autocapitalize": "characters",
            "spellcheck": "false",
        }


class GiveForm(Form):
    """A professional may name the link worker's organisation that the resident can turn to."""

    link_worker = RecordField(
        label=_("Hyvinvointilähete linkkihenkilölle"),
        queryset=Organisation.objects.none(),
        required=False,
        empty_label=_("ei lähetettä, vain tarjotin"),
        help_text=_("Linkkihenkilö auttaa asukkaan mukaan. Asukas lähettää lähetteen itse koodilla."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        found = link_worker_organisations()
        if found.exists():
            self.fields["link_worker"].queryset = found  # type: ignore[attr-defined]
        else:
            del self.fields["link_worker"]


class MailForm(Form):
    email = forms.EmailField(
        label=_("Sähköpostiosoitteesi"), max_length=254, widget=forms.EmailInput(attrs={"autocomplete": "email"})
    )
    homepage = _for_machines()


class AskForm(Form):
    """The request. There is no field for health, and the only free text says so."""

    providers = RecordsField(label=_("Kenelle"), queryset=Organisation.objects.none())
    email = forms.CharField(
        label=_("Sähköposti"),
        max_length=254,
        required=False,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        help_text=_("Saat viestin, jossa on linkki. Pyyntö lähtee vasta, kun vahvistat sen linkistä."),
    )
    phone = forms.CharField(
        label=_("Puhelin"),
        max_length=40,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "tel", "inputmode": "tel"}),
    )
    wish = LongTextField(
        label=_("Toive"),
        max_length=LONGEST_WISH,
        rows=3,
        required=False,
        help_text=_(
            "Esimerkiksi: Mihin aikaan voi soittaa? Enintään 300 merkkiä. Älä kirjoita terveystietoja, henkilötunnusta "
            "tai muiden ihmisten nimiä."
        ),
    )
    municipality = RecordField(
        label=_("Kotikunta"),
        queryset=Area.objects.none(),
        required=False,
        empty_label=_("en kerro"),
        help_text=_("Vain tilastoon, jossa pienet luvut peitetään."),
    )
    consent = forms.BooleanField(
        label=_("Suostun"), error_messages={"required": _("Pyyntöä ei voi lähettää ilman lupaa.")}
    )
    version = forms.CharField(widget=forms.HiddenInput, max_length=20)
    homepage = _for_machines()

    def __init__(
        self,
        *args: Any,
        providers: Iterable[Organisation],
        municipalities: Iterable[Area],
        consent: str,
        for_client: bool = False,
        with_providers: bool = True,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        chosen = [one.pk for one in providers]
        if with_providers:
            self.fields["providers"].queryset = Organisation.objects.filter(pk__in=chosen)  # type: ignore[attr-defined]
            self.fields["providers"].initial = chosen
        else:
            del self.fields["providers"]
        self.fields["municipality"].queryset = Area.objects.filter(pk__in=[area.pk for area in municipalities])  # type: ignore[attr-defined]
        self.fields["consent"].label = consent
        self.fields["email"].required = not for_client
        if for_client:
            self.fields["email"].label = _("Asiakkaan sähköposti")
            self.fields["email"].help_text = _("Puhelinnumero tai sähköposti riittää.")
            self.fields["phone"].label = _("Asiakkaan puhelin")


class AnswerForm(Form):
    state = forms.ChoiceField(label=_("Mitä tapahtui"), widget=forms.RadioSelect)

    def __init__(self, *args: Any, states: Iterable[Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["state"].choices = [(state.value, state.label) for state in states]  # type: ignore[attr-defined]
