"""Template tags of the reading pages: how fresh a record is, where its source is told, where a link leads."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from django import template
from django.urls import reverse
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from hytti.core.models.provenance import Confirmation
from hytti.core.templatetags.hytti import day, tr

from ..queries.subjects import period_of

if TYPE_CHECKING:
    from hytti.core.models import Provenance, Source

    from ..models import Document

register = template.Library()

SHAPES = {Confirmation.CONFIRMED: "done", Confirmation.LATE: "late", Confirmation.UNCONFIRMED: "unconfirmed"}
STATES = {"draft": "progress", "in_force": "done", "ended": "ended", "unknown": "unconfirmed"}
JOINED = re.compile(r"(?<=\s)[-–]\w+")


def _status(shape: str, words: str) -> SafeString:
    return format_html(
        '<span class="status status-{}"><svg aria-hidden="true"><use href="#s-{}"/></svg><span>{}</span></span>',
        shape,
        shape,
        words,
    )


@register.simple_tag
def freshness(record: Provenance) -> SafeString:
    """Whether somebody has vouched for the record, and when: a shape and the words."""
    state = record.confirmation()
    words = str(state.label)
    if record.confirmed_on is not None:
        words = f"{words} {day(record.confirmed_on)}"
    return _status(SHAPES[state], words)


@register.simple_tag
def state_of(document: Document) -> SafeString:
    """The state of a document: a shape and the word."""
    word = document.get_state_display()
    return _status(STATES[document.state], word[:1].upper() + word[1:])


@register.simple_tag
def source_link(source: Source | None) -> SafeString | str:
    """The source's title, leading to its row among the data sources."""
    if source is None:
        return format_html('<span class="unknown">{}</span>', _("ei tiedossa"))
    return format_html('<a href="{}#{}">{}</a>', reverse("sources"), source.key, tr(source, "title"))


@register.filter
def period(document: Document) -> str:
    """The years a document covers."""
    return period_of(document)


@register.filter
def host(address: str) -> str:
    """The name of the site that an address leads to."""
    return (urlsplit(address).hostname or "").removeprefix("www.")


@register.simple_tag
def outside(address: str, words: str) -> SafeString:
    """A link that leaves the service and says where it leads."""
    return format_html(
        '<a href="{}" rel="external">{}</a> <span class="quiet fine whole">({})</span>', address, words, host(address)
    )


@register.filter
def joined(text: str) -> SafeString:
    """Keep a word that begins with its hyphen ("-verkosto") on one line."""
    kept = JOINED.sub(lambda found: f'<span class="whole">{found.group()}</span>', conditional_escape(text))
    return mark_safe(kept)  # noqa: S308
