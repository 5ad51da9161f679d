"""What is typed of an offer, its steps and its invitations."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hytti.core.forms.fields import DayField, LineField, LongTextField, RecordField, RecordsField, WebAddressField
from hytti.core.forms.records import RecordForm
from hytti.core.models import Area, Organisation

from ..models import Offer, Term, Vocabulary
from ..models.offers import LONGEST_DESCRIPTION, LONGEST_SUMMARY
from ..queries.choices import LANGUAGES, language_name
from ..rules import times as told_times
from .rows import ROWS_OF_TIMES, held_rows, places_of, times_of

CITIZENS = "KR1"  # the national code of citizens and their subgroups
REPEATS = [
    (told_times.WEEKLY, gettext_lazy("joka viikko")),
    (told_times.EVERY_OTHER, gettext_lazy("joka toinen viikko")),
    (told_times.MONTHLY, gettext_lazy("kerran kuussa, sama viikonpäivä")),
    (told_times.ONCE, gettext_lazy("kerran")),
]
FREE = [("", gettext_lazy("ei kerrota")), ("yes", gettext_lazy("maksuton")), ("no", gettext_lazy("maksullinen"))]


def line(label: Any, limit: int, **more: Any) -> LineField:
    more.setdefault("required", False)
    return LineField(label=label, max_length=limit, **more)


def text(label: Any, limit: int, **more: Any) -> LongTextField:
    more.setdefault("required", False)
    return LongTextField(label=label, max_length=limit, **more)


def terms(label: Any, vocabulary: Vocabulary, *, code__startswith: str = "", **more: Any) -> RecordsField:
    queryset = Term.objects.filter(vocabulary=vocabulary, code__startswith=code__startswith)
    return RecordsField(label=label, queryset=queryset, required=False, **more)


class ClockField(forms.TimeField):
    """A time of day, 17.30 or 17:30 or 17."""

    default_error_messages = {"invalid": gettext_lazy("Kellonaika kirjoitetaan muodossa 17.30.")}

    def __init__(self, **kwargs: Any) -> None:
        widget = forms.TimeInput(format="%H.%M", attrs={"autocomplete": "off", "inputmode": "text"})
        super().__init__(input_formats=["%H.%M", "%H:%M", "%H"], widget=widget, required=False, **kwargs)


class DegreeField(forms.CharField):
    """Degrees of latitude or longitude, 60.98 or 60,98."""

    def to_python(self, value: Any) -> Any:
        typed = str(value or "").strip().replace(",", ".")
        try:
            return float(typed) if typed else None
        except ValueError:
            raise ValidationError(_("Kirjoita asteet desimaalilukuna, esimerkiksi 60,9827.")) from None


def in_languages(*stems: str) -> tuple[str, ...]:
    return tuple(f"{stem}_{code}" for stem in stems for code in ("fi", "sv", "en"))


TIME_FIELDS = tuple(
    f"time_{number}_{part}" for number in range(1, ROWS_OF_TIMES + 1) for part in ("on", "at", "to", "repeats", "until")
)


CLASSES = gettext_lazy("Luokitus")


class OfferForm(RecordForm):
    """The whole offer on one page: what, for whom, where, when, how to join. Further places of a feed are kept."""

    record: Offer | None

    groups = (
        (gettext_lazy("Mitä"), ("kind", *in_languages("name", "summary", "description", "instruction"))),
        (
            gettext_lazy("Kenelle"),
            ("themes", "target_groups", "age_groups", "minimum_age", "maximum_age", "languages"),
        ),
        (
            gettext_lazy("Missä"),
            ("ways", "reach", "municipalities", *in_languages("place_name"), "street", "postal_code", "post_office",
             "place_municipality", "latitude", "longitude", "accessibility", *in_languages("accessibility_note")),
        ),
        (gettext_lazy("Milloin"), (*TIME_FIELDS, "valid_from", "valid_until")),
        (
            gettext_lazy("Hinta ja mukaan tuleminen"),
            ("free", *in_languages("price"), "registration", *in_languages("registration"), "registration_address"),
        ),
        (gettext_lazy("Yhteystiedot"), ("contact_phone", "contact_email", "address")),
        (CLASSES, ("service_classes", "life_events", "keywords")),
    )  # fmt: skip

    kind = forms.ChoiceField(label=gettext_lazy("Mitä"), choices=Offer.Kind.choices)
    name_fi = line(gettext_lazy("Nimi"), 200, required=True)
    name_sv = line(gettext_lazy("Nimi ruotsiksi"), 200, lang="sv")
    name_en = line(gettext_lazy("Nimi englanniksi"), 200, lang="en")
    summary_fi = line(
        gettext_lazy("Tiivistelmä"),
        LONGEST_SUMMARY,
        help_text=gettext_lazy("Yksi lause, enintään 150 merkkiä. Näkyy haussa."),
    )
    summary_sv = line(gettext_lazy("Tiivistelmä ruotsiksi"), LONGEST_SUMMARY, lang="sv")
    summary_en = line(gettext_lazy("Tiivistelmä englanniksi"), LONGEST_SUMMARY, lang="en")
    description_fi = text(
        gettext_lazy("Kuvaus"),
        LONGEST_DESCRIPTION,
        help_text=gettext_lazy("Lyhyitä virkkeitä. Yhteystiedot ja ajat kirjoitetaan omiin kohtiinsa."),
    )
    description_sv = text(gettext_lazy("Kuvaus ruotsiksi"), LONGEST_DESCRIPTION, lang="sv")
    description_en = text(gettext_lazy("Kuvaus englanniksi"), LONGEST_DESCRIPTION, lang="en")
    instruction_fi = text(
        gettext_lazy("Toimi näin"),
        2500,
        rows=3,
        help_text=gettext_lazy("Mitä asukkaan pitää tehdä päästäkseen mukaan."),
    )
    instruction_sv = text(gettext_lazy("Toimi näin, ruotsiksi"), 2500, rows=3, lang="sv")
    instruction_en = text(gettext_lazy("Toimi näin, englanniksi"), 2500, rows=3, lang="en")
    themes = terms(
        gettext_lazy("Teemat"),
        Vocabulary.THEME,
        help_text=gettext_lazy("Jos valintoja ei ole, teemat tulevat palveluluokista."),
    )
    target_groups = terms(gettext_lazy("Kohderyhmät"), Vocabulary.TARGET_GROUP, code__startswith=CITIZENS)
    age_groups = terms(gettext_lazy("Ikäryhmät"), Vocabulary.AGE_GROUP)
    minimum_age = forms.IntegerField(label=gettext_lazy("Alaikäraja"), required=False, min_value=0, max_value=120)
    maximum_age = forms.IntegerField(label=gettext_lazy("Yläikäraja"), required=False, min_value=0, max_value=120)
    languages = forms.MultipleChoiceField(
        label=gettext_lazy("Palvelukielet"), required=False, widget=forms.CheckboxSelectMultiple
    )
    ways = forms.MultipleChoiceField(
        label=gettext_lazy("Miten"), choices=Offer.Way.choices, required=False, widget=forms.CheckboxSelectMultiple
    )
    reach = forms.ChoiceField(label=gettext_lazy("Missä"), choices=Offer.Reach.choices)
    municipalities = RecordsField(label=gettext_lazy("Kunnat"), queryset=Area.objects.none(), required=False)
    place_name_fi = line(gettext_lazy("Paikan nimi"), 200)
    place_name_sv = line(gettext_lazy("Paikan nimi ruotsiksi"), 200, lang="sv")
    place_name_en = line(gettext_lazy("Paikan nimi englanniksi"), 200, lang="en")
    street = line(gettext_lazy("Katuosoite"), 200)
    postal_code = forms.RegexField(
        r"^\d{5}$",
        label=gettext_lazy("Postinumero"),
        required=False,
        error_messages={"invalid": gettext_lazy("Postinumerossa on viisi numeroa.")},
    )
    post_office = line(gettext_lazy("Postitoimipaikka"), 100)
    place_municipality = RecordField(label=gettext_lazy("Paikan kunta"), queryset=Area.objects.none(), required=False)
    latitude = DegreeField(
        label=gettext_lazy("Leveysaste"),
        required=False,
        help_text=gettext_lazy("Asteina (WGS 84), esimerkiksi 60,9827. Ilman koordinaatteja paikka ei näy kartalla."),
    )
    longitude = DegreeField(
        label=gettext_lazy("Pituusaste"), required=False, help_text=gettext_lazy("Esimerkiksi 25,6612.")
    )
    accessibility = terms(gettext_lazy("Esteettömyys"), Vocabulary.ACCESSIBILITY)
    accessibility_note_fi = line(gettext_lazy("Lisätieto esteettömyydestä"), 500)
    accessibility_note_sv = line(gettext_lazy("Lisätieto esteettömyydestä ruotsiksi"), 500, lang="sv")
    accessibility_note_en = line(gettext_lazy("Lisätieto esteettömyydestä englanniksi"), 500, lang="en")
    valid_from = DayField(label=gettext_lazy("Näytetään alkaen"), required=False)
    valid_until = DayField(label=gettext_lazy("Näytetään asti"), required=False)
    free = forms.ChoiceField(label=gettext_lazy("Hinta"), choices=FREE, required=False)
    price_fi = line(gettext_lazy("Hinta sanoin"), 500)
    price_sv = line(gettext_lazy("Hinta ruotsiksi"), 500, lang="sv")
    price_en = line(gettext_lazy("Hinta englanniksi"), 500, lang="en")
    registration = forms.ChoiceField(
        label=gettext_lazy("Ilmoittautuminen"), choices=Offer.Registration.choices, required=False
    )
    registration_fi = line(gettext_lazy("Miten mukaan"), 500)
    registration_sv = line(gettext_lazy("Miten mukaan, ruotsiksi"), 500, lang="sv")
    registration_en = line(gettext_lazy("Miten mukaan, englanniksi"), 500, lang="en")
    registration_address = WebAddressField(
        label=gettext_lazy("Ilmoittautumisen osoite"), max_length=500, required=False
    )
    contact_phone = line(
        gettext_lazy("Puhelin"),
        40,
        help_text=gettext_lazy("Organisaation numero. Yksityishenkilön numeroa ei julkaista."),
    )
    contact_email = forms.EmailField(
        label=gettext_lazy("Sähköposti"), required=False, help_text=gettext_lazy("Organisaation yhteinen osoite.")
    )
    address = WebAddressField(label=gettext_lazy("Verkkosivu"), max_length=500, required=False)
    service_classes = terms(
        gettext_lazy("Palveluluokat"), Vocabulary.SERVICE_CLASS, widget=forms.SelectMultiple(attrs={"size": 8})
    )
    life_events = terms(gettext_lazy("Elämäntilanteet"), Vocabulary.LIFE_EVENT)
    keywords = line(
        gettext_lazy("Muut hakusanat"),
        500,
        help_text=gettext_lazy("Sanoja, joilla tätä etsitään, pilkulla erotettuina."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._offer_languages()
        self._offer_municipalities()
        for number in range(1, ROWS_OF_TIMES + 1):
            self._add_time(number)
        if "initial" not in kwargs and self.record is not None:
            self.initial.update(held_rows(self.record))

    def _offer_languages(self) -> None:
        """The languages that the search knows, and those that a feed has told of this offer."""
        held = self.record.languages if self.record is not None else []
        known = dict.fromkeys((*LANGUAGES, *held))
        self.fields["languages"].choices = [(code, language_name(code)) for code in known]  # type: ignore[attr-defined]

    def _offer_municipalities(self) -> None:
        """The region's municipalities, and those elsewhere that a feed has told of this offer."""
        known = Q(pk__in=list(Area.objects.of_region().values_list("pk", flat=True)))
        if self.record is not None and self.record.pk:
            known |= Q(offers=self.record) | Q(pk__in=self.record.places.values("municipality"))
        towns = Area.objects.filter(known).distinct().order_by("name_fi")
        for name in ("municipalities", "place_municipality"):
            self.fields[name].queryset = towns  # type: ignore[attr-defined]

    def _add_time(self, number: int) -> None:
        self.fields[f"time_{number}_on"] = DayField(label=_("Ensimmäinen päivä"), required=False)
        self.fields[f"time_{number}_at"] = ClockField(label=_("Alkaa klo"))
        self.fields[f"time_{number}_to"] = ClockField(label=_("Päättyy klo"))
        self.fields[f"time_{number}_repeats"] = forms.ChoiceField(label=_("Toistuu"), choices=REPEATS, required=False)
        self.fields[f"time_{number}_until"] = DayField(label=_("Viimeinen päivä"), required=False)

    def initial_of(self, record: Any) -> dict[str, Any]:
        if record.pk is None:
            return {
                "kind": record.kind or Offer.Kind.GROUP,
                "reach": record.reach,
                "languages": ["fi"],
                "ways": ["place"],
            }
        held = super().initial_of(record)
        by_vocabulary: dict[str, list[Term]] = {}
        for term in record.terms.all():
            by_vocabulary.setdefault(term.vocabulary, []).append(term)
        return {
            **held,
            "themes": by_vocabulary.get(Vocabulary.THEME, []) if record.has_own_themes else [],
            "target_groups": by_vocabulary.get(Vocabulary.TARGET_GROUP, []),
            "age_groups": by_vocabulary.get(Vocabulary.AGE_GROUP, []),
            "service_classes": by_vocabulary.get(Vocabulary.SERVICE_CLASS, []),
            "life_events": by_vocabulary.get(Vocabulary.LIFE_EVENT, []),
            "free": {True: "yes", False: "no"}.get(record.is_free, ""),
            **held_rows(record),
        }

    def sections(self) -> list[dict[str, Any]]:
        """The groups with their lines; times stand in rows, of which those after the first are folded when empty."""
        found = []
        for group in self.grouped():
            lines = [line for line in group["lines"] if line["field"].name not in TIME_FIELDS]
            is_when = len(lines) < len(group["lines"])
            is_folded = group["title"] == CLASSES and not any(line["field"].errors for line in lines)
            rows = [self._time_row(number) for number in range(1, ROWS_OF_TIMES + 1)] if is_when else []
            found.append({"title": group["title"], "lines": lines, "rows": rows, "is_folded": is_folded})
        return found

    def _time_row(self, number: int) -> dict[str, Any]:
        fields = [self[f"time_{number}_{part}"] for part in ("on", "at", "to", "repeats", "until")]
        is_used = bool(fields[0].value()) or any(field.errors for field in fields)
        return {"fields": fields, "is_shown": number == 1 or is_used}

    def clean(self) -> dict[str, Any]:
        told = super().clean() or self.cleaned_data
        if (told.get("latitude") is None) != (told.get("longitude") is None) and "latitude" not in self.errors:
            self.add_error("latitude", _("Anna sekä leveys- että pituusaste tai jätä molemmat tyhjiksi."))
        for number in range(1, ROWS_OF_TIMES + 1):
            first, last = told.get(f"time_{number}_on"), told.get(f"time_{number}_until")
            if first and last and last < first:
                self.add_error(f"time_{number}_until", _("Loppu on ennen alkua."))
            if told.get(f"time_{number}_at") and not first and f"time_{number}_on" not in self.errors:
                self.add_error(f"time_{number}_on", _("Kerro ensimmäinen päivä."))
        return told

    def values(self) -> dict[str, Any]:
        """The offer's own fields, the chosen terms, and its rows as `actions.offers.save` takes them."""
        told = self.cleaned_data
        fields = {name: told[name] for name in told if name in _OWN}
        picked = {name: list(told[name]) for name in _PICKED}
        if self.record is not None and self.record.pk:  # groups that the form does not offer stay as they are
            groups = self.record.terms.filter(vocabulary=Vocabulary.TARGET_GROUP)
            picked["target_groups"] += groups.exclude(code__startswith=CITIZENS)
        free = {"yes": True, "no": False}.get(told["free"])
        offer = self.record if self.record is not None and self.record.pk else None
        contacts = [
            {"kind": kind, "value": told[f"contact_{kind}"]} for kind in ("phone", "email") if told[f"contact_{kind}"]
        ]
        others = _other_contacts(offer)
        return {
            **fields, **picked, "is_free": free, "municipalities": list(told["municipalities"]),
            "places": places_of(told, offer), "times": times_of(told, offer), "contacts": contacts + others,
        }  # fmt: skip


