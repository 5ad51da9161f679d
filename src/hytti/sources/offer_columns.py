"""The columns of a table of offers in three languages, the words of its choices, and the template to fill in."""

from __future__ import annotations

import io
import re
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import datetime as dt

ROWS = 2000
COLUMNS = {
    "id": ("Tunnus", "Kod", "Identifier"),
    "kind": ("Laji", "Slag", "Kind"),
    "name_fi": ("Nimi suomeksi", "Namn på finska", "Name in Finnish"),
    "name_sv": ("Nimi ruotsiksi", "Namn på svenska", "Name in Swedish"),
    "name_en": ("Nimi englanniksi", "Namn på engelska", "Name in English"),
    "provider": ("Tarjoaja", "Anordnare", "Provider"),
    "business_id": ("Y-tunnus", "FO-nummer", "Business ID"),
    "summary_fi": ("Tiivistelmä suomeksi", "Sammandrag på finska", "Summary in Finnish"),
    "summary_sv": ("Tiivistelmä ruotsiksi", "Sammandrag på svenska", "Summary in Swedish"),
    "summary_en": ("Tiivistelmä englanniksi", "Sammandrag på engelska", "Summary in English"),
    "description_fi": ("Kuvaus suomeksi", "Beskrivning på finska", "Description in Finnish"),
    "description_sv": ("Kuvaus ruotsiksi", "Beskrivning på svenska", "Description in Swedish"),
    "description_en": ("Kuvaus englanniksi", "Beskrivning på engelska", "Description in English"),
    "instruction_fi": ("Toimi näin suomeksi", "Gör så här på finska", "What to do in Finnish"),
    "instruction_sv": ("Toimi näin ruotsiksi", "Gör så här på svenska", "What to do in Swedish"),
    "instruction_en": ("Toimi näin englanniksi", "Gör så här på engelska", "What to do in English"),
    "theme": ("Teemat", "Teman", "Themes"),
    "service_class": ("Palveluluokat", "Serviceklasser", "Service classes"),
    "target_group": ("Kohderyhmät", "Målgrupper", "Target groups"),
    "life_event": ("Elämäntilanteet", "Livssituationer", "Life events"),
    "age_group": ("Ikäryhmät", "Åldersgrupper", "Age groups"),
    "keywords": ("Hakusanat", "Sökord", "Keywords"),
    "municipalities": ("Kunnat", "Kommuner", "Municipalities"),
    "languages": ("Palvelukielet", "Servicespråk", "Languages of service"),
    "ways": ("Miten", "Hur", "How"),
    "minimum_age": ("Alaikäraja", "Nedre åldersgräns", "Minimum age"),
    "maximum_age": ("Yläikäraja", "Övre åldersgräns", "Maximum age"),
    "is_free": ("Maksuton", "Avgiftsfri", "Free of charge"),
    "price_fi": ("Hinta suomeksi", "Pris på finska", "Price in Finnish"),
    "price_sv": ("Hinta ruotsiksi", "Pris på svenska", "Price in Swedish"),
    "price_en": ("Hinta englanniksi", "Pris på engelska", "Price in English"),
    "registration": ("Ilmoittautuminen", "Anmälan", "Registration"),
    "registration_fi": ("Miten mukaan suomeksi", "Hur man går med på finska", "How to join in Finnish"),
    "registration_sv": ("Miten mukaan ruotsiksi", "Hur man går med på svenska", "How to join in Swedish"),
    "registration_en": ("Miten mukaan englanniksi", "Hur man går med på engelska", "How to join in English"),
    "registration_address": ("Ilmoittautumisen osoite", "Anmälningens adress", "Address of registration"),
    "place": ("Paikka", "Plats", "Place"),
    "street": ("Katuosoite", "Gatuadress", "Street address"),
    "postal_code": ("Postinumero", "Postnummer", "Postal code"),
    "post_office": ("Postitoimipaikka", "Postanstalt", "Post office"),
    "place_municipality": ("Paikan kunta", "Platsens kommun", "Municipality of the place"),
    "latitude": ("Leveysaste", "Latitud", "Latitude"),
    "longitude": ("Pituusaste", "Longitud", "Longitude"),
    "step_free": ("Esteetön sisäänkäynti", "Tillgänglig ingång", "Step-free entrance"),
    "weekdays": ("Viikonpäivät", "Veckodagar", "Weekdays"),
    "starts_on": ("Ensimmäinen päivä", "Första dagen", "First day"),
    "ends_on": ("Viimeinen päivä", "Sista dagen", "Last day"),
    "starts_at": ("Alkaa klo", "Börjar kl.", "Starts at"),
    "ends_at": ("Päättyy klo", "Slutar kl.", "Ends at"),
    "phone": ("Puhelin", "Telefon", "Phone"),
    "email": ("Sähköposti", "E-post", "E-mail"),
    "address": ("Verkkosivu", "Webbplats", "Web page"),
    "valid_from": ("Näytetään alkaen", "Visas från", "Shown from"),
    "valid_until": ("Näytetään asti", "Visas till", "Shown until"),
}
YES_NO: dict[str, tuple[str, ...]] = {"yes": ("kyllä", "ja", "yes", "x", "1"), "no": ("ei", "nej", "no", "0")}
CHOICES: dict[str, dict[str, tuple[str, ...]]] = {
    "yes_no": YES_NO,
    "kind": {
        "service": ("palvelu", "tjänst", "service"),
        "group": ("ryhmä", "grupp", "group"),
        "activity": ("harrastus tai toiminta", "toiminta", "harrastus", "hobby eller verksamhet", "activity"),
        "event": ("tapahtuma", "evenemang", "event"),
        "volunteering": ("vapaaehtoistoiminta", "frivilligverksamhet", "volunteering"),
        "place": ("paikka", "plats", "place"),
    },
    "way": {
        "place": ("paikan päällä", "på plats", "on site"),
        "online": ("verkossa", "på webben", "online"),
        "phone": ("puhelimitse", "per telefon", "by phone"),
        "home": ("kotona", "hemma", "at home"),
    },
    "weekday": {
        "0": ("ma", "maanantai", "må", "måndag", "mon", "monday"),
        "1": ("ti", "tiistai", "tisdag", "tue", "tuesday"),
        "2": ("ke", "keskiviikko", "on", "onsdag", "wed", "wednesday"),
        "3": ("to", "torstai", "torsdag", "thu", "thursday"),
        "4": ("pe", "perjantai", "fre", "fredag", "fri", "friday"),
        "5": ("la", "lauantai", "lö", "lördag", "sat", "saturday"),
        "6": ("su", "sunnuntai", "sö", "söndag", "sun", "sunday"),
    },
}
LISTED = {
    "kind": "kind",
    "ways": "way",
    "weekdays": "weekday",
    **dict.fromkeys(("is_free", "registration", "step_free"), "yes_no"),
}
GUIDE = (
    (
        "Kirjoita jokainen palvelu, ryhmä tai tapahtuma omalle rivilleen. Nimi ja tarjoaja tarvitaan, muu ei.",
        "Skriv varje tjänst, grupp eller evenemang på en egen rad. Namn och anordnare behövs, resten inte.",
        "Write each service, group or event on a row of its own. Name and provider are needed, the rest is not.",
    ),
    (
        "Tiivistelmässä on enintään 150 merkkiä. Kirjoita päivä muodossa 31.3.2026 ja kellonaika muodossa 17.30.",
        "Sammandraget har högst 150 tecken. Skriv dagen som 31.3.2026 och klockslaget som 17.30.",
        "The summary has at most 150 characters. Write a day as 31.3.2026 and a time as 17:30.",
    ),
    (
        "Erota saman solun asiat pilkulla, esimerkiksi Lahti, Hollola tai ma, ke.",
        "Skilj åt saker i samma cell med komma, till exempel Lahtis, Hollola eller må, on.",
        "Part several things in a cell with commas, for example Lahti, Hollola or mon, wed.",
    ),
    (
        "Kirjoita vain organisaation yhteystietoja, ei yksityishenkilön nimeä, sähköpostia tai puhelinnumeroa.",
        "Skriv endast organisationens kontaktuppgifter, inte en privatpersons namn, e-post eller telefonnummer.",
        "Write only the organisation's contact details, never a private person's name, e-mail or phone number.",
    ),
)


