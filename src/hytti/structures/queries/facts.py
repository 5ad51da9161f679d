"""The box of facts beside a body: a label and a value, with a link where there is somewhere to go."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from hytti.core.templatetags.hytti import day, plain, tr

if TYPE_CHECKING:
    from hytti.core.models import Organisation

    from ..models import Body, Post

Fact = dict[str, Any]


def facts_of(body: Body, seats: int) -> list[Fact]:
    """What is known of the body; an unknown leader is said to be unknown, other unknowns are left out."""
    count = ngettext("%(count)s paikka", "%(count)s paikkaa", seats) % {"count": seats} if seats else ""
    found = [
        {"label": _("Laji"), "value": body.get_kind_display()},
        _body(_("Asettaja"), body.appointed_by),
        _body(_("Esittäjä"), body.proposed_by),
        _post(_("Esittelijä"), body.presented_by),
        _text(_("Kausi"), term_of(body)),
        _text(_("Paikkoja"), count),
        _convener(body),
        _body(_("Kuuluu toimielimeen"), body.parent),
        _organisation(_("Organisaatio"), body.organisation),
        _text(_("Kunnat"), ", ".join(plain(area) for area in body.municipalities.all())),
        {"label": _("Teema"), "value": tr(body.theme), "url": reverse("structures:theme", args=[body.theme.slug])}
        if body.theme
        else None,
        _text(_("Muut nimet"), body.also_known_as),
        _text(_("Perustettu"), day(body.founded)),
        _text(_("Lakkautettu"), f"{day(body.closed_on)}: {body.closed_reason}" if body.closed_on else ""),
    ]
    return [fact for fact in found if fact is not None]


def term_of(body: Body) -> str:
    """The term in words, with its dates where the words do not tell them."""
    words = tr(body, "term") if body.term_fi else ""
    start, end = day(body.term_start), day(body.term_end)
    dates = ""
    if start and end:
        dates = f"{start}–{end}"
    elif start:
        dates = _("%(day)s alkaen") % {"day": start}
    elif end:
        dates = _("%(day)s asti") % {"day": end}
    if not words or not dates or (end or start) in words:
        return words or dates
    return format_html("{} ({})", words, dates)


def _text(label: str, value: Any) -> Fact | None:
    return {"label": label, "value": value} if value else None


def _body(label: str, body: Body | None) -> Fact | None:
    return {"label": label, "value": tr(body), "url": body.get_absolute_url()} if body is not None else None


def _organisation(label: str, organisation: Organisation | None) -> Fact | None:
    if organisation is None:
        return None
    return {"label": label, "value": tr(organisation), "url": organisation_url(organisation)}


def _post(label: str, post: Post | None) -> Fact | None:
    return {"label": label, "value": tr(post, "title")} if post is not None else None


def _convener(body: Body) -> Fact | None:
    if body.convener is not None:
        return _organisation(_("Vetovastuu"), body.convener)
    return {"label": _("Vetovastuu"), "value": _("ei tiedossa")} if body.is_network else None


def organisation_url(organisation: Organisation) -> str:
    """A municipality's own page, or the organisation's."""
    if organisation.kind == organisation.Kind.MUNICIPALITY and organisation.area is not None:
        return reverse("structures:municipality", args=[organisation.area.slug])
    return reverse("structures:organisation", args=[organisation.slug])
