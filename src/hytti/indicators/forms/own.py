"""What a person types about own indicators, own figures and files of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar

from django import forms
from django.utils.text import format_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hytti.core.forms.fields import DayField, LineField, LongTextField, PartialDayField, RecordField, YearField
from hytti.core.forms.records import RecordForm
from hytti.core.models import Organisation
from hytti.core.permissions import allows

from ..models import OwnDataset, OwnIndicator
from ..permissions import PUBLISH, organisations_within
from ..queries.own_reading import ROLES, looks_like_year

if TYPE_CHECKING:
    from hytti.core.models import User
    from hytti.sources.mapping import Mapping
    from hytti.sources.spreadsheets import Sheet

LANGUAGES = (("sv", gettext_lazy("ruotsiksi")), ("en", gettext_lazy("englanniksi")))
DIRECTIONS = [
    ("", gettext_lazy("kumpikaan suunta ei ole parempi")),
    (True, gettext_lazy("pienempi on parempi")),
    (False, gettext_lazy("suurempi on parempi")),
]
LEVELS = [
    ("", gettext_lazy("ei indeksi")),
    ("kunta", gettext_lazy("kuntien mediaani on 100")),
    ("hyvinvointialue", gettext_lazy("hyvinvointialueiden mediaani on 100")),
]


FormT = TypeVar("FormT", bound=type[RecordForm])


def with_translations(form: FormT) -> FormT:
    """Beside each Finnish text a field for its Swedish and its English translation."""
    for name, field in list(form.base_fields.items()):
        if name.endswith("_fi") and isinstance(field, LineField):
            for language, words in LANGUAGES:
                form.base_fields[f"{name[:-3]}_{language}"] = type(field)(
                    label=format_lazy("{} {}", field.label, words),
                    max_length=field.limit,
                    required=False,
                    lang=language,
                )
    return form


@with_translations
class IndicatorForm(RecordForm):
    """The fields of an indicator's definition. A draft needs only its name."""

    name_fi = LineField(label=gettext_lazy("Nimi"), max_length=200)
    short_fi = LongTextField(
        label=gettext_lazy("Lyhyt kuvaus"),
        max_length=500,
        required=False,
        rows=3,
        help_text=gettext_lazy("Mitä mitataan, keistä ja milloin. Yksi tai kaksi virkettä."),
    )
    why_fi = LongTextField(
        label=gettext_lazy("Miksi tärkeä"),
        max_length=3000,
        required=False,
        help_text=gettext_lazy("Mitä luvusta voi päätellä, ja mitä sillä tehdään."),
    )
    how_fi = LongTextField(
        label=gettext_lazy("Miten laskettu"),
        max_length=3000,
        required=False,
        help_text=gettext_lazy("Mistä tiedot kerätään, ja mikä jaetaan millä."),
    )
    not_said_fi = LongTextField(
        label=gettext_lazy("Mitä ei kerro"),
        max_length=3000,
        required=False,
        rows=3,
        help_text=gettext_lazy("Rajoitukset, jotka lukijan pitää tietää."),
    )
    unit_fi = LineField(
        label=gettext_lazy("Yksikkö"),
        max_length=80,
        required=False,
        help_text=gettext_lazy("Esimerkiksi: prosenttia 75 vuotta täyttäneistä."),
    )
    short_unit_fi = LineField(
        label=gettext_lazy("Yksikkö lyhyesti"), max_length=30, required=False, help_text=gettext_lazy("Esimerkiksi: %")
    )
    kind = forms.ChoiceField(label=gettext_lazy("Laji"), choices=OwnIndicator.Kind.choices)
    per = forms.FloatField(
        label=gettext_lazy("Kerroin"),
        required=False,
        min_value=0.000001,
        localize=True,
        help_text=gettext_lazy(
            "Arvo on kerroin × lukumäärä / nimittäjä: prosentilla 100, tuhatta asukasta kohti 1000. "
            "Tarvitaan osuudella ja suhteella väkilukuun."
        ),
    )
    decimals = forms.IntegerField(label=gettext_lazy("Desimaaleja"), min_value=0, max_value=4, initial=1)
    years = forms.IntegerField(
        label=gettext_lazy("Monenko vuoden keskiarvo"),
        min_value=1,
        max_value=20,
        initial=1,
        help_text=gettext_lazy("1, kun luku on yhdeltä vuodelta."),
    )
    lower_is_better = forms.TypedChoiceField(
        label=gettext_lazy("Suunta"),
        choices=DIRECTIONS,
        required=False,
        coerce=lambda value: value == "True",
        empty_value=None,
    )
    theme = forms.ChoiceField(label=gettext_lazy("Aihe"), required=False)
    population_group = forms.ChoiceField(label=gettext_lazy("Väestöryhmä"), required=False)
    sensitive = forms.BooleanField(
        label=gettext_lazy("Arkaluonteinen aihe"),
        required=False,
        help_text=gettext_lazy("Esimerkiksi väkivalta, itsemurhat tai päihteet: alle 10 henkilön luvut peitetään."),
    )
    interval = forms.ChoiceField(label=gettext_lazy("Luottamusväli"), required=False)
    index_median = forms.ChoiceField(label=gettext_lazy("Indeksin vertailutaso"), choices=LEVELS, required=False)
    coefficient = forms.ChoiceField(label=gettext_lazy("Kuuluu kertoimeen"), required=False)
    breaks_fi = LongTextField(
        label=gettext_lazy("Katkokset"),
        max_length=2000,
        required=False,
        rows=3,
        help_text=gettext_lazy("Jokaiselle riville vuosi ja mikä silloin muuttui, esimerkiksi 2021: Iitti mukaan."),
    )
    authored_by = LineField(
        label=gettext_lazy("Laatija"),
        max_length=200,
        required=False,
        help_text=gettext_lazy("Yksikkö tai tehtävä, ei henkilön nimeä."),
    )
    checked_by = LineField(label=gettext_lazy("Tarkastaja"), max_length=200, required=False)
    next_review = DayField(
        label=gettext_lazy("Seuraava tarkistus"), required=False, help_text=gettext_lazy("Esimerkiksi 24.11.2027.")
    )

    groups = (
        (gettext_lazy("Mitä mitataan"), ("name_fi", "short_fi", "why_fi", "how_fi", "not_said_fi")),
        (gettext_lazy("Yksikkö ja laskutapa"), ("kind", "per", "unit_fi", "short_unit_fi", "decimals", "years")),
        (gettext_lazy("Luokittelu"), ("lower_is_better", "theme", "population_group", "coefficient", "sensitive")),
        (gettext_lazy("Kuvissa"), ("interval", "index_median", "breaks_fi")),
        (gettext_lazy("Vastuu"), ("authored_by", "checked_by", "next_review")),
    )

    def __init__(self, *args: Any, record: OwnIndicator | None = None, **kwargs: Any) -> None:
        super().__init__(*args, record=record, **kwargs)
        for name, choices in (
            ("theme", OwnIndicator.themes()),
            ("population_group", OwnIndicator.groups()),
            ("interval", OwnIndicator.Interval.choices),
            ("coefficient", OwnIndicator.Coefficient.choices),
        ):
            self.fields[name].choices = [("", _("ei valittu")), *choices]  # type: ignore[attr-defined]


