"""Error pages: what is wrong and what to do, in the reader's language."""

from __future__ import annotations

from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from . import kept


def _page(request: HttpRequest, status: int, title: str, text: str) -> HttpResponse:
    return render(request, "core/error.html", {"title": title, "text": text, "status": status}, status=status)


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    if isinstance(exception, RequestDataTooBig):
        text = _(
            "Lomake on liian suuri. Kirjoitettu teksti on tallessa edellisellä sivulla: palaa takaisin ja lyhennä."
        )
        return _page(request, 413, _("Lähetys on liian suuri"), text)
    return _page(
        request, 400, _("Pyyntöä ei voi lukea"), _("Osoitteessa tai lomakkeessa on jotain, mitä ei ymmärretty.")
    )


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    text = str(exception or "") or _("Tämän sivun näkemiseen tarvitaan valtuus.")
    return _page(request, 403, _("Ei valtuutta"), text)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    text = _("Osoite on vanhentunut tai siinä on virhe. Etsi sivua haulla tai aloita etusivulta.")
    return _page(request, 404, _("Sivua ei löydy"), text)


def server_error(request: HttpRequest) -> HttpResponse:
    text = _("Vika on palvelussa, ei lukijassa. Tieto viasta on tallessa. Yritä hetken päästä uudelleen.")
    try:
        return _page(request, 500, _("Palvelussa on vika"), text)
    except Exception:
        return HttpResponse(f"<!doctype html><title>500</title><h1>Palvelussa on vika</h1><p>{text}</p>", status=500)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form from before a new sign-in is shown again with what was typed, where its page keeps that."""
    own_page = request.headers.get("Origin") and reason.startswith("CSRF token")
    if own_page and request.user.is_authenticated and kept.keeps(request):
        kept.keep(request)
        return redirect(request.get_full_path())
    text = _(
        "Lomake on ollut auki liian kauan tai evästeet on estetty. Palaa takaisin, päivitä sivu ja lähetä uudelleen."
    )
    return _page(request, 403, _("Lomake vanheni"), text)
