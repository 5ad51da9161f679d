"""What was typed when the session had ended: it waits in the new session until the person has signed in again."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, QueryDict

KEPT = "kept_form"
MOST = 300_000  # characters, as the browser sends them
View = Callable[..., HttpResponse]


def signed_in(view: View) -> View:
    """Let in those who have signed in; of others, keep what they typed and lead them to the sign-in page."""
    inner = login_required(view)

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.method == "POST" and not request.user.is_authenticated:
            keep(request)
        return inner(request, *args, **kwargs)

    guarded.keeps_typed = True  # type: ignore[attr-defined]
    return guarded


def keeps(request: HttpRequest) -> bool:
    """Is the address one whose form may be shown again with what was typed?"""
    match = request.resolver_match
    return match is not None and getattr(match.func, "keeps_typed", False)


def keep(request: HttpRequest) -> None:
    """Put the form away, unless it is very long; files cannot be kept."""
    data = request.POST.copy()
    data.pop("csrfmiddlewaretoken", None)
    text = data.urlencode()
    if len(text) <= MOST:
        request.session[KEPT] = {"path": request.get_full_path(), "text": text}


def take(request: HttpRequest) -> QueryDict | None:
    """The form that was put away at this address; it is given once."""
    kept = request.session.get(KEPT)
    if kept is None or kept["path"] != request.get_full_path():
        return None
    del request.session[KEPT]
    return QueryDict(kept["text"], mutable=True)