@with_translations
class DatasetForm(RecordForm):
    """Whose figures, of what, from where, and how they are protected."""

    title_fi = LineField(label=gettext_lazy("Nimi"), max_length=200)
    indicator = RecordField(
        label=gettext_lazy("Mittari"), queryset=OwnIndicator.objects.none(), empty_label=gettext_lazy("valitse")
    )
    organisation = RecordField(
        label=gettext_lazy("Kenen luvut"), queryset=Organisation.objects.none(), empty_label=gettext_lazy("valitse")
    )
    source_text = LineField(
        label=gettext_lazy("Mistä luvut ovat"),
        max_length=300,
        help_text=gettext_lazy("Lukujen tuottaja ja tietojärjestelmä tai kysely. Näkyy jokaisen luvun lähteenä."),
    )
    licence = LineField(
        label=gettext_lazy("Lisenssi"),
        max_length=120,
        initial="CC BY 4.0",
        help_text=gettext_lazy("Millä ehdoilla lukuja saa käyttää."),
    )
    sensitive = forms.BooleanField(
        label=gettext_lazy("Arkaluonteiset luvut"),
        required=False,
        help_text=gettext_lazy("Alle 10 henkilön luvut peitetään, muuten alle 5. Arkaluonteisella mittarilla aina."),
    )
    protection = forms.ChoiceField(
        label=gettext_lazy("Suojaus"),
        choices=OwnDataset.Protection.choices,
        widget=forms.RadioSelect,
        initial=OwnDataset.Protection.HIDE,
        help_text=gettext_lazy(
            "Peittäminen näyttää muut luvut tarkkoina. Pyöristäminen sopii, kun luvut täydentyvät vuoden mittaan."
        ),
    )
    needs_approval = forms.BooleanField(
        label=gettext_lazy("Toinen henkilö hyväksyy luvut ennen julkaisemista"), required=False, initial=True
    )
    groups = (
        (gettext_lazy("Aineisto"), ("title_fi", "indicator", "organisation")),
        (gettext_lazy("Lähde"), ("source_text", "licence")),
        (gettext_lazy("Suojaus ja hyväksyminen"), ("sensitive", "protection", "needs_approval")),
    )

    def __init__(self, *args: Any, user: User, record: OwnDataset | None = None, **kwargs: Any) -> None:
        super().__init__(*args, record=record, **kwargs)
        within, usable = organisations_within(user), OwnIndicator.objects.usable()
        if record is not None and record.versions.exists():
            del self.fields["indicator"], self.fields["organisation"]
        else:
            self.fields["indicator"].queryset = usable  # type: ignore[attr-defined]
            self.fields["organisation"].queryset = within  # type: ignore[attr-defined]
            if len(within) == 1:
                self.fields["organisation"].initial = within[0]
        if not allows(user, PUBLISH):
            del self.fields["needs_approval"]