_PICKED = ("themes", "target_groups", "age_groups", "service_classes", "life_events")
_OWN = {
    "kind", "keywords", "reach", "languages", "ways", "minimum_age", "maximum_age", "registration",
    "registration_address", "address", "valid_from", "valid_until",
    *in_languages("name", "summary", "description", "instruction", "price", "registration"),
}  # fmt: skip


def _other_contacts(offer: Any) -> list[dict[str, Any]]:
    """Contacts that the form does not show (a feed's second number) stay as they are."""
    if offer is None:
        return []
    shown = held_rows(offer)
    return [
        {"pk": contact.pk, "kind": contact.kind, "value": contact.value}
        for contact in offer.contacts.all()
        if contact.kind == "web" or contact.value != shown.get(f"contact_{contact.kind}")
    ]


class StepForm(RecordForm):
    """A step from one state to another, with the reason where the step asks for one."""

    reason = text(gettext_lazy("Syy"), 500, rows=3, help_text=gettext_lazy("Tarjoaja näkee tämän."))


class InvitationForm(forms.Form):
    organisation = RecordField(label=gettext_lazy("Organisaatio"), queryset=Organisation.objects.none())
    email = forms.EmailField(
        label=gettext_lazy("Sähköposti"), help_text=gettext_lazy("Organisaation osoite, johon linkki lähetetään.")
    )
    expires_on = DayField(label=gettext_lazy("Linkki on voimassa"))
    message = text(gettext_lazy("Viesti"), 2000, rows=4)

    def __init__(self, *args: Any, organisations: Any, chosen: Organisation | None = None, **kwargs: Any) -> None:
        month = timezone.localdate() + dt.timedelta(days=30)
        kwargs["initial"] = {"expires_on": month, "organisation": chosen}
        super().__init__(*args, **kwargs)
        self.fields["organisation"].queryset = organisations  # type: ignore[attr-defined]


class ProviderContactForm(RecordForm):
    email = forms.EmailField(
        label=gettext_lazy("Sähköposti"), required=False,
        help_text=gettext_lazy("Tähän lähetetään yhteydenottopyynnöt ja muistutukset. Osoitetta ei julkaista."),
    )  # fmt: skip
    takes_requests = forms.BooleanField(label=gettext_lazy("Otamme vastaan yhteydenottopyyntöjä"), required=False)
