"""A few made-up offers that use every field, for those who read the tray from outside."""

from __future__ import annotations

import datetime as dt
from types import SimpleNamespace

from factories import make_area, make_organisation, make_region, make_source
from hytti.core.models import Region
from hytti.tray import vocabularies
from hytti.tray.models import Contact, Offer, Place, Term, Time, Vocabulary
from hytti.tray.search import index


def make_offers() -> SimpleNamespace:
    """`walk` repeats weekly over the changes of the clock; `hall` is a place; `camp` once; `hidden` is withdrawn."""
    vocabularies.load()
    Region.objects.exists() or make_region(name_fi="Äkäsmaa", name_sv="Äkäsnejden")
    source = make_source(key="lipas", title_fi="Lipas", licence="CC BY 4.0", address="https://esimerkki.invalid/lipas")
    town = make_area(name_fi="Äkäslahti", name_sv="Äkäsviken", slug="akaslahti", code="900")
    club = make_organisation(
        name_fi="Äkäslahden Latu ry", slug="akaslahden-latu", business_id="1234567-1", description_fi="Retkeilyseura.",
        address="https://esimerkki.invalid/latu",
    )  # fmt: skip
    walk = Offer.objects.create(
        kind="group", state="published", provider=club, slug="kavelyryhma", name_fi="Rauhallinen kävelyryhmä",
        name_sv="Lugn promenadgrupp", summary_fi="Tunnin lenkki omaan tahtiin.", description_fi="Lopuksi kahvit.",
        instruction_fi="Tule torille.", keywords="kävely", languages=["fi", "sv"], ways=["place", "online"],
        minimum_age=65, maximum_age=99, is_free=True, registration="needed", registration_fi="Soita.",
        registration_address="https://esimerkki.invalid/ilmoittaudu?käynti=1", address="https://esimerkki.invalid/kävely",
        reviewed_on=dt.date(2026, 9, 1), valid_from=dt.date(2026, 1, 1), source=source, as_of="2026-08-31",
    )  # fmt: skip
    walk.municipalities.add(town)
    walk.terms.set(_terms(("theme", 2), ("service_class", 3), ("target_group", 1), ("life_event", 1), ("age_group", 1)))
    square = Place.objects.create(
        offer=walk, name_fi="Tori", name_sv="Torget", street="Kauppakatu 1", postal_code="15100",
        post_office="ÄKÄSLAHTI", municipality=town, latitude=60.98, longitude=25.66, accessibility_note_fi="Kivetty.",
    )  # fmt: skip
    square.accessibility.set(_terms(("accessibility", 2)))
    Time.objects.create(
        offer=walk, place=square, starts_on=dt.date(2026, 9, 28), starts_at=dt.time(10), ends_at=dt.time(11),
        ends_on=dt.date(2027, 4, 30), rrule="FREQ=WEEKLY;INTERVAL=2;BYDAY=TU,TH", excluded=["2026-12-24"],
        note_fi="Joulutauko.",
    )  # fmt: skip
    Time.objects.create(offer=walk, starts_on=dt.date(2026, 10, 7), rrule="FREQ=MONTHLY;BYDAY=-1FR;COUNT=8", order=1)
    for kind, value in (
        ("phone", "010 000 0000"),
        ("email", "toimisto@esimerkki.invalid"),
        ("web", "https://esimerkki.invalid/x"),
    ):
        Contact.objects.create(offer=walk, kind=kind, value=value, label_fi="Toimisto")
    hall = Offer.objects.create(
        kind="place", state="due", provider=club, slug="uimahalli", name_fi="=Äkäslahden uimahalli", is_free=False,
        price_fi="8 euroa", reach="county",
    )  # fmt: skip
    pool = Place.objects.create(offer=hall, street="Rantatie 2", postal_code="15500", latitude=61.2, longitude=25.7)
    Time.objects.create(
        offer=hall, place=pool, kind="opening", starts_on=dt.date(2026, 1, 1), starts_at=dt.time(6),
        ends_at=dt.time(20), rrule="FREQ=DAILY",
    )  # fmt: skip
    camp = Offer.objects.create(
        kind="event", state="published", provider=club, slug="leiri", name_fi="Leiri", reach="country",
        price_fi="20 euroa",
    )  # fmt: skip
    Time.objects.create(
        offer=camp, starts_on=dt.date(2027, 6, 30), starts_at=dt.time(22), ends_at=dt.time(2),
        rrule="FREQ=YEARLY;BYMONTH=6;BYMONTHDAY=30",
    )  # fmt: skip
    Time.objects.create(offer=camp, starts_on=dt.date(2027, 7, 1), ends_on=dt.date(2027, 7, 3), order=1)
    hidden = Offer.objects.create(
        kind="group", state="withdrawn", provider=club, slug="lopetettu", name_fi="Lopetettu kävelyryhmä"
    )
    Time.objects.create(offer=hidden, starts_on=dt.date(2027, 1, 1))
    Place.objects.create(offer=hidden, street="Kauppakatu 9", postal_code="15100", latitude=60.98, longitude=25.66)
    index.rebuild()
    return SimpleNamespace(**locals())


def _terms(*wanted: tuple[str, int]) -> list[Term]:
    found: list[Term] = []
    for vocabulary, count in wanted:
        found += Term.objects.filter(vocabulary=Vocabulary(vocabulary)).order_by("-parent", "code")[:count]
    return found