ROLE_HELP = {
    "area": gettext_lazy("Tarvitaan, ellei yhtä aluetta valita alempana."),
    "year": gettext_lazy("Tarvitaan, ellei yhtä vuotta kirjoiteta alempana."),
    "value": gettext_lazy("Arvo tai lukumäärä tarvitaan."),
    "denominator": gettext_lazy("Joukko, josta osuus tai suhde lasketaan."),
    "flag": gettext_lazy("Kertoo, että luku on salattu, ennakkotieto tai arvio tai että sarja katkeaa."),
}


class LoadForm(forms.Form):
    """A file of figures, and the date of what it tells."""

    file = forms.FileField(
        label=gettext_lazy("Tiedosto"),
        help_text=gettext_lazy("CSV, XLSX tai ODS, enintään 10 megatavua. Tiedostossa ei saa olla henkilötunnuksia."),
        widget=forms.FileInput(attrs={"accept": ".csv,.xlsx,.ods"}),
        error_messages={"required": gettext_lazy("Valitse tiedosto."), "empty": gettext_lazy("Tiedosto on tyhjä.")},
    )
    as_of = PartialDayField(
        label=gettext_lazy("Tiedon päivä"),
        help_text=gettext_lazy("Milloin luvut on poimittu tai kerätty, esimerkiksi 2026, 7/2026 tai 31.7.2026."),
    )
    reason = LongTextField(
        label=gettext_lazy("Miksi luvut korvataan"),
        max_length=2000,
        rows=3,
        help_text=gettext_lazy("Näkyy historiassa niille, jotka ylläpitävät aineistoa."),
    )
    only_errors = forms.BooleanField(
        label=gettext_lazy("Muuttuneet luvut olivat virheitä"),
        required=False,
        help_text=gettext_lazy(
            "Merkitse, kun samat ihmiset lasketaan uudelleen oikein. Jätä tyhjäksi, kun mukaan tulee uusia ihmisiä: "
            "silloin tarkistetaan, ettei erotus paljasta pientä joukkoa."
        ),
    )

    def __init__(self, *args: Any, replaces: bool, too_large: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if too_large:
            self.fields["file"].error_messages["required"] = _("Tiedosto on yli 10 megatavua.")
        if not replaces:
            del self.fields["reason"], self.fields["only_errors"]
        for name, field in self.fields.items():
            if name != "file":
                field.error_messages["required"] = _("Täytä tämä kohta.")


class MappingForm(forms.Form):
    """Which column is what."""

    revision = forms.IntegerField(widget=forms.HiddenInput, min_value=0)

    def __init__(self, *args: Any, sheet: Sheet, chosen: Mapping, areas: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        columns = [("", _("ei saraketta")), *((heading, heading) for heading in sheet.columns)]
        years = [heading for heading in sheet.columns if looks_like_year(heading)]
        for role, label in ROLES.items():
            self.fields[role] = forms.ChoiceField(
                label=label,
                choices=columns,
                required=False,
                initial=getattr(chosen, role),
                help_text=ROLE_HELP.get(role, ""),
            )
        if years:
            self.fields["years"] = forms.MultipleChoiceField(
                label=_("Vuodet omina sarakkeinaan"),
                choices=[(heading, heading) for heading in years],
                required=False,
                initial=list(chosen.years),
                widget=forms.CheckboxSelectMultiple,
                help_text=_("Kun vuosi on valittu näin, arvot luetaan sen alta eikä muita lukusarakkeita käytetä."),
            )
        self.fields["fixed_area"] = forms.ChoiceField(
            label=_("Alue, jos saraketta ei ole"),
            choices=[("", _("ei valittu")), *areas],
            required=False,
            initial=chosen.fixed_area,
        )
        self.fields["fixed_year"] = YearField(
            label=_("Vuosi, jos saraketta ei ole"), required=False, initial=chosen.fixed_year
        )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if not (cleaned.get("area") or cleaned.get("fixed_area")):
            self.add_error("area", _("Valitse sarake tai alempaa yksi alue."))
        if not (cleaned.get("year") or cleaned.get("fixed_year") or cleaned.get("years")):
            self.add_error("year", _("Valitse sarake tai alempaa yksi vuosi."))
        if not (cleaned.get("value") or cleaned.get("count") or cleaned.get("years")):
            self.add_error("value", _("Valitse, missä sarakkeessa arvo tai lukumäärä on."))
        return cleaned

    def columns(self) -> dict[str, Any]:
        """The choice as a mapping of the sources takes it."""
        return {name: value for name, value in self.cleaned_data.items() if name != "revision"}


class CheckForm(forms.Form):
    """What the person confirms before the figures are stored."""

    revision = forms.IntegerField(widget=forms.HiddenInput, min_value=0)
    accept_warnings = forms.BooleanField(
        label=gettext_lazy("Katsoin huomautukset, ja luvut ovat oikein"), required=False
    )
    protected = forms.BooleanField(
        label=gettext_lazy("Luvuissa ei ole lukumääriä, ja pienet luvut on jo suojattu lähteessä"), required=False
    )


class StepForm(forms.Form):
    """A step that needs nothing but the revision that the person looked at."""

    revision = forms.IntegerField(widget=forms.HiddenInput, min_value=0)


class ReasonForm(StepForm):
    """A step that is told a reason."""

    reason = LongTextField(label=gettext_lazy("Perustelu"), max_length=2000, rows=3)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reason"].error_messages["required"] = _("Kirjoita perustelu.")
