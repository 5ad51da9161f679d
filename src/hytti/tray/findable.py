"""What of the tray the site's own search finds: the offers that are shown, by name, summary and provider."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy

from hytti.core.models import Organisation, SearchEntry
from hytti.core.search import Findable, Kind, register, reindex_many
from hytti.core.search.shared import own

from .models import Offer
from .search import index

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Collection

    from django.db.models import QuerySet

MOST_AT_ONCE = 500


def _text(offer: Offer, language: str) -> tuple[str, str]:
    title, summary = own(offer, "name", language), own(offer, "summary", language)
    if not title and not summary:
        return "", ""
    parts = (summary, offer.get_kind_display(), own(offer.provider, "name", language))
    return title, "\n".join(part for part in parts if part)


def _shown() -> QuerySet[Offer]:
    return Offer.objects.public(timezone.localdate()).select_related("provider")


def follow(changed: Collection[int]) -> None:
    """Bring offers (keys) that a feed changed or took off up to date; new ones come in with `keep_findable`."""
    known = SearchEntry.objects.filter(
        content_type=ContentType.objects.get_for_model(Offer), object_id__in=list(changed)
    )
    reindex_many(Offer, set(known.values_list("object_id", flat=True)))


def keep_findable(now: dt.datetime) -> str:
    """Bring offers whose day has come or gone, and those that a feed brought, into the site's search and out of it."""
    entries = SearchEntry.objects.filter(content_type=ContentType.objects.get_for_model(Offer))
    known = set(entries.values_list("object_id", flat=True).distinct())
    shown = set(Offer.objects.public(timezone.localdate(now)).values_list("pk", flat=True))
    entries.filter(object_id__in=sorted(known - shown)[:MOST_AT_ONCE]).delete()
    new = sorted(shown - known)[:MOST_AT_ONCE]
    reindex_many(Offer, new)
    gone = len(known - shown)
    return f"{len(new)} offers came into the search, {gone} left it." if new or gone else ""


def follow_provider(sender: type[Organisation], instance: Organisation, created: bool, **_signal: Any) -> None:
    """After an organisation was saved: its offers are found by its new name, and no longer by the old one."""
    if created:
        return
    keys = list(Offer.objects.filter(provider=instance).values_list("pk", flat=True))
    if keys:
        transaction.on_commit(lambda: _follow_all(keys))


def _follow_all(keys: list[int]) -> None:
    index.refresh(keys)
    follow(keys)


def register_offers() -> None:
    register(Findable(Offer, "offer", _text, records=_shown), Kind("offer", gettext_lazy("Tarjotin"), 45))
