"""What has changed in the figures: the page, its feed, and the letters for the signed in."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.utils.feedgenerator import Atom1Feed
from django.utils.html import format_html, format_html_join
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from hytti.core.content_version import public_page
from hytti.core.models import Region
from hytti.core.permissions import NotNow

from .. import words
from ..actions import following
from ..digest import wish_of
from ..forms.following import FollowingForm
from ..models import Following
from ..queries import changes

SHOWN_DAYS = 90
FEED_DAYS = 365
EARLIEST = dt.date(2000, 1, 1)


@public_page
def page(request: HttpRequest) -> HttpResponse:
    areas = _areas()
    chosen = _chosen(request, areas)
    since = _since(request)
    found = changes.publications(changes.start_of(since), [area.key for area in chosen])
    feed = reverse("indicators:changes_feed")
    context = {
        "areas": [(words.area_slug(area), words.area_name(area), area in chosen) for area in areas],
        "chosen": chosen[0] if len(chosen) == 1 else None,
        "since": since,
        "publications": found,
        "feed_url": f"{feed}?alue={words.area_slug(chosen[0])}" if len(chosen) == 1 else feed,
        "breadcrumb": _crumbs((_("Mitä on muuttunut"), None)),
    }
    return render(request, "indicators/changes.html", context)


@public_page
def feed(request: HttpRequest) -> HttpResponse:
    """The same as an Atom feed: one entry for each publication, known for ever by its key."""
    chosen = _chosen(request, _areas())
    since = timezone.localdate() - dt.timedelta(days=FEED_DAYS)
    name = words.area_name(chosen[0]) if len(chosen) == 1 else ""
    address = request.build_absolute_uri(reverse("indicators:changes"))
    page = f"{address}?alue={words.area_slug(chosen[0])}" if len(chosen) == 1 else address
    atom = Atom1Feed(
        title=_("Uusia lukuja: %(area)s") % {"area": name} if name else _("Uusia lukuja"),
        link=page,
        description=_("Mitä Hytin luvuissa on muuttunut."),
        language=get_language(),
        feed_url=request.build_absolute_uri(),
        author_name="Hytti",
    )
    for publication in changes.publications(changes.start_of(since), [area.key for area in chosen]):
        atom.add_item(
            title=publication.title,
            link=f"{page}{'&' if name else '?'}alkaen={timezone.localdate(publication.at)}#{publication.anchor}",
            description=_summary(publication),
            unique_id=f"{address}#{publication.key}",
            pubdate=publication.at,
            updateddate=publication.at,
        )
    return HttpResponse(atom.writeString("utf-8"), content_type=atom.content_type)


@login_required
def follow(request: HttpRequest) -> HttpResponse:
    areas = _areas()
    wish = Following.objects.filter(user=request.user).first()
    initial = (
        {"areas": wish.areas, "often": wish.often, "language": wish.language}
        if wish
        else {"areas": [area.key for area in areas[:1]], "language": get_language()}
    )
    form = FollowingForm(request.POST or None, areas=areas, initial=initial)
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid() and _followed(request, form):
            return redirect("indicators:follow")
    steps = (_("Mitä on muuttunut"), reverse("indicators:changes")), (_("Viestit uusista luvuista"), None)
    context = {"form": form, "wish": wish, "breadcrumb": _crumbs(*steps)}
    return render(request, "indicators/follow.html", context, status=status)


def _followed(request: HttpRequest, form: FollowingForm) -> bool:
    try:
        wish = following.follow(by=request.user, **form.cleaned_data)
    except ValidationError as error:
        form.add_error(None, error)
        return False
    except NotNow as error:
        form.add_error(None, str(error))
        return False
    day = words.day(wish.next_on.isoformat())
    messages.success(request, _("Tallennettu. Seuraava viesti lähtee aikaisintaan %(day)s.") % {"day": day})
    return True


@login_required
@require_http_methods(["POST"])
def unfollow(request: HttpRequest) -> HttpResponse:
    if following.stop_following(by=request.user):
        messages.success(request, _("Viestejä uusista luvuista ei enää lähetetä."))
    return redirect("indicators:follow")


@csrf_exempt  # the signed address is the right; mail programs post it without a form
def stop(request: HttpRequest, token: str) -> HttpResponse:
    """End the letters from the address in one of them. Opening it only asks, so that no mail scanner ends them."""
    wish = wish_of(token)
    ended = wish is None
    if request.method == "POST" and wish is not None:
        following.stop_following(by=wish.user)
        ended = True
    return render(request, "indicators/stop.html", {"ended": ended})


def _areas() -> list[Any]:
    region = Region.objects.select_related("area").first()
    return changes.regional_areas(f"hyvinvointialue-{region.area.code}") if region else []


def _chosen(request: HttpRequest, areas: list[Any]) -> list[Any]:
    """The area whose word the address gives, else all of them."""
    slug = request.GET.get("alue", "")
    return [area for area in areas if words.area_slug(area) == slug] or areas


def _since(request: HttpRequest) -> dt.date:
    try:
        day = parse_date(request.GET.get("alkaen", ""))
    except ValueError:
        day = None
    today = timezone.localdate()
    return min(max(day, EARLIEST), today) if day else today - dt.timedelta(days=SHOWN_DAYS)


def _summary(publication: changes.Publication) -> str:
    """The rows as HTML, as a feed tells of its entries."""
    rows = [(f"{row.definition.name}: {row.what}",) for row in publication.indicators]
    reason = format_html("<p>{}</p>", publication.reason) if publication.reason else ""
    return format_html("{}<ul>{}</ul>", reason, format_html_join("", "<li>{}</li>", rows))


def _crumbs(*own: tuple[str, str | None]) -> list[tuple[str, str | None]]:
    return [(_("Etusivu"), reverse("front")), (_("Luvut"), reverse("indicators:catalogue")), *own]
