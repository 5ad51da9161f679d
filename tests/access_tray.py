"""Who reaches which address of the tray, and the records that the rows name."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.utils import timezone

from access_row import EVERYBODY, Row
from hytti.core.models import Area, Organisation, Source
from hytti.tray.models import (
    ContactRequest,
    Feed,
    Freshness,
    Invitation,
    JoinProposal,
    Missing,
    Offer,
    Recipient,
    Term,
    ThemeRule,
    Time,
)

OFFERS = [
    *(Row(f"tray:{name}", "KH") for name in ("mine", "add_offer", "desk", "invite", "state", "coverage_csv")),
    *(Row(f"tray:{name}", "KH", "oma tarjonta") for name in ("keep_offer", "edit_offer")),
    *(Row(f"tray:{name}", "H", "muun tarjonta") for name in ("keep_offer", "edit_offer")),
    Row("tray:step_offer", "KH", "oman tarjonnan tila"),
    Row("tray:remove_offer", "KH", "oma tarjonta", status=302, post={}),
    Row("tray:provider_contact", "KH", "kunta-organisaatio"),
    *(
        Row(f"tray:{name}", "KH", of, status=302, post={})
        for name, of in (
            ("handle_freshness", "ilmoitus tarjonnasta"),
            ("handle_missing", "ilmoitus puuttuvasta"),
            ("cancel_invitation", "kirjoituskutsu"),
        )
    ),
    Row("tray:by_link", EVERYBODY, "tuntematon kirjoituslinkki", status=410),
]

FINDING = [
    *(Row(f"tray:{name}", EVERYBODY) for name in ("search", "suggest", "missing")),
    *(Row(f"tray:{name}", EVERYBODY, "julkinen tarjonta") for name in ("offer", "card", "freshness")),
    Row("tray:provider", EVERYBODY, "julkisen tarjoaja"),
    Row("tray:offer", "H", "muun luonnos", others=dict.fromkeys("ARVKP", 404)),
]

REQUESTS = [
    *(
        Row(f"tray:{name}", EVERYBODY)
        for name in ("basket", "print_list", "give", "mail_basket", "by_code", "ask", "asked")
    ),
    *(Row(f"tray:{name}", EVERYBODY) for name in ("statistics", "statistics_csv")),
    *(
        Row(f"tray:{name}", EVERYBODY, status=302, post={"tarjonta": "1"})
        for name in ("remove_collected", "move_collected", "empty_basket")
    ),
    Row("tray:collect", EVERYBODY, status=404, post={}),
    *(Row(f"tray:{name}", EVERYBODY, "tuntematon koodi", status=410) for name in ("saved", "ask_by_code")),
    Row("tray:take_saved", EVERYBODY, "tuntematon koodi", status=410, post={}),
    *(Row(f"tray:{name}", EVERYBODY, "vanha linkki", status=410) for name in ("confirm", "own_request")),
    Row("tray:withdraw_request", EVERYBODY, "vanha linkki", status=410, post={}),
    Row("tray:answer_by_link", EVERYBODY, "vanha linkki", status=410),
    *(Row(f"tray:{name}", "KH") for name in ("referrals", "ask_for_client")),
    Row("reports:tray", EVERYBODY, status=302),  # an empty tray has no file
    Row("tray:answers", ""),
    Row("tray:answer", "", "yhteydenottopyynto"),
]

EXCHANGE = [
    *(Row(f"tray:{name}", EVERYBODY) for name in ("calendar", "csv", "embed", "embed_list")),
    Row("tray:offer_ics", EVERYBODY, "julkinen tarjonta"),
    *(Row(f"hsds-{language}:openapi-json", EVERYBODY) for language in ("fi", "sv", "en")),
]

FEEDS = [
    *(Row(f"tray:{name}", "HP") for name in ("feeds", "add_feed", "feed_template", "joins")),
    *(Row(f"tray:{name}", "HP", "syote") for name in ("feed", "edit_feed", "bring_sheet")),
    *(Row(f"tray:{name}", "HP", "syote", status=302, post={}) for name in ("fetch_feed", "stop_feed")),
    Row("tray:decide_join", "HP", "yhdistamisehdotus", status=302, post={}),
]

THEMES = [
    *(Row(f"tray:{name}", "H") for name in ("theme_rules", "add_theme_rule")),
    *(Row(f"tray:{name}", "H", "teemasaanto") for name in ("correct_theme_rule", "end_theme_rule")),
]

TRAY = [*FINDING, *OFFERS, *REQUESTS, *EXCHANGE, *FEEDS, *THEMES]


def tray_records(town: Organisation, area: Area, other: Organisation) -> dict[str, Any]:
    """Offers of the coordinator's municipality and of an association from elsewhere."""
    own = Offer.objects.create(kind="group", provider=town, slug="oma-tarjonta", name_fi="Kunnan ryhmä")
    others = Offer.objects.create(kind="group", provider=other, slug="muun-tarjonta", name_fi="Muun ryhmä")
    for offer in (own, others):
        offer.municipalities.add(area)
    others.municipalities.add(Area.objects.create(kind="municipality", code="998", slug="muualla", name_fi="Muualla"))
    until = timezone.localdate() + dt.timedelta(days=9)
    invitation = Invitation.objects.create(
        organisation=town, email="a@example.org", token_hash="0" * 64, expires_on=until
    )
    public = Offer.objects.create(
        kind="place", provider=other, slug="julkinen-tarjonta", name_fi="Julkinen", state="published"
    )
    Time.objects.create(offer=public, starts_on=until)
    return {
        "julkinen tarjonta": public,
        "julkisen tarjoaja": other,
        "muun luonnos": (others.slug,),
        "oma tarjonta": (own.pk,),
        "muun tarjonta": (others.pk,),
        "oman tarjonnan tila": (own.pk, "proposed"),
        "ilmoitus tarjonnasta": (Freshness.objects.create(offer=own, verdict="wrong").pk,),
        "ilmoitus puuttuvasta": (Missing.objects.create(words="Koe", municipality=area).pk,),
        "kirjoituskutsu": (invitation.pk,),
        "tuntematon kirjoituslinkki": ("tuntematon",),
        "tuntematon koodi": ("CCCCCCCCC",),
        "yhteydenottopyynto": _request(other),
        "syote": (_feed().key,),
        "teemasaanto": (_theme_rule().pk,),
        "yhdistamisehdotus": (JoinProposal.objects.create(offer=own, other=others).pk,),
    }


def _feed() -> Feed:
    source = Source.objects.create(key="syotteen-lahde", title_fi="Syötteen lähde")
    return Feed.objects.create(key="syote", kind="sheet", name="Syöte", source=source)


def _theme_rule() -> ThemeRule:
    class_, theme = (
        Term.objects.create(vocabulary=vocabulary, code=f"koe-{vocabulary}", name_fi="Koe")
        for vocabulary in ("service_class", "theme")
    )
    return ThemeRule.objects.create(service_class=class_, theme=theme, since=timezone.localdate())


def _request(organisation: Organisation) -> Recipient:
    """A request to an association for which none of the readers answers."""
    now = timezone.now()
    asked = ContactRequest.objects.create(
        email="a@example.org", owner=organisation, consent_version="1", consented_at=now, confirmed_at=now,
        confirm_by=now, delete_on=timezone.localdate() + dt.timedelta(days=9),
    )  # fmt: skip
    return Recipient.objects.create(request=asked, organisation=organisation, state="sent", state_on=now.date())