def heading_of(text: str) -> str | None:
    """The key of the column that a heading names in any language; "Nimi / Namn / Name" is known by its first part."""
    return _headings().get(plain_heading(text)) or _headings().get(plain_heading(text.partition("/")[0]))


def plain_heading(text: str) -> str:
    """The letters and digits of a heading in small letters."""
    return re.sub(r"[\W_]", "", text.casefold())


@cache
def _headings() -> dict[str, str]:
    found = {plain_heading(name): key for key, names in COLUMNS.items() for name in names}
    short = {"nimi": "name_fi", "namn": "name_sv", "name": "name_en", "kuvaus": "description_fi", "hinta": "price_fi"}
    return {**short, "tiivistelmä": "summary_fi", "kunta": "municipalities", **found}


def offers_template(*, made_at: dt.datetime) -> bytes:
    """An XLSX file to fill in: the columns in three languages, choices, a guide. made_at goes into its properties."""
    import xlsxwriter  # heavy, and seldom needed in a web worker

    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}) as book:
        book.set_properties({"title": "Tarjonta", "created": made_at})
        bold, wrapped = book.add_format({"bold": True}), book.add_format({"text_wrap": True, "valign": "top"})
        sheet, guide = book.add_worksheet("Tarjonta Utbud Offers"), book.add_worksheet("Ohje Anvisning Guide")
        sheet.write_row(0, 0, [" / ".join(names) for names in COLUMNS.values()], bold)
        sheet.freeze_panes(1, 0)
        sheet.set_column(0, len(COLUMNS) - 1, 24)
        for place, key in enumerate(COLUMNS):
            if key in ("kind", "is_free", "registration", "step_free"):
                words = [words[0] for words in CHOICES[LISTED[key]].values()]
                sheet.data_validation(1, place, ROWS, place, {"validate": "list", "source": words})
        guide.set_column(0, 2, 60, wrapped)
        guide.write_row(0, 0, ("Suomeksi", "På svenska", "In English"), bold)
        for line, texts in enumerate(GUIDE, 1):
            guide.write_row(line, 0, texts, wrapped)
    return out.getvalue()
