"""What happens to every page: safety headers, keeping public pages ready, refusals in plain words."""

from __future__ import annotations

import gzip
import hashlib
import logging
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, cast
from urllib.parse import urlsplit

from django.conf import settings
from django.core.cache import caches
from django.http import HttpResponse, HttpResponseNotModified
from django.middleware.gzip import GZipMiddleware
from django.shortcuts import render
from django.utils.translation import gettext as _

from .content_version import content_version
from .permissions import NotNow

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest

    GetResponse = Callable[[HttpRequest], HttpResponse]

log = logging.getLogger(__name__)


def content_security_policy() -> str:
    form_targets = "'self'"
    if settings.OIDC_SERVER:
        parts = urlsplit(settings.OIDC_SERVER)
        form_targets += f" {parts.scheme}://{parts.netloc}"
    pictures = "'self' data:"
    if settings.MAP_TILES:
        parts = urlsplit(settings.MAP_TILES)
        pictures += f" {parts.scheme}://{parts.netloc}"
    return (
        f"default-src 'none'; script-src 'self'; style-src 'self'; img-src {pictures}; font-src 'self'; "
        f"connect-src 'self'; form-action {form_targets}; base-uri 'none'; frame-ancestors 'none'"
    )


class SecurityHeaders:
    """Django's own security middleware plus a content security policy without inline code."""

    def __init__(self, get_response: GetResponse) -> None:
        from django.middleware.security import SecurityMiddleware

        self.inner = SecurityMiddleware(get_response)
        self.policy = content_security_policy()

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = cast("HttpResponse", self.inner(request))
        headers = response.headers
        headers.setdefault("Content-Security-Policy", self.policy)
        if not getattr(response, "xframe_options_exempt", False):
            headers.setdefault("X-Frame-Options", "DENY")
        headers.setdefault("Permissions-Policy", "camera=(), geolocation=(), microphone=(), browsing-topics=()")
        return response


KEPT_HEADERS = ("Content-Type", "Content-Language", "Content-Disposition")


@dataclass(frozen=True)
class Kept:
    """A public page as nearly every browser takes it: compressed, a seventh of its size in every worker's memory."""

    packed: bytes
    headers: dict[str, str]


class PublicPages:
    """Keeps pages that carry `public_page` for readers without a session, until the content changes.

    The key holds the content's version, so nothing has to be emptied. A request with a session, or any method
    but GET and HEAD, never touches the store, and its page is never kept by anybody. Every page is compressed
    where the browser takes it.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response
        self.gzip = GZipMiddleware(get_response)
        self.pages = caches["pages"]

    def compress(self, request: HttpRequest, response: HttpResponse) -> HttpResponse:
        return cast("HttpResponse", self.gzip.process_response(request, response))

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if settings.SESSION_COOKIE_NAME in request.COOKIES:
            response = self.compress(request, self.get_response(request))
            response.headers.setdefault("Cache-Control", "private, no-store")
            return response
        if request.method not in ("GET", "HEAD"):
            return self.compress(request, self.get_response(request))
        key = page_key(request)
        kept = self.pages.get(key)
        if kept is None:
            response = self.get_response(request)
            if not (getattr(response, "public_page", False) and response.status_code == 200 and not response.cookies):
                return self.compress(request, response)
            kept = keep(response)
            self.pages.set(key, kept)
        return answer(request, kept, f'W/"{key[:32]}"')


def page_key(request: HttpRequest) -> str:
    parts = (content_version(), request.get_host(), request.headers.get("HX-Request", ""), request.get_full_path())
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()


def keep(response: HttpResponse) -> Kept:
    headers = {name: response.headers[name] for name in KEPT_HEADERS if name in response.headers}
    return Kept(gzip.compress(response.content, 6, mtime=0), headers)


def answer(request: HttpRequest, kept: Kept, etag: str) -> HttpResponse:
    if request.headers.get("If-None-Match") == etag:
        response: HttpResponse = HttpResponseNotModified()
    elif "gzip" in request.headers.get("Accept-Encoding", ""):
        response = HttpResponse(kept.packed, headers={**kept.headers, "Content-Encoding": "gzip"})
    else:
        response = HttpResponse(gzip.decompress(kept.packed), headers=kept.headers)
    response.headers["ETag"] = etag
    response.headers["Cache-Control"] = "public, max-age=0, must-revalidate"
    response.headers["Vary"] = "Cookie, HX-Request, Accept-Encoding"
    return response


OUTAGES: dict[type[Exception], Any] = {}
"""What a room could not reach, and the sentence (translated lazily) that a reader gets with status 503."""


class KindRefusals:
    """Turns "not now, because …" into a page that says so (409), and what a room could not reach likewise (503)."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if isinstance(exception, NotNow):
            context = {"title": _("Ei onnistu juuri nyt"), "text": str(exception)}
            return render(request, "core/refusal.html", context, status=409)
        for kind, sentence in OUTAGES.items():
            if isinstance(exception, kind):
                log.error("%s", exception)
                outage = {"title": _("Tietoja ei saada juuri nyt"), "text": str(sentence), "status": 503}
                return render(request, "core/error.html", outage, status=503)
        return None
