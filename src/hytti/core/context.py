"""What every page's frame needs: rooms, languages, region, footer."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.urls import Resolver404, resolve, reverse, translate_url
from django.utils.functional import SimpleLazyObject
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from hytti import __version__

from .models import Region

if TYPE_CHECKING:
    from django.http import HttpRequest

ROOMS: list[tuple[str, str, bool]] = []
WITHIN: dict[str, str] = {}


def add_room(label: str, url_name: str, *, signed_in: bool = False) -> None:
    """A room announces itself from its app's ready(); only rooms that exist are shown."""
    if (label, url_name, signed_in) not in ROOMS:
        ROOMS.append((label, url_name, signed_in))


def add_to_room(namespace: str, url_name: str) -> None:
    """An app whose pages belong to the room of another: the namespace of its addresses, and the room's first page."""
    WITHIN[namespace] = url_name


def frame(request: HttpRequest) -> dict[str, Any]:
    return {
        "region": SimpleLazyObject(
            Region.objects.defer("boundaries", "diagram").select_related("area", "organisation").first
        ),
        "rooms": SimpleLazyObject(lambda: _rooms(request)),
        "languages": SimpleLazyObject(lambda: _languages(request)),
        "footer_links": SimpleLazyObject(_footer_links),
        "release": __version__,
        "demo_mode": settings.DEMO,
    }


def _rooms(request: HttpRequest) -> list[dict[str, Any]]:
    rooms = []
    for label, url_name, signed_in in ROOMS:
        if signed_in and not is_signed_in(request):
            continue
        url = reverse(url_name)
        rooms.append({"label": _(label), "url": url, "current": _is_inside(request, url_name, url)})
    return rooms


def is_signed_in(request: HttpRequest) -> bool:
    """Whether somebody is signed in; nobody is where a request was refused before the session was read."""
    user = getattr(request, "user", None)
    return user is not None and bool(user.is_authenticated)


def _is_inside(request: HttpRequest, url_name: str, url: str) -> bool:
    match = getattr(request, "resolver_match", None)
    if match is not None and ":" in url_name:
        inside = WITHIN.get(match.namespace, f"{match.namespace}:")
        return inside.split(":")[0] == url_name.split(":")[0]
    return request.path.startswith(url)


def _languages(request: HttpRequest) -> list[dict[str, Any]]:
    current = get_language()
    try:
        resolve(request.path)
        path = request.get_full_path()
    except Resolver404:
        path = reverse("front")
    return [
        {"code": code, "name": name, "url": translate_url(path, code), "current": code == current}
        for code, name in settings.LANGUAGES
    ]


def _footer_links() -> list[dict[str, str]]:
    links = [
        (_("Tietolähteet"), "sources"),
        (_("Avoin data"), "open_data"),
        (_("Saavutettavuusseloste"), "accessibility"),
        (_("Tietosuoja"), "privacy"),
        (_("Sanasto"), "glossary"),
    ]
    return [{"label": label, "url": reverse(name)} for label, name in links]
