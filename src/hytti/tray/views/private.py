"""Pages whose address is a secret, and forms that change nothing but the visitor's own tray."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any
from urllib.parse import urlsplit

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt

from hytti.core.permissions import NotNow

View = Callable[..., HttpResponse]


def private(view: View) -> View:
    """The page is kept nowhere, its address is told to no other site and to no search engine; a link that has ended
    says so (410)."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            answer = view(request, *args, **kwargs)
        except NotNow as error:
            answer = over(request, str(error))
        answer.headers["Referrer-Policy"] = "same-origin"
        answer.headers["X-Robots-Tag"] = "noindex"
        return answer

    return never_cache(guarded)


def over(request: HttpRequest, text: str, status: int = 410) -> HttpResponse:
    return render(
        request, "core/error.html", {"title": _("Linkki ei avaudu"), "text": text, "status": status}, status=status
    )


def too_often(request: HttpRequest) -> HttpResponse:
    text = _("Täältä on yritetty monta kertaa lyhyessä ajassa. Yritä tunnin päästä uudelleen.")
    return over(request, text, 429)


def from_own_pages(view: View) -> View:
    """Take a form without a CSRF cookie, so that public pages with its button can be kept ready for all.

    Browsers tell where a form was sent from; one from another site is refused.
    """

    @csrf_exempt
    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        site, origin = request.headers.get("Sec-Fetch-Site"), request.headers.get("Origin")
        foreign = (
            site not in ("same-origin", "none") if site else origin and urlsplit(origin).netloc != request.get_host()
        )
        if foreign:
            raise PermissionDenied(_("Lomake lähetettiin toiselta sivustolta."))
        return view(request, *args, **kwargs)

    return guarded
