"""Template tags of the plans: where a record comes from, and its date."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from django import template
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from hytti.core.templatetags.hytti import day, tr

from ..drawing.action_rows import action_rows
from ..drawing.outline_rows import OutlineRows

if TYPE_CHECKING:
    from hytti.core.models import Provenance

    from ..models import Worry

register = template.Library()
register.simple_tag(action_rows)
register.simple_tag(OutlineRows.actions, name="outline_actions")
register.simple_tag(OutlineRows.tools, name="outline_tools")


@register.simple_tag
def origin(record: Provenance) -> SafeString:
    """The source, leading to its row among the data sources, and the day of the data; or that it was written here."""
    if record.source is None and record.pack_key is None:
        return format_html("{}", _("Kirjattu Hytissä"))
    if record.source is None:
        return format_html('<span class="unknown">{}</span>', _("Lähde ei ole tiedossa"))
    link = format_html('<a href="{}#{}">{}</a>', reverse("sources"), record.source.key, tr(record.source, "title"))
    return format_html("{}: {}, {}", _("Lähde"), link, day(record.as_of))


@register.simple_tag
def outside(address: str, words: str) -> SafeString:
    """A link that leaves the service and says where it leads."""
    host = (urlsplit(address).hostname or "").removeprefix("www.")
    return format_html(
        '<a href="{}" rel="external">{}</a> <span class="quiet fine whole">({})</span>', address, words, host
    )


@register.simple_tag
def unknown() -> SafeString:
    """What stands where a thing is not known."""
    return format_html('<span class="unknown">{}</span>', _("ei tiedossa"))


@register.filter
def bare(number: int | None) -> str:
    """A year or another number that is not counted: without spaces between thousands."""
    return "" if number is None else str(number)


VERDICTS = {"supported": "done", "not_supported": "ended", "no_data": "unconfirmed", "unchecked": "open"}


@register.filter
def verdict_mark(worry: Worry) -> str:
    """The mark of what the figures say of a worry or a joy."""
    return VERDICTS[worry.verdict]
