"""The visitor's tray in templates. Only a template that is drawn for a request has one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import template

from .. import basket, qr
from ..queries.cards import Card, card

if TYPE_CHECKING:
    from django.template import RequestContext
    from django.utils.safestring import SafeString

    from ..models import Offer

register = template.Library()


@register.simple_tag(takes_context=True)
def is_collected(context: RequestContext, offer: Offer) -> bool:
    """Whether the offer is on the visitor's tray; also in an include with `only`."""
    return offer.pk in basket.ids(context.request)


@register.simple_tag(takes_context=True)
def back_here(context: RequestContext) -> str:
    """The address that a button leads back to: what it was given, else this page."""
    given: Any = context.get("back")
    return given if isinstance(given, str) and given else context.request.get_full_path()


@register.simple_tag(takes_context=True)
def collected(context: RequestContext) -> list[Card]:
    """The cards of what is on the visitor's tray."""
    return [card(offer) for offer in basket.offers(context.request)]


@register.simple_tag
def qr_code(address: str, label: str) -> SafeString:
    return qr.svg(address, label)
