"""How every answer is served: cached by content version, open to other sites, errors in plain words."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from functools import wraps
from typing import TYPE_CHECKING, Any

from django.http import Http404, HttpResponse
from django.urls import URLPattern
from django.utils import timezone
from django.utils.cache import get_conditional_response
from django.utils.http import http_date
from ninja import NinjaAPI
from ninja.errors import ValidationError
from ninja.renderers import JSONRenderer

from hytti.core.content_version import content_version
from hytti.core.models import AuditEvent

from .schemas import LICENCE_ADDRESS

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest

METHODS = "GET, HEAD, OPTIONS"
OPEN = {
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Expose-Headers": "ETag, Last-Modified, Link",
    "Link": f'<{LICENCE_ADDRESS}>; rel="license"',
}


class PlainLetters(JSONRenderer):
    json_dumps_params = {"ensure_ascii": False}


class OpenInterface(NinjaAPI):
    """A read-only interface whose every address is served in the same way."""

    @property
    def urls(self) -> tuple[list[Any], str, str]:
        patterns, app, namespace = super().urls
        for pattern in patterns:
            if isinstance(pattern, URLPattern):
                pattern.callback = served(pattern.callback)
        return patterns, app, namespace


def served(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Answer from the reader's own copy where the content has not changed; let every site read."""

    @wraps(view)
    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.method == "OPTIONS":
            response = HttpResponse(status=204, headers={"Allow": METHODS, "Access-Control-Allow-Methods": METHODS})
        elif request.method in ("GET", "HEAD"):
            response = _read(view, request, *args, **kwargs)
        else:
            response = problem(405, "This interface is read-only: use GET.")
            response.headers["Allow"] = METHODS
        for name, value in OPEN.items():
            response.headers[name] = value
        return response

    answer.csrf_exempt = True  # type: ignore[attr-defined]
    return answer


def _read(view: Callable[..., HttpResponse], request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
    etag, changed = _version_of(request)
    kept = get_conditional_response(request, etag, int(changed.timestamp()))
    if kept is not None and kept.status_code == 304:
        return _marked(kept, etag, changed)
    asked_for_head, request.method = request.method == "HEAD", "GET"
    response = view(request, *args, **kwargs)
    if response.status_code == 200:
        _marked(response, etag, changed)
    else:
        response.headers["Cache-Control"] = "no-store"
    if asked_for_head:
        response.headers["Content-Length"] = str(len(response.content))
        response.content = b""
    return response


def _marked(response: HttpResponse, etag: str, changed: dt.datetime) -> HttpResponse:
    response.headers["ETag"] = etag
    response.headers["Last-Modified"] = http_date(changed.timestamp())
    response.headers["Cache-Control"] = "public, max-age=0, must-revalidate"
    return response


def _version_of(request: HttpRequest) -> tuple[str, dt.datetime]:
    """A tag for this address in this state of the content, and when that state began (midnight at the earliest)."""
    key = f"{content_version()} {request.get_host()} {request.get_full_path()}"
    midnight = timezone.make_aware(dt.datetime.combine(timezone.localdate(), dt.time()))
    newest = AuditEvent.objects.order_by("-pk").values_list("at", flat=True).first()
    return f'"{hashlib.sha256(key.encode()).hexdigest()[:32]}"', max(newest or midnight, midnight)


def problem(status: int, detail: str, fields: dict[str, str] | None = None) -> HttpResponse:
    text = json.dumps({"detail": detail, "fields": fields or {}}, ensure_ascii=False)
    return HttpResponse(text, status=status, content_type="application/json")


def add_refusals(api: NinjaAPI) -> None:
    """Let the interface say in plain words what it does not have and what it cannot answer."""

    @api.exception_handler(Http404)
    def not_found(request: HttpRequest, error: Http404) -> HttpResponse:
        return problem(404, str(error) or "There is no such record.")

    @api.exception_handler(ValidationError)
    def bad_parameters(request: HttpRequest, error: ValidationError) -> HttpResponse:
        """Each bad parameter by its name, with what is wrong with it."""
        fields: dict[str, str] = {}
        for one in error.errors:
            places = [str(part) for part in one["loc"] if part not in ("query", "path", "wanted", "portion", "paging")]
            name = next((part for part in places if not part.isdigit()), "request")
            fields.setdefault(name, one["msg"].removeprefix("Value error, "))
        sentence = "; ".join(f"{name}: {message}" for name, message in fields.items())
        return problem(422, f"The request cannot be answered. {sentence}", fields)
