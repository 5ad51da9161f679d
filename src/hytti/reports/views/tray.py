"""The visitor's own tray as a PDF: made here, since the room of the tray stands below the makers of files."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from hytti.core.models import Region
from hytti.core.templatetags.hytti import plain
from hytti.tray import basket, limits
from hytti.tray.models import Offer
from hytti.tray.queries.cards import card
from hytti.tray.views.private import too_often

from ..blocks import Block, Document, Heading, List, Paragraph, Run, text
from ..pdf import pdf


@never_cache
def tray(request: HttpRequest) -> HttpResponse:
    """What is on the tray, each offer with its facts, contacts and link; an empty tray has no file."""
    offers = basket.offers(request)
    if not offers:
        return redirect("tray:basket")
    if not limits.allows(request, "file"):
        return too_often(request)
    answer = HttpResponse(pdf(document_of(offers)), content_type="application/pdf")
    answer.headers["Content-Disposition"] = 'attachment; filename="tarjotin.pdf"'
    return answer


def document_of(offers: list[Offer]) -> Document:
    region = Region.objects.select_related("organisation").first()
    language: Any = (get_language() or "fi")[:2]
    return Document(
        title=_("Tarjotin"),
        language=language,
        date=timezone.localdate(),
        author=plain(region.organisation) if region else "Hytti",
        blocks=(Paragraph(text(_("Tarkista ajat ennen kuin lähdet."))), *(b for one in offers for b in _blocks(one))),
        contents=False,
    )


def _blocks(offer: Offer) -> tuple[Block, ...]:
    facts = [words for _icon, words in card(offer).facts]
    facts += [plain(offer.provider), *(contact.value for contact in offer.contacts.all())]
    link = settings.SITE_ADDRESS + offer.get_absolute_url()
    items = (*(text(fact) for fact in facts), (Run(link, url=link),))
    summary = plain(offer, "summary")
    about = (Paragraph(text(summary)),) if summary else ()
    return (Heading(plain(offer)), *about, List(items))
