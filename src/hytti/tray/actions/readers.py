"""What readers tell: that an offer is or is not up to date, and what they did not find. No name is asked."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from hytti.core import audit
from hytti.core.permissions import NotNow
from hytti.core.plain_text import plain
from hytti.sources.identity import holds_identity_code

from ..models import Freshness, Handled, Missing, Offer

if TYPE_CHECKING:
    from hytti.core.models import Area

    from ..models import Term

Told = TypeVar("Told", Freshness, Missing)
LONGEST = 500
MOST_OF_AN_OFFER = 20  # words on one offer that wait to be read; beyond these none is taken
MOST_WAITING = 500


@transaction.atomic
def tell_freshness(offer: Offer, verdict: str, words: str = "") -> Freshness:
    """A reader's word on whether a shown offer is up to date. Raises NotNow and ValidationError."""
    if not offer.is_shown_on(timezone.localdate()):
        raise NotNow(_("Tämä ei ole enää tarjottimella."))
    waiting = Freshness.objects.filter(state=Handled.OPEN)
    if waiting.filter(offer=offer).count() >= MOST_OF_AN_OFFER or waiting.count() >= MOST_WAITING:
        raise NotNow(_("Ilmoituksia odottaa lukijaa paljon. Yritä myöhemmin uudelleen."))
    record = Freshness(offer=offer, verdict=verdict, words=_read(words))
    if verdict == Freshness.Verdict.WRONG and not record.words:
        raise ValidationError({"words": _("Kerro, mikä on väärin.")})
    return _kept(record, "offers.freshness_told", offer)


@transaction.atomic
def tell_missing(words: str, *, municipality: Area | None = None, theme: Term | None = None) -> Missing:
    """What a reader looked for and did not find. Raises NotNow and ValidationError."""
    if Missing.objects.filter(state=Handled.OPEN).count() >= MOST_WAITING:
        raise NotNow(_("Ilmoituksia odottaa lukijaa paljon. Yritä myöhemmin uudelleen."))
    record = Missing(words=_read(words), municipality=municipality, theme=theme)
    if not record.words:
        raise ValidationError({"words": _("Kerro, mitä puuttuu.")})
    return _kept(record, "offers.missing_told", None)


def _read(words: str) -> str:
    if len(words) > 10 * LONGEST:
        raise ValidationError({"words": _("Tekstissä on %(length)s merkkiä.") % {"length": len(words)}})
    if holds_identity_code(words):
        raise ValidationError({"words": _("Tekstissä näyttää olevan henkilötunnus. Poista se ja lähetä uudelleen.")})
    return plain(words)


def _kept(record: Told, verb: str, subject: Offer | None) -> Told:
    record.full_clean()
    record.save()
    audit.record(None, verb, record, subject=subject)
    return record
